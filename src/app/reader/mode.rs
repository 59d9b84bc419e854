//! The mode of the article pane: it shows the clean text, the source, or the changes.

use crate::app::reader::annotations::Annotations;
use crate::app::reader::changes::Changes;
use crate::article::document::Document;
use crate::layout::shape::BlockShapes;
use crate::library::entry::Entry;

/// What layouts depend on in addition to mode and width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShapeOptions {
    /// Whether right-to-left rows are put into visual order here, not by the terminal.
    pub reorders: bool,
    /// Whether the labels of the source view are in rows of their own.
    pub label_rows: bool,
}

/// The mode of the article pane.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ReaderMode {
    /// The clean text.
    #[default]
    Text,
    /// The whole page, line by line, with what was removed.
    Source,
    /// The changes of the article.
    Changes(Changes),
}

impl ReaderMode {
    /// Returns the changes if they are shown.
    pub fn changes(&self) -> Option<&Changes> {
        match self {
            Self::Changes(changes) => Some(changes),
            Self::Text | Self::Source => None,
        }
    }

    pub(crate) fn document(&self, entry: &Entry, annotations: &Annotations) -> Document {
        match self {
            Self::Text => annotations.document(entry),
            Self::Source => Document::source(&entry.article),
            Self::Changes(changes) => changes.document(),
        }
    }

    /// Returns how blocks are laid out.
    pub(crate) fn shapes(&self, options: ShapeOptions) -> BlockShapes {
        let shapes = match self {
            Self::Source => BlockShapes::source(options.label_rows),
            Self::Text | Self::Changes(_) => BlockShapes::reading(),
        };
        BlockShapes {
            reorders: options.reorders,
            ..shapes
        }
    }
}
