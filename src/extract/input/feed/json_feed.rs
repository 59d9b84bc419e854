//! JSON Feed 1.0 and 1.1.

use crate::extract::input::decoder::{Decoded, Format, Head, Origin, Reading, RecordProblem, Sink};
use crate::extract::input::html::charset;
use crate::extract::input::html::page::resolve;
use crate::extract::input::json_repair::parse;
use crate::extract::input::record::{Content, Record};
use serde_json::{Map, Value};
use std::ops::ControlFlow;

/// Feeds in JSON.
pub static FORMAT: Format = Format {
    name: "json-feed",
    label: "feed: JSON Feed",
    endings: &["json"],
    sniff: is_json_feed,
    reading: Reading::Whole(decode),
};

/// The version says what it is; without one, the names of members do that no other format has.
fn is_json_feed(head: &Head<'_>) -> bool {
    if !head.trimmed().starts_with(b"{") {
        return false;
    }
    let has = |name: &str| memchr::memmem::find(head.bytes, name.as_bytes()).is_some();
    let has_names = || NAMES.iter().any(|name| has(name));
    has("jsonfeed.org/version") || has("\"items\"") && has_names()
}

const NAMES: [&str; 4] = [
    "\"home_page_url\"",
    "\"feed_url\"",
    "\"content_html\"",
    "\"content_text\"",
];

type Object = Map<String, Value>;

fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (text, _) = charset::decode(bytes, origin.charset);
    let feed = match parse(&text) {
        Ok(Value::Object(feed)) => feed,
        Ok(_) => return ControlFlow::Continue(()),
        Err(error) => {
            let problem = RecordProblem {
                place: String::new(),
                message: format!("is not JSON: {error}"),
            };
            return sink(Decoded::Problem(problem));
        }
    };
    let items = feed.get("items").and_then(Value::as_array);
    for item in items.into_iter().flatten().filter_map(Value::as_object) {
        sink(Decoded::Record(Box::new(record(item, &feed))))?;
    }
    ControlFlow::Continue(())
}

fn record(item: &Object, feed: &Object) -> Record {
    let base = text(feed, "home_page_url").or_else(|| text(feed, "feed_url"));
    let url = text(item, "url").or_else(|| text(item, "external_url"));
    let id = text(item, "id");
    let by_id = || id.clone().filter(|id| id.starts_with("http"));
    let content = match (
        text(item, "content_html"),
        text(item, "content_text"),
        text(item, "summary"),
    ) {
        (Some(html), ..) => Content::Html(html),
        (None, Some(text), _) => Content::Text(text),
        (None, None, Some(summary)) => Content::Text(summary),
        _ => Content::None,
    };
    let is_summary_text = text(item, "content_html").is_none() && text(item, "content_text").is_none();
    let authors = authors(item);
    Record {
        url: url.or_else(by_id).map(|url| resolve(&url, base.as_deref())),
        id,
        title: text(item, "title"),
        subtitle: text(item, "summary").filter(|_| !is_summary_text),
        published: text(item, "date_published"),
        updated: text(item, "date_modified"),
        authors: if authors.is_empty() {
            self::authors(feed)
        } else {
            authors
        },
        language: text(item, "language").or_else(|| text(feed, "language")),
        section: item
            .get("tags")
            .and_then(|tags| tags.get(0)?.as_str())
            .map(str::to_owned),
        feed_title: text(feed, "title"),
        content,
        ..Record::default()
    }
}

/// The value of a field, if it is a text that is not blank or a number.
fn text(object: &Object, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn authors(object: &Object) -> Vec<String> {
    let list = object.get("authors").and_then(Value::as_array);
    let all = list.into_iter().flatten().chain(object.get("author"));
    all.filter_map(|author| text(author.as_object()?, "name"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::input::decoder::Limits;

    #[test]
    fn items_are_records() {
        let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"The Herald","home_page_url":"https://h.example/",
            "authors":[{"name":"Ana"}],"items":[{"id":7,"url":"/a","content_text":"a < b","date_published":"2024-05-06"},{"id":"x"}]}"#;
        let limits = Limits::default();
        let mut found = Vec::new();
        let _ = decode(feed.as_bytes(), &Origin::new(&limits), &mut |decoded| {
            if let Decoded::Record(record) = decoded {
                found.push(*record);
            }
            ControlFlow::Continue(())
        });
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].id.as_deref(), Some("7"));
        assert_eq!(found[0].url.as_deref(), Some("https://h.example/a"));
        assert_eq!(found[0].authors, ["Ana"]);
        assert_eq!(found[0].content, Content::Text("a < b".to_owned()));
    }
}
