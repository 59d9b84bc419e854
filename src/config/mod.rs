//! The configuration: parses text into settings, keymap, theme and keyword sets. It reads no files.
//!
//! A mistake becomes a [`Diagnostic`] with its line, and affects only its own field.

pub(crate) mod action;
pub(crate) mod bindings;
pub(crate) mod choices;
pub(crate) mod command;
pub(crate) mod diagnostic;
pub(crate) mod editable_settings;
pub(crate) mod fields;
pub(crate) mod help;
pub(crate) mod key;
pub(crate) mod keymap;
pub(crate) mod keywords;
pub(crate) mod palette;
pub(crate) mod profile;
pub(crate) mod role;
pub(crate) mod settings;
pub(crate) mod style;
pub(crate) mod theme;

pub use action::{Action, Group};
pub use bindings::Preset;
pub use choices::{Bidi, ColorChoice, SaveFormat, ThemeChoice};
pub use command::{Command, CommandForm, FORMS};
pub use diagnostic::{Diagnostic, nearest};
pub use editable_settings::SettingChange;
pub use help::{HelpRow, Situation};
pub use key::{Key, KeyCode, KeyError};
pub use keymap::{Context, Follow, KeyLookup, Keymap, context_of};
pub use keywords::{KeywordSet, KeywordSets, KeywordSetsError, split_words};
pub use palette::contrast;
pub use profile::{EditableProfile, ProfileFileError, RuleChange, rules_to_toml, shown_rule};
pub use role::{KeywordColor, Role};
pub use settings::{
    CommandSettings, LoadingSettings, PaneSettings, ReaderSettings, SaveSettings, Settings, ViewSetting,
};
pub use style::{Color, ColorDepth, Style};
pub use theme::{Styles, Theme};
