//! Corrections: on one page, on all pages of an outlet, undone, refused.

use crate::harness::invented::{BRIDGE, CALL, FERRY, FROST, TRAIN, page, pages};
use crate::harness::{AppDriver, Start};
use newsprint::app::Pane;
use newsprint::article::LineClass::{Chrome, Heading, Paragraph, Title};

/// A reader in the source view of the first page with the cursor on the call.
fn at_call() -> AppDriver {
    let mut driver = AppDriver::of_texts(&pages(), Start::default());
    assert_eq!(driver.chosen(), BRIDGE);
    driver.keys("<Enter>xgg6j");
    driver
}

/// The text of the line under the cursor.
fn line(driver: &AppDriver) -> String {
    let open = driver.app.reader.open().unwrap();
    let line = open.entry.article.lines[open.line_cursor];
    open.entry.article.text_of(&line).to_owned()
}

#[test]
fn a_lowercase_letter_corrects_this_page_and_can_be_undone() {
    let mut driver = at_call();
    assert_eq!(line(&driver), CALL);
    assert_eq!(driver.class_in(BRIDGE, CALL), Paragraph);
    driver.keys("cx");
    assert_eq!(driver.message(), "Corrected to chrome on this page; Z undoes it");
    assert_eq!(driver.class_in(BRIDGE, CALL), Chrome);
    assert_eq!(driver.class_in(FERRY, CALL), Paragraph);
    assert!(
        driver.profile.contains("page = ") && driver.profile.contains(BRIDGE),
        "{}",
        driver.profile
    );
    let open = driver.app.reader.open().unwrap();
    assert!(open.shows_source() && open.entry.article.lines[open.line_cursor].is_corrected());
    assert_eq!(line(&driver), CALL);

    driver.keys("Z");
    assert_eq!(
        (driver.message(), driver.profile.as_str()),
        ("Undone: chrome on this page", "")
    );
    assert_eq!(driver.class_in(BRIDGE, CALL), Paragraph);
    driver.keys("<C-r>");
    assert_eq!(driver.class_in(BRIDGE, CALL), Chrome);
    driver.keys("ch");
    assert_eq!(driver.class_in(BRIDGE, CALL), Heading);
    driver.keys("Z");
    assert_eq!(driver.class_in(BRIDGE, CALL), Chrome);
}

#[test]
fn a_capital_letter_corrects_all_pages_after_confirmation() {
    let mut driver = at_call();
    driver.keys("cX");
    let confirmation = driver.app.input.confirmation.clone().unwrap();
    assert_eq!(confirmation.question(), "chrome on 3 pages of The Quay Courier?");
    assert!(confirmation.detail().contains(CALL));
    driver.keys("jq<Esc>");
    assert_eq!(
        (driver.app.input.confirmation.as_ref(), driver.profile.as_str()),
        (None, "")
    );
    driver.keys("cX<Enter>");
    assert_eq!(
        driver.message(),
        "Corrected to chrome on 3 pages of The Quay Courier; Z undoes it"
    );
    for (title, class) in [
        (BRIDGE, Chrome),
        (FERRY, Chrome),
        (TRAIN, Paragraph),
        (FROST, Paragraph),
    ] {
        assert_eq!(driver.class_in(title, CALL), class, "{title}");
    }
    driver.keys("Z");
    assert_eq!(driver.class_in(FERRY, CALL), Paragraph);
    assert_eq!(driver.profile, "");
}

#[test]
fn nothing_is_corrected_before_the_pages_are_counted() {
    let mut driver = at_call();
    driver.holds = true;
    driver.keys("cX<Enter><Enter>");
    assert!(
        driver
            .app
            .input
            .confirmation
            .as_ref()
            .unwrap()
            .question()
            .contains("counting")
    );
    assert_eq!(driver.profile, "");
    driver.answer_all();
    driver.keys("<Enter>");
    assert_ne!(driver.profile, "");
}

#[test]
fn the_list_and_the_hits_follow_a_correction() {
    let mut driver = at_call();
    driver.keys("hflanterns<Enter>");
    assert_eq!(driver.titles().len(), 5);
    driver.keys("<Enter>gg6jcX<Enter>");
    assert_eq!(driver.titles(), [TRAIN, FROST]);
    assert_eq!(driver.open(), BRIDGE, "what is read stays open");
    assert!(driver.app.open_is_not_listed());
    driver.keys("J");
    assert_eq!(driver.open(), TRAIN, "the one under the cursor is the next");
    driver.keys("Z");
    assert_eq!(driver.titles().len(), 5);
}

#[test]
fn a_title_rule_refers_to_the_neighbouring_line() {
    let mut driver = at_call();
    driver.keys("ggcT");
    assert!(driver.app.input.confirmation.is_some());
    driver.keys("<Esc>ggjcT<Enter>");
    assert_eq!(driver.class_in(FERRY, "Top story"), Title);
    assert!(
        driver.profile.contains("after = \"^Menu$\""),
        "{}",
        driver.profile
    );
    driver.keys("Z");
    assert_eq!(driver.class_in(FERRY, FERRY), Title);
}

#[test]
fn a_line_that_does_not_recur_is_reported() {
    let mut driver = AppDriver::of_texts(&pages()[..1], Start::default());
    driver.keys("<Enter>xgg6jcT");
    assert!(driver.message().contains("recurs"), "{}", driver.message());
    assert!(driver.app.input.confirmation.is_none());
    driver.keys("cD");
    assert!(driver.message().contains("No date"), "{}", driver.message());
    driver.keys("cd");
    assert!(driver.message().contains("No date"), "{}", driver.message());
    assert_eq!(driver.profile, "");
}

#[test]
fn an_unknown_outlet_has_no_other_pages() {
    let mut driver = at_call();
    driver.keys("hG<Enter>");
    assert_eq!(driver.open(), FROST);
    driver.keys("xgg6jcX");
    assert!(
        driver.message().contains("outlet is unknown"),
        "{}",
        driver.message()
    );
    driver.keys("cx");
    assert_eq!(driver.class_in(FROST, CALL), Chrome);
}

#[test]
fn outside_of_the_source_view_there_is_no_line_to_correct() {
    let mut driver = at_call();
    driver.keys("xcx");
    assert!(
        driver.message().contains("x in an open article"),
        "{}",
        driver.message()
    );
    driver.keys("hcx");
    assert_eq!((driver.focus(), driver.profile.as_str()), (Pane::Articles, ""));
}

#[test]
fn a_correction_that_cannot_be_written_changes_nothing() {
    let mut driver = at_call();
    driver.is_read_only = true;
    driver.keys("cx");
    assert_eq!(driver.message(), "outlets.toml could not be written");
    assert_eq!(driver.class_in(BRIDGE, CALL), Paragraph);
    driver.keys("Z");
    assert_eq!(driver.message(), "Nothing to undo");
    driver.is_read_only = false;
    driver.keys("cx");
    driver.is_read_only = true;
    driver.keys("Z");
    assert_eq!(driver.class_in(BRIDGE, CALL), Chrome);
    driver.is_read_only = false;
    driver.keys("Z");
    assert_eq!(
        driver.class_in(BRIDGE, CALL),
        Paragraph,
        "a failed undo can be tried again"
    );
}

#[test]
fn a_missing_rule_does_not_block_earlier_steps() {
    let mut driver = at_call();
    driver.keys("scx");
    driver.profile = String::new();
    driver.keys("Z");
    assert!(
        driver.message().contains("no longer there"),
        "{}",
        driver.message()
    );
    driver.keys("Z");
    assert!(!driver.is_starred(BRIDGE));
}

#[test]
fn marks_and_corrections_are_undone_in_their_order() {
    let mut driver = at_call();
    driver.keys("scxs");
    assert!(!driver.is_starred(BRIDGE));
    driver.keys("Z");
    assert!(driver.is_starred(BRIDGE) && driver.class_in(BRIDGE, CALL) == Chrome);
    driver.keys("Z");
    assert!(driver.is_starred(BRIDGE) && driver.class_in(BRIDGE, CALL) == Paragraph);
    driver.keys("Z");
    assert!(!driver.is_starred(BRIDGE));
    driver.keys("<C-r><C-r>");
    assert!(driver.is_starred(BRIDGE) && driver.class_in(BRIDGE, CALL) == Chrome);
}

#[test]
fn later_pages_are_corrected() {
    let mut driver = AppDriver::begin(Start::default());
    driver.load_texts(&pages());
    driver.keys("<Enter>xgg6jcX<Enter>");
    let title = "Owls were counted in the old mill";
    driver.load_texts(&[(
        "z.txt",
        page(title, "owl", 1, "© 2024 The Quay Courier. All rights reserved"),
    )]);
    assert_eq!(driver.class_in(title, CALL), Chrome);
    driver.done();
    driver.keys("Z");
    assert_eq!(driver.class_in(title, CALL), Paragraph);
}

#[test]
fn a_second_correction_does_not_lose_the_pages_of_the_first() {
    let mut driver = at_call();
    driver.keys("cX");
    driver.holds = true;
    driver.keys("<Enter>");
    driver.keys("jch");
    driver.answer_all();
    assert_eq!(driver.class_in(FERRY, CALL), Chrome);
    let open = driver.app.reader.open().unwrap();
    assert_eq!(open.entry.article.lines[7].class, Heading);
}
