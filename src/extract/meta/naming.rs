//! The names that one line gives: behind `By`, beside a date, or alone. Not whether they are the author's.

use super::byline::{is_of_picture, is_subject};
use super::frame::Frame;
use super::frame::Near;
use super::people::{House, Named, Person, named};
use super::words::{INNER_BY, Words};
use memchr::memmem;

/// The names behind `By` and the like: on the line, or on this one where the words stand alone on the line above.
pub(super) fn introduced<'a>(frame: &Frame<'a>, near: &Near<'a>) -> Option<(Named<'a>, bool)> {
    let words = Words::get();
    if near.class.is_body() && near.text.len() > 90 {
        return None;
    }
    for piece in near.facts.rest() {
        let inner = || {
            let name = inner_by(piece)?;
            let known = named(name, frame.knowledge, true).is_some_and(|named| named.known);
            (known && near.facts.words() <= 12).then_some((name, false))
        };
        let Some((rest, far)) = words.after_by(piece).or_else(inner) else {
            continue;
        };
        if rest.is_empty()
            || rest.starts_with(char::is_lowercase) && !rest.contains('/') && !is_small_house(rest, frame)
        {
            continue;
        }
        if let Some(mut named) = named(rest, frame.knowledge, true) {
            if let Some((task, _)) = words.after_help(piece) {
                let open = named.persons.iter_mut().filter(|person| person.role.is_none());
                open.for_each(|person| person.role = Some(task));
            }
            return Some((named, far));
        }
    }
    if let Some(found) = glued_asian(near.text, frame) {
        return Some((found, true));
    }
    let above = frame.text(near.at.checked_sub(1)?);
    if above.len() > 40 || near.facts.rest().len() != 1 || near.class.is_body() {
        return None;
    }
    let (rest, far) = words.after_by(above)?;
    let names = named(near.facts.rest()[0], frame.knowledge, true).filter(|_| rest.is_empty())?;
    let longest = names
        .persons
        .iter()
        .map(|person| person.name.len())
        .max()
        .unwrap_or(0);
    let whole = !names.persons.is_empty() && near.text.len() <= longest + 40;
    (whole && !is_subject(frame, &names)).then_some((names, far))
}

/// Whether [`introduced`] may find names: cheap, to be asked first.
pub(super) fn may_introduce(frame: &Frame<'_>, near: &Near<'_>) -> bool {
    let words = Words::get();
    let above = near.at.checked_sub(1).map_or("", |at| frame.text(at));
    words.may_hold_by(near.text) || words.may_hold_by(above)
}

/// A piece from a later `By` on, where a name or one word stands before it: `Ana Ferro By Ana Ferro`,
/// `Portrait of Ana FerroBy Ana …`, `News by Ana Ferro`, `Kolumne von Ana Ferro`; or from the name on where `By` is glued
/// to it.
fn inner_by(piece: &str) -> Option<&str> {
    for by in ["By", "by"] {
        let glued = piece
            .strip_prefix(by)
            .filter(|rest| rest.starts_with(char::is_uppercase));
        if glued.is_some_and(|rest| rest.chars().nth(1).is_some_and(char::is_lowercase)) {
            return glued;
        }
    }
    if let Some(at) = memmem::find(piece.as_bytes(), b"By ").filter(|at| *at > 0 && *at < 60) {
        let before = piece[..at].chars().next_back()?;
        return (before.is_lowercase() || before == ' ').then(|| &piece[at + 3..]);
    }
    let (kind, rest) = piece.split_once(' ')?;
    let (by, name) = rest.split_once(' ')?;
    let is_kind = kind.starts_with(char::is_uppercase) && kind.chars().count() >= 4;
    (is_kind && INNER_BY.contains(&by) && !is_of_picture(kind)).then_some(name)
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
    // The lead bytes of ideographs, Hangul and full-width marks.
    if !text.bytes().any(|byte| (0xE3..=0xEF).contains(&byte)) {
        return None;
    }
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
pub(super) fn first_named<'a>(frame: &Frame<'a>, near: &Near<'a>) -> Option<Named<'a>> {
    let mut found: Option<Named<'a>> = None;
    for piece in near.facts.rest() {
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
pub(super) fn alone<'a>(frame: &Frame<'a>, near: &Near<'a>) -> Option<Named<'a>> {
    let text = near.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.len() > 120 || text.ends_with(['.', '!', '?', ':', '…', '。']) || near.facts.rest().is_empty()
    {
        return None;
    }
    let first = near.facts.rest()[0];
    let initials = first
        .split_once('/')
        .filter(|(first, _)| is_initials(first) && frame.knowledge.named(first).is_none());
    let mut found = named(initials.map_or(first, |(_, rest)| rest), frame.knowledge, false)?;
    let agency_alone = found.persons.is_empty() && !found.houses.is_empty();
    found.persons.extend(
        initials
            .map(|(first, _)| Person::new(first))
            .filter(|_| agency_alone),
    );
    for piece in &near.facts.rest()[1..] {
        match named(piece, frame.knowledge, false) {
            Some(next) => found.houses.extend(next.houses),
            // A place or an office beside the name is common; anything longer is another kind of line.
            None if super::facts::count_words(piece) <= 4 && near.facts.rest().len() == 2 => {}
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

/// Whether a text is an author's sign, as papers write it beside an agency's: `abc/dpa`.
fn is_initials(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase())
}
