//! The article list: rows of day, signs, outlet and title, or cards of two rows where the list is narrow.

use crate::app::App;
use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::Pane;
use crate::app::search::highlight::HitKind;
use crate::article::date::Date;
use crate::config::action::Action;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::library::query::scope::Scope;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::text::digits::grouped;
use crate::text::safe;
use crate::text::width::clip_at_word;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{mark_cursor, pane_title};

/// Draws the pane if it is shown.
pub fn draw(app: &App, canvas: &mut Canvas) {
    let areas = &app.screen.areas;
    if areas.articles.is_empty() {
        return;
    }
    let frame = areas.list_frame(Pane::Articles);
    let focused = app.panes.focus == Pane::Articles;
    let order = format!("{} first", app.listing.order().name());
    let order = if matches!(
        app.listing.order().name(),
        "newest" | "oldest" | "longest" | "shortest"
    ) {
        order
    } else {
        format!("by {}", app.listing.order().name())
    };
    let len = app.listing.len();
    let place = match len {
        0 => String::new(),
        len => format!("{}/{}", grouped(app.articles.cursor + 1), grouped(len)),
    };
    let place = with_hit(app, Pane::Articles, place);
    let order = if focused { order.as_str() } else { "" };
    pane_title(canvas, frame, ["Articles", order, &place], focused);
    if len == 0 {
        draw_empty(app, canvas, frame.rows);
    } else {
        draw_rows(app, canvas, frame.rows, focused);
    }
    canvas.line_across(areas.rule, canvas.style(Role::Line));
}

/// Returns the place in a list, after the number of the hit that the cursor was moved to.
pub fn with_hit(app: &App, pane: Pane, place: String) -> String {
    match app.row_counter(pane) {
        Some((at, of)) if place.is_empty() => format!("hit {at}/{of}"),
        Some((at, of)) => format!("hit {at}/{of} · {place}"),
        None => place,
    }
}

fn draw_empty(app: &App, canvas: &mut Canvas, rows: Area) {
    let key = |action| app.key_of(action);
    let left_out = app.status.loading.left_out.as_str();
    let text = if app.status.loading.running {
        "Reading …".to_owned()
    } else if app.listing.corpus_len() == 0 {
        let (problems, reload) = (key(Action::Problems), key(Action::Reload));
        let below = rows.inset(1, 0).split_top(1).1;
        let help = format!("{problems} shows more, {reload} reads the files again");
        canvas.text(below, &help, canvas.style(Role::Faint));
        format!(
            "No articles{}{left_out}",
            if left_out.is_empty() { "" } else { ": " }
        )
    } else if matches!(app.listing.scope(), Scope::Saved(_)) && app.listing.query().is_empty() {
        format!("None yet; {} lists all", key(Action::AllOutlets))
    } else {
        format!(
            "No article matches the filter; {} clears it",
            key(Action::ClearFilter)
        )
    };
    canvas.text(rows.inset(1, 0), &text, canvas.style(Role::Faint));
}

fn draw_rows(app: &App, canvas: &mut Canvas, rows: Area, focused: bool) {
    let height = app.article_height() as u16;
    let (top, len) = (app.articles.top, app.listing.len());
    let selected = app.selected_rows();
    let mut rest = rows;
    for row in top..len {
        if rest.is_empty() {
            break;
        }
        let (lines, below) = rest.split_top(height);
        rest = below;
        // A row that has not arrived yet leaves its place empty.
        if let Some(article) = app.listing.row(row) {
            let is_same_day = row > top && app.listing.order().is_by_day();
            let before = app.listing.row(row.saturating_sub(1)).filter(|_| is_same_day);
            let has_day = before.is_none_or(|before| before.date != article.date);
            ArticleDrawing { app, article }.draw(canvas, lines, has_day);
        }
        if selected.as_ref().is_some_and(|rows| rows.contains(&row)) {
            canvas.repaint(lines, canvas.style(Role::Selection));
        }
        if row == app.articles.cursor {
            mark_cursor(canvas, lines, focused);
            if focused {
                embolden_title(app, canvas, lines);
            }
        }
    }
}

/// Draws the title of the row under the cursor bold.
fn embolden_title(app: &App, canvas: &mut Canvas, lines: Area) {
    let (first, _) = lines.split_top(1);
    let title = title_area(app, first.split_left(1).1);
    let bold = Style {
        bold: true,
        ..Style::default()
    };
    canvas.tint(title, bold);
}

/// Returns the part of the first row of an article in which its title and annotations are.
fn title_area(app: &App, line: Area) -> Area {
    let columns = app.article_columns();
    if columns.has_cards {
        return line.split_left(2).1;
    }
    let outlet = columns.outlet + u16::from(columns.outlet > 0);
    let time = columns.time + u16::from(columns.time > 0);
    line.split_left(columns.day + 1 + time + 3 + outlet).1
}

/// An article and what its row depends on.
struct ArticleDrawing<'a> {
    app: &'a App,
    article: &'a ArticleRow,
}

impl ArticleDrawing<'_> {
    fn draw(&self, canvas: &mut Canvas, lines: Area, has_day: bool) {
        // The first column is the cursor's, the last one is a margin.
        let (_, inside) = lines.split_left(1);
        let (inside, _) = inside.split_left(inside.width.saturating_sub(1));
        let (first, rest) = inside.split_top(1);
        let columns = self.app.article_columns();
        let title = title_area(self.app, first);
        let (second, snippet) = rest.split_top(u16::from(columns.has_cards));
        if columns.has_cards {
            canvas.text(first, self.unread(), canvas.style(Role::Accent));
            self.draw_title(canvas, title, "");
            self.draw_second_row(canvas, second);
        } else {
            self.draw_columns(canvas, first, has_day);
            self.draw_title(canvas, title, &self.annotations());
        }
        let left = if columns.outlet > 0 { columns.outlet + 1 } else { 0 };
        let indent = (title.x - first.x).saturating_sub(left);
        let text = self
            .app
            .listing
            .snippet(self.article.id)
            .map_or("", |snippet| &**snippet);
        self.draw_highlighted(
            canvas,
            snippet.split_left(indent).1,
            text,
            canvas.style(Role::Faint),
        );
    }

    /// Draws what is to the left of the title: day, time, signs and outlet.
    fn draw_columns(&self, canvas: &mut Canvas, line: Area, has_day: bool) {
        let columns = self.app.article_columns();
        let (day, rest) = line.split_left(columns.day);
        if has_day {
            canvas.text(day, &self.day(columns.day), canvas.style(Role::Text));
        }
        let (time, rest) = rest.split_left(columns.time + u16::from(columns.time > 0));
        if let Some(at) = self.article.time.filter(|_| columns.time > 0) {
            canvas.text(time.split_left(1).1, &at.to_string(), canvas.style(Role::Faint));
        }
        let (signs, rest) = rest.split_left(1).1.split_left(3);
        let spans = [
            (self.unread(), canvas.style(Role::Accent)),
            (self.star(), canvas.style(Role::Filter)),
        ];
        canvas.spans(signs, &spans);
        let (outlet, _) = rest.split_left(columns.outlet);
        canvas.text(outlet, self.outlet(), canvas.style(Role::Outlet));
    }

    /// Draws the second row of a card: star, outlet, annotations, and the day at the right end.
    fn draw_second_row(&self, canvas: &mut Canvas, line: Area) {
        canvas.text(line, self.star(), canvas.style(Role::Filter));
        let line = line.split_left(2).1;
        let day = self.day(if self.app.listing.has_several_years() {
            11
        } else {
            6
        });
        let used = canvas.text_right(line, &day, canvas.style(Role::Faint));
        let room = line.split_left(line.width.saturating_sub(used + 1)).0;
        let annotations = self.annotations();
        let spans = [
            (self.outlet(), canvas.style(Role::Outlet)),
            (" ", Style::default()),
            (annotations.as_str(), canvas.style(Role::Filter)),
        ];
        canvas.spans(room, &spans);
    }

    /// Draws the title, and at the right end of its area the annotations.
    fn draw_title(&self, canvas: &mut Canvas, area: Area, annotations: &str) {
        let is_read = self.app.marks.is_read(self.article.id);
        let is_faint = is_read || !self.article.has_title;
        let style = canvas.style(if is_faint { Role::Faint } else { Role::Text });
        let used = canvas.text_right(area, annotations, canvas.style(Role::Filter));
        let gap = u16::from(used > 0);
        let room = area.split_left(area.width.saturating_sub(used + gap)).0;
        let title = clip_at_word(&self.article.title, usize::from(room.width));
        self.draw_highlighted(canvas, room, &title, style);
    }

    fn draw_highlighted(&self, canvas: &mut Canvas, area: Area, text: &str, base: Style) {
        let safe = safe::harmless_line(text);
        let hits = self.app.search.highlighter().scan(&safe);
        let styles: Vec<_> = hits
            .iter()
            .map(|hit| {
                (
                    &hit.range,
                    canvas.styles().letters(hit_style(self.app, canvas, hit.kind)),
                )
            })
            .collect();
        canvas.styled_text(area, &safe, |offset| {
            let hit = styles.iter().find(|(range, _)| range.contains(&offset));
            // What was read is dimmed, but not what was found in it.
            hit.map_or(base, |(_, style)| Style {
                dim: style.dim,
                ..base.patch(*style)
            })
        });
    }

    fn unread(&self) -> &'static str {
        if self.app.marks.is_read(self.article.id) {
            " "
        } else {
            "•"
        }
    }

    fn star(&self) -> &'static str {
        if self.app.marks.is_starred(self.article.id) {
            "★"
        } else {
            " "
        }
    }

    fn outlet(&self) -> &str {
        self.article.outlet.as_deref().unwrap_or("unknown")
    }

    /// Returns the sign of a note, and the tags.
    fn annotations(&self) -> String {
        let note = self.app.marks.note(self.article.id).map(|_| "✎".to_owned());
        let tags = self.app.marks.tags(self.article.id).iter();
        let signs: Vec<String> = note
            .into_iter()
            .chain(tags.map(|tag| format!("#{}", tag.name())))
            .collect();
        clip_at_word(&signs.join(" "), MOST_ANNOTATIONS).into_owned()
    }

    /// Returns the day in a column of this width; an unknown one is named as such.
    fn day(&self, columns: u16) -> String {
        let in_column = |date: Date| match columns {
            11 => format!("{} {}", date.day_and_month(), date.year),
            6 => date.day_and_month(),
            _ => format!("{} {}", date.weekday().short(), date.day_and_month()),
        };
        let is_narrow = columns < 10 && !self.app.article_columns().has_cards;
        let unknown = if is_narrow { "–" } else { "no date" };
        self.article.date.map_or_else(|| unknown.to_owned(), in_column)
    }
}

/// The most cells of a row that notes and tags may take.
const MOST_ANNOTATIONS: usize = 20;

/// Returns the style of hits of a kind.
pub fn hit_style(app: &App, canvas: &Canvas, kind: HitKind) -> Style {
    match kind {
        HitKind::Find => canvas.style(Role::FindHit),
        HitKind::Query => canvas.style(Role::ListMatch),
        HitKind::Set(set) => {
            let set = app.search.sets().sets().get(set);
            let color = set.map(|set| set.color).unwrap_or_default();
            canvas.styles().keyword(color)
        }
    }
}
