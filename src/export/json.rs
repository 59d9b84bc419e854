//! Writes an article as one JSON object, the contract of `extract --format json`. Fields may be added, never renamed or
//! removed.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::article::meta::Evidence;
use crate::article::reason::Reason;
use crate::export::escaped::json_text;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::fmt;

/// The article as a JSON object on one line with its fields in a fixed order; an unknown value is `null`.
///
/// `path` is the name of the article's file to show to the user. The numbers under `lines`, `meta` and `removed` are
/// line numbers of the file, from 1 and counting blank lines; together they contain every line that is not blank once.
pub fn json<'a>(article: &'a Article, path: &'a str) -> ArticleJson<'a> {
    ArticleJson { article, path }
}

/// The JSON form of an article; its `Display` is one line. Each part is read from the article while it is written, since a
/// page may have millions of lines.
#[derive(Debug, Clone, Copy)]
pub struct ArticleJson<'a> {
    article: &'a Article,
    path: &'a str,
}

impl Serialize for ArticleJson<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { article, path } = self;
        let meta = &article.meta;
        let mut object = to.serialize_map(None)?;
        object.serialize_entry("path", path)?;
        object.serialize_entry("part", &article.part)?;
        object.serialize_entry("url", &article.url)?;
        object.serialize_entry("id", &article.id)?;
        object.serialize_entry("feed_title", &article.feed_title)?;
        object.serialize_entry("kind", article.kind.name())?;
        object.serialize_entry("title", &meta.title)?;
        object.serialize_entry("subtitle", &meta.subtitle)?;
        object.serialize_entry("byline", &meta.byline)?;
        object.serialize_entry("authors", &meta.authors)?;
        object.serialize_entry("date", &meta.date.map(|date| date.to_string()))?;
        object.serialize_entry("time", &meta.time.map(|time| time.to_string()))?;
        object.serialize_entry("zone", &meta.zone.map(|zone| zone.to_string()))?;
        object.serialize_entry("updated", &meta.updated.map(|updated| updated.to_string()))?;
        object.serialize_entry("outlet", &meta.outlet)?;
        object.serialize_entry("via", &meta.via)?;
        object.serialize_entry("section", &meta.section)?;
        object.serialize_entry("language", &meta.language)?;
        object.serialize_entry("captions", &Sequence(|| article.texts(is_caption)))?;
        object.serialize_entry("body", &Sequence(|| article.texts(LineClass::is_body)))?;
        object.serialize_entry("meta", &Sequence(|| meta_lines(article)))?;
        object.serialize_entry("removed", &Sequence(|| removed_lines(article)))?;
        object.serialize_entry("lines", &LineNumbers(article))?;
        object.serialize_entry("evidence", &EvidenceByField(&meta.evidence))?;
        let warnings = || article.warnings.iter().map(|warning| warning.code());
        object.serialize_entry("warnings", &Sequence(warnings))?;
        object.end()
    }
}

impl fmt::Display for ArticleJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&json_text(self))
    }
}

/// A list whose items are computed while it is written.
struct Sequence<F>(F);

impl<F: Fn() -> I, I: IntoIterator<Item: Serialize>> Serialize for Sequence<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq((self.0)())
    }
}

fn is_caption(class: LineClass) -> bool {
    class == LineClass::Caption
}

#[derive(Debug, Serialize)]
struct MetaLine<'a> {
    line: u32,
    text: &'a str,
    fields: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct RemovedLine<'a> {
    line: u32,
    text: &'a str,
    reason: &'static str,
}

/// The numbers of the lines of each part of an article.
struct LineNumbers<'a>(&'a Article);

#[derive(Debug, Serialize)]
struct EvidenceEntry {
    line: Option<u32>,
    rule: &'static str,
    confidence: f64,
}

fn meta_lines<'a>(article: &'a Article) -> impl Iterator<Item = MetaLine<'a>> {
    let title = title_line(article).map(|line| line.number);
    let entry = move |line: &'a Line| {
        let Line {
            number,
            class,
            fields,
            ..
        } = *line;
        // `lines` has one line for the title; the other lines of a broken headline are listed here.
        let fields = match class {
            LineClass::Title if Some(number) != title => vec!["title"],
            class if class.is_meta() => fields.names(),
            _ => return None,
        };
        let text = article.text_of(line);
        Some(MetaLine {
            line: number,
            text,
            fields,
        })
    };
    article.lines.iter().filter_map(entry)
}

fn removed_lines(article: &Article) -> impl Iterator<Item = RemovedLine<'_>> {
    let removed = article
        .lines
        .iter()
        .filter(|line| line.class == LineClass::Chrome);
    removed.map(|line| RemovedLine {
        line: line.number,
        text: article.text_of(line),
        reason: line.reason.unwrap_or(Reason::Insertion).name(),
    })
}

fn title_line(article: &Article) -> Option<&Line> {
    article.lines.iter().find(|line| line.class == LineClass::Title)
}

impl Serialize for LineNumbers<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let article = self.0;
        let subtitle = || {
            let lines = article
                .lines
                .iter()
                .filter(|line| line.class == LineClass::Subtitle);
            lines.map(|line| line.number)
        };
        let mut object = to.serialize_map(None)?;
        object.serialize_entry("title", &title_line(article).map(|line| line.number))?;
        object.serialize_entry("subtitle", &Sequence(subtitle))?;
        object.serialize_entry("captions", &Sequence(|| group_numbers(article, is_caption)))?;
        object.serialize_entry("body", &Sequence(|| group_numbers(article, LineClass::is_body)))?;
        object.end()
    }
}

fn group_numbers(article: &Article, wanted: fn(LineClass) -> bool) -> impl Iterator<Item = impl Serialize> {
    article
        .groups(wanted)
        .map(|group| Sequence(move || group.lines().map(|line| line.number)))
}

/// The evidence of each field once, with the last value found.
struct EvidenceByField<'a>(&'a [Evidence]);

impl Serialize for EvidenceByField<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        evidence(self.0, to)
    }
}

fn evidence<S: Serializer>(all: &[Evidence], to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    for (at, first) in all.iter().enumerate() {
        let of_field = |evidence: &&Evidence| evidence.field == first.field;
        // A key is written once, with the last value found.
        if all[..at].iter().any(|earlier| of_field(&earlier)) {
            continue;
        }
        let evidence = all.iter().rev().find(of_field).unwrap_or(first);
        let entry = EvidenceEntry {
            line: evidence.line,
            rule: evidence.rule,
            // Two decimals are all there is; the nearest f64 of an f32 would show seven wrong ones.
            confidence: (f64::from(evidence.confidence) * 100.0).round() / 100.0,
        };
        map.serialize_entry(evidence.field.name(), &entry)?;
    }
    map.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::date::{Date, Moment, Time, Zone};
    use crate::article::line::Fields;
    use crate::article::meta::{Author, Field, Warning};

    #[test]
    fn the_fields_and_their_order_match_the_contract() {
        let line = |number, start, end, class, continues, reason, fields| Line {
            number,
            start,
            end,
            class,
            reason,
            fields,
            continues,
            confidence: 90,
            ..Line::default()
        };
        let none = Fields::NONE;
        let mut article = Article {
            source: "Menu\nA title\n\n3 May 2024\nOne\nand two.\nA picture".to_owned(),
            lines: vec![
                line(1, 0, 4, LineClass::Chrome, false, Some(Reason::Navigation), none),
                line(2, 5, 12, LineClass::Title, false, None, none),
                line(4, 14, 24, LineClass::DateLine, false, None, Fields::DATE),
                line(5, 25, 28, LineClass::Paragraph, false, None, none),
                line(6, 29, 37, LineClass::Paragraph, true, None, none),
                line(7, 38, 47, LineClass::Caption, false, None, none),
            ],
            part: 1,
            warnings: vec![Warning::ControlsRemoved],
            ..Article::default()
        };
        article.meta.title = Some("A title".to_owned());
        article.meta.date = Date::new(2024, 5, 3);
        article.meta.time = Time::new(9, 5);
        article.meta.zone = Zone::new(120);
        article.meta.updated = Date::new(2024, 5, 4).map(|date| Moment {
            date,
            time: Time::new(10, 0),
        });
        article.meta.byline = Some("Ana Ferro".to_owned());
        article.meta.authors = vec![Author {
            name: "Ana Ferro".to_owned(),
            role: Some("harbour reporter".to_owned()),
        }];
        article.meta.evidence = vec![Evidence {
            field: Field::Date,
            line: Some(4),
            rule: "date-line",
            confidence: 0.9,
        }];
        let expected = concat!(
            r#"{"path":"a/b.txt","part":1,"url":null,"id":null,"feed_title":null,"kind":"prose","title":"A title","subtitle":null,"byline":"Ana Ferro","#,
            r#""authors":[{"name":"Ana Ferro","role":"harbour reporter"}],"date":"2024-05-03","#,
            r#""time":"09:05","zone":"+02:00","updated":"2024-05-04T10:00","outlet":null,"via":null,"section":null,"language":null,"captions":["A picture"],"#,
            r#""body":["One and two."],"meta":[{"line":4,"text":"3 May 2024","fields":["date"]}],"#,
            r#""removed":[{"line":1,"text":"Menu","reason":"navigation"}],"#,
            r#""lines":{"title":2,"subtitle":[],"captions":[[7]],"body":[[5,6]]},"#,
            r#""evidence":{"date":{"line":4,"rule":"date-line","confidence":0.9}},"#,
            r#""warnings":["controls-removed"]}"#,
        );
        assert_eq!(json(&article, "a/b.txt").to_string(), expected);
    }
}
