//! Finds patterns in text: hits are byte ranges on character boundaries that do not overlap. Not colours, not queries.

use crate::text::boundary::{ceil_boundary, floor_boundary};
use crate::text::fold::{Folded, fold};
use crate::text::pattern::{CompiledRegex, Pattern, PatternKind, PatternWords};
use aho_corasick::{AhoCorasick, Input, MatchKind};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::{ControlFlow, Range};
use unicode_normalization::char::is_combining_mark;

/// [`Matcher::hits_in`] looks this many bytes around its range and may miss longer hits.
const MARGIN: usize = 1024;
/// The longest white space between two words of a phrase, in characters.
const GAP_MAX: usize = 64;
/// The longest rest of a word after a prefix, in characters.
const WORD_MAX: usize = 64;

/// A place where a pattern matches.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hit {
    /// Bytes of the text, on character boundaries, never empty.
    pub range: Range<usize>,
    /// The index of the pattern.
    pub pattern: u32,
}

/// Patterns that are searched for together.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    folded: Option<WordSearch>,
    exact: Option<WordSearch>,
    regexes: Vec<(u32, CompiledRegex)>,
}

impl Matcher {
    /// Prepares the patterns; each is identified by its index.
    pub fn new(patterns: impl IntoIterator<Item = Pattern>) -> Self {
        let (mut folded, mut exact, mut regexes) = (Vec::new(), Vec::new(), Vec::new());
        for (number, pattern) in (0u32..).zip(patterns) {
            match pattern.kind {
                PatternKind::Regex(regex) => regexes.push((number, regex)),
                PatternKind::Words(words) if words.list.is_empty() => {}
                PatternKind::Words(words) if words.exact => exact.push((number, words)),
                PatternKind::Words(words) => folded.push((number, words)),
            }
        }
        Self {
            folded: WordSearch::new(folded),
            exact: WordSearch::new(exact),
            regexes,
        }
    }

    /// Returns whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.folded.is_none() && self.exact.is_none() && self.regexes.is_empty()
    }

    /// All hits, sorted by start. Among overlapping hits the first wins, then the longest.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        self.search(text, 0..text.len())
    }

    /// The hits that touch a byte range of a text. The cost depends on the range, not on the text. If hits overlap or
    /// are longer than a kilobyte, the answer may differ from [`Matcher::hits`] outside the range.
    pub fn hits_in(&self, text: &str, range: Range<usize>) -> Vec<Hit> {
        let start = floor_boundary(text, range.start.saturating_sub(MARGIN));
        let end = ceil_boundary(text, range.end.saturating_add(MARGIN).min(text.len()));
        if start >= end {
            return Vec::new();
        }
        let mut hits = self.search(text, start..end);
        hits.retain(|hit| hit.range.start < range.end && hit.range.end > range.start);
        hits
    }

    /// Returns whether any pattern matches; the fastest query.
    pub fn is_match(&self, text: &str) -> bool {
        let found = |_| ControlFlow::Break(());
        self.regexes
            .iter()
            .any(|(_, regex)| regex.matches(text).any(|found| !found.is_empty()))
            || self
                .exact
                .as_ref()
                .is_some_and(|search| search.visit(text, found).is_break())
            || self
                .folded
                .as_ref()
                .is_some_and(|search| search.visit(&fold(text), found).is_break())
    }

    fn search(&self, text: &str, window: Range<usize>) -> Vec<Hit> {
        let mut hits = Vec::new();
        let piece = text.get(window.clone()).unwrap_or_default();
        if let Some(search) = &self.folded {
            let folded = Folded::new(piece);
            let _ = search.visit(folded.text(), |hit| {
                let start = floor_boundary(piece, folded.original(hit.range.start));
                let end = ceil_boundary(piece, folded.original(hit.range.end));
                hits.push(Hit {
                    range: window.start + start..window.start + end,
                    ..hit
                });
                ControlFlow::Continue(())
            });
        }
        if let Some(search) = &self.exact {
            let _ = search.visit(piece, |hit| {
                hits.push(Hit {
                    range: window.start + hit.range.start..window.start + hit.range.end,
                    ..hit
                });
                ControlFlow::Continue(())
            });
        }
        for (pattern, regex) in &self.regexes {
            push_regex_hits(text, &window, regex, *pattern, &mut hits);
        }
        resolve(hits)
    }
}

/// The window ends the text for the search but does not begin it: `\b` and `^` depend on the text before it.
fn push_regex_hits(
    text: &str,
    window: &Range<usize>,
    regex: &CompiledRegex,
    pattern: u32,
    hits: &mut Vec<Hit>,
) {
    let text = text.get(..window.end).unwrap_or(text);
    let mut at = window.start;
    while at <= text.len()
        && let Some(found) = regex.find_at(text, at)
    {
        at = found.end();
        if found.is_empty() {
            at = ceil_boundary(text, at + 1).max(at + 1);
        } else {
            hits.push(Hit {
                range: found.range(),
                pattern,
            });
        }
    }
}

fn resolve(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_unstable_by_key(|hit| (hit.range.start, Reverse(hit.range.end), hit.pattern));
    let mut end = 0;
    hits.retain(|hit| {
        let free = hit.range.start >= end && !hit.range.is_empty();
        if free {
            end = hit.range.end;
        }
        free
    });
    hits
}

/// Finds the first words of all patterns at once, then checks the rest of each pattern at each hit.
#[derive(Debug, Clone)]
struct WordSearch {
    first_words: FirstWords,
    /// The patterns with their numbers.
    patterns: Vec<(u32, PatternWords)>,
}

/// How the first words of patterns are found. Each has the indices of the patterns that begin with it.
#[derive(Debug, Clone)]
enum FirstWords {
    /// An automaton that finds the longest first word at the leftmost position, and for each first word the patterns that
    /// begin with it or with a prefix of it.
    Few(AhoCorasick, Vec<Vec<usize>>),
    /// A table of the first words, and their lengths in bytes. Building an automaton takes time in proportion to the square
    /// of the number of words, and this search is as fast as long as words begin at the beginning of a word.
    Many(HashMap<String, Vec<usize>>, BTreeSet<usize>),
}

/// From this number on, first words are in a table.
const MANY: usize = 1_000;

impl FirstWords {
    fn new(by_first: HashMap<String, Vec<usize>>, start_words: bool) -> Option<Self> {
        if by_first.len() >= MANY && start_words {
            let lengths = by_first.keys().map(String::len).collect();
            return Some(Self::Many(by_first, lengths));
        }
        let mut first_words: Vec<&str> = by_first.keys().map(String::as_str).collect();
        first_words.sort_unstable();
        let starting = first_words.iter().map(|first| {
            let prefixes = (1..=first.len()).filter_map(|end| first.get(..end));
            let mut starting: Vec<usize> = prefixes
                .filter_map(|prefix| by_first.get(prefix))
                .flatten()
                .copied()
                .collect();
            starting.sort_unstable();
            starting
        });
        let starting = starting.collect();
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&first_words);
        Some(Self::Few(search.ok()?, starting))
    }

    /// Calls `found` with each place of a first word and the patterns that may match there, ordered by place.
    fn visit(
        &self,
        text: &str,
        mut found: impl FnMut(usize, &[usize]) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match self {
            Self::Few(search, starting) => {
                let mut at = 0;
                while let Some(first) = search.find(Input::new(text).span(at..text.len())) {
                    let starting = starting.get(first.pattern().as_usize());
                    found(first.start(), starting.map_or(&[], Vec::as_slice))?;
                    at = first.start() + 1;
                }
            }
            Self::Many(by_first, lengths) => {
                let starts = text.char_indices().map(|(at, _)| at);
                for at in starts.filter(|at| is_word_start(text, *at)) {
                    for length in lengths {
                        let first = text.get(at..at + length);
                        if let Some(starting) = first.and_then(|first| by_first.get(first)) {
                            found(at, starting)?;
                        }
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }
}

impl WordSearch {
    fn new(patterns: Vec<(u32, PatternWords)>) -> Option<Self> {
        let mut by_first: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, (_, words)) in patterns.iter().enumerate() {
            if let Some(first) = words.first() {
                by_first.entry(first.to_owned()).or_default().push(at);
            }
        }
        if by_first.is_empty() {
            return None;
        }
        let start_words = patterns.iter().all(|(_, words)| words.starts_word);
        Some(Self {
            first_words: FirstWords::new(by_first, start_words)?,
            patterns,
        })
    }

    /// Calls `found` for every match, including overlapping ones, ordered by start.
    fn visit(&self, text: &str, mut found: impl FnMut(Hit) -> ControlFlow<()>) -> ControlFlow<()> {
        self.first_words.visit(text, |start, starting| {
            for (pattern, words) in starting.iter().filter_map(|at| self.patterns.get(*at)) {
                if let Some(end) = words.end_of_match(text, start) {
                    found(Hit {
                        range: start..end,
                        pattern: *pattern,
                    })?;
                }
            }
            ControlFlow::Continue(())
        })
    }
}

impl PatternWords {
    fn first(&self) -> Option<&str> {
        self.list.first().map(String::as_str)
    }

    /// The end of the match whose first word begins at `start`, if the other words follow and the boundaries fit.
    fn end_of_match(&self, text: &str, start: usize) -> Option<usize> {
        let mut end = start + self.first()?.len();
        for word in self.list.get(1..).unwrap_or_default() {
            let rest = text.get(end..)?;
            let gap: usize = rest
                .chars()
                .take(GAP_MAX)
                .take_while(|c| c.is_whitespace())
                .map(char::len_utf8)
                .sum();
            if gap == 0 || !rest[gap..].starts_with(word.as_str()) {
                return None;
            }
            end += gap + word.len();
        }
        let starts = !self.starts_word || is_word_start(text, start);
        let ends = !self.ends_word || is_word_end(text, end);
        // A prefix is shown as the whole word that begins with it.
        let is_prefix = self.starts_word && !self.ends_word;
        (starts && ends).then(|| if is_prefix { word_end_from(text, end) } else { end })
    }
}

/// The end of the word at an offset, at most [`WORD_MAX`] characters away.
fn word_end_from(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let boundaries = rest.char_indices().map(|(more, _)| at + more).chain([text.len()]);
    boundaries
        .take(WORD_MAX)
        .find(|&end| is_word_end(text, end))
        .unwrap_or(at)
}

/// Returns whether a word may begin at an offset: a character boundary that no word crosses.
pub fn is_word_start(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let first = text.get(at..).and_then(|text| text.chars().next());
    is_boundary(before, first)
}

/// Returns whether a word may end at an offset.
pub fn is_word_end(text: &str, at: usize) -> bool {
    let last = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at..).and_then(|text| text.chars().next());
    // Korean particles are attached to the word before them.
    is_boundary(last, after)
        || last.is_some_and(|c| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}'))
}

fn is_boundary(left: Option<char>, right: Option<char>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => {
            !is_word_char(left) || !is_word_char(right) || is_unspaced(left) || is_unspaced(right)
        }
        _ => true,
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || (!c.is_ascii() && is_combining_mark(c))
}

/// Scripts without blanks between words, in which any position may be a boundary.
fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{312f}'
            | '\u{31a0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
#[path = "matcher_tests.rs"]
mod tests;
