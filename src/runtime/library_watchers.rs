//! Watches folders, and turns what happens in them into commands to the thread of the library.

use crate::runtime::library_commands::LibraryCommand;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::path::PathBuf;
use std::sync::mpsc::Sender;

/// The running watchers. They end with it.
pub(crate) struct LibraryWatchers {
    commands: Sender<LibraryCommand>,
    watchers: Vec<RecommendedWatcher>,
}

impl LibraryWatchers {
    /// Returns a value without watchers, which will send to this channel.
    pub(crate) fn new(commands: Sender<LibraryCommand>) -> Self {
        Self {
            commands,
            watchers: Vec::new(),
        }
    }

    /// Watches folders from now on: each change sends a command with the changed paths. Later errors are sent as
    /// [`LibraryCommand::NotWatched`].
    pub(crate) fn watch(
        &mut self,
        paths: &[PathBuf],
        mode: RecursiveMode,
        command: fn(Vec<PathBuf>) -> LibraryCommand,
    ) -> notify::Result<()> {
        let commands = self.commands.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let command = match event {
                Ok(event) if event.kind.is_access() => return,
                Ok(event) => command(event.paths),
                Err(error) => LibraryCommand::NotWatched(error.to_string()),
            };
            // If this fails, the reader has ended.
            let _ = commands.send(command);
        })?;
        paths.iter().try_for_each(|path| watcher.watch(path, mode))?;
        self.watchers.push(watcher);
        Ok(())
    }
}
