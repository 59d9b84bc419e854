//! Draws the app's state as cells. Changes nothing, reads nothing else.
//!
//! Everything that depends on the size of the screen has been worked out at the end of the last event
//! ([`App::update`]); a frame costs what is visible.

mod articles;
mod canvas;
mod changes;
mod confirmation;
mod date_picker;
mod keywords;
mod overlay;
mod picker;
mod prompt;
mod reader;
mod sources;
mod status;

pub use canvas::Canvas;

use crate::app::{App, Area, Overlay};
use crate::config::{Bidi, Role, Styles};
use ratatui::Frame;

/// Draws one frame.
pub fn draw(app: &App, styles: &Styles, frame: &mut Frame) {
    let reorders = app.settings.reader.bidi == Bidi::Reader;
    let mut canvas = Canvas::new(frame.buffer_mut(), styles, reorders);
    let whole = Area::of(app.screen.size);
    let text = canvas.style(Role::Text);
    canvas.fill(whole, text);
    status::draw_header(app, &mut canvas);
    sources::draw(app, &mut canvas);
    articles::draw(app, &mut canvas);
    reader::draw(app, &mut canvas);
    status::draw_status(app, &mut canvas);
    match &app.input.overlay {
        Some(Overlay::Picker(kind, picker)) => picker::draw(app, *kind, picker, &mut canvas),
        Some(Overlay::Dates(picker)) => date_picker::draw(app, picker, &mut canvas),
        Some(Overlay::Keywords(list)) => keywords::draw(app, *list, &mut canvas),
        Some(Overlay::Problems(list)) => status::draw_problems(app, *list, &mut canvas),
        None => {}
    }
    prompt::draw(app, &mut canvas);
    confirmation::draw(app, &mut canvas);
    if let Some(position) = canvas.cursor {
        frame.set_cursor_position(position);
    }
}
