//! One JSON document: an object, a list, or an object around a list.

use crate::extract::input::decoder::{Decoded, Format, Head, Origin, Reading, RecordProblem, Sink};
use crate::extract::input::html::charset;
use crate::extract::input::json::own;
use crate::extract::input::json::values::{gathered, records};
use crate::extract::input::json_repair;
use serde_json::Value;
use std::ops::ControlFlow;

/// One JSON document.
pub static FORMAT: Format = Format {
    name: "json",
    label: "JSON of scrapers and news services",
    endings: &["json"],
    sniff: is_json,
    reading: Reading::Whole(decode),
};

pub(crate) fn is_json(head: &Head<'_>) -> bool {
    let bytes = head.trimmed();
    let rest = bytes.get(1..).unwrap_or_default().trim_ascii_start();
    // An object begins with a name, a list with an object.
    bytes.starts_with(b"{") && rest.starts_with(b"\"") || bytes.starts_with(b"[") && rest.starts_with(b"{")
}

pub(crate) fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (text, _) = charset::decode(bytes, origin.charset);
    let value = match json_repair::parse(&text) {
        Ok(value) => value,
        Err(error) => {
            let problem = RecordProblem {
                place: String::new(),
                message: format!("is not JSON: {error}"),
            };
            return sink(Decoded::Problem(problem));
        }
    };
    drop(text);
    emit(&value, origin, sink)
}

/// Passes on the records in a value.
pub(crate) fn emit(value: &Value, origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    for object in records(value, origin.columns) {
        let own = own::record(object);
        let record = own.unwrap_or_else(|| gathered(object, origin.columns).record());
        sink(Decoded::Record(Box::new(record)))?;
    }
    ControlFlow::Continue(())
}
