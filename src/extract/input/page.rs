//! A text as lines and units: a unit is one line, or the lines that a paragraph was broken into. Not what a line is.

use crate::article::joint::join_lines;
use crate::extract::input::join;
use crate::extract::input::join::Unit;
use crate::extract::input::source_lines::{SourceLine, clip, lines_of, text};
use std::borrow::Cow;

/// A text as lines and units.
#[derive(Clone)]
pub struct SourcePage<'a> {
    /// The text.
    pub source: &'a str,
    /// Its lines that are not blank.
    pub lines: Vec<SourceLine>,
    /// The units in order; together they contain every line once.
    pub units: Vec<Unit>,
    /// Whether the page breaks paragraphs at links and bold words.
    pub broken: bool,
}

impl<'a> SourcePage<'a> {
    /// Splits a text. Offsets have 32 bits, so a text beyond 4 GiB is cut.
    #[cfg_attr(not(feature = "training"), allow(dead_code))]
    pub fn new(source: &'a str) -> Self {
        Self::of_lines(source, lines_of(source))
    }

    /// A text with its lines; see [`lines_of`].
    pub(crate) fn of_lines(source: &'a str, lines: Vec<SourceLine>) -> Self {
        let source = clip(source);
        let (units, broken) = join::units(source, &lines);
        Self {
            source,
            lines,
            units,
            broken,
        }
    }

    /// The page in pieces of at most this many units; the page itself, if it has no more.
    pub(crate) fn pieces(&self, units: usize) -> impl Iterator<Item = Cow<'_, Self>> {
        let is_one = self.units.len() <= units;
        let whole = is_one.then_some(Cow::Borrowed(self));
        let parts = self.units.chunks(units).filter(move |_| !is_one);
        whole
            .into_iter()
            .chain(parts.map(|units| Cow::Owned(self.piece(units))))
    }

    /// A page of some consecutive units of this page.
    fn piece(&self, units: &[Unit]) -> Self {
        let from = units.first().map_or(0, |unit| unit.first);
        let end = units.last().map_or(from, |unit| unit.end);
        let lines = self.lines.get(from as usize..end as usize).unwrap_or_default();
        let moved = |unit: &Unit| Unit {
            first: unit.first - from,
            end: unit.end - from,
        };
        Self {
            lines: lines.to_vec(),
            units: units.iter().map(moved).collect(),
            ..*self
        }
    }

    /// The page without the units that `left_out` marks, and for each remaining unit its index in this page.
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

    /// The text of a unit: its lines, joined.
    pub fn text_of(&self, unit: usize) -> Cow<'a, str> {
        let Some(unit) = self.units.get(unit) else {
            return Cow::Borrowed("");
        };
        if unit.end - unit.first == 1 {
            return Cow::Borrowed(self.line(unit.first as usize));
        }
        join_lines(unit.lines().map(|at| self.line(at)))
    }

    /// The text of a unit that consists of one line.
    pub fn single_line(&self, unit: usize) -> Option<&'a str> {
        let unit = self.units.get(unit).filter(|unit| unit.end - unit.first == 1)?;
        Some(self.line(unit.first as usize))
    }
}
