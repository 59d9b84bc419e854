//! Cuts a web archive into records: a head that states the length of what follows it, for WARC and ARC alike. A wrong
//! length or damaged bytes cost the record in which they are: the next head is searched for.

use crate::extract::input::decoder::{Cut, CutRecord, Limits, RecordProblem};
use crate::extract::input::lookahead::{Ahead, Lookahead};
use crate::extract::input::web_archive::page;
use std::io::{self, BufRead};

/// The longest head that is read.
pub(super) const HEAD_MAX: usize = 256 * 1024;
/// The bytes of a body that show whether it is a page. Most records of a crawl are pictures and scripts.
const SAMPLE: u64 = 16 * 1024;
/// The bytes that are searched for a head at once.
const SEARCH: usize = 64 * 1024;
/// The bytes between two records.
const GAP: usize = 8;

/// What distinguishes the heads of the two forms.
#[derive(Debug)]
pub(super) struct Form {
    /// Returns whether the bytes begin with a head.
    pub(super) begins: fn(&[u8]) -> bool,
    /// Finds the first head in the bytes.
    pub(super) find: fn(&[u8]) -> Option<usize>,
    /// Whether a blank line ends the head; otherwise it is one line.
    pub(super) is_block: bool,
    /// The bytes by which a head is recognised.
    pub(super) signature: usize,
    /// Reads a head.
    pub(super) head: fn(&[u8]) -> Head,
}

/// What the head of a record states.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The length of the body.
    pub(super) length: Option<u64>,
    /// The address.
    pub(super) url: Option<String>,
    /// Whether the record can be a page.
    pub(super) may_be_page: bool,
    /// Whether its body is an HTTP response, or a file.
    pub(super) is_response: bool,
}

/// Cuts one web archive.
#[derive(Debug)]
pub(super) struct ArchiveCut {
    form: &'static Form,
    ahead: Ahead,
    /// What is to be reported after the record before it.
    pending: Option<RecordProblem>,
}

impl ArchiveCut {
    pub(super) fn boxed(form: &'static Form) -> Box<dyn Cut> {
        Box::new(Self {
            form,
            ahead: Ahead::default(),
            pending: None,
        })
    }
}

impl Cut for ArchiveCut {
    fn next(
        &mut self,
        from: &mut dyn BufRead,
        limits: &Limits,
        record: &mut Vec<u8>,
    ) -> io::Result<CutRecord> {
        if let Some(problem) = self.pending.take() {
            return Ok(CutRecord::Problem(problem));
        }
        let mut one = OneRecord {
            form: self.form,
            stream: Lookahead::new(from, &mut self.ahead),
            limits,
            record,
            pending: &mut self.pending,
        };
        let found = loop {
            if let Some(found) = one.read() {
                break found;
            }
        };
        self.ahead.result(found)
    }

    fn unread(&self) -> usize {
        self.ahead.bytes().len()
    }
}

/// The record that is being read.
struct OneRecord<'a> {
    form: &'static Form,
    stream: Lookahead<'a>,
    limits: &'a Limits,
    record: &'a mut Vec<u8>,
    pending: &'a mut Option<RecordProblem>,
}

impl OneRecord<'_> {
    /// Reads a record; `None` if it cannot be a page and was skipped.
    fn read(&mut self) -> Option<CutRecord> {
        self.record.clear();
        self.skip_gap();
        let next = self.stream.peek(self.form.signature);
        if next.is_empty() {
            return Some(CutRecord::End);
        }
        if !(self.form.begins)(next) {
            // At least one byte is skipped: a head that the search finds here is not one.
            self.find_head(1);
            return Some(problem(None, "has bytes that belong to no record"));
        }
        self.read_head();
        let head = (self.form.head)(self.record);
        let Some(length) = head.length else {
            self.find_head(0);
            return Some(problem(head.url, "has no length in its head"));
        };
        if !head.may_be_page {
            return self.skip(length, head.url, None);
        }
        let body = self.record.len();
        let sample = self.stream.take(length.min(SAMPLE), self.record);
        let limit = self.limits.record_bytes;
        let is_too_large = (length > limit).then(|| format!("is larger than the limit of {limit} bytes"));
        let is_page = !head.is_response || page::may_be_page(&self.record[body..]);
        if is_too_large.is_some() || !is_page {
            // Skipped from its beginning, to find a head in it.
            self.stream.put_back(&self.record[body..]);
            return self.skip(length, head.url, is_too_large.filter(|_| is_page).as_deref());
        }
        let rest = self.stream.take(length - sample, self.record);
        self.check_end(body, sample + rest == length, head.url);
        Some(CutRecord::Found)
    }

    fn skip_gap(&mut self) {
        loop {
            let chunk = self.stream.chunk();
            let is_blank = |byte: &&u8| matches!(byte, b'\r' | b'\n' | b' ' | 0);
            let blank = chunk.iter().take_while(is_blank).count();
            if blank == 0 {
                return;
            }
            self.stream.consume(blank);
        }
    }

    fn read_head(&mut self) {
        loop {
            let from = self.record.len();
            let length = self.stream.line(HEAD_MAX, self.record);
            let is_blank = self.record[from..].trim_ascii().is_empty();
            if length == 0 || is_blank || !self.form.is_block || self.record.len() > HEAD_MAX {
                return;
            }
        }
    }

    /// Goes to the next head, or to the end, after at least `skip` bytes.
    fn find_head(&mut self, skip: usize) {
        self.stream.peek(skip);
        self.stream.consume(skip);
        loop {
            let bytes = self.stream.peek(SEARCH);
            if let Some(found) = (self.form.find)(bytes) {
                self.stream.consume(found);
                return;
            }
            // A head may begin in the last bytes.
            let is_last = bytes.len() < SEARCH;
            let keep = if is_last { 0 } else { self.form.signature };
            let length = bytes.len() - keep;
            self.stream.consume(length);
            if is_last {
                return;
            }
        }
    }

    /// Skips the rest of a body. A head that begins within it after a blank line shows that the length is wrong.
    fn skip(&mut self, length: u64, url: Option<String>, because: Option<&str>) -> Option<CutRecord> {
        let form = self.form;
        let is_wrong = &mut false;
        let taken = self.stream.each_chunk(length, |chunk| {
            let found = (form.find)(chunk)
                .filter(|&at| chunk[..at].ends_with(b"\n\r\n") || chunk[..at].ends_with(b"\n\n"));
            *is_wrong |= found.is_some();
            found.unwrap_or(chunk.len())
        });
        let message = match because {
            Some(message) => message,
            None if *is_wrong => "has a wrong length in its head",
            None if taken < length => "ends early",
            None => return None,
        };
        Some(problem(url, message))
    }

    /// Checks that the body ends where its head says. Otherwise it is cut at the head of the next record, if one is in it.
    fn check_end(&mut self, body: usize, is_whole: bool, url: Option<String>) {
        let after = self.stream.peek(GAP + self.form.signature);
        let next = after.trim_ascii_start();
        let is_blank = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let gap = after.iter().take(GAP).take_while(|byte| is_blank(byte)).count();
        if is_whole && (next.is_empty() || (self.form.begins)(&after[gap..])) {
            return;
        }
        let message = match (self.form.find)(&self.record[body..]) {
            Some(found) => {
                let next = self.record.split_off(body + found);
                self.stream.put_back(&next);
                "has a wrong length in its head"
            }
            None if is_whole => return,
            None => "ends early",
        };
        *self.pending = Some(report(url, message));
    }
}

fn report(url: Option<String>, message: &str) -> RecordProblem {
    RecordProblem {
        place: url.unwrap_or_else(|| "a record".to_owned()),
        message: message.to_owned(),
    }
}

fn problem(url: Option<String>, message: &str) -> CutRecord {
    CutRecord::Problem(report(url, message))
}
