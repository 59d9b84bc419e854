//! Scores an article by the words of a query: by their number in the text and, above all, in the title. The index of a
//! library also uses the rarity of words: see `store::search`.

use crate::library::entry::Entry;
use crate::library::query::field::QueryField;
use crate::library::query::node::{ClauseKind, FieldTest};
use crate::library::query::parsed::Query;
use crate::library::query::term::Term;

/// The number of occurrences that yields half of the greatest weight: the saturation of BM25.
const SATURATION: f64 = 1.2;
/// The common length of an article in words, and the effect of the length, as in BM25.
const COMMON_LENGTH: f64 = 400.0;
const LENGTH_COUNTS: f64 = 0.75;
/// An occurrence in the title counts as this many in the text.
pub(crate) const TITLE_COUNTS: f32 = 3.0;
/// Scores are integers, so that equal scores are equal.
const STEPS: f64 = 10_000.0;

impl Query {
    /// Returns the words that must occur, each with whether it must occur in the title.
    pub(crate) fn wanted(&self) -> Vec<(&Term, bool)> {
        let mut wanted = Vec::new();
        self.root.positive(&mut |kind| match kind {
            ClauseKind::Text(words) => wanted.push((&words.term, false)),
            ClauseKind::Field(clause) if clause.field == QueryField::Title => {
                if let FieldTest::Has(term) = &clause.test {
                    wanted.push((term, true));
                }
            }
            _ => {}
        });
        wanted
    }

    /// Returns how well an article matches the words; 0 if none occurs in it.
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
