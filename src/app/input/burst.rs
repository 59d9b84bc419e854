//! Bursts of keys that type text: a paste into a terminal without bracketed paste, keys while the program was busy, a
//! person who types fast. The text is applied once, not letter by letter, because each step may search all articles.

use crate::app::App;
use crate::app::event::Event;
use crate::app::input::overlay::Overlay;
use crate::config::keymap::{Context, KeyLookup};
use std::collections::VecDeque;

impl App {
    /// Takes the next event of a burst. Consecutive keys that are text for the open text field become one event.
    pub fn next_of_burst(&self, events: &mut VecDeque<Event>) -> Option<Event> {
        // Keys that wait may close the field first, so keys after them are kept apart.
        let takes_text = !self.has_type_ahead();
        self.take_typed(events, takes_text)
    }

    /// Takes the next of the keys that waited, like [`App::next_of_burst`].
    pub(crate) fn next_of_type_ahead(&mut self) -> Option<Event> {
        let mut events = std::mem::take(&mut self.input.type_ahead.events);
        let event = self.take_typed(&mut events, true);
        self.input.type_ahead.events = events;
        event
    }

    fn take_typed(&self, events: &mut VecDeque<Event>, takes_text: bool) -> Option<Event> {
        let first = events.pop_front()?;
        let Some(c) = self.typed_char(&first).filter(|_| takes_text) else {
            return Some(first);
        };
        let mut text = String::from(c);
        while let Some(c) = events.front().and_then(|event| self.typed_char(event)) {
            text.push(c);
            events.pop_front();
        }
        let is_one = text.len() == c.len_utf8();
        Some(if is_one { first } else { Event::Typed(text) })
    }

    /// Returns the character that an event types into the open text field, if it does nothing else.
    fn typed_char(&self, event: &Event) -> Option<char> {
        let Event::Key(key) = event else { return None };
        let context = match (&self.input.prompt, &self.input.overlay) {
            _ if self.input.confirmation.is_some() => return None,
            (Some(_), _) => Context::Prompt,
            (None, Some(overlay @ (Overlay::Picker(..) | Overlay::Help(_))))
                if overlay.context().takes_text() =>
            {
                overlay.context()
            }
            _ => return None,
        };
        let is_bound = self.settings.keymap.lookup(context, &[*key]) != KeyLookup::None;
        key.text().filter(|_| !is_bound)
    }
}
