//! Moving between outlets, articles, days and unread articles.

use super::pages::{NEWS, TITLES, news};
use crate::harness::AppDriver;
use newsprint::app::Pane;

#[test]
fn brackets_step_through_the_outlets_from_any_pane() {
    for enter in ["h", "", "l"] {
        let mut driver = news();
        driver.keys(enter);
        let pane = driver.focus();
        for (keys, outlet) in [
            ("]", "Harbour Herald"),
            ("]", "Northern Ledger"),
            ("[", "Harbour Herald"),
            ("[", "all"),
            ("[", "all"),
            ("2)", "Northern Ledger"),
            ("(", "Harbour Herald"),
            ("9]", "unknown"),
            ("]", "unknown"),
        ] {
            driver.keys(keys);
            assert_eq!(driver.outlet(), outlet, "{keys} in {pane:?}");
            assert_eq!(driver.focus(), pane);
        }
        assert!(driver.message().contains("last outlet"), "{}", driver.message());
    }
}

#[test]
fn the_next_outlet_opens_its_article_while_reading() {
    let mut driver = news();
    driver.keys("<Enter>]");
    assert_eq!(driver.open(), TITLES[0], "it is of that outlet");
    driver.keys("]");
    assert_eq!(driver.open(), TITLES[1]);
    driver.keys("]");
    assert_eq!(driver.open(), "Zoo counts its owls");
    assert_eq!(driver.chosen(), "Zoo counts its owls");
}

#[test]
fn zero_lists_all_outlets_but_is_a_digit_in_a_count() {
    let mut driver = news();
    driver.keys("]]");
    assert_eq!(driver.outlet(), "Northern Ledger");
    driver.keys("10");
    assert_eq!(driver.app.input.pending.count, Some(10));
    assert_eq!(driver.outlet(), "Northern Ledger");
    driver.keys("<Esc>0");
    assert_eq!(driver.outlet(), "all");
    assert_eq!(driver.titles(), TITLES);
    driver.keys("<Enter>]0");
    assert_eq!((driver.outlet().as_str(), driver.focus()), ("all", Pane::Reader));
}

#[test]
fn articles_are_stepped_through_while_reading() {
    let mut driver = news();
    driver.keys("J");
    assert_eq!(
        (driver.chosen().as_str(), driver.focus()),
        (TITLES[1], Pane::Articles)
    );
    driver.keys("<Enter>J");
    assert_eq!(
        (driver.open().as_str(), driver.focus()),
        (TITLES[2], Pane::Reader)
    );
    driver.keys("2J");
    assert_eq!(driver.open(), TITLES[4]);
    driver.keys("4K");
    assert_eq!(driver.open(), TITLES[0]);
    driver.keys("K");
    assert!(driver.message().contains("first article"), "{}", driver.message());
    driver.keys("99J");
    assert_eq!(driver.open(), TITLES[6]);
}

#[test]
fn days_are_stepped_through_in_the_list_and_while_reading() {
    let mut driver = news();
    for (keys, row) in [
        ("}", 2),
        ("}", 4),
        ("+", 5),
        ("}", 6),
        ("}", 6),
        ("{", 5),
        ("-", 4),
        ("2{", 0),
        ("3}", 5),
    ] {
        driver.keys(keys);
        assert_eq!(driver.chosen(), TITLES[row], "after {keys}");
    }
    driver.keys("gg<Enter>}");
    assert_eq!(driver.open(), TITLES[2]);
}

#[test]
fn a_list_that_is_not_sorted_by_date_has_no_days() {
    let mut driver = news();
    driver.keys(",title<Enter>}");
    assert!(
        driver.message().contains("sorted by date"),
        "{}",
        driver.message()
    );
}

#[test]
fn the_next_unread_article_wraps_around_the_end() {
    let mut driver = news();
    driver.keys("rjjrgg");
    driver.keys("u");
    assert_eq!(driver.chosen(), TITLES[1]);
    driver.keys("u");
    assert_eq!(driver.chosen(), TITLES[3]);
    driver.keys("U");
    assert_eq!(driver.chosen(), TITLES[1]);
    driver.keys("U");
    assert_eq!(driver.chosen(), TITLES[6]);
    assert!(driver.message().contains("other end"), "{}", driver.message());
    driver.keys("gg9ru");
    assert!(
        driver.is_read(TITLES[6]),
        "one of them was unread, so all are read"
    );
    driver.keys("gg9r");
    assert!(!driver.is_read(TITLES[0]));
}

#[test]
fn a_count_skips_unread_articles() {
    let mut driver = news();
    driver.keys("3u");
    assert_eq!(driver.chosen(), TITLES[3]);
    driver.keys("2U");
    assert_eq!(driver.chosen(), TITLES[1]);
}

#[test]
fn no_unread_article_is_reported() {
    let mut driver = AppDriver::of(&NEWS[..2]);
    driver.keys("2ru");
    assert!(driver.message().contains("unread"), "{}", driver.message());
}

#[test]
fn outlets_have_counts() {
    let mut driver = news();
    driver.keys("r");
    let rows: Vec<(usize, usize)> = driver
        .app
        .listing
        .sources()
        .iter()
        .map(|row| (row.count, row.unread))
        .collect();
    assert_eq!(rows, [(7, 6), (2, 1), (2, 2), (1, 1), (2, 2)]);
}

#[test]
fn the_cursor_stays_on_its_article_when_the_order_changes() {
    let mut driver = news();
    driver.keys("jj,");
    driver.keys("oldest<Enter>");
    assert_eq!(driver.chosen(), TITLES[2]);
    assert_eq!(driver.titles()[0], "Zoo counts its owls");
    assert_eq!(
        driver.titles()[6],
        "Note without a day",
        "undated ones stay the last"
    );
    driver.keys(",title<Enter>");
    assert_eq!(driver.titles()[0], "Bridge toll rises");
    driver.keys(",outlet<Enter>");
    assert_eq!(driver.titles()[0], "Tunnel opens early");
    driver.keys(",<Esc>");
    assert_eq!(driver.titles()[0], "Tunnel opens early");
}
