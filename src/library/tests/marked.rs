//! Bulk marks: they stay with their articles when pages, copies and the library change, and only content hashes are
//! stored of each article.

use crate::library::load::options::LoadOptions;
use crate::library::marks::edit::{MarkChange, MarkEdit};
use crate::library::marks::mark::Mark;
use crate::library::marks::session::Marks;
use crate::library::marks::store::MarksStore;
use crate::library::store::handle::Store;
use crate::library::store::search::snapshot::Snapshot;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

struct Place {
    home: TempDir,
    marks: MarksStore,
}

impl Place {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("news")).unwrap();
        let marks = MarksStore::open(&home.path().join("marks")).unwrap();
        Self { home, marks }
    }

    fn with_pages(count: usize) -> Self {
        let place = Self::new();
        for number in 0..count {
            place.write(&format!("{number:02}.txt"), &page(number, "storm"));
        }
        place.import();
        place
    }

    fn news(&self) -> PathBuf {
        self.home.path().join("news")
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.news().join(name), text).unwrap();
    }

    fn store(&self) -> Store {
        Store::at(&self.home.path().join("library"))
    }

    fn import(&self) {
        let never = AtomicBool::new(false);
        let imported = self
            .store()
            .import(&[self.news()], &LoadOptions::default(), &never, |_| {});
        imported.unwrap();
    }

    fn snapshot(&self) -> Snapshot {
        self.store().snapshot().unwrap()
    }

    /// Marks all articles in bulk, without describing any.
    fn mark_all(&mut self, mark: Mark, on: bool) {
        let snapshot = self.snapshot();
        let change = MarkChange {
            edit: MarkEdit::Mark(mark, on),
            ids: (0..snapshot.id_bound()).rev().collect(),
        };
        let marked = self
            .marks
            .write_at_once(|writing| snapshot.write_change(writing, &change, 0));
        marked.unwrap();
    }

    fn mark(&mut self, mark: Mark, on: bool, id: u32) {
        let changes = [MarkChange {
            edit: MarkEdit::Mark(mark, on),
            ids: [id].into(),
        }];
        self.snapshot().write_marks(&mut self.marks, &changes).unwrap();
    }

    /// The marks as another reader finds them.
    fn found(&self) -> Marks {
        let mut marks = MarksStore::open(&self.home.path().join("marks")).unwrap();
        self.snapshot().marks(&mut marks).unwrap()
    }

    /// The numbers of the articles that carry a mark.
    fn marked(&self, mark: Mark) -> Vec<u32> {
        let marks = self.found();
        let has = |id: &u32| match mark {
            Mark::Read => marks.is_read(*id),
            Mark::Star => marks.is_starred(*id),
        };
        (0..self.snapshot().id_bound()).filter(has).collect()
    }

    /// How many articles the store of marks has, and how many of them are described.
    fn articles(&self) -> (u32, u32) {
        let count = "SELECT count(*), count(shape) FROM article";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        self.marks.db.query_row(count, [], read).unwrap()
    }
}

fn page(number: usize, word: &str) -> String {
    format!(
        "Harbour number {number} is closed\nBy Ilka Fenn\n3 May 2024\n\
         The harbour of Zelm was closed on Friday, three days after the {word} had come, the port authority said.\n\
         Two cranes are out of order, and {number} ships have to wait for a berth.\n© 2024 The Quay Courier\n"
    )
}

#[test]
fn a_bulk_mark_stores_only_content_hashes() {
    let mut place = Place::with_pages(20);
    place.mark_all(Mark::Read, true);
    assert_eq!(place.marked(Mark::Read).len(), 20);
    assert_eq!(place.articles(), (20, 0));
    place.mark_all(Mark::Star, true);
    place.mark_all(Mark::Read, false);
    assert_eq!(
        (place.marked(Mark::Read).len(), place.marked(Mark::Star).len()),
        (0, 20)
    );
    place.mark_all(Mark::Star, false);
    assert!(place.marked(Mark::Star).is_empty());
    assert_eq!(place.articles(), (20, 0));
}

#[test]
fn an_article_of_a_bulk_mark_that_is_marked_by_itself_keeps_what_it_had() {
    let mut place = Place::with_pages(3);
    place.mark_all(Mark::Read, true);
    place.mark(Mark::Star, true, 1);
    assert_eq!(place.articles(), (3, 1));
    assert_eq!(
        (place.marked(Mark::Read), place.marked(Mark::Star)),
        (vec![0, 1, 2], vec![1])
    );
    place.mark(Mark::Read, false, 2);
    assert_eq!(place.marked(Mark::Read), [0, 1]);
    place.mark_all(Mark::Read, true);
    assert_eq!(place.articles(), (3, 2));
    place.mark_all(Mark::Read, false);
    assert_eq!(
        (place.marked(Mark::Read), place.marked(Mark::Star)),
        (vec![], vec![1])
    );
}

#[test]
fn bulk_marks_are_found_in_a_rebuilt_library_elsewhere_and_without_one() {
    let mut place = Place::with_pages(3);
    place.mark_all(Mark::Read, true);
    fs::remove_dir_all(place.home.path().join("library")).unwrap();
    fs::rename(place.news(), place.home.path().join("old")).unwrap();
    fs::create_dir(place.news()).unwrap();
    fs::rename(place.home.path().join("old"), place.news().join("moved")).unwrap();
    place.import();
    assert_eq!(place.marked(Mark::Read), [0, 1, 2]);
    let entry = |id| std::sync::Arc::new(place.snapshot().entry(id).unwrap().unwrap());
    let entries = [entry(0), entry(2)];
    let loaded = place.marks.load_marks(&entries).unwrap();
    assert!(loaded.len() == 2 && loaded.iter().all(|(_, stored)| stored.read && !stored.starred));
    assert_eq!(place.articles(), (3, 2), "the two were opened");
    assert_eq!(place.marked(Mark::Read), [0, 1, 2]);
}

#[test]
fn a_bulk_mark_is_found_in_another_page_of_the_same_article() {
    let mut place = Place::with_pages(2);
    place.mark_all(Mark::Read, true);
    fs::remove_dir_all(place.home.path().join("library")).unwrap();
    place.write("01.txt", &format!("Home\nNews\nSport\n{}", page(1, "storm")));
    place.import();
    assert_eq!(place.marked(Mark::Read), [0, 1]);
    place.mark_all(Mark::Read, false);
    assert!(place.marked(Mark::Read).is_empty());
}

#[test]
fn a_page_that_changes_after_a_bulk_mark_keeps_the_mark_until_it_is_removed() {
    let mut place = Place::with_pages(4);
    place.mark_all(Mark::Read, true);
    place.write("01.txt", &page(1, "flood"));
    place.write("02.txt", &page(2, "fire"));
    place.import();
    place.write("02.txt", &page(2, "earthquake"));
    place.import();
    // The marks have not been loaded since the pages changed.
    place.mark(Mark::Read, false, 1);
    assert_eq!(place.marked(Mark::Read), [0, 2, 3]);
    place.mark(Mark::Read, false, 2);
    assert_eq!(place.marked(Mark::Read), [0, 3]);
    place.mark_all(Mark::Read, true);
    place.write("03.txt", &page(3, "thaw"));
    place.import();
    place.mark_all(Mark::Read, false);
    assert!(place.marked(Mark::Read).is_empty());
    // With the library gone too, described articles are identified by their origin.
    place.mark_all(Mark::Read, true);
    place.write("02.txt", &page(2, "frost"));
    place.import();
    assert_eq!(place.marked(Mark::Read), [0, 1, 2, 3]);
    fs::remove_dir_all(place.home.path().join("library")).unwrap();
    place.write("02.txt", &page(2, "hail"));
    place.import();
    assert_eq!(place.marked(Mark::Read), [0, 1, 2, 3]);
}

#[test]
fn a_bulk_mark_stays_with_both_copies_when_one_of_them_changes() {
    let mut place = Place::with_pages(2);
    place.write("copy.txt", &page(1, "storm"));
    place.import();
    assert_eq!(place.snapshot().len(), 2);
    place.mark_all(Mark::Read, true);
    place.write("copy.txt", &page(1, "flood"));
    place.import();
    assert_eq!(place.marked(Mark::Read), [0, 1, 2]);
    place.mark(Mark::Read, false, 2);
    assert_eq!(place.marked(Mark::Read), [0, 1], "they are two articles now");
}

#[test]
fn articles_without_whole_hashes_in_an_old_library_are_read() {
    let mut place = Place::with_pages(3);
    let catalogue = rusqlite::Connection::open(place.home.path().join("library/catalogue.db")).unwrap();
    catalogue
        .execute("UPDATE articles SET source_rest = NULL WHERE id > 0", [])
        .unwrap();
    place.mark_all(Mark::Read, true);
    assert_eq!(place.marked(Mark::Read), [0, 1, 2]);
    assert_eq!(place.articles(), (3, 0));
    place.mark_all(Mark::Read, false);
    assert!(place.marked(Mark::Read).is_empty());
}

#[test]
fn bulk_marks_are_exported_and_imported() {
    let mut place = Place::with_pages(3);
    place.mark_all(Mark::Read, true);
    place.mark(Mark::Star, true, 1);
    let mut written = Vec::new();
    assert_eq!(place.marks.export(&mut written).unwrap(), 3);
    fs::remove_dir_all(place.home.path().join("marks")).unwrap();
    place.marks = MarksStore::open(&place.home.path().join("marks")).unwrap();
    for new in [3, 0] {
        let imported = place.marks.import(written.as_slice()).unwrap();
        assert_eq!((imported.articles, imported.new_articles), (3, new));
    }
    assert_eq!(place.articles(), (3, 1));
    assert_eq!(
        (place.marked(Mark::Read), place.marked(Mark::Star)),
        (vec![0, 1, 2], vec![1])
    );
}
