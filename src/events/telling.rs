//! A telling: what one article says of an event, as paragraphs with their places. Not what they mean: see the other
//! files of this folder.

use crate::article::joint::join_lines;
use crate::article::line::{Line, LineClass};
use crate::article::{Article, Date, Time, Zone};

/// One article's account of an event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Telling {
    /// The headline.
    pub title: Option<String>,
    /// The standfirst and the body, in order.
    pub paragraphs: Vec<Paragraph>,
    /// The day of publication.
    pub date: Option<Date>,
    /// The time of publication.
    pub time: Option<Time>,
    /// The offset of the time from UTC.
    pub zone: Option<Zone>,
    /// The publisher.
    pub outlet: Option<String>,
    /// The agency or outlet that the text was taken from.
    pub via: Option<String>,
    /// The language, as an ISO 639-1 code.
    pub language: Option<String>,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ParagraphKind {
    /// The standfirst; it is not part of the body.
    Standfirst,
    /// A heading within the body.
    Heading,
    /// Any other paragraph of the body.
    #[default]
    Text,
}

/// A paragraph of a telling.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The text: the lines of the paragraph, joined with a blank.
    pub text: String,
    /// The numbers of its source lines, from 1.
    pub lines: Vec<u32>,
    /// What it is.
    pub kind: ParagraphKind,
    /// The code points before it in the body. The body of a page is its paragraphs, each followed by a line feed; that
    /// of a record is taken as given. 0 for the standfirst.
    pub start: usize,
}

impl Paragraph {
    /// Returns whether it is part of the body.
    pub fn is_body(&self) -> bool {
        self.kind != ParagraphKind::Standfirst
    }
}

impl Telling {
    /// What an article tells: its headline, standfirst and body, without captions and chrome.
    pub fn of(article: &Article) -> Self {
        let meta = &article.meta;
        Self {
            title: meta.headline().map(str::to_owned),
            paragraphs: paragraphs(article),
            date: meta.date,
            time: meta.time,
            zone: meta.zone,
            outlet: meta.outlet.clone(),
            via: meta.via.clone(),
            language: meta.language.clone(),
        }
    }

    /// The paragraphs of the body.
    pub fn body(&self) -> impl Iterator<Item = &Paragraph> {
        self.paragraphs.iter().filter(|paragraph| paragraph.is_body())
    }

    /// The code of the language; empty if it is unknown.
    pub fn language(&self) -> &str {
        self.language.as_deref().unwrap_or_default()
    }

    /// A telling in English with these paragraphs, for tests.
    #[cfg(test)]
    pub(crate) fn in_english(paragraphs: &[&str]) -> Self {
        let paragraph = |text: &&str| Paragraph {
            text: (*text).to_owned(),
            ..Paragraph::default()
        };
        Self {
            language: Some("en".to_owned()),
            paragraphs: paragraphs.iter().map(paragraph).collect(),
            ..Self::default()
        }
    }
}

fn paragraphs(article: &Article) -> Vec<Paragraph> {
    let record = article.is_given.then(|| RecordBody::of(article));
    let mut start = 0;
    let wanted = |class: LineClass| class.is_body() || class == LineClass::Subtitle;
    let mut paragraphs = Vec::new();
    for group in article.groups(wanted) {
        let lines: Vec<&Line> = group.lines().collect();
        let Some(first) = lines.first() else { continue };
        let text = join_lines(lines.iter().map(|line| article.text_of(line))).into_owned();
        let kind = match first.class {
            LineClass::Subtitle => ParagraphKind::Standfirst,
            LineClass::Heading => ParagraphKind::Heading,
            _ => ParagraphKind::Text,
        };
        let is_body = kind != ParagraphKind::Standfirst;
        let length = text.chars().count() + 1;
        paragraphs.push(Paragraph {
            text,
            lines: lines.iter().map(|line| line.number).collect(),
            kind,
            start: match &record {
                Some(record) => record.start_of(first),
                None if is_body => start,
                None => 0,
            },
        });
        if is_body {
            start += length;
        }
    }
    paragraphs
}

/// The body of a record: its source text after the title.
struct RecordBody<'a> {
    source: &'a str,
    from: usize,
}

impl<'a> RecordBody<'a> {
    fn of(article: &'a Article) -> Self {
        let title = article.lines.iter().find(|line| line.class == LineClass::Title);
        Self {
            source: &article.source,
            from: title.map_or(0, |line| line.end as usize + 1),
        }
    }

    /// The code points before a line.
    fn start_of(&self, line: &Line) -> usize {
        let before = self.source.get(self.from..line.start as usize);
        before.map_or(0, |before| before.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Content, Hints, OutletDirectory, Record, extract_record};

    #[test]
    fn the_body_of_a_record_is_taken_as_given() {
        let record = Record {
            title: Some("Füße".to_owned()),
            content: Content::Text("Die Fähre\n\n ruht.\n".to_owned()),
            ..Record::default()
        };
        let outlets = OutletDirectory::builtin();
        let telling = Telling::of(&extract_record(record, &Hints::new(&outlets)));
        let places: Vec<_> = telling
            .body()
            .map(|paragraph| (paragraph.text.as_str(), paragraph.start, paragraph.lines[0]))
            .collect();
        assert_eq!(places, [("Die Fähre", 0, 2), ("ruht.", 12, 4)]);
    }
}
