//! What is highlighted in text: keyword sets, the words of the query, and the find. Not their colours, which the theme
//! defines, and not how the sets are stored.

use crate::article::document::Document;
use crate::config::keywords::KeywordSets;
use crate::library::entry::Entry;
use crate::text::fold::fold;
use crate::text::matcher::Matcher;
use crate::text::pattern::{Pattern, PatternBudget};
use std::ops::Range;
use std::sync::Arc;

/// The cause of a highlight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    /// It is a hit of the find.
    Find,
    /// It is a word of the query.
    Query,
    /// It belongs to the keyword set with this index.
    Set(usize),
}

/// A highlighted place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentHit {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// The cause.
    pub kind: HitKind,
}

/// Everything that is highlighted at the moment, compiled; cheap to clone and to send to a worker.
#[derive(Debug, Clone, Default)]
pub struct Highlighter {
    parts: Arc<HighlightParts>,
    /// The keyword set whose hits alone are walked.
    walked: Option<usize>,
}

#[derive(Debug, Default)]
struct HighlightParts {
    find: Option<Matcher>,
    /// The folded words of a find whose capitals matter. In a folded text they only show that a hit is possible.
    exact_find: Option<Vec<String>>,
    query: Option<Matcher>,
    sets: Option<Matcher>,
    /// The set that each pattern of `sets` belongs to.
    set_of: Vec<usize>,
    set_count: usize,
}

impl Highlighter {
    /// Compiles what is highlighted. Sets that are off have no hits, and invalid patterns in a set are ignored,
    /// because the configuration has reported them.
    pub fn new(sets: &KeywordSets, query: Vec<Pattern>, find: Option<Pattern>) -> Self {
        let (mut patterns, mut set_of) = (Vec::new(), Vec::new());
        let mut budget = PatternBudget::default();
        for (number, set) in sets.sets().iter().enumerate().filter(|(_, set)| set.on) {
            for word in &set.words {
                if let Ok(pattern) = Pattern::parse_within(word, &mut budget) {
                    patterns.push(pattern);
                    set_of.push(number);
                }
            }
        }
        let matcher = |patterns: Vec<Pattern>| (!patterns.is_empty()).then(|| Matcher::new(patterns));
        let exact_find = find
            .as_ref()
            .map(Pattern::written)
            .filter(|text| text.chars().any(char::is_uppercase))
            .map(|text| fold(text).split_whitespace().map(str::to_owned).collect());
        let parts = HighlightParts {
            exact_find,
            find: find.map(|pattern| Matcher::new([pattern])),
            query: matcher(query),
            sets: matcher(patterns),
            set_of,
            set_count: sets.sets().len(),
        };
        Self {
            parts: Arc::new(parts),
            walked: None,
        }
    }

    /// Returns the highlighter that walks the hits of one keyword set alone.
    #[must_use]
    pub fn walking(self, walked: Option<usize>) -> Self {
        Self { walked, ..self }
    }

    /// Returns whether nothing is highlighted.
    pub fn is_empty(&self) -> bool {
        self.parts.find.is_none() && self.parts.query.is_none() && self.parts.sets.is_none()
    }

    /// Returns the number of keyword sets, on or off.
    pub fn set_count(&self) -> usize {
        self.parts.set_count
    }

    /// Returns all hits in a text, sorted by position; hits of different kinds may overlap.
    pub fn scan(&self, text: &str) -> Vec<DocumentHit> {
        self.scan_in(text, 0..text.len())
    }

    /// Returns the hits that touch a range of the text; reads only that range and its surroundings.
    pub fn scan_in(&self, text: &str, range: Range<usize>) -> Vec<DocumentHit> {
        let parts = &self.parts;
        let mut hits = Vec::new();
        let mut collect = |matcher: Option<&Matcher>, kind: &dyn Fn(u32) -> HitKind| {
            for hit in matcher
                .map(|matcher| matcher.hits_in(text, range.clone()))
                .unwrap_or_default()
            {
                hits.push(DocumentHit {
                    range: hit.range,
                    kind: kind(hit.pattern),
                });
            }
        };
        collect(parts.find.as_ref(), &|_| HitKind::Find);
        collect(parts.query.as_ref(), &|_| HitKind::Query);
        collect(parts.sets.as_ref(), &|pattern| HitKind::Set(self.set_of(pattern)));
        hits.sort_by_key(|hit| (hit.range.start, hit.range.end));
        hits
    }

    /// Returns whether `n` and `N` walk hits of this kind: those of the set that is walked, else those of the find or,
    /// without one, those of the query and the sets.
    pub fn walks(&self, kind: HitKind) -> bool {
        if let Some(set) = self.walked {
            kind == HitKind::Set(set)
        } else if self.parts.find.is_some() {
            kind == HitKind::Find
        } else {
            kind != HitKind::Find
        }
    }

    /// Returns whether an article has a hit that is walked, in its title, standfirst, captions or body.
    pub fn occurs_in(&self, entry: &Entry) -> bool {
        let parts = &self.parts;
        if let Some(set) = self.walked {
            return self.set_occurs_in(set, entry);
        }
        if let Some(words) = &parts.exact_find {
            let may_be = words
                .iter()
                .all(|word| entry.search_text().contains(word.as_str()));
            return may_be && occurs_as_written(parts.find.as_ref(), entry);
        }
        let matchers = match &parts.find {
            Some(find) => [Some(find), None],
            None => [parts.query.as_ref(), parts.sets.as_ref()],
        };
        let captions = entry.article.captions();
        matchers.into_iter().flatten().any(|matcher| {
            matcher.is_match(entry.search_text()) || captions.iter().any(|caption| matcher.is_match(caption))
        })
    }

    fn set_occurs_in(&self, set: usize, entry: &Entry) -> bool {
        let captions = entry.article.captions();
        let mut texts = captions.iter().map(String::as_str).chain([entry.search_text()]);
        let has_hit = |text: &str| {
            let hits = self.parts.sets.as_ref().map(|sets| sets.hits(text));
            hits.into_iter()
                .flatten()
                .any(|hit| self.set_of(hit.pattern) == set)
        };
        texts.any(has_hit)
    }

    /// Adds the number of hits of each set in an article.
    pub fn count_into(&self, entry: &Entry, counts: &mut [u64]) {
        let Some(sets) = &self.parts.sets else { return };
        let captions = entry.article.captions();
        let texts = captions.iter().map(String::as_str).chain([entry.search_text()]);
        for hit in texts.flat_map(|text| sets.hits(text)) {
            if let Some(count) = counts.get_mut(self.set_of(hit.pattern)) {
                *count += 1;
            }
        }
    }

    fn set_of(&self, pattern: u32) -> usize {
        self.parts.set_of.get(pattern as usize).copied().unwrap_or(0)
    }
}

fn occurs_as_written(find: Option<&Matcher>, entry: &Entry) -> bool {
    let text = Document::clean(&entry.article, "").text;
    find.is_some_and(|find| find.is_match(&text))
}
