//! The prompt: its label and text with the cursor, and under them the message, the completions or a hint.

use crate::app::App;
use crate::app::input::prompt::Prompt;
use crate::app::panes::geometry::Area;
use crate::config::role::Role;
use crate::text::width::width;
use crate::ui::canvas::Canvas;
use ratatui::layout::Position;

/// Draws the open prompt, over everything else.
pub fn draw(app: &App, canvas: &mut Canvas) {
    let Some(prompt) = &app.input.prompt else { return };
    let area = app.screen.areas.prompt;
    if area.is_empty() {
        return;
    }
    canvas.fill(area, canvas.style(Role::Text).patch(canvas.style(Role::Prompt)));
    let (line, under) = area.split_top(1);
    let label = format!("{}: ", prompt.kind.label());
    let used = canvas.text(line.inset(1, 0), &label, canvas.style(Role::PromptLabel));
    let room = line.split_left(used + 1).1;
    draw_field(canvas, prompt, room);
    draw_under(canvas, prompt, under.inset(1, 0), used);
}

/// Draws the text, scrolled so that the cursor is visible; the part with a mistake is highlighted.
fn draw_field(canvas: &mut Canvas, prompt: &Prompt, room: Area) {
    let (text, cursor) = (prompt.field.text(), prompt.field.cursor());
    let before = width(&text[..cursor]);
    let columns = usize::from(room.width.saturating_sub(1));
    let skip = cells_to_skip(text, before.saturating_sub(columns));
    let shown = &text[skip..];
    let style = canvas.style(Role::Prompt);
    canvas.text(room, shown, style);
    if let Some(note) = prompt.note.as_ref().filter(|note| note.is_error)
        && let Some(range) = note
            .range
            .clone()
            .filter(|range| range.start >= skip && range.end <= text.len())
    {
        let start = width(&text[skip..range.start]) as u16;
        let columns = width(&text[range]).max(1) as u16;
        canvas.tint(
            room.split_left(start).1.split_left(columns).0,
            canvas.style(Role::PromptError),
        );
    }
    let x = room.x + width(&text[skip..cursor]) as u16;
    if x < room.right() {
        canvas.cursor = Some(Position { x, y: room.y });
    }
}

/// Returns the byte offset after the first `cells` cells.
fn cells_to_skip(text: &str, cells: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation;
    let mut skipped = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        if skipped >= cells {
            return at;
        }
        skipped += width(grapheme);
    }
    text.len()
}

fn draw_under(canvas: &mut Canvas, prompt: &Prompt, line: Area, indent: u16) {
    if line.is_empty() {
        return;
    }
    if let Some(chosen) = prompt.chosen.filter(|_| !prompt.suggestions.is_empty()) {
        return draw_suggestions(canvas, prompt, chosen, line);
    }
    if let Some(note) = &prompt.note {
        let role = if note.is_error { Role::Error } else { Role::Warning };
        canvas.text(line, &note.text, canvas.style(role));
    } else {
        let room = if line.width > 60 {
            line.split_left(indent).1
        } else {
            line
        };
        canvas.text(room, prompt.kind.hint(), canvas.style(Role::Hint));
    }
}

/// Draws the completions around the selected one, and its meaning.
fn draw_suggestions(canvas: &mut Canvas, prompt: &Prompt, chosen: usize, line: Area) {
    let mut rest = line;
    for (number, suggestion) in prompt
        .suggestions
        .iter()
        .enumerate()
        .skip(chosen.saturating_sub(2))
    {
        let role = if number == chosen {
            Role::HintKey
        } else {
            Role::Hint
        };
        let used = canvas.text(rest, suggestion.text.trim(), canvas.style(role));
        rest = rest.split_left(used + 2).1;
        if number == chosen && !suggestion.help.is_empty() {
            let help = format!("({})", suggestion.help);
            let used = canvas.text(rest, &help, canvas.style(Role::Dim));
            rest = rest.split_left(used + 2).1;
        }
    }
}
