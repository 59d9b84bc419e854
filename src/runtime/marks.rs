//! The thread that writes marks, so that no key waits for a disk. Marks are written at once and confirmed when they are
//! on the disk. Reading positions and the last view are delayed for up to a second, so that only the newest are
//! written.

use crate::app::event::Event;
use crate::article::document::Document;
use crate::library::entry::Entry;
use crate::library::marks::edit::MarkChange;
use crate::library::marks::error::MarksError;
use crate::library::marks::load_marks::LoadedMarks;
use crate::library::marks::places::ReadingPlace;
use crate::library::marks::store::{LastView, MarksStore};
use crate::library::store::corpus::Corpus;
use crate::library::store::search::marked::LibraryMarksError;
use crate::runtime::failpoint;
use crate::runtime::loop_event::LoopEvent;
use crate::runtime::panic_message::panic_message;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The longest time that reading positions and views are delayed.
const MAX_DELAY: Duration = Duration::from_secs(1);

/// The store of the marks, and the corpus that is open.
#[derive(Debug)]
pub struct MarksLocation {
    /// The store.
    pub store: MarksStore,
    /// The key under which the last view is stored.
    pub corpus: String,
}

/// The store, shared by the threads that write marks and import. Neither locks it for longer than a transaction.
#[derive(Clone)]
pub struct SharedMarks(Arc<Mutex<MarksLocation>>);

/// The handle of the thread.
pub struct MarksThread {
    commands: Option<Sender<MarksCommand>>,
    thread: Option<JoinHandle<()>>,
}

/// A command to the thread.
pub enum MarksCommand {
    /// Writes marks; answered by [`Event::Marked`].
    Write {
        /// The changes and their articles.
        changes: Vec<MarkChange>,
        /// The corpus that their ids refer to.
        corpus: Arc<Corpus>,
    },
    /// Looks up the reading positions in these articles; answered by [`Event::PlacesFound`].
    FindPlaces(Vec<Arc<Entry>>),
    /// Stores the reading position in an article, as an offset in its text.
    Place(Arc<Entry>, Arc<Document>, usize),
    /// Stores the last view of the corpus.
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
    pub fn load(&self, entries: &[Arc<Entry>]) -> Result<Vec<LoadedMarks>, MarksError> {
        self.with(|marks| marks.store.load_marks(entries))
    }

    /// Runs `work` with exclusive access to the store. Events that `work` sends are in the order of the changes.
    pub fn with<T>(&self, work: impl FnOnce(&mut MarksLocation) -> T) -> T {
        // A panic rolls back its transaction, so the store stays valid.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl MarksThread {
    /// Starts the thread. Its answers arrive as [`LoopEvent::Background`].
    pub fn start(marks: SharedMarks, events: Sender<LoopEvent>) -> io::Result<Self> {
        let (commands, incoming) = channel();
        let thread = std::thread::Builder::new()
            .name("marks".to_owned())
            .spawn(move || run(&marks, &incoming, &events))?;
        Ok(Self {
            commands: Some(commands),
            thread: Some(thread),
        })
    }

    /// Sends a command to the thread.
    pub fn send(&self, command: MarksCommand) {
        if let Some(commands) = &self.commands {
            // The thread ends only after `commands` is dropped, so this cannot fail.
            let _ = commands.send(command);
        }
    }
}

impl Drop for MarksThread {
    /// Waits until everything is written.
    fn drop(&mut self) {
        self.commands = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(marks: &SharedMarks, incoming: &Receiver<MarksCommand>, events: &Sender<LoopEvent>) {
    let mut deferred = DeferredWrites::default();
    loop {
        let command = match deferred.until {
            None => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => incoming.recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        match command {
            Ok(MarksCommand::Write { changes, corpus }) => {
                marks.with(|marks| {
                    let written = catch_panic(|| {
                        failpoint::hit("marks");
                        corpus.write_marks(&mut marks.store, &changes)
                    });
                    // If this fails, the event loop has ended and needs no answer.
                    let _ = events.send(LoopEvent::Background(written));
                });
            }
            Ok(MarksCommand::FindPlaces(entries)) => {
                let loaded = marks.load(&entries).unwrap_or_default();
                let places = loaded
                    .into_iter()
                    .filter_map(|(entry, marks)| Some((entry, marks.place?)));
                let _ = events.send(LoopEvent::Background(Event::PlacesFound(places.collect())));
            }
            Ok(MarksCommand::Place(entry, document, offset)) => deferred.place(entry, document, offset),
            Ok(MarksCommand::View(view)) => deferred.view(view),
            Err(RecvTimeoutError::Timeout) => deferred.write(marks),
            Err(RecvTimeoutError::Disconnected) => return deferred.write(marks),
        }
    }
}

fn catch_panic(write: impl FnOnce() -> Result<(), LibraryMarksError>) -> Event {
    let written = catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|panic| {
        let panicked = MarksError::Other {
            file: "marks".to_owned(),
            cause: panic_message(panic.as_ref()),
        };
        Err(panicked.into())
    });
    Event::Marked(written)
}

impl DeferredWrites {
    fn place(&mut self, entry: Arc<Entry>, document: Arc<Document>, offset: usize) {
        self.places.retain(|(earlier, ..)| !Arc::ptr_eq(earlier, &entry));
        self.places.push((entry, document, offset));
        self.start_timer();
    }

    fn view(&mut self, view: LastView) {
        self.view = Some(view);
        self.start_timer();
    }

    fn start_timer(&mut self) {
        self.until.get_or_insert_with(|| Instant::now() + MAX_DELAY);
    }

    /// Writes the delayed positions and views. An error is ignored, because only these are lost.
    fn write(&mut self, marks: &SharedMarks) {
        let Self { places, view, .. } = std::mem::take(self);
        let place = |(entry, document, offset): (_, Arc<Document>, usize)| {
            (entry, ReadingPlace::of(&document, offset))
        };
        let places: Vec<_> = places.into_iter().map(place).collect();
        marks.with(|marks| {
            if !places.is_empty() {
                drop(marks.store.store_places(&places));
            }
            if let Some(view) = view {
                drop(marks.store.store_view(&marks.corpus, &view));
            }
        });
    }
}
