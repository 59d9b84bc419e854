//! Articles in an order, in groups and counted: what lists, pickers and histograms show. Not which articles those
//! are: see `query`.

use super::entry::Entry;
use super::query::{Query, SortOrder};
use crate::article::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Ids in an order. `entries` is a snapshot: the entry of an id stands at that index; other ids are left out.
pub fn sorted(entries: &[Arc<Entry>], ids: &[u32], order: SortOrder) -> Vec<u32> {
    let known = || {
        ids.iter()
            .filter_map(|&id| Some(entries.get(id as usize)?.as_ref()))
    };
    match order {
        SortOrder::Newest | SortOrder::Oldest | SortOrder::Relevance => {
            by_key(known(), |entry| order.time_key(entry))
        }
        SortOrder::Outlet => {
            let ranks = outlet_ranks(known());
            let rank = |entry: &Entry| {
                entry
                    .outlet
                    .as_deref()
                    .and_then(|outlet| ranks.get(outlet).copied())
            };
            by_key(known(), |entry| {
                (
                    rank(entry).unwrap_or(usize::MAX),
                    SortOrder::Newest.time_key(entry),
                )
            })
        }
        SortOrder::Title => by_key(known(), Entry::title_key),
        SortOrder::Longest => by_key(known(), |entry| Reverse(entry.words)),
        SortOrder::Shortest => by_key(known(), |entry| entry.words),
        SortOrder::Path => by_key(known(), |entry| entry.path.as_ref()),
        SortOrder::Imported => by_key(known(), |entry| Reverse(entry.id)),
    }
}

/// Ids by how well a query's words fit, the best first: [`SortOrder::Relevance`], which [`sorted`] has no query for.
pub fn ranked(entries: &[Arc<Entry>], ids: &[u32], query: &Query) -> Vec<u32> {
    let newest = sorted(entries, ids, SortOrder::Newest);
    let score = |id: &u32| entries.get(*id as usize).map_or(0, |entry| query.score(entry));
    let mut scored: Vec<(Reverse<u32>, u32)> = newest.iter().map(|id| (Reverse(score(id)), *id)).collect();
    scored.sort_by_key(|(score, _)| *score);
    scored.into_iter().map(|(_, id)| id).collect()
}

fn by_key<'a, K: Ord>(entries: impl Iterator<Item = &'a Entry>, key: impl Fn(&'a Entry) -> K) -> Vec<u32> {
    let mut keyed: Vec<(K, u32)> = entries.map(|entry| (key(entry), entry.id)).collect();
    // The stable sort is the one that takes runs as they are.
    keyed.sort();
    keyed.into_iter().map(|(_, id)| id).collect()
}

/// The place of each outlet by name.
fn outlet_ranks<'a>(entries: impl Iterator<Item = &'a Entry>) -> HashMap<&'a str, usize> {
    let names: HashSet<&str> = entries.filter_map(|entry| entry.outlet.as_deref()).collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_by_cached_key(|name| name_key(name));
    names.into_iter().zip(0..).collect()
}

/// Names are ordered without regard to case.
fn name_key(name: &str) -> (String, String) {
    (name.to_lowercase(), name.to_owned())
}

/// A run of articles of one day in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayGroup {
    /// The day; `None` for those without a date.
    pub day: Option<Date>,
    /// Where in the list.
    pub range: Range<usize>,
}

impl DayGroup {
    /// The groups of a list, from the day of each place in it.
    pub fn of(days: impl IntoIterator<Item = Option<Date>>) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for (at, day) in days.into_iter().enumerate() {
            match groups.last_mut() {
                Some(group) if group.day == day => group.range.end = at + 1,
                _ => groups.push(Self {
                    day,
                    range: at..at + 1,
                }),
            }
        }
        groups
    }
}

/// The days of a list that is ordered by day.
pub fn days(entries: &[Arc<Entry>], list: &[u32]) -> Vec<DayGroup> {
    let day = |id: &u32| entries.get(*id as usize).and_then(|entry| entry.date());
    DayGroup::of(list.iter().map(day))
}

/// A value that articles share, and how many have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The value.
    pub name: Arc<str>,
    /// How many articles have it.
    pub count: usize,
}

/// Articles counted by what they have in common.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// All of them.
    pub total: usize,
    /// The outlets, by name.
    pub outlets: Vec<Counted>,
    /// Those of which the outlet is not known.
    pub unknown_outlet: usize,
    /// The days that have articles, the oldest first.
    pub days: Vec<(Date, usize)>,
    /// Those without a date.
    pub undated: usize,
    /// What they were taken over from, by name.
    pub vias: Vec<Counted>,
    /// The sections, by name.
    pub sections: Vec<Counted>,
    /// The languages, by code.
    pub languages: Vec<Counted>,
}

impl Facets {
    /// Counts the articles of these ids; `entries` is a snapshot.
    pub fn count(entries: &[Arc<Entry>], ids: &[u32]) -> Self {
        let known = || {
            ids.iter()
                .filter_map(|&id| Some(entries.get(id as usize)?.as_ref()))
        };
        let meta = || known().map(|entry| &entry.article.meta);
        let total = known().count();
        let outlets = counted(known().map(|entry| entry.outlet.as_deref()));
        let mut days: BTreeMap<Date, usize> = BTreeMap::new();
        for date in known().filter_map(Entry::date) {
            *days.entry(date).or_default() += 1;
        }
        Self {
            total,
            unknown_outlet: total - outlets.iter().map(|outlet| outlet.count).sum::<usize>(),
            outlets,
            undated: total - days.values().sum::<usize>(),
            days: days.into_iter().collect(),
            vias: counted(meta().map(|meta| meta.via.as_deref())),
            sections: counted(meta().map(|meta| meta.section.as_deref())),
            languages: counted(meta().map(|meta| meta.language.as_deref())),
        }
    }

    /// Puts values by name and days in order.
    pub(super) fn sort(&mut self) {
        for values in [
            &mut self.outlets,
            &mut self.vias,
            &mut self.sections,
            &mut self.languages,
        ] {
            values.sort_by_cached_key(|value| name_key(&value.name));
        }
        self.days.sort_unstable();
    }

    /// The newest day that has an article.
    pub fn newest_day(&self) -> Option<Date> {
        self.days.last().map(|(day, _)| *day)
    }
}

fn counted<'a>(values: impl Iterator<Item = Option<&'a str>>) -> Vec<Counted> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for value in values.flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let mut counted: Vec<_> = counts
        .into_iter()
        .map(|(name, count)| Counted {
            name: name.into(),
            count,
        })
        .collect();
    counted.sort_by_cached_key(|value| name_key(&value.name));
    counted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::sample::{Sample, entries};

    fn shelf() -> Vec<Arc<Entry>> {
        let sample = |title, outlet, date, body| Sample {
            path: "p",
            title,
            outlet,
            date,
            body,
            ..Sample::default()
        };
        entries(&[
            sample("B", "rt", "2025-02-13", &["one two three"]),
            sample("é", "", "", &["one"]),
            sample("C", "TRT World", "2025-02-14", &["one two"]),
            sample("", "RT", "2025-02-13", &["a first sentence"]),
            sample("a", "Alpha", "", &[]),
        ])
    }

    #[test]
    fn orders_are_stable_and_what_is_added_finds_its_place() {
        let entries = shelf();
        let all: Vec<u32> = (0..5).collect();
        for (order, wanted) in [
            (SortOrder::Newest, [2, 0, 3, 1, 4]),
            (SortOrder::Oldest, [0, 3, 2, 1, 4]),
            (SortOrder::Outlet, [4, 3, 0, 2, 1]),
            (SortOrder::Title, [4, 3, 0, 2, 1]),
            (SortOrder::Shortest, [4, 1, 2, 3, 0]),
            (SortOrder::Path, [0, 1, 2, 3, 4]),
            (SortOrder::Relevance, [2, 0, 3, 1, 4]),
            (SortOrder::Imported, [4, 3, 2, 1, 0]),
        ] {
            assert_eq!(sorted(&entries, &all, order), wanted, "{order:?}");
            let first = sorted(&entries, &all[..3], order);
            let both = [first.as_slice(), &all[3..]].concat();
            assert_eq!(sorted(&entries, &both, order), wanted, "{order:?}");
        }
        assert_eq!(sorted(&entries, &[7, 1], SortOrder::Longest), [1]);
    }

    #[test]
    fn the_best_come_first_and_of_equals_the_newest() {
        let entries = shelf();
        let ranked = |text: &str| {
            let query = Query::parse(text, "2025-03-01".parse().unwrap()).unwrap();
            super::ranked(&entries, &[0, 1, 2, 3, 4], &query)
        };
        assert_eq!(ranked("c"), [2, 0, 3, 1, 4]);
        assert_eq!(ranked("a"), [4, 3, 2, 0, 1], "a title counts for more");
        assert_eq!(ranked("one three")[..2], [0, 1]);
        assert_eq!(ranked("-one outlet:rt"), [2, 0, 3, 1, 4], "nothing to be good at");
    }

    #[test]
    fn days_group_a_list_with_the_undated_last() {
        let entries = shelf();
        let list = sorted(&entries, &[0, 1, 2, 3, 4], SortOrder::Newest);
        let groups: Vec<_> = days(&entries, &list)
            .into_iter()
            .map(|group| {
                (
                    group.day.map(|day| day.to_string()).unwrap_or_default(),
                    group.range,
                )
            })
            .collect();
        let wanted = [("2025-02-14", 0..1), ("2025-02-13", 1..3), ("", 3..5)];
        assert_eq!(groups, wanted.map(|(day, range)| (day.to_owned(), range)));
    }

    #[test]
    fn facets_count_outlets_and_days() {
        let entries = shelf();
        let facets = Facets::count(&entries, &[0, 1, 2, 3, 4, 9]);
        let outlets: Vec<_> = facets
            .outlets
            .iter()
            .map(|outlet| (outlet.name.as_ref(), outlet.count))
            .collect();
        assert_eq!(outlets, [("Alpha", 1), ("RT", 1), ("rt", 1), ("TRT World", 1)]);
        assert_eq!((facets.total, facets.unknown_outlet, facets.undated), (5, 1, 2));
        assert_eq!(
            facets.days.iter().map(|(_, count)| *count).collect::<Vec<_>>(),
            [2, 1]
        );
        assert_eq!(facets.newest_day().unwrap().to_string(), "2025-02-14");
    }
}
