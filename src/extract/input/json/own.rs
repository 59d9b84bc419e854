//! newsprint's own JSON (`extract --format json`), read back as it was written: nothing is derived or left out.

use crate::extract::input::record::{Content, Record};
use serde_json::{Map, Value};

/// Members that only newsprint writes together.
const MARKS: [&str; 4] = ["removed", "lines", "evidence", "warnings"];

/// The record of an object that newsprint wrote; `None` for any other.
pub(crate) fn record(object: &Map<String, Value>) -> Option<Record> {
    if !MARKS.iter().all(|name| object.contains_key(*name)) {
        return None;
    }
    let text = |name: &str| object.get(name)?.as_str().map(str::to_owned);
    let texts = |name: &str| {
        let all = object.get(name).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(Value::as_str)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let authors = object
        .get("authors")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let authors = authors.filter_map(|author| author.get("name")?.as_str().map(str::to_owned));
    let body = texts("body");
    Some(Record {
        id: text("id"),
        url: text("url"),
        feed_title: text("feed_title"),
        title: text("title"),
        subtitle: text("subtitle"),
        authors: authors.collect(),
        published: text("date"),
        time: text("time"),
        zone: text("zone"),
        updated: text("updated"),
        outlet: text("outlet"),
        via: text("via"),
        section: text("section"),
        language: text("language"),
        captions: texts("captions"),
        content: if body.is_empty() {
            Content::None
        } else {
            Content::Paragraphs(body)
        },
        ..Record::default()
    })
}
