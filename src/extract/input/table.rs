//! Tables with a row of names: CSV with any delimiter, and TSV. Which names mean which field is data: see `aliases`.

use crate::extract::input::aliases::{Gathered, is_known};
use crate::extract::input::decoder::{
    Cut, CutRecord, Decoded, Format, Head, Limits, Origin, Reading, RecordProblem, Sink,
};
use crate::extract::input::html::charset;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

/// Tables.
pub static FORMAT: Format = Format {
    name: "csv",
    label: "CSV or TSV table, one article a row",
    endings: &["csv", "tsv", "tab"],
    sniff: is_table,
    reading: Reading::Stream {
        cut: || Box::new(RowCut::default()),
        decode,
    },
};

const DELIMITERS: [u8; 4] = *b",;\t|";

/// A table is named like one, or two of its columns are known.
fn is_table(head: &Head<'_>) -> bool {
    let line = head.bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if line.is_empty()
        || line.len() > 20_000
        || head.bytes.contains(&0) && head.bytes.starts_with(b"\xFF\xFE")
    {
        return false;
    }
    let names = names(line, delimiter(line));
    let known = names.iter().filter(|name| is_known(name, &[])).count();
    let is_named = FORMAT.endings.contains(&head.ending);
    is_named && names.len() >= 2 || head.ending.is_empty() && names.len() >= 3 && known * 2 > names.len()
}

/// The delimiter of a row of names: the one that gives the most known names, and the most names.
fn delimiter(line: &[u8]) -> u8 {
    let score = |delimiter: u8| {
        let names = names(line, delimiter);
        (
            names.iter().filter(|name| is_known(name, &[])).count(),
            names.len(),
        )
    };
    let best = DELIMITERS
        .into_iter()
        .map(|delimiter| (score(delimiter), delimiter));
    // The first one wins among equals.
    best.rev()
        .max_by_key(|(score, _)| *score)
        .map_or(b',', |(_, delimiter)| delimiter)
}

fn names(line: &[u8], delimiter: u8) -> Vec<String> {
    let (text, _) = charset::decode(line, None);
    rows(text.as_bytes(), delimiter).next().unwrap_or_default()
}

/// The rows of a table, as texts. Rows may have any number of fields.
fn rows(bytes: &[u8], delimiter: u8) -> impl Iterator<Item = Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let rows = reader.into_byte_records().filter_map(Result::ok);
    rows.map(|row| {
        row.iter()
            .map(|field| String::from_utf8_lossy(field).into_owned())
            .collect()
    })
}

/// Cuts a table into rows. The bytes of a row begin with those of the row of names, so that each can be read by itself.
#[derive(Default)]
struct RowCut {
    names: Vec<u8>,
    delimiter: u8,
    line: u64,
    /// The lines of the row that was cut last.
    lines: u64,
    /// Bytes that were read with a row whose end is missing.
    pending: Vec<u8>,
    /// Whether the table has too many columns.
    is_refused: bool,
}

impl Cut for RowCut {
    fn next(
        &mut self,
        from: &mut dyn BufRead,
        limits: &Limits,
        record: &mut Vec<u8>,
    ) -> io::Result<CutRecord> {
        while self.names.is_empty() {
            let mut names = Vec::new();
            self.delimiter = b',';
            if !self.row(from, limits, &mut names)? {
                return Ok(CutRecord::End);
            }
            let names = names.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&names);
            let is_hint = names
                .get(..4)
                .is_some_and(|start| start.eq_ignore_ascii_case(b"sep="));
            if !names.trim_ascii().is_empty() && !is_hint {
                self.delimiter = delimiter(names);
                self.names = names.to_vec();
            }
        }
        let count = memchr::memchr_iter(self.delimiter, &self.names).count();
        if count >= limits.columns {
            if std::mem::replace(&mut self.is_refused, true) {
                return Ok(CutRecord::End);
            }
            return Ok(CutRecord::Problem(RecordProblem {
                place: "line 1".to_owned(),
                message: format!("has more columns than the limit ({})", limits.columns),
            }));
        }
        let mut row = Vec::new();
        loop {
            row.clear();
            if !self.row(from, limits, &mut row)? {
                return Ok(CutRecord::End);
            }
            if !row.trim_ascii().is_empty() {
                break;
            }
        }
        record.extend_from_slice(&self.names);
        if !record.ends_with(b"\n") {
            record.push(b'\n');
        }
        record.extend_from_slice(&row);
        Ok(CutRecord::Found)
    }

    fn unread(&self) -> usize {
        self.pending.len()
    }

    fn place(&self) -> Option<String> {
        Some(format!("line {}", self.line + 1 - self.lines))
    }
}

impl RowCut {
    /// Reads a row, which may have line ends in quotes. Returns false at the end. If the closing quote is missing, the row is its
    /// first line, and the rest is read again.
    fn row(&mut self, from: &mut dyn BufRead, limits: &Limits, row: &mut Vec<u8>) -> io::Result<bool> {
        let mut quotes = Quotes::default();
        self.lines = 0;
        loop {
            let start = row.len();
            self.read_line(from, limits.record_bytes, row)?;
            if row.len() == start {
                break;
            }
            self.lines += 1;
            quotes.scan(&row[start..], self.delimiter);
            if !quotes.is_open {
                break;
            }
            if row.len() as u64 > limits.record_bytes {
                break;
            }
        }
        if quotes.is_open {
            let first = memchr::memchr(b'\n', row).map_or(row.len(), |at| at + 1);
            let mut rest = row.split_off(first);
            rest.append(&mut self.pending);
            self.pending = rest;
            self.lines = 1;
        }
        self.line += self.lines;
        Ok(!row.is_empty())
    }

    fn read_line(&mut self, from: &mut dyn BufRead, limit: u64, row: &mut Vec<u8>) -> io::Result<()> {
        if !self.pending.is_empty() {
            let end = memchr::memchr(b'\n', &self.pending).map_or(self.pending.len(), |at| at + 1);
            let rest = self.pending.split_off(end);
            row.append(&mut self.pending);
            self.pending = rest;
            return Ok(());
        }
        from.take(limit.saturating_add(1)).read_until(b'\n', row)?;
        Ok(())
    }
}

/// Whether a row has an open quote.
#[derive(Default)]
struct Quotes {
    is_open: bool,
    /// Whether the last byte was a quote inside quotes, which the next byte may double.
    is_pending: bool,
    /// Whether the last byte began a field.
    is_inside: bool,
}

impl Quotes {
    fn scan(&mut self, bytes: &[u8], delimiter: u8) {
        for &byte in bytes {
            if self.is_open {
                match (byte, self.is_pending) {
                    (b'"', pending) => self.is_pending = !pending,
                    (byte, true) => {
                        self.is_open = false;
                        self.is_pending = false;
                        self.is_inside = byte != delimiter;
                    }
                    (_, false) => {}
                }
            } else if byte == delimiter {
                self.is_inside = false;
            } else if byte == b'"' && !self.is_inside {
                self.is_open = true;
            } else {
                self.is_inside = true;
            }
        }
        if self.is_pending {
            (self.is_open, self.is_pending) = (false, false);
        }
    }
}

fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (text, _) = charset::decode(bytes, origin.charset);
    let text = text.replace('\0', "");
    let names_end = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1);
    let mut rows = rows(text.as_bytes(), delimiter(&text.as_bytes()[..names_end]));
    let names = rows.next().unwrap_or_default();
    for row in rows {
        let mut gathered = Gathered::default();
        let mut is_known = false;
        for (name, value) in names.iter().zip(row) {
            is_known |= gathered.add(name, &[value], origin.columns);
        }
        if gathered.has_something() {
            sink(Decoded::Record(Box::new(gathered.record())))?;
        } else if !is_known {
            sink(Decoded::Problem(RecordProblem {
                place: String::new(),
                message: format!("has no column that is known ({})", listed(&names)),
            }))?;
        }
    }
    ControlFlow::Continue(())
}

/// The first names of a table, for a message.
fn listed(names: &[String]) -> String {
    let shown: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
        .take(8)
        .collect();
    let more = if names.len() > shown.len() { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::input::record::{Content, Record};

    fn read(text: &[u8]) -> (Vec<Record>, Vec<String>) {
        let limits = Limits::default();
        let (mut records, mut problems) = (Vec::new(), Vec::new());
        let mut bytes = text;
        let mut cut = RowCut::default();
        loop {
            let mut row = Vec::new();
            match cut.next(&mut bytes, &limits, &mut row).unwrap() {
                CutRecord::Found => {}
                CutRecord::Problem(problem) => {
                    problems.push(problem.message);
                    continue;
                }
                CutRecord::End => return (records, problems),
            }
            let _ = decode(&row, &Origin::new(&limits), &mut |decoded| {
                match decoded {
                    Decoded::Record(record) => records.push(*record),
                    Decoded::Problem(problem) => problems.push(problem.message),
                    Decoded::Nested(_) => {}
                }
                ControlFlow::Continue(())
            });
        }
    }

    #[test]
    fn delimiters_and_names_of_other_languages_are_known() {
        for text in [
            "title,source,date,text\nA,The Herald,2024-05-06,\"One,\ntwo \"\"three\"\"\"\n",
            "\u{feff}Titel;Quelle;Datum;Text\r\nA;The Herald;2024-05-06;\"One,\ntwo \"\"three\"\"\"\r\n",
            "sep=\t\ntítulo\tfuente\tfecha\ttexto\nA\tThe Herald\t2024-05-06\t\"One,\ntwo \"\"three\"\"\"",
        ] {
            let (records, problems) = read(text.as_bytes());
            assert!(problems.is_empty());
            assert_eq!(records.len(), 1, "{text}");
            assert_eq!(records[0].title.as_deref(), Some("A"));
            assert_eq!(records[0].outlet.as_deref(), Some("The Herald"));
            assert_eq!(records[0].published.as_deref(), Some("2024-05-06"));
            assert_eq!(
                records[0].content,
                Content::Text("One,\ntwo \"three\"".to_owned())
            );
        }
    }

    #[test]
    fn a_missing_quote_and_ragged_rows_cost_only_themselves() {
        let (records, _) = read(b"title,url,text\nA,http://a.example/\nB,\"http://b.example/,x\nC,http://c.example/,Two,more\n\0D,,Three\n");
        let titles: Vec<_> = records
            .iter()
            .map(|record| record.title.clone().unwrap())
            .collect();
        assert_eq!(titles, ["A", "B", "C", "D"]);
    }

    #[test]
    fn a_million_columns_and_unknown_names_are_reported() {
        let many = "a,".repeat(1_000_000);
        let (records, problems) = read(format!("{many}\n1\n").as_bytes());
        assert!(records.is_empty() && problems[0].contains("more columns"));
        let (_, problems) = read(b"foo,bar\n1,2\n");
        assert_eq!(problems, ["has no column that is known (foo, bar)"]);
    }
}
