//! Programs that use the terminal while the reader waits: the command that text is piped to, and the editor.

use super::session::{Session, Start, shows};
use crate::harness::workspace::Workspace;
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
    session.wait_for_text("is done");
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
    session.wait_for_text("type to search");
}

#[test]
fn the_editor_opens_the_source_and_the_reader_resumes_in_the_new_size() {
    let workspace = Workspace::with_reports();
    let editor = workspace.path("editor");
    fs::write(&editor, "#!/bin/sh\necho editing \"$@\"\nread answer\n").unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let mut session = Start::reader(&workspace)
        .env("EDITOR", editor.to_str().unwrap())
        .open();
    session.wait_for_text("4 articles");
    session.type_keys("E");
    session.wait("the editor", |session| {
        !session.screen().alternate_screen() && session.text().contains("editing")
    });
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
    let editor = workspace.path("editor");
    fs::write(
        &editor,
        "#!/bin/sh\ntrap 'echo kept > kept; exit 0' TERM\necho editing\nread answer\nread answer\n",
    )
    .unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let mut session = Start::reader(&workspace)
        .env("EDITOR", editor.to_str().unwrap())
        .open();
    session.wait_for_text("4 articles");
    session.type_keys("E");
    session.wait("the editor", |session| {
        !session.screen().alternate_screen() && session.text().contains("editing")
    });
    session.signal(rustix::process::Signal::TERM);
    assert!(!session.wait_for_end().success());
    session.assert_restored();
    assert!(
        workspace.home().join("kept").exists(),
        "the editor could save its text"
    );
}

#[test]
fn a_long_paste_arrives_complete() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace).open();
    session.wait_for_text("4 articles");
    session.type_keys("f");
    session.wait_for_text("filter:");
    // Without bracketed paste the text arrives as keys, more than are read at once.
    let text = "word ".repeat(620);
    session.type_keys(&format!("{text}the-end"));
    session.wait_for_text("the-end");
    session.type_keys("\x15");
    session.type_keys(&format!("\x1b[200~{text}pasted\x1b[201~"));
    session.wait_for_text("pasted");
}
