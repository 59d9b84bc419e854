//! The problems page: files that could not be read, and the warnings and errors of this session.

use crate::app::App;
use crate::app::list::cursor::ListState;
use crate::app::panes::status::Level;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{hints, lines, mark_cursor, sheet};

/// Draws the problems page.
pub fn draw_problems(app: &App, list: ListState, canvas: &mut Canvas) {
    let all = app.status.rows(app.problem_columns());
    let rows = app.overlay_rows() as u16;
    let width = app.problem_columns() + 4;
    let sheet = sheet(
        app,
        canvas,
        ["Problems and messages", ""],
        width,
        usize::from(rows).min(all.len().max(2)) as u16,
    );
    if all.is_empty() {
        canvas.text(sheet.rows, "No problems", canvas.style(Role::Faint));
    }
    for (line, row) in lines(sheet.rows, list, all.len()) {
        let (level, text, is_first) = &all[row];
        let (sign, role) = match level {
            Level::Info => ("· ", Role::Faint),
            Level::Warning => ("! ", Role::Text),
            Level::Error => ("✗ ", Role::Alarm),
        };
        let sign = if *is_first { sign } else { "  " };
        canvas.spans(
            line.inset(1, 0),
            &[(sign, canvas.style(role)), (text, Style::default())],
        );
        if row == list.cursor {
            mark_cursor(canvas, line, true);
        }
    }
    let keys = [(Action::CopyText, "copy all"), (Action::Escape, "close")];
    hints(app, canvas, sheet.hints, Context::Overlay, &keys);
}
