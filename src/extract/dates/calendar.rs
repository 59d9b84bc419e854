//! The names of months and weekdays and the words around dates, from `assets/dates/`; the years of other calendars.

use crate::article::date::{Date, Weekday};
use crate::text::edges::{Edges, first_three};
use crate::text::fold::key;
use crate::text::hash::Lookup;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The data, ready for look-ups.
#[derive(Default)]
pub(crate) struct Calendar {
    months: Lookup<Vec<(u8, String)>>,
    /// How the names of months begin, in all calendars.
    month_edges: Edges,
    solar_months: Lookup<u8>,
    zone_minutes: Lookup<i16>,
    /// The days of the week that a name may mean, a bit for each from Monday: languages share short forms.
    weekdays: Lookup<u8>,
    /// What else a word or phrase is: a set of bits.
    kinds: Lookup<u16>,
    /// How the words begin that make a time relative: `ago`, `yesterday`.
    relative: Edges,
    /// How the words and phrases end that may follow a date.
    after: Edges,
    /// How the words begin that may come before a date.
    before: Edges,
    /// Ends of addresses in English-speaking countries that write the day first.
    pub(crate) day_first_hosts: Vec<String>,
}

const WEEKDAY: u16 = 1;
const RELATIVE: u16 = 2;
const FILLER: u16 = 4;
const ZONE: u16 = 8;
const MONTH_FIRST_ZONE: u16 = 16;
const AM: u16 = 32;
const PM: u16 = 64;
const PUBLISHED: u16 = 128;
const UPDATED: u16 = 256;
const OTHER_DAY: u16 = 512;
const UNIT: u16 = 1024;
const NEUTRAL_ZONE: u16 = 2048;

/// Words that have no meaning but with a date.
const GOES_WITH_DATE: u16 = PUBLISHED | UPDATED | FILLER | ZONE | AM | PM | WEEKDAY;

/// What the words next to a date call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateLabel {
    /// The day of publication.
    Published,
    /// The day of the last change.
    Updated,
    /// Another day: of an issue, a photo, a birth.
    Other,
}

#[derive(Deserialize)]
struct LanguageNames {
    months: Vec<Vec<String>>,
    /// The names of each weekday from Monday.
    #[serde(default)]
    days: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct DateWords {
    published: Vec<String>,
    updated: Vec<String>,
    other: Vec<String>,
    relative: Vec<String>,
    units: Vec<String>,
    fillers: Vec<String>,
    zones: Vec<String>,
    zone_minutes: HashMap<String, i16>,
    month_first_zones: Vec<String>,
    neutral_zones: Vec<String>,
    day_first_hosts: Vec<String>,
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
    pub(crate) fn get() -> &'static Self {
        static BUILT: OnceLock<Calendar> = OnceLock::new();
        BUILT.get_or_init(|| {
            // The files are part of the program, and a test parses them; without them no name of a month is known.
            Self::parse(
                include_str!("../../../assets/dates/names.toml"),
                include_str!("../../../assets/dates/words.toml"),
            )
            .unwrap_or_default()
        })
    }

    fn parse(names: &str, words: &str) -> Result<Self, toml::de::Error> {
        let names: HashMap<String, LanguageNames> = toml::from_str(names)?;
        let words: DateWords = toml::from_str(words)?;
        let mut calendar = Self::default();
        for (at, name) in (1..).zip(&words.solar_hijri.months) {
            calendar.solar_months.insert(name, at);
            calendar.month_edges.add_start(name);
        }
        for (name, &minutes) in &words.zone_minutes {
            calendar.zone_minutes.insert(name, minutes);
        }
        for (day, forms) in names.values().flat_map(|names| (0_u8..).zip(&names.days)) {
            for name in forms {
                *calendar.kinds.entry(name) |= WEEKDAY;
                *calendar.weekdays.entry(name) |= 1 << day;
            }
        }
        let kinds = [
            (&words.relative, RELATIVE),
            (&words.units, UNIT),
            (&words.fillers, FILLER),
            (&words.zones, ZONE),
            (&words.month_first_zones, MONTH_FIRST_ZONE),
            (&words.neutral_zones, NEUTRAL_ZONE),
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
        let days = names.values().flat_map(|names| names.days.iter().flatten());
        let with_date = kinds.iter().filter(|(_, kind)| kind & GOES_WITH_DATE != 0);
        for word in days.chain(with_date.flat_map(|(list, _)| *list)) {
            calendar.after.add_end(word);
        }
        for (language, names) in &names {
            calendar.add_months(language, &names.months);
        }
        for (language, months) in &words.months {
            calendar.add_months(language, months);
        }
        calendar.day_first_hosts = words.day_first_hosts;
        Ok(calendar)
    }

    fn add_months(&mut self, language: &str, months: &[Vec<String>]) {
        for (month, forms) in (1..).zip(months) {
            for form in forms {
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

    /// The month of a name. If languages disagree, the language of the page decides. Short forms of languages other
    /// than English and that of the page do not count, because they are words elsewhere.
    pub(crate) fn month(&self, name: &str, language: Option<&str>) -> Option<u8> {
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

    /// Returns whether the name of a month may begin with a word: cheap, to be called first.
    pub(crate) fn may_begin_month(&self, word: &str) -> bool {
        self.months.may_open(word)
    }

    /// Returns whether a text may hold the name of a month: cheap, to be called first.
    pub(crate) fn may_name_month(&self, text: &str) -> bool {
        self.month_edges.may_open_word(text)
    }

    /// The month of a name in the Solar Hijri calendar.
    pub(crate) fn solar_month(&self, name: &str) -> Option<u8> {
        self.solar_months.get(name).copied()
    }

    fn is(&self, word: &str, kinds: u16) -> bool {
        self.kinds.get(word).is_some_and(|of| of & kinds != 0)
    }

    pub(crate) fn is_weekday(&self, word: &str) -> bool {
        self.is(word, WEEKDAY)
    }

    /// Returns whether a word may be the name of a day of the week.
    pub(crate) fn may_name(&self, word: &str, day: Weekday) -> bool {
        self.weekdays
            .get(word)
            .is_some_and(|days| days >> (day as u8) & 1 != 0)
    }

    pub(crate) fn is_zone(&self, word: &str) -> bool {
        self.is(word, ZONE)
    }

    /// The minutes of a zone east of Greenwich, if its name means one zone only.
    pub(crate) fn zone_minutes(&self, word: &str) -> Option<i16> {
        self.zone_minutes.get(word).copied()
    }

    /// Returns whether a zone is of a country that writes the month first.
    pub(crate) fn is_month_first_zone(&self, word: &str) -> bool {
        self.is(word, MONTH_FIRST_ZONE)
    }

    /// Returns whether a zone does not show the country.
    pub(crate) fn is_neutral_zone(&self, word: &str) -> bool {
        self.is(word, NEUTRAL_ZONE)
    }

    pub(crate) fn is_relative(&self, word: &str) -> bool {
        self.is(word, RELATIVE)
    }

    /// Returns whether a word is a span of time: hours, days.
    pub(crate) fn is_unit(&self, word: &str) -> bool {
        self.is(word, UNIT)
    }

    /// Returns whether a word next to a date has no meaning of its own.
    pub(crate) fn is_filler(&self, word: &str) -> bool {
        self.is(word, FILLER | ZONE | AM | PM)
    }

    /// Returns whether words only state that a date is the day of publication or of a change, and whether they have no
    /// meaning but with a date.
    pub(crate) fn goes_with_date(&self, words: &str) -> (bool, bool) {
        let Some(&kinds) = self.kinds.get(words) else {
            return (false, false);
        };
        let names_day = label_of(kinds).is_some_and(|label| label != DateLabel::Other);
        (names_day, names_day || kinds & GOES_WITH_DATE != 0)
    }

    /// Returns whether a text may hold a word that makes a time relative: cheap, to be called first.
    pub(crate) fn may_tell_time(&self, text: &str) -> bool {
        self.relative.may_open_word(text)
    }

    /// Returns whether a text may begin or end with words that have no meaning but with a date: cheap, to be called
    /// first.
    pub(crate) fn may_go_with_date(&self, text: &str) -> bool {
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
            || self.after.may_have([0, 1, 2].map(at))
            || !text.is_ascii()
    }

    /// The half of the day that a word means: morning is `false`, afternoon is `true`.
    pub(crate) fn half_of_day(&self, word: &str) -> Option<bool> {
        let kinds = self.kinds.get(word)?;
        (kinds & (AM | PM) != 0).then_some(kinds & PM != 0)
    }

    /// What a word or phrase calls the date next to it.
    pub(crate) fn label(&self, phrase: &str) -> Option<DateLabel> {
        label_of(*self.kinds.get(phrase)?)
    }
}

/// What a word calls a date. If two lists have it, the first one counts.
fn label_of(kinds: u16) -> Option<DateLabel> {
    if kinds & PUBLISHED != 0 {
        Some(DateLabel::Published)
    } else if kinds & UPDATED != 0 {
        Some(DateLabel::Updated)
    } else {
        (kinds & OTHER_DAY != 0).then_some(DateLabel::Other)
    }
}

/// The day of a Solar Hijri date of the years 1300 to 1500, by the 33-year cycle of leap years that fits these
/// centuries: K. Borkowski, "The Persian calendar for 3000 years" (1996).
pub(crate) fn solar_hijri(year: i32, month: u8, day: u8) -> Option<Date> {
    // 1 Farvardin 1400 was 2021-03-21. A cycle of 33 years has eight leap years.
    let leap_years = |year: i32| (year * 8 + 21).div_euclid(33);
    let is_leap = leap_years(year + 1) > leap_years(year);
    let longest = match month {
        ..=6 => 31,
        12 if !is_leap => 29,
        _ => 30,
    };
    if !(1300..=1500).contains(&year) || !(1..=12).contains(&month) || !(1..=longest).contains(&day) {
        return None;
    }
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
    use crate::extract::cases::cases;

    #[test]
    fn the_data_is_well_formed() {
        let names = include_str!("../../../assets/dates/names.toml");
        let words = include_str!("../../../assets/dates/words.toml");
        let calendar = Calendar::parse(names, words).unwrap();
        assert!(calendar.months.len() > 1000);
        let words: DateWords = toml::from_str(words).unwrap();
        assert!(words.months.values().all(|months| months.len() == 12));
    }

    mod month_names {
        use super::*;

        fn check(name: &str, language: &str, month: Option<u8>) {
            assert_eq!(Calendar::get().month(name, Some(language)), month, "{name}");
        }

        cases! { check:
            english_short: "Sept", "en", Some(9);
            french_capitals: "AOÛT", "fr", Some(8);
            russian_genitive: "Марта", "ru", Some(3);
            turkish: "KASIM", "tr", Some(11);
            arabic_levantine: "تشرين الثاني", "ar", Some(11);
            arabic_moroccan: "غشت", "ar", Some(8);
            thai_january: "ม.ค.", "th", Some(1);
            thai_march: "มี.ค.", "th", Some(3);
            finnish: "helmikuuta", "fi", Some(2);
            polish: "listopada", "pl", Some(11);
            croatian: "listopada", "hr", Some(10);
            hebrew: "במאי", "he", Some(5);
            of_two_other_languages: "listopada", "en", None;
            short_form_of_another_language: "elo", "it", None;
        }
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
        assert_eq!(solar_hijri(1404, 12, 30), None);
    }
}
