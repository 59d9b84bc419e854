//! Mailboxes: messages one after another, each after a line `From …` (RFC 4155). Mail programs store folders like this,
//! and Thunderbird also the articles of feeds.

use crate::extract::input::decoder::{
    Cut, CutRecord, Format, Head, Limits, Origin, Reading, RecordProblem, Sink,
};
use crate::extract::input::lookahead::{Ahead, Lookahead};
use crate::extract::input::mail::headers::Headers;
use crate::extract::input::mail::message;
use std::borrow::Cow;
use std::io::{self, BufRead};
use std::ops::ControlFlow;

/// Mailboxes.
pub static FORMAT: Format = Format {
    name: "mbox",
    label: "mailbox (mbox, Thunderbird folder)",
    endings: &["mbox", "mbx"],
    sniff: |head: &Head<'_>| begins_message(head.bytes),
    reading: Reading::Stream {
        cut: || Box::new(MailboxCut::default()),
        decode,
    },
};

/// The longest line that is read at once.
const LINE_MAX: usize = 64 * 1024;
/// The bytes after a separator that show whether a message begins there.
const FIELD_MAX: usize = 256;
/// The flag of Thunderbird for a message that was deleted but is still in the file.
const EXPUNGED: u32 = 8;

/// Cuts one mailbox.
#[derive(Debug, Default)]
struct MailboxCut {
    ahead: Ahead,
}

impl Cut for MailboxCut {
    fn next(
        &mut self,
        from: &mut dyn BufRead,
        limits: &Limits,
        record: &mut Vec<u8>,
    ) -> io::Result<CutRecord> {
        let mut stream = Lookahead::new(from, &mut self.ahead);
        let (mut length, mut is_after_blank) = (0_u64, true);
        let mut line = Vec::new();
        loop {
            line.clear();
            if stream.line(LINE_MAX, &mut line) == 0 {
                break;
            }
            if length > 0 && is_separator(&line) && begins_field(stream.peek(FIELD_MAX), is_after_blank) {
                stream.put_back(&line);
                break;
            }
            length += line.len() as u64;
            is_after_blank = line.trim_ascii().is_empty();
            if length <= limits.record_bytes {
                record.extend_from_slice(&line);
            }
        }
        let found = if length == 0 {
            CutRecord::End
        } else if length > limits.record_bytes {
            CutRecord::Problem(RecordProblem {
                place: Headers::read(record, limits.columns)
                    .text("subject")
                    .unwrap_or_else(|| "a message".to_owned()),
                message: format!("is larger than the limit of {} bytes", limits.record_bytes),
            })
        } else {
            CutRecord::Found
        };
        self.ahead.result(found)
    }

    fn unread(&self) -> usize {
        self.ahead.bytes().len()
    }
}

/// Returns whether a mailbox begins here.
fn begins_message(bytes: &[u8]) -> bool {
    let Some(end) = memchr::memchr(b'\n', bytes) else {
        return false;
    };
    is_separator(&bytes[..end]) && begins_field(&bytes[end + 1..], true)
}

/// Returns whether a line is `From SENDER DATE`. A line of text may begin with `From `, too. Thunderbird writes the word
/// alone.
fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let Ok(rest) = std::str::from_utf8(rest) else {
        return false;
    };
    let words: Vec<&str> = rest.split_ascii_whitespace().collect();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |word: &&str| word.len() == 4 && is_number(word);
    let is_clock = |word: &&str| word.split(':').count() >= 2 && word.split(':').all(is_number);
    words.is_empty() || words.len() <= 10 && words.iter().any(is_clock) && words.iter().any(is_year)
}

/// Returns whether the fields of a message begin here. Where no blank line is before the separator, only fields that mail
/// programs write first count.
fn begins_field(bytes: &[u8], is_after_blank: bool) -> bool {
    const FIRST: [&[u8]; 4] = [b"X-Mozilla-", b"Return-Path:", b"Received:", b"Delivered-To:"];
    if !is_after_blank {
        return FIRST.iter().any(|field| bytes.starts_with(field));
    }
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    line.starts_with(b">From ") || !Headers::read(line, 1).is_empty()
}

fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let message = unescaped(message::without_envelope(bytes));
    let headers = Headers::read(&message, origin.limits.columns);
    let status = headers.text("x-mozilla-status").unwrap_or_default();
    let is_expunged = u32::from_str_radix(&status, 16).is_ok_and(|flags| flags & EXPUNGED != 0);
    if is_expunged || message.trim_ascii().is_empty() {
        return ControlFlow::Continue(());
    }
    message::decode(&message, origin, sink)
}

/// Takes one `>` away from lines that begin with `>From `: the mailbox has put it there.
fn unescaped(message: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(message, b"\n>").is_none() {
        return Cow::Borrowed(message);
    }
    let mut out = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|&byte| byte == b'\n') {
        let marks = line.iter().take_while(|&&byte| byte == b'>').count();
        let is_escaped = marks > 0 && line[marks..].starts_with(b"From ");
        out.extend_from_slice(if is_escaped { &line[1..] } else { line });
    }
    Cow::Owned(out)
}
