//! A drawn screen as text and as styles.

use crate::harness::AppDriver;
use newsprint::config::{Color, ColorDepth, Styles, Theme};
use newsprint::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use std::fmt::Write;
use std::sync::LazyLock;

/// The styles of a built-in theme.
pub fn theme(name: &str, depth: ColorDepth) -> Styles {
    Theme::built_in(name).expect("a built-in theme").resolve(depth)
}

/// The screen of a reader.
pub fn draw(driver: &AppDriver, styles: &Styles) -> Buffer {
    let size = driver.app.screen.size;
    let mut terminal =
        Terminal::new(TestBackend::new(size.width, size.height)).expect("a terminal in memory");
    terminal
        .draw(|frame| ui::draw(&driver.app, styles, frame))
        .expect("drawing in memory");
    terminal.backend().buffer().clone()
}

/// The screen in the dark theme with 256 colours.
pub fn dark(driver: &AppDriver) -> Buffer {
    static DARK: LazyLock<Styles> = LazyLock::new(|| theme("dark", ColorDepth::Ansi256));
    draw(driver, &DARK)
}

/// The rows of a screen, without trailing spaces.
pub fn rows(buffer: &Buffer) -> Vec<String> {
    let area = *buffer.area();
    let row = |y: u16| {
        let mut row = String::new();
        let mut hidden = 0;
        for x in 0..area.width {
            // A wide grapheme covers the following cells.
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            hidden = newsprint::text::width(symbol).saturating_sub(1);
            row.push_str(symbol);
        }
        row.trim_end().to_owned()
    };
    (0..area.height).map(row).collect()
}

/// The screen as one text.
pub fn text(buffer: &Buffer) -> String {
    rows(buffer).join("\n")
}

/// The styles of a screen: a letter for each style, and for each row runs of letters with their lengths, or one letter for
/// a row of one style.
pub fn styles(buffer: &Buffer) -> String {
    let area = *buffer.area();
    let mut known: Vec<String> = Vec::new();
    let mut lines = String::new();
    for y in 0..area.height {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for x in 0..area.width {
            let described = describe(&buffer[(x, y)]);
            let number = known
                .iter()
                .position(|style| *style == described)
                .unwrap_or_else(|| {
                    known.push(described);
                    known.len() - 1
                });
            match runs.last_mut() {
                Some((last, length)) if *last == number => *length += 1,
                _ => runs.push((number, 1)),
            }
        }
        let words: Vec<String> = match runs.as_slice() {
            [(only, _)] => vec![letter(*only)],
            runs => runs
                .iter()
                .map(|(number, length)| format!("{}{length}", letter(*number)))
                .collect(),
        };
        lines.push_str(&words.join(" "));
        lines.push('\n');
    }
    let mut out = String::new();
    for (number, style) in known.iter().enumerate() {
        writeln!(out, "{} = {style}", letter(number)).expect("writing to a string");
    }
    out + &lines
}

fn letter(number: usize) -> String {
    let letter = char::from(b'a' + (number % 26) as u8);
    if number < 26 {
        letter.to_string()
    } else {
        format!("{letter}'")
    }
}

/// A cell's style in words.
pub fn describe(cell: &Cell) -> String {
    let modifiers = if cell.modifier.is_empty() {
        String::new()
    } else {
        format!(" {:?}", cell.modifier)
    };
    format!("{} on {}{modifiers}", cell.fg, cell.bg)
}

/// The red, green and blue of a colour of a theme.
pub fn rgb(color: Color) -> (u8, u8, u8) {
    color.rgb().expect("a known colour")
}

/// The red, green and blue of the colour of a cell.
pub fn rgb_of(color: ratatui::style::Color) -> (u8, u8, u8) {
    match color {
        ratatui::style::Color::Rgb(red, green, blue) => (red, green, blue),
        ratatui::style::Color::Indexed(number) => rgb(Color::Indexed(number)),
        other => panic!("{other} is not a colour of a theme"),
    }
}

/// The cell of the first grapheme of a text on the screen.
pub fn find(buffer: &Buffer, wanted: &str) -> Option<(u16, u16)> {
    let area = *buffer.area();
    for y in 0..area.height {
        let (mut row, mut starts) = (String::new(), Vec::new());
        for x in 0..area.width {
            starts.push(row.len());
            row.push_str(buffer[(x, y)].symbol());
        }
        let found = row
            .find(wanted)
            .and_then(|at| starts.iter().position(|&start| start == at));
        if let Some(x) = found {
            return Some((x as u16, y));
        }
    }
    None
}
