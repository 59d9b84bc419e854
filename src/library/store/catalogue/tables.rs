//! The catalogue of a library, an `SQLite` database: the files, the articles found in them, and what a list shows
//! of each. Texts and words: see `index`.
//!
//! The catalogue defines what is in the library. An article that only the index has was never committed.

use crate::library::error::IN_MEMORY;
use crate::library::error::StoreError;
use crate::library::private::immutable_uri;
use crate::library::store::catalogue::names::OutletNames;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The database file in the library's folder.
pub(crate) const FILE: &str = "catalogue.db";

/// The newest format that this version knows. `docs/library.md` lists the formats.
pub(crate) const FORMAT: u32 = MIGRATIONS.len() as u32;

/// "npri": identifies the database for other programs.
const APPLICATION_ID: i32 = 0x6e70_7269;

/// The migrations: the first creates format 1, each later one leads to the next format.
const MIGRATIONS: &[&str] = &[FIRST, VERSIONS, RENEWED, REST, SOURCES];

/// Format 2: earlier versions of articles.
const VERSIONS: &str = "
    CREATE TABLE versions (
        article INTEGER NOT NULL,
        imported INTEGER NOT NULL,
        kept BLOB NOT NULL
    );
    CREATE INDEX versions_by_article ON versions (article);
";

/// Format 3: articles whose page has changed, with the id that a new article would have had at that time. Sorting
/// by import uses it.
const RENEWED: &str = "
    CREATE TABLE renewed (article INTEGER PRIMARY KEY, next INTEGER NOT NULL);
";

/// Format 4: the second half of the hashes of files and articles, so that equal first halves cannot confuse two of
/// them. NULL in rows of older formats.
const REST: &str = "
    ALTER TABLE files ADD COLUMN rest INTEGER;
    ALTER TABLE articles ADD COLUMN rest INTEGER;
";

/// Format 5: the whole hash of the source text of each article and version. Marks refer to it. NULL in rows of
/// older formats.
const SOURCES: &str = "
    ALTER TABLE articles ADD COLUMN source_rest INTEGER;
    ALTER TABLE versions ADD COLUMN source INTEGER;
    ALTER TABLE versions ADD COLUMN source_rest INTEGER;
";

const FIRST: &str = "
    CREATE TABLE folders (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);
    CREATE TABLE files (
        id INTEGER PRIMARY KEY,
        folder INTEGER NOT NULL,
        name BLOB NOT NULL,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        hash INTEGER NOT NULL,
        gone INTEGER NOT NULL DEFAULT 0,
        UNIQUE (folder, name)
    );
    CREATE INDEX files_by_hash ON files (hash);
    CREATE TABLE articles (
        id INTEGER PRIMARY KEY,
        time INTEGER,
        outlet INTEGER NOT NULL,
        via INTEGER NOT NULL,
        section INTEGER NOT NULL,
        language INTEGER NOT NULL,
        words INTEGER NOT NULL,
        title TEXT NOT NULL,
        stands_in INTEGER NOT NULL,
        byline TEXT,
        imported INTEGER NOT NULL,
        source INTEGER NOT NULL,
        content INTEGER
    );
    CREATE INDEX articles_by_time ON articles (time DESC, id);
    CREATE INDEX articles_by_source ON articles (source);
    CREATE INDEX articles_by_content ON articles (content) WHERE content IS NOT NULL;
    CREATE TABLE origins (
        article INTEGER NOT NULL,
        file INTEGER NOT NULL,
        part INTEGER NOT NULL,
        past INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (article, file, part)
    ) WITHOUT ROWID;
    CREATE INDEX origins_by_file ON origins (file);
    CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE counts (
        kind INTEGER NOT NULL,
        value INTEGER NOT NULL,
        articles INTEGER NOT NULL,
        PRIMARY KEY (kind, value)
    ) WITHOUT ROWID;
    CREATE TABLE next_article (id INTEGER NOT NULL);
    INSERT INTO next_article VALUES (0);
";

/// The kinds of values for which the catalogue counts articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FacetKind {
    Outlet,
    Via,
    Section,
    Language,
    Day,
    /// All articles, under a single value.
    All,
}

/// The open catalogue of one library.
pub(crate) struct Catalogue {
    folder: PathBuf,
    pub(crate) sql: Connection,
    /// The numbers of folders that were looked up before.
    pub(super) folders: HashMap<PathBuf, i64>,
}

impl Catalogue {
    /// Opens the catalogue in a library's folder for reading.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        let file = folder.join(FILE);
        if !file.exists() {
            return Err(StoreError::Missing(folder.to_path_buf()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Self::with_flags(folder, &file, flags).and_then(|catalogue| {
            catalogue.check_format()?;
            // Memory-mapped, so that pages are not copied.
            catalogue.run("PRAGMA mmap_size = 4294967296")?;
            Ok(catalogue)
        });
        match opened {
            // In a folder without write access SQLite cannot create its shared-memory file, but no other process
            // can write there either.
            Err(StoreError::Io { .. } | StoreError::ReadOnly(_)) => {
                let name = immutable_uri(&file);
                let catalogue =
                    Self::with_flags(folder, Path::new(&name), flags | OpenFlags::SQLITE_OPEN_URI)?;
                catalogue.check_format()?;
                Ok(catalogue)
            }
            opened => opened,
        }
    }

    /// Opens the catalogue for writing. Creates it if it is missing, and migrates an older format.
    pub(crate) fn open_for_writing(folder: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut catalogue = Self::with_flags(folder, &folder.join(FILE), flags)?;
        // The write-ahead log has checksums, so a kill or a crash never leaves a partial transaction.
        catalogue
            .run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000;")?;
        catalogue.migrate()?;
        Ok(catalogue)
    }

    /// Opens a database in memory for reading and writing, and creates it if there is none with this name. The connections of
    /// this process share it.
    pub(crate) fn in_memory(uri: &str) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut catalogue = Self::with_flags(Path::new(IN_MEMORY), Path::new(uri), flags)?;
        // Otherwise a reader fails while an import has changed a table and not committed it. Rows that are not committed
        // have ids that no snapshot requests.
        catalogue.run("PRAGMA read_uncommitted = 1")?;
        catalogue.migrate()?;
        Ok(catalogue)
    }

    fn with_flags(folder: &Path, file: &Path, flags: OpenFlags) -> Result<Self, StoreError> {
        let failed = |error: rusqlite::Error| StoreError::from_sqlite(folder, &error);
        let sql = Connection::open_with_flags(file, flags).map_err(failed)?;
        sql.busy_timeout(std::time::Duration::from_secs(10))
            .map_err(failed)?;
        sql.set_prepared_statement_cache_capacity(64);
        Ok(Self {
            folder: folder.to_path_buf(),
            sql,
            folders: HashMap::new(),
        })
    }

    /// Converts an error of a statement.
    pub(crate) fn failed(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::from_sqlite(&self.folder, error)
    }

    /// Runs statements that return no rows.
    pub(crate) fn run(&self, statements: &str) -> Result<(), StoreError> {
        self.sql
            .execute_batch(statements)
            .map_err(|error| self.failed(&error))
    }

    /// Runs a statement with these values.
    pub(crate) fn execute(&self, text: &str, values: impl rusqlite::Params) -> Result<(), StoreError> {
        let run = || self.sql.prepare_cached(text)?.execute(values);
        run().map_err(|error| self.failed(&error))?;
        Ok(())
    }

    fn format(&self) -> Result<u32, StoreError> {
        let version = self.sql.query_row("PRAGMA user_version", [], |row| row.get(0));
        let version: u32 = version.map_err(|error| self.failed(&error))?;
        let id = self.sql.query_row("PRAGMA application_id", [], |row| row.get(0));
        let id: i32 = id.map_err(|error| self.failed(&error))?;
        if version > 0 && id != APPLICATION_ID {
            return Err(StoreError::Broken {
                path: self.folder.clone(),
                reason: format!("{FILE} is a database of another program"),
            });
        }
        if version > FORMAT {
            return Err(StoreError::Newer {
                path: self.folder.clone(),
                found: version,
                known: FORMAT,
            });
        }
        Ok(version)
    }

    fn check_format(&self) -> Result<(), StoreError> {
        match self.format()? {
            0 => Err(StoreError::Missing(self.folder.clone())),
            FORMAT => Ok(()),
            _ => Err(StoreError::Older(self.folder.clone())),
        }
    }

    fn migrate(&mut self) -> Result<(), StoreError> {
        let found = self.format()?;
        if found == FORMAT {
            return Ok(());
        }
        let folder = self.folder.clone();
        let mut migrate = || -> rusqlite::Result<()> {
            let step = self.sql.transaction()?;
            for statements in MIGRATIONS.iter().skip(found as usize) {
                step.execute_batch(statements)?;
            }
            step.pragma_update(None, "application_id", APPLICATION_ID)?;
            step.pragma_update(None, "user_version", FORMAT)?;
            step.commit()
        };
        migrate().map_err(|error| StoreError::from_sqlite(&folder, &error))
    }

    /// Returns the catalogue, or an error if the database is damaged.
    pub(crate) fn sound(self) -> Result<Self, StoreError> {
        match self.faults()?.first() {
            None => Ok(self),
            Some(reason) => Err(StoreError::Broken {
                path: self.folder.clone(),
                reason: reason.clone(),
            }),
        }
    }

    /// Returns the faults of the database itself.
    pub(crate) fn faults(&self) -> Result<Vec<String>, StoreError> {
        let reports: Vec<String> = self.column("PRAGMA quick_check(20)")?;
        Ok(reports
            .into_iter()
            .filter(|report| report != "ok")
            .map(|report| format!("{FILE}: {report}"))
            .collect())
    }

    /// Returns the ids of all articles, in order.
    pub(crate) fn articles(&self) -> Result<Vec<u32>, StoreError> {
        self.column("SELECT id FROM articles ORDER BY id")
    }

    /// Returns the first column of the rows that a statement selects.
    pub(crate) fn column<T: rusqlite::types::FromSql>(&self, statement: &str) -> Result<Vec<T>, StoreError> {
        let read = || -> rusqlite::Result<Vec<T>> {
            let mut statement = self.sql.prepare_cached(statement)?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Returns the rows of a statement that selects an article id and a number.
    pub(crate) fn pairs(&self, statement: &str) -> Result<HashMap<u32, u32>, StoreError> {
        let read = || -> rusqlite::Result<HashMap<u32, u32>> {
            let mut statement = self.sql.prepare_cached(statement)?;
            let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            pairs.collect()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Returns the next free article id. Ids are never reused.
    pub(crate) fn next_article(&self) -> Result<u32, StoreError> {
        let next = self
            .sql
            .query_row("SELECT id FROM next_article", [], |row| row.get(0));
        next.map_err(|error| self.failed(&error))
    }

    /// Returns the names of outlets, agencies, sections and languages by their numbers.
    pub(crate) fn names(&self) -> Result<OutletNames, StoreError> {
        let read = || -> rusqlite::Result<OutletNames> {
            let mut statement = self.sql.prepare_cached("SELECT id, name FROM names")?;
            let names = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
            names.collect()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Returns the number of articles for each value of a kind, by the number of the value.
    pub(crate) fn counts(&self, kind: FacetKind) -> Result<Vec<(i64, usize)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(i64, usize)>> {
            let mut statement = self
                .sql
                .prepare_cached("SELECT value, articles FROM counts WHERE kind = ? AND articles > 0")?;
            let counts = statement.query_map(params![kind as u8], |row| {
                let articles: i64 = row.get(1)?;
                Ok((row.get(0)?, usize::try_from(articles).unwrap_or(0)))
            })?;
            counts.collect()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Returns the number that a statement selects, or `None` if it selects nothing.
    pub(crate) fn number(
        &self,
        statement: &str,
        given: impl rusqlite::Params,
    ) -> Result<Option<i64>, StoreError> {
        let read = || -> rusqlite::Result<Option<i64>> {
            let mut statement = self.sql.prepare_cached(statement)?;
            Ok(statement.query_row(given, |row| row.get(0)).optional()?.flatten())
        };
        read().map_err(|error| self.failed(&error))
    }
}
