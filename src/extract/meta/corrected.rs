//! Date and byline of lines that a profile names for them: read as they stand, wherever that is. Not which lines those
//! are: see [`rules`](crate::extract::rules).

use super::byline::Authors;
use super::facts::Facts;
use super::frame::{Frame, MAX_BYTES};
use super::order::Order;
use super::people::{Person, named};
use super::publication::{self, Publication};
use super::roles::{author, written_by};
use super::words::Words;
use crate::article::{Line, LineClass};

/// The name of the rule that these values rest on.
const RULE: &str = "corrected";

/// The day that a line tells which a profile calls the date line. The day of the last change is found as ever.
pub(super) fn date(frame: &Frame<'_>) -> Option<Publication> {
    let order = Order::new(frame);
    lines(frame, LineClass::DateLine).find_map(|at| {
        let facts = Facts::read(frame.text(at), frame.language);
        let mut days = facts
            .stamps
            .iter()
            .filter_map(|(stamp, _)| Some((order.day(stamp)?, stamp)));
        let (date, stamp) = days.next()?;
        let updated = publication::find(frame).and_then(|found| found.updated);
        Some(Publication {
            date,
            time: stamp.time,
            at,
            rule: RULE,
            confidence: 1.0,
            time_from: stamp.time.map(|_| (at, RULE)),
            zone: stamp.zone.map(|zone| (zone, at)),
            updated: updated.filter(|(moment, change, _)| *change != at && moment.date >= date),
        })
    })
}

/// The names in the lines that a profile calls bylines; where no names are found in one, all that stands in it but for
/// words like `By` and dates.
pub(super) fn authors(frame: &Frame<'_>) -> Option<Authors> {
    let lines: Vec<usize> = lines(frame, LineClass::Byline).collect();
    let at = *lines.first()?;
    let mut persons: Vec<Person<'_>> = Vec::new();
    for &at in &lines {
        for person in persons_in(frame, frame.text(at)) {
            if persons.iter().all(|known| known.name != person.name) {
                persons.push(person);
            }
        }
    }
    (!persons.is_empty()).then(|| Authors {
        byline: Some(written_by(&persons)),
        persons: persons.iter().map(author).collect(),
        at,
        rule: RULE,
        confidence: 1.0,
        lines,
    })
}

fn persons_in<'a>(frame: &Frame<'_>, text: &'a str) -> Vec<Person<'a>> {
    let facts = Facts::read(text, frame.language);
    let behind_by = |piece: &'a str| {
        let words = Words::get().after_by(piece).map(|(rest, _)| rest);
        words.filter(|rest| !rest.is_empty()).unwrap_or(piece)
    };
    let pieces: Vec<&str> = facts.rest().iter().map(|piece| behind_by(piece)).collect();
    let found = pieces
        .iter()
        .filter_map(|piece| named(piece, frame.knowledge, true));
    let persons: Vec<Person<'_>> = found.flat_map(|named| named.persons).collect();
    if persons.is_empty() {
        pieces.into_iter().map(Person::new).collect()
    } else {
        persons
    }
}

fn lines(frame: &Frame<'_>, class: LineClass) -> impl Iterator<Item = usize> {
    let is_it = move |line: &Line| line.class == class && line.is_corrected();
    let lines = frame.article.lines.iter().enumerate();
    lines.filter(move |(_, line)| is_it(line)).map(|(at, _)| at)
}

/// A regular expression of lines like this one, where it tells a day or names an author behind a word like `By`: dates
/// in the same shape, any names, the same words beside them. `None` where the line has neither.
pub fn pattern_like(line: &str, language: Option<&str>, wanted: Varying) -> Option<String> {
    if line.len() > MAX_BYTES {
        return None;
    }
    let facts = Facts::read(line, language);
    let words = Words::get();
    let start_of = |piece: &str| (piece.as_ptr() as usize).checked_sub(line.as_ptr() as usize);
    let mut parts: Vec<(usize, usize, String)> = Vec::new();
    for (stamp, _) in &facts.stamps {
        parts.push((stamp.start, stamp.end, shape(line.get(stamp.start..stamp.end)?)));
    }
    let mut introduced = false;
    for piece in facts.rest() {
        let names = words
            .after_by(piece)
            .map(|(rest, _)| rest)
            .filter(|rest| !rest.is_empty());
        introduced |= names.is_some();
        let varies = names.unwrap_or(piece);
        let start = start_of(varies)?;
        parts.push((start, start + varies.len(), ".+".to_owned()));
    }
    let fits = match wanted {
        Varying::Day => !facts.stamps.is_empty(),
        Varying::Names => introduced,
    };
    parts.sort_by_key(|(start, ..)| *start);
    let (mut pattern, mut at) = ("^".to_owned(), 0);
    for (start, end, shape) in parts {
        pattern.push_str(&regex::escape(line.get(at..start)?));
        pattern.push_str(&shape);
        at = end;
    }
    pattern.push_str(&regex::escape(line.get(at..)?));
    pattern.push('$');
    (fits && regex::Regex::new(&pattern).is_ok_and(|regex| regex.is_match(line))).then_some(pattern)
}

/// What differs from page to page in lines that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Varying {
    /// The day of publication.
    Day,
    /// The authors' names.
    Names,
}

/// The shape of a date: any numbers, any words, the same marks.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    let mut last = "";
    for c in text.chars() {
        let class = if c.is_numeric() {
            r"\d+"
        } else if c.is_alphabetic() {
            r"\p{L}+"
        } else {
            ""
        };
        if class.is_empty() {
            shape.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        } else if class != last {
            shape.push_str(class);
        }
        last = class;
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_keep_the_words_and_let_dates_and_names_vary() {
        let like = |line: &str, wanted| pattern_like(line, Some("en"), wanted);
        assert_eq!(
            like("Published on 3 May 2024 at 10:05", Varying::Day).as_deref(),
            Some(r"^Published \p{L}+ \d+ \p{L}+ \d+ \p{L}+ \d+:\d+$")
        );
        assert_eq!(like("By Ada Venn", Varying::Names).as_deref(), Some("^By .+$"));
        assert_eq!(
            like("By Ada Venn | 3 May 2024", Varying::Names).as_deref(),
            Some(r"^By .+ \| \d+ \p{L}+ \d+$")
        );
        assert_eq!(like("Ada Venn", Varying::Names), None);
        assert_eq!(like("By Ada Venn", Varying::Day), None);
        for odd in ["", "By ", "3 May 2024", "((( 3 May 2024", "١٢ مايو ٢٠٢٤"] {
            for wanted in [Varying::Day, Varying::Names] {
                if let Some(pattern) = like(odd, wanted) {
                    assert!(regex::Regex::new(&pattern).unwrap().is_match(odd));
                }
            }
        }
    }
}
