//! How well an article fits the words of a query, by itself: how often they stand in it, above all in its title. The index of
//! a library knows more, how rare a word is, and weighs with that: see `store::search`.

use super::Query;
use super::field::QueryField;
use super::node::{Kind, Test};
use super::term::Term;
use crate::library::entry::Entry;

/// So many times in the text are worth half of what any number of times is: the saturation of BM25.
const SATURATION: f64 = 1.2;
/// Words of an article of common length, and how much the length counts: BM25 again.
const COMMON_LENGTH: f64 = 400.0;
const LENGTH_COUNTS: f64 = 0.75;
/// A word in the title is worth this many in the text.
pub(in crate::library) const TITLE_COUNTS: f32 = 3.0;
/// Scores are whole numbers, so that equal ones are equal.
const STEPS: f64 = 10_000.0;

impl Query {
    /// The words that are wanted, not those that are not, and whether they are wanted in the title alone.
    pub(in crate::library) fn wanted(&self) -> Vec<(&Term, bool)> {
        let mut wanted = Vec::new();
        self.root.positive(&mut |kind| match kind {
            Kind::Text(words) => wanted.push((&words.term, false)),
            Kind::Field(clause) if clause.field == QueryField::Title => {
                if let Test::Has(term) = &clause.test {
                    wanted.push((term, true));
                }
            }
            _ => {}
        });
        wanted
    }

    /// How well an article fits its words: the more the better; 0 where none stands in it.
    pub fn score(&self, entry: &Entry) -> u32 {
        let length = 1.0 - LENGTH_COUNTS + LENGTH_COUNTS * f64::from(entry.words) / COMMON_LENGTH;
        let worth = |count: usize, length: f64| count as f64 / (count as f64 + SATURATION * length);
        let score = |(term, is_title): (&Term, bool)| {
            let title = worth(term.count_in(entry.folded_title()), 1.0) * f64::from(TITLE_COUNTS);
            let text = || worth(term.count_in(entry.search_text()), length);
            if is_title { title } else { title + text() }
        };
        let score: f64 = self.wanted().into_iter().map(score).sum();
        (score * STEPS) as u32
    }
}
