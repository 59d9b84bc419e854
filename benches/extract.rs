//! How fast pages are cleaned and written out, in bytes a second on one thread: whole pages as they are found, and pages
//! of one shape and many sizes, whose throughput stays the same where the cost is linear.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use newsprint::article::Article;
use newsprint::export;
use newsprint::extract::{Hints, Knowledge, extract};
use newsprint::library::{BUILTIN_PROFILES, Source, builtin_corpus};
use std::hint::black_box;

fn pages() -> Vec<Vec<u8>> {
    let bytes = |source| match source {
        Source::Memory { bytes, .. } => Some(bytes.into_owned()),
        Source::Path(_) | Source::Listed(_) => None,
    };
    builtin_corpus().into_iter().filter_map(bytes).collect()
}

fn clean(pages: &[Vec<u8>], knowledge: &Knowledge) -> Vec<Article> {
    let hints = Hints::new(knowledge);
    pages.iter().flat_map(|page| extract(page, &hints)).collect()
}

/// The shapes that a page of any size may have.
const SHAPES: [(&str, &str); 3] = [
    ("paragraphs", "\n\n"),
    ("one-word lines", "\n"),
    ("one line", " "),
];

/// A page of about so many bytes: sentences of the sample corpus's kind, parted after each paragraph, word or never.
fn made(shape: &str, between: &str, size: usize) -> Vec<u8> {
    const PARAGRAPH: &str = "The old bridge over the Lenne opened again on Monday after two years of repairs, the town \
        said, and hundreds of people crossed it on foot before the first bus came over at noon. Number ";
    let mut text = String::from("Old bridge opens again after repairs\n\nBy Jana Vella\n\n9 July 2024\n\n");
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        if shape == "one-word lines" {
            text.extend(PARAGRAPH.split_whitespace().flat_map(|word| [word, between]));
        } else {
            text.push_str(PARAGRAPH);
        }
        text.push_str(&number.to_string());
        text.push('.');
        text.push_str(between);
    }
    text.into_bytes()
}

fn benchmarks(criterion: &mut Criterion) {
    let builtin = Knowledge::builtin();
    let knowledge = builtin.with_toml(BUILTIN_PROFILES).unwrap_or(builtin);
    let pages = pages();
    let bytes: usize = pages.iter().map(Vec::len).sum();
    let articles = clean(&pages, &knowledge);

    let mut group = criterion.benchmark_group("extract");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("built-in corpus", |bencher| {
        bencher.iter(|| clean(black_box(&pages), &knowledge));
    });
    group.finish();

    let mut group = criterion.benchmark_group("linear");
    group.sample_size(10);
    for (shape, between) in SHAPES {
        for megabytes in [1, 10, 50] {
            let page = [made(shape, between, megabytes * 1_000_000)];
            group.throughput(Throughput::Bytes(page[0].len() as u64));
            group.bench_with_input(BenchmarkId::new(shape, megabytes), &page, |bencher, page| {
                bencher.iter(|| clean(black_box(page), &knowledge));
            });
        }
    }
    group.finish();

    let mut group = criterion.benchmark_group("export");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("json", |bencher| {
        bencher.iter(|| {
            let lines = articles
                .iter()
                .map(|article| export::json(article, "page.txt").to_string());
            lines.map(|line| line.len()).sum::<usize>()
        });
    });
    group.bench_function("markdown", |bencher| {
        bencher.iter(|| {
            let texts = articles.iter().map(|article| export::markdown(article, false));
            texts.map(|text| text.len()).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
