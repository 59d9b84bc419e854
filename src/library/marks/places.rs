//! Where reading stopped, stored so that the place is found again in a page that was recleaned or has changed.

use crate::article::document::{Block, Document};
use crate::library::identity::ContentHash;
use crate::text::boundary::floor_boundary;

/// A position in the text of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingPlace {
    /// The hash of the paragraph.
    pub paragraph: ContentHash,
    /// Bytes into the paragraph.
    pub within: u32,
    /// Bytes into the whole text, used if the paragraph is gone.
    pub offset: u32,
}

impl ReadingPlace {
    /// Returns the place at this offset of the text, or `None` at its beginning, where reading starts anyway.
    pub fn of(document: &Document, offset: usize) -> Option<Self> {
        let block = document.blocks.get(document.block_at(offset))?;
        let text = document.text.get(block.range.clone())?;
        let number = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        (offset > 0).then(|| Self {
            paragraph: ContentHash::of(text.as_bytes()),
            within: number(offset.saturating_sub(block.range.start).min(text.len())),
            offset: number(offset),
        })
    }

    /// Returns the offset of this place in the text.
    pub fn in_document(&self, document: &Document) -> usize {
        let hash_of = |range: &std::ops::Range<usize>| {
            let text = document.text.get(range.clone()).unwrap_or_default();
            ContentHash::of(text.as_bytes())
        };
        let matches = |block: &&Block| hash_of(&block.range) == self.paragraph;
        // Most pages have not changed: the paragraph is where it was.
        let there = document.blocks.get(document.block_at(self.offset as usize));
        let block = there
            .filter(matches)
            .or_else(|| document.blocks.iter().find(matches));
        let offset = block.map_or(self.offset as usize, |block| {
            block.range.start + (self.within as usize).min(block.range.len())
        });
        floor_boundary(&document.text, offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::document::BlockKind;

    fn document(paragraphs: &[&str]) -> Document {
        let mut document = Document::default();
        for text in paragraphs {
            let start = document.text.len();
            document.text.push_str(text);
            document.blocks.push(Block {
                range: start..document.text.len(),
                kind: BlockKind::Paragraph,
                line: 0,
            });
            document.text.push('\n');
        }
        document
    }

    #[test]
    fn a_place_follows_its_paragraph_and_falls_back_to_its_offset() {
        let before = document(&["Title", "One.", "Fünf Boote."]);
        let at = before.text.find("nf").unwrap();
        let place = ReadingPlace::of(&before, at).unwrap();
        assert_eq!(place.in_document(&before), at);
        let moved = document(&["Another title", "Fünf Boote.", "One."]);
        assert_eq!(place.in_document(&moved), moved.text.find("nf").unwrap());
        let gone = document(&["Title", "é", "é", "é", "é"]);
        assert!(gone.text.is_char_boundary(place.in_document(&gone)));
        assert_eq!(place.in_document(&document(&[])), 0);
        assert_eq!(ReadingPlace::of(&before, 0), None);
    }
}
