//! The thread that keeps marks, so that no key waits for a disk. Marks are written at once and answered when they are on
//! the disk; the reading place and the last view wait up to a second for what follows them. What is kept is decided by
//! the app.

use super::{Wake, fault};
use crate::app::Event;
use crate::article::Document;
use crate::library::{
    Corpus, Entry, LastView, LibraryMarksError, MarksError, MarksStore, ReadingPlace, Recalled, Stroke,
};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long places and views may wait.
const LAG: Duration = Duration::from_secs(1);

/// The marks that are kept, and which corpus is looked at.
#[derive(Debug)]
pub struct KeptMarks {
    /// The store.
    pub store: MarksStore,
    /// What the last view is kept under.
    pub corpus: String,
}

/// The store, shared by the thread that writes and the one that loads. Neither holds it for longer than a transaction.
#[derive(Clone)]
pub struct SharedMarks(Arc<Mutex<KeptMarks>>);

/// The thread.
pub struct Keeper {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

/// What is to be kept.
pub enum Order {
    /// Marks; answered by [`Event::Marked`].
    Write {
        /// What is done to which articles.
        strokes: Vec<Stroke>,
        /// What the ids are of.
        corpus: Corpus,
    },
    /// Look up where reading stopped in these articles; answered by [`Event::PlacesFound`].
    FindPlaces(Vec<Arc<Entry>>),
    /// Where the person is in an article, as an offset of its text.
    Place(Arc<Entry>, Arc<Document>, usize),
    /// How the corpus is looked at.
    View(LastView),
}

/// What waits to be written.
#[derive(Default)]
struct Lagging {
    places: Vec<(Arc<Entry>, Arc<Document>, usize)>,
    view: Option<LastView>,
    until: Option<Instant>,
}

impl SharedMarks {
    /// Shares the store.
    pub fn new(marks: KeptMarks) -> Self {
        Self(Arc::new(Mutex::new(marks)))
    }

    /// What was kept of these entries.
    pub fn recall(&self, entries: &[Arc<Entry>]) -> Result<Vec<Recalled>, MarksError> {
        self.with(|marks| marks.store.recall(entries))
    }

    /// Works with the store while nobody else does: what is told meanwhile is told in the order in which it became so.
    pub fn with<T>(&self, work: impl FnOnce(&mut KeptMarks) -> T) -> T {
        // A panic rolls its transaction back, so the store is whole whoever died holding it.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Keeper {
    /// Starts the thread; answers arrive as [`Wake::Background`].
    pub fn start(marks: SharedMarks, wakes: Sender<Wake>) -> io::Result<Self> {
        let (orders, incoming) = channel();
        let thread = std::thread::Builder::new()
            .name("marks".to_owned())
            .spawn(move || keep(&marks, &incoming, &wakes))?;
        Ok(Self {
            orders: Some(orders),
            thread: Some(thread),
        })
    }

    /// Has something kept.
    pub fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // The thread ends only after this.
            let _ = orders.send(order);
        }
    }
}

impl Drop for Keeper {
    /// Waits until all is written.
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn keep(marks: &SharedMarks, incoming: &Receiver<Order>, wakes: &Sender<Wake>) {
    let mut lagging = Lagging::default();
    loop {
        let order = match lagging.until {
            None => incoming.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => incoming.recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        match order {
            Ok(Order::Write { strokes, corpus }) => {
                marks.with(|marks| {
                    let written = guarded(|| {
                        fault::point("marks");
                        corpus.write_marks(&mut marks.store, &strokes)
                    });
                    // Once the loop has ended, nobody waits for the answer.
                    let _ = wakes.send(Wake::Background(written));
                });
            }
            Ok(Order::FindPlaces(entries)) => {
                let recalled = marks.recall(&entries).unwrap_or_default();
                let places = recalled
                    .into_iter()
                    .filter_map(|(entry, kept)| Some((entry, kept.place?)));
                let _ = wakes.send(Wake::Background(Event::PlacesFound(places.collect())));
            }
            Ok(Order::Place(entry, document, offset)) => lagging.place(entry, document, offset),
            Ok(Order::View(view)) => lagging.view(view),
            Err(RecvTimeoutError::Timeout) => lagging.write(marks),
            Err(RecvTimeoutError::Disconnected) => return lagging.write(marks),
        }
    }
}

fn guarded(write: impl FnOnce() -> Result<(), LibraryMarksError>) -> Event {
    let written = catch_unwind(AssertUnwindSafe(write)).unwrap_or_else(|panic| {
        let panicked = MarksError::Other {
            file: "marks".to_owned(),
            cause: super::panic_text(panic.as_ref()),
        };
        Err(panicked.into())
    });
    Event::Marked(written)
}

impl Lagging {
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

    /// Writes what has waited. Where that fails the place is lost and nothing else: it is not worth a message.
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
