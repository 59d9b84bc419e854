//! Selecting rows of the article list: from the row where the selection began to the cursor. Actions on articles apply to
//! all of them. Not selecting text: see [`select_text`](crate::app::reader::select_text).

use crate::app::App;
use crate::app::panes::pane_layout::Pane;
use std::ops::Range;

impl App {
    /// Begins or ends selecting rows; in an article, selects paragraphs.
    pub(crate) fn toggle_row_selection(&mut self) {
        match self.panes.focus {
            Pane::Sources => self.status.inform("Articles are selected in their list"),
            Pane::Reader => self.select_paragraphs(),
            Pane::Articles => {
                self.row_anchor = match self.selected_rows() {
                    Some(_) => None,
                    None => self.chosen_id(),
                };
            }
        }
    }

    /// Returns the places of the selected rows, while there is a selection.
    pub fn selected_rows(&self) -> Option<Range<usize>> {
        let anchor = self.row_anchor.filter(|_| self.panes.focus == Pane::Articles)?;
        let (anchor, cursor) = (self.listing.place_of(anchor)?, self.articles.cursor);
        Some(anchor.min(cursor)..anchor.max(cursor) + 1)
    }

    /// Returns the articles of the selected rows, while there is a selection.
    pub(crate) fn selected_ids(&self) -> Option<Vec<u32>> {
        let ids = self.listing.listed().get(self.selected_rows()?)?;
        Some(ids.to_vec())
    }

    /// Ends selecting rows; returns whether there was a selection.
    pub(crate) fn end_row_selection(&mut self) -> bool {
        let was_selecting = self.selected_rows().is_some();
        self.row_anchor = None;
        was_selecting
    }
}
