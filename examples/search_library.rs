//! Opens a library and runs a query: prints the date, outlet and title of the newest matches. Create a library first
//! with
//! `newsprint import --library FOLDER PATH…`.
//!
//! `cargo run --no-default-features --features library --example search_library -- FOLDER 'outlet:trt bridge'`

use newsprint::article::Date;
use newsprint::library::{Marks, Query, SortOrder, Store};
use std::error::Error;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// The number of matches that are printed.
const SHOWN: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: search_library FOLDER [QUERY]")?;
    let text = arguments.next().unwrap_or_default();
    // `today` gives a meaning to relative dates such as `since:7d`.
    let today = Date::new(2025, 3, 22).ok_or("not a date")?;
    let query = Query::parse(&text, today)?;
    // A snapshot does not change while other programs import.
    let snapshot = Store::at(Path::new(&folder)).snapshot()?;
    let is_cancelled = AtomicBool::new(false);
    // Without marks, `is:read` and the like match nothing.
    let found = snapshot.search(&query, &Marks::default(), SortOrder::Newest, SHOWN, &is_cancelled)?;
    let found = found.unwrap_or_default();
    println!("{} of {} articles match", found.total, snapshot.len());
    // Rows come in the order of the ids, until the function returns `false`.
    snapshot.rows(&found.ids, |row| {
        let date = row
            .date
            .map_or_else(|| "no date".to_owned(), |date| date.to_string());
        let outlet = row.outlet.as_deref().unwrap_or("unknown");
        println!("{date:10}  {outlet:24}  {}", row.title);
        true
    })?;
    Ok(())
}
