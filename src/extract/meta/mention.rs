//! Finds the names of outlets in a text. Not what the text says of them.

use super::profile::Outlet;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::ops::Range;

/// All known names, ready to be searched for.
#[derive(Debug, Clone, Default)]
pub(super) struct Mentions {
    searcher: Option<AhoCorasick>,
    /// For each pattern its outlet and its text.
    names: Vec<(usize, String)>,
}

/// A name in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mention<'a> {
    pub(super) range: Range<usize>,
    pub(super) outlet: &'a Outlet,
}

/// Names up to this many characters are written in one way only: `RT` is no `rt`.
const SHORT: usize = 4;

impl Mentions {
    pub(super) fn new(outlets: &[Outlet]) -> Self {
        let mut names = Vec::new();
        for (at, outlet) in outlets.iter().enumerate() {
            let all = outlet.aliases.iter().chain([&outlet.name]);
            // A name with an explanation in brackets is written so nowhere.
            names.extend(
                all.filter(|name| !name.ends_with(')'))
                    .map(|name| (at, name.clone())),
            );
        }
        let searcher = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(names.iter().map(|(_, name)| name))
            .ok();
        Self { searcher, names }
    }

    pub(super) fn in_text<'a>(&self, text: &str, outlets: &'a [Outlet]) -> Vec<Mention<'a>> {
        let Some(searcher) = &self.searcher else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for hit in searcher.find_iter(text) {
            let Some((at, name)) = self.names.get(hit.pattern().as_usize()) else {
                continue;
            };
            let Some(written) = text.get(hit.range()) else {
                continue;
            };
            let is_short = name.chars().count() <= SHORT;
            let fits = !is_short || written == name;
            let outlet = outlets
                .get(*at)
                .filter(|_| fits && stands_alone(text, hit.range()));
            found.extend(outlet.map(|outlet| Mention {
                range: hit.range(),
                outlet,
            }));
        }
        found
    }
}

/// Whether a range is no part of a longer word. Words glued together by the page (`RTWorld`) and ideographs count
/// as words of their own.
fn stands_alone(text: &str, range: Range<usize>) -> bool {
    let joins = |a: char, b: char| {
        let plain = |c: char| c.is_alphanumeric() && !super::token::is_ideograph(c);
        let glued = a.is_lowercase() && b.is_uppercase();
        plain(a) && plain(b) && !glued
    };
    let pair = |at: usize| {
        let before = text.get(..at)?.chars().next_back()?;
        let after = text.get(at..)?.chars().next()?;
        Some((before, after))
    };
    ![range.start, range.end]
        .into_iter()
        .any(|at| pair(at).is_some_and(|(before, after)| joins(before, after)))
}

#[cfg(test)]
mod tests {
    use super::super::Knowledge;

    #[test]
    fn names_are_found_as_words() {
        let knowledge = Knowledge::builtin();
        let named = |text: &str| {
            knowledge
                .mentions(text)
                .iter()
                .map(|mention| mention.outlet.name.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(named("Follow RT on Telegram"), ["RT"]);
        assert_eq!(named("A start at the art fair, rt"), Vec::<String>::new());
        assert_eq!(named("BBC News and the guardian"), ["BBC News", "The Guardian"]);
        assert_eq!(named("据新华社报道"), ["Xinhua"]);
    }
}
