//! Keeps the threads of a load close together, so that what is read but not yet handed over stays small.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Pages that may be ahead of the next one to be handed over: as many as are cleaned in the time in which whoever takes
/// them puts a step of an import on disk, so that nobody waits for that.
const PAGES_AHEAD: u64 = 4_096;
/// Bytes of pages that may wait to be handed over, the page that is awaited aside.
const BYTES_HELD: u64 = 16 << 20;

/// Lets a page in when it is the next one, or when there is room. The next one is always let in, so that nobody
/// waits for ever.
pub(super) struct Gate<'a> {
    cancel: &'a AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    next: u64,
    held: u64,
    closed: bool,
}

impl State {
    fn has_room(&self, place: u64) -> bool {
        place <= self.next || place < self.next + PAGES_AHEAD && self.held < BYTES_HELD
    }
}

/// Closes the gate when it goes.
pub(super) struct Closing<'a>(&'a Gate<'a>);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl<'a> Gate<'a> {
    pub(super) fn new(cancel: &'a AtomicBool) -> Self {
        Self {
            cancel,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Waits until the page at `place` may be read; false when the load is over.
    pub(super) fn enter(&self, place: u64) -> bool {
        let mut state = self.state();
        loop {
            if state.closed || self.is_cancelled() {
                return false;
            }
            if state.has_room(place) {
                return true;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether the page at `place` would be let in without waiting.
    pub(super) fn has_room(&self, place: u64) -> bool {
        self.state().has_room(place)
    }

    /// Bytes now wait to be handed over.
    pub(super) fn hold(&self, bytes: u64) {
        self.state().held += bytes;
    }

    /// The page before `next` was handed over, and its bytes with it.
    pub(super) fn advance(&self, next: u64, bytes: u64) {
        let mut state = self.state();
        state.next = next;
        state.held = state.held.saturating_sub(bytes);
        drop(state);
        self.changed.notify_all();
    }

    /// Whether the person ended the load.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Whether nothing more is wanted.
    pub(super) fn is_closed(&self) -> bool {
        self.is_cancelled() || self.state().closed
    }

    /// Closes the gate when the returned value goes, so also in a panic.
    pub(super) fn closing(&'a self) -> Closing<'a> {
        Closing(self)
    }

    /// Lets nobody in any more and sends those home that wait.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
