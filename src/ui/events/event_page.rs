//! The page of an event: tellings, figures that differ, quotations, and what holds it together; in two columns where there is
//! room for them.

use crate::app::App;
use crate::app::events::event_line::{absent_in_words, counted, first_in_words};
use crate::app::events::event_page::EventPage;
use crate::app::panes::geometry::Area;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::search::event_details::EventDetails;
use crate::text::width::clip_at_word;
use crate::ui::canvas::Canvas;
use crate::ui::events::event_list::{moment_of, note_of};
use crate::ui::widgets::{mark_cursor, rows_of};

/// From this width on there are two columns.
const DOUBLE_FROM: u16 = 100;
/// The cells of the time, of the outlet, and of a figure's noun.
const TIME: u16 = 10;
const OUTLET: u16 = 17;
const NOUN: u16 = 19;
/// The rows of the words in the right column.
const WORD_ROWS: u16 = 5;
/// The quotations that are shown.
const QUOTES: usize = 12;

/// Draws the page.
pub fn draw(app: &App, canvas: &mut Canvas, area: Area) {
    let Some(page) = &app.events.page else { return };
    let (about, rest) = area.inset(1, 0).split_top(1);
    canvas.text(about, &about_line(&page.details), canvas.style(Role::Faint));
    let rest = rest.split_top(1).1;
    let is_double = area.width >= DOUBLE_FROM;
    let (left, right) = if is_double {
        rest.split_left(area.width / 2)
    } else {
        (rest, rest)
    };
    let tellings = page.details.summary.rows.len() as u16 + 3;
    let left_rows = draw_tellings(app, canvas, left, page);
    let below = if is_double { left } else { rest };
    let below = below.split_top(left_rows.min(tellings.max(4))).1;
    let used = draw_figures(canvas, below, &page.details);
    if is_double {
        let (upper, lower) = right.split_bottom(WORD_ROWS);
        draw_quotes(canvas, upper, &page.details);
        draw_words(canvas, lower, &page.details);
    } else {
        let rest = below.split_top(used).1;
        let used = draw_quotes(canvas, rest, &page.details);
        draw_words(canvas, rest.split_top(used).1, &page.details);
    }
}

fn about_line(details: &EventDetails) -> String {
    let summary = &details.summary;
    let days = summary.rows.iter().filter_map(|row| row.date);
    let span = days.clone().min().zip(days.max()).map(|(first, last)| {
        let day = |date: crate::article::Date| format!("{} {}", date.weekday().short(), date.day_and_month());
        if first == last {
            day(first)
        } else {
            format!("{} to {}", day(first), day(last))
        }
    });
    let story = (summary.story_events > 1).then(|| {
        format!(
            "story {} of {}",
            summary.story,
            counted(summary.story_events, "event")
        )
    });
    let compared = (details.compared < summary.rows.len())
        .then(|| format!("the first {} are compared", details.compared));
    let parts = [
        Some(span.unwrap_or_else(|| "no date".to_owned())),
        Some(first_in_words(summary)),
        Some(format!("event {}", summary.event)),
        story,
        compared,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn heading(canvas: &mut Canvas, area: Area, text: &str) -> Area {
    let (line, rest) = area.split_top(1);
    canvas.text(line, text, canvas.style(Role::Accent));
    rest
}

/// Draws the tellings; returns the rows that were used.
fn draw_tellings(app: &App, canvas: &mut Canvas, area: Area, page: &EventPage) -> u16 {
    let rest = heading(canvas, area, "Tellings");
    let summary = &page.details.summary;
    let room = area.height.saturating_sub(4).max(1);
    let mut used = 1;
    let shown = rows_of(rest)
        .take(usize::from(room))
        .zip(page.list.top..summary.rows.len());
    for (line, at) in shown {
        draw_telling(app, canvas, line, summary.event, &summary.rows[at]);
        if at == page.list.cursor {
            mark_cursor(
                canvas,
                Area {
                    x: line.x.saturating_sub(1),
                    ..line
                },
                true,
            );
        }
        used += 1;
    }
    if let Some(names) = absent_in_words(&summary.absent) {
        let line = area.split_top(used).1.split_top(1).0;
        let text = format!("not in {names}");
        canvas.text(line.split_left(TIME + 2).1, &text, canvas.style(Role::Faint));
        used += 1;
    }
    used + 1
}

fn draw_telling(app: &App, canvas: &mut Canvas, line: Area, event: u32, row: &ArticleRow) {
    let (time, rest) = line.split_left(TIME);
    canvas.text(time, &moment_of(row), canvas.style(Role::Faint));
    let (sign, rest) = rest.split_left(2);
    let unread = if app.marks.is_read(row.id) { " " } else { "•" };
    canvas.text(sign, unread, canvas.style(Role::Accent));
    let (outlet, rest) = rest.split_left(OUTLET);
    let name = row.outlet.as_deref().unwrap_or("unknown");
    canvas.text(
        outlet,
        &clip_at_word(name, usize::from(OUTLET - 1)),
        canvas.style(Role::Outlet),
    );
    let note = note_of(app, event, row);
    let used = canvas.text(rest, &note, canvas.style(Role::Accent));
    let room = rest.split_left(used + u16::from(used > 0) * 2).1;
    let room = room.split_left(room.width.saturating_sub(1)).0;
    canvas.text(
        room,
        &clip_at_word(&row.title, room.width.into()),
        canvas.style(Role::Faint),
    );
}

/// The outlets of some tellings, each once.
fn outlets(details: &EventDetails, tellings: &[usize]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for &at in tellings {
        let row = details.summary.rows.get(at);
        let name = row.and_then(|row| row.outlet.as_deref()).unwrap_or("unknown");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [only] => format!("{only} only"),
        names => names.join(", "),
    }
}

fn draw_figures(canvas: &mut Canvas, area: Area, details: &EventDetails) -> u16 {
    if details.figures.is_empty() {
        return 0;
    }
    let rest = heading(canvas, area, "Figures that differ");
    let mut used = 1;
    for (line, figure) in rows_of(rest).zip(&details.figures) {
        let (noun, values) = line.split_left(NOUN);
        canvas.text(
            noun,
            &clip_at_word(&figure.counted, usize::from(NOUN - 1)),
            canvas.style(Role::Text),
        );
        let values_text: Vec<String> = figure
            .values
            .iter()
            .map(|(value, tellings)| {
                format!("{value} {}", outlets(details, tellings).trim_end_matches(" only"))
            })
            .collect();
        let text = values_text.join(" · ");
        canvas.text(
            values,
            &clip_at_word(&text, values.width.saturating_sub(1).into()),
            canvas.style(Role::Faint),
        );
        used += 1;
    }
    used + 1
}

fn draw_quotes(canvas: &mut Canvas, area: Area, details: &EventDetails) -> u16 {
    if details.quotes.is_empty() {
        return 0;
    }
    let rest = heading(canvas, area, "Said, and by whom");
    let mut used = 1;
    // Those that most tellings have come first.
    let mut quotes: Vec<_> = details.quotes.iter().collect();
    quotes.sort_by_key(|quote| std::cmp::Reverse(quote.tellings.len()));
    let room = usize::from(rest.height.saturating_sub(3)) / 2;
    let mut lines = rows_of(rest);
    for quote in quotes.into_iter().take(QUOTES.min(room.max(1))) {
        let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
            break;
        };
        let (speaker, text) = first.split_left(OUTLET - 2);
        let name = quote.speaker.as_deref().unwrap_or("not known");
        canvas.text(
            speaker,
            &clip_at_word(name, usize::from(OUTLET - 3)),
            canvas.style(Role::Text),
        );
        let words = format!("“{}”", quote.text);
        canvas.text(
            text,
            &clip_at_word(&words, text.width.into()),
            canvas.style(Role::Outlet),
        );
        let who = second.split_left(OUTLET - 2).1;
        let text = outlets(details, &quote.tellings);
        canvas.text(
            who,
            &clip_at_word(&text, who.width.into()),
            canvas.style(Role::Faint),
        );
        used += 2;
    }
    used + 1
}

fn draw_words(canvas: &mut Canvas, area: Area, details: &EventDetails) {
    if details.words.is_empty() {
        return;
    }
    let rest = heading(canvas, area, "What holds it together");
    let words: Vec<String> = details
        .words
        .iter()
        .map(|word| format!("{} .{:02.0}", word.word, word.weight * 100.0))
        .collect();
    let mut lines = rows_of(rest);
    let mut line = String::new();
    let style: Style = canvas.style(Role::Faint);
    for word in words {
        let room = usize::from(rest.width);
        let longer = if line.is_empty() {
            word.clone()
        } else {
            format!("{line} · {word}")
        };
        if crate::text::width::width(&longer) > room && !line.is_empty() {
            let Some(area) = lines.next() else { return };
            canvas.text(area, &line, style);
            line = word;
        } else {
            line = longer;
        }
    }
    if let Some(area) = lines.next() {
        canvas.text(area, &line, style);
    }
}
