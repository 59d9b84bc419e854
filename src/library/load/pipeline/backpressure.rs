//! Backpressure for a load: limits how much is read before it is passed on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The number of pages that may be ahead of the next one to be passed on: as many as are cleaned while the receiver writes
/// a step of an import to disk, so that no worker waits for that.
const PAGES_AHEAD: u64 = 4_096;
/// The bytes of pages that may wait to be passed on, not counting the page that is next.
const BYTES_HELD: u64 = 16 << 20;

/// Admits a page if it is the next one or if there is room. The next one is always admitted, so no worker waits forever.
pub(crate) struct Backpressure<'a> {
    cancel: &'a AtomicBool,
    state: Mutex<BackpressureState>,
    changed: Condvar,
}

#[derive(Default)]
struct BackpressureState {
    next: u64,
    held: u64,
    /// The bytes of parts of the next page that wait to be passed on.
    parts: u64,
    closed: bool,
}

impl BackpressureState {
    fn has_room(&self, place: u64) -> bool {
        place <= self.next || place < self.next + PAGES_AHEAD && self.held < BYTES_HELD
    }
}

/// Closes the load when it is dropped.
pub(crate) struct Closing<'a>(&'a Backpressure<'a>);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl<'a> Backpressure<'a> {
    pub(crate) fn new(cancel: &'a AtomicBool) -> Self {
        Self {
            cancel,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// Waits until the page at `place` may be read; returns false if the load is over.
    pub(crate) fn enter(&self, place: u64) -> bool {
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

    /// Returns whether the page at `place` would be admitted without waiting.
    pub(crate) fn has_room(&self, place: u64) -> bool {
        self.state().has_room(place)
    }

    /// Waits until a part of the page at `place` may be passed on: the page is the next one, and few of its parts wait. Counts
    /// the part; returns false if the load is over.
    pub(crate) fn enter_part(&self, place: u64, bytes: u64) -> bool {
        let mut state = self.state();
        loop {
            if state.closed || self.is_cancelled() {
                return false;
            }
            if place <= state.next && state.parts < BYTES_HELD {
                state.parts += bytes;
                return true;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Records that a part of this number of bytes was passed on.
    pub(crate) fn leave_part(&self, bytes: u64) {
        let mut state = self.state();
        state.parts = state.parts.saturating_sub(bytes);
        drop(state);
        self.changed.notify_all();
    }

    /// Counts bytes that wait to be passed on.
    pub(crate) fn hold(&self, bytes: u64) {
        self.state().held += bytes;
    }

    /// Records that the page before `next`, which has this number of bytes, was passed on.
    pub(crate) fn advance(&self, next: u64, bytes: u64) {
        let mut state = self.state();
        state.next = next;
        state.held = state.held.saturating_sub(bytes);
        drop(state);
        self.changed.notify_all();
    }

    /// Returns whether the load was cancelled.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Returns whether no more pages are wanted.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_cancelled() || self.state().closed
    }

    /// Closes the load when the returned value is dropped, also in a panic.
    pub(crate) fn closing(&'a self) -> Closing<'a> {
        Closing(self)
    }

    /// Admits no more pages and releases the workers that wait.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, BackpressureState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
