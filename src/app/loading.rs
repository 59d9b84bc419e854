//! Reading the corpus, at the start and again: what is known of the import, and what is said at its end.

use super::view::Asked;
use super::{App, Effect, Level};
use crate::library::LeftOut;

/// What is known of the import and of the query that waits for an answer.
#[derive(Debug, Default)]
pub struct LoadState {
    /// Number of the run.
    pub(super) run: u64,
    /// Whether the user has pressed a key since the start.
    pub(super) is_touched: bool,
    /// Whether the first article is opened once the list is complete.
    pub(super) opens_first: bool,
    /// Whether the listed outlet is that of an earlier session, whose articles may be still to come.
    pub(super) awaits_outlet: bool,
    /// The query that the library is asked for.
    pub(super) asked: Asked,
    /// The last valid query that was typed.
    pub(super) typed: Asked,
    /// Whether its last word may still be half a word, so that more is asked for than it says.
    pub(super) is_unfinished: bool,
    /// The article that was under the cursor when the filter bar was opened.
    pub(super) chosen_before: Option<u32>,
}

impl App {
    /// Imports the corpus; again, if it was imported before.
    pub(super) fn begin_load(&mut self) {
        self.load.run += 1;
        self.status.problems.clear();
        self.status.loading = super::Loading {
            running: true,
            ..super::Loading::default()
        };
        let run = self.load.run;
        self.ask(Effect::OpenLibrary { run });
    }

    pub(super) fn note_left_out(&mut self, left_out: &LeftOut) {
        self.status.loading.left_out = left_out.to_string();
    }

    /// Says what was not read; where everything was, this.
    pub(super) fn tell_end(&mut self, said: Option<String>) {
        let problems = self.status.problems.len();
        if problems > 0 {
            let plural = if problems == 1 { "file was" } else { "files were" };
            let text = format!("{problems} {plural} not read; ! shows why");
            self.status.say(Level::Warning, text);
        } else if let Some(said) = said.filter(|_| self.status.current.is_none()) {
            // What the person did meanwhile goes before it.
            self.status.say(Level::Info, said);
        }
    }
}
