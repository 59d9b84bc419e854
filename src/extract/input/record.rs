//! Turns the fields of a record into an article. The text is taken as given: one paragraph a line, nothing removed. Not
//! how records are found in a file: see `library::load`.

use crate::article::date::Time;
use crate::article::line::{Line, LineClass};
use crate::article::meta::{Evidence, Field, Warning};
use crate::article::{Article, Date};
use crate::extract::input::source_lines;
use crate::text::safe;
use serde::Deserialize;

/// The fields of a record. A missing field is `None`; other fields are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Record {
    /// The id of the record in its file.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The day, as `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The time of day, as `HH:MM`.
    pub time: Option<String>,
    /// The publisher.
    pub outlet: Option<String>,
    /// The language, as an ISO 639-1 code.
    pub language: Option<String>,
    /// The paragraphs, one a line.
    pub body: Option<String>,
}

impl Record {
    /// The article of the record. Its source text is the title on a line of its own, then the body as given. A date or
    /// time in another form is unknown.
    pub fn article(self) -> Article {
        let mut article = Article {
            part: 1,
            id: self.id,
            ..Article::default()
        };
        let title = self
            .title
            .map(|title| safe::harmless_line(title.trim()).into_owned());
        let title = title.filter(|title| !title.is_empty());
        if let Some(title) = &title {
            article.source.push_str(title);
            article.source.push('\n');
        }
        let body_start = article.source.len();
        article
            .source
            .push_str(&safe::harmless(&self.body.unwrap_or_default()));
        article.lines = lines(&article.source, body_start);
        if !article.lines.iter().any(|line| line.class.is_body()) && title.is_none() {
            article.warnings.push(Warning::NoArticle);
        }
        let date = self.date.and_then(|date| date.parse::<Date>().ok());
        let time = self.time.as_deref().and_then(time_of).filter(|_| date.is_some());
        let language = self.language.map(|code| code.trim().to_lowercase());
        let stated = language.filter(|code| !code.is_empty());
        let outlet = self
            .outlet
            .map(|outlet| safe::harmless_line(outlet.trim()).into_owned());
        let meta = &mut article.meta;
        meta.title = title;
        meta.date = date;
        meta.time = time;
        meta.outlet = outlet.filter(|outlet| !outlet.is_empty());
        let known = [
            (Field::Title, meta.title.is_some()),
            (Field::Date, meta.date.is_some()),
            (Field::Time, meta.time.is_some()),
            (Field::Outlet, meta.outlet.is_some()),
            (Field::Language, stated.is_some()),
        ];
        let known = known.into_iter().filter(|(_, is_known)| *is_known);
        meta.evidence = known.map(|(field, _)| evidence(field)).collect();
        meta.language = stated;
        article
    }
}

/// The lines that are not blank: paragraphs from `body_start` on, the title before it.
fn lines(source: &str, body_start: usize) -> Vec<Line> {
    let lines = source_lines::lines_of(source);
    let line = |line: source_lines::SourceLine| Line {
        number: line.number,
        start: line.start,
        end: line.end,
        class: if (line.start as usize) < body_start {
            LineClass::Title
        } else {
            LineClass::Paragraph
        },
        confidence: Line::CORRECTED - 1,
        ..Line::default()
    };
    lines.into_iter().map(line).collect()
}

fn evidence(field: Field) -> Evidence {
    Evidence {
        field,
        line: None,
        rule: Evidence::RECORD,
        confidence: 1.0,
    }
}

fn time_of(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.get(..2)?.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_taken_as_given() {
        let record = Record {
            id: Some("h-7".to_owned()),
            title: Some("The ferry stops".to_owned()),
            date: Some("2024-05-06".to_owned()),
            time: Some("07:05".to_owned()),
            body: Some("Menu\nIt stops at noon.\n\nShare this article\n".to_owned()),
            ..Record::default()
        };
        let article = record.article();
        assert_eq!(
            article.body(),
            ["Menu", "It stops at noon.", "Share this article"]
        );
        assert_eq!(article.meta.title.as_deref(), Some("The ferry stops"));
        assert_eq!(
            article.meta.date.map(|date| date.to_string()).as_deref(),
            Some("2024-05-06")
        );
        assert_eq!(article.meta.time, Time::new(7, 5));
        assert_eq!(article.id.as_deref(), Some("h-7"));
        assert!(article.is_record());
        let numbers: Vec<u32> = article.lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 3, 5]);
    }

    #[test]
    fn a_record_with_a_headline_alone_is_an_article() {
        let record = Record {
            title: Some("The ferry stops".to_owned()),
            date: Some("yesterday".to_owned()),
            ..Record::default()
        };
        let article = record.article();
        assert!(article.warnings.is_empty());
        assert_eq!(article.meta.date, None);
        assert_eq!(Record::default().article().warnings, [Warning::NoArticle]);
    }
}
