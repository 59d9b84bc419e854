//! A list that is searched by typing: the palette, the outlets, the orders. Not what a choice does: see
//! [`overlay_actions`](crate::app::input::overlay_actions).

use crate::app::input::prompt::edit;
use crate::app::input::text_field::TextField;
use crate::app::list::cursor::ListState;
use crate::config::action::{Action, Group};
use crate::config::key::Key;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// A row of a picker.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PickerItem {
    /// The text of the row.
    pub label: String,
    /// More about it, shown dimmed.
    pub detail: String,
    /// The keys that do the same.
    pub keys: String,
    /// Another text that searches match; not shown.
    pub also: &'static str,
    /// Whether it is checked, in pickers that allow several choices.
    pub checked: bool,
}

/// A list that is narrowed by typing.
#[derive(Debug, Clone, Default)]
pub struct Picker {
    /// What has been typed.
    pub field: TextField,
    /// The cursor among the rows that match.
    pub list: ListState,
    /// A mistake in what was typed.
    pub error: Option<String>,
    /// How far back in the history the text is; 0 if it was typed.
    steps_back: usize,
    items: Vec<PickerItem>,
    /// The items that match, best first; all of them in their original order while nothing is typed.
    matching: Vec<usize>,
}

/// The outcome of a key in a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked {
    /// No choice was made.
    Nothing,
    /// The item with this index was chosen.
    Chosen(usize),
    /// The item with this index was checked or unchecked.
    Toggled(usize),
    /// The picker should be closed.
    Cancelled,
    /// An action that the picker does not perform.
    Other(Action),
}

impl Picker {
    /// Creates a picker of these items.
    pub fn new(items: Vec<PickerItem>) -> Self {
        let matching = (0..items.len()).collect();
        Self {
            items,
            matching,
            ..Self::default()
        }
    }

    /// Returns all items.
    pub fn items(&self) -> &[PickerItem] {
        &self.items
    }

    /// Returns the items that match, in the order shown.
    pub fn rows(&self) -> impl Iterator<Item = &PickerItem> {
        self.matching.iter().filter_map(|&item| self.items.get(item))
    }

    /// Returns how many items match.
    pub fn len(&self) -> usize {
        self.matching.len()
    }

    /// Returns whether no item matches.
    pub fn is_empty(&self) -> bool {
        self.matching.is_empty()
    }

    /// Returns the item under the cursor.
    pub fn chosen(&self) -> Option<usize> {
        self.matching.get(self.list.cursor).copied()
    }

    /// Puts the cursor on an item.
    pub fn choose(&mut self, item: usize) {
        if let Some(row) = self.matching.iter().position(|&matching| matching == item) {
            self.list.cursor = row;
        }
    }

    /// Replaces the text by an earlier or later one of the history, oldest first.
    pub fn recall(&mut self, back: isize, history: &[String]) {
        self.steps_back = self.steps_back.saturating_add_signed(back).min(history.len());
        let text = match self.steps_back {
            0 => "",
            steps => &history[history.len() - steps],
        };
        self.field = TextField::new(text);
        self.narrow();
    }

    /// Puts the row under the cursor into the text.
    pub fn complete(&mut self) {
        let row = self.chosen().and_then(|item| self.items.get(item));
        if let Some(row) = row {
            // What is in capitals is to be typed.
            let typed = row
                .label
                .split(' ')
                .take_while(|word| !word.contains(char::is_uppercase));
            let typed = typed.collect::<Vec<_>>().join(" ");
            let blank = if typed.len() < row.label.len() { " " } else { "" };
            self.field = TextField::new(format!("{typed}{blank}"));
            self.narrow();
        }
    }

    /// Performs an action, or types the key's character.
    pub fn press(&mut self, action: Option<Action>, key: Key, page: isize) -> Picked {
        let len = self.len();
        match action {
            Some(Action::Escape | Action::PromptCancel) => return Picked::Cancelled,
            Some(Action::PromptAccept) => return self.chosen().map_or(Picked::Nothing, Picked::Chosen),
            Some(Action::ToggleItem) => return self.toggle(),
            Some(Action::MoveDown) => self.list.move_by(1, len),
            Some(Action::MoveUp) => self.list.move_by(-1, len),
            Some(Action::PageDown | Action::HalfPageDown) => self.list.move_by(page, len),
            Some(Action::PageUp | Action::HalfPageUp) => self.list.move_by(-page, len),
            Some(Action::MoveTop) => self.list.move_to(0, len),
            Some(Action::MoveBottom) => self.list.move_to(usize::MAX, len),
            Some(action) if action.group() == Group::TextFields => {
                if edit(&mut self.field, action) {
                    self.narrow();
                }
            }
            Some(action) => return Picked::Other(action),
            None => {
                if let Some(c) = key.text() {
                    self.paste(c.encode_utf8(&mut [0; 4]));
                }
            }
        }
        Picked::Nothing
    }

    /// Types text.
    pub fn paste(&mut self, text: &str) {
        if self.field.insert(text) {
            self.narrow();
        }
    }

    fn toggle(&mut self) -> Picked {
        let Some(item) = self.chosen() else {
            return Picked::Nothing;
        };
        self.items[item].checked = !self.items[item].checked;
        Picked::Toggled(item)
    }

    /// Returns the indices of the checked items.
    pub fn checked(&self) -> impl Iterator<Item = usize> {
        self.items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.checked)
            .map(|(number, _)| number)
    }

    /// Keeps the items that match the typed text, best first, as fzf does.
    fn narrow(&mut self) {
        self.error = None;
        let typed = self.field.text();
        // Of a command with an argument, only the name is in its row.
        let with_argument = typed.split_once(' ').map(|(name, _)| format!("{name} "));
        let takes_argument = |item: &PickerItem| {
            let is_form = item
                .label
                .split(' ')
                .nth(1)
                .is_some_and(|word| word.starts_with(char::is_uppercase));
            is_form
                && with_argument
                    .as_ref()
                    .is_some_and(|name| item.label.starts_with(name))
        };
        let pattern = Pattern::parse(typed, CaseMatching::Smart, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (number, item) in self.items.iter().enumerate() {
            let text = format!("{} {} {}", item.label, item.detail, item.also);
            if takes_argument(item) {
                scored.push((u32::MAX, number));
            } else if let Some(score) = pattern.score(Utf32Str::new(&text, &mut buffer), &mut matcher) {
                scored.push((score, number));
            }
        }
        scored.sort_by_key(|&(score, number)| (std::cmp::Reverse(score), number));
        self.matching = scored.into_iter().map(|(_, number)| number).collect();
        self.list = ListState::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker() -> Picker {
        let item = |label: &str| PickerItem {
            label: label.to_owned(),
            ..PickerItem::default()
        };
        Picker::new(vec![
            item("Harbour Herald"),
            item("Délta Courier"),
            item("The Northern Ledger"),
        ])
    }

    #[test]
    fn typing_narrows_and_clearing_brings_all_back() {
        let mut picker = picker();
        picker.paste("delta");
        assert_eq!(picker.chosen(), Some(1));
        assert_eq!(picker.len(), 1);
        picker.press(Some(Action::PromptClear), Key::char('x'), 1);
        assert_eq!(picker.len(), 3);
    }

    #[test]
    fn the_cursor_stays_among_the_rows_that_match() {
        let mut picker = picker();
        picker.press(Some(Action::MoveBottom), Key::char('x'), 1);
        assert_eq!(picker.chosen(), Some(2));
        picker.paste("zzz");
        assert_eq!(
            picker.press(Some(Action::PromptAccept), Key::char('x'), 1),
            Picked::Nothing
        );
    }
}
