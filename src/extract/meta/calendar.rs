//! Names of months, weekdays and the words around dates, from `assets/dates/`; and the years of other calendars.

use crate::article::Date;
use crate::text::edges::{Beginnings, Edges, first_three};
use crate::text::fold::key;
use crate::text::hash::Lookup;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The data, ready to be looked up in.
#[derive(Default)]
pub(super) struct Calendar {
    months: Lookup<Vec<(u8, String)>>,
    month_starts: Beginnings,
    /// How the names of months of all calendars begin.
    month_edges: Edges,
    solar_months: Lookup<u8>,
    zone_minutes: Lookup<i16>,
    /// What else a word or phrase is, as a set of bits.
    kinds: Lookup<u16>,
    /// How the words begin that tell time from now.
    relative: Edges,
    /// How words and phrases end that go with a date before them.
    behind: Edges,
    /// How words begin that may go with a date that follows them.
    before: Edges,
}

const WEEKDAY: u16 = 1;
const RELATIVE: u16 = 2;
const BESIDE: u16 = 4;
const ZONE: u16 = 8;
const MONTH_FIRST_ZONE: u16 = 16;
const AM: u16 = 32;
const PM: u16 = 64;
const PUBLISHED: u16 = 128;
const UPDATED: u16 = 256;
const OTHER_DAY: u16 = 512;
const UNIT: u16 = 1024;

/// What words are that only go with a date.
const GOES_WITH_DATE: u16 = PUBLISHED | UPDATED | BESIDE | ZONE | AM | PM | WEEKDAY;

/// What the words beside a date call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// The day of publication.
    Published,
    /// The day of the last change.
    Updated,
    /// Another day: of an issue, a photo, a birth.
    Other,
}

#[derive(Deserialize)]
struct Names {
    months: Vec<Vec<String>>,
    #[serde(default)]
    days: Vec<String>,
}

#[derive(Deserialize)]
struct Words {
    published: Vec<String>,
    updated: Vec<String>,
    other: Vec<String>,
    relative: Vec<String>,
    units: Vec<String>,
    beside: Vec<String>,
    zones: Vec<String>,
    zone_minutes: HashMap<String, i16>,
    month_first_zones: Vec<String>,
    am: Vec<String>,
    pm: Vec<String>,
    months: HashMap<String, Vec<Vec<String>>>,
    solar_hijri: SolarHijri,
}

#[derive(Deserialize)]
struct SolarHijri {
    months: Vec<String>,
}

impl Calendar {
    /// The built-in data.
    pub(super) fn get() -> &'static Self {
        static BUILT: OnceLock<Calendar> = OnceLock::new();
        BUILT.get_or_init(|| {
            // Both files are part of the program, and a test parses them; without them no named month is known.
            Self::parse(
                include_str!("../../../assets/dates/names.toml"),
                include_str!("../../../assets/dates/words.toml"),
            )
            .unwrap_or_default()
        })
    }

    fn parse(names: &str, words: &str) -> Result<Self, toml::de::Error> {
        let names: HashMap<String, Names> = toml::from_str(names)?;
        let words: Words = toml::from_str(words)?;
        let mut calendar = Self::default();
        for (at, name) in (1..).zip(&words.solar_hijri.months) {
            calendar.solar_months.insert(name, at);
            calendar.month_edges.add_start(name);
        }
        for (name, &minutes) in &words.zone_minutes {
            calendar.zone_minutes.insert(name, minutes);
        }
        for day in names.values().flat_map(|names| &names.days) {
            *calendar.kinds.entry(day) |= WEEKDAY;
        }
        let kinds = [
            (&words.relative, RELATIVE),
            (&words.units, UNIT),
            (&words.beside, BESIDE),
            (&words.zones, ZONE),
            (&words.month_first_zones, MONTH_FIRST_ZONE),
            (&words.am, AM),
            (&words.pm, PM),
            (&words.published, PUBLISHED),
            (&words.updated, UPDATED),
            (&words.other, OTHER_DAY),
        ];
        for (list, kind) in kinds {
            for word in list {
                *calendar.kinds.entry(word) |= kind;
                if kind == RELATIVE {
                    calendar.relative.add_start(word);
                }
                if kind & (PUBLISHED | UPDATED | ZONE) != 0 {
                    calendar.before.add_start(word);
                }
            }
        }
        let days = names.values().flat_map(|names| &names.days);
        let beside = kinds.iter().filter(|(_, kind)| kind & GOES_WITH_DATE != 0);
        for word in days.chain(beside.flat_map(|(list, _)| *list)) {
            calendar.behind.add_end(word);
        }
        for (language, names) in &names {
            calendar.add_months(language, &names.months);
        }
        for (language, months) in &words.months {
            calendar.add_months(language, months);
        }
        Ok(calendar)
    }

    fn add_months(&mut self, language: &str, months: &[Vec<String>]) {
        for (month, forms) in (1..).zip(months) {
            for form in forms {
                self.month_starts.add(form);
                self.month_edges.add_start(form);
                let known = self.months.entry(form);
                if !known
                    .iter()
                    .any(|(other, its)| *other == month && its == language)
                {
                    known.push((month, language.to_owned()));
                }
            }
        }
    }

    /// The month of that name. Where languages differ about it, the page's language decides; short forms of other
    /// languages than the page's and English are no months, since they are words elsewhere.
    pub(super) fn month(&self, name: &str, language: Option<&str>) -> Option<u8> {
        let known = self.months.get(name)?;
        let of = |wanted: &str| {
            known
                .iter()
                .find(|(_, its)| its == wanted)
                .map(|(month, _)| *month)
        };
        if let Some(month) = language.and_then(of).or_else(|| of("en")) {
            return Some(month);
        }
        let (first, _) = known.first()?;
        let agreed = known.iter().all(|(month, _)| month == first);
        let is_long = || {
            let key = key(name);
            key.chars().count() > 3 || !key.is_ascii() || language.is_none()
        };
        (agreed && is_long()).then_some(*first)
    }

    /// Whether a word may begin the name of a month: cheap, to be asked first.
    pub(super) fn may_begin_month(&self, word: &str) -> bool {
        self.month_starts.may_have(word)
    }

    /// Whether the name of a month may stand in a text: cheap, to be asked first.
    pub(super) fn may_name_month(&self, text: &str) -> bool {
        self.month_edges.may_open_word(text)
    }

    /// The month of the Solar Hijri calendar of that name.
    pub(super) fn solar_month(&self, name: &str) -> Option<u8> {
        self.solar_months.get(name).copied()
    }

    fn is(&self, word: &str, kinds: u16) -> bool {
        self.kinds.get(word).is_some_and(|of| of & kinds != 0)
    }

    pub(super) fn is_weekday(&self, word: &str) -> bool {
        self.is(word, WEEKDAY)
    }

    pub(super) fn is_zone(&self, word: &str) -> bool {
        self.is(word, ZONE)
    }

    /// How many minutes east of Greenwich a zone is, where its name means one zone only.
    pub(super) fn zone_minutes(&self, word: &str) -> Option<i16> {
        self.zone_minutes.get(word).copied()
    }

    /// Whether the zone is one of a country that writes the month first.
    pub(super) fn is_month_first_zone(&self, word: &str) -> bool {
        self.is(word, MONTH_FIRST_ZONE)
    }

    pub(super) fn is_relative(&self, word: &str) -> bool {
        self.is(word, RELATIVE)
    }

    /// Whether a word is a span of time: hours, days.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        self.is(word, UNIT)
    }

    /// Whether a word may stand beside a date without saying anything.
    pub(super) fn is_beside(&self, word: &str) -> bool {
        self.is(word, BESIDE | ZONE | AM | PM)
    }

    /// Whether words only say that a date is one of publication or change, and whether they only go with a date.
    pub(super) fn goes_with_date(&self, words: &str) -> (bool, bool) {
        let Some(&kinds) = self.kinds.get(words) else {
            return (false, false);
        };
        let names_day = label_of(kinds).is_some_and(|label| label != Label::Other);
        (names_day, names_day || kinds & GOES_WITH_DATE != 0)
    }

    /// Whether a text may hold a word that tells time from now: cheap, to be asked first.
    pub(super) fn may_tell_time(&self, text: &str) -> bool {
        self.relative.may_open_word(text)
    }

    /// Whether a text may begin or end with words that only go with a date: cheap, to be asked first.
    pub(super) fn may_go_with_date(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
        let (Some(first), Some(last)) = (
            bytes.iter().position(is_letter),
            bytes.iter().rposition(is_letter),
        ) else {
            return true;
        };
        let at = |back: usize| last.checked_sub(back).map_or(b' ', |at| bytes[at]);
        self.before.may_have(first_three(&bytes[first..]))
            || self.behind.may_have([0, 1, 2].map(at))
            || !text.is_ascii()
    }

    /// Morning (false) or afternoon (true), where the word says so.
    pub(super) fn half_of_day(&self, word: &str) -> Option<bool> {
        let kinds = self.kinds.get(word)?;
        (kinds & (AM | PM) != 0).then_some(kinds & PM != 0)
    }

    /// What a word or phrase calls the date beside it.
    pub(super) fn label(&self, phrase: &str) -> Option<Label> {
        label_of(*self.kinds.get(phrase)?)
    }
}

/// What a word calls a date: a word that two lists claim is rather the common one.
fn label_of(kinds: u16) -> Option<Label> {
    if kinds & PUBLISHED != 0 {
        Some(Label::Published)
    } else if kinds & UPDATED != 0 {
        Some(Label::Updated)
    } else {
        (kinds & OTHER_DAY != 0).then_some(Label::Other)
    }
}

/// The day of a Solar Hijri date, for the years 1300 to 1500. The 33-year cycle of leap years that fits these
/// centuries: K. Borkowski, "The Persian calendar for 3000 years" (1996).
pub(super) fn solar_hijri(year: i32, month: u8, day: u8) -> Option<Date> {
    let longest = if month <= 6 { 31 } else { 30 };
    if !(1300..=1500).contains(&year) || !(1..=12).contains(&month) || !(1..=longest).contains(&day) {
        return None;
    }
    // 1 Farvardin 1400 was 2021-03-21; a leap year is one of eight in a cycle of 33.
    let leap_years = |year: i32| (year * 8 + 21).div_euclid(33);
    let days = (year - 1400) * 365 + leap_years(year) - leap_years(1400);
    let month = i32::from(month) - 1;
    let of_year = if month < 6 {
        month * 31
    } else {
        186 + (month - 6) * 30
    };
    let start = Date::new(2021, 3, 21)?;
    Some(start.plus_days(days + of_year + i32::from(day) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_well_formed() {
        let names = include_str!("../../../assets/dates/names.toml");
        let words = include_str!("../../../assets/dates/words.toml");
        let calendar = Calendar::parse(names, words).unwrap();
        assert!(calendar.months.len() > 1000);
        let words: Words = toml::from_str(words).unwrap();
        assert!(words.months.values().all(|months| months.len() == 12));
    }

    #[test]
    fn months_of_many_languages() {
        let calendar = Calendar::get();
        for (name, language, month) in [
            ("Sept", "en", 9),
            ("AOÛT", "fr", 8),
            ("Марта", "ru", 3),
            ("KASIM", "tr", 11),
            ("تشرين الثاني", "ar", 11),
            ("غشت", "ar", 8),
            ("ม.ค.", "th", 1),
            ("มี.ค.", "th", 3),
            ("helmikuuta", "fi", 2),
            ("listopada", "pl", 11),
            ("listopada", "hr", 10),
            ("במאי", "he", 5),
        ] {
            assert_eq!(calendar.month(name, Some(language)), Some(month), "{name}");
        }
        assert_eq!(calendar.month("listopada", Some("en")), None);
        assert_eq!(calendar.month("elo", Some("it")), None);
    }

    #[test]
    fn solar_hijri_years_become_gregorian() {
        for (solar, gregorian) in [
            ((1399, 1, 1), "2020-03-20"),
            ((1399, 12, 30), "2021-03-20"),
            ((1400, 1, 1), "2021-03-21"),
            ((1403, 12, 30), "2025-03-20"),
            ((1404, 1, 1), "2025-03-21"),
            ((1398, 11, 1), "2020-01-21"),
        ] {
            let date = solar_hijri(solar.0, solar.1, solar.2).unwrap();
            assert_eq!(date.to_string(), gregorian);
        }
        assert_eq!(solar_hijri(1400, 13, 1), None);
    }
}
