//! Cheap tests that rule out most texts without the name of an outlet, by the first bytes of the names and by the
//! hashes of their first words. Where a name is in a text, and which, is decided in [`mention`](super::mention).

use crate::extract::phrases::{HashTable, Mixed, Sieve, WORD_START, end_word, next_word, words_of};
use crate::extract::work;
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;

/// Both tests.
#[derive(Debug, Clone, Default)]
pub(super) struct NameFilter {
    starts: NameStarts,
    words: NameWords,
}

impl NameFilter {
    /// The filter for these names.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Self {
        Self {
            starts: NameStarts::of(names.clone()),
            words: NameWords::of(names),
        }
    }

    /// Returns whether a text may begin with a name.
    pub(super) fn may_open(&self, text: &[u8]) -> bool {
        self.starts.may_open(text)
    }

    /// The next offset, `from` included, at which a name may begin as a word of its own.
    pub(super) fn next(&self, text: &str, from: usize) -> Option<usize> {
        self.starts.next(text, from)
    }

    /// Returns whether a name may occur in a text of these words, none of which is glued to another.
    pub(super) fn may_occur_in<'t>(&self, words: &[u64], text: impl Fn() -> Cow<'t, str>) -> bool {
        self.words.may_occur_in(words, text)
    }
}

/// How names begin: the hash of each name's first bytes in lower case, or of all bytes of a short name as it is
/// written.
#[derive(Debug, Clone, Default)]
struct NameStarts {
    hashes: HashSet<u64, BuildHasherDefault<Mixed>>,
    /// A bit for each hash, to rule out most texts without a look into the table.
    bits: Vec<u64>,
    /// By the first four bytes of each name that has four: a bit for each length of such names.
    lengths: Vec<u8>,
    /// By the first two bytes, as written, of each shorter name: a bit for each length of such names.
    short_lengths: Vec<u8>,
}

impl NameStarts {
    const BITS: u64 = 1 << 16;
    /// The most bytes of a name that are hashed.
    const LONGEST: usize = 8;

    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut starts = Self {
            hashes: HashSet::default(),
            bits: vec![0; (Self::BITS / 64) as usize],
            lengths: vec![0; Self::BITS as usize],
            short_lengths: vec![0; Self::BITS as usize],
        };
        for name in names {
            let start = &name.as_bytes()[..name.len().min(Self::LONGEST)];
            match *start {
                [] => continue,
                [letter] => (0..=255).for_each(|next| starts.short_lengths[Self::pair([letter, next])] |= 1),
                [first, second] => starts.short_lengths[Self::pair([first, second])] |= 1 << 1,
                [first, second, _] => starts.short_lengths[Self::pair([first, second])] |= 1 << 2,
                [first, second, third, fourth, ..] => {
                    let four = Self::four([first, second, third, fourth]);
                    starts.lengths[four] |= 1 << (start.len() - 1);
                }
            }
            let exact = is_short(name);
            let hash = Self::hash(Self::head(name.as_bytes()), start.len(), exact);
            starts.hashes.insert(hash);
            starts.bits[(hash % Self::BITS / 64) as usize] |= 1 << (hash % 64);
        }
        starts
    }

    /// The index of two bytes as they are: names of this length have one spelling.
    fn pair(bytes: [u8; 2]) -> usize {
        usize::from(u16::from_le_bytes(bytes))
    }

    /// The first bytes of a text, padded with zeros.
    #[inline]
    fn head(text: &[u8]) -> u64 {
        let whole = text.first_chunk().copied();
        u64::from_le_bytes(whole.unwrap_or_else(|| {
            let mut head = [0; Self::LONGEST];
            head[..text.len()].copy_from_slice(text);
            head
        }))
    }

    /// The hash of the first `length` bytes of a head, as they are or without regard to case.
    #[inline]
    fn hash(head: u64, length: usize, exact: bool) -> u64 {
        let kept = head & (u64::MAX >> (64 - 8 * length));
        let folded = if exact { kept } else { kept | 0x2020_2020_2020_2020 };
        end_word(folded ^ ((length as u64) << 8 | u64::from(exact)).wrapping_mul(WORD_START))
    }

    /// The index of four bytes without regard to case.
    fn four(bytes: [u8; 4]) -> usize {
        let folded = u32::from_le_bytes(bytes) | 0x2020_2020;
        (folded.wrapping_mul(0x9E37_79B1) >> 16) as usize
    }

    fn has(&self, hash: u64) -> bool {
        let bits = self.bits.get((hash % Self::BITS / 64) as usize);
        bits.is_some_and(|bits| bits & (1 << (hash % 64)) != 0) && self.hashes.contains(&hash)
    }

    /// The next offset, `from` included, at which a name may begin as a word of its own.
    fn next(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut before = from
            .checked_sub(1)
            .and_then(|at| bytes.get(at))
            .map_or(OTHER, |&byte| byte_class(byte));
        let mut rest = bytes.get(from..)?;
        while let [byte, tail @ ..] = rest {
            let now = byte_class(*byte);
            if before == SMALL && now == SMALL {
                rest = tail;
                continue;
            }
            if begins(before, now) && self.may_open(rest) {
                return Some(bytes.len() - rest.len());
            }
            before = now;
            rest = tail;
        }
        None
    }

    /// Returns whether a text may begin with a name: the first bytes rule most texts out.
    #[inline]
    fn may_open(&self, text: &[u8]) -> bool {
        let pair = [text.first(), text.get(1)].map(|byte| byte.copied().unwrap_or(b' '));
        let short = self.short_lengths.get(Self::pair(pair));
        let long = text
            .first_chunk()
            .and_then(|&four| self.lengths.get(Self::four(four)));
        let lengths = short.unwrap_or(&0) | long.unwrap_or(&0);
        lengths != 0 && self.opens(text, lengths)
    }

    /// Returns whether a text begins with the hashed part of a name. `lengths` has a bit for each length to compare.
    fn opens(&self, text: &[u8], mut lengths: u8) -> bool {
        let head = Self::head(text);
        while lengths != 0 {
            let length = lengths.trailing_zeros() as usize + 1;
            lengths &= lengths - 1;
            let ends = match text.get(length - 1..) {
                Some(&[last, next, ..]) => length == Self::LONGEST || !joined(last, next),
                Some([_]) => true,
                _ => false,
            };
            if ends && (self.has(Self::hash(head, length, false)) || self.has(Self::hash(head, length, true)))
            {
                return true;
            }
        }
        false
    }
}

const OTHER: u8 = 0;
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const DIGIT: u8 = 3;
/// Bytes of a character after its first.
const WITHIN: u8 = 4;

/// Returns whether a byte of class `now` after one of class `before` begins a word.
#[inline]
fn begins(before: u8, now: u8) -> bool {
    /// A bit for each pair of classes.
    const BEGINS: u64 = {
        let mut begins = 0;
        let mut before = OTHER;
        while before <= WITHIN {
            let mut now = OTHER;
            while now < WITHIN {
                let glued = before == SMALL && now == CAPITAL;
                let parted = before == OTHER || before == WITHIN || now == OTHER;
                begins |= ((parted || glued) as u64) << (before * 8 + now);
                now += 1;
            }
            before += 1;
        }
        begins
    };
    BEGINS >> (before * 8 + now) & 1 != 0
}

/// The class of a byte, to see where words begin.
fn byte_class(byte: u8) -> u8 {
    const KINDS: [u8; 256] = {
        let mut kinds = [OTHER; 256];
        let mut byte = 0;
        while byte < 256 {
            kinds[byte] = match byte as u8 {
                b'a'..=b'z' => SMALL,
                b'A'..=b'Z' => CAPITAL,
                b'0'..=b'9' => DIGIT,
                0x80..=0xBF => WITHIN,
                _ => OTHER,
            };
            byte += 1;
        }
        kinds
    };
    KINDS[usize::from(byte)]
}

/// Returns whether two bytes are certainly in one word; see `mention::stands_alone`.
fn joined(before: u8, byte: u8) -> bool {
    let glued = before.is_ascii_lowercase() && byte.is_ascii_uppercase();
    before.is_ascii_alphanumeric() && byte.is_ascii_alphanumeric() && !glued
}

/// The words and pairs of words at the beginning of names.
#[derive(Debug, Clone, Default)]
struct NameWords {
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

impl NameWords {
    /// The words of these names.
    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
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
    fn may_occur_in<'t>(&self, words: &[u64], text: impl Fn() -> Cow<'t, str>) -> bool {
        let is_spelled = |word: &u64| {
            let mut names = self.short.get(word).into_iter().flatten();
            names.any(|name| {
                let text = text();
                work::note(text.len());
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
pub(super) fn is_short(name: &str) -> bool {
    name.chars().count() <= SHORT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_without_the_words_of_a_name_are_left_alone() {
        let names = NameWords::of(["Lenne Post", "Gazette", "QRT"].into_iter());
        let may_name = |text: &str| names.may_occur_in(&words_of(text), || text.into());
        for text in ["from the Lenne Post", "the GAZETTE says", "QRT reports"] {
            assert!(may_name(text), "{text}");
        }
        for text in ["along the Lenne to the post", "a qrt of milk", "gazettes"] {
            assert!(!may_name(text), "{text}");
        }
    }
}
