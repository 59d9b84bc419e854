//! What lies over the panes: the lists to choose from, the dates, the keyword sets, the problems. One at a time.

use crate::app::input::date_picker::DatePicker;
use crate::app::input::picker::{Picker, PickerItem};
use crate::app::list::cursor::ListState;
use crate::config::action::Action;
use crate::config::keymap::{Context, Keymap};
use crate::library::query::sort::SortOrder;

/// An overlay.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// A list to choose from by typing.
    Picker(PickerKind, Picker),
    /// The date picker.
    Dates(DatePicker),
    /// The keyword sets.
    Keywords(ListState),
    /// Problems and messages.
    Problems(ListState),
}

/// What a picker is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickerKind {
    /// Any action, to be run.
    Palette,
    /// The keys.
    Help,
    /// The outlets, several at once.
    Outlets,
    /// The orders of the list.
    Orders,
}

impl PickerKind {
    /// What stands in the frame.
    pub fn title(self) -> &'static str {
        match self {
            Self::Palette => "commands",
            Self::Help => "keys",
            Self::Outlets => "outlets",
            Self::Orders => "sort by",
        }
    }
}

impl Overlay {
    /// The keys that it listens to.
    pub fn context(&self) -> Context {
        match self {
            Self::Picker(..) | Self::Dates(_) => Context::Picker,
            Self::Keywords(_) | Self::Problems(_) => Context::Overlay,
        }
    }
}

/// The actions that a list of all of them shows, in the order of the table.
pub fn listed_actions() -> Vec<Action> {
    Action::ALL
        .iter()
        .copied()
        .filter(|action| action.in_palette())
        .collect()
}

/// The command palette: every action that can be run by itself, with its keys.
pub fn palette(keymap: &Keymap) -> Picker {
    let item = |action: Action| PickerItem {
        label: action.help().to_owned(),
        detail: keymap.keys_of(Context::Main, action).join(" "),
        also: action.name(),
        ..PickerItem::default()
    };
    Picker::new(listed_actions().into_iter().map(item).collect())
}

/// The help: every action with its keys, under the heading of its group.
pub fn help(keymap: &Keymap) -> Picker {
    let context = |action: Action| {
        let contexts = [
            Context::Main,
            Context::Select,
            Context::Overlay,
            Context::Prompt,
            Context::Picker,
        ];
        contexts
            .into_iter()
            .find(|&context| keymap.key_of(context, action).is_some())
    };
    let item = |&action: &Action| PickerItem {
        label: context(action).map_or(String::new(), |context| {
            keymap.keys_of(context, action).join("  ")
        }),
        detail: action.help().to_owned(),
        also: action.name(),
        group: action.group().title(),
        checked: false,
    };
    Picker::new(Action::ALL.iter().map(item).collect())
}

/// The orders; the one in use has the cursor.
pub fn orders(current: SortOrder) -> Picker {
    let item = |order: SortOrder| PickerItem {
        label: order.name().to_owned(),
        ..PickerItem::default()
    };
    let mut picker = Picker::new(SortOrder::ALL.into_iter().map(item).collect());
    picker.choose(
        SortOrder::ALL
            .into_iter()
            .position(|order| order == current)
            .unwrap_or(0),
    );
    picker
}
