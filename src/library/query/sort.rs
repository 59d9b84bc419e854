//! The orders that a list can have, and the numbers that articles are sorted by.

use crate::article::date::{Date, Time};

/// The order of a list of articles. Articles that compare as equal stay in load order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SortOrder {
    /// The newest first, articles without a date last.
    #[default]
    Newest,
    /// The oldest first, articles without a date last.
    Oldest,
    /// By outlet, the newest of each outlet first; articles without an outlet last.
    Outlet,
    /// By title.
    Title,
    /// The longest first.
    Longest,
    /// The shortest first.
    Shortest,
    /// By path.
    Path,
    /// The best matches for the words of the query first; a word in the title counts for more. Equal matches, and all
    /// articles if the query has no words, are sorted by [`Newest`](Self::Newest).
    Relevance,
    /// The last imported or loaded first.
    Imported,
}

impl SortOrder {
    /// Every order, as the picker lists them.
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

    /// The name in settings, on the command line and on the screen.
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

    /// Returns the order with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }

    /// Returns whether the articles of one day are next to each other.
    pub fn is_by_day(self) -> bool {
        matches!(self, Self::Newest | Self::Oldest)
    }

    /// Returns day and time as one number, or `None` without a date. An article without a time counts as one of the end of
    /// its day, so that articles with a time do not hide it.
    pub fn moment_of(day: Option<Date>, time: Option<Time>) -> Option<i64> {
        let minutes = time.map_or(NO_TIME, |time| i64::from(time.hour) * 60 + i64::from(time.minute));
        Some(Self::moments_of(day?).0 + minutes)
    }

    /// Returns the least and the greatest number that [`moment_of`](Self::moment_of) returns for a day.
    pub(crate) fn moments_of(day: Date) -> (i64, i64) {
        let first = i64::from(day.days()) * DAY;
        (first, first + NO_TIME)
    }

    /// Returns the day in a key by which this order sorts a list by day: what [`moment_of`](Self::moment_of) returns, or
    /// its negative. Returns `None` for the key of an article without a date.
    pub(crate) fn day_of_key(self, key: i64) -> Option<Date> {
        let moment = if self == Self::Oldest { key } else { -key };
        (key != i64::MAX).then(|| Self::of_moment(moment).0)
    }

    /// Returns the day of a moment as [`Date::from_days`] takes it. Counting many articles by day needs no dates.
    pub(crate) fn days_of_moment(moment: i64) -> i32 {
        moment.div_euclid(DAY) as i32
    }

    /// Returns the day and time of a moment.
    pub(crate) fn of_moment(moment: i64) -> (Date, Option<Time>) {
        let day = Date::from_days(Self::days_of_moment(moment));
        let minutes = moment.rem_euclid(DAY);
        (day, Time::new((minutes / 60) as u8, (minutes % 60) as u8))
    }
}

/// The distance from one day to the next, and the position of an article without a time in its day: after the last minute.
const DAY: i64 = 2_000;
const NO_TIME: i64 = 24 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_have_names() {
        for order in SortOrder::ALL {
            assert_eq!(SortOrder::from_name(order.name()), Some(order));
        }
    }
}
