//! Tests of JSON: where articles are, what their fields may be, and how lines are cut.

use crate::extract::input::decoder::{CutRecord, Limits};
use crate::extract::input::decoder::{Decoded, Origin, Reading};
use crate::extract::input::json::document::decode;
use crate::extract::input::json::lines;
use crate::extract::input::record::{Content, Record};
use std::ops::ControlFlow;

fn read(text: &str) -> Vec<Record> {
    let limits = Limits::default();
    let mut found = Vec::new();
    let _ = decode(text.as_bytes(), &Origin::new(&limits), &mut |decoded| {
        if let Decoded::Record(record) = decoded {
            found.push(*record);
        }
        ControlFlow::Continue(())
    });
    found
}

#[test]
fn articles_are_found_in_objects_lists_and_envelopes() {
    let article = r#"{"title":"The ferry stops","source":{"id":null,"name":"The Herald"},"text":"At noon."}"#;
    for text in [
        article.to_owned(),
        format!("[{article}]"),
        format!(r#"{{"status":"ok","articles":[{article}]}}"#),
        format!(r#"{{"response":{{"docs":[{article}]}}}}"#),
        format!(r#"{{"hits":{{"hits":[{{"_index":"news","_source":{article}}}]}}}}"#),
    ] {
        let found = read(&text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].outlet.as_deref(), Some("The Herald"));
        assert_eq!(found[0].content, Content::Text("At noon.".to_owned()));
    }
}

#[test]
fn a_body_may_be_sections_and_authors_objects() {
    let text = r#"{"title":"A","authors":[{"name":"Ana"},"Jon"],"body":{"summary":["One."],"sections":[{"headline":["H"],"paragraphs":["Two."]}]}}"#;
    let record = read(text).remove(0);
    assert_eq!(record.authors, ["Ana", "Jon"]);
    assert_eq!(
        record.content,
        Content::Paragraphs(vec!["One.".into(), "H".into(), "Two.".into()])
    );
}

#[test]
fn settings_and_indexes_are_not_articles() {
    assert!(read(r#"{"name":"newsprint","version":"1.0","scripts":{"test":"x"}}"#).is_empty());
    assert!(read(r#"[{"a":1},{"b":2}]"#).is_empty());
}

#[test]
fn deep_values_end_with_a_message() {
    let text = "[".repeat(10_000) + &"]".repeat(10_000);
    assert!(read(&text).is_empty());
}

#[test]
fn lines_are_cut_and_numbered() {
    let mut bytes = &b"{\"a\":1}\n\n{\"b\":2}"[..];
    let limits = Limits::default();
    let Reading::Stream { cut, .. } = lines::FORMAT.reading else {
        panic!()
    };
    let mut cutter = cut();
    let mut record = Vec::new();
    let mut found = Vec::new();
    while cutter.next(&mut bytes, &limits, &mut record).unwrap() == CutRecord::Found {
        found.push((
            cutter.place().unwrap(),
            String::from_utf8(record.clone()).unwrap(),
        ));
    }
    assert_eq!(
        found,
        [
            ("line 1".into(), "{\"a\":1}\n".into()),
            ("line 3".into(), "{\"b\":2}".into())
        ]
    );
}
