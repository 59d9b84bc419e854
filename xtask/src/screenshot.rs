//! `cargo xtask screenshot`: draws the picture of the README with the program itself. It opens the sample corpus, presses
//! some keys and writes one frame as SVG to standard output.

use crate::Outcome;
use newsprint::app::{Setup, Size};
use newsprint::article::Date;
use newsprint::config::{Color, ColorDepth, Key, KeywordSets, Settings, Theme};
use newsprint::library::{BUILTIN_KEYWORDS, BUILTIN_PROFILES, LoadOptions, LoadSource, builtin_corpus};
use newsprint::runtime::HeadlessReader;
use newsprint::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style as cells;
use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Width and height of a cell, in pixels.
const CELL: (usize, usize) = (9, 18);

#[derive(clap::Args)]
pub struct Arguments {
    /// The size of the terminal in cells
    #[arg(default_value = "100x30", value_name = "WIDTHxHEIGHT")]
    size: String,
    /// The built-in theme
    #[arg(default_value = "dark")]
    theme: String,
    /// The keys to press, as in the configuration, separated by spaces; 'text' in quotes types a text
    #[arg(default_value = "")]
    keys: String,
    /// What to open instead of the sample corpus
    paths: Vec<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Outcome {
    let (width, height) = arguments
        .size
        .split_once('x')
        .ok_or("the size is not WIDTHxHEIGHT")?;
    let size = Size {
        width: width.parse()?,
        height: height.parse()?,
    };
    let theme = Theme::built_in(&arguments.theme).ok_or("there is no theme with this name")?;
    let styles = theme.resolve(ColorDepth::True);
    let paths = arguments.paths.iter().cloned().map(LoadSource::Path).collect();
    let mut reader = open(size, paths)?;
    reader.press(parse_keys(&arguments.keys)?);
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height))?;
    terminal.draw(|frame| ui::draw(reader.app(), &styles, frame))?;
    print!("{}", svg(terminal.backend().buffer()));
    Ok(())
}

fn open(size: Size, paths: Vec<LoadSource>) -> Result<HeadlessReader, Box<dyn Error>> {
    let is_built_in = paths.is_empty();
    let mut options = LoadOptions::default();
    options.knowledge = options.knowledge.with_toml(BUILTIN_PROFILES)?.0;
    let setup = Setup {
        settings: Settings::default(),
        keywords: KeywordSets::parse(BUILTIN_KEYWORDS).0,
        today: Date::new(2025, 3, 22).ok_or("not a date")?,
        size,
        corpus_name: if is_built_in { "sample corpus" } else { "~/news" }.to_owned(),
        is_built_in,
        opens_page: false,
        knowledge: options.knowledge.clone(),
        query: String::new(),
        diagnostics: Vec::new(),
        remembered: newsprint::app::Remembered::default(),
    };
    let sources = if is_built_in { builtin_corpus() } else { paths };
    Ok(HeadlessReader::new(setup, sources, options)?)
}

fn parse_keys(written: &str) -> Result<Vec<Key>, Box<dyn Error>> {
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

/// Draws the cells as SVG: one rectangle and one text for each run of cells with the same style.
fn svg(buffer: &Buffer) -> String {
    let area = buffer.area;
    let (width, height) = (
        usize::from(area.width) * CELL.0,
        usize::from(area.height) * CELL.1,
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"'DejaVu Sans Mono','Noto Sans Mono CJK JP',monospace\" \
         font-size=\"14.5\" xml:space=\"preserve\" style=\"white-space:pre;unicode-bidi:bidi-override;direction:ltr\">\n"
    );
    for y in 0..area.height {
        let runs = runs_of(buffer, y);
        for run in &runs {
            run.background(&mut out, y);
        }
        for run in runs.iter().filter(|run| !run.text.trim().is_empty()) {
            run.foreground(&mut out, y);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Adjacent cells with the same style.
struct Run {
    x: u16,
    columns: u16,
    text: String,
    fg: String,
    bg: String,
    attributes: cells::Modifier,
}

/// The runs of a row. The cell under the right half of a wide grapheme is not drawn and belongs to no run.
fn runs_of(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let columns = newsprint::text::width(cell.symbol()).max(1) as u16;
        let (fg, bg) = colors(cell);
        match runs.last_mut() {
            Some(run) if (&run.fg, &run.bg, run.attributes) == (&fg, &bg, cell.modifier) => {
                run.columns += columns;
                run.text.push_str(cell.symbol());
            }
            _ => runs.push(Run {
                x,
                columns,
                text: cell.symbol().to_owned(),
                fg,
                bg,
                attributes: cell.modifier,
            }),
        }
        x += columns;
    }
    runs
}

impl Run {
    fn background(&self, out: &mut String, y: u16) {
        let (x, y) = (usize::from(self.x) * CELL.0, usize::from(y) * CELL.1);
        let (width, height) = (usize::from(self.columns) * CELL.0 + 1, CELL.1 + 1);
        let fill = &self.bg;
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"
        );
    }

    fn foreground(&self, out: &mut String, y: u16) {
        let (x, y) = (usize::from(self.x) * CELL.0, usize::from(y) * CELL.1 + 14);
        let attributes = [
            (cells::Modifier::BOLD, " font-weight=\"bold\""),
            (cells::Modifier::ITALIC, " font-style=\"italic\""),
            (cells::Modifier::UNDERLINED, " text-decoration=\"underline\""),
            (cells::Modifier::DIM, " opacity=\"0.6\""),
        ];
        let more: String = attributes
            .iter()
            .filter(|(attribute, _)| self.attributes.contains(*attribute))
            .map(|(_, text)| *text)
            .collect();
        let text = self.text.replace('&', "&amp;").replace('<', "&lt;");
        let length = usize::from(self.columns) * CELL.0;
        let fg = &self.fg;
        let _ = writeln!(
            out,
            "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\" fill=\"{fg}\"{more}>{text}</text>"
        );
    }
}

fn colors(cell: &Cell) -> (String, String) {
    let (fg, bg) = (hex(cell.fg, "#d0d0d0"), hex(cell.bg, "#1c1c1c"));
    if cell.modifier.contains(cells::Modifier::REVERSED) {
        (bg, fg)
    } else {
        (fg, bg)
    }
}

fn hex(color: cells::Color, default: &str) -> String {
    match color {
        cells::Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        other => named(other).map_or_else(|| default.to_owned(), |rgb| hex(rgb, default)),
    }
}

/// The RGB value of an indexed colour or of one of the sixteen ANSI colours, as in xterm.
fn named(color: cells::Color) -> Option<cells::Color> {
    use cells::Color as C;
    let sixteen = [
        C::Black,
        C::Red,
        C::Green,
        C::Yellow,
        C::Blue,
        C::Magenta,
        C::Cyan,
        C::Gray,
        C::DarkGray,
        C::LightRed,
        C::LightGreen,
        C::LightYellow,
        C::LightBlue,
        C::LightMagenta,
        C::LightCyan,
        C::White,
    ];
    let number = sixteen.iter().position(|known| *known == color);
    let known = match (color, number) {
        (C::Indexed(number), _) => Color::Indexed(number),
        (_, Some(number)) => Color::Ansi(number as u8),
        _ => return None,
    };
    let (red, green, blue) = known.rgb()?;
    Some(C::Rgb(red, green, blue))
}
