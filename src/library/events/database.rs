//! The database of a library's events. It is separate from the catalogue, so that the grouping never holds up an import or
//! a reader, and everything in it but the numbers of events can be computed again.

use crate::events::grouping::features::ArticleFeatures;
use crate::events::grouping::neighbourhood::{Neighbourhood, STORED};
use crate::library::error::{IN_MEMORY, StoreError};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Params, Row, params};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The database file in the library's folder, and the files that belong to it.
pub(crate) const FILE: &str = "events.db";
const COMPANIONS: [&str; 2] = ["events.db-wal", "events.db-shm"];
/// The format. A file of another one is computed again.
const FORMAT: u32 = 1;
const SCHEMA: &str = include_str!("../../../assets/events/library.sql");
/// How long to wait for another process.
const PATIENCE: Duration = Duration::from_millis(500);

/// The open database.
pub(crate) struct EventDatabase {
    folder: PathBuf,
    pub(crate) sql: Connection,
}

/// An article as the grouping reads it.
#[derive(Debug, Clone, Default)]
pub(crate) struct StoredTelling {
    pub(crate) id: u32,
    pub(crate) features: ArticleFeatures,
    /// Its neighbours, once it was grouped.
    pub(crate) near: Option<Neighbourhood>,
    pub(crate) event: Option<u32>,
}

/// The columns of a [`StoredTelling`].
pub(crate) const TELLING: &str = "id, features, near, event";

impl EventDatabase {
    /// Opens the database in a library's folder for reading; `None` if no article was grouped yet.
    pub(crate) fn open(folder: &Path) -> Result<Option<Self>, StoreError> {
        let file = folder.join(FILE);
        if !file.exists() {
            return Ok(None);
        }
        let database = Self::with_flags(folder, &file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        Ok((database.format()? == FORMAT).then_some(database))
    }

    /// Opens the database for writing; creates it if there is none, or if it cannot be used.
    pub(crate) fn open_for_writing(folder: &Path) -> Result<Self, StoreError> {
        let open = || -> Result<Self, StoreError> {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
            let database = Self::with_flags(folder, &folder.join(FILE), flags)?;
            database
                .run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000")?;
            match database.format()? {
                0 => database.create()?,
                FORMAT => {}
                other => return Err(database.broken(&format!("{FILE} has the format {other}"))),
            }
            Ok(database)
        };
        match open() {
            Err(StoreError::Broken { .. }) => {
                for name in COMPANIONS.into_iter().chain([FILE]) {
                    let removed = fs::remove_file(folder.join(name));
                    drop(removed);
                }
                open()
            }
            opened => opened,
        }
    }

    /// Opens or creates a database in memory; the connections of this process share it.
    pub(crate) fn in_memory(uri: &str) -> Result<Self, StoreError> {
        let flags =
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_URI;
        let database = Self::with_flags(Path::new(IN_MEMORY), Path::new(uri), flags)?;
        database.run("PRAGMA read_uncommitted = 1")?;
        if database.format()? == 0 {
            database.create()?;
        }
        Ok(database)
    }

    fn with_flags(folder: &Path, file: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let failed = |error: rusqlite::Error| StoreError::from_sqlite(folder, &error);
        let sql =
            Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
        sql.busy_timeout(PATIENCE).map_err(failed)?;
        sql.set_prepared_statement_cache_capacity(48);
        Ok(Self {
            folder: folder.to_path_buf(),
            sql,
        })
    }

    fn create(&self) -> Result<(), StoreError> {
        self.run(&format!(
            "BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT"
        ))
    }

    fn format(&self) -> Result<u32, StoreError> {
        let version = self.sql.query_row("PRAGMA user_version", [], |row| row.get(0));
        version.map_err(|error| self.failed(&error))
    }

    pub(crate) fn failed(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::from_sqlite(&self.folder, error)
    }

    fn broken(&self, reason: &str) -> StoreError {
        StoreError::Broken {
            path: self.folder.clone(),
            reason: reason.to_owned(),
        }
    }

    /// Runs statements that return no rows.
    pub(crate) fn run(&self, statements: &str) -> Result<(), StoreError> {
        self.sql
            .execute_batch(statements)
            .map_err(|error| self.failed(&error))
    }

    /// Runs a statement with these values.
    pub(crate) fn execute(&self, text: &str, values: impl Params) -> Result<(), StoreError> {
        let run = || self.sql.prepare_cached(text)?.execute(values);
        run().map_err(|error| self.failed(&error))?;
        Ok(())
    }

    /// Returns what `read` makes of each row that a statement selects.
    pub(crate) fn select<T>(
        &self,
        statement: &str,
        given: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let select = || -> rusqlite::Result<Vec<T>> {
            let mut statement = self.sql.prepare_cached(statement)?;
            statement.query_map(given, read)?.collect()
        };
        select().map_err(|error| self.failed(&error))
    }

    /// Returns the first column of the first row that a statement selects.
    pub(crate) fn value<T: rusqlite::types::FromSql>(
        &self,
        statement: &str,
        given: impl Params,
    ) -> Result<Option<T>, StoreError> {
        let select = || {
            let mut statement = self.sql.prepare_cached(statement)?;
            statement.query_row(given, |row| row.get(0)).optional()
        };
        select().map_err(|error| self.failed(&error))
    }

    /// Returns a number of the grouping's state; 0 if it is not set.
    pub(crate) fn state(&self, name: &str) -> Result<u32, StoreError> {
        let value = self.value("SELECT value FROM state WHERE name = ?", params![name])?;
        Ok(value.unwrap_or(0))
    }

    /// Sets a number of the grouping's state.
    pub(crate) fn set_state(&self, name: &str, value: u32) -> Result<(), StoreError> {
        self.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", params![name, value])
    }

    /// Returns the articles that a condition selects, in order.
    pub(crate) fn tellings(
        &self,
        condition: &str,
        given: impl Params,
    ) -> Result<Vec<StoredTelling>, StoreError> {
        let text = format!("SELECT {TELLING} FROM article WHERE {condition} ORDER BY day, id");
        self.select(&text, given, telling_of)
    }

    /// Adds an article that waits to be grouped, or replaces it.
    pub(crate) fn add(&self, id: u32, source: i64, features: &ArticleFeatures) -> Result<(), StoreError> {
        let text = "INSERT INTO article (id, day, waits, source, features) VALUES (?1, ?2, 1, ?3, ?4)
                    ON CONFLICT DO UPDATE SET day = ?2, waits = 1, source = ?3, features = ?4, near = NULL";
        self.execute(text, params![id, features.day, source, features.to_bytes()])
    }
}

/// Reads a row of [`TELLING`]. Features that cannot be read are those of an article without words.
fn telling_of(row: &Row<'_>) -> rusqlite::Result<StoredTelling> {
    let features = row.get_ref(1)?.as_blob().unwrap_or_default();
    let near = row.get_ref(2)?.as_blob_or_null().unwrap_or_default();
    let near = near.and_then(|bytes| <&[u8; STORED]>::try_from(bytes).ok());
    Ok(StoredTelling {
        id: row.get(0)?,
        features: ArticleFeatures::from_bytes(features).unwrap_or_default(),
        near: near.map(Neighbourhood::from_bytes),
        event: row.get(3)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_replaced() {
        let home = tempfile::tempdir().unwrap();
        fs::write(
            home.path().join(FILE),
            "not a database, but long enough to look like one".repeat(40),
        )
        .unwrap();
        let database = EventDatabase::open_for_writing(home.path()).unwrap();
        database.add(3, 9, &ArticleFeatures::default()).unwrap();
        drop(database);
        let database = EventDatabase::open(home.path()).unwrap().unwrap();
        assert_eq!(database.tellings("waits", []).unwrap()[0].id, 3);
    }
}
