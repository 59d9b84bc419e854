//! What a person does to articles: marks, corrections, undo, and taking text away.

pub(crate) mod correct;
pub(crate) mod export_actions;
pub(crate) mod marks;
pub(crate) mod undo;
