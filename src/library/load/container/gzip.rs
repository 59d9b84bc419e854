//! A gzip file of any number of members, read on after damage: the next member that can be unpacked is searched for. Files
//! of a crawler have a member for each record, so that damage costs the records in which it is.

use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::cell::Cell;
use std::io::{self, BufRead, ErrorKind, Read};

/// The bytes that are read at once.
const CHUNK: usize = 64 << 10;
/// The bytes that stay in memory after they were unpacked. A damaged member may lead the decoder beyond its end, so the
/// search for the next one begins within it.
const HISTORY: usize = 256 << 10;
/// The most bytes that are searched a second time. Without a limit, a file of nothing but damage would take hours.
const AGAIN_MAX: u64 = 64 << 20;
/// The length of the head of a member up to its optional fields, and the longest one: names and comments are short.
const HEAD: usize = 10;
const HEAD_MAX: usize = 16 << 10;
/// The checksum and the length after a member.
const TAIL: usize = 8;
const MAGIC: [u8; 3] = [0x1F, 0x8B, 0x08];

/// What was damaged in a file.
#[derive(Debug, Default)]
pub(crate) struct Damage {
    places: Cell<u64>,
    first: Cell<u64>,
}

impl Damage {
    fn add(&self, offset: u64) {
        if self.places.get() == 0 {
            self.first.set(offset);
        }
        self.places.set(self.places.get() + 1);
    }

    /// A message about the damage, if there is any.
    pub(crate) fn message(&self) -> Option<String> {
        let first = self.first.get();
        match self.places.get() {
            0 => None,
            1 => Some(format!("is damaged at byte {first}; reading goes on after it")),
            count => Some(format!(
                "is damaged at {count} places, first at byte {first}; reading goes on after each"
            )),
        }
    }
}

/// The unpacked bytes.
pub(crate) struct Members<'a> {
    window: Window<'a>,
    open: Option<(Decompress, Crc)>,
    /// The offset of the open member.
    start: u64,
    /// Whether the stream ends within the checksum of a member.
    is_cut: bool,
    /// The bytes that may still be searched a second time.
    again: u64,
    damage: &'a Damage,
}

impl<'a> Members<'a> {
    /// Unpacks a stream, and notes what is damaged.
    pub(crate) fn new(from: &'a mut dyn BufRead, damage: &'a Damage) -> Self {
        Self {
            window: Window {
                from,
                bytes: Vec::new(),
                at: 0,
                base: 0,
                is_at_end: false,
            },
            open: None,
            start: 0,
            is_cut: false,
            again: AGAIN_MAX,
            damage,
        }
    }

    /// Opens the next member. Returns whether there is one.
    fn open_next(&mut self) -> io::Result<bool> {
        loop {
            // Some programs fill the end of a file with zeros.
            while self.window.require(1)? && self.window.unread()[0] == 0 {
                self.window.at += 1;
            }
            self.start = self.window.offset();
            if self.window.unread().is_empty() {
                return Ok(false);
            }
            let mut have = HEAD;
            loop {
                let is_there = self.window.require(have)?;
                match member_head(self.window.unread()) {
                    MemberHead::Whole(length) => {
                        self.window.at += length;
                        self.open = Some((Decompress::new(false), Crc::new()));
                        return Ok(true);
                    }
                    MemberHead::Partial if !is_there => return Err(ErrorKind::UnexpectedEof.into()),
                    MemberHead::Partial if have < HEAD_MAX => have *= 2,
                    _ => break,
                }
            }
            self.skip_damage()?;
        }
    }

    /// Goes to the next member that can be unpacked, or to the end.
    fn skip_damage(&mut self) -> io::Result<()> {
        self.damage.add(self.start);
        self.open = None;
        let here = self.window.offset();
        if self.again > 0 || here == self.start {
            self.window.rewind_to(self.start);
            // At least one byte is left behind.
            self.window.at += 1;
            self.again = self
                .again
                .saturating_sub(here.saturating_sub(self.window.offset()));
        }
        while self.window.require(HEAD_MAX)? || !self.window.unread().is_empty() {
            let unread = self.window.unread();
            match memchr::memmem::find(unread, &MAGIC) {
                Some(found) if begins_member(&unread[found..]) => {
                    self.window.at += found;
                    return Ok(());
                }
                Some(found) => self.window.at += found + 1,
                // The magic number may begin in the last bytes.
                None => self.window.at += unread.len().saturating_sub(MAGIC.len() - 1).max(1),
            }
        }
        Ok(())
    }

    /// Unpacks some bytes of the open member. Returns how many, and whether it has ended.
    fn unpack(&mut self, into: &mut [u8]) -> io::Result<(usize, bool)> {
        let Some((inflate, crc)) = &mut self.open else {
            return Ok((0, true));
        };
        let (read, written) = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(self.window.unread(), into, FlushDecompress::None);
        let count = (inflate.total_out() - written) as usize;
        crc.update(&into[..count]);
        self.window.at += (inflate.total_in() - read) as usize;
        let sum = crc.sum().to_le_bytes();
        match status {
            Ok(Status::StreamEnd) => {
                self.open = None;
                if !self.window.require(TAIL)? {
                    // What was unpacked is passed on first.
                    self.is_cut = true;
                } else if self.window.unread()[..4] == sum {
                    self.window.at += TAIL;
                } else {
                    self.skip_damage()?;
                }
                Ok((count, true))
            }
            Ok(_) => Ok((count, false)),
            Err(_) => {
                self.skip_damage()?;
                Ok((count, true))
            }
        }
    }
}

impl Read for Members<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if self.is_cut {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            if self.open.is_none() && !self.open_next()? {
                return Ok(0);
            }
            let is_there = self.window.require(1)?;
            let (count, has_ended) = self.unpack(into)?;
            if count > 0 {
                return Ok(count);
            }
            if !is_there && !has_ended {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// A window on a stream that can go back a little.
struct Window<'a> {
    from: &'a mut dyn BufRead,
    bytes: Vec<u8>,
    /// The index of the first unread byte.
    at: usize,
    /// The offset of the first byte of the window in the stream.
    base: u64,
    is_at_end: bool,
}

impl Window<'_> {
    fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    fn unread(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    fn rewind_to(&mut self, offset: u64) {
        self.at = self.at.min(offset.saturating_sub(self.base) as usize);
    }

    /// Reads until `length` bytes are unread. Returns whether they are; otherwise the stream ends before.
    fn require(&mut self, length: usize) -> io::Result<bool> {
        while self.bytes.len() - self.at < length && !self.is_at_end {
            if self.at > 2 * HISTORY {
                let surplus = self.at - HISTORY;
                self.bytes.drain(..surplus);
                self.base += surplus as u64;
                self.at = HISTORY;
            }
            let read = (&mut self.from).take(CHUNK as u64).read_to_end(&mut self.bytes)?;
            self.is_at_end = read == 0;
        }
        Ok(self.bytes.len() - self.at >= length)
    }
}

/// What is at a place where a member may begin.
enum MemberHead {
    /// No head of a member.
    None,
    /// The beginning of one: more bytes are needed.
    Partial,
    /// A head of this length.
    Whole(usize),
}

fn member_head(bytes: &[u8]) -> MemberHead {
    const CHECKSUM: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    const RESERVED: u8 = 0xE0;
    if !bytes.starts_with(&MAGIC[..bytes.len().min(MAGIC.len())]) {
        return MemberHead::None;
    }
    let Some(&flags) = bytes.get(3) else {
        return MemberHead::Partial;
    };
    if flags & RESERVED != 0 {
        return MemberHead::None;
    }
    let mut at = HEAD;
    if flags & EXTRA != 0 {
        let Some(&[low, high]) = bytes.get(at..at + 2) else {
            return MemberHead::Partial;
        };
        at += 2 + usize::from(u16::from_le_bytes([low, high]));
    }
    for flag in [NAME, COMMENT] {
        if flags & flag != 0 {
            let Some(end) = memchr::memchr(0, bytes.get(at..).unwrap_or_default()) else {
                return MemberHead::Partial;
            };
            at += end + 1;
        }
    }
    if flags & CHECKSUM != 0 {
        at += 2;
    }
    if at <= bytes.len() {
        MemberHead::Whole(at)
    } else {
        MemberHead::Partial
    }
}

/// Returns whether a member begins here: its first bytes can be unpacked. The magic number alone occurs by chance.
fn begins_member(bytes: &[u8]) -> bool {
    let MemberHead::Whole(head) = member_head(bytes) else {
        return false;
    };
    let mut inflate = Decompress::new(false);
    let status = inflate.decompress(&bytes[head..], &mut [0; 64], FlushDecompress::None);
    status.is_ok() && inflate.total_out() > 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn member(text: &str) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    /// Reads what can be read; returns the text, the message about damage, and the error.
    fn read(mut bytes: &[u8]) -> (String, Option<String>, Option<ErrorKind>) {
        let damage = Damage::default();
        let mut out = Vec::new();
        let error = Members::new(&mut bytes, &damage).read_to_end(&mut out).err();
        (
            String::from_utf8_lossy(&out).into_owned(),
            damage.message(),
            error.map(|error| error.kind()),
        )
    }

    #[test]
    fn members_and_padding_are_read() {
        let bytes = [member("One. "), member(""), member("Two."), vec![0; 700]].concat();
        assert_eq!(read(&bytes), ("One. Two.".to_owned(), None, None));
        assert_eq!(read(b""), (String::new(), None, None));
    }

    #[test]
    fn reading_goes_on_after_damage() {
        let long = "The quay is open again. Ships are back, and the ferry goes at noon.".repeat(3);
        let good = [member("One. "), member("Two. ")];
        for at in 0..member(&long).len() {
            let mut bad = member(&long);
            bad[at] ^= 0x55;
            let bytes = [&good[0][..], &bad, &good[1]].concat();
            let (text, damage, error) = read(&bytes);
            assert!(
                text.starts_with("One. ") && text.ends_with("Two. "),
                "{at}: {text}"
            );
            assert_eq!(error, None, "{at}");
            // Neither the time nor the system in the head are checked, nor the length at the end.
            let is_checked = at < 4 || at >= 10 && at < bad.len() - 4;
            assert!(damage.is_some() || !is_checked, "{at}");
        }
    }

    #[test]
    fn a_file_of_nothing_but_damage_ends() {
        // Each member begins well, takes what follows for stored text, and then fails.
        let bad = [&MAGIC[..], &[0; 7], &[0x00, 0xF0, 0xFF, 0x0F, 0x00]].concat();
        let (_, damage, _) = read(&bad.repeat(200_000));
        assert!(damage.unwrap().contains("places"));
    }

    #[test]
    fn what_is_before_a_cut_is_read() {
        let bytes = [member("One. "), member("Two.")].concat();
        let first = member("One. ").len();
        for length in first + 1..bytes.len() {
            let (text, _, error) = read(&bytes[..length]);
            assert!(text.starts_with("One. "));
            assert_eq!(error, Some(ErrorKind::UnexpectedEof), "{length}");
        }
    }
}
