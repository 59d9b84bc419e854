//! What the event loop has still to do: background events, a late frame, keys that wait. It decides how long the loop
//! sleeps.

use crate::app::event::Event;
use crate::runtime::loop_event::LoopEvent;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

/// The shortest time between frames for background events.
pub(crate) const FRAME: Duration = Duration::from_millis(16);

/// The deadline of keys that wait in the app for what they apply to.
#[derive(Default)]
pub(crate) struct TypeAheadTimer {
    /// When they stop waiting; `None` while no key waits, or while one waits without a limit.
    pub until: Option<Instant>,
    /// Whether no more keys are read until those that were read have taken effect. If one of them starts a command, the
    /// keys after them are input of that command.
    pub stops_input: bool,
}

/// Events and frames that wait.
#[derive(Default)]
pub(crate) struct PendingWork {
    /// Background events that the app has not received yet, because keys go first.
    pub background: VecDeque<Event>,
    /// When the frame on the screen was drawn, if the app has changed since.
    pub stale_since: Option<Instant>,
    /// Until when the next frame is deferred.
    pub deferred_until: Option<Instant>,
}

impl PendingWork {
    /// Waits for the next event. Returns `None` if instead a background event is to be handled or a frame to be drawn,
    /// and an error if no more events can arrive.
    pub fn next(
        &self,
        incoming: &Receiver<LoopEvent>,
        keys_until: Option<Instant>,
    ) -> Result<Option<LoopEvent>, RecvTimeoutError> {
        if !self.background.is_empty() {
            return match incoming.try_recv() {
                Ok(event) => Ok(Some(event)),
                Err(TryRecvError::Empty) => Ok(None),
                Err(TryRecvError::Disconnected) => Err(RecvTimeoutError::Disconnected),
            };
        }
        let frame = self
            .deferred_until
            .or(self.stale_since.map(|drawn| drawn + FRAME));
        let due = [frame, keys_until].into_iter().flatten().min();
        match due {
            Some(due) => match incoming.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Err(RecvTimeoutError::Timeout) => Ok(None),
                event => event.map(Some),
            },
            None => Ok(Some(incoming.recv()?)),
        }
    }

    /// Returns whether the frame must wait, at most `limit`, for an answer that it `lacks`.
    pub fn defers_frame(&mut self, lacks: bool, limit: Duration) -> bool {
        if !lacks {
            return false;
        }
        let now = Instant::now();
        now < *self.deferred_until.get_or_insert(now + limit)
    }

    /// Records that a frame was drawn.
    pub fn on_drawn(&mut self) {
        (self.stale_since, self.deferred_until) = (None, None);
    }
}
