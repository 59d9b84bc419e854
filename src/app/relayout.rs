//! The end of every event: areas, windows and rows are fitted to the state, so that drawing only copies them.

use crate::app::App;
use crate::app::input::overlay::Overlay;
use crate::app::input::prompt::Prompt;
use crate::app::list::cursor::ListState;
use crate::app::panes::frames::{ArticleColumns, Labels, ListContents, ReaderFrame};
use crate::app::panes::pane_layout::{Pane, ScreenNeeds};
use crate::app::reader::mode::ReaderMode;
use crate::app::reader::pane::OpenArticle;
use crate::library::query::scope::Scope;

/// From this width of the screen on, the labels of the source view are in a column, otherwise in rows.
const LABEL_COLUMN_FROM: u16 = 100;
/// The rows of a confirmation: the question and its rule.
const CONFIRMATION_ROWS: u16 = 2;

impl App {
    /// Fits everything that is derived from the state.
    pub(crate) fn relayout(&mut self) {
        self.screen.areas = self.panes.areas(self.screen.size, self.screen_needs());
        self.relayout_lists();
        self.follow_cursor();
        self.relayout_reader();
        self.mark_read_article();
        self.relayout_overlay();
        self.save_place_and_view();
    }

    fn screen_needs(&self) -> ScreenNeeds {
        let asks = u16::from(self.input.confirmation.is_some()) * CONFIRMATION_ROWS;
        let prompt_rows = self.input.prompt.as_ref().map_or(asks, Prompt::rows);
        let open = self.reader.open();
        let selects = open.is_some_and(|open| open.selection.is_some());
        let is_pending = !self.input.pending.keys.is_empty() || self.input.pending.count.is_some();
        ScreenNeeds {
            prompt_rows: prompt_rows.min(self.screen.size.height / 2),
            whole_page: open.is_some_and(|open| *open.mode() != ReaderMode::Text),
            hint_row: prompt_rows > 0 || selects || is_pending || self.status.has_message(),
        }
    }

    /// Returns the inside of the article pane.
    pub fn reader_frame(&self) -> ReaderFrame {
        let areas = &self.screen.areas;
        let labels = match self.reader.open().is_some_and(OpenArticle::shows_source) {
            false => Labels::None,
            true if self.screen.size.width >= LABEL_COLUMN_FROM => Labels::Column,
            true => Labels::Rows,
        };
        ReaderFrame::of(areas.reader, self.panes.column, areas.has_reader_title, labels)
    }

    /// Returns the columns of the article list.
    pub fn article_columns(&self) -> ArticleColumns {
        let areas = &self.screen.areas;
        let contents = ListContents {
            is_alone: !areas.has_list_titles && !areas.has_strip(),
            one_outlet: matches!(self.listing.scope(), Scope::Outlet(_) | Scope::Unknown),
            several_years: self.listing.has_several_years(),
        };
        ArticleColumns::of(areas.list_frame(Pane::Articles).rows.width, contents)
    }

    /// Returns whether the list shows a snippet with the words of the query below each title.
    pub fn shows_snippets(&self) -> bool {
        self.settings.panes.snippets && self.search.has_query_words() && !self.screen.areas.has_strip()
    }

    /// Returns the screen rows of an article in the list.
    pub fn article_height(&self) -> usize {
        self.article_columns().height() + usize::from(self.shows_snippets())
    }

    pub(crate) fn relayout_lists(&mut self) {
        let areas = self.screen.areas;
        let rows = usize::from(areas.list_frame(Pane::Sources).rows.height);
        self.sources.cursor = self
            .sources
            .cursor
            .min(self.listing.sources().len().saturating_sub(1));
        let mut lines = ListState {
            cursor: self.listing.line_of_source(self.sources.cursor),
            top: self.sources.top,
        };
        lines.follow(self.listing.line_of_source(self.listing.sources().len()), rows);
        self.sources.top = lines.top;
        let len = self.listing.len();
        let window = usize::from(areas.list_frame(Pane::Articles).rows.height) / self.article_height();
        if areas.has_strip() {
            // The article before and the one after the open one are shown with it.
            self.articles.top = self.articles.cursor.saturating_sub(1);
        }
        self.articles.follow(len, window);
        let shown = self.articles.top..self.articles.top.saturating_add(window.max(1)).min(len);
        self.prepare_rows(shown.clone());
        if self.shows_snippets() {
            self.prepare_snippets(shown);
        }
    }

    fn relayout_reader(&mut self) {
        let frame = self.reader_frame();
        let (text, label_rows) = (frame.text, !frame.label_row.is_empty());
        if text.is_empty() {
            return;
        }
        let highlighter = self.search.highlighter().clone();
        self.reader
            .refresh(text.width, text.height, label_rows, &highlighter);
    }

    /// Returns the rows of the list in an overlay.
    pub fn overlay_rows(&self) -> usize {
        usize::from(self.screen.size.height.saturating_sub(8)).max(1)
    }

    /// Returns the columns of the text on the problems page.
    pub fn problem_columns(&self) -> u16 {
        self.screen.size.width.saturating_sub(12).clamp(20, 136)
    }

    fn relayout_overlay(&mut self) {
        let rows = self.overlay_rows();
        let columns = self.help_columns();
        let problems = match &self.input.overlay {
            Some(Overlay::Problems(_)) => self.status.rows(self.problem_columns()).len(),
            _ => 0,
        };
        let sets = self.search.sets().sets().len();
        match &mut self.input.overlay {
            Some(Overlay::Picker(_, picker)) => {
                let len = picker.len();
                picker.list.follow(len, rows);
            }
            Some(Overlay::Dates(picker)) => picker.follow(rows),
            Some(Overlay::Help(help)) => help.fit(columns, rows),
            Some(Overlay::Keywords(list)) => list.follow(sets, rows),
            Some(Overlay::Context(page)) => {
                let len = page.rows.len();
                page.list.follow(len, rows);
            }
            Some(Overlay::Problems(list)) => list.follow(problems, rows),
            Some(Overlay::Event(view)) => {
                let view = *view;
                self.relayout_event_view(view);
            }
            None => {}
        }
    }
}
