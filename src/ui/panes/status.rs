//! The hint row: pending keys, the message, progress, the legend of the keyword sets, and what keys do now. The key of the
//! help is always at its right end.

use crate::app::App;
use crate::app::events::views::EventView;
use crate::app::input::overlay::Overlay;
use crate::app::input::prompt::PromptKind;
use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::{Level, Message};
use crate::app::reader::pane::OpenArticle;
use crate::article::line::Line;
use crate::article::reason::Reason;
use crate::config::action::{Action, Group};
use crate::config::key::Key;
use crate::config::keymap::{Context, Follow};
use crate::config::role::Role;
use crate::config::style::Style;
use crate::text::digits::grouped;
use crate::text::width::width;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::key_hints;

/// Draws the row.
pub fn draw(app: &App, canvas: &mut Canvas) {
    let line = app.screen.areas.status;
    if line.is_empty() {
        return;
    }
    canvas.fill(line, canvas.style(Role::Text).patch(canvas.style(Role::Bar)));
    let mut room = line.inset(1, 0);
    if !app.has_text_field() {
        room = draw_help_key(app, canvas, room);
    }
    if !app.input.pending.keys.is_empty() || app.input.pending.count.is_some() {
        return draw_pending(app, canvas, room);
    }
    if let Some(message) = &app.status.current {
        room = draw_progress(app, canvas, room);
        return draw_message(canvas, room, message);
    }
    room = draw_earlier_message(app, canvas, room);
    room = draw_progress(app, canvas, room);
    room = draw_legend(app, canvas, room);
    draw_hints(app, canvas, room);
}

/// Draws a text at the right end of a room; returns what is left of the room.
fn at_right(canvas: &mut Canvas, room: Area, text: &str, style: Style) -> Area {
    let used = canvas.text_right(room, text, style);
    room.split_left(room.width.saturating_sub(if used > 0 { used + 3 } else { 0 }))
        .0
}

fn draw_help_key(app: &App, canvas: &mut Canvas, room: Area) -> Area {
    let Some(key) = app.settings.keymap.key_of(Context::Main, Action::Help) else {
        return room;
    };
    let wanted = (width(&key) + width(" keys")).min(usize::from(room.width)) as u16;
    let (left, right) = room.split_left(room.width - wanted);
    key_hints(canvas, right, &[(&key, "keys")]);
    left.split_left(left.width.saturating_sub(3)).0
}

fn draw_message(canvas: &mut Canvas, room: Area, message: &Message) {
    let (sign, role) = match message.level {
        Level::Info => ("", Role::Text),
        Level::Warning => ("! ", Role::Text),
        Level::Error => ("✗ ", Role::Alarm),
    };
    let foreground = Style {
        bg: None,
        ..canvas.style(role)
    };
    canvas.spans(room, &[(sign, foreground), (&message.text, foreground)]);
}

/// Draws the message from before the last key at the right, if it leaves room for some hints.
fn draw_earlier_message(app: &App, canvas: &mut Canvas, room: Area) -> Area {
    match &app.status.earlier {
        Some(message) if width(&message.text) * 2 <= usize::from(room.width) => {
            at_right(canvas, room, &message.text, canvas.style(Role::Faint))
        }
        _ => room,
    }
}

fn draw_progress(app: &App, canvas: &mut Canvas, room: Area) -> Area {
    let loading = &app.status.loading;
    let text = if loading.running {
        let more = if loading.all_found { "" } else { "+" };
        format!(
            "reading {} of {}{more}",
            grouped(loading.done),
            grouped(loading.found)
        )
    } else {
        match app.status.problem_count() {
            0 => String::new(),
            count => format!("{} {}", app.key_of(Action::Problems), grouped(count)),
        }
    };
    at_right(canvas, room, &text, canvas.style(Role::Accent))
}

/// Draws the keyword sets that are on, each in its colour and with its hits in the open article.
fn draw_legend(app: &App, canvas: &mut Canvas, room: Area) -> Area {
    let mut room = room;
    if app.panes.focus != Pane::Reader {
        return room;
    }
    if let Some(open) = app.reader.open().filter(|open| open.shows_source()) {
        let line = open.entry.article.lines.get(open.line_cursor);
        let text = line.map_or_else(String::new, verdict_of);
        return at_right(canvas, room, &text, canvas.style(Role::Faint));
    }
    let sets = app.search.sets().sets().iter().enumerate();
    for (number, set) in sets.rev().filter(|(_, set)| set.on && app.search.has_sets_on()) {
        let hits = app.hits_here(number).map_or_else(|| "…".to_owned(), grouped);
        let text = format!("{} {hits}", set.name);
        let used = canvas.text_right(room, &text, canvas.styles().keyword(set.color));
        room = room.split_left(room.width.saturating_sub(used + 1)).0;
    }
    room.split_left(room.width.saturating_sub(2)).0
}

/// Returns the class of a line, or the reason for its removal, with the confidence.
fn verdict_of(line: &Line) -> String {
    let verdict = line.reason.map_or(line.class.label(), Reason::name);
    match line.confidence {
        _ if line.is_corrected() => format!("{verdict}, corrected"),
        100.. => format!("{verdict} 1"),
        percent => format!("{verdict} .{percent:02}"),
    }
}

/// Draws the keys pressed so far and the keys that can follow.
fn draw_pending(app: &App, canvas: &mut Canvas, room: Area) {
    let pending = &app.input.pending;
    let count = pending.count.map(|count| count.to_string()).unwrap_or_default();
    let typed = format!("{count}{}", Key::print_sequence(&pending.keys));
    let used = canvas.text(room, &typed, canvas.style(Role::Key));
    let follows = &pending.follows;
    let corrects = !follows.is_empty()
        && follows
            .iter()
            .all(|follow| follow.action.group() == Group::Correct);
    let pairs = if corrects {
        short_hints(follows, CORRECTIONS)
    } else {
        let mut pairs = short_hints(follows, AFTER_PREFIX);
        let others = follows
            .iter()
            .filter(|follow| AFTER_PREFIX.iter().all(|(action, _)| *action != follow.action));
        pairs.extend(others.map(|follow| (follow.keys.as_str(), follow.action.help())));
        pairs
    };
    key_hints(canvas, room.split_left(used + 3).1, &pairs);
}

/// The classes that a line can be corrected to, in short words, and that capitals apply to all pages.
const CORRECTIONS: &[(Action, &str)] = &[
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

/// What follows a prefix key, in short words.
const AFTER_PREFIX: &[(Action, &str)] = &[
    (Action::MoveTop, "top"),
    (Action::NextArticleWithHit, "next with a hit"),
    (Action::PreviousArticleWithHit, "previous"),
    (Action::KeywordInContext, "in context"),
    (Action::CopyQuotation, "quote"),
];

/// Returns the keys that can follow with short words, in the order of the words.
fn short_hints<'a>(follows: &'a [Follow], words: &[(Action, &'static str)]) -> Vec<(&'a str, &'static str)> {
    let pair = |(action, words): &(Action, &'static str)| {
        let follow = follows.iter().find(|follow| follow.action == *action)?;
        Some((follow.keys.as_str(), *words))
    };
    words.iter().filter_map(pair).collect()
}

/// A hint: the actions whose keys are shown, and what they do.
type Hint = (&'static [Action], &'static str);

/// Draws the keys that are useful now, at most seven.
fn draw_hints(app: &App, canvas: &mut Canvas, room: Area) {
    let (context, list) = hints_now(app);
    let keys = |actions: &[Action]| -> Vec<String> {
        let keymap = &app.settings.keymap;
        actions
            .iter()
            .filter_map(|action| keymap.key_of(context, *action))
            .collect()
    };
    let shown: Vec<(String, &str)> = list
        .into_iter()
        .map(|(actions, help)| (keys(actions).join(" "), help))
        .filter(|(keys, _)| !keys.is_empty())
        .take(MOST_HINTS)
        .collect();
    let pairs: Vec<(&str, &str)> = shown.iter().map(|(keys, help)| (keys.as_str(), *help)).collect();
    key_hints(canvas, room, &pairs);
}

const MOST_HINTS: usize = 7;

/// Returns the hints for what has the keys, and the context of their keys.
fn hints_now(app: &App) -> (Context, Vec<Hint>) {
    if let Some(prompt) = &app.input.prompt {
        return (Context::Prompt, prompt_hints(prompt.kind));
    }
    if app.has_text_field() {
        // The overlay has hints of its own.
        return (Context::Picker, Vec::new());
    }
    if let Some(Overlay::Event(view)) = &app.input.overlay {
        return (Context::Events, event_hints(*view));
    }
    match (app.panes.focus, app.reader.open()) {
        (Pane::Reader, Some(open)) if open.selection.is_some() => {
            let hints: Vec<Hint> = vec![
                (&[Action::SelectNextWord], "word"),
                (&[Action::CopyText], "copy"),
                (&[Action::Highlight], "highlight"),
                (&[Action::Escape], "end"),
            ];
            (Context::Select, hints)
        }
        (Pane::Reader, Some(open)) => (Context::Main, reader_hints(app, open)),
        (Pane::Articles, _) if app.selected_rows().is_some() => {
            let hints: Vec<Hint> = vec![
                (&[Action::ToggleStar], "star"),
                (&[Action::ToggleRead], "read"),
                (&[Action::EditTags], "tags"),
                (&[Action::CopyText], "copy"),
                (&[Action::Save], "save"),
                (&[Action::Escape], "end"),
            ];
            (Context::Main, hints)
        }
        (pane, _) => (Context::Main, list_hints(app, pane)),
    }
}

fn prompt_hints(kind: PromptKind) -> Vec<Hint> {
    let [accept, cancel] = match kind {
        PromptKind::Filter => ["show", "undo"],
        _ => ["accept", "cancel"],
    };
    let mut hints: Vec<Hint> = vec![(&[Action::PromptAccept], accept)];
    if matches!(kind, PromptKind::Filter | PromptKind::Tags) {
        hints.push((&[Action::PromptComplete], "complete"));
    }
    if kind == PromptKind::Filter {
        hints.push((&[Action::SaveView], "save"));
    }
    hints.extend([
        (&[Action::PromptClear][..], "clear"),
        (&[Action::PromptCancel], cancel),
    ]);
    hints
}

fn event_hints(view: EventView) -> Vec<Hint> {
    match view {
        EventView::List => vec![
            (&[Action::GoIn], "unfold, read"),
            (&[Action::EventPage], "about the event"),
            (&[Action::Compare], "compare"),
            (&[Action::GoOut], "fold"),
            (&[Action::Back], "close"),
        ],
        EventView::Page => vec![
            (&[Action::GoIn], "read"),
            (&[Action::Compare], "compare"),
            (&[Action::CorrectEvent], "correct: split, merge, never together"),
            (&[Action::Undo], "undo"),
            (&[Action::Back], "close"),
        ],
        EventView::Compare => vec![
            (
                &[Action::NextDay, Action::PreviousDay],
                "next, previous difference",
            ),
            (&[Action::DimKnown], "hide what is the same"),
            (&[Action::NextTelling], "other telling"),
            (&[Action::CopyText], "copy with sources"),
            (&[Action::Back], "close"),
        ],
    }
}

fn list_hints(app: &App, pane: Pane) -> Vec<Hint> {
    let is_wide = app.screen.areas.has_list_titles;
    let into = if pane == Pane::Sources { "articles" } else { "read" };
    let mut hints: Vec<Hint> = vec![
        (&[Action::MoveDown, Action::MoveUp], "move"),
        (&[Action::GoIn], into),
        (
            &[Action::NextOutlet],
            if is_wide { "next outlet" } else { "outlet" },
        ),
        (&[Action::FilterBar], "filter"),
        (&[Action::DatePicker], "dates"),
        (&[Action::OutletPicker], "outlets"),
        (&[Action::ToggleStar], "star"),
    ];
    if !is_wide {
        hints.remove(0);
    }
    hints
}

fn reader_hints(app: &App, open: &OpenArticle) -> Vec<Hint> {
    if let Some(changes) = open.mode().changes() {
        let mut hints: Vec<Hint> = vec![(&[Action::Escape], "article"), (&[Action::SourceView], "source")];
        if changes.has_earlier() {
            hints.insert(0, (&[Action::ShowChanges], "earlier change"));
        }
        return hints;
    }
    if open.shows_source() {
        return vec![
            (&[Action::NextDay, Action::PreviousDay], "next, previous removed"),
            (&[Action::CorrectChrome], "chrome"),
            (&[Action::CorrectBody], "body"),
            (&[Action::SourceView], "article"),
            (&[Action::RemovedByReason], "by reason"),
            (&[Action::Undo], "undo"),
        ];
    }
    let mut hints: Vec<Hint> = vec![
        (&[Action::ReadOn], "read on"),
        (&[Action::NextArticle], "next article"),
    ];
    if !open.hits.is_empty() {
        hints.push((&[Action::NextHit], "next hit"));
    }
    if open.entry.versions > 0 {
        hints.push((&[Action::ShowChanges], "changes"));
    }
    if !app.screen.areas.has_reader_title {
        hints.push((&[Action::GoOut], "list"));
    }
    hints.extend([
        (&[Action::SourceView][..], "source"),
        (&[Action::ToggleStar], "star"),
    ]);
    hints
}
