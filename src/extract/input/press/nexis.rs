//! Records of `LexisNexis`, Nexis and Nexis Uni, from the lines of a text in any of their file forms.
//!
//! A record begins with its title, outlet and day (Nexis Uni), or with a counter, outlet, day and title (older forms). The
//! day is a line of its own, so a year in a headline is never taken for it. Neither the year of the copyright nor the day of
//! loading is the date.

use crate::extract::input::press::text::{self, Lines, Paragraph};
use crate::extract::input::press::{day, labels};
use crate::extract::input::record::{Content, Record};

/// The fields before the text.
const HEAD: [&str; 9] = [
    "length",
    "section",
    "byline",
    "dateline",
    "highlight",
    "headline",
    "series",
    "graphic",
    "body",
];

/// Returns whether a text has the marks of this database: a counter or an end of a document, and a field.
pub(super) fn has_marks(text: &str) -> bool {
    let is_mark = |line: &str| is_counter(line) || is_end(line);
    let is_field = |line: &str| {
        labels::field(labels::nexis(), &["length", "tail"], line).is_some() || is_word(line, "body")
    };
    text.lines().any(is_mark) && text.lines().any(is_field)
}

/// The records of a text, in order; `None` for one that cannot be read.
pub(super) fn records(text: &str, form: Lines) -> Vec<Option<Record>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut records = Vec::new();
    let (mut start, mut is_after_counter) = (0, false);
    for (at, line) in lines.iter().chain([&""]).enumerate() {
        let (is_counter, is_end) = (is_counter(line), is_end(line));
        if !is_counter && !is_end && at < lines.len() {
            continue;
        }
        let found = record(&lines[start.min(at)..at], form);
        // What is before the first counter is a cover page, and what is after the last end is nothing.
        let is_blank = lines[start.min(at)..at].iter().all(|line| line.trim().is_empty());
        if found.is_some() || (is_end || is_after_counter) && !is_blank {
            records.push(found);
        }
        (start, is_after_counter) = (at + 1, is_counter);
    }
    records
}

fn is_word(line: &str, kind: &str) -> bool {
    let line = line.trim();
    line.len() <= 40
        && labels::is(
            labels::nexis(),
            kind,
            line.trim_end_matches(':').to_lowercase().as_str(),
        )
}

fn is_end(line: &str) -> bool {
    is_word(line, "end")
}

/// Returns whether a line is `1 of 20 DOCUMENTS` or `Document 1 of 20`, in any language.
fn is_counter(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 60 || !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let is = |kind: &str, word: &str| labels::is(labels::nexis(), kind, &word.to_lowercase());
    let words: Vec<&str> = line.split_whitespace().collect();
    let [one, two, three, four] = words[..] else {
        return false;
    };
    let is_count = |first: &str, of: &str, last: &str, document: &str| {
        is_number(first) && is("counter_of", of) && is_number(last) && is("counter_document", document)
    };
    is_count(one, two, three, four) || is_count(two, three, four, one)
}

/// Returns whether a line is a day without a label.
fn is_day(line: &str) -> bool {
    let has_label = |(label, _): (String, &str)| !label.contains(|c: char| c.is_ascii_digit());
    day::is_line(line) && !labels::split(line).is_some_and(has_label)
}

fn is_copyright(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let words = labels::words(labels::nexis(), "copyright");
    words.iter().any(|word| line.starts_with(word.as_str()))
}

/// Reads one record; `None` for a cover page or the rest of a file.
fn record(lines: &[&str], form: Lines) -> Option<Record> {
    let head = HeadLines::find(lines)?;
    let mut record = Record {
        title: head.title,
        outlet: head.outlet,
        published: head.day,
        ..Record::default()
    };
    let paragraphs = text::paragraphs(&lines[head.end..], form);
    let body = take_head_fields(&paragraphs, &mut record);
    let rest = &paragraphs[body..];
    let end = text_end(rest);
    let text: Vec<String> = rest[..end]
        .iter()
        .map(|paragraph| paragraph.text.clone())
        .collect();
    take_tail_fields(&rest[end..], &mut record);
    if !text.is_empty() {
        record.content = Content::Paragraphs(text);
    }
    (record.title.is_some() || record.content != Content::None).then_some(record)
}

/// What the lines before the first field state.
#[derive(Default)]
struct HeadLines {
    title: Option<String>,
    outlet: Option<String>,
    day: Option<String>,
    /// The index of the line after them.
    end: usize,
}

impl HeadLines {
    fn find(lines: &[&str]) -> Option<Self> {
        let filled = |at: &usize| !lines[*at].trim().is_empty();
        let is_head =
            |line: &str| labels::field(labels::nexis(), &HEAD, line).is_some() || is_word(line, "body");
        let day = (1..lines.len()).find(|&at| {
            let is_followed = || {
                lines[at + 1..]
                    .iter()
                    .take(40)
                    .any(|line| is_head(line) || is_copyright(line))
            };
            let is_preceded = || {
                (0..at)
                    .rev()
                    .find(filled)
                    .is_some_and(|before| !is_head(lines[before]))
            };
            is_day(lines[at]) && is_preceded() && is_followed()
        });
        let Some(day) = day else {
            return Self::without_day(lines);
        };
        let outlet = (0..day).rev().find(filled)?;
        // The outlet and the day are one block with the title, or each is a block of its own and the title follows.
        let block = (0..outlet).rev().take_while(filled).last();
        let is_uni = lines
            .iter()
            .any(|line| line.trim().ends_with(char::is_alphabetic) && is_word(line, "body"));
        let before = block.map(|start| start..outlet).or_else(|| {
            let last = (0..outlet).rev().find(filled).filter(|_| is_uni)?;
            Some(last..last + 1)
        });
        let mut head = Self {
            outlet: Some(lines[outlet].trim().to_owned()),
            day: Some(lines[day].trim().to_owned()),
            end: day + 1,
            ..Self::default()
        };
        match before {
            Some(range) => head.title = Some(text::join(&lines[range])),
            None => head.take_title_after(lines),
        }
        Some(head)
    }

    /// Some records have no day that can be read: title, outlet, copyright.
    fn without_day(lines: &[&str]) -> Option<Self> {
        let copyright = lines.iter().position(|line| is_copyright(line))?;
        let filled: Vec<usize> = (0..copyright)
            .filter(|&at| !lines[at].trim().is_empty())
            .collect();
        let [.., title, outlet] = filled[..] else {
            return None;
        };
        let is_head =
            |line: &&str| labels::field(labels::nexis(), &HEAD, line).is_some() || is_word(line, "body");
        lines[copyright + 1..].iter().take(15).any(is_head).then(|| Self {
            title: Some(lines[title].trim().to_owned()),
            outlet: Some(lines[outlet].trim().to_owned()),
            day: None,
            end: copyright + 1,
        })
    }

    /// The title after the day: the first block that is not centred, as editions are, and not a field.
    fn take_title_after(&mut self, lines: &[&str]) {
        const CENTRED: usize = 8;
        let mut at = self.end;
        while let Some(line) = lines.get(at) {
            let indent = line.len() - line.trim_start().len();
            let is_field = labels::field(labels::nexis(), &HEAD, line).is_some() || is_word(line, "body");
            if is_field {
                return;
            }
            if line.trim().is_empty() || indent >= CENTRED || is_copyright(line) {
                at += 1;
                continue;
            }
            let end = (at..lines.len())
                .find(|&at| lines[at].trim().is_empty())
                .unwrap_or(lines.len());
            self.title = Some(text::join(&lines[at..end]));
            self.end = end;
            return;
        }
    }
}

/// Reads the fields before the text. Returns the index of the first paragraph of the text.
fn take_head_fields(paragraphs: &[Paragraph], record: &mut Record) -> usize {
    let mut body = 0;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if is_word(&paragraph.text, "body") {
            return at + 1;
        }
        if is_copyright(&paragraph.text) && body == at {
            body = at + 1;
            continue;
        }
        let Some((kind, value)) = labels::field(labels::nexis(), &HEAD, &paragraph.text) else {
            // Without a mark, the text begins after the last field.
            let has_mark = paragraphs[at..]
                .iter()
                .take(12)
                .any(|paragraph| is_word(&paragraph.text, "body"));
            if has_mark {
                continue;
            }
            break;
        };
        body = at + 1;
        let value = value.trim();
        if kind == "body" {
            break;
        }
        if value.is_empty() {
            continue;
        }
        match kind {
            "headline" => record.title = Some(value.to_owned()),
            "byline" => record.authors.push(value.to_owned()),
            "section" => record.section = section(value),
            "highlight" => record.subtitle = Some(value.to_owned()),
            "graphic" => record.captions.push(value.to_owned()),
            _ => {}
        }
    }
    body
}

/// The section without its page: `LOCAL; Pg. 7`.
fn section(value: &str) -> Option<String> {
    let section = value.split(';').next().unwrap_or_default().trim();
    Some(section.to_owned()).filter(|section| !section.is_empty())
}

/// The number of paragraphs before the fields that end a record.
fn text_end(paragraphs: &[Paragraph]) -> usize {
    let is = |kinds: &[&str], paragraph: &Paragraph| {
        labels::field(labels::nexis(), kinds, &paragraph.text).is_some()
    };
    let is_strong =
        |paragraph: &Paragraph| is(&["tail", "graphic"], paragraph) || is_word(&paragraph.text, "tail_lines");
    let end = paragraphs.iter().position(is_strong).unwrap_or(paragraphs.len());
    let is_weak = |paragraph: &&Paragraph| is(&["tail_weak"], paragraph) || is_copyright(&paragraph.text);
    end - paragraphs[..end].iter().rev().take_while(is_weak).count()
}

fn take_tail_fields(paragraphs: &[Paragraph], record: &mut Record) {
    const LANGUAGE: [&str; 5] = ["language", "sprache", "langue", "idioma", "lingua"];
    for paragraph in paragraphs {
        if let Some(("graphic", caption)) = labels::field(labels::nexis(), &["graphic"], &paragraph.text)
            && !caption.is_empty()
        {
            record.captions.push(caption.to_owned());
        }
        if let Some((label, value)) = labels::split(&paragraph.text)
            && LANGUAGE.contains(&label.as_str())
        {
            record.language = Some(value.split([';', ',']).next().unwrap_or(value).trim().to_owned());
        }
    }
}
