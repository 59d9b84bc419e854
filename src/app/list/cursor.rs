//! A list with a cursor and a window: which row is chosen and which row is at the top. Rows may have different heights.
//! Not the contents of the rows.

use crate::config::action::Action;

/// The cursor and the window of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListState {
    /// The chosen row.
    pub cursor: usize,
    /// The first row of the window.
    pub top: usize,
}

impl ListState {
    /// Moves the cursor by `rows` rows, stopping at both ends.
    pub fn move_by(&mut self, rows: isize, len: usize) {
        self.move_to(self.cursor.saturating_add_signed(rows), len);
    }

    /// Moves the cursor to a row, or to the last row if there are fewer.
    pub fn move_to(&mut self, row: usize, len: usize) {
        self.cursor = row.min(len.saturating_sub(1));
    }

    /// Performs an action of the Move group; returns `false` for any other action.
    pub fn walk(&mut self, action: Action, times: usize, page: isize, len: usize) -> bool {
        let times = times.cast_signed();
        match action {
            Action::MoveDown => self.move_by(times, len),
            Action::MoveUp => self.move_by(-times, len),
            Action::PageDown => self.move_by(page, len),
            Action::PageUp => self.move_by(-page, len),
            Action::HalfPageDown => self.move_by(page / 2, len),
            Action::HalfPageUp => self.move_by(-page / 2, len),
            Action::MoveTop => self.move_to(0, len),
            Action::MoveBottom => self.move_to(usize::MAX, len),
            _ => return false,
        }
        true
    }

    /// Moves the window as little as possible so that the cursor is inside. `height_of` returns the screen rows of a
    /// list row when `first` is the first row of the window.
    pub fn follow(&mut self, len: usize, window: usize, height_of: impl Fn(usize, usize) -> usize) {
        self.cursor = self.cursor.min(len.saturating_sub(1));
        self.top = self.top.min(self.cursor);
        // Rows are at least one cell high, so the cursor would be outside a window that begins further up.
        self.top = self.top.max((self.cursor + 1).saturating_sub(window.max(1)));
        while self.top < self.cursor {
            let first = self.top;
            let used: usize = (first..=self.cursor).map(|row| height_of(row, first)).sum();
            if used <= window {
                break;
            }
            self.top += 1;
        }
        self.fill(len, window, &height_of);
    }

    /// Moves the window up while there is room below the last row.
    fn fill(&mut self, len: usize, window: usize, height_of: &impl Fn(usize, usize) -> usize) {
        while self.top > 0 {
            let first = self.top - 1;
            let mut used = 0;
            let fits = (first..len).all(|row| {
                used += height_of(row, first);
                used <= window
            });
            if !fits {
                break;
            }
            self.top = first;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_follows_the_cursor_and_leaves_no_room_unused() {
        let mut list = ListState::default();
        let one = |_, _| 1;
        list.move_by(12, 20);
        list.follow(20, 5, one);
        assert_eq!((list.cursor, list.top), (12, 8));
        list.move_by(-2, 20);
        list.follow(20, 5, one);
        assert_eq!(list.top, 8);
        list.move_by(100, 20);
        list.follow(20, 5, one);
        assert_eq!((list.cursor, list.top), (19, 15));
        list.follow(3, 5, one);
        assert_eq!((list.cursor, list.top), (2, 0));
        list.follow(0, 5, one);
        assert_eq!((list.cursor, list.top), (0, 0));
    }

    #[test]
    fn rows_of_two_cells_are_seen_whole() {
        let mut list = ListState::default();
        list.move_to(4, 9);
        list.follow(9, 5, |_, _| 2);
        assert_eq!(list.top, 3);
        list.follow(9, 1, |_, _| 2);
        assert_eq!(list.top, 4);
    }

    #[test]
    fn a_long_list_costs_its_window() {
        const LEN: usize = 10_000;
        const WINDOW: usize = 40;
        let asked = std::cell::Cell::new(0);
        let height = |_, _| {
            asked.set(asked.get() + 1);
            2
        };
        let mut list = ListState::default();
        for to in [1, 20, 21, 5_000, 5_001, LEN - 1, LEN - 2, 0] {
            list.move_to(to, LEN);
            asked.set(0);
            list.follow(LEN, WINDOW, height);
            // The rows of the window, for each place where the window may begin.
            assert!(
                asked.get() <= 2 * WINDOW * WINDOW,
                "{} rows measured",
                asked.get()
            );
        }
    }
}
