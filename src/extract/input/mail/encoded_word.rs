//! Text in the fields of a message: encoded words (RFC 2047), raw UTF-8 and raw legacy bytes.
//!
//! Some programs cut a letter in two between encoded words. So the bytes of neighbours in one charset are joined before
//! they become text.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use std::borrow::Cow;
use std::ops::Range;

/// A part of a field.
enum Piece<'a> {
    Plain(Cow<'a, [u8]>),
    Encoded { charset: String, bytes: Vec<u8> },
}

/// Decodes the value of a field.
pub(super) fn decode(value: &[u8]) -> String {
    let mut out = String::new();
    for piece in pieces(value) {
        match piece {
            Piece::Plain(bytes) => out.push_str(&plain(&bytes)),
            Piece::Encoded { charset, bytes } => match charset_decoder(charset.as_bytes()) {
                Some(decode) => out.push_str(&decode(&bytes)),
                None => out.push_str(&plain(&bytes)),
            },
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Bytes without a charset: UTF-8, or else the most common legacy encoding.
fn plain(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

fn pieces(value: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut rest = value;
    while let Some((range, charset, bytes)) = first_word(rest) {
        let before = &rest[..range.start];
        let is_gap = before.iter().all(u8::is_ascii_whitespace);
        match pieces.last_mut() {
            // White space between encoded words separates nothing.
            Some(Piece::Encoded {
                charset: last,
                bytes: joined,
            }) if is_gap && last.eq_ignore_ascii_case(&charset) => {
                joined.extend_from_slice(&bytes);
            }
            last => {
                if !(is_gap && matches!(last, Some(Piece::Encoded { .. }))) {
                    pieces.push(Piece::Plain(Cow::Borrowed(before)));
                }
                pieces.push(Piece::Encoded { charset, bytes });
            }
        }
        rest = &rest[range.end..];
    }
    pieces.push(Piece::Plain(Cow::Borrowed(rest)));
    pieces
}

/// The first encoded word: where it is, its charset, and its bytes.
fn first_word(value: &[u8]) -> Option<(Range<usize>, String, Vec<u8>)> {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&value[from..], b"=?") {
        let start = from + at;
        if let Some((charset, bytes, length)) = word(&value[start + 2..]) {
            return Some((start..start + 2 + length, charset, bytes));
        }
        from = start + 2;
    }
    None
}

/// Reads `charset?B?text?=`; returns the charset, the bytes and the length.
fn word(value: &[u8]) -> Option<(String, Vec<u8>, usize)> {
    const NAME_MAX: usize = 64;
    let name = memchr::memchr(b'?', &value[..value.len().min(NAME_MAX)])?;
    let kind = value.get(name + 1)?.to_ascii_uppercase();
    if name == 0 || value.get(name + 2) != Some(&b'?') || !value[..name].is_ascii() {
        return None;
    }
    let text = name + 3;
    let length = memchr::memmem::find(&value[text..], b"?=")?;
    let encoded = &value[text..text + length];
    let bytes = match kind {
        b'B' => base64_decode(encoded)?,
        b'Q' => unquote(encoded),
        _ => return None,
    };
    let charset = std::str::from_utf8(&value[..name]).ok()?;
    // RFC 2231 lets a language follow the charset.
    let charset = charset.split('*').next().unwrap_or(charset).to_owned();
    Some((charset, bytes, text + length + 2))
}

/// Decodes the `Q` encoding. What is not well formed stays as it is.
fn unquote(encoded: &[u8]) -> Vec<u8> {
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(&byte) = encoded.get(at) {
        at += 1;
        match (byte, hex(encoded.get(at)), hex(encoded.get(at + 1))) {
            (b'=', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 2;
            }
            (b'_', ..) => out.push(b' '),
            _ => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_plain_text_are_joined() {
        for (field, text) in [
            ("=?utf-8?Q?Caf=C3=A9_Zelm?=", "Café Zelm"),
            ("=?utf-8?Q?Caf=C3=A9?= =?utf-8?Q?_Zelm?=", "Café Zelm"),
            ("The =?iso-8859-1?Q?Caf=E9?= at Zelm", "The Café at Zelm"),
            ("=?ISO-8859-1*fr?q?Caf=E9?=\r\n =?utf-8?B?IFplbG0=?=", "Café Zelm"),
            ("Café \t Zelm", "Café Zelm"),
            ("1 =? 2 ?= 3", "1 =? 2 ?= 3"),
            ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
            ("=?utf-8?Q?half=C", "=?utf-8?Q?half=C"),
            ("", ""),
        ] {
            assert_eq!(decode(field.as_bytes()), text, "{field:?}");
        }
        assert_eq!(decode(b"Caf\xe9 Zelm"), "Café Zelm");
    }

    #[test]
    fn a_letter_cut_in_two_is_whole_again() {
        let field = "=?utf-8?Q?Br=C3?=\n =?UTF-8?Q?=BCcke?=";
        assert_eq!(decode(field.as_bytes()), "Brücke");
    }
}
