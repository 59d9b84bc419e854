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
use std::collections::{BTreeMap, HashMap};
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
    /// Where it was found: the bytes of the path, and its part.
    pub(crate) origins: Vec<(Vec<u8>, u32)>,
    pub(crate) fingerprint: ArticleFingerprint,
    pub(crate) stored: StoredMarks,
}

/// The marks of the articles that are not described: they were marked in bulk and not opened since.
pub(crate) struct BulkMarks {
    marks: HashMap<MarkedArticleRow, [bool; 2]>,
    /// Tags and notes; few articles have any.
    annotations: BTreeMap<MarkedArticleRow, StoredMarks>,
}

impl BulkMarks {
    /// Returns the marks of an article, or `None` if it has none or is described.
    pub(crate) fn of(&self, row: MarkedArticleRow) -> Option<StoredMarks> {
        let [read, starred] = *self.marks.get(&row)?;
        Some(StoredMarks {
            read,
            starred,
            ..self.annotations.get(&row).cloned().unwrap_or_default()
        })
    }

    /// Returns the number of articles.
    pub(crate) fn len(&self) -> usize {
        self.marks.len()
    }
}

/// An entry with its stored marks.
pub type LoadedMarks = (Arc<Entry>, StoredMarks);

impl MarksStore {
    /// Returns the entries that have stored marks, with these.
    ///
    /// Articles that were moved, copied or changed are recorded as they are now, so that they are identified after the next
    /// change too.
    pub fn load_marks(&mut self, entries: &[Arc<Entry>]) -> Result<Vec<LoadedMarks>, MarksError> {
        let (marks, unrecorded) = self.look_up(entries).map_err(|error| self.failed(&error))?;
        if !unrecorded.is_empty() {
            // If this fails, for example because the disk is full, the next mark or load does it.
            drop(self.record_sightings(entries, &unrecorded));
        }
        Ok(marks)
    }

    /// Calls `each` with every described article that has a mark, tag or note, without its reading place: lists do not show
    /// that. Takes time in proportion to the marks, and holds one article at a time.
    pub(crate) fn each_marked<E: From<MarksError>>(
        &mut self,
        mut each: impl FnMut(&ArticleMarks) -> Result<(), E>,
    ) -> Result<(), E> {
        let file = self.file().to_path_buf();
        let failed = |error: rusqlite::Error| MarksError::of(&file, &error, PATIENCE);
        let db = self.db.transaction().map_err(failed)?;
        let mut annotations = annotations(&db).map_err(failed)?;
        let mut marked = db.prepare_cached(DESCRIBED).map_err(failed)?;
        let mut texts = db.prepare(Contents::OF_DESCRIBED).map_err(failed)?;
        let mut texts = Contents::new(&mut texts).map_err(failed)?;
        let mut origins = db
            .prepare_cached("SELECT path, part FROM origin WHERE article = ?1")
            .map_err(failed)?;
        let mut rows = marked.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let mut read = || -> rusqlite::Result<ArticleMarks> {
                let article: MarkedArticleRow = row.get(0)?;
                let origins = origins.query_map([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
                Ok(ArticleMarks {
                    texts: texts.of(article)?,
                    origins: origins.collect::<rusqlite::Result<_>>()?,
                    fingerprint: ArticleFingerprint::from_bytes(&row.get::<_, Vec<u8>>(3)?),
                    stored: StoredMarks {
                        read: row.get(1)?,
                        starred: row.get(2)?,
                        ..annotations.remove(&article).unwrap_or_default()
                    },
                })
            };
            each(&read().map_err(failed)?)?;
        }
        Ok(())
    }

    /// Returns the marks of the articles that are not described.
    pub(crate) fn bulk_marks(&self) -> Result<BulkMarks, MarksError> {
        let read = || -> rusqlite::Result<BulkMarks> {
            let mut statement = self.db.prepare_cached(UNDESCRIBED)?;
            let marks = statement.query_map([], |row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?])))?;
            Ok(BulkMarks {
                marks: marks.collect::<rusqlite::Result<_>>()?,
                annotations: annotations(&self.db)?,
            })
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Calls `each` with every text and its article, in the order of their hashes: one after the other, they are next to
    /// each other in the index of a library too, so looking up a million takes little time.
    pub(crate) fn each_text<E: From<MarksError>>(
        &self,
        mut each: impl FnMut(ContentHash, MarkedArticleRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error: rusqlite::Error| self.failed(&error);
        let all = "SELECT hash, article FROM content ORDER BY hash";
        let mut statement = self.db.prepare_cached(all).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let hash = ContentHash::from_bytes(row.get(0).map_err(failed)?);
            each(hash, row.get(1).map_err(failed)?)?;
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
        let (mut all, mut unrecorded) = (Vec::new(), Vec::new());
        let db = self.db.transaction()?;
        let is_empty: bool = db
            .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM article)")?
            .query_row([], |row| row.get(0))?;
        if is_empty {
            return Ok((all, unrecorded));
        }
        for (at, entry) in entries.iter().enumerate() {
            let Some(known) = IdentityLookup::new(entry.as_ref()).find(&db)? else {
                continue;
            };
            if !known.is_recorded {
                unrecorded.push(at);
            }
            let stored = stored_marks(&db, known.row)?;
            if stored != StoredMarks::default() {
                all.push((Arc::clone(entry), stored));
            }
        }
        Ok((all, unrecorded))
    }

    fn record_sightings(&mut self, entries: &[Arc<Entry>], unrecorded: &[usize]) -> rusqlite::Result<()> {
        let db = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for at in unrecorded {
            if let Some(entry) = entries.get(*at) {
                // Another newsprint, or an earlier entry, may have recorded it in the meantime.
                IdentityLookup::new(entry.as_ref()).record_if_known(&db)?;
            }
        }
        db.commit()
    }
}

/// Every described article that has a mark, tag or note.
const DESCRIBED: &str = "
    SELECT id, read IS NOT NULL, starred IS NOT NULL, shape FROM article
    WHERE shape IS NOT NULL
          AND (read IS NOT NULL OR starred IS NOT NULL
               OR id IN (SELECT article FROM tagged UNION ALL SELECT article FROM note))
    ORDER BY id";

/// Every other article that has a mark, tag or note.
const UNDESCRIBED: &str = "
    SELECT id, read IS NOT NULL, starred IS NOT NULL FROM article
    WHERE shape IS NULL
          AND (read IS NOT NULL OR starred IS NOT NULL
               OR id IN (SELECT article FROM tagged UNION ALL SELECT article FROM note))";

/// Returns the tags and notes of all articles that have any; few do.
fn annotations(db: &Connection) -> rusqlite::Result<BTreeMap<MarkedArticleRow, StoredMarks>> {
    let mut annotations: BTreeMap<MarkedArticleRow, StoredMarks> = BTreeMap::new();
    let mut tags = db
        .prepare_cached("SELECT article, name FROM tagged JOIN tag ON tag.id = tagged.tag ORDER BY folded")?;
    let mut rows = tags.query([])?;
    while let Some(row) = rows.next()? {
        let tag = Tag::new(&row.get::<_, String>(1)?);
        annotations.entry(row.get(0)?).or_default().tags.extend(tag);
    }
    let mut notes = db.prepare_cached("SELECT article, text FROM note")?;
    let mut rows = notes.query([])?;
    while let Some(row) = rows.next()? {
        let note = row.get::<_, String>(1)?;
        annotations.entry(row.get(0)?).or_default().note = Some(Arc::from(note));
    }
    Ok(annotations)
}

/// Returns all marks of an article.
pub(crate) fn stored_marks(db: &Connection, row: MarkedArticleRow) -> rusqlite::Result<StoredMarks> {
    let marks = "SELECT read IS NOT NULL, starred IS NOT NULL FROM article WHERE id = ?1";
    let mut stored = db.prepare_cached(marks)?.query_row([row], |row| {
        Ok(StoredMarks {
            read: row.get(0)?,
            starred: row.get(1)?,
            ..StoredMarks::default()
        })
    })?;
    let named = "SELECT name FROM tagged JOIN tag ON tag.id = tagged.tag WHERE article = ?1 ORDER BY folded";
    let mut tags = db.prepare_cached(named)?;
    for name in tags.query_map([row], |row| row.get::<_, String>(0))? {
        stored.tags.extend(Tag::new(&name?));
    }
    stored.note = db
        .prepare_cached("SELECT text FROM note WHERE article = ?1")?
        .query_row([row], |row| row.get::<_, String>(0))
        .optional()?
        .map(Arc::from);
    stored.place = db
        .prepare_cached("SELECT paragraph, within, offset FROM reading_place WHERE article = ?1")?
        .query_row([row], |row| {
            Ok(ReadingPlace {
                paragraph: ContentHash::from_bytes(row.get(0)?),
                within: row.get(1)?,
                offset: row.get(2)?,
            })
        })
        .optional()?;
    Ok(stored)
}
