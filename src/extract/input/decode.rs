//! Turns the bytes of a file into harmless text: encoding, line ends, control characters. It does not interpret the
//! text.

use crate::article::meta::Warning;
use crate::extract::input::{hidden_lines, utf16};
use crate::text::safe;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};
use std::borrow::Cow;

/// A text with `\n` between lines and no other control character.
pub(crate) struct Decoded {
    /// The text.
    pub text: String,
    /// Warnings for the reader.
    pub warnings: Vec<Warning>,
    /// The numbers, from 1, of the lines whose characters are all invisible, so that nothing is left of them.
    pub hidden_lines: Vec<u32>,
}

/// At most this many bytes after the first one beyond ASCII are used to guess the encoding.
const SAMPLE: usize = 64 * 1024;

/// Decodes bytes: by the byte order mark; else as ISO-2022-JP if its escapes show it; else as UTF-16 if zero bytes show
/// it; else as UTF-8 if valid; else as UTF-8 if it is valid but for a few places; else as `chardetng` guesses.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    let mut warnings = Vec::new();
    let text = to_utf8(bytes, &mut warnings);
    let (text, hidden_lines) = harmless_lines(text, &mut warnings);
    Decoded {
        text,
        warnings,
        hidden_lines,
    }
}

/// A text with `\n` between lines and no other control character.
pub(crate) fn harmless(text: Cow<'_, str>, warnings: &mut Vec<Warning>) -> String {
    harmless_lines(text, warnings).0
}

/// A harmless text, and the numbers of the lines of which nothing was left.
fn harmless_lines(text: Cow<'_, str>, warnings: &mut Vec<Warning>) -> (String, Vec<u32>) {
    let text = line_ends(text);
    let clean = safe::harmless(&text);
    let mut hidden_lines = Vec::new();
    if clean.len() != text.len() {
        warnings.push(Warning::ControlsRemoved);
        hidden_lines = hidden_lines::find(&text, &clean);
    }
    let mut text = match clean {
        Cow::Borrowed(_) => text.into_owned(),
        Cow::Owned(clean) => clean,
    };
    if memchr::memchr(b'\t', text.as_bytes()).is_some() {
        text = text.replace('\t', " ");
    }
    (text, hidden_lines)
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
    if let Some(text) = iso_2022_jp(bytes) {
        warnings.push(Warning::EncodingGuessed);
        return Cow::Owned(text);
    }
    if let Some(encoding) = utf16::byte_order(bytes) {
        warnings.push(Warning::EncodingGuessed);
        return with(encoding, bytes, warnings);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    if mostly_utf8(bytes) {
        return with(UTF_8, bytes, warnings);
    }
    warnings.push(Warning::EncodingGuessed);
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[first..bytes.len().min(first + SAMPLE)], true);
    with(detector.guess(None, Utf8Detection::Allow), bytes, warnings)
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], warnings: &mut Vec<Warning>) -> Cow<'a, str> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    if replaced {
        warnings.push(Warning::BytesReplaced);
    }
    text
}

/// The text of ISO-2022-JP, which has only bytes of ASCII and switches alphabets by escapes. `None` if the bytes have no
/// such escape, or are not valid with it: terminals have escapes too.
fn iso_2022_jp(bytes: &[u8]) -> Option<String> {
    let switches = |at: usize| matches!(bytes.get(at + 1..at + 3), Some(b"$B" | b"$@"));
    if !memchr::memchr_iter(0x1b, bytes).any(switches) || !bytes.is_ascii() {
        return None;
    }
    let (text, replaced) = ISO_2022_JP.decode_without_bom_handling(bytes);
    (!replaced).then(|| text.into_owned())
}

/// Returns whether bytes are UTF-8 with some broken places, such as a truncated or badly copied file. Letters of several
/// bytes are rarely valid by chance, so one of them outweighs a broken place.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        // Control characters beyond ASCII are valid in pairs of bytes of other encodings, but no text has them.
        good += chunk.valid().chars().filter(|&c| c > '\u{9f}').count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= bad
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
    fn one_broken_byte_does_not_change_the_rest() {
        let text = "The ferry left.\n“Nobody asked us,” said the mayor.\n";
        let broken = [b"It rained\x92s all day.\n", text.as_bytes()].concat();
        let decoded = decode(&broken);
        assert!(decoded.text.ends_with(text), "{}", decoded.text);
        assert_eq!(decoded.warnings, [Warning::BytesReplaced]);
        let late = [b"Rain. ".repeat(SAMPLE).as_slice(), &broken].concat();
        assert!(decode(&late).text.ends_with(text), "however late it is");
    }

    #[test]
    fn utf16_without_a_mark_is_read_in_any_script() {
        for text in [
            "旧渡轮周一离开港口，船上有四十名乘客。\n没有人想到它会回来，市长在雨中说。\n",
            "古いフェリーは月曜日に港を出た。\n誰も帰ってくるとは思わなかった。\n",
            "낡은 여객선이 월요일에 항구를 떠났다.\n",
            "Старый паром вышел в понедельник из гавани.\n",
            "غادرت العبارة القديمة الميناء يوم الاثنين.\n",
        ] {
            for little in [true, false] {
                assert_eq!(decode(&utf16(text, little)).text, text);
            }
        }
    }

    #[test]
    fn seven_bit_japanese_is_read_and_terminal_escapes_are_not_taken_for_it() {
        let text = "古いフェリーは月曜日に港を出た。\n";
        let (bytes, _, _) = ISO_2022_JP.encode(text);
        assert_eq!(decode(&bytes).text, text);
        let plain = b"A log\x1b$Bred".as_slice();
        assert!(decode(plain).text.starts_with("A log"));
    }

    #[test]
    fn older_encodings_are_not_taken_for_broken_utf8() {
        use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK, KOI8_R, SHIFT_JIS};
        let cases = [
            (
                GBK,
                "旧渡轮周一离开港口，船上有四十名乘客。没有人想到它会回来，市长在雨中说。",
            ),
            (
                BIG5,
                "舊渡輪週一離開港口，船上有四十名乘客。沒有人想到它會回來，市長在雨中說。",
            ),
            (
                SHIFT_JIS,
                "古いフェリーは月曜日に港を出た。誰も帰ってくるとは思わなかった、と市長は雨の中で言った。",
            ),
            (
                EUC_JP,
                "古いフェリーは月曜日に港を出た。誰も帰ってくるとは思わなかった、と市長は雨の中で言った。",
            ),
            (
                EUC_KR,
                "낡은 여객선이 월요일에 승객 마흔 명을 태우고 항구를 떠났다.",
            ),
            (
                KOI8_R,
                "Старый паром вышел в понедельник из гавани с сорока пассажирами на борту.",
            ),
        ];
        for (encoding, text) in cases {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(decode(&bytes).text, text, "{}", encoding.name());
        }
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
