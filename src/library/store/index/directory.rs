//! The directory of an index on a disk that may be read-only. A reader takes a lock, which is a file. If the file
//! cannot be created, no process can change the index either, so no lock is needed.

use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, TerminatingWrite, WatchCallback, WatchHandle,
};

/// The type of writer that tantivy expects.
pub(crate) type FileWriter = io::BufWriter<Box<dyn TerminatingWrite + Send + Sync>>;

/// A memory-mapped directory that can be read without its lock file.
#[derive(Debug, Clone)]
pub(crate) struct IndexFolder(pub(crate) MmapDirectory);

impl Directory for IndexFolder {
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        // The lock of an import excludes other writers. Only a child process that has not run its program yet can still have
        // the lock file of a closed writer, so it is waited for.
        let waiting = Lock {
            filepath: lock.filepath.clone(),
            is_blocking: true,
        };
        match self.0.acquire_lock(&waiting) {
            Err(LockError::IoError(error))
                if lock.filepath == META_LOCK.filepath && cannot_be_written(&error) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            locked => locked,
        }
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<FileWriter, OpenWriteError> {
        self.0.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.0.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.0.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}

fn cannot_be_written(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_read_only_folder_is_read_without_a_lock() {
        let home = tempfile::tempdir().unwrap();
        let folder = IndexFolder(MmapDirectory::open(home.path()).unwrap());
        assert!(folder.acquire_lock(&META_LOCK).is_ok());
        assert!(cannot_be_written(&io::Error::from(ErrorKind::ReadOnlyFilesystem)));
        assert!(!cannot_be_written(&io::Error::from(ErrorKind::StorageFull)));
    }
}
