//! The contiguous run of a page that holds most of its sentences: where the article most likely stands. Not its edges
//! line by line.

use super::measure::Measure;
use std::ops::Range;

/// What a line that is no sentence costs; long ones cost nothing.
const PENALTY: i64 = 12;
/// From so many words on a line costs nothing, whatever its end.
const LONG_WORDS: u32 = 25;

/// The run with the largest sum of words in sentences less a penalty for each other line. Empty where there is no sentence.
pub fn best_run(units: &[Measure]) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0_i64);
    let (mut start, mut sum) = (0, 0_i64);
    for (at, unit) in units.iter().enumerate() {
        let words = unit.shape.measured_words();
        let value = if unit.shape.is_sentence_like() {
            i64::from(words)
        } else if words >= LONG_WORDS {
            0
        } else {
            -PENALTY
        };
        if sum <= 0 {
            start = at;
            sum = 0;
        }
        sum += value;
        if sum > best_sum {
            best_sum = sum;
            best = start..at + 1;
        }
    }
    best
}
