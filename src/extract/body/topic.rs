//! The words of the body, to decide which units are about the same topic.

use crate::extract::lines::analyze::UnitFeatures;

/// Slots of the table; a rare collision is harmless.
const SLOTS: usize = 1 << 13;

/// The words of the body without function words.
pub(crate) struct Topic {
    /// One bit for each slot.
    seen: [u64; SLOTS / 64],
}

impl Topic {
    /// Collects the words of some units.
    pub fn of(features: &UnitFeatures, units: impl Iterator<Item = usize>) -> Self {
        let mut seen = [0; SLOTS / 64];
        for at in units {
            for &word in features.words_of(at) {
                let slot = slot(word);
                seen[slot / 64] |= 1 << (slot % 64);
            }
        }
        Self { seen }
    }

    /// The share of a unit's words, without function words, that the body has too; 0 to 1.
    pub fn share(&self, features: &UnitFeatures, at: usize) -> f32 {
        let (known, all) = self.shared(features, at);
        if all == 0 { 0.0 } else { known as f32 / all as f32 }
    }

    /// The number of a unit's words that the body has too, and the number of all its words, both without function
    /// words.
    pub fn shared(&self, features: &UnitFeatures, at: usize) -> (u32, u32) {
        let (mut known, mut all) = (0, 0);
        // No branch on function words, since it would be unpredictable.
        for (word, is_function) in features.weighed_words_of(at) {
            let (slot, telling) = (slot(word), u32::from(!is_function));
            known += telling & (self.seen[slot / 64] >> (slot % 64)) as u32;
            all += telling;
        }
        (known, all)
    }
}

fn slot(word: u64) -> usize {
    (word >> 20) as usize % SLOTS
}
