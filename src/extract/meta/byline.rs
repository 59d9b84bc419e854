//! Who wrote the article: judged by the words before a name, by its place, by the shape of the name.

use super::frame::{Frame, Near, OPENING, Place};
use super::naming::{alone, first_named, introduced, may_introduce};
use super::people::{House, Named, Person};
use super::roles::{add_helpers, author, written_by};
use super::words::Words;
use crate::article::{Author, LineClass, Reason};
use crate::extract::work;
use aho_corasick::AhoCorasick;
use memchr::memmem::{self, Finder};
use std::sync::OnceLock;

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

/// The rule of names behind `By` and the like.
const INTRODUCED: &str = "author-named";
/// So much of a page is asked whether words of a name are common, or whether it speaks of somebody, in bytes.
const SAMPLE: usize = 100_000;
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
    credits.retain(|credit| {
        let introduced = credit.rule == INTRODUCED && credit.score > 0.8;
        let is_person = credit.named.known || introduced || credit.named.persons.is_empty();
        is_person || credit.score < ENOUGH || !has_common_word(frame, &credit.named)
    });
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
pub(super) fn find<'a>(frame: &Frame<'a>, credits: &[Credit<'a>]) -> Authors {
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

/// Whether the line names its authors and nothing else.
fn is_alone(frame: &Frame<'_>, credit: &Credit<'_>) -> bool {
    frame
        .near_at(credit.at)
        .is_some_and(|near| near.facts.stamps.is_empty() && near.facts.rest().len() == 1)
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

/// Where a line stands; one a little inside of the body that is no text of it counts as its opening, since the body may
/// have been taken to begin too early.
fn place_of(frame: &Frame<'_>, near: &Near<'_>) -> Place {
    match near.place {
        Place::Inside(_) if !near.class.is_body() && near.at <= frame.body.0 + OPENING => Place::Opening,
        place => place,
    }
}

fn credit<'a>(frame: &Frame<'a>, near: &Near<'a>, date: Option<usize>) -> Option<Credit<'a>> {
    let here = place_of(frame, near);
    let made = |named: Named<'a>, score: f32, rule: &'static str| {
        Some(Credit {
            at: near.at,
            named,
            score,
            rule,
        })
    };
    let beside_date = date.map(|date| date.abs_diff(near.at));
    let stamped = !near.facts.stamps.is_empty() || near.facts.is_relative();
    // Within the body only a date beside a name makes it worth asking who that is.
    if matches!(here, Place::Inside(3..)) && !stamped {
        return None;
    }
    let may_introduce = may_introduce(frame, near);
    if !stamped && !may_stand_alone(here) && !may_introduce {
        return None;
    }
    let introduced = may_introduce.then(|| introduced(frame, near)).flatten();
    let introduced = introduced.filter(|(named, _)| !(near.facts.words() > 8 && is_subject(frame, named)));
    if let Some((named, far)) = introduced {
        let place = introduced_at(here, far, beside_date)?;
        let known = if named.known { 0.05 } else { 0.0 };
        let again = if is_repeated(frame, near.at, &named) {
            0.06
        } else {
            0.0
        };
        return made(named, place + known + again, INTRODUCED);
    }
    if near.class.is_body() && here != Place::Opening {
        return None;
    }
    // A line with a date of its own beside a name.
    if stamped && near.facts.words() <= 14 {
        if let Some(named) = first_named(frame, near) {
            let place = match here {
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
    if !may_stand_alone(here) {
        return None;
    }
    let named = alone(frame, near)?;
    if is_subject(frame, &named) || is_picture(frame, near, &named) {
        return None;
    }
    let score = alone_score(frame, near, &named, beside_date)?;
    made(named, score, "name-alone")
}

/// Whether a name on a line of its own may be the author's there: see [`alone_score`].
fn may_stand_alone(place: Place) -> bool {
    !matches!(place, Place::Inside(_) | Place::Tail(5..))
}

/// How much a name on a line of its own weighs where it stands.
fn alone_score(
    frame: &Frame<'_>,
    near: &Near<'_>,
    named: &Named<'_>,
    beside_date: Option<usize>,
) -> Option<f32> {
    let place = match place_of(frame, near) {
        Place::Head(distance) | Place::Lead(distance) => 0.66 - 0.03 * (distance.min(9) as f32 - 1.0),
        Place::Above(1..=3) => 0.45,
        Place::Above(_) if named.known => 0.36,
        Place::Opening => 0.36,
        Place::Tail(_) => 0.33,
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
        (false, true) => -0.1,
        (false, false) => -0.2,
    };
    let last = if near.at + 1 == frame.body.0 || several {
        0.1
    } else {
        0.0
    };
    let again = match (is_repeated(frame, near.at, named), named.known) {
        (true, true) => 0.08,
        (true, false) => 0.16,
        _ => 0.0,
    };
    Some(place + date + known + last + again)
}

/// Whether the page writes a word of a name in small letters elsewhere: `Dental Insurance` is then no person.
fn has_common_word(frame: &Frame<'_>, named: &Named<'_>) -> bool {
    let source = &frame.article.source;
    let source = &source[..crate::text::floor_boundary(source, SAMPLE)];
    let is_word = |at: usize, length: usize| {
        let before = source[..at].chars().next_back();
        let behind = source[at + length..].chars().next();
        ![before, behind]
            .into_iter()
            .flatten()
            .any(|c| c.is_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '/'))
    };
    let words = named
        .persons
        .iter()
        .flat_map(|person| person.name.split_whitespace());
    let mut words = words.filter(|word| word.starts_with(char::is_uppercase) && word.chars().count() > 2);
    words.any(|word| {
        let small = word.to_lowercase();
        memmem::find_iter(source.as_bytes(), &small).any(|at| is_word(at, small.len()))
    })
}

/// Whether a line that is no text names one of the persons again: the author's picture, the note below the text.
fn is_repeated(frame: &Frame<'_>, at: usize, named: &Named<'_>) -> bool {
    let long = |name: &str| name.chars().count() >= 7;
    let others = frame
        .near
        .iter()
        .filter(|near| near.at != at && !near.class.is_body() && near.class != LineClass::Caption);
    let persons: Vec<&str> = named.persons.iter().map(|person| person.name).collect();
    let persons: Vec<_> = persons
        .into_iter()
        .filter(|name| long(name))
        .map(Finder::new)
        .collect();
    let mut naming = others.filter(|near| {
        let mut persons = persons.iter();
        persons.any(|name| name.find(near.text.as_bytes()).is_some())
    });
    naming.any(|near| !is_of_picture(near.text))
}

/// Whether the headline or the first half of the text speaks of one of the persons: authors are named at the end.
pub(super) fn is_subject(frame: &Frame<'_>, named: &Named<'_>) -> bool {
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
    let persons = persons.filter(|name| name.chars().count() > 4);
    let persons: Vec<Finder<'_>> = persons.map(Finder::new).collect();
    if persons.is_empty() {
        return false;
    }
    let speaks = |text: &str, name: &Finder<'_>| {
        let is_longer = text.len() > name.needle().len() + 24;
        is_longer && name.find(text.as_bytes()).is_some() && !is_of_picture(text)
    };
    let mut left = SAMPLE;
    lines
        .map(|(_, line)| frame.article.text_of(line))
        .map_while(|text| {
            let read = &text[..crate::text::floor_boundary(text, left)];
            left -= read.len();
            work::note(read.len());
            (!read.is_empty()).then_some(read)
        })
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
    // Papers credit pictures as `Ana Ferro/The Herald`.
    let slashed = !named.houses.is_empty() && near.text.contains('/');
    !named.persons.is_empty() && (((agency || slashed) && !initials) || under_caption || label)
}

/// Whether a line speaks of a picture or its rights.
pub(super) fn is_of_picture(text: &str) -> bool {
    static SEARCH: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    const MARKS: [&str; 18] = [
        "Credit:", "Courtesy", "photo", "Photo", "PHOTO", "©", "Foto", "foto", "Getty", "Bild:", "Фото",
        "фото", "図", "圖", "图", "صورة", "Image:", "Picture:",
    ];
    // A search of its own for each mark would cost more than all else that is asked of a line.
    let search = SEARCH.get_or_init(|| AhoCorasick::new(MARKS).ok());
    search.as_ref().is_some_and(|search| search.is_match(text))
}

/// How much a name behind `By` weighs where it stands.
fn introduced_at(place: Place, far: bool, beside_date: Option<usize>) -> Option<f32> {
    let date = if beside_date.is_some_and(|distance| distance <= 2) {
        0.05
    } else {
        0.0
    };
    let place = match place {
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
