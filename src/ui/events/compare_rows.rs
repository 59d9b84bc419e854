//! Two tellings side by side, with the sign of each pair of paragraphs between them; one column on a narrow screen.

use crate::app::App;
use crate::app::events::compare_rows::{CompareRow, RowKind};
use crate::app::events::views::CompareView;
use crate::app::panes::geometry::Area;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::library::entry::Entry;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::rows_of;

/// Draws the comparison.
pub fn draw(app: &App, canvas: &mut Canvas, area: Area) {
    let Some(shown) = &app.events.compare else { return };
    let is_double = app.compares_side_by_side();
    let columns = if is_double {
        (area.width.saturating_sub(7)) / 2
    } else {
        area.width.saturating_sub(5)
    };
    let (head, rest) = area.split_top(if is_double { 1 } else { 2 });
    let outlet = canvas.style(Role::Outlet);
    let [left, right] = shown.compared.entries.each_ref().map(|entry| source_of(entry));
    if is_double {
        let (first, second) = head.split_left(columns + 2);
        canvas.text(first.split_left(2).1, &left, outlet);
        canvas.text(second.split_left(4).1, &right, outlet);
    } else {
        let (first, second) = head.split_top(1);
        canvas.text(first.split_left(1).1, &format!("A  {left}"), outlet);
        canvas.text(second.split_left(1).1, &format!("B  {right}"), outlet);
    }
    if shown.rows.is_empty() {
        let text = if shown.hides_same {
            "Nothing differs"
        } else {
            "These articles have no text"
        };
        canvas.text(rest.inset(2, 0), text, canvas.style(Role::Faint));
    }
    for (line, at) in rows_of(rest).zip(shown.list.top..shown.rows.len()) {
        let row = &shown.rows[at];
        if is_double {
            draw_double(canvas, line, row, columns);
        } else {
            draw_single(canvas, line, row);
        }
        if is_current(shown, at) {
            canvas.put(line.x, line.y, "▌", 1, canvas.style(Role::Accent));
        }
    }
}

/// Returns whether a row belongs to the current difference.
fn is_current(shown: &CompareView, at: usize) -> bool {
    let from = shown.list.cursor;
    let is_difference = shown
        .rows
        .get(from)
        .and_then(|row| row.kind)
        .is_some_and(RowKind::is_difference);
    is_difference && at >= from && shown.rows[from..=at].iter().all(|row| row.kind.is_some())
}

fn source_of(entry: &Entry) -> String {
    let outlet = entry.outlet.as_deref().unwrap_or("unknown outlet");
    let day = entry
        .date()
        .map(|date| format!("{} {}", date.weekday().short(), date.day_and_month()));
    let time = entry.article.meta.time.map(|time| time.to_string());
    let moment: Vec<String> = day.into_iter().chain(time).collect();
    let via = entry.article.meta.via.as_ref().map(|via| format!("with {via}"));
    let parts = [
        Some(outlet.to_owned()),
        Some(moment.join(" ")).filter(|moment| !moment.is_empty()),
        via,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn style_of(canvas: &Canvas, kind: Option<RowKind>) -> Style {
    canvas.style(match kind {
        Some(RowKind::Same) | None => Role::Faint,
        Some(RowKind::Quote) => Role::Outlet,
        Some(_) => Role::Text,
    })
}

fn draw_double(canvas: &mut Canvas, line: Area, row: &CompareRow, columns: u16) {
    let style = style_of(canvas, row.kind);
    let (left, rest) = line.split_left(2).1.split_left(columns);
    canvas.text(left, &row.left, style);
    canvas.put(rest.x, rest.y, "│", 1, canvas.style(Role::Line));
    let (gutter, right) = rest.split_left(4);
    draw_sign(canvas, gutter.split_left(1).1, row);
    canvas.text(right, &row.right, style);
}

fn draw_single(canvas: &mut Canvas, line: Area, row: &CompareRow) {
    let (gutter, text) = line.split_left(1).1.split_left(4);
    draw_sign(canvas, gutter, row);
    let side = match row.kind {
        Some(kind) if kind.is_difference() && !row.left.is_empty() => "A",
        Some(kind) if kind.is_difference() && !row.right.is_empty() => "B",
        _ => "",
    };
    canvas.text(gutter.split_left(2).1, side, canvas.style(Role::Faint));
    let shown = if row.left.is_empty() {
        &row.right
    } else {
        &row.left
    };
    canvas.text(text, shown, style_of(canvas, row.kind));
}

fn draw_sign(canvas: &mut Canvas, area: Area, row: &CompareRow) {
    if let Some(kind) = row.kind.filter(|_| row.is_first) {
        let role = if kind.is_difference() {
            Role::Accent
        } else {
            Role::Faint
        };
        canvas.text(area, kind.sign(), canvas.style(role));
    }
}
