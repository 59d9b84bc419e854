//! What can be said of each unit of a page by itself: shape, known phrase, words. Not its neighbours, see `features`.

use super::page::{Page, before};
use super::phrases::{HashTable, Known, Vocabulary, next_word};
use super::scan::{Begin, Shape, scan};

/// A unit by itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measure {
    /// Its shape.
    pub shape: Shape,
    /// The phrase that it is, begins with or holds.
    pub known: Option<Known>,
    /// Function words of the page's language.
    pub function_words: u32,
    /// Hash of all its words in order, and of its numbers.
    pub text_hash: u64,
    /// Where its words begin in [`Measured::words`].
    pub words_from: u32,
}

/// A page's units by themselves.
#[derive(Default)]
pub struct Measured {
    /// One entry a unit.
    pub units: Vec<Measure>,
    /// Hashes of all words of the page.
    pub words: Vec<u64>,
    /// The bit of the page's language in the vocabulary; 0 where it has no data.
    pub language: u64,
    /// How often each text occurs, by its hash, and the unit where it stands first.
    pub copies: HashTable<(u32, u32)>,
}

/// Units with more words are not looked through for phrases that may stand anywhere.
const SHORT_WORDS: usize = 48;
/// Bytes of long lines that are read to tell the language.
const LANGUAGE_SAMPLE: usize = 24 * 1024;
/// A line from which the language can be told has so many bytes.
const LANGUAGE_LINE: usize = 60;

impl Measured {
    /// Reads a page.
    pub fn new(page: &Page<'_>, vocabulary: &Vocabulary) -> Self {
        let language = language(page, vocabulary);
        let mut measured = Self {
            units: Vec::with_capacity(page.units.len()),
            words: Vec::with_capacity(page.source.len() / 6),
            language,
            copies: HashTable::default(),
        };
        for (at, &unit) in page.units.iter().enumerate() {
            let from = measured.words.len();
            let mut shape = Shape::default();
            for (nth, line) in unit.lines().enumerate() {
                let text = page.line(line);
                if nth == 0 {
                    shape = scan(bare(text), &mut measured.words);
                    shape.begin = if text.len() == bare(text).len() {
                        shape.begin
                    } else {
                        Begin::Bullet
                    };
                } else {
                    shape.extend(&scan(text, &mut measured.words));
                }
            }
            let words = &measured.words[from..];
            let known = vocabulary.find(&words[..words.len().min(SHORT_WORDS)], words.len());
            let function_words = words
                .iter()
                .filter(|&&word| vocabulary.languages_of(word) & language != 0)
                .count() as u32;
            let text_hash = words
                .iter()
                .fold(shape.numbers, |hash, &word| next_word(hash, word));
            if !words.is_empty() {
                measured.copies.entry(text_hash).or_insert((0, at as u32)).0 += 1;
            }
            measured.units.push(Measure {
                shape,
                known,
                function_words,
                text_hash,
                words_from: from as u32,
            });
        }
        measured
    }

    /// The words of a unit.
    pub fn words_of(&self, unit: usize) -> &[u64] {
        let from = self
            .units
            .get(unit)
            .map_or(self.words.len(), |unit| unit.words_from as usize);
        let end = self
            .units
            .get(unit + 1)
            .map_or(self.words.len(), |unit| unit.words_from as usize);
        self.words.get(from..end).unwrap_or_default()
    }

    /// How often the text of a unit stands on the page, and where first.
    pub fn copies_of(&self, unit: usize) -> (u32, u32) {
        self.copies
            .get(&self.units[unit].text_hash)
            .copied()
            .unwrap_or((1, unit as u32))
    }
}

/// A line without its bullet; `o` with two blanks is a bullet of a conversion to plain text.
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

/// The language whose function words stand most often in the page's long lines.
fn language(page: &Page<'_>, vocabulary: &Vocabulary) -> u64 {
    let mut tally = [0_u32; 64];
    let mut read = 0;
    let mut words = Vec::new();
    for at in 0..page.lines.len() {
        let text = page.line(at);
        if text.len() < LANGUAGE_LINE || read > LANGUAGE_SAMPLE {
            continue;
        }
        let text = before(text, 2048);
        read += text.len();
        words.clear();
        scan(text, &mut words);
        for word in &words {
            let mut set = vocabulary.languages_of(*word);
            while set != 0 {
                tally[set.trailing_zeros() as usize] += 1;
                set &= set - 1;
            }
        }
    }
    let best = (0..64).max_by_key(|&bit| (tally[bit], 64 - bit)).unwrap_or(0);
    if tally[best] >= 3 { 1 << best } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_in_a_number_are_no_copies() {
        let text = "Round 12: the ferry won 3 to 1.\n\nRound 13: the ferry won 3 to 1.\n\nRound 1 23\n\nRound 12 3\n\n\
            Tide tables\n\nTide tables\n\nROUND 12, the ferry won 3 to 1!";
        let page = Page::new(text);
        let measured = Measured::new(&page, Vocabulary::builtin());
        let copies: Vec<u32> = (0..page.units.len()).map(|at| measured.copies_of(at).0).collect();
        assert_eq!(copies, [2, 1, 1, 1, 2, 2, 2]);
    }
}
