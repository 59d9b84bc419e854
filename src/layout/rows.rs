//! The rows of a document at a width.

use crate::article::document::{Block, Document};
use crate::layout::cache::{RowCache, SegmentKey};
use crate::layout::segment::Segment;
use crate::layout::shape::{BlockShape, BlockShapes};
use crate::layout::wrap;
use crate::text::bidi::{Direction, base_direction};
use crate::text::boundary;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

/// The kind of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// Text of a block.
    Text,
    /// The blank row before a block. Its range is the `\n` that ends the previous block.
    Gap,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutRow {
    /// Its bytes in the text of the document, including the spaces that hang over its end. The rows of a block cover it
    /// without gaps.
    pub range: Range<usize>,
    /// The index of its block; for a gap, of the next block.
    pub block: usize,
    /// The blank cells before the text, or after it if the row is right-to-left.
    pub indent: u16,
    /// Whether it is text or a gap.
    pub kind: RowKind,
    /// The direction of the paragraph.
    pub direction: Direction,
    /// Whether it is the first text row of its block.
    pub first: bool,
}

/// The row of an empty document.
const EMPTY_ROW: LayoutRow = LayoutRow {
    range: 0..0,
    block: 0,
    indent: 0,
    kind: RowKind::Text,
    direction: Direction::LeftToRight,
    first: true,
};

/// A document at a width.
#[derive(Debug)]
pub struct Layout {
    document: Arc<Document>,
    width: u16,
    shapes: BlockShapes,
    cache: RefCell<RowCache>,
}

impl Layout {
    /// Creates a layout without computing any rows. A width of 0 counts as 1.
    pub fn new(document: Arc<Document>, width: u16, shapes: &BlockShapes) -> Self {
        Self {
            document,
            width: width.max(1),
            shapes: *shapes,
            cache: RefCell::default(),
        }
    }

    /// Returns the document.
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// Returns the width of a row in cells, including indents; at least 1.
    pub fn width(&self) -> u16 {
        self.width
    }

    pub(crate) fn reorders(&self) -> bool {
        self.shapes.reorders
    }

    /// Returns the number of rows that were computed so far, for tests of the cost.
    pub fn rows_laid_out(&self) -> u64 {
        self.cache.borrow().rows_laid_out()
    }

    /// Returns the row at a text offset. The `\n` after a block belongs to the gap after it or, without a gap, to the
    /// last row of the block. Offsets past the end are in the last row. An empty document has one empty row.
    pub fn row_at(&self, offset: usize) -> LayoutRow {
        let Some(index) = self.block_at(offset) else {
            return EMPTY_ROW;
        };
        let block = self.block(index);
        if offset >= block.end
            && let Some(next) = self.block_after(index)
            && self.has_gap(index, next)
            && offset < self.block(next).start
        {
            return self.gap_row(next);
        }
        let last = text_before(&self.document.text, block.end).max(block.start);
        self.text_row(index, offset.clamp(block.start, last))
    }

    /// Returns the row below.
    pub fn next_row(&self, row: &LayoutRow) -> Option<LayoutRow> {
        if self.document.text.is_empty() || self.block_at(row.range.start).is_none() {
            return None;
        }
        if row.kind == RowKind::Gap {
            return Some(self.text_row(row.block, self.block(row.block).start));
        }
        if row.range.end < self.block(row.block).end {
            return Some(self.text_row(row.block, row.range.end));
        }
        let next = self.block_after(row.block)?;
        if self.has_gap(row.block, next) {
            return Some(self.gap_row(next));
        }
        Some(self.text_row(next, self.block(next).start))
    }

    /// Returns the row above.
    pub fn prev_row(&self, row: &LayoutRow) -> Option<LayoutRow> {
        self.block_at(row.range.start)?;
        let start = self.block(row.block).start;
        if row.kind == RowKind::Text && row.range.start > start {
            return Some(self.text_row(row.block, row.range.start - 1));
        }
        let before = self.block_before(row.block)?;
        if row.kind == RowKind::Text && self.has_gap(before, row.block) {
            return Some(self.gap_row(row.block));
        }
        Some(self.text_row(before, self.block(before).end - 1))
    }

    /// Returns up to `count` rows, from the one at the offset. An empty document has none.
    pub fn rows(&self, from: usize, count: usize) -> Vec<LayoutRow> {
        if self.block_at(from).is_none() {
            return Vec::new();
        }
        let first = (count > 0).then(|| self.row_at(from));
        std::iter::successors(first, |row| self.next_row(row))
            .take(count)
            .collect()
    }

    /// Returns the range of a block. It is empty if the index or the range is invalid.
    fn block(&self, index: usize) -> Range<usize> {
        let range = self
            .document
            .blocks
            .get(index)
            .map_or(0..0, |block| block.range.clone());
        if self.document.text.get(range.clone()).is_some() {
            range
        } else {
            0..0
        }
    }

    fn is_shown(&self, index: usize) -> bool {
        !self.block(index).is_empty()
    }

    /// Returns the block at an offset, or the last one before it, or the first one; `None` if no block has text.
    fn block_at(&self, offset: usize) -> Option<usize> {
        let index = self.document.block_at(offset);
        if self.is_shown(index) {
            return Some(index);
        }
        self.block_before(index).or_else(|| self.block_after(index))
    }

    fn block_before(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|&before| self.is_shown(before))
    }

    fn block_after(&self, index: usize) -> Option<usize> {
        (index + 1..self.document.blocks.len()).find(|&after| self.is_shown(after))
    }

    fn has_gap(&self, before: usize, after: usize) -> bool {
        let kind = |index: usize| self.document.blocks.get(index).map(|block: &Block| block.kind);
        match (kind(before), kind(after)) {
            (Some(before), Some(after)) => self.shapes.has_gap(before, after),
            _ => false,
        }
    }

    fn gap_row(&self, block: usize) -> LayoutRow {
        let end = self.block(block).start;
        LayoutRow {
            range: text_before(&self.document.text, end)..end,
            block,
            indent: 0,
            kind: RowKind::Gap,
            direction: Direction::LeftToRight,
            first: false,
        }
    }

    /// Returns the text row of a block at an offset within the block.
    fn text_row(&self, index: usize, offset: usize) -> LayoutRow {
        let block = self.block(index);
        let text = self.document.text.get(block.clone()).unwrap_or_default();
        let segment = self.segment_at(index, text, offset.saturating_sub(block.start));
        let shape = self.shape_of(index, text);
        let starts = self.row_starts(index, &segment, text, shape);
        let within = (offset.saturating_sub(block.start)).saturating_sub(segment.range.start);
        let row = starts
            .partition_point(|&start| start as usize <= within)
            .saturating_sub(1);
        let base = block.start + segment.range.start;
        let start = base + starts.get(row).map_or(0, |&start| start as usize);
        let end = starts
            .get(row + 1)
            .map_or(block.start + segment.range.end, |&start| base + start as usize);
        let first = start == block.start;
        LayoutRow {
            range: start..end,
            block: index,
            indent: if first {
                shape.first_indent
            } else {
                shape.rest_indent
            },
            kind: RowKind::Text,
            direction: base_direction(text),
            first,
        }
    }

    fn shape_of(&self, index: usize, text: &str) -> BlockShape {
        let kind = self.document.blocks.get(index).map(|block| block.kind);
        kind.map_or_else(BlockShape::default, |kind| {
            self.shapes.shape(kind, text, self.width)
        })
    }

    fn segment_at(&self, block: usize, text: &str, offset: usize) -> Segment {
        self.cache.borrow_mut().segment_at(block, text, offset)
    }

    /// Returns the starts of the rows of a segment, relative to it.
    fn row_starts(&self, block: usize, segment: &Segment, text: &str, shape: BlockShape) -> Arc<[u32]> {
        let key = SegmentKey {
            block,
            number: segment.number,
        };
        self.cache.borrow_mut().get_or_insert(key, || {
            let rest = self.width.saturating_sub(shape.rest_indent);
            let first = match segment.number {
                0 => self.width.saturating_sub(shape.first_indent),
                _ => rest,
            };
            wrap::row_starts(text.get(segment.range.clone()).unwrap_or_default(), first, rest)
        })
    }
}

/// Returns the start of the character before an offset.
fn text_before(text: &str, offset: usize) -> usize {
    boundary::floor_boundary(text, offset.saturating_sub(1))
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
