//! Cells: none contains a control character, wide letters take two, and each part of the screen is where it belongs.

use super::pages::{PAGES, reader};
use super::screen::{dark, find, rows, text};
use crate::harness::{AppDriver, Start, keyword_sets};
use newsprint::app::{Event, Size};
use ratatui::buffer::Buffer;

/// Control sequences and invisible characters, which must never reach a terminal as text.
const BAD: &str = "\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[31m\u{9b}31m\u{202e}\u{2066}\u{200b}\u{feff}\u{0}\u{8}\r\u{1b}]8;;http://x\u{1b}\\";

fn assert_harmless(screen: &Buffer, what: &str) {
    for cell in screen.content() {
        let symbol = cell.symbol();
        let is_bad = |c: char| {
            c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}')
        };
        assert!(!symbol.contains(is_bad), "{what}: {symbol:?}");
    }
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

#[test]
fn no_cell_contains_a_control_character() {
    let odd_path = leak(format!("odd/{BAD}name.txt"));
    let page = leak(format!(
        "outlet: Out{BAD}let\ntitle: Ti{BAD}tle\nbyline: By{BAD}line\n-share: Sh{BAD}are\ntext: Te{BAD}xt ferry"
    ));
    let mut settings = newsprint::config::Settings::default();
    settings.commands.pipe = Some(format!("cat{BAD}"));
    let mut driver = AppDriver::begin(Start {
        size: Size {
            width: 100,
            height: 30,
        },
        settings,
        keywords: keyword_sets("[[set]]\nname = \"Od\\u001b[31md\"\nwords = [\"ferry\"]\n"),
        diagnostics: vec![format!("config {BAD}")],
        corpus_name: format!("folder{BAD}"),
        ..Start::default()
    });
    driver.load(&[(odd_path, page)]);
    driver.problem(odd_path, leak(format!("holds {BAD}")));
    driver.done();
    for keys in [
        "",
        "<Enter>",
        "x",
        "x!",
        "<Esc>H",
        "e",
        "<Esc><Esc>/",
        "<Esc>f",
        "<Esc>o",
        "<Esc>|",
        "<Esc>E",
        "Y",
        "e<C-u>a<Enter>",
        "]",
    ] {
        driver.keys(keys);
        assert_harmless(&dark(&driver), keys);
        if driver.app.input.prompt.is_some() {
            driver.event(Event::Paste(BAD.to_owned()));
            assert_harmless(&dark(&driver), keys);
        }
    }
    driver.keys("<Esc><Esc>");
    driver.event(Event::Failed(BAD.to_owned()));
    assert_harmless(&dark(&driver), "a failure");
    driver.event(Event::Saved(Ok(std::path::PathBuf::from(odd_path))));
    assert_harmless(&dark(&driver), "a path");
    driver.keys("f");
    driver.event(Event::Paste(format!("date:{BAD}")));
    assert_harmless(&dark(&driver), "a mistake");
}

#[test]
fn wide_letters_take_two_cells_each() {
    let mut driver = reader(80, 24);
    driver.keys("4j<Enter>");
    let screen = dark(&driver);
    let (x, y) = find(&screen, "海").expect("the title");
    assert_eq!(screen[(x + 1, y)].symbol(), " ");
    assert_eq!(screen[(x + 2, y)].symbol(), "峡");
    for row in rows(&screen) {
        assert!(newsprint::text::width(&row) <= 80, "{row}");
    }
}

#[test]
fn right_to_left_paragraphs_are_aligned_right() {
    let mut driver = reader(80, 24);
    driver.keys("3j<Enter>");
    let screen = dark(&driver);
    let rows = rows(&screen);
    // Cells are in visual order: the last letter of the row comes first.
    let row = rows.iter().find(|row| row.contains('9')).expect("the paragraph");
    assert!(row.contains("حتف") || row.contains("ﺢ"), "{row}");
    let logical = driver.app.reader.open().unwrap().document.text.clone();
    assert!(logical.contains("فتح النفق"));
}

#[test]
fn the_first_screen_has_a_row_for_each_outlet_and_article() {
    for (width, height) in [(120, 40), (80, 24)] {
        let screen = dark(&reader(width, height));
        let text = text(&screen);
        for name in [
            "All outlets",
            "Harbour Herald",
            "Northern Ledg",
            "unknown",
            "no date",
        ] {
            assert!(text.contains(name), "{name} at {width}x{height}:\n{text}");
        }
        for title in ["Tunnel under", "Bridge toll", "Fog over", "Nobody knows who"] {
            assert!(text.contains(title), "{title} at {width}x{height}:\n{text}");
        }
        assert!(text.contains(&format!("{} articles", PAGES.len())));
    }
}

#[test]
fn the_header_shows_the_filter_and_the_count() {
    let mut driver = reader(80, 24);
    driver.keys("fferry<Enter>");
    let header = rows(&dark(&driver))[0].clone();
    assert!(header.contains("ferry") && header.contains("2 of 6"), "{header}");
    driver.keys("F");
    let header = rows(&dark(&driver))[0].clone();
    assert!(
        !header.contains("ferry") && header.contains("6 articles"),
        "{header}"
    );
}

#[test]
fn pending_keys_are_shown_with_what_can_follow() {
    let mut driver = reader(80, 24);
    driver.keys("5g");
    let last = rows(&dark(&driver))[23].clone();
    assert!(last.contains("5g") && last.contains("g top"), "{last}");
}

#[test]
fn the_last_line_shows_progress() {
    let mut driver = AppDriver::begin(Start::default());
    driver.importing(newsprint::library::ImportEvent::Progress(
        newsprint::library::Progress {
            done: 1200,
            found: 5000,
            all_found: true,
            bytes: 0,
        },
    ));
    let last = rows(&dark(&driver))[23].clone();
    assert!(last.contains("1,200 of 5,000"), "{last}");
}

#[test]
fn wide_letters_do_not_cover_the_edge_of_an_overlay() {
    let mut count = 0;
    for keys in ["d", "o", "?", ":", "H", "!", ","] {
        for width in 66..100 {
            let mut driver = reader(width, 24);
            driver.keys("h").keys(keys);
            let screen = dark(&driver);
            let raised = screen[(0, 0)].bg;
            // Header and hint row are raised too.
            let overlay = (1..23).flat_map(|y| (1..width).map(move |x| (x, y)));
            let edges =
                overlay.filter(|&(x, y)| screen[(x, y)].bg == raised && screen[(x - 1, y)].bg != raised);
            for (x, y) in edges {
                let before = screen[(x - 1, y)].symbol();
                assert!(newsprint::text::width(before) < 2, "{keys} at {width}: {before}");
                count += 1;
            }
        }
    }
    // An overlay may be as wide as the screen.
    assert!(count > 500, "{count}");
}

#[test]
fn the_cursor_of_an_overlay_is_visible_on_low_screens() {
    for (keys, steps) in [("d", 3), ("o", 5), (":", 30), (",", 6), ("H", 1)] {
        for (width, height) in [(40, 9), (40, 12), (80, 14), (80, 18), (100, 24)] {
            let mut driver = reader(width, height);
            driver.keys(keys);
            let plain = dark(&driver);
            for step in 0..steps {
                driver.keys(if keys == "d" { "<Up>" } else { "<Down>" });
                let cursor = match &driver.app.input.overlay {
                    Some(newsprint::app::Overlay::Dates(picker)) => picker.counts.days[picker.list.cursor]
                        .0
                        .weekday()
                        .short()
                        .to_owned(),
                    Some(newsprint::app::Overlay::Picker(_, picker)) => {
                        picker.items()[picker.chosen().expect("a row")].label.clone()
                    }
                    _ => "Light".to_owned(),
                };
                // Right-to-left letters have another order on the screen.
                let start: String = cursor.chars().take_while(char::is_ascii).take(3).collect();
                let screen = dark(&driver);
                assert!(
                    text(&screen).contains(&start),
                    "{cursor} after {keys} and {step} at {width}x{height}"
                );
            }
            assert_ne!(plain, dark(&driver), "{keys} at {width}x{height}");
        }
    }
}
