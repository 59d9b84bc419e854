//! Moving over rows, and what makes a scroll position canonical.

use crate::layout::{Layout, LayoutRow};

impl Layout {
    /// The first row.
    pub fn first_row(&self) -> LayoutRow {
        self.row_at(0)
    }

    /// The last row.
    pub fn last_row(&self) -> LayoutRow {
        self.row_at(usize::MAX)
    }

    /// The start of the row so many rows below the one that holds the offset; above it where `rows` is negative. Stops
    /// at the first and at the last row. Costs what the way is long.
    pub fn scroll(&self, from: usize, rows: isize) -> usize {
        let step = |row: &LayoutRow| match rows {
            0.. => self.next_row(row),
            _ => self.prev_row(row),
        };
        let mut row = self.row_at(from);
        for _ in 0..rows.unsigned_abs() {
            let Some(next) = step(&row) else { break };
            row = next;
        }
        row.range.start
    }

    /// The top of the last screenful: the last row stands on its last line. The first row where all fit.
    pub fn last_page(&self, height: usize) -> usize {
        let up = isize::try_from(height.saturating_sub(1)).unwrap_or(isize::MAX);
        self.scroll(usize::MAX, -up)
    }

    /// Makes a scroll position canonical. Every position that is kept goes through here, so that:
    /// - it is the start of a row, the one that held the offset given;
    /// - it is never below the last page, so the screen is full whenever there are enough rows;
    /// - a canonical position stays as it is at the same width and height;
    /// - after a change of width, the offset that was on top is in the top row (or on the last page).
    pub fn canonical_top(&self, offset: usize, height: usize) -> usize {
        self.row_at(offset).range.start.min(self.last_page(height))
    }

    /// Whether the row that holds the offset is the first one.
    pub fn is_top(&self, offset: usize) -> bool {
        self.prev_row(&self.row_at(offset)).is_none()
    }

    /// Whether a screen with this top shows the last row.
    pub fn is_end(&self, offset: usize, height: usize) -> bool {
        self.row_at(offset).range.start >= self.last_page(height)
    }
}

/// A reading place: what a person scrolled to, and the top row that shows it at the size of the moment.
///
/// The two are kept apart so that any number of changes of size, back and forth, leave the place where it was: the top is
/// worked out from the offset that was wanted, never from the top at another size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScrollPosition {
    wanted: usize,
    top: usize,
}

impl ScrollPosition {
    /// The place at a text offset; [`ScrollPosition::fit`] makes it canonical.
    pub fn at(offset: usize) -> Self {
        Self {
            wanted: offset,
            top: offset,
        }
    }

    /// The start of the top row, canonical since the last call of [`ScrollPosition::fit`] or [`ScrollPosition::scroll`].
    pub fn top(self) -> usize {
        self.top
    }

    /// The offset that the person chose: what to keep for a later visit.
    pub fn wanted(self) -> usize {
        self.wanted
    }

    /// Works the top out for a layout and a height; the offset that was wanted stays.
    pub fn fit(&mut self, layout: &Layout, height: usize) {
        self.top = layout.canonical_top(self.wanted, height);
    }

    /// Moves by rows from the top that is shown.
    pub fn scroll(&mut self, layout: &Layout, rows: isize, height: usize) {
        *self = Self::at(layout.canonical_top(layout.scroll(self.top, rows), height));
    }
}
