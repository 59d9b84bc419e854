//! An article as the library holds it: with its path, its place in the load and its text made ready for search.

use super::identity::Content;
use super::problem::shown_path;
use crate::article::{Article, Date, Time};
use crate::text::fold_into;
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

/// One article of the library. Never changed once it is made; shared by reference count.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number in load order, from 0: the index of the entry in a snapshot.
    pub id: u32,
    /// The real path, to open it by.
    pub path: Arc<Path>,
    /// The article.
    pub article: Article,
    /// The outlet's name, shared with the other entries of the outlet.
    pub outlet: Option<Arc<str>>,
    /// Words of title, standfirst and body; an estimate for scripts that do not part words.
    pub words: u32,
    /// How many earlier versions of it the library has; 0 without a library.
    pub versions: u32,
    /// What stands in it, to know it again by.
    pub content: Content,
    search: Box<str>,
    title_end: u32,
}

impl Entry {
    /// Makes an entry with the id 0, and lets go of memory that the article does not need.
    pub fn new(path: Arc<Path>, mut article: Article) -> Self {
        article.source.shrink_to_fit();
        article.lines.shrink_to_fit();
        article.warnings.shrink_to_fit();
        article.meta.evidence.shrink_to_fit();
        article.meta.authors.shrink_to_fit();
        let (search, title_end) = search_text(&article);
        Self {
            id: 0,
            path,
            outlet: article.meta.outlet.as_deref().map(Arc::from),
            words: count_words(&search),
            versions: 0,
            content: Content::of(&article),
            search: search.into_boxed_str(),
            title_end,
            article,
        }
    }

    /// The entry of this article, cleaned anew: with the same id, and the same outlet's name where it is the same.
    #[must_use]
    pub fn with_article(&self, article: Article) -> Self {
        let mut entry = Self::new(Arc::clone(&self.path), article);
        (entry.id, entry.versions) = (self.id, self.versions);
        if entry.outlet == self.outlet {
            entry.outlet.clone_from(&self.outlet);
        }
        entry
    }

    /// The entry with its id, its outlet's name shared with those that are known.
    #[must_use]
    pub fn placed(mut self, id: u32, outlets: &mut HashSet<Arc<str>>) -> Self {
        self.id = id;
        if let Some(outlet) = self.outlet.take() {
            let known = outlets.get(&outlet).cloned();
            self.outlet = Some(known.unwrap_or_else(|| {
                outlets.insert(Arc::clone(&outlet));
                outlet
            }));
        }
        self
    }

    /// The text that plain words are looked for in: title, standfirst and each paragraph of the body, folded and
    /// each on a line of its own, so that no phrase runs across two of them.
    pub fn search_text(&self) -> &str {
        &self.search
    }

    /// The folded title; empty where the page has none.
    pub fn folded_title(&self) -> &str {
        self.search.get(..self.title_end as usize).unwrap_or_default()
    }

    /// The day of publication.
    pub fn date(&self) -> Option<Date> {
        self.article.meta.date
    }

    /// The time of publication.
    pub fn time(&self) -> Option<Time> {
        self.article.meta.time
    }

    /// The title, or its stand-in (the flag is false then).
    pub fn display_title(&self) -> (String, bool) {
        self.article.display_title()
    }

    /// The path as it may be shown: harmless, with marks where its bytes are no text.
    pub fn shown_path(&self) -> String {
        shown_path(&self.path)
    }

    /// What an ordering by title compares: the folded title, or the first line that stands in for it.
    pub(super) fn title_key(&self) -> &str {
        self.search
            .split('\n')
            .find(|line| !line.is_empty())
            .unwrap_or_default()
    }
}

/// The folded lines, and where the first of them, the title, ends.
fn search_text(article: &Article) -> (String, u32) {
    let mut text = String::with_capacity(article.source.len());
    if let Some(title) = &article.meta.title {
        push_folded(title, &mut text);
    }
    let title_end = text.len() as u32;
    text.push('\n');
    if let Some(subtitle) = &article.meta.subtitle {
        push_folded(subtitle, &mut text);
        text.push('\n');
    }
    for line in article.lines.iter().filter(|line| line.class.is_body()) {
        // The line goes on with the paragraph before it, whose line break becomes a blank.
        if line.continues && text.ends_with('\n') && text.len() > title_end as usize + 1 {
            text.pop();
            text.push(' ');
        }
        push_folded(article.text_of(line), &mut text);
        text.push('\n');
    }
    (text, title_end)
}

/// Adds the folded text as one line; runs of blanks become one blank.
pub(super) fn push_folded(text: &str, to: &mut String) {
    let start = to.len();
    fold_into(text, to);
    let added = &to[start..];
    if !is_evenly_spaced(added) {
        let plain = added.split_whitespace().collect::<Vec<_>>().join(" ");
        to.truncate(start);
        to.push_str(&plain);
    }
}

/// Whether words have one blank between them, and none stands at either end.
fn is_evenly_spaced(text: &str) -> bool {
    let mut before = b' ';
    let is_even = text.bytes().all(|byte| {
        let is_even = !matches!((before, byte), (_, b'\t'..=b'\r') | (b' ', b' '));
        before = byte;
        is_even
    });
    let is_odd = |c: char| c.is_whitespace() && c != ' ';
    is_even && (before != b' ' || text.is_empty()) && (text.is_ascii() || !text.contains(is_odd))
}

/// Bytes that count as one word where a script does not part words by blanks.
const BYTES_OF_UNPARTED_WORD: usize = 6;

fn count_words(text: &str) -> u32 {
    let count = |word: &str| {
        if word.is_ascii() || word.len() < 4 * BYTES_OF_UNPARTED_WORD {
            1
        } else {
            word.len() / BYTES_OF_UNPARTED_WORD
        }
    };
    text.split_ascii_whitespace().map(count).sum::<usize>() as u32
}
