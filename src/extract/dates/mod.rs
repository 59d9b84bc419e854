//! Dates and times in text: calendars, tokens, parsing.

pub(crate) mod attached;
pub(crate) mod calendar;
pub mod field_value;
pub(crate) mod form_checks;
pub(crate) mod form_words;
pub(crate) mod forms;
pub(crate) mod numeric_order;
pub(crate) mod parse;
pub(crate) mod time_of_day;
pub(crate) mod token;
pub(crate) mod zones;
