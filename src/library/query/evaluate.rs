//! Tests whether articles match a query. Cheap conditions come first, and searching the text comes last.

use super::Query;
use super::field::{QueryField, State};
use super::node::{Clause, Kind, Node, PathPart, Test};
use crate::library::entry::Entry;
use crate::library::marks::{Mark, MarksView};
use crate::text::fold;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// From this amount of text on, several threads share the work: starting one costs about as much.
const SHARED_BYTES: usize = 2 << 20;
/// More threads gain nothing, because they wait for memory.
const MOST_THREADS: usize = 4;
/// The number of entries between two checks of `cancel`.
const ENTRIES_A_LOOK: usize = 64;

impl Query {
    /// Returns whether the article matches the query.
    pub fn matches(&self, entry: &Entry, marks: &dyn MarksView) -> bool {
        matches(&self.root, entry, marks)
    }

    /// Returns the ids of the matching articles in the given order, or `None` if `cancel` was set.
    ///
    /// Large texts are searched on several threads.
    pub fn filter(
        &self,
        entries: &[Arc<Entry>],
        marks: &dyn MarksView,
        cancel: &AtomicBool,
    ) -> Option<Vec<u32>> {
        if self.is_empty() {
            return Some(entries.iter().map(|entry| entry.id).collect());
        }
        let threads = self.threads(entries);
        let found: Vec<Option<Vec<u32>>> = thread::scope(|scope| {
            let mut parts = entries.chunks(entries.len().div_ceil(threads).max(1));
            let here = parts.next().unwrap_or_default();
            let others: Vec<_> = parts
                .map(|part| scope.spawn(|| self.part(part, marks, cancel)))
                .collect();
            let mut found = vec![self.part(here, marks, cancel)];
            // A thread that panicked has no result, like a cancelled one.
            found.extend(others.into_iter().map(|other| other.join().ok().flatten()));
            found
        });
        let parts: Option<Vec<Vec<u32>>> = found.into_iter().collect();
        parts.map(|parts| parts.concat())
    }

    fn threads(&self, entries: &[Arc<Entry>]) -> usize {
        let is_small = || {
            entries
                .iter()
                .map(|entry| entry.search_text().len())
                .sum::<usize>()
                < SHARED_BYTES
        };
        if self.root.is_cheap() || is_small() {
            return 1;
        }
        thread::available_parallelism()
            .map_or(1, std::num::NonZero::get)
            .min(MOST_THREADS)
    }

    fn part(&self, entries: &[Arc<Entry>], marks: &dyn MarksView, cancel: &AtomicBool) -> Option<Vec<u32>> {
        let mut found = Vec::new();
        for part in entries.chunks(ENTRIES_A_LOOK) {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            let wanted = part.iter().filter(|entry| matches(&self.root, entry, marks));
            found.extend(wanted.map(|entry| entry.id));
        }
        Some(found)
    }
}

fn matches(node: &Node, entry: &Entry, marks: &dyn MarksView) -> bool {
    match &node.kind {
        Kind::And(nodes) => in_turn(nodes).all(|node| matches(node, entry, marks)),
        Kind::Or(nodes) => in_turn(nodes).any(|node| matches(node, entry, marks)),
        Kind::Not(node) => !matches(node, entry, marks),
        Kind::Text(words) => {
            let language = entry.article.meta.language.as_deref();
            words.term.is_in_language(entry.search_text(), language)
        }
        Kind::Field(clause) => clause_matches(clause, entry, marks),
    }
}

/// Returns the nodes, the cheap ones first.
fn in_turn(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    let cheap = nodes.iter().filter(|node| node.is_cheap());
    cheap.chain(nodes.iter().filter(|node| !node.is_cheap()))
}

fn clause_matches(clause: &Clause, entry: &Entry, marks: &dyn MarksView) -> bool {
    match &clause.test {
        Test::Unknown if clause.field == QueryField::Date => entry.date().is_none(),
        Test::Unknown => value_of(clause.field, entry).is_none(),
        Test::Has(term) if clause.field == QueryField::Title => term.is_in(entry.folded_title()),
        Test::Has(term) => value_of(clause.field, entry).is_some_and(|value| term.is_in(&fold(value))),
        Test::Equals(tag) if clause.field == QueryField::Tag => marks.has_tag(entry.id, tag),
        Test::Equals(wanted) => value_of(clause.field, entry).is_some_and(|value| fold(value) == *wanted),
        Test::Is(State::Unread) => !marks.has(Mark::Read, entry.id),
        Test::Is(State::Read) => marks.has(Mark::Read, entry.id),
        Test::Is(State::Starred) => marks.has(Mark::Star, entry.id),
        Test::Is(State::Noted) => marks.is_noted(entry.id),
        Test::Days(period) => entry.date().is_some_and(|day| period.has(day)),
        Test::Path(part) => leads_through(entry, part),
    }
}

fn value_of(field: QueryField, entry: &Entry) -> Option<&str> {
    let meta = &entry.article.meta;
    match field {
        QueryField::Outlet => entry.outlet.as_deref(),
        QueryField::Via => meta.via.as_deref(),
        QueryField::Lang => meta.language.as_deref(),
        QueryField::Section => meta.section.as_deref(),
        QueryField::Byline => meta.byline.as_deref(),
        QueryField::Title => meta.title.as_deref(),
        QueryField::Tag
        | QueryField::Is
        | QueryField::Date
        | QueryField::Since
        | QueryField::Until
        | QueryField::Path => None,
    }
}

fn leads_through(entry: &Entry, part: &PathPart) -> bool {
    let path = fold(&entry.path.to_string_lossy()).replace('\\', "/");
    let path = format!("/{}/", path.trim_start_matches("./").trim_matches('/'));
    if part.from_root {
        entry.path.has_root() && path.starts_with(&part.part)
    } else {
        path.contains(&part.part)
    }
}
