//! Which articles are compared at all: those that share a rare term, the skeleton of a name or a fingerprint, within a
//! week of each other. The cost of an article depends on its neighbours, not on the number of articles.

use crate::events::grouping::features::{ArticleFeatures, KeptTerm};
use crate::text::hash::HashTable;

/// Days between two articles of one event, at most.
pub const WINDOW: i32 = 7;
/// Postings beyond this number say nothing and are skipped.
const POSTINGS: usize = 1_200;
/// Postings of skeletons and fingerprints beyond this number.
const FEW: usize = 200;
/// Articles are found by this number of their terms.
const KEYS: usize = 36;
/// At most this number of neighbours are kept for an article.
const NEIGHBOURS: usize = 400;
/// The sum of shared weights, squared, below which two articles are not compared.
const LEAST: f32 = 8.0;

/// Postings: the articles that have a term, by its hash.
#[derive(Debug, Default)]
pub struct CandidateIndex {
    terms: HashTable<Vec<u32>>,
    others: HashTable<Vec<u32>>,
}

fn key(hash: u32, kind: u64) -> u64 {
    (u64::from(hash) | kind << 32).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl CandidateIndex {
    /// Adds an article with its number. Numbers must rise.
    pub fn add(&mut self, number: u32, features: &ArticleFeatures) {
        for term in strongest(features) {
            self.terms.entry(key(term.hash, 0)).or_default().push(number);
        }
        for other in keys_of(features) {
            self.others.entry(other).or_default().push(number);
        }
    }

    /// The articles to compare with an article, strongest first, among those that were added.
    pub fn of(&self, number: u32, features: &[ArticleFeatures]) -> Vec<u32> {
        let own = &features[number as usize];
        let mut sums: HashTable<f32> = HashTable::default();
        let strength = |term: &KeptTerm| term.weight() * term.weight();
        for term in strongest(own) {
            let postings = self.terms.get(&key(term.hash, 0)).map_or(&[][..], Vec::as_slice);
            if postings.len() <= POSTINGS {
                for &other in postings {
                    *sums.entry(u64::from(other).wrapping_mul(SPREAD)).or_default() += strength(term);
                }
            }
        }
        for other in keys_of(own) {
            let postings = self.others.get(&other).map_or(&[][..], Vec::as_slice);
            if postings.len() <= FEW {
                for &other in postings {
                    *sums.entry(u64::from(other).wrapping_mul(SPREAD)).or_default() += LEAST;
                }
            }
        }
        let found = sums
            .into_iter()
            .map(|(key, sum)| (key.wrapping_mul(UNSPREAD) as u32, sum));
        let mut found: Vec<(u32, f32)> = found
            .filter(|&(other, sum)| {
                other != number && sum >= LEAST && in_window(own, &features[other as usize])
            })
            .collect();
        found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(NEIGHBOURS);
        found.into_iter().map(|(other, _)| other).collect()
    }
}

const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// The inverse of [`SPREAD`] modulo 2^64.
const UNSPREAD: u64 = 0xF1DE_83E1_9937_733D;

/// The strongest terms of an article, by which others are found.
fn strongest(features: &ArticleFeatures) -> impl Iterator<Item = &KeptTerm> {
    let mut weights: Vec<f32> = features.terms.iter().map(|term| term.weight()).collect();
    weights.sort_unstable_by(|a, b| b.total_cmp(a));
    let least = weights.get(KEYS - 1).copied().unwrap_or(0.0);
    features.terms.iter().filter(move |term| term.weight() >= least)
}

fn keys_of(features: &ArticleFeatures) -> impl Iterator<Item = u64> + '_ {
    let skeletons = features.skeletons.iter().map(|&hash| key(hash, 1));
    skeletons.chain(features.prints.iter().map(|&hash| key(hash, 2)))
}

/// Returns whether two articles may report the same event by their days. An unknown day is near every day.
pub fn in_window(a: &ArticleFeatures, b: &ArticleFeatures) -> bool {
    a.day.zip(b.day).is_none_or(|(a, b)| (a - b).abs() <= WINDOW)
}
