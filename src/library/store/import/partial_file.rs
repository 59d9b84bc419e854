//! A large file while it is written in parts. How it is written: see `write_page`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The articles of a file before it changed.
#[derive(Default)]
pub(crate) struct ArticlesBefore {
    /// Their ids by their positions.
    pub(crate) by_part: HashMap<u32, u32>,
    /// Their ids by the keys of their records.
    pub(crate) by_key: HashMap<String, u32>,
}

impl ArticlesBefore {
    /// Returns the article that was at a position.
    pub(crate) fn of_part(&self, part: u32) -> Option<u32> {
        self.by_part.get(&part).copied()
    }
}

/// A file that is written in parts.
pub(crate) struct PartialFile {
    pub(crate) path: PathBuf,
    /// Its number; `None` if its articles are in the library already.
    pub(crate) file: Option<i64>,
    /// Whether the library did not have it before.
    pub(crate) is_new: bool,
    pub(crate) before: ArticlesBefore,
}

impl PartialFile {
    /// A file of which nothing more is written.
    pub(crate) fn ignored(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            file: None,
            is_new: false,
            before: ArticlesBefore::default(),
        }
    }
}
