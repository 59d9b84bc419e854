//! Deeds written down: all strokes of a step in one transaction, which is on the disk when this returns.

use super::crowd;
use super::error::MarksError;
use super::identify::{Row, Sought, Subject};
use super::place::ReadingPlace;
use super::step::Deed;
use super::store::{MarksStore, PATIENCE};
use super::tag::Tag;
use crate::library::Entry;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::path::Path;
use std::sync::Arc;

/// Deeds on their way to the disk.
pub(in crate::library) struct Writing<'a> {
    pub(super) db: &'a Connection,
    pub(super) file: &'a Path,
}

impl Writing<'_> {
    /// Does a deed to an article.
    pub(in crate::library) fn write(&self, deed: &Deed, subject: Subject<'_>) -> Result<(), MarksError> {
        let write = || do_one(self.db, Sought::new(subject).find_or_make(self.db)?, deed);
        match write() {
            Ok(true) => Ok(()),
            Ok(false) => Err(MarksError::NoteChanged),
            Err(error) => Err(MarksError::of(self.file, &error, PATIENCE)),
        }
    }

    /// Takes everything away that is kept of an article, and that it was ever known.
    pub(in crate::library) fn forget(&self, subject: Subject<'_>) -> Result<(), MarksError> {
        let forget = || {
            if let Some(known) = Sought::new(subject).find(self.db)? {
                let mut gone = self.db.prepare_cached("DELETE FROM article WHERE id = ?1")?;
                gone.execute([known.row])?;
            }
            crowd::forget(self.db, &subject.content)
        };
        forget().map_err(|error| MarksError::of(self.file, &error, PATIENCE))
    }

    /// Writes down an article that is known as it is now, so that it is known after the next change too.
    pub(in crate::library) fn settle(&self, subject: Subject<'_>) -> Result<(), MarksError> {
        let written = Sought::new(subject).write_down(self.db);
        written.map_err(|error| MarksError::of(self.file, &error, PATIENCE))
    }
}

/// A deed and the articles that it is done to.
pub type DoneTo = (Deed, Vec<Arc<Entry>>);

impl MarksStore {
    /// Does the deeds, in order; all of them have reached the disk then, or, after an error, none has been done.
    pub fn write(&mut self, deeds: &[DoneTo]) -> Result<(), MarksError> {
        self.write_at_once(|writing| {
            for (deed, entries) in deeds {
                for entry in entries {
                    writing.write(deed, Subject::from(entry.as_ref()))?;
                }
            }
            Ok(())
        })
    }

    /// Does all that `work` asks for, one article after the other; all of it has reached the disk then, or, after an error,
    /// none has been done.
    pub(in crate::library) fn write_at_once<E: From<MarksError>>(
        &mut self,
        work: impl FnOnce(&Writing<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let file = self.file().to_path_buf();
        let failed = |error: &rusqlite::Error| MarksError::of(&file, error, PATIENCE);
        let begun = self.db.transaction_with_behavior(TransactionBehavior::Immediate);
        let db = begun.map_err(|error| failed(&error))?;
        work(&Writing { db: &db, file: &file })?;
        db.commit().map_err(|error| failed(&error))?;
        self.tell_others();
        Ok(())
    }

    /// Keeps where reading stopped; at the beginning, nothing is kept.
    pub fn keep_places(&mut self, places: &[(Arc<Entry>, Option<ReadingPlace>)]) -> Result<(), MarksError> {
        self.in_transaction(|db| {
            for (entry, place) in places {
                let sought = Sought::new(entry.as_ref());
                match place {
                    Some(place) => put_place(db, sought.find_or_make(db)?, place)?,
                    None => {
                        if let Some(known) = sought.find(db)? {
                            db.prepare_cached("DELETE FROM reading_place WHERE article = ?1")?
                                .execute([known.row])?;
                        }
                    }
                }
            }
            Ok(true)
        })
        .map(drop)
    }

    /// Runs it in a transaction that is committed where it says so.
    pub(super) fn in_transaction(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<bool>,
    ) -> Result<bool, MarksError> {
        let run = || {
            let transaction = self
                .db
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            let wanted = work(&transaction)?;
            if wanted {
                transaction.commit()?;
            }
            Ok(wanted)
        };
        let wanted = run().map_err(|error| self.failed(&error))?;
        if wanted {
            self.tell_others();
        }
        Ok(wanted)
    }
}

/// Does a deed to an article; false where the note is no longer the one that was to be changed.
pub(super) fn do_one(db: &Connection, row: Row, deed: &Deed) -> rusqlite::Result<bool> {
    match deed {
        Deed::Mark(mark, true) => {
            db.prepare_cached("INSERT OR IGNORE INTO mark VALUES (?1, ?2, unixepoch())")?
                .execute(params![row, mark.name()])?;
        }
        Deed::Mark(mark, false) => {
            db.prepare_cached("DELETE FROM mark WHERE article = ?1 AND kind = ?2")?
                .execute(params![row, mark.name()])?;
        }
        Deed::Tag(tag, true) => add_tag(db, row, tag, None)?,
        Deed::Tag(tag, false) => {
            let gone =
                "DELETE FROM tagged WHERE article = ?1 AND tag = (SELECT id FROM tag WHERE folded = ?2)";
            db.prepare_cached(gone)?.execute(params![row, tag.folded()])?;
        }
        Deed::Note { old, new } => {
            let now = note_of(db, row)?.unwrap_or_default();
            // What is there already, written by a twin of the article or by hand, is as good as written.
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

/// The note to an article.
pub(super) fn note_of(db: &Connection, row: Row) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT text FROM note WHERE article = ?1")?
        .query_row([row], |row| row.get(0))
        .optional()
}

/// Writes a note; empty takes it away. `since`: when it was written, in seconds since 1970; now where none is given.
pub(super) fn put_note(db: &Connection, row: Row, text: &str, since: Option<i64>) -> rusqlite::Result<()> {
    if text.is_empty() {
        db.prepare_cached("DELETE FROM note WHERE article = ?1")?
            .execute([row])?;
    } else {
        let note = "INSERT OR REPLACE INTO note VALUES (?1, ?2, ifnull(?3, unixepoch()))";
        db.prepare_cached(note)?.execute(params![row, text, since])?;
    }
    Ok(())
}

/// Tags an article, unless it carries the tag already.
pub(super) fn add_tag(db: &Connection, row: Row, tag: &Tag, since: Option<i64>) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO tag (folded, name) VALUES (?1, ?2)")?
        .execute(params![tag.folded(), tag.name()])?;
    let tagged =
        "INSERT OR IGNORE INTO tagged SELECT ?1, id, ifnull(?3, unixepoch()) FROM tag WHERE folded = ?2";
    db.prepare_cached(tagged)?
        .execute(params![row, tag.folded(), since])?;
    Ok(())
}

/// Writes a reading place.
pub(super) fn put_place(db: &Connection, row: Row, place: &ReadingPlace) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO reading_place VALUES (?1, ?2, ?3, ?4, unixepoch())")?
        .execute(params![
            row,
            place.paragraph.as_bytes(),
            place.within,
            place.offset
        ])?;
    Ok(())
}
