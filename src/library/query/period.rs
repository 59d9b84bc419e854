//! Days, months, years and ranges in a query. The present day is an argument.

use crate::article::date::Date;

/// A range of days, both ends included. `None` is an open end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Period {
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
}

impl Period {
    pub(crate) fn has(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Parses `date:`: a day, month, year, `today`, `yesterday`, `7d`, `3w`, or a range of them, which may be open at
    /// one end.
    pub(crate) fn parse(text: &str, today: Date) -> Result<Self, String> {
        let Some((from, to)) = text.split_once("..") else {
            let span = DaySpan::parse(text, today)?;
            return Ok(Self {
                from: Some(span.first),
                to: Some(span.last),
            });
        };
        if from.is_empty() && to.is_empty() {
            return Err("a range needs at least one end, as in `2025-02-01..`".to_owned());
        }
        let period = Self {
            from: if from.is_empty() {
                None
            } else {
                Some(DaySpan::parse(from, today)?.first)
            },
            to: if to.is_empty() {
                None
            } else {
                Some(DaySpan::parse(to, today)?.as_end())
            },
        };
        match (period.from, period.to) {
            (Some(from), Some(to)) if from > to => {
                Err(format!("the range ends ({to}) before it starts ({from})"))
            }
            _ => Ok(period),
        }
    }

    /// Parses `since:`, a range from the first day of the value.
    pub(crate) fn since(text: &str, today: Date) -> Result<Self, String> {
        let from = Some(DaySpan::parse(text, today)?.first);
        Ok(Self { from, to: None })
    }

    /// Parses `until:`, a range to the last day of the value. The last day of `7d` is the day on which the seven days
    /// begin.
    pub(crate) fn until(text: &str, today: Date) -> Result<Self, String> {
        let to = Some(DaySpan::parse(text, today)?.as_end());
        Ok(Self { from: None, to })
    }
}

/// The days that one value covers.
struct DaySpan {
    first: Date,
    last: Date,
    /// `7d` or `3w`, counted back from today.
    counted_back: bool,
}

/// About a thousand years. More would exceed the calendar.
const MOST_DAYS_BACK: i32 = 366_000;

impl DaySpan {
    fn parse(text: &str, today: Date) -> Result<Self, String> {
        let days = |first, last| {
            Ok(Self {
                first,
                last,
                counted_back: false,
            })
        };
        match text.to_ascii_lowercase().as_str() {
            "today" => return days(today, today),
            "yesterday" => return days(today.plus_days(-1), today.plus_days(-1)),
            lower => {
                if let Some(count) = counted_back(lower) {
                    return Ok(Self {
                        first: today.plus_days(1 - count),
                        last: today,
                        counted_back: true,
                    });
                }
            }
        }
        Self::calendar(text).map_or_else(
            || {
                Err(format!(
                    "`{text}` is not a date; write 2025-02-13, 2025-02, 2025, today, yesterday, 7d or 3w"
                ))
            },
            |(first, last)| days(first, last),
        )
    }

    fn calendar(text: &str) -> Option<(Date, Date)> {
        let mut parts = text.split('-');
        let mut number = || match parts.next() {
            None => Some(None),
            Some(part) if part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                part.parse::<i16>().ok().map(Some)
            }
            Some(_) => None,
        };
        let (year, month, day, rest) = (number()?, number()?, number()?, number()?);
        let (Some(year), None) = (year, rest) else {
            return None;
        };
        let is_year = text.len() >= 4 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit);
        let month = month.map_or(Some(None), |month| u8::try_from(month).ok().map(Some))?;
        let day = day.map_or(Some(None), |day| u8::try_from(day).ok().map(Some))?;
        if !is_year {
            return None;
        }
        match (month, day) {
            (None, _) => Some((Date::new(year, 1, 1)?, Date::new(year, 12, 31)?)),
            (Some(month), None) => {
                let last = (28..=31).rev().find_map(|day| Date::new(year, month, day));
                Some((Date::new(year, month, 1)?, last?))
            }
            (Some(month), Some(day)) => Date::new(year, month, day).map(|day| (day, day)),
        }
    }

    fn as_end(&self) -> Date {
        if self.counted_back { self.first } else { self.last }
    }
}

/// Returns the number of days of `7d` or `3w`, including today.
fn counted_back(text: &str) -> Option<i32> {
    let (number, unit) = match (text.strip_suffix('d'), text.strip_suffix('w')) {
        (Some(number), _) => (number, 1),
        (_, Some(number)) => (number, 7),
        _ => return None,
    };
    let count = number.parse::<u16>().ok()?;
    let days = i32::from(count) * unit;
    (1..=MOST_DAYS_BACK).contains(&days).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn shown(result: Result<Period, String>) -> String {
        let end = |date: Option<Date>| date.map_or(String::new(), |date| date.to_string());
        result.map_or_else(
            |error| error,
            |period| format!("{}..{}", end(period.from), end(period.to)),
        )
    }

    #[test]
    fn names_of_times_are_ranges_of_days() {
        let today = day("2025-03-02");
        for (text, wanted) in [
            ("2025-02", "2025-02-01..2025-02-28"),
            ("2024-2", "2024-02-01..2024-02-29"),
            ("2025", "2025-01-01..2025-12-31"),
            ("2025-2-3", "2025-02-03..2025-02-03"),
            ("2025-01..2025-02", "2025-01-01..2025-02-28"),
            ("2025-02-14..", "2025-02-14.."),
            ("..yesterday", "..2025-03-01"),
            ("Today", "2025-03-02..2025-03-02"),
            ("7d", "2025-02-24..2025-03-02"),
            ("1w", "2025-02-24..2025-03-02"),
            ("7d..yesterday", "2025-02-24..2025-03-01"),
            ("14d..7d", "2025-02-17..2025-02-24"),
        ] {
            assert_eq!(shown(Period::parse(text, today)), wanted, "{text}");
        }
        assert_eq!(shown(Period::since("7d", today)), "2025-02-24..");
        assert_eq!(shown(Period::until("2025-02", today)), "..2025-02-28");
        assert_eq!(shown(Period::until("7d", today)), "..2025-02-24");
    }

    #[test]
    fn invalid_dates_are_errors() {
        let today = day("2025-03-02");
        for text in [
            "",
            "..",
            "2025-",
            "2025-13",
            "2025-02-30",
            "25-02-03",
            "0d",
            "99999d",
            "2025-02-03-04",
            "+025",
            "soon",
        ] {
            assert!(Period::parse(text, today).is_err(), "{text}");
        }
        assert!(shown(Period::parse("2025-03..2025-02", today)).contains("before it starts"));
    }
}
