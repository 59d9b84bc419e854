//! Marks in the running program: stored before they are shown, present after a kill, and a message if they cannot be
//! stored.

use super::session::{Session, Start, rows};
use crate::harness::workspace::Workspace;
use std::fs;

fn open(workspace: &Workspace) -> Session {
    let mut session = Start::reader(workspace).open();
    session.wait_for_text("4 articles");
    session
}

fn row_of(session: &Session, text: &str) -> String {
    let rows = rows(session.screen());
    rows.into_iter()
        .find(|row| row.contains(text))
        .unwrap_or_default()
}

#[test]
fn marks_that_were_shown_survive_a_kill() {
    let workspace = Workspace::with_reports();
    let mut session = open(&workspace);
    session.type_keys("s");
    session.wait_for_message("Starred");
    session.type_keys("tice cold\r");
    session.wait_for_message("Tagged ice cold");
    session.type_keys("jaask the pilot\r");
    session.wait_for_message("Note saved");
    session.signal(rustix::process::Signal::KILL);
    session.wait_for_end();
    let mut session = open(&workspace);
    assert!(
        row_of(&session, "Night trains").contains('★'),
        "{}",
        session.text()
    );
    assert!(
        row_of(&session, "Night trains").contains('#'),
        "{}",
        session.text()
    );
    assert!(
        row_of(&session, "A long frost").contains('✎'),
        "{}",
        session.text()
    );
    session.type_keys("ftag:co\t\r");
    session.wait_for_text("1 of 4");
    session.type_keys("\r");
    session.wait_for_text("#cold #ice");
}

#[test]
fn marks_of_another_reader_are_shown_and_undone() {
    let workspace = Workspace::with_reports();
    let (mut one, mut other) = (open(&workspace), open(&workspace));
    one.type_keys("s");
    one.wait_for_message("Starred");
    let has_star = |screen: &vt100::Screen| {
        let mut rows = rows(screen).into_iter();
        rows.any(|row| row.contains("Night trains") && row.contains('★'))
    };
    other.wait_for("the star", has_star);
    other.type_keys("jtice\r");
    other.wait_for_message("Tagged ice");
    one.wait_for("the tag", |screen| {
        let mut rows = rows(screen).into_iter();
        rows.any(|row| row.contains("A long frost") && row.contains('#'))
    });
    one.type_keys("Z");
    one.wait_for_text("Undone");
    other.wait_for("no star", |screen| !has_star(screen));
}

#[test]
fn marks_made_just_before_the_end_and_the_position_are_stored() {
    let workspace = Workspace::with_reports();
    let mut session = open(&workspace);
    session.type_keys("jl");
    session.wait_for_text("A long frost");
    session.type_keys("\x04\x04\x04s");
    session.wait_for_message("Starred");
    let line = row_at_top(&session);
    session.type_keys("hhshqqq");
    session.wait_for_end();
    let mut session = open(&workspace);
    assert!(
        !row_of(&session, "A long frost").contains('★'),
        "{}",
        session.text()
    );
    session.type_keys("jl");
    session.wait_for("the same place", |screen| rows(screen)[5].contains(&line));
}

/// The start of the first row of the article, which is below the header, three rows of the list, and a rule.
fn row_at_top(session: &Session) -> String {
    rows(session.screen())[5].trim().chars().take(30).collect()
}

/// A reader with a star that waits for another program, which has locked the marks.
fn star_while_locked(workspace: &Workspace) -> (Session, rusqlite::Connection) {
    let mut session = open(workspace);
    let other = rusqlite::Connection::open(workspace.data().join("marks.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    session.type_keys("s");
    session.wait_for_message("Another program is writing marks");
    (session, other)
}

#[test]
fn while_another_program_locks_the_marks_keys_work_and_the_end_names_what_was_not_saved() {
    let workspace = Workspace::with_reports();
    let (mut session, other) = star_while_locked(&workspace);
    session.type_keys("?");
    session.wait_for_text("half a page down, up");
    session.type_keys("\x1b");
    session.wait_until_gone("half a page down, up");
    session.type_keys("r\x03");
    session.wait_for_end();
    session.assert_restored();
    assert!(
        session
            .text()
            .contains("not saved: Starred, Marked as read (another program"),
        "{}",
        session.text()
    );
    other.execute_batch("ROLLBACK").unwrap();
    let session = open(&workspace);
    assert!(!row_of(&session, "Night trains").contains('★'));
}

#[test]
fn a_mark_that_waited_for_another_program_is_stored() {
    let workspace = Workspace::with_reports();
    let (mut session, other) = star_while_locked(&workspace);
    other.execute_batch("ROLLBACK").unwrap();
    session.wait_for_message("Starred");
}

#[test]
fn a_file_that_is_not_a_store_of_marks_is_left_alone() {
    let workspace = Workspace::with_reports();
    let data = workspace.data();
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("marks.sqlite"), "mine".repeat(500)).unwrap();
    let mut session = open(&workspace);
    session.wait_for_text("marks are not kept: this is not a marks file; move it away");
    session.type_keys("s");
    session.wait_for_message("Starred");
    session.type_keys("q");
    assert_eq!(
        fs::read(data.join("marks.sqlite")).unwrap(),
        "mine".repeat(500).as_bytes()
    );
}
