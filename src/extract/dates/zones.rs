//! Offsets from UTC as fields of dates state them: `Z`, `+02:00`, `GMT-1`, `EST`, `America/New_York`. The table of names is in
//! `assets/dates/zones.toml`.

use crate::article::date::{Date, Weekday, Zone};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A named zone.
#[derive(Deserialize)]
struct NamedZone {
    /// The offset in winter, in minutes.
    minutes: i16,
    /// When the clocks are an hour ahead, if ever.
    summer: Option<Summer>,
}

/// A rule for summer time.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Summer {
    /// From the last Sunday of March to the last of October.
    Europe,
    /// From the second Sunday of March to the first of November; before 2007 from the first Sunday of April to the last of
    /// October.
    America,
    /// From the first Sunday of October to the first of April.
    Australia,
}

static ZONES: LazyLock<HashMap<String, NamedZone>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../assets/dates/zones.toml")).unwrap_or_default());

/// Reads the zone at the beginning of a text, for a time on this day. `None` if it is missing or unknown.
pub fn read(text: &str, date: Date) -> Option<Zone> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | ','));
    let is_name = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_');
    let name_end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(name_end);
    let named = match name {
        "" => Some(0),
        name => minutes_of(&name.to_ascii_lowercase(), date),
    };
    match (offset(rest.trim_start()), name) {
        // `UTC+3` counts from UTC; the name of another zone says the same as the offset.
        (Some(offset), "" | "UTC" | "GMT" | "utc" | "gmt") => Zone::new(offset),
        (None, "") => None,
        _ => named.and_then(Zone::new),
    }
}

fn minutes_of(name: &str, date: Date) -> Option<i16> {
    let zone = ZONES.get(name)?;
    let is_summer = zone.summer.is_some_and(|rule| is_summer(rule, date));
    Some(zone.minutes + if is_summer { 60 } else { 0 })
}

/// The minutes of `+0200`, `-01:30`, `+3`.
fn offset(text: &str) -> Option<i16> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits: String = text
        .chars()
        .skip(1)
        .take_while(|c| c.is_ascii_digit() || *c == ':')
        .collect();
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, minutes.split(':').next()?),
        None if digits.len() > 2 => digits.split_at(digits.len() - 2),
        None => (digits.as_str(), "0"),
    };
    Some(sign * (hours.parse::<i16>().ok()?.checked_mul(60)? + minutes.parse::<i16>().ok()?))
}

/// Returns whether a rule has summer time on a day. The hour of the change is left out.
fn is_summer(rule: Summer, date: Date) -> bool {
    let year = date.year;
    let (start, end) = match rule {
        Summer::Europe => (last_sunday(year, 3), last_sunday(year, 10)),
        Summer::America if year >= 2007 => (sunday(year, 3, 8), sunday(year, 11, 1)),
        Summer::America => (sunday(year, 4, 1), last_sunday(year, 10)),
        Summer::Australia => (sunday(year, 10, 1), sunday(year, 4, 1)),
    };
    match (start, end) {
        (Some(start), Some(end)) if start < end => (start..end).contains(&date),
        (Some(start), Some(end)) => date >= start || date < end,
        _ => false,
    }
}

/// The first Sunday of a month that is not before this day.
fn sunday(year: i16, month: u8, day: u8) -> Option<Date> {
    let first = Date::new(year, month, day)?;
    (0..7)
        .map(|days| first.plus_days(days))
        .find(|day| day.weekday() == Weekday::Sunday)
}

/// The last Sunday of March or October, which have 31 days.
fn last_sunday(year: i16, month: u8) -> Option<Date> {
    sunday(year, month, 25)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_in_every_form() {
        let summer = Date::new(2024, 7, 1).unwrap();
        for (text, minutes) in [
            ("Z", Some(0)),
            (" +0200", Some(120)),
            ("-01:30", Some(-90)),
            ("GMT+3", Some(180)),
            (" EST", Some(-300)),
            (" ET", Some(-240)),
            ("Europe/Berlin", Some(120)),
            ("(CET)", Some(60)),
            ("", None),
            ("XYZ", None),
        ] {
            assert_eq!(read(text, summer).map(Zone::minutes), minutes, "{text}");
        }
    }
}
