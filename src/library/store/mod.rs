//! The library on disk: all imported articles, and the search over their text.
//!
//! A library is a folder with a catalogue (`SQLite`: files, rows of lists, counts), an index (`tantivy`: words, and the
//! articles themselves) and a lock file. [`Store`] opens it, a [`Snapshot`] answers questions, and one [`Importer`] at
//! a time writes. Article ids never change. `docs/library.md` describes the files and their repair.

pub(crate) mod catalogue;
pub(crate) mod error;
#[cfg(test)]
mod full_tests;
pub(crate) mod import;
pub(crate) mod index;
#[cfg(test)]
mod marked_tests;
#[cfg(test)]
mod model_tests;
pub(crate) mod search;
pub(crate) mod temporary;

pub use error::StoreError;
pub use import::importer::{ImportEvent, ImportSummary, Importer};
pub use search::snapshot::Snapshot;

use crate::library::load::pipeline::source::LoadOptions;
use crate::library::store::catalogue::tables;
use crate::library::store::catalogue::tables::Catalogue;
use crate::library::store::import::writer::Writer;
use crate::library::store::index::schema::ArticleIndex;
use crate::library::store::temporary::Temporary;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The file that an import locks.
const LOCK: &str = "import.lock";

/// What names a temporary library in messages, in place of a folder.
const IN_MEMORY: &str = "temporary library";

/// A library: in a folder, or in memory. Of a folder nothing is open until something is asked.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
    /// The library itself, if it is in memory.
    temporary: Option<Arc<Temporary>>,
}

impl Store {
    /// Names the library in this folder. It need not exist yet.
    pub fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            temporary: None,
        }
    }

    /// Makes an empty library in memory, which is freed with its last store and snapshot. It works as one in a folder does,
    /// except that the articles of a file that is gone are removed at the next import. It cannot be checked, rebuilt or
    /// compacted.
    pub fn temporary() -> Result<Self, StoreError> {
        Ok(Self {
            folder: PathBuf::from(IN_MEMORY),
            temporary: Some(Arc::new(Temporary::new()?)),
        })
    }

    /// Returns whether the library is in memory.
    pub fn is_temporary(&self) -> bool {
        self.temporary.is_some()
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens the present state of the library. Migrates an older format first.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        match Snapshot::open(self) {
            Err(StoreError::Older(_)) => {
                let _lock = self.lock()?;
                drop(Catalogue::open_for_writing(&self.folder)?);
                Snapshot::open(self)
            }
            opened => opened,
        }
    }

    /// Returns an importer with these options.
    pub fn importer(&self, options: LoadOptions) -> Importer {
        Importer::new(self.clone(), options)
    }

    /// Imports once; see [`Importer::import`].
    pub fn import(
        &self,
        paths: &[PathBuf],
        options: &LoadOptions,
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        self.importer(options.clone()).import(paths, cancel, sink)
    }

    /// Opens the catalogue for reading.
    fn catalogue(&self) -> Result<Catalogue, StoreError> {
        match &self.temporary {
            Some(temporary) => temporary.catalogue(),
            None => Catalogue::open(&self.folder),
        }
    }

    /// Opens the index.
    fn index(&self) -> Result<ArticleIndex, StoreError> {
        match &self.temporary {
            Some(temporary) => Ok(temporary.index()),
            None => ArticleIndex::open(&self.folder),
        }
    }

    /// The writer of a library, which is made where there is none.
    fn writer_or_new(&self) -> Result<Writer, StoreError> {
        if let Some(temporary) = &self.temporary {
            return Writer::open(temporary.catalogue()?, temporary.index());
        }
        // A catalogue tells that there is a library, so it is made last, and it alone says whether this newsprint knows it.
        if !self.folder.join(tables::FILE).exists() {
            ArticleIndex::open_or_create(&self.folder)?;
        }
        let catalogue = Catalogue::open_for_writing(&self.folder)?;
        Writer::open(catalogue, ArticleIndex::open(&self.folder)?)
    }

    /// Returns the size on disk in bytes.
    pub fn size(&self) -> Result<u64, StoreError> {
        let mut size = 0;
        for entry in walkdir::WalkDir::new(&self.folder) {
            let length = entry.and_then(|entry| Ok(entry.metadata()?.len()));
            size += length.map_err(|error| StoreError::from_io(&self.folder, &error.into()))?;
        }
        Ok(size)
    }

    /// Locks the library for an import until the file is closed; `None` if it is in memory, where its index has a lock of
    /// its own.
    fn lock(&self) -> Result<Option<File>, StoreError> {
        if self.is_temporary() {
            return Ok(None);
        }
        let failed = |error: &std::io::Error| StoreError::from_io(&self.folder, error);
        std::fs::create_dir_all(&self.folder).map_err(|error| failed(&error))?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.folder.join(LOCK));
        let lock = lock.map_err(|error| failed(&error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(lock)),
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy(self.folder.clone())),
            Err(TryLockError::Error(error)) => Err(failed(&error)),
        }
    }
}
