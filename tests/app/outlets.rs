//! From outlet to outlet, article to article, day to day, and to what is unread.

use crate::harness::Bench;
use crate::pages::{NEWS, TITLES, news};
use newsprint::app::Pane;

#[test]
fn brackets_walk_the_outlets_from_any_pane() {
    for enter in ["h", "", "l"] {
        let mut bench = news();
        bench.keys(enter);
        let pane = bench.focus();
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
            bench.keys(keys);
            assert_eq!(bench.outlet(), outlet, "{keys} in {pane:?}");
            assert_eq!(bench.focus(), pane);
        }
        assert!(bench.said().contains("last outlet"), "{}", bench.said());
    }
}

#[test]
fn the_next_outlet_opens_its_article_while_reading() {
    let mut bench = news();
    bench.keys("<Enter>]");
    assert_eq!(bench.open(), TITLES[0], "it is of that outlet");
    bench.keys("]");
    assert_eq!(bench.open(), TITLES[1]);
    bench.keys("]");
    assert_eq!(bench.open(), "Zoo counts its owls");
    assert_eq!(bench.chosen(), "Zoo counts its owls");
}

#[test]
fn zero_lists_all_outlets_but_is_a_digit_behind_a_count() {
    let mut bench = news();
    bench.keys("]]");
    assert_eq!(bench.outlet(), "Northern Ledger");
    bench.keys("10");
    assert_eq!(bench.app.input.pending.count, Some(10));
    assert_eq!(bench.outlet(), "Northern Ledger");
    bench.keys("<Esc>0");
    assert_eq!(bench.outlet(), "all");
    assert_eq!(bench.titles(), TITLES);
    bench.keys("<Enter>]0");
    assert_eq!((bench.outlet().as_str(), bench.focus()), ("all", Pane::Reader));
}

#[test]
fn articles_are_walked_also_while_reading() {
    let mut bench = news();
    bench.keys("J");
    assert_eq!(
        (bench.chosen().as_str(), bench.focus()),
        (TITLES[1], Pane::Articles)
    );
    bench.keys("<Enter>J");
    assert_eq!((bench.open().as_str(), bench.focus()), (TITLES[2], Pane::Reader));
    bench.keys("2J");
    assert_eq!(bench.open(), TITLES[4]);
    bench.keys("4K");
    assert_eq!(bench.open(), TITLES[0]);
    bench.keys("K");
    assert!(bench.said().contains("first article"), "{}", bench.said());
    bench.keys("99J");
    assert_eq!(bench.open(), TITLES[6]);
}

#[test]
fn days_are_walked_in_the_list_and_while_reading() {
    let mut bench = news();
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
        bench.keys(keys);
        assert_eq!(bench.chosen(), TITLES[row], "after {keys}");
    }
    bench.keys("gg<Enter>}");
    assert_eq!(bench.open(), TITLES[2]);
}

#[test]
fn a_list_that_is_not_by_day_has_no_days_to_walk() {
    let mut bench = news();
    bench.keys(",title<Enter>}");
    assert!(bench.said().contains("sorted by date"), "{}", bench.said());
}

#[test]
fn unread_articles_are_walked_around_the_end() {
    let mut bench = news();
    bench.keys("rjjrgg");
    bench.keys("u");
    assert_eq!(bench.chosen(), TITLES[1]);
    bench.keys("u");
    assert_eq!(bench.chosen(), TITLES[3]);
    bench.keys("U");
    assert_eq!(bench.chosen(), TITLES[1]);
    bench.keys("U");
    assert_eq!(bench.chosen(), TITLES[6]);
    assert!(bench.said().contains("other end"), "{}", bench.said());
    bench.keys("gg9ru");
    assert!(
        !bench.is_read(TITLES[0]),
        "the count turned all to what the first became"
    );
}

#[test]
fn a_count_goes_on_to_the_unread_article_so_many_further() {
    let mut bench = news();
    bench.keys("3u");
    assert_eq!(bench.chosen(), TITLES[3]);
    bench.keys("2U");
    assert_eq!(bench.chosen(), TITLES[1]);
}

#[test]
fn nothing_unread_is_said() {
    let mut bench = Bench::of(&NEWS[..2]);
    bench.keys("2ru");
    assert!(bench.said().contains("unread"), "{}", bench.said());
}

#[test]
fn counts_stand_beside_the_outlets() {
    let mut bench = news();
    bench.keys("r");
    let rows: Vec<(usize, usize)> = bench
        .app
        .view
        .sources()
        .iter()
        .map(|row| (row.count, row.unread))
        .collect();
    assert_eq!(rows, [(7, 6), (2, 1), (2, 2), (1, 1), (2, 2)]);
}

#[test]
fn an_order_is_picked_and_the_cursor_stays_on_its_article() {
    let mut bench = news();
    bench.keys("jj,");
    bench.keys("oldest<Enter>");
    assert_eq!(bench.chosen(), TITLES[2]);
    assert_eq!(bench.titles()[0], "Zoo counts its owls");
    assert_eq!(
        bench.titles()[6],
        "Note without a day",
        "undated ones stay the last"
    );
    bench.keys(",title<Enter>");
    assert_eq!(bench.titles()[0], "Bridge toll rises");
    bench.keys(",outlet<Enter>");
    assert_eq!(bench.titles()[0], "Tunnel opens early");
    bench.keys(",<Esc>");
    assert_eq!(bench.titles()[0], "Tunnel opens early");
}
