//! The date picker: presets on the left, the histogram of days next to them or instead of them, the typed range above.

use crate::app::App;
use crate::app::input::date_picker::{DatePart, DatePicker};
use crate::app::panes::geometry::Area;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::text::digits::grouped;
use crate::text::width::width;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{key_hints, lines, mark_cursor, sheet};
use ratatui::layout::Position;

const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Draws the picker.
pub fn draw(app: &App, picker: &DatePicker, canvas: &mut Canvas) {
    // The range has a row of its own, with a blank row under it.
    let rows = (app.overlay_rows() as u16).min(16) + 2;
    let width = app.screen.size.width.saturating_sub(8).min(100);
    let count = format!(
        "{} articles",
        grouped(picker.presets.first().map_or(0, |any| any.count))
    );
    let sheet = sheet(app, canvas, ["Dates", &count], width, rows);
    let (field, rest) = sheet.rows.split_top(1);
    draw_field(canvas, picker, field);
    let (_, rest) = rest.split_top(1);
    let (presets, days) = parts(rest, picker.part);
    for (line, row) in lines(presets, picker.list, picker.presets.len()) {
        let preset = &picker.presets[row];
        let inside = line.inset(1, 0);
        let used = canvas.text_right(inside, &grouped(preset.count), canvas.style(Role::Faint));
        let room = inside.split_left(inside.width.saturating_sub(used + 1)).0;
        canvas.text(room, &preset.label, Style::default());
        if row == picker.list.cursor {
            mark_cursor(canvas, line, picker.part == DatePart::Presets);
        }
    }
    if !days.is_empty() {
        draw_days(canvas, picker, days);
    }
    let hints = match picker.part {
        DatePart::Presets => [("Enter", "show these"), ("Tab", "by day"), ("Esc", "close")],
        DatePart::Days => [
            ("Enter", "show these"),
            ("space", "start a range"),
            ("Tab", "type a range"),
        ],
        DatePart::Range => [("Enter", "show these"), ("Tab", "presets"), ("Esc", "close")],
    };
    key_hints(canvas, sheet.hints, &hints);
}

/// Returns the areas of presets and days; if there is no room for both, only the one in use is shown.
fn parts(area: Area, part: DatePart) -> (Area, Area) {
    if area.width >= 56 {
        let (presets, days) = area.split_left(34);
        return (presets.split_left(31).0, days);
    }
    match part {
        DatePart::Days => (Area::default(), area),
        DatePart::Presets | DatePart::Range => (area, Area::default()),
    }
}

fn draw_field(canvas: &mut Canvas, picker: &DatePicker, line: Area) {
    let used = canvas.text(line, " range ", canvas.style(Role::Key));
    let room = line.split_left(used).1;
    let text = picker.field.text();
    if text.is_empty() {
        canvas.text(
            room,
            "2025-02  2025-02-01..2025-02-14  7d  yesterday",
            canvas.style(Role::Faint),
        );
    }
    let typed = canvas.text(room, text, canvas.style(Role::Title));
    if let Some(error) = &picker.error {
        canvas.text(room.split_left(typed + 2).1, error, canvas.style(Role::Alarm));
    }
    if picker.part == DatePart::Range && !room.is_empty() {
        let x = room.x + (width(&text[..picker.field.cursor()]) as u16).min(room.width - 1);
        canvas.cursor = Some(Position { x, y: room.y });
    }
}

/// The columns of the widest bar, with the blank after it.
const MOST_COLUMNS: usize = 4;

/// Draws a bar for each day, selected days in another style, and under them the selection.
fn draw_days(canvas: &mut Canvas, picker: &DatePicker, area: Area) {
    if picker.days.is_empty() {
        canvas.text(area, "No article has a date", canvas.style(Role::Faint));
        return;
    }
    let (chart, labels) = area.split_bottom(2);
    // A few days get wide bars, many get bars of one column.
    let bar = (usize::from(chart.width) / picker.days.len()).clamp(1, MOST_COLUMNS);
    let columns = (usize::from(chart.width) / bar).max(1);
    // The window of days follows the cursor.
    let last = picker.days.len() - 1;
    let from = picker
        .day
        .saturating_sub(columns / 2)
        .min((last + 1).saturating_sub(columns));
    let shown = &picker.days[from..(from + columns).min(last + 1)];
    let most = shown.iter().map(|day| day.1).max().unwrap_or(1).max(1);
    let chosen = picker.chosen_days();
    for (x, (number, day)) in (chart.x..).step_by(bar).zip((from..).zip(shown)) {
        let role = if chosen.contains(&number) {
            Role::Accent
        } else {
            Role::Thumb
        };
        let columns = x..x + (bar.max(2) - 1) as u16;
        let eighths = day.1 * usize::from(chart.height) * 8 / most;
        for x in columns {
            draw_bar(canvas, chart, x, eighths, canvas.style(role));
        }
    }
    let (first, second) = labels.split_top(1);
    let (start, end) = (picker.days[*chosen.start()], picker.days[*chosen.end()]);
    let count: usize = picker.days[chosen.clone()].iter().map(|day| day.1).sum();
    let days = if chosen.start() == chosen.end() {
        format!("{} {}", start.0.weekday().name(), start.0)
    } else {
        format!("{} .. {}", start.0, end.0)
    };
    let role = if picker.part == DatePart::Days {
        Role::Key
    } else {
        Role::Faint
    };
    canvas.text(first, &format!("{days}: {}", grouped(count)), canvas.style(role));
    let range = format!(
        "{} … {}, {} days",
        picker.days[0].0,
        picker.days[last].0,
        picker.days.len()
    );
    canvas.text(second, &range, canvas.style(Role::Faint));
}

/// Fills a column from below with `eighths` of cells; at least one, so that a day with few articles is visible.
fn draw_bar(canvas: &mut Canvas, chart: Area, x: u16, eighths: usize, style: Style) {
    let mut left = eighths.max(1);
    for y in (chart.y..chart.bottom()).rev() {
        if left == 0 {
            return;
        }
        canvas.put(x, y, BARS[left.min(8) - 1], 1, style);
        left -= left.min(8);
    }
}
