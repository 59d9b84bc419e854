//! Keyword in context: each hit in an article with the words around it, and the orders of such lines. Not where the
//! articles come from.

use crate::article::date::Date;
use crate::article::document::{BlockKind, Document};
use crate::library::entry::Entry;
use crate::text::boundary::{ceil_boundary, floor_boundary};
use crate::text::fold::fold;
use std::ops::Range;
use std::sync::Arc;

/// The bytes of text on each side of a hit.
const AROUND: usize = 160;

/// A hit with the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextLine {
    /// The text before the hit, in its paragraph, with its spaces.
    pub left: String,
    /// The hit.
    pub hit: String,
    /// The text after the hit, in its paragraph.
    pub right: String,
    /// The source line with which its block begins; 0 if the block is not in the source.
    pub line: u32,
    /// The bytes of the block before the hit.
    pub within: usize,
}

/// A line and the article that it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextRow {
    /// The article.
    pub id: u32,
    /// Its outlet.
    pub outlet: Option<Arc<str>>,
    /// Its day.
    pub date: Option<Date>,
    /// The hit and the words around it.
    pub line: ContextLine,
}

/// The orders of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContextOrder {
    /// The articles as they are, and the hits from the beginning of each.
    #[default]
    Article,
    /// By the words after the hit.
    Right,
    /// By the words before the hit, from the hit backwards.
    Left,
}

impl ContextOrder {
    /// Returns the next order; the first one follows the last.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Article => Self::Right,
            Self::Right => Self::Left,
            Self::Left => Self::Article,
        }
    }

    /// Returns what the lines are ordered by, for a title.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "in the order of the articles",
            Self::Right => "by the words to the right",
            Self::Left => "by the words to the left",
        }
    }

    /// Returns the key by which a line is sorted; lines with equal keys stay in order.
    pub fn key(self, line: &ContextLine) -> String {
        let words = |text: &str| fold(text);
        match self {
            Self::Article => String::new(),
            Self::Right => words(line.right.trim_start()),
            Self::Left => {
                let before: Vec<String> = line.left.split_whitespace().rev().map(words).collect();
                before.join(" ")
            }
        }
    }
}

/// Returns the hits in title, standfirst, captions and body of an article. `hits` finds them in a text.
pub fn context_lines(entry: &Entry, hits: impl Fn(&str) -> Vec<Range<usize>>) -> Vec<ContextLine> {
    let document = Document::clean(&entry.article, "");
    let blocks = document
        .blocks
        .iter()
        .filter(|block| block.kind != BlockKind::NoHeadline);
    let mut lines = Vec::new();
    for block in blocks {
        let text = document.text.get(block.range.clone()).unwrap_or_default();
        lines.extend(hits(text).into_iter().map(|hit| line_of(text, hit, block.line)));
    }
    lines
}

fn line_of(text: &str, hit: Range<usize>, line: u32) -> ContextLine {
    let from = ceil_boundary(text, hit.start.saturating_sub(AROUND));
    let to = floor_boundary(text, (hit.end + AROUND).min(text.len()));
    ContextLine {
        left: text[from.min(hit.start)..hit.start].to_owned(),
        hit: text[hit.clone()].to_owned(),
        right: text[hit.end..to.max(hit.end)].to_owned(),
        line,
        within: hit.start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left: &str, right: &str) -> ContextLine {
        ContextLine {
            left: left.to_owned(),
            hit: "weeks".to_owned(),
            right: right.to_owned(),
            line: 0,
            within: 0,
        }
    }

    #[test]
    fn a_line_has_the_words_of_its_paragraph_around_the_hit() {
        let text = "She said it would take weeks, not days.";
        let at = text.find("weeks").unwrap();
        let found = line_of(text, at..at + 5, 10);
        assert_eq!(
            (found.left.as_str(), found.right.as_str()),
            ("She said it would take ", ", not days.")
        );
        assert_eq!((found.hit.as_str(), found.line, found.within), ("weeks", 10, at));
        let long = "ö".repeat(400);
        let found = line_of(&long, 400..402, 0);
        assert!(found.left.len() <= AROUND && found.right.len() <= AROUND);
    }

    #[test]
    fn lines_are_sorted_by_the_words_next_to_the_hit() {
        let mut lines = [
            line("in three", "rather than"),
            line("after two", "and more"),
            line("a few", "Ago"),
        ];
        lines.sort_by_key(|line| ContextOrder::Right.key(line));
        assert_eq!(
            lines.each_ref().map(|line| line.right.as_str()),
            ["Ago", "and more", "rather than"]
        );
        lines.sort_by_key(|line| ContextOrder::Left.key(line));
        assert_eq!(
            lines.each_ref().map(|line| line.left.as_str()),
            ["a few", "in three", "after two"]
        );
    }
}
