//! Puts right-to-left text in visual order. Not wrapping: a row is cut in logical order first, then reordered here.
//!
//! It applies the Unicode Bidirectional Algorithm (Unicode Standard Annex 9) to one row with the direction of its
//! paragraph. Levels are resolved within the row, so that a long text costs only its visible part; harmless text has no
//! embeddings, the only way for one row to affect another. Brackets and guillemets are mirrored. The terminal must not
//! reorder on its own.

use crate::text::width::grapheme_width;
use std::ops::Range;
use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

/// A direction of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// Like Latin.
    #[default]
    LeftToRight,
    /// Like Arabic and Hebrew.
    RightToLeft,
}

/// One grapheme cluster of a row in drawing order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisualGrapheme {
    /// Its bytes in the row.
    pub range: Range<usize>,
    /// The number of cells it takes.
    pub width: usize,
    /// The bracket to draw instead, if it faces the other way.
    pub mirrored: Option<&'static str>,
}

/// The direction of a paragraph is decided within this many bytes.
const DIRECTION_BYTES: usize = 1024;

/// Returns whether a text contains right-to-left characters: a quick check that avoids the algorithm.
pub fn needs_bidi(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, &byte)| {
        let second = || bytes.get(at + 1).copied().unwrap_or(0);
        match byte {
            0xd6..=0xdf => true,
            0xe0 => second() < 0xa4,
            0xef => matches!(second(), 0xac..=0xbb),
            0xf0 => matches!(second(), 0x90 | 0x9e),
            _ => false,
        }
    })
}

/// The direction of a paragraph: that of its first strong character (rules P2 and P3), left-to-right if the first
/// kilobyte has none.
pub fn base_direction(text: &str) -> Direction {
    for (at, c) in text.char_indices() {
        if at > DIRECTION_BYTES || c.is_ascii_alphabetic() {
            break;
        }
        match bidi_class(c) {
            BidiClass::L => break,
            BidiClass::R | BidiClass::AL => return Direction::RightToLeft,
            _ => {}
        }
    }
    Direction::LeftToRight
}

/// The grapheme clusters of a row in reading order, for terminals that reorder on their own.
pub fn logical_order(row: &str) -> Vec<VisualGrapheme> {
    let mut graphemes = Vec::with_capacity(row.len());
    push_graphemes(row, 0..row.len(), false, &mut graphemes);
    graphemes
}

/// The grapheme clusters of a row from left to right.
pub fn visual_order(row: &str, base: Direction) -> Vec<VisualGrapheme> {
    if row.is_empty() || (base == Direction::LeftToRight && !needs_bidi(row)) {
        return logical_order(row);
    }
    let level = match base {
        Direction::LeftToRight => Level::ltr(),
        Direction::RightToLeft => Level::rtl(),
    };
    let info = ParagraphBidiInfo::new(row, Some(level));
    let (levels, runs) = info.visual_runs(0..row.len());
    let mut graphemes = Vec::with_capacity(row.len());
    for run in runs {
        let backwards = levels.get(run.start).is_some_and(Level::is_rtl);
        let from = graphemes.len();
        push_graphemes(row, run, backwards, &mut graphemes);
        if backwards {
            graphemes[from..].reverse();
        }
    }
    graphemes
}

fn push_graphemes(row: &str, run: Range<usize>, backwards: bool, graphemes: &mut Vec<VisualGrapheme>) {
    let start = run.start;
    for (at, grapheme) in row.get(run).unwrap_or_default().grapheme_indices(true) {
        graphemes.push(VisualGrapheme {
            range: start + at..start + at + grapheme.len(),
            width: grapheme_width(grapheme),
            mirrored: if backwards { mirror(grapheme) } else { None },
        });
    }
}

fn mirror(grapheme: &str) -> Option<&'static str> {
    Some(match grapheme {
        "(" => ")",
        ")" => "(",
        "[" => "]",
        "]" => "[",
        "{" => "}",
        "}" => "{",
        "<" => ">",
        ">" => "<",
        "«" => "»",
        "»" => "«",
        "‹" => "›",
        "›" => "‹",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(row: &str, base: Direction) -> String {
        let graphemes = visual_order(row, base);
        graphemes
            .iter()
            .map(|grapheme| grapheme.mirrored.unwrap_or(&row[grapheme.range.clone()]))
            .collect()
    }

    #[test]
    fn rows_are_in_visual_order() {
        assert_eq!(drawn("plain (text)", Direction::LeftToRight), "plain (text)");
        assert_eq!(drawn("שלום", Direction::RightToLeft), "םולש");
        assert_eq!(drawn("אב (גד) 12", Direction::RightToLeft), "12 (דג) בא");
        assert_eq!(drawn("say שלום now", Direction::LeftToRight), "say םולש now");
        assert_eq!(drawn("אב NATO גד", Direction::RightToLeft), "דג NATO בא");
    }

    #[test]
    fn the_first_strong_letter_decides_the_direction() {
        assert_eq!(base_direction("12 «שלום» NATO"), Direction::RightToLeft);
        assert_eq!(base_direction("\"NATO\" שלום"), Direction::LeftToRight);
        assert_eq!(base_direction("123 — "), Direction::LeftToRight);
        assert!(needs_bidi("a ש") && needs_bidi("ﻻ") && needs_bidi("ع"));
        assert!(!needs_bidi("Привет 北京 “a” 😀"));
    }

    proptest! {
        #[test]
        fn every_byte_is_drawn_once(row in "[a-c אבגاب()1-3👩🚀\u{200d}\u{301}北«]{0,30}", rtl: bool) {
            let base = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
            let mut ranges: Vec<_> = visual_order(&row, base).into_iter().map(|g| g.range).collect();
            ranges.sort_by_key(|range| range.start);
            let mut end = 0;
            for range in ranges {
                prop_assert_eq!(range.start, end);
                end = range.end;
            }
            prop_assert_eq!(end, row.len());
        }
    }
}
