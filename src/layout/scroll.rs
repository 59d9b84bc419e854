//! Scrolls by rows, and makes scroll positions canonical.

use crate::layout::rows::{Layout, LayoutRow};

impl Layout {
    /// Returns the first row.
    pub fn first_row(&self) -> LayoutRow {
        self.row_at(0)
    }

    /// Returns the last row.
    pub fn last_row(&self) -> LayoutRow {
        self.row_at(usize::MAX)
    }

    /// Returns the start of the row that is `rows` below the one at the offset, or above it if `rows` is negative.
    /// Stops at the first and last row. The cost grows with the distance.
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

    /// Returns the top of the last screen, which ends with the last row; the first row if all rows fit.
    pub fn last_page(&self, height: usize) -> usize {
        let up = isize::try_from(height.saturating_sub(1)).unwrap_or(isize::MAX);
        self.scroll(usize::MAX, -up)
    }

    /// Makes a scroll position canonical. This is done for every stored position, so that:
    /// - it is the start of the row at the offset;
    /// - it is never below the last page, so the screen is full if there are enough rows;
    /// - a canonical position is unchanged at the same width and height;
    /// - after a change of width, the offset at the top is in the top row (or on the last page).
    pub fn canonical_top(&self, offset: usize, height: usize) -> usize {
        self.row_at(offset).range.start.min(self.last_page(height))
    }

    /// Returns whether the row at the offset is the first one.
    pub fn is_top(&self, offset: usize) -> bool {
        self.prev_row(&self.row_at(offset)).is_none()
    }

    /// Returns whether a screen with this top shows the last row.
    pub fn is_end(&self, offset: usize, height: usize) -> bool {
        self.row_at(offset).range.start >= self.last_page(height)
    }
}

/// A reading position: the offset that the user scrolled to, and the top row that shows it at the current size.
///
/// Both are stored, so that any number of resizes leaves the position unchanged: the top is computed from the requested
/// offset, never from the top at another size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScrollPosition {
    requested: usize,
    top: usize,
}

impl ScrollPosition {
    /// Creates the position at a text offset; [`ScrollPosition::fit`] makes it canonical.
    pub fn at(offset: usize) -> Self {
        Self {
            requested: offset,
            top: offset,
        }
    }

    /// Returns the start of the top row, canonical since the last call of [`ScrollPosition::fit`] or
    /// [`ScrollPosition::scroll`].
    pub fn top(self) -> usize {
        self.top
    }

    /// Returns the offset that the user scrolled to, which is stored for later.
    pub fn requested(self) -> usize {
        self.requested
    }

    /// Computes the top for a layout and a height. The requested offset is unchanged.
    pub fn fit(&mut self, layout: &Layout, height: usize) {
        self.top = layout.canonical_top(self.requested, height);
    }

    /// Scrolls by rows from the current top.
    pub fn scroll(&mut self, layout: &Layout, rows: isize, height: usize) {
        *self = Self::at(layout.canonical_top(layout.scroll(self.top, rows), height));
    }
}
