//! The catalogue and the index of a library in memory, which is never written to a disk. They last as long as a store or
//! a snapshot of the library. They are used like those on a disk.

use crate::library::error::StoreError;
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
}

impl Temporary {
    /// Creates an empty library.
    pub(crate) fn new() -> Result<Self, StoreError> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let uri = format!("file:newsprint-{number}?mode=memory&cache=shared");
        Ok(Self {
            index: ArticleIndex::in_memory()?,
            _catalogue: Mutex::new(Catalogue::in_memory(&uri)?),
            uri,
        })
    }

    /// Opens its catalogue, for reading or for writing.
    pub(crate) fn catalogue(&self) -> Result<Catalogue, StoreError> {
        Catalogue::in_memory(&self.uri)
    }

    /// Returns its index.
    pub(crate) fn index(&self) -> ArticleIndex {
        self.index.clone()
    }
}

impl fmt::Debug for Temporary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.uri)
    }
}
