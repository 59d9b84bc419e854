//! ARC files, the form of web archives before WARC: a line with the address, the day of the crawl, the type and the
//! length, then an HTTP response.

use crate::extract::input::decoder::{Cut, Format, Origin, Reading, Sink};
use crate::extract::input::web_archive::cut::{ArchiveCut, Form, Head};
use crate::extract::input::web_archive::page::Block;
use std::ops::ControlFlow;

/// The longest line that begins a record.
const LINE_MAX: usize = 8 * 1024;

/// ARC files.
pub static FORMAT: Format = Format {
    name: "arc",
    label: "web archive (ARC)",
    endings: &["arc"],
    sniff: |head| head.starts_with(&[b"filedesc://"]),
    reading: Reading::Stream { cut, decode },
};

static FORM: Form = Form {
    begins,
    find,
    is_block: false,
    signature: LINE_MAX,
    head: |bytes| UrlRecord::read(bytes).map_or_else(Head::default, UrlRecord::head),
};

fn cut() -> Box<dyn Cut> {
    ArchiveCut::boxed(&FORM)
}

fn begins(bytes: &[u8]) -> bool {
    UrlRecord::read(bytes).is_some()
}

fn find(bytes: &[u8]) -> Option<usize> {
    let ends = memchr::memchr_iter(b'\n', bytes).map(|end| end + 1);
    std::iter::once(0).chain(ends).find(|&at| begins(&bytes[at..]))
}

/// The line that begins a record: `URL IP-address Archive-date Content-type Archive-length`, and in the second version
/// five more fields before the length.
struct UrlRecord<'a> {
    url: &'a str,
    media_type: &'a str,
    length: Option<u64>,
}

impl<'a> UrlRecord<'a> {
    /// Reads the line at the beginning of the bytes. The fields are counted from its end, because some addresses contain
    /// blanks.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(LINE_MAX)])?;
        let line = std::str::from_utf8(&bytes[..end]).ok()?.trim_end();
        let (scheme, _) = line.split_once(':')?;
        let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        if scheme.is_empty() || !scheme.bytes().all(is_scheme) {
            return None;
        }
        [(4, 2), (9, 7)].into_iter().find_map(|(count, date)| {
            let fields: Vec<&str> = line.rsplitn(count + 1, ' ').collect();
            // From the end: the length, …, the type, the date, the address of the server, the address of the page.
            let (&url, &server) = (fields.get(count)?, fields.get(count - 1)?);
            let is_date =
                |text: &str| (8..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            let is_server = server.contains(['.', ':']) || server == "-";
            (is_date(fields[date]) && is_server).then(|| Self {
                url: url.trim(),
                media_type: fields[date - 1],
                length: fields[0].parse().ok(),
            })
        })
    }

    fn head(self) -> Head {
        let is_own = self.url.starts_with("filedesc:") || self.url.starts_with("dns:");
        Head {
            length: self.length,
            url: Some(self.url.to_owned()),
            may_be_page: !is_own,
            is_response: true,
        }
    }
}

/// Decodes the bytes of one record.
fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let Some(head) = UrlRecord::read(bytes) else {
        return ControlFlow::Continue(());
    };
    let start = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
    let body = &bytes[start..];
    let block = Block {
        bytes: body,
        url: Some(head.url.to_owned()),
        content_type: Some(head.media_type),
        is_cut: head.length.is_some_and(|length| (body.len() as u64) < length),
    };
    match block.page(origin.limits.record_bytes) {
        Some(page) => sink(page),
        None => ControlFlow::Continue(()),
    }
}
