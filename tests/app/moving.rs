//! Moving in lists and text: rows, pages, ends, counts.

use crate::harness::{Bench, Start, article};
use crate::pages::{TITLES, long_reading, news};
use newsprint::app::{Pane, Size};

#[test]
fn rows_are_walked_one_by_one_and_by_counts() {
    let mut bench = news();
    assert_eq!(bench.chosen(), TITLES[0]);
    for (keys, row) in [
        ("j", 1),
        ("<Down>", 2),
        ("k", 1),
        ("<Up>", 0),
        ("5j", 5),
        ("3k", 2),
        ("99j", 6),
        ("12k", 0),
        ("G", 6),
        ("gg", 0),
        ("<End>", 6),
        ("<Home>", 0),
        ("3G", 2),
        ("5gg", 4),
        ("1G", 0),
    ] {
        bench.keys(keys);
        assert_eq!(bench.chosen(), TITLES[row], "after {keys}");
    }
}

#[test]
fn a_count_is_forgotten_after_one_action() {
    let mut bench = news();
    bench.keys("2jj");
    assert_eq!(bench.chosen(), TITLES[3]);
    bench.keys("gg10");
    assert_eq!(bench.app.input.pending.count, Some(10));
    bench.keys("k");
    assert_eq!(bench.app.input.pending.count, None);
}

#[test]
fn a_count_too_large_to_be_meant_stays_a_number() {
    let mut bench = news();
    bench.keys("99999999999999999999999j");
    assert_eq!(bench.chosen(), TITLES[6]);
    bench.keys("99999999999999999999999<C-b>");
    assert_eq!(bench.chosen(), TITLES[0]);
}

#[test]
fn pages_and_half_pages_move_in_lists() {
    const TEXT: &str = "date: 2025-03-09\ntitle: One of many\ntext: Short.";
    let paths: Vec<String> = (0..100).map(|number| format!("{number}.txt")).collect();
    let mut bench = Bench::begin(Start::default());
    bench.arrive(paths.iter().map(|path| (path.as_str(), article(TEXT))).collect());
    bench.done();
    let mut cursors = Vec::new();
    for key in [
        "<C-d>", "<C-d>", "<C-u>", "<PgDn>", "<PgUp>", " ", "b", "<C-f>", "<C-b>",
    ] {
        bench.keys(key);
        cursors.push(bench.app.articles.cursor);
    }
    let half = cursors[0];
    assert!((8..=12).contains(&half), "{cursors:?}");
    assert_eq!(cursors[1], 2 * half);
    assert_eq!(cursors[2], half);
    assert_eq!(cursors[3] - cursors[2], cursors[3] - cursors[4]);
    assert_eq!(cursors[5], cursors[3]);
    assert_eq!(&cursors[6..], [half, cursors[3], half]);
}

#[test]
fn the_text_scrolls_by_rows_and_pages_and_stops_at_its_ends() {
    let mut bench = long_reading();
    assert_eq!((bench.focus(), bench.top()), (Pane::Reader, 0));
    bench.keys("k");
    assert_eq!(bench.top(), 0);
    bench.keys("5j");
    let five = bench.top();
    bench.keys("jjjjj5k");
    assert_eq!(bench.top(), five);
    bench.keys("<C-d><C-u>");
    assert_eq!(bench.top(), five);
    bench.keys("<C-f>b");
    assert_eq!(bench.top(), five);
    bench.keys("G");
    let end = bench.top();
    assert!(bench.app.reader.open().unwrap().is_at_end());
    bench.keys("jjj<C-d>");
    assert_eq!(bench.top(), end);
    bench.keys("gg");
    assert_eq!(bench.top(), 0);
}

#[test]
fn space_turns_pages_and_at_the_end_the_next_article_begins() {
    let mut bench = long_reading();
    bench.keys(" ");
    assert!(bench.top() > 0);
    assert_eq!(bench.open(), "Long one");
    bench.keys("G ");
    assert_eq!(bench.open(), "Short one");
    assert_eq!(bench.top(), 0);
    bench.keys(" ");
    assert_eq!(bench.open(), "Short one");
    assert!(bench.said().contains("last article"), "{}", bench.said());
}

#[test]
fn the_outlet_list_lists_what_it_walks_over() {
    let mut bench = news();
    bench.keys("h");
    assert_eq!(bench.focus(), Pane::Sources);
    for (keys, outlet, count) in [
        ("j", "Harbour Herald", 2),
        ("j", "Northern Ledger", 2),
        ("G", "unknown", 2),
        ("k", "Zeta Post", 1),
        ("gg", "all", 7),
    ] {
        bench.keys(keys);
        assert_eq!((bench.outlet().as_str(), bench.titles().len()), (outlet, count));
    }
}

#[test]
fn the_place_in_an_article_is_kept_when_coming_back() {
    let mut bench = long_reading();
    bench.keys("20j");
    let place = bench.top();
    bench.keys("JK");
    assert_eq!((bench.open().as_str(), bench.top()), ("Long one", place));
    bench.keys("hhll");
    assert_eq!(bench.top(), place);
}

#[test]
fn a_resize_keeps_the_place_in_the_text() {
    let mut bench = long_reading();
    bench.keys("33j");
    let place = bench.top();
    for (width, height) in [(40, 12), (200, 60), (61, 5), (99, 9), (40, 24), (80, 24)] {
        bench.resize(width, height);
        let row = bench.app.reader.open().unwrap().layout().row_at(place);
        assert_eq!(bench.top(), row.range.start, "at {width}x{height}");
    }
    assert_eq!(bench.top(), place, "back at the first size");
}

#[test]
fn many_resizes_do_not_creep_up_the_text() {
    let mut bench = long_reading();
    bench.keys("60j");
    let place = bench.top();
    for step in 0..200_u16 {
        bench.resize(62 + (step * 7) % 35, 10 + step % 9);
    }
    bench.resize(80, 24);
    assert_eq!(bench.top(), place);
}

#[test]
fn a_screen_that_was_too_high_gives_the_place_back() {
    let mut bench = long_reading();
    bench.keys("G10k");
    let place = bench.top();
    bench.resize(80, 200);
    bench.resize(80, 24);
    assert_eq!(bench.top(), place);
}

#[test]
fn nothing_to_move_over_is_no_harm() {
    let mut bench = Bench::with(
        &[],
        Start {
            size: Size {
                width: 80,
                height: 24,
            },
            ..Start::default()
        },
    );
    bench.keys("jkGgg<C-d><C-u> b}{uU][JKlhnN*vxz<Esc>rsyYeE|,R");
    assert!(bench.titles().is_empty());
}
