//! From keys to actions: where a key goes, counts, pending keys, and which function performs each action.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::event::{MouseEvent, MouseKind};
use crate::app::input::overlay;
use crate::app::input::overlay::{Overlay, PickerKind};
use crate::app::input::state::Pending;
use crate::app::list::cursor::ListState;
use crate::app::panes::pane_layout::Pane;
use crate::app::search::hit_walk::WalkDirection;
use crate::config::action::{Action, Group};
use crate::config::key::Key;
use crate::config::keymap::{Context, KeyLookup};

/// The largest count; a larger one is a typing mistake.
const MOST: usize = 99_999;

impl App {
    /// Handles a key press.
    pub(crate) fn press(&mut self, key: Key) {
        let escape = KeyLookup::Action(Action::Escape);
        self.status
            .age_message(self.settings.keymap.lookup(Context::Main, &[key]) == escape);
        self.search.jump = None;
        if self.input.confirmation.is_some() {
            self.press_in_confirmation(key);
        } else if self.input.prompt.is_some() {
            self.press_in_prompt(key);
        } else if self.has_text_field() {
            self.press_in_picker(key);
        } else {
            self.press_in_panes(key);
        }
    }

    /// Types the text of several keys into the open text field.
    pub(crate) fn type_text(&mut self, text: &str) {
        self.status.age_message(false);
        self.search.jump = None;
        self.paste(text);
    }

    /// Handles pasted text. It goes into text fields only, because its letters are not commands.
    pub(crate) fn paste(&mut self, text: &str) {
        if self.input.prompt.is_some() {
            self.paste_in_prompt(text);
        } else if let Some(Overlay::Picker(_, picker)) = &mut self.input.overlay {
            picker.paste(text);
        } else if let Some(Overlay::Dates(picker)) = &mut self.input.overlay {
            picker.paste(text);
        } else if let Some(Overlay::Help(help)) = &mut self.input.overlay {
            help.paste(text);
        }
    }

    fn press_in_panes(&mut self, key: Key) {
        if self.chooses_set(key) {
            return;
        }
        if self.takes_digit(key) {
            return;
        }
        self.input.pending.keys.push(key);
        match self.lookup(&self.input.pending.keys) {
            KeyLookup::Action(action) => {
                let count = self.input.pending.count;
                let had_pending = self.input.pending.keys.len() > 1 || count.is_some();
                self.input.pending = Pending::default();
                // Esc undoes one thing at a time, and pending keys come first.
                if !(action == Action::Escape && had_pending) {
                    self.act(action, count);
                }
            }
            KeyLookup::Pending(follows) => self.input.pending.follows = follows,
            KeyLookup::None => {
                let was_pending = self.input.pending.keys.len() > 1;
                self.input.pending = Pending::default();
                if !was_pending {
                    self.hint_unbound(key);
                }
            }
        }
    }

    /// Returns what keys do in the panes.
    pub(crate) fn lookup(&self, keys: &[Key]) -> KeyLookup {
        let keymap = &self.settings.keymap;
        if let Some(overlay) = &self.input.overlay {
            return keymap.lookup(overlay.context(), keys);
        }
        if self.is_selecting() {
            return keymap.lookup(Context::Select, keys);
        }
        keymap.lookup(Context::Main, keys)
    }

    /// Returns the digit that a key adds to a count. A zero does so only after another digit; in a selection it moves.
    pub(crate) fn digit_of_count(&self, key: Key) -> Option<u32> {
        let is_free = self.input.pending.keys.is_empty() && self.input.overlay.is_none();
        let digit = key.digit().filter(|_| is_free)?;
        (digit != 0 || self.input.pending.count.is_some()).then_some(digit)
    }

    /// Returns whether printable keys are text.
    pub fn has_text_field(&self) -> bool {
        let overlay = self.input.overlay.as_ref();
        self.input.prompt.is_some() || overlay.is_some_and(|overlay| overlay.context().takes_text())
    }

    /// Returns the preferred keys of an action in the panes, for a message.
    pub(crate) fn key_of(&self, action: Action) -> String {
        let keys = self.settings.keymap.key_of(Context::Main, action);
        keys.unwrap_or_else(|| format!(":{action}"))
    }

    fn takes_digit(&mut self, key: Key) -> bool {
        let Some(digit) = self.digit_of_count(key) else {
            return false;
        };
        // A count is at most `MOST`, so this cannot overflow.
        let count = self.input.pending.count.unwrap_or(0) * 10 + digit as usize;
        self.input.pending.count = Some(count.min(MOST));
        true
    }

    /// Returns whether text is being selected. Only the keys of selecting work then.
    fn is_selecting(&self) -> bool {
        self.panes.focus == Pane::Reader && self.reader.open().is_some_and(|open| open.selection.is_some())
    }

    fn hint_unbound(&mut self, key: Key) {
        let text = if self.is_selecting() {
            let leave = self.settings.keymap.key_of(Context::Select, Action::Escape);
            format!(
                "{key} does nothing while selecting; {} ends that",
                leave.unwrap_or_default()
            )
        } else {
            format!(
                "{key} is not bound here; {} shows the keys",
                self.key_of(Action::Help)
            )
        };
        self.status.inform(text);
    }

    /// Performs an action. `count` is the count that was typed before it.
    pub(crate) fn act(&mut self, action: Action, count: Option<usize>) {
        let times = count.unwrap_or(1);
        if action != Action::AllOutlets {
            self.input.lists_all = false;
        }
        if let Some(overlay) = &self.input.overlay {
            match overlay {
                Overlay::Keywords(_) => return self.act_on_keywords(action, times),
                Overlay::Problems(_) => return self.act_on_problems(action, times),
                Overlay::Help(_) => return self.act_on_help(action, times),
                Overlay::Context(_) => return self.act_on_context(action, times),
                Overlay::Event(view) => return self.act_in_event_view(*view, action, times),
                Overlay::Picker(..) | Overlay::Dates(_) => {}
            }
        }
        self.end_run_of_jumps(action);
        let group = action.group();
        let is_scroll = group == Group::Move && self.panes.focus == Pane::Reader;
        if !is_scroll && matches!(group, Group::Move | Group::Panes | Group::Outlets | Group::Find) {
            self.cancel_walk();
        }
        match group {
            Group::Move => self.act_on_move(action, count),
            Group::Panes => self.act_on_panes(action),
            Group::Outlets => self.act_on_articles(action, times),
            Group::Find => self.act_on_find(action, times),
            Group::Filter => self.act_on_filter(action),
            Group::View => self.act_on_view(action, times),
            Group::Events => self.act_on_events(action, times),
            Group::Marks => self.act_on_marks(action, times),
            Group::Correct => self.act_on_correction(action),
            Group::Export => self.act_on_export(action),
            Group::Program => self.act_on_program(action),
            Group::Select => self.act_on_selection(action, times),
            Group::Lists | Group::TextFields => {}
        }
    }

    fn act_on_find(&mut self, action: Action, times: usize) {
        match action {
            Action::Find => self.open_find(),
            Action::NextHit => self.walk_hits(WalkDirection::Forwards, times),
            Action::PreviousHit => self.walk_hits(WalkDirection::Backwards, times),
            Action::NextHitAcross => self.walk_hits_across(WalkDirection::Forwards),
            Action::PreviousHitAcross => self.walk_hits_across(WalkDirection::Backwards),
            Action::NextArticleWithHit => self.find_next_article(WalkDirection::Forwards),
            Action::PreviousArticleWithHit => self.find_next_article(WalkDirection::Backwards),
            Action::KeywordInContext => self.open_context(),
            Action::Select => self.toggle_selection(),
            Action::SelectRows => self.toggle_row_selection(),
            Action::Highlight => self.highlight(),
            Action::KeywordSets => self.open_keywords(),
            _ => {}
        }
    }

    pub(crate) fn act_on_program(&mut self, action: Action) {
        match action {
            Action::Palette => self.open_picker(PickerKind::Palette, overlay::palette(&self.settings.keymap)),
            Action::Help => self.open_help(),
            Action::Problems => self.input.overlay = Some(Overlay::Problems(ListState::default())),
            Action::Reload => self.begin_load(),
            Action::ToggleMouse => {
                self.input.mouse = !self.input.mouse;
                let text = if self.input.mouse {
                    "Mouse on: click and wheel"
                } else {
                    "Mouse off: the terminal selects text"
                };
                self.status.inform(text);
                self.emit(Effect::SetMouse(self.input.mouse));
            }
            Action::Redraw => self.emit(Effect::Redraw),
            Action::Suspend => self.emit(Effect::Suspend),
            Action::Quit => self.emit(Effect::Quit),
            _ => {}
        }
    }

    /// Handles a use of the mouse. Keys can do everything that the mouse does.
    pub(crate) fn use_mouse(&mut self, mouse: MouseEvent) {
        if self.input.prompt.is_some() || self.input.overlay.is_some() || self.input.confirmation.is_some() {
            return;
        }
        let panes = [Pane::Sources, Pane::Articles, Pane::Reader];
        let Some(pane) = panes
            .into_iter()
            .find(|&pane| self.screen.areas.of(pane).contains(mouse.x, mouse.y))
        else {
            return;
        };
        match mouse.kind {
            MouseKind::Click => self.click(pane, mouse.y),
            MouseKind::WheelDown => self.wheel(pane, 3),
            MouseKind::WheelUp => self.wheel(pane, -3),
        }
    }
}
