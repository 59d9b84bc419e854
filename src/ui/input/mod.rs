//! Draws prompts, pickers and overlays.

pub(crate) mod confirmation;
pub(crate) mod context_page;
pub(crate) mod date_picker;
pub(crate) mod help;
pub(crate) mod keywords;
pub(crate) mod overlay;
pub(crate) mod picker;
pub(crate) mod prompt;
