//! What was kept of the articles that a load brings, looked up as they come: it costs what is loaded, not what is kept.

use super::error::MarksError;
use super::identify::{Row, Sought};
use super::place::ReadingPlace;
use super::store::MarksStore;
use super::tag::Tag;
use crate::library::Entry;
use crate::library::identity::ContentHash;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::sync::Arc;

/// What was kept of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// Whether it was read.
    pub read: bool,
    /// Whether it is starred.
    pub starred: bool,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// The note to it.
    pub note: Option<Arc<str>>,
    /// Where reading stopped.
    pub place: Option<ReadingPlace>,
}

/// An entry with what was kept of it.
pub type Recalled = (Arc<Entry>, Kept);

impl MarksStore {
    /// What was kept of these entries, with them; entries without any are left out.
    ///
    /// Articles that were moved, copied or changed are written down as they are now, where the file takes that, so that
    /// they are known again after the next change too.
    pub fn recall(&mut self, entries: &[Arc<Entry>]) -> Result<Vec<Recalled>, MarksError> {
        let (kept, unsettled) = self.look_up(entries).map_err(|error| self.failed(&error))?;
        if !unsettled.is_empty() {
            // Whoever cannot write this down now, a full disk for one, can do so with the next mark or reading.
            drop(self.settle(entries, &unsettled));
        }
        Ok(kept)
    }

    /// All that is kept, by each text that its article was known by.
    pub fn marked(&mut self) -> Result<Vec<(ContentHash, Kept)>, MarksError> {
        let mut read = || -> rusqlite::Result<Vec<(ContentHash, Kept)>> {
            let db = self.db.transaction()?;
            let mut statement = db.prepare_cached("SELECT article, hash FROM content ORDER BY article")?;
            let mut rows = statement.query([])?;
            let (mut all, mut last) = (Vec::new(), None);
            while let Some(row) = rows.next()? {
                let article: Row = row.get(0)?;
                let of_article = match last.take() {
                    Some((same, of_article)) if same == article => of_article,
                    _ => kept(&db, article)?,
                };
                if of_article != Kept::default() {
                    all.push((ContentHash::from_bytes(row.get(1)?), of_article.clone()));
                }
                last = Some((article, of_article));
            }
            Ok(all)
        };
        read().map_err(|error| self.failed(&error))
    }

    /// What was kept, and the places of entries of which something is still to be written down.
    fn look_up(&mut self, entries: &[Arc<Entry>]) -> rusqlite::Result<(Vec<Recalled>, Vec<usize>)> {
        let (mut all_kept, mut unsettled) = (Vec::new(), Vec::new());
        let db = self.db.transaction()?;
        let is_empty: bool = db
            .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM article)")?
            .query_row([], |row| row.get(0))?;
        if is_empty {
            return Ok((all_kept, unsettled));
        }
        for (at, entry) in entries.iter().enumerate() {
            let Some(known) = Sought::new(entry).find(&db)? else {
                continue;
            };
            if !known.is_settled {
                unsettled.push(at);
            }
            let kept = kept(&db, known.row)?;
            if kept != Kept::default() {
                all_kept.push((Arc::clone(entry), kept));
            }
        }
        Ok((all_kept, unsettled))
    }

    fn settle(&mut self, entries: &[Arc<Entry>], unsettled: &[usize]) -> rusqlite::Result<()> {
        let db = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for at in unsettled {
            if let Some(entry) = entries.get(*at) {
                let sought = Sought::new(entry);
                // Another newsprint, or an entry before this one, may have written it down meanwhile.
                if let Some(known) = sought.find(&db)? {
                    sought.settle(&db, known)?;
                }
            }
        }
        db.commit()
    }
}

/// Everything that an article carries.
pub(super) fn kept(db: &Connection, row: Row) -> rusqlite::Result<Kept> {
    let mut kept = Kept::default();
    let mut marks = db.prepare_cached("SELECT kind FROM mark WHERE article = ?1")?;
    let kinds = marks.query_map([row], |row| row.get::<_, String>(0))?;
    for kind in kinds {
        match kind?.as_str() {
            "read" => kept.read = true,
            "starred" => kept.starred = true,
            _ => {}
        }
    }
    let named = "SELECT name FROM tagged JOIN tag ON tag.id = tagged.tag WHERE article = ?1 ORDER BY folded";
    let mut tags = db.prepare_cached(named)?;
    for name in tags.query_map([row], |row| row.get::<_, String>(0))? {
        kept.tags.extend(Tag::new(&name?));
    }
    kept.note = db
        .prepare_cached("SELECT text FROM note WHERE article = ?1")?
        .query_row([row], |row| row.get::<_, String>(0))
        .optional()?
        .map(Arc::from);
    kept.place = db
        .prepare_cached("SELECT paragraph, within, offset FROM reading_place WHERE article = ?1")?
        .query_row([row], |row| {
            Ok(ReadingPlace {
                paragraph: ContentHash::from_bytes(row.get(0)?),
                within: row.get(1)?,
                offset: row.get(2)?,
            })
        })
        .optional()?;
    Ok(kept)
}
