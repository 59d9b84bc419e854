//! Counts of articles by outlet, day and other metadata, as pickers and histograms show them, and the days of a list.
//! Which articles are counted: see `parsed`.

use crate::article::date::Date;
use crate::text::fold;
use std::ops::Range;
use std::sync::Arc;

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
pub struct NamedCount {
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
    pub outlets: Vec<NamedCount>,
    /// The number of articles whose outlet is unknown.
    pub unknown_outlet: usize,
    /// The days with articles, the oldest first.
    pub days: Vec<(Date, usize)>,
    /// The number of articles without a date.
    pub undated: usize,
    /// The sources that articles were taken from, by name.
    pub vias: Vec<NamedCount>,
    /// The sections, by name.
    pub sections: Vec<NamedCount>,
    /// The languages, by code.
    pub languages: Vec<NamedCount>,
}

impl Facets {
    /// Sorts the values by name, and the days.
    pub(crate) fn sort(&mut self) {
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

/// The number of articles of an outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletCount {
    /// The outlet; `None` if it is unknown.
    pub outlet: Option<Arc<str>>,
    /// The number of articles.
    pub count: usize,
    /// The number of unread articles.
    pub unread: usize,
}

impl OutletCount {
    /// Sorts counts by name, with the unknown outlet last.
    pub(crate) fn sorted(mut counts: Vec<Self>) -> Vec<Self> {
        counts.sort_by_cached_key(|count| {
            let folded = count.outlet.as_deref().map(fold::fold);
            (folded.is_none(), folded, count.outlet.clone())
        });
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::load::options::LoadOptions;
    use crate::library::marks::session::Marks;
    use crate::library::query::parsed::Query;
    use crate::library::query::sort::SortOrder;
    use crate::library::store::handle::Store;
    use crate::library::store::search::snapshot::Snapshot;
    use crate::library::tests::fixtures::{SampleArticle, article};
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
            let sample = SampleArticle {
                title,
                body,
                outlet,
                date,
                ..SampleArticle::default()
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

    fn sorted(snapshot: &Snapshot, query: &str, order: SortOrder) -> Vec<u32> {
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
            (SortOrder::Newest, [2, 0, 3, 1, 4]),
            (SortOrder::Oldest, [0, 3, 2, 1, 4]),
            (SortOrder::Outlet, [4, 3, 0, 2, 1]),
            (SortOrder::Title, [4, 3, 0, 2, 1]),
            (SortOrder::Shortest, [4, 1, 2, 3, 0]),
            (SortOrder::Path, [0, 1, 2, 3, 4]),
            (SortOrder::Relevance, [2, 0, 3, 1, 4]),
            (SortOrder::Imported, [4, 3, 2, 1, 0]),
        ] {
            assert_eq!(sorted(&snapshot, "", order), wanted, "{order:?}");
        }
    }

    #[test]
    fn the_best_come_first_and_of_equals_the_newest() {
        let snapshot = snapshot();
        let ranked = |text: &str| sorted(&snapshot, text, SortOrder::Relevance);
        assert_eq!(ranked("a"), [4, 3], "a title counts for more");
        assert_eq!(ranked("one OR three")[0], 0);
        assert_eq!(ranked("-one outlet:rt"), [3], "nothing to be good at");
    }

    #[test]
    fn days_group_a_list_with_the_undated_last() {
        let (snapshot, never) = (snapshot(), AtomicBool::new(false));
        let wanted = crate::library::query::scope::ListRequest::default();
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
}
