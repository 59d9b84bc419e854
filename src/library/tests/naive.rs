//! Lists and counts of articles in memory, written as simply as possible: what the tests of this layer compare the
//! answers of a library with.

use crate::article::date::Date;
use crate::library::entry::Entry;
use crate::library::marks::session::Marks;
use crate::library::query::facets::OutletCount;
use crate::library::query::facets::{DayGroup, Facets, NamedCount};
use crate::library::query::parsed::Query;
use crate::library::query::scope::Scope;
use crate::library::query::sort::SortOrder;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Returns these ids in an order; the entry of an id is at that index.
pub(crate) fn sorted(entries: &[Arc<Entry>], ids: &[u32], order: SortOrder) -> Vec<u32> {
    let entry = |id: &u32| &entries[*id as usize];
    let mut ids = ids.to_vec();
    match order {
        SortOrder::Newest | SortOrder::Oldest | SortOrder::Relevance => {
            ids.sort_by_key(|id| time_key(entry(id), order));
        }
        SortOrder::Outlet => ids.sort_by_cached_key(|id| {
            let name = entry(id).outlet.as_deref().map(name_key);
            (name.is_none(), name, time_key(entry(id), SortOrder::Newest))
        }),
        SortOrder::Title => ids.sort_by_key(|id| entry(id).search_text().trim_start()),
        SortOrder::Longest => ids.sort_by_key(|id| Reverse(entry(id).words)),
        SortOrder::Shortest => ids.sort_by_key(|id| entry(id).words),
        SortOrder::Path => ids.sort_by_key(|id| &entry(id).path),
        SortOrder::Imported => ids.sort_by_key(|id| Reverse(*id)),
    }
    ids
}

fn time_key(entry: &Entry, order: SortOrder) -> i64 {
    let moment = SortOrder::moment_of(entry.date(), entry.time());
    moment.map_or(i64::MAX, |moment| {
        if order == SortOrder::Oldest {
            moment
        } else {
            -moment
        }
    })
}

fn name_key(name: &str) -> (String, String) {
    (name.to_lowercase(), name.to_owned())
}

/// Returns the days of a list that is ordered by day.
pub(crate) fn days(entries: &[Arc<Entry>], list: &[u32]) -> Vec<DayGroup> {
    DayGroup::of(list.iter().map(|id| entries[*id as usize].date()))
}

/// Returns whether an article is in a scope.
pub(crate) fn is_in(scope: &Scope, entry: &Entry, marks: &Marks) -> bool {
    let outlet = entry.outlet.as_deref();
    match scope {
        Scope::All => true,
        Scope::Outlet(name) => outlet == Some(name),
        Scope::Unknown => outlet.is_none(),
        Scope::Saved(saved) => saved.query.matches(entry, marks),
    }
}

/// Returns the ids of the entries that a query finds.
pub(crate) fn found(query: &Query, entries: &[Arc<Entry>], marks: &Marks) -> Vec<u32> {
    let found = entries.iter().filter(|entry| query.matches(entry, marks));
    found.map(|entry| entry.id).collect()
}

/// Counts entries by outlet.
pub(crate) fn count_outlets<'a>(
    entries: impl Iterator<Item = &'a Arc<Entry>>,
    marks: &Marks,
) -> Vec<OutletCount> {
    let mut counts: HashMap<Option<&Arc<str>>, (usize, usize)> = HashMap::new();
    for entry in entries {
        let count = counts.entry(entry.outlet.as_ref()).or_default();
        count.0 += 1;
        count.1 += usize::from(!marks.is_read(entry.id));
    }
    let counts = counts.into_iter().map(|(outlet, (count, unread))| OutletCount {
        outlet: outlet.cloned(),
        count,
        unread,
    });
    OutletCount::sorted(counts.collect())
}

/// Counts the articles of these ids by what they have in common.
pub(crate) fn facets(entries: &[Arc<Entry>], ids: &[u32]) -> Facets {
    let known = || ids.iter().map(|id| &entries[*id as usize]);
    let meta = || known().map(|entry| &entry.article.meta);
    let outlets = counted(known().map(|entry| entry.outlet.as_deref()));
    let mut days: BTreeMap<Date, usize> = BTreeMap::new();
    for date in known().filter_map(|entry| entry.date()) {
        *days.entry(date).or_default() += 1;
    }
    Facets {
        total: ids.len(),
        unknown_outlet: ids.len() - outlets.iter().map(|outlet| outlet.count).sum::<usize>(),
        outlets,
        undated: ids.len() - days.values().sum::<usize>(),
        days: days.into_iter().collect(),
        vias: counted(meta().map(|meta| meta.via.as_deref())),
        sections: counted(meta().map(|meta| meta.section.as_deref())),
        languages: counted(meta().map(|meta| meta.language.as_deref())),
    }
}

fn counted<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Vec<NamedCount> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for value in values.flatten() {
        *counts.entry(name_key(value)).or_default() += 1;
    }
    let counted = counts.into_iter().map(|((_, name), count)| NamedCount {
        name: name.as_str().into(),
        count,
    });
    counted.collect()
}
