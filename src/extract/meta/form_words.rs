//! The words inside written dates and times of day, from `assets/dates/forms.toml`. The names of months and the words
//! around dates are in [`calendar`](super::calendar).

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The lists of the file, which says what each is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormWords {
    pub(super) year_units: Vec<String>,
    pub(super) month_units: Vec<String>,
    pub(super) day_units: Vec<String>,
    pub(super) after_leading_year: Vec<String>,
    pub(super) after_last_day: Vec<String>,
    pub(super) ordinals: Vec<String>,
    pub(super) before_month: Vec<String>,
    pub(super) before_year: Vec<String>,
    pub(super) after_day: Vec<String>,
    pub(super) after_year: Vec<String>,
    pub(super) after_solar_month: Vec<String>,
    pub(super) after_weekday: Vec<String>,
    pub(super) hour_units: Vec<String>,
    pub(super) whole_hour_units: Vec<String>,
    pub(super) minute_units: Vec<String>,
    pub(super) hour_halves: Vec<String>,
    pub(super) hour_half_letters: Vec<String>,
    pub(super) am: Vec<String>,
    pub(super) pm: Vec<String>,
    pub(super) half_letters: Vec<HalfLetters>,
    pub(super) between_date_and_time: Vec<String>,
    pub(super) before_dotted_time: Vec<String>,
    pub(super) eras: HashMap<String, u32>,
}

/// The halves of the day as two letters: `a.m.` and `p.m.`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HalfLetters {
    pub(super) am: String,
    pub(super) pm: String,
    pub(super) second: String,
    pub(super) has_second_stop: bool,
}

const FILE: &str = include_str!("../../../assets/dates/forms.toml");

impl FormWords {
    /// The built-in words.
    pub(super) fn get() -> &'static Self {
        static BUILT: OnceLock<FormWords> = OnceLock::new();
        // The file is part of the program, and a test parses it; without it only plain numbers are read.
        BUILT.get_or_init(|| toml::from_str(FILE).unwrap_or_default())
    }
}

/// Returns whether a list has a word.
pub(super) fn has(list: &[String], word: &str) -> bool {
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
