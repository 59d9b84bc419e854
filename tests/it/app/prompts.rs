//! Text fields: printable keys are text, the others have their own key table.

use super::pages::{TITLES, news};
use crate::harness::AppDriver;
use newsprint::app::{Event, JobKind, Overlay, PromptKind};
use newsprint::config::Key;
use std::collections::VecDeque;

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

/// The keys of a text, as a terminal without bracketed paste sends them.
fn keys_of(text: &str) -> VecDeque<Event> {
    text.chars().map(|c| Event::Key(Key::char(c))).collect()
}

#[test]
fn a_burst_of_keys_asks_once() {
    let mut driver = news();
    driver.keys("f");
    driver.holds = true;
    let mut burst = keys_of(&"tunnel ".repeat(3_000));
    burst.push_back(Event::Key(Key::char('x')));
    let mut events = 0;
    while let Some(event) = driver.app.next_of_burst(&mut burst) {
        driver.event(event);
        events += 1;
    }
    assert_eq!((events, driver.typed().len()), (1, 4096));
    let filters = driver
        .held
        .iter()
        .filter(|request| request.job.kind() == JobKind::Filter);
    assert_eq!(filters.count(), 1);
}

#[test]
fn a_burst_means_what_its_keys_mean_one_by_one() {
    let enter = Event::Key("Enter".parse().unwrap());
    for open in ["f", "/", ":", "o", "<Enter>|"] {
        let burst = || {
            let mut burst = keys_of("ferry jj");
            burst.push_back(Event::Key("Backspace".parse().unwrap()));
            burst.extend(keys_of("xq"));
            burst
        };
        let (mut one, mut other) = (news(), news());
        one.keys(open);
        other.keys(open);
        let mut keys = burst();
        while let Some(event) = one.app.next_of_burst(&mut keys) {
            one.event(event);
        }
        for key in burst() {
            other.event(key);
        }
        let field = |driver: &AppDriver| match (&driver.app.input.prompt, &driver.app.input.overlay) {
            (Some(prompt), _) => prompt.field.clone(),
            (None, Some(Overlay::Picker(_, picker))) => picker.field.clone(),
            _ => panic!("no text field after {open}"),
        };
        assert_eq!(field(&one), field(&other), "{open}");
    }
    // Outside of a text field keys are commands, and the text after one that opens a field is text.
    let mut driver = news();
    let mut burst = keys_of("jjfferry");
    burst.push_back(enter);
    while let Some(event) = driver.app.next_of_burst(&mut burst) {
        driver.event(event);
    }
    assert_eq!(driver.app.filter.text, "ferry");
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
