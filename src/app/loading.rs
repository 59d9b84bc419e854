//! News of the loader: articles arrive while the person reads; nothing moves under the cursor.

use super::reader::{ArticleKey, article_key};
use super::view::Asked;
use super::{App, Effect, Level, Pane};
use crate::library::{self, Entry, LeftOut, LoadEvent};
use std::collections::HashMap;
use std::sync::Arc;

/// What is known of the load and of the question that waits for an answer.
#[derive(Debug, Default)]
pub struct LoadState {
    /// Number of the run.
    pub(super) run: u64,
    /// Number of the run whose articles are shown: ids are of that one.
    pub(super) shown: u64,
    /// Whether the first articles of this run have been shown.
    has_begun: bool,
    /// What was known when the corpus was read again.
    before: Option<Before>,
    /// Whether the person has pressed a key since the start.
    pub(super) is_touched: bool,
    /// Whether the outlet that is listed is that of an earlier session, whose articles may be still to come.
    pub(super) awaits_outlet: bool,
    /// The query that a worker looks through the corpus for.
    pub(super) asked: Asked,
    /// The last valid query that was typed.
    pub(super) typed: Asked,
    /// Whether its last word may still be half a word, so that more is asked for than it says.
    pub(super) is_unfinished: bool,
    /// The article that was under the cursor when the filter bar was opened.
    pub(super) chosen_before: Option<u32>,
}

/// Numbers of the articles before the corpus was read again, and which of them had the cursor.
#[derive(Debug)]
struct Before {
    ids: HashMap<ArticleKey, u32>,
    /// The run that they were numbered in.
    run: u64,
    /// `None` once it has arrived or the person has moved on.
    cursor: Option<ArticleKey>,
}

impl LoadState {
    /// Takes note of a key; `moved`: it moved the cursor of the list, which is not to be put back then.
    pub(super) fn touch(&mut self, moved: bool) {
        self.is_touched = true;
        if moved && let Some(before) = &mut self.before {
            before.cursor = None;
        }
    }
}

impl App {
    /// Reads the corpus, keeping place and filter where it was read before.
    pub(super) fn begin_load(&mut self) {
        self.remember_before();
        self.forget_recleaning();
        self.load.run += 1;
        self.load.has_begun = false;
        self.status.problems.clear();
        self.status.loading = super::Loading {
            running: true,
            ..super::Loading::default()
        };
        let run = self.load.run;
        self.ask(if self.asking.reads_library() {
            Effect::OpenLibrary { run }
        } else {
            Effect::Load { run }
        });
    }

    pub(super) fn hear_of_load(&mut self, run: u64, event: LoadEvent) {
        if run != self.load.run {
            return;
        }
        self.asking.has_begun();
        match event {
            LoadEvent::Known(knowledge) => {
                // A correction may have been made since the load was asked for.
                let newest = if self.is_recleaning() {
                    &self.edits.knowledge
                } else {
                    &knowledge
                };
                self.edits.knowledge = knowledge.with_own_rules(newest.own_rules());
            }
            LoadEvent::Found { files } => {
                self.status.loading.found = files;
                self.status.loading.all_found = true;
            }
            LoadEvent::Progress(progress) => self.status.loading.note(progress),
            LoadEvent::Problem(problem) => self.status.problems.push(problem),
            LoadEvent::LeftOut(left_out) => self.note_left_out(&left_out),
            LoadEvent::Batch(entries) => self.add_entries(entries),
            LoadEvent::Siblings(siblings) => self.clean_with(siblings),
            LoadEvent::Done(_) => self.end_load(),
        }
    }

    pub(super) fn note_left_out(&mut self, left_out: &LeftOut) {
        self.status.loading.left_out = left_out.to_string();
    }

    fn remember_before(&mut self) {
        if self.view.corpus().stored().is_some() {
            // The numbers of a library's articles stay.
            return;
        }
        let chosen = self.view.listed_entry(self.articles.cursor);
        let cursor = chosen.map(|entry| article_key(entry));
        match &mut self.load.before {
            // The second reading has not ended: what was known before the first still counts.
            Some(before) => before.cursor = before.cursor.take().or(cursor),
            None if self.view.entries().is_empty() => {}
            None => {
                let key = |entry: &Arc<Entry>| (article_key(entry), entry.id);
                self.load.before = Some(Before {
                    ids: self.view.entries().iter().map(key).collect(),
                    run: self.load.shown,
                    cursor,
                });
            }
        }
    }

    /// Lets go of what an earlier reading has brought, before the first articles of this one.
    pub(super) fn begin_anew(&mut self) {
        if !self.load.has_begun {
            self.load.has_begun = true;
            self.load.shown = self.load.run;
            self.view.clear();
            // What is kept of the articles is recalled as they arrive.
            self.marks.forget_articles();
        }
    }

    fn add_entries(&mut self, entries: Vec<Arc<Entry>>) {
        self.begin_anew();
        self.recognise(&entries);
        let waits = self
            .load
            .before
            .as_ref()
            .is_some_and(|before| before.cursor.is_some());
        let kept = self.chosen_id();
        let follows_top = waits || (self.articles.cursor == 0 && self.panes.focus != Pane::Reader);
        let above = self.articles.cursor.saturating_sub(self.articles.top);
        let arrived = entries.clone();
        self.view.add(entries, &self.marks);
        let place = if follows_top {
            self.place_waited_for()
        } else {
            kept.and_then(|id| self.view.place_of(id))
        };
        if let Some(place) = place {
            // The chosen article stays where it is on the screen, whatever arrives above it.
            self.articles.cursor = place;
            self.articles.top = place.saturating_sub(above);
        }
        self.follow_scope();
        self.count_saved();
        self.clean_arrived(&arrived);
    }

    /// Returns whether the corpus is read again, so that the open article may get another number or go.
    pub(super) fn is_read_again(&self) -> bool {
        self.load.before.is_some()
    }

    /// Gives the open article its new number.
    fn recognise(&mut self, entries: &[Arc<Entry>]) {
        if self.load.before.is_none() {
            return;
        }
        let mut has_new_text = false;
        for entry in entries {
            let remarks = super::Remarks::of(&self.marks, entry.id);
            has_new_text |= self.reader.renew(entry, remarks);
        }
        if has_new_text {
            self.look_for_hits();
        }
    }

    /// The place of the article that had the cursor before the corpus was read again, once it has arrived.
    fn place_waited_for(&mut self) -> Option<usize> {
        let before = self.load.before.as_mut()?;
        let key = before.cursor.as_ref()?;
        let is_it = |id: &u32| {
            self.view
                .entry(*id)
                .is_some_and(|entry| article_key(entry) == *key)
        };
        let place = self.view.listed().iter().position(is_it)?;
        before.cursor = None;
        Some(place)
    }

    fn end_load(&mut self) {
        self.status.loading.running = false;
        self.begin_anew();
        self.settle_marks();
        self.load.awaits_outlet = false;
        self.leave_outlet_without_articles();
        if self.session.is_built_in && self.load.run == 1 && self.settings.welcome && !self.load.is_touched {
            self.articles.cursor = 0;
            self.focus(Pane::Reader);
        }
        let is_second = self.load.run > 1;
        let articles = self.view.entries().len();
        self.tell_end(is_second.then(|| format!("read again: {articles} articles")));
        self.count_keywords();
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

    /// The step in the ids that are shown, where it was of the articles before these; none where nothing of it is left.
    pub(super) fn in_ids_shown(&self, step: &library::Step, of: u64) -> Option<library::Step> {
        if of == self.load.shown {
            return Some(step.clone());
        }
        let before = self.load.before.as_ref().filter(|before| before.run == of)?;
        let moved = self.moved_ids(before);
        step.moved(|old| moved.get(&old).copied())
    }

    /// The new number of each article by its old one.
    fn moved_ids(&self, before: &Before) -> HashMap<u32, u32> {
        let key = |entry: &Arc<Entry>| Some((*before.ids.get(&article_key(entry))?, entry.id));
        self.view.entries().iter().filter_map(key).collect()
    }

    /// After a second reading: the steps that can be undone name the new numbers; an article that is gone is closed.
    fn settle_marks(&mut self) {
        let Some(before) = self.load.before.take() else {
            return;
        };
        let moved = self.moved_ids(&before);
        let new_id = |old: u32| moved.get(&old).copied();
        self.edits.steps.move_marks(before.run, self.load.shown, new_id);
        self.recount();
        let is_gone = |open: &super::OpenArticle| {
            let known = self.view.entry(open.entry.id);
            known.is_none_or(|known| !Arc::ptr_eq(known, &open.entry))
        };
        if self.reader.open().is_some_and(is_gone) {
            self.reader.close();
        }
    }
}
