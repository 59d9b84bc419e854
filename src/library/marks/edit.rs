//! A change of marks that is applied as a whole, and its reverse. Not where marks are stored, and not undo.

use crate::library::marks::mark::Mark;
use crate::library::marks::tags::Tag;
use crate::text::digits::grouped;
use std::fmt;
use std::sync::Arc;

/// An edit of the marks of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkEdit {
    /// Sets or removes a mark.
    Mark(Mark, bool),
    /// Adds or removes a tag.
    Tag(Tag, bool),
    /// Replaces the note; empty means no note.
    Note {
        /// The note before.
        old: Arc<str>,
        /// The note now.
        new: Arc<str>,
    },
}

impl MarkEdit {
    /// Returns the reverse.
    #[must_use]
    pub fn reversed(&self) -> Self {
        match self {
            Self::Mark(mark, on) => Self::Mark(*mark, !on),
            Self::Tag(tag, on) => Self::Tag(tag.clone(), !on),
            Self::Note { old, new } => Self::Note {
                old: Arc::clone(new),
                new: Arc::clone(old),
            },
        }
    }
}

/// One edit and the articles that it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkChange {
    /// The edit.
    pub edit: MarkEdit,
    /// The articles.
    pub ids: Box<[u32]>,
}

/// Edits that are applied together and undone together. Its `Display` is for the status line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MarkTransaction {
    /// The edits, in order.
    pub changes: Vec<MarkChange>,
}

impl MarkTransaction {
    /// Returns whether it adds or removes tags.
    pub fn changes_tags(&self) -> bool {
        self.changes
            .iter()
            .any(|change| matches!(change.edit, MarkEdit::Tag(..)))
    }

    /// Returns the reverse.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let reversed = |change: &MarkChange| MarkChange {
            edit: change.edit.reversed(),
            ids: change.ids.clone(),
        };
        Self {
            changes: self.changes.iter().rev().map(reversed).collect(),
        }
    }

    /// Returns how many articles it changes.
    pub fn articles(&self) -> usize {
        let mut ids: Vec<u32> = self
            .changes
            .iter()
            .flat_map(|change| change.ids.iter().copied())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    }

    /// Writes which tags were added and removed: `Tagged grain -sea`, `Removed tag sea`.
    fn fmt_tags(&self, count: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tags = self.changes.iter().filter_map(|change| match &change.edit {
            MarkEdit::Tag(tag, on) => Some((tag.name(), *on)),
            _ => None,
        });
        let tags: Vec<(&str, bool)> = tags.collect();
        let adds = tags.iter().any(|(_, on)| *on);
        let sign = |on: bool| if on || !adds { "" } else { "-" };
        let names: Vec<String> = tags
            .iter()
            .map(|(name, on)| format!("{}{name}", sign(*on)))
            .collect();
        let names = names.join(" ");
        let plural = if tags.len() == 1 { "" } else { "s" };
        match (adds, count) {
            (true, None) => write!(f, "Tagged {names}"),
            (true, Some(count)) => write!(f, "Tagged {count} articles: {names}"),
            (false, None) => write!(f, "Removed tag{plural} {names}"),
            (false, Some(count)) => write!(f, "Removed tag{plural} {names} from {count} articles"),
        }
    }
}

impl fmt::Display for MarkTransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let articles = self.articles();
        // One article is not counted.
        let count = (articles > 1).then(|| grouped(articles));
        let Some(edit) = self.changes.first().map(|change| &change.edit) else {
            return Ok(());
        };
        match (edit, count) {
            (MarkEdit::Mark(Mark::Read, on), count) => {
                let count = count.map_or_else(String::new, |count| format!("{count} "));
                write!(f, "Marked {count}as {}", if *on { "read" } else { "unread" })
            }
            (MarkEdit::Mark(Mark::Star, true), None) => write!(f, "Starred"),
            (MarkEdit::Mark(Mark::Star, true), Some(count)) => write!(f, "Starred {count} articles"),
            (MarkEdit::Mark(Mark::Star, false), None) => write!(f, "Star removed"),
            (MarkEdit::Mark(Mark::Star, false), Some(count)) => write!(f, "{count} stars removed"),
            (MarkEdit::Note { new, .. }, count) => {
                let done = if new.is_empty() { "removed" } else { "saved" };
                match count {
                    None => write!(f, "Note {done}"),
                    Some(count) => write!(f, "{count} notes {done}"),
                }
            }
            (MarkEdit::Tag(..), count) => self.fmt_tags(count.as_deref(), f),
        }
    }
}
