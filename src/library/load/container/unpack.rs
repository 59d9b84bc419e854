//! Opens packed files: each is a stream, or an archive of streams. Nothing is written to the disk, so the paths in an archive
//! are names and lead nowhere.

use crate::extract::input::web_archive::wacz;
use crate::library::load::container::gzip::{Damage, Members};
use crate::library::load::container::stream::{Limited, Peeked};
use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::ops::ControlFlow;

/// A file in an archive.
pub(crate) struct Entry<'a> {
    /// Its name in the archive.
    pub(crate) name: String,
    /// Its bytes, or why they cannot be read.
    pub(crate) bytes: io::Result<&'a mut dyn BufRead>,
}

type Visit<'a> = dyn FnMut(Entry<'_>) -> ControlFlow<()> + 'a;

/// Unpacks a gzip stream of any number of members, and notes what is damaged.
pub(crate) fn gzip<R>(
    from: &mut dyn BufRead,
    left: &Cell<u64>,
    damage: &Damage,
    read: impl FnOnce(&mut dyn BufRead) -> R,
) -> R {
    let inner = Members::new(from, damage);
    read(&mut BufReader::with_capacity(BUFFER, Limited { inner, left }))
}

/// Unpacks zstd frames. A dictionary may come first, in a skippable frame.
pub(crate) fn zstd<R>(
    from: &mut dyn BufRead,
    left: &Cell<u64>,
    read: impl FnOnce(&mut dyn BufRead) -> R,
) -> io::Result<R> {
    let (mut from, _) = Peeked::new(from, 8);
    let dictionary = dictionary(&mut from)?;
    let mut inner = zstd::stream::read::Decoder::with_dictionary(&mut from, &dictionary)?;
    // A window is memory: this is more than any compressor uses by default.
    inner.window_log_max(WINDOW_LOG)?;
    Ok(read(&mut BufReader::with_capacity(
        BUFFER,
        Limited { inner, left },
    )))
}

const BUFFER: usize = 64 << 10;
const WINDOW_LOG: u32 = 27;
/// The largest dictionary that is read.
const DICTIONARY_BYTES: u64 = 16 << 20;

/// The dictionary at the start of web archives: in a skippable frame with a number of its own, perhaps compressed.
fn dictionary(from: &mut Peeked<'_>) -> io::Result<Vec<u8>> {
    let head: [u8; 8] = match from.head().first_chunk() {
        Some(head) if head.starts_with(b"\x5d\x2a\x4d\x18") => *head,
        _ => return Ok(Vec::new()),
    };
    let [.., a, b, c, d] = head;
    let length = u64::from(u32::from_le_bytes([a, b, c, d])).min(DICTIONARY_BYTES);
    io::copy(&mut from.take(8), &mut io::sink())?;
    let mut frame = Vec::new();
    from.take(length).read_to_end(&mut frame)?;
    if frame.starts_with(b"\x28\xb5\x2f\xfd") {
        let decoder = zstd::stream::read::Decoder::new(&frame[..])?;
        let mut dictionary = Vec::new();
        decoder.take(DICTIONARY_BYTES).read_to_end(&mut dictionary)?;
        return Ok(dictionary);
    }
    Ok(frame)
}

/// Visits the files of a tar archive, in order. An error ends it.
pub(crate) fn tar(
    from: &mut dyn BufRead,
    left: &Cell<u64>,
    visit: &mut Visit<'_>,
) -> io::Result<ControlFlow<()>> {
    let mut archive = tar::Archive::new(from);
    for entry in archive.entries()? {
        let entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let mut bytes = BufReader::new(Limited { inner: entry, left });
        let visited = visit(Entry {
            name,
            bytes: Ok(&mut bytes),
        });
        if visited.is_break() {
            return Ok(visited);
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Visits the files of a ZIP archive, in order; of a WACZ, only its web archives. One that is encrypted or damaged costs only
/// itself.
pub(crate) fn zip(
    from: impl Read + Seek,
    left: &Cell<u64>,
    visit: &mut Visit<'_>,
) -> io::Result<ControlFlow<()>> {
    let mut archive = zip::ZipArchive::new(from)?;
    let has_manifest = archive.index_for_name(wacz::MANIFEST).is_some();
    let is_wacz = has_manifest && archive.file_names().flatten().any(|name| wacz::wanted(&name));
    for at in 0..archive.len() {
        let name = archive.name_for_index(at).and_then(Result::ok);
        let name = name.map_or_else(|| format!("entry {}", at + 1), Cow::into_owned);
        if name.ends_with('/') || is_wacz && !wacz::wanted(&name) {
            continue;
        }
        let visited = match archive.by_index(at) {
            Ok(file) => {
                let mut bytes = BufReader::new(Limited { inner: file, left });
                visit(Entry {
                    name,
                    bytes: Ok(&mut bytes),
                })
            }
            Err(error) => visit(Entry {
                name,
                bytes: Err(error.into()),
            }),
        };
        if visited.is_break() {
            return Ok(visited);
        }
    }
    Ok(ControlFlow::Continue(()))
}
