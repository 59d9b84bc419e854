//! The function words of all languages, numbered, so that each word of a page is looked up once. Not phrases, and not
//! the names of languages.

/// Slots of the table; few of the few thousand words share one.
const SLOTS: usize = 1 << 16;

/// Hashes of words, each with the languages in which it is a function word.
pub struct FunctionWords {
    /// By the last bits of a word's hash: the word's number; on a collision in the next free slot.
    slots: Vec<u16>,
    /// By number: the word's hash, and its languages as a set of bits. Number 0 is not a word.
    words: Vec<(u64, u64)>,
}

impl Default for FunctionWords {
    fn default() -> Self {
        Self {
            slots: vec![0; SLOTS],
            words: vec![(0, 0)],
        }
    }
}

impl FunctionWords {
    /// Adds a word of some languages, unless the table is full.
    pub fn add(&mut self, word: u64, languages: u64) {
        let (slot, known) = self.find(word);
        if known == 0 && self.words.len() < SLOTS / 2 {
            self.slots[slot] = self.words.len() as u16;
            self.words.push((word, 0));
        }
        if let Some((_, its)) = self.words.get_mut(usize::from(self.slots[slot])) {
            *its |= languages;
        }
    }

    /// The number of a word, 0 if it is not a function word.
    pub fn number(&self, word: u64) -> u16 {
        self.find(word).1
    }

    /// The languages of a word number, as a set of bits.
    pub fn languages(&self, number: u16) -> u64 {
        self.words
            .get(usize::from(number))
            .map_or(0, |(_, languages)| *languages)
    }

    /// The number of word numbers.
    pub fn count(&self) -> usize {
        self.words.len()
    }

    /// The slot of a word, or the slot where it would be, and its number.
    #[allow(clippy::needless_bitwise_bool)] // a branch would be unpredictable
    fn find(&self, word: u64) -> (usize, u16) {
        let mut slot = word as u16;
        loop {
            let number = self.slots[usize::from(slot)];
            if (number == 0) | (self.words[usize::from(number)].0 == word) {
                return (usize::from(slot), number);
            }
            slot = slot.wrapping_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_share_a_slot_stay_distinct() {
        let mut words = FunctionWords::default();
        let (one, two, three) = (5, 5 + SLOTS as u64, 6);
        words.add(one, 1);
        words.add(two, 2);
        words.add(one, 4);
        let languages = |word| words.languages(words.number(word));
        assert_eq!([one, two, three].map(languages), [5, 2, 0]);
    }
}
