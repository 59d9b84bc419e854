//! Importing the corpus, at the start and again: the events of the import, and the report at its end.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::jobs::job::{JobKind, ListScope};
use crate::app::jobs::library_events::LibraryEvent;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::{Level, LoadProgress};
use crate::library::load::walk::SkippedFiles;
use crate::library::marks::session::Marks;
use crate::library::marks::tags::Tag;
use crate::library::store::corpus::Corpus;
use crate::library::store::import::importer::{ImportEvent, ImportSummary};
use std::sync::Arc;

/// The state of the import.
#[derive(Debug, Default)]
pub struct LoadState {
    /// The number of the run.
    pub(crate) run: u64,
    /// Whether the user has pressed a key since the start.
    pub(crate) is_touched: bool,
    /// Whether the first article is opened once the list is complete.
    pub(crate) opens_first: bool,
    /// Whether the listed outlet comes from an earlier session, so that its articles may not have arrived yet.
    pub(crate) awaits_outlet: bool,
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
        self.emit(Effect::OpenLibrary { run });
    }

    pub(crate) fn note_left_out(&mut self, left_out: &SkippedFiles) {
        self.status.loading.left_out = left_out.to_string();
    }

    /// Reports how many files could not be read or, if all were read, this text.
    pub(crate) fn report_load_end(&mut self, text: Option<String>) {
        let problems = self.status.problems.len();
        if problems > 0 {
            let files = if problems == 1 { "file" } else { "files" };
            let text = format!("{problems} {files} could not be read; ! shows why");
            self.status.report(Level::Warning, text);
        } else if let Some(text) = text.filter(|_| self.status.current.is_none()) {
            // A message about what the user did in the meantime stays.
            self.status.inform(text);
        }
    }

    /// Handles an event of the library.
    pub(crate) fn on_library_event(&mut self, run: u64, event: LibraryEvent) {
        if run != self.load.run {
            return;
        }
        self.library_state.is_opening = false;
        match event {
            LibraryEvent::Opened { stored, marks } => self.open_library(stored, marks),
            LibraryEvent::Updated { stored, marks } => self.update_library(stored, marks),
            LibraryEvent::Replaced(why) => {
                let text = format!("{why}; the articles are read from their files");
                self.status.report(Level::Error, text);
            }
            LibraryEvent::Widened(stored) => self.set_scope_of_library(stored),
            LibraryEvent::Import(ImportEvent::Known(knowledge)) => {
                // Only this session changes the user's own rules, and the import may have begun before a change.
                let own_rules = self.edits.knowledge.own_rules();
                self.edits.knowledge = knowledge.with_own_rules(own_rules);
            }
            LibraryEvent::Import(ImportEvent::Progress(progress)) => self.status.loading.update(progress),
            LibraryEvent::Import(ImportEvent::Problem(problem)) => self.status.problems.push(problem),
            LibraryEvent::Import(ImportEvent::Skipped(left_out)) => self.note_left_out(&left_out),
            LibraryEvent::Import(ImportEvent::Committed) => {}
            LibraryEvent::Import(ImportEvent::Resumed(articles)) => {
                let text = format!("Continuing with {articles} articles of an interrupted import");
                if self.status.current.is_none() {
                    self.status.report(Level::Info, text);
                }
            }
            LibraryEvent::Imported(result) => {
                self.end_import(result);
                let is_welcome = self.session.is_built_in && self.settings.welcome;
                self.load.opens_first = self.load.run == 1 && (is_welcome || self.session.opens_page);
                self.maybe_open_first();
            }
        }
    }

    fn open_library(&mut self, stored: Arc<Corpus>, marks: Marks) {
        if self.listing.corpus().is_some() {
            // An earlier run has opened it.
            return self.update_library(stored, Some(marks));
        }
        self.set_marks(marks);
        self.listing.set_stored(stored);
        self.refresh_events();
        self.refresh_list(None);
    }

    fn set_marks(&mut self, marks: Marks) {
        let known: Vec<Tag> = self.marks.known_tags().cloned().collect();
        self.marks = marks;
        self.marks.set_new_from(self.session.new_from);
        self.marks.know_tags(known);
        self.offer_tags();
        self.update_annotations();
    }

    fn update_library(&mut self, stored: Arc<Corpus>, marks: Option<Marks>) {
        if let Some(marks) = marks {
            self.set_marks(marks);
        }
        let before = self.listing.corpus_len();
        let arrived = stored.len().saturating_sub(before);
        self.set_library(stored);
        let is_silent = self.status.loading.running || self.status.current.is_some();
        if arrived > 0 && !is_silent {
            let plural = if arrived == 1 { "article" } else { "articles" };
            self.status.inform(format!("{arrived} new {plural}"));
        }
    }

    /// Refreshes the list after the library changed, or after more or less of it is read. The article under the cursor
    /// keeps it if it is still listed.
    fn set_library(&mut self, stored: Arc<Corpus>) {
        let opening = self.chosen_id().filter(|_| self.is_going_in());
        self.listing.set_stored(stored);
        self.refresh_events();
        self.library_state.unreadable.clear();
        self.count_days();
        self.library_state.fetching = None;
        if self.requests.awaits(JobKind::Filter) {
            // Its answer would be about the earlier state.
            self.refresh_list(None);
        } else {
            self.request_list(self.listing.typed_query().clone(), ListScope::Whole);
        }
        // The page of the open article may have changed.
        if let Some(id) = opening.or(self.reader.open_id()) {
            self.fetch(id);
        }
    }

    /// Switches between all of the library and the folders that were given at the start.
    fn set_scope_of_library(&mut self, stored: Arc<Corpus>) {
        let articles = stored.len();
        self.set_library(stored);
        let text = if self.library_state.is_whole_library {
            format!("All of the library: {articles} articles; 0 goes back")
        } else {
            format!("{}: {articles} articles", self.session.corpus_name)
        };
        self.status.inform(text);
    }

    /// Opens the first article of the sample corpus, or the article of the page that was opened, once the list is
    /// complete, unless the user has pressed a key.
    pub(crate) fn maybe_open_first(&mut self) {
        let is_listing = [JobKind::Filter, JobKind::ListWhole]
            .into_iter()
            .any(|kind| self.requests.awaits(kind));
        if self.load.opens_first && !is_listing {
            self.load.opens_first = false;
            // A file with several articles opens as a list.
            self.session.opens_page &= self.listing.corpus_len() == 1;
            let opens = self.session.is_built_in || self.session.opens_page;
            if !self.load.is_touched && opens {
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
                // If all articles are new, the list shows that.
                let known = [summary.unchanged, summary.changed, summary.moved, summary.resumed];
                let is_known = known.iter().any(|count| *count > 0);
                let text = match summary.has_news() {
                    true if is_known => Some(summary.to_string()),
                    false if self.load.run > 1 => Some("Nothing new".to_owned()),
                    _ => None,
                };
                self.report_load_end(text);
            }
            Err(text) => self.status.report(Level::Error, text),
        }
    }
}
