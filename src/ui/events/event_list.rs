//! The list by events: day, unread sign, fold, headline, a bar of days and counts; below an unfolded event its tellings.

use crate::app::App;
use crate::app::events::event_line::{absent_in_words, counted, outlet_count};
use crate::app::events::event_list::EventLine;
use crate::app::panes::frames::ListFrame;
use crate::app::panes::geometry::Area;
use crate::article::date::Date;
use crate::config::role::Role;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::text::digits::grouped;
use crate::text::width::{clip_at_word, width};
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{mark_cursor, pane_title, rows_of};
use std::collections::BTreeSet;

/// The cells of the bar of days, and its heights.
const BAR: usize = 5;
const HEIGHTS: [&str; 6] = ["▁", "▂", "▃", "▅", "▆", "█"];
/// Below these widths the bar and the day are left out.
const BAR_FROM: u16 = 70;
const DAY_FROM: u16 = 50;
/// The cells of a day, of the time of a telling and of its outlet.
const DAY: u16 = 10;
const TIME: u16 = 9;
const OUTLET: u16 = 14;

/// Draws the list.
pub fn draw(app: &App, canvas: &mut Canvas, area: Area) {
    let list = &app.events.list;
    let (title, rows) = area.split_top(1);
    let frame = ListFrame {
        border: Area::default(),
        title,
        rows,
    };
    let events = list.listing().events.len();
    let place = list.event_at_cursor().map_or_else(String::new, |at| {
        format!("{}/{}", grouped(at + 1), grouped(events))
    });
    pane_title(canvas, frame, ["Events", "newest first", &place], true);
    if list.lines().is_empty() {
        let text = match (list.is_pending, list.listing().waiting) {
            (true, _) => "Reading …",
            (false, 0) => "No articles",
            (false, _) => "The articles are being grouped …",
        };
        canvas.text(rows.inset(1, 0), text, canvas.style(Role::Faint));
        return;
    }
    for (line, nth) in rows_of(rows).zip(list.list.top..list.lines().len()) {
        let (_, inside) = line.split_left(1);
        let inside = inside.split_left(inside.width.saturating_sub(1)).0;
        match list.lines()[nth] {
            EventLine::Event(at) => draw_event(app, canvas, inside, at),
            EventLine::Telling(at, place) => draw_telling(app, canvas, inside, at, place),
            EventLine::Absent(at) => draw_absent(app, canvas, inside, at),
        }
        if nth == list.list.cursor {
            mark_cursor(canvas, line, true);
        }
    }
}

fn day_of(date: Option<Date>) -> String {
    date.map_or_else(
        || "no date".to_owned(),
        |date| format!("{} {}", date.weekday().short(), date.day_and_month()),
    )
}

fn draw_event(app: &App, canvas: &mut Canvas, line: Area, at: usize) {
    let event = &app.events.list.listing().events[at];
    let rows: Vec<&ArticleRow> = event
        .articles
        .iter()
        .filter_map(|id| app.listing.row_of(*id))
        .collect();
    let Some(newest) = rows.iter().max_by_key(|row| (row.date, row.time)) else {
        return;
    };
    let faint = canvas.style(Role::Faint);
    let (day, rest) = line.split_left(if line.width >= DAY_FROM { DAY + 1 } else { 0 });
    canvas.text(day, &day_of(newest.date), canvas.style(Role::Text));
    let unread = event
        .articles
        .iter()
        .filter(|id| !app.marks.is_read(**id))
        .count();
    let sign = if unread > 0 { "• " } else { "  " };
    let is_several = event.articles.len() > 1;
    let fold = match (is_several, app.events.list.is_unfolded(at)) {
        (false, _) => "  ",
        (true, false) => "▸ ",
        (true, true) => "▾ ",
    };
    let used = canvas.spans(rest, &[(sign, canvas.style(Role::Accent)), (fold, faint)]);
    let rest = rest.split_left(used).1;
    let about = if is_several {
        about(app, &event.articles, &rows)
    } else {
        single(newest)
    };
    let bar = if is_several && line.width >= BAR_FROM {
        bar_of(&rows)
    } else {
        String::new()
    };
    let right = if bar.is_empty() {
        about
    } else {
        format!("{bar}  {about}")
    };
    // The counts begin in one column where there is room for it.
    let wanted = width(&right).min(usize::from(rest.width) * 45 / 100) as u16;
    let column = (rest.width * 42 / 100).max(wanted);
    let (title_area, right_area) = rest.split_left(rest.width.saturating_sub(if line.width >= BAR_FROM {
        column
    } else {
        wanted + 1
    }));
    let role = if unread == 0 { Role::Faint } else { Role::Text };
    let headline = rows.iter().find(|row| row.has_title).unwrap_or(newest);
    let room = usize::from(title_area.width.saturating_sub(1));
    canvas.text(
        title_area,
        &clip_at_word(&headline.title, room),
        canvas.style(role),
    );
    canvas.text(right_area, &clip_at_word(&right, right_area.width.into()), faint);
}

/// Returns what is to the right of an article that is alone.
fn single(row: &ArticleRow) -> String {
    row.outlet.as_deref().unwrap_or("unknown outlet").to_owned()
}

fn about(app: &App, articles: &[u32], rows: &[&ArticleRow]) -> String {
    let known: Vec<ArticleRow> = rows.iter().map(|row| (*row).clone()).collect();
    let languages: BTreeSet<&str> = rows.iter().filter_map(|row| row.language.as_deref()).collect();
    let read = articles.iter().filter(|id| app.marks.is_read(**id)).count();
    let parts = [
        Some(counted(outlet_count(&known), "outlet")),
        Some(counted(articles.len(), "article")),
        (languages.len() > 1).then(|| counted(languages.len(), "language")),
        (read > 0).then(|| format!("{read} read")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Returns how the articles are spread over the days of the event.
fn bar_of(rows: &[&ArticleRow]) -> String {
    let days: Vec<i32> = rows.iter().filter_map(|row| row.date).map(Date::days).collect();
    let Some((first, last)) = days.iter().min().zip(days.iter().max()) else {
        return " ".repeat(BAR);
    };
    let place = |day: i32| usize::try_from(day - first).unwrap_or(0);
    let span = (place(*last) + 1).max(BAR);
    let mut counts = [0_usize; BAR];
    for day in &days {
        counts[place(*day) * BAR / span] += 1;
    }
    let most = counts.into_iter().max().unwrap_or(1).max(1);
    counts
        .iter()
        .map(|count| HEIGHTS[count * (HEIGHTS.len() - 1) / most])
        .collect()
}

fn draw_telling(app: &App, canvas: &mut Canvas, line: Area, at: usize, place: usize) {
    let event = &app.events.list.listing().events[at];
    let Some(row) = app.listing.row_of(event.articles[place]) else {
        return;
    };
    let faint = canvas.style(Role::Faint);
    let indent = if line.width >= DAY_FROM { DAY + 1 } else { 0 };
    let rest = line.split_left(indent).1;
    let used = canvas.text(rest, "│ ", canvas.style(Role::Line));
    let rest = rest.split_left(used).1;
    let (time, rest) = rest.split_left(TIME + 1);
    canvas.text(time, &moment_of(row), faint);
    let is_read = app.marks.is_read(row.id);
    let (sign, rest) = rest.split_left(2);
    canvas.text(sign, if is_read { " " } else { "•" }, canvas.style(Role::Accent));
    let (outlet, rest) = rest.split_left(OUTLET + 1);
    let name = row.outlet.as_deref().unwrap_or("unknown");
    canvas.text(
        outlet,
        &clip_at_word(name, usize::from(OUTLET)),
        canvas.style(Role::Outlet),
    );
    let note = event
        .event
        .map_or_else(String::new, |event| note_of(app, event, row));
    let used = canvas.text_right(rest, &note, canvas.style(Role::Accent));
    let room = rest
        .split_left(rest.width.saturating_sub(used + u16::from(used > 0) * 2))
        .0;
    let role = if is_read { Role::Faint } else { Role::Text };
    canvas.text(
        room,
        &clip_at_word(&row.title, room.width.into()),
        canvas.style(role),
    );
}

/// Returns the weekday and the time of an article, as far as they are known.
pub fn moment_of(row: &ArticleRow) -> String {
    let day = row.date.map_or("", |date| date.weekday().short());
    let time = row.time.map(|time| time.to_string()).unwrap_or_default();
    format!("{day} {time}").trim().to_owned()
}

/// Returns what is remarkable about a telling: it was first, it is a copy, or how much of it is new.
pub fn note_of(app: &App, event: u32, row: &ArticleRow) -> String {
    let Some(details) = app.events.details.get(&event) else {
        return String::new();
    };
    let summary = &details.summary;
    if summary.first == Some(row.id) {
        return "first".to_owned();
    }
    if let Some(copy) = summary.copies.get(&row.id) {
        let source = row.via.as_deref().or_else(|| {
            let source = summary.rows.iter().find(|other| other.id == copy.source);
            source.and_then(|source| source.outlet.as_deref())
        });
        let source = source.unwrap_or("another article");
        return format!("copy of {source} {:.0} %", copy.share * 100.0);
    }
    let place = summary.rows.iter().position(|other| other.id == row.id);
    match place.and_then(|place| details.new.get(place)) {
        Some(&new) if new > 0 && place != Some(0) => format!("+{new} new"),
        _ => String::new(),
    }
}

fn draw_absent(app: &App, canvas: &mut Canvas, line: Area, at: usize) {
    let event = app.events.list.listing().events[at].event;
    let details = event.and_then(|event| app.events.details.get(&event));
    let text = match details {
        None => "…".to_owned(),
        Some(details) => absent_in_words(&details.summary.absent).map_or_else(
            || "every outlet that published on these days has it".to_owned(),
            |names| {
                let count = counted(details.summary.absent.len(), "more outlet");
                format!("not in {names} ({count} published on these days)")
            },
        ),
    };
    let indent = if line.width >= DAY_FROM { DAY + 1 } else { 0 };
    let rest = line.split_left(indent).1;
    let used = canvas.text(rest, "│ ", canvas.style(Role::Line));
    canvas.text(rest.split_left(used).1, &text, canvas.style(Role::Faint));
}
