//! The user's marks: read, starred, tags, notes, reading places. [`MarkTransaction`](edit::MarkTransaction) and
//! [`Marks`](session::Marks) define them and their changes without any file; [`MarksStore`](store::MarksStore) stores
//! them. Not undo: the caller keeps the steps, and a step can be reversed.

pub(crate) mod edit;
pub(crate) mod error;
pub(crate) mod identity;
pub(crate) mod load_marks;
pub(crate) mod places;
pub(crate) mod session;
pub(crate) mod store;
pub(crate) mod tags;
#[cfg(test)]
mod tests;
pub(crate) mod transfer;
pub(crate) mod write;

/// A mark that an article can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The article was read.
    Read,
    /// The article is starred.
    Star,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 2] = [Self::Read, Self::Star];

    /// How a status line names the mark after it was set or removed.
    fn said(self, on: bool) -> &'static str {
        match (self, on) {
            (Self::Read, true) => "read",
            (Self::Read, false) => "unread",
            (Self::Star, true) => "starred",
            (Self::Star, false) => "unstarred",
        }
    }
}

/// What queries and lists ask about marks, by the ids of the entries.
pub trait MarksView: Sync {
    /// Returns whether the article has the mark.
    fn has(&self, mark: Mark, id: u32) -> bool;

    /// Returns whether the article has a note.
    fn is_noted(&self, _id: u32) -> bool {
        false
    }

    /// Returns whether the article has the tag, given in its folded form.
    fn has_tag(&self, _id: u32, _folded_tag: &str) -> bool {
        false
    }
}
