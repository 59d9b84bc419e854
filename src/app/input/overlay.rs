//! Overlays, of which one at a time covers the panes: pickers, the date picker, the keyword sets, the problems, the help,
//! keyword in context.

use crate::app::events::views::EventView;
use crate::app::input::context_page::ContextPage;
use crate::app::input::date_picker::DatePicker;
use crate::app::input::help::HelpPage;
use crate::app::input::picker::{Picker, PickerItem};
use crate::app::list::cursor::ListState;
use crate::config::action::Action;
use crate::config::command::{CommandForm, FORMS, synonyms};
use crate::config::keymap::{Context, Keymap};
use crate::config::theme::Theme;
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
    /// The keys.
    Help(HelpPage),
    /// Keyword in context.
    Context(Box<ContextPage>),
    /// A view of events.
    Event(EventView),
}

/// The purpose of a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickerKind {
    /// The command line: all commands; the chosen or typed one runs.
    Palette,
    /// The outlets, of which several can be chosen.
    Outlets,
    /// The orders of the list.
    Orders,
    /// The reasons for which lines of the open article were removed; the chosen one shows its first line.
    Reasons,
    /// What can be corrected about an event.
    EventCorrections,
}

impl PickerKind {
    /// Returns the title of the frame.
    pub fn title(self) -> &'static str {
        match self {
            Self::Palette => "Commands",
            Self::Outlets => "Outlets",
            Self::Orders => "Sort by",
            Self::Reasons => "Removed lines",
            Self::EventCorrections => "Correct the event",
        }
    }
}

impl Overlay {
    /// Returns the context of its keys.
    pub fn context(&self) -> Context {
        match self {
            Self::Picker(PickerKind::Palette, _) => Context::Command,
            Self::Picker(..) | Self::Dates(_) => Context::Picker,
            Self::Help(help) if help.is_searching => Context::Picker,
            Self::Keywords(_) | Self::Problems(_) | Self::Help(_) | Self::Context(_) => Context::Overlay,
            Self::Event(_) => Context::Events,
        }
    }
}

/// Returns the commands: every action that can run without a context, with its keys, and commands with an argument.
pub fn palette(keymap: &Keymap) -> Picker {
    let actions = Action::ALL.iter().copied().filter(|action| action.in_palette());
    let item = |action: Action| PickerItem {
        label: action.name().to_owned(),
        detail: action.help().to_owned(),
        keys: keymap.keys_of(Context::Main, action).join(" "),
        also: synonyms(action),
        ..PickerItem::default()
    };
    let form = |form: &CommandForm| PickerItem {
        label: [form.name, form.argument].join(" ").trim_end().to_owned(),
        detail: form.help.to_owned(),
        ..PickerItem::default()
    };
    let order = |order: SortOrder| PickerItem {
        label: format!("sort {}", order.name()),
        detail: "order the list".to_owned(),
        keys: keymap.key_of(Context::Main, Action::Sort).unwrap_or_default(),
        ..PickerItem::default()
    };
    let theme = |name: &str| PickerItem {
        label: format!("theme {name}"),
        detail: "change the colours".to_owned(),
        ..PickerItem::default()
    };
    let items = actions
        .map(item)
        .chain(FORMS.iter().filter(|form| form.name != "sort").map(form))
        .chain(SortOrder::ALL.into_iter().map(order))
        .chain(Theme::built_in_names().map(theme));
    Picker::new(items.collect())
}

/// Returns the orders; the cursor is on the current one.
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
