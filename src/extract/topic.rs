//! The words that the body is made of, to tell what speaks of the same matter. Not what they mean.

use super::measure::Measured;

/// Slots of the table; a collision now and then does no harm.
const SLOTS: usize = 1 << 13;

/// The words of the body, function words left out.
pub(super) struct Topic {
    /// A bit a slot.
    seen: [u64; SLOTS / 64],
}

impl Topic {
    /// Collects the words of some units.
    pub(super) fn of(measured: &Measured, units: impl Iterator<Item = usize>) -> Self {
        let mut seen = [0; SLOTS / 64];
        for at in units {
            for &word in measured.words_of(at) {
                let slot = slot(word);
                seen[slot / 64] |= 1 << (slot % 64);
            }
        }
        Self { seen }
    }

    /// The share of a unit's words, function words left out, that the body has too; 0 to 1.
    pub(super) fn share(&self, measured: &Measured, at: usize) -> f32 {
        let (known, all) = self.shared(measured, at);
        if all == 0 { 0.0 } else { known as f32 / all as f32 }
    }

    /// How many of a unit's words the body has too, and how many it has at all; function words left out.
    pub(super) fn shared(&self, measured: &Measured, at: usize) -> (u32, u32) {
        let (mut known, mut all) = (0, 0);
        // Without a branch on whether it is a function word, which nobody can foresee.
        for (word, is_function) in measured.weighed_words_of(at) {
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
