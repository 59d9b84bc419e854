//! The pickers: palette, outlets, orders.

use crate::app::App;
use crate::app::input::overlay::PickerKind;
use crate::app::input::picker::{Picker, PickerItem};
use crate::app::panes::geometry::Area;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::text::digits::grouped;
use crate::text::width::width;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{hints, lines, mark_cursor, sheet};
use ratatui::layout::Position;

/// Draws a picker.
pub fn draw(app: &App, kind: PickerKind, picker: &Picker, canvas: &mut Canvas) {
    let columns = match kind {
        PickerKind::Palette | PickerKind::EventCorrections => 76,
        PickerKind::Outlets => 56,
        PickerKind::Orders | PickerKind::Reasons => 34,
    };
    // One row for the typed text, and a blank row under it.
    let rows = (app.overlay_rows()).min(picker.items().len().max(1)) as u16 + 2;
    let count = format!("{} of {}", grouped(picker.len()), grouped(picker.items().len()));
    let sheet = sheet(app, canvas, [kind.title(), &count], columns, rows);
    let (field, list) = sheet.rows.split_top(1);
    let sign = if kind == PickerKind::Palette { ": " } else { "> " };
    draw_field(canvas, picker, field, sign);
    let (error, list) = list.split_top(1);
    let text = picker.error.as_deref().unwrap_or_default();
    canvas.text(error.inset(1, 0), text, canvas.style(Role::Alarm));
    if picker.is_empty() {
        canvas.text(list, "No match", canvas.style(Role::Faint));
    }
    let items: Vec<&PickerItem> = picker.rows().collect();
    for (line, row) in lines(list, picker.list, items.len()) {
        draw_item(canvas, line.inset(1, 0), items[row], kind);
        if row == picker.list.cursor {
            mark_cursor(canvas, line, true);
        }
    }
    draw_hints(app, kind, canvas, sheet.hints);
}

fn draw_field(canvas: &mut Canvas, picker: &Picker, line: Area, sign: &str) {
    let used = canvas.text(line.split_left(1).1, sign, canvas.style(Role::Key));
    let room = line.split_left(used + 1).1;
    let text = picker.field.text();
    if text.is_empty() {
        canvas.text(room, "type to search", canvas.style(Role::Faint));
    } else {
        canvas.text(room, text, canvas.style(Role::Title));
    }
    let x = room.x + (width(&text[..picker.field.cursor()]) as u16).min(room.width.saturating_sub(1));
    if !room.is_empty() {
        canvas.cursor = Some(Position { x, y: room.y });
    }
}

fn draw_item(canvas: &mut Canvas, line: Area, item: &PickerItem, kind: PickerKind) {
    let check = match (kind, item.checked) {
        (PickerKind::Outlets, true) => "● ",
        (PickerKind::Outlets, false) => "○ ",
        _ => "",
    };
    if kind == PickerKind::Palette {
        return draw_command(canvas, line, item);
    }
    let used = canvas.text_right(line, &item.detail, canvas.style(Role::Faint));
    let room = line.split_left(line.width.saturating_sub(used + 1)).0;
    canvas.spans(
        room,
        &[(check, canvas.style(Role::Key)), (&item.label, Style::default())],
    );
}

/// Draws a command: what is typed, what it does, and its first keys.
fn draw_command(canvas: &mut Canvas, line: Area, item: &PickerItem) {
    let keys = item.keys.split(' ').next().unwrap_or_default();
    let used = canvas.text_right(line, keys, canvas.style(Role::Key));
    let room = line.split_left(line.width.saturating_sub(used + 1)).0;
    let (name, help) = room.split_left(COMMAND.min(room.width / 2));
    canvas.text(
        name.split_left(name.width.saturating_sub(1)).0,
        &item.label,
        Style::default(),
    );
    canvas.text(help, &item.detail, canvas.style(Role::Faint));
}

/// The columns of a command.
const COMMAND: u16 = 28;

fn draw_hints(app: &App, kind: PickerKind, canvas: &mut Canvas, line: Area) {
    let accept = match kind {
        PickerKind::Palette => "run",
        PickerKind::Outlets => "show these",
        PickerKind::Orders => "sort",
        PickerKind::Reasons => "show the first",
        PickerKind::EventCorrections => "correct",
    };
    let context = if kind == PickerKind::Palette {
        Context::Command
    } else {
        Context::Picker
    };
    let mut list = vec![(Action::PromptAccept, accept)];
    if kind == PickerKind::Palette {
        list.insert(0, (Action::PromptComplete, "complete"));
        list.insert(1, (Action::PromptHistoryPrevious, "history"));
    }
    if kind == PickerKind::Outlets {
        list.push((Action::ToggleItem, "select"));
    }
    list.push((Action::PromptCancel, "close"));
    hints(app, canvas, line, context, &list);
}
