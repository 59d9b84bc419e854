//! A library for the reader without a terminal, imported on this thread: from pages in a folder, or from articles that
//! a test makes.

use newsprint::app::{LibraryEvent, RecleanTarget};
use newsprint::article::Article;
use newsprint::extract::OutletDirectory;
use newsprint::library::{
    Corpus, Entry, ImportEvent, ImportSummary, Importer, LoadOptions, MarkChange, MarkEdit, Marks,
    MarksStore, Query, SortOrder, Store, StoreError,
};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

/// A folder of pages and the library that they are imported into.
pub struct LibraryFixture {
    folder: TempDir,
    store: Store,
    importer: Importer,
    paths: Vec<PathBuf>,
    is_open: bool,
    /// What was added since the last end of an import; `None` if pages are imported from the folder.
    added: Option<ImportSummary>,
}

/// Edits the marks of these articles, as another newsprint with a library of its own does.
pub fn mark(marks: &mut MarksStore, entries: &[Arc<Entry>], edit: MarkEdit) {
    let store = Store::temporary().expect("memory");
    let articles = entries.iter();
    let articles = articles.map(|entry| (entry.path.to_path_buf(), entry.article.clone()));
    store
        .importer(LoadOptions::default())
        .add(articles.collect())
        .expect("memory");
    let ids = (0..entries.len() as u32).collect();
    let snapshot = store.snapshot().expect("a library");
    snapshot
        .write_marks(marks, &[MarkChange { edit, ids }])
        .expect("marks");
}

impl LibraryFixture {
    /// An empty folder and no library. `below` is the part of the folder that is read; `None` means all of the library.
    pub fn new(below: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(&folder.path().join("library"));
        let paths = below.map(|below| folder.path().join("pages").join(below));
        Self::of(folder, store, paths.into_iter().collect(), None)
    }

    /// An empty folder, all of which is read into a temporary library.
    pub fn temporary() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let pages = folder.path().join("pages");
        let store = Store::temporary().expect("memory");
        Self::of(folder, store, vec![pages], None)
    }

    /// A temporary library for articles that a test adds.
    pub fn of_articles() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::temporary().expect("memory");
        Self::of(folder, store, Vec::new(), Some(ImportSummary::default()))
    }

    fn of(folder: TempDir, store: Store, paths: Vec<PathBuf>, added: Option<ImportSummary>) -> Self {
        Self {
            folder,
            importer: store.importer(LoadOptions::default()),
            store,
            paths,
            is_open: false,
            added,
        }
    }

    /// The same library in the next session.
    #[must_use]
    pub fn reopened(mut self) -> Self {
        self.is_open = false;
        self
    }

    /// Adds articles at these paths.
    pub fn add(&mut self, articles: Vec<(&str, Article)>) {
        let articles = articles.into_iter();
        let articles = articles.map(|(path, article)| (PathBuf::from(path), article));
        let added = self.importer.add(articles.collect()).expect("memory");
        let sum = self.added.get_or_insert_default();
        sum.new += added.new;
        sum.changed += added.changed;
        sum.copied += added.copied;
        sum.unchanged += added.unchanged;
    }

    /// What was added since the last call.
    pub fn take_added(&mut self) -> ImportSummary {
        self.added.replace(ImportSummary::default()).unwrap_or_default()
    }

    /// Writes a page into the folder.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join("pages").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a page");
    }

    /// Removes a page from the folder.
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

    /// The events that the reader receives when it opens the library and imports. Articles that a test adds follow by
    /// themselves.
    pub fn open(&mut self, marks: &mut MarksStore) -> Vec<LibraryEvent> {
        if self.added.is_some() {
            let is_filled = self.store.snapshot().is_ok_and(|snapshot| !snapshot.is_empty());
            return if is_filled {
                self.shown(marks).into_iter().collect()
            } else {
                Vec::new()
            };
        }
        let mut events = Vec::new();
        match self.store.snapshot() {
            Ok(snapshot) if snapshot.is_empty() && self.store.is_temporary() => {}
            Ok(_) => events.extend(self.shown(marks)),
            Err(StoreError::Missing(_)) => {}
            Err(error) => {
                events.push(LibraryEvent::Replaced(error.to_string()));
                self.store = Store::temporary().expect("memory");
                self.importer.switch_to(self.store.clone());
            }
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

    /// Returns the event that shows the whole library, or the folder again.
    pub fn widened(&self, wide: bool) -> LibraryEvent {
        let snapshot = self.store.snapshot().expect("a library");
        let paths: &[PathBuf] = if wide { &[] } else { &self.paths };
        LibraryEvent::Widened(Arc::new(
            Corpus::new(snapshot, paths, super::today()).expect("a library"),
        ))
    }

    /// The event that the reader receives when articles are cleaned again.
    pub fn clean(
        &mut self,
        pages: &RecleanTarget,
        profile: &str,
        marks: &mut MarksStore,
    ) -> Option<LibraryEvent> {
        let knowledge = OutletDirectory::builtin()
            .with_own_rules_of(profile)
            .expect("a profile");
        let snapshot = self.store.snapshot().expect("a library");
        let never = AtomicBool::new(false);
        let ids: Vec<u32> = match pages {
            RecleanTarget::Article(id) => vec![*id],
            RecleanTarget::Outlet(outlet) => {
                let query = Query::of_outlet(outlet, super::today());
                let found = snapshot.search(
                    &query,
                    &Marks::default(),
                    SortOrder::default(),
                    usize::MAX,
                    &never,
                );
                found.expect("a library").unwrap_or_default().ids
            }
        };
        self.clean_again(&ids, knowledge, marks)
    }

    /// The event that the reader receives when all articles are cleaned again with what they have in common.
    pub fn clean_all(&mut self, marks: &mut MarksStore) -> Option<LibraryEvent> {
        let ids: Vec<u32> = (0..self.store.snapshot().expect("a library").id_bound()).collect();
        self.clean_again(&ids, OutletDirectory::builtin(), marks)
    }

    fn clean_again(
        &mut self,
        ids: &[u32],
        knowledge: OutletDirectory,
        marks: &mut MarksStore,
    ) -> Option<LibraryEvent> {
        let never = AtomicBool::new(false);
        let changed = self.importer.clean_again(ids, knowledge, &never, |_| {});
        (changed.expect("a library") > 0)
            .then(|| self.shown(marks))
            .flatten()
    }

    /// Returns the event that shows the current library.
    pub fn shown(&mut self, marks: &mut MarksStore) -> Option<LibraryEvent> {
        let snapshot = self.store.snapshot().ok()?;
        if snapshot.is_empty() && self.store.is_temporary() && !self.is_open {
            return None;
        }
        let paths: &[PathBuf] = if self.store.is_temporary() {
            &[]
        } else {
            &self.paths
        };
        let stored = Corpus::new(snapshot, paths, super::today()).expect("a library");
        let marks = stored.snapshot().marks(marks).expect("marks");
        let stored = Arc::new(stored);
        let is_open = std::mem::replace(&mut self.is_open, true);
        Some(if is_open {
            LibraryEvent::Updated {
                stored,
                marks: Some(marks),
            }
        } else {
            LibraryEvent::Opened { stored, marks }
        })
    }
}
