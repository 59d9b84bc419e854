//! `newsprint quotes`: who said what.

use crate::cli::event_args::PassageArgs;
use crate::cli::events::input::{NamedTelling, tellings};
use crate::cli::events::rows::RowWriter;
use crate::cli::failure::Failure;
use crate::cli::output::Messages;
use crate::events::quotes::{Quote, quotes};
use serde::Serialize;

#[derive(Serialize)]
struct JsonQuote<'a> {
    article: &'a str,
    line: u32,
    text: &'a str,
    speaker: Option<&'a str>,
    cue: Option<&'a str>,
    kind: &'static str,
    start: usize,
    end: usize,
}

const COLUMNS: [&str; 8] = [
    "article", "line", "speaker", "kind", "text", "cue", "start", "end",
];

/// Prints the quotations of the articles.
pub fn run(args: &PassageArgs, messages: &mut Messages) -> Result<(), Failure> {
    let articles = tellings(&args.input, messages)?;
    let mut rows = RowWriter::new(args.format, &COLUMNS)?;
    for named in &articles {
        for quote in quotes(&named.telling) {
            // The standfirst is no part of the body.
            if named.telling.paragraphs[quote.paragraph].is_body() {
                write(named, &quote, &mut rows)?;
            }
        }
    }
    Ok(rows.end()?)
}

fn write(named: &NamedTelling, quote: &Quote, rows: &mut RowWriter) -> Result<(), Failure> {
    let paragraph = &named.telling.paragraphs[quote.paragraph];
    let before = paragraph.text[..quote.range.start].chars().count();
    let text = &paragraph.text[quote.range.clone()];
    let start = paragraph.start + before;
    let json = JsonQuote {
        article: &named.name,
        line: paragraph.lines.first().copied().unwrap_or(0),
        text,
        speaker: quote.speaker.as_deref(),
        cue: quote.cue.as_deref(),
        kind: quote.kind.name(),
        start,
        end: start + text.chars().count(),
    };
    let cells = [
        json.article.to_owned(),
        json.line.to_string(),
        json.speaker.unwrap_or_default().to_owned(),
        json.kind.to_owned(),
        json.text.to_owned(),
        json.cue.unwrap_or_default().to_owned(),
        json.start.to_string(),
        json.end.to_string(),
    ];
    Ok(rows.row(&json, &cells)?)
}
