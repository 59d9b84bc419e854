//! How much of a body was found: shingles of four words, as scrapinghub's article extraction benchmark counts them.
//! Not which lines they are.

use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words in a shingle.
const SHINGLE: usize = 4;
/// A run of letters, digits and underscores; marks that combine with a letter end it.
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("the pattern is a constant"));

/// The shares of one page that are right. `None` where there is nothing that could be.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageScore {
    /// Share of the output that stands in the gold body; `None` for empty output.
    pub precision: Option<f64>,
    /// Share of the gold body that stands in the output; `None` for an empty gold body.
    pub recall: Option<f64>,
}

/// Figures of several pages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// Harmonic mean of the two means.
    pub f1: f64,
    /// Mean precision of the pages that have output.
    pub precision: f64,
    /// Mean recall of all pages.
    pub recall: f64,
    /// Pages.
    pub pages: usize,
    /// Pages without output.
    pub empty: usize,
}

/// Scores the body found on a page against the gold one.
pub fn page(gold: &str, found: &str) -> PageScore {
    let (gold, found) = (shingles(gold), shingles(found));
    let right: u32 = gold
        .iter()
        .map(|(shingle, &count)| count.min(found.get(shingle).copied().unwrap_or(0)))
        .sum();
    let share = |of: &HashMap<Vec<&str>, u32>| {
        let all: u32 = of.values().sum();
        (all > 0).then(|| f64::from(right) / f64::from(all))
    };
    PageScore {
        precision: share(&found),
        recall: share(&gold),
    }
}

impl PageScore {
    /// The harmonic mean of both; 0 where one is missing.
    pub fn f1(self) -> f64 {
        harmonic(self.precision.unwrap_or(0.0), self.recall.unwrap_or(0.0))
    }
}

impl Figures {
    /// The figures of some pages.
    pub fn of(pages: &[PageScore]) -> Self {
        let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
        let precision = mean(pages.iter().filter_map(|page| page.precision).collect());
        let recall = mean(pages.iter().filter_map(|page| page.recall).collect());
        Self {
            f1: harmonic(precision, recall),
            precision,
            recall,
            pages: pages.len(),
            empty: pages.iter().filter(|page| page.precision.is_none()).count(),
        }
    }
}

fn harmonic(one: f64, other: f64) -> f64 {
    if one > 0.0 && other > 0.0 {
        2.0 * one * other / (one + other)
    } else {
        0.0
    }
}

/// The bag of a text's shingles; a text of fewer words has one of them all.
fn shingles(text: &str) -> HashMap<Vec<&str>, u32> {
    let words: Vec<&str> = WORD.find_iter(text).map(|word| word.as_str()).collect();
    let mut bag = HashMap::new();
    if words.is_empty() {
        return bag;
    }
    for shingle in words.windows(SHINGLE.min(words.len())) {
        *bag.entry(shingle.to_vec()).or_insert(0) += 1;
    }
    bag
}
