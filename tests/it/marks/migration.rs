//! What newsprint wrote with schema 3 of the marks file and format 5 of the library (`tests/data`) is there after the
//! migration: every mark, tag, note, reading place and view.
//!
//! `library-5` was imported from six pages of `seeds/`, of which the last one changed after it was tagged. The marks are
//! those of its articles, and bulk marks over the 1,010 pages of [`page`]: the first 1,000 are read, the last 1,000
//! starred.

use newsprint::library::{
    ContentHash, LastView, LoadOptions, MARKS_FILE, Marks, MarksStore, ReadingPlace, Snapshot, Store, Tag,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
const BULK: usize = 1_010;

/// A folder with the marks file of schema 3.
fn marks_of_schema_3() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let db = rusqlite::Connection::open(folder.path().join(MARKS_FILE)).unwrap();
    let dump = fs::read_to_string(Path::new(DATA).join("marks-schema-3.sql")).unwrap();
    db.execute_batch(&dump).unwrap();
    folder
}

/// The library of format 5, in a folder of its own.
fn library_5() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("index")).unwrap();
    let from = Path::new(DATA).join("library-5");
    for entry in fs::read_dir(from.join("index")).unwrap() {
        let name = Path::new("index").join(entry.unwrap().file_name());
        fs::copy(from.join(&name), folder.path().join(&name)).unwrap();
    }
    fs::copy(from.join("catalogue.db"), folder.path().join("catalogue.db")).unwrap();
    let store = Store::at(folder.path());
    (folder, store)
}

/// A page of the bulk marks; the first 40 name an outlet.
fn page(number: usize) -> String {
    let footer = if number < 40 {
        "© 2024 The Quay Courier\n"
    } else {
        ""
    };
    format!(
        "Harbour number {number} is closed\nBy Ilka Fenn\n3 May 2024\n\
         The harbour of Zelm was closed on Friday, three days after the storm had come, the port authority said.\n\
         Two cranes are out of order, and {number} ships have to wait for a berth.\n{footer}"
    )
}

/// What is shown of each article that has any mark: its signs, tags and note, by the beginning of its file's name.
fn shown(snapshot: &Snapshot, marks: &Marks) -> BTreeMap<String, String> {
    let all: Vec<u32> = (0..snapshot.id_bound()).collect();
    let mut shown = BTreeMap::new();
    let describe = |id| {
        let mut text = String::new();
        text.push_str(if marks.is_read(id) { "read " } else { "" });
        text.push_str(if marks.is_starred(id) { "starred " } else { "" });
        for tag in marks.tags(id) {
            text.extend(["#", tag.name(), " "]);
        }
        text.push_str(marks.note(id).map_or("", |note| note));
        text.trim_end().to_owned()
    };
    let rows = snapshot.rows(&all, |row| {
        let name = row.path.file_name().unwrap().to_string_lossy();
        shown.insert(
            name.split(['-', '.']).next().unwrap().to_owned(),
            describe(row.id),
        );
        true
    });
    rows.unwrap();
    shown.retain(|_, text| !text.is_empty());
    shown
}

#[test]
fn marks_of_schema_3_are_in_a_library_of_format_5() {
    let (marks, (_folder, library)) = (marks_of_schema_3(), library_5());
    let mut store = MarksStore::open(marks.path()).unwrap();
    let snapshot = library.snapshot().unwrap();
    assert_eq!(snapshot.len(), 6);
    let expected = [
        ("004", "read starred ask\nthe crane's owner"),
        ("006", "read #Black Sea #café zu prüfen"),
        ("009", "starred"),
        ("013", "#Black Sea"),
    ];
    let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
    // Again, after what was found the first time has been stored.
    for _ in 0..2 {
        let marks = snapshot.marks(&mut store).unwrap();
        assert_eq!(shown(&snapshot, &marks), BTreeMap::from(expected.clone()));
    }
    let tags: Vec<_> = store.known_tags().unwrap();
    assert_eq!(
        tags.iter().map(Tag::name).collect::<Vec<_>>(),
        ["Black Sea", "café"]
    );

    let entry = |id| Arc::new(snapshot.entry(id).unwrap().unwrap());
    let places: Vec<_> = store
        .load_marks(&[entry(0), entry(1), entry(4)])
        .unwrap()
        .into_iter()
        .map(|(entry, stored)| (entry.id, stored.place))
        .collect();
    let place = |text: &str, within, offset| {
        let paragraph = ContentHash::of(text.as_bytes());
        Some(ReadingPlace {
            paragraph,
            within,
            offset,
        })
    };
    assert_eq!(
        places,
        [(0, place("another", 0, 12)), (4, place("a paragraph", 7, 321))]
    );
}

#[test]
fn views_of_schema_3_are_there() {
    let marks = marks_of_schema_3();
    let store = MarksStore::open(marks.path()).unwrap();
    let seeds = LastView {
        query: "is:unread".to_owned(),
        outlet: Some(String::new()),
        saved: Some("#ice".to_owned()),
        order: "oldest".to_owned(),
        sets: [("Weather".to_owned(), false)].into(),
    };
    let both = LastView {
        outlet: Some("The Quay Courier".to_owned()),
        order: "newest".to_owned(),
        ..LastView::default()
    };
    assert_eq!(store.last_view("/news/seeds").unwrap(), Some(seeds));
    assert_eq!(store.last_view("/news/many\n/news/seeds").unwrap(), Some(both));
}

#[test]
fn bulk_marks_of_schema_3_are_in_a_new_library_and_in_an_export() {
    let marks = marks_of_schema_3();
    let mut store = MarksStore::open(marks.path()).unwrap();
    let home = tempfile::tempdir().unwrap();
    let news = home.path().join("news");
    fs::create_dir(&news).unwrap();
    let imported: Vec<usize> = (0..50).chain(BULK - 20..BULK).collect();
    for number in &imported {
        fs::write(news.join(format!("{number:04}.txt")), page(*number)).unwrap();
    }
    let library = Store::at(&home.path().join("library"));
    let never = AtomicBool::new(false);
    library
        .import(&[news], &LoadOptions::default(), &never, |_| {})
        .unwrap();
    let snapshot = library.snapshot().unwrap();
    let marks = snapshot.marks(&mut store).unwrap();
    let shown = shown(&snapshot, &marks);
    for number in imported {
        let mut expected = Vec::new();
        expected.extend((number < 1_000).then_some("read"));
        expected.extend((number >= 10).then_some("starred"));
        expected.extend((3..5).contains(&number).then_some("#Black Sea"));
        expected.extend((number == 20).then_some("one of many"));
        assert_eq!(shown[&format!("{number:04}")], expected.join(" "));
    }

    let mut exported = Vec::new();
    assert_eq!(store.export(&mut exported).unwrap(), BULK + 5);
    let exported = String::from_utf8(exported).unwrap();
    let count = |field: &str| exported.matches(field).count();
    // 1,000 of each by the bulk marks, and two of each in `library-5`.
    assert_eq!((count("\"read\":\""), count("\"starred\":\"")), (1_002, 1_002));
    assert_eq!((count("\"note\":"), count("\"place\":")), (3, 2));
}
