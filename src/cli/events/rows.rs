//! Rows of a result as a table, as comma-separated values or as JSON.

use crate::cli::event_args::PassageFormat;
use crate::cli::output::Output;
use serde::Serialize;
use std::io;

/// Writes rows in one format.
pub(crate) struct RowWriter {
    format: PassageFormat,
    output: Output,
}

impl RowWriter {
    /// Starts the output; comma-separated values begin with the names of the columns.
    pub(crate) fn new(format: PassageFormat, columns: &[&str]) -> io::Result<Self> {
        let mut output = Output::new();
        if format == PassageFormat::Csv {
            output.line(&csv_line(columns))?;
        }
        Ok(Self { format, output })
    }

    /// Writes a row: `json` is the object, `cells` are the values of the columns.
    pub(crate) fn row(&mut self, json: &impl Serialize, cells: &[String]) -> io::Result<()> {
        match self.format {
            PassageFormat::Json => {
                let text = serde_json::to_string(json).map_err(io::Error::from)?;
                self.output.line(&text)
            }
            PassageFormat::Csv => self.output.line(&csv_line(cells)),
            PassageFormat::Table => {
                let cells: Vec<String> = cells
                    .iter()
                    .map(|cell| cell.replace(['\t', '\n', '\r'], " "))
                    .collect();
                self.output.line(&cells.join("\t"))
            }
        }
    }

    /// Ends the output.
    pub(crate) fn end(mut self) -> io::Result<()> {
        self.output.flush()
    }
}

/// One line of comma-separated values, without its end. A value with a comma, a quotation mark or a line break is quoted.
pub(crate) fn csv_line(cells: &[impl AsRef<str>]) -> String {
    let quoted = cells.iter().map(|cell| {
        let cell = cell.as_ref();
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    });
    quoted.collect::<Vec<_>>().join(",")
}

/// A share rounded to three decimals.
pub(crate) fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_with_commas_and_marks_are_quoted() {
        assert_eq!(csv_line(&["a", "b, \"c\"", ""]), "a,\"b, \"\"c\"\"\",");
    }
}
