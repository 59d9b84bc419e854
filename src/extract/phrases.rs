//! What is known of words: function words by language, and phrases of page furniture by reason. The data lies in
//! `assets/phrases/`; here it becomes tables of hashes that one pass over a line can ask.
//!
//! A word is a run of letters, lower-cased; a run of digits is one word whatever its digits; a character of a script
//! without blanks is a word of its own. Marks between words do not count.

use super::captions;
use super::function_words::FunctionWords;
use crate::article::Reason;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

const ASSETS: &[&str] = &[
    include_str!("../../assets/phrases/ar.toml"),
    include_str!("../../assets/phrases/bg.toml"),
    include_str!("../../assets/phrases/bn.toml"),
    include_str!("../../assets/phrases/ca.toml"),
    include_str!("../../assets/phrases/cs.toml"),
    include_str!("../../assets/phrases/da.toml"),
    include_str!("../../assets/phrases/de.toml"),
    include_str!("../../assets/phrases/el.toml"),
    include_str!("../../assets/phrases/en.toml"),
    include_str!("../../assets/phrases/es.toml"),
    include_str!("../../assets/phrases/et.toml"),
    include_str!("../../assets/phrases/fa.toml"),
    include_str!("../../assets/phrases/fi.toml"),
    include_str!("../../assets/phrases/fr.toml"),
    include_str!("../../assets/phrases/he.toml"),
    include_str!("../../assets/phrases/hi.toml"),
    include_str!("../../assets/phrases/hr.toml"),
    include_str!("../../assets/phrases/hu.toml"),
    include_str!("../../assets/phrases/id.toml"),
    include_str!("../../assets/phrases/it.toml"),
    include_str!("../../assets/phrases/ja.toml"),
    include_str!("../../assets/phrases/ko.toml"),
    include_str!("../../assets/phrases/lt.toml"),
    include_str!("../../assets/phrases/lv.toml"),
    include_str!("../../assets/phrases/nl.toml"),
    include_str!("../../assets/phrases/no.toml"),
    include_str!("../../assets/phrases/pl.toml"),
    include_str!("../../assets/phrases/pt.toml"),
    include_str!("../../assets/phrases/ro.toml"),
    include_str!("../../assets/phrases/ru.toml"),
    include_str!("../../assets/phrases/sk.toml"),
    include_str!("../../assets/phrases/sr.toml"),
    include_str!("../../assets/phrases/sv.toml"),
    include_str!("../../assets/phrases/tr.toml"),
    include_str!("../../assets/phrases/uk.toml"),
    include_str!("../../assets/phrases/vi.toml"),
    include_str!("../../assets/phrases/zh.toml"),
];

/// Where in a line a phrase must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Anywhere in a short line.
    Anywhere = 1,
    /// At its beginning.
    Start = 2,
    /// It is the whole line.
    Line = 3,
}

/// What a phrase says of the line it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It is chrome.
    Chrome(Reason),
    /// It is a picture's caption or credit.
    Caption,
}

/// A phrase that was found in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// What it says.
    pub meaning: Meaning,
    /// Where it must stand.
    pub place: Place,
}

/// The most words that a phrase has.
pub const MAX_WORDS: usize = 12;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    language: String,
    #[serde(default)]
    function_words: String,
    #[serde(default)]
    line: BTreeMap<Reason, Vec<String>>,
    #[serde(default)]
    start: BTreeMap<Reason, Vec<String>>,
    #[serde(default)]
    anywhere: BTreeMap<Reason, Vec<String>>,
    #[serde(default)]
    caption: Captions,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Captions {
    #[serde(default)]
    start: Vec<String>,
    #[serde(default)]
    anywhere: Vec<String>,
}

/// The hashes are well mixed already.
#[derive(Default)]
pub struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = next_char(self.0, u32::from(byte));
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map from hashes of words or phrases.
pub type HashTable<V> = HashMap<u64, V, BuildHasherDefault<Mixed>>;

/// Says of most hashes that a table does not have them, without a look into the table.
#[derive(Debug, Clone)]
pub struct Sieve {
    bits: Vec<u64>,
}

impl Default for Sieve {
    fn default() -> Self {
        Self {
            bits: vec![0; Self::BITS / 64],
        }
    }
}

impl Sieve {
    const BITS: usize = 1 << 16;

    fn of<'a>(hashes: impl Iterator<Item = &'a u64>) -> Self {
        let mut sieve = Self::default();
        hashes.for_each(|&hash| sieve.add(hash));
        sieve
    }

    /// Adds a hash.
    pub fn add(&mut self, hash: u64) {
        self.bits[(hash as usize % Self::BITS) / 64] |= 1 << (hash % 64);
    }

    /// Whether a hash may be there.
    pub fn may_have(&self, hash: u64) -> bool {
        self.bits
            .get((hash as usize % Self::BITS) / 64)
            .is_some_and(|bits| bits & (1 << (hash % 64)) != 0)
    }
}

/// Function words and phrases of all languages.
#[derive(Default)]
pub struct Vocabulary {
    /// The languages, by bit number.
    pub languages: Vec<String>,
    /// The function words of all languages, which go by bit number too.
    pub function_words: FunctionWords,
    /// Hash of a whole line.
    lines: HashTable<Meaning>,
    /// Hash of the words a line begins with.
    starts: HashTable<Meaning>,
    /// Hash of words that stand anywhere.
    anywhere: HashTable<Meaning>,
    /// First words of the phrases that may stand anywhere.
    anywhere_first: HashSet<u64, BuildHasherDefault<Mixed>>,
    /// The beginnings of these phrases, word by word, and all of each.
    anywhere_openings: Sieve,
    anywhere_sieve: Sieve,
    /// First words of the phrases that belong to pictures.
    caption_first: HashSet<u64, BuildHasherDefault<Mixed>>,
    /// The beginnings of `lines` and `starts`, word by word, and all of each.
    openings: Sieve,
    line_sieve: Sieve,
    start_sieve: Sieve,
    /// What the words with the same last 16 bits may be, as a set of kinds.
    kinds: Vec<u8>,
}

/// A phrase that may stand anywhere may begin with the word.
const ANYWHERE: u8 = 1;
/// A phrase that belongs to a picture may begin with the word.
const CAPTION: u8 = 2;
/// What says where people in a picture stand may begin with the word.
const PLACES: u8 = 4;

/// Goes on with the hash of a word.
pub const fn next_char(hash: u64, c: u32) -> u64 {
    (hash ^ c as u64).wrapping_mul(0x0000_0100_0000_01B3)
}

/// The hash before the first character of a word.
pub const WORD_START: u64 = 0xCBF2_9CE4_8422_2325;

/// Mixes the hash of a finished word, so that its high and low bits can be used.
pub const fn end_word(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash ^ (hash >> 32)
}

/// Goes on with the hash of a run of words.
pub const fn next_word(sequence: u64, word: u64) -> u64 {
    (sequence.rotate_left(7) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Vocabulary {
    /// The vocabulary that is built in.
    pub fn builtin() -> &'static Self {
        static BUILT: OnceLock<Vocabulary> = OnceLock::new();
        BUILT.get_or_init(|| {
            let mut vocabulary = Self::default();
            for text in ASSETS {
                // The files are part of the program; a test reads each of them.
                if let Ok(asset) = toml::from_str::<Asset>(text) {
                    vocabulary.add(asset);
                }
            }
            vocabulary.start_sieve = Sieve::of(vocabulary.starts.keys());
            vocabulary.line_sieve = Sieve::of(vocabulary.lines.keys());
            vocabulary.anywhere_sieve = Sieve::of(vocabulary.anywhere.keys());
            vocabulary.note_kinds();
            vocabulary
        })
    }

    fn add(&mut self, asset: Asset) {
        let bit = 1_u64 << (self.languages.len() as u32).min(63);
        self.languages.push(asset.language);
        for word in asset.function_words.split_whitespace() {
            for hash in words_of(word) {
                self.function_words.add(hash, bit);
            }
        }
        for phrase in asset
            .line
            .values()
            .chain(asset.start.values())
            .flatten()
            .chain(&asset.caption.start)
        {
            let mut sequence = 0;
            for word in words_of(phrase).into_iter().take(MAX_WORDS) {
                sequence = next_word(sequence, word);
                self.openings.add(sequence);
            }
        }
        let chrome = |phrases: BTreeMap<Reason, Vec<String>>| {
            let each = |(reason, phrases): (Reason, Vec<String>)| {
                phrases
                    .into_iter()
                    .map(move |phrase| (phrase, Meaning::Chrome(reason)))
            };
            phrases.into_iter().flat_map(each)
        };
        let caption = |phrases: Vec<String>| phrases.into_iter().map(|phrase| (phrase, Meaning::Caption));
        for phrase in asset.caption.start.iter().chain(&asset.caption.anywhere) {
            self.caption_first.extend(words_of(phrase).first());
        }
        for (phrase, meaning) in chrome(asset.line) {
            // The first reason that claims a phrase keeps it, in the order of the reasons.
            self.lines.entry(sequence_of(&phrase)).or_insert(meaning);
        }
        for (phrase, meaning) in chrome(asset.start).chain(caption(asset.caption.start)) {
            self.starts.insert(sequence_of(&phrase), meaning);
        }
        for (phrase, meaning) in chrome(asset.anywhere).chain(caption(asset.caption.anywhere)) {
            let words = words_of(&phrase);
            let Some(&first) = words.first() else { continue };
            self.anywhere_first.insert(first);
            let mut sequence = 0;
            for word in words.into_iter().take(MAX_WORDS) {
                sequence = next_word(sequence, word);
                self.anywhere_openings.add(sequence);
            }
            self.anywhere.insert(sequence, meaning);
        }
    }

    /// Notes what words may be.
    fn note_kinds(&mut self) {
        let mut kinds = vec![0; 1 << 16];
        let mut note = |word: u64, kind: u8| kinds[usize::from(word as u16)] |= kind;
        self.anywhere_first.iter().for_each(|&word| note(word, ANYWHERE));
        self.caption_first.iter().for_each(|&word| note(word, CAPTION));
        let places = captions::places_named().iter();
        places
            .filter_map(|phrase| words_of(phrase).first().copied())
            .for_each(|word| note(word, PLACES));
        self.kinds = kinds;
    }

    /// What words may be, for [`find`](Self::find) and [`may_open_caption`]: one look for all that is asked of a word.
    pub fn kinds_of(&self, word: u64) -> u8 {
        self.kinds[usize::from(word as u16)]
    }

    /// The languages that a word is a function word of, as a set of bits.
    pub fn languages_of(&self, word: u64) -> u64 {
        self.function_words.languages(self.function_words.number(word))
    }

    /// The phrase that a line is, begins with or, where it is short, holds, given the hashes of its words and all of their
    /// kinds.
    pub fn find(&self, words: &[u64], words_in_line: usize, kinds: u8) -> Option<Known> {
        let mut sequence = 0;
        let mut start = None;
        for (at, &word) in words.iter().take(MAX_WORDS).enumerate() {
            sequence = next_word(sequence, word);
            if !self.openings.may_have(sequence) {
                break;
            }
            if at + 1 == words_in_line
                && self.line_sieve.may_have(sequence)
                && let Some(&meaning) = self.lines.get(&sequence)
            {
                return Some(Known {
                    meaning,
                    place: Place::Line,
                });
            }
            if self.start_sieve.may_have(sequence)
                && let Some(&meaning) = self.starts.get(&sequence)
            {
                start = Some(Known {
                    meaning,
                    place: Place::Start,
                });
            }
        }
        let may_hold = kinds & ANYWHERE != 0;
        start.or_else(|| may_hold.then(|| self.find_anywhere(words)).flatten())
    }

    /// Whether a phrase that belongs to a picture begins with this word.
    pub fn opens_caption(&self, word: u64) -> bool {
        self.kinds_of(word) & CAPTION != 0 && self.caption_first.contains(&word)
    }

    /// Whether words begin with a label of pictures.
    pub fn begins_caption(&self, words: &[u64]) -> bool {
        let mut sequence = 0;
        words.iter().take(3).any(|&word| {
            sequence = next_word(sequence, word);
            self.starts.get(&sequence) == Some(&Meaning::Caption)
        })
    }

    /// Whether words that stand together say that they belong to a picture.
    pub fn holds_caption(&self, words: &[u64]) -> bool {
        self.find_anywhere(words)
            .is_some_and(|known| known.meaning == Meaning::Caption)
    }

    fn find_anywhere(&self, words: &[u64]) -> Option<Known> {
        let begins = |&at: &usize| self.kinds_of(words[at]) & ANYWHERE != 0;
        (0..words.len()).filter(begins).find_map(|at| {
            let mut sequence = 0;
            for &word in words[at..].iter().take(MAX_WORDS) {
                sequence = next_word(sequence, word);
                if !self.anywhere_openings.may_have(sequence) {
                    break;
                }
                if self.anywhere_sieve.may_have(sequence)
                    && let Some(&meaning) = self.anywhere.get(&sequence)
                {
                    return Some(Known {
                        meaning,
                        place: Place::Anywhere,
                    });
                }
            }
            None
        })
    }
}

/// Whether a phrase that belongs to a picture may begin with one of the words that have these kinds.
pub fn may_open_caption(kinds: u8) -> bool {
    kinds & CAPTION != 0
}

/// Whether one of the words that have these kinds may begin to say where people in a picture stand.
pub fn may_place(kinds: u8) -> bool {
    kinds & PLACES != 0
}

/// The hashes of the words of a text.
pub fn words_of(text: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity(text.len() / 4 + 1);
    super::scan::scan(text, &mut words);
    words
}

fn sequence_of(phrase: &str) -> u64 {
    words_of(phrase).into_iter().take(MAX_WORDS).fold(0, next_word)
}
