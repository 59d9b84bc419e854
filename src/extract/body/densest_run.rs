//! The densest run of a page: the contiguous units with most of its sentences, where the article most likely is. Not
//! its exact edges.

use crate::extract::lines::analyze::UnitAnalysis;
use std::ops::Range;

/// The cost of a unit that is not a sentence; long units cost nothing.
const PENALTY: i64 = 12;
/// A unit with at least this many words costs nothing, whatever its end.
const LONG_WORDS: u32 = 25;

/// The run with the largest number of words in sentences minus a penalty for each other unit. Empty if there is no
/// sentence.
pub fn best_run(units: &[UnitAnalysis]) -> Range<usize> {
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

/// The run whose words are most likely body, as its first unit and the unit after its last.
pub fn weighted_run(probabilities: &[f32], words: &[f32]) -> (usize, usize) {
    let (mut best, mut best_sum) = ((0, 0), 0.0);
    let (mut start, mut sum) = (0, 0.0);
    for (at, (probability, words)) in probabilities.iter().zip(words).enumerate() {
        if sum <= 0.0 {
            start = at;
            sum = 0.0;
        }
        sum += (probability - 0.45) * words;
        if sum > best_sum {
            best_sum = sum;
            best = (start, at + 1);
        }
    }
    best
}
