//! Walks: after each key the outlet, the row under the cursor and the open article are asserted.

use super::{DALE, LAKE, QUAY, SIZES, assert_agreement, assert_law, for_each_reader, title};
use crate::harness::AppDriver;
use newsprint::app::Pane;

#[test]
fn a_walk_from_outlet_to_outlet_opens_the_article_under_the_cursor_at_each_step() {
    for_each_reader(&SIZES, |driver| {
        driver.keys("l");
        assert_agreement(driver, "l");
        let mut walked = String::from("l");
        for key in "]]J}]K[[0J}]{]J[0KJ}0]".chars() {
            walked.push(key);
            driver.keys(&key.to_string());
            assert_agreement(driver, &walked);
            assert_eq!(driver.open(), driver.chosen(), "after {walked}");
        }
    });
}

/// Keys and what they lead to.
struct Step {
    keys: &'static str,
    outlet: &'static str,
    /// The page that is open and under the cursor.
    open: usize,
    focus: Pane,
}

/// A step after which the article pane has the focus.
const fn reads(keys: &'static str, outlet: &'static str, open: usize) -> Step {
    Step {
        keys,
        outlet,
        open,
        focus: Pane::Reader,
    }
}

/// A step after which the list has the focus.
const fn lists(keys: &'static str, outlet: &'static str, open: usize) -> Step {
    Step {
        focus: Pane::Articles,
        ..reads(keys, outlet, open)
    }
}

fn follow(driver: &mut AppDriver, steps: &[Step]) {
    for step in steps {
        let keys = step.keys;
        driver.keys(keys);
        assert_agreement(driver, keys);
        let seen = (driver.outlet(), driver.chosen(), driver.focus());
        assert_eq!(
            seen,
            (step.outlet.to_owned(), title(step.open), step.focus),
            "{keys}"
        );
        let has_pane = !driver.app.screen.areas.reader.is_empty();
        assert!(!has_pane || driver.open() == title(step.open), "after {keys}");
    }
}

#[test]
fn stepping_keys_open_the_article_under_the_cursor() {
    for_each_reader(&[(80, 24), (120, 36)], |driver| {
        follow(
            driver,
            &[
                reads("l", "all", 0),
                reads("]", DALE, 3),
                reads("]", LAKE, 1),
                reads("]", QUAY, 0),
                reads("[", LAKE, 1),
                reads("J", LAKE, 4),
                reads("0", "all", 4),
                reads("}", "all", 5),
                reads("{", "all", 4),
                reads("u", "all", 6),
                reads("U", "all", 2),
                reads("K", "all", 1),
                reads("R", "all", 1),
                reads("s", "all", 1),
                reads("r", "all", 1),
                reads("u", "all", 7),
            ],
        );
        assert!(driver.is_starred(&title(1)));
    });
}

#[test]
fn keys_that_change_the_list_open_the_article_under_the_cursor() {
    for_each_reader(&[(80, 24), (120, 36)], |driver| {
        follow(
            driver,
            &[
                reads("l", "all", 0),
                reads("J", "all", 1),
                reads(",title<Enter>", "all", 1),
                reads("J", "all", 7),
                reads(",newest<Enter>", "all", 7),
                reads("fferry<Enter>", "all", 7),
                reads("U", "all", 4),
                reads("olake<Enter>", "all", 4),
                reads("F", "all", 4),
                lists("odale<Enter>", "all", 3),
                reads("l", "all", 3),
                reads("]", DALE, 3),
                lists("d2025-03-06<Enter>", DALE, 6),
                reads("lF", "all", 6),
                lists("f-snow<Enter>", "all", 0),
            ],
        );
    });
}

#[test]
fn hits_in_other_articles_are_opened_under_the_cursor() {
    for_each_reader(&[(80, 24), (120, 36)], |driver| {
        follow(
            driver,
            &[
                reads("lfferry<Enter>l", "all", 2),
                reads("<C-n><C-n><C-n><C-n><C-n><C-n><C-n><C-n>", "all", 7),
                reads("<C-p><C-p><C-p><C-p><C-p><C-p><C-p><C-p><C-p><C-p>", "all", 2),
                lists("h/col<Enter>", "all", 4),
                lists("<Esc>", "all", 4),
                reads("<C-n>", "all", 7),
            ],
        );
    });
}

#[test]
fn a_mark_that_removes_the_open_article_from_the_list_is_reported_in_the_title() {
    for_each_reader(&[(80, 24), (120, 36)], |driver| {
        driver.keys("tice<Enter>jtice<Enter>fis:unread<Enter>l");
        assert_eq!(driver.open(), title(1));
        // It is so short that it counts as read when it is opened.
        driver.keys("]");
        assert_agreement(driver, "]");
        driver.keys("0");
        assert_agreement(driver, "0");
        assert!(!driver.titles().contains(&title(1)));
        driver.keys("f<C-u><Enter>");
        // The tag is the last row of the outlet list; the mark takes both articles out of it.
        driver.keys("hhGl");
        assert_eq!(driver.outlet(), "#ice");
        driver.keys("lt-ice<Enter>");
        assert_law(driver, "one tag less");
        driver.keys("Jt-ice<Enter>");
        assert_law(driver, "no tag");
        assert_eq!(
            (driver.outlet(), driver.titles().len()),
            ("all".to_owned(), super::PAGES.len())
        );
        let listed = &driver.app.listing.sources()[driver.app.sources.cursor].scope;
        assert_eq!(driver.app.listing.scope(), listed);
    });
}

#[test]
fn an_article_that_leaves_the_list_while_it_is_read_stays_open_and_is_marked() {
    for_each_reader(&[(80, 24), (120, 36)], |driver| {
        driver.keys("fis:unread<Enter>Jl");
        assert_eq!(driver.open(), title(1));
        driver.renew();
        assert_agreement(driver, "the next list");
        assert!(driver.app.open_is_not_listed());
        assert_eq!((driver.open(), driver.focus()), (title(1), Pane::Reader));
        driver.keys("s");
        let open = driver.app.reader.open_id().expect("an article");
        assert!(driver.app.marks.is_starred(open) && !driver.is_starred(&driver.chosen()));
        let next = driver.chosen();
        driver.keys("J");
        assert_agreement(driver, "J");
        assert_eq!(driver.open(), next, "the one under the cursor is the next");
    });
}
