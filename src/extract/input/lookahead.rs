//! A stream with bytes that were read ahead. The cuts of web archives and mailboxes look at what follows a record before
//! they know where it ends. A stream that fails ends for them, so that what came before is read; the error is reported last.

use crate::extract::input::decoder::CutRecord;
use std::io::{self, BufRead, ErrorKind};

/// The bytes that were read from a stream but belong to the next record.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    bytes: Vec<u8>,
    start: usize,
    error: Option<io::Error>,
}

impl Ahead {
    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// The result of a cut: the end of a stream that failed is its error.
    pub(super) fn result(&mut self, found: CutRecord) -> io::Result<CutRecord> {
        match self.error.take_if(|_| found == CutRecord::End) {
            Some(error) => Err(error),
            None => Ok(found),
        }
    }

    /// Puts bytes before the others.
    pub(super) fn put_back(&mut self, bytes: &[u8]) {
        if bytes.len() <= self.start {
            self.start -= bytes.len();
            self.bytes[self.start..self.start + bytes.len()].copy_from_slice(bytes);
        } else {
            self.bytes.splice(..self.start, bytes.iter().copied());
            self.start = 0;
        }
    }

    fn drop_first(&mut self, length: usize) {
        self.start = (self.start + length).min(self.bytes.len());
        if self.start == self.bytes.len() {
            self.bytes.clear();
            self.start = 0;
        }
    }
}

/// A stream with the bytes that were read ahead of it.
pub(super) struct Lookahead<'a> {
    from: &'a mut dyn BufRead,
    ahead: &'a mut Ahead,
}

impl<'a> Lookahead<'a> {
    /// Reads `ahead` first, then `from`.
    pub(super) fn new(from: &'a mut dyn BufRead, ahead: &'a mut Ahead) -> Self {
        Self { from, ahead }
    }

    /// Returns the next bytes without reading them: at least `length`, unless the stream ends before.
    pub(super) fn peek(&mut self, length: usize) -> &[u8] {
        while self.ahead.bytes().len() < length {
            let chunk = fill(self.from, &mut self.ahead.error);
            if chunk.is_empty() {
                break;
            }
            let wanted = (length - self.ahead.bytes().len()).min(chunk.len());
            self.ahead.bytes.extend_from_slice(&chunk[..wanted]);
            self.from.consume(wanted);
        }
        self.ahead.bytes()
    }

    /// Returns some of the next bytes; none at the end of the stream.
    pub(super) fn chunk(&mut self) -> &[u8] {
        if self.ahead.bytes().is_empty() {
            fill(self.from, &mut self.ahead.error)
        } else {
            self.ahead.bytes()
        }
    }

    /// Marks bytes of [`chunk`](Self::chunk) or [`peek`](Self::peek) as read.
    pub(super) fn consume(&mut self, length: usize) {
        if self.ahead.bytes().is_empty() {
            self.from.consume(length);
        } else {
            self.ahead.drop_first(length);
        }
    }

    /// Appends `length` bytes to `out`, or as many as there are. Returns how many.
    pub(super) fn take(&mut self, length: u64, out: &mut Vec<u8>) -> u64 {
        self.each_chunk(length, |chunk| {
            out.extend_from_slice(chunk);
            chunk.len()
        })
    }

    /// Passes `length` bytes, or as many as there are, to `look`, which returns how many of a chunk it takes; fewer than
    /// all end the pass. Returns how many were taken.
    pub(super) fn each_chunk(&mut self, length: u64, mut look: impl FnMut(&[u8]) -> usize) -> u64 {
        let mut taken = 0;
        while taken < length {
            let chunk = self.chunk();
            if chunk.is_empty() {
                break;
            }
            let wanted = (length - taken).min(chunk.len() as u64) as usize;
            let count = look(&chunk[..wanted]);
            self.consume(count);
            taken += count as u64;
            if count < wanted {
                break;
            }
        }
        taken
    }

    /// Appends the next line with its line feed to `out`, or its first `limit` bytes. Returns its length; 0 at the end of
    /// the stream.
    pub(super) fn line(&mut self, limit: usize, out: &mut Vec<u8>) -> usize {
        let mut length = 0;
        while length < limit {
            let chunk = self.chunk();
            let wanted = chunk.len().min(limit - length);
            let end = memchr::memchr(b'\n', &chunk[..wanted]).map(|at| at + 1);
            let count = end.unwrap_or(wanted);
            out.extend_from_slice(&chunk[..count]);
            self.consume(count);
            length += count;
            if end.is_some() || count == 0 {
                break;
            }
        }
        length
    }

    /// Puts bytes back, so that they are read next.
    pub(super) fn put_back(&mut self, bytes: &[u8]) {
        self.ahead.put_back(bytes);
    }
}

/// The next bytes of a stream; none once it has failed.
fn fill<'a>(from: &'a mut dyn BufRead, error: &mut Option<io::Error>) -> &'a [u8] {
    // The borrow of a returned buffer would last for the whole loop, so that the buffer is asked for again.
    while error.is_none() {
        match from.fill_buf() {
            Ok(_) => break,
            Err(found) if found.kind() == ErrorKind::Interrupted => {}
            Err(found) => *error = Some(found),
        }
    }
    if error.is_some() {
        return &[];
    }
    from.fill_buf().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_put_back_are_read_again_in_order() {
        let mut from = &b"def\nghi"[..];
        let mut ahead = Ahead::default();
        let mut stream = Lookahead::new(&mut from, &mut ahead);
        stream.put_back(b"c");
        stream.put_back(b"ab");
        assert_eq!(stream.peek(5), b"abcde");
        let mut out = Vec::new();
        assert_eq!(stream.take(2, &mut out), 2);
        stream.put_back(b"ab");
        out.clear();
        assert_eq!(stream.line(100, &mut out), 7);
        assert_eq!(out, b"abcdef\n");
        assert_eq!(stream.take(9, &mut out), 3);
        assert_eq!(stream.line(100, &mut out), 0);
        assert!(ahead.bytes().is_empty());
    }

    #[test]
    fn a_stream_that_fails_ends_and_the_error_is_kept() {
        struct Failing;
        impl io::Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("lost"))
            }
        }
        let mut from = io::BufReader::new(io::Read::chain(&b"ab"[..], Failing));
        let mut ahead = Ahead::default();
        let mut out = Vec::new();
        assert_eq!(Lookahead::new(&mut from, &mut ahead).take(9, &mut out), 2);
        assert_eq!(Lookahead::new(&mut from, &mut ahead).take(9, &mut out), 0);
        assert_eq!(ahead.result(CutRecord::Found).unwrap(), CutRecord::Found);
        assert_eq!(ahead.result(CutRecord::End).unwrap_err().to_string(), "lost");
    }
}
