//! The catalogue of a library, an `SQLite` database: the files, the articles found in them, and what a list shows
//! of each. Texts and words: see `index`.
//!
//! The catalogue defines what is in the library. An article that only the index has was never committed.

use crate::library::error::IN_MEMORY;
use crate::library::error::StoreError;
use crate::library::private::immutable_uri;
use crate::library::store::catalogue::names::OutletNames;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The database file in the library's folder.
pub(crate) const FILE: &str = "catalogue.db";

/// The newest format that this version knows. `docs/library.md` lists the formats.
pub(crate) const FORMAT: u32 = MIGRATIONS.len() as u32;

/// "npri": identifies the database for other programs.
const APPLICATION_ID: i32 = 0x6e70_7269;

/// The migrations: the first creates format 1, each later one leads to the next format.
const MIGRATIONS: &[&str] = &[FIRST, VERSIONS, RENEWED, REST, SOURCES, WAITING];

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

/// Format 6: the articles that wait for work that follows their import, and the paths that imports read, with whether
/// articles of such an import wait.
const WAITING: &str = "
    CREATE TABLE waiting (
        work INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        article INTEGER NOT NULL,
        PRIMARY KEY (work, skipped, article)
    ) WITHOUT ROWID;
    CREATE TABLE roots (path BLOB NOT NULL UNIQUE, waiting INTEGER NOT NULL);
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

    /// Opens a catalogue that may be damaged, to read what is left of it. Only a newer format is refused.
    pub(crate) fn open_as_it_is(folder: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let catalogue = Self::with_flags(folder, &folder.join(FILE), flags)?;
        if let Err(newer @ StoreError::Newer { .. }) = catalogue.format() {
            return Err(newer);
        }
        // Otherwise one damaged entry of the schema makes every table unreadable.
        drop(catalogue.run("PRAGMA writable_schema = ON"));
        Ok(catalogue)
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
            return Err(self.broken("it is a database of another program"));
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

    /// Returns the faults of the database itself.
    pub(crate) fn faults(&self) -> Result<Vec<String>, StoreError> {
        let reports: Vec<String> = self.column("PRAGMA integrity_check(20)", [])?;
        Ok(reports
            .into_iter()
            .filter(|report| report != "ok")
            .map(|report| format!("{FILE}: {report}"))
            .collect())
    }

    /// Returns the error for a catalogue whose content is wrong.
    pub(crate) fn broken(&self, reason: &str) -> StoreError {
        StoreError::Broken {
            path: self.folder.clone(),
            reason: format!("{FILE}: {reason}"),
        }
    }

    /// Returns what `read` makes of each row that a statement selects.
    pub(crate) fn select<T, C: FromIterator<T>>(
        &self,
        statement: &str,
        given: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<C, StoreError> {
        let select = || -> rusqlite::Result<C> {
            let mut statement = self.sql.prepare_cached(statement)?;
            statement.query_map(given, read)?.collect()
        };
        select().map_err(|error| self.failed(&error))
    }

    /// Returns what `read` makes of the first row that a statement selects.
    pub(crate) fn select_one<T>(
        &self,
        statement: &str,
        given: impl rusqlite::Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let select = || {
            let mut statement = self.sql.prepare_cached(statement)?;
            statement.query_row(given, read).optional()
        };
        select().map_err(|error| self.failed(&error))
    }

    /// Returns the first column of the rows that a statement selects.
    pub(crate) fn column<T: rusqlite::types::FromSql>(
        &self,
        statement: &str,
        given: impl rusqlite::Params,
    ) -> Result<Vec<T>, StoreError> {
        self.select(statement, given, |row| row.get(0))
    }

    /// Returns the number that a statement selects, or `None` if it selects nothing.
    pub(crate) fn number(
        &self,
        statement: &str,
        given: impl rusqlite::Params,
    ) -> Result<Option<i64>, StoreError> {
        Ok(self.select_one(statement, given, |row| row.get(0))?.flatten())
    }

    /// Returns the next free article id. Ids are never reused.
    pub(crate) fn next_article(&self) -> Result<u32, StoreError> {
        let next = self.select_one("SELECT id FROM next_article", [], |row| row.get(0))?;
        next.ok_or_else(|| self.broken("next_article is empty"))
    }

    /// Returns the names of outlets, agencies, sections and languages by their numbers.
    pub(crate) fn names(&self) -> Result<OutletNames, StoreError> {
        let name = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, String>(1)?));
        self.select("SELECT id, name FROM names", [], name)
    }

    /// Returns the number of articles for each value of a kind, by the number of the value.
    pub(crate) fn counts(&self, kind: FacetKind) -> Result<Vec<(i64, usize)>, StoreError> {
        let text = "SELECT value, articles FROM counts WHERE kind = ? AND articles > 0";
        self.select(text, params![kind as u8], |row| {
            let articles: i64 = row.get(1)?;
            Ok((row.get(0)?, usize::try_from(articles).unwrap_or(0)))
        })
    }
}
