//! The encoding of a document, as browsers find it: a byte order mark, a header, a declaration in the document, a guess.
//!
//! One thing differs: valid UTF-8 with letters beyond ASCII is UTF-8, whatever is declared. Programs that save pages write
//! UTF-8 and leave the declaration as it was, and text in another encoding is hardly ever valid UTF-8.

use crate::article::meta::Warning;
use crate::extract::input::decode;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// The declaration is among the first bytes: browsers look at 1,024, but long comments may come first.
const DECLARED_WITHIN: usize = 4_096;

/// Decodes a document in HTML or XML. `stated` is the charset that a header states.
pub fn decode<'a>(bytes: &'a [u8], stated: Option<&str>) -> (Cow<'a, str>, Vec<Warning>) {
    let is_plain = Encoding::for_bom(bytes).is_some();
    let is_utf8 =
        !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() && memchr::memchr(0, bytes).is_none();
    let known = stated.and_then(of_label).or_else(|| declared(bytes));
    match known {
        Some(encoding) if !is_plain && !is_utf8 => decode::in_encoding(encoding, bytes),
        _ => decode::in_guessed_encoding(bytes),
    }
}

fn of_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    Encoding::for_label(label.as_bytes())
}

/// The encoding that the document declares: in its XML declaration, or in a `meta` element.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let xml = head.trim_ascii_start().starts_with(b"<?xml");
    let declared = if xml { value_after(head, b"encoding") } else { None };
    let encoding = declared.or_else(|| value_after(head, b"charset"))?;
    // A declaration that can be read as ASCII is not in UTF-16.
    Some(if encoding == UTF_16BE || encoding == UTF_16LE {
        UTF_8
    } else {
        encoding
    })
}

/// The encoding after `name=`, in quotes or without.
fn value_after(head: &[u8], name: &[u8]) -> Option<&'static Encoding> {
    let mut at = 0;
    while let Some(found) = find(&head[at..], name) {
        at += found + name.len();
        let rest = head[at..].trim_ascii_start();
        let Some(value) = rest.strip_prefix(b"=") else {
            continue;
        };
        let value = value.trim_ascii_start();
        let value = value
            .strip_prefix(b"\"")
            .or(value.strip_prefix(b"'"))
            .unwrap_or(value);
        let end = value
            .iter()
            .position(|byte| b"\"'>;/ \t\r\n?".contains(byte))
            .unwrap_or(value.len());
        if let Some(encoding) = Encoding::for_label(&value[..end]) {
            return Some(encoding);
        }
    }
    None
}

fn find(bytes: &[u8], name: &[u8]) -> Option<usize> {
    bytes
        .windows(name.len())
        .position(|window| window.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_decides_unless_the_bytes_are_utf_8() {
        let in_windows = |text: &[u8]| [b"<meta charset=windows-1251><p>", text].concat();
        let koi8 = b"<?xml version='1.0' encoding='koi8-r'?><a>\xed\xcf\xd3\xd4".to_vec();
        for (bytes, stated) in [
            (in_windows(b"\xcc\xee\xf1\xf2"), None),
            (in_windows("Мост".as_bytes()), None),
            (koi8, None),
            (b"<p>\xcc\xee\xf1\xf2".to_vec(), Some("cp1251")),
        ] {
            assert!(decode(&bytes, stated).0.ends_with("Мост"), "{bytes:?}");
        }
    }
}
