//! Articles cleaned anew after a correction, in the background: which of them, and how they take the place of the old
//! ones while the person reads. Not the correction itself: see [`correcting`](super::correcting).

use super::App;
use super::request::{Kind, Question};
use crate::config::RuleChange;
use crate::extract::rules::LineRule;
use crate::library::Entry;
use std::sync::Arc;

/// An article before and after.
pub type Cleaned = (Arc<Entry>, Arc<Entry>);

/// What is still to be cleaned anew.
#[derive(Debug, Default)]
pub(super) struct Recleaning {
    /// The rules that came or went since the load began.
    rules: Vec<LineRule>,
    /// Ids of articles that have not been looked at since; what they stand for may be another entry by then.
    waiting: Vec<u32>,
}

impl App {
    /// Has a worker look for the articles that a changed rule is about.
    pub(super) fn clean_anew(&mut self, change: &RuleChange) {
        self.recleaning.rules.extend(change.rules().cloned());
        self.recleaning.waiting = self.view.entries().iter().map(|entry| entry.id).collect();
        // The open article first: a person looks at it.
        let open = self.reader.open_id();
        let waiting = &mut self.recleaning.waiting;
        if let Some(first) = waiting.iter().position(|id| Some(*id) == open) {
            waiting.swap(0, first);
        }
        self.ask_to_clean();
    }

    /// Whether rules have changed since the load began.
    pub(super) fn is_recleaning(&self) -> bool {
        !self.recleaning.rules.is_empty()
    }

    /// Articles that arrive from a load that began before a correction are looked at too.
    pub(super) fn clean_arrived(&mut self, entries: &[Arc<Entry>]) {
        if !self.recleaning.rules.is_empty() {
            let ids = entries.iter().map(|entry| entry.id);
            self.recleaning.waiting.extend(ids);
            self.ask_to_clean();
        }
    }

    /// A load that begins now knows every rule.
    pub(super) fn forget_recleaning(&mut self) {
        self.recleaning = Recleaning::default();
        self.requests.give_up(Kind::Clean);
    }

    fn ask_to_clean(&mut self) {
        if self.requests.awaits(Kind::Clean) {
            return;
        }
        if self.recleaning.waiting.is_empty() {
            if !self.status.loading.running {
                self.recleaning.rules.clear();
            }
            return;
        }
        let waiting = std::mem::take(&mut self.recleaning.waiting);
        let entries = waiting
            .into_iter()
            .filter_map(|id| self.view.entry(id).cloned())
            .collect();
        self.request(Question::Clean {
            entries,
            rules: self.recleaning.rules.clone(),
            knowledge: self.knowledge.clone(),
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
            let kept = self.view.listed().get(self.articles.cursor).copied();
            let above = self.articles.cursor.saturating_sub(self.articles.top);
            self.view.replace(&new, &self.marks);
            if let Some(place) = kept.and_then(|id| self.view.place_of(id)) {
                self.articles.cursor = place;
                self.articles.top = place.saturating_sub(above);
            }
            self.follow_scope();
            if let Some(entry) = new.iter().find(|entry| Some(entry.id) == self.reader.open_id()) {
                self.reader.exchange(entry);
            }
            if self.requests.awaits(Kind::Filter) {
                self.ask_again();
            }
            self.look_for_hits();
            self.count_keywords();
        }
        self.ask_to_clean();
    }
}
