//! Random keys on screens of any size over any pages: nothing panics, and the invariants of the app hold.

use super::pages::{NEWS, long_article};
use crate::harness::{AppDriver, Start, article, keyword_sets};
use newsprint::app::{App, Area, Event, Overlay, Size};
use newsprint::article::Article;
use proptest::prelude::*;

const SIZES: &[(u16, u16)] = &[
    (0, 0),
    (1, 1),
    (2, 5),
    (5, 2),
    (4, 4),
    (3, 0),
    (0, 3),
    (40, 12),
    (59, 8),
    (61, 6),
    (80, 24),
    (99, 30),
    (120, 40),
    (200, 60),
];

const KEYS: &[&str] = &[
    "j",
    "k",
    "gg",
    "G",
    "<C-d>",
    "<C-u>",
    " ",
    "b",
    "l",
    "h",
    "<Enter>",
    "<Esc>",
    "q",
    "<Tab>",
    "<S-Tab>",
    "]",
    "[",
    "0",
    "3",
    "12",
    "J",
    "K",
    "}",
    "{",
    "u",
    "U",
    "/",
    "n",
    "N",
    "<C-n>",
    "<C-p>",
    "v",
    "w",
    "$",
    "*",
    "H",
    "f",
    "F",
    "o",
    "d",
    "x",
    "z",
    "<lt>",
    ">",
    ",",
    "r",
    "s",
    "t",
    "a",
    "A",
    "M",
    "Z",
    "<C-r>",
    "cx",
    "cb",
    "ct",
    "cX",
    "cB",
    "cT",
    "y",
    "Y",
    "e",
    "E",
    "|",
    ":",
    "?",
    "!",
    "R",
    "m",
    "<C-w>",
    "<Backspace>",
    "<Left>",
    "<Right>",
    "<Up>",
    "<Down>",
    "<Home>",
    "<End>",
    "a",
    "c",
    "ferry",
    "date:",
    "outlet:\"",
    "é",
    "日",
    "<PgDn>",
    "<PgUp>",
];

#[derive(Debug, Clone)]
enum Step {
    Keys(&'static str),
    Resize(u16, u16),
    Paste(String),
    Batch(usize),
    Done,
    Answer,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        20 => prop::sample::select(KEYS).prop_map(Step::Keys),
        3 => prop::sample::select(SIZES).prop_map(|(width, height)| Step::Resize(width, height)),
        1 => "\\PC{0,8}".prop_map(Step::Paste),
        1 => (0_usize..4).prop_map(Step::Batch),
        1 => Just(Step::Done),
        2 => Just(Step::Answer),
    ]
}

/// Pages with unusual letters, with long lines and without lines.
fn odd_articles(seed: usize) -> Vec<(&'static str, Article)> {
    let odd = |text: &str| article(text);
    let mut articles = vec![
        ("o/0.txt", long_article("Long one", 12)),
        ("o/1.txt", odd("")),
        (
            "o/2.txt",
            odd(
                "outlet: رصد الميناء\ndate: 2025-03-02\ntitle: فتح النفق\ntext: فتح النفق اليوم tunnel مبكرا.",
            ),
        ),
        (
            "o/3.txt",
            odd(
                "outlet: 港報\ndate: 2025-03-02\ntitle: 隧道今天提前開通了一個很長很長很長很長的標題\ntext: 隧道今天提前開通。👩‍👩‍👧‍👦 ferry",
            ),
        ),
        ("o/4.txt", odd("text: e\u{301}\u{301}\u{301} ferry \u{200d}x")),
        (
            "o/5.txt",
            odd(&format!("title: T\ntext: {}", "ferryferry".repeat(60))),
        ),
    ];
    articles.truncate(1 + seed % 6);
    articles
}

fn holds(app: &App) {
    let screen = app.screen.size;
    let inside =
        |area: Area| area.is_empty() || (area.right() <= screen.width && area.bottom() <= screen.height);
    let areas = app.screen.areas;
    for area in [
        areas.header,
        areas.sources,
        areas.articles,
        areas.reader,
        areas.prompt,
        areas.status,
    ] {
        assert!(inside(area), "{area:?} on {screen:?}");
    }
    // The window of the outlets is in lines, because blank ones are between the groups.
    let line = app.listing.line_of_source(app.sources.cursor);
    for (list, line, len) in [
        (app.articles, app.articles.cursor, app.listing.listed().len()),
        (app.sources, line, app.listing.sources().len()),
    ] {
        assert!(list.cursor < len.max(1), "{list:?} of {len}");
        assert!(list.top <= line, "{list:?}");
    }
    if let Some(Overlay::Picker(_, picker)) = &app.input.overlay {
        assert!(picker.list.cursor < picker.len().max(1));
    }
    if let Some(open) = app.reader.open() {
        let text = &open.document.text;
        assert!(text.is_char_boundary(open.top()));
        if !app.reader_frame().text.is_empty() {
            let row = open.layout().row_at(open.top());
            assert_eq!(row.range.start, open.top(), "the top is the start of a row");
            assert!(open.rows.len() <= usize::from(app.reader_frame().text.height));
        }
        if let Some(selection) = open.selection {
            assert!(text.get(selection.range(text)).is_some());
        }
        assert!(open.hits.iter().all(|hit| text.get(hit.range.clone()).is_some()));
    }
    let corpus = app.listing.corpus();
    for id in app.listing.listed() {
        assert!(corpus.is_some_and(|corpus| *id < corpus.snapshot().id_bound()));
    }
}

/// Resizes and checks that the row at the top still shows the same text, unless the rest of the text is too short for the
/// screen.
fn resize(driver: &mut AppDriver, width: u16, height: u16) {
    let shown = |driver: &AppDriver| !driver.app.reader_frame().text.is_empty();
    let place = shown(driver).then(|| (driver.open(), driver.top()));
    driver.resize(width, height);
    let Some((title, top)) = place.filter(|(title, _)| shown(driver) && *title == driver.open()) else {
        return;
    };
    let Some(open) = driver.app.reader.open() else {
        return;
    };
    let row = open.layout().row_at(top);
    let height = usize::from(driver.app.reader_frame().text.height);
    let canonical = row.range.start.min(open.layout().last_page(height));
    // If an earlier size moved the window up, the position is restored further down.
    assert!(open.top() >= canonical, "{title}: {top} became {}", open.top());
}

fn run(steps: &[Step], seed: usize) {
    let mut driver = AppDriver::begin(Start {
        keywords: keyword_sets("[[set]]\nname = \"Crossing\"\nwords = [\"ferry\", \"tunn*\"]\n"),
        size: Size {
            width: SIZES[seed % SIZES.len()].0,
            height: SIZES[seed % SIZES.len()].1,
        },
        ..Start::default()
    });
    driver.arrive(odd_articles(seed));
    driver.holds = seed.is_multiple_of(3);
    for step in steps {
        match step {
            Step::Keys(keys) => {
                driver.keys(keys);
            }
            Step::Resize(width, height) => resize(&mut driver, *width, *height),
            Step::Paste(text) => driver.event(Event::Paste(text.clone())),
            Step::Batch(count) => driver.load(&NEWS[..*count]),
            Step::Done => driver.done(),
            Step::Answer => driver.answer_all(),
        }
        holds(&driver.app);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn random_keys_keep_the_invariants(
        steps in prop::collection::vec(step(), 1..60),
        seed in 0_usize..1000,
    ) {
        run(&steps, seed);
    }
}
