//! The edge of the program: terminal, event loop, workers, files, clipboard. It makes no decisions: it passes events to
//! the app and carries out its effects.

pub(crate) mod configuration;
pub(crate) mod environment;
pub(crate) mod event_loop;
pub(crate) mod external;
pub(crate) mod failpoint;
pub(crate) mod headless_reader;
pub(crate) mod input;
pub(crate) mod library;
pub(crate) mod marks;
pub(crate) mod profiles;
pub(crate) mod signals;
pub(crate) mod terminal;
pub(crate) mod workers;

pub use configuration::{Configuration, ConfigurationError, data_folder, settings_file};
pub use environment::Environment;
pub use event_loop::{Launch, run};
pub use external::folder_of;
pub use headless_reader::HeadlessReader;
pub use library::{LibraryContent, LibraryLaunch};
pub use marks::MarksLocation;

use crate::app::event::Event;
use crate::runtime::signals::Signal;
use std::any::Any;
use std::io;

/// An event that wakes the loop.
#[derive(Debug)]
pub enum LoopEvent {
    /// A burst of keys, pastes and resizes; the input thread waits until the next one is requested.
    Input(Vec<Event>),
    /// No more input can be read: the terminal is gone, or reading it failed.
    InputEnded(io::Result<()>),
    /// A signal arrived.
    Signal(Signal),
    /// An event from a background thread.
    Background(Event),
}

/// Returns the message of a panic, in one line.
fn panic_text(panic: &(dyn Any + Send)) -> String {
    let said = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!(
        "something failed in the background: {}",
        said.unwrap_or("no reason was given")
    )
}
