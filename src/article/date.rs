//! A calendar day, a clock time and its offset from UTC as a page states them: nothing is converted, and there is no
//! arithmetic beyond whole days.
//!
//! Days are counted in the proleptic Gregorian calendar, after Howard Hinnant, "chrono-Compatible Low-Level Date
//! Algorithms" (2013).

use std::fmt;
use std::str::FromStr;

/// A calendar day. Ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// The shifted year starts on 1 March, so that the leap day is its last day.
const DAYS_BEFORE_EPOCH: i32 = 719_468;
const DAYS_PER_ERA: i32 = 146_097;

impl Date {
    /// The day, if it exists in the calendar.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        exists.then_some(Self { year, month, day })
    }

    /// Days since 1970-01-01; negative before.
    pub fn days(self) -> i32 {
        let (month, day) = (i32::from(self.month), i32::from(self.day));
        let year = i32::from(self.year) - i32::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * DAYS_PER_ERA + day_of_era - DAYS_BEFORE_EPOCH
    }

    /// The day that is `days` days after 1970-01-01.
    pub fn from_days(days: i32) -> Self {
        let shifted = days + DAYS_BEFORE_EPOCH;
        let era = shifted.div_euclid(DAYS_PER_ERA);
        let day_of_era = shifted.rem_euclid(DAYS_PER_ERA);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        Self {
            year: year as i16,
            month: month as u8,
            day: day as u8,
        }
    }

    /// The day `days` later, or earlier if negative.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self::from_days(self.days() + days)
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
        // 1970-01-01 was a Thursday.
        let week = [Thursday, Friday, Saturday, Sunday, Monday, Tuesday, Wednesday];
        week[self.days().rem_euclid(7) as usize]
    }
}

/// The number of days in a month.
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Date {
    /// Returns day and month, `5 Mar`.
    pub fn day_and_month(self) -> String {
        let month = usize::from(self.month)
            .checked_sub(1)
            .and_then(|month| MONTHS.get(month));
        format!("{} {}", self.day, month.unwrap_or(&"?"))
    }

    /// Returns the date with its weekday, `Wed 5 Mar 2025`.
    pub fn in_words(self) -> String {
        format!(
            "{} {} {}",
            self.weekday().short(),
            self.day_and_month(),
            self.year
        )
    }
}

fn days_in_month(year: i16, month: u8) -> u8 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The text is not a day of the calendar in the form `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADate;

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let mut parts = text.splitn(3, '-');
        let mut part = || {
            parts
                .next()
                .filter(|part| part.bytes().all(|b| b.is_ascii_digit()))
                .ok_or(NotADate)
        };
        let (year, month, day) = (part()?, part()?, part()?);
        let date = Self::new(
            year.parse().map_err(|_| NotADate)?,
            month.parse().map_err(|_| NotADate)?,
            day.parse().map_err(|_| NotADate)?,
        );
        date.filter(|_| year.len() == 4).ok_or(NotADate)
    }
}

impl Weekday {
    /// Returns the first three letters of its name.
    pub fn short(self) -> &'static str {
        &self.name()[..3]
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }
}

/// A time of day, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl Time {
    /// The time, if it is valid.
    pub fn new(hour: u8, minute: u8) -> Option<Self> {
        (hour < 24 && minute < 60).then_some(Self { hour, minute })
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// A day, with the time if it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time of that day.
    pub time: Option<Time>,
}

impl fmt::Display for Moment {
    /// `2024-07-09`, or `2024-07-09T06:05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        self.time.map_or(Ok(()), |time| write!(f, "T{time}"))
    }
}

/// The offset of a clock from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone {
    /// Minutes east of Greenwich.
    minutes: i16,
}

impl Zone {
    /// The offset, if a zone on Earth has it.
    pub fn new(minutes: i16) -> Option<Self> {
        (-12 * 60..=14 * 60)
            .contains(&minutes)
            .then_some(Self { minutes })
    }

    /// Minutes east of Greenwich.
    pub fn minutes(self) -> i16 {
        self.minutes
    }
}

impl fmt::Display for Zone {
    /// `+03:00`, `-04:30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minutes < 0 { '-' } else { '+' };
        let minutes = self.minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_both_ways_over_leap_years() {
        for days in [-1, 0, 59, 60, 11_016, 11_017, 19_782, 20_132] {
            assert_eq!(Date::from_days(days).days(), days);
        }
        assert_eq!(
            Date::new(2024, 2, 29).unwrap().plus_days(1),
            Date::new(2024, 3, 1).unwrap()
        );
        assert_eq!(Date::new(1970, 1, 1).unwrap().days(), 0);
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        assert_eq!(Date::new(2023, 2, 29), None);
        assert_eq!(Date::new(2023, 13, 1), None);
        assert_eq!("2025-2-30".parse::<Date>(), Err(NotADate));
        assert_eq!(
            "2025-02-13".parse(),
            Ok(Date {
                year: 2025,
                month: 2,
                day: 13
            })
        );
    }

    #[test]
    fn weekdays() {
        assert_eq!(Date::new(2025, 2, 13).unwrap().weekday(), Weekday::Thursday);
    }

    #[test]
    fn zones_and_moments_are_written_as_iso_8601() {
        let zone = |minutes| Zone::new(minutes).map(|zone| zone.to_string());
        assert_eq!(zone(0).as_deref(), Some("+00:00"));
        assert_eq!(zone(-270).as_deref(), Some("-04:30"));
        assert_eq!(zone(15 * 60), None);
        let date = Date::new(2024, 7, 9).unwrap();
        assert_eq!(Moment { date, time: None }.to_string(), "2024-07-09");
        let time = Time::new(6, 5);
        assert_eq!(Moment { date, time }.to_string(), "2024-07-09T06:05");
    }
}
