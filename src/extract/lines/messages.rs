//! What pages say that hold no article: that something was not found, is not allowed, or needs a robot check. Which pages
//! these are: see `body::no_article`.

use crate::extract::lines::vocabulary::{MAX_WORDS, words_of};
use crate::text::hash::next_word;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

const TEXT: &str = include_str!("../../../assets/messages/no_article.toml");

/// The messages of a language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageMessages {
    /// Messages that are a whole line.
    line: Vec<String>,
    /// Messages that are part of a sentence.
    anywhere: Vec<String>,
}

/// The messages of all languages, as hashes of their words in order.
#[derive(Default)]
pub(crate) struct PageMessages {
    lines: HashSet<u64>,
    anywhere: HashSet<u64>,
    /// The beginnings of the messages in `anywhere`, word by word.
    openings: HashSet<u64>,
}

impl PageMessages {
    /// The built-in messages. They are read when a page first needs them, since most pages do not.
    pub fn builtin() -> &'static Self {
        static BUILT: OnceLock<PageMessages> = OnceLock::new();
        BUILT.get_or_init(|| {
            let mut messages = Self::default();
            // The file is part of the program, and a test reads it.
            let languages: BTreeMap<String, LanguageMessages> = toml::from_str(TEXT).unwrap_or_default();
            for language in languages.into_values() {
                messages.add(&language);
            }
            messages
        })
    }

    fn add(&mut self, language: &LanguageMessages) {
        let whole = |text: &String| words_of(text).into_iter().fold(0, next_word);
        self.lines.extend(language.line.iter().map(whole));
        for text in &language.anywhere {
            let mut sequence = 0;
            for word in words_of(text).into_iter().take(MAX_WORDS) {
                sequence = next_word(sequence, word);
                self.openings.insert(sequence);
            }
            self.anywhere.insert(sequence);
        }
    }

    /// Returns whether the words of a line are such a message.
    pub fn is_message(&self, words: &[u64]) -> bool {
        words.len() <= MAX_WORDS && self.lines.contains(&words.iter().copied().fold(0, next_word))
    }

    /// Returns whether words contain such a message.
    pub fn holds_message(&self, words: &[u64]) -> bool {
        (0..words.len()).any(|at| {
            let mut sequence = 0;
            for &word in words[at..].iter().take(MAX_WORDS) {
                sequence = next_word(sequence, word);
                if !self.openings.contains(&sequence) {
                    return false;
                }
                if self.anywhere.contains(&sequence) {
                    return true;
                }
            }
            false
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_both_kinds_of_messages() {
        let languages: BTreeMap<String, LanguageMessages> = toml::from_str(TEXT).unwrap();
        for (language, messages) in &languages {
            assert!(
                !messages.line.is_empty() && !messages.anywhere.is_empty(),
                "{language}"
            );
        }
        assert!(languages.len() >= 38);
    }

    #[test]
    fn case_marks_and_numbers_do_not_matter() {
        let messages = PageMessages::builtin();
        assert!(messages.is_message(&words_of("404 – Page Not Found!")));
        assert!(!messages.is_message(&words_of("Page not found in the archive of Zelm")));
        assert!(messages.holds_message(&words_of("Sorry, the page you're looking for has gone.")));
        assert!(!messages.holds_message(&words_of("The page turned by itself.")));
    }
}
