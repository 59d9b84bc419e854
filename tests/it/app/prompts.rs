//! Text fields: printable keys are text, the others have their own key table.

use super::pages::{TITLES, news};
use crate::harness::AppDriver;
use newsprint::app::{Event, PromptKind};

#[test]
fn every_printable_key_is_text() {
    for open in ["f", "/", "*", "<Enter>|", "e"] {
        let mut driver = news();
        driver.keys(open);
        assert!(driver.app.input.prompt.is_some(), "{open}");
        driver.keys("<C-u>");
        let printable: String = (' '..='~').collect();
        for c in printable.chars() {
            driver.event(Event::Key(newsprint::config::Key::char(c)));
        }
        driver.keys("é日");
        assert_eq!(driver.typed(), format!("{printable}é日"), "{open}");
    }
}

#[test]
fn the_text_is_edited_with_the_usual_keys() {
    let mut driver = news();
    driver.keys("/");
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
        driver.keys(keys);
        assert_eq!(driver.typed(), text, "after {keys}");
    }
    driver.keys("<C-u><Backspace>");
    assert!(
        driver.app.input.prompt.is_none(),
        "backspace leaves an empty prompt"
    );
}

#[test]
fn pasted_text_only_goes_into_text_fields() {
    let mut driver = news();
    driver.event(Event::Paste("jjqq!".to_owned()));
    assert_eq!(driver.chosen(), TITLES[0]);
    assert!(driver.app.input.overlay.is_none() && driver.effects.is_empty());
    driver.keys("!");
    driver.event(Event::Paste("q".to_owned()));
    assert!(driver.app.input.overlay.is_some());
    driver.keys("<Esc>f");
    driver.event(Event::Paste("ferry\nstops\u{1b}[31m".to_owned()));
    assert_eq!(driver.typed(), "ferry stops[31m");
    driver.keys("<Esc>o");
    driver.event(Event::Paste("zeta".to_owned()));
    driver.keys("<Enter>");
    assert!(
        driver.app.filter.text.contains("Zeta Post"),
        "{}",
        driver.app.filter.text
    );
}

#[test]
fn a_huge_paste_is_cut() {
    let mut driver = news();
    driver.keys("f");
    driver.event(Event::Paste("tunnel ".repeat(100_000)));
    assert!(driver.typed().len() <= 4096);
}

#[test]
fn each_kind_of_prompt_has_its_own_history() {
    let mut driver = news();
    driver.keys("/owls<Enter>fferry<Enter>/<Up>");
    assert_eq!(driver.typed(), "owls");
    assert_eq!(
        driver.app.input.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::Find)
    );
}

#[test]
fn control_c_and_control_g_leave_a_prompt() {
    for key in ["<C-c>", "<C-g>"] {
        let mut driver: AppDriver = news();
        driver.keys("/owls").keys(key);
        assert!(driver.app.input.prompt.is_none());
        assert!(driver.effects.is_empty());
    }
}
