//! Where keys go: the prompt, confirmation or overlay over the panes, and the keys that wait. Not what keys do: see
//! [`dispatch`](crate::app::input::dispatch).

use crate::app::input::confirmation::Confirmation;
use crate::app::input::overlay::Overlay;
use crate::app::input::prompt::{History, Prompt};
use crate::app::input::type_ahead::TypeAhead;
use crate::config::key::Key;
use crate::config::keymap::Follow;

/// The state of keyboard input.
#[derive(Debug, Default)]
pub struct Input {
    /// The open prompt.
    pub prompt: Option<Prompt>,
    /// The confirmation of a correction of many pages.
    pub confirmation: Option<Confirmation>,
    /// What covers the panes.
    pub overlay: Option<Overlay>,
    /// Keys that wait for more, and the count before them.
    pub pending: Pending,
    /// Whether the mouse is reported.
    pub mouse: bool,
    /// Whether the last action listed every outlet.
    pub(crate) lists_all: bool,
    /// The texts accepted in prompts.
    pub(crate) history: History,
    /// Keys that wait for an answer.
    pub(crate) type_ahead: TypeAhead,
}

/// Keys that wait for more, and the count before them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pending {
    /// The keys pressed so far.
    pub keys: Vec<Key>,
    /// The count typed before them.
    pub count: Option<usize>,
    /// The keys that can follow.
    pub follows: Vec<Follow>,
}
