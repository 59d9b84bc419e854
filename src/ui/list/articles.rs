//! The article list: marks, time, outlet and title, grouped by day.

use crate::app::App;
use crate::app::panes::frames::{ArticleColumns, ListFrame};
use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::Pane;
use crate::app::search::highlight::HitKind;
use crate::article::date::Date;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::layout::wrap;
use crate::library::query::scope::Scope;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::text::safe;
use crate::text::width::width;
use crate::ui::canvas::Canvas;
use crate::ui::panes::status;
use crate::ui::widgets::mark_chosen;

/// Draws the pane if it is shown.
pub fn draw(app: &App, canvas: &mut Canvas) {
    let area = app.screen.areas.articles;
    if area.is_empty() {
        return;
    }
    let frame = ListFrame::of(area);
    let focused = app.panes.focus == Pane::Articles;
    let name = match app.listing.scope() {
        Scope::All => "Articles",
        Scope::Outlet(name) => name,
        Scope::Unknown => "outlet unknown",
        Scope::Saved(saved) => saved.name.as_str(),
    };
    let len = app.listing.len();
    let place = if len == 0 {
        String::new()
    } else {
        format!("{}/{len}", app.articles.cursor + 1)
    };
    status::pane_title(canvas, frame, name, &place, focused);
    if len == 0 {
        draw_empty(app, canvas, frame.rows);
    } else {
        draw_rows(app, canvas, frame.rows, focused);
    }
}

fn draw_empty(app: &App, canvas: &mut Canvas, rows: Area) {
    let text = if app.status.loading.running {
        "Reading …"
    } else if app.listing.corpus_len() == 0 {
        "No articles; ! shows why"
    } else if matches!(app.listing.scope(), Scope::Saved(_)) && app.listing.query().is_empty() {
        "None yet; 0 lists all"
    } else {
        "No article matches the filter; F clears it"
    };
    canvas.text(rows.inset(1, 0), text, canvas.style(Role::Dim));
}

fn draw_rows(app: &App, canvas: &mut Canvas, rows: Area, focused: bool) {
    let columns = app.article_columns();
    let mut rest = rows;
    for row in app.articles.top..app.listing.len() {
        if rest.is_empty() {
            break;
        }
        if let Some(day) = app.listing.day_at(row)
            && (row == app.articles.top || app.listing.starts_day(row))
        {
            let (line, below) = rest.split_top(1);
            draw_day(canvas, line, day);
            rest = below;
        }
        let height = app.title_rows(row) as u16;
        let (lines, below) = rest.split_top(height);
        // A row that has not arrived yet leaves its place empty.
        if let Some(article) = app.listing.row(row) {
            draw_entry(app, canvas, lines, columns, article);
        }
        if row == app.articles.cursor {
            mark_chosen(canvas, lines, focused);
        }
        rest = below;
    }
}

fn draw_day(canvas: &mut Canvas, line: Area, day: Option<Date>) {
    let text = day.map_or_else(
        || "no date".to_owned(),
        |day| format!("{} {day}", &day.weekday().name()[..3]),
    );
    canvas.text(line.inset(1, 0), &text, canvas.style(Role::DayHeader));
}

fn draw_entry(app: &App, canvas: &mut Canvas, lines: Area, columns: ArticleColumns, entry: &ArticleRow) {
    let read = app.marks.is_read(entry.id);
    let (line, second) = lines.split_top(1);
    let (marks, rest) = line.split_left(columns.marks);
    let unread = if read { " " } else { "•" };
    let star = if app.marks.is_starred(entry.id) {
        "★"
    } else {
        " "
    };
    canvas.spans(
        marks,
        &[
            (unread, canvas.style(Role::Unread)),
            (star, canvas.style(Role::Starred)),
            (annotation_sign(app, entry.id), canvas.style(Role::Note)),
        ],
    );
    let (when, rest) = rest.split_left(columns.when);
    canvas.text(when, &when_text(app, entry), canvas.style(Role::Dim));
    let (outlet, title) = rest.split_left(columns.outlet);
    let name = entry.outlet.as_deref().unwrap_or("–");
    canvas.text(
        outlet.split_left(columns.outlet.saturating_sub(2)).0,
        name,
        canvas.style(Role::Outlet),
    );
    draw_title(app, canvas, title, second, entry, read);
}

/// Returns the sign for the annotations of an article; a note takes precedence over tags.
fn annotation_sign(app: &App, id: u32) -> &'static str {
    match (app.marks.note(id), app.marks.tags(id)) {
        (Some(_), _) => "✎",
        (None, []) => " ",
        (None, _) => "#",
    }
}

fn when_text(app: &App, entry: &ArticleRow) -> String {
    if !app.listing.days().is_empty() {
        return entry.time.map_or_else(String::new, |time| time.to_string());
    }
    entry
        .date
        .map_or_else(|| "no date".to_owned(), |date| date.to_string())
}

/// Draws the title in one row, or in two if the list has room.
fn draw_title(app: &App, canvas: &mut Canvas, first: Area, second: Area, entry: &ArticleRow, read: bool) {
    let (title, is_real) = (entry.title.as_str(), entry.has_title);
    let base = canvas.style(if read { Role::Read } else { Role::Unread });
    let base = if is_real {
        base
    } else {
        base.patch(canvas.style(Role::StandInTitle))
    };
    let columns = usize::from(first.width);
    let below = Area {
        x: first.x,
        width: first.width,
        ..second
    };
    if app.shows_snippets() {
        draw_highlighted(app, canvas, first, title, base);
        // The snippet uses the whole row, not only the column of titles.
        let room = second.split_left(app.article_columns().marks).1;
        let snippet = app.listing.snippet(entry.id).map_or("", |snippet| &**snippet);
        return draw_highlighted(app, canvas, room, snippet, canvas.style(Role::Dim));
    }
    let split = if second.is_empty() || width(title) <= columns {
        title.len()
    } else {
        break_at(title, columns)
    };
    let (head, tail) = title.split_at(split);
    draw_highlighted(app, canvas, first, head.trim_end(), base);
    draw_highlighted(app, canvas, below, tail.trim_start(), base);
}

/// Returns the byte offset at which a title continues in the second row: after its last blank that fits.
fn break_at(title: &str, columns: usize) -> usize {
    let rows = wrap::wrap(title, columns as u16);
    rows.get(1).map_or(title.len(), |row| row.start)
}

fn draw_highlighted(app: &App, canvas: &mut Canvas, area: Area, text: &str, base: Style) {
    let safe = safe::harmless_line(text);
    let hits: Vec<_> = app.search.highlighter().scan(&safe);
    let styles: Vec<_> = hits
        .iter()
        .map(|hit| (&hit.range, hit_style(app, canvas, hit.kind)))
        .collect();
    canvas.styled_text(area, &safe, |offset| {
        let hit = styles.iter().find(|(range, _)| range.contains(&offset));
        hit.map_or(base, |(_, style)| base.patch(*style))
    });
}

/// Returns the style of hits of a kind.
pub fn hit_style(app: &App, canvas: &Canvas, kind: HitKind) -> Style {
    match kind {
        HitKind::Find => canvas.style(Role::FindHit),
        HitKind::Query => canvas.style(Role::ListMatch),
        HitKind::Set(set) => {
            let color = app
                .search
                .sets()
                .sets()
                .get(set)
                .map(|set| set.color)
                .unwrap_or_default();
            canvas.styles().keyword(color)
        }
    }
}
