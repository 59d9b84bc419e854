//! Whether the words of a unit near the headline appear elsewhere: whole, or as the beginning or end of more.

use crate::extract::body::columns::share;
use crate::extract::lines::analyze::UnitFeatures;
use crate::text::hash::HashTable;
use std::cmp::Ordering;
use std::ops::Range;

/// A unit with more words is not compared with other units.
pub(crate) const LONGEST: usize = 60;
/// A unit with fewer words is not compared either.
const SHORTEST: usize = 3;
/// The title of the page itself is among this many first units.
pub(crate) const TOP: usize = 6;

/// How a unit relates to other units: how near the nearest one is (see [`nearness`]) that its words begin, that they
/// end, that begins them, that ends them; then the largest share of its words that one of the page's first units
/// contains.
pub(crate) type Relations = [u8; 5];

/// The relations of the units in a range.
pub(crate) fn relations(features: &UnitFeatures, range: &Range<usize>) -> Vec<Relations> {
    let others: Vec<Comparable<'_>> = (0..TOP.min(range.start))
        .chain(range.clone())
        .filter_map(|at| Comparable::of(at, features.words_of(at)))
        .collect();
    let top_words = TopWords::of(&others);
    let relations_of = |at: usize| match Comparable::of(at, features.words_of(at)) {
        Some(unit) => unit.relations(&others, &top_words),
        None => Relations::default(),
    };
    range.clone().map(relations_of).collect()
}

/// A unit that is neither too short nor too long to be compared with others.
struct Comparable<'a> {
    at: usize,
    words: &'a [u64],
    first: u64,
    last: u64,
}

impl<'a> Comparable<'a> {
    fn of(at: usize, words: &'a [u64]) -> Option<Self> {
        let (&[first, ..], &[.., last]) = (words, words) else {
            return None;
        };
        (SHORTEST..=LONGEST).contains(&words.len()).then_some(Self {
            at,
            words,
            first,
            last,
        })
    }

    fn relations(&self, others: &[Self], top_words: &TopWords) -> Relations {
        let mut relations = Relations::default();
        let words = self.words;
        // Most have neither the first nor the last word in common; these need no further comparison.
        let is_like = |other: &&Self| other.first == self.first || other.last == self.last;
        for other in others.iter().filter(is_like) {
            let its = other.words;
            let found = match its.len().cmp(&words.len()) {
                Ordering::Greater => [its.starts_with(words), its.ends_with(words), false, false],
                Ordering::Less => [false, false, words.starts_with(its), words.ends_with(its)],
                Ordering::Equal => [false; 4],
            };
            let nearness = nearness(other.at, self.at);
            for (relation, found) in relations.iter_mut().zip(found) {
                *relation = if found { nearness.max(*relation) } else { *relation };
            }
        }
        let shared = top_words.most_shared(words, TOP.min(self.at));
        relations[4] = share(shared, words.len() as u32);
        relations
    }
}

/// Where another unit is: 3 among the page's first units, 2 above this one, 1 below it.
fn nearness(other: usize, own: usize) -> u8 {
    if other < TOP {
        3
    } else if other < own {
        2
    } else {
        1
    }
}

/// Which of the page's first units contain a word.
struct TopWords {
    /// For each word a set of bits, one a unit.
    units: HashTable<u8>,
    /// One bit for several words: most other words are ruled out without a look into the table.
    marks: [u64; 16],
}

impl TopWords {
    fn of(units: &[Comparable<'_>]) -> Self {
        let mut words = Self {
            units: HashTable::default(),
            marks: [0; 16],
        };
        for unit in units.iter().take_while(|unit| unit.at < TOP) {
            for &word in unit.words {
                *words.units.entry(word).or_default() |= 1 << unit.at;
                words.marks[(word >> 60) as usize] |= 1 << (word >> 54 & 63);
            }
        }
        words
    }

    /// The largest number of these words that one of the first `units` units contains.
    fn most_shared(&self, words: &[u64], units: usize) -> u32 {
        let mut shared = [0; TOP];
        let is_marked = |word: &&u64| self.marks[(**word >> 60) as usize] >> (**word >> 54 & 63) & 1 != 0;
        let known = words.iter().filter(is_marked);
        for its in known.filter_map(|word| self.units.get(word)) {
            for (at, shared) in shared.iter_mut().enumerate() {
                *shared += u32::from(its >> at & 1);
            }
        }
        shared.into_iter().take(units).max().unwrap_or(0)
    }
}
