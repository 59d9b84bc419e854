//! A library for the reader without a terminal: pages are written into a folder and imported, on this thread.

use newsprint::app::{CleanStored, LibraryEvent};
use newsprint::extract::Knowledge;
use newsprint::library::{ImportEvent, ImportSummary, Importer, LoadOptions, MarksStore, Store, Stored};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

/// A folder of pages and the library that they are taken into.
pub struct Shelves {
    folder: TempDir,
    store: Store,
    importer: Importer,
    paths: Vec<PathBuf>,
    is_open: bool,
}

impl Shelves {
    /// An empty folder and no library. `below`: what of the folder is read; nothing: all of the library.
    pub fn new(below: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(&folder.path().join("library"));
        let importer = store.importer(LoadOptions::default());
        let paths = below.map(|below| folder.path().join("pages").join(below));
        Self {
            paths: paths.into_iter().collect(),
            folder,
            store,
            importer,
            is_open: false,
        }
    }

    /// The same, as the next session finds it.
    #[must_use]
    pub fn reopened(mut self) -> Self {
        self.is_open = false;
        self
    }

    /// Writes a page into the folder.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join("pages").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a page");
    }

    /// Takes a page out of the folder.
    pub fn remove(&self, name: &str) {
        fs::remove_file(self.folder.path().join("pages").join(name)).expect("a page");
    }

    /// Makes the index unreadable.
    pub fn damage(&self) {
        fs::remove_dir_all(self.folder.path().join("library/index")).expect("an index");
    }

    /// Imports everything, as another program would.
    pub fn import(&mut self) -> ImportSummary {
        let pages = self.folder.path().join("pages");
        let imported = self.importer.import(&[pages], &AtomicBool::new(false), |_| {});
        imported.expect("an import")
    }

    /// What the reader hears when it opens the library and brings it up to date.
    pub fn open(&mut self, marks: &mut MarksStore) -> Vec<LibraryEvent> {
        let mut events = Vec::new();
        match self.store.snapshot() {
            Ok(_) => events.extend(self.shown(marks)),
            Err(newsprint::library::StoreError::Missing(_)) => {}
            Err(error) => return vec![LibraryEvent::Imported(Err(error.to_string()))],
        }
        let imported = if self.paths.is_empty() {
            ImportSummary::default()
        } else {
            self.import()
        };
        if imported.has_news() {
            events.push(LibraryEvent::Import(ImportEvent::Committed));
            events.extend(self.shown(marks));
        }
        events.push(LibraryEvent::Imported(Ok(imported)));
        events
    }

    /// All of the library, or again the folder that was asked for.
    pub fn widened(&self, wide: bool) -> LibraryEvent {
        let snapshot = self.store.snapshot().expect("a library");
        let paths: &[PathBuf] = if wide { &[] } else { &self.paths };
        LibraryEvent::Widened(Arc::new(
            Stored::new(snapshot, paths, super::today()).expect("a library"),
        ))
    }

    /// What the reader hears when articles are cleaned again.
    pub fn clean(
        &mut self,
        pages: &CleanStored,
        profile: &str,
        marks: &mut MarksStore,
    ) -> Option<LibraryEvent> {
        let knowledge = Knowledge::builtin()
            .with_own_rules_of(profile)
            .expect("a profile");
        let snapshot = self.store.snapshot().expect("a library");
        let ids: Vec<u32> = match pages {
            CleanStored::Article(id) => vec![*id],
            CleanStored::Outlet(_) => (0..snapshot.end()).collect(),
        };
        let never = AtomicBool::new(false);
        let changed = self.importer.clean_again(&ids, knowledge, &never, |_| {});
        (changed.expect("a library") > 0)
            .then(|| self.shown(marks))
            .flatten()
    }

    /// The library as it is now.
    pub fn shown(&mut self, marks: &mut MarksStore) -> Option<LibraryEvent> {
        let snapshot = self.store.snapshot().ok()?;
        let stored = Stored::new(snapshot, &self.paths, super::today()).expect("a library");
        let marks = stored.snapshot().marks(marks).expect("marks");
        let stored = Arc::new(stored);
        let is_open = std::mem::replace(&mut self.is_open, true);
        Some(if is_open {
            LibraryEvent::Renewed {
                stored,
                marks: Some(marks),
            }
        } else {
            LibraryEvent::Opened { stored, marks }
        })
    }
}
