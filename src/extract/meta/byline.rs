//! Who wrote the article: judged by the words before a name, by its place, by the shape of the name.

use super::frame::{Frame, Near, Place};
use super::people::{House, Named, Person, named};
use super::words::Words;
use crate::article::{Author, LineClass, Reason};

/// The authors and what they rest on.
#[derive(Debug, Clone, Default)]
pub(super) struct Authors {
    /// Who is named, in order.
    pub(super) persons: Vec<Author>,
    /// The names of those who wrote, joined by `", "`.
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

fn lower(persons: &[Person<'_>]) -> Vec<String> {
    persons.iter().map(|person| person.name.to_lowercase()).collect()
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
                .filter(|new| persons.iter().all(|person| person.name != new.name))
                .copied()
                .collect::<Vec<_>>();
            persons.extend(new);
            lines.push(credit.at);
        }
    }
    persons.dedup_by_key(|person| person.name);
    add_helpers(frame, &mut persons, &mut lines);
    let own = lower(&best.named.persons);
    let copies = credits
        .iter()
        .filter(|credit| credit.at != best.at && lower(&credit.named.persons) == own);
    lines.extend(copies.map(|credit| credit.at));
    Authors {
        byline: Some(written_by(&persons)),
        persons: persons.iter().map(author).collect(),
        at: best.at,
        rule: best.rule,
        confidence: best.score.clamp(0.3, 0.99),
        lines,
    }
}

pub(super) fn author(person: &Person<'_>) -> Author {
    Author {
        name: person.name.to_owned(),
        role: person.role.map(str::to_owned),
    }
}

/// The names of those who wrote; of all where nobody else is named.
pub(super) fn written_by(persons: &[Person<'_>]) -> String {
    let writers: Vec<&str> = persons
        .iter()
        .filter(|person| !person.helps())
        .map(|person| person.name)
        .collect();
    if writers.is_empty() {
        return persons
            .iter()
            .map(|person| person.name)
            .collect::<Vec<_>>()
            .join(", ");
    }
    writers.join(", ")
}

/// Adds what the line below the names says: the last one's office, or who translated, took the pictures.
fn add_helpers<'a>(frame: &Frame<'a>, persons: &mut Vec<Person<'a>>, lines: &mut Vec<usize>) {
    let words = Words::get();
    let Some(last) = lines.iter().max().copied() else {
        return;
    };
    let Some(near) = frame.near_at(last + 1) else {
        return;
    };
    if near.class.is_body() || near.text.len() > 80 || !near.facts.stamps.is_empty() {
        return;
    }
    let text = near.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if words.after_help(text).is_some() {
        let found = named(text, frame.knowledge, true);
        let new = found.into_iter().flat_map(|named| named.persons);
        let new: Vec<_> = new
            .filter(|new| new.helps() && persons.iter().all(|person| person.name != new.name))
            .collect();
        if !new.is_empty() {
            persons.extend(new);
            lines.push(near.at);
        }
    } else if let [office] = near.facts.rest[..] {
        let plain = near.facts.words <= 6 && !text.ends_with(['.', '!', '?', ':']);
        let open = persons.last().is_some_and(|last| last.role.is_none());
        let is_office = words.names_office(office) && words.after_by(text).is_none();
        if plain && open && is_office && named(office, frame.knowledge, false).is_none() {
            if let Some(last) = persons.last_mut() {
                last.role = Some(office);
            }
            lines.push(near.at);
        }
    }
}

/// Whether the line names its authors and nothing else.
fn is_alone(frame: &Frame<'_>, credit: &Credit<'_>) -> bool {
    frame
        .near_at(credit.at)
        .is_some_and(|near| near.facts.stamps.is_empty() && near.facts.rest.len() == 1)
}

fn may_credit(near: &Near<'_>) -> bool {
    // Above the text a reason is a guess at furniture; below it, such lists name authors of other articles.
    let below = matches!(near.place, Place::Tail(_));
    let other = below
        && matches!(
            near.reason,
            Some(
                Reason::Tags
                    | Reason::RecentList
                    | Reason::RelatedList
                    | Reason::LanguageSwitch
                    | Reason::Legal
                    | Reason::Teaser
            )
        );
    // `By X, photographs by Y` names its author first.
    let by = || Words::get().after_by(near.text).is_some() && !near.text.contains(['©', '/']);
    near.text.len() <= 200 && !other && (!is_of_picture(near.text) || by())
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
    let introduced =
        introduced(frame, near).filter(|(named, _)| !(near.facts.words > 8 && is_subject(frame, named)));
    if let Some((named, far)) = introduced {
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
                Place::Above(_) if named.known => 0.58,
                Place::Tail(1..=3) => 0.5,
                _ => 0.3,
            };
            let unknown = if named.known { 0.0 } else { 0.2 };
            return made(named, place - unknown, "name-beside-date");
        }
        return None;
    }
    let named = alone(frame, near)?;
    if is_subject(frame, &named) || is_picture(frame, near, &named) {
        return None;
    }
    let score = alone_score(frame, near, &named, beside_date)?;
    made(named, score, "name-alone")
}

/// How much a name on a line of its own weighs where it stands.
fn alone_score(
    frame: &Frame<'_>,
    near: &Near<'_>,
    named: &Named<'_>,
    beside_date: Option<usize>,
) -> Option<f32> {
    let place = match near.place {
        Place::Head(distance) | Place::Lead(distance) => 0.66 - 0.03 * (distance.min(9) as f32 - 1.0),
        Place::Above(1..=3) => 0.45,
        Place::Above(_) if named.known => 0.36,
        Place::Opening => 0.34,
        Place::Tail(1..=4) => 0.33,
        _ => return None,
    };
    let date = match beside_date {
        Some(1) => 0.2,
        Some(2) => 0.12,
        Some(3) => 0.06,
        _ => 0.0,
    };
    let several = named.persons.len() > 1;
    let known = match (named.known, several || beside_date == Some(1)) {
        (true, _) => 0.12,
        (false, true) => -0.15,
        (false, false) => -0.3,
    };
    let last = if near.at + 1 == frame.body.0 || several {
        0.1
    } else {
        0.0
    };
    Some(place + date + known + last)
}

/// Whether the headline or the first half of the text speaks of one of the persons: authors are named at the end.
fn is_subject(frame: &Frame<'_>, named: &Named<'_>) -> bool {
    let (first, last) = frame.body;
    let middle = first.midpoint(last).max(first + 1);
    let lines = frame
        .article
        .lines
        .iter()
        .enumerate()
        .filter(|(at, line)| match line.class {
            LineClass::Title | LineClass::Subtitle => true,
            class => class.is_body() && *at <= middle,
        });
    let persons = named.persons.iter().map(|person| person.name);
    let persons: Vec<&str> = persons.filter(|name| name.chars().count() > 4).collect();
    let speaks =
        |text: &str, name: &str| text.contains(name) && text.len() > name.len() + 24 && !is_of_picture(text);
    lines
        .map(|(_, line)| frame.article.text_of(line))
        .any(|text| persons.iter().any(|name| speaks(text, name)))
}

/// Whether the names credit a picture: beside an agency, under a caption, under a label like `Photo:`.
fn is_picture(frame: &Frame<'_>, near: &Near<'_>, named: &Named<'_>) -> bool {
    let agency = named
        .houses
        .iter()
        .any(|house| matches!(house, House::Known(outlet) if outlet.agency));
    let initials = named
        .persons
        .iter()
        .all(|person| person.name.starts_with(char::is_lowercase));
    let above = near.at.checked_sub(1).and_then(|at| frame.article.lines.get(at));
    let under_caption = above.is_some_and(|line| line.class == LineClass::Caption);
    let label = above
        .map(|line| frame.article.text_of(line))
        .is_some_and(|text| text.len() < 20 && is_of_picture(text));
    !named.persons.is_empty() && ((agency && !initials) || under_caption || label)
}

/// Whether a line speaks of a picture or its rights.
pub(super) fn is_of_picture(text: &str) -> bool {
    const MARKS: [&str; 16] = [
        "photo", "Photo", "PHOTO", "©", "Foto", "foto", "Getty", "Bild:", "Фото", "фото", "図", "圖", "图",
        "صورة", "Image:", "Picture:",
    ];
    MARKS.iter().any(|mark| text.contains(mark))
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
        // The headline may have been missed: a name behind `By` counts far above it too.
        Place::Above(distance) => (0.78 - 0.05 * distance as f32).max(0.46),
        Place::Opening => 0.75,
        Place::Inside(0..=2) if far => 0.62,
        Place::Inside(_) => return None,
        Place::Tail(distance) if far => 0.66 - 0.05 * distance.min(13) as f32,
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
        let inner = words.after_by(piece).or_else(|| words.after_by(inner_by(piece)?));
        let Some((rest, far)) = inner else {
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
    if above.len() > 40 || near.facts.rest.len() != 1 || near.class.is_body() {
        return None;
    }
    let (rest, far) = words.after_by(above)?;
    let names = named(near.facts.rest[0], frame.knowledge, true).filter(|_| rest.is_empty())?;
    let longest = names
        .persons
        .iter()
        .map(|person| person.name.len())
        .max()
        .unwrap_or(0);
    let whole = !names.persons.is_empty() && near.text.len() <= longest + 40;
    (whole && !is_subject(frame, &names)).then_some((names, far))
}

/// A piece from a later `By` on, where a name stands before it: `Ana Ferro By Ana Ferro`, `Portrait of Ana FerroBy Ana …`.
fn inner_by(piece: &str) -> Option<&str> {
    let at = piece.find("By ").filter(|at| *at > 0 && *at < 60)?;
    let before = piece[..at].chars().next_back()?;
    (before.is_lowercase() || before == ' ').then(|| &piece[at..])
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
    let first = near.facts.rest[0];
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

/// Whether a text is an author's sign, as papers write it beside an agency's: `abc/dpa`.
fn is_initials(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase())
}
