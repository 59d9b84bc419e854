//! `newsprint list`: what is there, newest first. Rows only; the articles themselves are let go of as they come.

mod json;

use super::Failure;
use super::args::{List, ListFormat};
use super::corpus::Corpus;
use super::library::store_of;
use super::marks;
use super::output::{Messages, Output, say, terminal_width};
use super::query;
use crate::article::{Date, Time};
use crate::library::{Entry, Marks, MarksError, MarksStore, Order, Query, RowView, Snapshot, StoreError};
use crate::text;
use memchr::memchr3;
use std::borrow::Cow;
use std::path::{MAIN_SEPARATOR, MAIN_SEPARATOR_STR};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

/// Lists the articles of the PATHs; where there are none, those of the library, and while that is empty those of the
/// built-in corpus.
pub fn run(args: &List, messages: &mut Messages) -> Result<(), Failure> {
    let query = query::parsed(args.query.as_deref().unwrap_or_default())?;
    for hint in query.hints() {
        say(format_args!("--query: {}", hint.message));
    }
    let kept = marks::asked_for(&query, args.library.as_deref())?;
    match library_of(args)? {
        Some(library) => from_library(args, &library, &query, kept),
        None => from_files(args, &query, kept, messages),
    }
}

/// The library, where it is to be asked and holds anything.
fn library_of(args: &List) -> Result<Option<Snapshot>, Failure> {
    if args.no_library || !args.paths.is_empty() {
        return Ok(None);
    }
    match store_of(args.library.as_deref())?.snapshot() {
        // Who names a library wants that one.
        Ok(snapshot) => Ok(Some(snapshot).filter(|snapshot| !snapshot.is_empty() || args.library.is_some())),
        Err(StoreError::Missing(_)) if args.library.is_none() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn from_library(
    args: &List,
    library: &Snapshot,
    query: &Query,
    kept: Option<MarksStore>,
) -> Result<(), Failure> {
    let marks = match kept {
        Some(mut kept) => library.marks(&mut kept)?,
        None => Marks::default(),
    };
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
        library.each_row(&found.ids, |row| {
            rows.push(Row::from(row).owned());
            true
        })?;
        table(&rows, terminal_width(), &mut output)?;
        return Ok(output.flush()?);
    }
    let (mut outcome, mut text) = (Ok(()), Vec::new());
    library.each_row(&found.ids, |row| {
        outcome = line(&Row::from(row), args.format, &mut text, &mut output);
        outcome.is_ok()
    })?;
    outcome?;
    Ok(output.flush()?)
}

fn from_files(
    args: &List,
    query: &Query,
    kept: Option<MarksStore>,
    messages: &mut Messages,
) -> Result<(), Failure> {
    let kept = kept.map(Mutex::new);
    let mut rows = Vec::new();
    let row = |path, article| {
        let entry = Arc::new(Entry::new(path, article));
        let marks = kept
            .as_ref()
            .map_or_else(|| Ok(Marks::default()), |kept| marks_of(&entry, kept));
        marks.map(|marks| {
            query
                .matches(&entry, &marks)
                .then(|| Row::of(&entry, query).owned())
        })
    };
    Corpus::of(&args.paths, None, messages)?.for_each(messages, row, |found, _| {
        for row in found {
            rows.extend(row?);
        }
        Ok(())
    })?;
    if args.count {
        return count(rows.len());
    }
    if args.sort == Order::Imported {
        rows.reverse();
    }
    // The sort is stable: articles that are alike in it stay in the order of their files.
    rows.sort_by_cached_key(|row| row.key(args.sort));
    rows.truncate(args.limit.unwrap_or(usize::MAX));
    let mut output = Output::new();
    if args.format == ListFormat::Table && output.is_terminal() {
        table(&rows, terminal_width(), &mut output)?;
    } else {
        let mut text = Vec::new();
        rows.iter()
            .try_for_each(|row| line(row, args.format, &mut text, &mut output))?;
    }
    Ok(output.flush()?)
}

fn marks_of(entry: &Arc<Entry>, kept: &Mutex<MarksStore>) -> Result<Marks, MarksError> {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let mut marks = Marks::default();
    for (entry, kept) in kept.recall(&[Arc::clone(entry)])? {
        marks.recall(entry.id, &kept);
    }
    Ok(marks)
}

fn count(articles: usize) -> Result<(), Failure> {
    let mut output = Output::new();
    output.line(&articles.to_string())?;
    Ok(output.flush()?)
}

/// What is listed of an article.
#[derive(Debug, Default)]
struct Row<'a> {
    /// The folder of its file, or nothing where `name` is the whole path.
    folder: Cow<'a, str>,
    name: Cow<'a, str>,
    part: u32,
    title: Option<Cow<'a, str>>,
    date: Option<Date>,
    time: Option<Time>,
    outlet: Option<Cow<'a, str>>,
    via: Option<Cow<'a, str>>,
    section: Option<Cow<'a, str>>,
    byline: Option<Cow<'a, str>>,
    language: Option<Cow<'a, str>>,
    words: u32,
    /// How well it fits the words of the query.
    score: u32,
    /// What a table shows where there is no title.
    stand_in: Option<Cow<'a, str>>,
}

impl<'a> From<RowView<'a>> for Row<'a> {
    fn from(row: RowView<'a>) -> Self {
        let text = |name: Option<&'a Arc<str>>| name.map(|name| Cow::Borrowed(name.as_ref()));
        let title = Some(Cow::Borrowed(row.title));
        let (title, stand_in) = if row.has_title {
            (title, None)
        } else {
            (None, title)
        };
        Self {
            folder: row.folder.to_string_lossy(),
            name: row.name.to_string_lossy(),
            part: row.part,
            title,
            date: row.date,
            time: row.time,
            outlet: text(row.outlet),
            via: text(row.via),
            section: text(row.section),
            byline: row.byline.map(Cow::Borrowed),
            language: text(row.language),
            words: row.words,
            score: 0,
            stand_in,
        }
    }
}

impl<'a> Row<'a> {
    fn of(entry: &'a Entry, query: &Query) -> Self {
        let meta = &entry.article.meta;
        let text = |text: &'a Option<String>| text.as_deref().map(Cow::Borrowed);
        let (title, is_real) = entry.display_title();
        Self {
            folder: Cow::Borrowed(""),
            name: entry.path.to_string_lossy(),
            part: entry.article.part,
            title: meta.headline().map(Cow::Borrowed),
            date: meta.date,
            time: meta.time,
            outlet: text(&meta.outlet),
            via: text(&meta.via),
            section: text(&meta.section),
            byline: text(&meta.byline),
            language: text(&meta.language),
            words: entry.words,
            score: query.score(entry),
            stand_in: (!is_real).then_some(title.into()),
        }
    }

    /// The row by itself, for when what it was made of is let go of.
    fn owned(self) -> Row<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        Row {
            folder: owned(self.folder),
            name: owned(self.name),
            part: self.part,
            title: self.title.map(owned),
            date: self.date,
            time: self.time,
            outlet: self.outlet.map(owned),
            via: self.via.map(owned),
            section: self.section.map(owned),
            byline: self.byline.map(owned),
            language: self.language.map(owned),
            words: self.words,
            score: self.score,
            stand_in: self.stand_in.map(owned),
        }
    }

    /// The path, in parts that follow one another.
    fn path_parts(&self) -> [&str; 3] {
        let is_apart = !self.folder.is_empty() && !self.folder.ends_with(MAIN_SEPARATOR);
        let between = if is_apart { MAIN_SEPARATOR_STR } else { "" };
        [&self.folder, between, &self.name]
    }

    fn path(&self) -> Cow<'_, str> {
        if self.folder.is_empty() {
            Cow::Borrowed(&self.name)
        } else {
            self.path_parts().concat().into()
        }
    }

    /// What it is ordered by, as [`crate::library::sorted`] orders entries.
    fn key(&self, order: Order) -> (bool, String, i64) {
        let newest = || Order::moment_of(self.date, self.time).map_or(i64::MAX, |moment| -moment);
        let words = i64::from(self.words);
        let text = |text: &str| (false, text.to_owned(), 0);
        match order {
            Order::Newest => (false, String::new(), newest()),
            Order::Oldest => (self.date.is_none(), String::new(), newest().saturating_neg()),
            Order::Outlet => {
                let outlet = self.outlet.as_deref().map(str::to_lowercase);
                (outlet.is_none(), outlet.unwrap_or_default(), newest())
            }
            Order::Title => text(&text::fold(
                self.title
                    .as_deref()
                    .or(self.stand_in.as_deref())
                    .unwrap_or_default(),
            )),
            Order::Longest => (false, String::new(), -words),
            Order::Shortest => (false, String::new(), words),
            // A slash comes before all that a name may hold.
            Order::Path => text(&self.path().replace('/', "\0")),
            Order::Imported => text(""),
            Order::Relevance => (false, format!("{:010}", u32::MAX - self.score), newest()),
        }
    }

    /// Date, outlet, title and path as a table shows them. A first sentence in the place of a title is in brackets.
    fn cells(&self) -> [Cow<'_, str>; 4] {
        let unknown = Cow::Borrowed("-");
        let title = match (&self.title, &self.stand_in) {
            (Some(title), _) => Cow::Borrowed(title.as_ref()),
            (None, Some(text)) => format!("[{text}]").into(),
            (None, None) => unknown.clone(),
        };
        [
            self.date
                .map_or_else(|| unknown.clone(), |date| date.to_string().into()),
            self.outlet.as_deref().map_or(unknown, Cow::Borrowed),
            title,
            self.path(),
        ]
    }
}

/// Writes a row as one line; `text` is what it is put together in.
fn line(row: &Row<'_>, format: ListFormat, text: &mut Vec<u8>, output: &mut Output) -> Result<(), Failure> {
    text.clear();
    match format {
        ListFormat::Json => json::write(row, text),
        ListFormat::Table => {
            for (at, cell) in row.cells().iter().enumerate() {
                if at > 0 {
                    text.push(b'\t');
                }
                // A tab or line break within a cell would shift those behind it.
                let start = text.len();
                text.extend_from_slice(cell.as_bytes());
                while let Some(at) = memchr3(b'\t', b'\n', b'\r', &text[start..]) {
                    text[start + at] = b' ';
                }
            }
        }
    }
    Ok(output.line_of(text)?)
}

/// The columns' widest forms; what is left is the title's.
const DATE_CELLS: usize = 10;
const OUTLET_CELLS: usize = 20;
const PATH_CELLS: usize = 32;
/// Below this many cells for the title, the path is left out.
const TITLE_CELLS_AT_LEAST: usize = 24;
const GAP: usize = 2;

fn table(rows: &[Row<'_>], width: usize, output: &mut Output) -> Result<(), Failure> {
    let cells: Vec<[Cow<'_, str>; 4]> = rows.iter().map(Row::cells).collect();
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
