//! The fields that databases and scrapers write above an article: YAML between two rules, `Title:` and the like, the codes
//! of Factiva, the labels of Nexis. Gives the values without the labels, and takes the lines out of the body. Not the
//! fields of a record in a container: see `input/record`.

use crate::article::Article;
use crate::article::line::{Fields, Line, LineClass};
use crate::article::meta::{Evidence, Field};
use crate::article::reason::Reason;
use crate::extract::dates::parse::may_hold_date;
use crate::extract::input::part_starts::is_document_mark;
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What a line of a header names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum HeaderField {
    Title,
    Byline,
    Date,
    Outlet,
    Section,
    /// A paragraph of the body after a code.
    Body,
    Other,
}

/// A line of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeaderLine {
    /// Its index.
    pub(crate) at: usize,
    pub(crate) field: HeaderField,
    /// The value in its text.
    pub(crate) value: Range<usize>,
}

/// The lines of an article's header, in order; none if it has no header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LabelledHeader {
    lines: Vec<HeaderLine>,
}

/// The lists of the file, which describes them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderFile {
    labels: HashMap<HeaderField, Vec<String>>,
    codes: HashMap<HeaderField, Vec<String>>,
}

const FILE: &str = include_str!("../../../assets/headers.toml");

/// A header begins within this number of lines that are not blank, and has at most the second number of lines.
const FIRST_LINES: usize = 8;
const MOST_LINES: usize = 40;
/// The longest label, in bytes.
const LABEL_BYTES: usize = 24;
/// The fewest lines that make a header, and the fewest codes.
const FEWEST: usize = 2;
const FEWEST_CODES: usize = 4;
/// A longer line below a header is text, in bytes.
const TEXT_BYTES: usize = 90;
/// The rule of these values, and the confidence in them.
pub(crate) const RULE: &str = "labelled-header";
pub(crate) const CONFIDENCE: f32 = 0.97;

impl LabelledHeader {
    /// The header of an article.
    pub(crate) fn of(article: &Article) -> Self {
        let text = |at: usize| article.lines.get(at).map_or("", |line| article.text_of(line));
        let count = article.lines.len();
        let mut lines = coded(&text, count);
        if lines.is_empty() {
            lines = labelled(&text, count);
        }
        Self { lines }
    }

    /// The lines that name a field, with their values.
    pub(crate) fn values<'a>(
        &'a self,
        article: &'a Article,
        field: HeaderField,
    ) -> impl Iterator<Item = (usize, &'a str)> {
        let lines = self.lines.iter().filter(move |line| line.field == field);
        lines.filter_map(|line| {
            let text = article.text_of(article.lines.get(line.at)?);
            Some((line.at, text.get(line.value.clone())?))
        })
    }

    /// Gives the lines of the header their classes, and the article the title that one of them names.
    pub(crate) fn apply(&self, article: &mut Article) {
        let title = self.values(article, HeaderField::Title).next();
        let title = title.map(|(at, value)| (at, value.to_owned()));
        if let Some((at, value)) = title {
            retitle(article, at, value);
        }
        let named = article.meta.title.is_some();
        for header in &self.lines {
            let line = &mut article.lines[header.at];
            if line.is_corrected() || header.field == HeaderField::Body {
                continue;
            }
            let (class, fields, reason) = match header.field {
                HeaderField::Title if line.class == LineClass::Title && named => continue,
                HeaderField::Byline => (LineClass::Byline, Fields::BYLINE, None),
                HeaderField::Date => (LineClass::DateLine, Fields::DATE, None),
                HeaderField::Section => (LineClass::Section, Fields::SECTION, None),
                _ => (LineClass::Chrome, Fields::NONE, Some(Reason::Label)),
            };
            (line.class, line.fields, line.reason) = (class, fields, reason);
            line.continues = false;
            if let Some(next) = article.lines.get_mut(header.at + 1) {
                next.continues = false;
            }
        }
        restore_text(article, &self.lines);
    }
}

/// Makes the long lines between a header and the first line that was taken for body text: nothing else is there.
fn restore_text(article: &mut Article, header: &[HeaderLine]) {
    let Some(body) = article.lines.iter().position(|line| line.class.is_body()) else {
        return;
    };
    let above = header.iter().map(|line| line.at).filter(|at| *at < body);
    let Some(last) = above.max() else { return };
    for line in &mut article.lines[last + 1..body] {
        let is_long = (line.end - line.start) as usize >= TEXT_BYTES;
        if line.class == LineClass::Chrome && is_long && !line.is_corrected() {
            (line.class, line.reason) = (LineClass::Paragraph, None);
        }
    }
}

/// Makes a line of the header the title; the line that was taken for it is chrome.
fn retitle(article: &mut Article, at: usize, value: String) {
    if article
        .lines
        .iter()
        .any(|line| line.class == LineClass::Title && line.is_corrected())
    {
        return;
    }
    for (place, line) in article.lines.iter_mut().enumerate() {
        if line.class == LineClass::Title {
            // The first paragraph may have been taken for a headline.
            let is_text = place > at && (line.end - line.start) as usize >= TEXT_BYTES;
            (line.class, line.reason) = if is_text {
                (LineClass::Paragraph, None)
            } else {
                (LineClass::Chrome, Some(Reason::BeforeArticle))
            };
        }
    }
    let line: &mut Line = &mut article.lines[at];
    (line.class, line.fields, line.reason, line.continues) = (LineClass::Title, Fields::NONE, None, false);
    let number = line.number;
    article.meta.title = Some(value);
    article
        .meta
        .evidence
        .retain(|evidence| evidence.field != Field::Title);
    article.meta.evidence.push(Evidence {
        field: Field::Title,
        line: Some(number),
        rule: RULE,
        confidence: CONFIDENCE,
    });
}

/// The lines with codes; they surround the body too.
fn coded<'a>(text: &impl Fn(usize) -> &'a str, count: usize) -> Vec<HeaderLine> {
    let head = || {
        (0..count.min(MOST_LINES))
            .filter(|&at| code_of(text(at)).is_some())
            .count()
    };
    let begins = (0..count.min(FIRST_LINES))
        .any(|at| code_of(text(at)).is_some_and(|(field, _)| field == HeaderField::Title));
    if !begins || head() < FEWEST_CODES {
        return Vec::new();
    }
    let line = |at: usize| {
        let (field, start) = code_of(text(at))?;
        Some(HeaderLine {
            at,
            field,
            value: start..text(at).len(),
        })
    };
    (0..count).filter_map(line).collect()
}

/// The field of a code that begins a line, and where its value begins.
fn code_of(text: &str) -> Option<(HeaderField, usize)> {
    let (code, value) = text.split_once(' ').unwrap_or((text, ""));
    let field = fields().codes.get(code)?;
    Some((*field, text.len() - value.trim_start().len()))
}

/// The lines with labels, above and below the body.
fn labelled<'a>(text: &impl Fn(usize) -> &'a str, count: usize) -> Vec<HeaderLine> {
    let is_fence = |at: usize| matches!(text(at), "---" | "+++");
    let fenced = is_fence(0)
        .then(|| (1..count.min(MOST_LINES)).find(|&at| is_fence(at)))
        .flatten();
    let marked = (0..count.min(FIRST_LINES)).find(|&at| is_document_mark(text(at)));
    let first = (0..count.min(FIRST_LINES)).find(|&at| label_of(text(at)).is_some());
    let Some(first) = first.or(marked) else {
        return Vec::new();
    };
    let last = fenced.unwrap_or_else(|| {
        let below = (first..count.min(first + MOST_LINES)).take_while(|&at| label_of(text(at)).is_some());
        below.last().unwrap_or(first)
    });
    let all = (0..count)
        .filter(|&at| label_of(text(at)).is_some_and(|(_, _, shouts)| shouts))
        .count();
    // A database labels lines far below the body too, in capitals.
    let is_database = marked.is_some() || all > FEWEST;
    let within = (first..=last).filter(|&at| label_of(text(at)).is_some()).count();
    if !is_database && within < FEWEST {
        return Vec::new();
    }
    let line = |at: usize| {
        let whole = 0..text(at).len();
        let of = |field, value| Some(HeaderLine { at, field, value });
        if is_document_mark(text(at)) || fenced.is_some() && (at == 0 || fenced == Some(at)) {
            return of(HeaderField::Other, whole);
        }
        // The paper and the day follow, without labels.
        let below = marked
            .and_then(|marked| at.checked_sub(marked))
            .filter(|_| label_of(text(at)).is_none());
        match below {
            Some(1) => return of(HeaderField::Outlet, whole),
            Some(2) if may_hold_date(text(at)) => return of(HeaderField::Date, whole),
            _ => {}
        }
        let inside = (first..=last).contains(&at);
        match label_of(text(at)) {
            Some((field, start, shouts)) if inside || is_database && shouts => {
                of(field, unquoted(text(at), start))
            }
            // Front matter has lists and fields of its own.
            None if inside && fenced.is_some() => of(HeaderField::Other, whole),
            _ => None,
        }
    };
    (0..count).filter_map(line).collect()
}

/// The field of a label that begins a line, where its value begins, and whether the label is in capitals.
fn label_of(text: &str) -> Option<(HeaderField, usize, bool)> {
    let colon = text.find(':').filter(|&colon| colon <= LABEL_BYTES)?;
    let label = text[..colon].trim();
    let field = fields().labels.get(&label.to_lowercase())?;
    let shouts = !label.contains(char::is_lowercase);
    let value = text[colon + 1..].trim_start();
    Some((*field, text.len() - value.len(), shouts))
}

/// The value from an offset on, without the quotes or brackets around it.
fn unquoted(text: &str, start: usize) -> Range<usize> {
    let value = &text[start..];
    let pairs = [("\"", "\""), ("'", "'"), ("[", "]")];
    let inner = pairs
        .iter()
        .find_map(|(open, close)| value.strip_prefix(open)?.strip_suffix(close));
    match inner {
        Some(inner) if !inner.is_empty() => start + 1..start + 1 + inner.len(),
        _ => start..text.len(),
    }
}

/// The fields by their labels and codes.
#[derive(Default)]
struct HeaderFields {
    labels: HashMap<String, HeaderField>,
    codes: HashMap<String, HeaderField>,
}

fn fields() -> &'static HeaderFields {
    static BUILT: OnceLock<HeaderFields> = OnceLock::new();
    BUILT.get_or_init(|| {
        // The file is part of the program, and a test parses it; without it no header is known.
        let file: HeaderFile = toml::from_str(FILE).unwrap_or_default();
        let by_name = |lists: HashMap<HeaderField, Vec<String>>| {
            let names = lists
                .into_iter()
                .flat_map(|(field, names)| names.into_iter().map(move |name| (name, field)));
            names.collect()
        };
        HeaderFields {
            labels: by_name(file.labels),
            codes: by_name(file.codes),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;

    const TEXT: &str = "The old ferry left the harbour of Zelm on Monday with forty people on board, the port said at night.\n\n\
        Nobody had expected that, the mayor told the people who had come to the quay in the rain to see the ferry go.\n";

    fn read(header: &str, footer: &str) -> Article {
        let outlets = OutletDirectory::builtin();
        let page = format!("{header}\n{TEXT}\n{footer}\n");
        extract(page.as_bytes(), &Hints::new(&outlets)).remove(0)
    }

    fn check(article: &Article, outlet: Option<&str>) {
        let meta = &article.meta;
        assert_eq!(meta.title.as_deref(), Some("Old ferry leaves the harbour"));
        assert_eq!(meta.byline.as_deref(), Some("Anna Ferro"));
        assert_eq!(
            meta.date.map(|date| date.to_string()).as_deref(),
            Some("2024-07-09")
        );
        assert_eq!(meta.outlet.as_deref(), outlet);
        let texts = article.body().len() + usize::from(meta.subtitle.is_some());
        assert_eq!(texts, 2, "{:?}", article.body());
    }

    #[test]
    fn the_file_is_well_formed() {
        toml::from_str::<HeaderFile>(FILE).unwrap();
    }

    #[test]
    fn yaml_front_matter_gives_values_without_labels_and_quotes() {
        let header = "---\ntitle: \"Old ferry leaves the harbour\"\nauthor: Anna Ferro\ndate: 2024-07-09\ntags:\n  - ferries\n---\n";
        check(&read(header, ""), None);
    }

    #[test]
    fn labels_above_the_text_are_not_part_of_the_values() {
        let header = "Title: Old ferry leaves the harbour\nAuthor: Anna Ferro\nDate: July 9, 2024\nSource: Lenne Post\n";
        check(&read(header, ""), Some("Lenne Post"));
    }

    #[test]
    fn codes_of_a_database_are_neither_values_nor_body() {
        let header = "HD Old ferry leaves the harbour\nBY By Anna Ferro\nWC 112 words\nPD 9 July 2024\nSN Lenne Post\n\n";
        let article = read(
            header,
            "CO lennemed : Lenne Media Ltd.\nNS gferry : Ferries\nAN Document LENNE0001",
        );
        check(&article, Some("Lenne Post"));
    }

    #[test]
    fn labels_in_capitals_below_the_text_are_chrome_and_the_day_of_loading_is_not_the_date() {
        let header = "1 of 1 DOCUMENTS\n\nLenne Post\n\nJuly 9, 2024 Tuesday\n\nOld ferry leaves the harbour\n\n\
            BYLINE: Anna Ferro\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 112 words\n\n";
        let footer = "LOAD-DATE: July 10, 2024\n\nLANGUAGE: ENGLISH\n\nCopyright 2024 Lenne Media Ltd.\nAll Rights Reserved";
        check(&read(header, footer), Some("Lenne Post"));
    }
}
