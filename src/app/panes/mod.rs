//! What frames the panes: how the screen is divided, the geometry of each pane, messages and progress.

pub(crate) mod frames;
pub(crate) mod geometry;
pub(crate) mod pane_layout;
pub(crate) mod status;
