//! Learns which words are typical of bodies and which of chrome, from the pages that contain them. Only hashes are
//! stored.

use newsprint::extract::training::{Lexicon, SourcePage, UnitFeatures, Vocabulary, WORD_UNIT, WORDS};
use std::collections::HashSet;

/// The fewest pages that must contain a word to give it a weight.
const MIN_PAGES: u32 = 4;

/// The number of pages that have each word outside the body and in it.
pub struct Counts {
    slots: Vec<[u32; 2]>,
    pages: [[u32; 2]; 2],
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            slots: vec![[0; 2]; WORDS],
            pages: [[0; 2]; 2],
        }
    }
}

impl Counts {
    /// Counts a page.
    pub fn add(&mut self, text: &str, labels: &[bool]) {
        let page = SourcePage::new(text);
        let features = UnitFeatures::new(&page, Vocabulary::builtin());
        let mut seen = HashSet::new();
        for (unit, &label) in labels.iter().enumerate() {
            let words = features.words_of(unit);
            for &word in words {
                let slot = Lexicon::slot(word, words.len());
                if seen.insert((slot, label)) {
                    self.slots[slot][usize::from(label)] += 1;
                    self.pages[slot / (WORDS / 2)][usize::from(label)] += 1;
                }
            }
        }
    }

    /// The weights that follow from the sum of several counts.
    pub fn weights<'a>(counts: impl Iterator<Item = &'a Self>) -> Lexicon {
        let mut sum = Self::default();
        for one in counts {
            for (into, from) in sum.slots.iter_mut().flatten().zip(one.slots.iter().flatten()) {
                *into += from;
            }
            for (into, from) in sum.pages.iter_mut().flatten().zip(one.pages.iter().flatten()) {
                *into += from;
            }
        }
        let weight = |(slot, counts): (usize, &[u32; 2])| {
            if counts[0] + counts[1] < MIN_PAGES {
                return 0;
            }
            let pages = sum.pages[slot / (WORDS / 2)];
            let odds = (counts[1] as f32 + 2.0) / (counts[0] as f32 + 2.0);
            let usual = (pages[1] as f32 + 1.0) / (pages[0] as f32 + 1.0);
            ((odds / usual).ln() * WORD_UNIT).clamp(-100.0, 100.0) as i8
        };
        Lexicon {
            weights: sum.slots.iter().enumerate().map(weight).collect(),
        }
    }
}
