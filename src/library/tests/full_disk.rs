//! A disk that fills up. During an import: the import reports it, nothing is lost, and the next import continues. During a
//! rebuild: the old library stays as it is.

use crate::library::error::StoreError;
use crate::library::load::options::LoadOptions;
use crate::library::store::catalogue::tables::Catalogue;
use crate::library::store::handle::Store;
use crate::library::store::import::changed_files::ImportScope;
use crate::library::store::import::importer::ImportSummary;
use crate::library::store::import::writer::Writer;
use crate::library::store::index::directory::{FileWriter, IndexFolder};
use crate::library::store::index::schema::{ArticleIndex, FOLDER};
use crate::library::store::repair::rebuild::build;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle,
};

/// The free bytes of a disk.
#[derive(Debug, Clone)]
struct Room(Arc<AtomicI64>);

impl Room {
    fn take(&self, bytes: usize) -> io::Result<()> {
        let bytes = i64::try_from(bytes).unwrap();
        if self.0.fetch_sub(bytes, Ordering::Relaxed) < bytes {
            return Err(io::Error::from(ErrorKind::StorageFull));
        }
        Ok(())
    }
}

/// The index directory on such a disk.
#[derive(Debug, Clone)]
struct SmallDisk {
    folder: IndexFolder,
    room: Room,
}

/// A file on such a disk.
struct SmallFile {
    file: FileWriter,
    room: Room,
}

impl Write for SmallFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.room.take(bytes.len())?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for SmallFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.file.terminate_ref(token)
    }
}

impl Directory for SmallDisk {
    fn open_write(&self, path: &Path) -> Result<FileWriter, OpenWriteError> {
        let file = self.folder.open_write(path)?;
        let room = self.room.clone();
        Ok(io::BufWriter::new(Box::new(SmallFile { file, room })))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.room.take(data.len())?;
        self.folder.atomic_write(path, data)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.folder.acquire_lock(lock)
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.folder.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.folder.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.folder.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.folder.atomic_read(path)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.folder.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.folder.watch(callback)
    }
}

/// A library with some pages, and many more to import.
struct Place {
    home: tempfile::TempDir,
    store: Store,
}

const BEFORE: usize = 5;
const PAGES: usize = 300;

impl Place {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::at(&home.path().join("library"));
        let place = Self { home, store };
        std::fs::create_dir(place.news()).unwrap();
        place.write(0..BEFORE);
        assert_eq!(place.import().unwrap().new, BEFORE);
        place.write(BEFORE..PAGES);
        place
    }

    fn news(&self) -> std::path::PathBuf {
        self.home.path().join("news")
    }

    fn write(&self, numbers: std::ops::Range<usize>) {
        for number in numbers {
            let page = format!(
                "Report {number} from the harbour of Zelm\n3 May 2024\n\
                 The harbour opened again, {number} days after the storm had closed it, the port authority said.\n"
            );
            std::fs::write(self.news().join(format!("{number:03}.txt")), page).unwrap();
        }
    }

    fn import(&self) -> Result<ImportSummary, StoreError> {
        let never = AtomicBool::new(false);
        self.store
            .import(&[self.news()], &LoadOptions::default(), &never, |_| {})
    }

    /// Imports with this writer.
    fn import_by(&self, mut writer: Writer) -> Result<ImportSummary, StoreError> {
        let extent = ImportScope::Whole(vec![self.news()]);
        let never = AtomicBool::new(false);
        let imported = writer.import(&extent, &LoadOptions::default(), &never, |_| {})?;
        writer.close()?;
        Ok(imported)
    }

    /// Checks that the error was reported, the existing articles are there, and the next import continues.
    fn is_complete_after(&self, outcome: Result<ImportSummary, StoreError>) {
        let error = outcome.unwrap_err();
        assert!(matches!(error, StoreError::Full(_)), "{error:?}");
        assert!(
            error
                .to_string()
                .contains("free some space, then run the command again")
        );
        let there = self.store.snapshot().unwrap().len();
        assert!((BEFORE..PAGES).contains(&there), "{there}");
        self.import().unwrap();
        assert_eq!(self.store.snapshot().unwrap().len(), PAGES);
        assert_eq!(self.store.check().unwrap().faults, [""; 0]);
    }
}

#[test]
fn a_full_disk_for_the_index_ends_the_import_and_loses_nothing() {
    for room in [0, 700, 5_000, 20_000] {
        let place = Place::new();
        let folder = place.store.folder();
        let files = IndexFolder(MmapDirectory::open(folder.join(FOLDER)).unwrap());
        let disk = SmallDisk {
            folder: files,
            room: Room(Arc::new(AtomicI64::new(room))),
        };
        let index = ArticleIndex::open_in(folder, disk).unwrap();
        let writer = Catalogue::open_for_writing(folder).and_then(|open| Writer::open(open, index));
        place.is_complete_after(writer.and_then(|writer| place.import_by(writer)));
    }
}

#[test]
fn a_full_disk_for_the_catalogue_ends_the_import_and_loses_nothing() {
    for pages in [0, 2, 9] {
        let place = Place::new();
        let folder = place.store.folder();
        let catalogue = Catalogue::open_for_writing(folder).unwrap();
        let now = catalogue.number("PRAGMA page_count", []).unwrap().unwrap();
        // SQLite reports this limit as it reports a full disk.
        let most = format!("PRAGMA max_page_count = {}", now + pages);
        catalogue.number(&most, []).unwrap();
        let writer = Writer::open(catalogue, ArticleIndex::open(folder).unwrap());
        place.is_complete_after(writer.and_then(|writer| place.import_by(writer)));
    }
}

/// Rebuilds with this writer, and checks that the disk was too small and the library is as before.
fn is_unchanged_after_rebuild(place: &Place, writer: Result<Writer, StoreError>) {
    let built = writer.and_then(|writer| build(place.store.folder(), writer, &LoadOptions::default()));
    assert!(matches!(built, Err(StoreError::Full(_))), "{built:?}");
    assert_eq!(place.store.check().unwrap().faults, [""; 0]);
    assert_eq!(place.store.snapshot().unwrap().len(), PAGES);
}

#[test]
fn a_full_disk_during_a_rebuild_leaves_the_old_library() {
    let place = Place::new();
    place.import().unwrap();
    for room in [0, 5_000, 20_000] {
        let new = tempfile::tempdir().unwrap();
        ArticleIndex::create(new.path(), FOLDER).unwrap();
        let disk = SmallDisk {
            folder: IndexFolder(MmapDirectory::open(new.path().join(FOLDER)).unwrap()),
            room: Room(Arc::new(AtomicI64::new(room))),
        };
        let index = ArticleIndex::open_in(new.path(), disk).unwrap();
        let writer = Catalogue::open_for_writing(new.path()).and_then(|open| Writer::open(open, index));
        is_unchanged_after_rebuild(&place, writer);
    }
    for pages in [0, 9] {
        let new = tempfile::tempdir().unwrap();
        let index = ArticleIndex::create(new.path(), FOLDER).unwrap();
        let catalogue = Catalogue::open_for_writing(new.path()).unwrap();
        let now = catalogue.number("PRAGMA page_count", []).unwrap().unwrap();
        let most = format!("PRAGMA max_page_count = {}", now + pages);
        catalogue.number(&most, []).unwrap();
        is_unchanged_after_rebuild(&place, Writer::open(catalogue, index));
    }
}
