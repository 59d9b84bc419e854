//! Requests to workers, and what their results do. Not the computing: see [`run`](crate::app::jobs::run).

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::jobs::job::{Answer, Job, JobKind, JobResult};
use crate::app::panes::status::Level;

impl App {
    /// Starts a job on a worker; does nothing before the library is open.
    pub(crate) fn request(&mut self, job: Job) {
        if let Some(corpus) = self.listing.corpus().cloned() {
            let request = self.requests.issue(corpus, job);
            self.emit(Effect::Work(request));
        }
    }

    /// Handles the answer of a worker; a late one is dropped.
    pub(crate) fn on_answer(&mut self, answer: Answer) {
        if !self.requests.accepts(&answer) {
            return;
        }
        let result = match answer.result {
            Ok(result) => result,
            Err(why) => return self.on_failed(answer.kind, why),
        };
        match result {
            JobResult::Counts(counts) => self.search.counts = Some(counts),
            JobResult::Hits(hits) => {
                if let Some(open) = self.reader.open_mut() {
                    open.set_hits(hits);
                }
                if let Some((from, direction, times)) = self.search.jump.take() {
                    self.go_to_hit_from(from, direction, times);
                }
            }
            JobResult::NextHit { entry, backwards } => self.on_next_hit(entry, backwards),
            JobResult::Listing(scope, list, rows) => self.on_listing(scope, list, rows),
            JobResult::Saved(counts) => self.listing.set_saved_counts(&counts),
            JobResult::ForMarks(edit, ids) => self.mark_many(&edit, ids),
            JobResult::Context(rows) => self.on_context(rows),
            JobResult::Days(counts) => self.on_days_counted(counts),
            JobResult::Outlets(outlets) => {
                self.listing.set_outlets(&outlets);
                self.follow_scope();
            }
            JobResult::Snippets(snippets) => self.listing.add_snippets(snippets),
            JobResult::Row(found) => self.go_to_row(found),
            JobResult::Rows(ids, rows) => self.listing.add_requested_rows(&ids, rows),
            JobResult::Revisions(id, revisions) => self.on_revisions(id, revisions),
            JobResult::Fetched(purpose, entries) => self.on_fetched(purpose, entries),
            JobResult::Events(listing) => self.on_event_listing(listing),
            JobResult::EventSummary(id, summary) => self.on_event_summary(id, summary),
            JobResult::EventDetails(id, details) => {
                self.on_event_details(id, details.map(|details| *details));
            }
            JobResult::KnownLines(id, lines) => self.on_known_lines(id, lines),
            JobResult::Compared(compared) => self.on_compared(compared.map(|compared| *compared)),
            JobResult::RulePreviews(previews) => self.on_rule_previews(previews),
        }
    }

    /// Reports why a job has no result. What is shown stays.
    pub(crate) fn on_failed(&mut self, kind: JobKind, why: String) {
        if kind == JobKind::Fetch {
            let fetching = self.library_state.fetching.take();
            self.library_state.unreadable.extend(fetching);
        }
        if matches!(kind, JobKind::Filter | JobKind::ListWhole) {
            self.forget_list();
            self.end_typing();
        }
        self.status.report(Level::Error, why);
    }
}
