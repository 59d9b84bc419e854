//! The events of a load, how far it has come, and its result. Which of them are sent when: see `pipeline`.

use crate::library::load::walk::SkippedFiles;
use crate::library::problem::Problem;

/// An event of a load; `T` is what an article is turned into.
#[derive(Debug, Clone, PartialEq)]
pub enum LoadEvent<T> {
    /// All files are listed.
    Found {
        /// The number of files.
        files: usize,
    },
    /// More articles, in the order of the files.
    Batch(Vec<T>),
    /// Something could not be read; everything else continues.
    Problem(Problem),
    /// How far the load has come.
    Progress(Progress),
    /// Files of other kinds in folders; sent once, and only if there are any.
    Skipped(SkippedFiles),
    /// The last event.
    Done(LoadSummary),
}

/// How far a load has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Files that are done, whether they could be read or not.
    pub done: usize,
    /// Files found so far.
    pub found: usize,
    /// Whether all files are found.
    pub all_found: bool,
    /// Bytes read.
    pub bytes: u64,
}

/// The result of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoadSummary {
    /// Articles passed on.
    pub articles: usize,
    /// Problems reported.
    pub problems: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Whether the load was cancelled before its end.
    pub cancelled: bool,
}
