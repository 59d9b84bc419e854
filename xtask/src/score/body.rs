//! Scores how much of a body was found, by shingles of four words, as in Scrapinghub's article extraction benchmark.
//! Lines are not scored.

use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The number of words in a shingle.
const SHINGLE: usize = 4;
/// A run of letters, digits and underscores; combining marks end it.
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("the pattern is a constant"));

/// The scores of one page.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageScore {
    /// The share of the output that is in the gold body; `None` for empty output.
    pub precision: Option<f64>,
    /// The share of the gold body that is in the output; `None` for an empty gold body.
    pub recall: Option<f64>,
}

/// The scores of several pages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// The harmonic mean of the two means.
    pub f1: f64,
    /// The mean precision of the pages with output.
    pub precision: f64,
    /// The mean recall of all pages.
    pub recall: f64,
    /// The number of pages.
    pub pages: usize,
    /// The number of pages without output.
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
    /// The harmonic mean of both; 0 if one is missing.
    pub fn f1(self) -> f64 {
        harmonic(self.precision.unwrap_or(0.0), self.recall.unwrap_or(0.0))
    }
}

impl Figures {
    /// The scores of some pages.
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

/// The multiset of a text's shingles; a text with fewer words has one shingle with all of them.
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
