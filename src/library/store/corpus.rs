//! What the reader shows: the articles of a library, or those below some folders. All of it takes time and runs on worker
//! threads. Not how articles are shown.

use crate::article::date::Date;
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::marks::edit::MarkChange;
use crate::library::marks::session::Marks;
use crate::library::marks::store::MarksStore;
use crate::library::query::facets::{Facets, OutletCount};
use crate::library::query::parsed::Query;
use crate::library::query::scope::{ListRequest, SavedQuery, Scope};
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::search::listing::ListResult;
use crate::library::store::search::marked::LibraryMarksError;
use crate::library::store::search::snapshot::Snapshot;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The articles of a library that are shown: all of them, or those below some folders. It does not change.
pub struct Corpus {
    snapshot: Snapshot,
    /// The query that finds them.
    within: Query,
    len: usize,
    facets: Facets,
}

impl fmt::Debug for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Corpus({} articles)", self.len)
    }
}

impl Corpus {
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
    pub fn partial_list(
        &self,
        request: &ListRequest,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<ListResult>, StoreError> {
        self.snapshot
            .partial_list(&self.narrow(request), marks, count, cancel)
    }

    /// Returns a list with its first `count` articles; `None` if `cancel` was set meanwhile.
    pub fn list(
        &self,
        request: &ListRequest,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<ListResult>, StoreError> {
        let mut listing = self.snapshot.list(&self.narrow(request), marks, count, cancel)?;
        if let (Some(found), Scope::Saved(_)) = (&mut listing, &request.scope) {
            // The counts of outlets do not depend on the scope.
            match self.count_outlets(&request.query, marks, cancel)? {
                Some(outlets) => found.outlets = outlets,
                None => return Ok(None),
            }
        }
        Ok(listing)
    }

    /// Returns a query limited to this corpus, with its newest day.
    fn limited(&self, query: &Query) -> Query {
        self.within.and(query).with_newest(&self.facets.days)
    }

    /// Returns the request to the snapshot: limited to this corpus, with a saved query as part of the query.
    fn narrow(&self, request: &ListRequest) -> ListRequest {
        let query = self.limited(&request.query);
        match &request.scope {
            Scope::Saved(saved) => ListRequest {
                query: query.and(&saved.query).with_newest(&self.facets.days),
                scope: Scope::All,
                order: request.order,
            },
            _ => ListRequest {
                query,
                ..request.clone()
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
        self.snapshot.count_outlets(&self.limited(query), marks, cancel)
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
        let request = ListRequest {
            scope,
            ..ListRequest::default()
        };
        let listing = self.list(&request, &Marks::default(), usize::MAX, cancel)?;
        Ok(listing.unwrap_or_default().ids)
    }

    /// Makes the changes to its articles in the store of marks: all of them or, after an error, none.
    pub fn write_marks(
        &self,
        store: &mut MarksStore,
        changes: &[MarkChange],
    ) -> Result<(), LibraryMarksError> {
        self.snapshot.write_marks(store, changes)
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
