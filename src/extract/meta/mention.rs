//! Finds the names of outlets in a text. Not what the text says of them.

use super::name_words::{NameWords, is_short};
use super::profile::Outlet;
use crate::extract::work;
use crate::text::hash::{Mixed, WORD_START, end_word};
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
    words: NameWords,
}

/// How names begin, to leave most texts alone without a search: the hash of each name's first bytes, in small letters,
/// or of the whole of a short name as it is written.
#[derive(Debug, Clone, Default)]
struct Starts {
    hashes: HashSet<u64, BuildHasherDefault<Mixed>>,
    /// A bit for each hash: most are not there.
    bits: Vec<u64>,
    /// For the first four bytes of each name that has so many: a bit for each length of such names.
    lengths: Vec<u8>,
    /// The same for the first two bytes of each shorter name, as they are written.
    short_lengths: Vec<u8>,
}

/// A name in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mention<'a> {
    pub(super) range: Range<usize>,
    pub(super) outlet: &'a Outlet,
}

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
        let texts = || names.iter().map(|(_, name)| name.as_str());
        let (starts, words) = (Starts::of(texts()), NameWords::of(texts()));
        Self {
            searcher,
            names,
            starts,
            words,
        }
    }

    /// What words names begin with, to leave alone texts whose words are known.
    pub(super) fn words(&self) -> &NameWords {
        &self.words
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
        let fits = (!is_short(name) || written == name) && stands_alone(text, hit.range());
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

    /// The place of two bytes as they are: so short a name is written in one way only.
    fn pair(bytes: [u8; 2]) -> usize {
        usize::from(u16::from_le_bytes(bytes))
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

    /// The place of four bytes, small and capital letters alike.
    fn four(bytes: [u8; 4]) -> usize {
        let folded = u32::from_le_bytes(bytes) | 0x2020_2020;
        (folded.wrapping_mul(0x9E37_79B1) >> 16) as usize
    }

    fn has(&self, hash: u64) -> bool {
        let bits = self.bits.get((hash % Self::BITS / 64) as usize);
        bits.is_some_and(|bits| bits & (1 << (hash % 64)) != 0) && self.hashes.contains(&hash)
    }

    /// The next offset from one on where some name may stand as a word of its own.
    fn next(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut before = from
            .checked_sub(1)
            .and_then(|at| bytes.get(at))
            .map_or(OTHER, |&byte| kind(byte));
        let mut rest = bytes.get(from..)?;
        while let [byte, behind @ ..] = rest {
            let now = kind(*byte);
            if before == SMALL && now == SMALL {
                rest = behind;
                continue;
            }
            if begins(before, now) && self.may_open(rest) {
                return Some(bytes.len() - rest.len());
            }
            before = now;
            rest = behind;
        }
        None
    }

    /// Whether a text may begin with a name. Most words are no name by their first bytes.
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

    /// Whether a text begins with a name, as far as names are hashed. There is a bit for each length to be asked about.
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
/// The second and later bytes of a character.
const WITHIN: u8 = 4;

/// Whether a byte of the second kind behind one of the first begins a word. The second and later bytes of a character
/// begin nothing.
#[inline]
fn begins(before: u8, now: u8) -> bool {
    /// A bit for each two kinds.
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
