//! Articles in an order, in groups and counted: what lists, pickers and histograms show. Not which articles those
//! are: see `query`.

use super::entry::Entry;
use crate::article::Date;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// How a list of articles is ordered. Ties are in load order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The newest first, those without a date last.
    #[default]
    Newest,
    /// The oldest first, those without a date last.
    Oldest,
    /// By outlet, each newest first; unknown outlets last.
    Outlet,
    /// By title.
    Title,
    /// The longest first.
    Longest,
    /// The shortest first.
    Shortest,
    /// By path.
    Path,
}

impl Order {
    /// Every order, as a person walks through them.
    pub const ALL: [Self; 7] = [
        Self::Newest,
        Self::Oldest,
        Self::Outlet,
        Self::Title,
        Self::Longest,
        Self::Shortest,
        Self::Path,
    ];

    /// The name in settings and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Outlet => "outlet",
            Self::Title => "title",
            Self::Longest => "longest",
            Self::Shortest => "shortest",
            Self::Path => "path",
        }
    }

    /// The order of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }

    /// The next order; after the last comes the first.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|order| *order == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// Whether articles of one day stand together, so that [`days`] makes sense.
    pub fn is_by_day(self) -> bool {
        matches!(self, Self::Newest | Self::Oldest)
    }

    /// Compares two entries; never equal for two different ones.
    pub fn compare(self, a: &Entry, b: &Entry) -> Ordering {
        let order = match self {
            Self::Newest | Self::Oldest => self.time_key(a).cmp(&self.time_key(b)),
            Self::Outlet => compare_outlets(a.outlet.as_deref(), b.outlet.as_deref())
                .then_with(|| Self::Newest.time_key(a).cmp(&Self::Newest.time_key(b))),
            Self::Title => a.title_key().cmp(b.title_key()),
            Self::Longest => b.words.cmp(&a.words),
            Self::Shortest => a.words.cmp(&b.words),
            Self::Path => a.path.cmp(&b.path),
        };
        order.then(a.id.cmp(&b.id))
    }

    /// A number that orders by time; the largest for what has no date. Without a time, an article counts as that
    /// of the day's end, so that it is not hidden below those that tell theirs.
    fn time_key(self, entry: &Entry) -> i64 {
        let Some(date) = entry.date() else { return i64::MAX };
        let minutes = entry
            .time()
            .map_or(24 * 60, |time| i64::from(time.hour) * 60 + i64::from(time.minute));
        let key = i64::from(date.days()) * 2_000 + minutes;
        if self == Self::Oldest { key } else { -key }
    }
}

/// Ids in an order. `entries` is a snapshot: the entry of an id stands at that index; other ids are left out.
pub fn sorted(entries: &[Arc<Entry>], ids: &[u32], order: Order) -> Vec<u32> {
    let mut known: Vec<&Entry> = ids
        .iter()
        .filter_map(|&id| Some(entries.get(id as usize)?.as_ref()))
        .collect();
    if order.is_by_day() {
        known.sort_by_cached_key(|entry| (order.time_key(entry), entry.id));
    } else {
        known.sort_unstable_by(|a, b| order.compare(a, b));
    }
    known.into_iter().map(|entry| entry.id).collect()
}

/// Adds ids to a list that is in the order already; the same as sorting both together, but in one pass.
pub fn merged(entries: &[Arc<Entry>], list: &[u32], added: &[u32], order: Order) -> Vec<u32> {
    let added = sorted(entries, added, order);
    let mut merged = Vec::with_capacity(list.len() + added.len());
    let mut rest = added.as_slice();
    for &id in list {
        let Some(entry) = entries.get(id as usize) else {
            continue;
        };
        let before = rest.partition_point(|&other| {
            let other = entries.get(other as usize);
            other.is_some_and(|other| order.compare(other, entry) == Ordering::Less)
        });
        let (first, later) = rest.split_at(before);
        merged.extend_from_slice(first);
        merged.push(id);
        rest = later;
    }
    merged.extend_from_slice(rest);
    merged
}

/// A run of articles of one day in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayGroup {
    /// The day; `None` for those without a date.
    pub day: Option<Date>,
    /// Where in the list.
    pub range: Range<usize>,
}

/// The days of a list that is ordered by day.
pub fn days(entries: &[Arc<Entry>], list: &[u32]) -> Vec<DayGroup> {
    let mut groups: Vec<DayGroup> = Vec::new();
    for (at, &id) in list.iter().enumerate() {
        let day = entries.get(id as usize).and_then(|entry| entry.date());
        match groups.last_mut() {
            Some(group) if group.day == day => group.range.end = at + 1,
            _ => groups.push(DayGroup {
                day,
                range: at..at + 1,
            }),
        }
    }
    groups
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

    /// The newest day that has an article.
    pub fn newest_day(&self) -> Option<Date> {
        self.days.last().map(|(day, _)| *day)
    }

    /// The oldest day that has an article.
    pub fn oldest_day(&self) -> Option<Date> {
        self.days.first().map(|(day, _)| *day)
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
    counted.sort_by(|a, b| compare_outlets(Some(&a.name), Some(&b.name)));
    counted
}

/// By name without case; the unknown one last.
fn compare_outlets(a: Option<&str>, b: Option<&str>) -> Ordering {
    let folded = |name: &str| name.to_lowercase();
    match (a, b) {
        (Some(a), Some(b)) if a == b => Ordering::Equal,
        (Some(a), Some(b)) => folded(a).cmp(&folded(b)).then_with(|| a.cmp(b)),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}
