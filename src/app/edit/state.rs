//! The state of what the user does to articles: pending marks, the correction in progress, and what can be undone.

use crate::app::edit::correct::CorrectionEdit;
use crate::app::edit::marks::Marking;
use crate::app::edit::undo::UndoStack;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::outlets::rules::PageId;
use std::collections::HashMap;

/// What the user does to articles: marks, corrections, and how they are undone.
#[derive(Debug)]
pub(crate) struct Edits {
    pub(crate) undo_stack: UndoStack,
    pub(crate) marking: Marking,
    pub(crate) correcting: CorrectionEdit,
    /// The pages that have corrections of their own, and their articles.
    pub(crate) corrected_pages: HashMap<PageId, u32>,
    /// What is known about outlets and their lines.
    pub(crate) knowledge: OutletDirectory,
}

impl Edits {
    pub(crate) fn new(knowledge: OutletDirectory) -> Self {
        Self {
            undo_stack: UndoStack::default(),
            marking: Marking::default(),
            correcting: CorrectionEdit::default(),
            corrected_pages: HashMap::new(),
            knowledge,
        }
    }
}
