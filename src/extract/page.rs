//! A text as lines, and the lines as units: one paragraph each where the page broke it. Not what a line is.

use super::join;
use std::borrow::Cow;

/// One line of a text that is not blank.
#[derive(Debug, Clone, Copy)]
pub struct SourceLine {
    /// 1-based number in the text, blank lines counted.
    pub number: u32,
    /// Byte offset of the trimmed text.
    pub start: u32,
    /// Byte offset behind it.
    pub end: u32,
    /// Whether a blank line stands before it.
    pub blank_before: bool,
    /// Bytes of white space that the line began with.
    pub indent: u16,
}

/// Lines that make up one paragraph, or one line: a range of line indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Index of its first line.
    pub first: u32,
    /// Index behind its last line.
    pub end: u32,
}

impl Unit {
    /// The indices of its lines.
    pub fn lines(self) -> std::ops::Range<usize> {
        self.first as usize..self.end as usize
    }
}

/// A text in lines and units.
pub struct Page<'a> {
    /// The text.
    pub source: &'a str,
    /// Its lines that are not blank.
    pub lines: Vec<SourceLine>,
    /// The units, in order; together they hold every line once.
    pub units: Vec<Unit>,
    /// Whether the page breaks paragraphs at links and bold words.
    pub broken: bool,
}

impl<'a> Page<'a> {
    /// Splits a text. Offsets are kept in 32 bits, so a text beyond 4 GiB is cut.
    #[cfg(any(test, feature = "training"))]
    pub fn new(source: &'a str) -> Self {
        Self::of_lines(source, lines_of(source))
    }

    /// A text whose lines are known; see [`lines_of`].
    pub(super) fn of_lines(source: &'a str, lines: Vec<SourceLine>) -> Self {
        let source = clip(source);
        let (units, broken) = join::units(source, &lines);
        Self {
            source,
            lines,
            units,
            broken,
        }
    }

    /// The page without some of its units, and the index that each unit of it has here.
    pub fn without(&self, left_out: &[bool]) -> (Self, Vec<usize>) {
        let mut rest = Self {
            lines: Vec::with_capacity(self.lines.len()),
            units: Vec::with_capacity(self.units.len()),
            ..*self
        };
        let mut kept = Vec::with_capacity(self.units.len());
        let mut blank = false;
        for (at, (unit, &left_out)) in self.units.iter().zip(left_out).enumerate() {
            blank |= self.lines[unit.first as usize].blank_before;
            if left_out {
                continue;
            }
            let first = rest.lines.len();
            rest.lines.extend_from_slice(&self.lines[unit.lines()]);
            rest.lines[first].blank_before = std::mem::take(&mut blank);
            rest.units.push(Unit {
                first: first as u32,
                end: rest.lines.len() as u32,
            });
            kept.push(at);
        }
        (rest, kept)
    }

    /// The text of a line.
    pub fn line(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| text(self.source, line))
    }

    /// The text of a unit, its lines joined by blanks.
    pub fn text_of(&self, unit: usize) -> Cow<'a, str> {
        let Some(unit) = self.units.get(unit) else {
            return Cow::Borrowed("");
        };
        if unit.end - unit.first == 1 {
            return Cow::Borrowed(self.line(unit.first as usize));
        }
        Cow::Owned(unit.lines().map(|at| self.line(at)).collect::<Vec<_>>().join(" "))
    }

    /// The text of a unit that is one line.
    pub fn single_line(&self, unit: usize) -> Option<&'a str> {
        let unit = self.units.get(unit).filter(|unit| unit.end - unit.first == 1)?;
        Some(self.line(unit.first as usize))
    }
}

/// The trimmed text of a line.
pub(super) fn text<'a>(source: &'a str, line: &SourceLine) -> &'a str {
    source.get(line.start as usize..line.end as usize).unwrap_or("")
}

/// The text up to a byte offset, or a little less where that is within a character.
pub(super) fn before(text: &str, offset: usize) -> &str {
    &text[..crate::text::floor_boundary(text, offset)]
}

fn clip(source: &str) -> &str {
    let limit = source.len().min(u32::MAX as usize - 1);
    before(source, limit)
}

/// The lines of a text that are not blank.
pub(super) fn lines_of(source: &str) -> Vec<SourceLine> {
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
            });
            blank = false;
        }
        at = end + 1;
    }
    lines
}
