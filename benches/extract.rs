//! The throughput of extraction and export on one thread: of whole pages with the chrome around an article, and of
//! pages of one shape in two sizes, whose throughput is equal if the cost is linear.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use newsprint::article::Article;
use newsprint::export;
use newsprint::extract::{Hints, OutletDirectory, extract};
use newsprint::library::{BUILTIN_PROFILES, LoadSource, builtin_corpus};
use std::hint::black_box;

fn pages() -> Vec<Vec<u8>> {
    let bytes = |source| match source {
        LoadSource::Memory { bytes, .. } => Some(bytes.into_owned()),
        LoadSource::Path(_) | LoadSource::Listed(_) | LoadSource::Found(_) => None,
    };
    builtin_corpus().into_iter().filter_map(bytes).collect()
}

fn clean(pages: &[Vec<u8>], outlets: &OutletDirectory) -> Vec<Article> {
    let hints = Hints::new(outlets);
    pages.iter().flat_map(|page| extract(page, &hints)).collect()
}

/// The words of generated pages.
const WORDS: [&str; 40] = [
    "the", "harbour", "of", "and", "ferry", "on", "a", "council", "in", "said", "bridge", "to", "that",
    "winter", "was", "market", "for", "school", "with", "river", "has", "been", "storm", "by", "mayor", "at",
    "new", "train", "from", "people", "would", "island", "after", "price", "last", "museum", "it", "coast",
    "were", "choir",
];

/// Generated pages of about 8 kB with menus, lists of other news and legal notices around a text.
fn generated(count: usize) -> Vec<Vec<u8>> {
    let mut state = 7_u64;
    let mut pick = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % below
    };
    let mut words = |count: usize| {
        let words: Vec<&str> = (0..count).map(|_| WORDS[pick(WORDS.len())]).collect();
        let text = words.join(" ");
        text[..1].to_uppercase() + &text[1..]
    };
    let page = |number: usize| {
        let mut lines = vec![
            "Skip to content".to_owned(),
            "Home".to_owned(),
            "Sign in".to_owned(),
        ];
        lines.extend((0..30).map(|at| words(1 + at % 3)));
        lines.push(words(9));
        lines.push("By Jana Vella".to_owned());
        lines.push(format!("{} July 2024, 06:{}", 1 + number % 28, 10 + number % 50));
        for paragraph in 0..20 {
            lines.push(words(30 + paragraph) + ". " + &words(14) + ".");
            if paragraph % 6 == 5 {
                lines.push(format!("Read more: {}", words(8)));
            }
        }
        lines.extend(["Share this article".to_owned(), "Related articles".to_owned()]);
        lines.extend((0..25).map(|_| words(9)));
        lines.push("© 2024 The Lenne Gazette. All rights reserved.".to_owned());
        lines.extend((0..15).map(|_| words(2)));
        (lines.join("\n") + "\n").into_bytes()
    };
    (0..count).map(page).collect()
}

/// Shapes of pages, with the separator between words or paragraphs, and their sizes in megabytes.
const SHAPES: [(&str, &str, [usize; 2]); 3] = [
    ("paragraphs", "\n\n", [5, 50]),
    ("one line", " ", [5, 50]),
    ("one-word lines", "\n", [1, 10]),
];

/// A page of about `size` bytes: repeated sentences, separated after each paragraph, after each word, or never.
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
    let builtin = OutletDirectory::builtin();
    let outlets = builtin
        .with_toml(BUILTIN_PROFILES)
        .map_or(builtin, |(outlets, _)| outlets);
    let size = |pages: &[Vec<u8>]| Throughput::Bytes(pages.iter().map(Vec::len).sum::<usize>() as u64);
    let pages = pages();

    let mut group = criterion.benchmark_group("extract");
    for (name, pages) in [("built-in corpus", &pages), ("generated", &generated(200))] {
        group.throughput(size(pages));
        group.bench_with_input(name, pages, |bencher, pages| {
            bencher.iter(|| clean(black_box(pages), &outlets));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("linear");
    group.sample_size(10);
    for (shape, between, sizes) in SHAPES {
        for megabytes in sizes {
            let page = [made(shape, between, megabytes * 1_000_000)];
            group.throughput(size(&page));
            group.bench_with_input(BenchmarkId::new(shape, megabytes), &page, |bencher, page| {
                bencher.iter(|| clean(black_box(page), &outlets));
            });
        }
    }
    group.finish();

    let articles = clean(&pages, &outlets);
    let mut group = criterion.benchmark_group("export");
    group.throughput(size(&pages));
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
