//! A set of articles by their numbers: one bit each.

/// See above.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct IdSet {
    words: Vec<u64>,
}

impl IdSet {
    /// Whether it is in the set.
    pub(super) fn has(&self, id: u32) -> bool {
        let word = self.words.get(id as usize / 64);
        word.is_some_and(|word| word >> (id % 64) & 1 == 1)
    }

    /// How many are in the set.
    pub(super) fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Puts it into the set, or takes it out.
    pub(super) fn put(&mut self, id: u32, on: bool) {
        if self.has(id) == on {
            return;
        }
        let at = id as usize / 64;
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        self.words[at] ^= 1 << (id % 64);
    }
}

impl FromIterator<u32> for IdSet {
    fn from_iter<T: IntoIterator<Item = u32>>(ids: T) -> Self {
        let mut set = Self::default();
        for id in ids {
            set.put(id, true);
        }
        set
    }
}
