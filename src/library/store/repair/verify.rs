//! What an article of the index must agree with: the hashes that the catalogue has of it, and the form in which no text
//! can control a terminal.

use crate::article::Article;
use crate::article::meta::Author;
use crate::library::identity::{Content, ContentHash};
use rusqlite::Row;

/// The hashes of an article in the catalogue. The second halves are missing in rows of older formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StoredContent {
    source: (i64, Option<i64>),
    /// `None` if the article has no hash of its cleaned text.
    article: Option<(i64, Option<i64>)>,
}

impl StoredContent {
    /// The columns of a row that [`of_row`](Self::of_row) reads.
    pub(crate) const COLUMNS: &str = "source, source_rest, content, rest";

    /// Reads the hashes from these columns of a row.
    pub(crate) fn of_row(row: &Row<'_>, first: usize) -> rusqlite::Result<Self> {
        let article: Option<i64> = row.get(first + 2)?;
        let rest = row.get(first + 3)?;
        Ok(Self {
            source: (row.get(first)?, row.get(first + 1)?),
            article: article.map(|article| (article, rest)),
        })
    }

    /// Returns whether an article has the source text of this row.
    pub(crate) fn has_source(&self, content: &Content) -> bool {
        is_hash(self.source, content.source)
    }

    /// Returns whether an article has the source text and the cleaned text of this row.
    pub(crate) fn has_all(&self, content: &Content) -> bool {
        let is_article = match (self.article, content.article) {
            (Some(stored), Some(hash)) => is_hash(stored, hash),
            (None, None) => true,
            _ => false,
        };
        is_article && self.has_source(content)
    }

    /// Returns the first half of the hash of the source text.
    pub(crate) fn source(&self) -> i64 {
        self.source.0
    }
}

fn is_hash((first, rest): (i64, Option<i64>), hash: ContentHash) -> bool {
    first == hash.first_half() && rest.is_none_or(|rest| rest == hash.second_half())
}

/// Returns whether no text of an article contains a control character or changes the direction of other text.
pub(crate) fn is_harmless(article: &Article) -> bool {
    let meta = &article.meta;
    let texts = [
        &meta.title,
        &meta.subtitle,
        &meta.byline,
        &meta.outlet,
        &meta.via,
        &meta.section,
        &meta.language,
    ];
    let texts = texts.into_iter().flatten();
    let roles = |author: &'_ Author| author.role.as_deref().is_none_or(is_harmless_text);
    let mut authors = meta.authors.iter();
    authors.all(|author| is_harmless_text(&author.name) && roles(author))
        && texts.map(String::as_str).all(is_harmless_text)
        && is_harmless_text(&article.source)
}

fn is_harmless_text(text: &str) -> bool {
    let is_odd = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !text.contains(is_odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_found_wherever_they_are() {
        let mut article = Article {
            source: "One\tline\nanother".to_owned(),
            ..Article::default()
        };
        assert!(is_harmless(&article));
        article.meta.title = Some("Puml\u{1}".to_owned());
        assert!(!is_harmless(&article));
        article.meta.title = None;
        article.meta.authors.push(Author {
            name: "Ada".to_owned(),
            role: Some("\u{202e}rotide".to_owned()),
        });
        assert!(!is_harmless(&article));
    }
}
