//! The state of search: the keyword sets, the find, the words of the query, and the counts of the sets.

use crate::app::list::cursor::ListState;
use crate::app::panes::pane_layout::Pane;
use crate::app::search::highlight::Highlighter;
use crate::app::search::hit_walk::WalkDirection;
use crate::config::keywords::{KeywordSet, KeywordSets};
use crate::layout::scroll::ScrollPosition;
use crate::library::query::scope::Scope;
use crate::text::pattern::Pattern;

/// The state of search.
#[derive(Debug)]
pub struct Search {
    sets: KeywordSets,
    /// Whether the sets are highlighted.
    enabled: bool,
    find: Option<Find>,
    /// The keyword set whose hits alone are walked.
    walked: Option<usize>,
    query: Vec<Pattern>,
    highlighter: Highlighter,
    /// The hits of each set in the list; `None` while they are being counted.
    pub counts: Option<Vec<u64>>,
    /// The state before the find that is being typed.
    pub(crate) find_origin: Option<FindOrigin>,
    /// The article and the line of keyword in context to go to when it is open: its source line, and the bytes before
    /// the hit.
    pub(crate) line: Option<(u32, u32, usize)>,
    /// The row of a list that the last step led to.
    pub(crate) row: Option<HitRow>,
    /// The walk to do when a worker has found the hits: from where, in which direction, how many hits.
    pub(crate) jump: Option<(usize, WalkDirection, usize)>,
}

/// A find in use.
#[derive(Debug, Clone)]
pub struct Find {
    /// The text as typed.
    pub text: String,
    /// The pattern to search for.
    pub pattern: Pattern,
}

/// A row of a list with a hit, and its number among these rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HitRow {
    pub(crate) pane: Pane,
    pub(crate) row: usize,
    /// The number of the row, from 1.
    pub(crate) hit: usize,
    /// The number of rows with a hit.
    pub(crate) count: usize,
}

/// The state before a find was typed: the search starts there, and cancelling restores it.
#[derive(Debug)]
pub(crate) struct FindOrigin {
    pub(crate) sources: ListState,
    pub(crate) articles: ListState,
    pub(crate) scope: Scope,
    /// The open article and the place in it.
    pub(crate) place: Option<(u32, ScrollPosition)>,
    /// The find that was in use.
    pub(crate) find: Option<String>,
}

impl Search {
    /// Creates a search with these keyword sets.
    pub fn new(sets: KeywordSets, enabled: bool) -> Self {
        let mut search = Self {
            sets,
            enabled,
            find: None,
            walked: None,
            query: Vec::new(),
            highlighter: Highlighter::default(),
            counts: None,
            find_origin: None,
            line: None,
            row: None,
            jump: None,
        };
        search.compile();
        search
    }

    /// Returns the keyword sets.
    pub fn sets(&self) -> &KeywordSets {
        &self.sets
    }

    /// Returns the find in use.
    pub fn find(&self) -> Option<&Find> {
        self.find.as_ref()
    }

    /// Returns the compiled highlights.
    pub fn highlighter(&self) -> &Highlighter {
        &self.highlighter
    }

    /// Returns whether the query contains words.
    pub fn has_query_words(&self) -> bool {
        !self.query.is_empty()
    }

    /// Returns whether any keyword set is on.
    pub fn has_sets_on(&self) -> bool {
        self.enabled && self.sets.sets().iter().any(|set| set.on)
    }

    /// Returns the keyword set whose hits alone are walked, with its number.
    pub fn walked(&self) -> Option<(usize, &KeywordSet)> {
        let number = self.walked?;
        Some((number, self.sets.sets().get(number)?))
    }

    /// Walks the hits of one keyword set alone, or of all again.
    pub fn walk_set(&mut self, set: Option<usize>) {
        self.walked = set;
        self.row = None;
        self.compile();
    }

    /// Sets or removes the find.
    pub fn set_find(&mut self, text: Option<&str>) {
        self.find = text.filter(|text| !text.is_empty()).map(|text| Find {
            text: text.to_owned(),
            pattern: Pattern::find_text(text),
        });
        self.row = None;
        self.compile();
    }

    /// Sets the words of the query.
    pub fn set_query(&mut self, words: Vec<Pattern>) {
        self.query = words;
        self.compile();
    }

    /// Changes the keyword sets and discards their counts.
    pub fn change_sets(&mut self, change: impl FnOnce(&mut KeywordSets)) {
        change(&mut self.sets);
        self.walked = None;
        self.enabled = true;
        self.counts = None;
        self.compile();
    }

    fn compile(&mut self) {
        let none = KeywordSets::default();
        let sets = if self.enabled { &self.sets } else { &none };
        let find = self.find.as_ref().map(|find| find.pattern.clone());
        self.highlighter = Highlighter::new(sets, self.query.clone(), find).walking(self.walked);
    }
}
