//! News of the loader: articles arrive while the person reads; nothing moves under the cursor.

use super::view::Asked;
use super::{App, Effect, Level, Pane};
use crate::library::{Entry, LeftOut, LoadEvent};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// What is known of the load and of the question that waits for an answer.
#[derive(Debug, Default)]
pub struct LoadState {
    /// Number of the run.
    run: u64,
    /// Whether the first articles of this run have been shown.
    has_begun: bool,
    /// Where the person was when the corpus was read again, to be found again by path and part.
    before: Option<Before>,
    /// The query that a worker looks through the corpus for.
    pub(super) asked: Asked,
}

/// Entries before the corpus was read again, and the place in them.
#[derive(Debug)]
struct Before {
    ids: HashMap<(Arc<Path>, u32), u32>,
    cursor: Option<u32>,
    open: Option<u32>,
}

impl App {
    /// Reads the corpus, keeping place and filter where it was read before.
    pub(super) fn begin_load(&mut self) {
        let cursor = self.view.listed().get(self.articles.cursor).copied();
        let open = self.reader.open_id();
        let key = |entry: &Arc<Entry>| ((Arc::clone(&entry.path), entry.article.part), entry.id);
        let ids: HashMap<_, _> = self.view.entries().iter().map(key).collect();
        if !ids.is_empty() {
            self.load.before = Some(Before { ids, cursor, open });
        }
        self.load.run += 1;
        self.load.has_begun = false;
        self.status.problems.clear();
        self.status.loading = super::Loading {
            running: true,
            ..super::Loading::default()
        };
        self.ask(Effect::Load { run: self.load.run });
    }

    pub(super) fn hear_of_load(&mut self, run: u64, event: LoadEvent) {
        if run != self.load.run {
            return;
        }
        match event {
            LoadEvent::Found { files } => {
                self.status.loading.found = files;
                self.status.loading.all_found = true;
            }
            LoadEvent::Progress(progress) => {
                self.status.loading.done = progress.done;
                self.status.loading.found = progress.found;
                self.status.loading.all_found = progress.all_found;
            }
            LoadEvent::Problem(problem) => self.status.problems.push(problem),
            LoadEvent::LeftOut(left_out) => self.note_left_out(&left_out),
            LoadEvent::Batch(entries) => self.add_entries(entries),
            LoadEvent::Done(_) => self.end_load(),
        }
    }

    fn note_left_out(&mut self, left_out: &LeftOut) {
        self.status.loading.left_out = left_out.to_string();
    }

    fn add_entries(&mut self, entries: Vec<Arc<Entry>>) {
        if !self.load.has_begun {
            self.load.has_begun = true;
            self.view.clear();
        }
        let kept = self.view.listed().get(self.articles.cursor).copied();
        let follows_top = self.articles.cursor == 0 && self.panes.focus != Pane::Reader;
        let above = self.articles.cursor.saturating_sub(self.articles.top);
        self.view.add(entries, &self.marks);
        if !follows_top {
            // The chosen article stays where it is on the screen, whatever arrives above it.
            if let Some(place) = kept.and_then(|id| self.view.place_of(id)) {
                self.articles.cursor = place;
                self.articles.top = place.saturating_sub(above);
            }
        }
        self.follow_scope();
    }

    fn end_load(&mut self) {
        self.status.loading.running = false;
        if !self.load.has_begun {
            self.load.has_begun = true;
            self.view.clear();
        }
        self.find_place_again();
        if self.is_built_in && self.load.run == 1 && self.settings.welcome {
            self.articles.cursor = 0;
            self.focus(Pane::Reader);
        }
        let problems = self.status.problems.len();
        if problems > 0 {
            let plural = if problems == 1 { "file was" } else { "files were" };
            self.status.say(
                Level::Warning,
                format!("{problems} {plural} not read; ! shows why"),
            );
        } else if self.load.run > 1 {
            self.status.say(
                Level::Info,
                format!("read again: {} articles", self.view.entries().len()),
            );
        }
        self.count_keywords();
    }

    /// After a second reading: marks, reading places, the cursor and the open article move to the new ids.
    fn find_place_again(&mut self) {
        let Some(before) = self.load.before.take() else {
            return;
        };
        let key = |entry: &Arc<Entry>| ((Arc::clone(&entry.path), entry.article.part), entry.id);
        let now: HashMap<_, _> = self.view.entries().iter().map(key).collect();
        let moved: HashMap<u32, u32> = before
            .ids
            .iter()
            .filter_map(|(key, old)| Some((*old, *now.get(key)?)))
            .collect();
        let new_id = |old: u32| moved.get(&old).copied();
        self.marks = self.marks.moved(new_id);
        self.reader.moved(new_id);
        self.view.recount(&self.marks);
        if let Some(place) = before
            .cursor
            .and_then(new_id)
            .and_then(|id| self.view.place_of(id))
        {
            self.articles.cursor = place;
        }
        if let Some(entry) = before
            .open
            .and_then(new_id)
            .and_then(|id| self.view.entry(id))
            .cloned()
        {
            self.reader.show(&entry);
            self.look_for_hits();
        }
    }
}
