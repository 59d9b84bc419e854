//! The lines of a text that are not blank. Not what they are, and not which lines make up a paragraph: see `join`.

use crate::article::markup::Markup;
use crate::text::boundary;

/// One line of a text that is not blank.
#[derive(Debug, Clone, Copy)]
pub struct SourceLine {
    /// 1-based number in the text, counting blank lines.
    pub number: u32,
    /// Byte offset of the trimmed text.
    pub start: u32,
    /// Byte offset of the end of the trimmed text.
    pub end: u32,
    /// Whether the line before it is blank.
    pub blank_before: bool,
    /// Bytes of white space at the beginning of the line.
    pub indent: u16,
    /// What the markup of the page says of the line.
    pub markup: Markup,
}

/// The trimmed text of a line.
pub(crate) fn text<'a>(source: &'a str, line: &SourceLine) -> &'a str {
    source.get(line.start as usize..line.end as usize).unwrap_or("")
}

/// The text up to a byte offset, rounded down to a character boundary.
pub(crate) fn before(text: &str, offset: usize) -> &str {
    &text[..boundary::floor_boundary(text, offset)]
}

pub(crate) fn clip(source: &str) -> &str {
    let limit = source.len().min(u32::MAX as usize - 1);
    before(source, limit)
}

/// The lines of a text that are not blank.
pub(crate) fn lines_of(source: &str) -> Vec<SourceLine> {
    let source = clip(source);
    let mut lines = Vec::with_capacity(source.len() / 48);
    let (mut at, mut number, mut blank) = (0, 0_u32, false);
    while at < source.len() {
        let end = memchr::memchr(b'\n', &source.as_bytes()[at..]).map_or(source.len(), |found| at + found);
        number = number.saturating_add(1);
        let whole = &source[at..end];
        let from_start = whole.trim_start();
        let trimmed = from_start.trim_end();
        if trimmed.is_empty() {
            blank = true;
        } else {
            let indent = whole.len() - from_start.len();
            lines.push(SourceLine {
                number,
                start: (at + indent) as u32,
                end: (at + indent + trimmed.len()) as u32,
                blank_before: blank,
                indent: indent.min(usize::from(u16::MAX)) as u16,
                markup: Markup::default(),
            });
            blank = false;
        }
        at = end + 1;
    }
    lines
}
