//! Which keys ask for which action in which context, as a tree of key sequences. Not how the keys are written down
//! (see `bindings`) and not counts, which the app keeps.

use crate::config::action::{Action, Group};
use crate::config::key::Key;
use std::collections::BTreeMap;

/// Where the keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The panes.
    Main,
    /// Selecting text.
    Select,
    /// A text field; every printable key is text.
    Prompt,
    /// A list with a text field; every printable key is text.
    Picker,
    /// A list without a text field.
    Overlay,
}

impl Context {
    /// Every context.
    pub const ALL: &[Self] = &[
        Self::Main,
        Self::Select,
        Self::Prompt,
        Self::Picker,
        Self::Overlay,
    ];

    /// The name that stands in the configuration: `[keys.main]`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Select => "select",
            Self::Prompt => "prompt",
            Self::Picker => "picker",
            Self::Overlay => "overlay",
        }
    }

    /// Whether printable keys are text there and cannot be bound.
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Prompt | Self::Picker)
    }
}

/// What keys mean so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyLookup {
    /// They ask for this.
    Action(Action),
    /// They are the start of these, in the order of the keys.
    Pending(Vec<Follow>),
    /// They mean nothing.
    None,
}

/// What can follow keys that are pending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// The keys that are missing, as they are written.
    pub keys: String,
    /// What they ask for.
    pub action: Action,
}

/// One way to ask for an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binding {
    pub(crate) keys: Vec<Key>,
    pub(crate) action: Action,
}

/// All bindings. No key sequence is the start of another one of the same context.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap {
    /// Sorted by sequence, so that what starts with a sequence stands directly behind it: a trie laid flat.
    tries: BTreeMap<Context, BTreeMap<Vec<Key>, Action>>,
    /// In the order in which they are to be shown.
    shown: BTreeMap<Context, Vec<Binding>>,
}

impl Keymap {
    /// What the keys pressed since the last action mean.
    pub fn lookup(&self, context: Context, keys: &[Key]) -> KeyLookup {
        let Some(trie) = self.tries.get(&context).filter(|_| !keys.is_empty()) else {
            return KeyLookup::None;
        };
        if let Some(action) = trie.get(keys) {
            return KeyLookup::Action(*action);
        }
        let follows: Vec<Follow> = trie
            .range(keys.to_vec()..)
            .take_while(|(sequence, _)| sequence.starts_with(keys))
            .map(|(sequence, action)| Follow {
                keys: Key::print_sequence(sequence.get(keys.len()..).unwrap_or_default()),
                action: *action,
            })
            .collect();
        if follows.is_empty() {
            KeyLookup::None
        } else {
            KeyLookup::Pending(follows)
        }
    }

    /// The keys that ask for an action, as they are written, the usual one first.
    pub fn keys_of(&self, context: Context, action: Action) -> Vec<String> {
        self.bindings(context)
            .filter(|(_, bound)| *bound == action)
            .map(|(keys, _)| Key::print_sequence(keys))
            .collect()
    }

    /// The first key that asks for an action, as it is written; what hints show.
    pub fn key_of(&self, context: Context, action: Action) -> Option<String> {
        self.bindings(context)
            .find(|(_, bound)| *bound == action)
            .map(|(keys, _)| Key::print_sequence(keys))
    }

    /// Every binding of a context, in the order in which they are to be shown.
    pub fn bindings(&self, context: Context) -> impl Iterator<Item = (&[Key], Action)> {
        self.shown
            .get(&context)
            .into_iter()
            .flatten()
            .map(|binding| (binding.keys.as_slice(), binding.action))
    }

    /// Puts the bindings of a context in, in the order in which they are to be shown.
    pub(crate) fn set(&mut self, context: Context, bindings: Vec<Binding>) {
        let trie = bindings
            .iter()
            .map(|binding| (binding.keys.clone(), binding.action))
            .collect();
        self.tries.insert(context, trie);
        self.shown.insert(context, bindings);
    }
}

/// Returns the context whose keys the help shows for a group of actions.
pub fn context_of(group: Group) -> Context {
    match group {
        Group::Select => Context::Select,
        Group::Lists => Context::Overlay,
        Group::TextFields => Context::Prompt,
        _ => Context::Main,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::bindings::Preset;

    fn press(context: Context, keys: &str) -> KeyLookup {
        Preset::Vim
            .keymap()
            .lookup(context, &Key::parse_sequence(keys).unwrap())
    }

    #[test]
    fn keys_become_actions_one_by_one() {
        assert_eq!(press(Context::Main, "j"), KeyLookup::Action(Action::MoveDown));
        assert_eq!(press(Context::Main, "gg"), KeyLookup::Action(Action::MoveTop));
        let top = Follow {
            keys: "g".to_owned(),
            action: Action::MoveTop,
        };
        assert_eq!(press(Context::Main, "g"), KeyLookup::Pending(vec![top]));
        assert_eq!(press(Context::Main, "gx"), KeyLookup::None);
        assert_eq!(press(Context::Prompt, "j"), KeyLookup::None);
        assert_eq!(Preset::Vim.keymap().lookup(Context::Main, &[]), KeyLookup::None);
    }

    #[test]
    fn the_usual_key_stands_first() {
        let keymap = Preset::Vim.keymap();
        assert_eq!(keymap.keys_of(Context::Main, Action::NextOutlet), ["]", ")"]);
        assert_eq!(
            keymap.key_of(Context::Main, Action::ReadOn).as_deref(),
            Some("space")
        );
        assert_eq!(keymap.key_of(Context::Main, Action::SelectLeft), None);
    }
}
