//! Articles cleaned anew in the background, after a correction or with what the pages of the corpus have in common:
//! which of them, and how they take the place of the old ones while the person reads. Not the correction itself: see
//! [`correcting`](super::correcting).

use super::App;
use super::open_article::OnListed;
use super::request::{Kind, Question, Which};
use crate::config::RuleChange;
use crate::extract::Siblings;
use crate::extract::rules::LineRule;
use crate::library::Entry;
use std::sync::Arc;

/// An article before and after.
pub type Cleaned = (Arc<Entry>, Arc<Entry>);

/// So many articles are read once more at a time: a correction never waits longer than for these.
const AT_ONCE: usize = 256;

/// What is still to be cleaned anew. Ids: what they stand for may be another entry by then.
#[derive(Debug, Default)]
pub(super) struct Recleaning {
    /// The rules that came or went since the load began.
    rules: Vec<LineRule>,
    /// Articles that have not been looked through for lines of these rules.
    waiting: Vec<u32>,
    /// What the pages have in common, once all of them were read.
    siblings: Option<Arc<Siblings>>,
    /// Articles that have not been read with it.
    alone: Vec<u32>,
}

impl App {
    /// Has a worker look for the articles that a changed rule is about.
    pub(super) fn clean_anew(&mut self, change: &RuleChange) {
        if self.view.corpus().stored().is_some() {
            return self.clean_stored(change);
        }
        self.edits.recleaning.rules.extend(change.rules().cloned());
        self.edits.recleaning.waiting = self.every_id();
        self.ask_to_clean();
    }

    /// Has a worker read every article once more, now that it is known what they have in common.
    pub(super) fn clean_with(&mut self, siblings: Arc<Siblings>) {
        self.edits.recleaning.siblings = Some(siblings);
        self.edits.recleaning.alone = self.every_id();
        self.ask_to_clean();
    }

    /// Whether rules have changed since the load began.
    pub(super) fn is_recleaning(&self) -> bool {
        !self.edits.recleaning.rules.is_empty()
    }

    /// Articles that arrive from a load that began before a correction are looked at too.
    pub(super) fn clean_arrived(&mut self, entries: &[Arc<Entry>]) {
        if !self.edits.recleaning.rules.is_empty() {
            let ids = entries.iter().map(|entry| entry.id);
            self.edits.recleaning.waiting.extend(ids);
            self.ask_to_clean();
        }
    }

    /// A load that begins now knows every rule.
    pub(super) fn forget_recleaning(&mut self) {
        self.edits.recleaning = Recleaning::default();
        self.requests.give_up(Kind::Clean);
    }

    /// The ids of all articles, that of the open one first: a person looks at it.
    fn every_id(&self) -> Vec<u32> {
        let mut ids: Vec<u32> = self.view.entries().iter().map(|entry| entry.id).collect();
        let open = self.reader.open_id();
        if let Some(first) = ids.iter().position(|id| Some(*id) == open) {
            ids.swap(0, first);
        }
        ids
    }

    fn ask_to_clean(&mut self) {
        if self.requests.awaits(Kind::Clean) {
            return;
        }
        let recleaning = &mut self.edits.recleaning;
        let (ids, which) = if recleaning.waiting.is_empty() {
            if !self.status.loading.running {
                recleaning.rules.clear();
            }
            let some = recleaning.alone.len().min(AT_ONCE);
            (recleaning.alone.drain(..some).collect(), Which::All)
        } else {
            let which = Which::WithLinesOf(recleaning.rules.clone());
            (std::mem::take(&mut recleaning.waiting), which)
        };
        if ids.is_empty() {
            return;
        }
        let entries = ids
            .into_iter()
            .filter_map(|id| self.view.entry(id).cloned())
            .collect();
        self.request(Question::Clean {
            entries,
            which,
            knowledge: self.edits.knowledge.clone(),
            siblings: self.edits.recleaning.siblings.clone(),
        });
    }

    /// Puts cleaned articles in the place of those they were made of; what is open stays where it is.
    pub(super) fn take_cleaned(&mut self, cleaned: Vec<Cleaned>) {
        let is_known = |old: &Arc<Entry>| {
            self.view
                .entry(old.id)
                .is_some_and(|known| Arc::ptr_eq(known, old))
        };
        let new: Vec<Arc<Entry>> = cleaned
            .into_iter()
            .filter(|(old, _)| is_known(old))
            .map(|(_, new)| new)
            .collect();
        if !new.is_empty() {
            let kept = self.chosen_id();
            let above = self.articles.cursor.saturating_sub(self.articles.top);
            self.view.replace(&new, &self.marks);
            self.count_saved();
            if let Some(place) = kept.and_then(|id| self.view.place_of(id)) {
                self.articles.cursor = place;
                self.articles.top = place.saturating_sub(above);
            }
            self.follow_scope();
            if let Some(entry) = new.iter().find(|entry| Some(entry.id) == self.reader.open_id()) {
                self.reader.exchange(entry);
            }
            self.when_listed(OnListed::KeepOpen);
            if self.requests.awaits(Kind::Filter) {
                self.ask_again();
            }
            self.look_for_hits();
            self.count_keywords();
        }
        self.ask_to_clean();
    }
}
