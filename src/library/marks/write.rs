//! Writes edits of marks: all edits of a change in one transaction, which is on the disk when the call returns.

use crate::library::entry::Entry;
use crate::library::identity::{Content, ContentHash};
use crate::library::marks::edit::MarkEdit;
use crate::library::marks::error::MarksError;
use crate::library::marks::identity::{ArticleIdentity, IdentityLookup, MarkedArticleRow, row_of};
use crate::library::marks::mark::Mark;
use crate::library::marks::places::ReadingPlace;
use crate::library::marks::store::{MarksStore, PATIENCE};
use crate::library::marks::tags::Tag;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::path::Path;
use std::sync::Arc;

/// Cache for the pages of the tables while a change is written, in KiB: content hashes are all over them, and a page that
/// is evicted is written each time.
const CACHE: i64 = 64 << 10;
/// The default of `SQLite`.
const DEFAULT_CACHE: i64 = 2_000;

/// An open transaction of the marks file.
pub(crate) struct MarksTransaction<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) file: &'a Path,
}

impl MarksTransaction<'_> {
    /// Applies an edit to articles of which only the content is known. Nothing else is stored of an article that is new: see
    /// [`MarksTransaction::describe`]. Contents in the order of their source hashes are written fastest.
    pub(crate) fn write_all(&self, edit: &MarkEdit, contents: &[Content]) -> Result<(), MarksError> {
        self.finish(self.apply_to_all(edit, contents))
    }

    fn apply_to_all(&self, edit: &MarkEdit, contents: &[Content]) -> rusqlite::Result<bool> {
        let bytes = |hash: &ContentHash| *hash.as_bytes();
        let mut find = self.db.prepare_cached(
            "SELECT coalesce((SELECT article FROM content WHERE hash = ?1), (SELECT article FROM content WHERE hash = ?2))",
        )?;
        // A new article is added with its mark.
        let mut add = self.db.prepare_cached(match edit {
            MarkEdit::Mark(Mark::Read, true) => "INSERT INTO article (read) VALUES (unixepoch())",
            MarkEdit::Mark(Mark::Star, true) => "INSERT INTO article (starred) VALUES (unixepoch())",
            _ => "INSERT INTO article DEFAULT VALUES",
        })?;
        let is_mark = matches!(edit, MarkEdit::Mark(..));
        let mut add_text = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO content VALUES (?1, ?2)")?;
        for content in contents {
            let (source, cleaned) = (bytes(&content.source), content.article.as_ref().map(bytes));
            let found: Option<MarkedArticleRow> =
                find.query_row(params![source, cleaned], |row| row.get(0))?;
            let row = match found {
                Some(row) => row,
                None => add.insert([])?,
            };
            if found.is_none() {
                add_text.execute(params![source, row])?;
                if let Some(cleaned) = cleaned {
                    add_text.execute(params![cleaned, row])?;
                }
            }
            let is_done = found.is_none() && is_mark;
            if !is_done && !apply(self.db, row, edit)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Stores everything by which an article is identified after the next change of its page, its folder or the library.
    pub(crate) fn describe(&self, identity: ArticleIdentity<'_>) -> Result<(), MarksError> {
        let described = IdentityLookup::new(identity).find_or_add(self.db);
        described.map(drop).map_err(|error| self.failed(&error))
    }

    /// Returns whether an article with this source text or this cleaned article is in the store.
    pub(crate) fn has(&self, content: &Content) -> Result<bool, MarksError> {
        let has = || {
            let cleaned = content.article.map_or(Ok(None), |hash| row_of(self.db, hash))?;
            Ok(cleaned.or(row_of(self.db, content.source)?).is_some())
        };
        has().map_err(|error| self.failed(&error))
    }

    /// Removes the article from the store with everything that is stored for it.
    pub(crate) fn forget(&self, identity: ArticleIdentity<'_>) -> Result<(), MarksError> {
        let forget = || {
            if let Some(known) = IdentityLookup::new(identity).find(self.db)? {
                // The contents go with the article; without an index each deletion would read all of them.
                self.db
                    .execute_batch("CREATE INDEX IF NOT EXISTS content_of_article ON content (article)")?;
                let mut gone = self.db.prepare_cached("DELETE FROM article WHERE id = ?1")?;
                gone.execute([known.row])?;
            }
            Ok(())
        };
        forget().map_err(|error| self.failed(&error))
    }

    /// Records the content and the place of an article that is in the store, so that it is identified after the next change.
    pub(crate) fn record_sighting(&self, identity: ArticleIdentity<'_>) -> Result<(), MarksError> {
        let written = IdentityLookup::new(identity).record_if_known(self.db);
        written.map_err(|error| self.failed(&error))
    }

    fn finish(&self, is_done: rusqlite::Result<bool>) -> Result<(), MarksError> {
        match is_done {
            Ok(true) => Ok(()),
            Ok(false) => Err(MarksError::NoteChanged),
            Err(error) => Err(self.failed(&error)),
        }
    }

    fn failed(&self, error: &rusqlite::Error) -> MarksError {
        MarksError::of(self.file, error, PATIENCE)
    }
}

impl MarksStore {
    /// Runs `work` in one transaction. All of its changes are on the disk afterwards, or none after an error.
    pub(crate) fn write_at_once<E: From<MarksError>>(
        &mut self,
        mut work: impl FnMut(&MarksTransaction<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.in_current_file(|store| {
            // If this fails, a large change only takes longer.
            drop(store.db.pragma_update(None, "cache_size", -CACHE));
            let written = store.write_in_transaction(&mut work);
            drop(store.db.pragma_update(None, "cache_size", -DEFAULT_CACHE));
            drop(store.db.execute_batch("PRAGMA shrink_memory"));
            written
        })
    }

    fn write_in_transaction<E: From<MarksError>>(
        &mut self,
        work: impl FnOnce(&MarksTransaction<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let file = self.file().to_path_buf();
        let patience = self.patience;
        let failed = |error: &rusqlite::Error| MarksError::of(&file, error, patience);
        let begun = self.db.transaction_with_behavior(TransactionBehavior::Immediate);
        let db = begun.map_err(|error| failed(&error))?;
        work(&MarksTransaction { db: &db, file: &file })?;
        db.commit().map_err(|error| failed(&error))?;
        self.notify_peers();
        Ok(())
    }

    /// Stores where reading stopped; `None` removes the place.
    pub fn store_places(&mut self, places: &[(Arc<Entry>, Option<ReadingPlace>)]) -> Result<(), MarksError> {
        self.in_transaction(|db| {
            for (entry, place) in places {
                let lookup = IdentityLookup::new(entry.as_ref());
                match place {
                    Some(place) => put_place(db, lookup.find_or_add(db)?, place)?,
                    None => {
                        if let Some(known) = lookup.find(db)? {
                            db.prepare_cached("DELETE FROM reading_place WHERE article = ?1")?
                                .execute([known.row])?;
                        }
                    }
                }
            }
            Ok(())
        })
    }

    /// Runs `work` in a transaction, which is committed if `work` succeeds.
    pub(crate) fn in_transaction(
        &mut self,
        mut work: impl FnMut(&Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), MarksError> {
        self.in_current_file(|store| {
            let mut run = || {
                let transaction = store
                    .db
                    .transaction_with_behavior(TransactionBehavior::Immediate)?;
                work(&transaction)?;
                transaction.commit()
            };
            run().map_err(|error| store.failed(&error))?;
            store.notify_peers();
            Ok(())
        })
    }
}

/// Applies an edit to an article. Returns false if the note is no longer the one that the edit replaces.
pub(crate) fn apply(db: &Connection, row: MarkedArticleRow, edit: &MarkEdit) -> rusqlite::Result<bool> {
    match edit {
        MarkEdit::Mark(mark, on) => {
            let marked = match (mark, on) {
                (Mark::Read, true) => "UPDATE article SET read = ifnull(read, unixepoch()) WHERE id = ?1",
                (Mark::Read, false) => "UPDATE article SET read = NULL WHERE id = ?1",
                (Mark::Star, true) => {
                    "UPDATE article SET starred = ifnull(starred, unixepoch()) WHERE id = ?1"
                }
                (Mark::Star, false) => "UPDATE article SET starred = NULL WHERE id = ?1",
            };
            db.prepare_cached(marked)?.execute([row])?;
        }
        MarkEdit::Tag(tag, true) => add_tag(db, row, tag, None)?,
        MarkEdit::Tag(tag, false) => {
            let gone =
                "DELETE FROM tagged WHERE article = ?1 AND tag = (SELECT id FROM tag WHERE folded = ?2)";
            db.prepare_cached(gone)?.execute(params![row, tag.folded()])?;
        }
        MarkEdit::Note { old, new } => {
            let now = note_of(db, row)?.unwrap_or_default();
            // A copy of the article, or another newsprint, may have written the same note already.
            if now == **new {
                return Ok(true);
            }
            if now != **old {
                return Ok(false);
            }
            put_note(db, row, new, None)?;
        }
    }
    Ok(true)
}

/// Returns the note of an article.
pub(crate) fn note_of(db: &Connection, row: MarkedArticleRow) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT text FROM note WHERE article = ?1")?
        .query_row([row], |row| row.get(0))
        .optional()
}

/// Writes a note; empty removes it. `since` is when it was written, in seconds since 1970; `None` means now.
pub(crate) fn put_note(
    db: &Connection,
    row: MarkedArticleRow,
    text: &str,
    since: Option<i64>,
) -> rusqlite::Result<()> {
    if text.is_empty() {
        db.prepare_cached("DELETE FROM note WHERE article = ?1")?
            .execute([row])?;
    } else {
        let note = "INSERT OR REPLACE INTO note VALUES (?1, ?2, ifnull(?3, unixepoch()))";
        db.prepare_cached(note)?.execute(params![row, text, since])?;
    }
    Ok(())
}

/// Adds a tag to an article that does not have it yet.
pub(crate) fn add_tag(
    db: &Connection,
    row: MarkedArticleRow,
    tag: &Tag,
    since: Option<i64>,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO tag (folded, name) VALUES (?1, ?2)")?
        .execute(params![tag.folded(), tag.name()])?;
    let tagged =
        "INSERT OR IGNORE INTO tagged SELECT ?1, id, ifnull(?3, unixepoch()) FROM tag WHERE folded = ?2";
    db.prepare_cached(tagged)?
        .execute(params![row, tag.folded(), since])?;
    Ok(())
}

/// Stores a reading place.
pub(crate) fn put_place(
    db: &Connection,
    row: MarkedArticleRow,
    place: &ReadingPlace,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO reading_place VALUES (?1, ?2, ?3, ?4, unixepoch())")?
        .execute(params![
            row,
            place.paragraph.as_bytes(),
            place.within,
            place.offset
        ])?;
    Ok(())
}
