//! `newsprint figures`: what was counted and dated.

use crate::cli::event_args::PassageArgs;
use crate::cli::events::input::{NamedTelling, tellings};
use crate::cli::events::rows::RowWriter;
use crate::cli::failure::Failure;
use crate::cli::output::Messages;
use crate::events::figures::{Figure, figures};
use serde::Serialize;

#[derive(Serialize)]
struct JsonFigure<'a> {
    article: &'a str,
    line: u32,
    text: &'a str,
    value: Option<&'a str>,
    unit: Option<&'a str>,
    counted: Option<&'a str>,
    hedge: Option<&'a str>,
}

const COLUMNS: [&str; 7] = ["article", "line", "text", "value", "unit", "counted", "hedge"];

/// Prints the figures of the articles.
pub fn run(args: &PassageArgs, messages: &mut Messages) -> Result<(), Failure> {
    let articles = tellings(&args.input, messages)?;
    let mut rows = RowWriter::new(args.format, &COLUMNS)?;
    for named in &articles {
        for figure in figures(&named.telling) {
            write(named, &figure, &mut rows)?;
        }
    }
    Ok(rows.end()?)
}

fn write(named: &NamedTelling, figure: &Figure, rows: &mut RowWriter) -> Result<(), Failure> {
    let paragraph = &named.telling.paragraphs[figure.paragraph];
    let json = JsonFigure {
        article: &named.name,
        line: paragraph.lines.first().copied().unwrap_or(0),
        text: paragraph.text.get(figure.range.clone()).unwrap_or_default(),
        value: figure.value.as_deref(),
        unit: figure.unit.as_deref(),
        counted: figure.counted.as_deref(),
        hedge: figure.hedge.as_deref(),
    };
    let cells = [
        json.article.to_owned(),
        json.line.to_string(),
        json.text.to_owned(),
        json.value.unwrap_or_default().to_owned(),
        json.unit.unwrap_or_default().to_owned(),
        json.counted.unwrap_or_default().to_owned(),
        json.hedge.unwrap_or_default().to_owned(),
    ];
    Ok(rows.row(&json, &cells)?)
}
