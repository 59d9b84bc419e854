//! A list with a cursor and a window: which row is chosen and which row is at the top. Not the contents of the rows.

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

    /// Moves the window of `window` rows as little as possible so that the cursor is inside and no row is unused.
    pub fn follow(&mut self, len: usize, window: usize) {
        let window = window.max(1);
        self.cursor = self.cursor.min(len.saturating_sub(1));
        let first = (self.cursor + 1).saturating_sub(window);
        let last = self.cursor.min(len.saturating_sub(window));
        self.top = self.top.clamp(first, last.max(first));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_follows_the_cursor_and_leaves_no_room_unused() {
        let mut list = ListState::default();
        list.move_by(12, 20);
        list.follow(20, 5);
        assert_eq!((list.cursor, list.top), (12, 8));
        list.move_by(-2, 20);
        list.follow(20, 5);
        assert_eq!(list.top, 8);
        list.move_by(100, 20);
        list.follow(20, 5);
        assert_eq!((list.cursor, list.top), (19, 15));
        list.follow(3, 5);
        assert_eq!((list.cursor, list.top), (2, 0));
        list.follow(0, 0);
        assert_eq!((list.cursor, list.top), (0, 0));
    }
}
