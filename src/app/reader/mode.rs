//! What of an article its pane shows: the clean text, the whole page, or what changed in it.

use crate::app::reader::annotations::Annotations;
use crate::app::reader::changes::Changes;
use crate::article::document::Document;
use crate::layout::shape::BlockShapes;
use crate::library::entry::Entry;

/// What of an article is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ReaderMode {
    /// The clean text.
    #[default]
    Text,
    /// The whole page, line by line, with what was removed.
    Source,
    /// How the article has changed.
    Changes(Changes),
}

impl ReaderMode {
    /// The changes, where they are shown.
    pub fn changes(&self) -> Option<&Changes> {
        match self {
            Self::Changes(changes) => Some(changes),
            Self::Text | Self::Source => None,
        }
    }

    pub(crate) fn document(&self, entry: &Entry, remarks: &Annotations) -> Document {
        match self {
            Self::Text => remarks.document(entry),
            Self::Source => Document::source(&entry.article),
            Self::Changes(changes) => changes.document(),
        }
    }

    /// How blocks are laid out; `reorders`: right-to-left rows are put in visual order here, not by the terminal.
    pub(crate) fn shapes(&self, reorders: bool) -> BlockShapes {
        let shapes = match self {
            Self::Source => BlockShapes::source(),
            Self::Text | Self::Changes(_) => BlockShapes::reading(),
        };
        BlockShapes { reorders, ..shapes }
    }
}
