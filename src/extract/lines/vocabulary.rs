//! The words that are known: function words by language, and phrases of chrome by reason. The data is in
//! `assets/phrases/`; here it becomes tables of hashes that one pass over a line can query.
//!
//! A word is a run of letters in lower case; a run of digits is one word, whatever its digits; each character of a
//! script without blanks is a word. Marks between words are ignored.

use crate::article::reason::Reason;
use crate::extract::lines::function_words::FunctionWords;
use crate::extract::lines::line_shape;
use crate::extract::lines::phrase_files::{LanguageFile, PHRASE_FILES};
use crate::text::hash::{HashTable, MixedHasher, Sieve, next_word};
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;

/// The part of a line that a phrase must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PhrasePosition {
    /// Any part of a short line.
    Anywhere = 1,
    /// Its beginning.
    Start = 2,
    /// The whole line.
    Line = 3,
}

/// What a phrase shows about its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhraseMeaning {
    /// It is chrome.
    Chrome(Reason),
    /// It is the caption or the credit of a picture.
    Caption,
}

/// A phrase that was found in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownPhrase {
    /// What it shows about the line.
    pub meaning: PhraseMeaning,
    /// The part of the line that it matches.
    pub place: PhrasePosition,
    /// The number of its words.
    pub words: u32,
}

/// The largest number of words in a phrase.
pub const MAX_WORDS: usize = 24;

/// Function words and phrases of all languages.
#[derive(Default)]
pub struct Vocabulary {
    /// The languages with function words, by bit number.
    pub languages: Vec<String>,
    /// The function words of all languages, as sets of these bit numbers.
    pub function_words: FunctionWords,
    /// Phrases that are a whole line, by hash.
    lines: HashTable<PhraseMeaning>,
    /// Phrases that a line begins with, by hash.
    starts: HashTable<PhraseMeaning>,
    /// Phrases that may be anywhere in a line, by hash.
    anywhere: HashTable<PhraseMeaning>,
    /// First words of the phrases in `anywhere`.
    anywhere_first: HashSet<u64, BuildHasherDefault<MixedHasher>>,
    /// The beginnings of the phrases in `anywhere`, word by word, and the whole phrases.
    anywhere_openings: Sieve,
    anywhere_sieve: Sieve,
    /// First words of the phrases of captions and credits.
    caption_first: HashSet<u64, BuildHasherDefault<MixedHasher>>,
    /// Phrases before the names of people in a picture, and a search for all of them.
    people: Vec<String>,
    people_search: Option<AhoCorasick>,
    /// Words in the alternative texts of icons.
    icons: Vec<u64>,
    /// The beginnings of the phrases in `lines` and `starts`, word by word, and the whole phrases.
    openings: Sieve,
    line_sieve: Sieve,
    start_sieve: Sieve,
    /// The kinds of the words with the same last 16 bits, as a set of bits.
    kinds: Vec<u8>,
}

/// The word may be the first of a phrase in `anywhere`.
const ANYWHERE: u8 = 1;
/// The word may be the first of a caption's phrase.
const CAPTION: u8 = 2;
/// The word may be the first of a phrase that gives the positions of people in a picture.
const PLACES: u8 = 4;

impl Vocabulary {
    /// The built-in vocabulary.
    pub fn builtin() -> &'static Self {
        static BUILT: OnceLock<Vocabulary> = OnceLock::new();
        BUILT.get_or_init(|| {
            let mut vocabulary = Self::default();
            for text in PHRASE_FILES {
                // The files are part of the program, and a test reads each of them.
                if let Ok(asset) = toml::from_str::<LanguageFile>(text) {
                    vocabulary.add(asset);
                }
            }
            vocabulary.start_sieve = Sieve::of(vocabulary.starts.keys());
            vocabulary.line_sieve = Sieve::of(vocabulary.lines.keys());
            vocabulary.anywhere_sieve = Sieve::of(vocabulary.anywhere.keys());
            vocabulary.people_search = AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(&vocabulary.people)
                .ok();
            vocabulary.fill_kinds();
            vocabulary
        })
    }

    fn add(&mut self, asset: LanguageFile) {
        // The script alone tells some languages apart, and a set of languages has 64 bits.
        let mut bit = 0;
        if !asset.function_words.is_empty() {
            bit = 1_u64 << (self.languages.len() as u32).min(63);
            self.languages.push(asset.language);
        }
        for word in asset.function_words.split_whitespace() {
            for hash in words_of(word) {
                self.function_words.add(hash, bit);
            }
        }
        self.icons.extend(words_of(&asset.icons));
        self.people.extend(asset.caption.people);
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
                    .map(move |phrase| (phrase, PhraseMeaning::Chrome(reason)))
            };
            phrases.into_iter().flat_map(each)
        };
        let caption =
            |phrases: Vec<String>| phrases.into_iter().map(|phrase| (phrase, PhraseMeaning::Caption));
        for phrase in asset.caption.start.iter().chain(&asset.caption.anywhere) {
            self.caption_first.extend(words_of(phrase).first());
        }
        for (phrase, meaning) in chrome(asset.line) {
            // If several reasons claim a phrase, the first in the order of the reasons wins.
            self.lines.entry(sequence_of(&phrase)).or_insert(meaning);
        }
        for (phrase, meaning) in chrome(asset.start).chain(caption(asset.caption.start)) {
            self.starts.entry(sequence_of(&phrase)).or_insert(meaning);
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

    /// Fills in the kinds of words.
    fn fill_kinds(&mut self) {
        let mut kinds = vec![0; 1 << 16];
        let mut note = |word: u64, kind: u8| kinds[usize::from(word as u16)] |= kind;
        self.anywhere_first.iter().for_each(|&word| note(word, ANYWHERE));
        self.caption_first.iter().for_each(|&word| note(word, CAPTION));
        self.people
            .iter()
            .filter_map(|phrase| words_of(phrase).first().copied())
            .for_each(|word| note(word, PLACES));
        self.kinds = kinds;
    }

    /// The kinds of a word, for [`find`](Self::find) and [`may_open_caption`]: one look-up for all questions about a
    /// word.
    pub fn kinds_of(&self, word: u64) -> u8 {
        self.kinds[usize::from(word as u16)]
    }

    /// The languages in which a word is a function word, as a set of bits.
    pub fn languages_of(&self, word: u64) -> u64 {
        self.function_words.languages(self.function_words.number(word))
    }

    /// The known phrase that a line is, begins with or, if it is short, contains. `words` are the hashes of its words,
    /// `kinds` the union of their kinds.
    pub fn find(&self, words: &[u64], words_in_line: usize, kinds: u8) -> Option<KnownPhrase> {
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
                return Some(KnownPhrase {
                    meaning,
                    place: PhrasePosition::Line,
                    words: at as u32 + 1,
                });
            }
            if self.start_sieve.may_have(sequence)
                && let Some(&meaning) = self.starts.get(&sequence)
            {
                start = Some(KnownPhrase {
                    meaning,
                    place: PhrasePosition::Start,
                    words: at as u32 + 1,
                });
            }
        }
        let may_hold = kinds & ANYWHERE != 0;
        start.or_else(|| may_hold.then(|| self.find_anywhere(words)).flatten())
    }

    /// Returns whether a caption's phrase begins with this word.
    pub fn opens_caption(&self, word: u64) -> bool {
        self.kinds_of(word) & CAPTION != 0 && self.caption_first.contains(&word)
    }

    /// Returns whether words begin with a label of a caption.
    pub fn begins_caption(&self, words: &[u64]) -> bool {
        let mut sequence = 0;
        words.iter().take(3).any(|&word| {
            sequence = next_word(sequence, word);
            self.starts.get(&sequence) == Some(&PhraseMeaning::Caption)
        })
    }

    /// Returns whether words contain a phrase of a caption.
    pub fn holds_caption(&self, words: &[u64]) -> bool {
        self.find_anywhere(words)
            .is_some_and(|known| known.meaning == PhraseMeaning::Caption)
    }

    /// Returns whether a text in lower case gives the positions of people in a picture.
    pub fn places_people(&self, text: &str) -> bool {
        self.people_search
            .as_ref()
            .is_some_and(|search| search.is_match(text))
    }

    /// Returns whether a word is in the alternative text of an icon.
    pub fn is_of_icon(&self, word: u64) -> bool {
        self.icons.contains(&word)
    }

    fn find_anywhere(&self, words: &[u64]) -> Option<KnownPhrase> {
        let begins = |&at: &usize| self.kinds_of(words[at]) & ANYWHERE != 0;
        (0..words.len()).filter(begins).find_map(|at| {
            let mut sequence = 0;
            for (count, &word) in (1..).zip(words[at..].iter().take(MAX_WORDS)) {
                sequence = next_word(sequence, word);
                if !self.anywhere_openings.may_have(sequence) {
                    break;
                }
                if self.anywhere_sieve.may_have(sequence)
                    && let Some(&meaning) = self.anywhere.get(&sequence)
                {
                    return Some(KnownPhrase {
                        meaning,
                        place: PhrasePosition::Anywhere,
                        words: count,
                    });
                }
            }
            None
        })
    }
}

/// Returns whether a caption's phrase may begin with one of the words that have these kinds.
pub fn may_open_caption(kinds: u8) -> bool {
    kinds & CAPTION != 0
}

/// Returns whether one of the words that have these kinds may begin a phrase that gives the positions of people in a
/// picture.
pub fn may_place(kinds: u8) -> bool {
    kinds & PLACES != 0
}

/// The hashes of the words of a text.
pub fn words_of(text: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity(text.len() / 4 + 1);
    line_shape::scan(text, &mut words);
    words
}

fn sequence_of(phrase: &str) -> u64 {
    words_of(phrase).into_iter().take(MAX_WORDS).fold(0, next_word)
}
