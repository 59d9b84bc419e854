//! The credit at the end of a picture's description: who took the picture. Not which lines are descriptions: see
//! `captions`.

use crate::extract::lines::cost;
use crate::extract::lines::vocabulary::{Vocabulary, may_open_caption, words_of};
use serde::Deserialize;
use std::sync::LazyLock;

/// The credit is within this many last bytes.
const TAIL: usize = 64;

/// The words of credits; the file describes each list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CreditWords {
    services: Vec<String>,
    labels_after: Vec<String>,
}

const WORDS_TEXT: &str = include_str!("../../../assets/captions/credits.toml");

// The file is part of the program, and a test parses it; without it no such word is known.
static WORDS: LazyLock<CreditWords> = LazyLock::new(|| toml::from_str(WORDS_TEXT).unwrap_or_default());

/// Returns whether the end of a text names who took a picture. `words` are the hashes of its words, `kinds` the union
/// of their kinds.
pub(crate) fn has_credit(text: &str, words: &[u64], kinds: u8) -> bool {
    let mut from = text.len().saturating_sub(TAIL);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = &text[from..];
    cost::count(tail.len());
    // If a sentence mark follows the credit, the text continues with sentences.
    if let Some(sign) = tail.rfind('©') {
        // With a year it is the copyright notice of the page.
        let holder = tail[sign..].trim_start_matches(['©', ' ', '\u{a0}']);
        return holder.len() < 46 && !holder.starts_with(|c: char| c.is_ascii_digit());
    }
    if tail.contains('/') {
        let lower = tail.to_ascii_lowercase();
        if WORDS.services.iter().any(|service| stands_alone(&lower, service)) {
            return true;
        }
    }
    let bare = tail.trim_end_matches(['）', ')']);
    let last = bare.as_bytes().last();
    let is_after = |label: &String| label.as_bytes().last() == last && bare.ends_with(label);
    if WORDS.labels_after.iter().any(is_after) && tail.contains(['＝', '（', '(', '／', ' ']) {
        return true;
    }
    let vocabulary = Vocabulary::builtin();
    // Few lines have a word that may begin a credit. The tail may begin within a word.
    let opens = |words: &[u64]| words.iter().any(|&word| vocabulary.opens_caption(word));
    let is_cut = from > 0 && !text[..from].ends_with(' ');
    let cut = || is_cut && opens(&words_of(tail.split(' ').next().unwrap_or("")));
    (may_open_caption(kinds) && opens(&words[words.len().saturating_sub(TAIL)..]) || cut())
        && (vocabulary.holds_caption(&words_of(tail))
            || labelled_tail(tail).is_some_and(|words| vocabulary.begins_caption(&words)))
}

/// The words after the last mark between a description and its credit, if they are few.
fn labelled_tail(tail: &str) -> Option<Vec<u64>> {
    let marks = [
        '.', '!', '?', '/', '|', '(', '（', '。', '／', '–', '—', '\u{201d}', '»',
    ];
    let at = tail
        .trim_end_matches([')', '.', '）'])
        .rfind(|c| marks.contains(&c))?;
    // The credit may contain a slash: `Photograph: Name/Agency`.
    let earlier = tail[..at].rfind(|c| marks.contains(&c));
    let from = if tail[at..].starts_with(['/', '／']) {
        earlier.unwrap_or(at)
    } else {
        at
    };
    let words = words_of(&tail[from..]);
    (2..=9).contains(&words.len()).then_some(words)
}

/// Returns whether the letters of the service are not part of a longer word.
fn stands_alone(lower: &str, service: &str) -> bool {
    lower.find(service).is_some_and(|at| {
        let before = lower[..at].chars().next_back();
        let after = lower[at + service.len()..].chars().next();
        if service.starts_with('/') {
            after.is_none_or(|c| !c.is_alphanumeric())
        } else {
            before.is_none_or(|c| !c.is_alphanumeric())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_credits_are_lower_case() {
        let words: CreditWords = toml::from_str(WORDS_TEXT).unwrap();
        for word in words.services.iter().chain(&words.labels_after) {
            assert_eq!(*word, word.to_lowercase());
        }
        assert!(words.services.iter().all(|service| service.contains('/')));
    }

    #[test]
    fn a_service_next_to_a_slash_is_a_credit_unless_it_is_part_of_a_word() {
        let has_credit = |text: &str| has_credit(text, &words_of(text), u8::MAX);
        assert!(has_credit("The quay at dawn. Ann Lee/AP"));
        assert!(has_credit("The quay at dawn. AFP/Ann Lee"));
        assert!(!has_credit("The harbour has a road map/apple stand"));
    }
}
