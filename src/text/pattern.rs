//! Search patterns as a person writes them. Not the search itself: see `matcher`.

use crate::text::fold::fold;
use regex::{Regex, RegexBuilder};

/// The largest size of a compiled regular expression in bytes, and of its cache.
const REGEX_BYTES: usize = 1 << 20;
const REGEX_DEPTH: u32 = 50;

/// A search pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    written: String,
    pub(crate) kind: PatternKind,
}

#[derive(Debug, Clone)]
pub(crate) enum PatternKind {
    /// Words with white space between them.
    Words(PatternWords),
    /// A regular expression over the original text.
    Regex(Regex),
}

#[derive(Debug, Clone)]
pub(crate) struct PatternWords {
    /// The words in order; the text may have any white space between them. Folded unless `exact`.
    pub list: Vec<String>,
    /// The first word begins at a word boundary.
    pub starts_word: bool,
    /// The last word ends at a word boundary.
    pub ends_word: bool,
    /// Case and accents matter.
    pub exact: bool,
}

/// Why a pattern is invalid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It is empty.
    #[error("the pattern is empty: write a word, \"a phrase\", a prefix* or /a regex/")]
    Empty,
    /// It is not a valid regular expression.
    #[error("/{pattern}/ is not a valid regular expression: {message}")]
    Regex {
        /// As written, without the slashes.
        pattern: String,
        /// The error in one line.
        message: String,
    },
    /// The regular expression would take too much memory.
    #[error("/{pattern}/ is too large: use smaller repetition counts or split it")]
    TooBig {
        /// As written, without the slashes.
        pattern: String,
    },
}

impl Pattern {
    /// Parses `word` (a whole word), `a phrase` (optionally in quotes), `prefix*` or `/regex/`. Case and accents do not
    /// matter; in a regular expression accents do, and case does after `(?-i)`.
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

    /// Consecutive words with any white space between them.
    pub fn phrase(phrase: &str) -> Self {
        Self::words(phrase, phrase, true, true)
    }

    /// Words that begin with a text.
    pub fn prefix(prefix: &str) -> Self {
        Self::words(prefix, prefix, true, false)
    }

    /// The pattern of a find prompt: the text anywhere, also within words. Case and accents matter only if it contains
    /// upper case.
    pub fn find_text(text: &str) -> Self {
        let mut pattern = Self::words(text, text, false, false);
        if text.chars().any(char::is_uppercase)
            && let PatternKind::Words(words) = &mut pattern.kind
        {
            words.list = text.split_whitespace().map(str::to_owned).collect();
            words.exact = true;
        }
        pattern
    }

    /// The pattern as it was written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Returns whether the pattern is empty; an empty pattern has no hits.
    pub fn is_empty(&self) -> bool {
        matches!(&self.kind, PatternKind::Words(words) if words.list.is_empty())
    }

    fn words(written: &str, text: &str, starts_word: bool, ends_word: bool) -> Self {
        Self {
            written: written.to_owned(),
            kind: PatternKind::Words(PatternWords {
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
                kind: PatternKind::Regex(regex),
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

/// The engine draws the position in several lines and states the error in the last.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_invalid_patterns_say_what_to_do() {
        assert_eq!(Pattern::parse("  ").unwrap_err(), PatternError::Empty);
        assert_eq!(Pattern::parse("*").unwrap_err(), PatternError::Empty);
        assert_eq!(Pattern::parse("\"\"").unwrap_err(), PatternError::Empty);
        assert_eq!(
            Pattern::parse("/a(b/").unwrap_err().to_string(),
            "/a(b/ is not a valid regular expression: unclosed group"
        );
        assert_eq!(
            Pattern::parse("/(\\w{500}){500}/").unwrap_err().to_string(),
            "/(\\w{500}){500}/ is too large: use smaller repetition counts or split it"
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
