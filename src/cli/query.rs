//! A query of the command line, understood before anything is read. The language is `library`'s.

use super::Failure;
use crate::article::Date;
use crate::library::Query;

/// The query that `--query` says; a mistake in it is wrong usage.
pub fn parsed(text: &str) -> Result<Query, Failure> {
    Query::parse(text, today()).map_err(|error| {
        let place = text.get(error.range.clone()).filter(|place| !place.is_empty());
        let place = place.map_or_else(String::new, |place| format!(" (at `{place}`)"));
        Failure::Usage(format!("--query: {error}{place}"))
    })
}

/// The day by the local clock.
pub fn today() -> Date {
    let now = jiff::Zoned::now();
    let date = Date::new(now.year(), now.month().unsigned_abs(), now.day().unsigned_abs());
    date.unwrap_or_else(|| Date::from_days(0))
}
