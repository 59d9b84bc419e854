//! Reads the value of a date field in any form: ISO 8601, RFC 822, seconds since 1970, numbers, words of any language. Not the
//! dates of running text: see [`dates`](crate::extract::dates), whose reader is the last resort here.

use crate::article::date::{Date, Moment, Time, Zone};
use crate::extract::dates::calendar::Calendar;
use crate::extract::dates::forms::DayReading;
use crate::extract::dates::parse::date_spans;
use crate::extract::dates::zones;

/// The value of a date field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The day, in the zone if it is stated.
    pub date: Date,
    /// The time of that day.
    pub time: Option<Time>,
    /// The offset of the time from UTC.
    pub zone: Option<Zone>,
}

/// Years that articles can have. 1970-01-01 and the year 1 stand for dates that a program did not know.
const YEARS: std::ops::RangeInclusive<i32> = 1600..=2100;
/// Longer values are not dates.
const MAX_BYTES: usize = 120;

/// Reads a date. A value that can mean two days is unknown.
pub fn read(value: &str) -> Option<When> {
    read_in(value, None)
}

/// Reads a date. `month_first` decides what `03/04/2024` means.
pub fn read_in(value: &str, month_first: Option<bool>) -> Option<When> {
    let text = value.trim().trim_matches(['"', '\'']).trim();
    if text.is_empty() || text.len() > MAX_BYTES {
        return None;
    }
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let when = (if is_number { digits(text) } else { None })
        .or_else(|| iso(text))
        .or_else(|| words(text, month_first))
        .or_else(|| running_text(text))?;
    let is_known = YEARS.contains(&i32::from(when.date.year)) && when.date.days() != 0;
    is_known.then_some(when)
}

impl When {
    /// Seconds since 1970, in UTC.
    fn of_epoch(seconds: i64) -> Option<Self> {
        let days = i32::try_from(seconds.div_euclid(86_400)).ok()?;
        let minute = seconds.rem_euclid(86_400) / 60;
        Some(Self {
            date: (-200_000..200_000)
                .contains(&days)
                .then(|| Date::from_days(days))?,
            time: Time::new((minute / 60) as u8, (minute % 60) as u8),
            zone: Zone::new(0),
        })
    }

    fn of(date: Date, time: Option<Time>, zone: Option<Zone>) -> Self {
        Self {
            date,
            time,
            zone: zone.filter(|_| time.is_some()),
        }
    }

    /// The day and time.
    pub fn moment(self) -> Moment {
        Moment {
            date: self.date,
            time: self.time,
        }
    }
}

/// `1714989600`, in seconds, milli- or microseconds; `20240506`; `20240506101500`.
fn digits(text: &str) -> Option<When> {
    let whole = text.split('.').next()?;
    let number: i64 = whole.parse().ok()?;
    let part = |from: usize, to: usize| whole.get(from..to)?.parse::<u8>().ok();
    let day = |()| Date::new(whole.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?);
    match whole.len() {
        8 => Some(When::of(day(())?, None, None)),
        9 | 10 => When::of_epoch(number),
        12 | 14 if day(()).is_some() => {
            Some(When::of(day(())?, Time::new(part(8, 10)?, part(10, 12)?), None))
        }
        12 | 13 => When::of_epoch(number / 1_000),
        15 | 16 => When::of_epoch(number / 1_000_000),
        _ => None,
    }
}

/// `2024-05-06`, with time and zone, and with few or no marks: `20240506T101500Z`, `2024/05/06 10:15`.
fn iso(text: &str) -> Option<When> {
    let (year, rest) = number(text, 4, 4)?;
    let (mark, rest) = match rest.chars().next()? {
        mark @ ('-' | '/' | '.') => (Some(mark), &rest[1..]),
        c if c.is_ascii_digit() => (None, rest),
        _ => return None,
    };
    let least = if mark.is_some() { 1 } else { 2 };
    let (month, rest) = number(rest, least, 2)?;
    let rest = mark.map_or(Some(rest), |mark| rest.strip_prefix(mark))?;
    let (day, rest) = number(rest, least, 2)?;
    let date = Date::new(i16::try_from(year).ok()?, month as u8, day as u8)?;
    let after = rest.trim_start_matches(['T', 't', ' ', ',', '_']);
    if rest.trim().is_empty() {
        return Some(When::of(date, None, None));
    }
    if after.len() == rest.len() {
        return None;
    }
    match clock(after) {
        Some((time, zone)) => Some(When::of(date, Some(time), zones::read(zone, date))),
        // The day is known, whatever comes after it.
        None => Some(When::of(date, None, None)),
    }
}

/// A time at the start of a text, and the rest of it: `10:15`, `101500.000`, `10.15`, `7:05 PM`, `24:00`.
fn clock(text: &str) -> Option<(Time, &str)> {
    let (hour, rest) = number(text, 1, 2)?;
    let (mark, rest) = match rest.chars().next() {
        Some(mark @ (':' | '.' | 'h')) => (Some(mark), &rest[1..]),
        _ => (None, rest),
    };
    let (minute, mut rest) = number(rest, 2, 2)?;
    let second = mark.map_or(Some(rest), |mark| rest.strip_prefix(mark));
    if let Some((_, after)) = second.and_then(|rest| number(rest, 1, 2)) {
        let fraction = after.strip_prefix(['.', ',']);
        rest = fraction.map_or(after, |digits| {
            digits.trim_start_matches(|c: char| c.is_ascii_digit())
        });
    }
    let half = rest.trim_start();
    let is_half = |word: &str| {
        let is_same = half
            .get(..word.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(word));
        is_same && !half[word.len()..].starts_with(char::is_alphabetic)
    };
    let (mut hour, mut rest) = (hour, rest);
    for (words, is_pm) in [(["p.m.", "pm"], true), (["a.m.", "am"], false)] {
        if let Some(word) = words.into_iter().find(|word| is_half(word)) {
            hour = hour % 12 + if is_pm { 12 } else { 0 };
            rest = &half[word.len()..];
        }
    }
    Some((Time::new((hour % 24) as u8, minute as u8)?, rest)).filter(|_| hour <= 24)
}

/// The number of this many digits at the start of a text.
fn number(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let value = text.get(..digits)?.parse().ok()?;
    (digits >= least).then(|| (value, &text[digits..]))
}

/// A day with the name of its month, or in numbers, with time and zone: `Mon, 06 May 2024 10:15:00 GMT`,
/// `Aug 30 2012 17:26 +0200`, `06/05/2024`, `Thu Jan 1 19:48:21 2004`.
fn words(text: &str, month_first: Option<bool>) -> Option<When> {
    let at = clock_start(text);
    let (before, time, after) = match at.and_then(|at| Some((at, clock(&text[at..])?))) {
        Some((at, (time, after))) => (&text[..at], Some(time), after),
        None => (text, None, ""),
    };
    // The year may come after the time.
    let (date, zone) = if let Some(date) = day(before, month_first) {
        (date, after)
    } else {
        let year = after
            .split_ascii_whitespace()
            .find(|word| word.len() == 4 && number(word, 4, 4).is_some())?;
        (day(&format!("{before} {year}"), month_first)?, after)
    };
    Some(When::of(date, time, zones::read(zone, date)))
}

/// Where a time begins: digits before a colon and two more digits.
fn clock_start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let colon = bytes
        .windows(3)
        .position(|window| window[0] == b':' && window[1].is_ascii_digit() && window[2].is_ascii_digit())?;
    let digits = bytes[..colon]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    (1..=2).contains(&digits).then(|| colon - digits)
}

/// The day that a text without a time names.
fn day(text: &str, month_first: Option<bool>) -> Option<Date> {
    let calendar = Calendar::get();
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let (mut month, mut numbers) = (None, Vec::new());
    for part in parts.filter(|part| !part.is_empty()) {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        match part[..digits].parse::<u32>() {
            // `1st`, `2nd`
            Ok(value) if part.len() - digits <= 2 => numbers.push((value, digits)),
            Ok(_) => return None,
            Err(_) if calendar.is_weekday(&part.to_lowercase()) => {}
            Err(_) if month.is_none() && numbers.len() < 3 => {
                month = calendar
                    .month(&part.to_lowercase(), None)
                    .map(|month| (month, numbers.len()));
            }
            Err(_) => {}
        }
    }
    match (month, &numbers[..]) {
        (Some((month, _)), &[(day, 1..=2), year] | &[year @ (_, 4), (day, 1..=2)]) => {
            Date::new(full_year(year)?, month, u8::try_from(day).ok()?)
        }
        (None, &[first @ (_, 1..=2), second @ (_, 1..=2), year @ (_, 2 | 4)]) => {
            numeric(text, first.0, second.0, full_year(year)?, month_first)
        }
        _ => None,
    }
}

/// `6.5.2024`, `06/05/2024`. With dots the day comes first everywhere; with other marks it may not.
fn numeric(text: &str, first: u32, second: u32, year: i16, month_first: Option<bool>) -> Option<Date> {
    let (first, second) = (first as u8, second as u8);
    let by_day = Date::new(year, second, first);
    let by_month = Date::new(year, first, second);
    match (by_day, by_month) {
        (Some(one), Some(other)) if one != other && !text.contains('.') => {
            if month_first? {
                Some(other)
            } else {
                Some(one)
            }
        }
        (one, other) => one.or(other),
    }
}

/// The year of two or four digits; those of two are from 1970 on.
fn full_year((value, digits): (u32, usize)) -> Option<i16> {
    match digits {
        4 => i16::try_from(value).ok(),
        2 if value < 70 => Some(value as i16 + 2000),
        2 => Some(value as i16 + 1900),
        _ => None,
    }
}

/// A date in words, as in running text.
fn running_text(text: &str) -> Option<When> {
    let spans = date_spans(text, None);
    let known = spans.iter().find_map(|span| match span.day {
        DayReading::Known(date) => Some((date, span)),
        _ => None,
    });
    let (date, span) = known?;
    Some(When::of(date, span.time, span.zone))
}

/// Reads the time of day of a field of its own.
pub fn time_of_day(value: &str) -> Option<(Time, &str)> {
    let text = value.trim();
    clock(text).or_else(|| clock(&text[clock_start(text)?..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> String {
        let Some(when) = read(value) else {
            return String::new();
        };
        let zone = when.zone.map(|zone| zone.to_string()).unwrap_or_default();
        format!("{}{zone}", when.moment())
    }

    #[test]
    fn a_date_is_read_in_every_form() {
        for (value, expected) in [
            ("2024-05-06", "2024-05-06"),
            ("2024-05-06T10:15:30Z", "2024-05-06T10:15+00:00"),
            ("2024-05-06 10:15:30.123 +0200", "2024-05-06T10:15+02:00"),
            ("2024-05-06T10:15:30-03:30", "2024-05-06T10:15-03:30"),
            ("20240506T101530Z", "2024-05-06T10:15+00:00"),
            ("20240506", "2024-05-06"),
            ("20240506101500", "2024-05-06T10:15"),
            ("1714989600", "2024-05-06T10:00+00:00"),
            ("1714989600000", "2024-05-06T10:00+00:00"),
            ("Mon, 06 May 2024 10:15:00 GMT", "2024-05-06T10:15+00:00"),
            ("Mon, 6 May 24 10:15 EDT", "2024-05-06T10:15-04:00"),
            ("May 06 2024 10:15:00 +0200", "2024-05-06T10:15+02:00"),
            ("May 6, 2024 10:15 PM", "2024-05-06T22:15"),
            ("Mon May  6 10:15:00 2024", "2024-05-06T10:15"),
            ("Mon, 06 May 2024 10:15:00 GMT-01:30", "2024-05-06T10:15-01:30"),
            (
                "Mon, 06 May 2024 10:15:00 America/New_York",
                "2024-05-06T10:15-04:00",
            ),
            ("Mon, 15 Jan 2024 10:15:00 PT", "2024-01-15T10:15-08:00"),
            ("6 mai 2024", "2024-05-06"),
            ("23/04/2024", "2024-04-23"),
            ("6.5.2024 10:15", "2024-05-06T10:15"),
            ("Monday, May 6, 2024", "2024-05-06"),
            ("May 6, 2024 Monday 10:15 AM GMT", "2024-05-06T10:15+00:00"),
            ("2024年5月6日", "2024-05-06"),
        ] {
            assert_eq!(shown(value), expected, "{value}");
        }
    }

    #[test]
    fn what_names_no_day_or_two_is_unknown() {
        for value in [
            "",
            "yesterday",
            "0",
            "1970-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "03/04/2024",
            "Sun, 99 Jun 2009 12:00:00 GMT",
            "Sun, 16 Dec zz 11:47:32 GMT",
            "Sun, 16 zzz 2012 11:47:32 GMT",
            "2024-13-45",
        ] {
            assert_eq!(shown(value), "", "{value}");
        }
        assert_eq!(read_in("03/04/2024", Some(true)).unwrap().date.month, 3);
    }
}
