//! Correcting lines: on one page, on all pages of an outlet, undone, refused.

use crate::harness::invented::{BRIDGE, CALL, FERRY, FROST, TRAIN, page, pages};
use crate::harness::{Bench, Start};
use newsprint::app::Pane;
use newsprint::article::LineClass::{Chrome, Heading, Paragraph, Title};

/// A reader that shows the lines of the first page, with the cursor on the call.
fn at_call() -> Bench {
    let mut bench = Bench::of_texts(&pages(), Start::default());
    assert_eq!(bench.chosen(), BRIDGE);
    bench.keys("<Enter>xgg6j");
    bench
}

/// The text of the line under the cursor.
fn line(bench: &Bench) -> String {
    let open = bench.app.reader.open().unwrap();
    let line = open.entry.article.lines[open.line_cursor];
    open.entry.article.text_of(&line).to_owned()
}

#[test]
fn a_small_letter_corrects_this_page_and_z_takes_that_back() {
    let mut bench = at_call();
    assert_eq!(line(&bench), CALL);
    assert_eq!(bench.class_in(BRIDGE, CALL), Paragraph);
    bench.keys("cx");
    assert_eq!(bench.said(), "chrome on this page; Z undoes it");
    assert_eq!(bench.class_in(BRIDGE, CALL), Chrome);
    assert_eq!(bench.class_in(FERRY, CALL), Paragraph);
    assert!(
        bench.profile.contains("page = ") && bench.profile.contains(BRIDGE),
        "{}",
        bench.profile
    );
    let open = bench.app.reader.open().unwrap();
    assert!(open.shows_source() && open.entry.article.lines[open.line_cursor].is_corrected());
    assert_eq!(line(&bench), CALL);

    bench.keys("Z");
    assert_eq!(
        (bench.said(), bench.profile.as_str()),
        ("undone: chrome on this page", "")
    );
    assert_eq!(bench.class_in(BRIDGE, CALL), Paragraph);
    bench.keys("<C-r>");
    assert_eq!(bench.class_in(BRIDGE, CALL), Chrome);
    bench.keys("ch");
    assert_eq!(bench.class_in(BRIDGE, CALL), Heading);
    bench.keys("Z");
    assert_eq!(bench.class_in(BRIDGE, CALL), Chrome);
}

#[test]
fn a_capital_letter_asks_how_many_pages_then_corrects_them() {
    let mut bench = at_call();
    bench.keys("cX");
    let confirmation = bench.app.input.confirmation.clone().unwrap();
    assert_eq!(confirmation.question(), "chrome on 3 pages of The Quay Courier?");
    assert!(confirmation.rule().contains(CALL));
    bench.keys("jq<Esc>");
    assert_eq!(
        (bench.app.input.confirmation.as_ref(), bench.profile.as_str()),
        (None, "")
    );
    bench.keys("cX<Enter>");
    assert_eq!(bench.said(), "chrome on 3 pages of The Quay Courier; Z undoes it");
    for (title, class) in [
        (BRIDGE, Chrome),
        (FERRY, Chrome),
        (TRAIN, Paragraph),
        (FROST, Paragraph),
    ] {
        assert_eq!(bench.class_in(title, CALL), class, "{title}");
    }
    bench.keys("Z");
    assert_eq!(bench.class_in(FERRY, CALL), Paragraph);
    assert_eq!(bench.profile, "");
}

#[test]
fn nothing_is_corrected_before_the_pages_are_counted() {
    let mut bench = at_call();
    bench.holds = true;
    bench.keys("cX<Enter><Enter>");
    assert!(
        bench
            .app
            .input
            .confirmation
            .as_ref()
            .unwrap()
            .question()
            .contains("counting")
    );
    assert_eq!(bench.profile, "");
    bench.answer_all();
    bench.keys("<Enter>");
    assert_ne!(bench.profile, "");
}

#[test]
fn what_is_listed_and_found_follows() {
    let mut bench = at_call();
    bench.keys("hflanterns<Enter>");
    assert_eq!(bench.titles().len(), 5);
    bench.keys("<Enter>gg6jcX<Enter>");
    assert_eq!(bench.titles(), [TRAIN, FROST]);
    assert_eq!(bench.open(), BRIDGE, "what is read stays open");
    assert!(bench.app.open_is_not_listed());
    bench.keys("J");
    assert_eq!(bench.open(), TRAIN, "the one under the cursor is the next");
    bench.keys("Z");
    assert_eq!(bench.titles().len(), 5);
}

#[test]
fn a_title_goes_by_the_line_beside_it() {
    let mut bench = at_call();
    bench.keys("ggcT");
    assert!(bench.app.input.confirmation.is_some());
    bench.keys("<Esc>ggjcT<Enter>");
    assert_eq!(bench.class_in(FERRY, "Top story"), Title);
    assert!(bench.profile.contains("after = \"^Menu$\""), "{}", bench.profile);
    bench.keys("Z");
    assert_eq!(bench.class_in(FERRY, FERRY), Title);
}

#[test]
fn where_nothing_recurs_it_says_so() {
    let mut bench = Bench::of_texts(&pages()[..1], Start::default());
    bench.keys("<Enter>xgg6jcT");
    assert!(bench.said().contains("recurs"), "{}", bench.said());
    assert!(bench.app.input.confirmation.is_none());
    bench.keys("cD");
    assert!(bench.said().contains("no day"), "{}", bench.said());
    bench.keys("cd");
    assert!(bench.said().contains("no day"), "{}", bench.said());
    assert_eq!(bench.profile, "");
}

#[test]
fn an_unknown_outlet_has_no_other_pages() {
    let mut bench = at_call();
    bench.keys("hG<Enter>");
    assert_eq!(bench.open(), FROST);
    bench.keys("xgg6jcX");
    assert!(
        bench.said().contains("outlet of this page is unknown"),
        "{}",
        bench.said()
    );
    bench.keys("cx");
    assert_eq!(bench.class_in(FROST, CALL), Chrome);
}

#[test]
fn outside_of_the_source_view_there_is_no_line_to_correct() {
    let mut bench = at_call();
    bench.keys("xcx");
    assert!(bench.said().contains("x in an open article"), "{}", bench.said());
    bench.keys("hcx");
    assert_eq!((bench.focus(), bench.profile.as_str()), (Pane::Articles, ""));
}

#[test]
fn what_cannot_be_written_changes_nothing() {
    let mut bench = at_call();
    bench.is_read_only = true;
    bench.keys("cx");
    assert_eq!(bench.said(), "outlets.toml could not be written");
    assert_eq!(bench.class_in(BRIDGE, CALL), Paragraph);
    bench.keys("Z");
    assert_eq!(bench.said(), "there is nothing to undo");
    bench.is_read_only = false;
    bench.keys("cx");
    bench.is_read_only = true;
    bench.keys("Z");
    assert_eq!(bench.class_in(BRIDGE, CALL), Chrome);
    bench.is_read_only = false;
    bench.keys("Z");
    assert_eq!(
        bench.class_in(BRIDGE, CALL),
        Paragraph,
        "a failed undo can be tried again"
    );
}

#[test]
fn a_rule_that_has_gone_does_not_block_earlier_steps() {
    let mut bench = at_call();
    bench.keys("scx");
    bench.profile = String::new();
    bench.keys("Z");
    assert!(bench.said().contains("no longer there"), "{}", bench.said());
    bench.keys("Z");
    assert!(!bench.is_starred(BRIDGE));
}

#[test]
fn marks_and_corrections_are_undone_in_their_order() {
    let mut bench = at_call();
    bench.keys("scxs");
    assert!(!bench.is_starred(BRIDGE));
    bench.keys("Z");
    assert!(bench.is_starred(BRIDGE) && bench.class_in(BRIDGE, CALL) == Chrome);
    bench.keys("Z");
    assert!(bench.is_starred(BRIDGE) && bench.class_in(BRIDGE, CALL) == Paragraph);
    bench.keys("Z");
    assert!(!bench.is_starred(BRIDGE));
    bench.keys("<C-r><C-r>");
    assert!(bench.is_starred(BRIDGE) && bench.class_in(BRIDGE, CALL) == Chrome);
}

#[test]
fn pages_that_arrive_later_are_corrected_too() {
    let mut bench = Bench::begin(Start::default());
    bench.load_texts(&pages());
    bench.keys("<Enter>xgg6jcX<Enter>");
    let title = "Owls were counted in the old mill";
    bench.load_texts(&[(
        "z.txt",
        page(title, "owl", 1, "© 2024 The Quay Courier. All rights reserved"),
    )]);
    assert_eq!(bench.class_in(title, CALL), Chrome);
    bench.done();
    bench.keys("Z");
    assert_eq!(bench.class_in(title, CALL), Paragraph);
}

#[test]
fn a_second_correction_does_not_lose_the_pages_of_the_first() {
    let mut bench = at_call();
    bench.keys("cX");
    bench.holds = true;
    bench.keys("<Enter>");
    bench.keys("jch");
    bench.answer_all();
    assert_eq!(bench.class_in(FERRY, CALL), Chrome);
    let open = bench.app.reader.open().unwrap();
    assert_eq!(open.entry.article.lines[7].class, Heading);
}
