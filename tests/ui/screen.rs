//! A drawn screen as text and as styles. Not a test itself.

use crate::harness::Bench;
use newsprint::config::{ColorDepth, Styles, Theme};
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
pub fn draw(bench: &Bench, styles: &Styles) -> Buffer {
    let size = bench.app.screen.size;
    let mut terminal =
        Terminal::new(TestBackend::new(size.width, size.height)).expect("a terminal in memory");
    terminal
        .draw(|frame| ui::draw(&bench.app, styles, frame))
        .expect("drawing in memory");
    terminal.backend().buffer().clone()
}

/// The dark theme in 256 colours, which most people see.
pub fn dark(bench: &Bench) -> Buffer {
    static DARK: LazyLock<Styles> = LazyLock::new(|| theme("dark", ColorDepth::Ansi256));
    draw(bench, &DARK)
}

/// The rows of a screen, without blanks at their ends.
pub fn rows(buffer: &Buffer) -> Vec<String> {
    let area = *buffer.area();
    let row = |y: u16| {
        let mut row = String::new();
        let mut hidden = 0;
        for x in 0..area.width {
            // A wide grapheme covers the cells behind it.
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

/// The styles of a screen: a letter for each, and for each row runs of letters with their lengths; a row that is of one
/// style has no length.
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

/// The places of a text on the screen: the cell of its first grapheme.
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
