//! A word, phrase or prefix of a query, prepared for fast matching in folded text.

use crate::library::entry::push_folded;
use crate::library::query::forms::Forms;
use crate::text::matcher::{is_word_end, is_word_start};
use memchr::{memchr_iter, memmem::Finder};

/// How a term matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    /// Whole words.
    Whole,
    /// Words that start with it.
    Prefix,
    /// Its forms: words with the same beginning and a different ending.
    Forms,
}

/// A folded text to find.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    literal: String,
    /// Boxed, because it is ten times as large as the rest of a node.
    finder: Box<Finder<'static>>,
    kind: Match,
    /// The number of letters that may follow a match. Only for [`Match::Forms`].
    letters_after: usize,
    /// The forms of the word in each language with a stemmer. Only for [`Match::Forms`].
    forms: Vec<(&'static str, Forms)>,
}

impl Term {
    /// Returns the term for a text, or `None` if nothing of it can be searched.
    pub(crate) fn new(text: &str, kind: Match) -> Option<Self> {
        let mut literal = String::new();
        push_folded(text, &mut literal);
        let (mut letters_after, mut forms) = (0, Vec::new());
        if kind == Match::Forms {
            let of = |language| Some((language, Forms::of(&literal, language)?));
            forms.extend(Forms::languages().filter_map(of));
            let dropped = ending_chars(&literal);
            let end = literal
                .char_indices()
                .rev()
                .nth(dropped.wrapping_sub(1))
                .map(|(at, _)| at);
            literal.truncate(end.unwrap_or(literal.len()));
            letters_after = dropped + LONGER_ENDING;
        }
        let finder = Box::new(Finder::new(literal.as_bytes()).into_owned());
        (!literal.is_empty()).then_some(Self {
            literal,
            finder,
            kind,
            letters_after,
            forms,
        })
    }

    /// Returns the folded text to find. For forms, this is the part that stays the same.
    pub(crate) fn literal(&self) -> &str {
        &self.literal
    }

    pub(crate) fn kind(&self) -> Match {
        self.kind
    }

    /// Returns the number of letters that may follow the literal within a word.
    pub(crate) fn letters_after(&self) -> usize {
        self.letters_after
    }

    /// Returns whether letters may follow a whole word: Korean attaches particles to it.
    pub(crate) fn may_go_on(&self) -> bool {
        let (text, end) = (format!("{}a", self.literal), self.literal.len());
        is_word_end(&text, end) && !is_word_start(&text, end)
    }

    /// Returns whether a folded text contains the term.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.places(text).next().is_some()
    }

    /// Returns whether a folded text in this language contains the term or, if forms are wanted, one of them.
    pub(crate) fn is_in_language(&self, text: &str, language: Option<&str>) -> bool {
        let forms = language.and_then(|language| self.forms.iter().find(|(code, _)| *code == language));
        match forms {
            Some((_, forms)) => forms.is_in(text),
            None => self.is_in(text),
        }
    }

    /// Returns the forms by language. All other languages use the rule of thumb.
    pub(crate) fn forms(&self) -> &[(&'static str, Forms)] {
        &self.forms
    }

    /// Returns the number of occurrences in a folded text.
    pub(crate) fn count_in(&self, text: &str) -> usize {
        self.places(text).count()
    }

    /// Returns the positions of the matches.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let length = self.literal.len();
        // A single letter occurs everywhere, so checking the matches costs more than finding them.
        let letters = match self.literal.as_bytes() {
            [byte] => Some(memchr_iter(*byte, text.as_bytes())),
            _ => None,
        };
        let mut from = if letters.is_some() { usize::MAX } else { 0 };
        let words = std::iter::from_fn(move || {
            let start = from + self.finder.find(text.as_bytes().get(from..)?)?;
            from = start + 1;
            Some(start)
        });
        let found = letters.into_iter().flatten().chain(words);
        found.filter(move |&start| self.fits(text, start, start + length))
    }

    fn fits(&self, text: &str, start: usize, end: usize) -> bool {
        ascii_boundary(text, start).unwrap_or_else(|| is_word_start(text, start))
            && match self.kind {
                Match::Whole => ascii_boundary(text, end).unwrap_or_else(|| is_word_end(text, end)),
                Match::Prefix => true,
                Match::Forms => {
                    let after = text.get(end..).unwrap_or_default().char_indices();
                    let letters =
                        after.take_while(|(at, c)| c.is_alphanumeric() && !is_word_start(text, end + at));
                    letters.count() <= self.letters_after
                }
            }
    }
}

/// The number of letters by which the ending of a form may be longer than that of the word.
const LONGER_ENDING: usize = 3;

/// Returns the number of letters of a word that may change in its forms: a rule of thumb for languages without a
/// stemmer, most of which inflect at the end.
fn ending_chars(word: &str) -> usize {
    match word.chars().count() {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    }
}

/// Returns whether there is a word boundary between two bytes, or `None` if that needs a closer look.
fn ascii_boundary(text: &str, at: usize) -> Option<bool> {
    let bytes = text.as_bytes();
    let (before, after) = (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at));
    let (Some(before), Some(after)) = (before, after) else {
        return Some(true);
    };
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    (before.is_ascii() && after.is_ascii()).then(|| !(is_word(before) && is_word(after)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;

    fn found(text: &str, kind: Match, within: &str) -> bool {
        Term::new(text, kind).unwrap().is_in(&fold(within))
    }

    #[test]
    fn whole_words_match_and_phrases_match_at_overlaps() {
        assert!(found("RT", Match::Whole, "says rt, again"));
        assert!(!found("RT", Match::Whole, "trt art"));
        assert!(found("C++", Match::Whole, "in c++ today") && found("don't", Match::Whole, "we don't"));
        assert!(found("a a", Match::Whole, "xa a a"));
        assert!(!found("one two", Match::Whole, "one\ntwo"));
        assert!(found("  one   two ", Match::Whole, "one two"));
    }

    #[test]
    fn scripts_without_spaces_match_anywhere() {
        assert!(found("北京", Match::Whole, "他在北京工作"));
        assert!(!found("мир", Match::Whole, "мира"));
    }

    #[test]
    fn prefixes_and_forms() {
        assert!(found("minist", Match::Prefix, "the ministry"));
        assert!(!found("inist", Match::Prefix, "the ministry"));
        assert!(found("strikes", Match::Forms, "striking") && found("війна", Match::Forms, "про війну"));
        assert!(!found("port", Match::Forms, "portfolios") && !found("sea", Match::Forms, "seasonal"));
    }
}
