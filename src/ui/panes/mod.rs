//! Draws what frames the panes.

pub(crate) mod status;
