//! Taking text away: clipboard, file, command, editor.

use crate::harness::{Bench, Start, article};
use crate::pages::{NEWS, news};
use newsprint::app::{Effect, Event};
use std::path::{Path, PathBuf};

#[test]
fn the_article_and_its_path_are_copied() {
    let mut bench = news();
    bench.keys("jy");
    let Some(Effect::Copy(text)) = bench.effect() else {
        panic!("it is copied");
    };
    assert!(
        text.starts_with("Bridge toll rises\n\nCrossing the bridge"),
        "{text}"
    );
    bench.keys("Y");
    assert!(matches!(bench.effect(), Some(Effect::Copy(path)) if path == "b/bridge.txt"));
    assert!(bench.said().contains("copied"));
}

#[test]
fn the_ending_says_in_which_form_it_is_saved() {
    for (name, begins) in [
        ("x.txt", "Bridge toll rises\n\n"),
        ("x.md", "# Bridge toll rises"),
        ("x.json", "{"),
        ("x", "Bridge toll rises\n\n"),
    ] {
        let mut bench = news();
        bench.keys("je");
        assert_eq!(bench.typed(), "bridge.clean.txt");
        bench.keys("<C-u>").keys(name).keys("<Enter>");
        let Some(Effect::Save { path, text }) = bench.effect() else {
            panic!("it is saved");
        };
        assert_eq!(path, Path::new(name));
        assert!(text.starts_with(begins), "{name}: {text}");
    }
}

#[test]
fn what_became_of_it_is_said() {
    let mut bench = news();
    bench.event(Event::Saved(Ok(PathBuf::from("a/b.txt"))));
    assert!(bench.said().contains("a/b.txt"));
    bench.event(Event::Saved(Err("a/b.txt: not permitted".to_owned())));
    assert!(bench.said().contains("not permitted"));
    bench.event(Event::Piped(Ok("the command has ended".to_owned())));
    assert!(bench.said().contains("ended"));
    bench.event(Event::Edited(Err("vi: not found".to_owned())));
    assert!(bench.said().contains("not found"));
}

#[test]
fn the_article_is_piped_to_a_command() {
    let mut bench = news();
    for key in ["|", "P"] {
        bench.keys(key).keys("wc -w<Enter>");
        let Some(Effect::Pipe { command, text }) = bench.effect() else {
            panic!("it is piped");
        };
        assert_eq!(command, "wc -w");
        assert!(text.starts_with("Tunnel opens early\n"));
    }
    bench.keys("|<C-u> <Enter>");
    assert!(bench.effect().is_none(), "no command, nothing to do");
}

#[test]
fn the_source_opens_in_the_editor_at_the_line_that_is_read() {
    let mut bench = news();
    bench.keys("E");
    assert!(
        matches!(bench.effect(), Some(Effect::Edit { path, line: 1 }) if path == Path::new("a/tunnel.txt"))
    );
    bench.keys("<Enter>xgg4jE");
    assert!(matches!(bench.effect(), Some(Effect::Edit { line: 5, .. })));
}

#[test]
fn pages_of_the_sample_have_no_file_to_edit() {
    let mut bench = Bench::with(
        NEWS,
        Start {
            is_built_in: true,
            ..Start::default()
        },
    );
    bench.keys("E");
    assert!(bench.effects.is_empty());
    assert!(bench.said().contains("sample"), "{}", bench.said());
}

#[test]
fn what_is_copied_holds_no_control() {
    let mut bench = Bench::begin(Start::default());
    bench.arrive(vec![(
        "odd/\u{1b}]52;c;eA==\u{7}\u{202e}name.txt",
        article("title: Odd\ntext: One."),
    )]);
    bench.done();
    for keys in ["Y", "y", "e<Enter>"] {
        bench.keys(keys);
        let text = match bench.effect() {
            Some(Effect::Copy(text)) => text,
            Some(Effect::Save { path, .. }) => path.display().to_string(),
            other => panic!("{other:?}"),
        };
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
    }
}
