//! The list: the articles of the corpus that match the query and the outlet, in an order. Knows no panes.

use crate::app::list::snippet::Snippet;
use crate::article::date::Date;
use crate::library::entry::Entry;
use crate::library::query::facets::DayGroup;
use crate::library::query::facets::OutletCount;
use crate::library::query::field::QueryError;
use crate::library::query::parsed::Query;
use crate::library::query::scope::{ListRequest, SavedQuery, Scope};
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::corpus::Corpus;
use crate::library::store::search::listing::ListResult;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// The number of rows and articles that are kept in memory while they are not shown.
const ROWS_KEPT: usize = 4_096;
const ENTRIES_KEPT: usize = 64;

/// A query with the text that it came from.
#[derive(Debug, Clone, Default)]
pub struct TypedQuery {
    /// As typed.
    pub text: String,
    /// The parsed query.
    pub query: Query,
}

impl TypedQuery {
    /// Parses a query as it was typed. It is parsed only here.
    pub fn parse(text: impl Into<String>, today: Date) -> Result<Self, QueryError> {
        let text = text.into();
        let query = Query::parse(&text, today)?;
        Ok(Self { text, query })
    }
}

/// Returns the name of what a scope lists.
pub fn scope_name(scope: &Scope) -> &str {
    match scope {
        Scope::All => "All outlets",
        Scope::Outlet(name) => name,
        Scope::Unknown => "unknown",
        Scope::Saved(saved) => &saved.name,
    }
}

/// A row of the outlet list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// The articles that it lists.
    pub scope: Scope,
    /// The number of articles that match the current query.
    pub count: usize,
    /// The number of unread articles among them.
    pub unread: usize,
}

/// The articles that are listed, in order, and the outlets that they come from.
///
/// The lists are requested elsewhere. Only the rows and texts that are shown, or were shown last, are in memory.
#[derive(Debug, Default)]
pub struct Listing {
    /// The corpus; `None` until the library is open.
    corpus: Option<Arc<Corpus>>,
    /// The ids of the listed articles, in order; only the first of them while the others are being searched for.
    listed: Vec<u32>,
    /// The number of listed articles.
    total: usize,
    days: Vec<DayGroup>,
    scope: Scope,
    query: TypedQuery,
    order: SortOrder,
    /// The rows of the outlet list: all, the saved queries, the outlets.
    sources: Vec<SourceRow>,
    saved: Vec<Arc<SavedQuery>>,
    /// The saved queries of the tags that articles have.
    tags: Vec<Arc<SavedQuery>>,
    /// The rows in memory. A row of an earlier state of the library is shown until the new one arrives.
    rows: HashMap<u32, KnownRow>,
    /// The number of the state of the library.
    state: u64,
    /// The snippets in memory.
    snippets: HashMap<u32, Snippet>,
    /// The articles in memory.
    fetched: HashMap<u32, Arc<Entry>>,
}

/// What is known about the row of an article.
#[derive(Debug)]
struct KnownRow {
    /// The row; `None` if the article was removed meanwhile.
    row: Option<ArticleRow>,
    /// The state of the library that it was read from.
    state: u64,
}

impl Listing {
    /// Creates an empty list in this order with these saved queries.
    pub fn new(order: SortOrder, saved: Vec<Arc<SavedQuery>>) -> Self {
        Self {
            order,
            saved,
            ..Self::default()
        }
    }

    /// Returns the corpus.
    pub fn corpus(&self) -> Option<&Arc<Corpus>> {
        self.corpus.as_ref()
    }

    /// Returns the number of articles in the corpus.
    pub fn corpus_len(&self) -> usize {
        self.corpus.as_ref().map_or(0, |corpus| corpus.len())
    }

    /// Returns an article if it is in memory.
    pub fn entry(&self, id: u32) -> Option<&Arc<Entry>> {
        self.fetched.get(&id)
    }

    /// Returns the listed ids in order; of a long list, at first only its beginning.
    pub fn listed(&self) -> &[u32] {
        &self.listed
    }

    /// Returns the number of listed articles.
    pub fn len(&self) -> usize {
        self.total
    }

    /// Returns whether no article is listed.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Returns the article at a place of the list if it is in memory.
    pub fn listed_entry(&self, place: usize) -> Option<&Arc<Entry>> {
        self.listed.get(place).and_then(|&id| self.entry(id))
    }

    /// Returns the place of an article in the list.
    pub fn place_of(&self, id: u32) -> Option<usize> {
        self.listed.iter().position(|&listed| listed == id)
    }

    /// Returns the row at a place of the list if it is in memory.
    pub fn row(&self, place: usize) -> Option<&ArticleRow> {
        self.row_of(*self.listed.get(place)?)
    }

    /// Returns the row of an article if it is in memory.
    pub fn row_of(&self, id: u32) -> Option<&ArticleRow> {
        self.rows.get(&id)?.row.as_ref()
    }

    /// Returns the snippet of an article if it is in memory.
    pub fn snippet(&self, id: u32) -> Option<&Snippet> {
        self.snippets.get(&id)
    }

    /// Returns the articles at these places whose snippets are not in memory.
    pub fn without_snippet(&self, places: Range<usize>) -> Vec<u32> {
        let end = places.end.min(self.listed.len());
        let ids = self.listed[places.start.min(end)..end].iter();
        ids.filter(|id| !self.snippets.contains_key(id))
            .copied()
            .collect()
    }

    /// Adds snippets.
    pub fn add_snippets(&mut self, snippets: Vec<(u32, Snippet)>) {
        if self.snippets.len() > ROWS_KEPT {
            self.snippets.clear();
        }
        self.snippets.extend(snippets);
    }

    /// Removes the snippets, because other words are searched for.
    pub fn forget_snippets(&mut self) {
        self.snippets.clear();
    }

    /// Returns the rows of the outlet list: all, the saved queries, the outlets by name, the unknown outlet, the tags.
    pub fn sources(&self) -> &[SourceRow] {
        &self.sources
    }

    /// Returns the line of a row of the outlet list. A blank line is between all articles, the saved queries, the
    /// outlets and the tags.
    pub fn line_of_source(&self, row: usize) -> usize {
        let gaps = self
            .sources
            .windows(2)
            .take(row)
            .filter(|pair| self.is_gap(&pair[0], &pair[1]));
        row + gaps.count()
    }

    /// Returns the row on a line of the outlet list; `None` for a blank line.
    pub fn source_at_line(&self, line: usize) -> Option<usize> {
        (0..self.sources.len().min(line + 1))
            .rev()
            .find(|&row| self.line_of_source(row) == line)
    }

    fn is_gap(&self, before: &SourceRow, after: &SourceRow) -> bool {
        let group = |row: &SourceRow| match &row.scope {
            Scope::All => 0,
            Scope::Saved(saved) if self.saved.contains(saved) => 1,
            Scope::Outlet(_) | Scope::Unknown => 2,
            Scope::Saved(_) => 3,
        };
        group(before) != group(after)
    }

    /// Returns whether the list spans several years.
    pub fn has_several_years(&self) -> bool {
        let mut days = self.days.iter().filter_map(|group| group.day);
        let (first, last) = (days.next(), days.next_back());
        first
            .zip(last)
            .is_some_and(|(first, last)| first.year != last.year)
    }

    /// Returns the number of unread articles of what is listed.
    pub fn unread(&self) -> Option<usize> {
        let row = self.sources.iter().find(|row| row.scope == self.scope)?;
        Some(row.unread)
    }

    /// Returns the outlet or saved query that is listed.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Returns the query.
    pub fn query(&self) -> &Query {
        &self.query.query
    }

    /// Returns the order.
    pub fn order(&self) -> SortOrder {
        self.order
    }

    /// Returns the query with its text.
    pub fn typed_query(&self) -> &TypedQuery {
        &self.query
    }

    /// Returns the request for the list of this query.
    pub fn list_request(&self, query: &Query) -> ListRequest {
        ListRequest {
            query: query.clone(),
            scope: self.scope.clone(),
            order: self.order,
        }
    }

    /// Returns the groups of articles of one day; empty if the list is not grouped by day.
    pub fn days(&self) -> &[DayGroup] {
        &self.days
    }

    /// Sets the corpus. The list has to be requested again.
    pub fn set_stored(&mut self, stored: Arc<Corpus>) {
        self.corpus = Some(stored);
        // Pages may have changed, so what is shown is requested again.
        self.state += 1;
        self.fetched.clear();
        self.snippets.clear();
    }

    /// Sets the query of the next list.
    pub fn set_query(&mut self, query: TypedQuery) {
        self.query = query;
    }

    /// Shows a list.
    pub fn set_listing(&mut self, query: TypedQuery, list: ListResult) {
        self.set_query(query);
        (self.listed, self.total, self.days) = (list.ids, list.total, list.days);
        // A partial list has no counts of outlets; the earlier ones stay until they are counted.
        if !list.is_partial {
            self.set_outlets(&list.outlets);
        }
    }

    /// Shows the counts of the outlets.
    pub fn set_outlets(&mut self, outlets: &[OutletCount]) {
        let mut rows = vec![SourceRow {
            scope: Scope::All,
            count: outlets.iter().map(|outlet| outlet.count).sum(),
            unread: outlets.iter().map(|outlet| outlet.unread).sum(),
        }];
        rows.extend(self.saved_rows(&self.saved));
        rows.extend(outlets.iter().map(|outlet| SourceRow {
            scope: Scope::of(outlet.outlet.as_ref()),
            count: outlet.count,
            unread: outlet.unread,
        }));
        rows.extend(self.saved_rows(&self.tags));
        self.sources = rows;
    }

    /// Returns the rows of some saved queries, with their last known counts.
    fn saved_rows(&self, saved: &[Arc<SavedQuery>]) -> Vec<SourceRow> {
        let row = |saved: &Arc<SavedQuery>| {
            let scope = Scope::Saved(Arc::clone(saved));
            let known = self.sources.iter().find(|row| row.scope == scope);
            let (count, unread) = known.map_or((0, 0), |row| (row.count, row.unread));
            SourceRow { scope, count, unread }
        };
        saved.iter().map(row).collect()
    }

    /// Shows the saved queries of these tags below the outlets.
    pub fn set_tags(&mut self, tags: Vec<Arc<SavedQuery>>) {
        let is_outlet = |row: &SourceRow| match &row.scope {
            Scope::Saved(saved) => self.saved.contains(saved),
            Scope::All | Scope::Outlet(_) | Scope::Unknown => true,
        };
        let mut rows: Vec<SourceRow> = self
            .sources
            .iter()
            .filter(|row| is_outlet(row))
            .cloned()
            .collect();
        if !rows.is_empty() {
            rows.extend(self.saved_rows(&tags));
        }
        (self.sources, self.tags) = (rows, tags);
    }

    /// Shows how many articles each saved query finds, and how many of them are unread.
    pub fn set_saved_counts(&mut self, counts: &[(usize, usize)]) {
        let saved = self.sources.iter_mut();
        let saved = saved.filter(|row| matches!(row.scope, Scope::Saved(_)));
        for (row, (count, unread)) in saved.zip(counts) {
            (row.count, row.unread) = (*count, *unread);
        }
    }

    /// Sets the saved queries. The outlet list shows them when it is counted again.
    pub fn set_saved(&mut self, saved: Vec<Arc<SavedQuery>>) {
        self.saved = saved;
    }

    /// Returns the saved queries, followed by those of the tags.
    pub fn saved(&self) -> impl Iterator<Item = &Arc<SavedQuery>> {
        self.saved.iter().chain(&self.tags)
    }

    /// Sets the outlet of the next list.
    pub fn set_scope(&mut self, scope: Scope) {
        self.scope = scope;
    }

    /// Sets the order of the next list.
    pub fn set_order(&mut self, order: SortOrder) {
        self.order = order;
    }

    /// Returns the articles at these places whose rows are not in memory; if there are any, also those at some places
    /// before and after.
    pub fn prepare_rows(&self, places: Range<usize>) -> Vec<u32> {
        let around = places.len().max(1) * 2;
        let wide = places.start.saturating_sub(around)..places.end.saturating_add(around);
        let ids = |places: Range<usize>| {
            let end = places.end.min(self.listed.len());
            self.listed[places.start.min(end)..end].iter().copied()
        };
        let is_unknown = |id: &u32| self.rows.get(id).is_none_or(|known| known.state != self.state);
        let shown: Vec<u32> = ids(places).filter(is_unknown).collect();
        if shown.is_empty() {
            return shown;
        }
        ids(wide).filter(is_unknown).collect()
    }

    /// Returns those of these articles whose rows are not in memory.
    pub fn without_row(&self, ids: &[u32]) -> Vec<u32> {
        let is_unknown = |id: &&u32| self.rows.get(id).is_none_or(|known| known.state != self.state);
        ids.iter().filter(is_unknown).copied().collect()
    }

    /// Adds the rows that were requested of these articles, some of which may have none.
    pub fn add_requested_rows(&mut self, ids: &[u32], rows: Vec<ArticleRow>) {
        let state = self.state;
        self.add_rows(rows);
        for id in ids {
            let known = self.rows.entry(*id).or_insert(KnownRow { row: None, state });
            if known.state != state {
                *known = KnownRow { row: None, state };
            }
        }
    }

    /// Adds rows.
    pub fn add_rows(&mut self, rows: Vec<ArticleRow>) {
        if self.rows.len() > ROWS_KEPT {
            self.rows.clear();
        }
        let state = self.state;
        let known = rows.into_iter().map(|row| {
            (
                row.id,
                KnownRow {
                    row: Some(row),
                    state,
                },
            )
        });
        self.rows.extend(known);
    }

    /// Adds articles that were read from the library.
    pub fn add_entries(&mut self, entries: impl IntoIterator<Item = Arc<Entry>>) {
        if self.fetched.len() > ENTRIES_KEPT {
            self.fetched.clear();
        }
        self.fetched
            .extend(entries.into_iter().map(|entry| (entry.id, entry)));
    }
}
