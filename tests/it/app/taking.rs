//! Copying, saving, piping and editing an article.

use super::pages::{NEWS, news};
use crate::harness::{AppDriver, Start, article, cases};
use newsprint::app::{Effect, Event};
use std::path::{Path, PathBuf};

#[test]
fn the_article_and_its_path_are_copied() {
    let mut driver = news();
    driver.keys("jy");
    let Some(Effect::Copy(text)) = driver.effect() else {
        panic!("it is copied");
    };
    assert!(
        text.starts_with("Bridge toll rises\n\nCrossing the bridge"),
        "{text}"
    );
    driver.keys("Y");
    assert!(matches!(driver.effect(), Some(Effect::Copy(path)) if path == "b/bridge.txt"));
    assert!(driver.message().contains("Copied"));
}

/// The extension decides the format of a saved article.
fn saved_format(name: &str, start: &str) {
    let mut driver = news();
    driver.keys("je");
    assert_eq!(driver.typed(), "bridge.clean.txt");
    driver.keys("<C-u>").keys(name).keys("<Enter>");
    let Some(Effect::Save { path, text }) = driver.effect() else {
        panic!("it is saved");
    };
    assert_eq!(path, Path::new(name));
    assert!(text.starts_with(start), "{text}");
}

cases! { saved_format
    text: ("x.txt", "Bridge toll rises\n\n");
    markdown: ("x.md", "# Bridge toll rises");
    json: ("x.json", "{");
    text_without_extension: ("x", "Bridge toll rises\n\n");
}

#[test]
fn the_result_is_reported() {
    let mut driver = news();
    driver.event(Event::Saved(Ok(PathBuf::from("a/b.txt"))));
    assert!(driver.message().contains("a/b.txt"));
    driver.event(Event::Saved(Err("a/b.txt: not permitted".to_owned())));
    assert!(driver.message().contains("not permitted"));
    driver.event(Event::Piped(Ok("the command has ended".to_owned())));
    assert!(driver.message().contains("ended"));
    driver.event(Event::Edited(Err("vi: not found".to_owned())));
    assert!(driver.message().contains("not found"));
}

#[test]
fn the_article_is_piped_to_a_command() {
    let mut driver = news();
    for key in ["|", "P"] {
        driver.keys(key).keys("wc -w<Enter>");
        let Some(Effect::Pipe { command, text, .. }) = driver.effect() else {
            panic!("it is piped");
        };
        assert_eq!(command, "wc -w");
        assert!(text.starts_with("Tunnel opens early\n"));
    }
    driver.keys("|<C-u> <Enter>");
    assert!(driver.effect().is_none(), "no command, nothing to do");
}

#[test]
fn the_editor_opens_the_source_at_the_line_being_read() {
    let mut driver = news();
    driver.keys("E");
    assert!(
        matches!(driver.effect(), Some(Effect::Edit { path, line: 1 }) if path == Path::new("a/tunnel.txt"))
    );
    driver.keys("<Enter>xgg4jE");
    assert!(matches!(driver.effect(), Some(Effect::Edit { line: 5, .. })));
}

#[test]
fn sample_pages_have_no_file_to_edit() {
    let mut driver = AppDriver::with(
        NEWS,
        Start {
            is_built_in: true,
            ..Start::default()
        },
    );
    driver.keys("E");
    assert!(driver.effects.is_empty());
    assert!(driver.message().contains("sample"), "{}", driver.message());
}

#[test]
fn copied_text_contains_no_control_character() {
    let mut driver = AppDriver::begin(Start::default());
    driver.arrive(vec![(
        "odd/\u{1b}]52;c;eA==\u{7}\u{202e}name.txt",
        article("title: Odd\ntext: One."),
    )]);
    driver.done();
    for keys in ["Y", "y", "e<Enter>"] {
        driver.keys(keys);
        let text = match driver.effect() {
            Some(Effect::Copy(text)) => text,
            Some(Effect::Save { path, .. }) => path.display().to_string(),
            other => panic!("{other:?}"),
        };
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
    }
}
