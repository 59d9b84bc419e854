//! What happens to the app: keys, sizes, and the answers to its effects.

use super::correcting::{Corrected, NotCorrected};
use super::geometry::Size;
use super::request::Answer;
use super::stored::LibraryEvent;
use crate::config::Key;
use crate::library::{Entry, LibraryMarksError, ReadingPlace};
use std::path::PathBuf;
use std::sync::Arc;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse was used (reported only after it was asked for).
    Mouse(MouseEvent),
    /// The terminal has another size.
    Resize(Size),
    /// News of the library.
    Library {
        /// Number of the run that it belongs to.
        run: u64,
        /// What it says.
        event: LibraryEvent,
    },
    /// Marks are kept, or not and why.
    Marked(Result<(), LibraryMarksError>),
    /// Where reading stopped in articles that were read from the library; those without a place are left out.
    PlacesFound(Vec<(Arc<Entry>, ReadingPlace)>),
    /// A worker has the answer to a request.
    Answered(Answer),
    /// A file was written, or not and why.
    Saved(Result<PathBuf, String>),
    /// The keyword sets were written, or not and why.
    KeywordsWritten(Result<(), String>),
    /// A correction was written, or not and why.
    Corrected(Result<Corrected, NotCorrected>),
    /// A command that text was piped to has ended.
    Piped(Result<String, String>),
    /// The editor was closed.
    Edited(Result<(), String>),
    /// A text was edited, or not and why.
    TextEdited(Result<String, String>),
    /// Keys have waited 250 ms for an answer ([`App::has_type_ahead`](super::App::has_type_ahead)).
    TypeAheadTimeout,
    /// The program goes on after a stop.
    Resumed,
    /// Something in the background failed; the text says what.
    Failed(String),
}

/// A use of the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MouseEvent {
    /// What was done.
    pub kind: MouseKind,
    /// Column.
    pub x: u16,
    /// Row.
    pub y: u16,
}

/// What was done with the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Click,
    /// The wheel turned towards the person.
    WheelDown,
    /// The wheel turned away from the person.
    WheelUp,
}
