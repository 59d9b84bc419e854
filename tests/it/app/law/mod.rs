//! The law of the open article: while its pane is on screen and nothing is pending, it is the article under the cursor of
//! the list, or the title of the pane says that it is not in this list. The articles come from a library or, as with
//! `--no-library`, from a temporary one; both answer later than keys are typed.

mod accepting;
mod random;
mod waiting;
mod walk;

use crate::harness::library::LibraryFixture;
use crate::harness::{AppDriver, Start};
use newsprint::app::Size;

const SIZES: [(u16, u16); 5] = [(50, 20), (80, 24), (99, 30), (120, 36), (160, 40)];

/// Where the reader gets its articles from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Library,
    /// A temporary library, which is filled while the reader starts.
    Temporary,
}

const SOURCES: [Source; 2] = [Source::Library, Source::Temporary];

struct Page {
    day_of_march: u32,
    outlet: &'static str,
    subject: &'static str,
    title: &'static str,
}

const fn page(day_of_march: u32, outlet: &'static str, subject: &'static str, title: &'static str) -> Page {
    Page {
        day_of_march,
        outlet,
        subject,
        title,
    }
}

const QUAY: &str = "The Quay Courier";
const DALE: &str = "The Dale Gazette";
const LAKE: &str = "The Lake Gazette";

/// The newest first.
const PAGES: [Page; 9] = [
    page(9, QUAY, "bridge", "Old bridge opens again after repairs"),
    page(9, LAKE, "bakery", "Bakers count their loaves before the feast"),
    page(8, QUAY, "ferry", "Ferry returns to Zelm after the winter"),
    page(8, DALE, "train", "Night trains run again between the lakes"),
    page(7, LAKE, "ferry", "Old ferry is sold to a collector"),
    page(
        6,
        QUAY,
        "lighthouse",
        "Lighthouse keeper looks back on forty years",
    ),
    page(6, DALE, "pass", "Snow closes the pass until the end of the month"),
    page(5, DALE, "ferry", "Ferry crews ask for longer breaks in summer"),
    page(
        4,
        LAKE,
        "market hall",
        "Market hall gets a roof of glass and timber",
    ),
];

fn title(page: usize) -> String {
    PAGES[page].title.to_owned()
}

fn pages(source: Source) -> LibraryFixture {
    let mut library = match source {
        Source::Library => LibraryFixture::new(Some("")),
        Source::Temporary => LibraryFixture::temporary(),
    };
    for (number, page) in PAGES.iter().enumerate() {
        let Page {
            day_of_march,
            outlet,
            subject,
            title,
        } = page;
        let text = format!(
            "{title}\n\nBy Ilka Fenn\n{day_of_march} March 2025\n\n\
             The {subject} was the talk of the town on Monday, after two years in which nobody had seen it at work.\n\n\
             Hundreds of people came to see the {subject} before noon, and most of them stayed until the evening.\n\n\
             © 2025 {outlet}. All rights reserved\n"
        );
        library.write(&format!("{number}.txt"), &text);
    }
    if source == Source::Library {
        library.import();
    }
    library
}

fn start((width, height): (u16, u16)) -> Start {
    Start {
        size: Size { width, height },
        ..Start::default()
    }
}

fn reader(source: Source, size: (u16, u16)) -> AppDriver {
    AppDriver::of_library(pages(source), start(size))
}

/// Runs a test with a reader of each source at each size.
fn for_each_reader(sizes: &[(u16, u16)], test: impl Fn(&mut AppDriver)) {
    for source in SOURCES {
        for &size in sizes {
            println!("{source:?} at {size:?}");
            test(&mut reader(source, size));
        }
    }
}

/// Asserts the law by what is shown, not only by what the app reports.
fn assert_law(driver: &AppDriver, after: &str) {
    let app = &driver.app;
    assert!(app.open_article_is_under_cursor(), "after {after}");
    if app.screen.areas.reader.is_empty() || app.awaits_articles() {
        return;
    }
    let (open, chosen) = (driver.open(), driver.chosen());
    if app.open_is_not_listed() {
        let listed = driver.titles();
        assert!(!listed.contains(&open), "after {after}: {open} is in the list");
    } else {
        assert_eq!(open, chosen, "after {after}");
    }
}

/// Asserts the law, and that the outlet in the header has published the article under the cursor.
fn assert_agreement(driver: &AppDriver, after: &str) {
    assert_law(driver, after);
    let row = driver.app.listing.row(driver.app.articles.cursor);
    let outlet = row.and_then(|row| row.outlet.as_deref()).unwrap_or_default();
    let listed = driver.outlet();
    assert!(
        listed == "all" || listed == outlet,
        "after {after}: {listed} lists {outlet}"
    );
}
