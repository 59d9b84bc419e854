//! The file of the marks: opened, made, brought to the newest form, and the last view of each corpus. What is done to
//! articles is in `write`, how they are found in `identify`, how they are shown again in `recall`.
//!
//! `SQLite` in WAL mode with `synchronous=FULL`: a change that was committed has reached the disk, a kill at any moment
//! leaves all of it or nothing, and several newsprints can use the file at once.

use super::error::MarksError;
use super::tag::Tag;
use crate::library::shown_path;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The name of the file in its folder.
pub const MARKS_FILE: &str = "marks.sqlite";

/// The name of the file that is written behind each change. What makes a change seen is shared memory of the database, of
/// which no watcher tells; and nobody but the database may open its own file, since closing that gives its locks up.
const NEWS_FILE: &str = "marks.news";

/// Tells the file from those of other programs: the letters `NwsM` in the header of the database.
const APPLICATION: i64 = 0x4e77_734d;

/// The scripts that lead from each version of the form to the next, from nothing on. Released ones are never changed.
const MIGRATIONS: [&str; VERSION as usize] = [
    include_str!("../../../assets/marks/schema-1.sql"),
    include_str!("../../../assets/marks/schema-2.sql"),
    include_str!("../../../assets/marks/schema-3.sql"),
    include_str!("../../../assets/marks/schema-4.sql"),
];

/// The newest version of the form.
const VERSION: i64 = 4;

/// How long another program is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Statements that are kept ready.
const STATEMENTS: usize = 48;

/// The marks as they are kept.
#[derive(Debug)]
pub struct MarksStore {
    pub(in crate::library) db: Connection,
    file: PathBuf,
    news: Option<PathBuf>,
    /// What `SQLite` counts changes of others by, as it was when [`MarksStore::has_changed`] was asked last.
    seen: i64,
}

/// How a corpus was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastView {
    /// The query as typed.
    pub query: String,
    /// The outlet: none for all, empty for the unknown one.
    pub outlet: Option<String>,
    /// The saved query, by its name, a tag's with `#` before it; none where an outlet was listed.
    pub saved: Option<String>,
    /// The name of the order.
    pub order: String,
    /// Which keyword sets were on.
    pub sets: BTreeMap<String, bool>,
}

impl MarksStore {
    /// Opens the file in this folder, or makes both. A file that is no store of marks, or a newer one, is left as it is.
    pub fn open(folder: &Path) -> Result<Self, MarksError> {
        fs::create_dir_all(folder).map_err(|error| MarksError::Folder {
            folder: shown_path(folder),
            cause: error.to_string(),
        })?;
        let file = folder.join(MARKS_FILE);
        let failed = |error: rusqlite::Error| MarksError::of(&file, &error, PATIENCE);
        let db = Connection::open(&file).map_err(failed)?;
        Self::prepare(db, file.clone(), Some(folder.join(NEWS_FILE)))
    }

    /// A store that is kept nowhere: what is marked is forgotten at the end.
    pub fn in_memory() -> Result<Self, MarksError> {
        let file = PathBuf::from("memory");
        let db = Connection::open_in_memory().map_err(|error| MarksError::of(&file, &error, PATIENCE))?;
        Self::prepare(db, file, None)
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The folder in which something changes whenever something was changed here; none where all is kept in memory.
    pub fn news_folder(&self) -> Option<&Path> {
        self.news.as_deref().and_then(Path::parent)
    }

    /// Lets whoever watches know that something was changed. Where that cannot be, they see it when they read again.
    pub(super) fn tell_others(&self) {
        if let Some(news) = &self.news {
            drop(fs::write(news, "changed\n"));
        }
    }

    /// Whether another newsprint has changed anything since this was asked last, or since the store was opened.
    pub fn has_changed(&mut self) -> Result<bool, MarksError> {
        let now = changes_of_others(&self.db).map_err(|error| self.failed(&error))?;
        Ok(std::mem::replace(&mut self.seen, now) != now)
    }

    /// Whether anything was ever kept of more articles than this; costs no more than counting that far.
    pub fn has_more_than(&self, articles: u32) -> Result<bool, MarksError> {
        let read = || {
            let count = "SELECT count(*) FROM (SELECT 1 FROM article LIMIT ?1 + 1)";
            let mut statement = self.db.prepare_cached(count)?;
            statement.query_row([articles], |row| row.get::<_, u32>(0))
        };
        let counted = read().map_err(|error| self.failed(&error))?;
        Ok(counted > articles)
    }

    /// Every tag that is in use, sorted.
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

    /// How the corpus was looked at last.
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
                    // What is no such object was not written here; then the sets are as their file has them.
                    sets: serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default(),
                })
            });
            view.optional()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Keeps how the corpus is looked at.
    pub fn keep_view(&self, corpus: &str, view: &LastView) -> Result<(), MarksError> {
        let write = || {
            let view_row = "INSERT OR REPLACE INTO view VALUES (?1, ?2, ?3, ?4, unixepoch(), ?5, ?6)";
            let mut statement = self.db.prepare_cached(view_row)?;
            let sets = serde_json::json!(view.sets).to_string();
            statement.execute(params![
                corpus,
                view.query,
                view.outlet,
                view.order,
                view.saved,
                sets
            ])
        };
        write().map(drop).map_err(|error| self.failed(&error))
    }

    pub(super) fn failed(&self, error: &rusqlite::Error) -> MarksError {
        MarksError::of(&self.file, error, PATIENCE)
    }

    fn prepare(mut db: Connection, file: PathBuf, news: Option<PathBuf>) -> Result<Self, MarksError> {
        let failed = |error: rusqlite::Error| MarksError::of(&file, &error, PATIENCE);
        db.busy_timeout(PATIENCE).map_err(failed)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        // Nothing is changed before it is known whose file it is.
        let version = version(&db).map_err(failed)?;
        check(&db, version, &file)?;
        settle(&db).map_err(failed)?;
        if version < VERSION {
            migrate(&mut db).map_err(failed)?;
        }
        db.pragma_update(None, "foreign_keys", true).map_err(failed)?;
        let seen = changes_of_others(&db).map_err(failed)?;
        Ok(Self { db, file, news, seen })
    }
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn changes_of_others(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "data_version", |row| row.get(0))
}

/// Says whether the file is ours and not too new.
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

/// How the file is written. Where another newsprint is just doing the same, it is done.
fn settle(db: &Connection) -> rusqlite::Result<()> {
    match db.pragma_update(None, "journal_mode", "wal") {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {}
        // A file that may not be written can be read all the same.
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ReadOnly) => {}
        other => other?,
    }
    db.pragma_update(None, "synchronous", "full")?;
    // macOS keeps what was synced in the drive's memory without this; elsewhere it changes nothing.
    db.pragma_update(None, "fullfsync", true)?;
    db.pragma_update(None, "checkpoint_fullfsync", true)
}

/// Brings the file to the newest form, all of it or nothing; another newsprint may have done it meanwhile.
fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    // Otherwise a table that is replaced would take the rows that refer to it along.
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
