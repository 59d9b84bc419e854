//! Expected screens in `tests/golden/screens`: text at three sizes, styles at one.

use super::pages::{PAGES, reader, reader_of};
use super::screen::{dark, styles, text};
use crate::harness::expected::assert_expected;
use crate::harness::invented::pages;
use crate::harness::{AppDriver, Start};
use newsprint::app::Size;
use std::fmt::Write;

const SIZES: &[(u16, u16)] = &[(80, 24), (40, 12), (200, 60)];

/// Compares the screens of a reader after these keys with the file of this name.
fn golden(name: &str, make: impl Fn(u16, u16) -> AppDriver, keys: &str) {
    let mut seen = format!("keys: {keys}\n");
    for &(width, height) in SIZES {
        let mut driver = make(width, height);
        driver.keys(keys);
        let screen = dark(&driver);
        writeln!(seen, "\n=== {width}x{height}\n{}", text(&screen).trim_end()).expect("writing to a string");
        if (width, height) == SIZES[0] {
            writeln!(
                seen,
                "\n=== {width}x{height} styles\n{}",
                styles(&screen).trim_end()
            )
            .expect("writing to a string");
        }
    }
    assert_expected(&format!("tests/golden/screens/{name}.txt"), &seen);
}

#[test]
fn start() {
    golden("start", reader, "");
}

#[test]
fn reading() {
    golden("reading", reader, "<Enter>");
}

#[test]
fn find_and_selection() {
    golden("find", reader, "<Enter>/tunnel<Enter>nvw");
}

#[test]
fn source_view() {
    golden("source", reader, "<Enter>xj");
}

#[test]
fn correcting() {
    golden("correcting", invented, "<Enter>xgg6jcX<Enter>Gkch");
    golden("correcting-keys", invented, "<Enter>xgg6jc");
    golden("correcting-question", invented, "<Enter>xgg6jcX");
}

/// A reader of extracted pages.
fn invented(width: u16, height: u16) -> AppDriver {
    let start = Start {
        size: Size { width, height },
        ..Start::default()
    };
    AppDriver::of_texts(&pages(), start)
}

#[test]
fn filter_bar_with_a_mistake() {
    golden("filter-mistake", reader, "fferry date:2025-99");
}

#[test]
fn filter_with_completion() {
    golden("filter-completion", reader, "fout<Tab>h<Tab>");
}

#[test]
fn outlet_picker() {
    golden("outlets", reader, "o<Tab><Down>");
}

#[test]
fn date_picker() {
    golden("dates", reader, "d<Tab><Right>");
}

#[test]
fn days() {
    golden("days", reader, "d<Up> <Up>");
}

#[test]
fn help() {
    golden("help", reader, "?");
    golden("help-search", reader, "?/hit<Enter>");
}

#[test]
fn palette() {
    golden("palette", reader, ":zen");
}

#[test]
fn keyword_in_context() {
    golden("context", reader, "/ferry<Enter>gKj");
}

#[test]
fn selected_rows() {
    golden("rows", reader, "jVj");
}

#[test]
fn keyword_sets() {
    golden("keywords", reader, "<Enter>Hj");
}

#[test]
fn problems() {
    let make = |width, height| {
        let mut driver = reader(width, height);
        driver.keys("R");
        driver.load(PAGES);
        driver.problem("x/photo.txt", "holds no text");
        driver.problem("x/\u{1b}[31mred\u{202e}.txt", "holds no text");
        driver.done();
        driver
    };
    golden("problems", make, "!j");
}

#[test]
fn zen() {
    golden("zen", reader, "z");
}

#[test]
fn empty_corpus() {
    golden("empty", |width, height| reader_of(&[], width, height), "");
}

#[test]
fn no_match() {
    golden("no-match", reader, "fsubmarine<Enter>");
}

#[test]
fn pending_keys() {
    golden("pending", reader, "5g");
}

#[test]
fn right_to_left() {
    golden("right-to-left", reader, "3j<Enter>");
}

#[test]
fn wide_letters() {
    golden("wide-letters", reader, "4j<Enter>");
}

#[test]
fn marks() {
    golden("marks", reader, "sjrjtgrain sea<Enter>kaask Ada<Enter><Enter>");
    golden("marks-list", reader, "sjrjtgrain sea<Enter>kaask Ada<Enter>");
    golden("tags", reader, "tgrain sea<Enter>jtold -<Tab>");
}
