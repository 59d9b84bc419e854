//! A change of marks that the user asks for, before it is known what it changes. The change itself: see `edit`.

use crate::library::marks::edit::{MarkChange, MarkEdit, MarkTransaction};
use crate::library::marks::mark::{Mark, MarksView};
use crate::library::marks::session::Marks;
use crate::library::marks::tags::TagChange;
use std::sync::Arc;

/// A change that the user asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkRequest {
    /// Sets the mark on all of these articles if any of them lacks it; otherwise removes it from all.
    Toggle(Mark, Vec<u32>),
    /// Sets the mark.
    Set(Mark, Vec<u32>),
    /// Adds and removes these tags.
    Tags(Vec<TagChange>, Vec<u32>),
    /// Replaces the note; empty means no note.
    Note(String, Vec<u32>),
}

impl MarkRequest {
    /// Returns the transaction that it means given the current marks, or `None` if nothing changes.
    pub fn transaction(self, marks: &Marks) -> Option<MarkTransaction> {
        let mut changes = Vec::new();
        let mut add = |edit: MarkEdit, ids: Vec<u32>| {
            if !ids.is_empty() {
                let ids = ids.into_boxed_slice();
                changes.push(MarkChange { edit, ids });
            }
        };
        let differing = |mark: Mark, on: bool, ids: Vec<u32>| -> Vec<u32> {
            ids.into_iter().filter(|&id| marks.has(mark, id) != on).collect()
        };
        match self {
            Self::Toggle(mark, ids) => {
                let on = ids.iter().any(|&id| !marks.has(mark, id));
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
        (!changes.is_empty()).then_some(MarkTransaction { changes })
    }
}
