//! Streams of bytes that know their beginning and their limit.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

/// A stream whose first bytes were read and put back.
pub(crate) struct Peeked<'a> {
    head: Vec<u8>,
    at: usize,
    rest: &'a mut dyn BufRead,
}

impl<'a> Peeked<'a> {
    /// Reads up to `length` bytes ahead. Returns the error of the stream, if it ends in one, with what was read before.
    pub(crate) fn new(from: &'a mut dyn BufRead, length: usize) -> (Self, Option<io::Error>) {
        let mut head = Vec::new();
        let error = from.take(length as u64).read_to_end(&mut head).err();
        let peeked = Self {
            head,
            at: 0,
            rest: from,
        };
        (peeked, error)
    }

    /// The bytes that were read ahead.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head[self.at..]
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.head.len() {
            return self.rest.read(into);
        }
        let count = (&self.head[self.at..]).read(into)?;
        self.at += count;
        Ok(count)
    }
}

impl BufRead for Peeked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.head.len() {
            return self.rest.fill_buf();
        }
        Ok(&self.head[self.at..])
    }

    fn consume(&mut self, count: usize) {
        if self.at == self.head.len() {
            self.rest.consume(count);
        } else {
            self.at += count;
        }
    }
}

/// A stream of unpacked bytes that fails when a file has become too many of them.
pub(crate) struct Limited<'a, R> {
    pub(crate) inner: R,
    /// The bytes that the file may still become.
    pub(crate) left: &'a Cell<u64>,
}

/// The message of the error of [`Limited`].
pub(crate) const TOO_MANY: &str = "unpacks to more bytes than the limit";

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        let left = self.left.get().checked_sub(count as u64);
        self.left.set(left.unwrap_or(0));
        left.map(|_| count).ok_or_else(|| io::Error::other(TOO_MANY))
    }
}

/// A stream that counts the bytes that were taken from it.
pub(crate) struct Counted<'a> {
    pub(crate) inner: &'a mut dyn BufRead,
    pub(crate) count: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.count += count as u64;
        Ok(count)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.count += count as u64;
        self.inner.consume(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_were_read_ahead_come_again() {
        let mut bytes = &b"The ferry stops"[..];
        let (mut peeked, _) = Peeked::new(&mut bytes, 5);
        assert_eq!(peeked.head(), b"The f");
        let mut text = String::new();
        peeked.read_to_string(&mut text).unwrap();
        assert_eq!(text, "The ferry stops");
    }
}
