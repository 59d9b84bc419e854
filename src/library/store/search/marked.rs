//! The marks of a library's articles, by their ids: loading them, and writing edits. Not the marks file: see `marks`.

use crate::library::error::StoreError;
use crate::library::identity::{ArticleFingerprint, Content, ContentHash};
use crate::library::marks::edit::MarkChange;
use crate::library::marks::error::MarksError;
use crate::library::marks::event_correction::EventCorrection;
use crate::library::marks::identity::ArticleIdentity;
use crate::library::marks::load_marks::{ArticleMarks, StoredMarks};
use crate::library::marks::session::Marks;
use crate::library::marks::store::MarksStore;
use crate::library::marks::write::MarksTransaction;
use crate::library::store::catalogue::paths;
use crate::library::store::search::snapshot::Snapshot;
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use tantivy::BitSet;

/// How many articles of an edit are described at once. The others are described when they are next opened or imported,
/// because a description takes a hundred times as long as a mark.
const DESCRIBED_AT_ONCE: usize = 1_000;

/// How many articles are written at a time, in the order of their hashes.
const CHUNK: usize = 1 << 17;

/// Why marks of a library's articles could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LibraryMarksError {
    /// The marks file failed.
    #[error(transparent)]
    Marks(#[from] MarksError),
    /// The library failed.
    #[error(transparent)]
    Library(#[from] StoreError),
}

impl Snapshot {
    /// Loads the marks of its articles, identified by content and origin as [`MarksStore::load_marks`] does. Takes time in
    /// proportion to the stored marks, not to the library.
    ///
    /// Articles that were moved, copied or changed are recorded as they are now, so that they are identified after the next
    /// change too.
    pub fn marks(&self, store: &mut MarksStore) -> Result<Marks, LibraryMarksError> {
        let _transaction = ReadTransaction::begin(self);
        if store.has_undescribed()? {
            self.describe_changed(store)?;
        }
        let mut resolver = MarkResolver::new(self);
        store.each_marked(|marked| Ok::<_, LibraryMarksError>(resolver.add(marked)?))?;
        resolver.add_undescribed(store)?;
        let MarkResolver {
            marks, unrecorded, ..
        } = resolver;
        if !unrecorded.is_empty() {
            let recorded = store.write_at_once(|writing| self.record_sightings(writing, &unrecorded));
            // If this fails, for example because the disk is full, the next mark or load does it.
            drop(recorded);
        }
        Ok(marks)
    }

    /// Applies the edits to the articles with these ids: all of them, or none after an error. A step is undone by the
    /// edits of its reverse. Needs only the content hashes of an article, which the catalogue has: a million take
    /// seconds. See [`Self::write_change`].
    pub fn write_marks(
        &self,
        store: &mut MarksStore,
        changes: &[MarkChange],
    ) -> Result<(), LibraryMarksError> {
        let _transaction = ReadTransaction::begin(self);
        store.write_at_once(|writing| {
            changes
                .iter()
                .try_for_each(|change| self.write_change(writing, change, DESCRIBED_AT_ONCE))
        })
    }

    /// Applies an edit, and describes the first `described` of its articles: these are identified even if the library is
    /// deleted and their page has changed before they are imported again.
    pub(crate) fn write_change(
        &self,
        writing: &MarksTransaction<'_>,
        change: &MarkChange,
        described: usize,
    ) -> Result<(), LibraryMarksError> {
        for id in change.ids.iter().take(described) {
            self.with_identity(*id, |identity| writing.describe(identity))?;
        }
        for ids in change.ids.chunks(CHUNK) {
            let mut contents = self.contents(ids)?;
            contents.sort_unstable_by_key(|content| content.source);
            writing.write_all(&change.edit, &contents)?;
        }
        Ok(())
    }

    /// Writes corrections of events, given as pairs of articles with whether they report the same event, or removes those of
    /// these pairs.
    pub fn write_event_corrections(
        &self,
        store: &mut MarksStore,
        pairs: &[(u32, u32, bool)],
        is_removal: bool,
    ) -> Result<(), LibraryMarksError> {
        let mut corrections = Vec::with_capacity(pairs.len());
        for &(a, b, together) in pairs {
            let (a, b) = (self.contents(&[a])?, self.contents(&[b])?);
            let both = a.first().zip(b.first());
            corrections.extend(both.and_then(|(a, b)| EventCorrection::new(a.source, b.source, together)));
        }
        let (removed, added): (&[_], &[_]) = if is_removal {
            (&corrections, &[])
        } else {
            (&[], &corrections)
        };
        Ok(store.write_event_corrections(removed, added)?)
    }

    /// Returns the contents of these articles. Articles without whole hashes, from an old library, are read.
    fn contents(&self, ids: &[u32]) -> Result<Vec<Content>, StoreError> {
        let mut contents = Vec::with_capacity(ids.len());
        let mut to_read = Vec::new();
        let catalogue = self.catalogue();
        let mut look_up = || -> rusqlite::Result<()> {
            let text = "SELECT source, source_rest, content, rest FROM articles WHERE id = ?";
            let mut statement = catalogue.sql.prepare_cached(text)?;
            for id in ids.iter().filter(|id| **id < self.id_bound()) {
                match statement.query_row([id], content_of).optional()? {
                    Some(Some(content)) => contents.push(content),
                    Some(None) => to_read.push(*id),
                    None => {}
                }
            }
            Ok(())
        };
        look_up().map_err(|error| catalogue.failed(&error))?;
        drop(catalogue);
        for id in to_read {
            let article = self.index.article(&self.searcher, id)?;
            contents.extend(article.as_ref().map(Content::of));
        }
        Ok(contents)
    }

    /// Calls `work` with what identifies an article. Does nothing if there is no article with this id.
    fn with_identity(
        &self,
        id: u32,
        work: impl FnOnce(ArticleIdentity<'_>) -> Result<(), MarksError>,
    ) -> Result<(), LibraryMarksError> {
        let (Some(row), Some(article)) = (self.row(id)?, self.index.article(&self.searcher, id)?) else {
            return Ok(());
        };
        Ok(work(ArticleIdentity {
            path: &row.path,
            article: &article,
            content: Content::of(&article),
        })?)
    }

    pub(crate) fn record_sightings(
        &self,
        writing: &MarksTransaction<'_>,
        unrecorded: &[u32],
    ) -> Result<(), LibraryMarksError> {
        for id in unrecorded {
            let Some(article) = self.index.article(&self.searcher, *id)? else {
                continue;
            };
            for (path, part) in self.catalogue().locations(*id)? {
                let mut article = article.clone();
                article.part = part;
                writing.record_sighting(ArticleIdentity {
                    path: &path,
                    content: Content::of(&article),
                    article: &article,
                })?;
            }
        }
        Ok(())
    }

    /// Returns the articles with this source text, or those with this cleaned article.
    fn with_text(&self, text: &ContentHash, by: KnownBy) -> Result<Vec<u32>, StoreError> {
        let given = params![text.first_half(), self.id_bound()];
        self.catalogue().column(by.with_text(), given)
    }

    /// Returns the article that is in this part of this file now.
    fn at_place(&self, path: &Path, part: u32) -> Result<Option<u32>, StoreError> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Ok(None);
        };
        let text = "SELECT o.article
                    FROM folders d CROSS JOIN files f ON f.folder = d.id AND f.name = ?2
                         CROSS JOIN origins o ON o.file = f.id AND o.part = ?3 AND o.past = 0
                    WHERE d.path = ?1 AND o.article < ?4";
        let (folder, name) = (paths::to_bytes(folder), paths::to_bytes(Path::new(name)));
        let given = params![folder, name, part, self.id_bound()];
        self.catalogue().select_one(text, given, |row| row.get(0))
    }
}

/// Returns the content in a row of the catalogue, or `None` if the catalogue has only half of the hashes.
fn content_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<Content>> {
    let hash = |at: usize| -> rusqlite::Result<Option<ContentHash>> {
        let (number, rest): (i64, Option<i64>) = (row.get(at)?, row.get(at + 1)?);
        Ok(rest.map(|rest| ContentHash::from_halves(number, rest)))
    };
    let has_article = row.get::<_, Option<i64>>(2)?.is_some();
    let article = if has_article { hash(2)? } else { None };
    let is_whole = has_article == article.is_some();
    let content = |source| is_whole.then_some(Content { source, article });
    Ok(hash(0)?.and_then(content))
}

/// A read transaction around many queries to the catalogue. Without it each query would acquire and release the locks.
struct ReadTransaction<'a>(Option<&'a Snapshot>);

impl<'a> ReadTransaction<'a> {
    /// Begins a transaction, or joins the one that is already open.
    fn begin(snapshot: &'a Snapshot) -> Self {
        let begun = snapshot.catalogue().sql.execute_batch("BEGIN").is_ok();
        Self(begun.then_some(snapshot))
    }
}

impl Drop for ReadTransaction<'_> {
    fn drop(&mut self) {
        if let Some(snapshot) = self.0 {
            // Nothing was written. If the commit fails, the transaction ends with the snapshot.
            drop(snapshot.catalogue().sql.execute_batch("COMMIT"));
        }
    }
}

/// How an article was identified; the most reliable last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum KnownBy {
    Origin,
    Article,
    Source,
}

impl KnownBy {
    /// Returns the query for the articles with a text.
    fn with_text(self) -> &'static str {
        match self {
            Self::Source => "SELECT id FROM articles WHERE source = ?1 AND id < ?2",
            _ => "SELECT id FROM articles WHERE content = ?1 AND id < ?2",
        }
    }
}

/// Resolves stored marks to articles of the library.
struct MarkResolver<'a> {
    snapshot: &'a Snapshot,
    marks: Marks,
    /// The articles identified by their cleaned text, and those identified by their source text.
    by: [BitSet; 2],
    /// Articles that still have to be recorded.
    unrecorded: Vec<u32>,
}

impl<'a> MarkResolver<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            marks: Marks::default(),
            by: [0, 1].map(|_| BitSet::with_max_value(snapshot.id_bound())),
            unrecorded: Vec::new(),
        }
    }

    /// Gives the marks of a stored article to the matching articles of the library.
    fn add(&mut self, marked: &ArticleMarks) -> Result<(), StoreError> {
        let (mut ids, mut places) = (BTreeSet::new(), Vec::new());
        for by in [KnownBy::Article, KnownBy::Source] {
            for text in &marked.texts {
                for id in self.snapshot.with_text(text, by)? {
                    self.assign(id, by, &marked.stored);
                    ids.insert(id);
                }
            }
        }
        for id in ids {
            let there = self.snapshot.catalogue().locations(id)?;
            let is_known = |(path, part): &(PathBuf, u32)| {
                let known = (paths::to_bytes(path), *part);
                marked.origins.contains(&known)
            };
            if !there.iter().all(is_known) {
                self.unrecorded.push(id);
            }
            places.extend(there);
        }
        for (path, part) in &marked.origins {
            let place = (paths::from_bytes(path.clone()), *part);
            if !places.contains(&place) {
                self.changed(&place, &marked.fingerprint, &marked.stored)?;
            }
        }
        Ok(())
    }

    /// Does the same for the articles that were only marked in bulk. One of them is described now only if it is in another
    /// page than before, because describing a million articles would take minutes.
    fn add_undescribed(&mut self, store: &MarksStore) -> Result<(), LibraryMarksError> {
        let bulk = store.bulk_marks()?;
        let (snapshot, mut by_source) = (self.snapshot, HashSet::new());
        for by in [KnownBy::Source, KnownBy::Article] {
            if by_source.len() == bulk.len() {
                break;
            }
            let catalogue = snapshot.catalogue();
            let failed = |error: rusqlite::Error| catalogue.failed(&error);
            let mut with_text = catalogue.sql.prepare_cached(by.with_text()).map_err(failed)?;
            store.each_text(|hash, row| -> Result<(), LibraryMarksError> {
                let is_wanted = by == KnownBy::Source || !by_source.contains(&row);
                let Some(stored) = bulk.of(row).filter(|_| is_wanted) else {
                    return Ok(());
                };
                let values = params![hash.first_half(), snapshot.id_bound()];
                let mut ids = with_text.query(values).map_err(failed)?;
                while let Some(id) = ids.next().map_err(failed)? {
                    let id = id.get(0).map_err(failed)?;
                    self.assign(id, by, &stored);
                    if by == KnownBy::Source {
                        by_source.insert(row);
                    } else {
                        self.unrecorded.push(id);
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Another text is where the article was found. It may be a version of it.
    fn changed(
        &mut self,
        (path, part): &(PathBuf, u32),
        before: &ArticleFingerprint,
        stored: &StoredMarks,
    ) -> Result<(), StoreError> {
        let Some(id) = self.snapshot.at_place(path, *part)? else {
            return Ok(());
        };
        let now = self.snapshot.index.article(&self.snapshot.searcher, id)?;
        if now.is_some_and(|now| before.stayed_in(&ArticleFingerprint::of(&now))) {
            self.assign(id, KnownBy::Origin, stored);
            self.unrecorded.push(id);
        }
        Ok(())
    }

    /// Gives an article its marks. If several stored articles match it, the most reliable match counts.
    fn assign(&mut self, id: u32, by: KnownBy, stored: &StoredMarks) {
        let [article, source] = &mut self.by;
        let has_better = match by {
            KnownBy::Origin => article.contains(id) || source.contains(id),
            KnownBy::Article => source.contains(id),
            KnownBy::Source => false,
        };
        if has_better {
            return;
        }
        match by {
            KnownBy::Origin => {}
            KnownBy::Article => drop(article.insert(id)),
            KnownBy::Source => drop(source.insert(id)),
        }
        self.marks.set_stored(id, stored);
    }
}
