//! The prompt: its label and text with the cursor, below it the completions or the message, and the forms that can be
//! typed.

use crate::app::App;
use crate::app::input::prompt::{Prompt, PromptKind};
use crate::app::panes::geometry::Area;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::text::digits::grouped;
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
    canvas.fill(area, canvas.style(Role::Text).patch(canvas.style(Role::Bar)));
    let (line, under) = area.split_top(1);
    let line = line.inset(1, 0);
    let count = match prompt.kind {
        PromptKind::Filter => count_text(app),
        _ => String::new(),
    };
    let right = canvas.text_right(line, &count, canvas.style(Role::Filter));
    let left = line
        .split_left(line.width.saturating_sub(if right > 0 { right + 2 } else { 0 }))
        .0;
    let label = format!("{} ", prompt.kind.label());
    let used = canvas.text(left, &label, canvas.style(Role::Key));
    draw_field(canvas, prompt, left.split_left(used).1);
    let (note, forms) = under.inset(1, 0).split_top(1);
    draw_note(canvas, prompt, note);
    canvas.text(forms, forms_text(prompt), canvas.style(Role::Faint));
}

/// Returns how many articles are listed.
fn count_text(app: &App) -> String {
    match app.listing.len() {
        1 => "1 article".to_owned(),
        count => format!("{} articles", grouped(count)),
    }
}

/// Returns the forms that can be typed or, if there is a mistake, what happened to the list.
fn forms_text(prompt: &Prompt) -> &'static str {
    if prompt.note.as_ref().is_some_and(|note| note.is_error) {
        return if prompt.kind == PromptKind::Filter {
            "what was shown before stays"
        } else {
            ""
        };
    }
    prompt.kind.hint()
}

/// Draws the text, scrolled so that the cursor is visible; the part with a mistake is highlighted.
fn draw_field(canvas: &mut Canvas, prompt: &Prompt, room: Area) {
    let (text, cursor) = (prompt.field.text(), prompt.field.cursor());
    let before = width(&text[..cursor]);
    let columns = usize::from(room.width.saturating_sub(1));
    let skip = cells_to_skip(text, before.saturating_sub(columns));
    let shown = &text[skip..];
    let style = canvas.style(Role::Title);
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
            canvas.style(Role::Alarm),
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

/// Draws the completions, or else the message.
fn draw_note(canvas: &mut Canvas, prompt: &Prompt, line: Area) {
    match &prompt.note {
        Some(note) if prompt.chosen.is_none() => {
            let role = if note.is_error { Role::Alarm } else { Role::Filter };
            canvas.text(line, &note.text, canvas.style(role));
        }
        _ => draw_suggestions(canvas, prompt, line),
    }
}

/// Draws the completions, beginning a little before the chosen one, with their meanings.
fn draw_suggestions(canvas: &mut Canvas, prompt: &Prompt, line: Area) {
    let mut rest = line;
    let first = prompt.chosen.unwrap_or(0).saturating_sub(2);
    for (number, suggestion) in prompt.suggestions.iter().enumerate().skip(first) {
        let text = format!(" {} {}", suggestion.text.trim(), suggestion.help);
        let text = format!("{} ", text.trim_end());
        let used = canvas.text(rest, &text, Style::default());
        let (chip, after) = rest.split_left(used);
        if prompt.chosen == Some(number) {
            canvas.repaint(chip, canvas.style(Role::Selected));
        }
        rest = after.split_left(2).1;
    }
}
