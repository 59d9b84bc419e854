//! Text fields: every printable key is text, and the keys of their own table.

use crate::harness::Bench;
use crate::pages::{TITLES, news};
use newsprint::app::{Event, PromptKind};

#[test]
fn every_printable_key_is_text() {
    for open in ["f", "/", "*", "<Enter>|", "e"] {
        let mut bench = news();
        bench.keys(open);
        assert!(bench.app.input.prompt.is_some(), "{open}");
        bench.keys("<C-u>");
        let printable: String = (' '..='~').collect();
        for c in printable.chars() {
            bench.event(Event::Key(newsprint::config::Key::char(c)));
        }
        bench.keys("é日");
        assert_eq!(bench.typed(), format!("{printable}é日"), "{open}");
    }
}

#[test]
fn the_text_is_edited_with_the_usual_keys() {
    let mut bench = news();
    bench.keys("/");
    for (keys, text) in [
        ("one two", "one two"),
        ("<C-w>", "one "),
        ("<Backspace>", "one"),
        ("<Home>x", "xone"),
        ("<Delete>", "xne"),
        ("<Right><Left>y", "xyne"),
        ("<C-e>z", "xynez"),
        ("<C-a><C-d>", "ynez"),
        ("<C-u>", ""),
        ("a b<C-Left>c<C-Right>d", "a cbd"),
    ] {
        bench.keys(keys);
        assert_eq!(bench.typed(), text, "after {keys}");
    }
    bench.keys("<C-u><Backspace>");
    assert!(
        bench.app.input.prompt.is_none(),
        "backspace leaves an empty prompt"
    );
}

#[test]
fn pasted_text_goes_where_text_is_typed_and_nowhere_else() {
    let mut bench = news();
    bench.event(Event::Paste("jjqq!".to_owned()));
    assert_eq!(bench.chosen(), TITLES[0]);
    assert!(bench.app.input.overlay.is_none() && bench.effects.is_empty());
    bench.keys("!");
    bench.event(Event::Paste("q".to_owned()));
    assert!(bench.app.input.overlay.is_some());
    bench.keys("<Esc>f");
    bench.event(Event::Paste("ferry\nstops\u{1b}[31m".to_owned()));
    assert_eq!(bench.typed(), "ferry stops[31m");
    bench.keys("<Esc>o");
    bench.event(Event::Paste("zeta".to_owned()));
    bench.keys("<Enter>");
    assert!(
        bench.app.query_text.contains("Zeta Post"),
        "{}",
        bench.app.query_text
    );
}

#[test]
fn a_paste_without_end_is_cut() {
    let mut bench = news();
    bench.keys("f");
    bench.event(Event::Paste("tunnel ".repeat(100_000)));
    assert!(bench.typed().len() <= 4096);
}

#[test]
fn kinds_of_prompts_have_their_own_history() {
    let mut bench = news();
    bench.keys("/owls<Enter>fferry<Enter>/<Up>");
    assert_eq!(bench.typed(), "owls");
    assert_eq!(
        bench.app.input.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::Find)
    );
}

#[test]
fn control_c_and_control_g_leave_a_prompt() {
    for key in ["<C-c>", "<C-g>"] {
        let mut bench: Bench = news();
        bench.keys("/owls").keys(key);
        assert!(bench.app.input.prompt.is_none());
        assert!(bench.effects.is_empty());
    }
}
