//! The cost of layout: opening an article, scrolling it and jumping to its end; short, very long, and in a single line.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use newsprint::article::{Block, BlockKind, Document};
use newsprint::layout::{BlockShapes, Layout};
use std::hint::black_box;
use std::sync::Arc;

const WIDTH: u16 = 72;
const HEIGHT: usize = 40;
const SENTENCE: &str =
    "The harbour of Zelm opened again on Friday, three days after the storm had closed it. ";

/// A document of `bytes` bytes in paragraphs of `paragraph` bytes.
fn document(bytes: usize, paragraph: usize) -> Arc<Document> {
    let mut document = Document::default();
    while document.text.len() < bytes {
        let start = document.text.len();
        let size = paragraph.min(bytes - start);
        document.text.extend(SENTENCE.chars().cycle().take(size));
        document.blocks.push(Block {
            range: start..document.text.len(),
            kind: BlockKind::Paragraph,
            line: 1,
        });
        document.text.push('\n');
    }
    Arc::new(document)
}

fn benchmarks(criterion: &mut Criterion) {
    let documents = [
        ("5 kB", document(5_000, 500)),
        ("5 MB", document(5_000_000, 500)),
        ("5 MB in one line", document(5_000_000, 5_000_000)),
        ("100,000 lines", document(5_000_000, 49)),
    ];
    let shapes = BlockShapes::reading();
    let mut group = criterion.benchmark_group("wrap");
    for (name, document) in &documents {
        group.bench_with_input(BenchmarkId::new("open", name), document, |bencher, document| {
            bencher.iter(|| {
                let layout = Layout::new(Arc::clone(document), WIDTH, &shapes);
                layout.rows(0, HEIGHT).len()
            });
        });
        group.bench_with_input(
            BenchmarkId::new("jump to the end", name),
            document,
            |bencher, document| {
                bencher.iter(|| {
                    let layout = Layout::new(Arc::clone(document), WIDTH, &shapes);
                    layout.rows(layout.last_page(HEIGHT), HEIGHT).len()
                });
            },
        );
        let layout = Layout::new(Arc::clone(document), WIDTH, &shapes);
        let middle = document.text.len() / 2;
        group.bench_with_input(
            BenchmarkId::new("scroll a row", name),
            &middle,
            |bencher, &middle| {
                let mut top = layout.canonical_top(middle, HEIGHT);
                bencher.iter(|| {
                    // Back and forth, so that the text does not end.
                    top = layout.scroll(layout.scroll(black_box(top), 1), -1);
                    layout.rows(top, HEIGHT).len()
                });
            },
        );
    }
    group.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
