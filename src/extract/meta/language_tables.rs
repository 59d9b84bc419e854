//! Languages that their letters or their words show, from `assets/languages.toml`. What else shows a language is decided in
//! [`language`](crate::extract::meta::language).

use crate::extract::lines::vocabulary::words_of;
use crate::text::hash::HashTable;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The tables of the file, ready for look-ups.
#[derive(Debug, Default)]
pub(crate) struct LanguageTables {
    scripts: Vec<LanguageScript>,
    alphabets: Vec<Alphabets>,
    /// The languages with words, and for each word a set of bits, one a language.
    languages: Vec<String>,
    words: HashTable<u32>,
}

/// The tables of the file, which describes each.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageFile {
    scripts: Vec<LanguageScript>,
    alphabets: Vec<Alphabets>,
    words: BTreeMap<String, Vec<String>>,
}

/// A script that one language uses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageScript {
    code: String,
    first: char,
    last: char,
}

/// The languages of one script.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alphabets {
    script: ScriptRange,
    common: String,
    languages: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptRange {
    first: char,
    last: char,
}

const FILE: &str = include_str!("../../../assets/languages.toml");

/// A text with fewer letters of a script may only quote it.
const MIN_LETTERS: usize = 8;
/// The percentage of a text's letters that are of its script.
const SCRIPT_SHARE: usize = 50;
/// The letters outside the common ones are at least one in this number.
const OWN_LETTERS: usize = 60;
/// The percentage of these letters that a language must have.
const FITTING_SHARE: usize = 95;
/// The fewest different words that show a language, and the percentage of the text's words that they are.
const MIN_WORDS: usize = 4;
const WORD_SHARE: usize = 6;

impl LanguageTables {
    /// The built-in tables.
    pub(crate) fn get() -> &'static Self {
        static BUILT: OnceLock<LanguageTables> = OnceLock::new();
        // The file is part of the program, and a test parses it; without it the detector alone decides.
        BUILT.get_or_init(|| Self::of(toml::from_str(FILE).unwrap_or_default()))
    }

    fn of(file: LanguageFile) -> Self {
        let mut words: HashTable<u32> = HashTable::default();
        for (at, known) in file.words.values().enumerate() {
            for word in known.iter().flat_map(|word| words_of(word)) {
                *words.entry(word).or_default() |= 1 << at;
            }
        }
        Self {
            scripts: file.scripts,
            alphabets: file.alphabets,
            languages: file.words.into_keys().collect(),
            words,
        }
    }

    /// The language that the letters of a text show.
    pub(crate) fn by_letters(&self, text: &str) -> Option<&str> {
        if text.is_ascii() {
            return None;
        }
        let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
        let count = |first: char, last: char| letters.iter().filter(|c| (first..=last).contains(*c)).count();
        let is_main = |count: usize| count >= MIN_LETTERS && count * 100 >= letters.len() * SCRIPT_SHARE;
        let script = self
            .scripts
            .iter()
            .find(|script| is_main(count(script.first, script.last)));
        if let Some(script) = script {
            return Some(&script.code);
        }
        let of_script =
            |alphabets: &&Alphabets| is_main(count(alphabets.script.first, alphabets.script.last));
        self.alphabets.iter().find(of_script)?.fitting(&letters)
    }

    /// The language of many frequent words of a text, which are given by the hashes of their keys.
    pub(crate) fn by_words(&self, words: &[u64]) -> Option<&str> {
        let mut hits = vec![0; self.languages.len()];
        let mut different = hits.clone();
        for (at, word) in words.iter().enumerate() {
            let Some(languages) = self.words.get(word) else {
                continue;
            };
            let is_new = !words[..at].contains(word);
            for language in (0..hits.len()).filter(|language| languages >> language & 1 != 0) {
                hits[language] += 1;
                different[language] += usize::from(is_new);
            }
        }
        let best = (0..hits.len()).max_by_key(|&at| (different[at], hits[at]))?;
        let is_sure = different[best] >= MIN_WORDS && hits[best] * 100 >= words.len() * WORD_SHARE;
        is_sure.then_some(self.languages[best].as_str())
    }
}

impl Alphabets {
    /// The language with the fewest letters among those that fit.
    fn fitting(&self, letters: &[char]) -> Option<&str> {
        let lower = letters.iter().flat_map(|c| c.to_lowercase());
        let is_own =
            |c: &char| (self.script.first..=self.script.last).contains(c) && !self.common.contains(*c);
        let own: Vec<char> = lower.filter(is_own).collect();
        if own.len() * OWN_LETTERS < letters.len() {
            return None;
        }
        let fits = |alphabet: &String| {
            let has = own.iter().filter(|c| alphabet.contains(**c)).count();
            let used = alphabet.chars().filter(|c| own.contains(c)).count();
            has * 100 >= own.len() * FITTING_SHARE && used * 2 >= alphabet.chars().count()
        };
        let fitting = self.languages.iter().filter(|(_, alphabet)| fits(alphabet));
        let (code, _) = fitting.min_by_key(|(_, alphabet)| alphabet.chars().count())?;
        Some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_well_formed() {
        let file: LanguageFile = toml::from_str(FILE).unwrap();
        assert!(file.scripts.iter().all(|script| script.first < script.last));
        assert!(
            file.alphabets
                .iter()
                .all(|alphabets| !alphabets.languages.is_empty())
        );
        assert!(file.words.len() <= 32);
    }
}
