//! A cheap test that rules out most texts without the name of an outlet, by the hashes of the first one or two words of
//! the names. Where a name is in a text, and which, is decided in [`mention`](crate::extract::outlets::mention).

use crate::extract::lines::cost;
use crate::extract::lines::vocabulary::words_of;
use crate::text::hash::{HashTable, Sieve, next_word};
use memchr::memmem::Finder;
use std::borrow::Cow;

/// The words and pairs of words at the beginning of names.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameFilter {
    kinds: HashTable<u8>,
    /// A bit for each hash, to rule out most words without a look into the table.
    sieve: Sieve,
    /// The names with one spelling, by their word.
    short: HashTable<Vec<Finder<'static>>>,
    /// Whether a name has no words, so that any text may have it.
    any: bool,
}

/// The word is a whole name.
const WHOLE: u8 = 1;
/// The word is the first of several.
const FIRST: u8 = 2;
/// Two words are the first of a name.
const PAIR: u8 = 4;
/// The word is a whole name that has one spelling.
const SPELLED: u8 = 8;

impl NameFilter {
    /// The words of these names.
    pub(crate) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut words = Self::default();
        for name in names {
            match *words_of(name) {
                [] => words.any = true,
                [word] if is_short(name) => {
                    words.note(word, SPELLED);
                    words
                        .short
                        .entry(word)
                        .or_default()
                        .push(Finder::new(name).into_owned());
                }
                [word] => words.note(word, WHOLE),
                [first, second, ..] => {
                    words.note(first, FIRST);
                    words.note(next_word(first, second), PAIR);
                }
            }
        }
        words
    }

    fn note(&mut self, hash: u64, kind: u8) {
        self.sieve.add(hash);
        *self.kinds.entry(hash).or_default() |= kind;
    }

    fn kinds_of(&self, hash: u64) -> u8 {
        let known = self.sieve.may_have(hash).then(|| self.kinds.get(&hash));
        known.flatten().copied().unwrap_or(0)
    }

    /// Returns whether a name may occur in a text of these words, none of which is glued to another.
    pub(crate) fn may_occur_in<'t>(&self, words: &[u64], text: impl Fn() -> Cow<'t, str>) -> bool {
        let is_spelled = |word: &u64| {
            let mut names = self.short.get(word).into_iter().flatten();
            names.any(|name| {
                let text = text();
                cost::count(text.len());
                name.find(text.as_bytes()).is_some()
            })
        };
        let is_name = |(at, word): (usize, &u64)| {
            let kinds = self.kinds_of(*word);
            let pair = |&next: &u64| self.kinds_of(next_word(*word, next)) & PAIR != 0;
            kinds & WHOLE != 0
                || kinds & FIRST != 0 && words.get(at + 1).is_some_and(pair)
                || kinds & SPELLED != 0 && is_spelled(word)
        };
        self.any || words.iter().enumerate().any(is_name)
    }
}

/// The most characters of a name that has one spelling: `RT` is not `rt`.
const SHORT: usize = 4;

/// Returns whether a name has one spelling.
pub(crate) fn is_short(name: &str) -> bool {
    name.chars().count() <= SHORT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_without_the_words_of_a_name_are_ruled_out() {
        let names = NameFilter::of(["Lenne Post", "Gazette", "QRT"].into_iter());
        let may_name = |text: &str| names.may_occur_in(&words_of(text), || text.into());
        for text in ["from the Lenne Post", "the GAZETTE says", "QRT reports"] {
            assert!(may_name(text), "{text}");
        }
        for text in ["along the Lenne to the post", "a qrt of milk", "gazettes"] {
            assert!(!may_name(text), "{text}");
        }
    }
}
