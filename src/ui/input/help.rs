//! The help: groups of keys in one or two columns.

use crate::app::App;
use crate::app::input::help::{HelpLine, HelpPage};
use crate::app::panes::geometry::Area;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::text::width::{clip, width};
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{hints, key_hints, rows_of, sheet};
use ratatui::layout::Position;

/// The columns of a column of the help, and of the gap between two.
const COLUMN: u16 = 50;
const GAP: u16 = 2;
/// The most columns of keys.
const KEYS: u16 = 12;

/// Draws the help.
pub fn draw(app: &App, help: &HelpPage, canvas: &mut Canvas) {
    let columns = help.columns().len().max(1) as u16;
    let room = app.screen.size.width.saturating_sub(8);
    let wanted = (COLUMN * columns + GAP * (columns - 1)).min(room);
    let longest = help.columns().iter().map(Vec::len).max().unwrap_or(0);
    let rows = longest.max(1).min(app.overlay_rows()) as u16;
    let sheet = sheet(app, canvas, ["Keys", help.situation.name()], wanted, rows);
    let each = (sheet.rows.width.saturating_sub(GAP * (columns - 1))) / columns;
    if longest == 0 {
        canvas.text(sheet.rows, "No match", canvas.style(Role::Faint));
    }
    for (number, lines) in help.columns().iter().enumerate() {
        let (_, rest) = sheet.rows.split_left((each + GAP) * number as u16);
        let (column, _) = rest.split_left(each);
        for (area, line) in rows_of(column).zip(lines.iter().skip(help.top)) {
            draw_line(canvas, help, area, *line);
        }
    }
    draw_foot(app, help, canvas, sheet.hints);
}

fn draw_line(canvas: &mut Canvas, help: &HelpPage, area: Area, line: HelpLine) {
    match line {
        HelpLine::Blank => {}
        HelpLine::Heading(title) => {
            canvas.text(area, title, canvas.style(Role::Faint));
        }
        HelpLine::Row(index) => {
            let Some(row) = help.row(index) else { return };
            let (keys, text) = area.split_left(1).1.split_left(KEYS.min(area.width / 3));
            let room = usize::from(keys.width.saturating_sub(1));
            canvas.text(keys, &shown_keys(&row.keys, room), canvas.style(Role::Key));
            canvas.text(text, row.text, Style::default());
        }
    }
}

/// Returns as many keys as fit; at least the first.
fn shown_keys(keys: &str, room: usize) -> String {
    let mut shown = String::new();
    for key in keys.split(' ') {
        let longer = if shown.is_empty() {
            key.to_owned()
        } else {
            format!("{shown} {key}")
        };
        if width(&longer) > room && !shown.is_empty() {
            break;
        }
        shown = longer;
    }
    clip(&shown, room).into_owned()
}

fn draw_foot(app: &App, help: &HelpPage, canvas: &mut Canvas, line: Area) {
    let text = help.field.text();
    if help.is_searching {
        let used = canvas.text(line, "/ ", canvas.style(Role::Key));
        let room = line.split_left(used).1;
        canvas.text(room, text, canvas.style(Role::Title));
        let x = room.x + width(&text[..help.field.cursor()]) as u16;
        if x < room.right() {
            canvas.cursor = Some(Position { x, y: room.y });
        }
        return;
    }
    let mut line = line;
    if !text.is_empty() {
        let used = canvas.spans(
            line,
            &[("/ ", canvas.style(Role::Key)), (text, canvas.style(Role::Title))],
        );
        line = line.split_left(used + 3).1;
    }
    let keymap = &app.settings.keymap;
    let scroll = [Action::MoveDown, Action::MoveUp];
    let scroll: Vec<String> = scroll
        .into_iter()
        .filter_map(|action| keymap.key_of(Context::Overlay, action))
        .collect();
    let search = keymap.key_of(Context::Overlay, Action::Find).unwrap_or_default();
    let scroll = scroll.join(" ");
    let pairs = [(search.as_str(), "search"), (&scroll, "scroll")];
    let shown: usize = pairs
        .iter()
        .map(|(keys, text)| width(keys) + 1 + width(text) + 3)
        .sum();
    key_hints(canvas, line, &pairs);
    let rest = line.split_left(shown as u16).1;
    hints(app, canvas, rest, Context::Overlay, &[(Action::Escape, "close")]);
}
