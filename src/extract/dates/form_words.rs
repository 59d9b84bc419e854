//! The words inside written dates and times of day, from `assets/dates/forms.toml`. The names of months and the words
//! around dates are in [`calendar`](crate::extract::dates::calendar).

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The lists of the file, which describes each.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormWords {
    pub(crate) year_units: Vec<String>,
    pub(crate) month_units: Vec<String>,
    pub(crate) day_units: Vec<String>,
    pub(crate) after_leading_year: Vec<String>,
    pub(crate) after_last_day: Vec<String>,
    pub(crate) ordinals: Vec<String>,
    pub(crate) before_month: Vec<String>,
    pub(crate) before_year: Vec<String>,
    pub(crate) after_day: Vec<String>,
    pub(crate) after_year: Vec<String>,
    pub(crate) after_solar_month: Vec<String>,
    pub(crate) after_weekday: Vec<String>,
    pub(crate) between_days: Vec<String>,
    pub(crate) hour_units: Vec<String>,
    pub(crate) whole_hour_units: Vec<String>,
    pub(crate) minute_units: Vec<String>,
    pub(crate) hour_halves: Vec<String>,
    pub(crate) hour_half_letters: Vec<String>,
    pub(crate) am: Vec<String>,
    pub(crate) pm: Vec<String>,
    pub(crate) half_letters: Vec<HalfLetters>,
    pub(crate) between_date_and_time: Vec<String>,
    pub(crate) before_dotted_time: Vec<String>,
    pub(crate) eras: HashMap<String, u32>,
}

/// The halves of the day as two letters: `a.m.` and `p.m.`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HalfLetters {
    pub(crate) am: String,
    pub(crate) pm: String,
    pub(crate) second: String,
    pub(crate) has_second_stop: bool,
}

const FILE: &str = include_str!("../../../assets/dates/forms.toml");

impl FormWords {
    /// The built-in words.
    pub(crate) fn get() -> &'static Self {
        static BUILT: OnceLock<FormWords> = OnceLock::new();
        // The file is part of the program, and a test parses it; without it only plain numbers are read.
        BUILT.get_or_init(|| toml::from_str(FILE).unwrap_or_default())
    }
}

/// Returns whether a list has a word.
pub(crate) fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_well_formed() {
        toml::from_str::<FormWords>(FILE).unwrap();
    }
}
