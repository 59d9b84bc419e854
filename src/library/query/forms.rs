//! The forms of a word: all words with the same stem, in the languages that have a Snowball stemmer. Both sides are
//! folded, so accents are ignored. Other languages use a rule of thumb: see `term`.

use crate::text::pieces::pieces;
use rust_stemmers::{Algorithm, Stemmer};

/// The languages with a stemmer, by code.
const STEMMERS: [(&str, Algorithm); 20] = [
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nb", Algorithm::Norwegian),
    ("nl", Algorithm::Dutch),
    ("nn", Algorithm::Norwegian),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

/// The forms of a word in one language.
#[derive(Clone)]
pub(crate) struct Forms {
    stemmer: std::sync::Arc<Stemmer>,
    stem: String,
    begins: String,
}

impl Forms {
    /// Returns the codes of all languages with a stemmer.
    pub(crate) fn languages() -> impl Iterator<Item = &'static str> {
        STEMMERS.iter().map(|(code, _)| *code)
    }

    /// Returns the forms of a folded word, or `None` if the language has no stemmer or the text is not a single word.
    pub(crate) fn of(word: &str, language: &str) -> Option<Self> {
        let (_, algorithm) = STEMMERS.iter().find(|(code, _)| *code == language)?;
        let mut words = pieces(word);
        let is_one = words.next().is_some_and(|piece| piece.text == word) && words.next().is_none();
        let stemmer = Stemmer::create(*algorithm);
        // These stemmers also remove prefixes.
        let has_prefixes = matches!(algorithm, Algorithm::Arabic | Algorithm::Tamil);
        let first = word.chars().take(usize::from(!has_prefixes));
        is_one.then(|| Self {
            stem: stemmer.stem(word).into_owned(),
            begins: first.collect(),
            stemmer: std::sync::Arc::new(stemmer),
        })
    }

    /// Returns the common beginning of all forms.
    pub(crate) fn begins(&self) -> &str {
        &self.begins
    }

    /// Returns whether a folded word is a form.
    pub(crate) fn has(&self, word: &str) -> bool {
        word.starts_with(&self.begins) && self.stemmer.stem(word) == self.stem
    }

    /// Returns whether a folded text contains a form.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        pieces(text).any(|piece| self.has(piece.text))
    }
}

impl std::fmt::Debug for Forms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Forms({})", self.stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_have_the_stem_of_the_word() {
        let is_form = |word: &str, language: &str, other: &str| {
            Forms::of(word, language).is_some_and(|forms| forms.is_in(&format!("says {other}, again")))
        };
        assert!(is_form("negotiation", "en", "negotiating") && is_form("skies", "en", "sky"));
        assert!(!is_form("negotiation", "en", "negligent") && !is_form("port", "en", "portfolio"));
        assert!(is_form("hauser", "de", "hauses") && is_form("ministres", "fr", "ministre"));
        assert!(is_form("войны", "ru", "войну"));
        assert!(Forms::of("війна", "uk").is_none() && Forms::of("don't", "en").is_none());
    }
}
