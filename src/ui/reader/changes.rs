//! The changes of an article: added and removed text in styles of their own, in the rows of the article pane.

use crate::app::reader::changes::Changes;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::library::revision::Change;
use crate::ui::canvas::Canvas;

/// Returns the title of the pane: which change is shown.
pub fn title(changes: &Changes) -> String {
    match changes.count() {
        (_, 1) => "Changes".to_owned(),
        (at, of) => format!("Changes: {at} of {of}, newest first"),
    }
}

/// Returns the style of the text at an offset, which is applied over the style of its block.
pub fn style(canvas: &Canvas, changes: &Changes, offset: usize) -> Style {
    match changes.change_at(offset) {
        Change::Same => Style::default(),
        Change::Added => canvas.style(Role::Inserted),
        Change::Removed => canvas.style(Role::Deleted),
    }
}
