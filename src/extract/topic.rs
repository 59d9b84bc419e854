//! The words that the body is made of, to tell what speaks of the same matter. Not what they mean.

use super::Verdict;
use super::measure::Measured;
use super::phrases::Vocabulary;

/// Slots of the table; a collision now and then does no harm.
const SLOTS: usize = 1 << 13;

/// The words of the body, function words left out.
pub(super) struct Topic {
    seen: Vec<bool>,
}

impl Topic {
    /// Collects the words of the units that are body.
    pub(super) fn of(measured: &Measured, verdicts: &[Verdict]) -> Self {
        let mut seen = vec![false; SLOTS];
        for (at, _) in verdicts
            .iter()
            .enumerate()
            .filter(|(_, verdict)| verdict.class.is_body())
        {
            for &word in measured.words_of(at) {
                seen[slot(word)] = true;
            }
        }
        Self { seen }
    }

    /// The share of a unit's words, function words left out, that the body has too; 0 to 1.
    pub(super) fn share(&self, measured: &Measured, at: usize) -> f32 {
        let vocabulary = Vocabulary::builtin();
        let telling = |word: &&u64| vocabulary.languages_of(**word) & measured.language == 0;
        let (mut known, mut all) = (0, 0);
        for word in measured.words_of(at).iter().filter(telling) {
            known += usize::from(self.seen[slot(*word)]);
            all += 1;
        }
        if all == 0 { 0.0 } else { known as f32 / all as f32 }
    }
}

fn slot(word: u64) -> usize {
    (word >> 20) as usize % SLOTS
}
