//! Recognises UTF-16 without a byte order mark, in any script. Not how it is decoded.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// At most this many bytes are examined.
const SAMPLE: usize = 64 * 1024;
/// The share of the characters, in percent, that must be letters and marks of texts.
const PLAUSIBLE: usize = 95;

/// Bytes of which at least this share, in percent, is printable ASCII are not UTF-16, unless every other one is zero.
const ASCII: usize = 85;

/// The byte order of UTF-16 without a mark; `None` for other bytes. Blanks, line ends and digits have a zero byte in every
/// script, and no text in another encoding has one.
pub(crate) fn byte_order(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let zeros = memchr::memchr_iter(0, sample).count();
    let printable = sample
        .iter()
        .filter(|&&byte| byte == b'\n' || (b' '..=b'~').contains(&byte))
        .count();
    let is_ascii = printable * 100 >= sample.len() * ASCII && zeros * 4 < sample.len() / 2;
    if zeros == 0 || is_ascii {
        return None;
    }
    let big = plausible(sample, u16::from_be_bytes);
    let little = plausible(sample, u16::from_le_bytes);
    let (encoding, more, less) = if big > little {
        (UTF_16BE, big, little)
    } else {
        (UTF_16LE, little, big)
    };
    (more >= PLAUSIBLE && more > less).then_some(encoding)
}

/// The share of the characters, in percent, that texts consist of; 0 if there is a zero character or a broken pair.
fn plausible(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> usize {
    let (pairs, _) = bytes.as_chunks::<2>();
    let (mut all, mut good) = (0_usize, 0);
    for c in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        // The sample may end within a pair.
        let Ok(c) = c else { continue };
        if c == '\0' {
            return 0;
        }
        all += 1;
        good += usize::from(is_of_texts(c));
    }
    if all < 2 { 0 } else { good * 100 / all }
}

/// Returns whether a character is common in texts: letters, marks and blanks of the scripts in use. The same bytes in the
/// other order are mostly rare ideographs, private characters and unassigned ones.
fn is_of_texts(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\r' | '\u{c}' | ' '..='~' | '\u{a0}'..='\u{5ff}' | '\u{600}'..='\u{6ff}' | '\u{900}'..='\u{9ff}' | '\u{a01}'..='\u{cff}' | '\u{d01}'..='\u{11ff}'
            | '\u{1200}'..='\u{137f}' | '\u{1780}'..='\u{17ff}' | '\u{1e00}'..='\u{1fff}' | '\u{2002}'..='\u{206f}'
            | '\u{20a0}'..='\u{20bf}' | '\u{2100}'..='\u{214f}' | '\u{25a0}'..='\u{25ff}' | '\u{3000}'..='\u{30ff}'
            | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ffef}' | '\u{feff}'
    )
}
