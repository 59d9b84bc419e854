//! `newsprint kwic`: the hits of a query in context, one line each. How lines are made: see `library::concordance`.

use crate::cli::corpus::CorpusArguments;
use crate::cli::event_args::{KwicArgs, KwicOrder};
use crate::cli::events::rows::RowWriter;
use crate::cli::failure::Failure;
use crate::cli::library::library_of;
use crate::cli::list::marks_of;
use crate::cli::output::{Messages, eprint_line};
use crate::cli::{marks, query};
use crate::library::concordance::{ContextLine, ContextOrder, context_lines};
use crate::library::entry::Entry;
use crate::library::marks::error::MarksError;
use crate::library::marks::session::Marks;
use crate::library::query::parsed::Query;
use crate::library::query::sort::SortOrder;
use crate::text::matcher::Matcher;
use serde::Serialize;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

#[derive(Serialize)]
struct JsonLine<'a> {
    path: String,
    part: u32,
    date: Option<String>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    line: u32,
    left: &'a str,
    hit: &'a str,
    right: &'a str,
}

const COLUMNS: [&str; 8] = ["date", "outlet", "left", "hit", "right", "title", "path", "part"];

/// A line and the article that it is from.
struct Found {
    entry: Arc<Entry>,
    line: ContextLine,
}

/// Prints the hits of the query.
pub fn run(args: &KwicArgs, messages: &mut Messages) -> Result<(), Failure> {
    let query = query::parsed(&args.words)?;
    for hint in query.hints() {
        eprint_line(hint.message.as_str());
    }
    let words = query.words();
    if words.is_empty() {
        let text = "kwic needs words to show in context, as in `newsprint kwic 'bridge outlet:rt'`";
        return Err(Failure::Usage(text.to_owned()));
    }
    let matcher = Matcher::new(words);
    let hits = |text: &str| matcher.hits(text).into_iter().map(|hit| hit.range).collect();
    let mut rows = RowWriter::new(args.format, &COLUMNS)?;
    let order = match args.sort {
        KwicOrder::Date => ContextOrder::Article,
        KwicOrder::Left => ContextOrder::Left,
        KwicOrder::Right => ContextOrder::Right,
    };
    let mut sorted: Vec<Found> = Vec::new();
    let mut add = |entry: Arc<Entry>| -> Result<(), Failure> {
        for line in context_lines(&entry, hits) {
            let found = Found {
                entry: Arc::clone(&entry),
                line,
            };
            // In the order of the articles, nothing has to be kept.
            if order == ContextOrder::Article {
                write(&found, &mut rows)?;
            } else {
                sorted.push(found);
            }
        }
        Ok(())
    };
    each_match(args, &query, messages, &mut add)?;
    sorted.sort_by_cached_key(|found| order.key(&found.line));
    sorted.iter().try_for_each(|found| write(found, &mut rows))?;
    Ok(rows.end()?)
}

/// Passes on the articles that match, the newest first.
fn each_match(
    args: &KwicArgs,
    query: &Query,
    messages: &mut Messages,
    add: &mut dyn FnMut(Arc<Entry>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let store = marks::marks_for_query(query, args.library.as_deref())?;
    if let Some(library) = library_of(&args.paths, args.library.as_deref(), args.no_library)? {
        let marks = match store {
            Some(mut store) => library.marks(&mut store)?,
            None => Marks::default(),
        };
        let never = AtomicBool::new(false);
        let listed = library.search(query, &marks, SortOrder::Newest, usize::MAX, &never)?;
        for id in listed.unwrap_or_default().ids {
            if let Some(entry) = library.entry(id)? {
                add(Arc::new(entry))?;
            }
        }
        return Ok(());
    }
    let store = store.map(Mutex::new);
    let matching = |path, article| -> Result<Option<Arc<Entry>>, MarksError> {
        let entry = Arc::new(Entry::new(path, article));
        let marks = match &store {
            Some(store) => marks_of(&entry, store)?,
            None => Marks::default(),
        };
        Ok(query.matches(&entry, &marks).then_some(entry))
    };
    let mut entries: Vec<Arc<Entry>> = Vec::new();
    CorpusArguments::of(&args.paths, None, messages)?.for_each(messages, matching, |batch, _| {
        for entry in batch {
            entries.extend(entry?);
        }
        Ok(())
    })?;
    // The newest first, without a date last, as in a library.
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.date()));
    entries.into_iter().try_for_each(add)
}

fn write(found: &Found, rows: &mut RowWriter) -> Result<(), Failure> {
    let Found { entry, line } = found;
    let json = JsonLine {
        path: entry.path.to_string_lossy().into_owned(),
        part: entry.article.part,
        date: entry.date().map(|date| date.to_string()),
        outlet: entry.outlet.as_deref(),
        title: entry.article.meta.headline(),
        line: line.line,
        left: &line.left,
        hit: &line.hit,
        right: &line.right,
    };
    let cells = [
        json.date.clone().unwrap_or_default(),
        json.outlet.unwrap_or_default().to_owned(),
        json.left.to_owned(),
        json.hit.to_owned(),
        json.right.to_owned(),
        json.title.unwrap_or_default().to_owned(),
        json.path.clone(),
        json.part.to_string(),
    ];
    Ok(rows.row(&json, &cells)?)
}
