//! Corrections: on all pages of an outlet, in the profile file, undone with one key, present after a restart.

use super::session::{Session, Start, rows, shows};
use crate::harness::page_text::{CALL, town};
use crate::harness::workspace::Workspace;
use std::fs;
use std::path::PathBuf;

/// A workspace with three pages of one outlet and one of another, which all contain the same call.
fn workspace() -> Workspace {
    let courier = "© 2024 The Quay Courier. All rights reserved";
    let gazette = "© 2024 The Lake Gazette. All rights reserved";
    let pages = [
        ("Old bridge opens again after repairs", "bridge", courier),
        ("Ferry returns to Zelm after the winter", "ferry", courier),
        ("Bakers count their loaves before the feast", "bakery", courier),
        ("Night trains run again between the lakes", "train", gazette),
    ];
    let workspace = Workspace::new();
    for (at, (title, thing, outlet)) in pages.into_iter().enumerate() {
        workspace.write(
            format!("{at}.txt"),
            town(title, thing, at + 3, outlet).spaced().text(),
        );
    }
    workspace
}

fn profile(workspace: &Workspace) -> PathBuf {
    workspace.config().join("outlets.toml")
}

/// The row of the screen that contains the call.
fn call_row(session: &Session) -> String {
    let rows = rows(session.screen());
    rows.into_iter()
        .find(|row| row.contains("Hoist the flag"))
        .unwrap_or_default()
}

/// Opens the source view of the first page with the cursor on the call.
fn open(workspace: &Workspace) -> Session {
    let mut session = Start::reader(workspace).size(150, 40).open();
    // The second session starts with the filter.
    session.wait_for("the articles", |screen| {
        shows(screen, "4 articles") || shows(screen, "1 of 4")
    });
    session.type_keys("f\x15bridge\r");
    session.wait_for_text("1 of 4");
    session.type_keys("\r");
    session.wait_for_text("The bridge was the talk");
    session.type_keys("x");
    session.wait_for_text("▸ Source");
    session.type_keys("gg5j");
    session
}

#[test]
fn a_correction_changes_all_pages_of_the_outlet_and_is_undone_with_one_key() {
    let workspace = workspace();
    let mut session = open(&workspace);
    // The last row has the class of the line under the cursor, with its confidence.
    session.wait_for_text("body .");

    session.type_keys("cX");
    session.wait_for_text("chrome on 3 pages of The Quay Courier?");
    session.wait_for_text("class = \"chrome\"");
    assert!(
        !profile(&workspace).exists(),
        "nothing is written before the confirmation"
    );
    session.type_keys("\r");
    session.wait_for_text("chrome on 3 pages of The Quay Courier; Z");
    session.wait("the call as chrome", |session| {
        call_row(session).contains("correction")
    });
    let written = fs::read_to_string(profile(&workspace)).unwrap();
    assert!(
        written.contains("outlet = \"The Quay Courier\"") && written.contains(CALL),
        "{written}"
    );

    // Only the page of the other outlet still contains the call.
    session.type_keys("hf\u{15}lanterns\r");
    session.wait_for_text("1 of 4");
    session.wait_for_text("Night trains");

    session.type_keys("Z");
    session.wait_for_text("Undone: chrome");
    session.wait_for_text("4 articles");
    assert!(!profile(&workspace).exists(), "the file did not exist before");
}

#[test]
fn corrections_survive_a_restart() {
    let workspace = workspace();
    let mut session = open(&workspace);
    session.type_keys("ch");
    session.wait_for_text("heading on this page");
    session.type_keys("q\u{3}");
    assert!(session.wait_for_end().success());
    fs::rename(workspace.path("0.txt"), workspace.path("7.txt")).unwrap();
    let mut session = open(&workspace);
    session.wait("the call as heading", |session| {
        call_row(session).contains("heading")
    });
}

#[test]
fn an_invalid_profile_is_left_alone_and_nothing_changes() {
    let workspace = workspace();
    workspace.write_profile("[[line]]\noutlet = 7\n");
    let mut session = open(&workspace);
    session.type_keys("cx");
    session.wait_for_text("outlets.toml: line 2, column 10");
    assert!(!call_row(&session).contains("correction"), "{}", session.text());
    assert_eq!(
        fs::read_to_string(profile(&workspace)).unwrap(),
        "[[line]]\noutlet = 7\n"
    );
}
