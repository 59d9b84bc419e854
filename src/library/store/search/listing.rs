//! The lists that the reader shows: the first articles or all of them, their days, and the number of articles of each
//! outlet. One pass over the matches of a query computes all of this. The rows: see `rows`.

use crate::article::date::Date;
use crate::library::error::StoreError;
use crate::library::marks::mark::{Mark, MarksView};
use crate::library::marks::session::Marks;
use crate::library::query::facets::DayGroup;
use crate::library::query::facets::OutletCount;
use crate::library::query::parsed::Query;
use crate::library::query::scope::{ListRequest, Scope};
use crate::library::query::sort::SortOrder;
use crate::library::query::term::{Match, Term};
use crate::library::store::catalogue::names::UNKNOWN;
use crate::library::store::search::collect::{SortKeys, visit};
use crate::library::store::search::snapshot::Snapshot;
use crate::library::store::search::top_k::{SortKey, TopK};
use crate::text::pieces::pieces;
use std::sync::atomic::{AtomicBool, Ordering};

/// A list of articles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListResult {
    /// The first articles in the order, as many as were requested.
    pub ids: Vec<u32>,
    /// The number of all articles.
    pub total: usize,
    /// The days of the first articles; empty if the order is not by day.
    pub days: Vec<DayGroup>,
    /// The number of articles of each outlet that the query finds, regardless of the scope.
    pub outlets: Vec<OutletCount>,
    /// Whether there are more articles and nothing was counted yet; then `outlets` is empty.
    pub is_partial: bool,
}

/// The number of articles of each outlet and how many of them are unread, by the number of the outlet.
type OutletTally = Vec<[usize; 2]>;

/// The matches of each segment, and their number for each outlet.
type ListWalk<K> = (Vec<TopK<K>>, OutletTally);

/// From this many articles on, a phrase is first searched among the newest: first in 1/64 of them, then in 1/8.
const VERY_MANY: usize = 100_000;
const SHARES: [usize; 2] = [64, 8];

/// A number that no outlet has.
const NO_OUTLET: u64 = u64::MAX;

impl Snapshot {
    /// Returns the first `count` articles of a list, and the number of matches for each outlet, regardless of the
    /// listed outlet. Returns `None` if `cancel` was set.
    pub fn list(
        &self,
        wanted: &ListRequest,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<ListResult>, StoreError> {
        let is_everything = wanted.query.is_empty() && wanted.scope == Scope::All;
        if is_everything && wanted.order == SortOrder::Newest && count < self.len() {
            return self.list_newest(marks, count, cancel);
        }
        let listed = ListSpec {
            keys: SortKeys::of(self, wanted.order, &wanted.query)?,
            outlet: self.number_of(&wanted.scope)?,
            count,
        };
        if listed.keys.are_single() {
            self.listing::<i64>(wanted, marks, &listed, cancel)
        } else {
            self.listing::<(i64, i64)>(wanted, marks, &listed, cancel)
        }
    }

    fn listing<K: SortKey>(
        &self,
        wanted: &ListRequest,
        marks: &Marks,
        listed: &ListSpec<'_>,
        cancel: &AtomicBool,
    ) -> Result<Option<ListResult>, StoreError> {
        let Some((segments, tally)) = self.walk::<K>(&wanted.query, marks, Some(listed), cancel)? else {
            return Ok(None);
        };
        let total = segments.iter().map(|segment| segment.total).sum();
        let mut ids = Vec::with_capacity(listed.count.min(total));
        let days = TopK::merged(segments, listed.count).map(|(key, id)| {
            ids.push(id);
            wanted.order.day_of_key(key.first())
        });
        let days = if wanted.order.is_by_day() {
            DayGroup::of(days)
        } else {
            days.for_each(drop);
            Vec::new()
        };
        Ok(Some(ListResult {
            ids,
            total,
            days,
            outlets: self.outlet_counts(&tally)?,
            is_partial: false,
        }))
    }

    /// Returns the first `count` articles without counts, if the query has phrases and the library is large. Testing a
    /// phrase costs far more than testing its words, so the newest articles are searched first; a full list follows
    /// only when it is needed. Returns `None` if [`list`](Self::list) is as fast, if the newest articles have too few
    /// matches, or if `cancel` was set.
    pub fn partial_list(
        &self,
        wanted: &ListRequest,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<ListResult>, StoreError> {
        // A prefix is looked up in the vocabulary of all articles, however few are searched.
        let is_plain = |term: &Term| term.kind() == Match::Whole && !term.may_go_on();
        let is_phrase = |term: &Term| pieces(term.literal()).nth(1).is_some();
        let words = wanted.query.wanted();
        let is_worth_it =
            words.iter().any(|(term, _)| is_phrase(term)) && words.iter().all(|(term, _)| is_plain(term));
        if self.len() < VERY_MANY || wanted.order != SortOrder::Newest || !is_worth_it {
            return Ok(None);
        }
        for share in SHARES {
            let partial = self.partial_list_among(self.len() / share, wanted, marks, count, cancel)?;
            if partial.is_some() {
                return Ok(partial);
            }
        }
        Ok(None)
    }

    /// Returns the first `count` matches among roughly the `newest` newest articles, or `None` if there are fewer.
    pub(crate) fn partial_list_among(
        &self,
        newest: usize,
        wanted: &ListRequest,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<ListResult>, StoreError> {
        let mut sum = 0;
        let mut days = self.facets()?.days.iter().rev();
        let first = days.find(|(_, articles)| {
            sum += articles;
            sum >= newest
        });
        let Some((first, _)) = first else {
            return Ok(None);
        };
        let Ok(since) = Query::parse(&format!("since:{first}"), *first) else {
            return Ok(None);
        };
        let newer = ListRequest {
            query: since.and(&wanted.query),
            ..wanted.clone()
        };
        let partial = self.list(&newer, marks, count, cancel)?;
        // All older articles come after these in the list.
        Ok(partial
            .filter(|partial| partial.ids.len() >= count)
            .map(|partial| ListResult {
                total: partial.ids.len(),
                outlets: Vec::new(),
                is_partial: true,
                ..partial
            }))
    }

    /// Returns the number of matches for each outlet, or `None` if `cancel` was set.
    pub fn count_outlets(
        &self,
        query: &Query,
        marks: &Marks,
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<OutletCount>>, StoreError> {
        if query.is_empty() && marks.count(Mark::Read) == 0 {
            return Ok(Some(self.outlets_of_all()?));
        }
        let walked = self.walk::<i64>(query, marks, None, cancel)?;
        walked.map(|(_, tally)| self.outlet_counts(&tally)).transpose()
    }

    /// Returns the start of the list of all articles, which the catalogue knows without a search.
    fn list_newest(
        &self,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<ListResult>, StoreError> {
        let ids = self.newest(count)?;
        let mut dates: Vec<Option<Date>> = Vec::with_capacity(ids.len());
        self.rows(&ids, |row| {
            dates.push(row.date);
            true
        })?;
        let outlets = self.count_outlets(&Query::everything(), marks, cancel)?;
        Ok(outlets.map(|outlets| ListResult {
            ids,
            total: self.len(),
            days: DayGroup::of(dates),
            outlets,
            is_partial: false,
        }))
    }

    /// Finds the matches of a query, keeps those to list, and counts them by outlet.
    fn walk<K: SortKey>(
        &self,
        query: &Query,
        marks: &Marks,
        listed: Option<&ListSpec<'_>>,
        cancel: &AtomicBool,
    ) -> Result<Option<ListWalk<K>>, StoreError> {
        let (end, weight) = (self.id_bound(), self.weight(query, marks)?);
        let walks = self.each_segment(|reader| {
            let columns = reader.fast_fields();
            let (ids, outlets) = (columns.u64("id")?, columns.u64("outlet")?);
            let keys = listed.map(|listed| listed.keys.of_segment(reader)).transpose()?;
            let wanted = listed.and_then(|listed| listed.outlet);
            let (mut found, mut tally) = (Vec::<(K, u32)>::new(), OutletTally::new());
            visit(weight.as_ref(), reader, cancel, |doc| {
                let Some(id) = ids.first(doc).map(|id| id as u32).filter(|id| *id < end) else {
                    return;
                };
                let outlet = outlets.first(doc).unwrap_or(UNKNOWN.unsigned_abs());
                count(
                    &mut tally,
                    outlet as usize,
                    [1, usize::from(!marks.has(Mark::Read, id))],
                );
                if let Some(keys) = &keys
                    && wanted.is_none_or(|wanted| wanted == outlet)
                {
                    found.extend(keys.of(doc));
                }
            })?;
            let count = listed.map_or(0, |listed| listed.count);
            Ok((TopK::new(found, count), tally))
        })?;
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let mut tally = OutletTally::new();
        for (_, other) in &walks {
            for (outlet, counts) in other.iter().enumerate() {
                count(&mut tally, outlet, *counts);
            }
        }
        Ok(Some((walks.into_iter().map(|(found, _)| found).collect(), tally)))
    }

    /// Returns the number of the listed outlet, or `None` for all outlets.
    fn number_of(&self, scope: &Scope) -> Result<Option<u64>, StoreError> {
        Ok(match scope {
            // The query of a saved view is a part of the query already.
            Scope::All | Scope::Saved(_) => None,
            Scope::Unknown => Some(UNKNOWN.unsigned_abs()),
            Scope::Outlet(wanted) => {
                let mut names = self.names()?.iter();
                let number = names.find(|(_, name)| *name == wanted);
                Some(number.map_or(NO_OUTLET, |(number, _)| number.unsigned_abs()))
            }
        })
    }

    fn outlet_counts(&self, tally: &OutletTally) -> Result<Vec<OutletCount>, StoreError> {
        let names = self.names()?;
        let counts = tally.iter().enumerate().filter(|(_, counts)| counts[0] > 0);
        let counts = counts.map(|(number, &[count, unread])| OutletCount {
            outlet: i64::try_from(number)
                .ok()
                .and_then(|number| names.get(number).cloned()),
            count,
            unread,
        });
        Ok(OutletCount::sorted(counts.collect()))
    }

    /// Returns the outlets of all articles, all of them unread.
    fn outlets_of_all(&self) -> Result<Vec<OutletCount>, StoreError> {
        let facets = self.facets()?;
        let known = facets
            .outlets
            .iter()
            .map(|outlet| (Some(outlet.name.clone()), outlet.count));
        let unknown = (facets.unknown_outlet > 0).then_some((None, facets.unknown_outlet));
        let counts = known.chain(unknown).map(|(outlet, count)| OutletCount {
            outlet,
            count,
            unread: count,
        });
        Ok(OutletCount::sorted(counts.collect()))
    }
}

/// Which of the matches are listed, and by which key.
struct ListSpec<'a> {
    keys: SortKeys<'a>,
    outlet: Option<u64>,
    /// The number of articles to list.
    count: usize,
}

fn count(tally: &mut OutletTally, outlet: usize, counts: [usize; 2]) {
    if outlet >= tally.len() {
        tally.resize(outlet + 1, [0; 2]);
    }
    for (sum, count) in tally[outlet].iter_mut().zip(counts) {
        *sum += count;
    }
}
