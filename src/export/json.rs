//! Writes an article as one JSON object, the contract of `extract --format json`. Fields may be added, never renamed or
//! removed.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::article::meta::{Author, Evidence};
use crate::article::reason::Reason;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::fmt;

/// The article as a JSON object on one line with its fields in a fixed order; an unknown value is `null`.
///
/// `path` is the name of the article's file to show to the user. The numbers under `lines`, `meta` and `removed` are
/// line numbers of the file, from 1 and counting blank lines; together they contain every line that is not blank once.
pub fn json<'a>(article: &'a Article, path: &'a str) -> ArticleJson<'a> {
    let meta = &article.meta;
    ArticleJson {
        path,
        part: article.part,
        title: meta.title.as_deref(),
        subtitle: meta.subtitle.as_deref(),
        byline: meta.byline.as_deref(),
        authors: &meta.authors,
        date: meta.date.map(|date| date.to_string()),
        time: meta.time.map(|time| time.to_string()),
        zone: meta.zone.map(|zone| zone.to_string()),
        updated: meta.updated.map(|updated| updated.to_string()),
        outlet: meta.outlet.as_deref(),
        via: meta.via.as_deref(),
        section: meta.section.as_deref(),
        language: meta.language.as_deref(),
        captions: article.captions(),
        body: article.body(),
        meta: meta_lines(article),
        removed: removed_lines(article),
        lines: line_numbers(article),
        evidence: &meta.evidence,
        warnings: article.warnings.iter().map(|warning| warning.code()).collect(),
    }
}

/// The JSON form of an article; its `Display` is one line. It borrows the text, since a page may have millions of
/// lines.
#[derive(Debug, Serialize)]
pub struct ArticleJson<'a> {
    path: &'a str,
    part: u32,
    title: Option<&'a str>,
    subtitle: Option<&'a str>,
    byline: Option<&'a str>,
    authors: &'a [Author],
    date: Option<String>,
    time: Option<String>,
    zone: Option<String>,
    updated: Option<String>,
    outlet: Option<&'a str>,
    via: Option<&'a str>,
    section: Option<&'a str>,
    language: Option<&'a str>,
    captions: Vec<String>,
    body: Vec<String>,
    meta: Vec<MetaLine<'a>>,
    removed: Vec<RemovedLine<'a>>,
    lines: LineNumbers,
    #[serde(serialize_with = "evidence")]
    evidence: &'a [Evidence],
    warnings: Vec<&'a str>,
}

impl fmt::Display for ArticleJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Serialising text, numbers and lists of them cannot fail.
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
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

#[derive(Debug, Serialize)]
struct LineNumbers {
    title: Option<u32>,
    subtitle: Vec<u32>,
    captions: Vec<Vec<u32>>,
    body: Vec<Vec<u32>>,
}

#[derive(Debug, Serialize)]
struct EvidenceEntry {
    line: Option<u32>,
    rule: &'static str,
    confidence: f64,
}

fn meta_lines<'a>(article: &'a Article) -> Vec<MetaLine<'a>> {
    let title = title_line(article).map(|line| line.number);
    let entry = |line: &'a Line| {
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
    article.lines.iter().filter_map(entry).collect()
}

fn removed_lines(article: &Article) -> Vec<RemovedLine<'_>> {
    let entry = |line: &Line| RemovedLine {
        line: line.number,
        text: article.text_of(line),
        reason: line.reason.unwrap_or(Reason::Insertion).name(),
    };
    let is_removed = |line: &&Line| line.class == LineClass::Chrome;
    article.lines.iter().filter(is_removed).map(entry).collect()
}

fn title_line(article: &Article) -> Option<&Line> {
    article.lines.iter().find(|line| line.class == LineClass::Title)
}

fn line_numbers(article: &Article) -> LineNumbers {
    let is_subtitle = |line: &&Line| line.class == LineClass::Subtitle;
    let subtitle = article.lines.iter().filter(is_subtitle);
    LineNumbers {
        title: title_line(article).map(|line| line.number),
        subtitle: subtitle.map(|line| line.number).collect(),
        captions: group_numbers(article, |class| class == LineClass::Caption),
        body: group_numbers(article, LineClass::is_body),
    }
}

fn group_numbers(article: &Article, wanted: fn(LineClass) -> bool) -> Vec<Vec<u32>> {
    let numbers = |group: Vec<&Line>| group.iter().map(|line| line.number).collect();
    article.groups(wanted).into_iter().map(numbers).collect()
}

fn evidence<S: Serializer>(all: &&[Evidence], to: S) -> Result<S::Ok, S::Error> {
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
            r#"{"path":"a/b.txt","part":1,"title":"A title","subtitle":null,"byline":"Ana Ferro","#,
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
