//! The events that the event loop waits for.

use crate::app::event::Event;
use crate::runtime::signals::Signal;
use std::io;

/// An event for the event loop.
#[derive(Debug)]
pub enum LoopEvent {
    /// A burst of keys, pastes and resizes. The input thread then waits until the loop resumes it.
    Input(Vec<Event>),
    /// No more input can be read: the terminal is gone, or reading failed.
    InputEnded(io::Result<()>),
    /// A signal arrived.
    Signal(Signal),
    /// An event from a background thread.
    Background(Event),
}
