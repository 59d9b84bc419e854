//! What can go wrong with keeping marks, in words that say what to do. What matters stands first: a narrow screen cuts the
//! rest.

use crate::library::shown_path;
use std::path::Path;
use thiserror::Error;

/// Why marks could not be read or kept. Whatever it is, nothing was half done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MarksError {
    /// The folder is not there and cannot be made.
    #[error("the folder for them could not be made: {cause} ({folder})")]
    Folder {
        /// The folder.
        folder: String,
        /// What the system says.
        cause: String,
    },
    /// A newer newsprint wrote it.
    #[error("they were kept by a newer newsprint (form {version}); update newsprint to use them ({file})")]
    Newer {
        /// The file.
        file: String,
        /// The version of its form.
        version: i64,
    },
    /// It is something else, or damaged.
    #[error(
        "the file is no store of marks; move it away to begin anew, or put a copy of yours there ({file}: {cause}; it was \
         left as it is)"
    )]
    Broken {
        /// The file.
        file: String,
        /// What is wrong.
        cause: String,
    },
    /// There is no room.
    #[error("the disk is full; make room and do it again ({file})")]
    Full {
        /// The file.
        file: String,
    },
    /// It may not be written.
    #[error("the file may not be written; see whose it and its folder are, then do it again ({file})")]
    ReadOnly {
        /// The file.
        file: String,
    },
    /// Another program holds it.
    #[error(
        "another program has been writing marks for {seconds} seconds; do it again when that is done ({file})"
    )]
    Busy {
        /// The file.
        file: String,
        /// How long it was waited for.
        seconds: u64,
    },
    /// Somebody else wrote another note meanwhile.
    #[error("another newsprint has changed this note since it was read here; read again to see it")]
    NoteChanged,
    /// Something else.
    #[error("{cause}; do it again, and see that the disk is sound if it fails once more ({file})")]
    Other {
        /// The file.
        file: String,
        /// What the database says.
        cause: String,
    },
}

impl MarksError {
    /// The error that a failure of the database in this file is.
    pub(super) fn of(file: &Path, error: &rusqlite::Error, waited: std::time::Duration) -> Self {
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
