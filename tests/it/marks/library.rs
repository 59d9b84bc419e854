//! Marks of articles in a library: what happens to them as pages change, move and are copied.

use crate::harness::page_text::PageText;
use crate::harness::workspace::Workspace;
use newsprint::library::{
    LoadOptions, Mark, MarkChange, MarkEdit, MarkRequest, MarkTransaction, Marks, MarksStore, Store, Tag,
};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

/// A workspace with its library and its marks.
struct MarkedLibrary {
    workspace: Workspace,
    store: Store,
    stored: MarksStore,
}

const FIRST: &str =
    "The harbour opened again on Friday, three days after the storm had closed it, the authority said.";
const SECOND: &str =
    "Two cranes are still out of order, and ships have to wait for nine hours before a berth is free.";
const OTHER: &str =
    "The ferry stayed at its pier on Tuesday since the waves were far too high, its captain told them.";

impl MarkedLibrary {
    fn new() -> Self {
        let workspace = Workspace::new();
        Self {
            store: workspace.store(),
            stored: workspace.marks(),
            workspace,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.workspace.path(name)
    }

    fn write(&self, name: &str, title: &str, body: &[&str]) {
        let page = PageText::new(title).paragraph(body.join("\n"));
        self.workspace.write(name, page.text());
    }

    fn import(&self) {
        let news = self.workspace.news();
        let never = AtomicBool::new(false);
        self.store
            .import(&[news], &LoadOptions::default(), &never, |_| {})
            .unwrap();
    }

    fn id(&self, name: &str) -> u32 {
        let snapshot = self.store.snapshot().unwrap();
        let all: Vec<u32> = (0..snapshot.id_bound()).collect();
        let mut found = None;
        snapshot
            .rows(&all, |row| {
                if row.path == self.path(name) && !row.is_gone {
                    found = Some(row.id);
                }
                true
            })
            .unwrap();
        found.unwrap()
    }

    fn marks(&mut self) -> Marks {
        self.store.snapshot().unwrap().marks(&mut self.stored).unwrap()
    }

    fn apply(&mut self, step: &MarkTransaction) {
        let snapshot = self.store.snapshot().unwrap();
        snapshot.write_marks(&mut self.stored, &step.changes).unwrap();
    }

    fn star(&mut self, name: &str) {
        let edit = MarkEdit::Mark(Mark::Star, true);
        let ids = Box::from([self.id(name)]);
        self.apply(&MarkTransaction {
            changes: vec![MarkChange { edit, ids }],
        });
    }

    fn is_starred(&mut self, name: &str) -> bool {
        let id = self.id(name);
        self.marks().is_starred(id)
    }
}

#[test]
fn marks_of_many_articles_are_stored_and_can_be_undone() {
    let mut place = MarkedLibrary::new();
    for number in 0..40 {
        place.write(
            &format!("{number}.txt"),
            &format!("Report {number} from the harbour"),
            &[FIRST, SECOND],
        );
    }
    place.import();
    let read = MarkRequest::Set(Mark::Read, (0..40).collect())
        .transaction(&Marks::default())
        .unwrap();
    place.apply(&read);
    let tag = Tag::new("Grain").unwrap();
    let ids: Box<[u32]> = Box::from([3, 4, 999]);
    let tagged = MarkTransaction {
        changes: vec![MarkChange {
            edit: MarkEdit::Tag(tag, true),
            ids,
        }],
    };
    place.apply(&tagged);
    let marks = place.marks();
    assert_eq!((marks.count(Mark::Read), marks.count(Mark::Star)), (40, 0));
    assert_eq!(marks.tags(3).len() + marks.tags(4).len() + marks.tags(5).len(), 2);
    place.apply(&read.reversed());
    place.apply(&tagged.reversed());
    let marks = place.marks();
    assert_eq!((marks.count(Mark::Read), marks.has_annotations()), (0, false));
}

#[test]
fn if_one_of_several_edits_fails_none_is_applied() {
    let mut place = MarkedLibrary::new();
    place.write("a.txt", "Harbour reopens after the storm", &[FIRST, SECOND]);
    place.import();
    let note = |old: &str, new: &str| MarkEdit::Note {
        old: old.into(),
        new: new.into(),
    };
    let ids = || Box::from([0_u32]);
    place.apply(&MarkTransaction {
        changes: vec![MarkChange {
            edit: note("", "mine"),
            ids: ids(),
        }],
    });
    let changes = [
        MarkChange {
            edit: MarkEdit::Mark(Mark::Star, true),
            ids: ids(),
        },
        MarkChange {
            edit: note("", "theirs"),
            ids: ids(),
        },
    ];
    let snapshot = place.store.snapshot().unwrap();
    let said = snapshot.write_marks(&mut place.stored, &changes).unwrap_err();
    assert!(
        said.to_string()
            .contains("another newsprint has changed this note"),
        "{said}"
    );
    let marks = place.marks();
    assert_eq!(
        (marks.is_starred(0), marks.note(0).unwrap().as_ref()),
        (false, "mine")
    );
}

#[test]
fn a_page_that_changes_repeatedly_keeps_its_marks_but_a_page_that_replaces_it_has_none() {
    let mut place = MarkedLibrary::new();
    place.write("a.txt", "Harbour reopens after the storm", &[FIRST, SECOND]);
    place.import();
    place.star("a.txt");
    place.write(
        "a.txt",
        "Harbour open again, cranes are not",
        &[FIRST, SECOND, OTHER],
    );
    place.import();
    assert!(place.is_starred("a.txt"));
    // The page now shares neither its title nor half of its text with the marked one, but it is a version of a version.
    place.write(
        "a.txt",
        "Harbour open again, cranes are not",
        &[OTHER, "And more than that is not known yet, they said."],
    );
    place.import();
    assert!(place.is_starred("a.txt"));
    place.write(
        "a.txt",
        "Bridge is to be painted green",
        &["The old bridge gets a coat of green before the winter, the town said."],
    );
    place.import();
    assert!(!place.is_starred("a.txt"));
    assert_eq!(
        place.marks().count(Mark::Star),
        1,
        "the article of the replaced page keeps its mark"
    );
}

#[test]
fn a_page_that_moved_and_then_changed_keeps_its_marks() {
    let mut place = MarkedLibrary::new();
    place.write("a.txt", "Harbour reopens after the storm", &[FIRST, SECOND]);
    place.import();
    place.star("a.txt");
    fs::rename(place.path("a.txt"), place.path("b.txt")).unwrap();
    place.import();
    assert!(place.is_starred("b.txt"));
    place.write("b.txt", "Harbour reopens after the storm", &[OTHER]);
    place.import();
    assert!(place.is_starred("b.txt"));
}

#[test]
fn a_copy_that_changes_keeps_the_marks_and_so_does_the_other_copy() {
    let mut place = MarkedLibrary::new();
    place.write("a.txt", "Harbour reopens after the storm", &[FIRST, SECOND]);
    fs::copy(place.path("a.txt"), place.path("b.txt")).unwrap();
    place.import();
    place.star("a.txt");
    assert!(place.is_starred("a.txt"));
    place.write(
        "a.txt",
        "Harbour reopens after the storm",
        &[FIRST, SECOND, OTHER],
    );
    place.import();
    assert!(place.is_starred("a.txt") && place.is_starred("b.txt"));
    let (a, b) = (place.id("a.txt"), place.id("b.txt"));
    assert_ne!(a, b);
    let unstar = MarkTransaction {
        changes: vec![MarkChange {
            edit: MarkEdit::Mark(Mark::Star, false),
            ids: Box::from([a]),
        }],
    };
    place.apply(&unstar);
    assert!(
        !place.is_starred("a.txt") && place.is_starred("b.txt"),
        "they are separate articles from then on"
    );
}

#[test]
fn marks_survive_the_library() {
    let mut place = MarkedLibrary::new();
    place.write("a.txt", "Harbour reopens after the storm", &[FIRST, SECOND]);
    place.write("b.txt", "Bridge is to be painted green", &[OTHER]);
    place.import();
    place.star("b.txt");
    fs::remove_dir_all(place.workspace.library()).unwrap();
    // The page has changed before the new library sees it for the first time.
    place.write("b.txt", "Bridge is to be painted green", &[OTHER, SECOND]);
    place.import();
    assert!(place.is_starred("b.txt") && !place.is_starred("a.txt"));
}

#[test]
fn changes_of_another_process_are_reported_once() {
    let place = MarkedLibrary::new();
    let (mut mine, mut theirs) = (place.stored, place.workspace.marks());
    assert!(!mine.has_changed().unwrap());
    theirs
        .store_view("news", &newsprint::library::LastView::default())
        .unwrap();
    assert!(mine.has_changed().unwrap() && !mine.has_changed().unwrap());
    mine.store_view("other", &newsprint::library::LastView::default())
        .unwrap();
    assert!(
        !mine.has_changed().unwrap(),
        "changes of this process are not reported"
    );
}

const LIBRARY: &str = "NEWSPRINT_TEST_LIBRARY";
const MARKS: &str = "NEWSPRINT_TEST_MARKS";
const TURN: &str = "NEWSPRINT_TEST_TURN";
/// The number of pages that are imported while other processes mark them.
const PAGES: u32 = 400;

/// The program of the test below: stars every second article as soon as it is imported, starting with the first or the
/// second.
#[test]
#[ignore = "a program that another test runs"]
fn stars_imported_articles() {
    let set = |name: &str| std::env::var(name).unwrap();
    let store = Store::at(&PathBuf::from(set(LIBRARY)));
    let mut stored = MarksStore::open(&PathBuf::from(set(MARKS))).unwrap();
    let mut wanted: Vec<u32> = (set(TURN).parse().unwrap()..PAGES).step_by(2).collect();
    while !wanted.is_empty() {
        let Ok(snapshot) = store.snapshot() else {
            std::thread::yield_now();
            continue;
        };
        let there = snapshot.id_bound();
        for id in wanted.iter().filter(|id| **id < there) {
            let (edit, ids) = (MarkEdit::Mark(Mark::Star, true), Box::from([*id]));
            snapshot
                .write_marks(&mut stored, &[MarkChange { edit, ids }])
                .unwrap();
        }
        wanted.retain(|id| *id >= there);
    }
}

#[test]
fn two_processes_that_mark_and_one_that_imports_lose_nothing() {
    let mut place = MarkedLibrary::new();
    for number in 0..PAGES {
        let body = format!("Part {number}. {FIRST}");
        place.write(
            &format!("{number}.txt"),
            &format!("Report {number} from the harbour"),
            &[&body, SECOND],
        );
    }
    let workspace = &place.workspace;
    let marking = |turn: &str| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "marks::library::stars_imported_articles", "--ignored"])
            .env(LIBRARY, workspace.library())
            .env(MARKS, workspace.data())
            .env(TURN, turn)
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    };
    let readers = [marking("0"), marking("1")];
    workspace.succeed(["import", "news"]);
    for mut reader in readers {
        assert!(reader.wait().unwrap().success());
    }
    assert_eq!(place.marks().count(Mark::Star), PAGES as usize);
    assert!(place.store.check().unwrap().faults.is_empty());
}
