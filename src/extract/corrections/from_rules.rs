//! Date and byline of the lines that a profile names for them, wherever they are on the page. Which lines these are
//! is decided in [`rules`](crate::extract::outlets::rules).

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::extract::corpus::hints::Hints;
use crate::extract::dates::parse::MAX_LINE_BYTES;
use crate::extract::meta::byline::Authors;
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::collect::{GivenMetadata, collect_with};
use crate::extract::meta::context::PageContext;
use crate::extract::meta::day_month_order::DayMonthOrder;
use crate::extract::meta::line_facts::LineFacts;
use crate::extract::meta::people::{NamedPerson, parties_in};
use crate::extract::meta::publication;
use crate::extract::meta::publication::Publication;
use crate::extract::meta::roles::{author, written_by};

/// The rule of these values in the evidence.
const RULE: &str = "corrected";
/// The values of a profile are certain.
const CONFIDENCE: f32 = 1.0;

/// Reads the metadata of an article again after its lines were corrected.
pub(crate) fn collect_from_rules(article: &mut Article, hints: &Hints<'_>) {
    collect_with(article, hints, None, |context| GivenMetadata {
        publication: date(context),
        authors: authors(context),
        ..GivenMetadata::default()
    });
}

/// The day in the line that a profile calls the date line. The day of the last change is found as usual.
fn date(context: &PageContext<'_>) -> Option<Publication> {
    let order = DayMonthOrder::new(context);
    lines(context, LineClass::DateLine).find_map(|at| {
        let facts = LineFacts::read(context.text(at), context.language);
        let mut days = facts
            .dates
            .iter()
            .filter_map(|(span, _)| Some((order.day(span)?, span)));
        let (date, span) = days.next()?;
        let updated = publication::find(context).and_then(|found| found.updated);
        Some(Publication {
            date,
            time: span.time,
            at,
            rule: RULE,
            confidence: CONFIDENCE,
            time_from: span.time.map(|_| (at, RULE)),
            zone: span.zone.map(|zone| (zone, at)),
            updated: updated.filter(|(moment, change, _)| *change != at && moment.date >= date),
        })
    })
}

/// The names in the lines that a profile calls bylines. If a line has no known names, all of its text counts, without
/// words like `By` and dates.
fn authors(context: &PageContext<'_>) -> Option<Authors> {
    let lines: Vec<usize> = lines(context, LineClass::Byline).collect();
    let at = *lines.first()?;
    let mut persons: Vec<NamedPerson<'_>> = Vec::new();
    for &at in &lines {
        for person in persons_in(context, context.text(at)) {
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
        confidence: CONFIDENCE,
        lines,
    })
}

fn persons_in<'a>(context: &PageContext<'_>, text: &'a str) -> Vec<NamedPerson<'a>> {
    let facts = LineFacts::read(text, context.language);
    let names_in = |piece: &'a str| {
        let names = BylineLexicon::get().after_by(piece).map(|(rest, _)| rest);
        names.filter(|rest| !rest.is_empty()).unwrap_or(piece)
    };
    let pieces: Vec<&str> = facts.rest().iter().map(|piece| names_in(piece)).collect();
    let found = pieces
        .iter()
        .filter_map(|piece| parties_in(piece, context.outlets, true));
    let persons: Vec<NamedPerson<'_>> = found.flat_map(|named| named.persons).collect();
    if persons.is_empty() {
        pieces.into_iter().map(NamedPerson::new).collect()
    } else {
        persons
    }
}

fn lines(context: &PageContext<'_>, class: LineClass) -> impl Iterator<Item = usize> {
    let matches = move |line: &Line| line.class == class && line.is_corrected();
    let lines = context.article.lines.iter().enumerate();
    lines.filter(move |(_, line)| matches(line)).map(|(at, _)| at)
}

/// A regular expression for lines like this one, which has a day, or an author after a word like `By`: dates of the
/// same shape, any names, the same other words. `None` if the line has neither.
pub fn pattern_like(line: &str, language: Option<&str>, wanted: Varying) -> Option<String> {
    if line.len() > MAX_LINE_BYTES {
        return None;
    }
    let facts = LineFacts::read(line, language);
    let lexicon = BylineLexicon::get();
    let start_of = |piece: &str| (piece.as_ptr() as usize).checked_sub(line.as_ptr() as usize);
    let mut parts: Vec<(usize, usize, String)> = Vec::new();
    for (span, _) in &facts.dates {
        parts.push((span.start, span.end, shape(line.get(span.start..span.end)?)));
    }
    let mut introduced = false;
    for piece in facts.rest() {
        let names = lexicon
            .after_by(piece)
            .map(|(rest, _)| rest)
            .filter(|rest| !rest.is_empty());
        introduced |= names.is_some();
        let varies = names.unwrap_or(piece);
        let start = start_of(varies)?;
        parts.push((start, start + varies.len(), ".+".to_owned()));
    }
    let fits = match wanted {
        Varying::Day => !facts.dates.is_empty(),
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

/// The part that varies from page to page in similar lines.
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
    fn patterns_keep_the_words_but_not_dates_and_names() {
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
