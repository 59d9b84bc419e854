//! A word, phrase or prefix of a query, made ready to be found in folded text, many times and fast.

use super::super::entry::push_folded;
use super::forms::Forms;
use crate::text::{is_word_end, is_word_start};
use memchr::{memchr_iter, memmem::Finder};

/// How a term is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum Match {
    /// Whole words.
    Whole,
    /// What begins with it.
    Prefix,
    /// Its forms: what begins as it does and differs in the ending only.
    Forms,
}

/// A folded text to be found.
#[derive(Debug, Clone)]
pub(in crate::library) struct Term {
    literal: String,
    /// Apart, since it is ten times as large as everything else in a query's tree.
    finder: Box<Finder<'static>>,
    kind: Match,
    /// Letters that may follow what was found; only for [`Match::Forms`].
    letters_after: usize,
    /// The forms of the word in each language that has a stemmer, where they are wanted.
    forms: Vec<(&'static str, Forms)>,
}

impl Term {
    /// The term for a text as it was written; `None` where nothing of it can be found.
    pub(in crate::library) fn new(text: &str, kind: Match) -> Option<Self> {
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

    /// What is looked for, folded; for forms the part that stays the same.
    pub(in crate::library) fn literal(&self) -> &str {
        &self.literal
    }

    pub(in crate::library) fn kind(&self) -> Match {
        self.kind
    }

    /// Letters of a form that may follow the literal within its word.
    pub(in crate::library) fn letters_after(&self) -> usize {
        self.letters_after
    }

    /// Whether more letters may follow a whole word: Korean particles are written onto it.
    pub(in crate::library) fn may_go_on(&self) -> bool {
        let (text, end) = (format!("{}a", self.literal), self.literal.len());
        is_word_end(&text, end) && !is_word_start(&text, end)
    }

    /// Whether it stands in a folded text.
    pub(in crate::library) fn is_in(&self, text: &str) -> bool {
        self.places(text).next().is_some()
    }

    /// Whether it stands in a folded text of this language: one of its forms, where these are wanted.
    pub(in crate::library) fn is_in_language(&self, text: &str, language: Option<&str>) -> bool {
        let forms = language.and_then(|language| self.forms.iter().find(|(code, _)| *code == language));
        match forms {
            Some((_, forms)) => forms.is_in(text),
            None => self.is_in(text),
        }
    }

    /// Its forms by language, where these are wanted; in all others the rule of thumb counts.
    pub(in crate::library) fn forms(&self) -> &[(&'static str, Forms)] {
        &self.forms
    }

    /// How often it stands in a folded text.
    pub(in crate::library) fn count_in(&self, text: &str) -> usize {
        self.places(text).count()
    }

    /// Where it stands.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let length = self.literal.len();
        // A single letter stands nearly everywhere, so what each place costs counts more than finding it.
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

/// How many letters longer than the word's own ending that of another form may be.
const LONGER_ENDING: usize = 3;

/// How many letters of a word may change in its forms: a rule of thumb for languages without a stemmer, of which most
/// inflect at the end.
fn ending_chars(word: &str) -> usize {
    match word.chars().count() {
        0..=3 => 0,
        4..=5 => 1,
        _ => 2,
    }
}

/// Whether two bytes next to each other part words for sure, or for sure do not; `None` asks for a closer look.
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
    use crate::text::fold;

    fn found(text: &str, kind: Match, within: &str) -> bool {
        Term::new(text, kind).unwrap().is_in(&fold(within))
    }

    #[test]
    fn words_are_found_whole_and_phrases_across_overlaps() {
        assert!(found("RT", Match::Whole, "says rt, again"));
        assert!(!found("RT", Match::Whole, "trt art"));
        assert!(found("C++", Match::Whole, "in c++ today") && found("don't", Match::Whole, "we don't"));
        assert!(found("a a", Match::Whole, "xa a a"));
        assert!(!found("one two", Match::Whole, "one\ntwo"));
        assert!(found("  one   two ", Match::Whole, "one two"));
    }

    #[test]
    fn unparted_scripts_have_words_everywhere() {
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
