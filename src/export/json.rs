//! An article as one JSON object, the contract of `extract --format json`. Fields may be added, never renamed or dropped.

use crate::article::{Article, Evidence, Line, LineClass, Reason};
use serde_json::{Map, Value, json};

/// The article as a JSON object whose fields stand in a fixed order; what is unknown is `null`.
///
/// `path` is the article's file as it is to be named to the user. The numbers under `lines`, `meta` and `removed`
/// are those of the file's lines, counted from 1 with blank ones; together they name every line that is not blank once.
pub fn json(article: &Article, path: &str) -> Value {
    let meta = &article.meta;
    json!({
        "path": path,
        "part": article.part,
        "title": meta.title,
        "subtitle": meta.subtitle,
        "byline": meta.byline,
        "authors": meta.authors,
        "date": meta.date.map(|date| date.to_string()),
        "time": meta.time.map(|time| time.to_string()),
        "zone": meta.zone.map(|zone| zone.to_string()),
        "updated": meta.updated.map(|updated| updated.to_string()),
        "outlet": meta.outlet,
        "via": meta.via,
        "section": meta.section,
        "language": meta.language,
        "captions": article.captions(),
        "body": article.body(),
        "meta": meta_lines(article),
        "removed": removed_lines(article),
        "lines": line_numbers(article),
        "evidence": evidence(&meta.evidence),
        "warnings": article.warnings.iter().map(|warning| warning.code()).collect::<Vec<_>>(),
    })
}

fn meta_lines(article: &Article) -> Value {
    let title = title_line(article).map(|line| line.number);
    let entry = |line: &Line| {
        // `lines` has room for one line of a title; where a page breaks its headline, the others stand here.
        let fields = match line.class {
            LineClass::Title if Some(line.number) != title => vec!["title"],
            class if class.is_meta() => line.fields.names(),
            _ => return None,
        };
        Some(json!({ "line": line.number, "text": article.text_of(line), "fields": fields }))
    };
    article.lines.iter().filter_map(entry).collect()
}

fn removed_lines(article: &Article) -> Value {
    let entry = |line: &Line| {
        let reason = line.reason.unwrap_or(Reason::Insertion);
        json!({ "line": line.number, "text": article.text_of(line), "reason": reason.name() })
    };
    let removed = article
        .lines
        .iter()
        .filter(|line| line.class == LineClass::Chrome);
    removed.map(entry).collect()
}

fn title_line(article: &Article) -> Option<&Line> {
    article.lines.iter().find(|line| line.class == LineClass::Title)
}

fn line_numbers(article: &Article) -> Value {
    let subtitle = article
        .lines
        .iter()
        .filter(|line| line.class == LineClass::Subtitle);
    json!({
        "title": title_line(article).map(|line| line.number),
        "subtitle": subtitle.map(|line| line.number).collect::<Vec<_>>(),
        "captions": group_numbers(article, |class| class == LineClass::Caption),
        "body": group_numbers(article, LineClass::is_body),
    })
}

fn group_numbers(article: &Article, wanted: fn(LineClass) -> bool) -> Vec<Vec<u32>> {
    let numbers = |group: Vec<&Line>| group.iter().map(|line| line.number).collect();
    article.groups(wanted).into_iter().map(numbers).collect()
}

fn evidence(all: &[Evidence]) -> Value {
    let entry = |evidence: &Evidence| {
        // Two decimals say all there is; the nearest f64 of an f32 would show its seven wrong ones.
        let confidence = (f64::from(evidence.confidence) * 100.0).round() / 100.0;
        let value = json!({ "line": evidence.line, "rule": evidence.rule, "confidence": confidence });
        (evidence.field.name().to_owned(), value)
    };
    Value::Object(all.iter().map(entry).collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Author, Date, Field, Fields, Moment, Time, Warning, Zone};

    #[test]
    fn the_fields_are_those_of_the_contract_in_its_order() {
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
