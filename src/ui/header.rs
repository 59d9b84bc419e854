//! The header: where the reader is (corpus, outlet, filter), and how much is there.

use crate::app::App;
use crate::app::events::compare_rows::counts;
use crate::app::events::event_line::{counted, outlet_count};
use crate::app::events::views::EventView;
use crate::app::input::overlay::Overlay;
use crate::app::list::listing::scope_name;
use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::pane::OpenArticle;
use crate::article::line::LineClass;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::text::digits::grouped;
use crate::text::width::clip_at_word;
use crate::ui::canvas::Canvas;

/// Between the parts of the path.
const STEP: &str = " ▸ ";

/// Draws the header.
pub fn draw(app: &App, canvas: &mut Canvas) {
    let line = app.screen.areas.header;
    if line.is_empty() {
        return;
    }
    canvas.tint(line, canvas.style(Role::Bar));
    let room = line.inset(1, 0);
    let view = match &app.input.overlay {
        Some(Overlay::Event(view)) => Some(*view),
        _ => None,
    };
    let right = view.map_or_else(|| right_text(app), |view| right_text_of(app, view));
    let used = canvas.text_right(room, &right, canvas.style(Role::Faint));
    let left = room.split_left(room.width.saturating_sub(used + 2)).0;
    match view {
        Some(view) => draw_event_path(app, view, canvas, left),
        None => draw_path(app, canvas, left),
    }
}

/// Draws where a view of events is.
fn draw_event_path(app: &App, view: EventView, canvas: &mut Canvas, room: Area) {
    let (faint, title) = (canvas.style(Role::Faint), canvas.style(Role::Title));
    let corpus = if room.width < 40 { "" } else { app.shown_corpus() };
    let corpus = corpus
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let mut spans = vec![
        (corpus, faint),
        (if corpus.is_empty() { "" } else { STEP }, faint),
    ];
    let headline = |rows: &[ArticleRow]| {
        rows.iter()
            .find(|row| row.has_title)
            .map_or_else(String::new, |row| row.title.clone())
    };
    let of_event = match view {
        EventView::List => String::new(),
        EventView::Page => app
            .events
            .page
            .as_ref()
            .map_or_else(String::new, |page| headline(&page.details.summary.rows)),
        EventView::Compare => {
            let compare = app.events.compare.as_ref();
            compare.map_or_else(String::new, |compare| {
                compare.compared.entries[0].display_title().0
            })
        }
    };
    let of_event = clip_at_word(&of_event, usize::from(room.width) * 2 / 3);
    match view {
        EventView::List => spans.extend([
            (scope_name(app.listing.scope()), faint),
            (STEP, faint),
            ("Events", title),
        ]),
        EventView::Page => spans.extend([("Events", faint), (STEP, faint), (&*of_event, title)]),
        EventView::Compare => spans.extend([(&*of_event, faint), (STEP, faint), ("compare", title)]),
    }
    canvas.spans(room, &spans);
}

/// Returns how much a view of events shows.
fn right_text_of(app: &App, view: EventView) -> String {
    let parts: Vec<String> = match view {
        EventView::List => {
            let listing = app.events.list.listing();
            let events = listing.events.len() - listing.alone;
            let waiting =
                (listing.waiting > 0).then(|| format!("{} not grouped yet", grouped(listing.waiting)));
            let parts = [
                Some(counted(events, "event")),
                Some(counted(listing.articles, "article")),
                Some(format!("{} alone", grouped(listing.alone))),
                waiting,
            ];
            parts.into_iter().flatten().collect()
        }
        EventView::Page => app.events.page.as_ref().map_or_else(Vec::new, |page| {
            let rows = &page.details.summary.rows;
            vec![
                counted(outlet_count(rows), "outlet"),
                counted(rows.len(), "article"),
            ]
        }),
        EventView::Compare => app.events.compare.as_ref().map_or_else(Vec::new, |compare| {
            let [same, differ, only] = counts(&compare.compared.comparison);
            vec![
                format!("{same} same"),
                format!("{differ} differ"),
                format!("{only} only in one"),
            ]
        }),
    };
    parts.join(" · ")
}

fn draw_path(app: &App, canvas: &mut Canvas, room: Area) {
    let (faint, title) = (canvas.style(Role::Faint), canvas.style(Role::Title));
    let is_source =
        app.panes.focus == Pane::Reader && app.reader.open().is_some_and(OpenArticle::shows_source);
    let scope = scope_name(app.listing.scope());
    let filter = app.filter.text.trim();
    // On a narrow screen the name of the corpus says least.
    let corpus = if room.width < 40 { "" } else { app.shown_corpus() };
    let corpus = corpus
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let step = if corpus.is_empty() { "" } else { STEP };
    let corpus = clip_at_word(corpus, usize::from(room.width / 3));
    let mut spans = vec![(&*corpus, faint), (step, faint)];
    let last = if is_source {
        ("Source", title)
    } else if filter.is_empty() {
        (scope, title)
    } else {
        (
            filter,
            Style {
                bold: true,
                ..canvas.style(Role::Filter)
            },
        )
    };
    if last.0 != scope {
        spans.extend([(scope, faint), (STEP, faint)]);
    }
    spans.push(last);
    canvas.spans(room, &spans);
}

/// Returns how much is listed or, while the article has no title row, where in it the reader is.
fn right_text(app: &App) -> String {
    let areas = &app.screen.areas;
    let (listed, all) = (app.listing.len(), app.listing.corpus_len());
    let is_reading = app.panes.focus == Pane::Reader;
    let place = || format!("{} of {}", grouped(app.articles.cursor + 1), grouped(listed));
    let unread = app.listing.unread().filter(|_| areas.header.width >= 30);
    let unread = unread.map(|unread| format!("{} unread", grouped(unread)));
    let mut parts = Vec::new();
    match app.reader.open().filter(|_| is_reading) {
        Some(open) if open.shows_source() => {
            let removed = open
                .entry
                .article
                .lines
                .iter()
                .filter(|line| line.class == LineClass::Chrome);
            parts.push(format!("{} lines", grouped(open.entry.article.lines.len())));
            parts.push(format!("{} removed", grouped(removed.count())));
        }
        Some(_) if !areas.has_reader_title => {
            if app.open_is_not_listed() {
                parts.push("not in this list".to_owned());
            } else if listed > 0 {
                parts.push(place());
            }
            parts.extend(app.place_in_article());
        }
        Some(_) if listed > 0 => {
            parts.push(place());
            parts.extend(unread);
        }
        _ if listed < all => parts.push(format!("{} of {}", grouped(listed), grouped(all))),
        _ if areas.has_list_titles => {
            parts.push(format!(
                "{} {}",
                grouped(all),
                if all == 1 { "article" } else { "articles" }
            ));
            parts.extend(unread);
        }
        _ => {
            parts.push(grouped(all));
            parts.extend(unread);
        }
    }
    parts.join(" · ")
}
