//! How common words are, by language: the share of articles that have a term. The built-in table is made from counts by
//! `cargo xtask train-events`; counts of the articles at hand are mixed in.

use crate::text::hash::HashTable;
use std::collections::HashMap;
use std::sync::OnceLock;

const TABLE: &[u8] = include_bytes!("../../../assets/events/background.bin");

/// Shares of articles by language and term.
#[derive(Debug, Clone, Default)]
pub struct Background {
    /// By language code: the number of articles counted, and the number that have each term.
    languages: HashMap<String, TermCounts>,
}

/// In how many articles terms occur.
#[derive(Debug, Clone, Default)]
pub struct TermCounts {
    /// The number of articles.
    pub articles: u32,
    /// The number of articles with a term, by its hash.
    pub with_term: HashTable<u32>,
}

/// Terms of fewer articles are not stored.
const LEAST: u32 = 3;

impl TermCounts {
    /// Counts an article with these terms.
    pub fn add(&mut self, terms: impl Iterator<Item = u32>) {
        self.articles += 1;
        for term in terms {
            *self.with_term.entry(key(term)).or_default() += 1;
        }
    }
}

/// Spreads the bits of a term, since the table uses its key as a hash.
fn key(term: u32) -> u64 {
    u64::from(term).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Background {
    /// The built-in table.
    pub fn builtin() -> &'static Self {
        static BUILT: OnceLock<Background> = OnceLock::new();
        BUILT.get_or_init(|| Self::from_bytes(TABLE).unwrap_or_default())
    }

    /// Counts an article of a language.
    pub fn add(&mut self, language: &str, terms: impl Iterator<Item = u32>) {
        self.languages.entry(language.to_owned()).or_default().add(terms);
    }

    /// The weight of a term: the logarithm of the inverse share of articles that have it, from the table and from the
    /// articles at hand.
    pub fn weight(&self, language: &str, term: u32, own: &TermCounts) -> f32 {
        let known = self.languages.get(language);
        let (articles, with_term) = known.map_or((0, 0), |counts| {
            (
                counts.articles,
                counts.with_term.get(&key(term)).copied().unwrap_or(0),
            )
        });
        let (own_articles, own_with) = (own.articles, own.with_term.get(&key(term)).copied().unwrap_or(0));
        // Up to this number of articles a table counts in full; beyond, its shares count as if there were no more.
        let scale = |articles: u32| {
            if articles > MOST {
                f64::from(MOST) / f64::from(articles)
            } else {
                1.0
            }
        };
        let (table, here) = (scale(articles), scale(own_articles));
        let total = f64::from(articles) * table + f64::from(own_articles) * here + PRIOR;
        let with = f64::from(with_term) * table + f64::from(own_with) * here;
        ((total + 1.0) / (with + 1.0)).ln() as f32
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut languages = HashMap::new();
        while !bytes.is_empty() {
            let (length, rest) = bytes.split_first()?;
            let (code, rest) = rest.split_at_checked(usize::from(*length))?;
            let (numbers, mut rest) = rest.split_at_checked(8)?;
            let number = |at: usize| Some(u32::from_le_bytes(numbers.get(at..at + 4)?.try_into().ok()?));
            let mut counts = TermCounts {
                articles: number(0)?,
                ..TermCounts::default()
            };
            for _ in 0..number(4)? {
                let (entry, after) = rest.split_at_checked(5)?;
                let term = u32::from_le_bytes(entry[..4].try_into().ok()?);
                counts
                    .with_term
                    .insert(key(term), unpacked(entry[4], counts.articles));
                rest = after;
            }
            languages.insert(String::from_utf8(code.to_vec()).ok()?, counts);
            bytes = rest;
        }
        Some(Self { languages })
    }

    /// The serialised table: for each language its code, the number of articles, and the terms, each with its share.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut codes: Vec<&String> = self.languages.keys().collect();
        codes.sort();
        let mut bytes = Vec::new();
        for code in codes {
            let counts = &self.languages[code];
            // The key of a term is the term times an odd number, which has an inverse.
            let mut terms: Vec<(u32, u32)> = counts
                .with_term
                .iter()
                .filter(|(_, with)| **with >= LEAST)
                .map(|(key, with)| (key.wrapping_mul(INVERSE) as u32, *with))
                .collect();
            terms.sort_unstable();
            bytes.push(code.len() as u8);
            bytes.extend(code.as_bytes());
            bytes.extend(counts.articles.to_le_bytes());
            bytes.extend((terms.len() as u32).to_le_bytes());
            for (term, with) in terms {
                bytes.extend(term.to_le_bytes());
                bytes.push(packed(with, counts.articles));
            }
        }
        bytes
    }
}

/// The inverse of the factor of [`key`], modulo 2^64.
const INVERSE: u64 = 0xF1DE_83E1_9937_733D;
/// The number of articles for which a table counts at most.
const MOST: u32 = 4_000;
/// Articles without the term that are added, so that few articles say little.
const PRIOR: f64 = 200.0;
/// Steps of a stored share for each factor of e.
const STEPS: f32 = 24.0;

fn packed(with: u32, articles: u32) -> u8 {
    ((articles as f32 / with.max(1) as f32).ln() * STEPS)
        .round()
        .clamp(0.0, 255.0) as u8
}

fn unpacked(step: u8, articles: u32) -> u32 {
    ((articles as f32 * (-f32::from(step) / STEPS).exp()).round() as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_back_and_rare_terms_weigh_more() {
        let mut table = Background::default();
        for nth in 0..100_u32 {
            table.add("en", [1, 10 + nth % 20].into_iter());
        }
        let read = Background::from_bytes(&table.to_bytes()).unwrap();
        let own = TermCounts::default();
        let weight = |term| read.weight("en", term, &own);
        assert!(weight(1) < weight(10) && weight(10) < weight(999));
        assert!((weight(10) - table.weight("en", 10, &own)).abs() < 0.1);
    }

    #[test]
    fn what_is_common_here_weighs_less() {
        let mut own = TermCounts::default();
        (0..1000).for_each(|_| own.add([7].into_iter()));
        let table = Background::default();
        assert!(table.weight("en", 7, &own) < 0.3);
        assert!(table.weight("en", 8, &own) > 5.0);
    }
}
