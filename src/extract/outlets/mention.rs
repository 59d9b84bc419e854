//! Finds the names of outlets in a text. Their role is decided in `meta`.

use crate::extract::dates::token::is_ideograph;
use crate::extract::lines::cost;
use crate::extract::outlets::name_filter::{NameFilter, is_short};
use crate::extract::outlets::profile::Outlet;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use std::ops::Range;

/// All known names, ready for a search.
#[derive(Debug, Clone, Default)]
pub(crate) struct MentionSearch {
    searcher: Option<AhoCorasick>,
    /// The outlet and the text of each pattern.
    names: Vec<(usize, String)>,
    filter: NameFilter,
}

/// The name of an outlet in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OutletMention<'a> {
    pub(crate) range: Range<usize>,
    pub(crate) outlet: &'a Outlet,
}

impl MentionSearch {
    pub(crate) fn new(outlets: &[Outlet]) -> Self {
        let mut names = Vec::new();
        for (at, outlet) in outlets.iter().enumerate() {
            let all = outlet.aliases.iter().chain([&outlet.name]);
            // A name with an explanation in brackets does not occur in texts.
            names.extend(
                all.filter(|name| !name.ends_with(')'))
                    .map(|name| (at, name.clone())),
            );
        }
        let searcher = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .start_kind(StartKind::Anchored)
            .build(names.iter().map(|(_, name)| name))
            .ok();
        let filter = NameFilter::of(names.iter().map(|(_, name)| name.as_str()));
        Self {
            searcher,
            names,
            filter,
        }
    }

    /// The test that rules out most texts without names.
    pub(crate) fn filter(&self) -> &NameFilter {
        &self.filter
    }

    /// The name at the beginning of a text.
    pub(crate) fn at_start<'a>(&self, text: &str, outlets: &'a [Outlet]) -> Option<OutletMention<'a>> {
        self.at(text, 0, outlets)?.1
    }

    /// The names in a text, in order.
    pub(crate) fn in_text<'a>(&self, text: &str, outlets: &'a [Outlet]) -> Vec<OutletMention<'a>> {
        cost::count(text.len());
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            match begins_word(text, at)
                .then(|| self.at(text, at, outlets))
                .flatten()
            {
                Some((end, mention)) => {
                    found.extend(mention);
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The end of the longest name that begins at an offset, and its mention if it counts: with the right spelling,
    /// and not part of a longer word.
    fn at<'a>(
        &self,
        text: &str,
        start: usize,
        outlets: &'a [Outlet],
    ) -> Option<(usize, Option<OutletMention<'a>>)> {
        let input = Input::new(text).span(start..text.len()).anchored(Anchored::Yes);
        let hit = self.searcher.as_ref()?.try_find(input).ok()??;
        let (at, name) = self.names.get(hit.pattern().as_usize())?;
        let written = text.get(hit.range())?;
        let fits = (!is_short(name) || written == name) && stands_alone(text, hit.range());
        let outlet = outlets.get(*at).filter(|_| fits);
        let mention = outlet.map(|outlet| OutletMention {
            range: hit.range(),
            outlet,
        });
        Some((hit.end(), mention))
    }
}

/// Returns whether a word may begin at an offset: at the edge of a character, and not inside a word of ASCII.
fn begins_word(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (Some(before), Some(&byte)) = (at.checked_sub(1), bytes.get(at)) else {
        return true;
    };
    let before = bytes[before];
    let is_glued = before.is_ascii_lowercase() && byte.is_ascii_uppercase();
    let is_inside = before.is_ascii_alphanumeric() && byte.is_ascii_alphanumeric() && !is_glued;
    !is_inside && text.is_char_boundary(at)
}

/// Returns whether a range is not part of a longer word. Words that the page glued together (`RTWorld`) and
/// ideographs count as words of their own.
fn stands_alone(text: &str, range: Range<usize>) -> bool {
    let joins = |a: char, b: char| {
        let plain = |c: char| c.is_alphanumeric() && !is_ideograph(c);
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
    use crate::extract::outlets::directory::OutletDirectory;

    #[test]
    fn no_name_is_missed() {
        let outlets = OutletDirectory::builtin();
        for text in [
            "RT",
            "(AP)",
            "seenBBC News",
            "新华社",
            "bbc news",
            "dpa/AFP",
            "TASS",
        ] {
            assert!(!outlets.mentions(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn names_are_found_as_words() {
        let outlets = OutletDirectory::builtin();
        let named = |text: &str| {
            outlets
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
