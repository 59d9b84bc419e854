//! The body of an archived HTTP response. Crawlers store what the server sent, what they made of it, or a mixture: a head
//! that says `chunked` or `gzip` over a body that is neither any more, or the reverse. So the bytes decide, not the head.

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::Read;

/// The longest head that is read.
const HEAD_MAX: usize = 256 * 1024;
/// The longest line with the size of a chunk.
const CHUNK_LINE_MAX: usize = 256;

/// The fields of the head of an HTTP response, and its body as it is stored.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Response<'a> {
    /// The status.
    pub(super) status: u16,
    /// The media type in lower case, without parameters.
    pub(super) media_type: Option<String>,
    /// The charset.
    pub(super) charset: Option<String>,
    /// The content encodings in lower case, in the order in which they were applied.
    encodings: Vec<String>,
    /// Whether the head says that the body is chunked.
    is_chunked: bool,
    body: &'a [u8],
}

/// The body without its encodings.
pub(super) struct Body<'a> {
    /// The bytes.
    pub(super) bytes: Cow<'a, [u8]>,
    /// Whether it ends before its encoding does.
    pub(super) is_cut: bool,
    /// An encoding that cannot be undone. The bytes are still encoded.
    pub(super) unknown_encoding: Option<String>,
}

impl<'a> Response<'a> {
    /// Reads a response; `None` if the bytes do not begin with a status line. A head without an end has no body.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (head, body) = split_head(bytes);
        let mut lines = lines(head);
        let status = lines.next().and_then(status_of)?;
        let mut response = Self {
            status,
            media_type: None,
            charset: None,
            encodings: Vec::new(),
            is_chunked: false,
            body,
        };
        for line in lines {
            let line = String::from_utf8_lossy(line);
            if let Some((name, value)) = line.split_once(':') {
                response.take_field(&name.trim().to_ascii_lowercase(), value.trim());
            }
        }
        Some(response)
    }

    fn take_field(&mut self, name: &str, value: &str) {
        match name {
            "content-type" => (self.media_type, self.charset) = media_type(value),
            "content-encoding" => {
                let encodings = value.split(',').map(|one| one.trim().to_ascii_lowercase());
                self.encodings
                    .extend(encodings.filter(|one| !one.is_empty() && one != "identity"));
            }
            "transfer-encoding" => {
                for encoding in value.split(',') {
                    match encoding.trim().to_ascii_lowercase().as_str() {
                        "chunked" => self.is_chunked = true,
                        "" | "identity" => {}
                        other => self.encodings.push(other.to_owned()),
                    }
                }
            }
            _ => {}
        }
    }

    /// The body without its encodings, cut at `limit` bytes.
    pub(super) fn body(&self, limit: u64) -> Body<'a> {
        let (mut bytes, mut is_cut) = match unchunk(self.body) {
            // A body that is not declared as chunked is taken for it only if it is whole.
            Some((bytes, is_whole)) if is_whole || self.is_chunked => (Cow::Owned(bytes), !is_whole),
            _ => (Cow::Borrowed(self.body), false),
        };
        let mut unknown_encoding = None;
        for encoding in self.encodings.iter().rev() {
            match unpack(encoding, &bytes, limit) {
                Unpacked::Bytes(unpacked, is_whole) => {
                    is_cut |= !is_whole;
                    bytes = Cow::Owned(unpacked);
                }
                Unpacked::NotPacked => {}
                Unpacked::Unknown => {
                    unknown_encoding = Some(encoding.clone());
                    break;
                }
            }
        }
        // Packed, but the head does not say so, or it was packed twice.
        if let Unpacked::Bytes(unpacked, is_whole) = unpack("gzip", &bytes, limit) {
            is_cut |= !is_whole;
            bytes = Cow::Owned(unpacked);
        }
        Body {
            bytes,
            is_cut,
            unknown_encoding,
        }
    }
}

/// Splits a `Content-Type` into the media type and the charset.
pub(super) fn media_type(value: &str) -> (Option<String>, Option<String>) {
    let mut parts = value.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset = parts.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (Some(media).filter(|media| media.contains('/')), charset)
}

/// Returns whether bytes begin like HTML. Used where no head states the type.
pub(super) fn looks_like_html(bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 4] = [b"<!doctype", b"<html", b"<head", b"<!--"];
    let bytes = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let begins = |tag: &&[u8]| {
        bytes
            .get(..tag.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(tag))
    };
    BEGINNINGS.iter().any(begins)
}

/// Splits bytes at the first blank line.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while at < bytes.len().min(HEAD_MAX) {
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
        if bytes[at..end].trim_ascii().is_empty() {
            return (&bytes[..at], &bytes[end..]);
        }
        at = end;
    }
    (bytes, &[])
}

fn lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii)
}

/// The status of `HTTP/1.1 200 OK`.
fn status_of(line: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(line.get(..line.len().min(64))?).ok();
    let mut words = line?.split_ascii_whitespace();
    let version = words.next()?;
    let is_http = version
        .get(..4)
        .is_some_and(|name| name.eq_ignore_ascii_case("http"));
    is_http.then(|| words.next()?.parse().ok())?
}

/// Joins the chunks of a body. Returns the bytes and whether the last chunk is there; `None` if it does not begin with a
/// chunk. Where the chunks break off, the rest is kept as it is.
fn unchunk(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut out = Vec::new();
    let mut rest = body;
    let mut chunks = 0;
    loop {
        let Some((size, after)) = chunk_size(rest) else {
            if chunks == 0 {
                return None;
            }
            out.extend_from_slice(rest);
            return Some((out, false));
        };
        if size == 0 {
            return Some((out, true));
        }
        let Some(chunk) = after.get(..size) else {
            if chunks == 0 && out.is_empty() && size > after.len().saturating_mul(64).max(1 << 16) {
                // A number at the beginning of a text.
                return None;
            }
            out.extend_from_slice(after);
            return Some((out, false));
        };
        out.extend_from_slice(chunk);
        chunks += 1;
        rest = &after[size..];
        rest = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
            .unwrap_or(rest);
    }
}

/// The size of the chunk that begins here, and the bytes after the line that states it.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let line = &bytes[..bytes.len().min(CHUNK_LINE_MAX)];
    let end = memchr::memchr(b'\n', line)?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let is_size = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let size = usize::from_str_radix(digits, 16).ok().filter(|_| is_size)?;
    Some((size, &bytes[end + 1..]))
}

enum Unpacked {
    /// The bytes, and whether they are whole.
    Bytes(Vec<u8>, bool),
    /// The bytes are not packed this way.
    NotPacked,
    /// There is no decoder for it.
    Unknown,
}

fn unpack(encoding: &str, bytes: &[u8], limit: u64) -> Unpacked {
    match encoding {
        "gzip" | "x-gzip" if bytes.starts_with(&[0x1F, 0x8B]) => read(MultiGzDecoder::new(bytes), limit),
        // Servers send zlib or bare deflate data under this name.
        "deflate" => match read(ZlibDecoder::new(bytes), limit) {
            Unpacked::NotPacked if !is_text(bytes) => read(DeflateDecoder::new(bytes), limit),
            unpacked => unpacked,
        },
        "gzip" | "x-gzip" => Unpacked::NotPacked,
        _ if is_text(bytes) => Unpacked::NotPacked,
        _ => Unpacked::Unknown,
    }
}

/// Reads as much as can be unpacked.
fn read(packed: impl Read, limit: u64) -> Unpacked {
    let mut out = Vec::new();
    let status = packed.take(limit.saturating_add(1)).read_to_end(&mut out);
    let is_whole = status.is_ok() && out.len() as u64 <= limit;
    out.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    if out.is_empty() && !is_whole {
        Unpacked::NotPacked
    } else {
        Unpacked::Bytes(out, is_whole)
    }
}

/// Returns whether bytes begin like text: with markup or letters, and without control characters.
fn is_text(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(512)];
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    !sample.iter().any(is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    const PAGE: &[u8] = b"<html><p>The quay is open again.</p></html>";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn chunked(bytes: &[u8], size: usize) -> Vec<u8> {
        let chunk = |chunk: &[u8]| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
        let mut out: Vec<u8> = bytes.chunks(size).flat_map(chunk).collect();
        out.extend_from_slice(b"0\r\n\r\n");
        out
    }

    fn body(head: &str, body: &[u8]) -> Vec<u8> {
        let bytes = [b"HTTP/1.1 200 OK\r\n", head.as_bytes(), b"\r\n", body].concat();
        let response = Response::read(&bytes).unwrap();
        response.body(1 << 20).bytes.into_owned()
    }

    #[test]
    fn encodings_are_undone_whatever_the_head_says() {
        const CHUNKED: &str = "Transfer-Encoding: chunked\r\n";
        const GZIP: &str = "content-encoding: gzip\r\n";
        let both = format!("{CHUNKED}{GZIP}");
        let packed = gzip(PAGE);
        for head in ["", CHUNKED, GZIP, &both] {
            assert_eq!(body(head, PAGE), PAGE, "{head:?}");
            assert_eq!(body(head, &packed), PAGE, "{head:?}");
            assert_eq!(body(head, &chunked(PAGE, 10)), PAGE, "{head:?}");
            assert_eq!(body(head, &chunked(&packed, 7)), PAGE, "{head:?}");
        }
        assert_eq!(body(GZIP, &gzip(&packed)), PAGE);
    }

    #[test]
    fn deflate_is_zlib_or_bare() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(PAGE).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(PAGE).unwrap();
        let head = "Content-Encoding: deflate\r\n";
        assert_eq!(body(head, &zlib.finish().unwrap()), PAGE);
        assert_eq!(body(head, &bare.finish().unwrap()), PAGE);
        assert_eq!(body(head, PAGE), PAGE);
    }

    #[test]
    fn chunks_that_break_off_keep_what_is_there() {
        let whole = chunked(PAGE, 10);
        let cut = body("Transfer-Encoding: chunked\r\n", &whole[..30]);
        assert!(cut.starts_with(b"<html><p>The quay"), "{cut:?}");
        let text = b"12\nmen were saved from the sea, and the text goes on with other lines.";
        assert_eq!(body("", text), text);
    }

    #[test]
    fn a_body_that_unpacks_to_any_size_is_cut() {
        let packed = gzip(&vec![b' '; 3 << 20]);
        let bytes = [b"HTTP/1.0 200 OK\r\n\r\n", &packed[..]].concat();
        let body = Response::read(&bytes).unwrap().body(1 << 20);
        assert_eq!((body.bytes.len(), body.is_cut), (1 << 20, true));
    }

    #[test]
    fn an_encoding_without_a_decoder_is_reported() {
        let bytes = b"HTTP/1.1 200 OK\ncontent-encoding: br\n\n\x0b\x02\x80<p>";
        let body = Response::read(bytes).unwrap().body(1 << 20);
        assert_eq!(body.unknown_encoding.as_deref(), Some("br"));
    }

    #[test]
    fn heads_are_read_in_any_case_and_with_any_line_ends() {
        let bytes = b"http/1.1 200\nCONTENT-TYPE: Text/HTML; Charset=\"windows-1251\"\n\nx";
        let response = Response::read(bytes).unwrap();
        assert_eq!(response.status, 200);
        assert_eq!(response.media_type.as_deref(), Some("text/html"));
        assert_eq!(response.charset.as_deref(), Some("windows-1251"));
        assert!(Response::read(b"<html>HTTP/1.1 200 OK").is_none());
        assert!(Response::read(b"").is_none());
        // A letter of several bytes where the name would end.
        assert!(Response::read("ZelÜ 200".as_bytes()).is_none());
    }
}
