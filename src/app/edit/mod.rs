//! What a user does to articles: marks, corrections, undo, and copying, saving or piping text.

pub(crate) mod bulk_edit;
pub(crate) mod correct;
pub(crate) mod export_actions;
pub(crate) mod marks;
pub(crate) mod state;
pub(crate) mod undo;
