//! Draws the picture of the README from the program itself: the built-in corpus, some keys, one frame, as SVG on
//! standard output. `cargo run --example screenshot > docs/screenshot.svg`
//!
//! Arguments, all optional: `WIDTHxHEIGHT` THEME KEYS [PATH…]. KEYS are written as in the configuration, set apart by
//! blanks; `'text'` types a text.

use newsprint::app::{Setup, Size};
use newsprint::article::Date;
use newsprint::config::{Color, ColorDepth, Key, KeywordSets, Settings, Theme};
use newsprint::library::{BUILTIN_KEYWORDS, BUILTIN_PROFILES, LoadOptions, Source, builtin_corpus};
use newsprint::runtime::Rehearsal;
use newsprint::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style as cells;
use std::fmt::Write as _;

/// Width and height of a cell, in pixels.
const CELL: (usize, usize) = (9, 18);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let size = args.next().unwrap_or_else(|| "132x38".to_owned());
    let theme = args.next().unwrap_or_else(|| "dark".to_owned());
    let keys = args.next().unwrap_or_default();
    let paths: Vec<Source> = args.map(|path| Source::Path(path.into())).collect();
    let (width, height) = size.split_once('x').ok_or("the size is WIDTHxHEIGHT")?;
    let size = Size {
        width: width.parse()?,
        height: height.parse()?,
    };
    let styles = Theme::built_in(&theme)
        .ok_or("no such theme")?
        .resolve(ColorDepth::True);
    let mut rehearsal = rehearse(size, paths)?;
    rehearsal.press(parse_keys(&keys)?);
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height))?;
    terminal.draw(|frame| ui::draw(rehearsal.app(), &styles, frame))?;
    print!("{}", svg(terminal.backend().buffer()));
    Ok(())
}

fn rehearse(size: Size, paths: Vec<Source>) -> Result<Rehearsal, Box<dyn std::error::Error>> {
    let is_built_in = paths.is_empty();
    let mut options = LoadOptions::default();
    options.knowledge = options.knowledge.with_toml(BUILTIN_PROFILES)?;
    let setup = Setup {
        settings: Settings::default(),
        keywords: KeywordSets::parse(BUILTIN_KEYWORDS).0,
        today: Date::new(2025, 3, 22).ok_or("no such day")?,
        size,
        corpus_name: if is_built_in { "sample corpus" } else { "~/news" }.to_owned(),
        is_built_in,
        query: String::new(),
        complaints: Vec::new(),
    };
    let sources = if is_built_in { builtin_corpus() } else { paths };
    Ok(Rehearsal::new(setup, sources, options))
}

fn parse_keys(written: &str) -> Result<Vec<Key>, Box<dyn std::error::Error>> {
    let mut keys = Vec::new();
    let mut rest = written.trim();
    while !rest.is_empty() {
        let typed = rest.strip_prefix('\'').and_then(|text| text.split_once('\''));
        let after = if let Some((text, after)) = typed {
            keys.extend(text.chars().map(Key::char));
            after
        } else {
            let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
            keys.extend(Key::parse_sequence(word)?);
            after
        };
        rest = after.trim_start();
    }
    Ok(keys)
}

/// The cells as an SVG picture: a rectangle for each run of one background, a text for each cell that is not blank.
fn svg(buffer: &Buffer) -> String {
    let area = buffer.area;
    let (width, height) = (
        usize::from(area.width) * CELL.0,
        usize::from(area.height) * CELL.1,
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"'DejaVu Sans Mono','Noto Sans Mono CJK JP',monospace\" font-size=\"14.5\">\n"
    );
    for y in 0..area.height {
        for x in 0..area.width {
            background(&mut out, &buffer[(x, y)], x, y);
        }
        for x in 0..area.width {
            foreground(&mut out, &buffer[(x, y)], x, y);
        }
    }
    out.push_str("</svg>\n");
    out
}

fn colors(cell: &Cell) -> (String, String) {
    let (fg, bg) = (hex(cell.fg, "#d0d0d0"), hex(cell.bg, "#1c1c1c"));
    if cell.modifier.contains(cells::Modifier::REVERSED) {
        (bg, fg)
    } else {
        (fg, bg)
    }
}

fn background(out: &mut String, cell: &Cell, x: u16, y: u16) {
    let (x, y) = (usize::from(x) * CELL.0, usize::from(y) * CELL.1);
    let fill = colors(cell).1;
    let _ = writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"/>",
        CELL.0 + 1,
        CELL.1 + 1
    );
}

fn foreground(out: &mut String, cell: &Cell, x: u16, y: u16) {
    if cell.symbol().trim().is_empty() {
        return;
    }
    let (x, y) = (usize::from(x) * CELL.0, usize::from(y) * CELL.1 + 14);
    let mut more = String::new();
    let attributes = [
        (cells::Modifier::BOLD, " font-weight=\"bold\""),
        (cells::Modifier::ITALIC, " font-style=\"italic\""),
        (cells::Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (cells::Modifier::DIM, " opacity=\"0.6\""),
    ];
    for (attribute, text) in attributes {
        if cell.modifier.contains(attribute) {
            more.push_str(text);
        }
    }
    let symbol = cell.symbol().replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\" fill=\"{}\"{more}>{symbol}</text>",
        colors(cell).0
    );
}

fn hex(color: cells::Color, default: &str) -> String {
    match color {
        cells::Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        other => named(other).map_or_else(|| default.to_owned(), |rgb| hex(rgb, default)),
    }
}

/// The sixteen colours as xterm has them.
fn named(color: cells::Color) -> Option<cells::Color> {
    let newsprint_color = match color {
        cells::Color::Indexed(number) => Color::Indexed(number),
        cells::Color::Black => Color::Ansi(0),
        cells::Color::Red => Color::Ansi(1),
        cells::Color::Green => Color::Ansi(2),
        cells::Color::Yellow => Color::Ansi(3),
        cells::Color::Blue => Color::Ansi(4),
        cells::Color::Magenta => Color::Ansi(5),
        cells::Color::Cyan => Color::Ansi(6),
        cells::Color::Gray => Color::Ansi(7),
        cells::Color::White => Color::Ansi(15),
        _ => return None,
    };
    let (red, green, blue) = newsprint_color.rgb()?;
    Some(cells::Color::Rgb(red, green, blue))
}
