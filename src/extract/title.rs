//! The headline and the standfirst. Not the body's own headings.

use super::measure::{Measure, Measured};
use super::page::Page;
use super::phrases::{Meaning, Place};
use super::scan::{Begin, Finish};
use super::select::is_heading;
use super::topic::Topic;
use super::{Knowledge, Verdict, captions, meta};
use crate::article::{Fields, LineClass};

/// How many units above the body are looked at.
const REACH: usize = 60;
/// A headline has at most so many words.
const MOST_WORDS: u32 = 32;
/// A line that says who or when has at most so many words.
const SIGNATURE_WORDS: u32 = 14;
/// It stands at most so many units from its headline.
const SIGNATURE_REACH: usize = 6;
/// A place, a date and an agency before a text take at most so many characters.
const PLACE_CHARS: usize = 60;
/// A candidate below this is no headline.
const ENOUGH: f32 = 0.9;
/// A unit above the best one is the headline, and the best one its standfirst, if it is hardly worse.
const HARDLY_WORSE: f32 = 1.4;

/// Finds the headline's unit and gives it its class; then the standfirst.
pub(super) fn find(
    page: &Page<'_>,
    measured: &Measured,
    verdicts: &mut [Verdict],
    knowledge: &Knowledge,
) -> Option<usize> {
    let first = verdicts.iter().position(|verdict| verdict.class.is_body())?;
    let topic = Topic::of(measured, verdicts);
    let from = first.saturating_sub(REACH);
    let signed = signed(page, measured, from..first);
    let judge = |at: usize| {
        let own = score(page, measured, &topic, at, first)?;
        (!names_outlet(page, measured, at, knowledge)).then(|| own + by_signature(&signed, at))
    };
    let scores: Vec<Option<f32>> = (from..=first).map(judge).collect();
    let mut best: Option<(usize, f32)> = None;
    for (at, &score) in (from..).zip(&scores) {
        if let Some(score) = score
            && best.is_none_or(|(_, most)| score > most)
        {
            best = Some((at, score));
        }
    }
    let (mut title, best_score) = best.filter(|&(_, score)| score >= ENOUGH)?;
    let original = measured.copies_of(title).1 as usize;
    if original >= from && original < title && scores[original - from].is_some() {
        title = original;
    }
    title = above_standfirst(page, measured, &topic, from, &scores, title);
    verdicts[title] = Verdict::of(LineClass::Title, (best_score * 14.0).clamp(30.0, 99.0) as u8);
    standfirst(page, measured, &topic, verdicts, title);
    Some(title)
}

/// The best unit may be the standfirst: then the headline stands above it.
fn above_standfirst(
    page: &Page<'_>,
    measured: &Measured,
    topic: &Topic,
    from: usize,
    scores: &[Option<f32>],
    best: usize,
) -> usize {
    if measured.copies_of(best).0 > 1 {
        return best;
    }
    let least = scores[best - from].unwrap_or(0.0);
    for above in (from..best).rev().take(3) {
        let (worse, share) = if above + 1 == best {
            (HARDLY_WORSE + 1.0, 0.1)
        } else {
            (HARDLY_WORSE, 0.3)
        };
        let similar = scores[above - from].is_some_and(|other| other >= least - worse && other >= ENOUGH);
        if similar && reads_like_headline(measured, above) && topic.share(measured, above) >= share {
            return above;
        }
        if !is_small(page, measured, above, best) {
            break;
        }
    }
    best
}

/// The units that say who wrote the article, or when.
fn signed(page: &Page<'_>, measured: &Measured, range: std::ops::Range<usize>) -> Vec<usize> {
    let says = |at: &usize| {
        let unit = &measured.units[*at];
        unit.shape.measured_words() <= SIGNATURE_WORDS && unit.known.is_none() && {
            let fields = meta::detect(&page.text_of(*at));
            fields.has(Fields::BYLINE) || fields.has(Fields::DATE)
        }
    };
    range.filter(says).collect()
}

/// What it says for a headline that a byline or date stands below it and not above.
fn by_signature(signed: &[usize], at: usize) -> f32 {
    let below = signed
        .iter()
        .any(|&line| line > at && line - at <= SIGNATURE_REACH);
    let above = signed
        .iter()
        .any(|&line| line < at && at - line <= SIGNATURE_REACH);
    match (above, below) {
        (false, true) => 1.2,
        (true, false) => -0.6,
        (true, true) => 0.2,
        (false, false) => 0.0,
    }
}

/// Whether a unit that the model took for the body's first may be the headline.
fn may_open(unit: &Measure) -> bool {
    unit.shape.measured_words() <= 28
        && unit.shape.finish < Finish::QuotedSentence
        && unit.shape.finish != Finish::Colon
}

/// Whether the next unit says the same with a credit or a label: both belong to a picture.
fn describes_picture(page: &Page<'_>, measured: &Measured, at: usize) -> bool {
    let (words, next) = (measured.words_of(at), measured.words_of(at + 1));
    let shared = || words.iter().filter(|word| next.contains(word)).count();
    let same = next.len() > words.len()
        && (next.starts_with(words) || next.ends_with(words) || shared() * 3 >= words.len() * 2);
    let labelled = measured
        .units
        .get(at + 1)
        .and_then(|next| next.known)
        .is_some_and(|known| known.meaning == Meaning::Caption);
    same && (labelled || captions::has_credit(&page.text_of(at + 1)))
}

/// Whether a short line is the name of an outlet and nothing else.
fn names_outlet(page: &Page<'_>, measured: &Measured, at: usize, knowledge: &Knowledge) -> bool {
    measured.units[at].shape.words <= 5 && knowledge.named(&page.text_of(at)).is_some()
}

/// A site's name beside its logo: the same words twice in a row.
fn is_said_twice(words: &[u64]) -> bool {
    let (first, second) = words.split_at(words.len() / 2);
    first == second
}

/// Long enough, without a clock or year, and, where the language is known, with a function word: no byline, no date.
fn reads_like_headline(measured: &Measured, at: usize) -> bool {
    let unit = &measured.units[at];
    let shape = &unit.shape;
    let flows = unit.function_words > 0 || measured.language == 0 || shape.dense > 0;
    let least = if shape.dense > 0 { 7 } else { 4 };
    shape.measured_words() >= least && shape.clocks + shape.years + shape.glued == 0 && flows
}

/// How much a unit looks like the headline; `None` where it cannot be it.
fn score(page: &Page<'_>, measured: &Measured, topic: &Topic, at: usize, first: usize) -> Option<f32> {
    let unit = &measured.units[at];
    let words = unit.shape.measured_words();
    let text = page.text_of(at);
    let known = unit
        .known
        .is_some_and(|known| known.place == Place::Line || known.meaning == Meaning::Caption);
    if !(2..=MOST_WORDS).contains(&words)
        || known
        || (at == first && !may_open(unit))
        || is_said_twice(measured.words_of(at))
        || captions::has_credit(&text)
        || describes_picture(page, measured, at)
    {
        return None;
    }
    let fields = meta::detect(&text);
    let mut score = 4.0 * topic.share(measured, at).min(0.5);
    score += match words {
        2 | 3 => -1.2,
        4 | 5 => 0.0,
        6..=20 => 0.8,
        _ => 0.3,
    };
    score -= if unit.shape.finish == Finish::Sentence && !text.ends_with(['?', '!', '？', '！']) {
        1.5
    } else {
        0.0
    };
    score -= if matches!(unit.shape.begin, Begin::Bullet | Begin::Lower | Begin::Mark) {
        2.2
    } else {
        0.0
    };
    score -= if fields.has(Fields::BYLINE) || fields.has(Fields::DATE) {
        2.0
    } else {
        0.0
    };
    score -= 0.4 * unit.shape.separators.min(4) as f32
        + 0.8 * unit.shape.clocks.min(2) as f32
        + 0.8 * unit.shape.handles.min(2) as f32;
    score -= if unit.known.is_some() { 1.5 } else { 0.0 };
    score -= 0.5 * unit.shape.glued.saturating_sub(1).min(4) as f32;
    score += if reads_like_headline(measured, at) {
        0.5
    } else {
        0.0
    };
    score -= 0.7 * unit.shape.years.min(2) as f32;
    // A bracket at the end, right above the text, names who took a picture more often than it ends a headline.
    score -= match (unit.shape.finish == Finish::Bracket, at + 1 == first) {
        (true, true) => 3.0,
        (true, false) => 1.0,
        (false, _) => 0.0,
    };
    score += if at + 3 >= first { 0.2 } else { 0.0 };
    let copies = measured.copies_of(at);
    score += if copies.0 > 1 { 0.7 } else { 0.0 };
    score += if named_by_page_title(page, measured, at) {
        1.6
    } else {
        0.0
    };
    score -= if looks_like_page_title(page, measured, at, first) {
        2.0
    } else {
        0.0
    };
    let mut distance = 0.0;
    for between in at + 1..first {
        let words = measured.units[between].shape.measured_words();
        distance += if words >= 4 && is_heading(&measured.units[between]) {
            0.12
        } else {
            0.03
        };
    }
    score -= f32::min(distance, 2.0);
    Some(score)
}

/// Whether one of the page's first lines is this text with more behind a separator: the page's own title.
fn named_by_page_title(page: &Page<'_>, measured: &Measured, at: usize) -> bool {
    let text = page.text_of(at);
    (0..at.min(4)).any(|above| {
        measured.copies_of(above).1 as usize == above && continues_as_suffix(&page.text_of(above), &text)
    })
}

/// Whether a text is another one with the outlet's name behind a separator.
fn continues_as_suffix(long: &str, short: &str) -> bool {
    let rest = long.strip_prefix(short).map(str::trim_start);
    rest.is_some_and(|rest| rest.starts_with(['-', '–', '—', '|', '·', ':', '»', '•', '/', '｜', '_', '―']))
}

/// Whether the text is that of a later unit, with the outlet's name behind a separator.
fn looks_like_page_title(page: &Page<'_>, measured: &Measured, at: usize, first: usize) -> bool {
    let text = page.text_of(at);
    (at + 1..=first).any(|below| {
        measured.units[below].shape.words >= 3 && continues_as_suffix(&text, &page.text_of(below))
    })
}

/// The lines between the headline and the body that sum it up; also the first body unit where byline or date follow it.
fn standfirst(page: &Page<'_>, measured: &Measured, topic: &Topic, verdicts: &mut [Verdict], title: usize) {
    let Some(first) = verdicts.iter().position(|verdict| verdict.class.is_body()) else {
        return;
    };
    let title_words = measured.words_of(title);
    let fits = |at: usize| {
        let unit = &measured.units[at];
        let text = page.text_of(at);
        let own = !title_words.starts_with(measured.words_of(at)) && measured.copies_of(at).0 == 1;
        let words = unit.shape.measured_words();
        own && (7..=75).contains(&words)
            && unit
                .known
                .is_none_or(|known| known.place == Place::Anywhere && known.meaning != Meaning::Caption)
            && unit.shape.begin >= Begin::Upper
            && !captions::has_credit(&text)
            && !describes_picture(page, measured, at)
            && (meta::detect(&text) == Fields::NONE || words >= 12 && unit.shape.is_sentence_like())
    };
    let beside = |at: usize| (title + 1..at).all(|between| is_small(page, measured, between, title));
    let summing = |&at: &usize| {
        let sums_up = reads_like_headline(measured, at) || measured.units[at].shape.is_sentence_like();
        sums_up && fits(at) && beside(at) && topic.share(measured, at) >= 0.4
    };
    if let Some(at) = (title + 1..first.min(title + 8)).find(summing) {
        verdicts[at] = Verdict::of(LineClass::Subtitle, 70);
        return;
    }
    let next = verdicts
        .iter()
        .skip(first + 1)
        .position(|verdict| verdict.class.is_body())
        .map(|found| first + 1 + found);
    let Some(next) = next else { return };
    let parted = (first + 1..next).any(|between| {
        let text = page.text_of(between);
        meta::detect(&text) != Fields::NONE
            || captions::has_credit(&text)
            || measured.units[between].text_hash == measured.units[title].text_hash
    });
    let parted = parted || opens_with_place(&page.text_of(next));
    let near = next - first <= 8 && first - title <= 6;
    if parted && near && fits(first) && beside(first) {
        verdicts[first] = Verdict::of(LineClass::Subtitle, 60);
    }
}

/// Whether a text begins as agencies begin theirs, with a place in capitals: what stands before it is no part of it.
fn opens_with_place(text: &str) -> bool {
    let place = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let shouted = place.chars().count() >= 3 && place.chars().all(char::is_uppercase);
    let head: String = text.chars().take(PLACE_CHARS).collect();
    shouted && head.contains(['(', '/', '–', '—'])
}

/// A byline, date, label, share button or repeated headline: what may stand between headline and standfirst.
fn is_small(page: &Page<'_>, measured: &Measured, at: usize, title: usize) -> bool {
    let unit = &measured.units[at];
    unit.shape.measured_words() <= 5
        || unit.text_hash == measured.units[title].text_hash
        || unit.known.is_some()
        || unit.shape.measured_words() <= 20 && captions::has_credit(&page.text_of(at))
        || meta::detect(&page.text_of(at)) != Fields::NONE
}
