//! The marks file that is deleted, replaced, empty, locked or read-only while a store has it open.

use crate::library::marks::error::MarksError;
use crate::library::marks::file;
use crate::library::marks::store::{LastView, MARKS_FILE, MarksStore};
use crate::library::marks::tests::{entry, is_starred, memory, noted, star, write};
use std::fs;
use std::path::Path;

/// Deletes what is in a folder.
fn empty_folder(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_mark_is_stored_although_the_file_was_deleted_while_it_was_open() {
    let folder = tempfile::tempdir().unwrap();
    let (fog, rain) = (
        entry("/n/fog.txt", "Fog", &["One."]),
        entry("/n/rain.txt", "Rain", &["Two."]),
    );
    let mut store = MarksStore::open(folder.path()).unwrap();
    write(&mut store, &star(&[&fog])).unwrap();
    empty_folder(folder.path());
    write(&mut store, &star(&[&rain])).unwrap();
    assert!(is_starred(&mut MarksStore::open(folder.path()).unwrap(), &rain));
    assert!(store.has_changed().unwrap(), "what is shown is read again");
    assert!(!store.has_changed().unwrap());
    assert!(!is_starred(&mut store, &fog), "what is not stored is not shown");
    fs::remove_dir_all(folder.path()).unwrap();
    store.store_view("/n", &LastView::default()).unwrap();
    assert!(
        MarksStore::open(folder.path())
            .unwrap()
            .last_view("/n")
            .unwrap()
            .is_some()
    );
}

#[cfg(unix)]
#[test]
fn a_mark_is_stored_in_the_file_that_has_replaced_the_open_one() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (fog, rain) = (
        entry("/n/fog.txt", "Fog", &["One."]),
        entry("/n/rain.txt", "Rain", &["Two."]),
    );
    let mut store = MarksStore::open(folder.path()).unwrap();
    write(&mut store, &star(&[&fog])).unwrap();
    let mut newer = MarksStore::open(other.path()).unwrap();
    write(&mut newer, &noted("", "from elsewhere", &fog)).unwrap();
    drop(newer);
    // As a program that synchronises folders does it.
    fs::rename(other.path().join(MARKS_FILE), folder.path().join(MARKS_FILE)).unwrap();
    write(&mut store, &star(&[&rain])).unwrap();
    let mut again = MarksStore::open(folder.path()).unwrap();
    assert!(is_starred(&mut again, &rain) && !is_starred(&mut again, &fog));
    let (_, stored) = again.load_marks(&[fog]).unwrap().remove(0);
    assert_eq!(stored.note.as_deref(), Some("from elsewhere"));
    assert!(store.has_changed().unwrap());
}

#[test]
fn an_empty_file_is_kept_aside_with_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let in_folder = |name: &str| folder.path().join(name);
    for (aside, text) in [("marks.sqlite.empty", "one"), ("marks.sqlite.empty-2", "two")] {
        fs::write(in_folder(MARKS_FILE), "").unwrap();
        fs::write(in_folder("marks.sqlite-wal"), text).unwrap();
        let mut store = MarksStore::open(folder.path()).unwrap();
        let notice = store.take_notice().unwrap();
        assert!(notice.contains("was empty") && notice.contains(aside), "{notice}");
        assert_eq!(store.take_notice(), None);
        assert_eq!(fs::read(in_folder(aside)).unwrap(), b"");
        // What the database has not moved to the file yet may be all there is.
        assert_eq!(
            fs::read(in_folder(&format!("{aside}-wal"))).unwrap(),
            text.as_bytes()
        );
        let fog = entry("/n/fog.txt", "Fog", &["One."]);
        write(&mut store, &star(&[&fog])).unwrap();
        drop(store);
        let mut store = MarksStore::open(folder.path()).unwrap();
        assert!(store.take_notice().is_none() && is_starred(&mut store, &fog));
    }
}

#[test]
fn a_file_that_cannot_be_written_is_shown_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(MARKS_FILE);
    let fog = entry("/n/fog.txt", "Fog", &["One."]);
    let mut store = MarksStore::open(folder.path()).unwrap();
    write(&mut store, &star(&[&fog])).unwrap();
    // First with changes that wait in another file, then without.
    for has_wal in [true, false] {
        assert_eq!(file::has_wal(&file), has_wal);
        let before = fs::read_dir(folder.path()).unwrap().count();
        let mut unwritable = MarksStore::open_for_reading(&file).unwrap();
        assert!(is_starred(&mut unwritable, &fog));
        let mut exported = Vec::new();
        assert_eq!(unwritable.export(&mut exported).unwrap(), 1);
        let refused = write(&mut unwritable, &noted("", "mine", &fog)).unwrap_err();
        assert!(matches!(refused, MarksError::ReadOnly { .. }), "{refused:?}");
        assert!(unwritable.store_view("/n", &LastView::default()).is_err());
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            before,
            "nothing was created"
        );
        drop(unwritable);
        if has_wal {
            drop(store);
            store = memory();
        }
    }
    drop(store);
}

#[test]
fn a_file_of_an_earlier_version_that_cannot_be_written_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(MARKS_FILE);
    let db = rusqlite::Connection::open(&file).unwrap();
    let dump = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/marks-schema-3.sql");
    db.execute_batch(&fs::read_to_string(dump).unwrap()).unwrap();
    drop(db);
    let before = fs::read(&file).unwrap();
    let mut store = MarksStore::open_for_reading(&file).unwrap();
    assert!(store.export(&mut Vec::new()).unwrap() > 0);
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_change_that_another_program_blocks_is_an_error_after_the_patience() {
    let folder = tempfile::tempdir().unwrap();
    let fog = entry("/n/fog.txt", "Fog", &["One."]);
    let mut store = MarksStore::open(folder.path()).unwrap();
    store.set_patience(std::time::Duration::ZERO).unwrap();
    let other = MarksStore::open(folder.path()).unwrap();
    other.db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let busy = write(&mut store, &star(&[&fog])).unwrap_err();
    assert!(matches!(busy, MarksError::Busy { .. }), "{busy:?}");
    assert!(!is_starred(&mut store, &fog), "reading does not wait");
    other.db.execute_batch("COMMIT").unwrap();
    write(&mut store, &star(&[&fog])).unwrap();
}

#[test]
fn exported_titles_and_paths_are_exact_but_cannot_act_on_a_terminal() {
    let title = "Fog \u{1b}]0;pwned\u{7}\u{202e}\u{9b}31m";
    let fog = entry("/n/\u{1b}[31mfog.txt", "Fog", &["One."]);
    let mut store = memory();
    write(&mut store, &star(&[&fog])).unwrap();
    store
        .db
        .execute("UPDATE article SET title = ?1", [title])
        .unwrap();
    let mut exported = Vec::new();
    store.export(&mut exported).unwrap();
    let text = String::from_utf8(exported).unwrap();
    assert!(
        !text.chars().any(|c| c != '\n' && crate::text::safe::is_hidden(c)),
        "{text}"
    );
    let line: serde_json::Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    assert_eq!(line["title"], title);
    assert_eq!(line["origins"][0]["path"], "/n/\u{1b}[31mfog.txt");
}
