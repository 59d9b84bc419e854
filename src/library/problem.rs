//! Files that could not be read: why, and what to do about it. Not where this is shown.

use crate::text::safe::harmless_line;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file or folder produced no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// There is nothing at the path.
    NotFound,
    /// It was there when the folder was listed, and is gone.
    Vanished,
    /// It is a link to something that does not exist.
    BrokenLink,
    /// The user may not read it.
    Permission,
    /// It is not a regular file: a pipe, a socket, a device.
    NotAFile,
    /// It is empty.
    Empty,
    /// It is larger than the limit.
    TooLarge,
    /// It contains no text.
    Binary,
    /// It is in no known format. Files of folders are counted instead of reported.
    OtherKind,
    /// The system could not read it.
    Unreadable,
    /// A record of it is malformed.
    Malformed,
    /// Cleaning it failed, which is a bug of this program.
    Fault,
    /// The outlet profiles of the folder have an error.
    Profiles,
}

/// A file or folder that could not be read. Its `Display` is one line that is safe to print: path, what happened, what to
/// do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The real path, to open it by.
    pub path: PathBuf,
    /// Why.
    pub kind: ProblemKind,
    /// What happened, without the path.
    pub message: String,
    /// What to do.
    pub advice: String,
}

impl Problem {
    /// Creates a problem with its own message; the advice follows from the kind.
    pub fn new(path: &Path, kind: ProblemKind, message: impl Into<String>) -> Self {
        Self {
            path: path.to_path_buf(),
            kind,
            message: message.into(),
            advice: kind.advice().to_owned(),
        }
    }

    /// Interprets an error of the system. `listed` means that the path came from a folder, so it was there a moment ago.
    pub fn from_io(path: &Path, error: &io::Error, listed: bool) -> Self {
        let is_link = || path.symlink_metadata().is_ok_and(|found| found.is_symlink());
        let (kind, message) = match error.kind() {
            io::ErrorKind::NotFound if is_link() => (ProblemKind::BrokenLink, "is a broken link".to_owned()),
            io::ErrorKind::NotFound if listed => {
                (ProblemKind::Vanished, "vanished after it was listed".to_owned())
            }
            io::ErrorKind::NotFound => (ProblemKind::NotFound, "no such file or folder".to_owned()),
            io::ErrorKind::PermissionDenied => {
                (ProblemKind::Permission, "reading it is not permitted".to_owned())
            }
            _ => (ProblemKind::Unreadable, format!("cannot be read: {error}")),
        };
        Self::new(path, kind, message)
    }

    /// Returns the path as it may be shown; see [`shown_path`].
    pub fn shown_path(&self) -> String {
        shown_path(&self.path)
    }
}

/// Returns a path as it may be shown: one line without control characters, with marks in place of bytes that are not text.
pub fn shown_path(path: &Path) -> String {
    harmless_line(&path.to_string_lossy()).into_owned()
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = harmless_line(&self.message);
        write!(f, "{}: {message}; {}", self.shown_path(), self.advice)
    }
}

impl ProblemKind {
    /// Returns what the user can do about it.
    fn advice(self) -> &'static str {
        match self {
            Self::NotFound => "check the path",
            Self::Vanished => "read the folder again when nothing writes to it",
            Self::BrokenLink => "restore what it leads to, or delete it",
            Self::Permission => "change its permissions, or read it as its owner",
            Self::NotAFile => "save its output to a file, or pass it as standard input with `-`",
            Self::Empty => "fetch the page again or delete the file",
            Self::TooLarge => "split it, or raise the size limit in the configuration",
            Self::Binary => "convert it to plain text first",
            Self::OtherKind => "see `newsprint formats` for what can be read",
            Self::Unreadable => "check the disk or the connection, then read it again",
            Self::Malformed => "correct it, and read the file again; the other records were read",
            Self::Fault => "please report this together with the file; everything else was read",
            Self::Profiles => "correct the file; its profiles are ignored until then",
        }
    }
}
