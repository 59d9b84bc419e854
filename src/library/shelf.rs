//! The orders of lists, days and counts: what lists, pickers and histograms show. Not which articles those are: see `query`.

use crate::article::{Date, Time};
use std::ops::Range;
use std::sync::Arc;

/// The order of a list. Ties are in the order of the ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The newest first, articles without a date last.
    #[default]
    Newest,
    /// The oldest first, articles without a date last.
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
    /// The best match for the words of the query first, where a word in the title counts most. Equally good ones, and all if
    /// the query has no words, are ordered by [`Newest`](Self::Newest).
    Relevance,
    /// The newest import first.
    Imported,
}

impl Order {
    /// All orders, as a menu lists them.
    pub const ALL: [Self; 9] = [
        Self::Newest,
        Self::Oldest,
        Self::Outlet,
        Self::Title,
        Self::Longest,
        Self::Shortest,
        Self::Path,
        Self::Relevance,
        Self::Imported,
    ];

    /// Returns the name in settings and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Outlet => "outlet",
            Self::Title => "title",
            Self::Longest => "longest",
            Self::Shortest => "shortest",
            Self::Path => "path",
            Self::Relevance => "relevance",
            Self::Imported => "imported",
        }
    }

    /// Returns the order with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }

    /// Returns whether the articles of one day are next to each other.
    pub fn is_by_day(self) -> bool {
        matches!(self, Self::Newest | Self::Oldest)
    }

    /// Returns day and time as one number; `None` without a date. An article without a time counts as the last of its day,
    /// so that the others do not hide it.
    pub fn moment_of(day: Option<Date>, time: Option<Time>) -> Option<i64> {
        let minutes = time.map_or(NO_TIME, |time| i64::from(time.hour) * 60 + i64::from(time.minute));
        Some(Self::moments_of(day?).0 + minutes)
    }

    /// Returns the first and the last result of [`moment_of`](Self::moment_of) for a day.
    pub(super) fn moments_of(day: Date) -> (i64, i64) {
        let first = i64::from(day.days()) * MINUTES_APART;
        (first, first + NO_TIME)
    }

    /// Returns the day of a key by which a list is ordered by day: the result of [`moment_of`](Self::moment_of) or its
    /// negative. `None` for an article without a date.
    pub(super) fn day_of_key(self, key: i64) -> Option<Date> {
        let moment = if self == Self::Oldest { key } else { -key };
        (key != i64::MAX).then(|| Self::of_moment(moment).0)
    }

    /// Returns the day of such a number as [`Date::from_days`] takes it, which is cheaper than a date.
    pub(super) fn days_of_moment(moment: i64) -> i32 {
        moment.div_euclid(MINUTES_APART) as i32
    }

    /// Returns the day and time of such a number.
    pub(super) fn of_moment(moment: i64) -> (Date, Option<Time>) {
        let day = Date::from_days(Self::days_of_moment(moment));
        let minutes = moment.rem_euclid(MINUTES_APART);
        (day, Time::new((minutes / 60) as u8, (minutes % 60) as u8))
    }
}

/// The distance between two days, and the number for an article without a time: after the last minute of the day.
const MINUTES_APART: i64 = 2_000;
const NO_TIME: i64 = 24 * 60;

/// Returns the key by which names are ordered, which ignores case.
fn name_key(name: &str) -> (String, String) {
    (name.to_lowercase(), name.to_owned())
}

/// Consecutive articles of one day in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayGroup {
    /// The day; `None` for articles without a date.
    pub day: Option<Date>,
    /// Their positions in the list.
    pub range: Range<usize>,
}

impl DayGroup {
    /// Groups a list by the day of each article.
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

/// A value and the number of articles that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The value.
    pub name: Arc<str>,
    /// The number of articles.
    pub count: usize,
}

/// Counts of articles by their metadata.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// The number of all articles.
    pub total: usize,
    /// The outlets, by name.
    pub outlets: Vec<Counted>,
    /// The number of articles whose outlet is unknown.
    pub unknown_outlet: usize,
    /// The days with articles, the oldest first.
    pub days: Vec<(Date, usize)>,
    /// The number of articles without a date.
    pub undated: usize,
    /// The sources that articles were taken from, by name.
    pub vias: Vec<Counted>,
    /// The sections, by name.
    pub sections: Vec<Counted>,
    /// The languages, by code.
    pub languages: Vec<Counted>,
}

impl Facets {
    /// Sorts the values by name, and the days.
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

    /// Returns the newest day with an article.
    pub fn newest_day(&self) -> Option<Date> {
        self.days.last().map(|(day, _)| *day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::sample::{Sample, article};
    use crate::library::{LoadOptions, Marks, Query, Snapshot, Store};
    use std::path::PathBuf;
    use std::sync::atomic::AtomicBool;

    fn articles() -> Vec<(PathBuf, Article)> {
        let samples: [(&str, &str, &str, &[&str]); 5] = [
            ("B", "rt", "2025-02-13", &["one two three"]),
            ("é", "", "", &["one"]),
            ("C", "TRT World", "2025-02-14", &["one two"]),
            ("", "RT", "2025-02-13", &["a first sentence"]),
            ("a", "Alpha", "", &[]),
        ];
        let article = |(number, (title, outlet, date, body))| {
            let sample = Sample {
                title,
                outlet,
                date,
                body,
                ..Sample::default()
            };
            (PathBuf::from(format!("/p/{number}")), article(&sample))
        };
        (0..).zip(samples).map(article).collect()
    }

    fn snapshot() -> Snapshot {
        let store = Store::temporary().unwrap();
        store.importer(LoadOptions::default()).add(articles()).unwrap();
        store.snapshot().unwrap()
    }

    fn sorted(snapshot: &Snapshot, query: &str, order: Order) -> Vec<u32> {
        let query = Query::parse(query, "2025-03-01".parse().unwrap()).unwrap();
        let never = AtomicBool::new(false);
        let found = snapshot.search(&query, &Marks::default(), order, usize::MAX, &never);
        found.unwrap().unwrap().ids
    }

    #[test]
    fn orders_are_stable_and_new_articles_find_their_place() {
        let store = Store::temporary().unwrap();
        let mut importer = store.importer(LoadOptions::default());
        importer.add(articles()[..3].to_vec()).unwrap();
        importer.add(articles()).unwrap();
        let snapshot = store.snapshot().unwrap();
        for (order, wanted) in [
            (Order::Newest, [2, 0, 3, 1, 4]),
            (Order::Oldest, [0, 3, 2, 1, 4]),
            (Order::Outlet, [4, 3, 0, 2, 1]),
            (Order::Title, [4, 3, 0, 2, 1]),
            (Order::Shortest, [4, 1, 2, 3, 0]),
            (Order::Path, [0, 1, 2, 3, 4]),
            (Order::Relevance, [2, 0, 3, 1, 4]),
            (Order::Imported, [4, 3, 2, 1, 0]),
        ] {
            assert_eq!(sorted(&snapshot, "", order), wanted, "{order:?}");
        }
    }

    #[test]
    fn the_best_come_first_and_of_equals_the_newest() {
        let snapshot = snapshot();
        let ranked = |text: &str| sorted(&snapshot, text, Order::Relevance);
        assert_eq!(ranked("a"), [4, 3], "a title counts for more");
        assert_eq!(ranked("one OR three")[0], 0);
        assert_eq!(ranked("-one outlet:rt"), [3], "nothing to be good at");
    }

    #[test]
    fn days_group_a_list_with_the_undated_last() {
        let (snapshot, never) = (snapshot(), AtomicBool::new(false));
        let wanted = crate::library::Wanted::default();
        let listing = snapshot.list(&wanted, &Marks::default(), usize::MAX, &never);
        let group = |group: DayGroup| {
            let day = group.day.map(|day| day.to_string());
            (day.unwrap_or_default(), group.range)
        };
        let groups: Vec<_> = listing.unwrap().unwrap().days.into_iter().map(group).collect();
        let wanted = [("2025-02-14", 0..1), ("2025-02-13", 1..3), ("", 3..5)];
        assert_eq!(groups, wanted.map(|(day, range)| (day.to_owned(), range)));
    }

    #[test]
    fn facets_count_outlets_and_days() {
        let snapshot = snapshot();
        let facets = snapshot.facets().unwrap();
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

    #[test]
    fn orders_have_names() {
        for order in Order::ALL {
            assert_eq!(Order::from_name(order.name()), Some(order));
        }
    }
}
