//! The source view of the open article: its line cursor and its pages.

use crate::app::reader::mode::ReaderMode;
use crate::app::reader::pane::OpenArticle;
use crate::article::reason::Reason;

/// Moves by more lines than this jump.
const STEPS: usize = 200;

impl OpenArticle {
    /// Switches between the source view and the clean text, at the same source line.
    pub fn toggle_source_view(&mut self, width: u16, height: u16) {
        // The position is the line cursor of the source view and the top of the clean text.
        let is_at_top = self.top() == 0 && !self.shows_source();
        let line = if is_at_top { 1 } else { self.line() };
        let mode = if self.shows_source() {
            ReaderMode::Text
        } else {
            ReaderMode::Source
        };
        self.set_mode(mode, width);
        let block = self.document.block_of_line(line);
        let start = self
            .document
            .blocks
            .get(block)
            .map_or(0, |block| block.range.start);
        self.line_cursor = block;
        // The clean text begins with title and meta line, which are above the first line of the page.
        let target = if self.shows_source() || block > 2 {
            start
        } else {
            0
        };
        self.place_at(target, height);
    }

    /// Returns the current source line, from 1: that of the line cursor, or the one at the top of the window.
    pub fn line(&self) -> u32 {
        let block = if self.shows_source() {
            self.line_cursor
        } else {
            self.document.block_at(self.top())
        };
        let block = self.document.blocks.get(block);
        block.map_or(1, |block| block.line.max(1))
    }

    /// Moves the line cursor of the source view by lines, and the window with it. A line that is higher than the window
    /// is scrolled row by row.
    pub fn move_line_cursor(&mut self, lines: isize, height: u16) {
        let last = self.document.blocks.len().saturating_sub(1);
        if lines.unsigned_abs() > STEPS {
            self.line_cursor = self.line_cursor.saturating_add_signed(lines).min(last);
            return self.reveal_line(height);
        }
        for _ in 0..lines.unsigned_abs() {
            let line = self.line_range();
            let rows = self.layout.rows(self.top(), usize::from(height));
            let end = rows.last().map_or(0, |row| row.range.end);
            if lines > 0 && line.end > end && line.start < end {
                self.place.scroll(&self.layout, 1, usize::from(height));
            } else if lines < 0 && line.start < self.top() && line.end > self.top() {
                self.place.scroll(&self.layout, -1, usize::from(height));
            } else {
                self.line_cursor = self.line_cursor.saturating_add_signed(lines.signum()).min(last);
                self.reveal_line(height);
            }
        }
    }

    /// Moves the line cursor by runs of removed lines; returns `false` if there is none further.
    pub fn step_removed_run(&mut self, steps: isize, height: u16) -> bool {
        let lines = &self.entry.article.lines;
        let starts = |at: &usize| {
            let before = at.checked_sub(1).and_then(|before| lines.get(before));
            lines[*at].reason.is_some() && before.is_none_or(|before| before.reason != lines[*at].reason)
        };
        let starts: Vec<usize> = (0..lines.len()).filter(starts).collect();
        let ahead = starts.partition_point(|at| *at <= self.line_cursor);
        let behind = starts.partition_point(|at| *at < self.line_cursor);
        let target = match usize::try_from(steps) {
            Ok(steps) => starts.get(ahead + steps.saturating_sub(1)),
            Err(_) => behind
                .checked_sub(steps.unsigned_abs())
                .and_then(|at| starts.get(at)),
        };
        let Some(&target) = target else { return false };
        self.go_to_line(target, height);
        true
    }

    /// Moves the line cursor to a line, counted from 0.
    pub fn go_to_line(&mut self, line: usize, height: u16) {
        self.line_cursor = line;
        self.reveal_line(height);
    }

    /// Returns the reasons for which lines were removed, the most frequent first, each with the number of its lines and
    /// the first of them.
    pub fn removed_by_reason(&self) -> Vec<(Reason, usize, usize)> {
        let mut counts: Vec<(Reason, usize, usize)> = Vec::new();
        for (at, line) in self.entry.article.lines.iter().enumerate() {
            let Some(reason) = line.reason else { continue };
            match counts.iter_mut().find(|(known, ..)| *known == reason) {
                Some((_, lines, _)) => *lines += 1,
                None => counts.push((reason, 1, at)),
            }
        }
        counts.sort_by_key(|(_, lines, _)| std::cmp::Reverse(*lines));
        counts
    }

    /// Turns pages of the source view. The line cursor follows the window; at the end it goes to the last line.
    pub fn turn_source_page(&mut self, rows: isize, height: u16) {
        let before = self.top();
        self.place.scroll(&self.layout, rows, usize::from(height));
        let rows_shown = self.layout.rows(self.top(), usize::from(height));
        let blocks = rows_shown
            .first()
            .map(|row| row.block)
            .zip(rows_shown.last().map(|row| row.block));
        if let Some((first, last)) = blocks {
            self.line_cursor = match rows {
                0.. if self.top() == before => last,
                ..0 if self.top() == before => first,
                _ => self.line_cursor.clamp(first, last),
            };
        }
    }

    /// Moves the window so that it shows the line under the cursor, or the nearer end of a line that is higher than it.
    fn reveal_line(&mut self, height: u16) {
        let line = self.line_range();
        let rows = self.layout.rows(line.start, usize::from(height) + 1);
        let fits =
            rows.last().is_none_or(|row| row.range.start >= line.end) || rows.len() <= usize::from(height);
        let nearer = if fits || line.start >= self.top() {
            line.start
        } else {
            line.end.saturating_sub(1)
        };
        self.reveal(nearer, height);
    }

    fn line_range(&self) -> std::ops::Range<usize> {
        let block = self.document.blocks.get(self.line_cursor);
        block.map_or(0..0, |block| block.range.clone())
    }
}
