//! Maps key sequences to actions, for each context. How key tables are read: see `bindings`.

use crate::config::action::{Action, Group};
use crate::config::choices::choices;
use crate::config::key::Key;
use std::collections::BTreeMap;

choices! {
    /// The part of the screen that receives the keys, with its name in the configuration, as in `[keys.main]`.
    Context {
        /// The panes.
        #[default] Main = "main",
        /// Selecting text.
        Select = "select",
        /// A text field; every printable key is text.
        Prompt = "prompt",
        /// A list with a text field; every printable key is text.
        Picker = "picker",
        /// The command line; every printable key is text.
        Command = "command",
        /// A list without a text field.
        Overlay = "overlay",
        /// A view of events.
        Events = "events",
    }
}

impl Context {
    /// Returns all contexts.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::NAMED.iter().map(|(_, context)| *context)
    }

    /// Returns whether printable keys are text, so that they cannot be bound.
    pub fn takes_text(self) -> bool {
        matches!(self, Self::Prompt | Self::Picker | Self::Command)
    }
}

/// The result of a lookup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyLookup {
    /// The keys run this action.
    Action(Action),
    /// The keys are the start of these sequences, in the order of the keys.
    Pending(Vec<Follow>),
    /// The keys are not bound.
    None,
}

/// A continuation of pending keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// The remaining keys, in the notation of the configuration.
    pub keys: String,
    /// The action that they run.
    pub action: Action,
}

/// A key sequence and its action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binding {
    pub(crate) keys: Vec<Key>,
    pub(crate) action: Action,
}

/// All bindings. Within a context, no key sequence is the start of another one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap {
    /// Sorted by sequence, so that the continuations of a sequence follow it directly: a flat trie.
    tries: BTreeMap<Context, BTreeMap<Vec<Key>, Action>>,
    /// In the order of display.
    shown: BTreeMap<Context, Vec<Binding>>,
}

impl Keymap {
    /// Looks up the keys that were pressed since the last action.
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

    /// Returns the key sequences of an action, the preferred one first.
    pub fn keys_of(&self, context: Context, action: Action) -> Vec<String> {
        self.bindings(context)
            .filter(|(_, bound)| *bound == action)
            .map(|(keys, _)| Key::print_sequence(keys))
            .collect()
    }

    /// Returns the preferred key sequence of an action, which hints show.
    pub fn key_of(&self, context: Context, action: Action) -> Option<String> {
        self.bindings(context)
            .find(|(_, bound)| *bound == action)
            .map(|(keys, _)| Key::print_sequence(keys))
    }

    /// Returns the bindings of a context, in the order of display.
    pub fn bindings(&self, context: Context) -> impl Iterator<Item = (&[Key], Action)> {
        self.shown
            .get(&context)
            .into_iter()
            .flatten()
            .map(|binding| (binding.keys.as_slice(), binding.action))
    }

    /// Sets the bindings of a context, in the order of display.
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
        assert!(matches!(press(Context::Main, "g"), KeyLookup::Pending(follows) if follows.contains(&top)));
        assert_eq!(press(Context::Main, "gx"), KeyLookup::None);
        assert_eq!(press(Context::Prompt, "j"), KeyLookup::None);
        assert_eq!(Preset::Vim.keymap().lookup(Context::Main, &[]), KeyLookup::None);
    }

    #[test]
    fn the_preferred_key_is_first() {
        let keymap = Preset::Vim.keymap();
        assert_eq!(keymap.keys_of(Context::Main, Action::NextOutlet), ["]", ")"]);
        assert_eq!(
            keymap.key_of(Context::Main, Action::ReadOn).as_deref(),
            Some("space")
        );
        assert_eq!(keymap.key_of(Context::Main, Action::SelectLeft), None);
    }
}
