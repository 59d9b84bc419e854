//! Removes the author's bio below an opinion piece: `Name writes about …`. It is recognised by the byline, so the
//! byline is read first. Not bios that do not begin with the name: the model finds those.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::article::reason::Reason;

/// The body without the bio has at least this many paragraphs.
const FEWEST: usize = 3;
/// The longest bio, in bytes.
const LONGEST: usize = 400;
/// The confidence of the label, in percent.
const CONFIDENCE: u8 = 85;

/// Removes the author's bio from the end of the body.
pub(crate) fn remove(article: &mut Article) {
    if article.meta.authors.is_empty() {
        return;
    }
    let is_text = |line: &Line| matches!(line.class, LineClass::Paragraph | LineClass::Quote);
    let text = |at: &usize| is_text(&article.lines[*at]);
    let mut last = Vec::new();
    let mut from_end = (0..article.lines.len()).rev().filter(text);
    for at in from_end.by_ref() {
        last.push(at);
        if !article.lines[at].continues {
            break;
        }
    }
    let bytes: usize = last
        .iter()
        .map(|&at| article.text_of(&article.lines[at]).len())
        .sum();
    let Some(&first) = last.last() else { return };
    let before = from_end
        .filter(|&at| !article.lines[at].continues)
        .take(FEWEST)
        .count();
    let names_author = begins_with_author(article, article.text_of(&article.lines[first]));
    if before < FEWEST || bytes > LONGEST || !names_author {
        return;
    }
    for at in last {
        let line = &mut article.lines[at];
        line.class = LineClass::Chrome;
        line.reason = Some(Reason::AuthorNote);
        line.confidence = CONFIDENCE;
        line.continues = false;
    }
}

/// Returns whether a text begins with the full name of an author and continues after it.
fn begins_with_author(article: &Article, text: &str) -> bool {
    let names = article.meta.authors.iter().map(|author| author.name.as_str());
    let continues = |name: &str| {
        let rest = text.strip_prefix(name)?;
        Some(rest.starts_with([' ', ',', '，', '、']))
    };
    names
        .filter(|name| name.contains(' ') || !name.is_ascii())
        .any(|name| continues(name).unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;

    const BODY: &str = "When the town bought its new ferries, it bought them without a bell, and nobody had asked for that.\n\n\
        I have asked eleven pilots what they miss most, and ten of them said that it was the bell of the old boats.\n\n\
        A bell is the cheapest talk that there is, since it says one thing, and everybody on board understands it.\n\n\
        So give them their bell back, and I promise that I shall ring it only when I have something to say to them.\n\n";

    fn last_paragraph(end: &str) -> String {
        let page = format!("Give the pilots their bell back\n\nBy Ilka Fenn\n3 May 2024\n\n{BODY}{end}\n");
        let outlets = OutletDirectory::builtin();
        let article = extract(page.as_bytes(), &Hints::new(&outlets)).remove(0);
        article.body().pop().unwrap_or_default()
    }

    #[test]
    fn a_last_paragraph_that_begins_with_the_author_is_a_bio() {
        let note =
            "Ilka Fenn writes about harbours and lives on the number 12 line. Her column appears on Mondays.";
        assert!(last_paragraph(note).starts_with("So give them"));
    }

    #[test]
    fn a_last_paragraph_that_begins_with_another_name_stays() {
        let end = "Orla Penhale, who built the last of the bells, says that she would do it again if somebody asked.";
        assert_eq!(last_paragraph(end), end);
    }
}
