//! The command line: what keys do in it, and how a command runs. Its list is a picker; the commands are in
//! `config::command`.

use crate::app::App;
use crate::app::edit::bulk_edit::BulkEdit;
use crate::app::effect::Effect;
use crate::app::input::overlay::{Overlay, PickerKind};
use crate::app::input::picker::{Picked, Picker};
use crate::app::input::prompt::PromptKind;
use crate::app::list::listing::TypedQuery;
use crate::app::panes::status::Level;
use crate::app::reader::open_article::OnListed;
use crate::config::action::Action;
use crate::config::command::Command;
use crate::config::key::Key;
use crate::library::marks::tags::Tag;

impl App {
    pub(crate) fn press_in_command_line(&mut self, action: Option<Action>, key: Key, page: isize) {
        let history = self.input.history.of(PromptKind::Command).to_vec();
        let Some(Overlay::Picker(PickerKind::Palette, picker)) = &mut self.input.overlay else {
            return;
        };
        match action {
            Some(Action::PromptHistoryPrevious) => picker.recall(1, &history),
            Some(Action::PromptHistoryNext) => picker.recall(-1, &history),
            Some(Action::PromptComplete) => picker.complete(),
            Some(Action::PromptAccept) => self.accept_command(),
            action => match picker.press(action, key, page) {
                // `Enter` is handled above.
                Picked::Chosen(_) => {}
                other => self.on_picked(PickerKind::Palette, other),
            },
        }
    }

    /// Runs what is typed, if that is a command, or else the row under the cursor.
    fn accept_command(&mut self) {
        let Some(Overlay::Picker(_, picker)) = &mut self.input.overlay else {
            return;
        };
        let typed = picker.field.text().trim().to_owned();
        let line = match Command::parse(&typed) {
            Ok(command) => return self.run_line(&typed, command),
            Err(error) => chosen_line(picker).ok_or(error),
        };
        match line.and_then(|line| Ok((Command::parse(&line)?, line))) {
            Ok((command, line)) => self.run_line(&line, command),
            Err(error) => {
                if typed.contains(' ') || picker.is_empty() {
                    picker.error = Some(error);
                } else {
                    // The row needs an argument.
                    picker.complete();
                }
            }
        }
    }

    fn run_line(&mut self, line: &str, command: Command) {
        self.input.history.remember(PromptKind::Command, line);
        self.input.overlay = None;
        self.run_command(command);
    }

    /// Runs a command.
    pub(crate) fn run_command(&mut self, command: Command) {
        match command {
            Command::Action(action) => self.act(action, None),
            Command::Sort(order) => {
                self.listing.set_order(order);
                self.refresh_list(None);
            }
            Command::Filter(text) => match TypedQuery::parse(text, self.today()) {
                Ok(typed) => {
                    self.filter_by(typed, None);
                    self.when_listed(OnListed::FocusListIfGone);
                }
                Err(error) => self.status.report(Level::Error, error.message),
            },
            Command::Export(file) => self.save_as(&file),
            Command::Theme(name) => self.emit(Effect::SetTheme(name)),
            Command::MarkRead(query) => self.mark_by_query(&query, BulkEdit::Read),
            Command::Star(query) => self.mark_by_query(&query, BulkEdit::Star),
            Command::Tag { tag, query } => match Tag::new(&tag) {
                Some(tag) => self.mark_by_query(&query, BulkEdit::Tag(tag)),
                None => self
                    .status
                    .report(Level::Error, format!("`{tag}` cannot be a tag")),
            },
            Command::SaveView(name) => self.save_view(&name),
            Command::RemoveView(name) => self.remove_view(&name),
            Command::EndFind => self.set_find(None),
        }
    }
}

/// Returns the command of the row under the cursor, unless something is typed that is not a part of it.
fn chosen_line(picker: &Picker) -> Option<String> {
    let item = picker.items().get(picker.chosen()?)?;
    let typed = picker.field.text().trim();
    let has_argument = item.label.contains(char::is_uppercase) && typed.contains(' ');
    (!has_argument).then(|| item.label.clone())
}
