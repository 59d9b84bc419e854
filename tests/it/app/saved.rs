//! Saved views in the list of outlets: their articles, their counts, and stepping through outlets without them.

use crate::harness::{AppDriver, Page, Start};
use newsprint::app::{Effect, PromptKind, Remembered};
use newsprint::config::{SettingChange, Settings, ViewSetting};
use newsprint::library::{LastView, SortOrder};

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

fn reader(views: &[(&str, &str)]) -> AppDriver {
    reader_as_before(views, None)
}

fn reader_as_before(views: &[(&str, &str)], last: Option<LastView>) -> AppDriver {
    let view = |(name, query): &(&str, &str)| ViewSetting {
        name: (*name).to_owned(),
        query: (*query).to_owned(),
        order: None,
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
    AppDriver::with(PAGES, start)
}

fn counts(driver: &AppDriver) -> Vec<(usize, usize)> {
    let rows = driver.app.listing.sources().iter();
    rows.map(|row| (row.count, row.unread)).collect()
}

#[test]
fn the_default_views_are_unread_starred_and_new() {
    let views = Settings::default().views;
    let views: Vec<_> = views
        .iter()
        .map(|view| (view.name.as_str(), view.query.as_str()))
        .collect();
    let mut driver = reader(&views);
    assert_eq!(counts(&driver)[..4], [(3, 3), (3, 3), (0, 0), (0, 0)]);
    driver.keys("jsr");
    assert_eq!(
        counts(&driver)[..4],
        [(3, 2), (2, 2), (1, 0), (0, 0)],
        "counts follow the marks"
    );
    driver.keys("hjj");
    assert_eq!(
        (driver.outlet(), driver.titles()),
        ("Starred".to_owned(), vec!["The ferry".to_owned()])
    );
    driver.keys("j");
    assert_eq!(driver.outlet(), "New");
    driver.keys("0");
    assert_eq!(driver.titles().len(), 3);
}

#[test]
fn the_filter_narrows_a_saved_view() {
    let mut driver = reader(&[("Quays", "outlet:quay")]);
    driver.keys("hj");
    assert_eq!(driver.titles(), ["The bridge", "The ferry"]);
    driver.keys("fsailed<Enter>");
    assert_eq!(driver.titles(), ["The ferry"]);
    assert_eq!(
        counts(&driver),
        [(1, 1), (1, 1), (1, 1)],
        "all, the saved query, the outlet"
    );
}

#[test]
fn stepping_through_outlets_skips_saved_views() {
    let mut driver = reader(&[("Quays", "outlet:quay"), ("Trains", "train")]);
    driver.keys("]");
    assert_eq!(driver.outlet(), "Lake Gazette");
    driver.keys("[");
    assert_eq!(driver.outlet(), "all");
    driver.keys("[");
    assert_eq!(
        (driver.outlet(), driver.message()),
        ("all".to_owned(), "This is the first outlet")
    );
    driver.keys("hjj");
    assert_eq!(driver.outlet(), "Trains");
    driver.keys("]");
    assert_eq!(
        driver.outlet(),
        "Lake Gazette",
        "from a saved query to the outlet behind it"
    );
    driver.keys("]]");
    assert_eq!(
        (driver.outlet(), driver.message()),
        ("Quay Courier".to_owned(), "This is the last outlet")
    );
    driver.keys("hgg2j[");
    assert_eq!(driver.outlet(), "all");
}

#[test]
fn each_used_tag_is_listed_below_the_outlets() {
    let mut driver = reader(&[("Trains", "train")]);
    assert_eq!(counts(&driver).len(), 4);
    driver.keys("tice cold<Enter>jtcold<Enter>");
    assert_eq!(counts(&driver)[4..], [(2, 2), (1, 1)], "#cold, #ice");
    driver.keys("hG");
    assert_eq!(
        (driver.outlet(), driver.titles()),
        ("#ice".to_owned(), vec!["The bridge".to_owned()])
    );
    driver.keys("k");
    assert_eq!(driver.titles(), ["The bridge", "The ferry"]);
    driver.keys("]");
    assert_eq!(driver.message(), "This is the last outlet");
    driver.keys("[");
    assert_eq!(driver.outlet(), "Quay Courier");
    driver.keys("hGlt-ice<Enter>");
    assert_eq!(counts(&driver).len(), 5, "the tag that nothing carries is gone");
    assert_eq!(driver.outlet(), "all");
    driver.keys("Z");
    assert_eq!(counts(&driver).len(), 6);
}

#[test]
fn the_selected_saved_view_is_restored() {
    let mut driver = reader(&[("Trains", "train")]);
    driver.keys("hj");
    let kept = driver.effects.drain(..).rev().find_map(|effect| match effect {
        Effect::SaveView(view) => Some(view),
        _ => None,
    });
    let mut next = reader_as_before(&[("Trains", "train")], kept);
    assert_eq!((next.outlet(), next.titles().len()), ("Trains".to_owned(), 1));
    next.keys("0");
    assert_eq!(next.titles().len(), 3);
}

#[test]
fn a_filter_is_saved_as_a_view_with_its_order() {
    let mut driver = reader(&[]);
    driver.keys(",title<Enter>ftrain<C-s>");
    assert_eq!(
        driver.app.input.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::ViewName)
    );
    driver.keys("Rail<Enter>");
    let Some(Effect::ChangeSettings(SettingChange::View(view))) = driver.effect() else {
        panic!("the configuration is changed");
    };
    assert_eq!((view.name.as_str(), view.query.as_str()), ("Rail", "train"));
    assert_eq!(view.order.map(SortOrder::name), Some("title"));
    driver.keys("F,newest<Enter>hj");
    assert_eq!((driver.outlet(), driver.titles().len()), ("Rail".to_owned(), 1));
    assert_eq!(driver.app.listing.order(), SortOrder::Title);
    driver.keys(":remove-view rail<Enter>");
    let is_removed = |effect: &Effect| matches!(effect, Effect::ChangeSettings(SettingChange::NoView(name)) if name == "Rail");
    assert!(driver.effects.iter().any(is_removed));
    assert_eq!((driver.outlet().as_str(), driver.titles().len()), ("all", 3));
}

#[test]
fn a_filter_with_a_mistake_is_not_saved() {
    let mut driver = reader(&[]);
    driver.keys("fdate:never<C-s>");
    assert_eq!(
        driver.app.input.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::Filter)
    );
    driver.keys("<Esc>:save-view<Enter>");
    assert!(driver.message().contains("filter first"), "{}", driver.message());
}

#[test]
fn what_was_imported_since_the_last_session_is_new() {
    let start = Start {
        remembered: Remembered {
            new_from: Some(5),
            ..Remembered::default()
        },
        ..Start::default()
    };
    let mut driver = AppDriver::with(super::pages::NEWS, start);
    driver.keys("fis:new<Enter>");
    assert_eq!(driver.titles().len(), 2);
    driver.keys("Ffdate:newest<Enter>");
    assert_eq!(driver.titles().len(), 2, "the newest day has two articles");
}
