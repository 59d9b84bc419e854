//! Searches a snapshot of a library: which articles match a query, in which order, and their facets. The segments of
//! the index are searched in parallel.

use crate::article::date::Date;
use crate::library::error::StoreError;
use crate::library::events::event_index::EventIndex;
use crate::library::marks::mark::MarksView;
use crate::library::query::facets::{Facets, NamedCount};
use crate::library::query::parsed::Query;
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::names::UNKNOWN;
use crate::library::store::index::guard::guarded;
use crate::library::store::search::compile::{QueryCompiler, relevance};
use crate::library::store::search::snapshot::Snapshot;
use crate::library::store::search::top_k::{SortKey, TopK};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Weight};
use tantivy::{BitSet, DocId, Score, SegmentReader};

/// The result of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchResult {
    /// The first articles in order, as many as were requested.
    pub ids: Vec<u32>,
    /// The number of all matches.
    pub total: usize,
}

impl Snapshot {
    /// Returns the first `count` matches of a query and the number of all matches, or `None` if `cancel` was set.
    ///
    /// The matches are exactly the articles for which [`Query::matches`] is true, with marks looked up by the same ids.
    pub fn search(
        &self,
        query: &Query,
        marks: &dyn MarksView,
        order: SortOrder,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<SearchResult>, StoreError> {
        let keys = SortKeys::of(self, order, query)?;
        if keys.are_single() {
            self.found::<i64>(query, marks, &keys, count, cancel)
        } else {
            self.found::<(i64, i64)>(query, marks, &keys, count, cancel)
        }
    }

    fn found<K: SortKey>(
        &self,
        query: &Query,
        marks: &dyn MarksView,
        keys: &SortKeys<'_>,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<SearchResult>, StoreError> {
        let (end, weight) = (self.id_bound(), self.weight(query, marks)?);
        let segments = self.each_segment(|reader| {
            let keys = keys.of_segment(reader)?;
            let mut found: Vec<(K, u32)> = Vec::new();
            visit(weight.as_ref(), reader, cancel, |doc| {
                found.extend(keys.of(doc).filter(|(_, id)| *id < end));
            })?;
            Ok(TopK::new(found, count))
        })?;
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let total = segments.iter().map(|segment| segment.total).sum();
        let ids = TopK::merged(segments, count).map(|(_, id)| id);
        Ok(Some(SearchResult {
            ids: ids.collect(),
            total,
        }))
    }

    /// Compiles a query for the index.
    pub(crate) fn weight(&self, query: &Query, marks: &dyn MarksView) -> Result<Box<dyn Weight>, StoreError> {
        let dated = if query.needs_newest_day() {
            self.facets()?.days.as_slice()
        } else {
            &[]
        };
        let is_about_events = query.root().any_clause(&|clause| clause.test.is_about_events());
        let none = EventIndex::default();
        let compiler = QueryCompiler {
            fields: &self.index.fields,
            marks,
            len: self.id_bound(),
            dated,
            events: if is_about_events { self.events()? } else { &none },
        };
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let weight = guarded(|| compiler.query(query).weight(scoring));
        weight.map_err(|error| self.failed(&error))
    }

    /// Counts these articles by outlet, day and so on.
    pub fn facets_of(&self, ids: &[u32]) -> Result<Facets, StoreError> {
        let mut wanted = BitSet::with_max_value(self.id_bound());
        for id in ids.iter().filter(|id| **id < self.id_bound()) {
            wanted.insert(*id);
        }
        let end = self.names()?.end();
        let tallies = self.each_segment(|reader| SearchTally::of(reader, &wanted, end))?;
        let mut all = SearchTally::new(end);
        for tally in tallies {
            all.add(&tally);
        }
        all.facets(self)
    }

    /// Runs `work` on each segment in parallel, and returns the results in their order.
    pub(crate) fn each_segment<T: Send>(
        &self,
        work: impl Fn(&SegmentReader) -> tantivy::Result<T> + Sync,
    ) -> Result<Vec<T>, StoreError> {
        let segments = self.searcher.segment_readers().par_iter();
        let made: tantivy::Result<Vec<T>> = segments.map(|reader| guarded(|| work(reader))).collect();
        made.map_err(|error| self.failed(&error))
    }
}

/// Calls `found` for each match in a segment that was not deleted.
pub(crate) fn visit(
    weight: &dyn Weight,
    reader: &SegmentReader,
    cancel: &AtomicBool,
    mut found: impl FnMut(DocId),
) -> tantivy::Result<()> {
    let alive = reader.alive_bitset();
    weight.for_each_no_score(reader, &mut |docs| {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        for &doc in docs {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                found(doc);
            }
        }
    })
}

/// The key by which articles are sorted.
pub(crate) enum SortKeys<'a> {
    Newest,
    Oldest,
    /// The rank of each outlet, by its number.
    Outlet(HashMap<i64, i64>),
    Longest,
    Shortest,
    /// The rank of each article.
    Ranks(&'a [u32]),
    /// The query that scores the words.
    Relevance(Box<dyn Weight>),
    /// Articles whose page has changed, with the id that a new article would have had then.
    Imported(&'a HashMap<u32, u32>),
}

impl<'a> SortKeys<'a> {
    /// Returns the keys for the matches of a query.
    pub(crate) fn of(snapshot: &'a Snapshot, order: SortOrder, query: &Query) -> Result<Self, StoreError> {
        Ok(match order {
            SortOrder::Newest => Self::Newest,
            SortOrder::Oldest => Self::Oldest,
            SortOrder::Outlet => {
                let outlets = (1..).zip(&snapshot.facets()?.outlets);
                let places: HashMap<Arc<str>, i64> = outlets
                    .map(|(place, outlet)| (Arc::clone(&outlet.name), place))
                    .collect();
                let numbers = snapshot.names()?.iter();
                Self::Outlet(
                    numbers
                        .filter_map(|(number, name)| Some((number, *places.get(name)?)))
                        .collect(),
                )
            }
            SortOrder::Longest => Self::Longest,
            SortOrder::Shortest => Self::Shortest,
            SortOrder::Title | SortOrder::Path => Self::Ranks(snapshot.ranks(order)?),
            SortOrder::Relevance => {
                let scoring = EnableScoring::enabled_from_searcher(&snapshot.searcher);
                let query = relevance(query, &snapshot.index.fields);
                let weighing = guarded(|| query.weight(scoring));
                Self::Relevance(weighing.map_err(|error| snapshot.failed(&error))?)
            }
            SortOrder::Imported => Self::Imported(snapshot.updated()?),
        })
    }

    /// Returns whether a key is a single number.
    pub(crate) fn are_single(&self) -> bool {
        !matches!(self, Self::Outlet(_) | Self::Relevance(_) | Self::Imported(_))
    }

    pub(crate) fn of_segment(&self, reader: &SegmentReader) -> tantivy::Result<SegmentKeys<'_>> {
        let columns = reader.fast_fields();
        Ok(SegmentKeys {
            keys: self,
            id: columns.u64("id")?,
            time: columns.i64("time")?,
            other: match self {
                Self::Outlet(_) => Some(columns.u64("outlet")?),
                Self::Longest | Self::Shortest => Some(columns.u64("words")?),
                _ => None,
            },
            scores: match self {
                Self::Relevance(weighing) => scores(weighing.as_ref(), reader)?,
                _ => Vec::new(),
            },
        })
    }
}

pub(crate) struct SegmentKeys<'a> {
    keys: &'a SortKeys<'a>,
    id: Column<u64>,
    time: Column<i64>,
    other: Option<Column<u64>>,
    /// The score of each document. Empty unless the order is by relevance.
    scores: Vec<Score>,
}

/// Scores each document of a segment.
fn scores(weighing: &dyn Weight, reader: &SegmentReader) -> tantivy::Result<Vec<Score>> {
    let mut scores = vec![0.0; reader.max_doc() as usize];
    weighing.for_each(reader, &mut |doc, score| {
        if let Some(place) = scores.get_mut(doc as usize) {
            *place = score;
        }
    })?;
    Ok(scores)
}

impl SegmentKeys<'_> {
    /// Returns the key and the id of an article.
    pub(crate) fn of<K: SortKey>(&self, doc: DocId) -> Option<(K, u32)> {
        let id = self.id.first(doc)? as u32;
        let other = || {
            self.other
                .as_ref()
                .and_then(|column| column.first(doc))
                .unwrap_or(0)
                .cast_signed()
        };
        let newest = || self.time.first(doc).map_or(i64::MAX, |time| -time);
        let key = match self.keys {
            SortKeys::Newest => (newest(), 0),
            SortKeys::Oldest => (self.time.first(doc).unwrap_or(i64::MAX), 0),
            SortKeys::Outlet(places) => (places.get(&other()).copied().unwrap_or(i64::MAX), newest()),
            SortKeys::Longest => (-other(), 0),
            SortKeys::Shortest => (other(), 0),
            SortKeys::Ranks(ranks) => (i64::from(*ranks.get(id as usize)?), 0),
            SortKeys::Relevance(_) => {
                let score = self.scores.get(doc as usize).copied().unwrap_or(0.0);
                // The bits of positive floats compare like the floats.
                (-i64::from(score.max(0.0).to_bits()), newest())
            }
            SortKeys::Imported(updated) => {
                let place = updated
                    .get(&id)
                    .map_or(2 * i64::from(id) + 1, |next| 2 * i64::from(*next));
                (-place, -i64::from(id))
            }
        };
        Some((K::of(key), id))
    }
}

/// The number of articles for each name and for each day.
struct SearchTally {
    total: usize,
    /// Counts by the number of the name: the catalogue assigns consecutive numbers. Larger numbers in a damaged index
    /// have no name and are ignored.
    names: [Vec<usize>; 4],
    days: HashMap<i32, usize>,
}

impl SearchTally {
    fn new(end: usize) -> Self {
        Self {
            total: 0,
            names: std::array::from_fn(|_| vec![0; end]),
            days: HashMap::new(),
        }
    }

    fn of(reader: &SegmentReader, wanted: &BitSet, end: usize) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let (ids, times) = (columns.u64("id")?, columns.i64("time")?);
        let named = ["outlet", "via", "section", "language"];
        let named: Vec<Column<u64>> = named
            .into_iter()
            .map(|name| columns.u64(name))
            .collect::<tantivy::Result<_>>()?;
        let mut tally = Self::new(end);
        let is_wanted = |id: u64| id < u64::from(wanted.max_value()) && wanted.contains(id as u32);
        for doc in 0..reader.max_doc() {
            if reader.is_deleted(doc) || !ids.first(doc).is_some_and(is_wanted) {
                continue;
            }
            tally.total += 1;
            for (column, counts) in named.iter().zip(&mut tally.names) {
                if let Some(count) = counts.get_mut(column.first(doc).unwrap_or(0) as usize) {
                    *count += 1;
                }
            }
            if let Some(time) = times.first(doc) {
                *tally.days.entry(SortOrder::days_of_moment(time)).or_default() += 1;
            }
        }
        Ok(tally)
    }

    fn add(&mut self, other: &Self) {
        self.total += other.total;
        for (counts, more) in self.names.iter_mut().zip(&other.names) {
            for (count, more) in counts.iter_mut().zip(more) {
                *count += more;
            }
        }
        for (day, count) in &other.days {
            *self.days.entry(*day).or_default() += count;
        }
    }

    fn facets(self, snapshot: &Snapshot) -> Result<Facets, StoreError> {
        let names = snapshot.names()?;
        let unknown_outlet = self.names[0].get(UNKNOWN as usize).copied().unwrap_or(0);
        let [outlets, vias, sections, languages] = self.names.map(|counts| {
            let counted = (0..).zip(counts).filter(|(_, count)| *count > 0);
            let known = counted.filter_map(|(number, count)| {
                let name = Arc::clone(names.get(number)?);
                Some(NamedCount { name, count })
            });
            known.collect::<Vec<_>>()
        });
        let mut days: Vec<(i32, usize)> = self.days.into_iter().collect();
        days.sort_unstable();
        let mut facets = Facets {
            total: self.total,
            outlets,
            unknown_outlet,
            undated: self.total - days.iter().map(|(_, count)| count).sum::<usize>(),
            days: days
                .into_iter()
                .map(|(day, count)| (Date::from_days(day), count))
                .collect(),
            vias,
            sections,
            languages,
        };
        facets.sort();
        Ok(facets)
    }
}
