//! What keys do in the help. Not the page: see [`help`](crate::app::input::help).

use crate::app::App;
use crate::app::input::help::HelpPage;
use crate::app::input::overlay::Overlay;
use crate::app::input::text_field::TextField;
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::pane::OpenArticle;
use crate::config::action::Action;
use crate::config::help::{Situation, rows};
use crate::config::key::Key;
use crate::config::keymap::{Context, KeyLookup};

/// The least width of a screen whose help has two columns.
const TWO_COLUMNS_FROM: u16 = 104;

impl App {
    /// Returns in how many columns the help is shown.
    pub(crate) fn help_columns(&self) -> usize {
        1 + usize::from(self.screen.size.width >= TWO_COLUMNS_FROM)
    }

    pub(crate) fn open_help(&mut self) {
        let open = self.reader.open().filter(|_| self.panes.focus == Pane::Reader);
        let situation = match open {
            None => Situation::List,
            Some(open) if open.selection.is_some() => Situation::Selecting,
            Some(open) if OpenArticle::shows_source(open) => Situation::Source,
            Some(_) => Situation::Reading,
        };
        let rows = rows(&self.settings.keymap, situation);
        self.input.overlay = Some(Overlay::Help(HelpPage::new(rows, situation)));
    }

    /// Handles a key while the help is searched.
    pub(crate) fn search_help(&mut self, key: Key) {
        let action = match self.settings.keymap.lookup(Context::Picker, &[key]) {
            KeyLookup::Action(action) => Some(action),
            KeyLookup::Pending(_) | KeyLookup::None => None,
        };
        if let Some(action @ (Action::Redraw | Action::Suspend)) = action {
            return self.act_on_program(action);
        }
        if let Some(Overlay::Help(help)) = &mut self.input.overlay {
            help.type_key(action, key);
        }
    }

    pub(crate) fn act_on_help(&mut self, action: Action, times: usize) {
        let page = self.overlay_rows().saturating_sub(1).max(1).cast_signed();
        let times = times.cast_signed();
        let Some(Overlay::Help(help)) = &mut self.input.overlay else {
            return;
        };
        match action {
            Action::MoveDown => help.scroll(times),
            Action::MoveUp => help.scroll(-times),
            Action::PageDown | Action::ToggleItem => help.scroll(page),
            Action::PageUp => help.scroll(-page),
            Action::HalfPageDown => help.scroll(page / 2),
            Action::HalfPageUp => help.scroll(-page / 2),
            Action::MoveTop => help.top = 0,
            Action::MoveBottom => help.top = usize::MAX,
            Action::Find => help.is_searching = true,
            Action::Escape if !help.field.text().is_empty() => help.field = TextField::default(),
            Action::Back | Action::Escape | Action::GoOut | Action::Help => self.input.overlay = None,
            action => self.act_on_program(action),
        }
    }
}
