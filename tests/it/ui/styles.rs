//! What has to look different, in every theme and every depth of colour.

use super::pages::{PAGES, reader};
use super::screen::{describe, draw, find, rows, theme};
use crate::harness::library::Shelves;
use crate::harness::{Bench, Start};
use newsprint::config::{ColorDepth, KeywordSets, Styles};
use ratatui::buffer::Buffer;

const DEPTHS: [ColorDepth; 4] = [
    ColorDepth::None,
    ColorDepth::Ansi16,
    ColorDepth::Ansi256,
    ColorDepth::True,
];

/// Each theme in each depth.
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
fn words_of_the_command_line_stand_out_in_every_depth() {
    let mut keywords = KeywordSets::default();
    keywords.add_for_this_run("highlight", "lorries,water");
    let mut bench = Bench::with(
        PAGES,
        Start {
            keywords,
            ..Start::default()
        },
    );
    bench.keys("<Enter>");
    for (name, styles) in themes() {
        let screen = draw(&bench, &styles);
        let plain = style_of(&screen, "opened to");
        assert_ne!(style_of(&screen, "lorries"), plain, "{name}");
        assert_ne!(style_of(&screen, "water"), plain, "{name}");
        assert_eq!(style_of(&screen, "Nobody had"), plain, "{name}");
    }
}

#[test]
fn the_hit_that_was_jumped_to_differs_from_the_others() {
    let mut bench = reader(80, 24);
    bench.keys("<Enter>/lamp<Enter>n");
    for (name, styles) in themes() {
        let screen = draw(&bench, &styles);
        let first = style_of(&screen, "lamp was");
        let second = style_of(&screen, "lamps to");
        assert_ne!(first, second, "{name}");
        assert_ne!(first, style_of(&screen, "Friday"), "{name}");
    }
}

#[test]
fn the_cursor_differs_from_other_rows_and_its_pane_from_others() {
    let mut bench = reader(80, 24);
    for (name, styles) in themes() {
        let screen = draw(&bench, &styles);
        assert_ne!(
            style_of(&screen, "Tunnel under"),
            style_of(&screen, "Bridge toll"),
            "{name}"
        );
    }
    bench.keys("h");
    for (name, styles) in themes() {
        let screen = draw(&bench, &styles);
        assert_ne!(
            style_of(&screen, "All articles"),
            style_of(&screen, "Harbour Herald"),
            "{name}"
        );
    }
}

#[test]
fn the_selection_differs_from_the_text() {
    let mut bench = reader(80, 24);
    bench.keys("<Enter>/Nobody had<Enter>v<Esc>v");
    bench.keys("<Esc><Esc>").keys("v4jw");
    for (name, styles) in themes() {
        let screen = draw(&bench, &styles);
        let open = bench.app.reader.open().unwrap();
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
    let mut bench = reader(120, 40);
    bench.keys("<Enter>xG");
    for (name, styles) in themes() {
        let screen = draw(&bench, &styles);
        assert_ne!(
            style_of(&screen, "Share this"),
            style_of(&screen, "Nobody had"),
            "{name}"
        );
        assert!(find(&screen, "share").is_some() && find(&screen, "navigation").is_some());
    }
}

#[test]
fn a_mistake_in_the_filter_stands_out_where_it_is() {
    let mut bench = reader(80, 24);
    bench.keys("fferry date:2025-99");
    for (name, styles) in themes() {
        let screen = draw(&bench, &styles);
        let y = rows(&screen)
            .iter()
            .position(|row| row.contains("filter: ferry date") && !row.contains("newsprint"));
        let y = y.expect("the bar") as u16;
        let x = |text: &str| rows(&screen)[usize::from(y)].find(text).unwrap() as u16;
        let style = |text: &str| describe(&screen[(x(text), y)]);
        assert_ne!(style("2025-99"), style("ferry"), "{name}");
    }
}

#[test]
fn read_articles_differ_from_unread_ones() {
    let mut bench = reader(80, 24);
    bench.keys("rG");
    for (name, styles) in themes() {
        let screen = draw(&bench, &styles);
        let row = |title: &str| {
            let (_, y) = find(&screen, title).unwrap();
            let cells = (24..80).map(|x| (screen[(x, y)].symbol() == "•", describe(&screen[(x, y)])));
            cells.collect::<Vec<_>>()
        };
        assert_ne!(row("Tunnel under"), row("Bridge toll"), "{name}");
    }
}

#[test]
fn words_that_came_and_words_that_went_differ_in_every_depth() {
    let mut shelves = Shelves::new(Some(""));
    let page = "Old bridge opens again\n\nHundreds of people came to see the bridge before noon on Monday.\n\n\
                Most of them stayed until the evening, and some of them until the next morning.\n";
    shelves.write("1.txt", page);
    shelves.import();
    shelves.write("1.txt", &page.replace("Hundreds", "Thousands"));
    let mut bench = Bench::of_library(shelves, Start::default());
    bench.keys("<Enter>D");
    for (name, styles) in themes() {
        let screen = draw(&bench, &styles);
        let looks = ["Hundreds", "Thousands", "people"].map(|text| style_of(&screen, text));
        assert_ne!(looks[0], looks[1], "{name}");
        assert_ne!(looks[0], looks[2], "{name}");
        assert_ne!(looks[1], looks[2], "{name}");
    }
}
