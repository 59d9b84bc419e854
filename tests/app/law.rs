//! The law of the open article: while its pane is on screen and nothing is pending, it is the article under the cursor of
//! the list, or the title of the pane says that it is not in this list. A library is behind the reader, because its lists
//! arrive later than the keys.

use super::harness::library::Shelves;
use super::harness::{Bench, Start};
use newsprint::app::{Event, Pane, Question, Size};
use proptest::prelude::*;
use std::sync::{Mutex, PoisonError};

const SIZES: [(u16, u16); 5] = [(50, 20), (80, 24), (99, 30), (120, 36), (160, 40)];

/// Title, subject, day of March 2025 and outlet of each page; the newest first.
const PAGES: [(&str, &str, u32, &str); 9] = [
    (
        "Old bridge opens again after repairs",
        "bridge",
        9,
        "The Quay Courier",
    ),
    (
        "Bakers count their loaves before the feast",
        "bakery",
        9,
        "The Lake Gazette",
    ),
    (
        "Ferry returns to Zelm after the winter",
        "ferry",
        8,
        "The Quay Courier",
    ),
    (
        "Night trains run again between the lakes",
        "train",
        8,
        "The Dale Gazette",
    ),
    ("Old ferry is sold to a collector", "ferry", 7, "The Lake Gazette"),
    (
        "Lighthouse keeper looks back on forty years",
        "lighthouse",
        6,
        "The Quay Courier",
    ),
    (
        "Snow closes the pass until the end of the month",
        "pass",
        6,
        "The Dale Gazette",
    ),
    (
        "Ferry crews ask for longer breaks in summer",
        "ferry",
        5,
        "The Dale Gazette",
    ),
    (
        "Market hall gets a roof of glass and timber",
        "market hall",
        4,
        "The Lake Gazette",
    ),
];

const QUAY: &str = "The Quay Courier";
const DALE: &str = "The Dale Gazette";
const GAZETTE: &str = "The Lake Gazette";

fn shelves() -> Shelves {
    let mut shelves = Shelves::new(Some(""));
    for (number, (title, thing, day, outlet)) in PAGES.iter().enumerate() {
        let text = format!(
            "{title}\n\nBy Ilka Fenn\n{day} March 2025\n\n\
             The {thing} was the talk of the town on Monday, after two years in which nobody had seen it at work.\n\n\
             Hundreds of people came to see the {thing} before noon, and most of them stayed until the evening.\n\n\
             © 2025 {outlet}. All rights reserved\n"
        );
        shelves.write(&format!("{number}.txt"), &text);
    }
    shelves.import();
    shelves
}

fn start((width, height): (u16, u16)) -> Start {
    Start {
        size: Size { width, height },
        ..Start::default()
    }
}

fn reader(size: (u16, u16)) -> Bench {
    Bench::of_library(shelves(), start(size))
}

fn title(page: usize) -> &'static str {
    PAGES[page].0
}

/// Asserts the law by what is shown, not by what the app says of it.
fn holds(bench: &Bench, after: &str) {
    let app = &bench.app;
    assert!(app.open_article_is_under_cursor(), "after {after}");
    if app.screen.areas.reader.is_empty() || app.awaits_articles() {
        return;
    }
    let (open, chosen) = (bench.open(), bench.chosen());
    if app.open_is_not_listed() {
        assert!(
            !bench.titles().contains(&open),
            "after {after}: {open} is in the list"
        );
    } else {
        assert_eq!(open, chosen, "after {after}");
    }
}

/// Asserts the law and that the row under the cursor is of the outlet in the header.
fn agrees(bench: &Bench, after: &str) {
    holds(bench, after);
    let row = bench.app.view.row(bench.app.articles.cursor);
    let outlet = row.and_then(|row| row.outlet.as_deref()).unwrap_or_default();
    let listed = bench.outlet();
    assert!(
        listed == "all" || listed == outlet,
        "after {after}: {listed} lists {outlet}"
    );
}

#[test]
fn a_walk_from_outlet_to_outlet_shows_what_the_list_says_at_every_step() {
    for size in SIZES {
        let mut bench = reader(size);
        bench.keys("l");
        agrees(&bench, "l");
        let mut walked = String::from("l");
        for key in "]]J}]K[[0J}]{]J[0KJ}0]".chars() {
            walked.push(key);
            bench.keys(&key.to_string());
            agrees(&bench, &format!("{walked} at {size:?}"));
            assert_eq!(bench.open(), bench.chosen(), "after {walked} at {size:?}");
        }
    }
}

/// One key while reading: what it leads to.
struct Step {
    keys: &'static str,
    outlet: &'static str,
    /// The page that is open and, unless the title of its pane says otherwise, under the cursor.
    open: usize,
    focus: Pane,
}

const fn step(keys: &'static str, outlet: &'static str, open: usize) -> Step {
    Step {
        keys,
        outlet,
        open,
        focus: Pane::Reader,
    }
}

fn follow(bench: &mut Bench, steps: &[Step]) {
    for step in steps {
        let keys = step.keys;
        bench.keys(keys);
        agrees(bench, keys);
        let seen = (bench.outlet(), bench.chosen(), bench.focus());
        assert_eq!(
            seen,
            (step.outlet.to_owned(), title(step.open).to_owned(), step.focus),
            "{keys}"
        );
        assert_eq!(bench.open(), title(step.open), "after {keys}");
    }
}

#[test]
fn every_key_that_changes_the_list_leaves_outlet_row_and_article_in_agreement() {
    for size in [(80, 24), (120, 36)] {
        let mut bench = reader(size);
        follow(
            &mut bench,
            &[
                step("l", "all", 0),
                step("]", DALE, 3),
                step("]", GAZETTE, 1),
                step("]", QUAY, 0),
                step("[", GAZETTE, 1),
                step("J", GAZETTE, 4),
                step("0", "all", 4),
                step("}", "all", 5),
                step("{", "all", 4),
                step("u", "all", 6),
                step("U", "all", 2),
                step("K", "all", 1),
            ],
        );
        follow(
            &mut bench,
            &[
                step(",title<Enter>", "all", 1),
                step(",newest<Enter>", "all", 1),
                step("J", "all", 2),
                step("fferry<Enter>", "all", 2),
                step("<C-n><C-n><C-n><C-n><C-n><C-n><C-n><C-n>", "all", 7),
                step("<C-p><C-p><C-p><C-p><C-p><C-p><C-p><C-p><C-p><C-p>", "all", 2),
                step("F", "all", 2),
                step("R", "all", 2),
                step("s", "all", 2),
                step("r", "all", 2),
            ],
        );
        assert!(bench.is_starred(title(2)));
    }
}

#[test]
fn accepting_a_filter_without_the_open_article_moves_the_focus_to_the_list() {
    for size in [(80, 24), (120, 36)] {
        let mut bench = reader(size);
        bench.keys("lffer");
        assert!(
            bench.app.open_is_not_listed(),
            "the title says so while it is typed"
        );
        assert_eq!((bench.open(), bench.focus()), (title(0).to_owned(), Pane::Reader));
        bench.keys("ry<Enter>");
        agrees(&bench, "the filter");
        assert_eq!(
            (bench.chosen(), bench.focus()),
            (title(2).to_owned(), Pane::Articles)
        );
        bench.keys("s");
        assert!(
            bench.is_starred(title(2)),
            "what is under the cursor, not what was read before"
        );
        bench.keys("l");
        agrees(&bench, "l");
        assert_eq!(bench.open(), title(2));
        bench.keys("f<C-u>zzz<Enter>");
        holds(&bench, "a filter that finds nothing");
        assert_eq!((bench.titles().len(), bench.focus()), (0, Pane::Articles));
        bench.keys("F");
        agrees(&bench, "F");
    }
}

#[test]
fn accepting_a_date_or_outlets_without_the_open_article_moves_the_focus_to_the_list() {
    let mut bench = reader((120, 36));
    bench.keys("ld");
    bench.event(Event::Paste("2025-03-06".to_owned()));
    bench.keys("<Enter>");
    agrees(&bench, "a date");
    assert_eq!(
        (bench.chosen(), bench.focus()),
        (title(5).to_owned(), Pane::Articles)
    );
    bench.keys("lodale<Enter>");
    agrees(&bench, "an outlet");
    assert_eq!(
        (bench.open(), bench.focus()),
        (title(6).to_owned(), Pane::Articles)
    );
    bench.keys("lF");
    agrees(&bench, "F");
    assert_eq!((bench.open(), bench.focus()), (title(6).to_owned(), Pane::Reader));
}

#[test]
fn a_filter_that_finds_the_open_article_leaves_it_open() {
    let mut bench = reader((80, 24));
    bench.keys("lJJfferry<Enter>");
    agrees(&bench, "the filter");
    assert_eq!((bench.open(), bench.focus()), (title(2).to_owned(), Pane::Reader));
}

#[test]
fn an_outlet_without_hits_gives_way_to_all() {
    let mut bench = reader((120, 36));
    bench.keys("]]]fpass<Enter>");
    agrees(&bench, "the filter");
    assert_eq!(
        (bench.outlet(), bench.titles()),
        ("all".to_owned(), vec![title(6).to_owned()])
    );
}

#[test]
fn a_mark_that_takes_the_open_article_out_of_the_list_is_said_in_the_title() {
    let mut bench = reader((120, 36));
    bench.keys("tice<Enter>jtice<Enter>fis:unread<Enter>l");
    assert_eq!(bench.open(), title(1));
    // It is so short that it counts as read when it is opened.
    bench.keys("]");
    agrees(&bench, "]");
    bench.keys("0");
    agrees(&bench, "0");
    assert!(!bench.titles().contains(&title(1).to_owned()));
    bench.keys("f<C-u><Enter>");
    // The tag is the last row of the outlet list; the mark takes both articles out of it.
    bench.keys("hhGl");
    assert_eq!(bench.outlet(), "#ice");
    bench.keys("lt-ice<Enter>");
    holds(&bench, "one tag less");
    bench.keys("Jt-ice<Enter>");
    holds(&bench, "no tag");
    assert_eq!(
        (bench.outlet(), bench.titles().len()),
        ("all".to_owned(), PAGES.len())
    );
    assert_eq!(
        bench.app.view.scope(),
        &bench.app.view.sources()[bench.app.sources.cursor].scope
    );
}

#[test]
fn an_article_that_leaves_the_list_while_it_is_read_stays_open_and_is_marked() {
    let mut bench = reader((120, 36));
    bench.keys("fis:unread<Enter>Jl");
    assert_eq!(bench.open(), title(1));
    bench.renew();
    agrees(&bench, "the next list");
    assert!(bench.app.open_is_not_listed());
    assert_eq!((bench.open(), bench.focus()), (title(1).to_owned(), Pane::Reader));
    bench.keys("s");
    let open = bench.app.reader.open_id().expect("an article");
    assert!(bench.app.marks.is_starred(open) && !bench.is_starred(&bench.chosen()));
    let next = bench.chosen();
    bench.keys("J");
    agrees(&bench, "J");
    assert_eq!(bench.open(), next, "the one under the cursor is the next");
}

#[test]
fn the_list_brings_the_rows_of_its_first_screen() {
    let mut bench = reader((120, 36));
    bench.holds = true;
    bench.keys("]");
    let lists = |bench: &Bench| matches!(bench.held[0].question, Question::List { .. });
    assert!(bench.held.len() == 1 && lists(&bench));
    let request = bench.held.remove(0);
    bench.answer(request);
    let asks_for_rows = bench
        .held
        .iter()
        .any(|request| matches!(request.question, Question::Rows { .. }));
    assert!(!asks_for_rows);
    assert_eq!(bench.chosen(), title(3));
}

#[test]
fn keys_wait_for_the_list_and_apply_to_it_in_order() {
    for size in [(80, 24), (120, 36)] {
        let mut bench = reader(size);
        bench.keys("l");
        bench.holds = true;
        bench.keys("]Js]");
        assert!(bench.app.has_type_ahead());
        assert_eq!(bench.open(), title(0), "the old article is still shown");
        bench.holds = false;
        bench.answer_all();
        bench.write_marks();
        agrees(&bench, "]Js]");
        assert_eq!(
            (bench.outlet(), bench.open()),
            (GAZETTE.to_owned(), title(1).to_owned())
        );
        bench.keys("0");
        assert!(
            bench.is_starred(title(6)),
            "the second article of the first outlet"
        );
        assert!((0..9).filter(|page| bench.is_starred(title(*page))).count() == 1);
    }
}

#[test]
fn leaving_scrolling_and_editing_the_filter_never_wait_for_a_list() {
    let mut bench = reader((80, 7));
    bench.keys("l");
    bench.holds = true;
    bench.keys("]jj");
    assert!(!bench.app.has_type_ahead() && bench.top() > 0);
    bench.keys("<Esc>");
    assert_eq!(bench.focus(), Pane::Articles);
    bench.keys("q");
    assert_eq!(bench.focus(), Pane::Sources);
    bench.answer_all();
    bench.keys("fferr");
    assert_eq!(bench.typed(), "ferr");
    bench.keys("y");
    assert_eq!(bench.typed(), "ferry");
    bench.keys("<Enter>");
    assert!(bench.app.input.prompt.is_none() && !bench.app.has_type_ahead());
    bench.keys("s<C-c>");
    let quits = bench.effect();
    assert!(matches!(quits, Some(newsprint::app::Effect::Quit)), "{quits:?}");
}

#[test]
fn after_a_timeout_moving_works_on_the_old_list_and_nothing_is_marked() {
    let mut bench = reader((120, 36));
    bench.holds = true;
    bench.keys("]jsj");
    assert_eq!(bench.chosen(), title(0));
    bench.event(Event::TypeAheadTimeout);
    assert_eq!(bench.chosen(), title(2), "moved twice in the old list");
    assert!(bench.said().is_empty() && bench.held_marks.is_empty());
    bench.keys("s");
    assert!(bench.said().starts_with("nothing was marked"), "{}", bench.said());
    bench.holds = false;
    bench.answer_all();
    agrees(&bench, "the list");
    assert_eq!(bench.outlet(), DALE);
    bench.keys("s");
    assert!(bench.is_starred(title(3)));
}

#[test]
fn a_list_that_cannot_be_read_leaves_the_old_one() {
    let mut bench = reader((120, 36));
    bench.keys("l");
    bench.holds = true;
    bench.keys("]");
    let id = bench.held.remove(0).id;
    let found = newsprint::app::Found::Failed(newsprint::app::Kind::Filter, "the disk is gone".to_owned());
    bench.event(Event::Answered(newsprint::app::Answer { id, found }));
    bench.answer_all();
    holds(&bench, "a failed list");
    assert_eq!(bench.open(), title(0));
}

/// Keys that change the list, the article, or where the keys go.
const KEYS: &[&str] = &[
    "]",
    "[",
    "0",
    "J",
    "K",
    "}",
    "{",
    "u",
    "U",
    "F",
    "R",
    "l",
    "h",
    "j",
    "k",
    "G",
    "gg",
    "3",
    "s",
    "r",
    "q",
    "<Esc>",
    "<Tab>",
    "Z",
    "z",
    "x",
    "<C-n>",
    "<C-p>",
    "fferry<Enter>",
    "fis:unread<Enter>",
    "fpass",
    "<Enter>",
    "<C-u>",
    "tice<Enter>",
    "t-ice<Enter>",
    ",title<Enter>",
    ",oldest<Enter>",
    "odale<Enter>",
    "olake<Enter>",
    "d<Enter>",
    "djj<Enter>",
    "/old<Enter>",
    "n",
];

/// Those of them whose outcome depends neither on how much was scrolled nor on what no key waits for: searches, and read
/// marks that are still being written. `q` and `Esc` do not wait for a list, which may move the focus after them.
fn waits(keys: &str) -> bool {
    let other = [
        "q",
        "u",
        "U",
        "fis:unread<Enter>",
        "<Esc>",
        "G",
        "gg",
        "j",
        "k",
        "3",
        "<C-n>",
        "<C-p>",
        "/old<Enter>",
        "n",
        "x",
        "z",
        "<Tab>",
        "Z",
    ];
    !other.contains(&keys) && !keys.starts_with('d') && keys != "fpass"
}

/// Presses keys. A filter is pasted, because an outlet without hits of half a word is left while it is typed, if the answer
/// comes in time.
fn press(bench: &mut Bench, keys: &str) {
    match keys
        .strip_prefix('f')
        .and_then(|keys| keys.strip_suffix("<Enter>"))
    {
        Some(filter) => {
            bench.keys("f");
            bench.event(Event::Paste(filter.to_owned()));
            bench.keys("<Enter>");
        }
        None => {
            bench.keys(keys);
        }
    }
}

#[derive(Debug, Clone)]
enum Happening {
    Keys(&'static str),
    /// One of the requests that are held back is answered.
    Answer(usize),
    /// Marks are written.
    Write,
    Timeout,
    Resize((u16, u16)),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        12 => prop::sample::select(KEYS).prop_map(Happening::Keys),
        12 => (0_usize..8).prop_map(Happening::Answer),
        2 => Just(Happening::Write),
        1 => Just(Happening::Timeout),
        1 => prop::sample::select(&SIZES[..]).prop_map(Happening::Resize),
    ]
}

/// Lets something be done with a reader of the library, which is made once.
fn with_reader<T>(size: (u16, u16), run: impl FnOnce(&mut Bench) -> T) -> T {
    static LIBRARY: Mutex<Option<Shelves>> = Mutex::new(None);
    let made = LIBRARY.lock().unwrap_or_else(PoisonError::into_inner).take();
    let mut bench = Bench::of_library(made.unwrap_or_else(shelves).reopened(), start(size));
    let result = run(&mut bench);
    let made = bench.shelves.take();
    *LIBRARY.lock().unwrap_or_else(PoisonError::into_inner) = made;
    result
}

fn answer_one(bench: &mut Bench, which: usize) {
    if !bench.held.is_empty() {
        let request = bench.held.remove(which % bench.held.len());
        bench.answer(request);
    }
}

fn happen(bench: &mut Bench, happening: &Happening) {
    match happening {
        Happening::Keys(keys) => {
            bench.keys(keys);
        }
        Happening::Answer(which) => answer_one(bench, *which),
        Happening::Write => bench.write_marks(),
        Happening::Timeout if bench.app.has_type_ahead() => bench.event(Event::TypeAheadTimeout),
        Happening::Timeout => {}
        Happening::Resize((width, height)) => {
            bench.resize(*width, *height);
        }
    }
}

/// What a person sees in the end.
fn seen(bench: &Bench) -> (String, Vec<String>, String, Pane, Option<String>, Vec<bool>) {
    let is_shown = !bench.app.screen.areas.reader.is_empty();
    let starred = (0..PAGES.len() as u32).map(|id| bench.app.marks.is_starred(id));
    (
        bench.outlet(),
        bench.titles(),
        bench.chosen(),
        bench.focus(),
        is_shown.then(|| bench.open()),
        starred.collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_pressed_and_however_late_answers_come_the_law_holds(
        happenings in prop::collection::vec(happening(), 1..50),
        size in prop::sample::select(&SIZES[..]),
    ) {
        with_reader(size, |bench| {
            bench.holds = true;
            for next in &happenings {
                happen(bench, next);
                holds(bench, &format!("{next:?}"));
            }
            bench.holds = false;
            bench.answer_all();
            bench.write_marks();
            bench.answer_all();
            assert!(!bench.app.awaits_articles() && !bench.app.has_type_ahead());
            holds(bench, "the last answer");
        });
    }

    #[test]
    fn late_answers_lead_to_what_answers_at_once_lead_to(
        keys in prop::collection::vec(prop::sample::select(KEYS), 1..16),
        delays in prop::collection::vec((0_usize..4, 0_usize..8), 16),
        size in prop::sample::select(&SIZES[..]),
    ) {
        let keys: Vec<_> = keys.into_iter().filter(|keys| waits(keys)).collect();
        let at_once = with_reader(size, |bench| {
            for keys in &keys {
                press(bench, keys);
            }
            seen(bench)
        });
        let late = with_reader(size, |bench| {
            bench.holds = true;
            for (keys, (answers, which)) in keys.iter().zip(delays) {
                press(bench, keys);
                for _ in 0..answers {
                    answer_one(bench, which);
                    bench.write_marks();
                }
                bench.write_marks();
            }
            bench.holds = false;
            bench.answer_all();
            bench.write_marks();
            seen(bench)
        });
        assert_eq!(late, at_once, "{keys:?}");
    }
}
