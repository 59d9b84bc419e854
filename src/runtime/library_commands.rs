//! The commands to the thread of the library. Commands that arrive in bursts, when many files change, are merged.

use crate::app::effect::RecleanTarget;
use crate::app::events::event_edit::EventEdit;
use crate::extract::outlets::directory::OutletDirectory;
use crate::library::store::corpus::Corpus;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// Files that change together are imported together: after [`QUIET`] without another change, but at most [`MAX_DELAY`]
/// after the first one.
const QUIET: Duration = Duration::from_millis(150);
const MAX_DELAY: Duration = Duration::from_millis(600);

/// A command to the thread of the library.
pub(crate) enum LibraryCommand {
    /// Opens the library and imports.
    Open { run: u64 },
    /// Shows all of the library, or only the paths of the command line.
    Widen,
    /// Cleans articles again with this knowledge.
    Clean(RecleanTarget, OutletDirectory),
    /// These files have changed.
    Changed(Vec<PathBuf>),
    /// The marks have changed on the disk.
    Marked,
    /// Events have changed, or could not be grouped.
    Grouped(Result<(), String>),
    /// Writes corrections of events.
    CorrectEvents(EventEdit, Arc<Corpus>),
    /// Watching failed.
    NotWatched(String),
    /// Ends the thread.
    End,
}

impl LibraryCommand {
    /// Merges two commands of a kind that arrives in bursts; returns others unchanged.
    fn merge(self, later: Self) -> Result<Self, (Self, Self)> {
        match (self, later) {
            (Self::Changed(mut files), Self::Changed(more)) => {
                files.extend(more);
                Ok(Self::Changed(files))
            }
            (Self::Marked, Self::Marked) => Ok(Self::Marked),
            both => Err(both),
        }
    }
}

/// Merges the commands of a burst into one. Also returns the first command after the burst.
pub(crate) fn coalesce(
    mut command: LibraryCommand,
    incoming: &Receiver<LibraryCommand>,
) -> (LibraryCommand, Option<LibraryCommand>) {
    if !matches!(command, LibraryCommand::Changed(_) | LibraryCommand::Marked) {
        return (command, None);
    }
    let since = Instant::now();
    loop {
        let limit = MAX_DELAY.saturating_sub(since.elapsed()).min(QUIET);
        let Ok(later) = incoming.recv_timeout(limit) else {
            return (command, None);
        };
        command = match command.merge(later) {
            Ok(both) => both,
            Err((command, later)) => return (command, Some(later)),
        };
    }
}
