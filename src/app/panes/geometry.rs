//! Areas of the screen, in cells. Not how they are filled, which `ui` does.

/// The size of the terminal, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A rectangle of cells; may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Left column.
    pub x: u16,
    /// Top row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Returns the whole of a terminal.
    pub fn of(size: Size) -> Self {
        Self {
            x: 0,
            y: 0,
            width: size.width,
            height: size.height,
        }
    }

    /// Returns whether it contains no cell.
    pub fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// Returns the column after the last one.
    pub fn right(self) -> u16 {
        self.x.saturating_add(self.width)
    }

    /// Returns the row after the last one.
    pub fn bottom(self) -> u16 {
        self.y.saturating_add(self.height)
    }

    /// Returns the upper `rows` rows and the rest.
    pub fn split_top(self, rows: u16) -> (Self, Self) {
        let rows = rows.min(self.height);
        let upper = Self { height: rows, ..self };
        (
            upper,
            Self {
                y: self.y + rows,
                height: self.height - rows,
                ..self
            },
        )
    }

    /// Returns the rest and the lower `rows` rows.
    pub fn split_bottom(self, rows: u16) -> (Self, Self) {
        self.split_top(self.height - rows.min(self.height))
    }

    /// Returns the left `columns` columns and the rest.
    pub fn split_left(self, columns: u16) -> (Self, Self) {
        let columns = columns.min(self.width);
        let left = Self {
            width: columns,
            ..self
        };
        (
            left,
            Self {
                x: self.x + columns,
                width: self.width - columns,
                ..self
            },
        )
    }

    /// Returns the area inside a margin of `columns` and `rows` on each side.
    #[must_use]
    pub fn inset(self, columns: u16, rows: u16) -> Self {
        Self {
            x: self.x.saturating_add(columns.min(self.width)),
            y: self.y.saturating_add(rows.min(self.height)),
            width: self.width.saturating_sub(columns.saturating_mul(2)),
            height: self.height.saturating_sub(rows.saturating_mul(2)),
        }
    }

    /// Creates a rectangle of at most this size in the middle.
    #[must_use]
    pub fn centred(self, width: u16, height: u16) -> Self {
        let (width, height) = (width.min(self.width), height.min(self.height));
        Self {
            x: self.x + (self.width - width) / 2,
            y: self.y + (self.height - height) / 2,
            width,
            height,
        }
    }

    /// Returns whether it contains a cell.
    pub fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.right()).contains(&x) && (self.y..self.bottom()).contains(&y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_tile_the_whole_even_when_asked_for_too_much() {
        let area = Area {
            x: 2,
            y: 1,
            width: 10,
            height: 4,
        };
        for rows in 0..8 {
            let (upper, lower) = area.split_top(rows);
            assert_eq!(upper.height + lower.height, 4);
            assert_eq!(lower.y, upper.bottom());
            let (left, right) = area.split_left(rows * 2);
            assert_eq!((left.width + right.width, right.x), (10, left.right()));
        }
        assert!(area.inset(9, 9).is_empty());
        assert_eq!(
            area.centred(100, 2),
            Area {
                x: 2,
                y: 2,
                width: 10,
                height: 2
            }
        );
    }
}
