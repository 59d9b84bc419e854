//! The cost of a key, which is the app's update and the drawing of a frame, over 10,000 generated articles and in an
//! article of 5 MB, at 80x24 and at 200x60.

use criterion::{Criterion, criterion_group, criterion_main};
use newsprint::app::{Event, Setup, Size};
use newsprint::article::Date;
use newsprint::config::{ColorDepth, Key, KeywordSets, Settings, Theme};
use newsprint::extract::OutletDirectory;
use newsprint::library::{LoadOptions, LoadSource};
use newsprint::runtime::HeadlessReader;
use newsprint::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::borrow::Cow;
use std::path::PathBuf;

const SMALL: Size = Size {
    width: 80,
    height: 24,
};
const LARGE: Size = Size {
    width: 200,
    height: 60,
};

/// The words that each sentence combines.
const WORDS: [&str; 16] = [
    "harbour", "council", "bridge", "winter", "railway", "island", "minister", "storm", "market", "school",
    "repair", "quarter", "engineer", "budget", "ferry", "signal",
];

fn sentence(seed: usize) -> String {
    let words: Vec<&str> = (0..12)
        .map(|at| WORDS[(seed * 7 + at * (seed % 5 + 1)) % WORDS.len()])
        .collect();
    format!("The {} said.", words.join(" "))
}

fn page(number: usize, sentences: usize) -> LoadSource {
    let paragraphs: Vec<String> = (0..sentences).map(|at| sentence(number + at)).collect();
    let text = format!(
        "Report number {number} about the {}\n\nBy Jane Doe\n{} March 2025\n\n{}\n",
        WORDS[number % WORDS.len()],
        number % 28 + 1,
        paragraphs.join("\n\n")
    );
    LoadSource::Memory {
        name: PathBuf::from(format!("{number}.txt")),
        bytes: Cow::Owned(text.into_bytes()),
    }
}

fn open(size: Size, pages: Vec<LoadSource>) -> HeadlessReader {
    let (keywords, _) =
        KeywordSets::parse("[[set]]\nname = \"places\"\nwords = [\"harbour\", \"island*\"]\n");
    let setup = Setup {
        settings: Settings::default(),
        keywords,
        today: Date {
            year: 2025,
            month: 3,
            day: 22,
        },
        size,
        corpus_name: "generated".to_owned(),
        is_built_in: false,
        opens_page: false,
        knowledge: OutletDirectory::builtin(),
        query: String::new(),
        diagnostics: Vec::new(),
        remembered: newsprint::app::Remembered::default(),
    };
    HeadlessReader::new(setup, pages, LoadOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn keys(written: &str) -> Vec<Key> {
    Key::parse_sequence(written).unwrap_or_default()
}

fn updates(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("update");
    let mut list = open(SMALL, (0..10_000).map(|number| page(number, 12)).collect());
    group.bench_function("one row down and up in a list of 10,000", |bencher| {
        bencher.iter(|| list.press(keys("jk")));
    });
    group.bench_function("to the end of a list of 10,000 and back", |bencher| {
        bencher.iter(|| list.press(keys("Ggg")));
    });
    group.bench_function("next outlet and all outlets of 10,000", |bencher| {
        bencher.iter(|| list.press(keys("]0")));
    });
    let mut small = open(SMALL, vec![page(1, 60)]);
    let mut large = open(SMALL, vec![page(1, 60_000)]);
    for (name, reader) in [("5 kB", &mut small), ("5 MB", &mut large)] {
        reader.press(keys("l"));
        group.bench_function(format!("scroll down and up in an article of {name}"), |bencher| {
            bencher.iter(|| reader.press(keys("jk")));
        });
        group.bench_function(
            format!("to the end of an article of {name} and back"),
            |bencher| {
                bencher.iter(|| reader.press(keys("Ggg")));
            },
        );
        group.bench_function(format!("resize in an article of {name}"), |bencher| {
            bencher.iter(|| {
                reader.update(Event::Resize(LARGE));
                reader.update(Event::Resize(SMALL));
            });
        });
    }
    group.finish();
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draw");
    let styles = Theme::dark().resolve(ColorDepth::True);
    for size in [SMALL, LARGE] {
        let mut list = open(size, (0..10_000).map(|number| page(number, 12)).collect());
        let mut reader = open(size, vec![page(1, 60_000)]);
        reader.press(keys("l"));
        list.press(keys("5j"));
        let name = format!("{}x{}", size.width, size.height);
        let mut bench = |what: &str, reader: &HeadlessReader| {
            let mut terminal = match Terminal::new(TestBackend::new(size.width, size.height)) {
                Ok(terminal) => terminal,
                Err(never) => match never {},
            };
            group.bench_function(format!("{what}, {name}"), |bencher| {
                bencher.iter(|| {
                    let drawn = terminal.draw(|frame| ui::draw(reader.app(), &styles, frame));
                    drawn.map(|frame| frame.area)
                });
            });
        };
        bench("a list of 10,000", &list);
        bench("an article of 5 MB", &reader);
    }
    group.finish();
}

criterion_group!(benches, updates, frames);
criterion_main!(benches);
