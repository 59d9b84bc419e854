//! Saved queries in the list of outlets: what they list, what they count, and that outlets are stepped through without them.

use crate::harness::{Bench, Page, Start};
use newsprint::app::{Effect, Remembered};
use newsprint::config::{Settings, ViewSetting};
use newsprint::library::LastView;

const PAGES: &[Page] = &[
    (
        "a.txt",
        "title: The bridge\noutlet: Quay Courier\ndate: 2025-03-10\ntext: It opened.",
    ),
    (
        "b.txt",
        "title: The ferry\noutlet: Quay Courier\ndate: 2025-03-08\ntext: It sailed.",
    ),
    (
        "c.txt",
        "title: The train\noutlet: Lake Gazette\ndate: 2025-03-07\ntext: It ran.",
    ),
];

fn reader(views: &[(&str, &str)]) -> Bench {
    reader_as_before(views, None)
}

fn reader_as_before(views: &[(&str, &str)], last: Option<LastView>) -> Bench {
    let view = |(name, query): &(&str, &str)| ViewSetting {
        name: (*name).to_owned(),
        query: (*query).to_owned(),
    };
    let settings = Settings {
        views: views.iter().map(view).collect(),
        ..Settings::default()
    };
    let start = Start {
        settings,
        remembered: Remembered {
            view: last,
            ..Remembered::default()
        },
        ..Start::default()
    };
    Bench::with(PAGES, start)
}

fn counts(bench: &Bench) -> Vec<(usize, usize)> {
    let rows = bench.app.view.sources().iter();
    rows.map(|row| (row.count, row.unread)).collect()
}

#[test]
fn everybody_has_unread_starred_and_today() {
    let views = Settings::default().views;
    let views: Vec<_> = views
        .iter()
        .map(|view| (view.name.as_str(), view.query.as_str()))
        .collect();
    let mut bench = reader(&views);
    assert_eq!(counts(&bench)[..4], [(3, 3), (3, 3), (0, 0), (1, 1)]);
    bench.keys("jsr");
    assert_eq!(
        counts(&bench)[..4],
        [(3, 2), (2, 2), (1, 0), (1, 1)],
        "counts follow the marks"
    );
    bench.keys("hjj");
    assert_eq!(
        (bench.outlet(), bench.titles()),
        ("Starred".to_owned(), vec!["The ferry".to_owned()])
    );
    bench.keys("j");
    assert_eq!(bench.titles(), ["The bridge"]);
    bench.keys("0");
    assert_eq!(bench.titles().len(), 3);
}

#[test]
fn the_filter_narrows_what_a_saved_query_finds() {
    let mut bench = reader(&[("Quays", "outlet:quay")]);
    bench.keys("hj");
    assert_eq!(bench.titles(), ["The bridge", "The ferry"]);
    bench.keys("fsailed<Enter>");
    assert_eq!(bench.titles(), ["The ferry"]);
    assert_eq!(
        counts(&bench),
        [(1, 1), (1, 1), (1, 1)],
        "all, the saved query, the outlet"
    );
}

#[test]
fn outlets_are_stepped_through_without_saved_queries() {
    let mut bench = reader(&[("Quays", "outlet:quay"), ("Trains", "train")]);
    bench.keys("]");
    assert_eq!(bench.outlet(), "Lake Gazette");
    bench.keys("[");
    assert_eq!(bench.outlet(), "all");
    bench.keys("[");
    assert_eq!(
        (bench.outlet(), bench.said()),
        ("all".to_owned(), "this is the first outlet")
    );
    bench.keys("hjj");
    assert_eq!(bench.outlet(), "Trains");
    bench.keys("]");
    assert_eq!(
        bench.outlet(),
        "Lake Gazette",
        "from a saved query to the outlet behind it"
    );
    bench.keys("]]");
    assert_eq!(
        (bench.outlet(), bench.said()),
        ("Quay Courier".to_owned(), "this is the last outlet")
    );
    bench.keys("hgg2j[");
    assert_eq!(bench.outlet(), "all");
}

#[test]
fn each_tag_that_articles_carry_stands_below_the_outlets() {
    let mut bench = reader(&[("Trains", "train")]);
    assert_eq!(counts(&bench).len(), 4);
    bench.keys("tice cold<Enter>jtcold<Enter>");
    assert_eq!(counts(&bench)[4..], [(2, 2), (1, 1)], "#cold, #ice");
    bench.keys("hG");
    assert_eq!(
        (bench.outlet(), bench.titles()),
        ("#ice".to_owned(), vec!["The bridge".to_owned()])
    );
    bench.keys("k");
    assert_eq!(bench.titles(), ["The bridge", "The ferry"]);
    bench.keys("]");
    assert_eq!(bench.said(), "this is the last outlet");
    bench.keys("[");
    assert_eq!(bench.outlet(), "Quay Courier");
    bench.keys("hGlt-ice<Enter>");
    assert_eq!(counts(&bench).len(), 5, "the tag that nothing carries is gone");
    assert_eq!(bench.outlet(), "all");
    bench.keys("Z");
    assert_eq!(counts(&bench).len(), 6);
}

#[test]
fn a_saved_query_is_listed_again_the_next_time() {
    let mut bench = reader(&[("Trains", "train")]);
    bench.keys("hj");
    let kept = bench.effects.drain(..).rev().find_map(|effect| match effect {
        Effect::KeepView(view) => Some(view),
        _ => None,
    });
    let mut next = reader_as_before(&[("Trains", "train")], kept);
    assert_eq!((next.outlet(), next.titles().len()), ("Trains".to_owned(), 1));
    next.keys("0");
    assert_eq!(next.titles().len(), 3);
}

#[test]
fn a_saved_query_with_a_mistake_is_told_and_left_out() {
    let bench = reader(&[("Wrong", "date:never"), ("Trains", "train")]);
    assert_eq!(bench.app.view.sources().len(), 4);
    let log = &bench.app.status.log;
    assert!(
        log.iter()
            .any(|message| message.text.contains("the view Wrong is left out")),
        "{log:?}"
    );
}
