//! HTML: any page, whole or saved by a program, and the fragments that other formats hold.

pub(crate) mod build;
pub mod charset;
pub(crate) mod elements;
pub(crate) mod json_ld;
pub(crate) mod lines;
pub(crate) mod page;
pub(crate) mod regions;
pub(crate) mod scan;
pub(crate) mod tree;

pub use build::parse as tree_of;
pub use lines::plain_text;
pub use tree::{Element, NodeId, Step, Tree};

use crate::extract::input::decoder::{Decoded, Format, Head, Origin, Reading, Sink};
use crate::extract::input::record::{Content, Record};
use std::ops::ControlFlow;

/// Web pages.
pub static FORMAT: Format = Format {
    name: "html",
    label: "web page, saved by any program",
    endings: &["html", "htm", "xhtml", "shtml", "php", "asp", "aspx"],
    sniff: is_html,
    reading: Reading::Whole(decode),
};

/// Elements by which a page is recognised: one of them is its first, or several occur.
const FIRST: [&str; 7] = [
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<title",
    "<meta",
    "<script",
];
const OFTEN: [&str; 5] = ["<p>", "<div", "</a>", "<br", "</p>"];

fn is_html(head: &Head<'_>) -> bool {
    if memchr::memchr(b'<', head.bytes).is_none() {
        return false;
    }
    let text = decoded_head(head.bytes);
    let mut text = text.trim_start();
    // Comments and declarations may come first.
    while let Some(rest) = text
        .strip_prefix("<!--")
        .map(|rest| rest.split_once("-->"))
        .or_else(|| text.starts_with("<?").then(|| text.split_once('>')))
    {
        let Some((_, rest)) = rest else { break };
        text = rest.trim_start();
    }
    if FIRST.iter().any(|first| text.starts_with(first)) {
        return true;
    }
    let is_named = FORMAT.endings.contains(&head.ending) || head.media_type == Some("text/html");
    let marks = OFTEN.iter().filter(|mark| text.contains(*mark)).count();
    is_named && text.contains('<') && (marks >= 1 || text.contains("<h1"))
        || text.starts_with('<') && marks >= 2
}

/// The beginning as text in lower case; UTF-16 too.
fn decoded_head(bytes: &[u8]) -> String {
    let (text, _) = charset::decode(bytes, None);
    text.to_lowercase()
}

fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (text, warnings) = charset::decode(bytes, origin.charset);
    sink(Decoded::Record(Box::new(Record {
        url: origin.url.map(str::to_owned),
        content: Content::HtmlPage(text.into_owned()),
        warnings,
        ..Record::default()
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_recognised_by_their_first_element() {
        let is = |text: &str, ending: &str| is_html(&Head::new(text.as_bytes(), true, ending));
        assert!(is("<!-- saved --> <!DOCTYPE html>\n<html>", ""));
        assert!(is("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", ""));
        assert!(is("<h1>Ferry</h1><p>It stops.</p>", "html"));
        assert!(!is("<rss><channel>", "xml"));
        assert!(!is("The <b> tag", "txt"));
    }
}
