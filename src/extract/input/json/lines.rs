//! JSON Lines: one object a line. Lines may be of any number; one is in memory.

use crate::extract::input::decoder::{
    Cut, CutRecord, Decoded, Format, Head, Limits, Origin, Reading, RecordProblem, Sink,
};
use crate::extract::input::html::charset;
use crate::extract::input::json::document::{emit, is_json};
use crate::extract::input::json::own;
use crate::extract::input::json::values::gathered;
use crate::extract::input::json_repair;
use serde_json::Value;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

/// JSON Lines.
pub static FORMAT: Format = Format {
    name: "json-lines",
    label: "JSON Lines of scrapers, one article a line",
    endings: &["jsonl", "ndjson", "jl"],
    sniff: is_lines,
    reading: Reading::Stream {
        cut: || Box::new(LineCut::default()),
        decode,
    },
};

/// The second line shows it: in a JSON document it hardly ever begins with a brace at its start after a whole object.
fn is_lines(head: &Head<'_>) -> bool {
    if FORMAT.endings.contains(&head.ending) {
        return head.trimmed().starts_with(b"{") || head.trimmed().starts_with(b"[");
    }
    if !is_json(head) || !head.trimmed().starts_with(b"{") {
        return false;
    }
    let mut lines = head
        .bytes
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty());
    let (first, second) = (lines.next().unwrap_or_default(), lines.next());
    first.ends_with(b"}") && second.is_some_and(|line| line.starts_with(b"{")) && !first.ends_with(b"{")
}

/// Cuts a stream at its line ends.
#[derive(Default)]
pub(crate) struct LineCut {
    line: u64,
}

impl Cut for LineCut {
    fn next(
        &mut self,
        from: &mut dyn BufRead,
        limits: &Limits,
        record: &mut Vec<u8>,
    ) -> io::Result<CutRecord> {
        loop {
            record.clear();
            let limit = limits.record_bytes;
            let read = from.take(limit.saturating_add(1)).read_until(b'\n', record)?;
            if read == 0 {
                return Ok(CutRecord::End);
            }
            self.line += 1;
            if read as u64 > limit && record.last() != Some(&b'\n') {
                record.clear();
                skip_line(from)?;
                return Ok(CutRecord::Problem(RecordProblem {
                    place: format!("line {}", self.line),
                    message: format!("is longer than the limit ({} MiB)", limit >> 20),
                }));
            }
            if !record.trim_ascii().is_empty() {
                return Ok(CutRecord::Found);
            }
        }
    }

    fn place(&self) -> Option<String> {
        Some(format!("line {}", self.line))
    }
}

fn skip_line(from: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = from.fill_buf()?;
        let (length, is_end) = match memchr::memchr(b'\n', buffer) {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        from.consume(length);
        if is_end {
            return Ok(());
        }
    }
}

fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (text, _) = charset::decode(bytes, origin.charset);
    match json_repair::parse(text.trim()) {
        Ok(Value::Object(object)) => {
            let gathered = gathered(&object, origin.columns);
            let own = own::record(&object);
            if let Some(record) = own.or_else(|| gathered.has_something().then(|| gathered.record())) {
                return sink(Decoded::Record(Box::new(record)));
            }
            emit(&Value::Object(object), origin, sink)
        }
        Ok(value @ Value::Array(_)) => emit(&value, origin, sink),
        Ok(_) => problem("is not an object".to_owned(), sink),
        Err(error) => problem(format!("is not JSON: {error}"), sink),
    }
}

fn problem(message: String, sink: &mut Sink<'_>) -> ControlFlow<()> {
    sink(Decoded::Problem(RecordProblem {
        place: String::new(),
        message,
    }))
}
