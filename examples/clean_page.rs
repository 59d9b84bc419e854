//! Cleans one page: reads a file of any encoding and prints its article as text. Needs no feature of the crate.
//!
//! `cargo run --no-default-features --example clean_page -- PAGE`

use newsprint::export;
use newsprint::extract::{Hints, OutletDirectory, extract};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: clean_page PAGE")?;
    let bytes = std::fs::read(&path)?;
    let outlets = OutletDirectory::builtin();
    // The path is weak evidence of the outlet.
    let hints = Hints {
        path: Some(&path),
        ..Hints::new(&outlets)
    };
    // A file can hold several articles; a page without an article yields one with an empty body and a warning.
    for article in extract(&bytes, &hints) {
        println!("{}", export::text(&article, false));
    }
    Ok(())
}
