//! `newsprint reuse`: pairs of articles that share wording.

use crate::cli::event_args::PassageArgs;
use crate::cli::events::input::tellings;
use crate::cli::events::rows::{RowWriter, rounded};
use crate::cli::failure::Failure;
use crate::cli::output::Messages;
use crate::events::reuse::{ReuseText, shared_pairs};
use serde::Serialize;

#[derive(Serialize)]
struct JsonPair<'a> {
    a: &'a str,
    b: &'a str,
    share_a: f64,
    share_b: f64,
    share_own_a: f64,
    share_own_b: f64,
    longest: u32,
}

const COLUMNS: [&str; 7] = [
    "a",
    "b",
    "share_a",
    "share_b",
    "share_own_a",
    "share_own_b",
    "longest",
];

/// Prints every pair of the articles that shares eight words in a row.
pub fn run(args: &PassageArgs, messages: &mut Messages) -> Result<(), Failure> {
    let articles = tellings(&args.input, messages)?;
    let texts: Vec<ReuseText> = articles
        .iter()
        .map(|named| ReuseText::of(&named.telling))
        .collect();
    let mut rows = RowWriter::new(args.format, &COLUMNS)?;
    for (a, b, shared) in shared_pairs(&texts) {
        let json = JsonPair {
            a: &articles[a].name,
            b: &articles[b].name,
            share_a: rounded(shared.share_a),
            share_b: rounded(shared.share_b),
            share_own_a: rounded(shared.share_own_a),
            share_own_b: rounded(shared.share_own_b),
            longest: shared.longest,
        };
        let shares = [json.share_a, json.share_b, json.share_own_a, json.share_own_b];
        let mut cells = vec![json.a.to_owned(), json.b.to_owned()];
        cells.extend(shares.map(|share| format!("{share:.3}")));
        cells.push(json.longest.to_string());
        rows.row(&json, &cells)?;
    }
    Ok(rows.end()?)
}
