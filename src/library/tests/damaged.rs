//! Libraries whose files are damaged, missing or of another kind: a check notices it, nothing panics, and a rebuild restores
//! every article whose page is still there.

use crate::library::error::StoreError;
use crate::library::load::options::LoadOptions;
use crate::library::store::catalogue::tables::{Catalogue, FILE};
use crate::library::store::handle::Store;
use crate::library::store::index::schema::FOLDER;
use crate::library::store::repair::rebuild::RebuildReport;
use crate::library::tests::fixtures::Random;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

const PAGES: usize = 12;

/// A folder of pages, a library of them, and copies of the library to damage.
struct Place {
    home: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("news")).unwrap();
        let place = Self { home };
        for number in 0..PAGES {
            place.write(number, "the port authority said");
        }
        place.import(&place.store("sound"));
        // A second segment, a replaced article with an earlier version, and a deleted document.
        place.write(1, "as the port authority said later");
        place.import(&place.store("sound"));
        place
    }

    fn page(&self, number: usize) -> PathBuf {
        self.home.path().join("news").join(format!("{number:02}.txt"))
    }

    fn write(&self, number: usize, who: &str) {
        let page = format!(
            "Report {number} from the harbour of Zelm\n3 May 2024\n\
             The harbour opened again, {number} days after the storm had closed it, {who}.\n"
        );
        fs::write(self.page(number), page).unwrap();
    }

    fn store(&self, name: &str) -> Store {
        Store::at(&self.home.path().join(name))
    }

    /// Returns a copy of the sound library.
    fn copy(&self) -> Store {
        let copy = self.store("copy");
        drop(fs::remove_dir_all(copy.folder()));
        copy_folder(self.store("sound").folder(), copy.folder());
        copy
    }

    fn import(&self, store: &Store) {
        let news = self.home.path().join("news");
        let never = AtomicBool::new(false);
        store
            .import(&[news], &LoadOptions::default(), &never, |_| {})
            .unwrap();
    }

    /// Checks that nothing panics and nothing is unnoticed, then rebuilds and imports, and compares with the sound library.
    fn is_repaired(&self, store: &Store, what: &str) -> RebuildReport {
        let checked = store.check();
        assert!(
            checked.is_err() || !checked.unwrap().faults.is_empty(),
            "{what}: unnoticed"
        );
        drop(store.snapshot().map(|snapshot| {
            (0..snapshot.id_bound()).for_each(|id| drop(snapshot.entry(id)));
        }));
        let report = rebuild(store).unwrap();
        self.import(store);
        assert_eq!(store.check().unwrap().faults, [""; 0], "{what}");
        assert_eq!(content(store), content(&self.store("sound")), "{what}");
        report
    }
}

/// The files of the index with this extension.
fn index_files(store: &Store, extension: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(store.folder().join(FOLDER)).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let has = |path: &PathBuf| path.extension().is_some_and(|found| found == extension);
    let mut files: Vec<PathBuf> = files.filter(has).collect();
    files.sort();
    files
}

fn rebuild(store: &Store) -> Result<RebuildReport, StoreError> {
    store.rebuild(&LoadOptions::default())
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// What a library shows of each page, and its text.
fn content(store: &Store) -> BTreeMap<PathBuf, (String, u32, String)> {
    let snapshot = store.snapshot().unwrap();
    let entries = (0..snapshot.id_bound()).filter_map(|id| snapshot.entry(id).unwrap());
    let content = entries.map(|entry| {
        let row = snapshot.row(entry.id).unwrap().unwrap();
        assert!(!row.is_gone, "{}", row.path.display());
        (row.path, (row.title, row.words, entry.article.source))
    });
    content.collect()
}

/// Damages a file: flips bytes, cuts it off, empties it or removes it.
fn damage(file: &Path, how: usize, random: &mut Random, first: usize) {
    let mut bytes = fs::read(file).unwrap();
    let flips = [1, 10, 200];
    if let Some(flips) = flips.get(how) {
        for _ in 0..*flips {
            let at = first + random.below(bytes.len() - first);
            bytes[at] ^= 1 + random.below(255) as u8;
        }
    } else if how == flips.len() {
        bytes.truncate(random.below(bytes.len()));
    } else if how == flips.len() + 1 {
        bytes.clear();
    } else {
        return fs::remove_file(file).unwrap();
    }
    fs::write(file, bytes).unwrap();
}

/// Flipped bits of `meta.json` may be insignificant, such as those of an operation's number.
const KINDS: [&str; 6] = ["store", "term", "idx", "pos", "fast", "fieldnorm"];

#[test]
fn damage_of_every_kind_of_index_file_is_noticed_and_repaired() {
    let place = Place::new();
    let mut random = Random(7);
    for (number, kind) in KINDS.into_iter().enumerate() {
        // Each way of damage comes with two kinds of file.
        for how in [number, (number + 3) % 6] {
            let store = place.copy();
            let file = index_files(&store, kind).swap_remove(0);
            damage(&file, how, &mut random, 0);
            let report = place.is_repaired(&store, &format!("{kind} {how}"));
            assert!(report.lost.is_empty() && report.lost_versions == 0, "{report:?}");
            assert!(report.aside.unwrap().join(FOLDER).is_dir());
        }
    }
    for how in 3..6 {
        let store = place.copy();
        damage(
            &store.folder().join(FOLDER).join("meta.json"),
            how,
            &mut random,
            0,
        );
        place.is_repaired(&store, &format!("meta.json {how}"));
    }
}

#[test]
fn damage_of_the_catalogue_is_noticed_and_repaired() {
    let place = Place::new();
    let mut random = Random(11);
    for round in 0..16 {
        let store = place.copy();
        let file = store.folder().join(FILE);
        damage(&file, round % 4, &mut random, 100);
        if store.check().is_ok_and(|checked| checked.faults.is_empty()) {
            // For example a modification time, or a byte that no row uses.
            continue;
        }
        let report = rebuild(&store).unwrap();
        assert!(report.lost.is_empty(), "{report:?}");
        assert!(report.aside.unwrap().join(FILE).is_file());
        place.import(&store);
        assert_eq!(store.check().unwrap().faults, [""; 0]);
        assert_eq!(content(&store), content(&place.store("sound")), "round {round}");
    }
}

#[test]
fn articles_whose_files_are_gone_are_recovered_or_listed_as_lost() {
    let place = Place::new();
    let before = content(&place.store("sound"));
    let mut random = Random(3);
    let (mut recovered, mut lost) = (0, 0);
    for _ in 0..4 {
        let store = place.copy();
        let file = index_files(&store, "store").swap_remove(0);
        damage(&file, 1, &mut random, 0);
        for number in 0..PAGES {
            fs::rename(place.page(number), place.page(number).with_extension("away")).unwrap();
        }
        let report = rebuild(&store).unwrap();
        assert_eq!(store.check().unwrap().faults, [""; 0]);
        assert_eq!(report.read_again, 0);
        assert_eq!(report.copied + report.recovered + report.lost.len(), PAGES);
        assert!(report.lost.iter().all(|path| before.contains_key(path)));
        let snapshot = store.snapshot().unwrap();
        for id in 0..snapshot.id_bound() {
            if let Some(entry) = snapshot.entry(id).unwrap() {
                assert_eq!(entry.article.source, before[&*entry.path].2);
            }
        }
        (recovered, lost) = (recovered + report.recovered, lost + report.lost.len());
        for number in 0..PAGES {
            fs::rename(place.page(number).with_extension("away"), place.page(number)).unwrap();
        }
        // They are found again when their files are back.
        place.import(&store);
        assert_eq!(content(&store), before);
    }
    assert!(lost > 0, "{recovered} recovered");
}

#[test]
fn a_page_that_has_changed_is_not_taken_for_the_article_that_was_imported() {
    let place = Place::new();
    let store = place.copy();
    for file in index_files(&store, "store") {
        fs::remove_file(file).unwrap();
    }
    fs::write(
        place.page(3),
        "Nothing of the report is left on this page\nNot one line.\n",
    )
    .unwrap();
    let report = rebuild(&store).unwrap();
    assert_eq!((report.read_again, report.lost), (PAGES - 1, vec![place.page(3)]));
}

#[test]
fn each_file_of_a_library_can_be_missing() {
    let place = Place::new();
    let copy = place.copy();
    let files = walkdir::WalkDir::new(copy.folder())
        .into_iter()
        .map(Result::unwrap);
    let files: Vec<PathBuf> = files
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    // Locks, and the engine's list of the files that it may delete.
    let is_needed = |file: &&PathBuf| {
        let name = file.file_name().unwrap().to_string_lossy();
        !name.ends_with(".lock") && name != ".managed.json"
    };
    assert!(files.len() > 8, "{files:?}");
    for file in files.iter().filter(is_needed) {
        let store = place.copy();
        fs::remove_file(file).unwrap();
        if file.ends_with(FILE) {
            // An import would take the articles of the index for remains of an interrupted one.
            let refused = store.import(&[], &LoadOptions::default(), &AtomicBool::new(false), |_| {});
            assert!(refused.unwrap_err().to_string().contains("library rebuild"));
        }
        place.is_repaired(&store, &file.display().to_string());
    }
}

#[test]
fn an_index_that_is_a_file_or_a_link_is_set_aside() {
    let place = Place::new();
    let store = place.copy();
    let index = store.folder().join(FOLDER);
    fs::remove_dir_all(&index).unwrap();
    fs::write(&index, "a file").unwrap();
    let aside = place.is_repaired(&store, "a file").aside.unwrap();
    assert_eq!(fs::read_to_string(aside.join(FOLDER)).unwrap(), "a file");
    #[cfg(unix)]
    for target in ["nothing", "news"] {
        let store = place.copy();
        fs::remove_dir_all(&index).unwrap();
        std::os::unix::fs::symlink(place.home.path().join(target), &index).unwrap();
        place.is_repaired(&store, target);
        assert!(index.is_dir() && !index.is_symlink());
        assert_eq!(
            fs::read_dir(place.home.path().join("news")).unwrap().count(),
            PAGES
        );
    }
}

#[test]
fn a_sound_library_is_rebuilt_without_a_copy() {
    let place = Place::new();
    let store = place.copy();
    let report = rebuild(&store).unwrap();
    assert_eq!((report.copied, report.aside), (PAGES, None));
    assert_eq!(content(&store), content(&place.store("sound")));
    let names = fs::read_dir(store.folder()).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        !names
            .iter()
            .any(|name| name.to_string_lossy().starts_with("broken")),
        "{names:?}"
    );
    let versions = store.snapshot().unwrap().files().unwrap().versions;
    assert_eq!(
        versions,
        place.store("sound").snapshot().unwrap().files().unwrap().versions
    );
    assert!(matches!(
        rebuild(&place.store("nothing")),
        Err(StoreError::Missing(_))
    ));
    assert!(!place.store("nothing").folder().exists());
}

#[test]
fn a_rebuild_that_was_interrupted_is_finished_by_the_next_one_only() {
    let place = Place::new();
    let store = place.copy();
    // Killed while it was building.
    fs::create_dir_all(store.folder().join("rebuild/index")).unwrap();
    fs::write(store.folder().join("rebuild/catalogue.db"), "half").unwrap();
    assert_eq!(content(&store), content(&place.store("sound")));
    // Killed when everything was built.
    fs::remove_dir_all(store.folder().join("rebuild")).unwrap();
    let other = place.store("sound");
    copy_folder(other.folder(), &store.folder().join("rebuild"));
    fs::write(store.folder().join("rebuild/complete"), "broken-1").unwrap();
    let refused = [
        store.snapshot().err(),
        store.check().err(),
        store.writer_or_new().err(),
    ];
    for error in refused {
        assert!(error.unwrap().to_string().contains("library rebuild"));
    }
    rebuild(&store).unwrap();
    assert_eq!(content(&store), content(&place.store("sound")));
    assert!(store.folder().join("broken-1").join(FILE).is_file());
}

#[test]
fn a_library_of_a_newer_version_is_refused_by_a_rebuild() {
    let place = Place::new();
    let store = place.copy();
    let catalogue = Catalogue::open_for_writing(store.folder()).unwrap();
    catalogue.run("PRAGMA user_version = 999").unwrap();
    drop(catalogue);
    assert!(matches!(rebuild(&store), Err(StoreError::Newer { .. })));
    assert!(matches!(store.check(), Err(StoreError::Newer { .. })));
    assert!(!store.folder().join("rebuild").exists());
}

#[test]
fn a_changed_word_in_the_catalogue_is_noticed() {
    let place = Place::new();
    for change in [
        "UPDATE articles SET title = 'Puml7i' WHERE id = 4",
        "UPDATE articles SET source = source + 1 WHERE id = 4",
        "UPDATE articles SET time = time + 1000000 WHERE id = 4",
        "UPDATE counts SET articles = articles + 1",
        "DELETE FROM origins WHERE article = 4",
        "DELETE FROM articles WHERE id = 4",
        "UPDATE versions SET kept = x'00'",
        "UPDATE next_article SET id = 3",
    ] {
        let store = place.copy();
        let catalogue = Catalogue::open_for_writing(store.folder()).unwrap();
        catalogue.run(change).unwrap();
        drop(catalogue);
        assert_ne!(store.check().unwrap().faults, [""; 0], "{change}");
    }
}
