//! `newsprint list`: the articles of the library or of files, in an order, one line each. Only rows are kept in memory;
//! of articles read from files, the text is dropped at once.

pub(crate) mod exchange;
pub(crate) mod json;

use crate::cli::args::{ListArgs, ListFormat};
use crate::cli::corpus::CorpusArguments;
use crate::cli::failure::Failure;
use crate::cli::library::{library_of, store_of};
use crate::cli::list::json::JsonRow;
use crate::cli::output::{Messages, Output, eprint_line, terminal_width};
use crate::cli::{marks, query};
use crate::export::csv::csv_line;
use crate::library::entry::Entry;
use crate::library::marks::error::MarksError;
use crate::library::marks::session::Marks;
use crate::library::marks::store::MarksStore;
use crate::library::query::parsed::Query;
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::search::snapshot::Snapshot;
use crate::runtime::state::StateFile;
use crate::text::{fold, safe, width};
use std::borrow::Cow;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

/// Lists the articles of the PATHs or, without any, of the library or, while that is empty, of the sample corpus.
pub fn run(args: &ListArgs, messages: &mut Messages) -> Result<(), Failure> {
    let query = query::parsed(args.query.as_deref().unwrap_or_default())?;
    for hint in query.hints() {
        eprint_line(format_args!("--query: {}", hint.message));
    }
    let store = marks::marks_for_query(&query, args.library.as_deref())?;
    match library_of(&args.paths, args.library.as_deref(), args.no_library)? {
        Some(library) => from_library(args, &library, &query, store),
        None => from_files(args, &query, store, messages),
    }
}

fn from_library(
    args: &ListArgs,
    library: &Snapshot,
    query: &Query,
    store: Option<MarksStore>,
) -> Result<(), Failure> {
    let mut marks = match store {
        Some(mut store) => library.marks(&mut store)?,
        None => Marks::default(),
    };
    let state = StateFile::read(store_of(args.library.as_deref())?.folder());
    marks.set_new_from(state.map(|state| state.new_from()));
    let never = AtomicBool::new(false);
    let limit = if args.count {
        0
    } else {
        args.limit.unwrap_or(usize::MAX)
    };
    let found = library
        .search(query, &marks, args.sort, limit, &never)?
        .unwrap_or_default();
    if args.count {
        return count(found.total);
    }
    let mut output = Output::new();
    if args.format == ListFormat::Table && output.is_terminal() {
        let mut rows = Vec::new();
        library.rows(&found.ids, |row| {
            rows.push(row);
            true
        })?;
        table(&rows, terminal_width(), &mut output)?;
        return Ok(output.flush()?);
    }
    let mut rows = RowLines::begin(args.format, output)?;
    let mut outcome = Ok(());
    library.rows(&found.ids, |row| {
        outcome = rows.add(&row);
        outcome.is_ok()
    })?;
    outcome?;
    rows.end()
}

fn from_files(
    args: &ListArgs,
    query: &Query,
    store: Option<MarksStore>,
    messages: &mut Messages,
) -> Result<(), Failure> {
    let store = store.map(Mutex::new);
    let mut rows = Vec::new();
    let scored = |path, article| {
        let entry = Arc::new(Entry::new(path, article));
        let marks = store
            .as_ref()
            .map_or_else(|| Ok(Marks::default()), |store| marks_of(&entry, store));
        marks.map(|marks| {
            query
                .matches(&entry, &marks)
                .then(|| (query.score(&entry), ArticleRow::from(entry.as_ref())))
        })
    };
    CorpusArguments::of(&args.paths, None, messages)?.for_each(messages, scored, |found, _| {
        for row in found {
            rows.extend(row?);
        }
        Ok(())
    })?;
    if args.count {
        return count(rows.len());
    }
    if args.sort == SortOrder::Imported {
        rows.reverse();
    }
    // The sort is stable: articles with equal keys stay in the order of their files.
    rows.sort_by_cached_key(|(score, row)| sort_key(row, *score, args.sort));
    rows.truncate(args.limit.unwrap_or(usize::MAX));
    let rows: Vec<ArticleRow> = rows.into_iter().map(|(_, row)| row).collect();
    let mut output = Output::new();
    if args.format == ListFormat::Table && output.is_terminal() {
        table(&rows, terminal_width(), &mut output)?;
        return Ok(output.flush()?);
    }
    let mut lines = RowLines::begin(args.format, output)?;
    rows.iter().try_for_each(|row| lines.add(row))?;
    lines.end()
}

/// Returns the marks of an article that is not in the library.
pub(crate) fn marks_of(entry: &Arc<Entry>, store: &Mutex<MarksStore>) -> Result<Marks, MarksError> {
    let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
    let mut marks = Marks::default();
    for (entry, stored) in store.load_marks(&[Arc::clone(entry)])? {
        marks.set_stored(entry.id, &stored);
    }
    Ok(marks)
}

fn count(articles: usize) -> Result<(), Failure> {
    let mut output = Output::new();
    output.line(&articles.to_string())?;
    Ok(output.flush()?)
}

/// Returns the sort key of a row. `score` is higher the better the article matches the query.
fn sort_key(row: &ArticleRow, score: u32, order: SortOrder) -> (bool, String, i64) {
    let newest = || SortOrder::moment_of(row.date, row.time).map_or(i64::MAX, |moment| -moment);
    let words = i64::from(row.words);
    let text = |text: &str| (false, text.to_owned(), 0);
    match order {
        SortOrder::Newest => (false, String::new(), newest()),
        SortOrder::Oldest => (row.date.is_none(), String::new(), newest().saturating_neg()),
        SortOrder::Outlet => {
            let outlet = row.outlet.as_deref().map(str::to_lowercase);
            (outlet.is_none(), outlet.unwrap_or_default(), newest())
        }
        SortOrder::Title => text(&fold::fold(&row.title)),
        SortOrder::Longest => (false, String::new(), -words),
        SortOrder::Shortest => (false, String::new(), words),
        // The separator sorts before every character of a name.
        SortOrder::Path => text(&row.path.to_string_lossy().replace('/', "\0")),
        SortOrder::Imported => text(""),
        SortOrder::Relevance => (false, format!("{:010}", u32::MAX - score), newest()),
    }
}

/// Returns the date, outlet, title and path as a table shows them. A first sentence in place of a title is in brackets.
fn cells(row: &ArticleRow) -> [Cow<'_, str>; 4] {
    let unknown = Cow::Borrowed("-");
    let title = if row.has_title {
        Cow::Borrowed(row.title.as_str())
    } else {
        format!("[{}]", row.title).into()
    };
    [
        row.date
            .map_or_else(|| unknown.clone(), |date| date.to_string().into()),
        row.outlet.as_deref().map_or(unknown, Cow::Borrowed),
        title,
        row.path.to_string_lossy(),
    ]
}

/// Writes rows for pipes and files.
struct RowLines {
    format: ListFormat,
    output: Output,
    count: usize,
}

impl RowLines {
    /// Writes what comes before the first row.
    fn begin(format: ListFormat, mut output: Output) -> Result<Self, Failure> {
        match format {
            ListFormat::Csv => output.line(&csv_line(&exchange::COLUMNS))?,
            ListFormat::CslJson => output.text("[")?,
            _ => {}
        }
        Ok(Self {
            format,
            output,
            count: 0,
        })
    }

    fn add(&mut self, row: &ArticleRow) -> Result<(), Failure> {
        let output = &mut self.output;
        match self.format {
            ListFormat::Json => output.json(&JsonRow::from(row))?,
            ListFormat::Table => output.row(&cells(row))?,
            ListFormat::Csv => output.text(&(csv_line(&exchange::csv_cells(row)) + "\n"))?,
            ListFormat::Ris => {
                for line in exchange::ris(row) {
                    output.line(&line)?;
                }
            }
            ListFormat::CslJson => {
                output.text(if self.count > 0 { ",\n" } else { "\n" })?;
                output.text(&exchange::csl(row))?;
            }
        }
        self.count += 1;
        Ok(())
    }

    /// Writes what comes after the last row.
    fn end(mut self) -> Result<(), Failure> {
        if self.format == ListFormat::CslJson {
            self.output.text("\n]\n")?;
        }
        Ok(self.output.flush()?)
    }
}

/// The greatest widths of the columns. The title has the rest.
const DATE_CELLS: usize = 10;
const OUTLET_CELLS: usize = 20;
const PATH_CELLS: usize = 32;
/// If the title would have fewer cells than this, the path is left out.
const MIN_TITLE_CELLS: usize = 24;
const GAP: usize = 2;

fn table(rows: &[ArticleRow], width: usize, output: &mut Output) -> Result<(), Failure> {
    let cells: Vec<[Cow<'_, str>; 4]> = rows.iter().map(cells).collect();
    let widest = |column: usize, most: usize| {
        let widths = cells.iter().map(|row| width::width(&row[column]));
        widths.max().unwrap_or(0).min(most)
    };
    let (outlet, path) = (widest(1, OUTLET_CELLS), widest(3, PATH_CELLS));
    let before_title = DATE_CELLS + GAP + outlet + GAP;
    let has_path = width >= before_title + MIN_TITLE_CELLS + GAP + path;
    let after_title = if has_path { GAP + path } else { 0 };
    let title = width.saturating_sub(before_title + after_title).max(1);
    for [date, name, headline, place] in &cells {
        let mut line = [cell(date, DATE_CELLS), cell(name, outlet), cell(headline, title)].join("  ");
        if has_path {
            line.push_str("  ");
            line.push_str(&width::clip_start(&safe::harmless_line(place), path));
        }
        output.line(line.trim_end())?;
    }
    Ok(())
}

/// Returns the text in exactly `cells` cells: clipped or padded.
fn cell(text: &str, cells: usize) -> String {
    let text = safe::harmless_line(text);
    let cut = width::clip(&text, cells);
    let fill = cells.saturating_sub(width::width(&cut));
    format!("{cut}{}", " ".repeat(fill))
}
