//! The keyword sets: on or off, colour, number of hits, words.

use crate::app::App;
use crate::app::list::cursor::ListState;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::{hints, lines, mark_chosen, sheet};

/// Draws the overlay.
pub fn draw(app: &App, list: ListState, canvas: &mut Canvas) {
    let sets = app.search.sets().sets();
    let rows = app.overlay_rows().min(sets.len().max(2)) as u16 + 2;
    let sheet = sheet(
        app,
        canvas,
        "keyword sets",
        app.screen.size.width.saturating_sub(8).min(110),
        rows,
    );
    let (head, rows) = sheet.rows.split_top(1);
    if sets.is_empty() {
        let text = "No sets yet: a adds one, * in an article highlights a word";
        canvas.text(rows, text, canvas.style(Role::Dim));
    } else {
        canvas.text(
            head,
            "     set               here   view  words",
            canvas.style(Role::Dim),
        );
    }
    for (line, row) in lines(rows, list, sets.len()) {
        let set = &sets[row];
        let check = if set.on { "[x] " } else { "[ ] " };
        let here = app
            .hits_here(row)
            .filter(|_| set.on)
            .map_or_else(|| "–".to_owned(), |hits| hits.to_string());
        let counts = app.search.counts.as_ref().filter(|_| set.on);
        let all = counts
            .and_then(|counts| counts.get(row))
            .map_or_else(|| "–".to_owned(), u64::to_string);
        let (check_area, rest) = line.split_left(4);
        canvas.text(check_area, check, canvas.style(Role::HintKey));
        let (name, rest) = rest.split_left(17);
        canvas.text(
            name.split_left(16).0,
            &format!(" {} ", set.name),
            canvas.styles().keyword(set.color),
        );
        let (numbers, rest) = rest.split_left(15);
        canvas.text(numbers, &format!("{here:>6} {all:>6}"), canvas.style(Role::Count));
        let mut words = set.words.join(", ");
        if set.is_for_this_run() {
            words.push_str("  (this run only)");
        }
        canvas.text(rest, &words, Style::default());
        if row == list.cursor {
            mark_chosen(canvas, check_area, true);
            mark_chosen(canvas, rest, true);
        }
    }
    let keys = [
        (Action::ToggleItem, "on/off"),
        (Action::AddItem, "new"),
        (Action::EditItem, "words"),
        (Action::RecolorItem, "colour"),
        (Action::RemoveItem, "remove"),
        (Action::Escape, "close"),
    ];
    hints(app, canvas, sheet.hints, Context::Overlay, &keys);
}
