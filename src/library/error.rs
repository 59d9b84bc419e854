//! The errors of a library. Each message includes advice. Problems with single pages: see `problem`.

use crate::library::problem::shown_path;
use std::io;
use std::path::{Path, PathBuf};

/// The name of a temporary library in messages, in place of a folder.
pub(crate) const IN_MEMORY: &str = "temporary library";

/// Why a library could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing has been imported yet.
    #[error("{}: there is no library here; `newsprint import FOLDER` creates one", shown_path(.0))]
    Missing(PathBuf),
    /// The library was written by a newer version.
    #[error(
        "{}: this library was written by a newer version of newsprint (format {found}, this version knows {known}); use that version, or another \
         folder with --library",
        shown_path(.path)
    )]
    Newer {
        /// The library's folder.
        path: PathBuf,
        /// The library's format.
        found: u32,
        /// The newest format that this version knows.
        known: u32,
    },
    /// The library was written by an older version.
    #[error("{}: this library has an older format; the next `newsprint import` brings it up to date", shown_path(.0))]
    Older(PathBuf),
    /// The files are not a library, or only a part of one.
    #[error("{}: the library is broken ({reason}); `newsprint library rebuild` rebuilds it and keeps the marks", shown_path(.path))]
    Broken {
        /// The library's folder.
        path: PathBuf,
        /// The cause.
        reason: String,
    },
    /// Another process is importing into the library.
    #[error("{}: another newsprint is importing into this library; wait until it has finished", shown_path(.0))]
    Busy(PathBuf),
    /// The disk is full.
    #[error(
        "{}: the disk is full; free some space, then run the command again; what was imported is safe",
        shown_path(.0)
    )]
    Full(PathBuf),
    /// The library is read-only.
    #[error("{}: this library is read-only; change its permissions, or use another folder with --library", shown_path(.0))]
    ReadOnly(PathBuf),
    /// The system could not read or write the library.
    #[error("{}: {message}; check the disk, then try again", shown_path(.path))]
    Io {
        /// The library's folder.
        path: PathBuf,
        /// The message of the system.
        message: String,
    },
}

impl StoreError {
    /// Returns the cause without advice.
    pub fn reason(&self) -> String {
        match self {
            Self::Broken { reason, .. } => reason.clone(),
            Self::Io { message, .. } => message.clone(),
            error => error.to_string(),
        }
    }

    /// Converts an error of the system.
    pub(crate) fn from_io(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path.to_path_buf()),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly(path.to_path_buf())
            }
            // A writer of the index may wrap the error of the system.
            _ if is_disk_full(&error.to_string()) => Self::Full(path.to_path_buf()),
            _ => Self::Io {
                path: path.to_path_buf(),
                message: error.to_string(),
            },
        }
    }

    /// Converts an error of the catalogue.
    pub(crate) fn from_sqlite(path: &Path, error: &rusqlite::Error) -> Self {
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

    /// Converts an error of the index.
    pub(crate) fn from_tantivy(path: &Path, error: &tantivy::TantivyError) -> Self {
        use tantivy::TantivyError;
        use tantivy::directory::error::{LockError, OpenWriteError};
        match error {
            TantivyError::IoError(error) => Self::from_io(path, error),
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
            | TantivyError::LockFailure(LockError::IoError(io_error), _) => Self::from_io(path, io_error),
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy(path.to_path_buf()),
            _ => {
                let reason = error.to_string();
                // When a thread of the index fails, tantivy reports the cause only as text.
                if is_disk_full(&reason) {
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

/// The texts of errors for a full disk: of Linux, and of the two forms of `ErrorKind::StorageFull`.
const DISK_FULL: [&str; 3] = ["No space left", "StorageFull", "no storage space"];

fn is_disk_full(reason: &str) -> bool {
    DISK_FULL.iter().any(|text| reason.contains(text))
}
