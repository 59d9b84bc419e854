//! `newsprint formats`: what can be read, from the table of formats.

use crate::cli::args::{FormatsArgs, TableFormat};
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::extract::input::formats::FORMATS;
use serde::Serialize;

/// A format as a JSON object.
#[derive(Serialize)]
struct FormatRow {
    format: &'static str,
    label: &'static str,
    endings: &'static [&'static str],
}

/// Prints a table, or one JSON object for each format.
pub fn run(args: &FormatsArgs) -> Result<(), Failure> {
    let mut output = Output::new();
    let width = FORMATS.iter().map(|format| format.name.len()).max().unwrap_or(0);
    let label_width = FORMATS
        .iter()
        .map(|format| format.label.chars().count())
        .max()
        .unwrap_or(0);
    for format in FORMATS {
        if args.format == TableFormat::Json {
            output.json(&FormatRow {
                format: format.name,
                label: format.label,
                endings: format.endings,
            })?;
        } else {
            let endings: Vec<String> = format.endings.iter().map(|ending| format!(".{ending}")).collect();
            let endings = endings.join(" ");
            let line = format!("{:width$}  {:label_width$}  {endings}", format.name, format.label);
            output.line(line.trim_end())?;
        }
    }
    Ok(output.flush()?)
}
