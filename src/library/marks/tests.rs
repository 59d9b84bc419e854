//! The store when files move and change, disks are full, and several programs write.

use crate::library::entry::Entry;
use crate::library::identity::ContentHash;
use crate::library::marks::edit::MarkEdit;
use crate::library::marks::error::MarksError;
use crate::library::marks::identity::ArticleIdentity;
use crate::library::marks::load_marks::StoredMarks;
use crate::library::marks::mark::Mark;
use crate::library::marks::places::ReadingPlace;
use crate::library::marks::store::LastView;
use crate::library::marks::store::MARKS_FILE;
use crate::library::marks::store::MarksStore;
use crate::library::marks::tags::Tag;
use crate::library::marks::transfer::TransferSummary;
use crate::library::tests::fixtures::{SampleArticle, entries};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// An entry of an outlet's page with these paragraphs.
pub(super) fn entry(path: &str, title: &str, body: &[&str]) -> Arc<Entry> {
    page(path, "The Tern", title, body)
}

fn page(path: &str, outlet: &str, title: &str, body: &[&str]) -> Arc<Entry> {
    let sample = SampleArticle {
        path,
        title,
        body,
        outlet,
        ..SampleArticle::default()
    };
    entries(&[sample]).remove(0)
}

/// An edit and the articles to which it applies.
pub(super) type EditedEntries = (MarkEdit, Vec<Arc<Entry>>);

/// Applies edits to articles without a library.
pub(super) fn write(store: &mut MarksStore, edits: &[EditedEntries]) -> Result<(), MarksError> {
    store.write_at_once(|writing| {
        for (edit, entries) in edits {
            for entry in entries {
                let identity = ArticleIdentity::from(entry.as_ref());
                let content = identity.content;
                writing.describe(identity)?;
                writing.write_all(edit, &[content])?;
            }
        }
        Ok(())
    })
}

pub(super) fn star(entries: &[&Arc<Entry>]) -> Vec<EditedEntries> {
    let entries = entries.iter().map(|entry| Arc::clone(entry)).collect();
    vec![(MarkEdit::Mark(Mark::Star, true), entries)]
}

fn tagged(name: &str, entry: &Arc<Entry>) -> Vec<EditedEntries> {
    let tag = Tag::new(name).unwrap();
    vec![(MarkEdit::Tag(tag, true), vec![Arc::clone(entry)])]
}

pub(super) fn noted(old: &str, new: &str, entry: &Arc<Entry>) -> Vec<EditedEntries> {
    let (old, new) = (Arc::from(old), Arc::from(new));
    vec![(MarkEdit::Note { old, new }, vec![Arc::clone(entry)])]
}

pub(super) fn is_starred(store: &mut MarksStore, entry: &Arc<Entry>) -> bool {
    let loaded = store.load_marks(&[Arc::clone(entry)]).unwrap();
    loaded.first().is_some_and(|(_, stored)| stored.starred)
}

pub(super) fn memory() -> MarksStore {
    MarksStore::in_memory().unwrap()
}

#[test]
fn marks_are_there_when_the_store_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let fog = entry("/n/fog.txt", "Fog", &["One.", "Two."]);
    let sun = entry("/n/sun.txt", "Sun", &["Three."]);
    let place = ReadingPlace {
        paragraph: ContentHash::of(b"Two."),
        within: 2,
        offset: 9,
    };
    {
        let mut store = MarksStore::open(folder.path()).unwrap();
        write(&mut store, &star(&[&fog])).unwrap();
        write(&mut store, &tagged("Black Sea", &fog)).unwrap();
        write(&mut store, &noted("", "ask\nthem", &fog)).unwrap();
        store.store_places(&[(Arc::clone(&fog), Some(place))]).unwrap();
    }
    let mut store = MarksStore::open(folder.path()).unwrap();
    let loaded = store.load_marks(&[sun, Arc::clone(&fog)]).unwrap();
    let stored = StoredMarks {
        read: false,
        starred: true,
        tags: vec![Tag::new("black sea").unwrap()],
        note: Some(Arc::from("ask\nthem")),
        place: Some(place),
    };
    assert_eq!(loaded, [(Arc::clone(&fog), stored)]);
    assert_eq!(store.known_tags().unwrap()[0].name(), "Black Sea");
    write(
        &mut store,
        &[(MarkEdit::Tag(Tag::new("BLACK SEA").unwrap(), false), vec![fog])],
    )
    .unwrap();
    assert_eq!(store.known_tags().unwrap(), []);
}

#[test]
fn marks_follow_a_moved_folder_and_a_renamed_file() {
    let mut store = memory();
    write(
        &mut store,
        &star(&[&entry("/old/fog.txt", "Fog", &["One.", "Two."])]),
    )
    .unwrap();
    let moved = entry("/new/mist.txt", "Fog", &["One.", "Two."]);
    assert!(is_starred(&mut store, &moved));
    // Its new place was recorded: a change there is a version of it.
    let changed = entry("/new/mist.txt", "Fog lifts", &["One.", "Two.", "Three."]);
    assert!(is_starred(&mut store, &changed));
}

#[test]
fn marks_stay_with_a_page_that_changed_but_not_with_another_article_in_its_place() {
    let mut store = memory();
    write(&mut store, &star(&[&entry("/n/a.txt", "Fog", &["One.", "Two."])])).unwrap();
    let headline = entry("/n/a.txt", "Fog lifts", &["One.", "Two."]);
    assert!(is_starred(&mut store, &headline));
    let text = entry("/n/a.txt", "Fog lifts", &["Three.", "Four."]);
    assert!(
        is_starred(&mut store, &text),
        "the newest title counts, not the first"
    );
    let another = entry("/n/a.txt", "Sun", &["Five."]);
    assert!(!is_starred(&mut store, &another));
    write(&mut store, &[(MarkEdit::Mark(Mark::Read, true), vec![another])]).unwrap();
    assert!(
        is_starred(&mut store, &headline),
        "the earlier article is still stored"
    );
}

#[test]
fn copies_share_their_marks_until_one_of_them_changes() {
    let mut store = memory();
    let (one, two) = (
        entry("/a/fog.txt", "Fog", &["One.", "Two."]),
        entry("/b/fog.txt", "Fog", &["One.", "Two."]),
    );
    write(&mut store, &star(&[&one])).unwrap();
    assert!(is_starred(&mut store, &two));
    let changed = entry("/b/fog.txt", "Fog", &["One.", "Three."]);
    assert!(is_starred(&mut store, &changed));
    write(
        &mut store,
        &[(MarkEdit::Mark(Mark::Star, false), vec![Arc::clone(&changed)])],
    )
    .unwrap();
    assert!(!is_starred(&mut store, &changed));
    assert!(is_starred(&mut store, &one), "the other copy is another article");
}

#[test]
fn the_same_text_under_two_outlets_stays_two_articles() {
    let mut store = memory();
    let tern = entry("/a/fog.txt", "Fog", &["One."]);
    let gull = page("/b/fog.txt", "The Gull", "Fog", &["One."]);
    write(&mut store, &star(&[&tern])).unwrap();
    assert!(!is_starred(&mut store, &gull));
}

#[test]
fn a_note_that_another_newsprint_changed_is_not_overwritten() {
    let mut store = memory();
    let fog = entry("/n/fog.txt", "Fog", &["One."]);
    write(&mut store, &noted("", "mine", &fog)).unwrap();
    let mut both = star(&[&fog]);
    both.extend(noted("", "yours", &fog));
    assert_eq!(write(&mut store, &both), Err(MarksError::NoteChanged));
    assert!(!is_starred(&mut store, &fog), "no edit of the step was stored");
    write(&mut store, &noted("", "mine", &fog)).unwrap();
    write(&mut store, &noted("mine", "", &fog)).unwrap();
    assert!(store.load_marks(&[fog]).unwrap().is_empty());
}

#[test]
fn a_full_disk_stores_nothing_until_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = MarksStore::open(folder.path()).unwrap();
    let fog = entry("/n/fog.txt", "Fog", &["One."]);
    write(&mut store, &star(&[&fog])).unwrap();
    let pages: i64 = store
        .db
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    // From here on the database returns SQLITE_FULL, as it does on a full disk.
    store
        .db
        .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
        .unwrap();
    let many: Vec<Arc<Entry>> = (0..500)
        .map(|number| entry(&format!("/n/{number}.txt"), "Sun", &[&number.to_string()]))
        .collect();
    let error = write(&mut store, &star(&many.iter().collect::<Vec<_>>())).unwrap_err();
    assert!(matches!(error, MarksError::Full { .. }), "{error:?}");
    assert!(error.to_string().contains("make room and try again"));
    assert_eq!(store.load_marks(&many).unwrap(), []);
    assert!(is_starred(&mut store, &fog));
    store
        .db
        .pragma_update_and_check(None, "max_page_count", 1_000_000, |_| Ok(()))
        .unwrap();
    write(&mut store, &star(&many.iter().collect::<Vec<_>>())).unwrap();
    assert_eq!(store.load_marks(&many).unwrap().len(), 500);
}

#[test]
fn several_programs_write_and_see_each_others_marks() {
    let folder = tempfile::tempdir().unwrap();
    let entries: Vec<Arc<Entry>> = (0..40)
        .map(|number| entry(&format!("/n/{number}.txt"), &number.to_string(), &["One."]))
        .collect();
    std::thread::scope(|scope| {
        for part in entries.chunks(10) {
            let folder = folder.path();
            scope.spawn(move || {
                let mut store = MarksStore::open(folder).unwrap();
                for entry in part {
                    write(&mut store, &star(&[entry])).unwrap();
                }
            });
        }
    });
    let mut store = MarksStore::open(folder.path()).unwrap();
    assert_eq!(store.load_marks(&entries).unwrap().len(), entries.len());
}

#[test]
fn files_of_another_kind_are_not_changed() {
    let other = |file: &Path| {
        let db = rusqlite::Connection::open(file).unwrap();
        db.execute_batch("CREATE TABLE shelf (book TEXT)").unwrap();
    };
    let newer = |file: &Path| {
        drop(MarksStore::open(file.parent().unwrap()).unwrap());
        let db = rusqlite::Connection::open(file).unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
    };
    let text = |file: &Path| fs::write(file, "My marks: all of them.".repeat(99)).unwrap();
    let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let files = folders.each_ref().map(|folder| folder.path().join(MARKS_FILE));
    text(&files[0]);
    other(&files[1]);
    newer(&files[2]);
    let messages = [
        "move it away to start with an empty one",
        "a database of another program",
        "newer newsprint wrote them (schema 99)",
    ];
    for (file, messages) in files.iter().zip(messages) {
        let before = fs::read(file).unwrap();
        let error = MarksStore::open(file.parent().unwrap()).unwrap_err().to_string();
        assert!(error.contains(messages) && error.contains(MARKS_FILE), "{error}");
        assert_eq!(fs::read(file).unwrap(), before);
    }
}

#[test]
fn a_folder_that_cannot_be_created_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = MarksStore::open(&file.join("marks")).unwrap_err();
    assert!(matches!(error, MarksError::Folder { .. }), "{error:?}");
}

#[test]
fn an_imported_export_gives_the_same_marks_and_nothing_new_the_second_time() {
    let (mut here, mut there) = (memory(), memory());
    let fog = entry("/n/fog.txt", "Fog \"thick\"", &["One.", "Two."]);
    let sun = entry("/n/sun.txt", "Sun", &["Three."]);
    write(&mut here, &star(&[&fog, &sun])).unwrap();
    write(&mut here, &tagged("Black Sea", &fog)).unwrap();
    write(&mut here, &noted("", "mine", &sun)).unwrap();
    let mut exported = Vec::new();
    assert_eq!(here.export(&mut exported).unwrap(), 2);
    write(&mut there, &noted("", "yours", &sun)).unwrap();
    let imported = there.import(exported.as_slice()).unwrap();
    assert_eq!(
        imported,
        TransferSummary {
            articles: 2,
            new_articles: 1,
            new_marks: 3,
            new_notes: 0,
            joined_notes: 1
        }
    );
    let both = [Arc::clone(&fog), Arc::clone(&sun)];
    let note = |store: &mut MarksStore| store.load_marks(&both).unwrap()[1].1.note.clone().unwrap();
    assert_eq!(&*note(&mut there), "yours\nmine");
    assert_eq!(
        there.load_marks(&both).unwrap()[0],
        here.load_marks(&both).unwrap()[0]
    );
    let again = there.import(exported.as_slice()).unwrap();
    assert_eq!(
        (again.new_marks, again.joined_notes, again.new_articles),
        (0, 0, 0)
    );
    // The import also identifies a page that has changed.
    let changed = entry("/n/fog.txt", "Fog lifts", &["One.", "Two.", "Three."]);
    assert!(is_starred(&mut there, &changed));
    let mut exported_again = Vec::new();
    memory().import(exported.as_slice()).unwrap();
    here.export(&mut exported_again).unwrap();
    assert_eq!(exported, exported_again);
}

#[test]
fn an_import_of_another_format_names_the_line() {
    let refused = |text: &str| memory().import(text.as_bytes()).unwrap_err().to_string();
    assert!(refused("").contains("the file is empty"));
    assert!(refused("{\"title\":1}\n").contains("not an export of marks"));
    assert!(refused("{\"newsprint_marks\":7}\n").contains("newer newsprint wrote this (format 7)"));
    let wrong = refused("{\"newsprint_marks\":1}\n\n{\"title\":\"Fog\"}\n");
    assert!(wrong.starts_with("line 3: missing field"), "{wrong}");
}

#[test]
fn the_store_counts_whether_more_articles_are_stored() {
    let mut store = memory();
    assert!(!store.has_more_than(0).unwrap());
    let (fog, rain) = (
        entry("/n/fog.txt", "Fog", &["One."]),
        entry("/n/rain.txt", "Rain", &["Two."]),
    );
    write(&mut store, &star(&[&fog, &rain])).unwrap();
    assert!(store.has_more_than(1).unwrap());
    assert!(!store.has_more_than(2).unwrap());
}

#[test]
fn each_corpus_has_its_own_view() {
    let mut store = memory();
    let view = LastView {
        query: "is:unread".to_owned(),
        outlet: Some(String::new()),
        saved: Some("#ice".to_owned()),
        order: "oldest".to_owned(),
        sets: [("Weather".to_owned(), false)].into(),
    };
    store.store_view("/a", &LastView::default()).unwrap();
    store.store_view("/a", &view).unwrap();
    assert_eq!(store.last_view("/a").unwrap(), Some(view));
    assert_eq!(store.last_view("/b").unwrap(), None);
}

/// A file of schema 1. `NEWSPRINT_REGENERATE=1` creates it if it is missing.
const FIRST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/marks/version-1.sqlite");

#[test]
fn a_file_of_schema_1_is_migrated() {
    let fog = entry("/n/fog.txt", "Fog", &["One.", "Two."]);
    if std::env::var_os("NEWSPRINT_REGENERATE").is_some() && !Path::new(FIRST).exists() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = MarksStore::open(folder.path()).unwrap();
        write(&mut store, &star(&[&fog])).unwrap();
        write(&mut store, &tagged("Black Sea", &fog)).unwrap();
        write(&mut store, &noted("", "ask them", &fog)).unwrap();
        store.store_view("/n", &LastView::default()).unwrap();
        drop(store);
        fs::copy(folder.path().join(MARKS_FILE), FIRST).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    fs::copy(FIRST, folder.path().join(MARKS_FILE)).unwrap();
    let mut store = MarksStore::open(folder.path()).unwrap();
    let stored = &store.load_marks(&[fog]).unwrap()[0].1;
    assert!(stored.starred && !stored.read);
    assert_eq!(stored.note.as_deref(), Some("ask them"));
    assert_eq!(stored.tags[0].name(), "Black Sea");
    assert!(store.last_view("/n").unwrap().is_some());
}
