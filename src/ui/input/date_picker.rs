//! The date picker: a bar for each day, below it the articles without a date, the presets, and the range.

use crate::app::App;
use crate::app::input::date_picker::{DatePart, DatePicker, DateRange};
use crate::app::panes::geometry::Area;
use crate::article::date::Date;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::text::digits::grouped;
use crate::text::width::width;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{key_hints, mark_cursor, rows_of, sheet};
use ratatui::layout::Position;

/// The columns of the name of a day, with and without its year, and of a number of articles.
const DAY: u16 = 14;
const DAY_WITH_YEAR: u16 = 17;
const COUNT: u16 = 8;
/// The columns of the whole picker at most.
const WIDEST: u16 = 76;

/// Draws the picker.
pub fn draw(app: &App, picker: &DatePicker, canvas: &mut Canvas) {
    let room = app.overlay_rows();
    let (window, has_blanks) = picker.window(room);
    let blank = u16::from(has_blanks);
    let undated = u16::from(picker.has_undated());
    let rows = window as u16 + undated * (1 + blank) + 2 + 2 * blank;
    let columns = app.screen.size.width.saturating_sub(20).clamp(30, WIDEST);
    let count = articles(picker.counts.total());
    let sheet = sheet(app, canvas, ["Dates", &count], columns, rows);
    let (days, rest) = sheet.rows.split_top(window as u16);
    draw_days(canvas, picker, days);
    let (_, mut rest) = rest.split_top(undated * blank);
    if picker.has_undated() {
        let (row, below) = rest.split_top(1);
        rest = below;
        let is_cursor = picker.is_on_undated();
        draw_bar(canvas, picker, row, ("No date", picker.counts.undated), is_cursor);
        if is_cursor {
            mark_cursor(canvas, row, picker.part == DatePart::Days);
        }
    }
    let (presets, rest) = rest.split_top(blank).1.split_top(1);
    draw_presets(canvas, picker, presets.split_left(2).1);
    let (range, _) = rest.split_top(blank).1.split_top(1);
    draw_range(canvas, picker, range.split_left(2).1);
    let next = match picker.part {
        DatePart::Days => "presets",
        DatePart::Presets => "type a range",
        DatePart::Range => "days",
    };
    let mut hints = vec![("Tab", next), ("Enter", "show"), ("Esc", "leave")];
    if picker.part == DatePart::Days {
        let text = if picker.anchor.is_some() {
            "end the range"
        } else {
            "start a range"
        };
        hints.insert(0, ("space", text));
    }
    key_hints(canvas, sheet.hints, &hints);
}

fn articles(count: usize) -> String {
    match count {
        1 => "1 article".to_owned(),
        count => format!("{} articles", grouped(count)),
    }
}

fn draw_days(canvas: &mut Canvas, picker: &DatePicker, area: Area) {
    let days = &picker.counts.days;
    if days.is_empty() {
        canvas.text(
            area.split_left(2).1,
            "No article has a date",
            canvas.style(Role::Faint),
        );
        return;
    }
    let chosen = picker.chosen_days();
    for (row, at) in rows_of(area).zip(picker.list.top..days.len()) {
        let (day, count) = days[at];
        draw_bar(
            canvas,
            picker,
            row,
            (&name_of(picker, day), count),
            chosen.contains(&at),
        );
        if at == picker.list.cursor {
            mark_cursor(canvas, row, picker.part == DatePart::Days);
        }
    }
}

fn has_several_years(picker: &DatePicker) -> bool {
    let years = |day: Option<&(Date, usize)>| day.map(|day| day.0.year);
    years(picker.counts.days.first()) != years(picker.counts.days.last())
}

fn name_of(picker: &DatePicker, day: Date) -> String {
    let name = format!("{} {}", day.weekday().short(), day.day_and_month());
    if has_several_years(picker) {
        format!("{name} {}", day.year)
    } else {
        name
    }
}

/// Draws a name, a bar as long as its share of the largest number in the picker, and the number.
fn draw_bar(
    canvas: &mut Canvas,
    picker: &DatePicker,
    row: Area,
    (name, count): (&str, usize),
    is_chosen: bool,
) {
    let inside = row.inset(2, 0);
    let columns = if has_several_years(picker) {
        DAY_WITH_YEAR
    } else {
        DAY
    };
    let (label, rest) = inside.split_left(columns);
    canvas.text(label, name, Style::default());
    canvas.text_right(rest, &grouped(count), canvas.style(Role::Faint));
    let room = usize::from(rest.width.saturating_sub(COUNT));
    let most = picker
        .counts
        .days
        .iter()
        .map(|day| day.1)
        .chain([picker.counts.undated]);
    let most = most.max().unwrap_or(1).max(1);
    // A day with few articles is visible too.
    let length = (count * room / most).max(1);
    let role = if is_chosen { Role::Accent } else { Role::Thumb };
    canvas.text(
        rest.split_left(room as u16).0,
        &"█".repeat(length),
        canvas.style(role),
    );
}

fn draw_presets(canvas: &mut Canvas, picker: &DatePicker, row: Area) {
    let mut rest = row;
    for (number, preset) in picker.presets.iter().enumerate() {
        let used = canvas.text(rest, preset.label, canvas.style(Role::Faint));
        let (chip, after) = rest.split_left(used);
        if picker.part == DatePart::Presets && number == picker.preset {
            canvas.repaint(chip, canvas.style(Role::Selected));
        }
        rest = after.split_left(3).1;
    }
}

/// Draws the range that is chosen or typed, and how many articles it has.
fn draw_range(canvas: &mut Canvas, picker: &DatePicker, row: Area) {
    let used = canvas.text(row, "Range   ", canvas.style(Role::Faint));
    let room = row.split_left(used).1;
    if picker.part == DatePart::Range {
        return draw_field(canvas, picker, room);
    }
    let Some(range) = picker.range() else {
        let text = if picker.is_on_undated() {
            "without a date"
        } else {
            ""
        };
        canvas.text(room, text, canvas.style(Role::Title));
        return;
    };
    let count = articles(picker.count(range));
    let text = match range_text(range) {
        [from, to] if from == to || to.is_empty() => vec![from],
        [from, to] => vec![from, "  to  ".to_owned(), to],
    };
    let (title, faint) = (canvas.style(Role::Title), canvas.style(Role::Faint));
    let styles = [title, faint, title];
    let mut spans: Vec<(&str, Style)> = text.iter().map(String::as_str).zip(styles).collect();
    spans.extend([("    ", faint), (&count, canvas.style(Role::Filter))]);
    canvas.spans(room, &spans);
}

fn range_text(range: DateRange) -> [String; 2] {
    match range {
        (None, None) => ["any date".to_owned(), String::new()],
        (from, to) => [from, to].map(|day| day.map_or_else(String::new, |day| day.to_string())),
    }
}

fn draw_field(canvas: &mut Canvas, picker: &DatePicker, room: Area) {
    let text = picker.field.text();
    if text.is_empty() {
        let forms = "2025-02   2025-02-01..2025-02-14   7d   yesterday";
        canvas.text(room, forms, canvas.style(Role::Faint));
    }
    let typed = canvas.text(room, text, canvas.style(Role::Title));
    if let Some(error) = &picker.error {
        canvas.text(room.split_left(typed + 2).1, error, canvas.style(Role::Alarm));
    }
    if !room.is_empty() {
        let x = room.x + (width(&text[..picker.field.cursor()]) as u16).min(room.width - 1);
        canvas.cursor = Some(Position { x, y: room.y });
    }
}
