//! Reads one file without ever waiting for a pipe or a device. Not decoding its bytes: see `extract`.

use crate::extract::input::decoder::{Head, Reading};
use crate::extract::input::formats::sniff;
use crate::extract::input::utf16;
use crate::library::load::listed::{ending_of, has_known_ending};
use crate::library::problem::{Problem, ProblemKind};
use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read, Seek};
use std::path::Path;

/// The largest file that is read by default: 64 MiB.
pub const DEFAULT_SIZE_LIMIT: u64 = 64 << 20;

/// Returns the bytes of a file that looks like text.
///
/// `listed` means that the path came from a folder, so a missing file has vanished. Only regular files are read, since a
/// pipe or a device may block forever. This is checked before opening, and again on the open file, because the file may
/// have been replaced in between.
pub fn read(path: &Path, size_limit: u64, listed: bool) -> Result<Vec<u8>, Problem> {
    OpenFile::new(path, size_limit, listed)?.read(path)
}

/// The bytes of a file.
pub(crate) enum FileBytes {
    /// All of them.
    Whole(Vec<u8>),
    /// A large file whose records are read one by one, and its length.
    Stream(File, u64),
}

/// A file of records is read as a stream from this length on: less is faster at once, and little memory.
const STREAM_FROM: u64 = 16 << 20;

/// An open file that is about to be [`read`].
pub(crate) struct OpenFile {
    file: File,
    length: u64,
    size_limit: u64,
    listed: bool,
}

impl OpenFile {
    /// Opens a file. To read several files, open all of them first and call [`announce`](Self::announce) for each.
    pub(crate) fn new(path: &Path, size_limit: u64, listed: bool) -> Result<Self, Problem> {
        let from_io = |error: io::Error| Problem::from_io(path, &error, listed);
        let metadata = std::fs::metadata(path).map_err(from_io)?;
        check(path, &metadata)?;
        let file = open_without_waiting(path).map_err(from_io)?;
        let metadata = file.metadata().map_err(from_io)?;
        check(path, &metadata)?;
        Ok(Self {
            file,
            length: metadata.len(),
            size_limit,
            listed,
        })
    }

    /// Lets the system fetch the file from the disk, without waiting for it: a disk delivers several files in nearly the
    /// time of one, and with less work for the system.
    pub(crate) fn announce(&self) {
        // If this fails, reading takes longer.
        #[cfg(target_os = "linux")]
        let _ = rustix::fs::fadvise(&self.file, 0, None, rustix::fs::Advice::WillNeed);
    }

    /// Reads the file whole; see [`read`].
    pub(crate) fn read(self, path: &Path) -> Result<Vec<u8>, Problem> {
        let bytes = self.head(path, false)?.0;
        self.rest(path, bytes)
    }

    /// Reads the file, unless it is so large that its records are to be read one by one.
    pub(crate) fn bytes(self, path: &Path) -> Result<FileBytes, Problem> {
        let (bytes, reading) = self.head(path, self.listed)?;
        let has_records = matches!(reading, Some(Reading::Stream { .. } | Reading::Packed(_)));
        if has_records && self.length > STREAM_FROM {
            let mut file = self.file;
            file.rewind()
                .map_err(|error| Problem::from_io(path, &error, self.listed))?;
            return Ok(FileBytes::Stream(file, self.length));
        }
        self.rest(path, bytes).map(FileBytes::Whole)
    }

    /// Reads the first bytes. What is not text, such as a file of gigabytes without any data, is not read to its end. With `listed`,
    /// a file in no known format is of another kind.
    fn head(&self, path: &Path, listed: bool) -> Result<(Vec<u8>, Option<Reading>), Problem> {
        let mut bytes = Vec::with_capacity(self.length.min(HEAD_BYTES) as usize);
        (&self.file)
            .take(HEAD_BYTES.min(self.size_limit.saturating_add(1)))
            .read_to_end(&mut bytes)
            .map_err(|error| Problem::from_io(path, &error, self.listed))?;
        let reading = check_head(path, &bytes, listed)?;
        Ok((bytes, reading))
    }

    fn rest(self, path: &Path, mut bytes: Vec<u8>) -> Result<Vec<u8>, Problem> {
        let from_io = |error: io::Error| Problem::from_io(path, &error, self.listed);
        if self.length > self.size_limit {
            return Err(too_large(path, self.length, self.size_limit));
        }
        if bytes.len() as u64 == HEAD_BYTES {
            bytes.reserve_exact(self.length.saturating_sub(HEAD_BYTES) as usize);
            // The file may grow while it is read; one byte more than allowed shows it.
            (&self.file)
                .take(self.size_limit.saturating_add(1).saturating_sub(HEAD_BYTES))
                .read_to_end(&mut bytes)
                .map_err(from_io)?;
        }
        if bytes.len() as u64 > self.size_limit {
            return Err(too_large(path, bytes.len() as u64, self.size_limit));
        }
        check_blank(path, &bytes)?;
        Ok(bytes)
    }
}

/// Checks that bytes from any source can be read.
pub(crate) fn check_readable(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    check_blank(path, bytes)?;
    check_head(path, bytes, false).map(drop)
}

fn check_blank(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    if is_blank(bytes) {
        return Err(Problem::new(path, ProblemKind::Empty, "is empty"));
    }
    Ok(())
}

/// Checks that the first bytes of a file are those of a format, or of text, and returns how it is read. A file of a folder in
/// no format is of another kind.
fn check_head(path: &Path, bytes: &[u8], listed: bool) -> Result<Option<Reading>, Problem> {
    let ending = ending_of(path);
    let head = Head::new(bytes, (bytes.len() as u64) < HEAD_BYTES, &ending);
    let reading = sniff(&head).map(|format| format.reading);
    match reading {
        Some(Reading::Text) => check_binary(path, bytes)?,
        Some(_) => {}
        None if is_blank(bytes) => {}
        None if listed && !has_known_ending(path) => {
            return Err(Problem::new(
                path,
                ProblemKind::OtherKind,
                "is in no known format",
            ));
        }
        None => check_binary(path, bytes)?,
    }
    Ok(reading)
}

/// Checks that bytes, or the first of them, are not data of another kind.
fn check_binary(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let problem = |what| Problem::new(path, ProblemKind::Binary, format!("holds {what}, not text"));
    binary_kind(bytes).map_or(Ok(()), |what| Err(problem(what)))
}

fn check(path: &Path, metadata: &Metadata) -> Result<(), Problem> {
    if !metadata.is_file() {
        let what = kind_name(metadata.file_type());
        return Err(Problem::new(
            path,
            ProblemKind::NotAFile,
            format!("is {what}, not a file"),
        ));
    }
    Ok(())
}

fn too_large(path: &Path, size: u64, limit: u64) -> Problem {
    let message = format!(
        "is larger than the limit ({} of {})",
        size_text(size),
        size_text(limit)
    );
    Problem::new(path, ProblemKind::TooLarge, message)
}

fn size_text(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

#[cfg(unix)]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    // Without NONBLOCK, opening a pipe waits for a writer; without NOCTTY, a terminal may become the controlling one.
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
}

#[cfg(not(unix))]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(unix)]
fn kind_name(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn kind_name(kind: FileType) -> &'static str {
    if kind.is_dir() {
        "a folder"
    } else {
        "something else"
    }
}

/// The number of bytes that are read before it is decided whether a file is text.
const HEAD_BYTES: u64 = 64 << 10;

/// The number of bytes that decide whether a file is text.
const SNIFFED_BYTES: usize = 8_192;

/// The first bytes of files that are not text, and what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh9", "bzip2 data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"OggS\0", "sound"),
    (b"\0\0\0\x18ftyp", "a video"),
    (b"\0\0\0\x20ftyp", "a video"),
];

/// Returns what kind of data the bytes are; `None` for text, including UTF-16 and text with a few NULs.
pub(crate) fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    let signature = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
    if let Some((_, what)) = signature {
        return Some(what);
    }
    let head = &bytes[..bytes.len().min(SNIFFED_BYTES)];
    if is_utf16(head) {
        return None;
    }
    // Text contains backspaces, form feeds and escapes (terminal logs, ISO-2022), but hardly ever the others.
    let is_odd = |byte: u8| {
        byte < 0x20
            && !matches!(
                byte,
                b'\t' | b'\n' | b'\r' | 0x08 | 0x0b | 0x0c | 0x0e | 0x0f | 0x1b
            )
    };
    let odd = head.iter().filter(|&&byte| is_odd(byte)).count();
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && bytes.len() > head.len(),
    };
    let share = odd as f64 / head.len().max(1) as f64;
    // Every tenth byte of compressed data is such a control character; real text has a stray one at most.
    (share > 0.3 || (share > 0.04 && odd > 3 && !valid)).then_some("binary data")
}

/// Returns whether bytes are UTF-16, with or without its byte order mark.
fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || utf16::byte_order(head).is_some()
}

fn is_blank(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let text = marks
        .iter()
        .find_map(|mark| bytes.strip_prefix(*mark))
        .unwrap_or(bytes);
    text.iter().all(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn text_of_all_kinds_is_accepted() {
        let texts: [&[u8]; 6] = [
            b"Hello\0World",
            b"\x1b[31mred\x1b[0m",
            "Über Öl — 新聞".as_bytes(),
            b"caf\xe9 cr\xe8me",
            b"BZh is a word",
            b"ID3 and RIFF are words",
        ];
        for text in texts {
            assert_eq!(binary_kind(text), None, "{text:?}");
        }
        assert_eq!(binary_kind(&utf16("The harbour is open.")), None);
    }

    #[test]
    fn data_that_is_not_text_is_named() {
        assert_eq!(binary_kind(b"%PDF-1.4 text"), Some("a PDF document"));
        assert_eq!(binary_kind(&[0; 100]), Some("binary data"));
        let noise: Vec<u8> = (0..4_000_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        assert_eq!(binary_kind(&noise), Some("binary data"));
    }

    #[test]
    fn a_sparse_file_is_reported_after_its_first_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sparse.txt");
        let length = 1_u64 << 40;
        File::create(&path).unwrap().set_len(length).unwrap();
        // Reading a terabyte, or reserving memory for it, would fail.
        let problem = read(&path, u64::MAX, true).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Binary);
    }

    #[test]
    fn a_file_of_any_length_is_read_completely() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        for length in [HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 1, 3 * HEAD_BYTES] {
            let text = "word ".repeat(length as usize / 5 + 1).into_bytes();
            let text = &text[..length as usize];
            std::fs::write(&path, text).unwrap();
            assert_eq!(read(&path, length, true).unwrap(), text);
            assert_eq!(
                read(&path, length - 1, true).unwrap_err().kind,
                ProblemKind::TooLarge
            );
        }
    }

    #[test]
    fn blank_files_are_empty() {
        for text in [&b""[..], b" \n\t", b"\xef\xbb\xbf\n", b"\xff\xfe"] {
            assert!(is_blank(text));
        }
    }
}
