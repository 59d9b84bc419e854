//! Programs that use the terminal while the reader waits: the command that text is piped to, and the editor.

use super::session::{Session, Start, shows};
use crate::harness::page_text::numbered;
use crate::harness::workspace::{Workspace, argument};
use std::fs;
use std::os::unix::fs::PermissionsExt;

fn is_reading(session: &Session) -> bool {
    session.screen().alternate_screen() && session.is_raw()
}

#[test]
fn an_article_is_piped_to_a_command_and_the_reader_resumes() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace).open();
    session.wait_for_text("4 articles");
    session.type_keys("|cat > piped; stty -a < /dev/tty; echo done\r");
    session.wait_for_text("[Enter returns");
    assert!(!session.screen().alternate_screen());
    // The command gets the terminal as it was before the reader.
    assert!(
        session.text().contains(" icanon") && session.text().contains(" echo "),
        "{}",
        session.text()
    );
    session.type_keys("\r");
    session.wait("the reader", is_reading);
    session.wait_for_text("echo done` finished");
    let piped = fs::read_to_string(workspace.home().join("piped")).unwrap();
    assert!(piped.contains("Paragraph 2 says"), "{piped}");
}

#[test]
fn an_interrupt_ends_the_command_but_not_the_reader() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace).open();
    session.wait_for_text("4 articles");
    session.type_keys("|echo it runs; exec sleep 1000\r");
    session.wait("the command", |session| {
        !session.screen().alternate_screen() && shows(session.screen(), "it runs")
    });
    session.type_keys("\x03");
    session.wait_for_text("[Enter returns");
    session.type_keys("\r");
    session.wait("the reader", is_reading);
    session.wait_for_text("ended with");
    session.type_keys("?");
    session.wait_for_text("half a page down, up");
}

/// Writes a script that stands for an editor. Returns its path.
fn editor(workspace: &Workspace, name: &str, script: &str) -> String {
    let editor = workspace.home().join(name);
    fs::write(&editor, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    argument(&editor).to_owned()
}

/// A reader that has opened an article in an editor, which prints `editing`.
fn editing(workspace: &Workspace, script: &str) -> Session {
    let editor = editor(workspace, "editor", script);
    let mut session = Start::reader(workspace).env("EDITOR", &editor).open();
    session.wait_for_text("4 articles");
    session.type_keys("E");
    session.wait("the editor", |session| {
        !session.screen().alternate_screen() && session.text().contains("editing")
    });
    session
}

#[test]
fn the_editor_opens_the_source_and_the_reader_resumes_in_the_new_size() {
    let workspace = Workspace::with_reports();
    let mut session = editing(&workspace, "echo editing \"$@\"\nread answer");
    assert!(!session.is_raw());
    session.resize(120, 40);
    session.type_keys("\r");
    session.wait("the reader", is_reading);
    session.wait_for("the new size", |screen| {
        screen.rows(0, 120).nth(39).unwrap().contains("? keys")
    });
}

#[test]
fn a_signal_ends_the_editor_too_and_restores_the_terminal() {
    let workspace = Workspace::with_reports();
    let script = "trap 'echo kept > kept; exit 0' TERM\necho editing\nread answer\nread answer";
    let mut session = editing(&workspace, script);
    session.signal(rustix::process::Signal::TERM);
    assert!(!session.wait_for_end().success());
    session.assert_restored();
    assert!(
        workspace.home().join("kept").exists(),
        "the editor could save its text"
    );
}

#[test]
fn a_page_that_is_named_like_a_command_of_the_editor_runs_nothing() {
    let page = numbered("Ferry returns to Zelm after the winter", 3, 3);
    for name in ["+!touch pwned;q.txt", "+1;q.txt"] {
        let workspace = Workspace::with([(name, page.clone())]);
        let editor = editor(
            &workspace,
            "vim",
            "for one; do echo \"<$one>\"; done; echo end; read answer",
        );
        let mut session = Start::shell(&workspace)
            .size(200, 40)
            .env("EDITOR", &editor)
            .open();
        session.wait_for_text("ready$");
        session.type_keys("cd news; newsprint *\r");
        session.wait_for_text("1 article");
        session.type_keys("E");
        session.wait("the editor", |session| {
            !session.screen().alternate_screen() && session.text().contains("\nend")
        });
        let text = session.text();
        let given: Vec<&str> = text.lines().filter(|line| line.starts_with('<')).collect();
        let path = format!("<{}>", workspace.path(name).display());
        assert_eq!(given, ["<+1>", &path]);
    }
}

#[test]
fn a_long_paste_arrives_complete() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace).open();
    session.wait_for_text("4 articles");
    session.type_keys("f");
    session.wait_for_text("Enter show");
    // Without bracketed paste the text arrives as keys, more than are read at once.
    let text = "word ".repeat(620);
    session.type_keys(&format!("{text}the-end"));
    session.wait_for_text("the-end");
    session.type_keys("\x15");
    session.type_keys(&format!("\x1b[200~{text}pasted\x1b[201~"));
    session.wait_for_text("pasted");
}
