//! What several panes and overlays draw: the box of an overlay, the lines of a list, the selected row, key hints.

use crate::app::App;
use crate::app::list::cursor::ListState;
use crate::app::panes::geometry::Area;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::text::width;
use crate::ui::canvas::Canvas;

/// The inside of an overlay.
pub struct Sheet {
    /// The rows.
    pub rows: Area,
    /// The row of hints under them.
    pub hints: Area,
}

/// Draws an empty box in the middle of the screen, with at most `width` columns and `rows` rows of content.
pub fn sheet(app: &App, canvas: &mut Canvas, title: &str, width: u16, rows: u16) -> Sheet {
    let outer = Area::of(app.screen.size).centred(width.saturating_add(4), rows.saturating_add(3));
    canvas.fill(outer, canvas.style(Role::Overlay));
    border(canvas, outer, title);
    let inside = outer.inset(2, 1);
    let (rows, hints) = inside.split_bottom(1);
    Sheet { rows, hints }
}

fn border(canvas: &mut Canvas, area: Area, title: &str) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let style = canvas.style(Role::OverlayBorder);
    let (left, right) = (area.x, area.right() - 1);
    let (top, bottom) = (area.y, area.bottom() - 1);
    for x in left..=right {
        canvas.put(x, top, "─", 1, style);
        canvas.put(x, bottom, "─", 1, style);
    }
    for y in top..=bottom {
        canvas.put(left, y, "│", 1, style);
        canvas.put(right, y, "│", 1, style);
    }
    for (x, y, corner) in [
        (left, top, "╭"),
        (right, top, "╮"),
        (left, bottom, "╰"),
        (right, bottom, "╯"),
    ] {
        canvas.put(x, y, corner, 1, style);
    }
    let title = format!(" {title} ");
    let room = Area {
        x: left + 2,
        y: top,
        width: area.width.saturating_sub(4),
        height: 1,
    };
    canvas.text(room, &title, canvas.style(Role::OverlayTitle));
}

/// Returns the lines of a list area: the area of each, and the row of the list that it shows.
pub fn lines(area: Area, list: ListState, len: usize) -> impl Iterator<Item = (Area, usize)> {
    let rows = usize::from(area.height);
    let lines = (0..area.height).map(move |line| Area {
        y: area.y + line,
        height: 1,
        ..area
    });
    lines.zip((list.top..len).take(rows))
}

/// Applies the style of the selected row to a line.
pub fn mark_chosen(canvas: &mut Canvas, line: Area, focused: bool) {
    let role = if focused {
        Role::Selected
    } else {
        Role::SelectedUnfocused
    };
    canvas.tint(line, canvas.style(role));
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
    let (key_style, hint_style) = (canvas.style(Role::HintKey), canvas.style(Role::Hint));
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
