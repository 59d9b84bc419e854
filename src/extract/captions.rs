//! Captions: the descriptions of pictures. Not whether a page showed a picture: only its text is known.

use crate::article::{LineClass, Reason};
use crate::extract::detections::Detections;
use crate::extract::label::Verdict;
use crate::extract::measure::Measured;
use crate::extract::page::Page;
use crate::extract::phrases::{Meaning, Place, Vocabulary, may_place, words_of};
use crate::extract::scan::Finish;
use crate::extract::work;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A longer unit, in words, is not a caption.
const MOST_WORDS: u32 = 70;
/// A longer unit, in words, is not a second description with fewer words than the caption.
const SHORT_DESCRIPTION: u32 = 12;

/// Words in and after descriptions; the file says what each list is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    places_of_one: Vec<String>,
    shown: Vec<String>,
}

const WORDS_TEXT: &str = include_str!("../../assets/captions/descriptions.toml");

// The file is part of the program, and a test parses it; without it no such word is known.
static WORDS: LazyLock<Words> = LazyLock::new(|| toml::from_str(WORDS_TEXT).unwrap_or_default());

/// Labels the captions among the units that are not headline or standfirst.
pub(in crate::extract) fn mark(detections: &Detections<'_>, sure: &[f32], verdicts: &mut [Verdict]) {
    let (page, measured) = (detections.page, detections.measured);
    let last = verdicts
        .iter()
        .rposition(|verdict| verdict.class.is_body())
        .unwrap_or(0);
    let first = verdicts
        .iter()
        .position(|verdict| verdict.class.is_body())
        .unwrap_or(verdicts.len());
    for at in 0..verdicts.len() {
        let unit = &measured.units[at];
        let words = unit.shape.measured_words();
        let body = verdicts[at].class.is_body();
        let near = at + 8 >= first && at <= last + 3;
        if !(body || verdicts[at].class == LineClass::Chrome && near) || words > MOST_WORDS || words == 0 {
            continue;
        }
        let text = page.text_of(at);
        let starts = unit
            .known
            .is_some_and(|known| known.meaning == Meaning::Caption && known.place == Place::Start);
        let labelled = starts
            && (text.get(..24).unwrap_or(&text).contains([':', '：', '/', '©'])
                || words <= 10
                || !body && !unit.shape.is_sentence_like());
        let credited = (!body || at != last)
            && (!unit.shape.is_sentence_like() || sure[at] < 0.97 && words <= 45)
            && detections.has_credit(at);
        let bracketed = unit.shape.finish == Finish::Bracket
            && words >= 6
            && at + 1 == first
            && page.text_of(at).ends_with([')', '）'])
            && verdicts[..at]
                .iter()
                .any(|verdict| verdict.class == LineClass::Title);
        let placed = !unit.shape.is_sentence_like() && words <= 45 && places_people(&text, unit.kinds);
        if labelled
            || bracketed
            || credited
            || placed
            || (body && repeats_later(page, measured, verdicts, at, &text))
        {
            verdicts[at] = Verdict::of(LineClass::Caption, 80);
        }
    }
    mark_descriptions(detections, verdicts);
    drop_copies(page, measured, verdicts);
}

/// Labels a picture's description above its caption, with the same words or fewer.
fn mark_descriptions(detections: &Detections<'_>, verdicts: &mut [Verdict]) {
    let measured = detections.measured;
    for at in (1..verdicts.len()).rev() {
        let credited = || verdicts[at].class == LineClass::Chrome && detections.has_credit(at);
        if !verdicts[at - 1].class.is_body() || !(verdicts[at].class == LineClass::Caption || credited()) {
            continue;
        }
        let (words, caption) = (measured.words_of(at - 1), measured.words_of(at));
        let same = words.len() >= 3 && caption.starts_with(words);
        let unit = &measured.units[at - 1];
        let shared = || words.iter().filter(|word| caption.contains(word)).count();
        let short =
            (3..=SHORT_DESCRIPTION).contains(&unit.shape.measured_words()) && unit.shape.sentences <= 1;
        if same || short && shared() * 2 >= words.len() {
            verdicts[at - 1] = Verdict::of(LineClass::Caption, 75);
        }
    }
}

/// Returns whether a text says where people in a picture are, or ends with the kind of what is shown; `kinds` is the
/// union of its words' kinds.
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
fn repeats_later(page: &Page<'_>, measured: &Measured, verdicts: &[Verdict], at: usize, text: &str) -> bool {
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
    (at + 1..verdicts.len().min(at + 60)).any(|below| {
        verdicts[below].class.is_body()
            && may_share(below)
            && measured.units[below].text_hash != measured.units[at].text_hash
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
    work::note(shared);
    shared
}

/// Drops the second copy of a long body text. Texts with different numbers are not copies: results and rows of figures
/// often have the same words.
fn drop_copies(page: &Page<'_>, measured: &Measured, verdicts: &mut [Verdict]) {
    let mut seen = HashSet::new();
    for (at, verdict) in verdicts.iter_mut().enumerate() {
        let unit = &measured.units[at];
        let may_be_copy = verdict.class.is_body() && measured.copies_of(at).0 > 1;
        if may_be_copy && unit.shape.measured_words() >= 8 && !seen.insert(page.text_of(at)) {
            *verdict = Verdict::chrome(Reason::RepeatedText, 80);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_captions_are_read_and_written_small() {
        let words: Words = toml::from_str(WORDS_TEXT).unwrap();
        let lists = [&words.places_of_one, &words.shown];
        for word in lists.into_iter().flatten() {
            assert_eq!(*word, word.to_lowercase());
        }
        assert!(words.places_of_one.iter().all(|place| place.ends_with(')')));
    }
}
