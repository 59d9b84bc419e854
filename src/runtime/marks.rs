//! The thread that writes marks, so that no key waits for a disk. Marks are written at once and confirmed when they are
//! on the disk; the reading position and the last view are delayed for up to a second, so that only the newest is
//! written. The app decides what is stored.

use crate::app::event::Event;
use crate::article::document::Document;
use crate::library::corpus::Stored;
use crate::library::entry::Entry;
use crate::library::marks::edit::MarkChange;
use crate::library::marks::error::MarksError;
use crate::library::marks::load_marks::LoadedMarks;
use crate::library::marks::places::ReadingPlace;
use crate::library::marks::store::{LastView, MarksStore};
use crate::library::store::search::marked::LibraryMarksError;
use crate::runtime;
use crate::runtime::{LoopEvent, failpoint};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The longest time that reading positions and views are delayed.
const LAG: Duration = Duration::from_secs(1);

/// The store of the marks, and which corpus is open.
#[derive(Debug)]
pub struct MarksLocation {
    /// The store.
    pub store: MarksStore,
    /// The key under which the last view is stored.
    pub corpus: String,
}

/// The store, shared by the thread that writes and the one that imports. Neither holds it for longer than a transaction.
#[derive(Clone)]
pub struct SharedMarks(Arc<Mutex<MarksLocation>>);

/// The handle of the thread.
pub struct MarksThread {
    orders: Option<Sender<MarksCommand>>,
    thread: Option<JoinHandle<()>>,
}

/// A command to the thread.
pub enum MarksCommand {
    /// Write marks; answered by [`Event::Marked`].
    Write {
        /// The changes and their articles.
        strokes: Vec<MarkChange>,
        /// The corpus that the ids are from.
        corpus: Arc<Stored>,
    },
    /// Look up the reading positions in these articles; answered by [`Event::PlacesFound`].
    FindPlaces(Vec<Arc<Entry>>),
    /// Store the reading position in an article, an offset in its text.
    Place(Arc<Entry>, Arc<Document>, usize),
    /// Store the last view of the corpus.
    View(LastView),
}

/// Positions and views that are delayed.
#[derive(Default)]
struct DeferredWrites {
    places: Vec<(Arc<Entry>, Arc<Document>, usize)>,
    view: Option<LastView>,
    until: Option<Instant>,
}

impl SharedMarks {
    /// Shares the store.
    pub fn new(marks: MarksLocation) -> Self {
        Self(Arc::new(Mutex::new(marks)))
    }

    /// Returns what is stored about these entries.
    pub fn recall(&self, entries: &[Arc<Entry>]) -> Result<Vec<LoadedMarks>, MarksError> {
        self.with(|marks| marks.store.recall(entries))
    }

    /// Runs `work` with exclusive access to the store. Events that are sent meanwhile are in the order of the changes.
    pub fn with<T>(&self, work: impl FnOnce(&mut MarksLocation) -> T) -> T {
        // A panic rolls back its transaction, so the store is valid even if another thread panicked while holding it.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl MarksThread {
    /// Starts the thread. Its answers arrive as [`LoopEvent::Background`].
    pub fn start(marks: SharedMarks, wakes: Sender<LoopEvent>) -> io::Result<Self> {
        let (orders, incoming) = channel();
        let thread = std::thread::Builder::new()
            .name("marks".to_owned())
            .spawn(move || keep(&marks, &incoming, &wakes))?;
        Ok(Self {
            orders: Some(orders),
            thread: Some(thread),
        })
    }

    /// Sends a command to the thread.
    pub fn order(&self, order: MarksCommand) {
        if let Some(orders) = &self.orders {
            // The thread ends only after `orders` is dropped, so this cannot fail.
            let _ = orders.send(order);
        }
    }
}

impl Drop for MarksThread {
    /// Waits until everything is written.
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn keep(marks: &SharedMarks, incoming: &Receiver<MarksCommand>, wakes: &Sender<LoopEvent>) {
    let mut lagging = DeferredWrites::default();
    loop {
        let order = match lagging.until {
            None => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => incoming.recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        match order {
            Ok(MarksCommand::Write { strokes, corpus }) => {
                marks.with(|marks| {
                    let written = guarded(|| {
                        failpoint::hit("marks");
                        corpus.write_marks(&mut marks.store, &strokes)
                    });
                    // After the loop has ended the answer is not needed.
                    let _ = wakes.send(LoopEvent::Background(written));
                });
            }
            Ok(MarksCommand::FindPlaces(entries)) => {
                let recalled = marks.recall(&entries).unwrap_or_default();
                let places = recalled
                    .into_iter()
                    .filter_map(|(entry, kept)| Some((entry, kept.place?)));
                let _ = wakes.send(LoopEvent::Background(Event::PlacesFound(places.collect())));
            }
            Ok(MarksCommand::Place(entry, document, offset)) => lagging.place(entry, document, offset),
            Ok(MarksCommand::View(view)) => lagging.view(view),
            Err(RecvTimeoutError::Timeout) => lagging.write(marks),
            Err(RecvTimeoutError::Disconnected) => return lagging.write(marks),
        }
    }
}

fn guarded(write: impl FnOnce() -> Result<(), LibraryMarksError>) -> Event {
    let written = catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|panic| {
        let panicked = MarksError::Other {
            file: "marks".to_owned(),
            cause: runtime::panic_text(panic.as_ref()),
        };
        Err(panicked.into())
    });
    Event::Marked(written)
}

impl DeferredWrites {
    fn place(&mut self, entry: Arc<Entry>, document: Arc<Document>, offset: usize) {
        self.places.retain(|(earlier, ..)| !Arc::ptr_eq(earlier, &entry));
        self.places.push((entry, document, offset));
        self.begin();
    }

    fn view(&mut self, view: LastView) {
        self.view = Some(view);
        self.begin();
    }

    fn begin(&mut self) {
        self.until.get_or_insert_with(|| Instant::now() + LAG);
    }

    /// Writes the delayed positions and views. If that fails, only those are lost, which is not worth a message.
    fn write(&mut self, marks: &SharedMarks) {
        let Self { places, view, .. } = std::mem::take(self);
        let place = |(entry, document, offset): (_, Arc<Document>, usize)| {
            (entry, ReadingPlace::of(&document, offset))
        };
        let places: Vec<_> = places.into_iter().map(place).collect();
        marks.with(|marks| {
            if !places.is_empty() {
                drop(marks.store.keep_places(&places));
            }
            if let Some(view) = view {
                drop(marks.store.keep_view(&marks.corpus, &view));
            }
        });
    }
}
