//! Simple forms of what `text` and `extract` give, until they do.

use crate::article::{Article, Line, LineClass};
use crate::extract::Hints;
use std::borrow::Cow;

pub(super) struct Extraction {
    pub(super) articles: Vec<Article>,
}

pub(super) fn harmless_line(text: &str) -> Cow<'_, str> {
    text.replace(char::is_control, " ").into()
}

pub(super) fn fold_into(text: &str, to: &mut String) {
    to.extend(text.chars().flat_map(char::to_lowercase));
}

/// Every line as a paragraph.
pub(super) fn extract(bytes: &[u8], _hints: &Hints<'_>) -> Extraction {
    let mut article = Article {
        part: 1,
        ..Article::default()
    };
    for (number, line) in (1..).zip(String::from_utf8_lossy(bytes).lines()) {
        let start = article.source.len() as u32;
        article.source.push_str(&harmless_line(line.trim()));
        let end = article.source.len() as u32;
        article.source.push('\n');
        if end > start {
            article.lines.push(Line {
                number,
                start,
                end,
                class: LineClass::Paragraph,
                ..Line::default()
            });
        }
    }
    Extraction {
        articles: vec![article],
    }
}
