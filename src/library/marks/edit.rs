//! A change of marks that is applied as one, and its reverse. Neither where marks are stored nor the list of steps.

use crate::library::marks::session::Marks;
use crate::library::marks::tags::{Tag, TagChange};
use crate::library::marks::{Mark, MarksView};
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
    pub deed: MarkEdit,
    /// The articles.
    pub ids: Box<[u32]>,
}

/// Edits that are applied together and undone together. Its `Display` is for the status line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MarkTransaction {
    /// The edits, in order.
    pub strokes: Vec<MarkChange>,
}

/// A change that the user asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkRequest {
    /// Toggles the mark on the first of these articles, and sets the others to the same value.
    Toggle(Mark, Vec<u32>),
    /// Sets the mark.
    Set(Mark, Vec<u32>),
    /// Adds and removes these tags.
    Tags(Vec<TagChange>, Vec<u32>),
    /// Replaces the note; empty means no note.
    Note(String, Vec<u32>),
}

impl MarkRequest {
    /// Returns the step that it means given the current marks, or `None` if nothing changes.
    pub fn step(self, marks: &Marks) -> Option<MarkTransaction> {
        let mut strokes = Vec::new();
        let mut add = |deed: MarkEdit, ids: Vec<u32>| {
            if !ids.is_empty() {
                let ids = ids.into_boxed_slice();
                strokes.push(MarkChange { deed, ids });
            }
        };
        let differing = |mark: Mark, on: bool, ids: Vec<u32>| -> Vec<u32> {
            ids.into_iter().filter(|&id| marks.has(mark, id) != on).collect()
        };
        match self {
            Self::Toggle(mark, ids) => {
                let on = ids.first().is_some_and(|&first| !marks.has(mark, first));
                add(MarkEdit::Mark(mark, on), differing(mark, on, ids));
            }
            Self::Set(mark, ids) => add(MarkEdit::Mark(mark, true), differing(mark, true, ids)),
            Self::Tags(changes, ids) => {
                for TagChange { tag, on } in changes {
                    let tag = marks.known_tag(&tag).unwrap_or(tag);
                    let differs = |id: &u32| marks.has_tag(*id, tag.folded()) != on;
                    let ids = ids.iter().copied().filter(differs).collect();
                    add(MarkEdit::Tag(tag, on), ids);
                }
            }
            Self::Note(text, ids) => {
                let new: Arc<str> = Arc::from(text.trim());
                for id in ids {
                    let old = marks.note(id).cloned().unwrap_or_default();
                    if old != new {
                        let new = Arc::clone(&new);
                        add(MarkEdit::Note { old, new }, vec![id]);
                    }
                }
            }
        }
        (!strokes.is_empty()).then_some(MarkTransaction { strokes })
    }
}

impl MarkTransaction {
    /// Returns whether it adds or removes tags.
    pub fn is_of_tags(&self) -> bool {
        self.strokes
            .iter()
            .any(|stroke| matches!(stroke.deed, MarkEdit::Tag(..)))
    }

    /// Returns the reverse.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let reversed = |stroke: &MarkChange| MarkChange {
            deed: stroke.deed.reversed(),
            ids: stroke.ids.clone(),
        };
        Self {
            strokes: self.strokes.iter().rev().map(reversed).collect(),
        }
    }

    /// Translates it to the ids of another load. Articles that are gone are left out; `None` if none is left.
    pub fn moved(&self, new_id: impl Fn(u32) -> Option<u32>) -> Option<Self> {
        let moved = |stroke: &MarkChange| MarkChange {
            deed: stroke.deed.clone(),
            ids: stroke.ids.iter().filter_map(|&id| new_id(id)).collect(),
        };
        let strokes: Vec<MarkChange> = self
            .strokes
            .iter()
            .map(moved)
            .filter(|stroke| !stroke.ids.is_empty())
            .collect();
        (!strokes.is_empty()).then_some(Self { strokes })
    }

    /// Returns how many articles it changes.
    pub fn articles(&self) -> usize {
        let mut ids: Vec<u32> = self
            .strokes
            .iter()
            .flat_map(|stroke| stroke.ids.iter().copied())
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
        match self.strokes.first().map(|stroke| &stroke.deed) {
            Some(MarkEdit::Mark(Mark::Star, false)) => write!(f, "{many}star{plural} removed"),
            Some(MarkEdit::Mark(mark, on)) => write!(f, "marked {many}{}", mark.said(*on)),
            Some(MarkEdit::Note { new, .. }) if new.is_empty() => write!(f, "{many}note{plural} removed"),
            Some(MarkEdit::Note { .. }) => write!(f, "noted"),
            Some(MarkEdit::Tag(..)) => {
                write!(f, "tagged {many}")?;
                let gap = if many.is_empty() { "" } else { "articles " };
                write!(f, "{gap}")?;
                for (at, stroke) in self.strokes.iter().enumerate() {
                    if let MarkEdit::Tag(tag, on) = &stroke.deed {
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
