//! The keyword sets: on or off, colour, words, number of hits.

use crate::app::App;
use crate::app::list::cursor::ListState;
use crate::app::list::listing::scope_name;
use crate::app::panes::geometry::Area;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::text::digits::grouped;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{hints, lines, mark_cursor, sheet};

/// The columns of number and switch, and of the name.
const SWITCH: u16 = 7;
const NAME: u16 = 17;
/// Narrower rows show only the hits in the list.
const BOTH_COUNTS_FROM: u16 = 60;

/// Draws the overlay.
pub fn draw(app: &App, list: ListState, canvas: &mut Canvas) {
    let sets = app.search.sets().sets();
    let rows = app.overlay_rows().min(sets.len().max(2)) as u16;
    let width = app.screen.size.width.saturating_sub(8).min(110);
    let title = ["Keyword sets", scope_name(app.listing.scope())];
    let sheet = sheet(app, canvas, title, width, rows);
    if sets.is_empty() {
        let text = "No sets yet: a adds one, * in an article highlights a word";
        canvas.text(sheet.rows, text, canvas.style(Role::Faint));
    }
    for (line, row) in lines(sheet.rows, list, sets.len()) {
        draw_set(app, canvas, line, row);
        if row == list.cursor {
            mark_cursor(canvas, line, true);
        }
    }
    let keys = [
        (Action::ToggleItem, "on, off"),
        (Action::GoIn, "walk"),
        (Action::AddItem, "add"),
        (Action::EditItem, "words"),
        (Action::RecolorItem, "colour"),
        (Action::RemoveItem, "remove"),
        (Action::Escape, "close"),
    ];
    hints(app, canvas, sheet.hints, Context::Overlay, &keys);
}

/// Draws a set: its number, whether it is on, its name, its words, and its hits in the open article and in the list.
fn draw_set(app: &App, canvas: &mut Canvas, line: Area, row: usize) {
    let set = &app.search.sets().sets()[row];
    let faint = canvas.style(Role::Faint);
    let here = app.hits_here(row).filter(|_| set.on);
    let counts = app.search.counts.as_ref().filter(|_| set.on);
    let all = counts.and_then(|counts| counts.get(row));
    let here = here.filter(|_| all.is_none() || line.width >= BOTH_COUNTS_FROM);
    let here = here.map(|here| format!("{} here", grouped(here)));
    let all = all.map(|all| format!("{} listed", grouped(*all as usize)));
    let counted = [here, all].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let inside = line.inset(1, 0);
    let used = canvas.text_right(inside, &counted, Style::default());
    let left = inside.split_left(inside.width.saturating_sub(used + 2)).0;
    let (switch, rest) = left.split_left(SWITCH);
    let sign = if set.on { "●" } else { "○" };
    canvas.spans(
        switch,
        &[
            (&format!("{:>3} ", row + 1), faint),
            (
                sign,
                canvas.style(if set.on { Role::Accent } else { Role::Faint }),
            ),
        ],
    );
    let (name, words) = rest.split_left(NAME);
    let style = if set.on {
        canvas.styles().keyword(set.color)
    } else {
        Style::default()
    };
    canvas.text(name.split_left(NAME - 1).0, &set.name, style);
    let mut text = set.words.join(", ");
    if set.is_for_this_run() {
        text.push_str("  (this run only)");
    }
    canvas.text(words, &text, faint);
}
