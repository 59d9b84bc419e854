//! The shape of each kind of block: indents and gaps.

use crate::article::document::BlockKind;
use crate::text::boundary::floor_boundary;
use crate::text::width::width;

/// The greatest length of a bullet or number, including its space.
const MARK_BYTES: usize = 8;

/// The indents of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BlockShape {
    /// The blank cells before the first row.
    pub first_indent: u16,
    /// The blank cells before the other rows.
    pub rest_indent: u16,
}

/// Where blank rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gaps {
    /// Nowhere.
    None,
    /// Between blocks, other than items of a list and lines that belong together.
    Blocks,
    /// Where a run of blocks of one kind begins, for a label.
    Runs,
}

/// The indents and gaps of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockShapes {
    /// The blank cells before a quotation.
    pub quote_indent: u16,
    /// The blank cells before a caption.
    pub caption_indent: u16,
    /// Whether the rows of list items start below the text of the first row, not below its bullet.
    pub hanging: bool,
    /// Where blank rows are.
    pub gaps: Gaps,
    /// Whether right-to-left rows are reordered; `false` if the terminal does that.
    pub reorders: bool,
}

impl BlockShapes {
    /// Returns the shapes for reading: paragraphs are separated, quotations and captions indented.
    pub fn reading() -> Self {
        Self {
            quote_indent: 2,
            caption_indent: 0,
            hanging: true,
            gaps: Gaps::Blocks,
            reorders: true,
        }
    }

    /// Returns the shapes for the source view, without indents. `has_labels`: whether a row above each run of lines has
    /// its label.
    pub fn source(has_labels: bool) -> Self {
        Self {
            quote_indent: 0,
            caption_indent: 0,
            hanging: true,
            gaps: if has_labels { Gaps::Runs } else { Gaps::None },
            reorders: true,
        }
    }

    /// Returns the shape of a block with this text. Indents shrink so that the text has at least two thirds of the
    /// width.
    pub(crate) fn shape(self, kind: BlockKind, text: &str, width: u16) -> BlockShape {
        let indent = match kind {
            BlockKind::Quote => self.quote_indent,
            BlockKind::Caption => self.caption_indent,
            _ => 0,
        };
        let hang = if self.hanging && kind == BlockKind::ListItem {
            bullet_width(text)
        } else {
            0
        };
        BlockShape {
            first_indent: indent.min(width / 3),
            rest_indent: indent.saturating_add(hang).min(width / 3),
        }
    }

    /// Returns whether a blank row separates two consecutive blocks.
    pub(crate) fn has_gap(self, before: BlockKind, after: BlockKind) -> bool {
        use crate::article::document::{
            BlockKind::Caption, BlockKind::Event, BlockKind::ListItem, BlockKind::Meta, BlockKind::Note,
        };
        let together = matches!(
            (before, after),
            (Meta, Event) | (Meta | Event | Note, Note) | (ListItem, ListItem) | (Caption, Caption)
        );
        match self.gaps {
            Gaps::None => false,
            Gaps::Blocks => !together,
            // Lines with metadata differ in what they say.
            Gaps::Runs => before != after || after == BlockKind::MetaLine,
        }
    }
}

/// Returns the cells of the bullet or number at the start of a list item, including the space after it; 0 without one.
fn bullet_width(text: &str) -> u16 {
    let start = text.get(..floor_boundary(text, MARK_BYTES)).unwrap_or_default();
    let Some((mark, _)) = start.split_once(' ') else {
        return 0;
    };
    let is_bullet = matches!(
        mark,
        "•" | "-" | "*" | "–" | "—" | "·" | "◦" | "▪" | "■" | "●" | "‣" | "+" | ">" | "✓"
    );
    let number = mark
        .strip_suffix(['.', ')'])
        .map(|number| number.trim_start_matches('('));
    let is_number = number.is_some_and(|number| match number.as_bytes() {
        [] => false,
        [letter] => letter.is_ascii_alphanumeric(),
        digits => digits.iter().all(u8::is_ascii_digit),
    });
    if is_bullet || is_number {
        width(mark) as u16 + 1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_and_numbers_hang() {
        let cases = [
            ("• One", 2),
            ("12. Twelve", 4),
            ("(a) First", 4),
            ("A man said", 0),
            ("2025 was", 0),
            ("word", 0),
        ];
        for (text, cells) in cases {
            assert_eq!(bullet_width(text), cells, "{text}");
        }
    }

    #[test]
    fn indents_leave_room_for_text() {
        let shape = BlockShapes::reading().shape(BlockKind::ListItem, "123. Item", 3);
        assert_eq!((shape.first_indent, shape.rest_indent), (0, 1));
        let shape = BlockShapes::reading().shape(BlockKind::Quote, "Said", 72);
        assert_eq!((shape.first_indent, shape.rest_indent), (2, 2));
    }
}
