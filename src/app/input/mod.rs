//! From keys to actions: dispatch, prompts, pickers, overlays.

pub(crate) mod burst;
pub(crate) mod command_line;
pub(crate) mod confirmation;
pub(crate) mod context_actions;
pub(crate) mod context_page;
pub(crate) mod date_picker;
pub(crate) mod dispatch;
pub(crate) mod help;
pub(crate) mod help_actions;
pub(crate) mod keywords;
pub(crate) mod overlay;
pub(crate) mod overlay_actions;
pub(crate) mod picker;
pub(crate) mod prompt;
pub(crate) mod prompt_actions;
pub(crate) mod state;
pub(crate) mod text_field;
pub(crate) mod type_ahead;
