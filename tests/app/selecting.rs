//! Selecting text and what is done with it.

use crate::harness::Bench;
use crate::pages::{long_reading, news};
use newsprint::app::{Effect, Pane, PromptKind};

fn selecting() -> Bench {
    let mut bench = news();
    bench.keys("<Enter>v");
    bench
}

#[test]
fn the_ends_move_by_letters_words_rows_and_ends_of_rows() {
    for (keys, selected) in [
        ("", "T"),
        ("l", "Tu"),
        ("5l", "Tunnel"),
        ("w", "Tunnel o"),
        ("ww", "Tunnel opens e"),
        ("wwb", "Tunnel o"),
        ("3lhh", "Tu"),
        ("$", "Tunnel opens early"),
        ("$0", "T"),
        ("2w$b", "Tunnel opens e"),
        ("hhh", "T"),
        ("<Right><Right><Left>", "Tu"),
        ("<C-Right>", "Tunnel o"),
    ] {
        let mut bench = selecting();
        bench.keys(keys);
        assert_eq!(bench.selected().as_deref(), Some(selected), "after {keys}");
    }
    let mut bench = selecting();
    bench.keys("jk");
    assert_eq!(bench.selected().as_deref(), Some("T"));
    bench.keys("4j");
    assert!(
        bench
            .selected()
            .unwrap()
            .starts_with("Tunnel opens early\nThe last lamp")
    );
    assert_eq!(bench.focus(), Pane::Reader);
}

#[test]
fn zero_is_the_start_of_the_row_and_a_digit_behind_a_count() {
    let mut bench = selecting();
    bench.keys("10l");
    assert_eq!(bench.selected().as_deref(), Some("Tunnel open"));
    bench.keys("0");
    assert_eq!(bench.selected().as_deref(), Some("T"));
}

#[test]
fn the_selection_is_copied_and_ends() {
    for key in ["y", "<Enter>"] {
        let mut bench = selecting();
        bench.keys("5l").keys(key);
        let Some(Effect::Copy(text)) = bench.effect() else {
            panic!("it is copied");
        };
        assert_eq!(text, "Tunnel");
        assert_eq!(bench.selected(), None);
    }
}

#[test]
fn v_ends_the_selection_and_so_does_escape() {
    for key in ["v", "V", "<Esc>", "q"] {
        let mut bench = selecting();
        bench.keys(key);
        assert_eq!(bench.selected(), None, "{key}");
        assert_eq!(bench.focus(), Pane::Reader, "{key}");
    }
}

#[test]
fn the_selection_is_highlighted() {
    let mut bench = selecting();
    bench.keys("5l*");
    let sets = bench.app.search.sets().sets();
    assert_eq!(sets[0].words, ["Tunnel"]);
    assert!(sets[0].on);
    assert_eq!(bench.selected(), None);
    let is_written =
        |effect: &Effect| matches!(effect, Effect::WriteKeywords(text) if text.contains("Tunnel"));
    assert!(bench.effects.iter().any(is_written));
}

#[test]
fn a_find_starts_from_a_selection_and_a_selection_from_the_hit() {
    let mut bench = selecting();
    bench.keys("/lamp");
    assert_eq!(
        bench.app.input.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::Find)
    );
    bench.keys("<Enter>");
    assert_eq!(bench.hit().as_deref(), Some("lamp"));
    let mut bench = news();
    bench.keys("<Enter>/lorries<Enter>v");
    assert_eq!(bench.selected().as_deref(), Some("lorries"));
}

#[test]
fn text_is_selected_where_text_is() {
    let mut bench = news();
    bench.keys("v");
    assert!(bench.said().contains("Enter"), "{}", bench.said());
    assert_eq!(bench.selected(), None);
}

#[test]
fn the_window_follows_the_selection() {
    let mut bench = long_reading();
    bench.keys("vG");
    assert!(bench.app.reader.open().unwrap().is_at_end());
    assert!(bench.selected().unwrap().len() > 5000);
    bench.keys("gg");
    assert_eq!(bench.top(), 0);
    bench.keys("50j");
    let head = bench.app.reader.open().unwrap().selection.unwrap().head;
    assert!(bench.app.reader.open().unwrap().window().contains(&head));
    bench.keys("<C-d><C-u><PgDn><PgUp>");
    let open = bench.app.reader.open().unwrap();
    assert!(open.window().contains(&open.selection.unwrap().head));
}

#[test]
fn another_article_has_no_selection() {
    let mut bench = selecting();
    bench.keys("J");
    assert_eq!(bench.selected(), None);
}

#[test]
fn what_is_piped_is_the_selection() {
    let mut bench = selecting();
    bench.keys("5l|wc -c<Enter>");
    let Some(Effect::Pipe { command, text }) = bench.effect() else {
        panic!("it is piped");
    };
    assert_eq!((command.as_str(), text.as_str()), ("wc -c", "Tunnel"));
}
