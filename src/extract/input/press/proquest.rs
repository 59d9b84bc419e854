//! `ProQuest` as text: a rule of underscores, the title, then paragraphs `Name: value`, of which one has the full text.

use crate::extract::input::press::labels;
use crate::extract::input::press::text::{self, Lines, Paragraph};
use crate::extract::input::record::{Content, Record};

/// The kinds of fields, those that a record has once before the others.
const FIELDS: [&str; 12] = [
    "full_text",
    "author",
    "publication",
    "date",
    "section",
    "id",
    "url",
    "language",
    "abstract",
    "title",
    "other",
    "none",
];
/// The shortest rule.
const RULE_MIN: usize = 20;

/// Returns whether a text has the marks of this database: a rule before anything else, and a field with the full text or
/// the number of the document.
pub(super) fn has_marks(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty());
    let is_field = |line: &str| labels::field(labels::proquest(), &["full_text", "id"], line).is_some();
    first.is_some_and(is_rule) && text.lines().any(is_field)
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= RULE_MIN && line.bytes().all(|byte| byte == b'_')
}

/// The records of a text, in order.
pub(super) fn records(text: &str) -> Vec<Option<Record>> {
    let lines: Vec<&str> = text.lines().collect();
    lines
        .split(|line| is_rule(line))
        .filter_map(record)
        .map(Some)
        .collect()
}

/// Reads one record; `None` for a list of documents or the end of the file, which have no fields of a document.
fn record(lines: &[&str]) -> Option<Record> {
    let paragraphs = text::paragraphs(lines, Lines::MayBeBroken);
    let has = |kind: &str| {
        paragraphs
            .iter()
            .any(|paragraph| field(paragraph).is_some_and(|(own, _)| own == kind))
    };
    if !has("id") && !has("full_text") && !has("publication") {
        return None;
    }
    let mut record = Record::default();
    let (mut body, mut summary) = (Vec::new(), None);
    let mut at = 0;
    while let Some(paragraph) = paragraphs.get(at) {
        at += 1;
        let Some((kind, value)) = field(paragraph) else {
            // Before the fields is the title, perhaps after a counter.
            if record.title.is_none() && body.is_empty() || at == 2 && is_counter(record.title.as_deref()) {
                record.title = Some(paragraph.text.clone());
            }
            continue;
        };
        if kind == "full_text" {
            let end = at + text_end(&paragraphs[at..]);
            body.extend(Some(value.to_owned()).filter(|value| !is_none(value)));
            body.extend(paragraphs[at..end].iter().map(|paragraph| paragraph.text.clone()));
            at = end;
        } else if !is_none(value) {
            take(&mut record, &mut summary, kind, value);
        }
    }
    if body.is_empty() {
        body.extend(summary);
    }
    if !body.is_empty() {
        record.content = Content::Paragraphs(body);
    }
    (record.title.is_some() || record.content != Content::None).then_some(record)
}

fn take(record: &mut Record, summary: &mut Option<String>, kind: &str, value: &str) {
    let slot = match kind {
        "author" => {
            // `Ellison, Mara; Raman, Priya`
            return record
                .authors
                .extend(value.split(';').map(|name| name.trim().to_owned()));
        }
        "abstract" => summary,
        "publication" => &mut record.outlet,
        "date" => &mut record.published,
        "section" => &mut record.section,
        "id" => &mut record.id,
        "url" => &mut record.url,
        "language" => &mut record.language,
        "title" => &mut record.title,
        _ => return,
    };
    slot.get_or_insert_with(|| value.trim_end_matches(';').trim().to_owned());
}

fn field(paragraph: &Paragraph) -> Option<(&'static str, &str)> {
    labels::field(labels::proquest(), &FIELDS, &paragraph.text)
}

fn is_none(value: &str) -> bool {
    value.is_empty() || labels::is(labels::proquest(), "none", &value.to_lowercase())
}

/// Returns whether a line is `Document 3 of 20`.
fn is_counter(line: Option<&str>) -> bool {
    line.is_some_and(|line| line.split_whitespace().count() <= 5 && line.chars().any(|c| c.is_ascii_digit()))
}

/// The number of paragraphs before the fields that follow the text. A paragraph of the text may begin like a field, so two
/// fields in a row are needed.
fn text_end(paragraphs: &[Paragraph]) -> usize {
    let is_end = |at: &usize| {
        let next = paragraphs.get(at + 1);
        field(&paragraphs[*at]).is_some() && next.is_none_or(|next| field(next).is_some())
    };
    (0..paragraphs.len()).find(is_end).unwrap_or(paragraphs.len())
}
