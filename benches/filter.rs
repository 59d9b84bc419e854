//! The cost of a query over 10,000 articles, and of finding words in a long text.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsprint::article::Date;
use newsprint::library::{
    Entry, LoadEvent, LoadOptions, LoadSource, Marks, Query, builtin_corpus, load_with,
};
use newsprint::text::{Matcher, Pattern};
use std::hint::black_box;
use std::sync::atomic::AtomicBool;

const ARTICLES: usize = 10_000;

/// The articles of the built-in corpus, over and over.
fn entries() -> Vec<Entry> {
    let pages: Vec<LoadSource> = builtin_corpus().into_iter().cycle().take(ARTICLES).collect();
    let mut entries = Vec::with_capacity(ARTICLES);
    let (options, never) = (LoadOptions::default(), AtomicBool::new(false));
    load_with(pages.into_iter().map(Ok), &options, &never, Entry::new, |event| {
        if let LoadEvent::Batch(batch) = event {
            entries.extend(batch);
        }
    });
    entries
}

fn queries(criterion: &mut Criterion) {
    let entries = entries();
    let bytes: usize = entries.iter().map(|entry| entry.search_text().len()).sum();
    let marks = Marks::default();
    let mut group = criterion.benchmark_group("filter");
    group.throughput(Throughput::Bytes(bytes as u64));
    let texts = [
        ("a rare word", "barnacle"),
        ("a frequent word", "bridge"),
        ("a phrase", "\"the bridge\""),
        ("a prefix and a field", "satell* since:2025-03-10"),
        ("a field alone", "outlet:halyard"),
    ];
    for (name, text) in texts {
        let today = Date::from_days(20_168);
        let Ok(query) = Query::parse(text, today) else {
            continue;
        };
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let entries = black_box(&entries).iter();
                entries.filter(|entry| query.matches(entry, &marks)).count()
            });
        });
    }
    group.finish();
}

fn highlights(criterion: &mut Criterion) {
    let words = [
        "bridge",
        "crane",
        "harbour",
        "storm",
        "port",
        "island",
        "vote",
        "fish",
        "tunnel",
        "satellite",
    ];
    let matcher = Matcher::new(words.map(Pattern::word));
    let sentence = "The harbour opened again on Friday, three days after the storm had closed it. ";
    let text = sentence.repeat(5_000_000 / sentence.len());
    let mut group = criterion.benchmark_group("highlight");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("ten words in 5 MB", |bencher| {
        bencher.iter(|| matcher.hits(black_box(&text)).len());
    });
    group.finish();
}

criterion_group!(benches, queries, highlights);
criterion_main!(benches);
