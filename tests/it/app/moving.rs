//! Moving in lists and text: rows, pages, ends, counts.

use super::pages::{TITLES, long_reading, news};
use crate::harness::{AppDriver, Start, article};
use newsprint::app::{Pane, Size};

#[test]
fn rows_are_moved_over_one_by_one_and_by_counts() {
    let mut driver = news();
    assert_eq!(driver.chosen(), TITLES[0]);
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
        driver.keys(keys);
        assert_eq!(driver.chosen(), TITLES[row], "after {keys}");
    }
}

#[test]
fn a_count_is_forgotten_after_one_action() {
    let mut driver = news();
    driver.keys("2jj");
    assert_eq!(driver.chosen(), TITLES[3]);
    driver.keys("gg10");
    assert_eq!(driver.app.input.pending.count, Some(10));
    driver.keys("k");
    assert_eq!(driver.app.input.pending.count, None);
}

#[test]
fn a_huge_count_does_not_overflow() {
    let mut driver = news();
    driver.keys("99999999999999999999999j");
    assert_eq!(driver.chosen(), TITLES[6]);
    driver.keys("99999999999999999999999<C-b>");
    assert_eq!(driver.chosen(), TITLES[0]);
}

#[test]
fn pages_and_half_pages_move_in_lists() {
    const TEXT: &str = "date: 2025-03-09\ntitle: One of many\ntext: Short.";
    let paths: Vec<String> = (0..100).map(|number| format!("{number}.txt")).collect();
    let mut driver = AppDriver::begin(Start::default());
    driver.arrive(paths.iter().map(|path| (path.as_str(), article(TEXT))).collect());
    driver.done();
    let mut cursors = Vec::new();
    for key in [
        "<C-d>", "<C-d>", "<C-u>", "<PgDn>", "<PgUp>", "<C-f>", "b", "<C-f>", "<C-b>",
    ] {
        driver.keys(key);
        cursors.push(driver.app.articles.cursor);
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
    let mut driver = long_reading();
    assert_eq!((driver.focus(), driver.top()), (Pane::Reader, 0));
    driver.keys("k");
    assert_eq!(driver.top(), 0);
    driver.keys("5j");
    let five = driver.top();
    driver.keys("jjjjj5k");
    assert_eq!(driver.top(), five);
    driver.keys("<C-d><C-u>");
    assert_eq!(driver.top(), five);
    driver.keys("<C-f>b");
    assert_eq!(driver.top(), five);
    driver.keys("G");
    let end = driver.top();
    assert!(driver.app.reader.open().unwrap().is_at_end());
    driver.keys("jjj<C-d>");
    assert_eq!(driver.top(), end);
    driver.keys("gg");
    assert_eq!(driver.top(), 0);
}

#[test]
fn space_pages_down_and_opens_the_next_article_at_the_end() {
    let mut driver = long_reading();
    driver.keys(" ");
    assert!(driver.top() > 0);
    assert_eq!(driver.open(), "Long one");
    driver.keys("G ");
    assert_eq!(driver.open(), "Short one");
    assert_eq!(driver.top(), 0);
    driver.keys(" ");
    assert_eq!(driver.open(), "Short one");
    assert!(driver.message().contains("last article"), "{}", driver.message());
}

#[test]
fn space_opens_the_row_under_the_cursor_so_that_it_reads_a_corpus() {
    let mut driver = news();
    driver.keys("h ");
    assert_eq!(driver.focus(), Pane::Articles);
    driver.keys(" ");
    assert_eq!(
        (driver.focus(), driver.open().as_str()),
        (Pane::Reader, TITLES[0])
    );
    for title in &TITLES[1..] {
        driver.keys(" ");
        assert_eq!(driver.open(), *title);
    }
}

#[test]
fn moving_in_the_outlet_list_selects_the_outlet() {
    let mut driver = news();
    driver.keys("h");
    assert_eq!(driver.focus(), Pane::Sources);
    for (keys, outlet, count) in [
        ("j", "Harbour Herald", 2),
        ("j", "Northern Ledger", 2),
        ("G", "unknown", 2),
        ("k", "Zeta Post", 1),
        ("gg", "all", 7),
    ] {
        driver.keys(keys);
        assert_eq!((driver.outlet().as_str(), driver.titles().len()), (outlet, count));
    }
}

#[test]
fn the_position_in_an_article_is_restored() {
    let mut driver = long_reading();
    driver.keys("20j");
    let place = driver.top();
    driver.keys("JK");
    assert_eq!((driver.open().as_str(), driver.top()), ("Long one", place));
    driver.keys("hhll");
    assert_eq!(driver.top(), place);
}

#[test]
fn a_resize_keeps_the_position_in_the_text() {
    let mut driver = long_reading();
    driver.keys("33j");
    let place = driver.top();
    for (width, height) in [(40, 12), (200, 60), (61, 5), (99, 9), (40, 24), (80, 24)] {
        driver.resize(width, height);
        let row = driver.app.reader.open().unwrap().layout().row_at(place);
        assert_eq!(driver.top(), row.range.start, "at {width}x{height}");
    }
    assert_eq!(driver.top(), place, "back at the first size");
}

#[test]
fn many_resizes_do_not_move_the_position() {
    let mut driver = long_reading();
    driver.keys("60j");
    let place = driver.top();
    for step in 0..200_u16 {
        driver.resize(62 + (step * 7) % 35, 10 + step % 9);
    }
    driver.resize(80, 24);
    assert_eq!(driver.top(), place);
}

#[test]
fn the_position_is_restored_after_a_tall_screen() {
    let mut driver = long_reading();
    driver.keys("G10k");
    let place = driver.top();
    driver.resize(80, 200);
    driver.resize(80, 24);
    assert_eq!(driver.top(), place);
}

#[test]
fn moving_in_empty_lists_does_nothing() {
    let mut driver = AppDriver::with(
        &[],
        Start {
            size: Size {
                width: 80,
                height: 24,
            },
            ..Start::default()
        },
    );
    driver.keys("jkGgg<C-d><C-u> b}{uU][JKlhnN*vxz<Esc>rsyYeE|,R");
    assert!(driver.titles().is_empty());
}
