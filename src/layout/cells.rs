//! Where in a row each grapheme cluster stands, in cells, and which cluster a cell holds. Not drawing.

use crate::layout::{Layout, LayoutRow, RowKind};
use crate::text::bidi::{Direction, logical_order, visual_order};
use std::ops::Range;

/// A grapheme cluster and its place on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedGrapheme {
    /// Its first cell, counted from the left edge of the layout.
    pub x: u16,
    /// Cells it takes: 0 for what has no place of its own, and more than the layout is wide where that is too narrow.
    pub width: u16,
    /// Its bytes in the document's text.
    pub range: Range<usize>,
    mirrored: Option<&'static str>,
}

impl PlacedGrapheme {
    /// What is drawn for it; `text` is the document's. A bracket in right-to-left text faces the other way, a tab is
    /// one blank.
    pub fn symbol<'a>(&self, text: &'a str) -> &'a str {
        match text.get(self.range.clone()).unwrap_or_default() {
            "\t" => " ",
            symbol => self.mirrored.unwrap_or(symbol),
        }
    }
}

impl Layout {
    /// The text of a row without the blanks that hang over its end; nothing for a gap.
    pub fn text_of(&self, row: &LayoutRow) -> &str {
        match row.kind {
            RowKind::Gap => "",
            RowKind::Text => {
                let text = &self.document().text;
                text.get(row.range.clone()).unwrap_or_default().trim_end()
            }
        }
    }

    /// The grapheme clusters of a row from left to right, each with its cells and its bytes. Hanging blanks are left
    /// out; a right-to-left row ends at the right edge.
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

    /// The cell of the cluster that holds a text offset. Offsets behind the row's text are in the cell after its last
    /// cluster in reading direction, within the layout's width.
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

    /// The offset of the cluster in a cell; of the nearest one where the cell has none.
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
