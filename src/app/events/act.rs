//! What keys do in the views of events.

use crate::app::App;
use crate::app::events::compare_rows::{CompareRow, RowKind};
use crate::app::events::event_list::EventLine;
use crate::app::events::views::{DetailsPurpose, EventView};
use crate::app::input::overlay::Overlay;
use crate::app::list::cursor::ListState;
use crate::config::action::{Action, Group};

impl App {
    /// Performs an action of the group of events while the panes have the keys.
    pub(crate) fn act_on_events(&mut self, action: Action, times: usize) {
        let times = times.cast_signed();
        match action {
            Action::EventList => self.open_event_list(),
            Action::NextTelling => self.step_telling(times),
            Action::PreviousTelling => self.step_telling(-times),
            Action::MostNewTelling => self.request_details_of_open(DetailsPurpose::MostNew),
            Action::EventPage => self.request_details_of_open(DetailsPurpose::Page),
            Action::Compare => self.compare_open(),
            Action::DimKnown => self.toggle_known(),
            _ => {}
        }
    }

    /// Performs an action in a view.
    pub(crate) fn act_in_event_view(&mut self, view: EventView, action: Action, times: usize) {
        let page = isize::try_from(self.event_rows()).unwrap_or(1).max(2) - 1;
        if action.group() == Group::Move && self.walk_event_view(view, action, times, page) {
            return;
        }
        match (view, action) {
            (_, Action::Back | Action::Escape)
            | (EventView::List, Action::EventList)
            | (EventView::Page | EventView::Compare, Action::GoOut) => self.leave_event_view(view),
            (EventView::List, Action::GoIn | Action::ReadOn) => self.go_into_event(),
            (EventView::List, Action::GoOut) => self.fold_event(),
            (EventView::List, Action::EventPage) => self.request_details_at_cursor(),
            (EventView::List, Action::Compare) => self.compare_at_cursor(),
            (EventView::Page, Action::GoIn | Action::ReadOn) => self.read_telling_of_page(),
            (EventView::Page, Action::Compare) => self.compare_of_page(),
            (EventView::Page, Action::CorrectEvent) => self.open_event_corrections(),
            (_, Action::Undo) => self.undo(),
            (_, Action::Redo) => self.redo(),
            (EventView::Compare, Action::NextDay) => self.step_difference(times.cast_signed()),
            (EventView::Compare, Action::PreviousDay) => self.step_difference(-times.cast_signed()),
            (EventView::Compare, Action::DimKnown) => self.hide_same(),
            (EventView::Compare, Action::NextTelling) => self.compare_with_other(1),
            (EventView::Compare, Action::PreviousTelling) => self.compare_with_other(-1),
            (EventView::Compare, Action::CopyText) => self.copy_compared(),
            (_, Action::EventList) => self.open_event_list(),
            (_, action) if matches!(action.group(), Group::Program) => {
                self.act_on_program(action);
            }
            _ => {}
        }
    }

    fn walk_event_view(&mut self, view: EventView, action: Action, times: usize, page: isize) -> bool {
        let views = &mut self.events;
        match view {
            EventView::List => {
                let len = views.list.lines().len();
                views.list.list.walk(action, times, page, len)
            }
            EventView::Page => views.page.as_mut().is_some_and(|shown| {
                let len = shown.details.summary.rows.len();
                shown.list.walk(action, times, page, len)
            }),
            EventView::Compare => views.compare.as_mut().is_some_and(|shown| {
                // The window moves, not a cursor.
                let len = shown.rows.len();
                let before = shown.list.top;
                let mut window = ListState {
                    cursor: before,
                    top: before,
                };
                let is_walk = window.walk(action, times, page, len);
                let most = len.saturating_sub(usize::try_from(page).unwrap_or(0));
                shown.list.top = window.cursor.min(most);
                is_walk
            }),
        }
    }

    /// Shows a view over the panes.
    pub(crate) fn show_event_view(&mut self, view: EventView) {
        self.events.returns_to = None;
        self.input.overlay = Some(Overlay::Event(view));
    }

    fn leave_event_view(&mut self, view: EventView) {
        let has_list = !self.events.list.lines().is_empty() && self.events.is_listing;
        self.input.overlay = match view {
            EventView::List => {
                self.events.is_listing = false;
                None
            }
            EventView::Compare if self.events.page_is_open => Some(Overlay::Event(EventView::Page)),
            EventView::Page | EventView::Compare => {
                self.events.page_is_open = false;
                has_list.then_some(Overlay::Event(EventView::List))
            }
        };
    }

    fn go_into_event(&mut self) {
        match self.events.list.chosen() {
            Some(EventLine::Event(at)) if !self.events.list.is_unfolded(at) => {
                if self.events.list.fold(at, false) {
                    self.request_details_at(at, DetailsPurpose::List);
                } else {
                    self.read_at_cursor();
                }
            }
            Some(EventLine::Event(at)) => {
                self.events.list.fold(at, true);
            }
            Some(EventLine::Telling(..)) => self.read_at_cursor(),
            Some(EventLine::Absent(_)) | None => {}
        }
    }

    fn read_at_cursor(&mut self) {
        if let Some(id) = self.events.list.article_at_cursor() {
            self.input.overlay = None;
            self.open_telling(id);
            self.events.returns_to = Some(EventView::List);
        }
    }

    /// Folds the event at the cursor, or leaves the view.
    fn fold_event(&mut self) {
        match self.events.list.event_at_cursor() {
            Some(at) if self.events.list.is_unfolded(at) => {
                self.events.list.fold(at, true);
            }
            _ => self.leave_event_view(EventView::List),
        }
    }

    fn read_telling_of_page(&mut self) {
        let page = self.events.page.as_ref();
        let id = page
            .and_then(|page| page.details.summary.rows.get(page.list.cursor))
            .map(|row| row.id);
        if let Some(id) = id {
            self.input.overlay = None;
            self.open_telling(id);
            self.events.returns_to = Some(EventView::Page);
        }
    }

    /// Goes to the next difference of the comparison.
    fn step_difference(&mut self, steps: isize) {
        let Some(shown) = &mut self.events.compare else {
            return;
        };
        let is_difference = |row: &CompareRow| row.is_first && row.kind.is_some_and(RowKind::is_difference);
        let from = shown.list.cursor;
        for _ in 0..steps.unsigned_abs() {
            let at = shown.list.cursor;
            let next = if steps > 0 {
                (at + 1..shown.rows.len()).find(|&row| is_difference(&shown.rows[row]))
            } else {
                (0..at).rev().find(|&row| is_difference(&shown.rows[row]))
            };
            shown.list.cursor = next.unwrap_or(at);
        }
        shown.list.top = shown.list.cursor.saturating_sub(2);
        if shown.list.cursor == from {
            self.status.inform("No further difference");
        }
    }

    /// Hides what both tellings have, or shows it again.
    fn hide_same(&mut self) {
        if let Some(shown) = &mut self.events.compare {
            shown.hides_same = !shown.hides_same;
            shown.list = ListState::default();
        }
        self.lay_out_comparison();
    }

    /// Returns the rows of a view.
    pub fn event_rows(&self) -> usize {
        usize::from(self.screen.size.height.saturating_sub(4)).max(1)
    }
}
