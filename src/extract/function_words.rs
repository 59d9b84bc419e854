//! The function words of all languages, by number, so that a page's words are looked up once. Not phrases, not what a
//! language is called.

/// Places of the table; of the few thousand words hardly two share one.
const SLOTS: usize = 1 << 16;

/// Hashes of words, each with the languages that it is a function word of.
pub struct FunctionWords {
    /// The number of the word that has these last bits, or the next ones.
    slots: Vec<u16>,
    /// By number: the word's hash, and its languages as a set of bits. Number 0 is no word.
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
    /// Adds a word of some languages; of more words than can be numbered, no further ones.
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

    /// The number of a word, 0 where it is none.
    pub fn number(&self, word: u64) -> u16 {
        self.find(word).1
    }

    /// The languages of a word by its number, as a set of bits.
    pub fn languages(&self, number: u16) -> u64 {
        self.words
            .get(usize::from(number))
            .map_or(0, |(_, languages)| *languages)
    }

    /// How many numbers there are.
    pub fn count(&self) -> usize {
        self.words.len()
    }

    /// Where a word stands or might stand in the table, and its number.
    #[allow(clippy::needless_bitwise_bool)] // whether it is a function word nobody can foresee: no branch on that
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
    fn words_that_share_a_place_are_told_apart() {
        let mut words = FunctionWords::default();
        let (one, two, three) = (5, 5 + SLOTS as u64, 6);
        words.add(one, 1);
        words.add(two, 2);
        words.add(one, 4);
        let languages = |word| words.languages(words.number(word));
        assert_eq!([one, two, three].map(languages), [5, 2, 0]);
    }
}
