//! Writes an article as plain text: the headline, a blank line, one paragraph a line. Not wrapped: the viewer does
//! that.

use crate::article::Article;
use crate::article::line::LineClass;

/// The article as plain text, ending in a line feed; empty if there is nothing to write.
///
/// Without a headline, and with `body_only`, it is the paragraphs only.
pub fn text(article: &Article, body_only: bool) -> String {
    let mut out = String::new();
    if let Some(title) = article.meta.headline().filter(|_| !body_only) {
        out.push_str(title);
        out.push_str("\n\n");
    }
    for paragraph in article.texts(LineClass::is_body) {
        out.push_str(&paragraph);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::line::Line;

    fn page() -> Article {
        let line = |number, start, end, class, continues| Line {
            number,
            start,
            end,
            class,
            continues,
            ..Line::default()
        };
        let mut article = Article {
            source: "Menu\nA title\nOne\nand two.\nThree.\n".to_owned(),
            lines: vec![
                line(1, 0, 4, LineClass::Chrome, false),
                line(2, 5, 12, LineClass::Title, false),
                line(3, 13, 16, LineClass::Paragraph, false),
                line(4, 17, 25, LineClass::Paragraph, true),
                line(5, 26, 32, LineClass::Paragraph, false),
            ],
            part: 1,
            ..Article::default()
        };
        article.meta.title = Some("A title".to_owned());
        article
    }

    #[test]
    fn a_blank_line_follows_the_title_and_a_paragraph_is_a_line() {
        assert_eq!(text(&page(), false), "A title\n\nOne and two.\nThree.\n");
        assert_eq!(text(&page(), true), "One and two.\nThree.\n");
    }

    #[test]
    fn without_a_title_the_text_begins_at_once() {
        let mut article = page();
        article.meta.title = None;
        assert_eq!(text(&article, false), text(&article, true));
    }
}
