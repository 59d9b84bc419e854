//! The parts of the panes: titles, columns, the reading column, the scroll bar. The app fits lists and text to them,
//! and `ui` draws them.

use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::{Pane, READER_MARGIN};

/// The inside of a list pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListFrame {
    /// The column between this pane and the one to the left; empty at the left edge.
    pub border: Area,
    /// The title row of the pane.
    pub title: Area,
    /// The rows.
    pub rows: Area,
}

impl ListFrame {
    /// Returns the frame of a list pane in this area.
    pub fn of(area: Area) -> Self {
        let (border, inside) = if area.x > 0 {
            area.split_left(1)
        } else {
            area.split_left(0)
        };
        let (title, rows) = if area.height >= 3 {
            inside.split_top(1)
        } else {
            inside.split_top(0)
        };
        Self { border, title, rows }
    }
}

/// The columns of the article list, from left to right, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ArticleColumns {
    /// The signs for unread and starred, and one more column if there are tags or notes.
    pub marks: u16,
    /// The time, or the date if the list is not grouped by day; 0 if there is no room.
    pub when: u16,
    /// The outlet; 0 if only one is listed or there is no room.
    pub outlet: u16,
    /// The title.
    pub title: u16,
}

impl ArticleColumns {
    /// Returns the columns for a list of this width. `by_day`: days are headings. `longest_outlet`: the width of the
    /// longest outlet name, 0 if all rows are of one outlet. `annotated`: some articles have tags or notes.
    pub fn of(width: u16, by_day: bool, longest_outlet: u16, annotated: bool) -> Self {
        let marks = (3 + u16::from(annotated)).min(width);
        let when = match (by_day, width) {
            (true, 54..) => 6,
            (false, 34..) => 11,
            _ => 0,
        };
        let most = match width {
            ..34 => 0,
            34..50 => 12,
            50..64 => 15,
            64..90 => 18,
            _ => 24,
        };
        let outlet = if longest_outlet == 0 {
            0
        } else {
            most.min(longest_outlet.saturating_add(2))
        };
        let title = width.saturating_sub(marks + when + outlet);
        Self {
            marks,
            when,
            outlet,
            title,
        }
    }
}

/// The inside of the article pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReaderFrame {
    /// The column between this pane and the one to the left.
    pub border: Area,
    /// The title row of the pane; empty in zen.
    pub title: Area,
    /// The line numbers of the source view.
    pub numbers: Area,
    /// The text.
    pub text: Area,
    /// The classes of the lines of the source view; empty if there is no room for them next to the reasons.
    pub classes: Area,
    /// The reasons for which lines of the source view were removed; if there is no room for classes, these too.
    pub reasons: Area,
    /// The confidences of the classes.
    pub confidences: Area,
    /// The scroll bar.
    pub scroll_bar: Area,
    /// The colours of the keyword sets.
    pub legend: Area,
}

/// The columns of line numbers, with the blank after them.
const NUMBERS_WIDTH: u16 = 6;
/// The columns of classes, with the blank before them: in wide panes and in narrower ones.
const CLASSES: (u16, u16) = (11, 8);
/// The columns of reasons, with the blank before them.
const REASONS: u16 = 15;
/// The columns of confidences, with the blank before them.
const CONFIDENCES: u16 = 5;
/// Source views narrower than this have no column for classes.
const CLASSES_FROM: u16 = 50;
/// Source views narrower than this show no line numbers.
const NUMBERS_FROM: u16 = 64;

impl ReaderFrame {
    /// Returns the frame of the article pane in this area. `column`: the width of the reading column.
    pub fn of(area: Area, column: u16, zen: bool, source_view: bool, legend: bool) -> Self {
        let (border, inside) = if area.x > 0 {
            area.split_left(1)
        } else {
            area.split_left(0)
        };
        let titled = area.height >= 3 && !zen;
        let (title, inside) = inside.split_top(u16::from(titled));
        let (inside, legend) = inside.split_bottom(u16::from(legend && area.height >= 6));
        let (inside, scroll_bar) =
            inside.split_left(inside.width.saturating_sub(u16::from(inside.width > 8)));
        let mut frame = Self {
            border,
            title,
            scroll_bar,
            legend,
            ..Self::default()
        };
        if source_view {
            frame.share_source(inside);
        } else {
            frame.text = centred_column(inside, column);
        }
        frame
    }

    fn share_source(&mut self, inside: Area) {
        let numbers = if inside.width >= NUMBERS_FROM {
            NUMBERS_WIDTH
        } else {
            0
        };
        let (numbers, rest) = inside.split_left(numbers);
        let classes = match inside.width {
            NUMBERS_FROM.. => CLASSES.0,
            CLASSES_FROM.. => CLASSES.1,
            _ => 0,
        };
        let wanted = classes + REASONS + CONFIDENCES;
        let (text, rest) = rest.split_left(rest.width - wanted.min(rest.width / 2));
        let (classes, rest) = rest.split_left(classes.min(rest.width));
        let (reasons, confidences) = rest.split_left(REASONS.min(rest.width));
        (self.numbers, self.text) = (numbers, text);
        (self.classes, self.reasons, self.confidences) = (classes, reasons, confidences);
    }
}

/// Returns the reading column in the middle of its pane, with a blank on each side if there is room.
fn centred_column(inside: Area, column: u16) -> Area {
    let margin = if inside.width > column {
        0
    } else {
        (READER_MARGIN / 2 - 1).min(inside.width / 8)
    };
    let inside = inside.inset(margin, 0);
    let width = column.min(inside.width);
    Area {
        x: inside.x + (inside.width - width) / 2,
        width,
        ..inside
    }
}

/// Returns the rows of a page of a pane.
pub fn page_rows(pane: Pane, area: Area) -> u16 {
    match pane {
        Pane::Sources | Pane::Articles => ListFrame::of(area).rows.height,
        Pane::Reader => area.height.saturating_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_a_row_fill_it() {
        for width in 0..200 {
            for (by_day, outlet) in [(true, 0), (true, 9), (false, 0), (false, 40)] {
                let columns = ArticleColumns::of(width, by_day, outlet, by_day);
                assert_eq!(
                    columns.marks + columns.when + columns.outlet + columns.title,
                    width
                );
            }
        }
    }

    #[test]
    fn the_text_stays_inside_its_pane() {
        for width in 0..130 {
            for height in 0..9 {
                for (zen, source) in [(false, false), (true, false), (false, true)] {
                    let area = Area {
                        x: 7,
                        y: 1,
                        width,
                        height,
                    };
                    let frame = ReaderFrame::of(area, 72, zen, source, true);
                    for part in [
                        frame.text,
                        frame.classes,
                        frame.reasons,
                        frame.confidences,
                        frame.numbers,
                        frame.scroll_bar,
                        frame.legend,
                    ] {
                        assert!(part.is_empty() || (part.x >= 7 && part.right() <= area.right()));
                        assert!(part.bottom() <= area.bottom());
                    }
                }
            }
        }
    }
}
