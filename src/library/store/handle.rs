//! A library in a folder or in memory: opens its parts and locks it. Reading them: see `search`; writing: see `import`.

use crate::library::error::{IN_MEMORY, StoreError};
use crate::library::events::database::EventDatabase;
use crate::library::private::{create_folder, protect_files};
use crate::library::store::catalogue::tables::{Catalogue, FILE};
use crate::library::store::index::schema::ArticleIndex;
use crate::library::store::swap;
use crate::library::store::temporary::Temporary;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file that an import locks.
const LOCK: &str = "import.lock";

/// A library in a folder or in memory. A folder is not opened until something is read from it.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
    /// The library itself, if it is in memory.
    temporary: Option<Arc<Temporary>>,
}

impl Store {
    /// Returns the library in this folder, which need not exist yet.
    pub fn at(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            temporary: None,
        }
    }

    /// Creates an empty library in memory, which is freed with its last store and snapshot. It works like one in a folder,
    /// except that the articles of a missing file are removed at the next import, and that it cannot be checked, rebuilt or
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

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens the catalogue for reading.
    pub(crate) fn catalogue(&self) -> Result<Catalogue, StoreError> {
        if let Some(temporary) = &self.temporary {
            return temporary.catalogue();
        }
        self.check_parts()?;
        Catalogue::open(&self.folder)
    }

    /// Opens the database of events for reading; `None` if no article was grouped yet.
    pub(crate) fn events(&self) -> Result<Option<EventDatabase>, StoreError> {
        match &self.temporary {
            Some(temporary) => temporary.events().map(Some),
            None => EventDatabase::open(&self.folder),
        }
    }

    /// Opens the database of events for writing, and creates it if it is missing.
    pub(crate) fn events_for_writing(&self) -> Result<EventDatabase, StoreError> {
        match &self.temporary {
            Some(temporary) => temporary.events(),
            None => EventDatabase::open_for_writing(&self.folder),
        }
    }

    /// Opens the index.
    pub(crate) fn index(&self) -> Result<ArticleIndex, StoreError> {
        match &self.temporary {
            Some(temporary) => Ok(temporary.index()),
            None => ArticleIndex::open(&self.folder),
        }
    }

    /// Returns an error if only a rebuild may open the library: it is being replaced by its rebuilt form, or its catalogue is
    /// missing and its articles are there. A new catalogue would make them unknown, and the next import would remove them.
    pub(crate) fn check_parts(&self) -> Result<(), StoreError> {
        let broken = |reason: &str| StoreError::Broken {
            path: self.folder.clone(),
            reason: reason.to_owned(),
        };
        if swap::is_unfinished(&self.folder) {
            return Err(broken("its last rebuild was interrupted"));
        }
        let catalogue = self.folder.join(FILE).metadata();
        let has_articles = || {
            let index = ArticleIndex::open(&self.folder)?.index;
            let segments = index.searchable_segment_ids();
            Ok::<_, StoreError>(segments.is_ok_and(|segments| !segments.is_empty()))
        };
        if catalogue.is_ok_and(|catalogue| catalogue.len() > 0) || !has_articles().unwrap_or(false) {
            return Ok(());
        }
        Err(broken("its catalogue is missing"))
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

    /// Locks the library for an import. A library in memory needs no lock: its index has one.
    pub(crate) fn lock(&self) -> Result<Option<ImportLock>, StoreError> {
        if self.is_temporary() {
            return Ok(None);
        }
        let failed = |error: &std::io::Error| StoreError::from_io(&self.folder, error);
        create_folder(&self.folder).map_err(|error| failed(&error))?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.folder.join(LOCK));
        let lock = lock.map_err(|error| failed(&error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(ImportLock(lock, self.folder.clone()))),
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy(self.folder.clone())),
            Err(TryLockError::Error(error)) => Err(failed(&error)),
        }
    }
}

/// The lock of an import, held until it is dropped.
#[derive(Debug)]
pub(crate) struct ImportLock(File, PathBuf);

impl Drop for ImportLock {
    /// Unlocks explicitly. Closing the file is not enough: a child process that was forked in the meantime has a copy of it
    /// until it runs its program, and the lock lasts as long as any copy.
    fn drop(&mut self) {
        protect_files(&self.1);
        drop(self.0.unlock());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_lock_file_does_not_keep_the_library_locked() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::at(&home.path().join("library"));
        let lock = store.lock().unwrap().unwrap();
        assert!(matches!(store.lock(), Err(StoreError::Busy(_))));
        // What a child process has between `fork` and `exec`.
        let copy = lock.0.try_clone().unwrap();
        drop(lock);
        assert!(store.lock().is_ok());
        drop(copy);
    }
}
