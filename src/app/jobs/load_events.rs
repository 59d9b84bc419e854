//! Reading the corpus, at the start and again: what is known of the import, and what is said at its end.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::jobs::job::{JobKind, ListScope};
use crate::app::jobs::library_events::LibraryEvent;
use crate::app::list::listing::TypedQuery;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::{Level, LoadProgress};
use crate::library::load::walk::SkippedFiles;
use crate::library::marks::session::Marks;
use crate::library::marks::tags::Tag;
use crate::library::store::corpus::Corpus;
use crate::library::store::import::importer::{ImportEvent, ImportSummary};
use std::sync::Arc;

/// What is known of the import and of the query that waits for an answer.
#[derive(Debug, Default)]
pub struct LoadState {
    /// Number of the run.
    pub(crate) run: u64,
    /// Whether the user has pressed a key since the start.
    pub(crate) is_touched: bool,
    /// Whether the first article is opened once the list is complete.
    pub(crate) opens_first: bool,
    /// Whether the listed outlet is that of an earlier session, whose articles may be still to come.
    pub(crate) awaits_outlet: bool,
    /// The query that the library is asked for.
    pub(crate) asked: TypedQuery,
    /// The last valid query that was typed.
    pub(crate) typed: TypedQuery,
    /// Whether its last word may still be half a word, so that more is asked for than it says.
    pub(crate) is_unfinished: bool,
    /// The article that was under the cursor when the filter bar was opened.
    pub(crate) chosen_before: Option<u32>,
}

impl App {
    /// Imports the corpus; again, if it was imported before.
    pub(crate) fn begin_load(&mut self) {
        self.load.run += 1;
        self.status.problems.clear();
        self.status.loading = LoadProgress {
            running: true,
            ..LoadProgress::default()
        };
        let run = self.load.run;
        self.ask(Effect::OpenLibrary { run });
    }

    pub(crate) fn note_left_out(&mut self, left_out: &SkippedFiles) {
        self.status.loading.left_out = left_out.to_string();
    }

    /// Says what was not read; where everything was, this.
    pub(crate) fn tell_end(&mut self, said: Option<String>) {
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

    /// Handles an event of the library.
    pub(crate) fn hear_of_library(&mut self, run: u64, event: LibraryEvent) {
        if run != self.load.run {
            return;
        }
        self.asking.has_begun();
        match event {
            LibraryEvent::Opened { stored, marks } => self.open_library(stored, marks),
            LibraryEvent::Renewed { stored, marks } => self.renew_library(stored, marks),
            LibraryEvent::Replaced(why) => {
                let text = format!("{why}; the articles are read from their files");
                self.status.say(Level::Error, text);
            }
            LibraryEvent::Widened(stored) => self.read_instead(stored),
            LibraryEvent::Import(ImportEvent::Known(knowledge)) => {
                // Only this session changes the user's own rules; the import may have begun before it did.
                let own_rules = self.edits.knowledge.own_rules();
                self.edits.knowledge = knowledge.with_own_rules(own_rules);
            }
            LibraryEvent::Import(ImportEvent::Progress(progress)) => self.status.loading.note(progress),
            LibraryEvent::Import(ImportEvent::Problem(problem)) => self.status.problems.push(problem),
            LibraryEvent::Import(ImportEvent::Skipped(left_out)) => self.note_left_out(&left_out),
            LibraryEvent::Import(ImportEvent::Committed) => {}
            LibraryEvent::Imported(result) => {
                self.end_import(result);
                self.load.opens_first =
                    self.session.is_built_in && self.load.run == 1 && self.settings.welcome;
                self.maybe_open_first();
            }
        }
    }

    fn open_library(&mut self, stored: Arc<Corpus>, marks: Marks) {
        if self.view.corpus().is_some() {
            // It was opened before this run.
            return self.renew_library(stored, Some(marks));
        }
        self.take_marks(marks);
        self.view.set_stored(stored);
        self.list_anew(None);
    }

    fn take_marks(&mut self, marks: Marks) {
        let known: Vec<Tag> = self.marks.known_tags().cloned().collect();
        self.marks = marks;
        self.marks.know_tags(known);
        self.offer_tags();
        self.renew_remarks();
    }

    fn renew_library(&mut self, stored: Arc<Corpus>, marks: Option<Marks>) {
        if let Some(marks) = marks {
            self.take_marks(marks);
        }
        let before = self.view.corpus_len();
        let arrived = stored.len().saturating_sub(before);
        self.take_library(stored);
        let is_silent = self.status.loading.running || self.status.current.is_some();
        if arrived > 0 && !is_silent {
            let plural = if arrived == 1 { "article" } else { "articles" };
            self.status.say(Level::Info, format!("{arrived} new {plural}"));
        }
    }

    /// Lists what is listed of another state of the library, or of more or less of it; the article under the cursor stays
    /// if it is still there.
    fn take_library(&mut self, stored: Arc<Corpus>) {
        let gone_into = self.chosen_id().filter(|_| self.is_going_in());
        self.view.set_stored(stored);
        self.asking.begin_again();
        if self.requests.awaits(JobKind::Filter) {
            // Its answer would be that of the library before.
            self.list_anew(None);
        } else {
            self.ask_for_list(self.view.asked(), ListScope::Whole);
        }
        // Its page may have changed.
        if let Some(id) = gone_into.or(self.reader.open_id()) {
            self.fetch(id);
        }
    }

    /// Reads more of the library, or less.
    fn read_instead(&mut self, stored: Arc<Corpus>) {
        let articles = stored.len();
        self.take_library(stored);
        let text = if self.asking.is_wide() {
            format!("all of the library: {articles} articles; 0 goes back")
        } else {
            format!("{}: {articles} articles", self.session.corpus_name)
        };
        self.status.say(Level::Info, text);
    }

    /// Opens the first article of the sample corpus once the list is complete, unless the user has pressed a key.
    pub(crate) fn maybe_open_first(&mut self) {
        let is_listing = [JobKind::Filter, JobKind::ListWhole]
            .into_iter()
            .any(|kind| self.requests.awaits(kind));
        if self.load.opens_first && !is_listing {
            self.load.opens_first = false;
            if !self.load.is_touched {
                self.articles.cursor = 0;
                self.focus(Pane::Reader);
            }
        }
    }

    fn end_import(&mut self, result: Result<ImportSummary, String>) {
        self.status.loading.running = false;
        self.load.awaits_outlet = false;
        self.leave_outlet_without_articles();
        match result {
            Ok(summary) => {
                // Where all of it is new, the list says so.
                let is_known = summary.unchanged + summary.changed + summary.moved > 0;
                let said = match summary.has_news() {
                    true if is_known => Some(summary.to_string()),
                    false if self.load.run > 1 => Some("nothing is new".to_owned()),
                    _ => None,
                };
                self.tell_end(said);
            }
            Err(text) => self.status.say(Level::Error, text),
        }
    }
}
