//! Correcting lines: on all pages of an outlet, in the profile file, taken back with one key, kept over a restart.

use super::session::{Session, Start, rows, shows};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const CALL: &str = "Hoist the flag with us and keep our lanterns burning through the winter.";

/// Pages of one outlet that all hold the same call, and one page of another that holds it too.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let stories = [
        (
            "Old bridge opens again after repairs",
            "bridge",
            "The Quay Courier",
        ),
        (
            "Ferry returns to Zelm after the winter",
            "ferry",
            "The Quay Courier",
        ),
        (
            "Bakers count their loaves before the feast",
            "bakery",
            "The Quay Courier",
        ),
        (
            "Night trains run again between the lakes",
            "train",
            "The Lake Gazette",
        ),
    ];
    for (at, (title, thing, outlet)) in stories.into_iter().enumerate() {
        let page = format!(
            "Menu\n{title}\n\nBy Ilka Fenn\n{} May 2024\n\n\
             The {thing} was the talk of the town on Monday, after two years in which nobody had seen it at work.\n\n\
             {CALL}\n\n\
             Hundreds of people came to see the {thing} before noon, and most of them stayed until the evening.\n\n\
             Share this article\n© 2024 {outlet}. All rights reserved\n",
            at + 3
        );
        fs::write(folder.path().join(format!("{at}.txt")), page).unwrap();
    }
    folder
}

fn profile(home: &Path) -> PathBuf {
    home.join(".config/newsprint/outlets.toml")
}

/// The row of the screen that holds the call.
fn call_row(session: &Session) -> String {
    let rows = rows(session.screen());
    rows.into_iter()
        .find(|row| row.contains("Hoist the flag"))
        .unwrap_or_default()
}

/// Opens the first page's lines, with the cursor on the call.
fn open(folder: &TempDir, home: &Path) -> Session {
    let home = home.to_str().unwrap();
    let mut session = Start::program(&[folder.path().to_str().unwrap()])
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", &format!("{home}/.config"))
        .size(150, 40)
        .open();
    // The second time, the filter is there already.
    session.wait_for("the articles", |screen| {
        shows(screen, "4 articles") || shows(screen, "1 of 4")
    });
    session.type_keys("f\x15bridge\r");
    session.wait_for_text("1 of 4");
    session.type_keys("\r");
    session.wait_for_text("The bridge was the talk");
    session.type_keys("x");
    session.wait_for_text("Source: every line");
    session.type_keys("gg5j");
    session
}

#[test]
fn a_correction_changes_all_pages_of_the_outlet_and_is_undone_with_one_key() {
    let (folder, home) = (folder(), tempfile::tempdir().unwrap());
    let mut session = open(&folder, home.path());
    session.wait("the call as body", |session| call_row(session).contains("body"));

    session.type_keys("cX");
    session.wait_for_text("chrome on 3 pages of The Quay Courier?");
    session.wait_for_text("class = \"chrome\"");
    assert!(!profile(home.path()).exists(), "nothing is written before a yes");
    session.type_keys("\r");
    session.wait_for_text("chrome on 3 pages of The Quay Courier; Z");
    session.wait("the call as chrome", |session| {
        call_row(session).contains("chrome")
    });
    let written = fs::read_to_string(profile(home.path())).unwrap();
    assert!(
        written.contains("outlet = \"The Quay Courier\"") && written.contains(CALL),
        "{written}"
    );

    // The call is found nowhere but on the page of the other outlet.
    session.type_keys("hf\u{15}lanterns\r");
    session.wait_for_text("1 of 4");
    session.wait_for_text("Night trains");

    session.type_keys("Z");
    session.wait_for_text("undone: chrome");
    session.wait_for_text("4 articles");
    assert!(
        !profile(home.path()).exists(),
        "the file reads as before: there was none"
    );
}

#[test]
fn corrections_outlive_the_program() {
    let (folder, home) = (folder(), tempfile::tempdir().unwrap());
    let mut session = open(&folder, home.path());
    session.type_keys("ch");
    session.wait_for_text("heading on this page");
    session.type_keys("q\u{3}");
    assert!(session.wait_for_end().success());
    fs::rename(folder.path().join("0.txt"), folder.path().join("7.txt")).unwrap();
    let mut session = open(&folder, home.path());
    session.wait("the call as heading", |session| {
        call_row(session).contains("heading")
    });
}

#[test]
fn a_profile_that_cannot_be_used_is_left_alone_and_nothing_changes() {
    let (folder, home) = (folder(), tempfile::tempdir().unwrap());
    let file = profile(home.path());
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "[[line]]\noutlet = 7\n").unwrap();
    let mut session = open(&folder, home.path());
    session.type_keys("cx");
    session.wait_for_text("outlets.toml: line 2, column 10");
    assert!(call_row(&session).contains("body"), "{}", session.text());
    assert_eq!(fs::read_to_string(&file).unwrap(), "[[line]]\noutlet = 7\n");
}
