//! Draws what frames the panes: header, titles, hint row, messages.

pub(crate) mod status;
