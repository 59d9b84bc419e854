//! Where things stand inside the panes: titles, columns, the reading column, the scroll bar. Shared by the app, which
//! fits lists and text to it, and by `ui`, which draws there.

use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::{Pane, READER_MARGIN};

/// The inside of a list pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListFrame {
    /// The column that sets the pane apart from the one before; empty at the left edge.
    pub border: Area,
    /// The row with the pane's name.
    pub title: Area,
    /// The rows.
    pub rows: Area,
}

impl ListFrame {
    /// The frame of a list pane in this area.
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
    /// Unread and star signs; one more column where there are tags or notes.
    pub marks: u16,
    /// The time, or the date where the list is not grouped by day; 0 where there is no room.
    pub when: u16,
    /// The outlet; 0 where only one is listed or there is no room.
    pub outlet: u16,
    /// The title.
    pub title: u16,
}

impl ArticleColumns {
    /// The columns for a list of this width. `by_day`: days are headings; `longest_outlet`: cells of the longest name
    /// that the column may have to show, 0 where all rows are of one outlet. `remarked`: some articles carry tags or notes.
    pub fn of(width: u16, by_day: bool, longest_outlet: u16, remarked: bool) -> Self {
        let marks = (3 + u16::from(remarked)).min(width);
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
    /// The column that sets the pane apart from the one before.
    pub border: Area,
    /// The row with the pane's name; empty in zen.
    pub title: Area,
    /// Line numbers of the source view.
    pub numbers: Area,
    /// The text.
    pub text: Area,
    /// What each line of the source view is; empty where there is no room beside the reasons.
    pub classes: Area,
    /// Why a line of the source view was removed; where there is no room for classes, these too.
    pub reasons: Area,
    /// How sure that is.
    pub confidences: Area,
    /// The scroll bar.
    pub scroll_bar: Area,
    /// Which colour is which keyword set.
    pub legend: Area,
}

/// Columns of line numbers, with the blank behind them.
const NUMBERS: u16 = 6;
/// Columns of classes, with the blank before them, where there is much room and where there is less.
const CLASSES: (u16, u16) = (11, 8);
/// Columns of reasons, with the blank before them.
const REASONS: u16 = 15;
/// Columns of per cents, with the blank before them.
const CONFIDENCES: u16 = 5;
/// Source views narrower than this have no column for classes.
const CLASSES_FROM: u16 = 50;
/// Source views narrower than this show no line numbers.
const NUMBERS_FROM: u16 = 64;

impl ReaderFrame {
    /// The frame of the article pane in this area. `column`: the reading column that the person wants.
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
        let numbers = if inside.width >= NUMBERS_FROM { NUMBERS } else { 0 };
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

/// The reading column in the middle of its pane, with a blank on each side while there is room for one.
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

/// The rows that a pane's content has, for turning its pages.
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
