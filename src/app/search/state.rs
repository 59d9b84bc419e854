//! What is looked for: the keyword sets, the find, the query's words; and how often the sets occur.

use crate::app::search::find::{FindOrigin, WalkDirection};
use crate::app::search::highlight::Highlighter;
use crate::config::keywords::KeywordSets;
use crate::text::pattern::Pattern;

/// What is looked for.
#[derive(Debug)]
pub struct Search {
    sets: KeywordSets,
    /// Whether the sets are used at all.
    enabled: bool,
    find: Option<Find>,
    query: Vec<Pattern>,
    highlighter: Highlighter,
    /// Hits of each set in the view; `None` while they are being counted.
    pub counts: Option<Vec<u64>>,
    /// Where the find that is being typed began.
    pub(crate) find_origin: Option<FindOrigin>,
    /// The hit to go to when a worker has found the hits: from where, in which direction, how many further.
    pub(crate) jump: Option<(usize, WalkDirection, usize)>,
}

/// A find in use.
#[derive(Debug, Clone)]
pub struct Find {
    /// What was typed.
    pub text: String,
    /// What it looks for.
    pub pattern: Pattern,
}

impl Search {
    /// Looks for the words of these sets.
    pub fn new(sets: KeywordSets, enabled: bool) -> Self {
        let mut search = Self {
            sets,
            enabled,
            find: None,
            query: Vec::new(),
            highlighter: Highlighter::default(),
            counts: None,
            find_origin: None,
            jump: None,
        };
        search.compile();
        search
    }

    /// The keyword sets.
    pub fn sets(&self) -> &KeywordSets {
        &self.sets
    }

    /// The find in use.
    pub fn find(&self) -> Option<&Find> {
        self.find.as_ref()
    }

    /// What is looked for, compiled.
    pub fn highlighter(&self) -> &Highlighter {
        &self.highlighter
    }

    /// Whether the query has words that stand somewhere in what it finds.
    pub fn has_query_words(&self) -> bool {
        !self.query.is_empty()
    }

    /// Whether any keyword set is on.
    pub fn has_sets_on(&self) -> bool {
        self.enabled && self.sets.sets().iter().any(|set| set.on)
    }

    /// Looks for this text, or for none.
    pub fn set_find(&mut self, text: Option<&str>) {
        self.find = text.filter(|text| !text.is_empty()).map(|text| Find {
            text: text.to_owned(),
            pattern: Pattern::find_text(text),
        });
        self.compile();
    }

    /// Looks for the words of a query.
    pub fn set_query(&mut self, words: Vec<Pattern>) {
        self.query = words;
        self.compile();
    }

    /// Changes the keyword sets; what was counted is out of date.
    pub fn change_sets(&mut self, change: impl FnOnce(&mut KeywordSets)) {
        change(&mut self.sets);
        self.enabled = true;
        self.counts = None;
        self.compile();
    }

    fn compile(&mut self) {
        let none = KeywordSets::default();
        let sets = if self.enabled { &self.sets } else { &none };
        let find = self.find.as_ref().map(|find| find.pattern.clone());
        self.highlighter = Highlighter::new(sets, self.query.clone(), find);
    }
}
