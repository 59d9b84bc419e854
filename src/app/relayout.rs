//! The end of every event: areas, windows and rows are fitted to the state, so that drawing only copies them.

use crate::app::App;
use crate::app::input::overlay::Overlay;
use crate::app::input::prompt::Prompt;
use crate::app::panes::frames::{ArticleColumns, ListFrame, ReaderFrame};
use crate::app::reader::pane::OpenArticle;
use crate::library::corpus::Scope;
use crate::text::width::width;

/// The rows of a confirmation: the question and its rule.
const CONFIRMATION_ROWS: u16 = 2;

impl App {
    /// Fits everything that is derived from the state.
    pub(crate) fn relayout(&mut self) {
        let asks = u16::from(self.input.confirmation.is_some()) * CONFIRMATION_ROWS;
        let prompt_rows = self
            .input
            .prompt
            .as_ref()
            .map_or(asks, Prompt::rows)
            .min(self.screen.size.height / 2);
        self.screen.areas = self.panes.areas(self.screen.size, prompt_rows);
        self.relayout_lists();
        self.follow_cursor();
        self.relayout_reader();
        self.mark_read_article();
        self.relayout_overlay();
        self.save_place_and_view();
    }

    /// Returns the inside of the article pane.
    pub fn reader_frame(&self) -> ReaderFrame {
        let source_view = self.reader.open().is_some_and(OpenArticle::shows_source);
        let legend = self.search.has_sets_on();
        ReaderFrame::of(
            self.screen.areas.reader,
            self.panes.column,
            self.panes.zen,
            source_view,
            legend,
        )
    }

    /// Returns the columns of the article list.
    pub fn article_columns(&self) -> ArticleColumns {
        let width = ListFrame::of(self.screen.areas.articles).rows.width;
        let outlet = if *self.listing.scope() == Scope::All {
            self.listing.longest_outlet()
        } else {
            0
        };
        let by_day = self.listing.order().is_by_day();
        ArticleColumns::of(width, by_day, outlet, self.marks.has_remarks())
    }

    /// Returns the screen rows of an article in a list whose window begins with `first`: its title and, where a day
    /// or the window begins, the day.
    pub fn article_height(&self, row: usize, first: usize) -> usize {
        let has_day = !self.listing.days().is_empty() && (row == first || self.listing.starts_day(row));
        usize::from(has_day) + self.title_rows(row)
    }

    /// Returns whether the list shows a snippet with the words of the query below each title.
    pub fn shows_snippets(&self) -> bool {
        self.settings.panes.snippets && self.search.has_query_words()
    }

    /// Returns the rows of the title of an article in the list, with its snippet.
    pub fn title_rows(&self, row: usize) -> usize {
        if self.shows_snippets() {
            return 2;
        }
        if !self.screen.roomy {
            return 1;
        }
        let columns = usize::from(self.article_columns().title);
        let long = self
            .listing
            .row(row)
            .is_some_and(|row| width(&row.title) > columns);
        1 + usize::from(long && columns >= 12)
    }

    pub(crate) fn relayout_lists(&mut self) {
        let rows = usize::from(ListFrame::of(self.screen.areas.sources).rows.height);
        self.sources.follow(self.listing.sources().len(), rows, |_, _| 1);
        let rows = usize::from(ListFrame::of(self.screen.areas.articles).rows.height);
        let len = self.listing.len();
        if len <= rows {
            self.prepare_rows(0..len);
        }
        // Long titles take a second row if the whole list still fits.
        self.screen.roomy = len <= rows;
        self.screen.roomy =
            self.screen.roomy && (0..len).map(|row| self.article_height(row, 0)).sum::<usize>() <= rows;
        let mut articles = self.articles;
        articles.follow(len, rows, |row, first| self.article_height(row, first));
        self.articles = articles;
        let shown = articles.top..articles.top.saturating_add(rows).min(len);
        self.prepare_rows(shown.clone());
        if self.shows_snippets() {
            self.prepare_snippets(shown);
        }
    }

    fn relayout_reader(&mut self) {
        let text = self.reader_frame().text;
        if text.is_empty() {
            return;
        }
        let highlighter = self.search.highlighter().clone();
        self.reader.refresh(text.width, text.height, &highlighter);
    }

    /// Returns the rows of the list in an overlay.
    pub fn overlay_rows(&self) -> usize {
        usize::from(self.screen.size.height.saturating_sub(8)).max(1)
    }

    fn relayout_overlay(&mut self) {
        let rows = self.overlay_rows();
        let lines = self.status.line_count();
        let sets = self.search.sets().sets().len();
        match &mut self.input.overlay {
            Some(Overlay::Picker(_, picker)) => {
                let len = picker.len();
                picker.list.follow(len, rows, |_, _| 1);
            }
            Some(Overlay::Dates(picker)) => picker.list.follow(picker.presets.len(), rows, |_, _| 1),
            Some(Overlay::Keywords(list)) => list.follow(sets, rows, |_, _| 1),
            Some(Overlay::Problems(list)) => list.follow(lines, rows, |_, _| 1),
            None => {}
        }
    }
}
