//! Snippets: the words of a query in an article with some words around them, which the list shows below the title.
//! Not the highlighting of the hits, which drawing does.

use crate::app::search::highlight::{Highlighter, HitKind};
use crate::article::document::{BlockKind, Document};
use crate::library::entry::Entry;
use crate::text::boundary;
use std::sync::Arc;

/// Some words of an article.
pub type Snippet = Arc<str>;

/// The bytes that are shown before the hit, and the bytes of a snippet.
const BEFORE: usize = 24;
const LONGEST: usize = 320;

/// Returns the words around the first hit of the query in standfirst, captions or body or, if only the title has one,
/// the beginning of the text.
pub fn snippet(entry: &Entry, highlighter: &Highlighter) -> Snippet {
    let document = Document::clean(&entry.article, "");
    let texts = document
        .blocks
        .iter()
        .filter(|block| {
            !matches!(
                block.kind,
                BlockKind::Title | BlockKind::NoHeadline | BlockKind::Meta
            )
        })
        .filter_map(|block| document.text.get(block.range.clone()));
    let mut first = None;
    for text in texts.filter(|text| !text.trim().is_empty()) {
        let hits = highlighter.scan(text);
        if let Some(hit) = hits.iter().find(|hit| hit.kind == HitKind::Query) {
            return around(text, hit.range.start);
        }
        first.get_or_insert(text);
    }
    around(first.unwrap_or_default(), 0)
}

/// Returns the text from a little before this place.
fn around(text: &str, at: usize) -> Snippet {
    let from = boundary::floor_boundary(text, at.saturating_sub(BEFORE));
    let cut = match text[from..at].find(' ') {
        _ if from == 0 => 0,
        Some(blank) => from + blank + 1,
        None => from,
    };
    let end = boundary::floor_boundary(text, cut.saturating_add(LONGEST).min(text.len()));
    let dots = if cut > 0 { "… " } else { "" };
    format!("{dots}{}", text[cut..end].trim()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_at_a_word_a_little_before_the_hit() {
        let text = "Nobody in the town had seen the old ferry at work for two years.";
        let at = text.find("ferry").unwrap();
        assert_eq!(
            &*around(text, at),
            "… town had seen the old ferry at work for two years."
        );
        assert_eq!(&*around(text, 7), text, "the beginning is near enough");
        assert_eq!(
            &*around("渡し船は二年ぶりに動き出した", 24),
            "渡し船は二年ぶりに動き出した"
        );
        assert_eq!(&*around("", 0), "");
    }
}
