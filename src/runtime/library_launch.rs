//! The library that the reader opens, and what it imports into it.

use crate::article::date::Date;
use crate::library::load::options::LoadSource;
use crate::library::store::handle::Store;
use crate::library::store::search::snapshot::Snapshot;
use std::path::PathBuf;

/// The library that the reader opens.
pub struct LibraryLaunch {
    /// The library.
    pub store: Store,
    /// Its current state, if it is open already.
    pub opened: Option<Snapshot>,
    /// What is imported into it and shown.
    pub content: LibraryContent,
    /// The current day.
    pub today: Date,
}

/// What is imported into a library and shown.
pub enum LibraryContent {
    /// Imports nothing and shows the whole library.
    All,
    /// Imports and shows what is at and below these absolute paths.
    Paths(Vec<PathBuf>),
    /// Imports these pages, which are in memory, into a temporary library.
    Pages(Vec<LoadSource>),
}

impl LibraryContent {
    /// Returns the paths that are imported and shown.
    pub(crate) fn paths(&self) -> &[PathBuf] {
        match self {
            Self::Paths(paths) => paths,
            Self::All | Self::Pages(_) => &[],
        }
    }
}
