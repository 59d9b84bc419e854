//! Hashes of characters, words and runs of words, and tables keyed by them. Not protection against chosen input: the
//! hashes are fast and the same on every machine, and nothing more.
//!
//! A word's hash starts at [`WORD_START`], takes its characters with [`next_char`] (the step of FNV-1a) and ends with
//! [`end_word`]; [`next_word`] extends the hash of a run of words.

use crate::text::edges::Beginnings;
use crate::text::fold;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The hash before the first character of a word.
pub const WORD_START: u64 = 0xCBF2_9CE4_8422_2325;

/// Extends the hash of a word by a character.
pub const fn next_char(hash: u64, c: u32) -> u64 {
    (hash ^ c as u64).wrapping_mul(0x0000_0100_0000_01B3)
}

/// Mixes the hash of a complete word, so that its high and low bits can be used.
pub const fn end_word(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash ^ (hash >> 32)
}

/// Extends the hash of a run of words by a word.
pub const fn next_word(sequence: u64, word: u64) -> u64 {
    (sequence.rotate_left(7) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The hash of a text's bytes as they are (FNV-1a, 64 bits). Profiles contain it, so it never changes.
pub fn of_bytes(text: &str) -> u64 {
    let step = |hash, byte: u8| next_char(hash, byte.into());
    text.bytes().fold(WORD_START, step)
}

/// The hash of a text's [`fold::key`].
pub fn of_key(text: &str) -> u64 {
    let mut hash = WORD_START;
    fold::each_of_key(text, |c| hash = next_char(hash, c as u32));
    end_word(hash)
}

/// The hash of a text's [`fold::letters`].
pub fn of_letters(text: &str) -> u64 {
    let mut hash = WORD_START;
    fold::each_letter(text, |c| hash = next_char(hash, c as u32));
    end_word(hash)
}

/// A hasher that returns a hash as it is, since it is well mixed already.
#[derive(Default)]
pub struct MixedHasher(u64);

impl Hasher for MixedHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = next_char(self.0, u32::from(byte));
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map from hashes of words or phrases.
pub type HashTable<V> = HashMap<u64, V, BuildHasherDefault<MixedHasher>>;

/// A filter that rules out most hashes that a table does not contain, without a look into the table.
#[derive(Debug, Clone)]
pub struct Sieve {
    bits: Vec<u64>,
}

impl Default for Sieve {
    fn default() -> Self {
        Self {
            bits: vec![0; Self::BITS / 64],
        }
    }
}

impl Sieve {
    const BITS: usize = 1 << 16;

    /// The filter of these hashes.
    pub fn of<'a>(hashes: impl Iterator<Item = &'a u64>) -> Self {
        let mut sieve = Self::default();
        hashes.for_each(|&hash| sieve.add(hash));
        sieve
    }

    /// Adds a hash.
    pub fn add(&mut self, hash: u64) {
        self.bits[(hash as usize % Self::BITS) / 64] |= 1 << (hash % 64);
    }

    /// Returns whether a hash may have been added.
    pub fn may_have(&self, hash: u64) -> bool {
        self.bits
            .get((hash as usize % Self::BITS) / 64)
            .is_some_and(|bits| bits & (1 << (hash % 64)) != 0)
    }
}

/// Words or phrases with a value each, stored as the hashes of their keys. The few thousand entries have no two equal
/// hashes, and a text that is not among them has one of their hashes once in 10^15.
#[derive(Debug, Clone)]
pub struct Lookup<V> {
    table: HashTable<V>,
    /// How the entries begin: most texts begin like none of them.
    starts: Beginnings,
}

/// A set of words.
pub type WordSet = Lookup<()>;

impl<V> Default for Lookup<V> {
    fn default() -> Self {
        Self {
            table: HashTable::default(),
            starts: Beginnings::default(),
        }
    }
}

impl<V> Lookup<V> {
    /// The value of a word.
    pub fn get(&self, text: &str) -> Option<&V> {
        if !self.starts.may_have(text) {
            return None;
        }
        self.table.get(&of_key(text))
    }

    /// Returns whether a text may begin with one of the words. This is a cheap check to run first.
    pub fn may_open(&self, text: &str) -> bool {
        self.starts.may_have(text)
    }

    /// Returns whether a word is among them.
    pub fn contains(&self, text: &str) -> bool {
        self.get(text).is_some()
    }

    /// Returns whether a word with this hash of its key ([`of_key`]) is among them.
    pub fn has(&self, hash: u64) -> bool {
        self.table.contains_key(&hash)
    }

    /// Adds a word.
    pub fn insert(&mut self, text: &str, value: V) {
        self.starts.add(text);
        self.table.insert(of_key(text), value);
    }

    /// The number of words.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Returns whether it contains no word.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }
}

impl<V: Default> Lookup<V> {
    /// The value of a word; adds the word with a default value if it is missing.
    pub fn entry(&mut self, text: &str) -> &mut V {
        self.starts.add(text);
        self.table.entry(of_key(text)).or_default()
    }
}

impl<S: AsRef<str>> FromIterator<S> for WordSet {
    fn from_iter<I: IntoIterator<Item = S>>(words: I) -> Self {
        let mut set = Self::default();
        for word in words {
            set.insert(word.as_ref(), ());
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_bytes_is_fnv_1a() {
        assert_eq!(of_bytes(""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(of_bytes("foobar"), 0x8594_4171_F739_67E8);
    }
}
