//! Read, star, undo and redo; what counts as having been read.

use crate::harness::{Bench, article};
use crate::pages::{TITLES, long_article, long_reading, news};
use newsprint::library::LoadEvent;

#[test]
fn read_and_star_are_toggled_undone_and_redone() {
    let mut bench = news();
    bench.keys("r");
    assert!(bench.is_read(TITLES[0]));
    bench.keys("js");
    assert!(bench.is_starred(TITLES[1]));
    bench.keys("Z");
    assert!(!bench.is_starred(TITLES[1]));
    bench.keys("Z");
    assert!(!bench.is_read(TITLES[0]));
    bench.keys("Z");
    assert!(bench.said().contains("nothing to undo"), "{}", bench.said());
    bench.keys("<C-r>");
    assert!(bench.is_read(TITLES[0]));
    bench.keys("<C-r><C-r>");
    assert!(bench.is_starred(TITLES[1]));
    assert!(bench.said().contains("nothing"), "{}", bench.said());
}

#[test]
fn a_count_marks_so_many_rows_in_one_step() {
    let mut bench = news();
    bench.keys("j3r");
    let read: Vec<bool> = TITLES.iter().map(|title| bench.is_read(title)).collect();
    assert_eq!(read, [false, true, true, true, false, false, false]);
    bench.keys("Z");
    assert!(!bench.is_read(TITLES[2]));
}

#[test]
fn an_article_is_read_once_its_end_has_been_seen() {
    let mut bench = news();
    bench.keys("j");
    assert!(!bench.is_read(TITLES[1]), "looking at the list reads nothing");
    bench.keys("<Enter>");
    assert!(bench.is_read(TITLES[1]), "all of it is on the screen");
}

#[test]
fn a_preview_reads_nothing() {
    let mut bench = news();
    bench.resize(200, 60);
    bench.keys("jjj");
    assert_eq!(bench.open(), TITLES[3]);
    assert!(TITLES.iter().all(|title| !bench.is_read(title)));
}

#[test]
fn an_article_is_read_after_ten_rows_of_scrolling() {
    let mut bench = long_reading();
    assert!(!bench.is_read("Long one"));
    bench.keys("9j");
    assert!(!bench.is_read("Long one"));
    bench.keys("j");
    assert!(bench.is_read("Long one"));
}

#[test]
fn what_was_made_unread_by_hand_stays_unread() {
    let mut bench = news();
    bench.keys("<Enter>");
    assert!(bench.is_read(TITLES[0]));
    bench.keys("r");
    assert!(!bench.is_read(TITLES[0]));
    bench.keys("jkJK");
    assert!(!bench.is_read(TITLES[0]));
}

#[test]
fn several_made_unread_by_hand_all_stay_unread() {
    let mut bench = news();
    bench.keys("3r3r");
    bench.keys("j<Enter>");
    assert_eq!(bench.open(), TITLES[1]);
    assert!(!bench.is_read(TITLES[1]));
}

#[test]
fn the_source_view_does_not_read() {
    let mut bench = Bench::begin(crate::harness::Start::default());
    let entries = bench.place(vec![
        ("a.txt", long_article("Long one", 40)),
        ("b.txt", article("title: Second\ntext: Short.")),
    ]);
    bench.hear(LoadEvent::Batch(entries));
    bench.done();
    bench.keys("xG");
    assert!(!bench.is_read("Long one"));
}

#[test]
fn marks_are_of_the_open_article_while_reading() {
    let mut bench = news();
    bench.keys("<Enter>fzoo<Enter>s");
    assert!(bench.is_starred(TITLES[0]));
    assert!(!bench.is_starred(TITLES[5]));
}
