//! Lines that the pages of a corpus share, as a program that uses the crate finds them.

use newsprint::article::LineClass;
use newsprint::extract::{CorpusTemplate, Hints, OutletDirectory, PageSketch, extract};

#[test]
fn a_line_that_pages_share_is_removed_from_each() {
    let outlets = OutletDirectory::builtin();
    let mut hints = Hints::new(&outlets);
    let pages = ["First page\nAbout us\n", "Second page\nAbout us\n"];
    let mut template = CorpusTemplate::default();
    for page in pages {
        for article in extract(page.as_bytes(), &hints) {
            template.add(&PageSketch::of(&article));
        }
    }
    hints.template = Some(&template);
    for page in pages {
        let article = extract(page.as_bytes(), &hints).remove(0);
        assert_eq!(article.lines[1].class, LineClass::Chrome);
    }
}
