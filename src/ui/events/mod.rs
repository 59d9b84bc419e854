//! The views of events. Their state: see `app/events`.

pub(crate) mod compare_rows;
pub(crate) mod event_list;
pub(crate) mod event_page;

use crate::app::App;
use crate::app::events::views::EventView;
use crate::app::panes::geometry::Area;
use crate::config::role::Role;
use crate::ui::canvas::Canvas;

/// Draws a view over the panes.
pub fn draw(app: &App, view: EventView, canvas: &mut Canvas) {
    let areas = &app.screen.areas;
    let whole = Area::of(app.screen.size);
    let (_, below) = whole.split_top(areas.header.height);
    let (area, _) = below.split_bottom(areas.status.height);
    canvas.fill(area, canvas.style(Role::Text));
    match view {
        EventView::List => event_list::draw(app, canvas, area),
        EventView::Page => event_page::draw(app, canvas, area),
        EventView::Compare => compare_rows::draw(app, canvas, area),
    }
}
