//! An article in the library: with its path, its id and its text prepared for search.

use crate::article::Article;
use crate::article::date::{Date, Time};
use crate::library::identity::Content;
use crate::library::problem::shown_path;
use crate::text::fold::fold_into;
use std::path::Path;
use std::sync::Arc;

/// An article of the library, which is shared and never changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its number in the library; 0 outside one.
    pub id: u32,
    /// The path of its file.
    pub path: Arc<Path>,
    /// The article.
    pub article: Article,
    /// The name of the outlet.
    pub outlet: Option<Arc<str>>,
    /// The number of words in title, standfirst and body; an estimate for scripts that do not separate words.
    pub words: u32,
    /// The number of its earlier versions in the library.
    pub versions: u32,
    /// The hashes of its content, by which it is recognised.
    pub content: Content,
    search: Box<str>,
    title_end: u32,
}

impl Entry {
    /// Creates an entry with the id 0, and frees memory that the article does not need.
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

    /// Returns the text in which plain words are searched: title, standfirst and each paragraph of the body, folded and each
    /// on its own line, so that no phrase spans two of them.
    pub fn search_text(&self) -> &str {
        &self.search
    }

    /// Returns the folded title; empty if there is none.
    pub fn folded_title(&self) -> &str {
        self.search.get(..self.title_end as usize).unwrap_or_default()
    }

    /// Returns the day of publication.
    pub fn date(&self) -> Option<Date> {
        self.article.meta.date
    }

    /// Returns the time of publication.
    pub fn time(&self) -> Option<Time> {
        self.article.meta.time
    }

    /// Returns the title and `true`, or the text that is shown in its place and `false`.
    pub fn display_title(&self) -> (String, bool) {
        self.article.display_title()
    }

    /// Returns the path as it may be shown; see [`shown_path`].
    pub fn shown_path(&self) -> String {
        shown_path(&self.path)
    }
}

/// Returns the folded lines, and the end of the first one, which is the title.
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
        // The line continues the paragraph before it, whose line break becomes a space.
        if line.continues && text.ends_with('\n') && text.len() > title_end as usize + 1 {
            text.pop();
            text.push(' ');
        }
        push_folded(article.text_of(line), &mut text);
        text.push('\n');
    }
    (text, title_end)
}

/// Appends the folded text as one line; each run of whitespace becomes one space.
pub(crate) fn push_folded(text: &str, to: &mut String) {
    let start = to.len();
    fold_into(text, to);
    let added = &to[start..];
    if !is_evenly_spaced(added) {
        let plain = added.split_whitespace().collect::<Vec<_>>().join(" ");
        to.truncate(start);
        to.push_str(&plain);
    }
}

/// Returns whether words are separated by single spaces, with none at either end.
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

/// The number of bytes that count as one word in a script without spaces.
const BYTES_PER_WORD: usize = 6;

fn count_words(text: &str) -> u32 {
    let count = |word: &str| {
        if word.is_ascii() || word.len() < 4 * BYTES_PER_WORD {
            1
        } else {
            word.len() / BYTES_PER_WORD
        }
    };
    text.split_ascii_whitespace().map(count).sum::<usize>() as u32
}
