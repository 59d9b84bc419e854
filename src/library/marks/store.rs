//! The marks file: opening, creation, migration, and the last view of each corpus. Not the marks of articles: they are
//! identified in `identity`, written in `write` and loaded in `load_marks`.
//!
//! `SQLite` in WAL mode with `synchronous=FULL`: a committed change is on the disk, a kill at any moment leaves all of a
//! change or nothing, and several newsprints can use the file at once.

use crate::library::marks::error::MarksError;
use crate::library::marks::file;
use crate::library::marks::file::{Companions, FileIdentity};
use crate::library::marks::tags::Tag;
use crate::library::private::create_folder;
#[cfg(unix)]
use crate::library::private::new_file_mode;
use crate::library::problem::shown_path;
use rusqlite::{Connection, MAIN_DB, OpenFlags, OptionalExtension, TransactionBehavior, params};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// The name of the marks file in its folder.
pub const MARKS_FILE: &str = "marks.sqlite";

/// The name of the file that is written after each change, to notify other newsprints. The database itself publishes a
/// change in shared memory, which no watcher sees; and opening the database file by other means is not possible, because
/// closing it releases the locks of the database.
const NEWS_FILE: &str = "marks.news";

/// Distinguishes the file from databases of other programs: the letters `NwsM` in its header.
const APPLICATION: i64 = 0x4e77_734d;

/// The scripts from each schema version to the next, beginning with an empty file. Released ones are never changed.
const MIGRATIONS: [&str; VERSION as usize] = [
    include_str!("../../../assets/marks/schema-1.sql"),
    include_str!("../../../assets/marks/schema-2.sql"),
    include_str!("../../../assets/marks/schema-3.sql"),
    include_str!("../../../assets/marks/schema-4.sql"),
    include_str!("../../../assets/marks/schema-5.sql"),
];

/// The newest schema version.
const VERSION: i64 = 5;

/// How long to wait for another program.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// How often a file may be replaced while one change is written.
const REPLACED_AT_MOST: usize = 3;

/// How many prepared statements are cached.
const STATEMENTS: usize = 48;

/// The stored marks.
#[derive(Debug)]
pub struct MarksStore {
    pub(crate) db: Connection,
    file: PathBuf,
    news: Option<PathBuf>,
    /// The counter with which `SQLite` counts changes by others, at the last call of [`MarksStore::has_changed`].
    seen: i64,
    /// The open file; `None` if it is only read, or in memory.
    identity: Option<FileIdentity>,
    companions: Companions,
    pub(crate) patience: Duration,
    /// Whether the file cannot be written.
    is_read_only: bool,
    /// The folder of the copy that is read.
    #[allow(dead_code)] // it is deleted with the store
    copy: Option<TempDir>,
    notice: Option<String>,
    /// Whether the file was replaced since the last call of [`MarksStore::has_changed`].
    was_replaced: bool,
}

/// How a corpus was last viewed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastView {
    /// The query as typed.
    pub query: String,
    /// The outlet: `None` for all, empty for the unknown outlet.
    pub outlet: Option<String>,
    /// The name of the saved view, for a tag with a leading `#`; `None` if an outlet was listed.
    pub saved: Option<String>,
    /// The name of the sort order.
    pub order: String,
    /// Which keyword sets were on.
    pub sets: BTreeMap<String, bool>,
}

impl MarksStore {
    /// Opens the file in this folder, creating both if needed. A file of another kind or of a newer version is not changed. One
    /// that cannot be written is only read.
    pub fn open(folder: &Path) -> Result<Self, MarksError> {
        create_folder(folder).map_err(|error| MarksError::Folder {
            folder: shown_path(folder),
            cause: error.to_string(),
        })?;
        let file = folder.join(MARKS_FILE);
        let aside = file::set_empty_aside(&file).map_err(|error| MarksError::from_io(&file, &error))?;
        if FileIdentity::of(&file).is_none() {
            file::create(&file, |db| Self::prepare(db, file.clone(), None).map(drop))?;
        }
        let mut opened = Self::open_existing(&file, folder);
        if matches!(&opened, Err(MarksError::ReadOnly { .. }))
            || matches!(&opened, Ok(store) if store.is_read_only)
        {
            opened = Self::open_for_reading(&file);
        }
        let mut store = opened?;
        store.notice = aside.as_deref().map(file::empty_notice);
        Ok(store)
    }

    fn open_existing(file: &Path, folder: &Path) -> Result<Self, MarksError> {
        let failed = |error: rusqlite::Error| MarksError::of(file, &error, PATIENCE);
        // Before it is opened: if it is replaced in between, the first change notices it.
        let identity = FileIdentity::of(file);
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(failed)?;
        let is_read_only = db.is_readonly(MAIN_DB).map_err(failed)?;
        let mut store = Self::prepare(db, file.to_path_buf(), Some(folder.join(NEWS_FILE)))?;
        (store.identity, store.is_read_only) = (identity, is_read_only);
        store.companions = file::companions_of(file);
        Ok(store)
    }

    /// Opens a file that cannot be written. If changes of it wait in another file, or if it is of an earlier version, a
    /// private copy of it is read.
    pub(crate) fn open_for_reading(file: &Path) -> Result<Self, MarksError> {
        let failed = |error: rusqlite::Error| MarksError::of(file, &error, PATIENCE);
        if !file::has_wal(file) {
            let db = file::open_unwritable(file).map_err(failed)?;
            if version(&db).map_err(failed)? == VERSION {
                return Self::finish_reading(db, file, None);
            }
        }
        let (folder, copy) = file::private_copy(file).map_err(|error| MarksError::from_io(file, &error))?;
        let db = Connection::open_with_flags(&copy, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(failed)?;
        Self::finish_reading(db, file, Some(folder))
    }

    fn finish_reading(db: Connection, file: &Path, copy: Option<TempDir>) -> Result<Self, MarksError> {
        let mut store = Self::prepare(db, file.to_path_buf(), None)?;
        (store.is_read_only, store.copy) = (true, copy);
        Ok(store)
    }

    /// Creates a store in memory, which is gone at the end.
    pub fn in_memory() -> Result<Self, MarksError> {
        let file = PathBuf::from("memory");
        let db = Connection::open_in_memory().map_err(|error| MarksError::of(&file, &error, PATIENCE))?;
        Self::prepare(db, file, None)
    }

    /// Returns what the user should know about the file, once.
    pub fn take_notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    /// Sets how long a change waits for another program.
    pub fn set_patience(&mut self, patience: Duration) -> Result<(), MarksError> {
        self.patience = patience;
        self.db
            .busy_timeout(patience)
            .map_err(|error| self.failed(&error))
    }

    /// Runs `write`, which changes the file. If the file was deleted or replaced since it was opened, for example by a
    /// program that synchronises folders, the file that is there now is opened and changed: a change that is confirmed is in
    /// the file that the next session opens.
    pub(crate) fn in_current_file<T, E: From<MarksError>>(
        &mut self,
        mut write: impl FnMut(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        for _ in 0..REPLACED_AT_MOST {
            self.follow_file()?;
            if self.is_read_only {
                let file = shown_path(&self.file);
                return Err(MarksError::ReadOnly { file }.into());
            }
            let written = write(self)?;
            if self.is_current() {
                return Ok(written);
            }
        }
        let file = shown_path(&self.file);
        Err(MarksError::Replaced { file }.into())
    }

    /// Returns whether the open file is the one at its path.
    fn is_current(&self) -> bool {
        self.identity
            .is_none_or(|identity| FileIdentity::of(&self.file) == Some(identity))
    }

    /// Opens the file at the path, if it is not the open one.
    fn follow_file(&mut self) -> Result<(), MarksError> {
        if self.is_current() {
            return Ok(());
        }
        file::delete_stale(&self.file, self.companions);
        let mut store = Self::open(self.file.parent().unwrap_or(Path::new(".")))?;
        store.set_patience(self.patience)?;
        store.was_replaced = true;
        *self = store;
        Ok(())
    }

    /// Returns the path of the file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Returns the folder in which a file changes after each change of the marks, or `None` for a store in memory.
    pub fn news_folder(&self) -> Option<&Path> {
        self.news.as_deref().and_then(Path::parent)
    }

    /// Notifies other newsprints of a change. If that fails, they see it when they load marks the next time.
    pub(crate) fn notify_peers(&self) {
        if let Some(news) = &self.news {
            let mut options = fs::File::options();
            options.write(true).create(true).truncate(true);
            #[cfg(unix)]
            if let Some(folder) = news.parent() {
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, new_file_mode(folder));
            }
            drop(
                options
                    .open(news)
                    .and_then(|mut file| file.write_all(b"changed\n")),
            );
        }
    }

    /// Returns whether another newsprint has changed anything since the last call, or since the store was opened; also if the
    /// file was replaced.
    pub fn has_changed(&mut self) -> Result<bool, MarksError> {
        self.follow_file()?;
        if std::mem::take(&mut self.was_replaced) {
            return Ok(true);
        }
        let now = changes_of_others(&self.db).map_err(|error| self.failed(&error))?;
        Ok(std::mem::replace(&mut self.seen, now) != now)
    }

    /// Returns whether more articles than this are stored. Counts no further than that.
    pub fn has_more_than(&self, articles: u32) -> Result<bool, MarksError> {
        let read = || {
            let count = "SELECT count(*) FROM (SELECT 1 FROM article LIMIT ?1 + 1)";
            let mut statement = self.db.prepare_cached(count)?;
            statement.query_row([articles], |row| row.get::<_, u32>(0))
        };
        let counted = read().map_err(|error| self.failed(&error))?;
        Ok(counted > articles)
    }

    /// Returns every tag that is in use, sorted.
    pub fn known_tags(&self) -> Result<Vec<Tag>, MarksError> {
        let read = || {
            let used = "SELECT name FROM tag WHERE EXISTS (SELECT 1 FROM tagged WHERE tagged.tag = tag.id) ORDER BY folded";
            let mut statement = self.db.prepare_cached(used)?;
            let names = statement.query_map([], |row| row.get::<_, String>(0))?;
            names.collect::<rusqlite::Result<Vec<_>>>()
        };
        let names = read().map_err(|error| self.failed(&error))?;
        Ok(names.iter().filter_map(|name| Tag::new(name)).collect())
    }

    /// Returns how the corpus was last viewed.
    pub fn last_view(&self, corpus: &str) -> Result<Option<LastView>, MarksError> {
        let read = || {
            let view = "SELECT query, outlet, sort, saved, sets FROM view WHERE corpus = ?1";
            let mut statement = self.db.prepare_cached(view)?;
            let view = statement.query_row([corpus], |row| {
                Ok(LastView {
                    query: row.get(0)?,
                    outlet: row.get(1)?,
                    order: row.get(2)?,
                    saved: row.get(3)?,
                    // Anything else was not written by newsprint; then the keyword sets are as in their file.
                    sets: serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default(),
                })
            });
            view.optional()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Stores how the corpus is viewed.
    pub fn store_view(&mut self, corpus: &str, view: &LastView) -> Result<(), MarksError> {
        let sets = serde_json::json!(view.sets).to_string();
        self.in_current_file(|store| {
            let write = || {
                let view_row = "INSERT OR REPLACE INTO view VALUES (?1, ?2, ?3, ?4, unixepoch(), ?5, ?6)";
                let mut statement = store.db.prepare_cached(view_row)?;
                statement.execute(params![
                    corpus,
                    view.query,
                    view.outlet,
                    view.order,
                    view.saved,
                    sets
                ])
            };
            write().map(drop).map_err(|error| store.failed(&error))
        })
    }

    pub(crate) fn failed(&self, error: &rusqlite::Error) -> MarksError {
        MarksError::of(&self.file, error, self.patience)
    }

    fn prepare(mut db: Connection, file: PathBuf, news: Option<PathBuf>) -> Result<Self, MarksError> {
        let failed = |error: rusqlite::Error| MarksError::of(&file, &error, PATIENCE);
        db.busy_timeout(PATIENCE).map_err(failed)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        // Check what kind of file it is before changing anything.
        let version = version(&db).map_err(failed)?;
        check(&db, version, &file)?;
        configure(&db).map_err(failed)?;
        if version < VERSION {
            migrate(&mut db).map_err(failed)?;
        }
        db.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        let seen = changes_of_others(&db).map_err(failed)?;
        Ok(Self {
            db,
            file,
            news,
            seen,
            identity: None,
            companions: [None, None],
            patience: PATIENCE,
            is_read_only: false,
            copy: None,
            notice: None,
            was_replaced: false,
        })
    }
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn changes_of_others(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "data_version", |row| row.get(0))
}

/// Checks that the file is a marks file, or empty, and not too new.
fn check(db: &Connection, version: i64, file: &Path) -> Result<(), MarksError> {
    let read = || {
        let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((application, tables))
    };
    let (application, tables) =
        read().map_err(|error: rusqlite::Error| MarksError::of(file, &error, PATIENCE))?;
    let is_new = application == 0 && version == 0 && tables == 0;
    if !is_new && application != APPLICATION {
        let cause = "it is a database of another program".to_owned();
        let file = shown_path(file);
        return Err(MarksError::Broken { file, cause });
    }
    if !(0..=VERSION).contains(&version) {
        let file = shown_path(file);
        return Err(MarksError::Newer { file, version });
    }
    Ok(())
}

/// Sets how the file is written. If another newsprint is doing the same at this moment, that is enough.
fn configure(db: &Connection) -> rusqlite::Result<()> {
    match db.pragma_update(None, "journal_mode", "wal") {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {}
        // A read-only file can still be read.
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ReadOnly) => {}
        other => other?,
    }
    db.pragma_update(None, "synchronous", "full")?;
    // Without this, macOS leaves synced data in the drive's cache; elsewhere it changes nothing.
    db.pragma_update(None, "fullfsync", true)?;
    db.pragma_update(None, "checkpoint_fullfsync", true)
}

/// Migrates the file to the newest schema, completely or not at all. Another newsprint may have done it in the meantime.
fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    // Otherwise dropping a table that is replaced would delete the rows that refer to it.
    db.pragma_update(None, "foreign_keys", false)?;
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (script, leads_to) in MIGRATIONS.iter().zip(1..) {
        if version(&transaction)? < leads_to {
            transaction.execute_batch(script)?;
            transaction.pragma_update(None, "user_version", leads_to)?;
        }
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.commit()
}
