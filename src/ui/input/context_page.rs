//! Keyword in context: one hit on each line, all hits below one another.

use crate::app::App;
use crate::app::input::context_page::ContextPage;
use crate::app::panes::geometry::Area;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::library::concordance::ContextRow;
use crate::text::digits::grouped;
use crate::text::width::{clip_start, width};
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{hints, lines, mark_cursor, sheet};

/// The columns of the day and of the outlet.
const DAY: u16 = 11;
const OUTLET: u16 = 16;
/// The least width of a row with an outlet.
const OUTLET_FROM: u16 = 76;

/// Draws the page.
pub fn draw(app: &App, page: &ContextPage, canvas: &mut Canvas) {
    let columns = app.screen.size.width.saturating_sub(8);
    let rows = app.overlay_rows() as u16;
    let more = if page.is_searching() { " …" } else { "" };
    let (hits, articles) = (page.rows.len(), page.articles());
    let count = format!("{} hits in {} articles{more}", grouped(hits), grouped(articles));
    let title = format!("In context, {}", page.order.name());
    let sheet = sheet(app, canvas, [&title, &count], columns, rows);
    if page.rows.is_empty() {
        let text = if page.is_searching() {
            "Searching …"
        } else {
            "No hit in the listed articles"
        };
        canvas.text(sheet.rows, text, canvas.style(Role::Faint));
    }
    for (line, row) in lines(sheet.rows, page.list, page.rows.len()) {
        draw_row(canvas, line, &page.rows[row]);
        if row == page.list.cursor {
            mark_cursor(canvas, line, true);
        }
    }
    let keys = [
        (Action::GoIn, "read here"),
        (Action::Sort, "order"),
        (Action::EditItem, "export CSV"),
        (Action::CopyText, "copy"),
        (Action::Escape, "close"),
    ];
    hints(app, canvas, sheet.hints, Context::Overlay, &keys);
}

fn draw_row(canvas: &mut Canvas, line: Area, row: &ContextRow) {
    let line = line.inset(1, 0);
    let faint = canvas.style(Role::Faint);
    let (day, rest) = line.split_left(if line.width > 40 { DAY } else { 0 });
    let text = row.date.map_or_else(String::new, |date| {
        format!("{} {}", date.weekday().short(), date.day_and_month())
    });
    canvas.text(day, &text, faint);
    let (outlet, rest) = rest.split_left(if line.width >= OUTLET_FROM { OUTLET } else { 0 });
    let name = row.outlet.as_deref().unwrap_or("unknown");
    canvas.text(outlet.split_left(OUTLET - 1).0, name, canvas.style(Role::Outlet));
    let context = &row.line;
    let hit = width(&context.hit) as u16;
    let half = rest.width.saturating_sub(hit) / 2;
    let (left, rest) = rest.split_left(half);
    let shown = clip_start(&context.left, usize::from(half));
    canvas.text_right(left, &shown, Style::default());
    let style = Style {
        bold: true,
        ..canvas.style(Role::Filter)
    };
    let used = canvas.text(rest, &context.hit, style);
    canvas.text(rest.split_left(used).1, &context.right, Style::default());
}
