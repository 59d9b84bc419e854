//! What is listed: the corpus, narrowed by a query and by the chosen outlet, in an order. Knows no panes.

use crate::article::Date;
use crate::library::{Entry, Marks, Order, Query, merged, sorted};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Which outlet's articles are listed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Scope {
    /// Those of every outlet.
    #[default]
    All,
    /// Those of one outlet.
    Outlet(Arc<str>),
    /// Those whose outlet is not known.
    Unknown,
}

impl Scope {
    /// Whether an article of this outlet is listed.
    pub fn holds(&self, outlet: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::Outlet(name) => outlet == Some(name),
            Self::Unknown => outlet.is_none(),
        }
    }
}

/// A query with the text that it came from.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// As typed.
    pub text: String,
    /// What it means.
    pub query: Query,
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
#[derive(Debug, Default)]
pub struct View {
    entries: Arc<Vec<Arc<Entry>>>,
    /// Ids of the entries that match the query, in order.
    matching: Vec<u32>,
    /// Ids of those that are in the scope too, in order.
    listed: Vec<u32>,
    scope: Scope,
    query: Query,
    /// The query as typed.
    query_text: String,
    order: Order,
    sources: Vec<SourceRow>,
}

impl View {
    /// An empty view in this order.
    pub fn new(order: Order) -> Self {
        Self {
            order,
            ..Self::default()
        }
    }

    /// Every entry that has been loaded, by id.
    pub fn entries(&self) -> &Arc<Vec<Arc<Entry>>> {
        &self.entries
    }

    /// The entry of an id.
    pub fn entry(&self, id: u32) -> Option<&Arc<Entry>> {
        self.entries.get(id as usize)
    }

    /// The ids that are listed, in order.
    pub fn listed(&self) -> &[u32] {
        &self.listed
    }

    /// The entry in a place of the list.
    pub fn listed_entry(&self, place: usize) -> Option<&Arc<Entry>> {
        self.listed.get(place).and_then(|&id| self.entry(id))
    }

    /// The place of an id in the list.
    pub fn place_of(&self, id: u32) -> Option<usize> {
        self.listed.iter().position(|&listed| listed == id)
    }

    /// The ids that match the query, whatever their outlet, in order.
    pub fn matching(&self) -> &[u32] {
        &self.matching
    }

    /// The rows of the outlet list: all, each outlet by name, unknown.
    pub fn sources(&self) -> &[SourceRow] {
        &self.sources
    }

    /// Cells of the longest outlet name in the view; 1 where none is known.
    pub fn longest_outlet(&self) -> u16 {
        let width = |row: &SourceRow| match &row.scope {
            Scope::Outlet(name) => crate::text::width(name),
            Scope::All | Scope::Unknown => 1,
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
    pub fn order(&self) -> Order {
        self.order
    }

    /// The day of the entry in a place of the list; lists that are not in order of days have no days.
    pub fn day_at(&self, place: usize) -> Option<Option<Date>> {
        if !self.order.is_by_day() {
            return None;
        }
        self.listed_entry(place).map(|entry| entry.date())
    }

    /// Whether the entry in a place of the list is the first of its day.
    pub fn starts_day(&self, place: usize) -> bool {
        let day = self.day_at(place);
        day.is_some() && (place == 0 || self.day_at(place - 1) != day)
    }

    /// Forgets every entry; query, outlet and order stay.
    pub fn clear(&mut self) {
        self.entries = Arc::default();
        self.matching.clear();
        self.listed.clear();
        self.sources.clear();
    }

    /// Takes entries of the loader in; those that match the query are listed at once.
    pub fn add(&mut self, batch: Vec<Arc<Entry>>, marks: &Marks) {
        let arrived: Vec<u32> = batch.iter().map(|entry| entry.id).collect();
        Arc::make_mut(&mut self.entries).extend(batch);
        let fresh: Vec<u32> = arrived
            .into_iter()
            .filter(|&id| {
                self.entry(id)
                    .is_some_and(|entry| self.query.matches(entry, marks))
            })
            .collect();
        if !fresh.is_empty() {
            self.matching = merged(&self.entries, &self.matching, &fresh, self.order);
            self.relist(marks);
        }
    }

    /// Puts entries in the place of those of the same id.
    pub fn replace(&mut self, new: &[Arc<Entry>], marks: &Marks) {
        let entries = Arc::make_mut(&mut self.entries);
        for entry in new {
            if let Some(place) = entries.get_mut(entry.id as usize) {
                *place = Arc::clone(entry);
            }
        }
        let changed: HashSet<u32> = new.iter().map(|entry| entry.id).collect();
        self.matching.retain(|id| !changed.contains(id));
        let matching = new.iter().filter(|entry| self.query.matches(entry, marks));
        let matching: Vec<u32> = matching.map(|entry| entry.id).collect();
        self.matching = merged(&self.entries, &self.matching, &matching, self.order);
        self.relist(marks);
    }

    /// Lists what an answered query found; `of` entries were looked through, later ones are looked through now.
    pub fn set_matching(&mut self, asked: Asked, ids: Vec<u32>, of: usize, marks: &Marks) {
        (self.query_text, self.query) = (asked.text, asked.query);
        self.matching = ids;
        let later = self
            .entries
            .iter()
            .skip(of)
            .filter(|entry| self.query.matches(entry, marks));
        self.matching.extend(later.map(|entry| entry.id));
        self.sort();
        self.relist(marks);
    }

    /// Lists another outlet.
    pub fn set_scope(&mut self, scope: Scope) {
        if self.scope != scope {
            self.scope = scope;
            self.narrow();
        }
    }

    /// Lists in another order.
    pub fn set_order(&mut self, order: Order) {
        self.order = order;
        self.sort();
        self.narrow();
    }

    /// Counts the unread articles of each outlet anew.
    pub fn recount(&mut self, marks: &Marks) {
        self.sources = self.count_sources(marks);
    }

    fn sort(&mut self) {
        self.matching = sorted(&self.entries, &self.matching, self.order);
    }

    fn relist(&mut self, marks: &Marks) {
        self.sources = self.count_sources(marks);
        self.narrow();
    }

    fn narrow(&mut self) {
        let (entries, scope) = (&self.entries, &self.scope);
        let holds = |id: &&u32| {
            entries
                .get(**id as usize)
                .is_some_and(|entry| scope.holds(entry.outlet.as_deref()))
        };
        self.listed = self.matching.iter().filter(holds).copied().collect();
    }

    fn count_sources(&self, marks: &Marks) -> Vec<SourceRow> {
        let mut counts: HashMap<Option<&str>, (usize, usize)> = HashMap::new();
        for entry in self.matching.iter().filter_map(|&id| self.entry(id)) {
            let count = counts.entry(entry.outlet.as_deref()).or_default();
            count.0 += 1;
            count.1 += usize::from(!marks.is_read(entry.id));
        }
        let total = counts
            .values()
            .fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
        let row = |scope, (count, unread)| SourceRow { scope, count, unread };
        let mut rows = vec![row(Scope::All, total)];
        let mut named: Vec<_> = counts
            .iter()
            .filter_map(|(name, count)| name.map(|name| (name, *count)))
            .collect();
        named.sort_by_cached_key(|(name, _)| (crate::text::fold(name), *name));
        rows.extend(
            named
                .into_iter()
                .map(|(name, count)| row(Scope::Outlet(Arc::from(name)), count)),
        );
        rows.extend(counts.get(&None).map(|count| row(Scope::Unknown, *count)));
        rows
    }
}
