//! What the reader shows: the articles of a library, or some of them, and which of those are listed. Everything here
//! takes time and runs on worker threads. Not how articles are shown.

use crate::article::date::Date;
use crate::library::entry::Entry;
use crate::library::marks::edit::MarkChange;
use crate::library::marks::session::Marks;
use crate::library::marks::store::MarksStore;
use crate::library::marks::tags::Tag;
use crate::library::query::Query;
use crate::library::query::facets::{DayGroup, Facets};
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::error::StoreError;
use crate::library::store::search::marked::LibraryMarksError;
use crate::library::store::search::snapshot::Snapshot;
use crate::text::fold;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Which articles are listed, before any query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scope {
    /// All articles.
    #[default]
    All,
    /// The articles of one outlet.
    Outlet(Arc<str>),
    /// The articles whose outlet is unknown.
    Unknown,
    /// The articles that a saved query finds.
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
    /// Returns the query for a tag; its name is the tag with `#` before it.
    pub fn of_tag(tag: &Tag, today: Date) -> Self {
        Self {
            name: format!("#{}", tag.name()),
            query: Query::of_tag(tag.name(), today),
        }
    }
}

/// Two saved queries with the same name are equal.
impl PartialEq for SavedQuery {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for SavedQuery {}

impl Scope {
    /// Returns the scope of an outlet, which may be unknown.
    pub fn of(outlet: Option<&Arc<str>>) -> Self {
        outlet.map_or(Self::Unknown, |outlet| Self::Outlet(Arc::clone(outlet)))
    }
}

/// Which articles are requested for a list, and in which order.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    /// The query that finds them.
    pub query: Query,
    /// Their scope.
    pub scope: Scope,
    /// Their order.
    pub order: SortOrder,
}

/// A list of articles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListResult {
    /// The first articles in the order, as many as were requested.
    pub ids: Vec<u32>,
    /// The number of all articles.
    pub total: usize,
    /// The days of the first articles; empty if the order is not by day.
    pub days: Vec<DayGroup>,
    /// The number of articles of each outlet that the query finds, whatever the scope.
    pub outlets: Vec<OutletCount>,
    /// Whether there are more articles and nothing was counted yet; then `outlets` is empty.
    pub is_beginning: bool,
}

/// The number of articles of an outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletCount {
    /// The outlet; `None` if it is unknown.
    pub outlet: Option<Arc<str>>,
    /// The number of articles.
    pub count: usize,
    /// The number of unread articles.
    pub unread: usize,
}

impl OutletCount {
    /// Sorts counts by name, with the unknown outlet last.
    pub(crate) fn sorted(mut counts: Vec<Self>) -> Vec<Self> {
        counts.sort_by_cached_key(|count| {
            let folded = count.outlet.as_deref().map(fold::fold);
            (folded.is_none(), folded, count.outlet.clone())
        });
        counts
    }
}

/// The articles of a library that are read: all of them, or those below some folders. It does not change.
pub struct Stored {
    snapshot: Snapshot,
    /// The query that finds them.
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
    /// Returns the articles at and below these absolute paths; all articles of the library if there are no paths.
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

    /// Returns the number of articles.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns whether the library has other articles too.
    pub fn is_part(&self) -> bool {
        self.len < self.snapshot.len()
    }

    /// Returns whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns the library.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Returns the rows of these articles; skips ids without an article.
    pub fn rows(&self, ids: &[u32]) -> Result<Vec<ArticleRow>, StoreError> {
        let mut rows = Vec::with_capacity(ids.len());
        self.snapshot.rows(ids, |row| {
            rows.push(row);
            true
        })?;
        Ok(rows)
    }

    /// Returns the first `count` articles of a list, without counts, if counting would take long; `None` if it would not, or
    /// if there are fewer.
    pub fn beginning(
        &self,
        wanted: &ListRequest,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<ListResult>, StoreError> {
        self.snapshot
            .beginning(&self.narrowed(wanted), marks, count, cancel)
    }

    /// Returns a list with its first `count` articles; `None` if `cancel` was set meanwhile.
    pub fn list(
        &self,
        wanted: &ListRequest,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<ListResult>, StoreError> {
        let mut listing = self.snapshot.list(&self.narrowed(wanted), marks, count, cancel)?;
        if let (Some(found), Scope::Saved(_)) = (&mut listing, &wanted.scope) {
            // The outlets are counted in all that the query finds, whatever the scope.
            match self.count_outlets(&wanted.query, marks, cancel)? {
                Some(outlets) => found.outlets = outlets,
                None => return Ok(None),
            }
        }
        Ok(listing)
    }

    /// Returns the request to the snapshot: limited to what is read, and with a saved query as part of the query.
    fn narrowed(&self, wanted: &ListRequest) -> ListRequest {
        let query = self.within.and(&wanted.query);
        match &wanted.scope {
            Scope::Saved(saved) => ListRequest {
                query: query.and(&saved.query),
                scope: Scope::All,
                order: wanted.order,
            },
            _ => ListRequest {
                query,
                ..wanted.clone()
            },
        }
    }

    /// Counts the articles of each outlet that a query finds; `None` if `cancel` was set meanwhile.
    pub fn count_outlets(
        &self,
        query: &Query,
        marks: &Marks,
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<OutletCount>>, StoreError> {
        self.snapshot
            .count_outlets(&self.within.and(query), marks, cancel)
    }

    /// Reads an article.
    pub fn entry(&self, id: u32) -> Result<Option<Arc<Entry>>, StoreError> {
        Ok(self.snapshot.entry(id)?.map(Arc::new))
    }

    /// Reads these articles one after the other, until `cancel` is set; skips those that cannot be read.
    pub fn entries<'a>(
        &'a self,
        ids: &'a [u32],
        cancel: &'a AtomicBool,
    ) -> impl Iterator<Item = Arc<Entry>> + 'a {
        let ids = ids.iter().take_while(|_| !cancel.load(Ordering::Relaxed));
        ids.filter_map(|id| self.entry(*id).ok().flatten())
    }

    /// Returns the articles of a scope; none once `cancel` is set.
    pub fn ids_of(&self, scope: Scope, cancel: &AtomicBool) -> Result<Vec<u32>, StoreError> {
        let wanted = ListRequest {
            scope,
            ..ListRequest::default()
        };
        let listing = self.list(&wanted, &Marks::default(), usize::MAX, cancel)?;
        Ok(listing.unwrap_or_default().ids)
    }

    /// Makes the changes to its articles in the store of marks: all of them or, after an error, none.
    pub fn write_marks(
        &self,
        store: &mut MarksStore,
        strokes: &[MarkChange],
    ) -> Result<(), LibraryMarksError> {
        self.snapshot.write_marks(store, strokes)
    }

    /// Counts the articles that each of these queries finds among those that `query` finds, and how many of them are unread;
    /// `None` if `cancel` was set meanwhile.
    pub fn count_saved(
        &self,
        query: &Query,
        saved: &[Arc<SavedQuery>],
        marks: &Marks,
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<(usize, usize)>>, StoreError> {
        let mut counts = Vec::with_capacity(saved.len());
        for saved in saved {
            let Some(outlets) = self.count_outlets(&query.and(&saved.query), marks, cancel)? else {
                return Ok(None);
            };
            let sum = outlets.iter().fold((0, 0), |sum, outlet| {
                (sum.0 + outlet.count, sum.1 + outlet.unread)
            });
            counts.push(sum);
        }
        Ok(Some(counts))
    }

    /// Returns the counts of its articles by what they have in common.
    pub fn facets(&self) -> &Facets {
        &self.facets
    }
}
