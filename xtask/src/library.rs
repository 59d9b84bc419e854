//! `cargo xtask library`: measures how quickly a library answers: opening it, the first page of the newest articles with
//! the counts, searches, and marks on all articles, which are stored in a temporary folder. It prints milliseconds, the
//! median of several runs. The default queries match the generated pages of BENCHMARKS.md.

use crate::Outcome;
use newsprint::library::{
    ListRequest, Mark, MarkChange, MarkEdit, Marks, MarksStore, Query, Snapshot, SortOrder, Store,
};
use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// The queries that are measured if none are given.
const QUERIES: &[&str] = &[
    "",
    "zanzibarq",
    "solitaryx",
    "\"declined to comment\"",
    "\"long-awaited budget\"",
    "minister government",
    "harb*",
    "outlet:trt date:2024-07-01..2024-07-10",
    "harbour -budget is:unread",
];
/// The number of rows on a large screen.
const ROWS: usize = 60;
const RUNS: usize = 9;

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder of the library
    folder: PathBuf,
    /// The queries to measure
    #[arg(value_name = "QUERY")]
    queries: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Outcome {
    let given: Vec<&str> = arguments.queries.iter().map(String::as_str).collect();
    let queries = if given.is_empty() { QUERIES } else { &given[..] };
    let store = Store::at(&arguments.folder);
    let opened = median(|| {
        let snapshot = store.snapshot()?;
        let first = snapshot.newest(ROWS)?;
        snapshot.rows(&first, |_| true)?;
        snapshot.facets()?;
        Ok(first.len())
    })?;
    let snapshot = store.snapshot()?;
    println!("{} articles", snapshot.len());
    println!("{:>9.2} ms  open, {ROWS} newest rows, counts of all", opened.0);
    for text in queries {
        let query = Query::parse(text, "2025-03-01".parse().map_err(|_| "not a date")?)?;
        let first = median(|| first_page(&snapshot, &query))?;
        let all = median(|| search(&snapshot, &query, usize::MAX))?;
        let begun = median(|| begin(&snapshot, &query))?;
        let begun = if begun.1 > 0 {
            format!(", first rows after {:.2} ms", begun.0)
        } else {
            String::new()
        };
        println!(
            "{:>9.2} ms  {:>9.2} ms in full  {:>8} found  {text}{begun}",
            first.0, all.0, all.1
        );
    }
    let all = search_all(&snapshot)?;
    let counted = median(|| Ok(snapshot.facets_of(&all)?.total))?;
    println!("{:>9.2} ms  counts of a list of {}", counted.0, counted.1);
    measure_marks(&snapshot, &all)
}

/// Marks all articles as read, loads the marks as the reader does at its start, and undoes the change; once each.
fn measure_marks(snapshot: &Snapshot, ids: &[u32]) -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut store = MarksStore::open(folder.path())?;
    let stroke = |on| MarkChange {
        edit: MarkEdit::Mark(Mark::Read, on),
        ids: ids.into(),
    };
    let mut timed = |what: &str, work: &mut dyn FnMut(&mut MarksStore) -> Measured<usize>| {
        let start = Instant::now();
        let articles = work(&mut store)?;
        let time = start.elapsed().as_secs_f64() * 1_000.0;
        println!("{time:>9.0} ms  {what}, {articles} articles");
        Measured::Ok(())
    };
    let looked_up = |store: &mut MarksStore| Ok(snapshot.marks(store)?.count(Mark::Read));
    timed("all marked as read", &mut |store| {
        snapshot.write_marks(store, &[stroke(true)])?;
        Ok(ids.len())
    })?;
    timed("marks loaded", &mut |store| looked_up(store))?;
    timed("undone", &mut |store| {
        snapshot.write_marks(store, &[stroke(false)])?;
        Ok(ids.len())
    })?;
    timed("marks loaded", &mut |store| looked_up(store))
}

type Measured<T> = Result<T, Box<dyn Error>>;

fn first_page(snapshot: &Snapshot, query: &Query) -> Measured<usize> {
    let never = AtomicBool::new(false);
    let found = snapshot
        .search(query, &Marks::default(), SortOrder::Newest, ROWS, &never)?
        .unwrap_or_default();
    snapshot.rows(&found.ids, |_| true)?;
    Ok(found.total)
}

/// The first rows of a slow list, which the reader shows before the whole list is known; none of a quick list.
fn begin(snapshot: &Snapshot, query: &Query) -> Measured<usize> {
    let wanted = ListRequest {
        query: query.clone(),
        ..ListRequest::default()
    };
    let never = AtomicBool::new(false);
    let begun = snapshot.partial_list(&wanted, &Marks::default(), ROWS, &never)?;
    let begun = begun.unwrap_or_default();
    snapshot.rows(&begun.ids, |_| true)?;
    Ok(begun.ids.len())
}

fn search(snapshot: &Snapshot, query: &Query, count: usize) -> Measured<usize> {
    let never = AtomicBool::new(false);
    let found = snapshot.search(query, &Marks::default(), SortOrder::Newest, count, &never)?;
    Ok(found.unwrap_or_default().ids.len())
}

fn search_all(snapshot: &Snapshot) -> Measured<Vec<u32>> {
    let never = AtomicBool::new(false);
    let everything = Query::everything();
    let found = snapshot.search(
        &everything,
        &Marks::default(),
        SortOrder::Newest,
        usize::MAX,
        &never,
    )?;
    Ok(found.unwrap_or_default().ids)
}

/// The median time of the runs in milliseconds, and the result of the last one.
fn median(work: impl Fn() -> Measured<usize>) -> Measured<(f64, usize)> {
    let mut times = Vec::new();
    let mut given = 0;
    for _ in 0..RUNS {
        let start = Instant::now();
        given = work()?;
        times.push(start.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok((times[RUNS / 2], given))
}
