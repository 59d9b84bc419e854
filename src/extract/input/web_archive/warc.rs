//! WARC files (ISO 28500), and WET files, which have the text of pages in the same form. Each record that is a page
//! becomes one article; requests, redirects, pictures and the crawler's own records become none.
//!
//! `WARC-Date` is the day of the crawl, so it is never the date of an article.

use crate::article::meta::Warning;
use crate::extract::input::decoder::{Cut, Decoded, Format, Origin, Reading, Sink};
use crate::extract::input::record::{Content, Record};
use crate::extract::input::web_archive::cut::{ArchiveCut, Form, HEAD_MAX, Head};
use crate::extract::input::web_archive::http;
use crate::extract::input::web_archive::page::Block;
use std::ops::ControlFlow;

/// WARC and WET files.
pub static FORMAT: Format = Format {
    name: "warc",
    label: "web archive (WARC, WET)",
    endings: &["warc", "wet"],
    sniff: |head| begins(head.bytes),
    reading: Reading::Stream { cut, decode },
};

static FORM: Form = Form {
    begins,
    find,
    is_block: true,
    signature: 24,
    head: |bytes| Fields::read(bytes).head(),
};

fn cut() -> Box<dyn Cut> {
    ArchiveCut::boxed(&FORM)
}

/// Returns whether bytes begin with `WARC/1.0` and a line after it that can be a field.
fn begins(bytes: &[u8]) -> bool {
    let Some(version) = bytes.strip_prefix(b"WARC/") else {
        return false;
    };
    let is_version = |byte: &&u8| byte.is_ascii_digit() || **byte == b'.';
    let length = version.iter().take_while(is_version).count();
    let rest = version[length..].trim_ascii_start();
    let ended = version[length..].iter().take(4).any(|&byte| byte == b'\n');
    (3..=5).contains(&length) && ended && rest.first().is_some_and(u8::is_ascii_alphabetic)
}

fn find(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"WARC/").find(|&at| begins(&bytes[at..]))
}

/// The fields of the head of a record.
#[derive(Debug, Default)]
struct Fields {
    kind: String,
    length: Option<u64>,
    url: Option<String>,
    content_type: Option<String>,
    is_truncated: bool,
}

impl Fields {
    fn read(head: &[u8]) -> Self {
        let mut fields = Self::default();
        let head = String::from_utf8_lossy(&head[..head.len().min(HEAD_MAX)]);
        for line in head.lines().skip(1) {
            if line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':') {
                fields.take(&name.trim().to_ascii_lowercase(), value.trim());
            }
        }
        fields
    }

    fn take(&mut self, name: &str, value: &str) {
        match name {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            "content-length" => self.length = value.parse().ok(),
            "content-type" => self.content_type = Some(value.to_owned()),
            // Some crawlers write the address in the angle brackets of the grammar.
            "warc-target-uri" => {
                let url = value.trim_start_matches('<').trim_end_matches('>');
                self.url = Some(url.to_owned()).filter(|url| !url.is_empty());
            }
            "warc-truncated" => self.is_truncated = true,
            _ => {}
        }
    }

    fn head(self) -> Head {
        let media = self.content_type.as_deref().map(http::media_type);
        let media = media.and_then(|(media, _)| media);
        let may_be_page = match self.kind.as_str() {
            "response" => true,
            // The crawler's own notes have addresses of their own kind.
            "resource" => media.as_deref().is_none_or(|media| media.contains("html")) && !self.is_note(),
            "conversion" => media.as_deref().is_none_or(|media| media == "text/plain"),
            _ => false,
        };
        Head {
            length: self.length,
            may_be_page,
            is_response: self.kind == "response",
            url: self.url,
        }
    }

    fn is_note(&self) -> bool {
        self.url.as_deref().is_some_and(|url| url.starts_with("urn:"))
    }
}

/// Decodes the bytes of one record.
fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (head, body) = split(bytes);
    let fields = Fields::read(head);
    let is_short = fields.length.is_some_and(|length| (body.len() as u64) < length);
    let is_cut = is_short || fields.is_truncated;
    if fields.kind == "conversion" {
        let warnings = if is_cut {
            vec![Warning::Truncated]
        } else {
            Vec::new()
        };
        return sink(Decoded::Record(Box::new(Record {
            url: fields.url,
            content: Content::TextPage(String::from_utf8_lossy(body).into_owned()),
            warnings,
            ..Record::default()
        })));
    }
    let block = Block {
        bytes: body,
        url: fields.url,
        content_type: fields.content_type.as_deref(),
        is_cut,
    };
    match block.page(origin.limits.record_bytes) {
        Some(page) => sink(page),
        None => ControlFlow::Continue(()),
    }
}

/// Splits the bytes of a record at the blank line after its head.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while let Some(end) = memchr::memchr(b'\n', &bytes[at..]) {
        let next = at + end + 1;
        if bytes[at..next].trim_ascii().is_empty() {
            return (&bytes[..at], &bytes[next..]);
        }
        at = next;
    }
    (bytes, &[])
}
