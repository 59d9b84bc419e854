//! The parts of a library that is held in memory and never written to a disk: its catalogue and its index. They last
//! as long as a store or a snapshot of the library. Not how they are used: that is the same as on a disk.

use crate::library::error::StoreError;
use crate::library::store::catalogue::tables::Catalogue;
use crate::library::store::index::schema::ArticleIndex;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// The number of the next library in memory; each needs a name of its own in this process.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// See above.
pub(crate) struct Temporary {
    /// Tells SQLite which database in memory is meant.
    uri: String,
    index: ArticleIndex,
    /// Keeps the database: it is freed with the last connection to it.
    _catalogue: Mutex<Catalogue>,
}

impl Temporary {
    /// Makes an empty library.
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

    /// Its index.
    pub(crate) fn index(&self) -> ArticleIndex {
        self.index.clone()
    }
}

impl fmt::Debug for Temporary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.uri)
    }
}
