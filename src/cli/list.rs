//! `newsprint list`: what is there, newest first. Rows only; the articles themselves are let go of as they come.

use super::Failure;
use super::args::{List, ListFormat};
use super::corpus::Corpus;
use super::output::{Messages, Output, say, terminal_width};
use super::query;
use crate::article::{Date, Time};
use crate::library::{Entry, Marks};
use crate::text;
use serde::Serialize;
use std::cmp::Reverse;

/// Lists the articles of the PATHs, or of the built-in corpus where there are none.
pub fn run(args: &List, messages: &mut Messages) -> Result<(), Failure> {
    let query = query::parsed(args.query.as_deref().unwrap_or_default())?;
    for hint in query.hints() {
        say(format_args!("--query: {}", hint.message));
    }
    // Nobody has read or starred anything here; those marks are the reader's.
    let marks = Marks::default();
    let mut rows = Vec::new();
    let row = |path, article| {
        let entry = Entry::new(path, article);
        query.matches(&entry, &marks).then(|| Row::of(&entry))
    };
    Corpus::of(&args.paths, None, messages)?.for_each(messages, row, |found, _| {
        rows.extend(found.into_iter().flatten());
        Ok(())
    })?;
    // The sort is stable: articles of one minute stay in the order of their files.
    rows.sort_by_key(|row| Reverse((row.day, row.clock)));
    let mut output = Output::new();
    match args.format {
        ListFormat::Json => json(&rows, &mut output)?,
        ListFormat::Table if output.is_terminal() => table(&rows, terminal_width(), &mut output)?,
        ListFormat::Table => tabbed(&rows, &mut output)?,
    }
    Ok(output.flush()?)
}

/// What is listed of an article, in the order of the JSON fields.
#[derive(Debug, Default, Serialize)]
struct Row {
    path: String,
    part: u32,
    title: Option<String>,
    date: Option<String>,
    time: Option<String>,
    outlet: Option<String>,
    via: Option<String>,
    section: Option<String>,
    byline: Option<String>,
    language: Option<String>,
    words: u32,
    #[serde(skip)]
    day: Option<Date>,
    #[serde(skip)]
    clock: Option<Time>,
    /// What a table shows where there is no title.
    #[serde(skip)]
    stand_in: Option<String>,
}

impl Row {
    fn of(entry: &Entry) -> Self {
        let meta = &entry.article.meta;
        let (title, is_real) = entry.display_title();
        Self {
            path: entry.path.to_string_lossy().into_owned(),
            part: entry.article.part,
            title: meta.title.clone(),
            date: meta.date.map(|date| date.to_string()),
            time: meta.time.map(|time| time.to_string()),
            outlet: meta.outlet.clone(),
            via: meta.via.clone(),
            section: meta.section.clone(),
            byline: meta.byline.clone(),
            language: meta.language.clone(),
            words: entry.words,
            day: meta.date,
            clock: meta.time,
            stand_in: (!is_real).then_some(title),
        }
    }

    /// Date, outlet, title and path as a table shows them. A first sentence in the place of a title is in brackets.
    fn cells(&self) -> [String; 4] {
        let unknown = || "-".to_owned();
        let title = match (&self.title, &self.stand_in) {
            (Some(title), _) => title.clone(),
            (None, Some(text)) => format!("[{text}]"),
            (None, None) => unknown(),
        };
        [
            self.date.clone().unwrap_or_else(unknown),
            self.outlet.clone().unwrap_or_else(unknown),
            title,
            self.path.clone(),
        ]
    }
}

fn json(rows: &[Row], output: &mut Output) -> Result<(), Failure> {
    for row in rows {
        let line = serde_json::to_string(row).map_err(std::io::Error::from)?;
        output.line(&line)?;
    }
    Ok(())
}

fn tabbed(rows: &[Row], output: &mut Output) -> Result<(), Failure> {
    for row in rows {
        // A tab or line break within a cell would shift those behind it.
        let cells = row.cells().map(|cell| cell.replace(['\t', '\n', '\r'], " "));
        output.line(&cells.join("\t"))?;
    }
    Ok(())
}

/// The columns' widest forms; what is left is the title's.
const DATE_CELLS: usize = 10;
const OUTLET_CELLS: usize = 20;
const PATH_CELLS: usize = 32;
/// Below this many cells for the title, the path is left out.
const TITLE_CELLS_AT_LEAST: usize = 24;
const GAP: usize = 2;

fn table(rows: &[Row], width: usize, output: &mut Output) -> Result<(), Failure> {
    let cells: Vec<[String; 4]> = rows.iter().map(Row::cells).collect();
    let widest = |column: usize, most: usize| {
        let widths = cells.iter().map(|row| text::width(&row[column]));
        widths.max().unwrap_or(0).min(most)
    };
    let (outlet, path) = (widest(1, OUTLET_CELLS), widest(3, PATH_CELLS));
    let before_title = DATE_CELLS + GAP + outlet + GAP;
    let has_path = width >= before_title + TITLE_CELLS_AT_LEAST + GAP + path;
    let after_title = if has_path { GAP + path } else { 0 };
    let title = width.saturating_sub(before_title + after_title).max(1);
    for [date, name, headline, place] in &cells {
        let mut line = [cell(date, DATE_CELLS), cell(name, outlet), cell(headline, title)].join("  ");
        if has_path {
            line.push_str("  ");
            line.push_str(&text::clip_start(&text::harmless_line(place), path));
        }
        output.line(line.trim_end())?;
    }
    Ok(())
}

/// The text in exactly so many cells: cut or filled up.
fn cell(text: &str, cells: usize) -> String {
    let text = text::harmless_line(text);
    let cut = text::clip(&text, cells);
    let fill = cells.saturating_sub(text::width(&cut));
    format!("{cut}{}", " ".repeat(fill))
}
