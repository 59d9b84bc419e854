//! What several panes and overlays draw: titles, the sheet of an overlay, the rows of a list, the row under the cursor,
//! key hints.

use crate::app::App;
use crate::app::list::cursor::ListState;
use crate::app::panes::frames::ListFrame;
use crate::app::panes::geometry::Area;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::text::width;
use crate::ui::canvas::Canvas;

/// Draws the line to the left of a pane and its title row: the name, what is known about it, and at the right end the
/// place.
pub fn pane_title(canvas: &mut Canvas, frame: ListFrame, [name, more, place]: [&str; 3], focused: bool) {
    canvas.line_down(frame.border, canvas.style(Role::Line));
    let (faint, accent) = (canvas.style(Role::Faint), canvas.style(Role::Accent));
    let room = frame.title.inset(1, 0);
    let used = canvas.text_right(room, place, faint);
    let left = room.split_left(room.width.saturating_sub(used + 1)).0;
    let spans = [
        (name, if focused { accent } else { faint }),
        (" ", faint),
        (more, faint),
    ];
    canvas.spans(left, &spans);
}

/// The inside of an overlay.
pub struct Sheet {
    /// The rows.
    pub rows: Area,
    /// The row of hints under them.
    pub hints: Area,
}

/// Draws an empty sheet in the middle of the screen, with at most `width` columns and `rows` rows of content between its
/// title and its hints. The screen beneath it is dimmed. `count` is at the right end of the title row.
pub fn sheet(app: &App, canvas: &mut Canvas, [title, count]: [&str; 2], width: u16, rows: u16) -> Sheet {
    let areas = &app.screen.areas;
    let whole = Area::of(app.screen.size);
    let (_, below) = whole.split_top(areas.header.height);
    let (beneath, _) = below.split_bottom(areas.status.height);
    canvas.repaint(beneath, canvas.style(Role::Beneath));
    let outer = beneath.centred(width.saturating_add(4), rows.saturating_add(4));
    canvas.fill(outer, canvas.style(Role::Overlay));
    let (head, rest) = outer.inset(2, 0).split_top(1);
    let used = canvas.text_right(head, count, canvas.style(Role::Faint));
    let room = head.split_left(head.width.saturating_sub(used + 1)).0;
    canvas.text(room, title, canvas.style(Role::Title));
    let (rest, hints) = rest.split_bottom(1);
    let blank = u16::from(rest.height > rows);
    let (rows, _) = rest.split_top(blank).1.split_top(rows);
    Sheet { rows, hints }
}

/// Returns the areas of the rows of an area.
pub fn rows_of(area: Area) -> impl Iterator<Item = Area> {
    (0..area.height).map(move |line| Area {
        y: area.y + line,
        height: 1,
        ..area
    })
}

/// Returns the lines of a list area: the area of each, and the row of the list that it shows.
pub fn lines(area: Area, list: ListState, len: usize) -> impl Iterator<Item = (Area, usize)> {
    rows_of(area).zip(list.top..len)
}

/// Draws the row under the cursor: its style, and a bar at its left edge.
pub fn mark_cursor(canvas: &mut Canvas, lines: Area, focused: bool) {
    let (row, bar) = if focused {
        (Role::Selected, Role::Selected)
    } else {
        (Role::SelectedUnfocused, Role::Accent)
    };
    if focused {
        canvas.repaint(lines, canvas.style(row));
    } else {
        canvas.tint(lines, canvas.style(row));
    }
    for line in rows_of(lines) {
        canvas.put(line.x, line.y, "▌", 1, canvas.style(bar));
    }
}

/// Draws key hints, as many as fit.
pub fn hints(app: &App, canvas: &mut Canvas, area: Area, context: Context, hints: &[(Action, &str)]) {
    let keys: Vec<(String, &str)> = hints
        .iter()
        .filter_map(|(action, help)| Some((app.settings.keymap.key_of(context, *action)?, *help)))
        .collect();
    let pairs: Vec<(&str, &str)> = keys.iter().map(|(key, help)| (key.as_str(), *help)).collect();
    key_hints(canvas, area, &pairs);
}

/// Draws pairs of a key and its effect; stops at the first pair that does not fit.
pub fn key_hints(canvas: &mut Canvas, area: Area, pairs: &[(&str, &str)]) {
    let (key_style, hint_style) = (canvas.style(Role::Key), canvas.style(Role::Faint));
    let mut rest = area;
    for (key, help) in pairs {
        let wanted = width::width(key) + 1 + width::width(help);
        if wanted > usize::from(rest.width) {
            break;
        }
        let used = canvas.spans(
            rest,
            &[(key, key_style), (" ", Style::default()), (help, hint_style)],
        );
        rest = rest.split_left(used.saturating_add(3)).1;
    }
}
