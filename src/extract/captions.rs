//! Picture descriptions and credits. Not whether a picture was there: only the text is known.

use super::Verdict;
use super::measure::Measured;
use super::page::Page;
use super::phrases::{Meaning, Place, Vocabulary, may_open_caption, may_place, words_of};
use super::scan::Finish;
use super::work;
use crate::article::{LineClass, Reason};
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A caption has at most so many words.
const MOST_WORDS: u32 = 70;
/// The credit stands in so many last bytes.
const TAIL: usize = 64;
/// A description with fewer words than its caption has at most so many.
const SHORT_DESCRIPTION: u32 = 12;

/// What stands in and behind the descriptions of pictures; the file says what each is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    services: Vec<String>,
    labels_behind: Vec<String>,
    places_named: Vec<String>,
    places_of_one: Vec<String>,
    shown: Vec<String>,
}

const WORDS_TEXT: &str = include_str!("../../assets/captions/words.toml");

// The file is part of the program, and a test parses it; without it no such word is known.
static WORDS: LazyLock<Words> = LazyLock::new(|| toml::from_str(WORDS_TEXT).unwrap_or_default());

/// The phrases before the names of people in a picture.
pub(super) fn places_named() -> &'static [String] {
    &WORDS.places_named
}

/// All places that are named, in one search.
static PLACES_NAMED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut search = AhoCorasick::builder();
    search
        .ascii_case_insensitive(true)
        .build(&WORDS.places_named)
        .ok()
});

/// Marks captions among the units that are not yet title or standfirst.
pub(super) fn mark(page: &Page<'_>, measured: &Measured, sure: &[f32], verdicts: &mut [Verdict]) {
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
            && measured.has_credit(page, at);
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
    mark_descriptions(page, measured, verdicts);
    drop_copies(page, measured, verdicts);
}

/// The description of a picture that stands above its caption, in the same words or in fewer of them.
fn mark_descriptions(page: &Page<'_>, measured: &Measured, verdicts: &mut [Verdict]) {
    for at in (1..verdicts.len()).rev() {
        let credited = || verdicts[at].class == LineClass::Chrome && measured.has_credit(page, at);
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

/// Whether a text says where in a picture people stand, or ends by saying what is to be seen there; `kinds` are those of its
/// words.
fn places_people(text: &str, kinds: u8) -> bool {
    if !may_place(kinds) && !text.ends_with(')') && !text.contains(['–', '—', '|']) {
        return false;
    }
    let small = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    };
    let named = may_place(kinds)
        && PLACES_NAMED
            .as_ref()
            .is_some_and(|search| search.is_match(&*small));
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

/// Whether a text ends so, with capital letters of ASCII for small ones too.
fn ends_with_small(text: &str, end: &str) -> bool {
    let from = text.len().checked_sub(end.len());
    from.and_then(|from| text.get(from..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// Whether the end of a text with these words, and these for their kinds, names who took a picture.
pub(super) fn has_credit(text: &str, words: &[u64], kinds: u8) -> bool {
    let mut from = text.len().saturating_sub(TAIL);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = &text[from..];
    work::note(tail.len());
    // A sentence mark after the credit means that the text goes on in sentences.
    if let Some(sign) = tail.rfind('©') {
        // With a year it is the page's own notice.
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
    let is_behind = |label: &String| label.as_bytes().last() == last && bare.ends_with(label);
    if WORDS.labels_behind.iter().any(is_behind) && tail.contains(['＝', '（', '(', '／', ' ']) {
        return true;
    }
    let vocabulary = Vocabulary::builtin();
    // Few lines have any word that such a phrase begins with; the tail may begin within one.
    let opens = |words: &[u64]| words.iter().any(|&word| vocabulary.opens_caption(word));
    let is_cut = from > 0 && !text[..from].ends_with(' ');
    let cut = || is_cut && opens(&words_of(tail.split(' ').next().unwrap_or("")));
    (may_open_caption(kinds) && opens(&words[words.len().saturating_sub(TAIL)..]) || cut())
        && (vocabulary.holds_caption(&words_of(tail))
            || labelled_tail(tail).is_some_and(|words| vocabulary.begins_caption(&words)))
}

/// The words behind the last mark that parts a credit from its description, where they are few.
fn labelled_tail(tail: &str) -> Option<Vec<u64>> {
    let marks = [
        '.', '!', '?', '/', '|', '(', '（', '。', '／', '–', '—', '\u{201d}', '»',
    ];
    let at = tail
        .trim_end_matches([')', '.', '）'])
        .rfind(|c| marks.contains(&c))?;
    // A name may hold a stroke itself: `Photograph: Name/Agency`.
    let earlier = tail[..at].rfind(|c| marks.contains(&c));
    let from = if tail[at..].starts_with(['/', '／']) {
        earlier.unwrap_or(at)
    } else {
        at
    };
    let words = words_of(&tail[from..]);
    (2..=9).contains(&words.len()).then_some(words)
}

/// Whether the service's letters are not the beginning or end of a longer word.
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

/// Whether a body unit below begins with this text, but for a credit at its end: a caption took its sentence from the
/// article. Letter by letter, since paragraphs of a series are often alike but for a number.
fn repeats_later(page: &Page<'_>, measured: &Measured, verdicts: &[Verdict], at: usize, text: &str) -> bool {
    if text.len() < LEAST_SHARED {
        return false;
    }
    let wanted = text.len().saturating_sub(LONGEST_CREDIT).max(LEAST_SHARED);
    let head: Option<[u8; 8]> = text.as_bytes().first_chunk().copied();
    // Most begin with other letters.
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

/// Bytes of the shortest sentence that a caption is known by.
const LEAST_SHARED: usize = 40;
/// Bytes of the longest credit behind it.
const LONGEST_CREDIT: usize = 48;

/// How many bytes two texts have in common at their start.
fn shared_start(one: &str, other: &str) -> usize {
    let same = one.bytes().zip(other.bytes());
    let shared = same.take_while(|(one, other)| one == other).count();
    work::note(shared);
    shared
}

/// A second copy of a long body text is no paragraph. A number makes another text of it: results and rows of figures
/// are often alike in their words.
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
        let lists = [
            &words.services,
            &words.labels_behind,
            &words.places_named,
            &words.places_of_one,
            &words.shown,
        ];
        for word in lists.into_iter().flatten() {
            assert_eq!(*word, word.to_lowercase());
        }
        assert!(words.places_of_one.iter().all(|place| place.ends_with(')')));
        assert!(words.services.iter().all(|service| service.contains('/')));
    }

    #[test]
    fn a_service_beside_a_stroke_is_a_credit_and_inside_a_word_is_none() {
        let has_credit = |text: &str| has_credit(text, &words_of(text), u8::MAX);
        assert!(has_credit("The quay at dawn. Ann Lee/AP"));
        assert!(has_credit("The quay at dawn. AFP/Ann Lee"));
        assert!(!has_credit("The harbour has a road map/apple stand"));
    }
}
