//! Finds the names of outlets in a text. Not what the text says of them.

use super::profile::Outlet;
use crate::extract::phrases::{Mixed, WORD_START, end_word};
use crate::extract::work;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// All known names, ready to be searched for.
#[derive(Debug, Clone, Default)]
pub(super) struct Mentions {
    searcher: Option<AhoCorasick>,
    /// For each pattern its outlet and its text.
    names: Vec<(usize, String)>,
    starts: Starts,
}

/// How names begin, to leave most texts alone without a search: the hash of each name's first bytes, in small letters,
/// or of the whole of a short name as it is written.
#[derive(Debug, Clone, Default)]
struct Starts {
    hashes: HashSet<u64, BuildHasherDefault<Mixed>>,
    /// A bit for each hash, and one for the first four bytes of each name: most are not there.
    bits: Vec<u64>,
    /// A bit for each two bytes that a name begins with, small and capital letters alike.
    pairs: Vec<u64>,
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
            .start_kind(StartKind::Anchored)
            .build(names.iter().map(|(_, name)| name))
            .ok();
        let starts = Starts::of(names.iter().map(|(_, name)| name.as_str()));
        Self {
            searcher,
            names,
            starts,
        }
    }

    /// The name that a text begins with.
    pub(super) fn at_start<'a>(&self, text: &str, outlets: &'a [Outlet]) -> Option<Mention<'a>> {
        if !self.starts.may_open(text.as_bytes()) {
            return None;
        }
        let (_, found) = self.at(text, 0, outlets)?;
        found
    }

    pub(super) fn in_text<'a>(&self, text: &str, outlets: &'a [Outlet]) -> Vec<Mention<'a>> {
        work::note(text.len());
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(start) = self.starts.next(text, from) {
            from = start + 1;
            if let Some((end, mention)) = self.at(text, start, outlets) {
                from = end;
                found.extend(mention);
            }
        }
        found
    }

    /// The end of the longest name that stands at an offset, and the mention where it is one: written as it must be, and no
    /// part of a longer word.
    fn at<'a>(
        &self,
        text: &str,
        start: usize,
        outlets: &'a [Outlet],
    ) -> Option<(usize, Option<Mention<'a>>)> {
        let input = Input::new(text).span(start..text.len()).anchored(Anchored::Yes);
        let hit = self.searcher.as_ref()?.try_find(input).ok()??;
        let (at, name) = self.names.get(hit.pattern().as_usize())?;
        let written = text.get(hit.range())?;
        let is_short = name.chars().count() <= SHORT;
        let fits = (!is_short || written == name) && stands_alone(text, hit.range());
        let outlet = outlets.get(*at).filter(|_| fits);
        let mention = outlet.map(|outlet| Mention {
            range: hit.range(),
            outlet,
        });
        Some((hit.end(), mention))
    }
}

impl Starts {
    const BITS: u64 = 1 << 16;
    /// So many bytes of a name are hashed at most; shorter names are hashed whole.
    const LONGEST: usize = 8;

    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut starts = Self {
            hashes: HashSet::default(),
            bits: vec![0; (Self::BITS / 64) as usize],
            pairs: vec![0; (Self::BITS / 64) as usize],
        };
        for name in names {
            let start = &name.as_bytes()[..name.len().min(Self::LONGEST)];
            for byte in start.first().into_iter().filter(|_| start.len() == 1) {
                (0..=255).for_each(|next| starts.add_pair([*byte, next]));
            }
            start
                .first_chunk()
                .into_iter()
                .for_each(|&pair| starts.add_pair(pair));
            let exact = name.chars().count() <= SHORT;
            let hash = Self::hash(Self::head(name.as_bytes()), start.len(), exact);
            starts.hashes.insert(hash);
            for bit in std::iter::once(hash).chain(start.first_chunk().map(|&four| Self::four(four))) {
                starts.bits[(bit % Self::BITS / 64) as usize] |= 1 << (bit % 64);
            }
        }
        starts
    }

    fn pair([first, second]: [u8; 2]) -> usize {
        usize::from(first.to_ascii_lowercase()) << 8 | usize::from(second.to_ascii_lowercase())
    }

    fn add_pair(&mut self, bytes: [u8; 2]) {
        let pair = Self::pair(bytes);
        self.pairs[pair / 64] |= 1 << (pair % 64);
    }

    #[inline]
    fn has_pair(&self, bytes: [u8; 2]) -> bool {
        let pair = Self::pair(bytes);
        self.pairs
            .get(pair / 64)
            .is_some_and(|bits| bits & (1 << (pair % 64)) != 0)
    }

    /// The first bytes of a text, zeros behind its end.
    #[inline]
    fn head(text: &[u8]) -> u64 {
        let whole = text.first_chunk().copied();
        u64::from_le_bytes(whole.unwrap_or_else(|| {
            let mut head = [0; Self::LONGEST];
            head[..text.len()].copy_from_slice(text);
            head
        }))
    }

    /// The hash of so many bytes of a head, as they are or with small and capital letters alike.
    #[inline]
    fn hash(head: u64, length: usize, exact: bool) -> u64 {
        let kept = head & (u64::MAX >> (64 - 8 * length));
        let folded = if exact { kept } else { kept | 0x2020_2020_2020_2020 };
        end_word(folded ^ ((length as u64) << 8 | u64::from(exact)).wrapping_mul(WORD_START))
    }

    /// Four bytes, small and capital letters alike.
    fn four(bytes: [u8; 4]) -> u64 {
        end_word(u64::from(u32::from_le_bytes(bytes) | 0x2020_2020))
    }

    fn may_have(&self, hash: u64) -> bool {
        let bits = self.bits.get((hash % Self::BITS / 64) as usize);
        bits.is_some_and(|bits| bits & (1 << (hash % 64)) != 0)
    }

    fn has(&self, hash: u64) -> bool {
        self.may_have(hash) && self.hashes.contains(&hash)
    }

    /// The next offset from one on where some name may stand as a word of its own.
    fn next(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut before = from
            .checked_sub(1)
            .and_then(|at| bytes.get(at))
            .map_or(OTHER, |&byte| kind(byte));
        (from..bytes.len()).find(|&at| {
            let now = kind(bytes[at]);
            let begins = BEGINS[usize::from(before)][usize::from(now)];
            before = now;
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            begins && self.has_pair([bytes[at], next]) && self.may_open(&bytes[at..])
        })
    }

    /// Whether a text may begin with a name.
    fn may_open(&self, text: &[u8]) -> bool {
        let ends = |length: usize| {
            length == Self::LONGEST
                || text
                    .get(length)
                    .is_none_or(|&next| !joined(text[length - 1], next))
        };
        // Most words are no name by their first four bytes: only a name of fewer bytes may stand there.
        let is_short = |four: &[u8; 4]| !self.may_have(Self::four(*four));
        let longest = if text.first_chunk().is_some_and(is_short) {
            3
        } else {
            Self::LONGEST
        };
        let mut head = None;
        for length in 1..=text.len().min(longest) {
            if ends(length) {
                let head = *head.get_or_insert_with(|| Self::head(text));
                if self.has(Self::hash(head, length, false)) || self.has(Self::hash(head, length, true)) {
                    return true;
                }
            }
        }
        false
    }
}

const OTHER: u8 = 0;
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const DIGIT: u8 = 3;
/// The second and later bytes of a character.
const WITHIN: u8 = 4;

/// Whether a byte of the second kind behind one of the first begins a word. The second and later bytes of a character
/// begin nothing.
const BEGINS: [[bool; 5]; 5] = {
    let mut begins = [[false; 5]; 5];
    let mut before = 0;
    while before < 5 {
        let mut now = 0;
        while now < 4 {
            let glued = before as u8 == SMALL && now as u8 == CAPITAL;
            let parted = before as u8 == OTHER || before as u8 == WITHIN || now as u8 == OTHER;
            begins[before][now] = parted || glued;
            now += 1;
        }
        before += 1;
    }
    begins
};

/// What kind of byte it is, for where words begin.
fn kind(byte: u8) -> u8 {
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

/// Whether two bytes surely stand within one word; see [`stands_alone`].
fn joined(before: u8, byte: u8) -> bool {
    let glued = before.is_ascii_lowercase() && byte.is_ascii_uppercase();
    before.is_ascii_alphanumeric() && byte.is_ascii_alphanumeric() && !glued
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
    fn no_name_is_missed_for_speed() {
        let knowledge = Knowledge::builtin();
        for text in [
            "RT",
            "(AP)",
            "seenBBC News",
            "新华社",
            "bbc news",
            "dpa/AFP",
            "TASS",
        ] {
            assert!(!knowledge.mentions(text).is_empty(), "{text}");
        }
    }

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
