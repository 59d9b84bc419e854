//! The end of every event: areas, windows and rows are made to fit the state, so that drawing only copies.

use super::frames::{ListFrame, ReaderFrame};
use super::{App, Overlay};
use crate::text::width;

/// Rows of the question before a correction: the question and its rule.
const CONFIRMATION_ROWS: u16 = 2;

impl App {
    /// Fits everything that is derived to the state.
    pub(super) fn settle(&mut self) {
        let asks = u16::from(self.confirmation.is_some()) * CONFIRMATION_ROWS;
        let prompt_rows = self
            .prompt
            .as_ref()
            .map_or(asks, super::Prompt::rows)
            .min(self.size.height / 2);
        self.areas = self.panes.areas(self.size, prompt_rows);
        self.settle_lists();
        self.follow_cursor();
        self.settle_reader();
        self.mark_read_article();
        self.settle_overlay();
        self.tell_place_and_view();
    }

    /// The inside of the article pane.
    pub fn reader_frame(&self) -> ReaderFrame {
        let source_view = self.reader.open().is_some_and(super::OpenArticle::shows_source);
        let legend = self.search.has_sets_on();
        ReaderFrame::of(
            self.areas.reader,
            self.panes.column,
            self.panes.zen,
            source_view,
            legend,
        )
    }

    /// Screen rows that an article takes in the list whose window begins with `first`: its title and, where a day
    /// begins or the window does, the day.
    pub fn article_height(&self, row: usize, first: usize) -> usize {
        let has_day = !self.view.days().is_empty() && (row == first || self.view.starts_day(row));
        usize::from(has_day) + self.title_rows(row)
    }

    /// Whether the list shows below each title where the words of the query stand.
    pub fn shows_snippets(&self) -> bool {
        self.settings.panes.snippets && self.search.has_query_words()
    }

    /// Rows of the title of an article in the list; with that of its snippet.
    pub fn title_rows(&self, row: usize) -> usize {
        if self.shows_snippets() {
            return 2;
        }
        if !self.roomy {
            return 1;
        }
        let columns = usize::from(self.article_columns().title);
        let long = self.view.row(row).is_some_and(|row| width(&row.title) > columns);
        1 + usize::from(long && columns >= 12)
    }

    pub(super) fn settle_lists(&mut self) {
        let rows = usize::from(ListFrame::of(self.areas.sources).rows.height);
        self.sources.follow(self.view.sources().len(), rows, |_, _| 1);
        let rows = usize::from(ListFrame::of(self.areas.articles).rows.height);
        let len = self.view.len();
        if len <= rows {
            self.prepare_rows(0..len);
        }
        // Titles take a second row where all of them are seen all the same.
        self.roomy = len <= rows;
        self.roomy = self.roomy && (0..len).map(|row| self.article_height(row, 0)).sum::<usize>() <= rows;
        let mut articles = self.articles;
        articles.follow(len, rows, |row, first| self.article_height(row, first));
        self.articles = articles;
        let shown = articles.top..articles.top.saturating_add(rows).min(len);
        self.prepare_rows(shown.clone());
        if self.shows_snippets() {
            self.prepare_snippets(shown);
        }
    }

    fn settle_reader(&mut self) {
        let text = self.reader_frame().text;
        if text.is_empty() {
            return;
        }
        let highlighter = self.search.highlighter().clone();
        self.reader.refresh(text.width, text.height, &highlighter);
    }

    /// Rows of the list in an overlay on this screen.
    pub fn overlay_rows(&self) -> usize {
        usize::from(self.size.height.saturating_sub(8)).max(1)
    }

    fn settle_overlay(&mut self) {
        let rows = self.overlay_rows();
        let lines = self.status.line_count();
        let sets = self.search.sets().sets().len();
        match &mut self.overlay {
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
