//! Draws the state of the app as cells. Changes nothing and reads nothing else.
//!
//! Everything that depends on the size of the screen was computed at the end of the last event ([`App::update`]), so
//! the cost of a frame depends on what is visible.

pub(crate) mod canvas;
pub(crate) mod events;
pub(crate) mod header;
pub(crate) mod input;
pub(crate) mod list;
pub(crate) mod panes;
pub(crate) mod reader;
pub(crate) mod widgets;

pub use canvas::Canvas;

use crate::app::App;
use crate::app::input::overlay::Overlay;
use crate::app::panes::geometry::Area;
use crate::config::choices::Bidi;
use crate::config::role::Role;
use crate::config::theme::Styles;
use crate::ui::reader::pane;
use ratatui::Frame;

/// Draws one frame.
pub fn draw(app: &App, styles: &Styles, frame: &mut Frame) {
    let reorders = app.settings.reader.bidi == Bidi::Reader;
    let mut canvas = Canvas::new(frame.buffer_mut(), styles, reorders);
    let whole = Area::of(app.screen.size);
    let text = canvas.style(Role::Text);
    canvas.fill(whole, text);
    crate::ui::header::draw(app, &mut canvas);
    crate::ui::list::sources::draw(app, &mut canvas);
    crate::ui::list::articles::draw(app, &mut canvas);
    pane::draw(app, &mut canvas);
    crate::ui::panes::status::draw(app, &mut canvas);
    match &app.input.overlay {
        Some(Overlay::Event(view)) => crate::ui::events::draw(app, *view, &mut canvas),
        Some(Overlay::Picker(kind, picker)) => {
            crate::ui::input::picker::draw(app, *kind, picker, &mut canvas);
        }
        Some(Overlay::Dates(picker)) => crate::ui::input::date_picker::draw(app, picker, &mut canvas),
        Some(Overlay::Keywords(list)) => crate::ui::input::keywords::draw(app, *list, &mut canvas),
        Some(Overlay::Context(page)) => crate::ui::input::context_page::draw(app, page, &mut canvas),
        Some(Overlay::Help(help)) => crate::ui::input::help::draw(app, help, &mut canvas),
        Some(Overlay::Problems(list)) => crate::ui::input::overlay::draw_problems(app, *list, &mut canvas),
        None => {}
    }
    crate::ui::input::prompt::draw(app, &mut canvas);
    crate::ui::input::confirmation::draw(app, &mut canvas);
    if let Some(position) = canvas.cursor {
        frame.set_cursor_position(position);
    }
}
