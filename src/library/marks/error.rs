//! Errors of the marks store. Each message begins with the important part, because a narrow screen cuts the rest.

use crate::library::problem::shown_path;
use std::io;
use std::path::Path;
use thiserror::Error;

/// Why marks could not be read or stored. No change is ever half done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MarksError {
    /// The folder does not exist and cannot be created.
    #[error("the folder for them could not be created: {cause} ({folder})")]
    Folder {
        /// The folder.
        folder: String,
        /// The message of the system.
        cause: String,
    },
    /// A newer newsprint wrote the file.
    #[error("a newer newsprint wrote them (schema {version}); update newsprint to use them ({file})")]
    Newer {
        /// The file.
        file: String,
        /// The version of its schema.
        version: i64,
    },
    /// The file is of another kind, or damaged.
    #[error(
        "this is not a marks file; move it away to start with an empty one, or restore a copy of yours ({file}: {cause}; it \
         was not changed)"
    )]
    Broken {
        /// The file.
        file: String,
        /// The cause.
        cause: String,
    },
    /// The disk is full.
    #[error("the disk is full; make room and try again ({file})")]
    Full {
        /// The file.
        file: String,
    },
    /// The file may not be written.
    #[error(
        "the file may not be written; check the permissions of it and its folder, then try again ({file})"
    )]
    ReadOnly {
        /// The file.
        file: String,
    },
    /// Another program has locked the file.
    #[error("another program is writing marks (waited {seconds} s); try again when it is done ({file})")]
    Busy {
        /// The file.
        file: String,
        /// How long newsprint waited.
        seconds: u64,
    },
    /// The file is replaced again and again.
    #[error(
        "the file was replaced while it was written, and the mark is not in the new one; try again ({file})"
    )]
    Replaced {
        /// The file.
        file: String,
    },
    /// Another newsprint has changed the note in the meantime.
    #[error("another newsprint has changed this note since it was read here; press R to see it")]
    NoteChanged,
    /// Any other failure.
    #[error("{cause}; try again, and check the disk if it fails again ({file})")]
    Other {
        /// The file.
        file: String,
        /// The message of the database.
        cause: String,
    },
}

impl MarksError {
    /// Converts a failure of the system with this file.
    pub(crate) fn from_io(file: &Path, error: &io::Error) -> Self {
        let (file, cause) = (shown_path(file), error.to_string());
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { file },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { file },
            _ => Self::Other { file, cause },
        }
    }

    /// Converts a failure of the database in this file.
    pub(crate) fn of(file: &Path, error: &rusqlite::Error, waited: std::time::Duration) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
            PermissionDenied, ReadOnly,
        };
        let (file, cause) = (shown_path(file), error.to_string());
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::Full { file },
            Some(ReadOnly | PermissionDenied | CannotOpen) => Self::ReadOnly { file },
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy {
                file,
                seconds: waited.as_secs(),
            },
            Some(NotADatabase | DatabaseCorrupt) => Self::Broken { file, cause },
            _ => Self::Other { file, cause },
        }
    }
}
