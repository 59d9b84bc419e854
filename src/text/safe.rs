//! Makes text from a page harmless: no control characters, no escape sequences, no invisible tricks. Not an encoding
//! detector and not an HTML decoder.
//!
//! Sequences follow ECMA-48 (5th edition, 1991) and common extensions of terminals (BEL ends a string). It removes C0
//! except `\n` and `\t`, DEL, C1, whole escape sequences, bidi controls, zero-width and other default-ignorable
//! characters, tags outside of flags, and noncharacters. Joiners and variation selectors stay where a script or an
//! emoji needs them. `\r\n`, `\r`, U+2028 and U+2029 become `\n`.

use std::borrow::Cow;

/// An unterminated string sequence is removed up to the end of its line if that is at most this many bytes. A longer
/// rest is more likely an article than a payload, so only the introducer is removed.
const UNTERMINATED_MAX: usize = 2048;

/// The text without anything that a terminal would obey or that a person could not see. `\n` and `\t` stay. Clean text
/// is borrowed. Applying it twice has no further effect.
pub fn harmless(text: &str) -> Cow<'_, str> {
    clean(text, false)
}

/// The same for one row: each `\n` and `\t` becomes a blank. For cells, logs and window titles.
pub fn harmless_line(text: &str) -> Cow<'_, str> {
    clean(text, true)
}

fn clean(text: &str, line: bool) -> Cow<'_, str> {
    let Some(first) = next_suspect(text, 0, line) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut at = first;
    while at < text.len() {
        at = treat(text, at, line, &mut out);
        let next = next_suspect(text, at, line).unwrap_or(text.len());
        out.push_str(&text[at..next]);
        at = next;
    }
    Cow::Owned(out)
}

/// Handles the suspect character at `at`: appends what stays and returns the offset to continue at.
fn treat(text: &str, at: usize, line: bool, out: &mut String) -> usize {
    let rest = &text[at..];
    let Some(c) = rest.chars().next() else {
        return text.len();
    };
    let after = at + c.len_utf8();
    match c {
        '\r' if rest.as_bytes().get(1) == Some(&b'\n') => {}
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push(if line { ' ' } else { '\n' }),
        '\t' => out.push(if line { ' ' } else { '\t' }),
        '\u{1b}' => return at + escape_length(rest),
        '\u{80}'..='\u{9f}' => return after + c1_length(c, &text[after..]),
        '\u{e0020}'..='\u{e007f}' => {
            let tags = flag_tags(out, rest);
            out.push_str(&rest[..tags]);
            return at + tags.max(c.len_utf8());
        }
        _ if may_stay(c, out, &text[after..]) => out.push(c),
        _ => {}
    }
    after
}

/// Returns whether a suspect character is needed by its neighbours. `before` is the text kept so far.
fn may_stay(c: char, before: &str, after: &str) -> bool {
    let previous = before.chars().next_back();
    match c {
        '\u{200c}' => previous.is_some_and(is_joining_script),
        '\u{200d}' => match previous {
            Some(p) if is_joining_script(p) => true,
            Some(p) => joins_emoji(p) && after.chars().next().is_some_and(is_pictograph),
            None => false,
        },
        '\u{180b}'..='\u{180f}' => previous.is_some_and(|p| matches!(p, '\u{1820}'..='\u{18aa}')),
        '\u{fe00}'..='\u{fe0d}' => previous.is_some_and(takes_variation),
        '\u{fe0e}' | '\u{fe0f}' => previous.is_some_and(takes_presentation),
        '\u{e0100}'..='\u{e01ef}' => previous.is_some_and(is_ideograph),
        _ => !is_hidden(c),
    }
}

/// Characters that are always removed; those that may stay in some places are handled before.
pub(crate) fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}'
            | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    ) || u32::from(c) & 0xfffe == 0xfffe
}

/// Scripts in which a (non-)joiner changes the form of letters: Arabic and its neighbours, Indic, Khmer, Mongolian.
fn is_joining_script(c: char) -> bool {
    matches!(
        c,
        '\u{620}'..='\u{6ff}' | '\u{710}'..='\u{7ff}' | '\u{840}'..='\u{85f}' | '\u{8a0}'..='\u{dff}'
            | '\u{f00}'..='\u{109f}' | '\u{1780}'..='\u{17b3}' | '\u{17b6}'..='\u{17ff}'
            | '\u{1820}'..='\u{18aa}' | '\u{1b00}'..='\u{1b7f}' | '\u{a840}'..='\u{a8ff}'
            | '\u{a980}'..='\u{aaff}' | '\u{fb50}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}' | '\u{11000}'..='\u{11fff}'
    )
}

/// Characters that may follow a joiner in an emoji sequence.
fn is_pictograph(c: char) -> bool {
    matches!(
        c,
        '\u{a9}' | '\u{ae}' | '\u{203c}'..='\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21ff}'
            | '\u{2300}'..='\u{23ff}' | '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{297f}'
            | '\u{2b00}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
            | '\u{1f000}'..='\u{1faff}'
    )
}

/// Characters that may precede a joiner in an emoji sequence.
fn joins_emoji(c: char) -> bool {
    c == '\u{fe0f}' || is_pictograph(c)
}

/// Characters with a text and an emoji presentation: pictographs, and digits, `#` and `*` for keycaps.
fn takes_presentation(c: char) -> bool {
    matches!(c, '0'..='9' | '#' | '*') || is_pictograph(c)
}

/// Characters with standardised variants: scripts from Myanmar on, mathematical signs, ideographs; neither Latin nor
/// blanks.
fn takes_variation(c: char) -> bool {
    c >= '\u{1000}' && !c.is_whitespace() && !matches!(c, '\u{2000}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The length of the tag characters that spell a flag after a black flag; 0 if they do not spell one.
fn flag_tags(before: &str, tags: &str) -> usize {
    if !before.ends_with('\u{1f3f4}') {
        return 0;
    }
    let end = tags
        .char_indices()
        .take(8)
        .find(|(_, c)| !matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}'));
    match end {
        Some((at, '\u{e007f}')) if at > 0 => at + '\u{e007f}'.len_utf8(),
        _ => 0,
    }
}

/// The length in bytes of the sequence that starts with the ESC at the start of `text`.
fn escape_length(text: &str) -> usize {
    match text.as_bytes().get(1) {
        Some(b'[') => 2 + csi_length(&text[2..]),
        Some(b']' | b'P' | b'X' | b'^' | b'_') => {
            let body = string_length(&text[2..]);
            2 + match body {
                StringEnd::Terminated(length) => length,
                StringEnd::Open(length) if length <= UNTERMINATED_MAX => length,
                StringEnd::Open(_) => 0,
            }
        }
        Some(0x20..=0x2f) => {
            let intermediate = run(&text.as_bytes()[1..], 0x20..=0x2f);
            let end = 1 + intermediate;
            end + usize::from(matches!(text.as_bytes().get(end), Some(0x30..=0x7e)))
        }
        Some(0x30..=0x7e) => 2,
        _ => 1,
    }
}

/// The length in bytes of what belongs to a C1 control. A string is removed only if it is terminated: a C1 control is
/// usually one half of a wrongly decoded quotation mark.
fn c1_length(control: char, after: &str) -> usize {
    match control {
        '\u{9b}' => csi_length(after),
        '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => match string_length(after) {
            StringEnd::Terminated(length) => length,
            StringEnd::Open(_) => 0,
        },
        _ => 0,
    }
}

/// The length of the parameters, intermediates and final byte after a control sequence introducer. A malformed sequence
/// ends before the first wrong byte.
fn csi_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let parameters = run(bytes, 0x30..=0x3f);
    let end = parameters + run(&bytes[parameters..], 0x20..=0x2f);
    end + usize::from(matches!(bytes.get(end), Some(0x40..=0x7e)))
}

fn run(bytes: &[u8], range: std::ops::RangeInclusive<u8>) -> usize {
    bytes.iter().take_while(|byte| range.contains(byte)).count()
}

enum StringEnd {
    /// Bytes up to and including the terminator.
    Terminated(usize),
    /// Bytes up to the end of the line, or to the next escape or control that interrupts the string.
    Open(usize),
}

fn string_length(text: &str) -> StringEnd {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            0x07 | 0x18 | 0x1a => return StringEnd::Terminated(at + 1),
            0x1b if bytes.get(at + 1) == Some(&b'\\') => return StringEnd::Terminated(at + 2),
            b'\n' | b'\r' | 0x1b => return StringEnd::Open(at),
            0xc2 if bytes.get(at + 1) == Some(&0x9c) => return StringEnd::Terminated(at + 2),
            0xc2 if matches!(bytes.get(at + 1), Some(0x80..=0x9f)) => return StringEnd::Open(at),
            _ => at += 1,
        }
    }
    StringEnd::Open(at)
}

/// Bytes that may begin a character to remove; the caller handles `\n` and `\t`.
const SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte, 0..=0x1f | 0x7f | 0xc2 | 0xcd | 0xd8 | 0xe1..=0xe3 | 0xef | 0xf0..=0xf4);
        byte += 1;
    }
    table
};

/// The offset of the next suspect character from `at` on.
fn next_suspect(text: &str, mut at: usize, line: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        at = skip_plain_ascii(bytes, at, line);
        let end = bytes.len().min(at + BLOCK);
        while at < end {
            let byte = bytes[at];
            if SUSPECT[usize::from(byte)] && is_suspect(bytes, at, line) {
                return Some(at);
            }
            at += match byte {
                0xf0.. => 4,
                0xe0.. => 3,
                0xc0.. => 2,
                _ => 1,
            };
        }
    }
    None
}

/// Number of bytes that are checked together.
const BLOCK: usize = 32;

/// Skips blocks of printable ASCII; the inner loop compiles to vector instructions.
#[allow(clippy::needless_bitwise_bool)] // branches would keep the loop from being vectorised
fn skip_plain_ascii(bytes: &[u8], mut at: usize, line: bool) -> usize {
    while let Some(block) = bytes.get(at..at + BLOCK) {
        let odd = block.iter().fold(false, |odd, &byte| {
            odd | ((byte < 0x20) & (line | ((byte != b'\n') & (byte != b'\t')))) | (byte >= 0x7f)
        });
        if odd {
            break;
        }
        at += BLOCK;
    }
    at
}

fn is_suspect(bytes: &[u8], at: usize, line: bool) -> bool {
    let second = bytes.get(at + 1).copied().unwrap_or(0);
    let third = bytes.get(at + 2).copied().unwrap_or(0);
    match bytes[at] {
        b'\n' | b'\t' => line,
        0xc2 => second <= 0x9f || second == 0xad,
        0xcd => second == 0x8f,
        0xd8 => second == 0x9c,
        0xe1 => matches!(
            (second, third),
            (0x85, 0x9f | 0xa0) | (0x9e, 0xb4 | 0xb5) | (0xa0, 0x8b..=0x8f)
        ),
        0xe2 => matches!((second, third), (0x80, 0x8b..=0x8f | 0xa8..=0xae) | (0x81, 0xa0..=0xaf)),
        0xe3 => (second, third) == (0x85, 0xa4),
        0xef => match second {
            0xb7 => matches!(third, 0x90..=0xaf),
            0xb8 => third <= 0x8f,
            0xbb => third == 0xbf,
            0xbe => third == 0xa0,
            0xbf => third >= 0xb0 && third != 0xbc && third != 0xbd,
            _ => false,
        },
        0xf0 => match (second, third) {
            (0x9b, 0xb2) | (0x9d, 0x85) => true,
            (_, 0xbf) => second & 0x0f == 0x0f,
            _ => false,
        },
        0xf1..=0xf2 | 0xf4 => third == 0xbf && second & 0x0f == 0x0f,
        0xf3 => (0xa0..=0xa3).contains(&second) || (third == 0xbf && second & 0x0f == 0x0f),
        _ => true,
    }
}

#[cfg(test)]
#[path = "safe_tests.rs"]
mod tests;
