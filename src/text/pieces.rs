//! Splits folded text into tokens for an index: each word, each sign, and each character of a script without spaces.
//! The gap between two tokens determines their positions.
//!
//! This way a phrase query matches exactly where a search of the folded text matches: whole words, signs in their places,
//! one space for one space, and never across a line end. No match has to be verified in the text.

use crate::text::boundary;
use crate::text::matcher::is_word_start;

/// The step of the position if a token directly follows another.
const NO_GAP: usize = 2;
/// The step if one space is between them. Two steps without a gap are larger, so that different sequences of tokens
/// never have the same length.
const BLANK: usize = 3;
/// The step at a line end or after several spaces. No phrase has so large a step, so none matches there. Small numbers
/// take the least space. Libraries of earlier versions have 1,000 here, with the same effect.
const LINE_END: usize = 5;

/// Longer words are cut to this many bytes, in the index and in queries. They are not real words, and the index has a
/// limit.
const LONGEST: usize = 1_000;

/// A token of folded text and its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    pub(crate) position: usize,
}

/// Returns the tokens of a folded text, in order.
pub(crate) fn pieces(text: &str) -> Pieces<'_> {
    Pieces {
        text,
        at: 0,
        position: 0,
        is_first: true,
    }
}

/// See [`pieces`].
#[derive(Debug, Clone)]
pub(crate) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    position: usize,
    is_first: bool,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let (start, step) = self.next_start()?;
        if !self.is_first {
            self.position += step;
        }
        self.is_first = false;
        self.at = end_of_token(self.text, start);
        let text = &self.text[start..self.at];
        let text = if text.len() > LONGEST {
            &text[..boundary::floor_boundary(text, LONGEST)]
        } else {
            text
        };
        Some(Piece {
            text,
            position: self.position,
        })
    }
}

impl Pieces<'_> {
    /// Returns the start of the next token, and the step of the position.
    fn next_start(&self) -> Option<(usize, usize)> {
        // The most common gap is one space before an ASCII letter or digit.
        let bytes = self.text.as_bytes();
        if let Some([b' ', next, ..]) = bytes.get(self.at..)
            && next.is_ascii_alphanumeric()
        {
            return Some((self.at + 1, BLANK));
        }
        let rest = self.text.get(self.at..)?;
        let gap = rest.find(|c: char| !c.is_whitespace())?;
        let step = match &rest[..gap] {
            "" => NO_GAP,
            " " => BLANK,
            _ => LINE_END,
        };
        Some((self.at + gap, step))
    }
}

/// Returns the end of the token that starts at an offset: the next possible word start or whitespace.
fn end_of_token(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    // ASCII letters and digits, by far the most common, need no closer look.
    while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        at += 1;
    }
    if at > start && bytes.get(at).is_none_or(|byte| byte.is_ascii() && *byte != b'_') {
        return at;
    }
    let first = if at > start {
        at
    } else {
        start + char_len(text, start)
    };
    let rest = text.get(first..).unwrap_or_default();
    rest.char_indices()
        .map(|(more, c)| (first + more, c))
        .find(|&(at, c)| c.is_whitespace() || is_word_start(text, at))
        .map_or(text.len(), |(at, _)| at)
}

fn char_len(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&str, usize)> {
        pieces(text).map(|piece| (piece.text, piece.position)).collect()
    }

    #[test]
    fn words_signs_and_ideographs_are_tokens_and_gaps_determine_positions() {
        assert_eq!(
            shown("don't go_on"),
            [("don", 0), ("'", 2), ("t", 4), ("go_on", 7)]
        );
        assert_eq!(shown("in 北京 x"), [("in", 0), ("北", 3), ("京", 5), ("x", 8)]);
        assert_eq!(shown("a\nb  c"), [("a", 0), ("b", 5), ("c", 10)]);
        assert_eq!(shown("mira мира1"), [("mira", 0), ("мира1", 3)]);
        assert_eq!(shown("한국어는"), [("한국어는", 0)]);
        assert_eq!(shown(" \n"), []);
    }

    #[test]
    fn overlong_words_are_cut() {
        let long = "é".repeat(5_000);
        assert_eq!(shown(&long)[0].0.len(), LONGEST);
    }
}
