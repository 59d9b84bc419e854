//! What a page says about its article: date, byline, outlet, agency, section, language. Not what its lines are:
//! the classes of lines are decided before, and only lines that gave metadata change their class here.

mod calendar;
mod clock;
mod knowledge;
mod stamp;
mod token;

pub use knowledge::{Knowledge, KnowledgeError, OwnChrome};

use super::Hints;
use crate::article::{Article, Date, Evidence, Field, Fields, LineClass};

/// The longest line, in bytes, that can give metadata by its shape alone.
const MAX_META_BYTES: usize = 240;

/// Which metadata a line seems to give, seen by itself: by shape and words, not by place.
///
/// Cheap enough to be asked about every line of a page: long lines are not looked into.
pub fn detect(line: &str) -> Fields {
    let line = line.trim();
    if line.is_empty() || line.len() > MAX_META_BYTES {
        return Fields::NONE;
    }
    let mut fields = Fields::NONE;
    if iso_date(line).is_some() {
        fields = fields.with(Fields::DATE);
    }
    if line
        .strip_prefix("By ")
        .is_some_and(|rest| rest.starts_with(char::is_uppercase))
    {
        fields = fields.with(Fields::BYLINE);
    }
    fields
}

/// Finds the metadata of an article whose lines have their classes, and marks the lines that gave it.
///
/// Lines of title, subtitle, body and captions stay as they are; chrome lines that gave a value become
/// byline, date, section or credit lines.
pub fn collect(article: &mut Article, _hints: &Hints<'_>) {
    for at in 0..article.lines.len() {
        let line = article.lines[at];
        if line.class != LineClass::Chrome {
            continue;
        }
        let Some(date) = iso_date(article.text_of(&line)) else {
            continue;
        };
        article.meta.date = Some(date);
        article.meta.evidence.push(Evidence {
            field: Field::Date,
            line: Some(line.number),
            rule: "date-line",
            confidence: 0.5,
        });
        let line = &mut article.lines[at];
        line.class = LineClass::DateLine;
        line.reason = None;
        line.fields = line.fields.with(Fields::DATE);
        return;
    }
}

fn iso_date(line: &str) -> Option<Date> {
    let start = line.find(|c: char| c.is_ascii_digit())?;
    line.get(start..start + 10)?.parse().ok()
}
