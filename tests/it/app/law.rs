//! The law of the open article: while its pane is on screen and nothing is pending, it is the article under the cursor
//! of the list, or the title of the pane says that it is not in this list. A library is behind the reader, because its
//! lists arrive later than the keys.

use crate::harness::library::LibraryFixture;
use crate::harness::{AppDriver, Start};
use newsprint::app::{Event, Job, Pane, Size};
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

fn library() -> LibraryFixture {
    let mut library = LibraryFixture::new(Some(""));
    for (number, (title, thing, day, outlet)) in PAGES.iter().enumerate() {
        let text = format!(
            "{title}\n\nBy Ilka Fenn\n{day} March 2025\n\n\
             The {thing} was the talk of the town on Monday, after two years in which nobody had seen it at work.\n\n\
             Hundreds of people came to see the {thing} before noon, and most of them stayed until the evening.\n\n\
             © 2025 {outlet}. All rights reserved\n"
        );
        library.write(&format!("{number}.txt"), &text);
    }
    library.import();
    library
}

fn start((width, height): (u16, u16)) -> Start {
    Start {
        size: Size { width, height },
        ..Start::default()
    }
}

fn reader(size: (u16, u16)) -> AppDriver {
    AppDriver::of_library(library(), start(size))
}

fn title(page: usize) -> &'static str {
    PAGES[page].0
}

/// Asserts the law by what is shown, not by what the app says of it.
fn holds(driver: &AppDriver, after: &str) {
    let app = &driver.app;
    assert!(app.open_article_is_under_cursor(), "after {after}");
    if app.screen.areas.reader.is_empty() || app.awaits_articles() {
        return;
    }
    let (open, chosen) = (driver.open(), driver.chosen());
    if app.open_is_not_listed() {
        assert!(
            !driver.titles().contains(&open),
            "after {after}: {open} is in the list"
        );
    } else {
        assert_eq!(open, chosen, "after {after}");
    }
}

/// Asserts the law and that the row under the cursor is of the outlet in the header.
fn agrees(driver: &AppDriver, after: &str) {
    holds(driver, after);
    let row = driver.app.view.row(driver.app.articles.cursor);
    let outlet = row.and_then(|row| row.outlet.as_deref()).unwrap_or_default();
    let listed = driver.outlet();
    assert!(
        listed == "all" || listed == outlet,
        "after {after}: {listed} lists {outlet}"
    );
}

#[test]
fn a_walk_from_outlet_to_outlet_shows_what_the_list_says_at_every_step() {
    for size in SIZES {
        let mut driver = reader(size);
        driver.keys("l");
        agrees(&driver, "l");
        let mut walked = String::from("l");
        for key in "]]J}]K[[0J}]{]J[0KJ}0]".chars() {
            walked.push(key);
            driver.keys(&key.to_string());
            agrees(&driver, &format!("{walked} at {size:?}"));
            assert_eq!(driver.open(), driver.chosen(), "after {walked} at {size:?}");
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

fn follow(driver: &mut AppDriver, steps: &[Step]) {
    for step in steps {
        let keys = step.keys;
        driver.keys(keys);
        agrees(driver, keys);
        let seen = (driver.outlet(), driver.chosen(), driver.focus());
        assert_eq!(
            seen,
            (step.outlet.to_owned(), title(step.open).to_owned(), step.focus),
            "{keys}"
        );
        assert_eq!(driver.open(), title(step.open), "after {keys}");
    }
}

#[test]
fn every_key_that_changes_the_list_leaves_outlet_row_and_article_in_agreement() {
    for size in [(80, 24), (120, 36)] {
        let mut driver = reader(size);
        follow(
            &mut driver,
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
            &mut driver,
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
        assert!(driver.is_starred(title(2)));
    }
}

#[test]
fn accepting_a_filter_without_the_open_article_moves_the_focus_to_the_list() {
    for size in [(80, 24), (120, 36)] {
        let mut driver = reader(size);
        driver.keys("lffer");
        assert!(
            driver.app.open_is_not_listed(),
            "the title says so while it is typed"
        );
        assert_eq!(
            (driver.open(), driver.focus()),
            (title(0).to_owned(), Pane::Reader)
        );
        driver.keys("ry<Enter>");
        agrees(&driver, "the filter");
        assert_eq!(
            (driver.chosen(), driver.focus()),
            (title(2).to_owned(), Pane::Articles)
        );
        driver.keys("s");
        assert!(
            driver.is_starred(title(2)),
            "what is under the cursor, not what was read before"
        );
        driver.keys("l");
        agrees(&driver, "l");
        assert_eq!(driver.open(), title(2));
        driver.keys("f<C-u>zzz<Enter>");
        holds(&driver, "a filter that finds nothing");
        assert_eq!((driver.titles().len(), driver.focus()), (0, Pane::Articles));
        driver.keys("F");
        agrees(&driver, "F");
    }
}

#[test]
fn accepting_a_date_or_outlets_without_the_open_article_moves_the_focus_to_the_list() {
    let mut driver = reader((120, 36));
    driver.keys("ld");
    driver.event(Event::Paste("2025-03-06".to_owned()));
    driver.keys("<Enter>");
    agrees(&driver, "a date");
    assert_eq!(
        (driver.chosen(), driver.focus()),
        (title(5).to_owned(), Pane::Articles)
    );
    driver.keys("lodale<Enter>");
    agrees(&driver, "an outlet");
    assert_eq!(
        (driver.open(), driver.focus()),
        (title(6).to_owned(), Pane::Articles)
    );
    driver.keys("lF");
    agrees(&driver, "F");
    assert_eq!(
        (driver.open(), driver.focus()),
        (title(6).to_owned(), Pane::Reader)
    );
}

#[test]
fn a_filter_that_finds_the_open_article_leaves_it_open() {
    let mut driver = reader((80, 24));
    driver.keys("lJJfferry<Enter>");
    agrees(&driver, "the filter");
    assert_eq!(
        (driver.open(), driver.focus()),
        (title(2).to_owned(), Pane::Reader)
    );
}

#[test]
fn an_outlet_without_hits_gives_way_to_all() {
    let mut driver = reader((120, 36));
    driver.keys("]]]fpass<Enter>");
    agrees(&driver, "the filter");
    assert_eq!(
        (driver.outlet(), driver.titles()),
        ("all".to_owned(), vec![title(6).to_owned()])
    );
}

#[test]
fn a_mark_that_takes_the_open_article_out_of_the_list_is_said_in_the_title() {
    let mut driver = reader((120, 36));
    driver.keys("tice<Enter>jtice<Enter>fis:unread<Enter>l");
    assert_eq!(driver.open(), title(1));
    // It is so short that it counts as read when it is opened.
    driver.keys("]");
    agrees(&driver, "]");
    driver.keys("0");
    agrees(&driver, "0");
    assert!(!driver.titles().contains(&title(1).to_owned()));
    driver.keys("f<C-u><Enter>");
    // The tag is the last row of the outlet list; the mark takes both articles out of it.
    driver.keys("hhGl");
    assert_eq!(driver.outlet(), "#ice");
    driver.keys("lt-ice<Enter>");
    holds(&driver, "one tag less");
    driver.keys("Jt-ice<Enter>");
    holds(&driver, "no tag");
    assert_eq!(
        (driver.outlet(), driver.titles().len()),
        ("all".to_owned(), PAGES.len())
    );
    assert_eq!(
        driver.app.view.scope(),
        &driver.app.view.sources()[driver.app.sources.cursor].scope
    );
}

#[test]
fn an_article_that_leaves_the_list_while_it_is_read_stays_open_and_is_marked() {
    let mut driver = reader((120, 36));
    driver.keys("fis:unread<Enter>Jl");
    assert_eq!(driver.open(), title(1));
    driver.renew();
    agrees(&driver, "the next list");
    assert!(driver.app.open_is_not_listed());
    assert_eq!(
        (driver.open(), driver.focus()),
        (title(1).to_owned(), Pane::Reader)
    );
    driver.keys("s");
    let open = driver.app.reader.open_id().expect("an article");
    assert!(driver.app.marks.is_starred(open) && !driver.is_starred(&driver.chosen()));
    let next = driver.chosen();
    driver.keys("J");
    agrees(&driver, "J");
    assert_eq!(driver.open(), next, "the one under the cursor is the next");
}

#[test]
fn the_list_brings_the_rows_of_its_first_screen() {
    let mut driver = reader((120, 36));
    driver.holds = true;
    driver.keys("]");
    let lists = |driver: &AppDriver| matches!(driver.held[0].question, Job::List { .. });
    assert!(driver.held.len() == 1 && lists(&driver));
    let request = driver.held.remove(0);
    driver.answer(request);
    let asks_for_rows = driver
        .held
        .iter()
        .any(|request| matches!(request.question, Job::Rows { .. }));
    assert!(!asks_for_rows);
    assert_eq!(driver.chosen(), title(3));
}

#[test]
fn keys_wait_for_the_list_and_apply_to_it_in_order() {
    for size in [(80, 24), (120, 36)] {
        let mut driver = reader(size);
        driver.keys("l");
        driver.holds = true;
        driver.keys("]Js]");
        assert!(driver.app.has_type_ahead());
        assert_eq!(driver.open(), title(0), "the old article is still shown");
        driver.holds = false;
        driver.answer_all();
        driver.write_marks();
        agrees(&driver, "]Js]");
        assert_eq!(
            (driver.outlet(), driver.open()),
            (GAZETTE.to_owned(), title(1).to_owned())
        );
        driver.keys("0");
        assert!(
            driver.is_starred(title(6)),
            "the second article of the first outlet"
        );
        assert!((0..9).filter(|page| driver.is_starred(title(*page))).count() == 1);
    }
}

#[test]
fn leaving_scrolling_and_editing_the_filter_never_wait_for_a_list() {
    let mut driver = reader((80, 7));
    driver.keys("l");
    driver.holds = true;
    driver.keys("]jj");
    assert!(!driver.app.has_type_ahead() && driver.top() > 0);
    driver.keys("<Esc>");
    assert_eq!(driver.focus(), Pane::Articles);
    driver.keys("q");
    assert_eq!(driver.focus(), Pane::Sources);
    driver.answer_all();
    driver.keys("fferr");
    assert_eq!(driver.typed(), "ferr");
    driver.keys("y");
    assert_eq!(driver.typed(), "ferry");
    driver.keys("<Enter>");
    assert!(driver.app.input.prompt.is_none() && !driver.app.has_type_ahead());
    driver.keys("s<C-c>");
    let quits = driver.effect();
    assert!(matches!(quits, Some(newsprint::app::Effect::Quit)), "{quits:?}");
}

#[test]
fn after_a_timeout_moving_works_on_the_old_list_and_nothing_is_marked() {
    let mut driver = reader((120, 36));
    driver.holds = true;
    driver.keys("]jsj");
    assert_eq!(driver.chosen(), title(0));
    driver.event(Event::TypeAheadTimeout);
    assert_eq!(driver.chosen(), title(2), "moved twice in the old list");
    assert!(driver.message().is_empty() && driver.held_marks.is_empty());
    driver.keys("s");
    assert!(
        driver.message().starts_with("nothing was marked"),
        "{}",
        driver.message()
    );
    driver.holds = false;
    driver.answer_all();
    agrees(&driver, "the list");
    assert_eq!(driver.outlet(), DALE);
    driver.keys("s");
    assert!(driver.is_starred(title(3)));
}

#[test]
fn a_list_that_cannot_be_read_leaves_the_old_one() {
    let mut driver = reader((120, 36));
    driver.keys("l");
    driver.holds = true;
    driver.keys("]");
    let id = driver.held.remove(0).id;
    let found =
        newsprint::app::JobResult::Failed(newsprint::app::JobKind::Filter, "the disk is gone".to_owned());
    driver.event(Event::Answered(newsprint::app::Answer { id, found }));
    driver.answer_all();
    holds(&driver, "a failed list");
    assert_eq!(driver.open(), title(0));
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
fn press(driver: &mut AppDriver, keys: &str) {
    match keys
        .strip_prefix('f')
        .and_then(|keys| keys.strip_suffix("<Enter>"))
    {
        Some(filter) => {
            driver.keys("f");
            driver.event(Event::Paste(filter.to_owned()));
            driver.keys("<Enter>");
        }
        None => {
            driver.keys(keys);
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
fn with_reader<T>(size: (u16, u16), run: impl FnOnce(&mut AppDriver) -> T) -> T {
    static LIBRARY: Mutex<Option<LibraryFixture>> = Mutex::new(None);
    let made = LIBRARY.lock().unwrap_or_else(PoisonError::into_inner).take();
    let mut driver = AppDriver::of_library(made.unwrap_or_else(library).reopened(), start(size));
    let result = run(&mut driver);
    let made = driver.library.take();
    *LIBRARY.lock().unwrap_or_else(PoisonError::into_inner) = made;
    result
}

fn answer_one(driver: &mut AppDriver, which: usize) {
    if !driver.held.is_empty() {
        let request = driver.held.remove(which % driver.held.len());
        driver.answer(request);
    }
}

fn happen(driver: &mut AppDriver, happening: &Happening) {
    match happening {
        Happening::Keys(keys) => {
            driver.keys(keys);
        }
        Happening::Answer(which) => answer_one(driver, *which),
        Happening::Write => driver.write_marks(),
        Happening::Timeout if driver.app.has_type_ahead() => driver.event(Event::TypeAheadTimeout),
        Happening::Timeout => {}
        Happening::Resize((width, height)) => {
            driver.resize(*width, *height);
        }
    }
}

/// What a person sees in the end.
fn seen(driver: &AppDriver) -> (String, Vec<String>, String, Pane, Option<String>, Vec<bool>) {
    let is_shown = !driver.app.screen.areas.reader.is_empty();
    let starred = (0..PAGES.len() as u32).map(|id| driver.app.marks.is_starred(id));
    (
        driver.outlet(),
        driver.titles(),
        driver.chosen(),
        driver.focus(),
        is_shown.then(|| driver.open()),
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
        with_reader(size, |driver| {
            driver.holds = true;
            for next in &happenings {
                happen(driver, next);
                holds(driver, &format!("{next:?}"));
            }
            driver.holds = false;
            driver.answer_all();
            driver.write_marks();
            driver.answer_all();
            assert!(!driver.app.awaits_articles() && !driver.app.has_type_ahead());
            holds(driver, "the last answer");
        });
    }

    #[test]
    fn late_answers_lead_to_what_answers_at_once_lead_to(
        keys in prop::collection::vec(prop::sample::select(KEYS), 1..16),
        delays in prop::collection::vec((0_usize..4, 0_usize..8), 16),
        size in prop::sample::select(&SIZES[..]),
    ) {
        let keys: Vec<_> = keys.into_iter().filter(|keys| waits(keys)).collect();
        let at_once = with_reader(size, |driver| {
            for keys in &keys {
                press(driver, keys);
            }
            seen(driver)
        });
        let late = with_reader(size, |driver| {
            driver.holds = true;
            for (keys, (answers, which)) in keys.iter().zip(delays) {
                press(driver, keys);
                for _ in 0..answers {
                    answer_one(driver, which);
                    driver.write_marks();
                }
                driver.write_marks();
            }
            driver.holds = false;
            driver.answer_all();
            driver.write_marks();
            seen(driver)
        });
        assert_eq!(late, at_once, "{keys:?}");
    }
}
