//! The thread that groups articles into events, after imports and corrections. It works in chunks next to imports and readers,
//! and stops soon when the reader ends; the next start continues.

use crate::app::events::event_edit::EventEdit;
use crate::library::error::StoreError;
use crate::library::marks::error::MarksError;
use crate::library::marks::event_correction::EventCorrection;
use crate::library::store::corpus::Corpus;
use crate::library::store::handle::Store;
use crate::library::store::search::marked::LibraryMarksError;
use crate::runtime::marks::SharedMarks;
use crate::runtime::panic_message::panic_message;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// While very many articles are grouped, the events so far are shown after this time.
const SHOWN_EVERY: Duration = Duration::from_secs(5);

/// A library to group, and what the person said about its articles.
struct GroupingRequest {
    store: Store,
    corrections: Vec<EventCorrection>,
}

/// The handle of the thread.
pub(crate) struct GroupingThread {
    requests: Sender<GroupingRequest>,
    is_ending: Arc<AtomicBool>,
}

impl GroupingThread {
    /// Starts the thread. `on_grouped` is called on it when events have changed, and with the message of a failure.
    pub(crate) fn start(on_grouped: impl Fn(Result<(), String>) + Send + 'static) -> io::Result<Self> {
        let (requests, incoming) = channel();
        let is_ending = Arc::new(AtomicBool::new(false));
        let cancel = Arc::clone(&is_ending);
        std::thread::Builder::new()
            .name("events".to_owned())
            .spawn(move || work(&incoming, &cancel, &on_grouped))?;
        Ok(Self { requests, is_ending })
    }

    /// Groups the articles that wait, after what was requested before.
    pub(crate) fn group(&self, store: &Store, marks: &SharedMarks) -> Result<(), MarksError> {
        let corrections = marks.with(|marks| marks.store.event_corrections())?;
        let store = store.clone();
        // If this fails, the thread has ended after a failure, which was reported.
        let _ = self.requests.send(GroupingRequest { store, corrections });
        Ok(())
    }
}

impl Drop for GroupingThread {
    /// Does not wait: a chunk that is not complete is done by the next start.
    fn drop(&mut self) {
        self.is_ending.store(true, Ordering::SeqCst);
    }
}

/// Writes corrections of events, all or none.
pub(crate) fn write_corrections(
    marks: &SharedMarks,
    edit: &EventEdit,
    corpus: &Corpus,
) -> Result<(), LibraryMarksError> {
    let (pairs, is_removal) = (&edit.pairs, edit.is_removal);
    marks.with(|marks| {
        corpus
            .snapshot()
            .write_event_corrections(&mut marks.store, pairs, is_removal)
    })
}

fn work(incoming: &Receiver<GroupingRequest>, cancel: &AtomicBool, on_grouped: &impl Fn(Result<(), String>)) {
    while let Ok(mut request) = incoming.recv() {
        // Only the newest request matters: it has all articles that wait, and all corrections.
        while let Ok(later) = incoming.try_recv() {
            request = later;
        }
        if cancel.load(Ordering::SeqCst) {
            return;
        }
        let mut shown = Instant::now();
        let grouped = catch_unwind(AssertUnwindSafe(|| {
            request.store.group_events(&request.corrections, cancel, |_| {
                if shown.elapsed() >= SHOWN_EVERY {
                    shown = Instant::now();
                    on_grouped(Ok(()));
                }
            })
        }));
        match grouped {
            // Another process groups, or the library cannot be written; the next start groups the rest.
            Ok(Ok(0) | Err(StoreError::Busy(_) | StoreError::ReadOnly(_) | StoreError::Missing(_))) => {}
            Ok(Ok(_)) => on_grouped(Ok(())),
            Ok(Err(error)) => on_grouped(Err(format!("events could not be grouped: {error}"))),
            Err(panic) => on_grouped(Err(panic_message(panic.as_ref()))),
        }
    }
}
