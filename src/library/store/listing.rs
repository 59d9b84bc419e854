//! What a reader shows of a library: the first articles of a list or all of them, the days that the list is made of, and
//! how many articles each outlet has. One walk over what a query finds answers all of it. Not the rows: see `snapshot`.

use super::error::StoreError;
use super::names::UNKNOWN;
use super::search::{Keyed, Keys, visit};
use super::snapshot::Snapshot;
use super::translate::Translator;
use crate::article::Date;
use crate::library::{DayGroup, Listing, Mark, Marks, MarksView, Order, OutletCount, Query, Scope, Wanted};
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::query::EnableScoring;

/// How many articles each outlet has, and how many of them are unread; by the number of the outlet.
type Tally = Vec<[usize; 2]>;

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
        };
        let Some((mut found, tally)) = self.walk(&wanted.query, marks, Some(&listed), cancel)? else {
            return Ok(None);
        };
        let total = found.len();
        if count < total {
            if count > 0 {
                found.select_nth_unstable(count);
            }
            found.truncate(count);
        }
        found.sort_unstable();
        let day = |&(key, _): &Keyed| wanted.order.day_of_key(key.0);
        let days = if wanted.order.is_by_day() {
            DayGroup::of(found.iter().map(day))
        } else {
            Vec::new()
        };
        Ok(Some(Listing {
            ids: found.into_iter().map(|(_, id)| id).collect(),
            total,
            days,
            outlets: self.outlet_counts(&tally)?,
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
        let walked = self.walk(query, marks, None, cancel)?;
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
        }))
    }

    /// What a query finds, as far as it is listed, and counted by outlet.
    fn walk(
        &self,
        query: &Query,
        marks: &Marks,
        listed: Option<&Listed<'_>>,
        cancel: &AtomicBool,
    ) -> Result<Option<(Vec<Keyed>, Tally)>, StoreError> {
        let end = self.end();
        let translator = Translator {
            fields: &self.index.fields,
            marks,
            len: end,
        };
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let weight = translator.query(query).weight(scoring);
        let weight = weight.map_err(|error| self.failed(&error))?;
        let walks = self.each_segment(|reader| {
            let columns = reader.fast_fields();
            let (ids, outlets) = (columns.u64("id")?, columns.u64("outlet")?);
            let keys = listed.map(|listed| listed.keys.of_segment(reader)).transpose()?;
            let wanted = listed.and_then(|listed| listed.outlet);
            let (mut found, mut tally) = (Vec::new(), Tally::new());
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
            Ok((found, tally))
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
        let found: Vec<Vec<Keyed>> = walks.into_iter().map(|(found, _)| found).collect();
        Ok(Some((found.concat(), tally)))
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
}

fn count(tally: &mut Tally, outlet: usize, counts: [usize; 2]) {
    if outlet >= tally.len() {
        tally.resize(outlet + 1, [0; 2]);
    }
    for (sum, count) in tally[outlet].iter_mut().zip(counts) {
        *sum += count;
    }
}
