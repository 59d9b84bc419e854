//! The outlet list: all articles, the saved queries, the outlets and the tags, with the number of unread articles.

use crate::app::App;
use crate::app::list::listing::{SourceRow, scope_name};
use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::Pane;
use crate::config::role::Role;
use crate::library::query::scope::Scope;
use crate::text::digits::grouped;
use crate::ui::canvas::Canvas;
use crate::ui::list::articles::with_hit;
use crate::ui::widgets::{mark_cursor, pane_title, rows_of};

/// Draws the pane if it is shown.
pub fn draw(app: &App, canvas: &mut Canvas) {
    let areas = &app.screen.areas;
    if areas.sources.is_empty() {
        return;
    }
    let frame = areas.list_frame(Pane::Sources);
    let focused = app.panes.focus == Pane::Sources;
    let place = with_hit(app, Pane::Sources, String::new());
    pane_title(canvas, frame, ["Outlets", "", &place], focused);
    let sources = app.listing.sources();
    let first = app.listing.source_at_line(app.sources.top);
    let first = first.or_else(|| app.listing.source_at_line(app.sources.top + 1));
    for (row, source) in sources.iter().enumerate().skip(first.unwrap_or(0)) {
        let line = app.listing.line_of_source(row) - app.sources.top;
        let Some(line) = rows_of(frame.rows).nth(line) else {
            break;
        };
        draw_row(canvas, line.inset(1, 0), source);
        if row == app.sources.cursor {
            mark_cursor(canvas, line, focused);
        }
    }
}

fn draw_row(canvas: &mut Canvas, line: Area, row: &SourceRow) {
    let name = match &row.scope {
        Scope::All => "All",
        other => scope_name(other),
    };
    let (count, role) = match row.unread {
        0 => (String::new(), Role::Faint),
        unread => (grouped(unread), Role::Text),
    };
    let used = canvas.text_right(line, &count, canvas.style(Role::Faint));
    let room = line.split_left(line.width.saturating_sub(used + 1)).0;
    canvas.text(room, name, canvas.style(role));
}
