//! Names of months, weekdays and the words around dates, from `assets/dates/`; and the years of other calendars.

use crate::article::Date;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// The data, ready to be looked up in.
pub(super) struct Calendar {
    months: HashMap<String, Vec<(u8, String)>>,
    solar_months: HashMap<String, u8>,
    days: HashSet<String>,
    labels: HashMap<String, Label>,
    relative: HashSet<String>,
    beside: HashSet<String>,
    zones: HashSet<String>,
    zone_minutes: HashMap<String, i16>,
    month_first_zones: HashSet<String>,
    am: HashSet<String>,
    pm: HashSet<String>,
}

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
            .unwrap_or_else(|_| Self::empty())
        })
    }

    fn empty() -> Self {
        Self {
            months: HashMap::new(),
            solar_months: HashMap::new(),
            days: HashSet::new(),
            labels: HashMap::new(),
            relative: HashSet::new(),
            beside: HashSet::new(),
            zones: HashSet::new(),
            zone_minutes: HashMap::new(),
            month_first_zones: HashSet::new(),
            am: HashSet::new(),
            pm: HashSet::new(),
        }
    }

    fn parse(names: &str, words: &str) -> Result<Self, toml::de::Error> {
        let names: HashMap<String, Names> = toml::from_str(names)?;
        let words: Words = toml::from_str(words)?;
        let set = |list: &[String]| list.iter().map(|word| key(word)).collect::<HashSet<_>>();
        let mut calendar = Self {
            solar_months: (1..)
                .zip(&words.solar_hijri.months)
                .map(|(at, name)| (key(name), at))
                .collect(),
            days: names
                .values()
                .flat_map(|names| &names.days)
                .map(|day| key(day))
                .collect(),
            relative: set(&words.relative),
            beside: set(&words.beside),
            zones: set(&words.zones),
            zone_minutes: words
                .zone_minutes
                .iter()
                .map(|(name, minutes)| (key(name), *minutes))
                .collect(),
            month_first_zones: set(&words.month_first_zones),
            am: set(&words.am),
            pm: set(&words.pm),
            ..Self::empty()
        };
        // "Published" comes last: a word that two lists claim is rather the common one.
        let lists = [
            (&words.other, Label::Other),
            (&words.updated, Label::Updated),
            (&words.published, Label::Published),
        ];
        for (list, label) in lists {
            calendar.labels.extend(list.iter().map(|word| (key(word), label)));
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
                let known = self.months.entry(key(form)).or_default();
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
        let key = key(name);
        let known = self.months.get(&key)?;
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
        let long = key.chars().count() > 3 || !key.is_ascii() || language.is_none();
        (agreed && long).then_some(*first)
    }

    /// The month of the Solar Hijri calendar of that name.
    pub(super) fn solar_month(&self, name: &str) -> Option<u8> {
        self.solar_months.get(&key(name)).copied()
    }

    pub(super) fn is_weekday(&self, word: &str) -> bool {
        self.days.contains(&key(word))
    }

    pub(super) fn is_zone(&self, word: &str) -> bool {
        self.zones.contains(&key(word))
    }

    /// How many minutes east of Greenwich a zone is, where its name means one zone only.
    pub(super) fn zone_minutes(&self, word: &str) -> Option<i16> {
        self.zone_minutes.get(&key(word)).copied()
    }

    /// Whether the zone is one of a country that writes the month first.
    pub(super) fn is_month_first_zone(&self, word: &str) -> bool {
        self.month_first_zones.contains(&key(word))
    }

    pub(super) fn is_relative(&self, word: &str) -> bool {
        self.relative.contains(&key(word))
    }

    /// Whether a word may stand beside a date without saying anything.
    pub(super) fn is_beside(&self, word: &str) -> bool {
        let key = key(word);
        self.beside.contains(&key)
            || self.zones.contains(&key)
            || self.am.contains(&key)
            || self.pm.contains(&key)
    }

    /// Morning (false) or afternoon (true), where the word says so.
    pub(super) fn half_of_day(&self, word: &str) -> Option<bool> {
        let key = key(word);
        if self.pm.contains(&key) {
            Some(true)
        } else {
            self.am.contains(&key).then_some(false)
        }
    }

    /// What a word or phrase calls the date beside it.
    pub(super) fn label(&self, phrase: &str) -> Option<Label> {
        self.labels.get(&key(phrase)).copied()
    }
}

/// A word as it is looked up: letters and digits with single blanks, lower case, without the accents of alphabets
/// that can do without (the vowel signs of Indic scripts and Thai are no accents).
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.is_ascii() {
        text.bytes()
            .for_each(|b| push_folded(char::from(b.to_ascii_lowercase()), &mut key));
    } else {
        let is_accent = |c: char| matches!(u32::from(c), 0x0300..=0x036F | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670);
        let letters = text
            .nfkd()
            .filter(|&c| !is_accent(c))
            .flat_map(char::to_lowercase);
        letters.for_each(|c| push_folded(c, &mut key));
    }
    key.truncate(key.trim_end().len());
    key
}

/// Adds a small letter to a key; marks inside of short forms are left out.
fn push_folded(c: char, key: &mut String) {
    match c {
        'ı' => key.push('i'),
        // The first is what `İ` leaves behind in lower case.
        '\u{307}' | '.' | '\'' | '’' | '\u{200c}' | ':' => {}
        c if c.is_whitespace() => {
            if !key.is_empty() && !key.ends_with(' ') {
                key.push(' ');
            }
        }
        c => key.push(c),
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
