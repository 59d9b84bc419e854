//! The query of the command line, parsed before anything is read. The language: see `crate::library::query`.

use crate::article::date::Date;
use crate::cli::failure::Failure;
use crate::library::query::parsed::Query;

/// Parses the value of `--query`. A mistake is a usage error.
pub fn parsed(text: &str) -> Result<Query, Failure> {
    Query::parse(text, today()).map_err(|error| {
        let place = text.get(error.range.clone()).filter(|place| !place.is_empty());
        let place = place.map_or_else(String::new, |place| format!(" (at `{place}`)"));
        Failure::Usage(format!("--query: {error}{place}"))
    })
}

/// Returns the present day by the local clock.
pub fn today() -> Date {
    let now = jiff::Zoned::now();
    let date = Date::new(now.year(), now.month().unsigned_abs(), now.day().unsigned_abs());
    date.unwrap_or_else(|| Date::from_days(0))
}
