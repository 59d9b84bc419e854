//! Filters on how words begin and end. They rule out most texts without taking them apart; they never rule out a text
//! that contains one of the words.

use crate::text::fold;

/// How words begin, by two letters, to rule out most texts without making their keys.
#[derive(Debug, Clone, Default)]
pub struct Beginnings {
    /// One bit for each pair of letters, numbered in base 26.
    pairs: [u64; (26 * 26_usize).div_ceil(64)],
}

impl Beginnings {
    /// Adds the beginning of a word.
    pub fn add(&mut self, word: &str) {
        if let Some(pair) = Self::pair(&fold::key(word)) {
            self.pairs[pair / 64] |= 1 << (pair % 64);
        }
    }

    /// Returns whether a text may be one of the words or begin with one.
    pub fn may_have(&self, text: &str) -> bool {
        Self::pair(text).is_none_or(|pair| self.pairs[pair / 64] & (1 << (pair % 64)) != 0)
    }

    /// The first two letters of a text, if they are ASCII letters.
    fn pair(text: &str) -> Option<usize> {
        let &[first, second] = text.as_bytes().first_chunk()?;
        let letter = |byte: u8| {
            byte.is_ascii_alphabetic()
                .then(|| usize::from((byte | 32) - b'a'))
        };
        Some(letter(first)? * 26 + letter(second)?)
    }
}

/// How words begin or end, by three letters, to rule out most ASCII texts without taking them apart. Shorter words may
/// be glued to any other word.
#[derive(Debug, Clone)]
pub struct Edges {
    /// One bit for each three letters or blanks, numbered in base 27.
    threes: [u64; (27 * 27 * 27_usize).div_ceil(64)],
}

impl Default for Edges {
    fn default() -> Self {
        Self {
            threes: [0; (27 * 27 * 27_usize).div_ceil(64)],
        }
    }
}

impl Edges {
    /// Adds the beginning of a word.
    pub fn add_start(&mut self, word: &str) {
        self.add(fold::key(word).bytes());
    }

    /// Adds the beginning of a word that is never glued to another.
    pub fn add_word(&mut self, word: &str) {
        self.add(fold::key(word).bytes().chain([b' ']));
    }

    /// Adds the end of a word; queries pass ends backwards.
    pub fn add_end(&mut self, word: &str) {
        self.add(fold::key(word).bytes().rev());
    }

    fn add(&mut self, mut word: impl Iterator<Item = u8>) {
        let letters = [word.next(), word.next(), word.next()];
        let possible = |letter: Option<u8>| match letter.map(Self::letter) {
            Some(Some(letter)) => letter..letter + 1,
            // ASCII text has no such letter.
            Some(None) => 0..0,
            None => 0..27,
        };
        for first in possible(letters[0]) {
            for second in possible(letters[1]) {
                for third in possible(letters[2]) {
                    let three = (first * 27 + second) * 27 + third;
                    self.threes[three / 64] |= 1 << (three % 64);
                }
            }
        }
    }

    /// Returns whether a text may begin with one of the words.
    pub fn may_open(&self, text: &str) -> bool {
        let first = text.as_bytes().first_chunk();
        first.is_none_or(|&letters| self.may_have(letters))
    }

    /// Returns whether a text may contain one of the words after a character that is not a letter, or from a capital
    /// letter on. Returns true for text beyond ASCII, except for marks that all scripts use.
    pub fn may_open_word(&self, text: &str) -> bool {
        let mut rest = text.as_bytes();
        while let [byte, after @ ..] = rest {
            if byte.is_ascii_alphabetic() {
                if self.may_have(first_three(rest)) {
                    return true;
                }
                // After a letter only a capital letter begins a word.
                let within = after.iter().position(|byte| !byte.is_ascii_lowercase());
                rest = &after[within.unwrap_or(after.len())..];
            } else {
                match mark_length(rest) {
                    Some(length) => rest = rest.get(length..).unwrap_or_default(),
                    None => return true,
                }
            }
        }
        false
    }

    /// Returns whether one of the words may have these letters at its edge. Marks may be left out of words, so any mark
    /// may be part of one.
    #[inline]
    pub fn may_have(&self, letters: [u8; 3]) -> bool {
        let [Some(first), Some(second), Some(third)] = letters.map(Self::letter) else {
            return true;
        };
        let three = (first * 27 + second) * 27 + third;
        self.threes[three / 64] & (1 << (three % 64)) != 0
    }

    /// The number of an ASCII letter or a blank.
    #[inline]
    fn letter(byte: u8) -> Option<usize> {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Some(usize::from((byte | 32) - b'a')),
            b' ' => Some(26),
            _ => None,
        }
    }
}

/// The length of the mark, digit or blank at the beginning of a text, if texts of all scripts use it.
fn mark_length(text: &[u8]) -> Option<usize> {
    match text {
        [0..=0x7F, ..] => Some(1),
        // No-break space, `©`, `«`, `®`, `·`, `»`.
        [0xC2, 0xA0 | 0xA9 | 0xAB | 0xAE | 0xB7 | 0xBB, ..] => Some(2),
        // Dashes, quotation marks, bullets and similar.
        [0xE2, 0x80, ..] => Some(3),
        _ => None,
    }
}

/// The first three bytes of a text, padded with blanks.
pub fn first_three(text: &[u8]) -> [u8; 3] {
    [0, 1, 2].map(|at| text.get(at).copied().unwrap_or(b' '))
}
