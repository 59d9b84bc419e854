//! MHTML: a page with its pictures in the form of a message, as browsers save it. Its `Date` is the day of saving, so it
//! is not a date of the article.

use crate::extract::input::decoder::{Decoded, Format, Head, Nested, Origin, Reading, RecordProblem, Sink};
use crate::extract::input::mail::body;
use crate::extract::input::mail::headers::Headers;
use crate::extract::input::record::Record;
use mail_parser::{MessagePart, MimeHeaders};
use std::ops::ControlFlow;

/// Pages saved as MHTML.
pub static FORMAT: Format = Format {
    name: "mhtml",
    label: "web page, saved as MHTML",
    endings: &["mhtml", "mht"],
    sniff,
    reading: Reading::Whole(decode),
};

fn sniff(head: &Head<'_>) -> bool {
    let headers = Headers::of_beginning(head.bytes);
    let contains = |name: &str, text: &str| {
        let value = headers.raw(name).unwrap_or_default();
        value
            .windows(text.len())
            .any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
    };
    let is_page = contains("content-type", "multipart/related") || contains("content-type", "text/html");
    let is_saved = headers.has("snapshot-content-location")
        || contains("from", "saved by")
        || headers.has("x-maf-information");
    let was_sent = ["to", "received", "delivered-to"]
        .iter()
        .any(|name| headers.has(name));
    is_page && (is_saved || !was_sent && FORMAT.endings.contains(&head.ending))
}

fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let headers = Headers::read(bytes, origin.limits.columns);
    let parsed = body::parse(bytes, origin.limits);
    let root = parsed.as_ref().and_then(|message| {
        let is_html = |part: &&MessagePart<'_>| part.is_text_html();
        let named = message.content_type().and_then(|kind| kind.attribute("start"));
        let named = named.map(|id| id.trim_matches(['<', '>']));
        let is_named = |part: &&MessagePart<'_>| {
            part.content_id()
                .is_some_and(|id| Some(id.trim_matches(['<', '>'])) == named)
        };
        let mut parts = message.parts.iter().filter(is_html);
        message
            .parts
            .iter()
            .filter(is_html)
            .find(is_named)
            .or_else(|| parts.next())
    });
    let Some(part) = root else {
        return sink(Decoded::Problem(RecordProblem {
            place: "the page".to_owned(),
            message: "is missing in this MHTML file".to_owned(),
        }));
    };
    let location = part.content_location().map(str::to_owned);
    let is_address = |address: &String| address.contains("://") && !address.starts_with("cid:");
    let url = headers.text("snapshot-content-location").or(location);
    sink(Decoded::Nested(Box::new(Nested {
        bytes: body::part_bytes(bytes, part).into_owned(),
        name: None,
        media_type: Some("text/html".to_owned()),
        charset: body::stated_charset(part).map(str::to_owned),
        known: Record {
            url: url.filter(is_address),
            title: headers.text("subject"),
            ..Record::default()
        },
    })))
}
