//! Maps the grapheme clusters of a row to cells, and back.

use crate::layout::rows::{Layout, LayoutRow, RowKind};
use crate::text::bidi::{Direction, logical_order, visual_order};
use std::ops::Range;

/// A grapheme cluster and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedGrapheme {
    /// Its first cell, counted from the left edge of the layout.
    pub x: u16,
    /// The number of its cells: 0 for clusters without a cell of their own; it can be greater than the width of a
    /// narrow layout.
    pub width: u16,
    /// Its bytes in the text of the document.
    pub range: Range<usize>,
    mirrored: Option<&'static str>,
}

impl PlacedGrapheme {
    /// Returns what is drawn for it; `text` is that of the document. A bracket in right-to-left text is mirrored, a tab
    /// is one space.
    pub fn symbol<'a>(&self, text: &'a str) -> &'a str {
        match text.get(self.range.clone()).unwrap_or_default() {
            "\t" => " ",
            symbol => self.mirrored.unwrap_or(symbol),
        }
    }
}

impl Layout {
    /// Returns the text of a row without the spaces that hang over its end; empty for a gap.
    pub fn text_of(&self, row: &LayoutRow) -> &str {
        match row.kind {
            RowKind::Gap => "",
            RowKind::Text => {
                let text = &self.document().text;
                text.get(row.range.clone()).unwrap_or_default().trim_end()
            }
        }
    }

    /// Returns the grapheme clusters of a row from left to right, without hanging spaces. A right-to-left row ends at
    /// the right edge.
    pub fn place(&self, row: &LayoutRow) -> Vec<PlacedGrapheme> {
        let text = self.text_of(row);
        let graphemes = if self.reorders() {
            visual_order(text, row.direction)
        } else {
            logical_order(text)
        };
        let cells: usize = graphemes.iter().map(|grapheme| grapheme.width).sum();
        let mut x = match row.direction {
            Direction::RightToLeft if self.reorders() => {
                usize::from(self.width().saturating_sub(row.indent)).saturating_sub(cells)
            }
            Direction::LeftToRight | Direction::RightToLeft => usize::from(row.indent),
        };
        graphemes
            .into_iter()
            .map(|grapheme| {
                let start = x;
                x += grapheme.width;
                PlacedGrapheme {
                    x: start.min(usize::from(u16::MAX)) as u16,
                    width: grapheme.width.min(usize::from(u16::MAX)) as u16,
                    range: row.range.start + grapheme.range.start..row.range.start + grapheme.range.end,
                    mirrored: grapheme.mirrored,
                }
            })
            .collect()
    }

    /// Returns the cell of the cluster at a text offset. Offsets after the text of the row are in the cell after its
    /// last cluster in reading direction, within the width of the layout.
    pub fn x_of(&self, row: &LayoutRow, offset: usize) -> u16 {
        let placed = self.place(row);
        if let Some(grapheme) = placed.iter().find(|grapheme| grapheme.range.contains(&offset)) {
            return grapheme.x;
        }
        let before = offset < row.range.start;
        let edge = match (row.direction, before) {
            (Direction::LeftToRight, true) => placed.first().map(|grapheme| grapheme.x),
            (Direction::LeftToRight, false) => placed.last().map(|grapheme| grapheme.x + grapheme.width),
            (Direction::RightToLeft, true) => placed.last().map(|grapheme| grapheme.x),
            (Direction::RightToLeft, false) => placed.first().map(|grapheme| grapheme.x.saturating_sub(1)),
        };
        edge.unwrap_or(row.indent).min(self.width() - 1)
    }

    /// Returns the offset of the cluster in a cell, or of the nearest cluster if the cell is empty.
    pub fn offset_at(&self, row: &LayoutRow, x: u16) -> usize {
        let placed = self.place(row);
        let distance = |grapheme: &PlacedGrapheme| {
            let last = grapheme.x + grapheme.width.saturating_sub(1);
            grapheme.x.saturating_sub(x).max(x.saturating_sub(last))
        };
        let nearest = placed
            .iter()
            .filter(|grapheme| grapheme.width > 0)
            .min_by_key(|grapheme| distance(grapheme));
        nearest.map_or(row.range.start, |grapheme| grapheme.range.start)
    }
}
