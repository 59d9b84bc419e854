//! Articles that arrive while the user reads, problems, and reading again.

use super::pages::{NEWS, TITLES, long_article, long_reading, news};
use crate::harness::library::LibraryFixture;
use crate::harness::{AppDriver, Page, Start, article};
use newsprint::app::{Effect, Event, LibraryEvent, Pane};
use newsprint::library::{ImportEvent, ImportSummary, MarksStore, Progress};

#[test]
fn arriving_pages_do_not_move_the_cursor() {
    let mut driver = AppDriver::begin(Start::default());
    driver.load(&NEWS[3..]);
    driver.keys("j");
    let chosen = driver.chosen();
    driver.load(&NEWS[..3]);
    assert_eq!(driver.chosen(), chosen);
    driver.done();
    assert_eq!(driver.chosen(), chosen);
    assert_eq!(driver.titles(), TITLES);
}

#[test]
fn arriving_pages_do_not_scroll_the_list() {
    const OLD: &str = "date: 2025-02-01\ntitle: Old\ntext: Old.";
    const NEW: &str = "date: 2025-03-01\ntitle: New\ntext: New.";
    let many = |driver: &mut AppDriver, folder: &str, text| {
        for number in 0..60 {
            driver.arrive(vec![(&format!("{folder}/{number}"), article(text))]);
        }
    };
    let mut driver = AppDriver::begin(Start::default());
    many(&mut driver, "old", OLD);
    driver.keys("30j5k");
    let (list, id) = (
        driver.app.articles,
        driver.app.listing.listed()[driver.app.articles.cursor],
    );
    many(&mut driver, "new", NEW);
    let now = driver.app.articles;
    assert_eq!(driver.app.listing.listed()[now.cursor], id);
    assert_eq!(now.cursor - now.top, list.cursor - list.top, "on the same line");
}

#[test]
fn arriving_pages_leave_the_article_open() {
    let mut driver = AppDriver::begin(Start::default());
    driver.load(&NEWS[3..]);
    driver.keys("<Enter>");
    let open = driver.open();
    driver.load(&NEWS[..3]);
    driver.done();
    assert_eq!((driver.open(), driver.chosen()), (open.clone(), open));
}

#[test]
fn the_reader_is_usable_while_pages_arrive() {
    let mut driver = AppDriver::begin(Start::default());
    driver.keys("jGfferry<Enter>]");
    driver.load(&NEWS[..4]);
    assert_eq!(driver.titles().len(), 3);
    driver.keys("<Enter>");
    assert_eq!(driver.focus(), Pane::Reader);
    driver.load(&NEWS[4..]);
    driver.done();
    assert_eq!(driver.titles().len(), 3);
}

#[test]
fn progress_is_shown() {
    let mut driver = AppDriver::begin(Start::default());
    assert!(driver.app.status.loading.running);
    let progress = |found, all_found| {
        ImportEvent::Progress(Progress {
            done: 3,
            found,
            all_found,
            bytes: 77,
        })
    };
    driver.importing(progress(9, false));
    driver.importing(progress(12, true));
    let loading = driver.app.status.loading.clone();
    assert_eq!((loading.done, loading.found, loading.all_found), (3, 12, true));
    driver.done();
    assert!(!driver.app.status.loading.running);
}

#[test]
fn the_completion_of_an_interrupted_import_is_announced() {
    let mut driver = AppDriver::begin(Start::default());
    driver.importing(ImportEvent::Resumed(7));
    assert!(
        driver.message().contains("7 articles of an interrupted import"),
        "{}",
        driver.message()
    );
}

#[test]
fn problems_are_collected_and_reported_at_the_end() {
    let mut driver = AppDriver::begin(Start::default());
    driver.load(NEWS);
    driver.problem("x/a.txt", "holds no text");
    driver.problem("x/b.txt", "holds no text");
    driver.done();
    assert!(driver.message().contains("2 files"), "{}", driver.message());
    assert_eq!(driver.app.status.lines().len(), 3, "two files and the message");
}

#[test]
fn a_reload_keeps_position_filter_and_marks() {
    let mut driver = news();
    driver.keys("fferry<Enter>jrs<Enter>");
    assert_eq!(driver.open(), TITLES[2]);
    driver.keys("R");
    let mut again: Vec<Page> = vec![(
        "0/new.txt",
        "date: 2025-03-10\ntitle: New ferry\ntext: It is white.",
    )];
    again.extend(NEWS);
    driver.load(&again);
    driver.done();
    assert_eq!(driver.titles(), ["New ferry", TITLES[0], TITLES[2], TITLES[3]]);
    assert_eq!(
        (driver.focus(), driver.open().as_str()),
        (Pane::Reader, TITLES[2])
    );
    assert_eq!(driver.chosen(), TITLES[2]);
    assert!(driver.is_read(TITLES[2]) && driver.is_starred(TITLES[2]));
    assert!(!driver.is_read(TITLES[1]) && !driver.is_starred("New ferry"));
    driver.keys("Z");
    assert!(!driver.is_starred(TITLES[2]), "undo goes on to work");
}

#[test]
fn a_reload_keeps_the_position_in_the_text() {
    let mut driver = long_reading();
    driver.keys("20j");
    let place = driver.top();
    driver.keys("R");
    driver.arrive(vec![
        ("l/0.txt", long_article("Another", 5)),
        ("l/long.txt", long_article("Long one", 60)),
    ]);
    driver.done();
    assert_eq!((driver.open().as_str(), driver.top()), ("Long one", place));
}

#[test]
fn a_reload_matches_marks_by_article() {
    let mut driver = news();
    driver.keys("rfis:unread<Enter>R");
    let mut again: Vec<Page> = vec![("0/new.txt", "date: 2025-03-10\ntitle: New\ntext: It is white.")];
    again.extend(NEWS);
    driver.load(&again);
    driver.done();
    assert!(
        driver.titles().contains(&"New".to_owned()),
        "{:?}",
        driver.titles()
    );
    assert!(
        !driver.titles().contains(&TITLES[0].to_owned()),
        "{:?}",
        driver.titles()
    );
}

#[test]
fn two_reloads_lose_no_marks() {
    let mut driver = news();
    driver.keys("3jsR");
    driver.load(&NEWS[..2]);
    driver.keys("R");
    driver.load(NEWS);
    driver.done();
    assert!(driver.is_starred(TITLES[3]));
    assert_eq!(driver.chosen(), TITLES[3]);
    assert_eq!((0..7).filter(|&id| driver.app.marks.is_starred(id)).count(), 1);
}

#[test]
fn moving_during_a_reload_keeps_the_new_position() {
    let mut driver = news();
    driver.keys("3j<Enter>R");
    driver.load(NEWS);
    driver.keys("J");
    let open = driver.open();
    driver.done();
    assert_eq!((driver.open(), driver.chosen()), (open.clone(), open));
    driver.keys("qR");
    driver.load(NEWS);
    driver.keys("G");
    driver.done();
    assert_eq!(driver.chosen(), TITLES[6]);
}

#[test]
fn events_of_an_earlier_load_are_ignored() {
    let mut driver = news();
    let earlier = driver.run;
    driver.keys("R");
    let mut other = LibraryFixture::of_articles();
    other.add(vec![("x.txt", long_article("Another", 1))]);
    let shown = other.shown(&mut MarksStore::in_memory().unwrap()).unwrap();
    for event in [shown, LibraryEvent::Imported(Ok(ImportSummary::default()))] {
        driver.event(Event::Library { run: earlier, event });
    }
    assert!(driver.app.status.loading.running);
    assert_eq!(
        driver.titles(),
        TITLES,
        "what was shown stays until the first page arrives"
    );
}

#[test]
fn a_corpus_that_has_become_empty_is_empty() {
    let library = LibraryFixture::temporary();
    library.write("a.txt", &page_with_notice("Ferry stops for the winter", "ferry"));
    let mut driver = AppDriver::of_library(library, Start::default());
    assert_eq!(driver.titles().len(), 1);
    driver.library.as_ref().unwrap().remove("a.txt");
    driver.keys("<Enter>qR");
    assert!(driver.titles().is_empty());
    driver.keys("jkl");
    assert_eq!(driver.open(), "");
}

#[test]
fn a_failure_of_the_runtime_is_reported() {
    let mut driver = news();
    driver.event(Event::Failed("the worker has failed".to_owned()));
    assert!(driver.message().contains("worker"));
    assert_eq!(driver.app.status.problem_count(), 1);
    driver.event(Event::Resumed);
}

const NOTICE: &str =
    "The Arden Courier is read in every house of the valley and lives of what its readers give.";

const MENU: &str = "Ferries\nHarbours\nLighthouses\nTides\nPilots\nBerths\nMarkets\nShips\nWinter\nLost";

/// A page with a sentence in the middle that all pages of its outlet contain.
fn page_with_notice(title: &str, what: &str) -> String {
    format!(
        "{MENU}\n\n{title}\n\nThe {what} over the Lenne was closed on Friday after the council had met for many hours.\n\n\
         Nobody in Arden had thought that the {what} would be spoken of for so long, the mayor said.\n\n{NOTICE}\n\n\
         People who live near the {what} told of water in their cellars and of trees on the road.\n"
    )
}

#[test]
fn a_sentence_on_all_pages_is_removed_after_the_load() {
    let stories = [
        ("Ferry stops for the winter", "ferry"),
        ("Old bridge opens again", "bridge"),
    ];
    let pages = stories.map(|(title, what)| (title, page_with_notice(title, what)));
    let mut driver = AppDriver::begin(Start::default());
    driver.load_texts(&pages);
    driver.keys("<Enter>");
    let bodies = |driver: &AppDriver| -> Vec<Vec<String>> {
        let entries = driver.entries();
        entries.iter().map(|entry| entry.article.body()).collect()
    };
    assert!(
        bodies(&driver)
            .iter()
            .all(|body| body.contains(&NOTICE.to_owned()))
    );
    driver.read_library(|library, marks, _| library.clean_all(marks).into_iter().collect());
    driver.done();
    for body in bodies(&driver) {
        assert_eq!(body.len(), 3, "{body:#?}");
        assert!(!body.contains(&NOTICE.to_owned()));
    }
    let open = driver.app.reader.open().expect("it stays open");
    assert!(!open.entry.article.body().contains(&NOTICE.to_owned()));
}

#[test]
fn a_page_that_was_opened_shows_its_article_and_q_quits() {
    let start = || Start {
        opens_page: true,
        ..Start::default()
    };
    let mut driver = AppDriver::with(&NEWS[..1], start());
    assert_eq!(
        (driver.focus(), driver.open().as_str()),
        (Pane::Reader, TITLES[0])
    );
    driver.keys("xq");
    assert!(driver.effects.is_empty(), "the source view is closed first");
    driver.keys("q");
    assert!(matches!(driver.effect(), Some(Effect::Quit)));
    // A file with several articles opens as a list.
    let mut driver = AppDriver::with(NEWS, start());
    assert_eq!(driver.focus(), Pane::Articles);
    driver.keys("<Enter>q");
    assert_eq!(driver.focus(), Pane::Articles);
}
