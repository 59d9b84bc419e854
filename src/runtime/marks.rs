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
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long one attempt to write waits for another program. Then the user gets a message, and the thread tries again.
const ATTEMPT: Duration = Duration::from_millis(500);

/// The same while the reader ends.
const LAST_ATTEMPT: Duration = Duration::from_millis(100);

/// How long marks wait for another program.
const PATIENCE: Duration = Duration::from_secs(5);

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
    is_ending: Arc<AtomicBool>,
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
        let is_ending = Arc::new(AtomicBool::new(false));
        // If this fails, the user waits longer for a message.
        drop(marks.with(|marks| marks.store.set_patience(ATTEMPT)));
        let worker = MarksWorker {
            marks,
            events,
            is_ending: Arc::clone(&is_ending),
        };
        let thread = std::thread::Builder::new()
            .name("marks".to_owned())
            .spawn(move || worker.run(&incoming))?;
        Ok(Self {
            commands: Some(commands),
            is_ending,
            thread: Some(thread),
        })
    }

    /// From now on, marks hardly wait for another program, because the reader ends.
    pub fn hurry(&self) {
        self.is_ending.store(true, Ordering::SeqCst);
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
    /// Waits until everything is written, or cannot be.
    fn drop(&mut self) {
        self.hurry();
        self.commands = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
struct MarksWorker {
    marks: SharedMarks,
    events: Sender<LoopEvent>,
    /// Whether the reader ends.
    is_ending: Arc<AtomicBool>,
}

impl MarksWorker {
    fn run(&self, incoming: &Receiver<MarksCommand>) {
        let mut deferred = DeferredWrites::default();
        loop {
            let command = match deferred.until {
                None => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(until) => incoming.recv_timeout(until.saturating_duration_since(Instant::now())),
            };
            if self.is_ending() {
                drop(self.marks.with(|marks| marks.store.set_patience(LAST_ATTEMPT)));
            }
            match command {
                Ok(MarksCommand::Write { changes, corpus }) => self.write(&changes, &corpus),
                Ok(MarksCommand::FindPlaces(entries)) => {
                    let loaded = self.marks.load(&entries).unwrap_or_default();
                    let places = loaded
                        .into_iter()
                        .filter_map(|(entry, marks)| Some((entry, marks.place?)));
                    self.send(Event::PlacesFound(places.collect()));
                }
                Ok(MarksCommand::Place(entry, document, offset)) => deferred.place(entry, document, offset),
                Ok(MarksCommand::View(view)) => deferred.view(view),
                Err(RecvTimeoutError::Timeout) => deferred.write(&self.marks),
                Err(RecvTimeoutError::Disconnected) => return deferred.write(&self.marks),
            }
        }
    }

    /// Writes a change. While another program writes, this tries again, with a message after the first attempt.
    fn write(&self, changes: &[MarkChange], corpus: &Corpus) {
        let begun = Instant::now();
        let mut is_reported = false;
        loop {
            let is_answered = self.marks.with(|marks| {
                let mut written = catch_panic(|| {
                    failpoint::hit("marks");
                    corpus.write_marks(&mut marks.store, changes)
                });
                if let Err(LibraryMarksError::Marks(MarksError::Busy { seconds, .. })) = &mut written {
                    if begun.elapsed() < PATIENCE && !self.is_ending() {
                        return false;
                    }
                    *seconds = begun.elapsed().as_secs();
                }
                self.send(Event::Marked(written));
                true
            });
            if is_answered {
                return;
            }
            if !std::mem::replace(&mut is_reported, true) {
                self.send(Event::MarksDelayed);
            }
        }
    }

    fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::SeqCst)
    }

    fn send(&self, event: Event) {
        // If this fails, the event loop has ended and needs no answer.
        let _ = self.events.send(LoopEvent::Background(event));
    }
}

fn catch_panic(write: impl FnOnce() -> Result<(), LibraryMarksError>) -> Result<(), LibraryMarksError> {
    catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|panic| {
        let panicked = MarksError::Other {
            file: "marks".to_owned(),
            cause: panic_message(panic.as_ref()),
        };
        Err(panicked.into())
    })
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
