//! The edge: terminal, event loop, workers, files, clipboard. Decides nothing: what happens is told to the app, what
//! it wants is done.

mod configuration;
mod environment;
mod event_loop;
mod fault;
mod input;
mod library;
mod marks;
mod outside;
mod profiles;
mod rehearsal;
mod signals;
mod terminal;
mod workers;

pub use configuration::{Configuration, ConfigurationError, data_folder, settings_file};
pub use environment::Environment;
pub use event_loop::{Launch, run};
pub use library::LibraryLaunch;
pub use marks::KeptMarks;
pub use outside::folder_of;
pub use rehearsal::Rehearsal;

use crate::app::Event;
use std::any::Any;
use std::io;

/// What wakes the loop.
#[derive(Debug)]
pub enum Wake {
    /// A burst of keys, pastes, resizes; the input thread waits until it is told to go on.
    Input(Vec<Event>),
    /// Nothing more can be read: the terminal is gone, or reading it failed.
    InputEnded(io::Result<()>),
    /// A signal came.
    Signal(signals::Signal),
    /// Something in the background has news.
    Background(Event),
}

/// What a panic said, in a line.
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
