//! Days that words name relative to the day of the article. Without that day they stay open.

use crate::article::Date;
use crate::events::figures::lexicon::RelativeTime;

/// The value of a relative time; `None` if the day of the article is not known.
///
/// A weekday is the last one up to the day of the article, since news reports what happened. The weekend is the nearest.
pub fn resolved(time: RelativeTime, published: Option<Date>) -> Option<String> {
    if time == RelativeTime::Decade {
        return Some("10".to_owned());
    }
    let day = published?;
    let weekday = (day.days() + 3).rem_euclid(7);
    Some(match time {
        RelativeTime::Days(days) => day.plus_days(days).to_string(),
        RelativeTime::Weekday(wanted) => day
            .plus_days(-(weekday - i32::from(wanted)).rem_euclid(7))
            .to_string(),
        RelativeTime::Weekend => {
            let saturday = if weekday <= 2 { -weekday - 2 } else { 5 - weekday };
            format!("{}/{}", day.plus_days(saturday), day.plus_days(saturday + 1))
        }
        RelativeTime::Decade => return None,
    })
}

/// A day and month without a year, as the year nearest to the article; `--MM-DD` if its day is not known.
pub fn nearest(month: u8, day: u8, published: Option<Date>) -> Option<String> {
    let Some(published) = published else {
        return Date::new(2000, month, day).map(|_| format!("--{month:02}-{day:02}"));
    };
    let years = [published.year - 1, published.year, published.year + 1];
    let days = years.into_iter().filter_map(|year| Date::new(year, month, day));
    let nearest = days.min_by_key(|date| (date.days() - published.days()).abs())?;
    Some(nearest.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_from_the_day_of_the_article() {
        let friday: Date = "2024-05-10".parse().unwrap();
        let read = |time| resolved(time, Some(friday)).unwrap();
        assert_eq!(read(RelativeTime::Days(-1)), "2024-05-09");
        assert_eq!(read(RelativeTime::Weekday(4)), "2024-05-10");
        assert_eq!(read(RelativeTime::Weekday(5)), "2024-05-04");
        assert_eq!(read(RelativeTime::Weekend), "2024-05-11/2024-05-12");
        assert_eq!(resolved(RelativeTime::Weekday(4), None), None);
        assert_eq!(
            nearest(12, 30, Some("2024-01-02".parse().unwrap())).as_deref(),
            Some("2023-12-30")
        );
        assert_eq!(nearest(2, 30, None), None);
        assert_eq!(nearest(5, 9, None).as_deref(), Some("--05-09"));
    }
}
