//! Articles that are marked together with very many others: of each is written down what it is known by and no more, so
//! that a million take seconds. One that is met by itself becomes an article like any other here; see `identify`.

use super::Mark;
use super::error::MarksError;
use super::identify::{Row, row_of};
use super::recall::Kept;
use super::step::Deed;
use super::store::{MarksStore, PATIENCE};
use super::write::{Writing, do_one};
use crate::library::identity::{Content, ContentHash};
use rusqlite::{Connection, params};
use std::path::Path;

/// A mark that is set on very many articles, or taken away from them.
pub(in crate::library) struct Multitude<'a> {
    db: &'a Connection,
    file: &'a Path,
    mark: Mark,
    on: bool,
    /// Whether any article is known by more than that it is marked.
    has_articles: bool,
    /// Whether any of these carries the other mark.
    has_others: bool,
}

/// The statements of a mark.
struct Statements {
    set: &'static str,
    /// Takes out what carries this mark alone, and takes the mark from what carries the other too.
    drop: &'static str,
    take: &'static str,
    others: &'static str,
}

const READ: Statements = Statements {
    set: "INSERT INTO crowd (source, cleaned, read) VALUES (?1, ?2, unixepoch())
          ON CONFLICT (source) DO UPDATE SET read = ifnull(read, unixepoch())",
    drop: "DELETE FROM crowd WHERE (source = ?1 OR cleaned = ?2) AND starred IS NULL",
    take: "UPDATE crowd SET read = NULL WHERE source = ?1 OR cleaned = ?2",
    others: "SELECT EXISTS (SELECT 1 FROM crowd WHERE starred IS NOT NULL)",
};

const STARRED: Statements = Statements {
    set: "INSERT INTO crowd (source, cleaned, starred) VALUES (?1, ?2, unixepoch())
          ON CONFLICT (source) DO UPDATE SET starred = ifnull(starred, unixepoch())",
    drop: "DELETE FROM crowd WHERE (source = ?1 OR cleaned = ?2) AND read IS NULL",
    take: "UPDATE crowd SET starred = NULL WHERE source = ?1 OR cleaned = ?2",
    others: "SELECT EXISTS (SELECT 1 FROM crowd WHERE read IS NOT NULL)",
};

/// Room for the pages of the tables, in KiB: what is marked stands all over them, and a page that has to make way for
/// another is written each time.
const CACHE: i64 = 64 << 10;
/// What `SQLite` takes by itself.
const USUAL_CACHE: i64 = 2_000;

impl<'a> Writing<'a> {
    /// Begins to set a mark on very many articles, or to take it away.
    pub(in crate::library) fn multitude(&self, mark: Mark, on: bool) -> Result<Multitude<'a>, MarksError> {
        let begin = || -> rusqlite::Result<Multitude<'a>> {
            Ok(Multitude {
                db: self.db,
                file: self.file,
                mark,
                on,
                has_articles: is_true(self.db, "SELECT EXISTS (SELECT 1 FROM content)")?,
                has_others: !on && is_true(self.db, statements(mark).others)?,
            })
        };
        begin().map_err(|error| MarksError::of(self.file, &error, PATIENCE))
    }
}

impl Multitude<'_> {
    /// Does it to an article. Those of neighbouring hashes one behind the other cost least.
    pub(in crate::library) fn take(&self, content: Content) -> Result<(), MarksError> {
        self.mark(content)
            .map_err(|error| MarksError::of(self.file, &error, PATIENCE))
    }

    fn mark(&self, content: Content) -> rusqlite::Result<()> {
        let statements = statements(self.mark);
        let (source, cleaned) = keys(&content);
        let row = if self.has_articles {
            known_row(self.db, &content)?
        } else {
            None
        };
        if let Some(row) = row {
            do_one(self.db, row, &Deed::Mark(self.mark, self.on))?;
        }
        if self.on {
            if row.is_none() {
                self.db
                    .prepare_cached(statements.set)?
                    .execute(params![source, cleaned])?;
            }
            return Ok(());
        }
        self.db
            .prepare_cached(statements.drop)?
            .execute(params![source, cleaned])?;
        if self.has_others {
            self.db
                .prepare_cached(statements.take)?
                .execute(params![source, cleaned])?;
        }
        Ok(())
    }
}

impl MarksStore {
    /// Has `work` write about very many articles, with room for that.
    pub(in crate::library) fn with_room<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        // Without room it takes longer, and that is all.
        drop(self.db.pragma_update(None, "cache_size", -CACHE));
        let done = work(self);
        drop(self.db.pragma_update(None, "cache_size", -USUAL_CACHE));
        drop(self.db.execute_batch("PRAGMA shrink_memory"));
        done
    }

    /// Whether an article of this source text was marked together with very many others.
    pub(in crate::library) fn in_crowd(&self, source: ContentHash) -> Result<bool, MarksError> {
        has_source(&self.db, source).map_err(|error| self.failed(&error))
    }

    /// Whether any article was marked together with very many others.
    pub(in crate::library) fn has_crowd(&self) -> Result<bool, MarksError> {
        is_true(&self.db, ANY).map_err(|error| self.failed(&error))
    }

    /// Calls `each` with every article that was marked together with very many others, in the order of their source texts.
    pub(in crate::library) fn each_of_crowd<E: From<MarksError>>(
        &self,
        mut each: impl FnMut(Content, &Kept) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: rusqlite::Error| self.failed(&error);
        let all = "SELECT source, cleaned, read IS NOT NULL, starred IS NOT NULL FROM crowd ORDER BY source";
        let mut statement = self.db.prepare_cached(all).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let read = || -> rusqlite::Result<(Content, Kept)> {
                let kept = Kept {
                    read: row.get(2)?,
                    starred: row.get(3)?,
                    ..Kept::default()
                };
                Ok((content_of(row)?, kept))
            };
            let (content, kept) = read().map_err(failed)?;
            each(content, &kept)?;
        }
        Ok(())
    }
}

impl Writing<'_> {
    /// Whether an article of this source text was marked together with very many others.
    pub(in crate::library) fn in_crowd(&self, source: ContentHash) -> Result<bool, MarksError> {
        has_source(self.db, source).map_err(|error| MarksError::of(self.file, &error, PATIENCE))
    }

    /// Whether any article was marked together with very many others.
    pub(in crate::library) fn has_crowd(&self) -> Result<bool, MarksError> {
        is_true(self.db, ANY).map_err(|error| MarksError::of(self.file, &error, PATIENCE))
    }
}

const ANY: &str = "SELECT EXISTS (SELECT 1 FROM crowd)";

/// Whether an article with this source text, or the same cleaned, is among them.
pub(super) fn has(db: &Connection, content: &Content) -> rusqlite::Result<bool> {
    let (source, cleaned) = keys(content);
    let known = "SELECT EXISTS (SELECT 1 FROM crowd WHERE source = ?1 OR cleaned = ?2)";
    db.prepare_cached(known)?
        .query_row(params![source, cleaned], |row| row.get(0))
}

/// The marks of an article that is among them.
pub(super) fn kept(db: &Connection, content: &Content) -> rusqlite::Result<Kept> {
    let (source, cleaned) = keys(content);
    let marks = "SELECT count(read) > 0, count(starred) > 0 FROM crowd WHERE source = ?1 OR cleaned = ?2";
    db.prepare_cached(marks)?
        .query_row(params![source, cleaned], |row| {
            Ok(Kept {
                read: row.get(0)?,
                starred: row.get(1)?,
                ..Kept::default()
            })
        })
}

/// Makes what is kept of an article here a part of its row.
pub(super) fn absorb(db: &Connection, row: Row, content: &Content) -> rusqlite::Result<()> {
    if !has(db, content)? {
        return Ok(());
    }
    let (source, cleaned) = keys(content);
    for moved in [
        "INSERT OR IGNORE INTO mark SELECT ?3, 'read', min(read) FROM crowd
         WHERE (source = ?1 OR cleaned = ?2) AND read IS NOT NULL HAVING count(*) > 0",
        "INSERT OR IGNORE INTO mark SELECT ?3, 'starred', min(starred) FROM crowd
         WHERE (source = ?1 OR cleaned = ?2) AND starred IS NOT NULL HAVING count(*) > 0",
        "INSERT OR IGNORE INTO content SELECT source, ?3 FROM crowd WHERE source = ?1 OR cleaned = ?2",
        "INSERT OR IGNORE INTO content SELECT cleaned, ?3 FROM crowd
         WHERE (source = ?1 OR cleaned = ?2) AND cleaned IS NOT NULL",
    ] {
        db.prepare_cached(moved)?.execute(params![source, cleaned, row])?;
    }
    forget(db, content)
}

/// Takes away what is kept of an article here.
pub(super) fn forget(db: &Connection, content: &Content) -> rusqlite::Result<()> {
    let (source, cleaned) = keys(content);
    db.prepare_cached("DELETE FROM crowd WHERE source = ?1 OR cleaned = ?2")?
        .execute(params![source, cleaned])?;
    Ok(())
}

/// Writes down since when an article is marked, in seconds since 1970, where it is not marked already.
pub(super) fn add(
    db: &Connection,
    content: &Content,
    read: Option<i64>,
    starred: Option<i64>,
) -> rusqlite::Result<()> {
    let (source, cleaned) = keys(content);
    let new = "INSERT INTO crowd VALUES (?1, ?2, ?3, ?4) ON CONFLICT (source)
               DO UPDATE SET read = ifnull(read, excluded.read), starred = ifnull(starred, excluded.starred)";
    db.prepare_cached(new)?
        .execute(params![source, cleaned, read, starred])?;
    Ok(())
}

/// The content of a row that begins with source text and cleaned article.
pub(super) fn content_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Content> {
    let cleaned: Option<[u8; 16]> = row.get(1)?;
    Ok(Content {
        source: ContentHash::from_bytes(row.get(0)?),
        article: cleaned.map(ContentHash::from_bytes),
    })
}

/// The row of the article of which one of the texts is known.
fn known_row(db: &Connection, content: &Content) -> rusqlite::Result<Option<Row>> {
    match (row_of(db, content.source)?, content.article) {
        (None, Some(cleaned)) => row_of(db, cleaned),
        (found, _) => Ok(found),
    }
}

fn has_source(db: &Connection, source: ContentHash) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT EXISTS (SELECT 1 FROM crowd WHERE source = ?1)")?
        .query_row([source.as_bytes()], |row| row.get(0))
}

fn is_true(db: &Connection, statement: &str) -> rusqlite::Result<bool> {
    db.prepare_cached(statement)?.query_row([], |row| row.get(0))
}

fn keys(content: &Content) -> (&[u8; 16], Option<&[u8; 16]>) {
    (
        content.source.as_bytes(),
        content.article.as_ref().map(ContentHash::as_bytes),
    )
}

fn statements(mark: Mark) -> &'static Statements {
    match mark {
        Mark::Read => &READ,
        Mark::Star => &STARRED,
    }
}
