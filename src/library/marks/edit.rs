//! A change of marks that is applied as a whole, and its reverse. Not where marks are stored, and not undo.

use crate::library::marks::mark::Mark;
use crate::library::marks::tags::Tag;
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
}

impl fmt::Display for MarkTransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let articles = self.articles();
        // The number of articles, left out for one.
        let (many, plural) = if articles == 1 {
            (String::new(), "")
        } else {
            (format!("{articles} "), "s")
        };
        match self.changes.first().map(|change| &change.edit) {
            Some(MarkEdit::Mark(Mark::Star, false)) => write!(f, "{many}star{plural} removed"),
            Some(MarkEdit::Mark(mark, on)) => write!(f, "marked {many}{}", mark.participle(*on)),
            Some(MarkEdit::Note { new, .. }) if new.is_empty() => write!(f, "{many}note{plural} removed"),
            Some(MarkEdit::Note { .. }) => write!(f, "noted"),
            Some(MarkEdit::Tag(..)) => {
                write!(f, "tagged {many}")?;
                let gap = if many.is_empty() { "" } else { "articles " };
                write!(f, "{gap}")?;
                for (at, change) in self.changes.iter().enumerate() {
                    if let MarkEdit::Tag(tag, on) = &change.edit {
                        let sign = if *on { "" } else { "-" };
                        let blank = if at > 0 { " " } else { "" };
                        write!(f, "{blank}{sign}{}", tag.name())?;
                    }
                }
                Ok(())
            }
            None => Ok(()),
        }
    }
}
