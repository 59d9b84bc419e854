//! What the program itself remembers between sessions: the widths that were chosen, zen, and how much of each library was
//! there at the end of the last session. Not what the user named, which is in the configuration.

use crate::app::KeptPanes;
use crate::runtime::configuration::data_folder;
use crate::runtime::external::write_whole;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const FILE: &str = "state.json";

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The panes, if they were changed.
    pub panes: KeptPanes,
    /// For each library, the number above the ids of the articles that the last session knew.
    pub seen: BTreeMap<String, u32>,
}

/// The file of the state, and what it contained at the start.
#[derive(Debug, Clone)]
pub struct StateFile {
    path: PathBuf,
    /// The name of the library that is open.
    library: String,
    /// What was read.
    pub state: State,
}

impl StateFile {
    /// Reads the state for a library; `None` if there is no folder for it. A file that cannot be read counts as empty.
    pub fn read(library: &Path) -> Option<Self> {
        let path = data_folder().ok()?.join(FILE);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let library = std::path::absolute(library).ok()?;
        Some(Self {
            path,
            library: library.to_string_lossy().into_owned(),
            state: serde_json::from_str(&text).unwrap_or_default(),
        })
    }

    /// Returns from which id on articles are new: none is, if no session has ended yet.
    pub fn new_from(&self) -> u32 {
        self.state.seen.get(&self.library).copied().unwrap_or_default()
    }

    /// Writes the state at the end of a session, if it changed. The screen is closed, so an error is not reported; the next
    /// session then starts as this one did.
    pub fn write(mut self, panes: KeptPanes, seen: Option<u32>) {
        let before = self.state.clone();
        self.state.panes = panes;
        if let Some(seen) = seen {
            self.state.seen.insert(self.library, seen);
        }
        if self.state != before
            && let Ok(text) = serde_json::to_string(&self.state)
        {
            drop(write_whole(&self.path, &text));
        }
    }
}
