//! The keys as a table in Markdown, for the README and the manual. Not the help overlay, which `ui` draws from the same
//! actions and keymap.

use super::action::{Action, Group};
use super::keymap::{Context, Keymap};
use std::fmt::Write as _;

impl Keymap {
    /// Every action that can be asked for in the panes, while selecting or in an overlay's list, by group: its keys,
    /// its help and its name for the palette and the configuration.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        for &group in Group::ALL {
            let _ = write!(
                text,
                "**{}**\n\n| keys | does | name |\n|---|---|---|\n",
                group.title()
            );
            for &action in Action::ALL.iter().filter(|action| action.group() == group) {
                let keys: Vec<String> = self
                    .keys_of(context_of(group), action)
                    .iter()
                    .map(|key| format!("`{}`", key.replace('|', "\\|")))
                    .collect();
                let _ = writeln!(
                    text,
                    "| {} | {} | `{}` |",
                    keys.join(" "),
                    action.help(),
                    action.name()
                );
            }
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }
}

/// The context in which the keys of a group are told.
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
    use super::super::bindings::Preset;
    use super::*;

    #[test]
    fn the_table_has_a_row_for_each_action() {
        let table = Preset::Vim.keymap().to_markdown();
        assert!(table.contains("| `gg` `Home` | go to the top | `move-top` |"));
        assert!(table.contains("| `\\|` `P` | pipe the article to a command | `pipe` |"));
        for action in Action::ALL {
            assert!(table.contains(&format!("`{action}` |")));
        }
    }
}
