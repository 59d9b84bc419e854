//! Accepting a filter, a date or outlets while reading: the focus moves to the list unless the open article is in it.

use super::{SIZES, assert_agreement, assert_law, for_each_reader, title};
use newsprint::app::{Event, Pane};

#[test]
fn a_filter_without_the_open_article_moves_the_focus_to_the_list() {
    for_each_reader(&[(80, 24), (120, 36)], |driver| {
        driver.keys("lffer");
        assert!(
            driver.app.open_is_not_listed(),
            "the title says so while it is typed"
        );
        assert_eq!((driver.open(), driver.focus()), (title(0), Pane::Reader));
        driver.keys("ry<Enter>");
        assert_agreement(driver, "the filter");
        assert_eq!((driver.chosen(), driver.focus()), (title(2), Pane::Articles));
        driver.keys("s");
        assert!(
            driver.is_starred(&title(2)),
            "the article under the cursor, not the one that was read"
        );
        driver.keys("l");
        assert_agreement(driver, "l");
        assert_eq!(driver.open(), title(2));
        driver.keys("f<C-u>zzz<Enter>");
        assert_law(driver, "a filter that finds nothing");
        assert_eq!((driver.titles().len(), driver.focus()), (0, Pane::Articles));
        driver.keys("F");
        assert_agreement(driver, "F");
    });
}

#[test]
fn a_date_or_outlets_without_the_open_article_move_the_focus_to_the_list() {
    for_each_reader(&[(80, 24), (120, 36)], |driver| {
        driver.keys("ld");
        driver.event(Event::Paste("2025-03-06".to_owned()));
        driver.keys("<Enter>");
        assert_agreement(driver, "a date");
        assert_eq!((driver.chosen(), driver.focus()), (title(5), Pane::Articles));
        driver.keys("lodale<Enter>");
        assert_agreement(driver, "an outlet");
        assert_eq!((driver.chosen(), driver.focus()), (title(6), Pane::Articles));
        driver.keys("lF");
        assert_agreement(driver, "F");
        assert_eq!((driver.open(), driver.focus()), (title(6), Pane::Reader));
    });
}

#[test]
fn a_filter_that_finds_the_open_article_leaves_it_open() {
    for_each_reader(&[(80, 24), (120, 36)], |driver| {
        driver.keys("lJJfferry<Enter>");
        assert_agreement(driver, "the filter");
        assert_eq!((driver.open(), driver.focus()), (title(2), Pane::Reader));
    });
}

#[test]
fn all_outlets_are_listed_if_the_listed_one_has_no_hits() {
    for_each_reader(&SIZES, |driver| {
        driver.keys("]]]fpass<Enter>");
        assert_agreement(driver, "the filter");
        let seen = (driver.outlet(), driver.titles());
        assert_eq!(seen, ("all".to_owned(), vec![title(6)]));
    });
}

#[test]
fn an_outlet_without_hits_of_half_a_word_is_listed_once_the_word_has_some() {
    for_each_reader(&[(80, 24), (120, 36)], |driver| {
        // "NOT b*" finds none of the two articles with "bakery" and "before", "NOT bridge" finds both.
        driver.keys("]]");
        assert_eq!(driver.outlet(), super::LAKE);
        driver.keys("f-be");
        assert_eq!(driver.outlet(), "all");
        driver.keys("ar<Enter>");
        assert_agreement(driver, "the filter");
        assert_eq!(
            (driver.outlet(), driver.titles().len()),
            (super::LAKE.to_owned(), 3)
        );
    });
}
