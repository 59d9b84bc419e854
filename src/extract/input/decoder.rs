//! What containers, decoders and the pipeline exchange: a format, the bytes of a record with what is known about them, and
//! the records that come out. Not the table of formats: see `formats`; not what a record becomes: see `record`.
//!
//! A decoder is a function from bytes to records. It knows no files, keeps no state between calls, and cannot fail: what it
//! cannot read it reports as a problem with its place, and goes on.

use crate::extract::input::record::Record;
use std::io::{self, BufRead};
use std::ops::ControlFlow;

/// A format of input: one row of the table in `formats`.
///
/// Each format is a `pub static FORMAT` in the file of its decoder.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name in `newsprint formats`, in `format:` queries and in messages: lower case, one word.
    pub name: &'static str,
    /// What it is, in a few words for people who hold such a file.
    pub label: &'static str,
    /// The extensions of such files, in lower case and without the dot. They are a hint: [`sniff`](Self::sniff) decides.
    pub endings: &'static [&'static str],
    /// Returns whether a file that begins like this has the format.
    pub sniff: fn(&Head<'_>) -> bool,
    /// How it is read.
    pub reading: Reading,
}

/// How a format is read.
#[derive(Debug, Clone, Copy)]
pub enum Reading {
    /// The whole file is decoded at once: one record, or a container that is small or has to be read as a whole.
    Whole(Decode),
    /// A stream of records. `cut` finds the bytes of the next record, `decode` reads them; only one record is in memory.
    Stream {
        /// Makes the state that cuts one stream.
        cut: fn() -> Box<dyn Cut>,
        /// Decodes the bytes of one record as the cut gave them.
        decode: Decode,
    },
    /// An `SQLite` database. `library::load` reads it.
    Database,
    /// Plain text. The pipeline reads it from its bytes, since a text may hold several articles.
    Text,
    /// Other files, packed. `library::load` unpacks them in memory, and sniffs what is inside.
    Packed(Packing),
}

/// How files are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// One stream of gzip members.
    Gzip,
    /// Zstandard frames.
    Zstd,
    /// A tar archive.
    Tar,
    /// A ZIP archive.
    Zip,
}

/// Decodes bytes: passes each record, and each problem, to the sink. Stops when the sink breaks, and returns that.
pub type Decode = fn(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()>;

/// Receives what a decoder finds, in the order of the file. Breaks if no more is wanted.
pub type Sink<'a> = dyn FnMut(Decoded) -> ControlFlow<()> + 'a;

/// Something that a decoder found.
#[derive(Debug)]
pub enum Decoded {
    /// A record.
    Record(Box<Record>),
    /// Bytes in a format of their own: the body of an HTTP response, a part of a message, a file in an archive. They are
    /// sniffed and decoded in turn, unless they are nested too deep.
    Nested(Box<Nested>),
    /// A record that cannot be read, or an end that is missing. The other records are read.
    Problem(RecordProblem),
}

/// Bytes inside a record.
#[derive(Debug, Default)]
pub struct Nested {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The name of the file or part, if it has one.
    pub name: Option<String>,
    /// The media type as stated, without parameters: `text/html`.
    pub media_type: Option<String>,
    /// The charset as stated outside the bytes, as in a header.
    pub charset: Option<String>,
    /// What the container states about the record. These values count after those of the bytes, except the address and the
    /// id, which count before.
    pub known: Record,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordProblem {
    /// Where, in the terms of the format: `line 3`, `record 12 (https://…)`, `entry b.html`.
    pub place: String,
    /// What is wrong: `is not JSON: …`, `ends early`.
    pub message: String,
}

/// What is known about bytes apart from themselves.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The name of the file, or of the entry of an archive.
    pub name: Option<&'a str>,
    /// The media type that a header states, without parameters.
    pub media_type: Option<&'a str>,
    /// The charset that a header states.
    pub charset: Option<&'a str>,
    /// The address that the container states.
    pub url: Option<&'a str>,
    /// The limits.
    pub limits: &'a Limits,
    /// The fields that the user gave unknown column names.
    pub columns: &'a [(String, String)],
}

impl<'a> Origin<'a> {
    /// Nothing is known but the limits.
    pub fn new(limits: &'a Limits) -> Self {
        Self {
            name: None,
            media_type: None,
            charset: None,
            url: None,
            limits,
            columns: &[],
        }
    }
}

/// The limits of what is read. A file that exceeds one costs a message, not the memory of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The largest record, and the largest file that is read as a whole, in bytes.
    pub record_bytes: u64,
    /// The most bytes that a packed file may become, unless they are fewer than [`expansion`](Self::expansion) times its size.
    pub unpacked_bytes: u64,
    /// How many times its size a packed file may become; texts become ten times, and a bomb a thousand times as large.
    pub expansion: u64,
    /// How deep containers may be nested: a gzip in a zip is 2.
    pub nesting: u8,
    /// How deep the values of JSON, the elements of XML and the parts of a message may be nested.
    pub depth: usize,
    /// The most columns of a table, and the most headers of a message.
    pub columns: usize,
    /// The most bytes that the entities of one XML file may become.
    pub entity_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record_bytes: 64 << 20,
            unpacked_bytes: 1 << 30,
            expansion: 100,
            nesting: 6,
            depth: 200,
            columns: 4_096,
            entity_bytes: 1 << 20,
        }
    }
}

/// The beginning of a file, by which its format is recognised.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The first bytes, without a UTF-8 byte order mark: at most [`Head::BYTES`].
    pub bytes: &'a [u8],
    /// Whether this is the whole file.
    pub is_whole: bool,
    /// The extension in lower case, without the dot; empty if there is none or no name is known.
    pub ending: &'a str,
    /// The media type that a header states.
    pub media_type: Option<&'a str>,
}

impl<'a> Head<'a> {
    /// The number of bytes that decide about a format.
    pub const BYTES: usize = 64 << 10;

    /// The beginning of these bytes.
    pub fn new(bytes: &'a [u8], is_whole: bool, ending: &'a str) -> Self {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        Self {
            bytes: &bytes[..bytes.len().min(Self::BYTES)],
            is_whole: is_whole && bytes.len() <= Self::BYTES,
            ending,
            media_type: None,
        }
    }

    /// The bytes after white space.
    pub fn trimmed(&self) -> &'a [u8] {
        self.bytes.trim_ascii_start()
    }

    /// Returns whether the bytes begin with one of these signatures.
    pub fn starts_with(&self, signatures: &[&[u8]]) -> bool {
        signatures
            .iter()
            .any(|signature| self.bytes.starts_with(signature))
    }

    /// Returns whether a phrase, in lower case, occurs in the first `limit` bytes, without regard to ASCII case.
    pub fn contains(&self, phrase: &[u8], limit: usize) -> bool {
        let bytes = &self.bytes[..self.bytes.len().min(limit)];
        let folded = bytes.windows(phrase.len().max(1));
        folded
            .into_iter()
            .any(|window| window.eq_ignore_ascii_case(phrase))
    }
}

/// Cuts a stream into the bytes of its records.
pub trait Cut {
    /// Reads the next record into `record`, which is empty. Reads no byte more than the record takes, unless it keeps it:
    /// then [`unread`](Self::unread) says how many.
    ///
    /// # Errors
    ///
    /// If the stream cannot be read. Damage is not an error: the cut reports it and finds the next record.
    fn next(
        &mut self,
        from: &mut dyn BufRead,
        limits: &Limits,
        record: &mut Vec<u8>,
    ) -> io::Result<CutRecord>;

    /// The number of bytes that were read from the stream but belong to the next record. The position of the next record is
    /// that of the stream, less this.
    fn unread(&self) -> usize {
        0
    }

    /// Where the record is that was cut last, in the terms of the format (`line 3`), for the problems of its decoder.
    fn place(&self) -> Option<String> {
        None
    }
}

/// The result of a cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CutRecord {
    /// `record` has the bytes of a record.
    Found,
    /// Something is damaged, missing or too large, and was skipped.
    Problem(RecordProblem),
    /// There is no more.
    End,
}
