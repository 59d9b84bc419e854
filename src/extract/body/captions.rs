//! Captions: the descriptions of pictures. Not whether a page showed a picture: only its text is known.

use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::detections::Detections;
use crate::extract::input::page::SourcePage;
use crate::extract::lines::analyze::UnitFeatures;
use crate::extract::lines::cost;
use crate::extract::lines::label::LineLabel;
use crate::extract::lines::line_shape::LineEnd;
use crate::extract::lines::vocabulary::{
    KnownPhrase, PhraseMeaning, PhrasePosition, Vocabulary, may_place, words_of,
};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A longer unit, in words, is not a caption.
const MOST_WORDS: u32 = 70;
/// Units of chrome this near the body, above and below it, may be captions.
const NEAR_ABOVE: usize = 8;
const NEAR_BELOW: usize = 3;
/// A unit of at most this many words that begins with a label needs no mark after it.
const LABEL_WORDS: u32 = 10;
/// A description in brackets below the headline has at least this many words.
const BRACKET_WORDS: u32 = 6;
/// A longer sentence, in words, with a credit at its end is not a caption …
const CREDITED_WORDS: u32 = 45;
/// … nor is one with at least this probability of being body.
const SURELY_BODY: f32 = 0.97;
/// The confidence of captions, of second descriptions and of copies, in percent.
const CONFIDENCE: u8 = 80;
const DESCRIPTION_CONFIDENCE: u8 = 75;
const COPY_CONFIDENCE: u8 = 80;
/// A longer unit, in words, is not a second description with fewer words than the caption.
const SHORT_DESCRIPTION: u32 = 12;

/// Words in and after descriptions; the file describes each list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaptionWords {
    places_of_one: Vec<String>,
    shown: Vec<String>,
}

const WORDS_TEXT: &str = include_str!("../../../assets/captions/descriptions.toml");

// The file is part of the program, and a test parses it; without it no such word is known.
static WORDS: LazyLock<CaptionWords> = LazyLock::new(|| toml::from_str(WORDS_TEXT).unwrap_or_default());

/// Labels the captions among the units that are not headline or standfirst.
pub(crate) fn mark(detections: &Detections<'_>, probabilities: &[f32], labels: &mut [LineLabel]) {
    let is_body = |label: &LineLabel| label.class.is_body();
    let last = labels.iter().rposition(is_body).unwrap_or(0);
    let first = labels.iter().position(is_body).unwrap_or(labels.len());
    for at in 0..labels.len() {
        let words = detections.features.units[at].shape.measured_words();
        let near = at + NEAR_ABOVE >= first && at <= last + NEAR_BELOW;
        let may_be = is_body(&labels[at]) || labels[at].class == LineClass::Chrome && near;
        if may_be
            && (1..=MOST_WORDS).contains(&words)
            && is_caption(detections, probabilities[at], labels, at, (first, last))
        {
            labels[at] = LineLabel::of(LineClass::Caption, CONFIDENCE);
        }
    }
    mark_descriptions(detections, labels);
    drop_copies(detections.page, detections.features, labels);
}

/// Returns whether a unit is a caption. `first` and `last` are the body's first and last unit.
fn is_caption(
    detections: &Detections<'_>,
    probability: f32,
    labels: &[LineLabel],
    at: usize,
    (first, last): (usize, usize),
) -> bool {
    let (page, features) = (detections.page, detections.features);
    let unit = &features.units[at];
    let words = unit.shape.measured_words();
    let is_sentence = unit.shape.is_sentence_like();
    let is_body = labels[at].class.is_body();
    let text = page.text_of(at);
    let is_label =
        |known: KnownPhrase| known.meaning == PhraseMeaning::Caption && known.place == PhrasePosition::Start;
    let labelled = unit.known.is_some_and(is_label)
        && (text.get(..24).unwrap_or(&text).contains([':', '：', '/', '©'])
            || words <= LABEL_WORDS
            || !is_body && !is_sentence);
    let has_title = |labels: &[LineLabel]| labels.iter().any(|label| label.class == LineClass::Title);
    let bracketed = || {
        unit.shape.finish == LineEnd::Bracket
            && words >= BRACKET_WORDS
            && at + 1 == first
            && text.ends_with([')', '）'])
            && has_title(&labels[..at])
    };
    let may_be_credited =
        (!is_body || at != last) && (!is_sentence || probability < SURELY_BODY && words <= CREDITED_WORDS);
    let placed = || !is_sentence && words <= CREDITED_WORDS && places_people(&text, unit.kinds);
    labelled
        || bracketed()
        || may_be_credited && detections.has_credit(at)
        || placed()
        || is_body && repeats_later(page, features, labels, at, &text)
}

/// Labels a picture's description above its caption, with the same words or fewer.
fn mark_descriptions(detections: &Detections<'_>, labels: &mut [LineLabel]) {
    let features = detections.features;
    for at in (1..labels.len()).rev() {
        let credited = || labels[at].class == LineClass::Chrome && detections.has_credit(at);
        if !labels[at - 1].class.is_body() || !(labels[at].class == LineClass::Caption || credited()) {
            continue;
        }
        let (words, caption) = (features.words_of(at - 1), features.words_of(at));
        let same = words.len() >= 3 && caption.starts_with(words);
        let unit = &features.units[at - 1];
        let shared = || words.iter().filter(|word| caption.contains(word)).count();
        let short =
            (3..=SHORT_DESCRIPTION).contains(&unit.shape.measured_words()) && unit.shape.sentences <= 1;
        if same || short && shared() * 2 >= words.len() {
            labels[at - 1] = LineLabel::of(LineClass::Caption, DESCRIPTION_CONFIDENCE);
        }
    }
}

/// Returns whether a text gives the positions of people in a picture, or ends with the kind of what is shown; `kinds`
/// is the union of its words' kinds.
fn places_people(text: &str, kinds: u8) -> bool {
    if !may_place(kinds) && !text.ends_with(')') && !text.contains(['–', '—', '|']) {
        return false;
    }
    let small = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    };
    let named = may_place(kinds) && Vocabulary::builtin().places_people(&small);
    let one = || {
        WORDS
            .places_of_one
            .iter()
            .any(|place| ends_with_small(&small, place))
    };
    let shown = || {
        let (_, kind) = text.rsplit_once(['–', '—', '|'])?;
        let is_one = words_of(kind).len() == 1;
        Some(is_one && WORDS.shown.contains(&kind.trim().to_lowercase()))
    };
    named || one() || shown().unwrap_or(false)
}

/// Returns whether a text ends with `end`, ignoring the case of ASCII letters.
fn ends_with_small(text: &str, end: &str) -> bool {
    let from = text.len().checked_sub(end.len());
    from.and_then(|from| text.get(from..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// Returns whether a body unit below begins with this text, except for a credit at its end: the caption took its
/// sentence from the article. Compares byte by byte, since paragraphs of a series often differ in one number.
fn repeats_later(
    page: &SourcePage<'_>,
    features: &UnitFeatures,
    labels: &[LineLabel],
    at: usize,
    text: &str,
) -> bool {
    if text.len() < LEAST_SHARED {
        return false;
    }
    let wanted = text.len().saturating_sub(LONGEST_CREDIT).max(LEAST_SHARED);
    let head: Option<[u8; 8]> = text.as_bytes().first_chunk().copied();
    // Most units begin with other letters.
    let may_share = |below: usize| {
        let other = page.line(page.units[below].first as usize).as_bytes();
        let other = other.first_chunk().copied();
        other.is_none() || other == head
    };
    (at + 1..labels.len().min(at + 60)).any(|below| {
        labels[below].class.is_body()
            && may_share(below)
            && features.units[below].text_hash != features.units[at].text_hash
            && shared_start(text, &page.text_of(below)) >= wanted
    })
}

/// A shorter sentence, in bytes, does not identify a caption.
const LEAST_SHARED: usize = 40;
/// The longest credit after the sentence, in bytes.
const LONGEST_CREDIT: usize = 48;

/// The length of the common beginning of two texts, in bytes.
fn shared_start(one: &str, other: &str) -> usize {
    let same = one.bytes().zip(other.bytes());
    let shared = same.take_while(|(one, other)| one == other).count();
    cost::count(shared);
    shared
}

/// Drops the second copy of a long body text. Texts with different numbers are not copies: results and rows of figures
/// often have the same words.
fn drop_copies(page: &SourcePage<'_>, features: &UnitFeatures, labels: &mut [LineLabel]) {
    let mut seen = HashSet::new();
    for (at, label) in labels.iter_mut().enumerate() {
        let unit = &features.units[at];
        let may_be_copy = label.class.is_body() && features.copies_of(at).0 > 1;
        if may_be_copy && unit.shape.measured_words() >= 8 && !seen.insert(page.text_of(at)) {
            *label = LineLabel::chrome(Reason::RepeatedText, COPY_CONFIDENCE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_descriptions_are_lower_case() {
        let words: CaptionWords = toml::from_str(WORDS_TEXT).unwrap();
        let lists = [&words.places_of_one, &words.shown];
        for word in lists.into_iter().flatten() {
            assert_eq!(*word, word.to_lowercase());
        }
        assert!(words.places_of_one.iter().all(|place| place.ends_with(')')));
    }
}
