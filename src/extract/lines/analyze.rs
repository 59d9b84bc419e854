//! What each unit of a page is by itself: its shape, its known phrase, its words. Not its neighbours: see `features`.

use crate::extract::input::page::SourcePage;
use crate::extract::lines::line_shape::{LineShape, LineStart, scan};
use crate::extract::lines::vocabulary::{KnownPhrase, Vocabulary};
use crate::text::hash::{HashTable, next_word};
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// A unit by itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct UnitAnalysis {
    /// Its shape.
    pub shape: LineShape,
    /// The phrase that it is, begins with or holds.
    pub known: Option<KnownPhrase>,
    /// Function words of the page's language.
    pub function_words: u32,
    /// Hash of all its words in order and of its numbers.
    pub text_hash: u64,
    /// Index of its first word in [`UnitFeatures::words`].
    pub words_from: u32,
    /// The first unit with the same text; see [`UnitFeatures::copies_of`].
    pub first: u32,
    /// How often the text appears on the page, counted at its first unit.
    pub copies: u32,
    /// The kinds of its words; see [`Vocabulary::kinds_of`].
    pub kinds: u8,
    /// Whether the text has exactly these words: none is part of another word, and none was taken for a bullet.
    pub is_plain: bool,
}

/// The units of a page, each by itself.
#[derive(Default)]
pub struct UnitFeatures {
    /// One entry for each unit.
    pub units: Vec<UnitAnalysis>,
    /// Hashes of all words of the page.
    pub words: Vec<u64>,
    /// For each word its number among the function words of all languages.
    function_words: Vec<u16>,
    /// For each word, whether it is a function word of the page's language.
    is_function: Vec<bool>,
    /// The bit of the page's language in the vocabulary; 0 if the vocabulary has no data for it.
    pub language: u64,
}

/// A unit with more words is not searched for phrases that may be anywhere in a line.
const SHORT_WORDS: usize = 48;
/// At most this many words of long units are counted to detect the language.
const LANGUAGE_SAMPLE: usize = 4096;
/// At most this many words of one unit are counted.
const LANGUAGE_WORDS: usize = 340;
/// A unit with fewer characters is not used to detect the language.
const LANGUAGE_UNIT: u32 = 60;

impl UnitFeatures {
    /// Reads the units of a page.
    pub fn new(page: &SourcePage<'_>, vocabulary: &Vocabulary) -> Self {
        let mut features = Self {
            units: Vec::with_capacity(page.units.len()),
            words: Vec::with_capacity(page.source.len() / 6),
            function_words: Vec::with_capacity(page.source.len() / 6),
            is_function: Vec::new(),
            language: 0,
        };
        for unit in &page.units {
            features.add(page, unit.lines(), vocabulary);
        }
        features.count_copies();
        features.language = features.detect_languages(vocabulary);
        features.count_function_words(vocabulary);
        features
    }

    fn add(&mut self, page: &SourcePage<'_>, lines: Range<usize>, vocabulary: &Vocabulary) {
        let (from, first_line) = (self.words.len(), lines.start);
        let mut shape = LineShape::default();
        for (nth, line) in lines.enumerate() {
            let text = page.line(line);
            if nth == 0 {
                let bare = bare(text);
                shape = scan(bare, &mut self.words);
                if bare.len() < text.len() {
                    shape.begin = LineStart::Bullet;
                }
            } else {
                shape.extend(&scan(text, &mut self.words));
            }
        }
        let words = &self.words[from..];
        let (mut text_hash, mut kinds) = (shape.numbers, 0);
        for &word in words {
            text_hash = next_word(text_hash, word);
            kinds |= vocabulary.kinds_of(word);
        }
        let number = |&word: &u64| vocabulary.function_words.number(word);
        self.function_words.extend(words.iter().map(number));
        let known = vocabulary.find(&words[..words.len().min(SHORT_WORDS)], words.len(), kinds);
        let at = self.units.len() as u32;
        self.units.push(UnitAnalysis {
            shape,
            known,
            function_words: 0,
            text_hash,
            words_from: from as u32,
            first: at,
            copies: 1,
            kinds,
            is_plain: shape.glued + shape.joiners == 0 && !page.line(first_line).starts_with("o "),
        });
    }

    /// Counts equal texts. The table is dropped afterwards, since a page of a million lines often repeats its words.
    fn count_copies(&mut self) {
        let mut firsts: HashTable<u32> =
            HashTable::with_capacity_and_hasher(self.units.len(), BuildHasherDefault::default());
        for at in 0..self.units.len() {
            let unit = &self.units[at];
            if unit.shape.words == 0 {
                continue;
            }
            let first = *firsts.entry(unit.text_hash).or_insert(at as u32);
            if first as usize != at {
                self.units[at].first = first;
                self.units[first as usize].copies += 1;
            }
        }
    }

    /// The language whose function words are most frequent in the page's long units.
    fn detect_languages(&self, vocabulary: &Vocabulary) -> u64 {
        let known = &vocabulary.function_words;
        let mut counts = vec![0_u32; known.count()];
        let mut met: Vec<u16> = Vec::new();
        let mut read = 0;
        let long = |at: &usize| self.units[*at].shape.chars >= LANGUAGE_UNIT;
        for at in (0..self.units.len()).filter(long) {
            let words = &self.function_words[self.places_of(at)];
            let words = &words[..words.len().min(LANGUAGE_WORDS)];
            for &word in words {
                let count = &mut counts[usize::from(word)];
                if *count == 0 {
                    met.push(word);
                }
                *count += 1;
            }
            read += words.len();
            if read > LANGUAGE_SAMPLE {
                break;
            }
        }
        let mut tally = [0_u32; 64];
        for word in met {
            let mut set = known.languages(word);
            while set != 0 {
                tally[set.trailing_zeros() as usize] += counts[usize::from(word)];
                set &= set - 1;
            }
        }
        let best = (0..64).max_by_key(|&bit| (tally[bit], 64 - bit)).unwrap_or(0);
        if tally[best] >= 3 { 1 << best } else { 0 }
    }

    fn count_function_words(&mut self, vocabulary: &Vocabulary) {
        let language = self.language;
        let is_one = |&word: &u16| vocabulary.function_words.languages(word) & language != 0;
        self.is_function = self.function_words.iter().map(is_one).collect();
        for at in 0..self.units.len() {
            let functions = &self.is_function[self.places_of(at)];
            self.units[at].function_words = functions.iter().filter(|is_one| **is_one).count() as u32;
        }
    }

    /// The range of a unit's words.
    fn places_of(&self, unit: usize) -> Range<usize> {
        let from = |unit: usize| {
            self.units
                .get(unit)
                .map_or(self.words.len(), |unit| unit.words_from as usize)
        };
        from(unit)..from(unit + 1)
    }

    /// The words of a unit.
    pub fn words_of(&self, unit: usize) -> &[u64] {
        &self.words[self.places_of(unit)]
    }

    /// The words of a unit, each with a flag for function words.
    pub(crate) fn weighed_words_of(&self, unit: usize) -> impl Iterator<Item = (u64, bool)> {
        let places = self.places_of(unit);
        let words = self.words[places.clone()].iter().copied();
        words.zip(self.is_function[places].iter().copied())
    }

    /// How often the text of a unit appears on the page, and the first unit that has it.
    pub fn copies_of(&self, unit: usize) -> (u32, u32) {
        let first = self.units[unit].first;
        (self.units[first as usize].copies, first)
    }
}

/// A line without its bullet. In pages that were converted to plain text, `o` and two blanks are a bullet.
fn bare(text: &str) -> &str {
    let rest = text.trim_start_matches(['•', '*', '▪', '◦', '●', '·']);
    let rest = if rest.len() == text.len() {
        rest.strip_prefix("o ").unwrap_or(rest)
    } else {
        rest
    };
    let rest = rest.trim_start();
    if rest.is_empty() { text } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_in_a_number_are_not_copies() {
        let text = "Round 12: the ferry won 3 to 1.\n\nRound 13: the ferry won 3 to 1.\n\nRound 1 23\n\nRound 12 3\n\n\
            Tide tables\n\nTide tables\n\nROUND 12, the ferry won 3 to 1!";
        let page = SourcePage::new(text);
        let features = UnitFeatures::new(&page, Vocabulary::builtin());
        let copies: Vec<u32> = (0..page.units.len()).map(|at| features.copies_of(at).0).collect();
        assert_eq!(copies, [2, 1, 1, 1, 2, 2, 2]);
    }
}
