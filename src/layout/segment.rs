//! Cuts a block into segments that can be wrapped separately. Each cut depends only on the text near it, so any segment
//! of a long block is found without reading the ones before it.

use crate::text::boundary::{ceil_boundary, floor_boundary};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The bytes of a segment, plus or minus [`REACH`].
pub(crate) const SEGMENT_BYTES: usize = 4096;
/// The greatest distance of a cut before the multiple of [`SEGMENT_BYTES`].
const REACH: usize = 512;

/// One segment of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Its number within the block.
    pub number: usize,
    /// Its bytes within the block.
    pub range: Range<usize>,
}

/// Returns the segment of the text of a block at an offset.
pub(crate) fn segment_at(text: &str, offset: usize) -> Segment {
    let mut number = offset / SEGMENT_BYTES;
    // A cut is at or before its multiple, so the offset may be in the next segment.
    if number + 1 < count(text) && offset >= cut(text, number + 1) {
        number += 1;
    }
    Segment {
        number,
        range: cut(text, number)..cut(text, number + 1),
    }
}

fn count(text: &str) -> usize {
    text.len().div_ceil(SEGMENT_BYTES).max(1)
}

/// Returns the start of segment `number`: the last position within reach after a sentence, otherwise after white space,
/// otherwise between two grapheme clusters, otherwise between two characters.
fn cut(text: &str, number: usize) -> usize {
    if number == 0 {
        return 0;
    }
    if number >= count(text) {
        return text.len();
    }
    let even = floor_boundary(text, number * SEGMENT_BYTES);
    let start = ceil_boundary(text, even - REACH);
    let reach = text.get(start..even).unwrap_or_default();
    let within = after_sentence(reach)
        .or_else(|| after_blank(reach))
        .or_else(|| after_cluster(reach));
    within.map_or(even, |within| start + within)
}

fn after_sentence(reach: &str) -> Option<usize> {
    let end = [". ", "? ", "! ", "。", "！", "？", "؟ ", "۔ "]
        .iter()
        .filter_map(|end| reach.rfind(end).map(|at| at + end.len()))
        .max()?;
    // Spaces that follow hang over the row before, and must not start one.
    let rest = reach.get(end..)?;
    let text = rest.find(|c: char| !c.is_whitespace() && !is_extender(c))?;
    (text == 0).then_some(end)
}

fn after_blank(reach: &str) -> Option<usize> {
    let end = reach.trim_end_matches(|c: char| !c.is_whitespace()).len();
    let next = reach.get(end..)?.chars().next()?;
    (end > 0 && !is_extender(next)).then_some(end)
}

/// Returns the start of the last cluster. The first cluster may be cut by the reach itself, so it does not count.
fn after_cluster(reach: &str) -> Option<usize> {
    let last = reach.grapheme_indices(true).next_back()?.0;
    (last > REACH / 2).then_some(last)
}

/// Returns whether the character belongs to the one before it.
fn is_extender(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_prefer_the_end_of_a_sentence() {
        let text = "A short sentence of words. ".repeat(400);
        for number in 1..count(&text) {
            assert!(text[..cut(&text, number)].ends_with(". "));
        }
        let one_word = "x".repeat(10_000);
        assert_eq!(segment_at(&one_word, 4094).range, 0..4095);
        assert_eq!(segment_at(&one_word, 9_999).number, 2);
    }

    proptest! {
        #[test]
        fn segments_cover_a_block_and_contain_their_offsets(
            piece in "[a-z北\u{301} .🇩🇪👩\u{200d}🚀ا]{1,40}",
            times in 1usize..1500,
            offset in 0usize..20_000,
        ) {
            let text = piece.repeat(times);
            let offset = floor_boundary(&text, offset.min(text.len().saturating_sub(1)));
            let segment = segment_at(&text, offset);
            prop_assert!(segment.range.contains(&offset));
            let mut end = 0;
            for number in 0..count(&text) {
                prop_assert_eq!(cut(&text, number), end);
                end = cut(&text, number + 1);
                prop_assert!(text.is_char_boundary(end) && end > cut(&text, number));
                prop_assert!(end - cut(&text, number) <= SEGMENT_BYTES + REACH);
            }
            prop_assert_eq!(end, text.len());
        }
    }
}
