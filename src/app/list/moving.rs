//! Moving within the pane in focus, and from pane to pane.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::overlay;
use crate::app::input::overlay::PickerKind;
use crate::app::input::picker::{Picker, PickerItem};
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::pane::OpenArticle;
use crate::article::reason::Reason;
use crate::config::action::Action;

impl App {
    pub(crate) fn act_on_move(&mut self, action: Action, count: Option<usize>) {
        let times = count.unwrap_or(1).cast_signed();
        let page = self.page();
        let half = (page / 2).max(1);
        match action {
            Action::MoveDown => self.move_by(times),
            Action::MoveUp => self.move_by(-times),
            Action::HalfPageDown => self.turn_page(half * times),
            Action::HalfPageUp => self.turn_page(-half * times),
            Action::PageDown => self.turn_page(page * times),
            Action::PageUp => self.turn_page(-page * times),
            Action::ReadOn => self.read_on(page * times),
            Action::MoveTop | Action::MoveBottom if self.panes.focus == Pane::Reader => {
                self.note_jump_in_text();
                self.move_to_row_or_end(action, count);
            }
            Action::MoveTop | Action::MoveBottom => self.move_to_row_or_end(action, count),
            _ => {}
        }
    }

    fn move_to_row_or_end(&mut self, action: Action, count: Option<usize>) {
        match action {
            // As in vim, a count before `G` or `gg` is a row number.
            Action::MoveTop => {
                self.move_to(count.map_or(0, |count| count.saturating_sub(1)), count.is_some());
            }
            Action::MoveBottom => match count {
                Some(count) => self.move_to(count.saturating_sub(1), true),
                None => self.move_to_end(),
            },
            _ => {}
        }
    }

    pub(crate) fn act_on_panes(&mut self, action: Action) {
        match action {
            Action::GoIn => self.go_in(),
            Action::GoOut => self.go_out(),
            Action::Back => self.back(),
            Action::Escape => self.escape(),
            Action::NextPane => self.focus(self.panes.focus.next()),
            Action::PreviousPane => self.focus(self.panes.focus.previous()),
            _ => {}
        }
    }

    /// Returns the rows of a page in the focused pane.
    fn page(&self) -> isize {
        if self.panes.focus == Pane::Reader {
            return self.reader.page();
        }
        let height = match self.panes.focus {
            Pane::Articles => self.article_height(),
            Pane::Sources | Pane::Reader => 1,
        };
        let rows = usize::from(self.screen.areas.list_frame(self.panes.focus).rows.height) / height;
        rows.saturating_sub(1).max(1).cast_signed()
    }

    /// Moves the cursor or the text by rows.
    pub(crate) fn move_by(&mut self, rows: isize) {
        match self.panes.focus {
            Pane::Sources => {
                self.sources.move_by(rows, self.listing.sources().len());
                self.list_chosen_source();
            }
            Pane::Articles => self.articles.move_by(rows, self.listing.len()),
            Pane::Reader => self.scroll(rows),
        }
    }

    fn scroll(&mut self, rows: isize) {
        let height = self.reader.height();
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        if open.selection.is_some() {
            self.move_selection_rows(rows);
        } else if open.shows_source() {
            open.move_line_cursor(rows, height);
        } else {
            open.scroll(rows, height);
        }
    }

    fn move_to(&mut self, row: usize, counted: bool) {
        let height = self.reader.height();
        match self.panes.focus {
            Pane::Sources => {
                self.sources.move_to(row, self.listing.sources().len());
                self.list_chosen_source();
            }
            Pane::Articles => self.articles.move_to(row, self.listing.len()),
            Pane::Reader => {
                let Some(open) = self.reader.open_mut() else {
                    return;
                };
                open.scroll_to_start();
                open.line_cursor = 0;
                if open.selection.is_some() {
                    self.select_to(0);
                } else if counted {
                    open.scroll(row.cast_signed(), height);
                }
            }
        }
    }

    fn move_to_end(&mut self) {
        let height = self.reader.height();
        match self.panes.focus {
            Pane::Sources => {
                self.sources.move_to(usize::MAX, self.listing.sources().len());
                self.list_chosen_source();
            }
            Pane::Articles => self.articles.move_to(usize::MAX, self.listing.len()),
            Pane::Reader => {
                let Some(open) = self.reader.open_mut() else {
                    return;
                };
                open.scroll_to_end(height);
                open.line_cursor = open.document.blocks.len().saturating_sub(1);
                if open.selection.is_some() {
                    self.select_to(usize::MAX);
                }
            }
        }
    }

    /// Opens the row under the cursor of a list. In an article it moves one page down, and at the end it opens the next
    /// article, so that this action alone reads a corpus.
    fn read_on(&mut self, rows: isize) {
        let at_end = self.reader.open().is_some_and(OpenArticle::is_at_end);
        match self.panes.focus {
            Pane::Sources | Pane::Articles => self.go_in(),
            Pane::Reader if at_end => self.step_article(1),
            Pane::Reader => self.turn_page(rows),
        }
    }

    /// Moves by pages. In the source view this moves the window, not the line cursor.
    fn turn_page(&mut self, rows: isize) {
        let height = self.reader.height();
        match self.reader.open_mut() {
            Some(open)
                if self.panes.focus == Pane::Reader && open.shows_source() && open.selection.is_none() =>
            {
                open.turn_source_page(rows, height);
            }
            _ => self.move_by(rows),
        }
    }

    fn go_in(&mut self) {
        match self.panes.focus {
            Pane::Sources => self.focus(Pane::Articles),
            Pane::Articles if !self.listing.is_empty() => self.focus(Pane::Reader),
            Pane::Articles | Pane::Reader => {}
        }
    }

    fn go_out(&mut self) {
        if self.panes.zen {
            self.panes.zen = false;
        } else if let Some(view) = self
            .events
            .returns_to
            .take()
            .filter(|_| self.panes.focus == Pane::Reader)
        {
            self.focus(Pane::Articles);
            self.show_event_view(view);
        } else if let Some(left) = self.panes.focus.left() {
            self.focus(left);
        }
    }

    /// Closes an overlay, the source or changes view, or zen; otherwise it goes one pane left, and quits at the top.
    fn back(&mut self) {
        if self.input.overlay.take().is_some() || self.leave_view() {
            return;
        }
        let is_top = self.session.opens_page && self.panes.focus == Pane::Reader;
        if is_top && !self.panes.zen {
            self.emit(Effect::Quit);
        } else if self.panes.zen || self.panes.focus.left().is_some() {
            self.go_out();
        } else {
            self.emit(Effect::Quit);
        }
    }

    /// Shows the text again instead of the source or the changes; returns `false` if it is shown.
    fn leave_view(&mut self) -> bool {
        let shows_source = self.reader.open().is_some_and(OpenArticle::shows_source);
        if shows_source && self.panes.focus == Pane::Reader {
            self.toggle_source_view();
            return true;
        }
        self.leave_changes()
    }

    /// Undoes the first thing that applies. Pending keys and prompts are handled before.
    fn escape(&mut self) {
        if self.input.overlay.take().is_some() {
            return;
        }
        if let Some(open) = self
            .reader
            .open_mut()
            .filter(|_| self.panes.focus == Pane::Reader)
            && open.selection.take().is_some()
        {
            return;
        }
        if self.end_row_selection() {
            return;
        }
        if self.search.walked().is_some() {
            return self.set_walked(None);
        }
        if self.leave_view() {
            return;
        }
        if self.search.find().is_some() {
            self.set_find(None);
            return;
        }
        self.go_out();
    }

    /// Moves the focus to a pane.
    pub(crate) fn focus(&mut self, pane: Pane) {
        self.library_state.on_opened = None;
        self.panes.zen &= pane == Pane::Reader;
        self.panes.focus = pane;
        if pane != Pane::Articles {
            self.row_anchor = None;
        }
        if pane == Pane::Reader {
            self.open_chosen();
        }
    }

    pub(crate) fn act_on_view(&mut self, action: Action, times: usize) {
        match action {
            Action::SourceView => self.toggle_source_view(),
            Action::RemovedByReason => self.sum_up_removed(),
            Action::ShowChanges => self.show_changes(),
            Action::Zen => {
                self.focus(Pane::Reader);
                self.panes.zen = !self.panes.zen;
            }
            Action::Narrower => self.widen(-2 * times.cast_signed()),
            Action::Wider => self.widen(2 * times.cast_signed()),
            Action::Sort => {
                let orders = overlay::orders(self.listing.order());
                self.open_picker(PickerKind::Orders, orders);
            }
            _ => {}
        }
    }

    /// Makes the focused list or the reading column narrower or wider.
    fn widen(&mut self, columns: isize) {
        let columns = i16::try_from(columns).unwrap_or(0);
        let (width, least) = match self.panes.focus {
            Pane::Sources => (&mut self.panes.sources_width, 14),
            Pane::Articles => (&mut self.panes.articles_width, 20),
            Pane::Reader => (&mut self.panes.column, 20),
        };
        if self.panes.focus != Pane::Reader {
            // The width that follows from the screen becomes a chosen one.
            *width = self.screen.areas.of(self.panes.focus).width;
        }
        *width = width.saturating_add_signed(columns).clamp(least, 240);
        let what = if self.panes.focus == Pane::Reader {
            "Reading column"
        } else {
            "List"
        };
        let text = format!("{what}: {width} columns");
        self.status.inform(text);
    }

    /// Goes into the article pane for an action on the open article. Returns whether the article is there; if it must
    /// be read first, the action follows when it has been.
    pub(crate) fn goes_into_reader(&mut self, action: Action) -> bool {
        if self.panes.focus != Pane::Reader {
            self.focus(Pane::Reader);
            if self.is_going_in() {
                self.library_state.on_opened = Some(action);
                return false;
            }
            // The window has to be laid out before the place in it can be kept.
            self.relayout();
        }
        true
    }

    fn toggle_source_view(&mut self) {
        if !self.goes_into_reader(Action::SourceView) {
            return;
        }
        let (width, height) = (self.screen.areas.reader.width, self.reader.height());
        if let Some(open) = self.reader.open_mut() {
            open.toggle_source_view(width, height);
        }
        self.find_hits();
    }

    /// Opens the summary of the removed lines by reason, over the source view.
    fn sum_up_removed(&mut self) {
        if !self.goes_into_reader(Action::RemovedByReason) {
            return;
        }
        if self.reader.open().is_some_and(|open| !open.shows_source()) {
            self.toggle_source_view();
        }
        let Some(open) = self.reader.open() else { return };
        let item = |(reason, lines, _): (Reason, usize, usize)| PickerItem {
            label: reason.name().to_owned(),
            detail: lines.to_string(),
            ..PickerItem::default()
        };
        let items: Vec<PickerItem> = open.removed_by_reason().into_iter().map(item).collect();
        if items.is_empty() {
            return self.status.inform("No line of this page was removed");
        }
        self.open_picker(PickerKind::Reasons, Picker::new(items));
    }

    /// Goes to the first line that was removed for a reason of the summary.
    pub(crate) fn show_first_removed(&mut self, item: usize) {
        let height = self.reader.height();
        if let Some(open) = self.reader.open_mut()
            && let Some(&(_, _, first)) = open.removed_by_reason().get(item)
        {
            open.go_to_line(first, height);
        }
    }

    pub(crate) fn click(&mut self, pane: Pane, y: u16) {
        let rows = self.screen.areas.list_frame(pane).rows;
        let line = y.checked_sub(rows.y).map(usize::from);
        let height = self.article_height();
        self.focus(pane);
        match (pane, line) {
            (Pane::Sources, Some(line)) => {
                if let Some(row) = self.listing.source_at_line(self.sources.top + line) {
                    self.sources.cursor = row;
                    self.list_chosen_source();
                }
            }
            (Pane::Articles, Some(line)) => {
                let row = self.articles.top + line / height;
                if row < self.listing.len() {
                    self.articles.cursor = row;
                }
            }
            (Pane::Reader, _) | (_, None) => {}
        }
    }

    pub(crate) fn wheel(&mut self, pane: Pane, rows: isize) {
        let focus = std::mem::replace(&mut self.panes.focus, pane);
        self.move_by(rows);
        self.panes.focus = focus;
    }
}
