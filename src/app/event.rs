//! Events: keys, resizes, and the results of effects.

use crate::app::edit::correct::{Corrected, NotCorrected};
use crate::app::jobs::job::Answer;
use crate::app::jobs::library_events::LibraryEvent;
use crate::app::panes::geometry::Size;
use crate::config::key::Key;
use crate::library::entry::Entry;
use crate::library::marks::places::ReadingPlace;
use crate::library::store::search::marked::LibraryMarksError;
use std::path::PathBuf;
use std::sync::Arc;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Several keys were pressed that are text for the open text field; see
    /// [`App::next_of_burst`](crate::app::App::next_of_burst).
    Typed(String),
    /// Text was pasted.
    Paste(String),
    /// The mouse was used (reported only after it was turned on).
    Mouse(MouseEvent),
    /// The terminal was resized.
    Resize(Size),
    /// The library was opened, updated or imported into.
    Library {
        /// The number of the run that it belongs to.
        run: u64,
        /// What happened.
        event: LibraryEvent,
    },
    /// Marks were written, or could not be.
    Marked(Result<(), LibraryMarksError>),
    /// Marks are not written yet, because another program writes some.
    MarksDelayed,
    /// Where reading stopped in articles of the library; articles without a place are left out.
    PlacesFound(Vec<(Arc<Entry>, ReadingPlace)>),
    /// A worker has answered a request.
    Answered(Answer),
    /// A file was written, or could not be.
    Saved(Result<PathBuf, String>),
    /// The keyword sets were written, or could not be.
    KeywordsWritten(Result<(), String>),
    /// A correction was written, or could not be.
    Corrected(Result<Corrected, NotCorrected>),
    /// A command that text was piped to has ended.
    Piped(Result<String, String>),
    /// The editor was closed.
    Edited(Result<(), String>),
    /// The theme was changed to this one, or could not be.
    ThemeSet(Result<String, String>),
    /// The configuration file was changed, or could not be; what to report.
    SettingsChanged(Result<String, String>),
    /// A text was edited, or could not be.
    TextEdited(Result<String, String>),
    /// Keys have waited 250 ms for an answer ([`App::has_type_ahead`](crate::app::App::has_type_ahead)).
    TypeAheadTimeout,
    /// The program was resumed after a stop.
    Resumed,
    /// Something in the background failed; the text describes it.
    Failed(String),
}

/// A use of the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MouseEvent {
    /// What the mouse did.
    pub kind: MouseKind,
    /// Column.
    pub x: u16,
    /// Row.
    pub y: u16,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Click,
    /// The wheel turned down.
    WheelDown,
    /// The wheel turned up.
    WheelUp,
}
