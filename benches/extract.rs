//! How fast pages are cleaned and written out: the built-in corpus, in bytes a second on one thread.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
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
    let hints = Hints {
        path: None,
        knowledge,
        siblings: None,
    };
    pages.iter().flat_map(|page| extract(page, &hints)).collect()
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
