//! The catalogue and the index of a library in memory, which is never written to a disk. They last as long as a store or
//! a snapshot of the library. They are used like those on a disk.

use crate::library::error::StoreError;
use crate::library::events::database::EventDatabase;
use crate::library::store::catalogue::tables::Catalogue;
use crate::library::store::index::schema::ArticleIndex;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// The number of the next library in memory; each needs its own name in this process.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// The parts of a library in memory.
pub(crate) struct Temporary {
    /// The name of the database in memory.
    uri: String,
    index: ArticleIndex,
    /// Keeps the database, which is freed with the last connection to it.
    _catalogue: Mutex<Catalogue>,
    /// Does the same for the database of events.
    _events: Mutex<EventDatabase>,
}

impl Temporary {
    /// Creates an empty library.
    pub(crate) fn new() -> Result<Self, StoreError> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let uri = format!("file:newsprint-{number}?mode=memory&cache=shared");
        Ok(Self {
            index: ArticleIndex::in_memory()?,
            _catalogue: Mutex::new(Catalogue::in_memory(&uri)?),
            _events: Mutex::new(EventDatabase::in_memory(&events_uri(&uri))?),
            uri,
        })
    }

    /// Opens its catalogue, for reading or for writing.
    pub(crate) fn catalogue(&self) -> Result<Catalogue, StoreError> {
        Catalogue::in_memory(&self.uri)
    }

    /// Opens the database of its events.
    pub(crate) fn events(&self) -> Result<EventDatabase, StoreError> {
        EventDatabase::in_memory(&events_uri(&self.uri))
    }

    /// Returns its index.
    pub(crate) fn index(&self) -> ArticleIndex {
        self.index.clone()
    }
}

/// The name of the database of events next to a catalogue.
fn events_uri(catalogue: &str) -> String {
    catalogue.replacen('?', "-events?", 1)
}

impl fmt::Debug for Temporary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.uri)
    }
}
