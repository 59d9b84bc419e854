//! The learnt weight of each word, by hash, as evidence for or against the body of an article.

use crate::extract::body::columns::MOST;

/// Words of the lexicon, by hash; the upper half is for long units.
pub const WORDS: usize = 1 << 14;
/// A weight of this size is a factor of e.
#[cfg_attr(not(feature = "training"), allow(dead_code))]
pub const WORD_UNIT: f32 = 16.0;
/// A unit with at least this many words is long.
const LONG: usize = 12;

/// The weight of each word: positive for words of articles, negative for words of chrome.
#[derive(Clone)]
pub struct Lexicon {
    /// The weights, in [`WORD_UNIT`]s.
    pub weights: Vec<i8>,
}

/// The score of a unit's words on the scale of [`Columns`](crate::extract::body::columns::Columns), with 32 for no
/// evidence.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct WordScore {
    pub mean: u8,
    pub sum: u8,
    pub worst: u8,
}

impl Lexicon {
    /// A lexicon without any word.
    pub fn empty() -> Self {
        Self {
            weights: vec![0; WORDS],
        }
    }

    /// The slot of a word in a unit with this number of words.
    pub fn slot(word: u64, words_in_unit: usize) -> usize {
        let half = WORDS / 2;
        (word >> 22) as usize % half + if words_in_unit >= LONG { half } else { 0 }
    }

    /// The score of a unit's words.
    pub fn score(&self, words: &[u64]) -> WordScore {
        let (mut sum, mut worst, mut known) = (0_i32, 0_i32, 0_i32);
        let mut window = 0;
        for &word in words {
            let weight = i32::from(self.weights[Self::slot(word, words.len())]);
            sum += weight;
            known += i32::from(weight != 0);
            window = (window + weight).min(0);
            worst = worst.min(window);
        }
        let scale = |value: i32| (value + 32).clamp(0, i32::from(MOST)) as u8;
        WordScore {
            mean: scale(sum * 2 / known.max(1)),
            sum: scale(sum / 12),
            worst: scale(32 + worst / 6),
        }
    }
}
