//! The words of numbers and of time by language. The data is in `assets/events/figures.toml`.

use crate::text::fold;
use crate::text::hash::{Lookup, WordSet};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

const DATA: &str = include_str!("../../../assets/events/figures.toml");

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct FigureData {
    numbers: HashMap<String, f64>,
    multiples: HashMap<String, f64>,
    vague: Vec<String>,
    units: HashMap<String, String>,
    weekdays: Vec<String>,
    yesterday: Vec<String>,
    today: Vec<String>,
    tomorrow: Vec<String>,
    weekend: Vec<String>,
    decade: Vec<String>,
    more: Vec<String>,
    least: Vec<String>,
    less: Vec<String>,
    most: Vec<String>,
    about: Vec<String>,
    articles: Vec<String>,
    references: Vec<String>,
    to: Vec<String>,
}

/// A time that words name relative to the article's own day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelativeTime {
    /// This number of days later, or earlier if negative.
    Days(i32),
    /// A day of the week; 0 is Monday.
    Weekday(u8),
    /// The weekend.
    Weekend,
    /// A span of ten years.
    Decade,
}

/// How sure a number is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hedge {
    /// More than it.
    More,
    /// It or more.
    Least,
    /// Less than it.
    Less,
    /// It or less.
    Most,
    /// About it.
    About,
}

impl Hedge {
    /// The sign before a value.
    pub fn sign(self) -> &'static str {
        match self {
            Self::More => ">",
            Self::Least => ">=",
            Self::Less => "<",
            Self::Most => "<=",
            Self::About => "",
        }
    }
}

/// The words of one language. Phrases have at most [`LONGEST`] words.
pub struct FigureWords {
    /// Number words.
    pub numbers: Lookup<f64>,
    /// Words that multiply.
    pub multiples: Lookup<f64>,
    /// Numbers without a number.
    pub vague: WordSet,
    /// Units, with their names in the output.
    pub units: Lookup<String>,
    /// Words of relative time.
    pub times: Lookup<RelativeTime>,
    /// Words before a number.
    pub hedges: Lookup<Hedge>,
    /// Articles, which count one of a unit.
    pub articles: WordSet,
    /// Words before a number that refers.
    pub references: WordSet,
    /// Words between the ends of a range.
    pub to: WordSet,
    /// Whether a comma groups digits and a full stop begins decimals.
    pub comma_groups: bool,
}

/// The words of the longest phrases.
pub const LONGEST: usize = 4;

impl FigureWords {
    /// The words of a language, by its code. A language without data has only digits and names of months.
    pub fn of(language: &str) -> &'static Self {
        static ALL: OnceLock<HashMap<String, FigureWords>> = OnceLock::new();
        static NONE: OnceLock<FigureWords> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            let data: HashMap<String, FigureData> = toml::from_str(DATA).unwrap_or_default();
            data.into_iter()
                .map(|(language, data)| {
                    let comma_groups = language == "en";
                    (language, FigureWords::new(data, comma_groups))
                })
                .collect()
        });
        let known = if language.is_empty() {
            all.get("en")
        } else {
            all.get(language)
        };
        known.unwrap_or_else(|| {
            NONE.get_or_init(|| {
                Self::new(
                    FigureData::default(),
                    matches!(language, "zh" | "ja" | "ko" | "th" | "he"),
                )
            })
        })
    }

    fn new(data: FigureData, comma_groups: bool) -> Self {
        let mut times = Lookup::default();
        for (nth, day) in (0..).zip(&data.weekdays) {
            times.insert(day, RelativeTime::Weekday(nth));
        }
        for (words, time) in [
            (&data.yesterday, RelativeTime::Days(-1)),
            (&data.today, RelativeTime::Days(0)),
            (&data.tomorrow, RelativeTime::Days(1)),
            (&data.weekend, RelativeTime::Weekend),
            (&data.decade, RelativeTime::Decade),
        ] {
            for word in words {
                times.insert(word, time);
            }
        }
        let mut hedges = Lookup::default();
        for (words, hedge) in [
            (&data.more, Hedge::More),
            (&data.least, Hedge::Least),
            (&data.less, Hedge::Less),
            (&data.most, Hedge::Most),
            (&data.about, Hedge::About),
        ] {
            for word in words {
                hedges.insert(word, hedge);
            }
        }
        Self {
            numbers: table(data.numbers),
            multiples: table(data.multiples),
            vague: data.vague.iter().collect(),
            units: table(data.units),
            times,
            hedges,
            articles: data.articles.iter().collect(),
            references: data.references.iter().collect(),
            to: data.to.iter().collect(),
            comma_groups,
        }
    }
}

fn table<V>(words: HashMap<String, V>) -> Lookup<V> {
    let mut table = Lookup::default();
    for (word, value) in words {
        table.insert(&fold::key(&word), value);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_valid() {
        let data: HashMap<String, FigureData> = toml::from_str(DATA).unwrap();
        assert!(data.values().all(|language| language.weekdays.len() == 7));
        let english = FigureWords::of("en");
        assert_eq!(english.times.get("Thursday"), Some(&RelativeTime::Weekday(3)));
        assert_eq!(english.hedges.get("at least"), Some(&Hedge::Least));
        assert!(FigureWords::of("xx").numbers.is_empty());
    }
}
