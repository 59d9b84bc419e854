//! The reader's own marks: read, starred, tags, notes, reading places. What they are and how they change is in [`Step`]
//! and [`Marks`], which hold no files; [`MarksStore`] keeps them. Undo is the caller's: a step can be reversed.

mod error;
mod identify;
mod place;
mod recall;
mod session;
mod step;
mod store;
mod tag;
#[cfg(test)]
mod tests;
mod transfer;
mod write;

pub use error::MarksError;
pub(in crate::library) use identify::Subject;
pub use place::ReadingPlace;
pub(in crate::library) use recall::Marked;
pub use recall::{Kept, Recalled};
pub use session::Marks;
pub use step::{Deed, Step, Stroke, Wish};
pub use store::{LastView, MARKS_FILE, MarksStore};
pub use tag::{Tag, TagChange, read_tags, tag_at};
pub use transfer::{Imported, TransferError};
pub use write::DoneTo;
pub(in crate::library) use write::Writing;

/// A mark that an article can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It was read.
    Read,
    /// It is starred.
    Star,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 2] = [Self::Read, Self::Star];

    /// How a status line says that the mark was set or taken away.
    fn said(self, on: bool) -> &'static str {
        match (self, on) {
            (Self::Read, true) => "read",
            (Self::Read, false) => "unread",
            (Self::Star, true) => "starred",
            (Self::Star, false) => "not starred",
        }
    }
}

/// What queries and lists ask about marks. Ids are those of the entries.
pub trait MarksView: Sync {
    /// Whether the article carries the mark.
    fn has(&self, mark: Mark, id: u32) -> bool;

    /// Whether the reader wrote a note to the article.
    fn is_noted(&self, _id: u32) -> bool {
        false
    }

    /// Whether the article carries the tag, given folded.
    fn has_tag(&self, _id: u32, _folded_tag: &str) -> bool {
        false
    }
}
