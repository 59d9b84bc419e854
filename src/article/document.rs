//! An article as flat text with sorted blocks, ready for layout. Not rows: these depend on a width, see `layout`.

use crate::article::cleaned::Article;
use crate::article::joint::continues_word;
use crate::article::line::{Line, LineClass};
use crate::article::reason::Reason;
use std::ops::Range;

/// The kind of a block of a [`Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// The remark that a page has no headline.
    NoHeadline,
    /// The standfirst.
    Subtitle,
    /// Outlet, date, byline: the line under the headline.
    Meta,
    /// What is known about the article's event.
    Event,
    /// A line of the user's own note.
    Note,
    /// A picture's description.
    Caption,
    /// A heading within the body.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A list item, with its bullet or number.
    ListItem,
    /// A quotation set apart from the text.
    Quote,
    /// A source line that gave metadata (source view only).
    MetaLine,
    /// A removed line and why it was removed (source view only).
    Removed(Reason),
}

/// One block: a range of [`Document::text`] without line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: BlockKind,
    /// Number of the source line it starts with; 0 if it is not a line of the source.
    pub line: u32,
}

/// Flat text and its blocks: sorted, not overlapping, each followed by one `\n` in the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The whole text.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// The remark in the place of a headline that a page does not have.
const NO_HEADLINE: &str = "no headline";

impl Document {
    /// The article for reading. `meta_line` is the text under the headline; an empty one is left out.
    pub fn clean(article: &Article, meta_line: &str) -> Self {
        Self::noted(article, meta_line, "", "")
    }

    /// The article for reading, with a line about its event and the user's note under the headline; empty ones are left out.
    pub fn noted(article: &Article, meta_line: &str, event: &str, note: &str) -> Self {
        let mut document = Self::default();
        let title_line = article
            .lines
            .iter()
            .find(|line| line.class == LineClass::Title)
            .map_or(0, |line| line.number);
        match article.meta.headline() {
            Some(title) => document.push(title, BlockKind::Title, title_line),
            None => document.push(NO_HEADLINE, BlockKind::NoHeadline, 0),
        }
        document.push(meta_line, BlockKind::Meta, 0);
        document.push(event, BlockKind::Event, 0);
        for line in note.lines() {
            document.push(line.trim_end(), BlockKind::Note, 0);
        }
        if let Some(subtitle) = &article.meta.subtitle {
            let line = article
                .lines
                .iter()
                .find(|line| line.class == LineClass::Subtitle)
                .map_or(0, |line| line.number);
            document.push(subtitle, BlockKind::Subtitle, line);
        }
        for group in article.groups(|class| class.is_body() || class == LineClass::Caption) {
            document.push_group(article, &group.lines().collect::<Vec<_>>());
        }
        document
    }

    /// The whole page line by line, including removed lines.
    pub fn source(article: &Article) -> Self {
        let mut document = Self::default();
        for line in &article.lines {
            document.push(article.text_of(line), source_kind(line), line.number);
        }
        document
    }

    /// The block that contains a text offset, or the last block before it.
    pub fn block_at(&self, offset: usize) -> usize {
        self.blocks
            .partition_point(|block| block.range.start <= offset)
            .saturating_sub(1)
    }

    /// The first block that starts at this source line or a later one; the last block if there is none.
    pub fn block_of_line(&self, line: u32) -> usize {
        let found = self
            .blocks
            .iter()
            .position(|block| block.line >= line && block.line > 0);
        found.unwrap_or(self.blocks.len().saturating_sub(1))
    }

    fn push(&mut self, text: &str, kind: BlockKind, line: u32) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.blocks.push(Block {
            range: start..self.text.len(),
            kind,
            line,
        });
        self.text.push('\n');
    }

    fn push_group(&mut self, article: &Article, group: &[&Line]) {
        let start = self.text.len();
        for (at, line) in group.iter().enumerate() {
            if at > 0 && !continues_word(article.text_of(group[at - 1]), article.text_of(line), at == 1) {
                self.text.push(' ');
            }
            self.text.push_str(article.text_of(line));
        }
        self.blocks.push(Block {
            range: start..self.text.len(),
            kind: source_kind(group[0]),
            line: group[0].number,
        });
        self.text.push('\n');
    }
}

fn source_kind(line: &Line) -> BlockKind {
    match line.class {
        LineClass::Title => BlockKind::Title,
        LineClass::Subtitle => BlockKind::Subtitle,
        LineClass::Caption => BlockKind::Caption,
        LineClass::Heading => BlockKind::Heading,
        LineClass::Paragraph => BlockKind::Paragraph,
        LineClass::ListItem => BlockKind::ListItem,
        LineClass::Quote => BlockKind::Quote,
        LineClass::Byline | LineClass::DateLine | LineClass::Section | LineClass::Credit => {
            BlockKind::MetaLine
        }
        LineClass::Chrome => BlockKind::Removed(line.reason.unwrap_or(Reason::Insertion)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_tile_the_text_and_are_found_by_offset_and_line() {
        let line = |number, start, end, class| Line {
            number,
            start,
            end,
            class,
            ..Line::default()
        };
        let mut article = Article {
            source: "Menu\nA title\nOne.\nTwo.\n".to_owned(),
            part: 1,
            ..Article::default()
        };
        article.meta.title = Some("A title".to_owned());
        article.lines = vec![
            line(1, 0, 4, LineClass::Chrome),
            line(2, 5, 12, LineClass::Title),
            line(3, 13, 17, LineClass::Paragraph),
            line(4, 18, 22, LineClass::Paragraph),
        ];
        let clean = Document::clean(&article, "The Herald");
        assert_eq!(clean.text, "A title\nThe Herald\nOne.\nTwo.\n");
        assert_eq!(clean.block_at(9), 1);
        assert_eq!(clean.blocks[clean.block_of_line(4)].line, 4);
        let source = Document::source(&article);
        assert_eq!(source.blocks[0].kind, BlockKind::Removed(Reason::Insertion));
        assert_eq!(source.text, article.source);
    }
}
