//! The parts of the panes: titles, columns, the reading column, the scroll bar. The app fits lists and text to them,
//! and `ui` draws them.

use crate::app::panes::geometry::Area;

/// The inside of a list pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListFrame {
    /// The line between this pane and the one to the left, below the title row; empty at the left edge.
    pub border: Area,
    /// The title row of the pane.
    pub title: Area,
    /// The rows, with the column of the cursor at their left and a margin at their right.
    pub rows: Area,
}

impl ListFrame {
    /// Returns the frame of a list pane in this area.
    pub fn of(area: Area, titled: bool) -> Self {
        let (title, rows) = area.split_top(u16::from(titled && area.height >= 3));
        let border = u16::from(area.x > 0);
        let (border, rows) = rows.split_left(border);
        let title = title.split_left(border.width).1;
        Self { border, title, rows }
    }
}

/// The columns of the article list, in cells; 0 where a column is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ArticleColumns {
    /// Whether an article is a card of two rows: the title, and below it outlet and day.
    pub has_cards: bool,
    /// The day, of which a card has no column.
    pub day: u16,
    /// The time of day.
    pub time: u16,
    /// The outlet.
    pub outlet: u16,
}

/// What decides which columns the article list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListContents {
    /// Whether the list is the only pane.
    pub is_alone: bool,
    /// Whether all articles are of one outlet.
    pub one_outlet: bool,
    /// Whether the list spans several years.
    pub several_years: bool,
}

/// The least width of a list in rows.
pub const ROWS_FROM: u16 = 57;
/// From this width on, the time of day follows the day.
const TIME_FROM: u16 = 90;

impl ArticleColumns {
    /// Returns the columns for a list whose rows are this wide.
    pub fn of(width: u16, contents: ListContents) -> Self {
        let ListContents {
            is_alone,
            one_outlet,
            several_years,
        } = contents;
        let has_cards = width < ROWS_FROM && !is_alone;
        if has_cards {
            return Self {
                has_cards,
                ..Self::default()
            };
        }
        Self {
            has_cards,
            day: match (several_years, is_alone) {
                (true, _) => 11,
                (false, true) => 6,
                (false, false) => 10,
            },
            time: if width >= TIME_FROM { 5 } else { 0 },
            outlet: if is_alone || one_outlet { 0 } else { 14 },
        }
    }

    /// Returns the rows of an article without its snippet.
    pub fn height(self) -> usize {
        1 + usize::from(self.has_cards)
    }
}

/// The inside of the article pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReaderFrame {
    /// The line between this pane and the one to the left, below the title row.
    pub border: Area,
    /// The title row of the pane; empty where it has none.
    pub title: Area,
    /// The classes and reasons of the lines of the source view, with the bar of removed lines at their right.
    pub labels: Area,
    /// The label of the first line in the window of the source view, where labels are in rows.
    pub label_row: Area,
    /// The text.
    pub text: Area,
    /// The marks of hits.
    pub marks: Area,
    /// The scroll bar.
    pub scroll_bar: Area,
}

/// Where the classes and reasons of the source view are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// Nowhere: the source view is not shown.
    None,
    /// In a column to the left of the lines.
    Column,
    /// In a row above each run of lines.
    Rows,
}

/// The columns of classes and reasons, with the bar of removed lines and a blank; and of the bar alone, after a margin.
const LABELS: u16 = 19;
const BAR: u16 = 3;

impl ReaderFrame {
    /// Returns the frame of the article pane in this area. `column`: the width of the reading column. `titled`: whether
    /// the pane has a title row.
    pub fn of(area: Area, column: u16, titled: bool, place: Labels) -> Self {
        let ListFrame { border, title, rows } = ListFrame::of(area, titled);
        let (inside, edge) = rows.split_left(rows.width.saturating_sub(if rows.width > 12 { 2 } else { 0 }));
        let (marks, scroll_bar) = edge.split_left(1);
        let (label_row, inside) = inside.split_top(u16::from(place == Labels::Rows && inside.height > 3));
        let (labels, text) = match place {
            Labels::Column => inside.split_left(LABELS.min(inside.width / 3)),
            Labels::Rows => inside.split_left(BAR.min(inside.width / 3)),
            Labels::None => (Area::default(), centred_column(inside, column)),
        };
        Self {
            border,
            title,
            labels,
            label_row,
            text,
            marks,
            scroll_bar,
        }
    }
}

/// Returns the reading column in the middle of its pane, with two blanks on each side if there is room.
fn centred_column(inside: Area, column: u16) -> Area {
    let margin = if inside.width > column + 4 {
        0
    } else {
        2.min(inside.width / 8)
    };
    let (_, inside) = inside.split_left(margin);
    let width = column.min(inside.width);
    Area {
        x: inside.x + (inside.width - width) / 2,
        width,
        ..inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_leave_most_of_a_row_to_the_title() {
        for width in 0..200 {
            for (is_alone, several_years) in [(false, false), (false, true), (true, false), (true, true)] {
                let contents = ListContents {
                    is_alone,
                    one_outlet: false,
                    several_years,
                };
                let columns = ArticleColumns::of(width, contents);
                let used = columns.day + columns.time + columns.outlet;
                assert!(
                    columns.has_cards || is_alone || used * 2 < width + 6,
                    "{width}: {columns:?}"
                );
            }
        }
    }

    #[test]
    fn the_text_stays_inside_its_pane() {
        for width in 0..130 {
            for height in 0..9 {
                for (titled, labels) in [
                    (false, Labels::None),
                    (true, Labels::None),
                    (false, Labels::Column),
                    (true, Labels::Rows),
                ] {
                    let area = Area {
                        x: 7,
                        y: 1,
                        width,
                        height,
                    };
                    let frame = ReaderFrame::of(area, 72, titled, labels);
                    for part in [
                        frame.text,
                        frame.labels,
                        frame.label_row,
                        frame.marks,
                        frame.scroll_bar,
                    ] {
                        assert!(part.is_empty() || (part.x >= 7 && part.right() <= area.right()));
                        assert!(part.bottom() <= area.bottom());
                    }
                }
            }
        }
    }
}
