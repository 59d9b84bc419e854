//! Screens as they are meant to be, as text at three sizes and as styles at one.

use super::pages::{PAGES, reader, reader_of};
use super::screen::{dark, styles, text};
use crate::harness::invented::pages;
use crate::harness::{Bench, Start};
use newsprint::app::Size;
use std::fmt::Write;
use std::path::PathBuf;

const SIZES: &[(u16, u16)] = &[(80, 24), (40, 12), (200, 60)];

/// Holds the screens of a reader after these keys to the file of that name.
fn golden(name: &str, make: impl Fn(u16, u16) -> Bench, keys: &str) {
    let mut seen = format!("keys: {keys}\n");
    for &(width, height) in SIZES {
        let mut bench = make(width, height);
        bench.keys(keys);
        let screen = dark(&bench);
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
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/screens")
        .join(format!("{name}.txt"));
    if std::env::var_os("NEWSPRINT_REGENERATE").is_some() {
        std::fs::write(&path, &seen).expect("the golden file can be written");
        return;
    }
    let meant = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = meant
        .lines()
        .zip(seen.lines())
        .position(|(meant, seen)| meant != seen);
    let at = differs.unwrap_or_else(|| meant.lines().count().min(seen.lines().count()));
    assert!(
        meant == seen,
        "{name} differs from line {}:\n- {}\n+ {}\nNEWSPRINT_REGENERATE=1 cargo test --test ui writes it anew",
        at + 1,
        meant.lines().nth(at).unwrap_or_default(),
        seen.lines().nth(at).unwrap_or_default(),
    );
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

/// A reader of pages that were cleaned for real.
fn invented(width: u16, height: u16) -> Bench {
    let start = Start {
        size: Size { width, height },
        ..Start::default()
    };
    Bench::of_texts(&pages(), start)
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
    golden("dates", reader, "d<Down><Down>");
}

#[test]
fn days() {
    golden("days", reader, "d<Tab><Left> <Left>");
}

#[test]
fn help() {
    golden("help", reader, "?");
}

#[test]
fn palette() {
    golden("palette", reader, ":zen");
}

#[test]
fn keyword_sets() {
    golden("keywords", reader, "<Enter>Hj");
}

#[test]
fn problems() {
    let make = |width, height| {
        let mut bench = reader(width, height);
        bench.keys("R");
        bench.load(PAGES);
        bench.problem("x/photo.txt", "holds no text");
        bench.problem("x/\u{1b}[31mred\u{202e}.txt", "holds no text");
        bench.done();
        bench
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
