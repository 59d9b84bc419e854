//! What a reader shows of a library: the first articles of a list or all of them, the days that the list is made of, and
//! how many articles each outlet has. One walk over what a query finds answers all of it. Not the rows: see `snapshot`.

use super::error::StoreError;
use super::names::UNKNOWN;
use super::ranked::{Ranked, SortKey};
use super::search::{Keys, visit};
use super::snapshot::Snapshot;
use super::tokens::pieces;
use crate::article::Date;
use crate::library::query::{Match, Term};
use crate::library::{DayGroup, Listing, Mark, Marks, MarksView, Order, OutletCount, Query, Scope, Wanted};
use std::sync::atomic::{AtomicBool, Ordering};

/// How many articles each outlet has, and how many of them are unread; by the number of the outlet.
type Tally = Vec<[usize; 2]>;

/// What a query finds in each segment, and how much of each outlet.
type Walked<K> = (Vec<Ranked<K>>, Tally);

/// From so many articles on, the newest ones are asked for phrases first: one of so many, then one of fewer.
const VERY_MANY: usize = 100_000;
const SHARES: [usize; 2] = [64, 8];

/// The number of no outlet.
const NO_OUTLET: u64 = u64::MAX;

impl Snapshot {
    /// What is listed: the first `count` articles, and how many articles of each outlet the query finds, whatever outlet is
    /// listed; `None` where `cancel` was set meanwhile.
    pub fn list(
        &self,
        wanted: &Wanted,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<Listing>, StoreError> {
        let is_everything = wanted.query.is_empty() && wanted.scope == Scope::All;
        if is_everything && wanted.order == Order::Newest && count < self.len() {
            return self.list_newest(marks, count, cancel);
        }
        let listed = Listed {
            keys: Keys::of(self, wanted.order, &wanted.query)?,
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
        wanted: &Wanted,
        marks: &Marks,
        listed: &Listed<'_>,
        cancel: &AtomicBool,
    ) -> Result<Option<Listing>, StoreError> {
        let Some((segments, tally)) = self.walk::<K>(&wanted.query, marks, Some(listed), cancel)? else {
            return Ok(None);
        };
        let total = segments.iter().map(|segment| segment.total).sum();
        let mut ids = Vec::with_capacity(listed.count.min(total));
        let days = Ranked::merged(segments, listed.count).map(|(key, id)| {
            ids.push(id);
            wanted.order.day_of_key(key.first())
        });
        let days = if wanted.order.is_by_day() {
            DayGroup::of(days)
        } else {
            days.for_each(drop);
            Vec::new()
        };
        Ok(Some(Listing {
            ids,
            total,
            days,
            outlets: self.outlet_counts(&tally)?,
            is_beginning: false,
        }))
    }

    /// The first `count` articles, without counts, where a query asks for phrases in very many articles: whether a phrase
    /// stands in an article takes far longer to tell than whether its words do, so the newest articles are asked first, and
    /// the others only by whoever wants all. `None` where [`list`](Self::list) is as quick, where there are not so many,
    /// and where `cancel` was set meanwhile.
    pub fn beginning(
        &self,
        wanted: &Wanted,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<Listing>, StoreError> {
        // What may go on is looked up in the vocabulary for all articles at once, however many are asked.
        let is_plain = |term: &Term| term.kind() == Match::Whole && !term.may_go_on();
        let is_phrase = |term: &Term| pieces(term.literal()).nth(1).is_some();
        let words = wanted.query.wanted();
        let is_worth_it =
            words.iter().any(|(term, _)| is_phrase(term)) && words.iter().all(|(term, _)| is_plain(term));
        if self.len() < VERY_MANY || wanted.order != Order::Newest || !is_worth_it {
            return Ok(None);
        }
        for share in SHARES {
            let begun = self.beginning_among(self.len() / share, wanted, marks, count, cancel)?;
            if begun.is_some() {
                return Ok(begun);
            }
        }
        Ok(None)
    }

    /// The first `count` articles, where so many are found among the newest ones, of which these are about so many.
    pub(super) fn beginning_among(
        &self,
        newest: usize,
        wanted: &Wanted,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<Listing>, StoreError> {
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
        let newer = Wanted {
            query: since.and(&wanted.query),
            ..wanted.clone()
        };
        let begun = self.list(&newer, marks, count, cancel)?;
        // Whatever is older than these stands below all of them.
        Ok(begun
            .filter(|begun| begun.ids.len() >= count)
            .map(|begun| Listing {
                total: begun.ids.len(),
                outlets: Vec::new(),
                is_beginning: true,
                ..begun
            }))
    }

    /// How many articles of each outlet a query finds; `None` where `cancel` was set meanwhile.
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

    /// The beginning of the list of everything, which the catalogue knows without a walk.
    fn list_newest(
        &self,
        marks: &Marks,
        count: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<Listing>, StoreError> {
        let ids = self.newest(count)?;
        let mut dates: Vec<Option<Date>> = Vec::with_capacity(ids.len());
        self.rows(&ids, |row| {
            dates.push(row.date);
            true
        })?;
        let outlets = self.count_outlets(&Query::everything(), marks, cancel)?;
        Ok(outlets.map(|outlets| Listing {
            ids,
            total: self.len(),
            days: DayGroup::of(dates),
            outlets,
            is_beginning: false,
        }))
    }

    /// What a query finds, as far as it is listed, and counted by outlet.
    fn walk<K: SortKey>(
        &self,
        query: &Query,
        marks: &Marks,
        listed: Option<&Listed<'_>>,
        cancel: &AtomicBool,
    ) -> Result<Option<Walked<K>>, StoreError> {
        let (end, weight) = (self.end(), self.weight(query, marks)?);
        let walks = self.each_segment(|reader| {
            let columns = reader.fast_fields();
            let (ids, outlets) = (columns.u64("id")?, columns.u64("outlet")?);
            let keys = listed.map(|listed| listed.keys.of_segment(reader)).transpose()?;
            let wanted = listed.and_then(|listed| listed.outlet);
            let (mut found, mut tally) = (Vec::<(K, u32)>::new(), Tally::new());
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
            Ok((Ranked::new(found, count), tally))
        })?;
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let mut tally = Tally::new();
        for (_, other) in &walks {
            for (outlet, counts) in other.iter().enumerate() {
                count(&mut tally, outlet, *counts);
            }
        }
        Ok(Some((walks.into_iter().map(|(found, _)| found).collect(), tally)))
    }

    /// The number of the outlet that is listed; `None` for all.
    fn number_of(&self, scope: &Scope) -> Result<Option<u64>, StoreError> {
        Ok(match scope {
            // What a saved query finds is asked as a part of the query.
            Scope::All | Scope::Saved(_) => None,
            Scope::Unknown => Some(UNKNOWN.unsigned_abs()),
            Scope::Outlet(wanted) => {
                let mut names = self.names()?.iter();
                let number = names.find(|(_, name)| *name == wanted);
                Some(number.map_or(NO_OUTLET, |(number, _)| number.unsigned_abs()))
            }
        })
    }

    fn outlet_counts(&self, tally: &Tally) -> Result<Vec<OutletCount>, StoreError> {
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

    /// The outlets of all articles, all of them unread.
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

/// Which articles of those found are listed, and what orders them.
struct Listed<'a> {
    keys: Keys<'a>,
    outlet: Option<u64>,
    /// How many of them.
    count: usize,
}

fn count(tally: &mut Tally, outlet: usize, counts: [usize; 2]) {
    if outlet >= tally.len() {
        tally.resize(outlet + 1, [0; 2]);
    }
    for (sum, count) in tally[outlet].iter_mut().zip(counts) {
        *sum += count;
    }
}
