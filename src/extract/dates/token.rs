//! A line as numbers, words and marks, for readers of dates and names. Glued words are split: where a lower-case
//! letter meets a capital, where letters meet digits, and between ideographs. Not a general tokenizer.

use unicode_normalization::char::is_combining_mark;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Digits of any script: their value and their number.
    Number { value: u32, digits: u8 },
    /// Letters.
    Word,
    /// One other character.
    Mark(char),
}

/// A token and its position in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateToken {
    pub(crate) kind: TokenKind,
    /// Byte offset of its start.
    pub(crate) start: usize,
    /// Byte offset after it.
    pub(crate) end: usize,
    /// Whether white space comes before it.
    pub(crate) gap: bool,
}

impl DateToken {
    /// Its text; `line` is the line that it was made from.
    pub(crate) fn text<'a>(&self, line: &'a str) -> &'a str {
        &line[self.start..self.end]
    }

    /// Its value, if it is a number of at most `digits` digits.
    pub(crate) fn number(&self, digits: u8) -> Option<u32> {
        match self.kind {
            TokenKind::Number { value, digits: has } if has <= digits => Some(value),
            _ => None,
        }
    }

    pub(crate) fn is_mark(&self, marks: &[char]) -> bool {
        matches!(self.kind, TokenKind::Mark(mark) if marks.contains(&mark))
    }
}

/// The zeros of the decimal digits that newspapers use, without ASCII.
const ZEROS: [u32; 15] = [
    0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x1040,
    0x17E0, 0xFF10,
];

/// The value of a decimal digit in any of these scripts.
pub(crate) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let code = u32::from(c);
    ZEROS
        .iter()
        .find(|&&zero| (zero..zero + 10).contains(&code))
        .map(|zero| code - zero)
}

/// Chinese numerals below ten; some texts write the zero as a circle.
const NUMERALS: [&str; 10] = ["〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
/// What a number in Chinese numerals stands before in a date.
pub(crate) const NUMERAL_UNITS: [char; 5] = ['年', '月', '日', '号', '號'];

/// The number of a date in Chinese numerals at the beginning of a text, with its length in bytes: `二〇二五年`, `十五日`.
/// Numerals that no year, month or day follows are words.
fn numeral(text: &str) -> Option<(TokenKind, usize)> {
    let value_of = |c: char| (0..).zip(NUMERALS).find(|(_, forms)| forms.contains(c));
    let end = text.find(|c| c != '十' && value_of(c).is_none())?;
    if end == 0 || !text[end..].starts_with(NUMERAL_UNITS) {
        return None;
    }
    let written = &text[..end];
    let digits_of = |part: &str| {
        let values = part.chars().filter_map(value_of);
        values.fold(0_u32, |sum, (value, _)| {
            sum.saturating_mul(10).saturating_add(value)
        })
    };
    let (value, digits) = match written.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digits_of(tens) };
            (tens.saturating_mul(10).saturating_add(digits_of(ones)), 2)
        }
        None => (
            digits_of(written),
            u8::try_from(written.chars().count()).unwrap_or(u8::MAX),
        ),
    };
    Some((TokenKind::Number { value, digits }, end))
}

/// Returns whether a byte may begin a digit of any of these scripts.
pub(crate) fn begins_digit(byte: u8) -> bool {
    // The lead bytes of Arabic, Persian, Indic, Thai and full-width digits.
    byte.is_ascii_digit() || matches!(byte, 0xD9 | 0xDB | 0xE0 | 0xE1 | 0xEF)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Glyph {
    Digit,
    Upper,
    Lower,
    /// A letter of a script without case that is written in words.
    Letter,
    /// A letter that is a word of its own.
    Ideograph,
    /// White space and invisible marks.
    Blank,
    Other,
}

/// The kind of a character that is not ASCII.
fn glyph(c: char) -> Glyph {
    if c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{feff}') {
        Glyph::Blank
    } else if digit(c).is_some() {
        Glyph::Digit
    } else if is_ideograph(c) {
        Glyph::Ideograph
    } else if c.is_uppercase() {
        Glyph::Upper
    } else if c.is_lowercase() {
        Glyph::Lower
    } else if c.is_alphabetic() || is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}') {
        Glyph::Letter
    } else {
        Glyph::Other
    }
}

/// Returns whether a character is Han or kana.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x3005..=0x3007 | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF)
}

/// The kinds of the ASCII characters.
const GLYPHS: [Glyph; 128] = {
    let mut table = [Glyph::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' => Glyph::Lower,
            b'A'..=b'Z' => Glyph::Upper,
            b'0'..=b'9' => Glyph::Digit,
            b' ' | b'\t'..=b'\r' => Glyph::Blank,
            _ => Glyph::Other,
        };
        byte += 1;
    }
    table
};

/// The tokens of a line, without blanks.
pub(crate) fn tokens(line: &str) -> Tokens<'_> {
    Tokens { line, at: 0 }
}

/// The tokens of a line, one by one: a caller that needs the first few pays for no more.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    line: &'a str,
    at: usize,
}

impl Tokens<'_> {
    /// The character at an offset and its kind.
    #[inline]
    fn glyph_at(&self, at: usize) -> Option<(char, Glyph)> {
        let byte = *self.line.as_bytes().get(at)?;
        if byte.is_ascii() {
            return Some((char::from(byte), GLYPHS[usize::from(byte)]));
        }
        let c = self.line.get(at..)?.chars().next()?;
        Some((c, glyph(c)))
    }

    /// The token at an offset and its end, if it is of the common kinds: a word that continues in lower-case ASCII
    /// letters, a number or a mark, followed by an ASCII character.
    #[inline]
    fn plain(&self, start: usize) -> Option<(TokenKind, usize)> {
        let bytes = self.line.as_bytes();
        let first = *bytes.get(start)?;
        let (kind, end) = match GLYPHS.get(usize::from(first))? {
            Glyph::Lower | Glyph::Upper => (
                TokenKind::Word,
                end_of_run(bytes, start + 1, |byte| byte.is_ascii_lowercase()),
            ),
            Glyph::Digit => {
                let end = end_of_run(bytes, start + 1, |byte| byte.is_ascii_digit());
                let add =
                    |value: u32, byte: &u8| value.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
                let value = bytes[start..end].iter().fold(0, add);
                let digits = u8::try_from(end - start).unwrap_or(u8::MAX);
                (TokenKind::Number { value, digits }, end)
            }
            _ => (TokenKind::Mark(char::from(first)), start + 1),
        };
        let next = bytes.get(end).copied().unwrap_or(b' ');
        let glued = first.is_ascii_uppercase() && end == start + 1 && next.is_ascii_uppercase();
        (next.is_ascii() && !glued).then_some((kind, end))
    }
}

impl Iterator for Tokens<'_> {
    type Item = DateToken;

    fn next(&mut self) -> Option<DateToken> {
        let mut gap = false;
        let (c, mut before) = loop {
            let (c, glyph) = self.glyph_at(self.at)?;
            if glyph != Glyph::Blank {
                break (c, glyph);
            }
            gap = true;
            self.at += c.len_utf8();
        };
        let start = self.at;
        let in_numerals = || {
            let (kind, length) = self.line.get(start..).and_then(numeral)?;
            Some((kind, start + length))
        };
        if let Some((kind, end)) = self.plain(start).or_else(in_numerals) {
            self.at = end;
            return Some(DateToken {
                kind,
                start,
                end,
                gap,
            });
        }
        let mut kind = kind_of(before, c);
        self.at += c.len_utf8();
        loop {
            // Most letters of most words are lower-case letters after lower-case letters.
            while before == Glyph::Lower
                && self
                    .line
                    .as_bytes()
                    .get(self.at)
                    .is_some_and(u8::is_ascii_lowercase)
            {
                self.at += 1;
            }
            let Some((c, now)) = self.glyph_at(self.at) else {
                break;
            };
            let behind = self.at + c.len_utf8();
            let next_is_lower = || {
                let next = self.line.get(behind..).and_then(|rest| rest.chars().next());
                next.is_some_and(char::is_lowercase)
            };
            if !joins_word(before, now, next_is_lower) {
                break;
            }
            if let TokenKind::Number { value, digits } = &mut kind {
                *value = value.saturating_mul(10).saturating_add(digit(c).unwrap_or(0));
                *digits = digits.saturating_add(1);
            }
            (self.at, before) = (behind, now);
        }
        Some(DateToken {
            kind,
            start,
            end: self.at,
            gap,
        })
    }
}

/// The end of the run of bytes of one kind that begins at an offset.
#[inline]
fn end_of_run(bytes: &[u8], mut at: usize, is_one: impl Fn(u8) -> bool) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_one(byte)) {
        at += 1;
    }
    at
}

fn kind_of(glyph: Glyph, c: char) -> TokenKind {
    match glyph {
        Glyph::Digit => TokenKind::Number {
            value: digit(c).unwrap_or(0),
            digits: 1,
        },
        Glyph::Other => TokenKind::Mark(c),
        _ => TokenKind::Word,
    }
}

/// Returns whether a character continues the token of the character before it.
fn joins_word(before: Glyph, now: Glyph, next_is_lower: impl Fn() -> bool) -> bool {
    match (before, now) {
        (Glyph::Digit, Glyph::Digit)
        | (Glyph::Lower | Glyph::Upper | Glyph::Letter, Glyph::Lower | Glyph::Letter)
        | (Glyph::Letter, Glyph::Upper) => true,
        // `TRTWorld` is `TRT` and `World`.
        (Glyph::Upper, Glyph::Upper) => !next_is_lower(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<&str> {
        tokens(line).map(|token| token.text(line)).collect()
    }

    #[test]
    fn glued_words_and_numbers_are_split() {
        assert_eq!(
            texts("Ana FerroMonday, 3rd"),
            ["Ana", "Ferro", "Monday", ",", "3", "rd"]
        );
        assert_eq!(texts("QRTWorld 7月4日"), ["QRT", "World", "7", "月", "4", "日"]);
        assert_eq!(texts("été d'août"), ["été", "d", "'", "août"]);
    }

    #[test]
    fn digits_of_other_scripts_are_numbers() {
        let values = |line: &str| {
            tokens(line)
                .filter_map(|token| token.number(4))
                .collect::<Vec<_>>()
        };
        assert_eq!(values("٢٠٢٤/٠٢/٠٣ ۱۴۰۳ ２０"), [2024, 2, 3, 1403, 20]);
        assert_eq!(values("二〇二四年二月十三日"), [2024, 2, 13]);
        assert_eq!(values("三十一日，二十号，三人"), [31, 20]);
        assert!(values("99999999999999999999").is_empty());
    }
}
