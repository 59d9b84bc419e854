//! What must look different in every theme at every colour depth.

use super::pages::{PAGES, reader};
use super::screen::{describe, draw, find, rows, theme};
use crate::harness::library::LibraryFixture;
use crate::harness::{AppDriver, Start};
use newsprint::config::{ColorDepth, KeywordSets, Role, Styles};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

const DEPTHS: [ColorDepth; 4] = [
    ColorDepth::None,
    ColorDepth::Ansi16,
    ColorDepth::Ansi256,
    ColorDepth::True,
];

/// Each theme at each colour depth.
fn themes() -> impl Iterator<Item = (String, Styles)> {
    ["dark", "light", "terminal"]
        .into_iter()
        .flat_map(|name| DEPTHS.map(|depth| (format!("{name} at {depth:?}"), theme(name, depth))))
}

fn style_of(screen: &Buffer, text: &str) -> String {
    let place = find(screen, text).unwrap_or_else(|| panic!("{text} in\n{}", rows(screen).join("\n")));
    describe(&screen[place])
}

#[test]
fn words_of_the_command_line_differ_from_the_text() {
    let mut keywords = KeywordSets::default();
    keywords.add_for_this_run("highlight", "lorries,water");
    let mut driver = AppDriver::with(
        PAGES,
        Start {
            keywords,
            ..Start::default()
        },
    );
    driver.keys("<Enter>");
    for (name, styles) in themes() {
        let screen = draw(&driver, &styles);
        let plain = style_of(&screen, "opened to");
        assert_ne!(style_of(&screen, "lorries"), plain, "{name}");
        assert_ne!(style_of(&screen, "water"), plain, "{name}");
        assert_eq!(style_of(&screen, "had expected"), plain, "{name}");
    }
}

#[test]
fn the_current_hit_differs_from_the_others() {
    let mut driver = reader(80, 24);
    driver.keys("<Enter>/lamp<Enter>n");
    for (name, styles) in themes() {
        let screen = draw(&driver, &styles);
        let first = style_of(&screen, "lamp was");
        let second = style_of(&screen, "lamps to");
        assert_ne!(first, second, "{name}");
        assert_ne!(first, style_of(&screen, "Friday"), "{name}");
    }
}

#[test]
fn the_cursor_differs_from_other_rows_and_its_pane_from_others() {
    let mut driver = reader(80, 24);
    for (name, styles) in themes() {
        let screen = draw(&driver, &styles);
        assert_ne!(
            style_of(&screen, "Tunnel under"),
            style_of(&screen, "Bridge toll"),
            "{name}"
        );
    }
    driver.keys("h");
    for (name, styles) in themes() {
        let screen = draw(&driver, &styles);
        let area = driver.app.screen.areas.sources;
        let row = |line: u16| describe(&screen[(area.x + 1, area.y + line)]);
        assert_ne!(row(1), row(3), "{name}");
    }
}

#[test]
fn the_selection_differs_from_the_text() {
    let mut driver = reader(80, 48);
    driver.keys("<Enter>/Nobody had<Enter>v<Esc>v");
    driver.keys("<Esc><Esc>").keys("v4jw");
    for (name, styles) in themes() {
        let screen = draw(&driver, &styles);
        let open = driver.app.reader.open().unwrap();
        assert!(open.selection.is_some());
        assert_ne!(
            style_of(&screen, "Tunnel under"),
            style_of(&screen, "Drivers"),
            "{name}"
        );
    }
}

#[test]
fn removed_lines_differ_from_kept_ones() {
    let mut driver = reader(120, 40);
    driver.keys("<Enter>xG");
    for (name, styles) in themes() {
        let screen = draw(&driver, &styles);
        assert_ne!(
            style_of(&screen, "Share this"),
            style_of(&screen, "Nobody had"),
            "{name}"
        );
        assert!(find(&screen, "share").is_some() && find(&screen, "navigation").is_some());
    }
}

#[test]
fn a_mistake_in_the_filter_is_highlighted() {
    let mut driver = reader(80, 24);
    driver.keys("fferry date:2025-99");
    for (name, styles) in themes() {
        let screen = draw(&driver, &styles);
        let y = rows(&screen)
            .iter()
            .position(|row| row.contains("filter ferry date"));
        let y = y.expect("the bar") as u16;
        let x = |text: &str| rows(&screen)[usize::from(y)].find(text).unwrap() as u16;
        let style = |text: &str| describe(&screen[(x(text), y)]);
        assert_ne!(style("2025-99"), style("ferry"), "{name}");
    }
}

#[test]
fn read_articles_differ_from_unread_ones() {
    let mut driver = reader(80, 24);
    driver.keys("rG");
    for (name, styles) in themes() {
        let screen = draw(&driver, &styles);
        let row = |title: &str| {
            let (_, y) = find(&screen, title).unwrap();
            let cells = (24..80).map(|x| (screen[(x, y)].symbol() == "•", describe(&screen[(x, y)])));
            cells.collect::<Vec<_>>()
        };
        assert_ne!(row("Tunnel under"), row("Bridge toll"), "{name}");
    }
}

#[test]
fn added_and_removed_words_differ() {
    let mut library = LibraryFixture::new(Some(""));
    let page = "Old bridge opens again\n\nHundreds of people came to see the bridge before noon on Monday.\n\n\
                Most of them stayed until the evening, and some of them until the next morning.\n";
    library.write("1.txt", page);
    library.import();
    library.write("1.txt", &page.replace("Hundreds", "Thousands"));
    let mut driver = AppDriver::of_library(library, Start::default());
    driver.keys("<Enter>D");
    for (name, styles) in themes() {
        let screen = draw(&driver, &styles);
        let looks = ["Hundreds", "Thousands", "people"].map(|text| style_of(&screen, text));
        assert_ne!(looks[0], looks[1], "{name}");
        assert_ne!(looks[0], looks[2], "{name}");
        assert_ne!(looks[1], looks[2], "{name}");
    }
}

/// Signs that carry a meaning but no text.
const SIGNS: &str = "•★▌╴●○";
/// Rules, separators and the scroll bar are decoration.
const DECORATION: &str = "│─▐▁▂▃▄▅▆▇█";

/// The keys that lead to every kind of screen.
const SCREENS: &[&str] = &[
    "",
    "h",
    "r",
    "<Enter>",
    "<Enter>x",
    "<Enter>xG",
    "z",
    "fferry",
    "fout<Tab>",
    "fdate:2025-99",
    "o",
    "d",
    "d<Tab> <Left>",
    "?",
    ":zen",
    "<Enter>H",
    "!",
    "<Enter>/ferry<Enter>v",
    "5g",
    "<Enter>xgg6jcX",
    "sjtgrain<Enter>",
    "Vjj",
    "/ferry<Enter>gK",
    ":sort size<Enter>",
];

#[test]
fn what_is_drawn_together_has_contrast() {
    for name in ["dark", "light"] {
        for depth in [ColorDepth::True, ColorDepth::Ansi256] {
            let styles = theme(name, depth);
            let beneath = super::screen::rgb(styles.of(Role::Beneath).fg.unwrap());
            for (width, height) in [(80, 24), (120, 36), (40, 12)] {
                for &keys in SCREENS {
                    let mut driver = reader(width, height);
                    driver.keys(keys);
                    for cell in draw(&driver, &styles).content() {
                        let symbol = cell.symbol();
                        if symbol.trim().is_empty() {
                            continue;
                        }
                        let (mut fg, mut bg) =
                            (super::screen::rgb_of(cell.fg), super::screen::rgb_of(cell.bg));
                        if cell.modifier.contains(Modifier::REVERSED) {
                            std::mem::swap(&mut fg, &mut bg);
                        }
                        if DECORATION.contains(symbol) || fg == beneath {
                            continue;
                        }
                        let least = if SIGNS.contains(symbol) { 3.0 } else { 4.5 };
                        let ratio = newsprint::config::contrast(fg, bg);
                        assert!(
                            ratio >= least,
                            "{name} {depth:?} {keys}: {symbol} {fg:?} on {bg:?} has {ratio:.2}"
                        );
                    }
                }
            }
        }
    }
}

/// The colours that are drawn together with sixteen colours: the letters, and what is below them.
const PAIRS: &[(Color, Color)] = &[
    // Text; titles; focus and keys; the filter, what it found, stars; outlets; errors.
    (Color::Gray, Color::Black),
    (Color::White, Color::Black),
    (Color::LightCyan, Color::Black),
    (Color::LightYellow, Color::Black),
    (Color::Green, Color::Black),
    (Color::LightRed, Color::Black),
    // Hits of the keyword sets in the text, reversed in their colour, and as letters in lists.
    (Color::Black, Color::LightYellow),
    (Color::Black, Color::LightCyan),
    (Color::Black, Color::LightMagenta),
    (Color::White, Color::Blue),
    (Color::LightBlue, Color::Black),
];

#[test]
fn sixteen_colours_and_none_use_only_what_every_terminal_shows() {
    let styles = [ColorDepth::Ansi16, ColorDepth::None].map(|depth| theme("dark", depth));
    for (width, height) in [(80, 24), (120, 36), (40, 12)] {
        for &keys in SCREENS {
            let mut driver = reader(width, height);
            driver.keys(keys);
            let [ansi, mono] = [0, 1].map(|at| draw(&driver, &styles[at]));
            for cell in ansi
                .content()
                .iter()
                .filter(|cell| !cell.symbol().trim().is_empty())
            {
                let pair = (cell.fg, cell.bg);
                assert!(PAIRS.contains(&pair), "{keys}: {} is {pair:?}", cell.symbol());
                let is_plain = matches!(cell.fg, Color::Gray | Color::White);
                assert!(
                    is_plain || !cell.modifier.contains(Modifier::DIM),
                    "{keys}: {cell:?}"
                );
            }
            for cell in mono.content() {
                assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{keys}");
            }
        }
    }
}

#[test]
fn with_few_colours_the_row_under_the_cursor_is_reversed_as_a_whole() {
    let driver = reader(80, 24);
    for depth in [ColorDepth::Ansi16, ColorDepth::None] {
        let screen = draw(&driver, &theme("dark", depth));
        let (_, y) = find(&screen, "Tunnel under").expect("the first row");
        let area = driver
            .app
            .screen
            .areas
            .list_frame(newsprint::app::Pane::Articles)
            .rows;
        for x in area.x..area.right() {
            assert!(
                screen[(x, y)].modifier.contains(Modifier::REVERSED),
                "{depth:?} at {x}"
            );
        }
    }
}
