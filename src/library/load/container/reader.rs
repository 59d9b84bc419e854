//! Reads the records of a file: recognises its format, opens what is packed, and decodes record by record. Containers may be
//! nested, within a limit.

use crate::extract::input::decoder::{
    Cut, CutRecord, Decode, Decoded, Format, Head, Limits, Origin, Packing, Reading, RecordProblem,
};
use crate::extract::input::formats::sniff;
use crate::extract::input::record::Record;
use crate::extract::input::text;
use crate::library::load::container::gzip::Damage;
use crate::library::load::container::place::Place;
use crate::library::load::container::stream::{Counted, Peeked, TOO_MANY};
use crate::library::load::container::unpack::{self, Entry};
use crate::library::load::newsboat;
use crate::library::load::read::binary_kind;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;

/// What a file is read with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadOptions<'a> {
    pub(crate) limits: &'a Limits,
    /// The fields of column names that are not known.
    pub(crate) columns: &'a [(String, String)],
    /// Whether a file of an unknown format is read as text, since the user named it.
    pub(crate) is_named: bool,
}

/// Something found in a file.
#[derive(Debug)]
pub(crate) enum FoundItem<'a> {
    /// A record.
    Record(Box<Record>),
    /// The bytes of a text, which may hold several articles.
    Text(&'a [u8]),
    /// Something that cannot be read.
    Problem(RecordProblem),
    /// A file in an archive, or the file itself, in no known format; with the extension, or what it is.
    Skipped(String),
}

/// Receives what is found, in the order of the file.
pub(crate) type FoundSink<'a> = dyn FnMut(FoundItem<'_>) -> ControlFlow<()> + 'a;

/// Reads a file whose bytes are in memory. `name` is its path or name.
pub(crate) fn read_bytes(bytes: &[u8], name: &str, options: ReadOptions<'_>, sink: &mut FoundSink<'_>) {
    read(Source::Bytes(bytes), bytes.len() as u64, name, options, sink);
}

/// Reads an open file of this length from its start, record by record.
pub(crate) fn read_file(
    file: &File,
    length: u64,
    name: &str,
    options: ReadOptions<'_>,
    sink: &mut FoundSink<'_>,
) {
    read(Source::File(file), length, name, options, sink);
}

fn read(source: Source<'_>, length: u64, name: &str, options: ReadOptions<'_>, sink: &mut FoundSink<'_>) {
    let limits = options.limits;
    let unpacked = limits.unpacked_bytes.max(length.saturating_mul(limits.expansion));
    let mut reader = RecordReader {
        options,
        left: &Cell::new(unpacked),
        sink,
    };
    // Whether the sink wanted more does not matter at the end.
    let _ = reader.source(source, &Place::new(name), None);
}

/// Bytes in memory, or a stream.
enum Source<'a> {
    Bytes(&'a [u8]),
    Stream(&'a mut dyn BufRead),
    /// An archive can be read from a file without reading what comes before.
    File(&'a File),
}

struct RecordReader<'a, 's> {
    options: ReadOptions<'a>,
    /// The bytes that may still be unpacked.
    left: &'a Cell<u64>,
    sink: &'a mut FoundSink<'s>,
}

impl RecordReader<'_, '_> {
    fn problem(&mut self, place: &Place, problem: RecordProblem) -> ControlFlow<()> {
        let place = format!("{}{}", place.path, problem.place);
        let place = place.trim_end_matches([':', ' ']).to_owned();
        (self.sink)(FoundItem::Problem(RecordProblem { place, ..problem }))
    }

    fn failed(&mut self, place: &Place, error: &io::Error) -> ControlFlow<()> {
        let message = match error.kind() {
            io::ErrorKind::UnexpectedEof => "ends early; what comes before is read".to_owned(),
            _ if error.to_string() == TOO_MANY => format!("{TOO_MANY}; what comes before is read"),
            _ => format!("is damaged ({error}); what comes before is read"),
        };
        let problem = RecordProblem {
            place: String::new(),
            message,
        };
        self.problem(place, problem)
    }

    fn source(&mut self, source: Source<'_>, place: &Place, known: Option<&Record>) -> ControlFlow<()> {
        let ending = place.ending();
        match source {
            Source::Bytes(bytes) => {
                let format = self.format(bytes, true, &ending, place);
                match format {
                    Some(format) => self.bytes(bytes, format, place, known),
                    None => self.skip(bytes, &ending, place),
                }
            }
            Source::File(file) => {
                let mut stream = BufReader::new(file);
                let is_archive = stream.fill_buf().is_ok_and(|head| head.starts_with(b"PK"));
                if is_archive {
                    return self.archive(place, |left, visit| {
                        unpack::zip(BufReader::new(file), left, visit)
                    });
                }
                self.source(Source::Stream(&mut stream), place, known)
            }
            Source::Stream(stream) => {
                let (mut stream, error) = Peeked::new(stream, Head::BYTES);
                let is_whole = stream.head().len() < Head::BYTES;
                let format = self.format(stream.head(), is_whole, &ending, place);
                let read = if let Some(format) = format {
                    self.stream(&mut stream, format, place, known)
                } else {
                    let head = stream.head().to_vec();
                    self.skip(&head, &ending, place)
                };
                match error {
                    Some(error) if read.is_continue() => self.failed(place, &error),
                    _ => read,
                }
            }
        }
    }

    fn format(&self, bytes: &[u8], is_whole: bool, ending: &str, place: &Place) -> Option<&'static Format> {
        let head = Head {
            media_type: place.media_type.as_deref(),
            ..Head::new(bytes, is_whole, ending)
        };
        let is_text = || self.options.is_named && place.depth == 0;
        let found = sniff(&head).or_else(|| is_text().then_some(&text::FORMAT))?;
        // What is called text may be anything.
        let is_binary =
            matches!(found.reading, Reading::Text) && place.depth > 0 && binary_kind(bytes).is_some();
        (!is_binary).then_some(found)
    }

    /// Counts what cannot be read.
    fn skip(&mut self, bytes: &[u8], ending: &str, _: &Place) -> ControlFlow<()> {
        if bytes.is_empty() {
            return ControlFlow::Continue(());
        }
        (self.sink)(FoundItem::Skipped(ending.to_owned()))
    }

    fn bytes(
        &mut self,
        bytes: &[u8],
        format: &'static Format,
        place: &Place,
        known: Option<&Record>,
    ) -> ControlFlow<()> {
        match format.reading {
            Reading::Text => (self.sink)(FoundItem::Text(bytes)),
            Reading::Whole(decode) => self.decode(decode, bytes, place, known),
            Reading::Database => self.decode(newsboat::decode, bytes, place, known),
            Reading::Packed(Packing::Zip) => {
                self.archive(place, |left, visit| unpack::zip(Cursor::new(bytes), left, visit))
            }
            _ => self.stream(&mut &bytes[..], format, place, known),
        }
    }

    fn stream(
        &mut self,
        from: &mut dyn BufRead,
        format: &'static Format,
        place: &Place,
        known: Option<&Record>,
    ) -> ControlFlow<()> {
        match format.reading {
            Reading::Stream { cut, decode } => self.cut(from, cut, decode, place, known),
            Reading::Packed(packing) if packing != Packing::Zip => self.unpack(from, packing, place, known),
            _ => {
                let limit = self.options.limits.record_bytes;
                let mut bytes = Vec::new();
                let error = from.take(limit.saturating_add(1)).read_to_end(&mut bytes).err();
                if bytes.len() as u64 > limit {
                    let message = format!("is larger than the limit ({} MiB)", limit >> 20);
                    let place_of = String::new();
                    return self.problem(
                        place,
                        RecordProblem {
                            place: place_of,
                            message,
                        },
                    );
                }
                self.bytes(&bytes, format, place, known)?;
                error.map_or(ControlFlow::Continue(()), |error| self.failed(place, &error))
            }
        }
    }

    fn is_too_deep(&mut self, place: &Place) -> Option<ControlFlow<()>> {
        let limit = self.options.limits.nesting;
        (place.depth >= limit).then(|| {
            let message = format!("is nested in more than {limit} containers");
            let problem = RecordProblem {
                place: String::new(),
                message,
            };
            self.problem(place, problem)
        })
    }

    fn unpack(
        &mut self,
        from: &mut dyn BufRead,
        packing: Packing,
        place: &Place,
        known: Option<&Record>,
    ) -> ControlFlow<()> {
        if let Some(stopped) = self.is_too_deep(place) {
            return stopped;
        }
        let left = self.left;
        let inner = place.unpacked();
        match packing {
            Packing::Gzip => {
                let damage = Damage::default();
                unpack::gzip(from, left, &damage, |stream| {
                    self.source(Source::Stream(stream), &inner, known)
                })?;
                match damage.message() {
                    Some(message) => self.problem(
                        place,
                        RecordProblem {
                            place: String::new(),
                            message,
                        },
                    ),
                    None => ControlFlow::Continue(()),
                }
            }
            Packing::Zstd => {
                let read = unpack::zstd(from, left, |stream| {
                    self.source(Source::Stream(stream), &inner, known)
                });
                read.unwrap_or_else(|error| self.failed(place, &error))
            }
            Packing::Tar | Packing::Zip => self.archive(place, |left, visit| unpack::tar(from, left, visit)),
        }
    }

    fn archive(
        &mut self,
        place: &Place,
        open: impl FnOnce(&Cell<u64>, &mut dyn FnMut(Entry<'_>) -> ControlFlow<()>) -> io::Result<ControlFlow<()>>,
    ) -> ControlFlow<()> {
        if let Some(stopped) = self.is_too_deep(place) {
            return stopped;
        }
        let left = self.left;
        let read = open(left, &mut |entry| {
            if is_left_out(&entry.name) {
                return ControlFlow::Continue(());
            }
            let inner = place.entry(&entry.name);
            match entry.bytes {
                Ok(bytes) => self.source(Source::Stream(bytes), &inner, None),
                Err(error) => self.failed(&inner, &error),
            }
        });
        read.unwrap_or_else(|error| self.failed(place, &error))
    }

    fn cut(
        &mut self,
        from: &mut dyn BufRead,
        cut: fn() -> Box<dyn Cut>,
        decode: Decode,
        place: &Place,
        known: Option<&Record>,
    ) -> ControlFlow<()> {
        let mut cutter = cut();
        let mut from = Counted {
            inner: from,
            count: 0,
        };
        let mut record = Vec::new();
        loop {
            record.clear();
            match cutter.next(&mut from, self.options.limits, &mut record) {
                Ok(CutRecord::Found) => {
                    let at = cutter
                        .place()
                        .map_or_else(|| place.clone(), |at| place.within(&at));
                    self.decode(decode, &record, &at, known)?;
                }
                Ok(CutRecord::Problem(problem)) => self.problem(place, problem)?,
                Ok(CutRecord::End) => return ControlFlow::Continue(()),
                Err(error) => return self.failed(place, &error),
            }
        }
    }

    fn decode(
        &mut self,
        decode: Decode,
        bytes: &[u8],
        place: &Place,
        known: Option<&Record>,
    ) -> ControlFlow<()> {
        let options = self.options;
        let origin = Origin {
            name: Some(&place.name),
            media_type: place.media_type.as_deref(),
            charset: place.charset.as_deref(),
            url: known.and_then(|known| known.url.as_deref()),
            limits: options.limits,
            columns: options.columns,
        };
        decode(bytes, &origin, &mut |found| match found {
            Decoded::Record(mut record) => {
                if let Some(known) = known {
                    record.fill_from(known.clone());
                }
                (self.sink)(FoundItem::Record(record))
            }
            Decoded::Problem(problem) => self.problem(place, problem),
            Decoded::Nested(nested) => {
                let inner = Place {
                    name: nested.name.clone().unwrap_or_default(),
                    path: place.path.clone(),
                    media_type: nested.media_type.clone(),
                    charset: nested.charset.clone(),
                    depth: place.depth + 1,
                };
                if let Some(stopped) = self.is_too_deep(&inner) {
                    return stopped;
                }
                let mut known_inside = nested.known;
                if let Some(known) = known {
                    known_inside.fill_from(known.clone());
                }
                self.source(Source::Bytes(&nested.bytes), &inner, Some(&known_inside))
            }
        })
    }
}

/// Files that programs add to archives.
fn is_left_out(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    parts.any(|part| part == "__MACOSX" || part.starts_with('.') && part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn found(bytes: &[u8], name: &str) -> Vec<String> {
        let limits = Limits::default();
        let options = ReadOptions {
            limits: &limits,
            columns: &[],
            is_named: false,
        };
        let mut found = Vec::new();
        read_bytes(bytes, name, options, &mut |item| {
            found.push(match item {
                FoundItem::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                FoundItem::Problem(problem) => format!("! {}: {}", problem.place, problem.message),
                FoundItem::Skipped(kind) => format!("skipped {kind}"),
                FoundItem::Record(record) => format!("{:?}", record.content),
            });
            ControlFlow::Continue(())
        });
        found
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, bytes) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            builder.append_data(&mut header, name, *bytes).unwrap();
        }
        builder.into_inner().unwrap()
    }

    #[test]
    fn packed_files_are_opened_at_any_depth() {
        let archive = tar(&[
            ("a/one.txt.gz", &gzip(b"One.")),
            ("b.jpg", b"\xff\xd8\xff"),
            ("c.txt", b"Two."),
        ]);
        assert_eq!(
            found(&gzip(&archive), "news.tar.gz"),
            ["One.", "skipped jpg", "Two."]
        );
    }

    #[test]
    fn what_is_nested_too_deep_is_reported() {
        let mut bytes = gzip(b"One.");
        let mut name = "a.txt.gz".to_owned();
        for _ in 0..10 {
            bytes = gzip(&bytes);
            name.push_str(".gz");
        }
        assert_eq!(found(&bytes, &name), ["! : is nested in more than 6 containers"]);
    }

    #[test]
    fn a_truncated_stream_is_read_to_its_end() {
        let packed = gzip("It stops at noon.\n".repeat(10_000).as_bytes());
        let found = found(&packed[..packed.len() - 20], "a.txt.gz");
        assert!(found[0].starts_with("It stops at noon.\n"));
        assert_eq!(found[1], "! : ends early; what comes before is read");
    }

    #[test]
    fn a_bomb_ends_with_a_message() {
        let bomb = gzip(&vec![b'a'; 200 << 20]);
        let found = found(&bomb, "a.txt.gz");
        assert_eq!(found, ["! : is larger than the limit (64 MiB)"]);
    }
}
