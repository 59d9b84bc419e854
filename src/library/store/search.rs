//! Asking the snapshot of a library: which articles a query finds, in which order, and what they have in common. Segments
//! of the index are asked on several threads.

use super::error::StoreError;
use super::names::UNKNOWN;
use super::parallel;
use super::ranked::{Ranked, SortKey};
use super::snapshot::Snapshot;
use super::translate::{Translator, relevance};
use crate::article::Date;
use crate::library::id_set::IdSet;
use crate::library::{Counted, Facets, MarksView, Order, Query};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocId, Score, SegmentReader};

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The first articles in the order, as many as were asked for.
    pub ids: Vec<u32>,
    /// How many there are in all.
    pub total: usize,
}

impl Snapshot {
    /// The first `count` articles that a query finds, and how many it finds; `None` where `cancel` was set meanwhile.
    ///
    /// What it finds is exactly what [`Query::matches`] says of each entry, marks asked by the same numbers.
    pub fn search(
        &self,
        query: &Query,
        marks: &dyn MarksView,
        order: Order,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<Found>, StoreError> {
        let keys = Keys::of(self, order, query)?;
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
        keys: &Keys<'_>,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<Found>, StoreError> {
        let (end, weight) = (self.end(), self.weight(query, marks)?);
        let segments = self.each_segment(|reader| {
            let keys = keys.of_segment(reader)?;
            let mut found: Vec<(K, u32)> = Vec::new();
            visit(weight.as_ref(), reader, cancel, |doc| {
                found.extend(keys.of(doc).filter(|(_, id)| *id < end));
            })?;
            Ok(Ranked::new(found, count))
        })?;
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let total = segments.iter().map(|segment| segment.total).sum();
        let ids = Ranked::merged(segments, count).map(|(_, id)| id);
        Ok(Some(Found {
            ids: ids.collect(),
            total,
        }))
    }

    /// What finds the articles of a query.
    pub(super) fn weight(&self, query: &Query, marks: &dyn MarksView) -> Result<Box<dyn Weight>, StoreError> {
        let translator = Translator {
            fields: &self.index.fields,
            marks,
            len: self.end(),
        };
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let weight = translator.query(query).weight(scoring);
        weight.map_err(|error| self.failed(&error))
    }

    /// These articles counted by outlet, day and so on.
    pub fn facets_of(&self, ids: &[u32]) -> Result<Facets, StoreError> {
        let wanted: IdSet = ids.iter().copied().collect();
        let end = self.names()?.end();
        let tallies = self.each_segment(|reader| Tally::of(reader, &wanted, end))?;
        let mut all = Tally::new(end);
        for tally in tallies {
            all.add(&tally);
        }
        all.facets(self)
    }

    /// What `work` makes of each segment, in their order.
    pub(super) fn each_segment<T: Send>(
        &self,
        work: impl Fn(&SegmentReader) -> tantivy::Result<T> + Sync,
    ) -> Result<Vec<T>, StoreError> {
        let made = parallel::map(self.searcher.segment_readers(), MOST_THREADS, work);
        let made: tantivy::Result<Vec<T>> = made.into_iter().collect();
        made.map_err(|error| self.failed(&error))
    }
}

/// More threads than this gain nothing for an answer that takes some milliseconds.
const MOST_THREADS: usize = 8;

/// Calls `found` for each article of the segment that is found and was not replaced.
pub(super) fn visit(
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

/// What articles are ordered by.
pub(super) enum Keys<'a> {
    Newest,
    Oldest,
    /// The place of each outlet by its number.
    Outlet(HashMap<i64, i64>),
    Longest,
    Shortest,
    /// The place of each article.
    Ranks(&'a [u32]),
    /// What weighs the words of the query.
    Relevance(Box<dyn Weight>),
    /// Articles whose page has changed, with the number that a new one would have got then.
    Imported(&'a HashMap<u32, u32>),
}

impl<'a> Keys<'a> {
    /// What articles that a query finds are ordered by.
    pub(super) fn of(snapshot: &'a Snapshot, order: Order, query: &Query) -> Result<Self, StoreError> {
        Ok(match order {
            Order::Newest => Self::Newest,
            Order::Oldest => Self::Oldest,
            Order::Outlet => {
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
            Order::Longest => Self::Longest,
            Order::Shortest => Self::Shortest,
            Order::Title | Order::Path => Self::Ranks(snapshot.ranks(order)?),
            Order::Relevance => {
                let scoring = EnableScoring::enabled_from_searcher(&snapshot.searcher);
                let weighing = relevance(query, &snapshot.index.fields).weight(scoring);
                Self::Relevance(weighing.map_err(|error| snapshot.failed(&error))?)
            }
            Order::Imported => Self::Imported(snapshot.renewed()?),
        })
    }

    /// Whether one number is all that articles are ordered by.
    pub(super) fn are_single(&self) -> bool {
        !matches!(self, Self::Outlet(_) | Self::Relevance(_) | Self::Imported(_))
    }

    pub(super) fn of_segment(&self, reader: &SegmentReader) -> tantivy::Result<SegmentKeys<'_>> {
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

pub(super) struct SegmentKeys<'a> {
    keys: &'a Keys<'a>,
    id: Column<u64>,
    time: Column<i64>,
    other: Option<Column<u64>>,
    /// How well each document fits; none where that is not asked.
    scores: Vec<Score>,
}

/// How well each document of a segment fits.
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
    /// What an article is ordered by, and its number.
    pub(super) fn of<K: SortKey>(&self, doc: DocId) -> Option<(K, u32)> {
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
            Keys::Newest => (newest(), 0),
            Keys::Oldest => (self.time.first(doc).unwrap_or(i64::MAX), 0),
            Keys::Outlet(places) => (places.get(&other()).copied().unwrap_or(i64::MAX), newest()),
            Keys::Longest => (-other(), 0),
            Keys::Shortest => (other(), 0),
            Keys::Ranks(ranks) => (i64::from(*ranks.get(id as usize)?), 0),
            Keys::Relevance(_) => {
                let score = self.scores.get(doc as usize).copied().unwrap_or(0.0);
                // The bits of numbers above zero are in the order of the numbers.
                (-i64::from(score.max(0.0).to_bits()), newest())
            }
            Keys::Imported(renewed) => {
                let place = renewed
                    .get(&id)
                    .map_or(2 * i64::from(id) + 1, |next| 2 * i64::from(*next));
                (-place, -i64::from(id))
            }
        };
        Some((K::of(key), id))
    }
}

/// How many articles have each value: names by number, days.
struct Tally {
    total: usize,
    /// The place of each count is the number of its name: the catalogue gives numbers in turn. What a damaged index has
    /// beyond them is nobody's name.
    names: [Vec<usize>; 4],
    days: HashMap<i32, usize>,
}

impl Tally {
    fn new(end: usize) -> Self {
        Self {
            total: 0,
            names: std::array::from_fn(|_| vec![0; end]),
            days: HashMap::new(),
        }
    }

    fn of(reader: &SegmentReader, wanted: &IdSet, end: usize) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let (ids, times) = (columns.u64("id")?, columns.i64("time")?);
        let named = ["outlet", "via", "section", "language"];
        let named: Vec<Column<u64>> = named
            .into_iter()
            .map(|name| columns.u64(name))
            .collect::<tantivy::Result<_>>()?;
        let mut tally = Self::new(end);
        for doc in 0..reader.max_doc() {
            if reader.is_deleted(doc) || !ids.first(doc).is_some_and(|id| wanted.has(id as u32)) {
                continue;
            }
            tally.total += 1;
            for (column, counts) in named.iter().zip(&mut tally.names) {
                if let Some(count) = counts.get_mut(column.first(doc).unwrap_or(0) as usize) {
                    *count += 1;
                }
            }
            if let Some(time) = times.first(doc) {
                *tally.days.entry(Order::days_of_moment(time)).or_default() += 1;
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
                Some(Counted { name, count })
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
