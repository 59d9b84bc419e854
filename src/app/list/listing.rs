//! What is listed: the corpus, narrowed by a query and by the chosen outlet, in an order. Knows no panes.

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
use crate::text::width;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Rows and articles that are kept at hand while they are not shown.
const ROWS_KEPT: usize = 4_096;
const ENTRIES_KEPT: usize = 64;

/// A query with the text that it came from.
#[derive(Debug, Clone, Default)]
pub struct TypedQuery {
    /// As typed.
    pub text: String,
    /// What it means.
    pub query: Query,
}

impl TypedQuery {
    /// Parses a query as it was typed. From here on it travels as a value.
    pub fn parse(text: impl Into<String>, today: Date) -> Result<Self, QueryError> {
        let text = text.into();
        let query = Query::parse(&text, today)?;
        Ok(Self { text, query })
    }
}

/// A row of the outlet list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// What it lists.
    pub scope: Scope,
    /// Articles of the current query.
    pub count: usize,
    /// Of these, unread.
    pub unread: usize,
}

/// The articles that are listed, in order, and the outlets that they come from.
///
/// The lists are requested from the library elsewhere. Of rows and texts, only those that are shown or were shown last are
/// held.
#[derive(Debug, Default)]
pub struct Listing {
    /// What is read; `None` until the library is open.
    corpus: Option<Arc<Corpus>>,
    /// Ids of the listed articles, in order; only the first of them while the others are being looked up.
    listed: Vec<u32>,
    /// How many those are.
    total: usize,
    days: Vec<DayGroup>,
    scope: Scope,
    query: Query,
    /// The query as typed.
    query_text: String,
    order: SortOrder,
    /// The rows of the outlet list: all, the saved queries, the outlets.
    sources: Vec<SourceRow>,
    saved: Vec<Arc<SavedQuery>>,
    /// Those of the tags that articles carry.
    tags: Vec<Arc<SavedQuery>>,
    /// What lists show of articles.
    rows: HashMap<u32, ArticleRow>,
    /// Listed articles that have no row, because they were removed meanwhile.
    without_row: HashSet<u32>,
    /// The words that were looked for, where they stand in articles.
    snippets: HashMap<u32, Snippet>,
    /// Articles that were read from the library.
    fetched: HashMap<u32, Arc<Entry>>,
}

impl Listing {
    /// An empty view in this order, that offers these saved queries.
    pub fn new(order: SortOrder, saved: Vec<Arc<SavedQuery>>) -> Self {
        Self {
            order,
            saved,
            ..Self::default()
        }
    }

    /// What is read.
    pub fn corpus(&self) -> Option<&Arc<Corpus>> {
        self.corpus.as_ref()
    }

    /// How many articles are read.
    pub fn corpus_len(&self) -> usize {
        self.corpus.as_ref().map_or(0, |corpus| corpus.len())
    }

    /// The entry of an id, as far as it is in memory.
    pub fn entry(&self, id: u32) -> Option<&Arc<Entry>> {
        self.fetched.get(&id)
    }

    /// The ids that are listed, in order: all of them, but for some moments only the first of a long list.
    pub fn listed(&self) -> &[u32] {
        &self.listed
    }

    /// How many articles are listed.
    pub fn len(&self) -> usize {
        self.total
    }

    /// Whether none are.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// The entry in a place of the list, as far as it is in memory.
    pub fn listed_entry(&self, place: usize) -> Option<&Arc<Entry>> {
        self.listed.get(place).and_then(|&id| self.entry(id))
    }

    /// The place of an id in the list.
    pub fn place_of(&self, id: u32) -> Option<usize> {
        self.listed.iter().position(|&listed| listed == id)
    }

    /// What is shown in a place of the list, once it is known.
    pub fn row(&self, place: usize) -> Option<&ArticleRow> {
        self.listed.get(place).and_then(|id| self.rows.get(id))
    }

    /// What lists show of an article, as far as it is in memory.
    pub fn row_of(&self, id: u32) -> Option<&ArticleRow> {
        self.rows.get(&id)
    }

    /// Where the words that are looked for stand in an article, once it is known.
    pub fn snippet(&self, id: u32) -> Option<&Snippet> {
        self.snippets.get(&id)
    }

    /// The articles in these places whose snippets are not known.
    pub fn without_snippet(&self, places: Range<usize>) -> Vec<u32> {
        let end = places.end.min(self.listed.len());
        let ids = self.listed[places.start.min(end)..end].iter();
        ids.filter(|id| !self.snippets.contains_key(id))
            .copied()
            .collect()
    }

    /// Takes snippets in.
    pub fn take_snippets(&mut self, snippets: Vec<(u32, Snippet)>) {
        if self.snippets.len() > ROWS_KEPT {
            self.snippets.clear();
        }
        self.snippets.extend(snippets);
    }

    /// Forgets the snippets: other words are looked for now.
    pub fn forget_snippets(&mut self) {
        self.snippets.clear();
    }

    /// The rows of the outlet list: all, the saved queries, each outlet by name, unknown, the tags.
    pub fn sources(&self) -> &[SourceRow] {
        &self.sources
    }

    /// Cells of the longest outlet name in the view; 1 where none is known.
    pub fn longest_outlet(&self) -> u16 {
        let width = |row: &SourceRow| match &row.scope {
            Scope::Outlet(name) => width::width(name),
            Scope::All | Scope::Unknown | Scope::Saved(_) => 1,
        };
        let longest = self.sources.iter().map(width).max().unwrap_or(1);
        u16::try_from(longest).unwrap_or(u16::MAX)
    }

    /// The outlet that is listed.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The query.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The query as typed.
    pub fn query_text(&self) -> &str {
        &self.query_text
    }

    /// The order.
    pub fn order(&self) -> SortOrder {
        self.order
    }

    /// The query with its text.
    pub fn asked(&self) -> TypedQuery {
        TypedQuery {
            text: self.query_text.clone(),
            query: self.query.clone(),
        }
    }

    /// What is to be asked of a library for this query.
    pub fn wanted(&self, query: &Query) -> ListRequest {
        ListRequest {
            query: query.clone(),
            scope: self.scope.clone(),
            order: self.order,
        }
    }

    /// The day of the article in a place of the list; lists that are not in order of days have no days.
    pub fn day_at(&self, place: usize) -> Option<Option<Date>> {
        self.day_group(place).map(|group| group.day)
    }

    /// Whether the article in a place of the list is the first of its day.
    pub fn starts_day(&self, place: usize) -> bool {
        self.day_group(place)
            .is_some_and(|group| group.range.start == place)
    }

    /// The runs of articles of one day; none where the list is not in order of days.
    pub fn days(&self) -> &[DayGroup] {
        &self.days
    }

    fn day_group(&self, place: usize) -> Option<&DayGroup> {
        let at = self.days.partition_point(|group| group.range.end <= place);
        self.days.get(at)
    }

    /// Reads a library from now on, or the same one as it is by now; what is listed has to be asked anew.
    pub fn set_stored(&mut self, stored: Arc<Corpus>) {
        self.corpus = Some(stored);
        // Pages may have changed; what is shown is asked for again.
        self.rows.clear();
        self.without_row.clear();
        self.fetched.clear();
        self.snippets.clear();
    }

    /// Sets the query of the next list.
    pub fn set_query(&mut self, asked: TypedQuery) {
        (self.query_text, self.query) = (asked.text, asked.query);
    }

    /// Lists what a library has found.
    pub fn set_listing(&mut self, asked: TypedQuery, listing: ListResult) {
        self.set_query(asked);
        (self.listed, self.total, self.days) = (listing.ids, listing.total, listing.days);
        // A beginning tells nothing of the outlets; those of before stand until they are counted.
        if !listing.is_partial {
            self.set_outlets(&listing.outlets);
        }
    }

    /// Shows what a library has counted.
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

    /// The rows of some saved queries. What they find is counted by others; until then, what they found before stands there.
    fn saved_rows(&self, saved: &[Arc<SavedQuery>]) -> Vec<SourceRow> {
        let row = |saved: &Arc<SavedQuery>| {
            let scope = Scope::Saved(Arc::clone(saved));
            let known = self.sources.iter().find(|row| row.scope == scope);
            let (count, unread) = known.map_or((0, 0), |row| (row.count, row.unread));
            SourceRow { scope, count, unread }
        };
        saved.iter().map(row).collect()
    }

    /// Offers the saved queries of these tags below the outlets.
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

    /// The saved queries, then those of the tags.
    pub fn saved(&self) -> impl Iterator<Item = &Arc<SavedQuery>> {
        self.saved.iter().chain(&self.tags)
    }

    /// Lists another outlet.
    pub fn set_scope(&mut self, scope: Scope) {
        self.scope = scope;
    }

    /// Lists in another order.
    pub fn set_order(&mut self, order: SortOrder) {
        self.order = order;
    }

    /// Has the rows of these places at hand; returns the ids of those that have to be read from the library, among them
    /// those of some places before and behind.
    pub fn prepare_rows(&self, places: Range<usize>) -> Vec<u32> {
        let around = places.len().max(1) * 2;
        let wide = places.start.saturating_sub(around)..places.end.saturating_add(around);
        let ids = |places: Range<usize>| {
            let end = places.end.min(self.listed.len());
            self.listed[places.start.min(end)..end].iter().copied()
        };
        let is_unknown = |id: &u32| !self.rows.contains_key(id) && !self.without_row.contains(id);
        let shown: Vec<u32> = ids(places).filter(is_unknown).collect();
        if shown.is_empty() {
            return shown;
        }
        ids(wide).filter(is_unknown).collect()
    }

    /// Takes the rows that were requested of these articles. Some may have none.
    pub fn take_rows_of(&mut self, ids: &[u32], rows: Vec<ArticleRow>) {
        self.take_rows(rows);
        let missing = ids.iter().filter(|id| !self.rows.contains_key(id));
        self.without_row.extend(missing.copied());
    }

    /// Takes rows in.
    pub fn take_rows(&mut self, rows: Vec<ArticleRow>) {
        if self.rows.len() > ROWS_KEPT {
            self.rows.clear();
        }
        self.rows.extend(rows.into_iter().map(|row| (row.id, row)));
    }

    /// Takes articles in that were read from the library.
    pub fn take_fetched(&mut self, entries: impl IntoIterator<Item = Arc<Entry>>) {
        if self.fetched.len() > ENTRIES_KEPT {
            self.fetched.clear();
        }
        self.fetched
            .extend(entries.into_iter().map(|entry| (entry.id, entry)));
    }
}
