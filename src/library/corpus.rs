//! What a reader reads: articles that were loaded into memory, or a library on disk, behind one face. What takes time
//! (lists, searches, whole articles) is asked on other threads. Not how they are shown.

use super::store::{Row, Snapshot, StoreError};
use super::{
    DayGroup, DoneTo, Entry, Facets, LibraryMarksError, Marks, MarksStore, Query, SortOrder, Stroke, Tag,
};
use crate::article::Date;
use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Which articles are listed, before any filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scope {
    /// Those of every outlet.
    #[default]
    All,
    /// Those of one outlet.
    Outlet(Arc<str>),
    /// Those whose outlet is not known.
    Unknown,
    /// Those that a saved query finds.
    Saved(Arc<SavedQuery>),
}

/// A query with a name.
#[derive(Debug, Clone)]
pub struct SavedQuery {
    /// The name.
    pub name: String,
    /// The query.
    pub query: Query,
}

impl SavedQuery {
    /// The one that lists what carries a tag; its name has `#` before it.
    pub fn of_tag(tag: &Tag, today: Date) -> Self {
        Self {
            name: format!("#{}", tag.name()),
            query: Query::of_tag(tag.name(), today),
        }
    }
}

/// The same name is the same saved query.
impl PartialEq for SavedQuery {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for SavedQuery {}

impl Scope {
    /// The scope of one outlet, known or not.
    pub fn of(outlet: Option<&Arc<str>>) -> Self {
        outlet.map_or(Self::Unknown, |outlet| Self::Outlet(Arc::clone(outlet)))
    }

    /// Whether an article is listed.
    pub fn holds(&self, entry: &Entry, marks: &Marks) -> bool {
        let outlet = entry.outlet.as_deref();
        match self {
            Self::All => true,
            Self::Outlet(name) => outlet == Some(name),
            Self::Unknown => outlet.is_none(),
            Self::Saved(saved) => saved.query.matches(entry, marks),
        }
    }
}

/// Which articles are to be listed, and in which order.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What they have to be found by.
    pub query: Query,
    /// Whose they are.
    pub scope: Scope,
    /// Their order.
    pub order: SortOrder,
}

/// What is listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// The first articles in the order, as many as were asked for.
    pub ids: Vec<u32>,
    /// How many there are in all.
    pub total: usize,
    /// The days of these first articles; none where the order is not by day.
    pub days: Vec<DayGroup>,
    /// How many articles of each outlet the query finds, whatever outlet is listed.
    pub outlets: Vec<OutletCount>,
    /// Whether these are the first articles and nothing was counted yet: there are more, and `outlets` says nothing.
    pub is_beginning: bool,
}

/// How many articles an outlet has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletCount {
    /// The outlet; `None` for those whose outlet is not known.
    pub outlet: Option<Arc<str>>,
    /// How many articles.
    pub count: usize,
    /// How many of them are unread.
    pub unread: usize,
}

impl OutletCount {
    /// Counts entries by their outlet.
    pub fn of<'a>(entries: impl Iterator<Item = &'a Arc<Entry>>, marks: &Marks) -> Vec<Self> {
        let mut counts: HashMap<Option<&Arc<str>>, (usize, usize)> = HashMap::new();
        for entry in entries {
            let count = counts.entry(entry.outlet.as_ref()).or_default();
            count.0 += 1;
            count.1 += usize::from(!marks.is_read(entry.id));
        }
        let counts = counts.into_iter().map(|(outlet, (count, unread))| Self {
            outlet: outlet.cloned(),
            count,
            unread,
        });
        Self::sorted(counts.collect())
    }

    /// By name, the unknown outlet last.
    pub(super) fn sorted(mut counts: Vec<Self>) -> Vec<Self> {
        counts.sort_by_cached_key(|count| {
            let folded = count.outlet.as_deref().map(crate::text::fold);
            (folded.is_none(), folded, count.outlet.clone())
        });
        counts
    }
}

/// What a reader reads. A copy is cheap and does not change.
#[derive(Debug, Clone)]
pub enum Corpus {
    /// Articles in memory: the entry of an id stands at that index.
    Loaded(Arc<Vec<Arc<Entry>>>),
    /// Articles of a library.
    Stored(Arc<Stored>),
}

impl Default for Corpus {
    fn default() -> Self {
        Self::Loaded(Arc::default())
    }
}

/// The articles of a library that are read: all of them, or those of some folders.
pub struct Stored {
    snapshot: Snapshot,
    /// What finds them.
    within: Query,
    len: usize,
    facets: Facets,
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stored({} articles)", self.len)
    }
}

impl Stored {
    /// The articles that were found at and below these absolute paths; without any, all of the library.
    pub fn new(snapshot: Snapshot, paths: &[PathBuf], today: Date) -> Result<Self, StoreError> {
        if paths.is_empty() || snapshot.is_all_below(paths)? {
            let (len, facets) = (snapshot.len(), snapshot.facets()?.clone());
            return Ok(Self {
                snapshot,
                within: Query::everything(),
                len,
                facets,
            });
        }
        let within = Query::below(paths, today);
        let never = AtomicBool::new(false);
        let (marks, order) = (Marks::default(), SortOrder::default());
        let found = snapshot.search(&within, &marks, order, usize::MAX, &never)?;
        let found = found.unwrap_or_default();
        Ok(Self {
            len: found.total,
            facets: snapshot.facets_of(&found.ids)?,
            snapshot,
            within,
        })
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the library has others too.
    pub fn is_part(&self) -> bool {
        self.len < self.snapshot.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The library.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The rows of these articles; numbers without an article are passed over.
    pub fn rows(&self, ids: &[u32]) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::with_capacity(ids.len());
        self.snapshot.rows(ids, |row| {
            rows.push(row);
            true
        })?;
        Ok(rows)
    }

    /// The first `count` articles of what is listed, without counts, where counting would take long; `None` where it would
    /// not, and where there are not so many.
    pub fn beginning(
        &self,
        wanted: &Wanted,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<Listing>, StoreError> {
        self.snapshot
            .beginning(&self.narrowed(wanted), marks, count, cancel)
    }

    /// What is listed, the first `count` articles of it; `None` where `cancel` was set meanwhile.
    pub fn list(
        &self,
        wanted: &Wanted,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<Listing>, StoreError> {
        let mut listing = self.snapshot.list(&self.narrowed(wanted), marks, count, cancel)?;
        if let (Some(found), Scope::Saved(_)) = (&mut listing, &wanted.scope) {
            // The outlets are those of all that is found, whatever of it is listed.
            match self.count_outlets(&wanted.query, marks, cancel)? {
                Some(outlets) => found.outlets = outlets,
                None => return Ok(None),
            }
        }
        Ok(listing)
    }

    /// What is wanted of the snapshot: within what is read, and a saved query as a part of the query.
    fn narrowed(&self, wanted: &Wanted) -> Wanted {
        let query = self.within.and(&wanted.query);
        match &wanted.scope {
            Scope::Saved(saved) => Wanted {
                query: query.and(&saved.query),
                scope: Scope::All,
                order: wanted.order,
            },
            _ => Wanted {
                query,
                ..wanted.clone()
            },
        }
    }

    /// How many articles of each outlet a query finds; `None` where `cancel` was set meanwhile.
    pub fn count_outlets(
        &self,
        query: &Query,
        marks: &Marks,
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<OutletCount>>, StoreError> {
        self.snapshot
            .count_outlets(&self.within.and(query), marks, cancel)
    }
}

impl Corpus {
    /// How many articles there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Loaded(entries) => entries.len(),
            Self::Stored(stored) => stored.len,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Those in memory; none of a library.
    pub fn loaded(&self) -> &[Arc<Entry>] {
        match self {
            Self::Loaded(entries) => entries,
            Self::Stored(_) => &[],
        }
    }

    /// The articles of a library, where it is one.
    pub fn stored(&self) -> Option<&Arc<Stored>> {
        match self {
            Self::Loaded(_) => None,
            Self::Stored(stored) => Some(stored),
        }
    }

    /// An article. That of a library is read from disk.
    pub fn entry(&self, id: u32) -> Result<Option<Arc<Entry>>, StoreError> {
        match self {
            Self::Loaded(entries) => Ok(entries.get(id as usize).cloned()),
            Self::Stored(stored) => Ok(stored.snapshot.entry(id)?.map(Arc::new)),
        }
    }

    /// These articles one after the other, until `cancel` is set; those that cannot be read are left out.
    pub fn entries<'a>(
        &'a self,
        ids: &'a [u32],
        cancel: &'a AtomicBool,
    ) -> impl Iterator<Item = Arc<Entry>> + 'a {
        let ids = ids.iter().take_while(|_| !cancel.load(Ordering::Relaxed));
        ids.filter_map(|id| self.entry(*id).ok().flatten())
    }

    /// The articles of an outlet; none once `cancel` was set.
    pub fn ids_of(&self, scope: Scope, cancel: &AtomicBool) -> Result<Vec<u32>, StoreError> {
        match self {
            Self::Loaded(entries) => {
                let of_outlet = entries
                    .iter()
                    .filter(|entry| scope.holds(entry, &Marks::default()));
                Ok(of_outlet.map(|entry| entry.id).collect())
            }
            Self::Stored(stored) => {
                let wanted = Wanted {
                    scope,
                    ..Wanted::default()
                };
                let listing = stored.list(&wanted, &Marks::default(), usize::MAX, cancel)?;
                Ok(listing.unwrap_or_default().ids)
            }
        }
    }

    /// Does the deeds to its articles in the store of marks, all of them or, after an error, none.
    pub fn write_marks(&self, store: &mut MarksStore, strokes: &[Stroke]) -> Result<(), LibraryMarksError> {
        let entries = match self {
            Self::Stored(stored) => return stored.snapshot.write_marks(store, strokes),
            Self::Loaded(entries) => entries,
        };
        let done_to = |stroke: &Stroke| -> DoneTo {
            let ids = stroke.ids.iter();
            let entries = ids.filter_map(|id| entries.get(*id as usize).cloned());
            (stroke.deed.clone(), entries.collect())
        };
        let deeds: Vec<DoneTo> = strokes.iter().map(done_to).collect();
        Ok(store.write(&deeds)?)
    }

    /// How many articles each of these queries finds among those that `query` finds, and how many of them are unread;
    /// `None` where `cancel` was set meanwhile.
    pub fn count_saved(
        &self,
        query: &Query,
        saved: &[Arc<SavedQuery>],
        marks: &Marks,
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<(usize, usize)>>, StoreError> {
        let mut counts = Vec::with_capacity(saved.len());
        for saved in saved {
            let query = query.and(&saved.query);
            let outlets = match self {
                Self::Loaded(entries) => query.filter(entries, marks, cancel).map(|ids| {
                    let found = ids.iter().filter_map(|id| entries.get(*id as usize));
                    OutletCount::of(found, marks)
                }),
                Self::Stored(stored) => stored.count_outlets(&query, marks, cancel)?,
            };
            let Some(outlets) = outlets else { return Ok(None) };
            let sum = outlets.iter().fold((0, 0), |sum, outlet| {
                (sum.0 + outlet.count, sum.1 + outlet.unread)
            });
            counts.push(sum);
        }
        Ok(Some(counts))
    }

    /// All of them, counted by what they have in common.
    pub fn facets(&self) -> Facets {
        match self {
            Self::Loaded(entries) => {
                let ids: Vec<u32> = entries.iter().map(|entry| entry.id).collect();
                Facets::count(entries, &ids)
            }
            Self::Stored(stored) => stored.facets.clone(),
        }
    }
}
