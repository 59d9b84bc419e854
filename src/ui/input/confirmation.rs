//! The confirmation of a change of many articles: how many, the rule of a correction, and the keys that answer.

use crate::app::App;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::config::role::Role;
use crate::text::width::width;
use crate::ui::canvas::Canvas;
use crate::ui::widgets::hints;

/// Draws the open confirmation, in the area of prompts.
pub fn draw(app: &App, canvas: &mut Canvas) {
    let (Some(confirmation), area) = (&app.input.confirmation, app.screen.areas.prompt) else {
        return;
    };
    if area.is_empty() {
        return;
    }
    canvas.fill(area, canvas.style(Role::Text).patch(canvas.style(Role::Bar)));
    let (line, under) = area.split_top(1);
    let keys = [(Action::PromptAccept, "yes"), (Action::PromptCancel, "no")];
    let wanted = 3 + keys
        .iter()
        .filter_map(|(action, help)| {
            let key = app.settings.keymap.key_of(Context::Prompt, *action)?;
            Some(width(&key) + 4 + width(help))
        })
        .sum::<usize>() as u16;
    let line = line.inset(1, 0);
    let (question, answers) = line.split_left(line.width.saturating_sub(wanted));
    let used = canvas.text(question, &confirmation.question(), canvas.style(Role::Title));
    // The keys are after the question or, if it is long, at the right edge.
    let room = if used < question.width {
        line.split_left(used + 2).1
    } else {
        answers.split_left(1).1
    };
    hints(app, canvas, room, Context::Prompt, &keys);
    canvas.text(
        under.inset(1, 0),
        &confirmation.detail(),
        canvas.style(Role::Faint),
    );
}
