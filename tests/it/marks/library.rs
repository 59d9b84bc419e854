//! Marks of articles of a library, by their numbers: what becomes of them as pages change, move and are copied.

use newsprint::library::{Deed, LoadOptions, Mark, Marks, MarksStore, Step, Store, Stroke, Tag, Wish};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

/// A folder of invented pages, the library made of it, and the marks.
struct Place {
    home: TempDir,
    store: Store,
    kept: MarksStore,
}

const FIRST: &str =
    "The harbour opened again on Friday, three days after the storm had closed it, the authority said.";
const SECOND: &str =
    "Two cranes are still out of order, and ships have to wait for nine hours before a berth is free.";
const OTHER: &str =
    "The ferry stayed at its pier on Tuesday since the waves were far too high, its captain told them.";

impl Place {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("news")).unwrap();
        Self {
            store: Store::at(&home.path().join("library")),
            kept: MarksStore::open(&home.path().join("data")).unwrap(),
            home,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("news").join(name)
    }

    fn write(&self, name: &str, title: &str, body: &[&str]) {
        let page = format!(
            "Home\n{title}\nBy Ilka Fenn\n3 May 2024\n{}\nShare\n",
            body.join("\n")
        );
        fs::write(self.path(name), page).unwrap();
    }

    fn import(&self) {
        let news = self.home.path().join("news");
        let never = AtomicBool::new(false);
        self.store
            .import(&[news], &LoadOptions::default(), &never, |_| {})
            .unwrap();
    }

    fn id(&self, name: &str) -> u32 {
        let snapshot = self.store.snapshot().unwrap();
        let all: Vec<u32> = (0..snapshot.end()).collect();
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
        self.store.snapshot().unwrap().marks(&mut self.kept).unwrap()
    }

    fn does(&mut self, step: &Step) {
        let snapshot = self.store.snapshot().unwrap();
        snapshot.write_marks(&mut self.kept, &step.strokes).unwrap();
    }

    fn star(&mut self, name: &str) {
        let deed = Deed::Mark(Mark::Star, true);
        let ids = Box::from([self.id(name)]);
        self.does(&Step {
            strokes: vec![Stroke { deed, ids }],
        });
    }

    fn is_starred(&mut self, name: &str) -> bool {
        let id = self.id(name);
        self.marks().is_starred(id)
    }
}

#[test]
fn what_is_done_to_many_articles_is_there_and_can_be_taken_back() {
    let mut place = Place::new();
    for number in 0..40 {
        place.write(
            &format!("{number}.txt"),
            &format!("Report {number} from the harbour"),
            &[FIRST, SECOND],
        );
    }
    place.import();
    let read = Wish::Set(Mark::Read, (0..40).collect())
        .step(&Marks::default())
        .unwrap();
    place.does(&read);
    let tag = Tag::new("Grain").unwrap();
    let ids: Box<[u32]> = Box::from([3, 4, 999]);
    let tagged = Step {
        strokes: vec![Stroke {
            deed: Deed::Tag(tag, true),
            ids,
        }],
    };
    place.does(&tagged);
    let marks = place.marks();
    assert_eq!((marks.count(Mark::Read), marks.count(Mark::Star)), (40, 0));
    assert_eq!(marks.tags(3).len() + marks.tags(4).len() + marks.tags(5).len(), 2);
    place.does(&read.reversed());
    place.does(&tagged.reversed());
    let marks = place.marks();
    assert_eq!((marks.count(Mark::Read), marks.has_remarks()), (0, false));
}

#[test]
fn where_one_deed_of_many_cannot_be_done_none_is() {
    let mut place = Place::new();
    place.write("a.txt", "Harbour reopens after the storm", &[FIRST, SECOND]);
    place.import();
    let note = |old: &str, new: &str| Deed::Note {
        old: old.into(),
        new: new.into(),
    };
    let ids = || Box::from([0_u32]);
    place.does(&Step {
        strokes: vec![Stroke {
            deed: note("", "mine"),
            ids: ids(),
        }],
    });
    let strokes = [
        Stroke {
            deed: Deed::Mark(Mark::Star, true),
            ids: ids(),
        },
        Stroke {
            deed: note("", "theirs"),
            ids: ids(),
        },
    ];
    let snapshot = place.store.snapshot().unwrap();
    let said = snapshot.write_marks(&mut place.kept, &strokes).unwrap_err();
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
fn a_page_that_changes_again_and_again_keeps_its_marks_and_another_page_in_its_place_has_none() {
    let mut place = Place::new();
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
    // Neither title nor half of what it was when it was marked is left now; but it is a version of a version.
    place.write(
        "a.txt",
        "Harbour open again, cranes are not",
        &[OTHER, "And more than that is not known as yet, they said."],
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
        "the one that is gone keeps its own"
    );
}

#[test]
fn a_page_that_moved_and_then_changed_keeps_its_marks() {
    let mut place = Place::new();
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
fn one_of_two_copies_that_changes_takes_the_marks_along_and_leaves_them_too() {
    let mut place = Place::new();
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
    let unstar = Step {
        strokes: vec![Stroke {
            deed: Deed::Mark(Mark::Star, false),
            ids: Box::from([a]),
        }],
    };
    place.does(&unstar);
    assert!(
        !place.is_starred("a.txt") && place.is_starred("b.txt"),
        "they are two articles from then on"
    );
}

#[test]
fn marks_are_there_for_a_library_that_is_made_anew() {
    let mut place = Place::new();
    place.write("a.txt", "Harbour reopens after the storm", &[FIRST, SECOND]);
    place.write("b.txt", "Bridge is to be painted green", &[OTHER]);
    place.import();
    place.star("b.txt");
    fs::remove_dir_all(place.home.path().join("library")).unwrap();
    // It has changed before the new library saw it for the first time.
    place.write("b.txt", "Bridge is to be painted green", &[OTHER, SECOND]);
    place.import();
    assert!(place.is_starred("b.txt") && !place.is_starred("a.txt"));
}

#[test]
fn what_another_newsprint_changed_is_noticed_once() {
    let place = Place::new();
    let folder = place.home.path().join("data");
    let (mut mine, theirs) = (place.kept, MarksStore::open(&folder).unwrap());
    assert!(!mine.has_changed().unwrap());
    theirs
        .keep_view("news", &newsprint::library::LastView::default())
        .unwrap();
    assert!(mine.has_changed().unwrap() && !mine.has_changed().unwrap());
    mine.keep_view("other", &newsprint::library::LastView::default())
        .unwrap();
    assert!(!mine.has_changed().unwrap(), "what was done here is known here");
}

const LIBRARY: &str = "NEWSPRINT_TEST_LIBRARY";
const MARKS: &str = "NEWSPRINT_TEST_MARKS";
const TURN: &str = "NEWSPRINT_TEST_TURN";
/// Pages that come while others mark them.
const PAGES: u32 = 400;

/// The program: stars every second article, from the first or the second on, as they come. Run by the test below, not by
/// itself.
#[test]
#[ignore = "the program that the other test runs"]
fn stars_what_comes() {
    let set = |name: &str| std::env::var(name).unwrap();
    let store = Store::at(&PathBuf::from(set(LIBRARY)));
    let mut kept = MarksStore::open(&PathBuf::from(set(MARKS))).unwrap();
    let mut wanted: Vec<u32> = (set(TURN).parse().unwrap()..PAGES).step_by(2).collect();
    while !wanted.is_empty() {
        let Ok(snapshot) = store.snapshot() else {
            std::thread::yield_now();
            continue;
        };
        let there = snapshot.end();
        for id in wanted.iter().filter(|id| **id < there) {
            let (deed, ids) = (Deed::Mark(Mark::Star, true), Box::from([*id]));
            snapshot.write_marks(&mut kept, &[Stroke { deed, ids }]).unwrap();
        }
        wanted.retain(|id| *id >= there);
    }
}

#[test]
fn two_that_mark_and_one_that_imports_at_once_lose_nothing() {
    let mut place = Place::new();
    for number in 0..PAGES {
        let body = format!("Part {number}. {FIRST}");
        place.write(
            &format!("{number}.txt"),
            &format!("Report {number} from the harbour"),
            &[&body, SECOND],
        );
    }
    let (library, data) = (place.home.path().join("library"), place.home.path().join("data"));
    let marking = |turn: &str| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "marks::library::stars_what_comes", "--ignored"])
            .env(LIBRARY, &library)
            .env(MARKS, &data)
            .env(TURN, turn)
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    };
    let readers = [marking("0"), marking("1")];
    let imported = Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .arg("import")
        .arg("--library")
        .args([&library, &place.home.path().join("news")])
        .env("HOME", place.home.path())
        .stdout(Stdio::null())
        .status();
    assert!(imported.unwrap().success());
    for mut reader in readers {
        assert!(reader.wait().unwrap().success());
    }
    assert_eq!(place.marks().count(Mark::Star), PAGES as usize);
    assert!(place.store.check().unwrap().faults.is_empty());
}
