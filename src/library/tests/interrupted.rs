//! Imports that are interrupted: what they leave waits for the second reading, and the library ends equal to one that was
//! imported without an interruption.

use crate::library::load::options::LoadOptions;
use crate::library::store::handle::Store;
use crate::library::store::import::importer::{ImportEvent, ImportSummary};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

const MENU: &str = "Ferries\nHarbours\nLighthouses\nTides\nPilots\nBerths\nMarkets\nShips\nWinter\nLost";
const NOTICE: &str =
    "The Arden Courier is read in every house of the valley and lives of what its readers give.";

/// A folder of pages of one outlet, and libraries that they are imported into.
struct Pages {
    home: tempfile::TempDir,
}

impl Pages {
    fn new(names: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("news")).unwrap();
        let pages = Self { home };
        pages.write(names);
        pages
    }

    fn write(&self, names: &[&str]) {
        for what in names {
            let page = format!(
                "{MENU}\n\nThe {what} opens again\n\n\
                 The {what} over the Lenne was closed on Friday after the council had met for many hours.\n\n\
                 Nobody in Arden had thought that the {what} would be spoken of for so long, the mayor said.\n\n{NOTICE}\n\n\
                 People who live near the {what} told of water in their cellars and of trees on the road.\n"
            );
            let path = self.news().join(format!("{what}.txt"));
            fs::write(&path, page).unwrap();
            // A file that has changed just now would be read again by the next import.
            let settled = SystemTime::now() - Duration::from_mins(1);
            fs::File::options()
                .write(true)
                .open(path)
                .and_then(|file| file.set_modified(settled))
                .unwrap();
        }
    }

    fn news(&self) -> PathBuf {
        self.home.path().join("news")
    }

    fn store(&self, name: &str) -> Store {
        Store::at(&self.home.path().join(name))
    }

    /// Imports, and stops after this event.
    fn import_until(&self, store: &Store, stops: impl Fn(&ImportEvent) -> bool) -> ImportSummary {
        let cancel = AtomicBool::new(false);
        let sink = |event: ImportEvent| {
            if stops(&event) {
                cancel.store(true, Ordering::Relaxed);
            }
        };
        store
            .import(&[self.news()], &LoadOptions::default(), &cancel, sink)
            .unwrap()
    }

    fn import(&self, store: &Store) -> ImportSummary {
        self.import_until(store, |_| false)
    }
}

/// What a library shows of each page, and its body.
fn content(store: &Store) -> BTreeMap<PathBuf, (String, u32, Vec<String>)> {
    let snapshot = store.snapshot().unwrap();
    let entries = (0..snapshot.id_bound()).filter_map(|id| snapshot.entry(id).unwrap());
    let shown = |id| snapshot.row(id).unwrap().unwrap();
    let content = entries.map(|entry| {
        let row = shown(entry.id);
        (row.path, (row.title, row.words, entry.article.body()))
    });
    content.collect()
}

fn waiting(store: &Store) -> (u64, u64) {
    let counts = store.waiting().unwrap();
    (counts.waiting, counts.skipped)
}

const NAMES: [&str; 4] = ["bridge", "ferry", "lamp", "tunnel"];

#[test]
fn a_stopped_import_ends_equal_to_one_that_was_not() {
    let pages = Pages::new(&NAMES);
    let (clean, stopped) = (pages.store("clean"), pages.store("stopped"));
    pages.import(&clean);
    assert_eq!(waiting(&clean), (0, 0));
    // The first step ends with the first article.
    let first = pages.import_until(&stopped, |event| *event == ImportEvent::Committed);
    assert!(first.stopped && first.new > 0, "{first:?}");
    assert_eq!(waiting(&stopped), (first.new as u64, 0));
    let second = pages.import(&stopped);
    assert_eq!((second.resumed, second.new), (first.new, NAMES.len() - first.new));
    assert_eq!(waiting(&stopped), (0, 0));
    assert_eq!(content(&stopped), content(&clean));
    assert!(
        !content(&clean)
            .values()
            .any(|(_, _, body)| body.contains(&NOTICE.to_owned()))
    );
    assert!(!pages.import(&stopped).has_news());
}

#[test]
fn articles_of_several_interrupted_imports_are_compared_together() {
    let pages = Pages::new(&NAMES[..1]);
    let (clean, stopped) = (pages.store("clean"), pages.store("stopped"));
    for end in 1..=NAMES.len() {
        pages.write(&NAMES[end - 1..end]);
        let import = pages.import_until(&stopped, |event| *event == ImportEvent::Committed);
        assert_eq!((import.new, import.resumed), (1, 0));
    }
    assert_eq!(waiting(&stopped), (4, 0));
    let mut resumed = None;
    let importer =
        stopped
            .importer(LoadOptions::default())
            .finish_waiting(&AtomicBool::new(false), |event| {
                if let ImportEvent::Resumed(articles) = event {
                    resumed = Some(articles);
                }
            });
    assert_eq!((importer.unwrap().resumed, resumed), (4, Some(4)));
    pages.import(&clean);
    assert_eq!(content(&stopped), content(&clean));
}

/// Copies a folder, as it is after a kill.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (entry, to) = (entry.unwrap(), to.to_path_buf());
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_second_reading_that_only_the_index_has_is_repeated() {
    let pages = Pages::new(&NAMES);
    let (clean, torn) = (pages.store("clean"), pages.store("torn"));
    pages.import(&clean);
    let before = pages.store("before");
    // The library before the second reading, and after it.
    let mut commits = 0;
    let importer = torn.import(
        &[pages.news()],
        &LoadOptions::default(),
        &AtomicBool::new(false),
        |event| {
            commits += usize::from(event == ImportEvent::Committed);
            if torn
                .waiting()
                .is_ok_and(|counts| counts.waiting == NAMES.len() as u64)
            {
                copy(torn.folder(), before.folder());
            }
        },
    );
    assert_eq!(importer.unwrap().new, NAMES.len());
    assert!(commits > 1);
    assert_eq!(waiting(&before), (4, 0));
    // The index of the end with the catalogue of before: what a kill between the two commits leaves.
    for name in ["catalogue.db", "catalogue.db-wal"] {
        let (from, to) = (before.folder().join(name), torn.folder().join(name));
        drop(fs::remove_file(&to));
        if from.exists() {
            fs::copy(from, to).unwrap();
        }
    }
    assert_eq!(waiting(&torn), (4, 0));
    assert_eq!(pages.import(&torn).resumed, 4);
    assert_eq!(waiting(&torn), (0, 0));
    assert_eq!(content(&torn), content(&clean));
}

#[test]
fn an_outlet_that_a_folder_describes_is_known_when_the_reader_continues() {
    let pages = Pages::new(&NAMES[..2]);
    let profile = "[[outlet]]\nname = \"The Arden Courier\"\nsignatures = [\"Lighthouses\"]\n";
    fs::write(pages.news().join("outlets.toml"), profile).unwrap();
    let stopped = pages.store("stopped");
    pages.import_until(&stopped, |event| *event == ImportEvent::Committed);
    let left = waiting(&stopped).0 as usize;
    // The reader without PATHs knows nothing of the folder.
    let mut importer = stopped.importer(LoadOptions::default());
    let finished = importer.finish_waiting(&AtomicBool::new(false), |_| {});
    assert_eq!(finished.unwrap().resumed, left);
    let entry = stopped.snapshot().unwrap().entry(0).unwrap().unwrap();
    assert_eq!(entry.article.meta.outlet.as_deref(), Some("The Arden Courier"));
}

#[test]
fn a_stopped_second_reading_leaves_everything_waiting() {
    let pages = Pages::new(&NAMES);
    let store = pages.store("library");
    pages.import_until(&store, |event| *event == ImportEvent::Committed);
    let left = waiting(&store).0 as usize;
    // Set when the second reading begins.
    let stopped = pages.import_until(&store, |event| *event == ImportEvent::Resumed(left));
    assert!(stopped.stopped && stopped.resumed == 0, "{stopped:?}");
    assert_eq!(waiting(&store), (4, 0));
    let with_notice = content(&store);
    assert!(
        with_notice
            .values()
            .all(|(_, _, body)| body.contains(&NOTICE.to_owned()))
    );
    assert_eq!(pages.import(&store).resumed, 4);
}
