//! The cells of the screen: writes text into them, clipped and made harmless, and converts the theme's styles. Knows no
//! panes.

use crate::app::panes::geometry::Area;
use crate::config::role::Role;
use crate::config::style::{Color, Style};
use crate::config::theme::Styles;
use crate::text::bidi::{base_direction, logical_order, visual_order};
use crate::text::safe::harmless_line;
use crate::text::width;
use crate::text::width::clip;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style as cells;

/// The screen that is being drawn. Nothing outside it is written to.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    styles: &'a Styles,
    /// Whether right-to-left text is put into visual order here, not by the terminal.
    reorders: bool,
    /// The position of the terminal's cursor, if it is shown.
    pub cursor: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// Creates a canvas over a frame's buffer.
    pub fn new(buffer: &'a mut Buffer, styles: &'a Styles, reorders: bool) -> Self {
        Self {
            buffer,
            styles,
            reorders,
            cursor: None,
        }
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.of(role)
    }

    /// Returns the theme.
    pub fn styles(&self) -> &'a Styles {
        self.styles
    }

    /// Fills an area with blanks in a style.
    pub fn fill(&mut self, area: Area, style: Style) {
        let style = to_cells(style);
        for y in area.y..area.bottom() {
            self.cut_wide(area.x, y);
            for x in area.x..area.right() {
                if let Some(cell) = self.buffer.cell_mut(Position { x, y }) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// Replaces a wide grapheme that begins before a column and reaches into it by a blank, because it would cover
    /// what is drawn there.
    fn cut_wide(&mut self, x: u16, y: u16) {
        let before = x
            .checked_sub(1)
            .and_then(|x| self.buffer.cell_mut(Position { x, y }));
        if let Some(cell) = before.filter(|cell| width::grapheme_width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
    }

    /// Applies a style to what is drawn in an area.
    pub fn tint(&mut self, area: Area, style: Style) {
        let style = to_cells(style);
        for y in area.y..area.bottom() {
            for x in area.x..area.right() {
                if let Some(cell) = self.buffer.cell_mut(Position { x, y }) {
                    cell.set_style(style);
                }
            }
        }
    }

    /// Replaces the style of what is drawn in an area.
    pub fn repaint(&mut self, area: Area, style: Style) {
        for y in area.y..area.bottom() {
            for x in area.x..area.right() {
                if let Some(cell) = self.buffer.cell_mut(Position { x, y }) {
                    cell.modifier = cells::Modifier::empty();
                    (cell.fg, cell.bg) = (cells::Color::Reset, cells::Color::Reset);
                }
            }
        }
        self.tint(area, style);
    }

    /// Writes one line of text into the first row of an area, cut with `…` if it is too long; returns the columns
    /// that it takes. The style is applied over the existing one, so the background of a row stays.
    pub fn text(&mut self, area: Area, text: &str, style: Style) -> u16 {
        self.styled_text(area, &harmless_line(text), |_| style)
    }

    /// Writes one line of text that is already harmless, with a style for each byte offset. Right-to-left text is put
    /// into visual order, but begins at the left edge, as everything in a list does.
    pub fn styled_text(&mut self, area: Area, safe: &str, style_at: impl Fn(usize) -> Style) -> u16 {
        if area.is_empty() {
            return 0;
        }
        let clipped = clip(safe, usize::from(area.width));
        let mut x = area.x;
        let graphemes = if self.reorders {
            visual_order(&clipped, base_direction(&clipped))
        } else {
            logical_order(&clipped)
        };
        for grapheme in graphemes {
            let width = grapheme.width as u16;
            if x + width > area.right() {
                break;
            }
            let symbol = grapheme
                .mirrored
                .or(clipped.get(grapheme.range.clone()))
                .unwrap_or_default();
            self.put(x, area.y, symbol, width, style_at(grapheme.range.start));
            x += width;
        }
        x - area.x
    }

    /// Writes text at the right end of an area.
    pub fn text_right(&mut self, area: Area, text: &str, style: Style) -> u16 {
        let columns = width::width(text).min(usize::from(area.width)) as u16;
        self.text(area.split_left(area.width - columns).1, text, style)
    }

    /// Writes spans one after another; returns the columns that they take.
    pub fn spans(&mut self, area: Area, spans: &[(&str, Style)]) -> u16 {
        let mut rest = area;
        for (text, style) in spans {
            let used = self.text(rest, text, *style);
            rest = rest.split_left(used).1;
        }
        rest.x - area.x
    }

    /// Puts one grapheme into a cell; a wide one also takes the next cell. Does nothing outside the screen.
    pub fn put(&mut self, x: u16, y: u16, grapheme: &str, width: u16, style: Style) {
        let last = Position {
            x: x + width.saturating_sub(1),
            y,
        };
        if width == 0 || self.buffer.cell(last).is_none() {
            return;
        }
        let style = to_cells(style);
        if let Some(cell) = self.buffer.cell_mut(Position { x, y }) {
            cell.set_symbol(grapheme);
            cell.set_style(style);
        }
        for x in x + 1..x + width {
            if let Some(cell) = self.buffer.cell_mut(Position { x, y }) {
                // It is hidden by the wide grapheme; ratatui expects a blank there.
                cell.set_symbol(" ");
                cell.set_style(style);
            }
        }
    }

    /// Draws a rule across an area of one row.
    pub fn line_across(&mut self, area: Area, style: Style) {
        if area.is_empty() {
            return;
        }
        for x in area.x..area.right() {
            self.put(x, area.y, "─", 1, style);
        }
    }

    /// Draws a vertical line down an area of one column.
    pub fn line_down(&mut self, area: Area, style: Style) {
        if area.is_empty() {
            return;
        }
        for y in area.y..area.bottom() {
            self.put(area.x, y, "│", 1, style);
        }
    }
}

/// Converts a style of the theme to one of ratatui.
pub fn to_cells(style: Style) -> cells::Style {
    let mut out = cells::Style {
        fg: style.fg.map(to_color),
        bg: style.bg.map(to_color),
        ..cells::Style::new()
    };
    let attributes = [
        (style.bold, cells::Modifier::BOLD),
        (style.dim, cells::Modifier::DIM),
        (style.italic, cells::Modifier::ITALIC),
        (style.underline, cells::Modifier::UNDERLINED),
        (style.reverse, cells::Modifier::REVERSED),
        (style.strike, cells::Modifier::CROSSED_OUT),
    ];
    for (on, attribute) in attributes {
        if on {
            out = out.add_modifier(attribute);
        }
    }
    out
}

fn to_color(color: Color) -> cells::Color {
    const ANSI: [cells::Color; 16] = [
        cells::Color::Black,
        cells::Color::Red,
        cells::Color::Green,
        cells::Color::Yellow,
        cells::Color::Blue,
        cells::Color::Magenta,
        cells::Color::Cyan,
        cells::Color::Gray,
        cells::Color::DarkGray,
        cells::Color::LightRed,
        cells::Color::LightGreen,
        cells::Color::LightYellow,
        cells::Color::LightBlue,
        cells::Color::LightMagenta,
        cells::Color::LightCyan,
        cells::Color::White,
    ];
    match color {
        Color::Default => cells::Color::Reset,
        Color::Ansi(number) => ANSI
            .get(usize::from(number))
            .copied()
            .unwrap_or(cells::Color::Reset),
        Color::Indexed(number) => cells::Color::Indexed(number),
        Color::Rgb(red, green, blue) => cells::Color::Rgb(red, green, blue),
    }
}
