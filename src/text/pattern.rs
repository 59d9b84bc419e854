//! What is looked for in text, as a person writes it. Not the looking: see `matcher`.

use super::fold::fold;
use regex::{Regex, RegexBuilder};

/// A compiled regular expression may take this many bytes, its search cache the same.
const REGEX_BYTES: usize = 1 << 20;
const REGEX_DEPTH: u32 = 50;

/// Something to look for.
#[derive(Debug, Clone)]
pub struct Pattern {
    written: String,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// Words with white space between them.
    Words(Words),
    /// A regular expression over the text as it is.
    Regex(Regex),
}

#[derive(Debug, Clone)]
pub(super) struct Words {
    /// In order; the text may have any white space between them. Folded unless `exact`.
    pub list: Vec<String>,
    /// The first one starts at a word boundary.
    pub starts_word: bool,
    /// The last one ends at a word boundary.
    pub ends_word: bool,
    /// Case and accents matter.
    pub exact: bool,
}

/// Why something written is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Nothing is left to look for.
    #[error("the pattern is empty: write a word, \"a phrase\", a prefix* or /a regex/")]
    Empty,
    /// Not a regular expression.
    #[error("/{pattern}/ is no regular expression: {message}")]
    Regex {
        /// As written, without the slashes.
        pattern: String,
        /// What is wrong, in one line.
        message: String,
    },
    /// A regular expression that would take too much memory.
    #[error("/{pattern}/ grows too big: use smaller repetition counts or split it")]
    TooBig {
        /// As written, without the slashes.
        pattern: String,
    },
}

impl Pattern {
    /// Reads `word` (a whole word), `a phrase` (quotes may stand around it), `prefix*` or `/regex/`. Case and accents do
    /// not matter; in a regular expression accents do, and case does after `(?-i)`.
    pub fn parse(written: &str) -> Result<Self, PatternError> {
        let trimmed = written.trim();
        if let Some(regex) = trimmed
            .strip_prefix('/')
            .and_then(|rest| rest.strip_suffix('/'))
            .filter(|regex| !regex.is_empty())
        {
            return Self::regex(trimmed, regex);
        }
        let plain = trimmed
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(trimmed);
        let pattern = match plain.strip_suffix('*') {
            Some(prefix) => Self::words(trimmed, prefix, true, false),
            None => Self::words(trimmed, plain, true, true),
        };
        if pattern.is_empty() {
            return Err(PatternError::Empty);
        }
        Ok(pattern)
    }

    /// A whole word; with blanks in it, a phrase.
    pub fn word(word: &str) -> Self {
        Self::words(word, word, true, true)
    }

    /// Words one after the other, with any white space between.
    pub fn phrase(phrase: &str) -> Self {
        Self::words(phrase, phrase, true, true)
    }

    /// Words that start with the text given.
    pub fn prefix(prefix: &str) -> Self {
        Self::words(prefix, prefix, true, false)
    }

    /// What a find prompt looks for: the text anywhere, within words too. Case and accents matter only where something
    /// is written in upper case.
    pub fn find_text(text: &str) -> Self {
        let mut pattern = Self::words(text, text, false, false);
        if text.chars().any(char::is_uppercase)
            && let Kind::Words(words) = &mut pattern.kind
        {
            words.list = text.split_whitespace().map(str::to_owned).collect();
            words.exact = true;
        }
        pattern
    }

    /// As it was written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether there is nothing to look for; such a pattern has no hits.
    pub fn is_empty(&self) -> bool {
        matches!(&self.kind, Kind::Words(words) if words.list.is_empty())
    }

    fn words(written: &str, text: &str, starts_word: bool, ends_word: bool) -> Self {
        Self {
            written: written.to_owned(),
            kind: Kind::Words(Words {
                list: fold(text).split_whitespace().map(str::to_owned).collect(),
                starts_word,
                ends_word,
                exact: false,
            }),
        }
    }

    fn regex(written: &str, regex: &str) -> Result<Self, PatternError> {
        let built = RegexBuilder::new(regex)
            .case_insensitive(true)
            .multi_line(true)
            .size_limit(REGEX_BYTES)
            .dfa_size_limit(REGEX_BYTES)
            .nest_limit(REGEX_DEPTH)
            .build();
        match built {
            Ok(regex) => Ok(Self {
                written: written.to_owned(),
                kind: Kind::Regex(regex),
            }),
            Err(regex::Error::CompiledTooBig(_)) => Err(PatternError::TooBig {
                pattern: regex.to_owned(),
            }),
            Err(error) => Err(PatternError::Regex {
                pattern: regex.to_owned(),
                message: last_line(&error.to_string()),
            }),
        }
    }
}

/// The engine draws the place in several lines and says what is wrong in the last one.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_patterns_say_what_to_do() {
        assert_eq!(Pattern::parse("  ").unwrap_err(), PatternError::Empty);
        assert_eq!(Pattern::parse("*").unwrap_err(), PatternError::Empty);
        assert_eq!(Pattern::parse("\"\"").unwrap_err(), PatternError::Empty);
        assert_eq!(
            Pattern::parse("/a(b/").unwrap_err().to_string(),
            "/a(b/ is no regular expression: unclosed group"
        );
        assert_eq!(
            Pattern::parse("/(\\w{500}){500}/").unwrap_err().to_string(),
            "/(\\w{500}){500}/ grows too big: use smaller repetition counts or split it"
        );
        assert!(Pattern::parse("/").is_ok_and(|pattern| !pattern.is_empty()));
    }

    #[test]
    fn a_pattern_keeps_how_it_was_written() {
        for written in ["Nato", "\"White House\"", "sanction*", "/gas|oil/"] {
            assert_eq!(Pattern::parse(written).unwrap().written(), written);
        }
    }
}
