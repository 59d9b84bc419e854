//! Draws the article pane.

pub(crate) mod changes;
pub(crate) mod pane;
