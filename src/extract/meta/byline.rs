//! Who wrote the article: judged by the words before a name, by its place, by the shape of the name.

use super::frame::{Frame, Near, Place};
use super::people::{House, Named, named};
use super::words::Words;
use crate::article::Reason;

/// The authors and what they rest on.
#[derive(Debug, Clone, Default)]
pub(super) struct Authors {
    /// The names joined by `", "`, where persons are named.
    pub(super) byline: Option<String>,
    pub(super) at: usize,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
    /// The lines that name authors, agencies instead of authors included.
    pub(super) lines: Vec<usize>,
}

/// What one line says of authors.
pub(super) struct Credit<'a> {
    pub(super) at: usize,
    pub(super) named: Named<'a>,
    score: f32,
    rule: &'static str,
}

/// Below this a name is not taken for the author's.
const ENOUGH: f32 = 0.5;

/// The lines that name authors or houses as the writers, in order.
pub(super) fn credits<'a>(frame: &Frame<'a>, date: Option<usize>) -> Vec<Credit<'a>> {
    let near = frame.near.iter().filter(|near| may_credit(near));
    let mut credits: Vec<Credit<'a>> = near.filter_map(|near| credit(frame, near, date)).collect();
    let names: Vec<(usize, Vec<String>)> = credits
        .iter()
        .map(|credit| (credit.at, lower(&credit.named.persons)))
        .collect();
    for credit in &mut credits {
        let own = lower(&credit.named.persons);
        let again = names
            .iter()
            .any(|(at, other)| *at != credit.at && !own.is_empty() && *other == own);
        credit.score += if again { 0.12 } else { 0.0 };
    }
    credits
}

fn lower(persons: &[&str]) -> Vec<String> {
    persons.iter().map(|name| name.to_lowercase()).collect()
}

/// The authors, from the lines that name some.
pub(super) fn find(frame: &Frame<'_>, credits: &[Credit<'_>]) -> Authors {
    let with_persons = credits
        .iter()
        .filter(|credit| !credit.named.persons.is_empty() && credit.score >= ENOUGH);
    let best = with_persons.reduce(|best, next| {
        if next.score > best.score + 0.001 {
            next
        } else {
            best
        }
    });
    let Some(best) = best else {
        let lines = credits
            .iter()
            .filter(|credit| credit.score >= ENOUGH)
            .map(|credit| credit.at)
            .collect();
        return Authors {
            lines,
            ..Authors::default()
        };
    };
    let mut persons = best.named.persons.clone();
    let mut lines = vec![best.at];
    // One author a line.
    for credit in credits.iter().filter(|credit| credit.at > best.at) {
        let follows = lines.last().is_some_and(|last| credit.at == last + 1) && credit.rule == best.rule;
        if follows && credit.score >= ENOUGH && is_alone(frame, credit) && is_alone(frame, best) {
            let new = credit
                .named
                .persons
                .iter()
                .filter(|name| !persons.contains(name))
                .copied()
                .collect::<Vec<_>>();
            persons.extend(new);
            lines.push(credit.at);
        }
    }
    persons.dedup();
    let own = lower(&best.named.persons);
    let copies = credits
        .iter()
        .filter(|credit| credit.at != best.at && lower(&credit.named.persons) == own);
    lines.extend(copies.map(|credit| credit.at));
    Authors {
        byline: Some(persons.join(", ")),
        at: best.at,
        rule: best.rule,
        confidence: best.score.clamp(0.3, 0.99),
        lines,
    }
}

/// Whether the line names its authors and nothing else.
fn is_alone(frame: &Frame<'_>, credit: &Credit<'_>) -> bool {
    frame
        .near_at(credit.at)
        .is_some_and(|near| near.facts.stamps.is_empty() && near.facts.rest.len() == 1)
}

fn may_credit(near: &Near<'_>) -> bool {
    let other = matches!(
        near.reason,
        Some(
            Reason::Tags | Reason::RecentList | Reason::RelatedList | Reason::LanguageSwitch | Reason::Legal
        )
    );
    let photo = [
        "photo", "Photo", "PHOTO", "©", "Foto", "foto", "Getty", "Bild:", "Фото", "фото", "図", "圖", "图",
        "صورة",
    ];
    near.text.len() <= 200 && !other && !photo.iter().any(|mark| near.text.contains(mark))
}

fn credit<'a>(frame: &Frame<'a>, near: &Near<'a>, date: Option<usize>) -> Option<Credit<'a>> {
    let made = |named: Named<'a>, score: f32, rule: &'static str| {
        Some(Credit {
            at: near.at,
            named,
            score,
            rule,
        })
    };
    let beside_date = date.map(|date| date.abs_diff(near.at));
    if let Some((named, far)) = introduced(frame, near) {
        let place = introduced_at(near, far, beside_date)?;
        let known = if named.known { 0.05 } else { 0.0 };
        return made(named, place + known, "author-named");
    }
    if near.class.is_body() && !matches!(near.place, Place::Opening) {
        return None;
    }
    // A line with a date of its own beside a name.
    let stamped = !near.facts.stamps.is_empty() || near.facts.relative;
    if stamped && near.facts.words <= 14 {
        if let Some(named) = first_named(frame, near) {
            let place = match near.place {
                Place::Head(_) | Place::Lead(_) => 0.85,
                Place::Above(1..=3) | Place::Opening => 0.7,
                Place::Tail(1..=3) => 0.5,
                _ => 0.3,
            };
            let unknown = if named.known { 0.0 } else { 0.2 };
            return made(named, place - unknown, "name-beside-date");
        }
        return None;
    }
    let named = alone(frame, near)?;
    let title = match near.place {
        Place::Head(distance) | Place::Lead(distance) => 0.66 - 0.03 * (distance.min(9) as f32 - 1.0),
        Place::Above(1..=3) => 0.45,
        Place::Opening => 0.4,
        Place::Tail(1..=4) => 0.33,
        _ => return None,
    };
    let date = match beside_date {
        Some(1) => 0.2,
        Some(2) => 0.12,
        Some(3) => 0.06,
        _ => 0.0,
    };
    let known = if named.known { 0.12 } else { -0.2 };
    made(named, title + date + known, "name-alone")
}

/// How much a name behind `By` weighs where it stands.
fn introduced_at(near: &Near<'_>, far: bool, beside_date: Option<usize>) -> Option<f32> {
    let date = if beside_date.is_some_and(|distance| distance <= 2) {
        0.05
    } else {
        0.0
    };
    let place = match near.place {
        Place::Head(distance) => 0.9 - 0.01 * distance.min(20) as f32,
        Place::Lead(distance) => 0.85 - 0.02 * distance.min(15) as f32,
        Place::Above(distance) => 0.78 - 0.05 * distance.min(15) as f32,
        Place::Opening => 0.75,
        Place::Inside(0..=2) if far => 0.62,
        Place::Inside(_) => return None,
        Place::Tail(distance) if far => 0.72 - 0.03 * distance.min(20) as f32,
        Place::Tail(_) => 0.4,
    };
    Some(place + date)
}

/// The names behind `By` and the like: on the line, or on this one where the words stand alone on the line above.
fn introduced<'a>(frame: &Frame<'a>, near: &Near<'a>) -> Option<(Named<'a>, bool)> {
    let words = Words::get();
    if near.class.is_body() && near.text.len() > 90 {
        return None;
    }
    for piece in &near.facts.rest {
        let Some((rest, far)) = words.after_by(piece) else {
            continue;
        };
        if rest.is_empty()
            || rest.starts_with(char::is_lowercase) && !rest.contains('/') && !is_small_house(rest, frame)
        {
            continue;
        }
        if let Some(named) = named(rest, frame.knowledge, true) {
            return Some((named, far));
        }
    }
    if let Some(found) = glued_asian(near.text, frame) {
        return Some((found, true));
    }
    let above = frame.text(near.at.checked_sub(1)?);
    if above.len() > 40 || near.facts.rest.len() != 1 || near.class.is_body() {
        return None;
    }
    let (rest, far) = words.after_by(above)?;
    rest.is_empty()
        .then(|| named(near.facts.rest[0], frame.knowledge, true))
        .flatten()
        .map(|named| (named, far))
}

/// Agencies that write themselves small: `dpa`, `epd`.
fn is_small_house(rest: &str, frame: &Frame<'_>) -> bool {
    let first = rest.split([' ', ',', '/']).next().unwrap_or("");
    frame
        .knowledge
        .named(first)
        .is_some_and(|outlet| outlet.name == first)
}

/// `記者王小明／報導`, `（林大同）`, `김민준 기자`: names in scripts without blanks.
fn glued_asian<'a>(text: &'a str, frame: &Frame<'a>) -> Option<Named<'a>> {
    const BEFORE: [&str; 8] = ["記者", "记者", "作者", "撰文", "采写", "文／", "文/", "文："];
    let name = if let Some(at) = BEFORE
        .iter()
        .find_map(|mark| text.find(mark).map(|at| at + mark.len()))
    {
        let rest = text[at..].trim_start_matches([' ', '：', ':', '／', '/', '|', '　']);
        let end = rest
            .char_indices()
            .find(|(_, c)| !super::token::is_ideograph(*c))
            .map_or(rest.len(), |(end, _)| end);
        &rest[..end]
    } else if let Some(at) = text.find(" 기자") {
        text[..at].rsplit([' ', '=', ']', ')']).next()?
    } else {
        let inner = text.strip_prefix('（').and_then(|rest| rest.strip_suffix('）'))?;
        inner.trim()
    };
    (name.chars().count() <= 5)
        .then(|| named(name, frame.knowledge, true))
        .flatten()
}

/// The first piece beside a date that names somebody.
fn first_named<'a>(frame: &Frame<'a>, near: &Near<'a>) -> Option<Named<'a>> {
    let mut found: Option<Named<'a>> = None;
    for piece in &near.facts.rest {
        let Some(next) = named(piece, frame.knowledge, false) else {
            continue;
        };
        match &mut found {
            None => found = Some(next),
            Some(first) => first.houses.extend(next.houses),
        }
    }
    found
}

/// The names of a line that holds nothing else.
fn alone<'a>(frame: &Frame<'a>, near: &Near<'a>) -> Option<Named<'a>> {
    let text = near.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if near.facts.rest.is_empty() || text.len() > 120 || text.ends_with(['.', '!', '?', ':', '…', '。']) {
        return None;
    }
    let mut found = named(near.facts.rest[0], frame.knowledge, false)?;
    let initials = near.facts.rest[0].split_once('/').map(|(first, _)| first);
    let small = initials
        .filter(|first| (2..=4).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase()));
    let agency_alone = found.persons.is_empty() && !found.houses.is_empty();
    let initials = small.filter(|first| agency_alone && frame.knowledge.named(first).is_none());
    found.persons.extend(initials);
    for piece in &near.facts.rest[1..] {
        match named(piece, frame.knowledge, false) {
            Some(next) => found.houses.extend(next.houses),
            // A place or an office beside the name is common; anything longer is another kind of line.
            None if super::facts::count_words(piece) <= 4 && near.facts.rest.len() == 2 => {}
            None => return None,
        }
    }
    let only_words = found.persons.is_empty()
        && found
            .houses
            .iter()
            .all(|house| matches!(house, House::Known(outlet) if outlet.word));
    (!only_words).then_some(found)
}
