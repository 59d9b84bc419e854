//! Back and forward through the positions before each jump.

use super::pages::{TITLES, long_reading, news};
use crate::harness::AppDriver;
use newsprint::app::Pane;

fn at(driver: &AppDriver) -> (Pane, String) {
    (driver.focus(), driver.open())
}

#[test]
fn back_and_forward_lead_through_articles() {
    let mut driver = news();
    // A key that is no jump separates the steps.
    driver.keys("<Enter>jJjJ");
    assert_eq!(driver.open(), TITLES[2]);
    driver.keys("<C-o>");
    assert_eq!(at(&driver), (Pane::Reader, TITLES[1].to_owned()));
    driver.keys("<C-o>");
    assert_eq!(driver.open(), TITLES[0]);
    driver.keys("<C-o>");
    assert!(driver.message().contains("No earlier"), "{}", driver.message());
    driver.keys("OO");
    assert_eq!(driver.open(), TITLES[2]);
    driver.keys("O");
    assert!(driver.message().contains("No later"), "{}", driver.message());
}

#[test]
fn steps_of_one_kind_leave_one_position() {
    let mut driver = news();
    driver.keys("<Enter>JJJ");
    assert_eq!(driver.open(), TITLES[3]);
    driver.keys("<C-o>");
    assert_eq!(driver.open(), TITLES[0]);
    driver.keys("O");
    assert_eq!(driver.open(), TITLES[3]);
}

#[test]
fn back_restores_the_filter_and_the_outlet() {
    let mut driver = news();
    driver.keys("3j<Enter>fzoo<Enter>");
    assert_eq!(driver.titles(), [TITLES[5]]);
    driver.keys("<C-o>");
    assert_eq!(driver.app.filter.text, "");
    assert_eq!(at(&driver), (Pane::Reader, TITLES[3].to_owned()));
    driver.keys("h]");
    let outlet = driver.outlet();
    assert_ne!(outlet, "all");
    driver.keys("<C-o>");
    assert_eq!(
        (driver.outlet().as_str(), driver.chosen().as_str()),
        ("all", TITLES[3])
    );
    driver.keys("O");
    assert_eq!(driver.outlet(), outlet);
}

#[test]
fn jumps_within_the_text_are_kept() {
    let mut driver = long_reading();
    driver.keys("9j");
    let place = driver.top();
    driver.keys("G");
    assert_ne!(driver.top(), place);
    driver.keys("<C-o>");
    assert_eq!(driver.top(), place);
    driver.keys("/lantern<Enter>nn");
    driver.keys("<C-o>");
    assert_eq!(driver.top(), place);
}

#[test]
fn an_abandoned_filter_leaves_no_position() {
    let mut driver = news();
    driver.keys("<Enter>jJ");
    driver.keys("fzoo<Esc>");
    driver.keys("<C-o>");
    assert_eq!(driver.open(), TITLES[0], "the article before, not the filter");
}
