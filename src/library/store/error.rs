//! What can go wrong with a library, and what a person does about it. Not problems with single pages: see `problem`.

use crate::library::shown_path;
use std::io;
use std::path::{Path, PathBuf};

/// Why a library could not be opened, read or written. The text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing was imported as yet.
    #[error("{}: there is no library here; `newsprint import FOLDER` makes one", shown_path(.0))]
    Missing(PathBuf),
    /// It was written by a newer newsprint.
    #[error(
        "{}: this library was written by a newer newsprint (format {found}; this one knows {known}); use that one, or another \
         folder with --library",
        shown_path(.path)
    )]
    Newer {
        /// The library's folder.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format that is known here.
        known: u32,
    },
    /// It was written by an older newsprint.
    #[error("{}: this library is of an older format; the next `newsprint import` brings it up to date", shown_path(.0))]
    Older(PathBuf),
    /// What is on disk is no library, or only half of one.
    #[error("{}: the library is broken ({reason}); `newsprint library rebuild` makes it anew, marks are kept", shown_path(.path))]
    Broken {
        /// The library's folder.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// Another newsprint imports into it.
    #[error("{}: another newsprint is importing into this library; wait until it is done", shown_path(.0))]
    Busy(PathBuf),
    /// There is no room.
    #[error(
        "{}: the disk is full; make room and import again, it goes on where it stopped; what was imported is safe",
        shown_path(.0)
    )]
    Full(PathBuf),
    /// It may not be written.
    #[error("{}: this library may only be read; change its permissions, or use another folder with --library", shown_path(.0))]
    ReadOnly(PathBuf),
    /// The system could not read or write it.
    #[error("{}: {message}; check the disk, then try again", shown_path(.path))]
    Io {
        /// The library's folder.
        path: PathBuf,
        /// What the system said.
        message: String,
    },
}

impl StoreError {
    /// What an error of the system means.
    pub(super) fn from_io(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path.to_path_buf()),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly(path.to_path_buf())
            }
            _ => Self::Io {
                path: path.to_path_buf(),
                message: error.to_string(),
            },
        }
    }

    /// What an error of the catalogue means.
    pub(super) fn from_sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let path = path.to_path_buf();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(path),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(path),
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Self::Io {
                path,
                message: error.to_string(),
            },
            _ => Self::Broken {
                path,
                reason: error.to_string(),
            },
        }
    }

    /// What an error of the index means.
    pub(super) fn from_tantivy(path: &Path, error: &tantivy::TantivyError) -> Self {
        use tantivy::TantivyError;
        use tantivy::directory::error::{LockError, OpenWriteError};
        match error {
            TantivyError::IoError(error) => Self::from_io(path, error),
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
            | TantivyError::LockFailure(LockError::IoError(io_error), _) => Self::from_io(path, io_error),
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy(path.to_path_buf()),
            _ => {
                let reason = error.to_string();
                // A thread of the index that fails says so in words only.
                if reason.contains("No space left") || reason.contains("StorageFull") {
                    return Self::Full(path.to_path_buf());
                }
                Self::Broken {
                    path: path.to_path_buf(),
                    reason,
                }
            }
        }
    }
}
