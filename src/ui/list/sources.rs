//! The outlet list: all articles, the saved queries and the outlets, with counts.

use crate::app::App;
use crate::app::list::listing::SourceRow;
use crate::app::panes::frames::ListFrame;
use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::Pane;
use crate::config::role::Role;
use crate::library::query::scope::Scope;
use crate::text::width;
use crate::ui::canvas::Canvas;
use crate::ui::panes::status;
use crate::ui::widgets::{lines, mark_chosen};

/// Draws the pane if it is shown.
pub fn draw(app: &App, canvas: &mut Canvas) {
    let area = app.screen.areas.sources;
    if area.is_empty() {
        return;
    }
    let frame = ListFrame::of(area);
    let focused = app.panes.focus == Pane::Sources;
    status::pane_title(canvas, frame, "Outlets", "", focused);
    for (line, row) in lines(frame.rows, app.sources, app.listing.sources().len()) {
        draw_row(canvas, line, &app.listing.sources()[row]);
        if row == app.sources.cursor {
            mark_chosen(canvas, line, focused);
        }
    }
}

fn draw_row(canvas: &mut Canvas, line: Area, row: &SourceRow) {
    let (name, style) = match &row.scope {
        Scope::All => ("All articles", canvas.style(Role::Heading)),
        Scope::Outlet(name) => (
            &**name,
            canvas.style(if row.unread > 0 { Role::Unread } else { Role::Read }),
        ),
        Scope::Saved(saved) => (
            saved.name.as_str(),
            canvas.style(if row.unread > 0 { Role::Unread } else { Role::Read }),
        ),
        Scope::Unknown => ("outlet unknown", canvas.style(Role::Dim)),
    };
    let count = if row.unread == row.count || row.unread == 0 {
        row.count.to_string()
    } else {
        format!("{}/{}", row.unread, row.count)
    };
    let room = line.inset(1, 0);
    let used = canvas.text_right(room, &count, canvas.style(Role::Count));
    let left = room.split_left(room.width.saturating_sub(used + 1)).0;
    // If the counts of a large library leave little room, a short word is better than a clipped text.
    let fits = width::width(name) <= usize::from(left.width);
    let name = if row.scope == Scope::All && !fits {
        "All"
    } else {
        name
    };
    canvas.text(left, name, style);
}
