//! Turns the bytes of a file into harmless text: encoding, line ends, control characters. It does not interpret the
//! text.

use crate::article::meta::Warning;
use crate::text::safe;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A text with `\n` between lines and no other control character.
pub(crate) struct Decoded {
    /// The text.
    pub text: String,
    /// Warnings for the reader.
    pub warnings: Vec<Warning>,
}

/// At most this many bytes are used to guess the encoding.
const SAMPLE: usize = 64 * 1024;

/// Decodes bytes: by the byte order mark; else as UTF-8 if valid; else as UTF-16 if zero bytes show it; else as
/// `chardetng` guesses.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    let mut warnings = Vec::new();
    let text = to_utf8(bytes, &mut warnings);
    Decoded {
        text: harmless(text, &mut warnings),
        warnings,
    }
}

/// A text with `\n` between lines and no other control character.
pub(crate) fn harmless(text: Cow<'_, str>, warnings: &mut Vec<Warning>) -> String {
    let text = line_ends(text);
    let clean = safe::harmless(&text);
    if clean.len() != text.len() {
        warnings.push(Warning::ControlsRemoved);
    }
    let mut text = match clean {
        Cow::Borrowed(_) => text.into_owned(),
        Cow::Owned(clean) => clean,
    };
    if memchr::memchr(b'\t', text.as_bytes()).is_some() {
        text = text.replace('\t', " ");
    }
    text
}

/// Decodes bytes whose encoding is known. Only bytes become text: line ends and controls stay.
pub(crate) fn in_encoding<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> (Cow<'a, str>, Vec<Warning>) {
    let mut warnings = Vec::new();
    let text = with(encoding, bytes, &mut warnings);
    (text, warnings)
}

/// Decodes bytes as [`decode`] does. Only bytes become text: line ends and controls stay.
pub(crate) fn in_guessed_encoding(bytes: &[u8]) -> (Cow<'_, str>, Vec<Warning>) {
    let mut warnings = Vec::new();
    let text = to_utf8(bytes, &mut warnings);
    (text, warnings)
}

fn to_utf8<'a>(bytes: &'a [u8], warnings: &mut Vec<Warning>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(mark..).unwrap_or_default(), warnings);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if !looks_like_utf16_ascii(bytes) => return Cow::Borrowed(text),
        _ => {}
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        warnings.push(Warning::EncodingGuessed);
        return with(encoding, bytes, warnings);
    }
    if mostly_utf8(bytes) {
        return with(UTF_8, bytes, warnings);
    }
    warnings.push(Warning::EncodingGuessed);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(SAMPLE)], true);
    with(detector.guess(None, Utf8Detection::Allow), bytes, warnings)
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], warnings: &mut Vec<Warning>) -> Cow<'a, str> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    if replaced {
        warnings.push(Warning::BytesReplaced);
    }
    text
}

/// The number of zero bytes at even and at odd offsets of the sample, and the number of its UTF-16 units.
fn zeros(bytes: &[u8]) -> (usize, usize, usize) {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut count = (0, 0);
    for (at, &byte) in sample.iter().enumerate() {
        if byte == 0 {
            if at % 2 == 0 {
                count.0 += 1;
            } else {
                count.1 += 1;
            }
        }
    }
    (count.0, count.1, sample.len() / 2)
}

/// Returns whether valid UTF-8 is in fact UTF-16: such text has a zero byte for nearly every letter.
fn looks_like_utf16_ascii(bytes: &[u8]) -> bool {
    if memchr::memchr(0, &bytes[..bytes.len().min(SAMPLE)]).is_none() {
        return false;
    }
    let (even, odd, units) = zeros(bytes);
    even.max(odd) * 4 >= units && utf16_without_mark(bytes).is_some()
}

/// The byte order of UTF-16 without a mark. It has zero bytes at even offsets only or at odd offsets only: blanks and
/// line ends have one in every script.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let (even, odd, units) = zeros(bytes);
    let (encoding, more, fewer) = if even > odd {
        (UTF_16BE, even, odd)
    } else {
        (UTF_16LE, odd, even)
    };
    (units >= 2 && more * 50 >= units && fewer * 20 <= more).then_some(encoding)
}

/// Returns whether bytes are UTF-8 with a few broken places, such as a truncated or badly copied file.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad.saturating_mul(4)
}

/// CRLF and CR become LF, so that line numbers match those of editors.
fn line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let bytes = |unit: u16| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "Der Fluss stieg.\nNiemand ging über die Brücke.\n";
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let marked = [&[0xFF, 0xFE][..], &utf16(text, true)].concat();
        let utf8 = [&[0xEF, 0xBB, 0xBF][..], text.as_bytes()].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            latin.into_owned(),
            utf16(text, true),
            utf16(text, false),
            marked,
            utf8,
        ] {
            assert_eq!(decode(&bytes).text, text);
        }
        let (cyrillic, _, _) =
            encoding_rs::WINDOWS_1251.encode("Мост снова открыт для всех жителей города.\n");
        assert!(decode(&cyrillic).text.starts_with("Мост снова"));
    }

    #[test]
    fn line_ends_are_normalised_and_controls_removed() {
        let decoded = decode(b"One\r\ntwo\rthree\x00 \x1b[31mred\x1b[0m\n");
        assert_eq!(decoded.text, "One\ntwo\nthree red\n");
        assert_eq!(decoded.warnings, [Warning::ControlsRemoved]);
        let broken = decode(
            "Žluťoučký kůň pěl ďábelské ódy"
                .as_bytes()
                .split_last()
                .unwrap()
                .1,
        );
        assert!(broken.text.starts_with("Žluťoučký"));
        assert_eq!(decode(b"").text, "");
    }
}
