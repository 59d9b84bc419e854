//! The header (the corpus, and how much of it is listed), the status line (messages, progress, hints), the titles of
//! panes, and the problems page.

use crate::app::App;
use crate::app::list::cursor::ListState;
use crate::app::panes::frames::ListFrame;
use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::app::reader::changes::Changes;
use crate::app::reader::pane::OpenArticle;
use crate::config::action::{Action, Group};
use crate::config::key::Key;
use crate::config::keymap::{Context, Follow};
use crate::config::role::Role;
use crate::config::style::Style;
use crate::library::query::scope::Scope;
use crate::library::query::sort::SortOrder;
use crate::text::digits::grouped;
use crate::text::width;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{hints, key_hints, lines, mark_chosen, sheet};

/// Draws a pane's border and title row.
pub fn pane_title(canvas: &mut Canvas, frame: ListFrame, name: &str, place: &str, focused: bool) {
    canvas.line_down(
        frame.border,
        canvas.style(if focused {
            Role::BorderFocused
        } else {
            Role::Border
        }),
    );
    let style = canvas.style(if focused {
        Role::PaneTitleFocused
    } else {
        Role::PaneTitle
    });
    canvas.tint(frame.title, style);
    let room = frame.title.inset(1, 0);
    let used = canvas.text_right(room, place, style);
    canvas.text(
        room.split_left(room.width.saturating_sub(used + 1)).0,
        name,
        style,
    );
}

/// Draws the header: the corpus, how many of its articles are listed, and the filter.
pub fn draw_header(app: &App, canvas: &mut Canvas) {
    let line = app.screen.areas.header;
    if line.is_empty() {
        return;
    }
    let style = canvas.style(Role::Header);
    canvas.tint(line, style);
    let (shown, all) = (app.listing.len(), app.listing.corpus_len());
    let count = if shown == all {
        format!(
            "{} {}",
            grouped(all),
            if all == 1 { "article" } else { "articles" }
        )
    } else {
        format!("{} of {}", grouped(shown), grouped(all))
    };
    let room = line.inset(1, 0);
    let used = canvas.text_right(room, &count, style);
    let left = room.split_left(room.width.saturating_sub(used + 2)).0;
    let filter = filter_text(app);
    let corpus = format!("newsprint  {}", app.shown_corpus());
    let filter_room = width::width(&filter).min(usize::from(left.width)) as u16;
    let corpus_room = if filter.is_empty() {
        left.width
    } else {
        left.width.saturating_sub(filter_room + 2)
    };
    let used = canvas.text(left.split_left(corpus_room).0, &corpus, style);
    let gap = if used > 0 { used + 2 } else { 0 };
    canvas.text(left.split_left(gap).1, &filter, canvas.style(Role::Filter));
}

/// Returns what narrows the list: outlet, query and order; empty if nothing does.
fn filter_text(app: &App) -> String {
    let mut parts = Vec::new();
    match app.listing.scope() {
        Scope::All => {}
        Scope::Outlet(name) => parts.push(format!("[{name}]")),
        Scope::Saved(saved) => parts.push(format!("[{}]", saved.name)),
        Scope::Unknown => parts.push("[outlet unknown]".to_owned()),
    }
    if !app.filter.text.trim().is_empty() {
        parts.push(format!("filter: {}", app.filter.text.trim()));
    }
    if app.listing.order() != SortOrder::default() {
        parts.push(format!("by {}", app.listing.order().name()));
    }
    parts.join("  ")
}

/// Draws the status line: pending keys or the message or hints, and the progress.
pub fn draw_status(app: &App, canvas: &mut Canvas) {
    let line = app.screen.areas.status;
    if line.is_empty() {
        return;
    }
    canvas.tint(line, canvas.style(Role::Status));
    let room = line.inset(1, 0);
    let right = right_text(app);
    let used = canvas.text_right(room, &right, canvas.style(Role::Progress));
    let left = room
        .split_left(room.width.saturating_sub(if used > 0 { used + 2 } else { 0 }))
        .0;
    if !app.input.pending.keys.is_empty() || app.input.pending.count.is_some() {
        draw_pending(app, canvas, left);
    } else if let Some(message) = &app.status.current {
        let role = match message.level {
            Level::Info => Role::Message,
            Level::Warning => Role::Warning,
            Level::Error => Role::Error,
        };
        canvas.text(left, &message.text, canvas.style(role));
    } else {
        draw_hints(app, canvas, left);
    }
}

fn right_text(app: &App) -> String {
    let loading = &app.status.loading;
    if loading.running {
        let more = if loading.all_found { "" } else { "+" };
        return format!(
            "reading {} of {}{more}",
            grouped(loading.done),
            grouped(loading.found)
        );
    }
    match app.status.problem_count() {
        0 => String::new(),
        count => format!("!{count}"),
    }
}

/// Draws the keys pressed so far and the keys that can follow.
fn draw_pending(app: &App, canvas: &mut Canvas, room: Area) {
    let count = app
        .input
        .pending
        .count
        .map(|count| count.to_string())
        .unwrap_or_default();
    let typed = format!("{count}{}", Key::print_sequence(&app.input.pending.keys));
    let used = canvas.text(room, &typed, canvas.style(Role::HintKey));
    let follows = &app.input.pending.follows;
    let corrects = !follows.is_empty()
        && follows
            .iter()
            .all(|follow| follow.action.group() == Group::Correct);
    let pairs: Vec<(&str, &str)> = if corrects {
        correction_hints(follows)
    } else {
        let pairs = follows.iter();
        pairs
            .map(|follow| (follow.keys.as_str(), follow.action.help()))
            .collect()
    };
    key_hints(canvas, room.split_left(used + 3).1, &pairs);
}

/// Returns the classes that a line can be corrected to, in short words, and that capitals apply to all pages.
fn correction_hints(follows: &[Follow]) -> Vec<(&str, &str)> {
    let short = [
        (Action::CorrectBody, "body"),
        (Action::CorrectChrome, "chrome"),
        (Action::CorrectTitle, "title"),
        (Action::CorrectDate, "date"),
        (Action::CorrectByline, "byline"),
        (Action::CorrectCaption, "caption"),
        (Action::CorrectBodyEverywhere, "all pages"),
        (Action::CorrectHeading, "heading"),
        (Action::CorrectStandfirst, "standfirst"),
    ];
    let pair = |(action, words)| {
        let follow = follows.iter().find(|follow| follow.action == action)?;
        Some((follow.keys.as_str(), words))
    };
    short.into_iter().filter_map(pair).collect()
}

/// Draws the keys that are useful now.
fn draw_hints(app: &App, canvas: &mut Canvas, room: Area) {
    let is_shown = |what: fn(&OpenArticle) -> bool| app.reader.open().is_some_and(what);
    let list = match app.panes.focus {
        Pane::Sources => SOURCES_HINTS,
        Pane::Articles => ARTICLES_HINTS,
        Pane::Reader if is_shown(|open| open.mode().changes().is_some_and(Changes::has_earlier)) => {
            CHANGES_HINTS
        }
        Pane::Reader if is_shown(OpenArticle::shows_changes) => OLDEST_CHANGE_HINTS,
        Pane::Reader if is_shown(OpenArticle::shows_source) => SOURCE_HINTS,
        Pane::Reader if is_shown(|open| open.entry.versions > 0) => CHANGED_ARTICLE_HINTS,
        Pane::Reader => READER_HINTS,
    };
    hints(app, canvas, room, Context::Main, list);
}

/// Draws the problems page.
pub fn draw_problems(app: &App, list: ListState, canvas: &mut Canvas) {
    let all = app.status.lines();
    let rows = app.overlay_rows() as u16;
    let width = app.screen.size.width.saturating_sub(8).min(140);
    let sheet = sheet(
        app,
        canvas,
        "problems and messages",
        width,
        usize::from(rows).min(all.len().max(2) + 1) as u16,
    );
    if all.is_empty() {
        canvas.text(sheet.rows, "No problems", canvas.style(Role::Dim));
    }
    for (line, row) in lines(sheet.rows, list, all.len()) {
        let (level, text) = &all[row];
        let (sign, role) = match level {
            Level::Info => ("· ", Role::Dim),
            Level::Warning => ("! ", Role::Warning),
            Level::Error => ("✗ ", Role::Error),
        };
        canvas.spans(line, &[(sign, canvas.style(role)), (text, Style::default())]);
        if row == list.cursor {
            mark_chosen(canvas, line, true);
        }
    }
    let keys = [(Action::CopyText, "copy all"), (Action::Escape, "close")];
    hints(app, canvas, sheet.hints, Context::Overlay, &keys);
}

const SOURCES_HINTS: &[(Action, &str)] = &[
    (Action::GoIn, "articles"),
    (Action::FilterBar, "filter"),
    (Action::DatePicker, "dates"),
    (Action::Palette, "commands"),
    (Action::Help, "keys"),
    (Action::Back, "quit"),
];
const ARTICLES_HINTS: &[(Action, &str)] = &[
    (Action::GoIn, "read"),
    (Action::NextOutlet, "next outlet"),
    (Action::FilterBar, "filter"),
    (Action::Find, "find"),
    (Action::ToggleStar, "star"),
    (Action::Help, "keys"),
    (Action::Back, "back"),
];
const CHANGES_HINTS: &[(Action, &str)] = &[
    (Action::ShowChanges, "earlier change"),
    (Action::Escape, "text"),
    (Action::SourceView, "source"),
    (Action::Help, "keys"),
    (Action::Back, "back"),
];
const OLDEST_CHANGE_HINTS: &[(Action, &str)] = &[
    (Action::Escape, "text"),
    (Action::SourceView, "source"),
    (Action::Help, "keys"),
    (Action::Back, "back"),
];
const SOURCE_HINTS: &[(Action, &str)] = &[
    (Action::SourceView, "text"),
    (Action::CorrectChrome, "chrome"),
    (Action::CorrectBody, "body"),
    (Action::CorrectChromeEverywhere, "on all pages"),
    (Action::Undo, "undo"),
    (Action::Help, "keys"),
    (Action::Back, "back"),
];
const CHANGED_ARTICLE_HINTS: &[(Action, &str)] = &[
    (Action::ReadOn, "on"),
    (Action::NextArticle, "next"),
    (Action::ShowChanges, "changes"),
    (Action::SourceView, "source"),
    (Action::Zen, "zen"),
    (Action::Help, "keys"),
    (Action::Back, "back"),
];
const READER_HINTS: &[(Action, &str)] = &[
    (Action::ReadOn, "on"),
    (Action::NextArticle, "next"),
    (Action::NextHit, "next hit"),
    (Action::SourceView, "source"),
    (Action::Zen, "zen"),
    (Action::Help, "keys"),
    (Action::Back, "back"),
];
