//! A snapshot of the library, which lists, readers and pickers read. Opening it takes the same time for
//! one article as for a million, and later imports do not change its answers. The import: see `importer`.

use crate::article::date::Date;
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::events::event_index::EventIndex;
use crate::library::query::facets::{Facets, NamedCount};
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::names::OutletNames;
use crate::library::store::catalogue::paths;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::catalogue::tables::{Catalogue, FacetKind};
use crate::library::store::handle::Store;
use crate::library::store::index::schema::ArticleIndex;
use crate::text::fold;
use rusqlite::{Row, params};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tantivy::Searcher;

/// The number of files that articles came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileCounts {
    /// Files that existed at the last import.
    pub there: u64,
    /// Files that were gone.
    pub gone: u64,
    /// Bytes of the files that existed.
    pub bytes: u64,
    /// Earlier versions of articles whose file has changed.
    pub versions: u64,
}

/// A snapshot of the library. Threads may share it.
pub struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) index: ArticleIndex,
    catalogue: Mutex<Catalogue>,
    pub(crate) names: OnceLock<OutletNames>,
    pub(crate) ranks: [OnceLock<Vec<u32>>; 2],
    updated: OnceLock<HashMap<u32, u32>>,
    pub(crate) version_counts: OnceLock<HashMap<u32, u32>>,
    next: u32,
    len: usize,
    all: OnceLock<Facets>,
    store: Store,
    events: OnceLock<EventIndex>,
}

impl Store {
    /// Opens the present state of the library. Migrates an older format first.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        match Snapshot::open(self) {
            Err(StoreError::Older(_)) => {
                let _lock = self.lock()?;
                drop(Catalogue::open_for_writing(self.folder())?);
                Snapshot::open(self)
            }
            opened => opened,
        }
    }
}

impl Snapshot {
    pub(crate) fn open(store: &Store) -> Result<Self, StoreError> {
        let catalogue = store.catalogue()?;
        // The catalogue first: the index has every article of a catalogue that was read before it.
        let next = catalogue.next_article()?;
        let len = catalogue
            .counts(FacetKind::All)?
            .iter()
            .map(|(_, articles)| articles)
            .sum();
        let index = store.index()?;
        let snapshot = Self {
            searcher: index.searcher()?,
            index,
            catalogue: Mutex::new(catalogue),
            names: OnceLock::new(),
            ranks: [OnceLock::new(), OnceLock::new()],
            updated: OnceLock::new(),
            version_counts: OnceLock::new(),
            next,
            len,
            all: OnceLock::new(),
            store: store.clone(),
            events: OnceLock::new(),
        };
        let there = snapshot.searcher.num_docs();
        if there < len as u64 {
            return Err(StoreError::Broken {
                path: store.folder().to_path_buf(),
                reason: format!("its index has {there} of {len} articles"),
            });
        }
        Ok(snapshot)
    }

    /// Returns the number of articles.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns whether the library is in memory.
    pub fn is_temporary(&self) -> bool {
        self.index.is_temporary
    }

    /// Returns a number above the id of every article, for example as the size of a set of ids.
    pub fn id_bound(&self) -> u32 {
        self.next
    }

    /// Returns whether every article was found at or below one of these absolute paths. The cost depends on the number
    /// of folders.
    pub fn is_all_below(&self, paths: &[PathBuf]) -> Result<bool, StoreError> {
        let folders: Vec<Vec<u8>> = self.catalogue().column("SELECT path FROM folders", [])?;
        let is_below = |folder: PathBuf| paths.iter().any(|path| folder.starts_with(path));
        Ok(folders
            .into_iter()
            .all(|folder| is_below(paths::from_bytes(folder))))
    }

    /// Returns the newest articles, those without a date last. This is the start of a search for everything, at a cost
    /// that depends only on `count`.
    pub fn newest(&self, count: usize) -> Result<Vec<u32>, StoreError> {
        let text = "SELECT id FROM articles WHERE id < ? ORDER BY time DESC, id LIMIT ?";
        let limit = i64::try_from(count).unwrap_or(i64::MAX);
        self.catalogue().column(text, params![self.next, limit])
    }

    /// Returns an article with its source text, lines and metadata, or `None` if no article has this id.
    pub fn entry(&self, id: u32) -> Result<Option<Entry>, StoreError> {
        let Some(row) = self.row(id)? else {
            return Ok(None);
        };
        let Some(article) = self.index.article(&self.searcher, id)? else {
            return Ok(None);
        };
        let mut entry = Entry::new(Arc::from(row.path), article);
        entry.id = id;
        entry.versions = self.version_count(id)?;
        Ok(Some(entry))
    }

    /// Returns the row of an article, or `None` if no article has this id.
    pub fn row(&self, id: u32) -> Result<Option<ArticleRow>, StoreError> {
        let names = self.names()?;
        Ok(self.catalogue().rows(&[id], names)?.remove(&id))
    }

    /// Calls `each` with the row of each article, in the order of `ids`, until it returns false. Ids without an article are
    /// skipped.
    pub fn rows(&self, ids: &[u32], mut each: impl FnMut(ArticleRow) -> bool) -> Result<(), StoreError> {
        let names = self.names()?;
        for chunk in ids.chunks(CHUNK) {
            let mut rows = self.catalogue().rows(chunk, names)?;
            for id in chunk {
                if let Some(row) = rows.remove(id)
                    && !each(row)
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Counts all articles by outlet, day and so on. The cost depends on the number of these values, not of articles.
    pub fn facets(&self) -> Result<&Facets, StoreError> {
        if let Some(facets) = self.all.get() {
            return Ok(facets);
        }
        let facets = self.count_all()?;
        Ok(self.all.get_or_init(|| facets))
    }

    fn count_all(&self) -> Result<Facets, StoreError> {
        let names = self.names()?;
        let catalogue = self.catalogue();
        let counted = |kind: FacetKind| -> Result<(Vec<NamedCount>, usize), StoreError> {
            let (mut known, mut unknown) = (Vec::new(), 0);
            for (number, count) in catalogue.counts(kind)? {
                match names.get(number) {
                    Some(name) => known.push(NamedCount {
                        name: Arc::clone(name),
                        count,
                    }),
                    None => unknown += count,
                }
            }
            Ok((known, unknown))
        };
        let (outlets, unknown_outlet) = counted(FacetKind::Outlet)?;
        let days: Vec<(Date, usize)> = catalogue
            .counts(FacetKind::Day)?
            .into_iter()
            .map(|(day, count)| (Date::from_days(day as i32), count))
            .collect();
        let dated: usize = days.iter().map(|(_, count)| count).sum();
        let mut facets = Facets {
            total: self.len,
            outlets,
            unknown_outlet,
            undated: self.len.saturating_sub(dated),
            days,
            vias: counted(FacetKind::Via)?.0,
            sections: counted(FacetKind::Section)?.0,
            languages: counted(FacetKind::Language)?.0,
        };
        facets.sort();
        Ok(facets)
    }

    /// Returns the events of its articles, as they are when it is first asked for them.
    pub fn events(&self) -> Result<&EventIndex, StoreError> {
        if let Some(events) = self.events.get() {
            return Ok(events);
        }
        let database = self.store.events()?;
        let events = database.as_ref().map(EventIndex::read).transpose()?;
        Ok(self.events.get_or_init(|| events.unwrap_or_default()))
    }

    /// Counts the files. The cost depends on their number.
    pub fn files(&self) -> Result<FileCounts, StoreError> {
        let catalogue = self.catalogue();
        let number =
            |text| -> Result<u64, StoreError> { Ok(catalogue.number(text, [])?.unwrap_or(0).unsigned_abs()) };
        Ok(FileCounts {
            there: number("SELECT count(*) FROM files WHERE gone = 0")?,
            gone: number("SELECT count(*) FROM files WHERE gone = 1")?,
            bytes: number("SELECT sum(size) FROM files WHERE gone = 0")?,
            versions: number("SELECT count(*) FROM versions")?,
        })
    }

    pub(crate) fn names(&self) -> Result<&OutletNames, StoreError> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        let names = self.catalogue().names()?;
        Ok(self.names.get_or_init(|| names))
    }

    /// Returns the articles whose page has changed, with the id that a new article would have had at that time.
    pub(crate) fn updated(&self) -> Result<&HashMap<u32, u32>, StoreError> {
        if let Some(updated) = self.updated.get() {
            return Ok(updated);
        }
        let pair = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let updated = self
            .catalogue()
            .select("SELECT article, next FROM renewed", [], pair)?;
        Ok(self.updated.get_or_init(|| updated))
    }

    /// Returns the rank of each article by title or path, which only the catalogue knows.
    pub(crate) fn ranks(&self, order: SortOrder) -> Result<&[u32], StoreError> {
        let (at, text) = match order {
            SortOrder::Path => (1, PATHS_OF_ALL),
            _ => (0, TITLES_OF_ALL),
        };
        if let Some(ranks) = self.ranks[at].get() {
            return Ok(ranks);
        }
        let ranks = self.read_ranks(text, at == 1)?;
        Ok(self.ranks[at].get_or_init(|| ranks))
    }

    fn read_ranks(&self, text: &str, is_path: bool) -> Result<Vec<u32>, StoreError> {
        let keyed = |row: &Row<'_>| -> rusqlite::Result<(Vec<u8>, u32)> {
            let id = row.get(0)?;
            Ok(if is_path {
                let folder: Vec<u8> = row.get(1)?;
                (path_key(&folder, &row.get::<_, Vec<u8>>(2)?), id)
            } else {
                (fold::fold(&row.get::<_, String>(1)?).into_bytes(), id)
            })
        };
        let mut keyed: Vec<(Vec<u8>, u32)> = self.catalogue().select(text, [], keyed)?;
        keyed.sort_unstable();
        let mut ranks = vec![u32::MAX; self.next as usize];
        for (rank, (_, id)) in (0..).zip(keyed) {
            if let Some(place) = ranks.get_mut(id as usize).filter(|place| **place == u32::MAX) {
                *place = rank;
            }
        }
        Ok(ranks)
    }

    pub(crate) fn failed(&self, error: &tantivy::TantivyError) -> StoreError {
        self.index.failed(error)
    }

    pub(crate) fn catalogue(&self) -> MutexGuard<'_, Catalogue> {
        self.catalogue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of rows that one query reads. Large chunks are faster, because neighbouring ids share pages of the database.
const CHUNK: usize = 1 << 17;

const TITLES_OF_ALL: &str = "SELECT id, title FROM articles";

const PATHS_OF_ALL: &str = "
    SELECT o.article, d.path, f.name
    FROM origins o CROSS JOIN files f ON f.id = o.file CROSS JOIN folders d ON d.id = f.folder";

/// Returns bytes that compare like paths, name by name.
fn path_key(folder: &[u8], name: &[u8]) -> Vec<u8> {
    let mut key = Vec::with_capacity(folder.len() + name.len() + 1);
    key.extend(folder.iter().map(|byte| if *byte == b'/' { 0 } else { *byte }));
    key.push(0);
    key.extend_from_slice(name);
    key
}
