//! Selecting text and using the selection.

use super::pages::{long_reading, news};
use crate::harness::AppDriver;
use crate::harness::cases;
use newsprint::app::{Effect, Pane, PromptKind};

fn selecting() -> AppDriver {
    let mut driver = news();
    // A selection starts mid-screen; this moves both ends to the start.
    driver.keys("<Enter>vggogg");
    driver
}

/// Keys move the end of the selection.
fn moved(keys: &str, selected: &str) {
    let mut driver = selecting();
    driver.keys(keys);
    assert_eq!(driver.selected().as_deref(), Some(selected));
}

cases! { moved
    nowhere: ("", "T");
    right: ("l", "Tu");
    right_by_a_count: ("5l", "Tunnel");
    to_the_next_word: ("w", "Tunnel o");
    over_two_words: ("ww", "Tunnel opens e");
    back_by_a_word: ("wwb", "Tunnel o");
    left: ("3lhh", "Tu");
    to_the_end_of_the_row: ("$", "Tunnel opens early");
    to_the_start_of_the_row: ("$0", "T");
    back_from_the_end: ("2w$b", "Tunnel opens e");
    not_before_the_start: ("hhh", "T");
    with_arrows: ("<Right><Right><Left>", "Tu");
    with_control_and_arrow: ("<C-Right>", "Tunnel o");
    to_the_end_of_the_word: ("e", "Tunnel");
    over_the_ends_of_words: ("ee", "Tunnel opens");
    the_other_end: ("wwo", "Tunnel opens e");
}

#[test]
fn the_selection_moves_by_rows() {
    let mut driver = selecting();
    driver.keys("jk");
    assert_eq!(driver.selected().as_deref(), Some("T"));
    driver.keys("4j");
    assert!(
        driver
            .selected()
            .unwrap()
            .starts_with("Tunnel opens early\nHarbour\u{a0}Herald")
    );
    assert_eq!(driver.focus(), Pane::Reader);
}

#[test]
fn zero_is_the_start_of_the_row_or_a_digit_of_a_count() {
    let mut driver = selecting();
    driver.keys("10l");
    assert_eq!(driver.selected().as_deref(), Some("Tunnel open"));
    driver.keys("0");
    assert_eq!(driver.selected().as_deref(), Some("T"));
}

#[test]
fn the_selection_is_copied_and_ends() {
    for key in ["y", "<Enter>"] {
        let mut driver = selecting();
        driver.keys("5l").keys(key);
        let Some(Effect::Copy(text)) = driver.effect() else {
            panic!("it is copied");
        };
        assert_eq!(text, "Tunnel");
        assert_eq!(driver.selected(), None);
    }
}

#[test]
fn v_ends_the_selection_and_so_does_escape() {
    for key in ["v", "V", "<Esc>", "q"] {
        let mut driver = selecting();
        driver.keys(key);
        assert_eq!(driver.selected(), None, "{key}");
        assert_eq!(driver.focus(), Pane::Reader, "{key}");
    }
}

#[test]
fn the_selection_is_highlighted() {
    let mut driver = selecting();
    driver.keys("5l*");
    let sets = driver.app.search.sets().sets();
    assert_eq!(sets[0].words, ["Tunnel"]);
    assert!(sets[0].on);
    assert_eq!(driver.selected(), None);
    let is_written =
        |effect: &Effect| matches!(effect, Effect::WriteKeywords(text) if text.contains("Tunnel"));
    assert!(driver.effects.iter().any(is_written));
}

#[test]
fn find_uses_the_selection_and_a_selection_starts_at_the_hit() {
    let mut driver = selecting();
    driver.keys("/lamp");
    assert_eq!(
        driver.app.input.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::Find)
    );
    driver.keys("<Enter>");
    assert_eq!(driver.hit().as_deref(), Some("lamp"));
    let mut driver = news();
    driver.keys("<Enter>/lorries<Enter>v");
    assert_eq!(driver.selected().as_deref(), Some("lorries"));
}

#[test]
fn text_can_only_be_selected_in_the_article() {
    let mut driver = news();
    driver.keys("v");
    assert!(driver.message().contains("Enter"), "{}", driver.message());
    assert_eq!(driver.selected(), None);
}

#[test]
fn the_window_follows_the_selection() {
    let mut driver = long_reading();
    driver.keys("vG");
    assert!(driver.app.reader.open().unwrap().is_at_end());
    assert!(driver.selected().unwrap().len() > 5000);
    driver.keys("gg");
    assert_eq!(driver.top(), 0);
    driver.keys("50j");
    let head = driver.app.reader.open().unwrap().selection.unwrap().head;
    assert!(driver.app.reader.open().unwrap().window().contains(&head));
    driver.keys("<C-d><C-u><PgDn><PgUp>");
    let open = driver.app.reader.open().unwrap();
    assert!(open.window().contains(&open.selection.unwrap().head));
}

#[test]
fn keys_that_selecting_does_not_bind_say_how_to_leave() {
    let mut driver = selecting();
    for key in ["J", "s", "x", "]"] {
        driver.keys(key);
        assert!(
            driver.message().contains("Esc ends"),
            "{key}: {}",
            driver.message()
        );
        assert_eq!(driver.selected().as_deref(), Some("T"), "{key}");
    }
    driver.keys("<Esc>J");
    assert_eq!(
        (driver.selected(), driver.open()),
        (None, "Bridge toll rises".to_owned())
    );
}

#[test]
fn a_selection_starts_in_the_middle_of_the_window() {
    let mut driver = long_reading();
    driver.keys("v");
    let open = driver.app.reader.open().unwrap();
    let row = open
        .rows
        .iter()
        .position(|row| row.range.contains(&open.selection.unwrap().head));
    let middle = open.rows.len() / 2;
    assert!((middle..middle + 2).contains(&row.unwrap()), "{row:?}");
}

#[test]
fn a_selection_of_paragraphs_is_not_highlighted() {
    let mut driver = selecting();
    driver.keys("5j*");
    assert!(driver.message().contains("paragraphs"), "{}", driver.message());
    assert!(driver.selected().is_some() && driver.app.search.sets().sets().is_empty());
}

#[test]
fn the_selection_is_piped() {
    let mut driver = selecting();
    driver.keys("5l|wc -c<Enter>");
    let Some(Effect::Pipe { command, text, .. }) = driver.effect() else {
        panic!("it is piped");
    };
    assert_eq!((command.as_str(), text.as_str()), ("wc -c", "Tunnel"));
}
