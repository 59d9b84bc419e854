//! The words of a text as hashes, with their places. A word is a run of letters and digits, case aside; each character
//! of a script that is written without blanks is half a word.

use crate::text::hash::{WORD_START, end_word, next_char};
use std::ops::Range;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The hash of its characters in lower case.
    pub hash: u64,
    /// Byte offset of its start.
    pub start: u32,
    /// Byte offset of its end.
    pub end: u32,
    /// Whether it is one character of a script without blanks, which counts as half a word.
    pub is_half: bool,
}

impl Word {
    /// Its place in the text, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Its weight in halves of a word.
    pub fn halves(&self) -> u32 {
        if self.is_half { 1 } else { 2 }
    }
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut open: Option<(u64, usize)> = None;
    for (at, c) in text.char_indices() {
        let is_word = c.is_alphanumeric() || open.is_some() && is_mark(c);
        let is_half = is_word && is_unspaced(c);
        if (!is_word || is_half)
            && let Some((hash, start)) = open.take()
        {
            words.push(word(hash, start, at, false));
        }
        if is_half {
            words.push(word(add(WORD_START, c), at, at + c.len_utf8(), true));
        } else if is_word {
            let (hash, start) = open.unwrap_or((WORD_START, at));
            open = Some((add(hash, c), start));
        }
    }
    if let Some((hash, start)) = open {
        words.push(word(hash, start, text.len(), false));
    }
    words
}

fn word(hash: u64, start: usize, end: usize, is_half: bool) -> Word {
    Word {
        hash: end_word(hash),
        start: start as u32,
        end: end as u32,
        is_half,
    }
}

fn add(hash: u64, c: char) -> u64 {
    if c.is_ascii() {
        return next_char(hash, u32::from(c.to_ascii_lowercase()));
    }
    c.to_lowercase()
        .fold(hash, |hash, c| next_char(hash, u32::from(c)))
}

/// Combining accents, which continue a word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

/// Returns whether a character belongs to a script that is written without blanks: Han, kana, Thai, Lao, Khmer and
/// Burmese.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        words(text).iter().map(|word| &text[word.range()]).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(shown("It's 7:30, ÉTÉ_2"), ["It", "s", "7", "30", "ÉTÉ", "2"]);
        assert_eq!(shown("在北京 x1"), ["在", "北", "京", "x1"]);
        assert_eq!(words("Été")[0].hash, words("ÉTÉ")[0].hash);
        assert_ne!(words("ete")[0].hash, words("été")[0].hash);
    }
}
