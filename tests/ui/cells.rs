//! Whatever pages, paths and people write: no cell holds a control, and wide letters take their cells.

use crate::harness::{Bench, Start, keyword_sets};
use crate::pages::{PAGES, reader};
use crate::screen::{dark, find, rows, text};
use newsprint::app::{Event, Size};
use ratatui::buffer::Buffer;

/// What a terminal must never be given as text.
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
fn no_cell_holds_a_control_whatever_is_shown() {
    let odd_path = leak(format!("odd/{BAD}name.txt"));
    let page = leak(format!(
        "outlet: Out{BAD}let\ntitle: Ti{BAD}tle\nbyline: By{BAD}line\n-share: Sh{BAD}are\ntext: Te{BAD}xt ferry"
    ));
    let mut settings = newsprint::config::Settings::default();
    settings.commands.pipe = Some(format!("cat{BAD}"));
    let mut bench = Bench::begin(Start {
        size: Size {
            width: 100,
            height: 30,
        },
        settings,
        keywords: keyword_sets("[[set]]\nname = \"Od\\u001b[31md\"\nwords = [\"ferry\"]\n"),
        complaints: vec![format!("config {BAD}")],
        corpus_name: format!("folder{BAD}"),
        ..Start::default()
    });
    bench.load(&[(odd_path, page)]);
    bench.problem(odd_path, leak(format!("holds {BAD}")));
    bench.done();
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
        bench.keys(keys);
        assert_harmless(&dark(&bench), keys);
        if bench.app.input.prompt.is_some() {
            bench.event(Event::Paste(BAD.to_owned()));
            assert_harmless(&dark(&bench), keys);
        }
    }
    bench.keys("<Esc><Esc>");
    bench.event(Event::Failed(BAD.to_owned()));
    assert_harmless(&dark(&bench), "a failure");
    bench.event(Event::Saved(Ok(std::path::PathBuf::from(odd_path))));
    assert_harmless(&dark(&bench), "a path");
    bench.keys("f");
    bench.event(Event::Paste(format!("date:{BAD}")));
    assert_harmless(&dark(&bench), "a mistake");
}

#[test]
fn wide_letters_take_two_cells_each() {
    let mut bench = reader(80, 24);
    bench.keys("4j<Enter>");
    let screen = dark(&bench);
    let (x, y) = find(&screen, "海").expect("the title");
    assert_eq!(screen[(x + 1, y)].symbol(), " ");
    assert_eq!(screen[(x + 2, y)].symbol(), "峡");
    for row in rows(&screen) {
        assert!(newsprint::text::width(&row) <= 80, "{row}");
    }
}

#[test]
fn right_to_left_paragraphs_stand_at_the_right() {
    let mut bench = reader(80, 24);
    bench.keys("3j<Enter>");
    let screen = dark(&bench);
    let rows = rows(&screen);
    // The letters stand in the order in which the terminal shows them: the last of the row first.
    let row = rows.iter().find(|row| row.contains('9')).expect("the paragraph");
    assert!(row.contains("حتف") || row.contains("ﺢ"), "{row}");
    let logical = bench.app.reader.open().unwrap().document.text.clone();
    assert!(logical.contains("فتح النفق"));
}

#[test]
fn the_first_screen_has_a_row_for_each_outlet_and_article() {
    for (width, height) in [(120, 40), (80, 24)] {
        let screen = dark(&reader(width, height));
        let text = text(&screen);
        for name in [
            "All articles",
            "Harbour Herald",
            "Northern Ledger",
            "outlet unknown",
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
fn what_is_filtered_stands_in_the_header_with_the_count() {
    let mut bench = reader(80, 24);
    bench.keys("fferry<Enter>");
    let header = rows(&dark(&bench))[0].clone();
    assert!(header.contains("ferry") && header.contains("2 of 6"), "{header}");
    bench.keys("F");
    let header = rows(&dark(&bench))[0].clone();
    assert!(
        !header.contains("ferry") && header.contains("6 articles"),
        "{header}"
    );
}

#[test]
fn pending_keys_are_shown_with_what_can_follow() {
    let mut bench = reader(80, 24);
    bench.keys("5g");
    let last = rows(&dark(&bench))[23].clone();
    assert!(last.contains("5g") && last.contains("go to the top"), "{last}");
}

#[test]
fn progress_stands_in_the_last_line() {
    let mut bench = Bench::begin(Start::default());
    bench.importing(newsprint::library::ImportEvent::Progress(
        newsprint::library::Progress {
            done: 1200,
            found: 5000,
            all_found: true,
            bytes: 0,
        },
    ));
    let last = rows(&dark(&bench))[23].clone();
    assert!(last.contains("1,200 of 5,000"), "{last}");
}

#[test]
fn the_edge_of_an_overlay_is_not_covered_by_a_wide_letter() {
    for keys in ["d", "o", "?", ":", "H", "!", ","] {
        for width in 60..100 {
            let mut bench = reader(width, 24);
            bench.keys("h").keys(keys);
            let screen = dark(&bench);
            let (_, top) = find(&screen, "\u{256d}").expect("the corner");
            let (_, bottom) = find(&screen, "\u{2570}").expect("the other corner");
            for row in &rows(&screen)[usize::from(top)..=usize::from(bottom)] {
                let edges = row
                    .chars()
                    .filter(|c| "\u{2502}\u{256d}\u{256e}\u{2570}\u{256f}".contains(*c))
                    .count();
                assert!(edges >= 2, "{keys} at {width}: {row}");
            }
        }
    }
}

#[test]
fn the_cursor_of_an_overlay_is_seen_on_low_screens() {
    for (keys, steps) in [("d", 8), ("o", 5), ("?", 40), (":", 30), (",", 6), ("H", 1)] {
        for (width, height) in [(40, 9), (40, 12), (80, 14), (80, 18), (100, 24)] {
            let mut bench = reader(width, height);
            bench.keys(keys);
            let plain = dark(&bench);
            for step in 0..steps {
                bench.keys("<Down>");
                let cursor = match &bench.app.input.overlay {
                    Some(newsprint::app::Overlay::Dates(picker)) => {
                        picker.presets[picker.list.cursor].label.clone()
                    }
                    Some(newsprint::app::Overlay::Picker(_, picker)) => {
                        picker.items()[picker.chosen().expect("a row")].label.clone()
                    }
                    _ => "Light".to_owned(),
                };
                // Letters that run from right to left stand in another order on the screen.
                let start: String = cursor.chars().take_while(char::is_ascii).take(3).collect();
                let screen = dark(&bench);
                assert!(
                    text(&screen).contains(&start),
                    "{cursor} after {keys} and {step} at {width}x{height}"
                );
            }
            assert_ne!(plain, dark(&bench), "{keys} at {width}x{height}");
        }
    }
}
