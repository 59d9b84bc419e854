//! Selecting text in the article: starting a selection and moving its end.

use crate::app::App;
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::selection::Selection;
use crate::config::action::Action;
use crate::layout::{LayoutRow, RowKind};

impl App {
    /// Starts a selection at the last hit or in the middle of the window, or ends the current one.
    pub(crate) fn toggle_selection(&mut self) {
        if self.panes.focus != Pane::Reader {
            return self
                .status
                .inform("Text is selected in an open article; Enter opens one");
        }
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        if open.selection.take().is_some() {
            return;
        }
        let text = &open.document.text;
        let shown = open.window();
        let hit = open
            .current_hit
            .as_ref()
            .filter(|hit| shown.contains(&hit.range.start));
        open.selection = Some(if let Some(hit) = hit {
            Selection::of(text, &hit.range)
        } else {
            let is_text = |row: &&LayoutRow| row.kind == RowKind::Text && !row.range.is_empty();
            let middle = open.rows.iter().skip(open.rows.len() / 2).find(is_text);
            let start = middle.or_else(|| open.rows.iter().rfind(is_text));
            Selection::at(text, start.map_or(shown.start, |row| row.range.start))
        });
    }

    /// Starts a selection of whole paragraphs, or ends the current one.
    pub(crate) fn select_paragraphs(&mut self) {
        self.toggle_selection();
        if let Some(open) = self.reader.open_mut()
            && let Some(selection) = &mut open.selection
        {
            selection.by_paragraph = true;
        }
    }

    pub(crate) fn act_on_selection(&mut self, action: Action, times: usize) {
        for _ in 0..times.min(10_000) {
            self.move_selection(action);
        }
        self.reveal_selection();
    }

    fn move_selection(&mut self, action: Action) {
        match action {
            Action::SelectDown => return self.move_selection_rows(1),
            Action::SelectUp => return self.move_selection_rows(-1),
            _ => {}
        }
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        let document = std::sync::Arc::clone(&open.document);
        let text = &document.text;
        let Some(mut selection) = open.selection else {
            return;
        };
        match action {
            Action::SelectLeft => selection.left(text),
            Action::SelectRight => selection.right(text),
            Action::SelectNextWord => selection.next_word(text),
            Action::SelectPreviousWord => selection.previous_word(text),
            Action::SelectWordEnd => selection.word_end(text),
            Action::SelectNextSentence => selection.next_sentence(text),
            Action::SelectPreviousSentence => selection.previous_sentence(text),
            Action::SelectNextParagraph => selection.next_paragraph(text),
            Action::SelectPreviousParagraph => selection.previous_paragraph(text),
            Action::SelectOtherEnd => selection.swap_ends(),
            Action::SelectLineStart => {
                let row = open.layout().row_at(selection.head);
                selection.move_to(text, row.range.start);
            }
            Action::SelectLineEnd => {
                let row = open.layout().row_at(selection.head);
                selection.move_to(text, row.range.end.saturating_sub(1).max(row.range.start));
            }
            _ => {}
        }
        open.selection = Some(selection);
    }

    /// Moves the head of the selection by rows, keeping its column.
    pub(crate) fn move_selection_rows(&mut self, rows: isize) {
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        let document = std::sync::Arc::clone(&open.document);
        let Some(mut selection) = open.selection else {
            return;
        };
        let layout = open.layout();
        let row = layout.row_at(selection.head);
        let column = layout.x_of(&row, selection.head);
        let start = layout.scroll(row.range.start, rows);
        let target = layout.row_at(start);
        selection.move_to(&document.text, layout.offset_at(&target, column));
        open.selection = Some(selection);
        self.reveal_selection();
    }

    /// Moves the head of the selection to an offset.
    pub(crate) fn select_to(&mut self, offset: usize) {
        if let Some(open) = self.reader.open_mut() {
            let document = std::sync::Arc::clone(&open.document);
            if let Some(selection) = &mut open.selection {
                selection.move_to(&document.text, offset);
            }
        }
        self.reveal_selection();
    }

    fn reveal_selection(&mut self) {
        let height = self.reader.height();
        if let Some(open) = self.reader.open_mut()
            && let Some(selection) = open.selection
        {
            open.reveal(selection.head, height);
        }
    }

    /// Returns the selected text.
    pub(crate) fn selected_text(&self) -> Option<String> {
        let open = self.reader.open()?;
        let selection = open.selection.as_ref()?;
        Some(selection.text(&open.document.text).to_owned())
    }
}
