//! Messages as articles: letters, newsletters, forwarded newsletters, and the articles of feeds that mail programs store
//! as messages.
//!
//! The time of sending is the date of a newsletter and of an article from a feed. `Received` is the day of fetching.

use crate::article::meta::Warning;
use crate::extract::input::decoder::{Decoded, Format, Head, Nested, Origin, Reading, RecordProblem, Sink};
use crate::extract::input::html::lines::{Style, lines};
use crate::extract::input::html::{Tree, tree_of};
use crate::extract::input::mail::body::{self, Body};
use crate::extract::input::mail::encoded_word;
use crate::extract::input::mail::forwarded::{self, Forwarded};
use crate::extract::input::mail::headers::{Headers, Sender};
use crate::extract::input::mail::phrases::Phrases;
use crate::extract::input::mail::wrapped;
use crate::extract::input::record::{Content, Record};
use std::ops::ControlFlow;

/// Messages in files of their own.
pub static FORMAT: Format = Format {
    name: "mail",
    label: "mail message (EML, Maildir)",
    endings: &["eml"],
    sniff,
    reading: Reading::Whole(decode),
};

/// The host that Thunderbird appends to the id of an article from a feed.
const FEED_HOST: &str = "@localhost.localdomain";

fn sniff(head: &Head<'_>) -> bool {
    let bytes = without_envelope(head.bytes);
    let headers = Headers::of_beginning(bytes);
    headers.are_of_message() || !headers.is_empty() && head.ending == "eml"
}

/// Decodes a message, with or without a line of an mbox before it.
pub(super) fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let bytes = without_envelope(bytes);
    let headers = Headers::read(bytes, origin.limits.columns);
    let place = headers.id("message-id").or_else(|| headers.text("subject"));
    let problem = |message: &str| {
        Decoded::Problem(RecordProblem {
            place: place.clone().unwrap_or_else(|| "a message".to_owned()),
            message: message.to_owned(),
        })
    };
    let mut record = Record {
        id: headers.id("message-id").map(|id| own_id(&id)),
        url: address(&headers),
        title: headers.text("subject"),
        published: headers.date(),
        language: headers
            .text("content-language")
            .filter(|language| language.len() <= 5),
        ..Record::default()
    };
    let Some(body) = body::read(bytes, origin.limits) else {
        sink(problem("nests messages too deep; its text is not read"))?;
        record.warnings.push(Warning::Truncated);
        return sink(Decoded::Record(Box::new(record)));
    };
    if has_only_messages(&record, &body) {
        return nested(body.messages, sink);
    }
    if let Some(forwarded) = forwarded_in(&record, &body) {
        return sink(Decoded::Record(Box::new(opened(record, forwarded))));
    }
    fill(&mut record, &headers, body);
    if record.title.is_none() && record.content == Content::None {
        return sink(problem("has neither a subject nor text"));
    }
    sink(Decoded::Record(Box::new(record)))
}

/// The bytes after the line that begins a message in an mbox.
pub(super) fn without_envelope(bytes: &[u8]) -> &[u8] {
    if !(bytes.starts_with(b"From ") || bytes.starts_with(b">From ")) {
        return bytes;
    }
    let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
    &bytes[end..]
}

fn own_id(id: &str) -> String {
    id.strip_suffix(FEED_HOST).unwrap_or(id).to_owned()
}

/// The address of the article: in the fields of programs that turn feeds into messages, and of lists.
fn address(headers: &Headers) -> Option<String> {
    let fields = ["content-base", "x-rss-url", "content-location", "archived-at"];
    let address = fields.into_iter().find_map(|name| headers.id(name));
    address.filter(|address| address.contains("://"))
}

/// Returns whether a message only carries others: a digest, or one that was forwarded as an attachment.
fn has_only_messages(record: &Record, body: &Body) -> bool {
    let is_blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let is_forwarded = record
        .title
        .as_deref()
        .is_some_and(|title| forwarded::without_prefix(title).is_some());
    !body.messages.is_empty() && (is_forwarded || is_blank(&body.text) && is_blank(&body.html))
}

fn nested(messages: Vec<Vec<u8>>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    messages.into_iter().try_for_each(|bytes| {
        sink(Decoded::Nested(Box::new(Nested {
            bytes,
            media_type: Some("message/rfc822".to_owned()),
            ..Nested::default()
        })))
    })
}

/// The message that was forwarded in the text of this one.
fn forwarded_in(record: &Record, body: &Body) -> Option<Forwarded> {
    forwarded::without_prefix(record.title.as_deref()?)?;
    let text = body.text.as_deref().filter(|text| !text.trim().is_empty());
    let of_html = |html: &String| lines(&tree_of(html), Tree::ROOT, Style::Page).text;
    match text {
        Some(text) => forwarded::open(text),
        None => forwarded::open(&body.html.as_ref().map(of_html)?),
    }
}

/// The record of a forwarded message. Its id and language stay those of the message around it.
fn opened(outer: Record, forwarded: Forwarded) -> Record {
    let mut record = Record {
        id: outer.id,
        title: forwarded.subject,
        published: forwarded.date,
        content: Content::TextPage(wrapped::paragraphs(&forwarded.text, wrapped::Breaks::Unknown)),
        ..Record::default()
    };
    let from = forwarded.from.unwrap_or_default();
    let name = encoded_word::decode(from.split('<').next().unwrap_or_default().as_bytes());
    name_sender(&mut record, name.trim_matches(['"', ' ', '*']), true);
    record
}

/// Fills the text and the sender.
fn fill(record: &mut Record, headers: &Headers, body: Body) {
    let is_from_feed = headers.has("content-base") || headers.has("x-rss-url") || headers.has("x-rss-feed");
    let all = [&body.text, &body.html];
    let has_words = || {
        all.into_iter()
            .flatten()
            .any(|text| Phrases::builtin().is_newsletter(text))
    };
    let lists = ["list-id", "list-unsubscribe", "list-post", "feedback-id"];
    let is_newsletter = !is_from_feed && (lists.iter().any(|name| headers.has(name)) || has_words());
    let text = body.text.filter(|text| !text.trim().is_empty());
    let paragraphs = |text: &str| wrapped::paragraphs(text, body.breaks);
    record.content = match (text, body.html) {
        (_, Some(html)) if is_from_feed => Content::Html(html),
        (Some(text), html) if !is_newsletter || html.is_none() => {
            let text = paragraphs(&text);
            if is_newsletter {
                Content::TextPage(text)
            } else {
                Content::Text(text)
            }
        }
        (_, Some(html)) => Content::HtmlPage(html),
        (_, None) => Content::None,
    };
    let Some(Sender { name }) = headers.sender("from").or_else(|| headers.sender("sender")) else {
        return;
    };
    name_sender(record, &name, is_newsletter);
    if is_newsletter {
        record.feed_title = headers.list_name().or_else(|| record.outlet.clone());
    }
}

/// The sender of a newsletter is its outlet, with the author before a joint: `Ilka Fenn from The Quay Courier`. Other
/// messages are by their senders. An address without a name is neither.
fn name_sender(record: &mut Record, name: &str, is_newsletter: bool) {
    if name.is_empty() || name.contains('@') && !name.contains(' ') {
        return;
    }
    if !is_newsletter {
        record.authors.push(name.to_owned());
        return;
    }
    let joints = &Phrases::builtin().sender_joints;
    match joints.iter().find_map(|joint| name.split_once(joint.as_str())) {
        Some((author, outlet)) if author.contains(' ') => {
            record.authors.push(author.trim().to_owned());
            record.outlet = Some(outlet.trim().to_owned());
        }
        _ => record.outlet = Some(name.to_owned()),
    }
}
