//! Loads the stored marks of articles as they arrive: takes time in proportion to these articles, not to the stored
//! ones.

use crate::library::entry::Entry;
use crate::library::identity::{ArticleFingerprint, ContentHash};
use crate::library::marks::error::MarksError;
use crate::library::marks::identity::{Contents, IdentityLookup, MarkedArticleRow};
use crate::library::marks::places::ReadingPlace;
use crate::library::marks::store::{MarksStore, PATIENCE};
use crate::library::marks::tags::Tag;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The stored marks of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredMarks {
    /// Whether it was read.
    pub read: bool,
    /// Whether it is starred.
    pub starred: bool,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Its note.
    pub note: Option<Arc<str>>,
    /// Where reading stopped.
    pub place: Option<ReadingPlace>,
}

/// An article with a mark, and what it is identified by.
pub(crate) struct ArticleMarks {
    /// Each text that it had: source texts and cleaned articles.
    pub(crate) texts: Vec<ContentHash>,
    /// Where it was found: the bytes of the path, and its part. Empty until it is described.
    pub(crate) origins: Vec<(Vec<u8>, u32)>,
    /// Its shape, or `None` if it is not described: it was marked in bulk and not opened since.
    pub(crate) shape: Option<ArticleFingerprint>,
    pub(crate) kept: StoredMarks,
}

/// An entry with its stored marks.
pub type LoadedMarks = (Arc<Entry>, StoredMarks);

impl MarksStore {
    /// Returns the entries that have stored marks, with these.
    ///
    /// Articles that were moved, copied or changed are recorded as they are now, so that they are identified after the next
    /// change too.
    pub fn recall(&mut self, entries: &[Arc<Entry>]) -> Result<Vec<LoadedMarks>, MarksError> {
        let (kept, unsettled) = self.look_up(entries).map_err(|error| self.failed(&error))?;
        if !unsettled.is_empty() {
            // If this fails, for example because the disk is full, the next mark or load does it.
            drop(self.settle(entries, &unsettled));
        }
        Ok(kept)
    }

    /// Calls `each` with every article that has a mark, tag or note, without its reading place: lists do not show that.
    /// Takes time in proportion to the marks, and holds one article at a time.
    pub(crate) fn each_marked<E: From<MarksError>>(
        &mut self,
        mut each: impl FnMut(&ArticleMarks) -> Result<(), E>,
    ) -> Result<(), E> {
        let file = self.file().to_path_buf();
        let failed = |error: rusqlite::Error| MarksError::of(&file, &error, PATIENCE);
        let db = self.db.transaction().map_err(failed)?;
        let mut remarks = remarks(&db).map_err(failed)?;
        let mut marked = db.prepare_cached(MARKED).map_err(failed)?;
        let mut texts = db.prepare(Contents::SQL).map_err(failed)?;
        let mut texts = Contents::new(&mut texts).map_err(failed)?;
        let mut origins = db
            .prepare_cached("SELECT path, part FROM origin WHERE article = ?1")
            .map_err(failed)?;
        let mut rows = marked.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let mut read = || -> rusqlite::Result<ArticleMarks> {
                let article: MarkedArticleRow = row.get(0)?;
                let shape: Option<Vec<u8>> = row.get(3)?;
                let origins = origins.query_map([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
                Ok(ArticleMarks {
                    texts: texts.of(article)?,
                    origins: origins.collect::<rusqlite::Result<_>>()?,
                    shape: shape.as_deref().map(ArticleFingerprint::from_bytes),
                    kept: StoredMarks {
                        read: row.get(1)?,
                        starred: row.get(2)?,
                        ..remarks.remove(&article).unwrap_or_default()
                    },
                })
            };
            each(&read().map_err(failed)?)?;
        }
        Ok(())
    }

    /// Returns whether any marked article is not described.
    pub(crate) fn has_undescribed(&self) -> Result<bool, MarksError> {
        let any = "SELECT EXISTS (SELECT 1 FROM article
                   WHERE shape IS NULL AND (read IS NOT NULL OR starred IS NOT NULL))";
        let read = || self.db.prepare_cached(any)?.query_row([], |row| row.get(0));
        read().map_err(|error| self.failed(&error))
    }

    /// Returns whether the article with this source text is in the store and not described.
    pub(crate) fn is_undescribed(&self, source: ContentHash) -> Result<bool, MarksError> {
        let undescribed = "SELECT EXISTS (SELECT 1 FROM content JOIN article ON article.id = content.article
                           WHERE hash = ?1 AND shape IS NULL)";
        let read = || {
            let mut statement = self.db.prepare_cached(undescribed)?;
            statement.query_row([source.as_bytes()], |row| row.get(0))
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Returns the stored marks, and the indices of entries that still have to be recorded.
    fn look_up(&mut self, entries: &[Arc<Entry>]) -> rusqlite::Result<(Vec<LoadedMarks>, Vec<usize>)> {
        let (mut all_kept, mut unsettled) = (Vec::new(), Vec::new());
        let db = self.db.transaction()?;
        let is_empty: bool = db
            .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM article)")?
            .query_row([], |row| row.get(0))?;
        if is_empty {
            return Ok((all_kept, unsettled));
        }
        for (at, entry) in entries.iter().enumerate() {
            let Some(known) = IdentityLookup::new(entry.as_ref()).find(&db)? else {
                continue;
            };
            if !known.is_settled {
                unsettled.push(at);
            }
            let kept = kept(&db, known.row)?;
            if kept != StoredMarks::default() {
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
                // Another newsprint, or an earlier entry, may have recorded it in the meantime.
                IdentityLookup::new(entry.as_ref()).write_down(&db)?;
            }
        }
        db.commit()
    }
}

/// Every article that has a mark, tag or note.
const MARKED: &str = "
    SELECT id, read IS NOT NULL, starred IS NOT NULL, shape FROM article
    WHERE read IS NOT NULL OR starred IS NOT NULL
          OR id IN (SELECT article FROM tagged UNION ALL SELECT article FROM note)
    ORDER BY id";

/// Returns the tags and notes of all articles that have any; few do.
fn remarks(db: &Connection) -> rusqlite::Result<BTreeMap<MarkedArticleRow, StoredMarks>> {
    let mut remarks: BTreeMap<MarkedArticleRow, StoredMarks> = BTreeMap::new();
    let mut tags = db
        .prepare_cached("SELECT article, name FROM tagged JOIN tag ON tag.id = tagged.tag ORDER BY folded")?;
    let mut rows = tags.query([])?;
    while let Some(row) = rows.next()? {
        let tag = Tag::new(&row.get::<_, String>(1)?);
        remarks.entry(row.get(0)?).or_default().tags.extend(tag);
    }
    let mut notes = db.prepare_cached("SELECT article, text FROM note")?;
    let mut rows = notes.query([])?;
    while let Some(row) = rows.next()? {
        let note = row.get::<_, String>(1)?;
        remarks.entry(row.get(0)?).or_default().note = Some(Arc::from(note));
    }
    Ok(remarks)
}

/// Returns all marks of an article.
pub(crate) fn kept(db: &Connection, row: MarkedArticleRow) -> rusqlite::Result<StoredMarks> {
    let marks = "SELECT read IS NOT NULL, starred IS NOT NULL FROM article WHERE id = ?1";
    let mut kept = db.prepare_cached(marks)?.query_row([row], |row| {
        Ok(StoredMarks {
            read: row.get(0)?,
            starred: row.get(1)?,
            ..StoredMarks::default()
        })
    })?;
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
