//! Keys that are typed before the list, the row or the text to which they apply has arrived: they wait for it and
//! then apply in order. Some always work at once: leaving (`q`, `Esc`, `C-c`, `C-z`), editing the filter or the find,
//! and scrolling the text that is shown. After a key that waits, every key but `C-c` and `C-z` waits too, because another
//! order could have another meaning. The runtime measures the time: see [`Event::TypeAheadTimeout`].

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::event::{Event, MouseKind};
use crate::app::input::overlay::Overlay;
use crate::app::input::prompt::{Prompt, PromptKind};
use crate::app::jobs::job::JobKind;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::app::reader::pane::OpenArticle;
use crate::config::action::{Action, Group};
use crate::config::key::Key;
use crate::config::keymap::{Context, KeyLookup};
use std::collections::VecDeque;

/// The keys, pastes and uses of the mouse that wait.
#[derive(Debug, Default)]
pub(crate) struct TypeAhead {
    pub(crate) events: VecDeque<Event>,
    /// Whether they have waited long enough for what is pending.
    is_over: bool,
}

/// What must have arrived before an event can be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// The text of the article that is being opened.
    Text,
    /// The list, the row under its cursor, the text, and tags that are being written.
    List,
    /// The same, and any marks that are being written, because the next list or article depends on them.
    ListAndMarks,
}

impl App {
    /// Returns whether keys wait for an answer. The runtime then gives it 250 ms.
    pub fn has_type_ahead(&self) -> bool {
        !self.input.type_ahead.events.is_empty()
    }

    /// Applies the first key that waits, if what it needs has arrived. Run the effects before the next call, because
    /// the next key may depend on them.
    pub fn resume(&mut self) -> Option<Vec<Effect>> {
        let event = self.input.type_ahead.events.front()?;
        // A key that scrolls the text works at once, but one that has waited applies to what the keys before it led to:
        // they may have moved the focus to a list that has not arrived yet.
        let needs = match self.needs(event) {
            Needs::Text => Needs::List,
            needs => needs,
        };
        if self.awaits(needs) {
            return None;
        }
        let event = self.next_of_type_ahead()?;
        Some(self.apply(event))
    }

    /// Returns the event if it can be applied now; otherwise it waits.
    pub(crate) fn defer(&mut self, event: Event) -> Option<Event> {
        let is_typed = matches!(
            event,
            Event::Key(_) | Event::Typed(_) | Event::Paste(_) | Event::Mouse(_)
        );
        let waits = is_typed
            && !self.ends_or_stops(&event)
            && (self.has_type_ahead() || self.awaits(self.needs(&event)));
        if waits {
            self.input.type_ahead.events.push_back(event);
            return None;
        }
        Some(event)
    }

    /// Ends the wait: from now on moving works on the old list.
    pub(crate) fn end_waiting(&mut self) {
        self.input.type_ahead.is_over = true;
    }

    /// Restarts the time once everything has arrived, so that the next key that must wait gets all of it.
    pub(crate) fn reset_type_ahead(&mut self) {
        self.input.type_ahead.is_over &= self.awaits_chosen() || self.is_marking();
    }

    /// Returns whether the article that a key would apply to has not arrived yet, and reports it.
    pub(crate) fn refuses_marks(&mut self) -> bool {
        let refuses = self.awaits_chosen();
        if refuses {
            let text =
                "Nothing marked, because the list or the article has not arrived yet; press the key again";
            self.status.report(Level::Warning, text);
        }
        refuses
    }

    /// Returns whether something that a key needs has not arrived yet, and the time to wait for it is not over.
    fn awaits(&self, needs: Needs) -> bool {
        // A command may take the text, and with it the terminal.
        if self.awaits_text() {
            return true;
        }
        !self.input.type_ahead.is_over
            && match needs {
                Needs::Nothing => false,
                Needs::Text => self.awaits_open_text(),
                Needs::List => self.awaits_chosen() || self.awaits_tags(),
                Needs::ListAndMarks => self.awaits_chosen() || self.is_marking(),
            }
    }

    fn awaits_chosen(&self) -> bool {
        self.awaits_list() || self.awaits_row() || self.awaits_walk() || self.awaits_open_text()
    }

    fn awaits_list(&self) -> bool {
        let is_first = self.listing.sources().is_empty() && self.listing.corpus_len() > 0;
        // The days of the date picker are those of the list.
        let counts_days =
            matches!(self.input.overlay, Some(Overlay::Dates(_))) && self.requests.awaits(JobKind::CountDays);
        is_first || counts_days || self.requests.awaits(JobKind::Filter)
    }

    fn awaits_row(&self) -> bool {
        self.requests.awaits(JobKind::Rows)
            && self.chosen_id().is_some()
            && self.listing.row(self.articles.cursor).is_none()
    }

    fn needs(&self, event: &Event) -> Needs {
        let is_live = |prompt: &Prompt| matches!(prompt.kind, PromptKind::Filter | PromptKind::Find);
        let in_live_prompt = self.input.prompt.as_ref().is_some_and(is_live);
        match event {
            Event::Key(_) | Event::Typed(_) | Event::Paste(_) if in_live_prompt => Needs::Nothing,
            Event::Key(key) => match self.action_of(*key) {
                KeyLookup::Action(action) => self.action_needs(action),
                KeyLookup::Pending(_) => Needs::Nothing,
                KeyLookup::None => Needs::List,
            },
            Event::Mouse(mouse) if mouse.kind != MouseKind::Click => {
                let is_text = self.screen.areas.of(Pane::Reader).contains(mouse.x, mouse.y);
                if is_text { Needs::Text } else { Needs::List }
            }
            _ => Needs::List,
        }
    }

    fn action_needs(&self, action: Action) -> Needs {
        let is_reading =
            self.panes.focus == Pane::Reader && self.input.prompt.is_none() && self.input.overlay.is_none();
        match action {
            Action::Back
            | Action::Escape
            | Action::PromptCancel
            | Action::Quit
            | Action::Suspend
            | Action::Redraw => Needs::Nothing,
            // At the end of the text it goes to the next article of the list.
            Action::ReadOn if self.reader.open().is_none_or(OpenArticle::is_at_end) => Needs::List,
            action if is_reading && action.group() == Group::Move => Needs::Text,
            Action::NextOutlet
            | Action::PreviousOutlet
            | Action::AllOutlets
            | Action::JumpBack
            | Action::JumpForward
            | Action::NextUnread
            | Action::PreviousUnread
            | Action::Sort
            | Action::Reload => Needs::ListAndMarks,
            action if action.group() == Group::Filter => Needs::ListAndMarks,
            _ => Needs::List,
        }
    }

    /// Returns what a key would do if it were pressed now.
    fn action_of(&self, key: Key) -> KeyLookup {
        let keymap = &self.settings.keymap;
        if self.input.confirmation.is_some() || self.input.prompt.is_some() {
            return keymap.lookup(Context::Prompt, &[key]);
        }
        if let Some(overlay) = self
            .input
            .overlay
            .as_ref()
            .filter(|overlay| overlay.context().takes_text())
        {
            return keymap.lookup(overlay.context(), &[key]);
        }
        if self.digit_of_count(key).is_some() {
            return KeyLookup::Pending(Vec::new());
        }
        self.lookup(&[&self.input.pending.keys[..], &[key]].concat())
    }

    /// Returns whether a key ends or stops the program, which does not wait.
    fn ends_or_stops(&self, event: &Event) -> bool {
        let Event::Key(key) = event else { return false };
        // A letter may belong to a text for a prompt that has not opened yet.
        key.ctrl()
            && matches!(
                self.action_of(*key),
                KeyLookup::Action(Action::Quit | Action::Suspend)
            )
    }
}
