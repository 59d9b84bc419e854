//! What the markup of a page says of a line: the block that it is in, the region of the page, and how much of it is links. Lines
//! of plain text have none.

/// What the markup says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Markup {
    /// The block that the line is in.
    pub block: MarkupBlock,
    /// The regions that it is in.
    pub region: Region,
    /// The share of its characters that are links, in percent.
    pub links: u8,
}

/// The block that a line is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MarkupBlock {
    /// A `div`, a cell or the like.
    #[default]
    Other,
    /// A paragraph.
    Paragraph,
    /// A heading, with its level.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A quotation.
    Quote,
    /// A caption.
    Caption,
}

/// A set of regions of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Region(u16);

impl Region {
    /// An `article`, the `main` part, or what is marked as the text of an article.
    pub const ARTICLE: Self = Self(1);
    /// Navigation.
    pub const NAVIGATION: Self = Self(1 << 1);
    /// The head of the page.
    pub const HEADER: Self = Self(1 << 2);
    /// The foot of the page.
    pub const FOOTER: Self = Self(1 << 3);
    /// What stands aside.
    pub const ASIDE: Self = Self(1 << 4);
    /// A picture with its caption.
    pub const FIGURE: Self = Self(1 << 5);
    /// A form.
    pub const FORM: Self = Self(1 << 6);
    /// What the names of classes call comments of readers.
    pub const COMMENTS: Self = Self(1 << 7);
    /// What they call links to other articles.
    pub const RELATED: Self = Self(1 << 8);
    /// What they call advertisements, newsletters, notices, or sharing.
    pub const PROMOTION: Self = Self(1 << 9);

    /// The regions that belong to the page, not to the article. The headline of an article may be in a header.
    pub const CHROME: Self =
        Self(Self::NAVIGATION.0 | Self::FOOTER.0 | Self::ASIDE.0 | Self::COMMENTS.0 | Self::RELATED.0);

    /// The union of two sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether this set has any region of another.
    pub const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl Markup {
    /// The markup as a number, to be stored.
    pub fn to_bits(self) -> u32 {
        let block = match self.block {
            MarkupBlock::Other => 0,
            MarkupBlock::Heading(level) => u32::from(level.clamp(1, 6)),
            MarkupBlock::Paragraph => 7,
            MarkupBlock::Item => 8,
            MarkupBlock::Quote => 9,
            MarkupBlock::Caption => 10,
        };
        block | u32::from(self.links) << 8 | u32::from(self.region.0) << 16
    }

    /// The markup of a stored number.
    pub fn from_bits(bits: u32) -> Self {
        let block = match bits & 0xFF {
            level @ 1..=6 => MarkupBlock::Heading(level as u8),
            7 => MarkupBlock::Paragraph,
            8 => MarkupBlock::Item,
            9 => MarkupBlock::Quote,
            10 => MarkupBlock::Caption,
            _ => MarkupBlock::Other,
        };
        Self {
            block,
            region: Region((bits >> 16) as u16),
            links: ((bits >> 8) & 0xFF).min(100) as u8,
        }
    }

    /// The markup of text inside an element that is itself inside this.
    #[must_use]
    pub fn inside(self, name: &str, region: Region) -> Self {
        let block = match name.as_bytes() {
            b"p" => match self.block {
                block @ (MarkupBlock::Item | MarkupBlock::Quote | MarkupBlock::Caption) => block,
                _ => MarkupBlock::Paragraph,
            },
            [b'h', level @ b'1'..=b'6'] => MarkupBlock::Heading(level - b'0'),
            b"li" | b"dd" | b"dt" => MarkupBlock::Item,
            b"blockquote" => MarkupBlock::Quote,
            b"figcaption" | b"caption" => MarkupBlock::Caption,
            _ => self.block,
        };
        Self {
            block,
            region: self.region.with(region),
            links: 0,
        }
    }

    /// The markup with a share of links in percent.
    #[must_use]
    pub fn with_links(self, percent: usize) -> Self {
        Self {
            links: percent.min(100) as u8,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_stored_as_a_number() {
        let blocks = [
            MarkupBlock::Other,
            MarkupBlock::Heading(2),
            MarkupBlock::Paragraph,
            MarkupBlock::Item,
            MarkupBlock::Quote,
            MarkupBlock::Caption,
        ];
        for block in blocks {
            let markup = Markup {
                block,
                region: Region::ASIDE.with(Region::PROMOTION),
                links: 100,
            };
            assert_eq!(Markup::from_bits(markup.to_bits()), markup);
        }
    }
}
