//! Articles that arrive while the user reads, problems, and reading again.

use crate::harness::library::Shelves;
use crate::harness::{Bench, Page, Start, article};
use crate::pages::{NEWS, TITLES, long_article, long_reading, news};
use newsprint::app::{Event, LibraryEvent, Pane};
use newsprint::library::{ImportEvent, ImportSummary, MarksStore, Progress};

#[test]
fn nothing_moves_under_the_cursor_while_pages_arrive() {
    let mut bench = Bench::begin(Start::default());
    bench.load(&NEWS[3..]);
    bench.keys("j");
    let chosen = bench.chosen();
    bench.load(&NEWS[..3]);
    assert_eq!(bench.chosen(), chosen);
    bench.done();
    assert_eq!(bench.chosen(), chosen);
    assert_eq!(bench.titles(), TITLES);
}

#[test]
fn the_window_stays_while_pages_arrive_above_it() {
    const OLD: &str = "date: 2025-02-01\ntitle: Old\ntext: Old.";
    const NEW: &str = "date: 2025-03-01\ntitle: New\ntext: New.";
    let many = |bench: &mut Bench, folder: &str, text| {
        for number in 0..60 {
            bench.arrive(vec![(&format!("{folder}/{number}"), article(text))]);
        }
    };
    let mut bench = Bench::begin(Start::default());
    many(&mut bench, "old", OLD);
    bench.keys("30j5k");
    let (list, id) = (
        bench.app.articles,
        bench.app.view.listed()[bench.app.articles.cursor],
    );
    many(&mut bench, "new", NEW);
    let now = bench.app.articles;
    assert_eq!(bench.app.view.listed()[now.cursor], id);
    assert_eq!(now.cursor - now.top, list.cursor - list.top, "on the same line");
}

#[test]
fn the_open_article_stays_while_pages_arrive() {
    let mut bench = Bench::begin(Start::default());
    bench.load(&NEWS[3..]);
    bench.keys("<Enter>");
    let open = bench.open();
    bench.load(&NEWS[..3]);
    bench.done();
    assert_eq!((bench.open(), bench.chosen()), (open.clone(), open));
}

#[test]
fn a_person_can_move_filter_and_read_while_pages_arrive() {
    let mut bench = Bench::begin(Start::default());
    bench.keys("jGfferry<Enter>]");
    bench.load(&NEWS[..4]);
    assert_eq!(bench.titles().len(), 3);
    bench.keys("<Enter>");
    assert_eq!(bench.focus(), Pane::Reader);
    bench.load(&NEWS[4..]);
    bench.done();
    assert_eq!(bench.titles().len(), 3);
}

#[test]
fn progress_is_told() {
    let mut bench = Bench::begin(Start::default());
    assert!(bench.app.status.loading.running);
    let progress = |found, all_found| {
        ImportEvent::Progress(Progress {
            done: 3,
            found,
            all_found,
            bytes: 77,
        })
    };
    bench.importing(progress(9, false));
    bench.importing(progress(12, true));
    let loading = bench.app.status.loading.clone();
    assert_eq!((loading.done, loading.found, loading.all_found), (3, 12, true));
    bench.done();
    assert!(!bench.app.status.loading.running);
}

#[test]
fn problems_are_kept_and_said_at_the_end() {
    let mut bench = Bench::begin(Start::default());
    bench.load(NEWS);
    bench.problem("x/a.txt", "holds no text");
    bench.problem("x/b.txt", "holds no text");
    bench.done();
    assert!(bench.said().contains("2 files"), "{}", bench.said());
    assert_eq!(bench.app.status.lines().len(), 3, "two files and the message");
}

#[test]
fn reading_again_keeps_place_filter_and_marks() {
    let mut bench = news();
    bench.keys("fferry<Enter>jrs<Enter>");
    assert_eq!(bench.open(), TITLES[2]);
    bench.keys("R");
    let mut again: Vec<Page> = vec![(
        "0/new.txt",
        "date: 2025-03-10\ntitle: New ferry\ntext: It is white.",
    )];
    again.extend(NEWS);
    bench.load(&again);
    bench.done();
    assert_eq!(bench.titles(), ["New ferry", TITLES[0], TITLES[2], TITLES[3]]);
    assert_eq!((bench.focus(), bench.open().as_str()), (Pane::Reader, TITLES[2]));
    assert_eq!(bench.chosen(), TITLES[2]);
    assert!(bench.is_read(TITLES[2]) && bench.is_starred(TITLES[2]));
    assert!(!bench.is_read(TITLES[1]) && !bench.is_starred("New ferry"));
    bench.keys("Z");
    assert!(!bench.is_starred(TITLES[2]), "undo goes on to work");
}

#[test]
fn reading_again_keeps_the_place_in_the_text() {
    let mut bench = long_reading();
    bench.keys("20j");
    let place = bench.top();
    bench.keys("R");
    bench.arrive(vec![
        ("l/0.txt", long_article("Another", 5)),
        ("l/long.txt", long_article("Long one", 60)),
    ]);
    bench.done();
    assert_eq!((bench.open().as_str(), bench.top()), ("Long one", place));
}

#[test]
fn reading_again_judges_marks_by_article_while_pages_arrive() {
    let mut bench = news();
    bench.keys("rfis:unread<Enter>R");
    let mut again: Vec<Page> = vec![("0/new.txt", "date: 2025-03-10\ntitle: New\ntext: It is white.")];
    again.extend(NEWS);
    bench.load(&again);
    bench.done();
    assert!(bench.titles().contains(&"New".to_owned()), "{:?}", bench.titles());
    assert!(
        !bench.titles().contains(&TITLES[0].to_owned()),
        "{:?}",
        bench.titles()
    );
}

#[test]
fn reading_again_twice_loses_no_marks() {
    let mut bench = news();
    bench.keys("3jsR");
    bench.load(&NEWS[..2]);
    bench.keys("R");
    bench.load(NEWS);
    bench.done();
    assert!(bench.is_starred(TITLES[3]));
    assert_eq!(bench.chosen(), TITLES[3]);
    assert_eq!((0..7).filter(|&id| bench.app.marks.is_starred(id)).count(), 1);
}

#[test]
fn whoever_moves_while_the_pages_are_read_again_stays_there() {
    let mut bench = news();
    bench.keys("3j<Enter>R");
    bench.load(NEWS);
    bench.keys("J");
    let open = bench.open();
    bench.done();
    assert_eq!((bench.open(), bench.chosen()), (open.clone(), open));
    bench.keys("qR");
    bench.load(NEWS);
    bench.keys("G");
    bench.done();
    assert_eq!(bench.chosen(), TITLES[6]);
}

#[test]
fn news_of_an_earlier_reading_are_dropped() {
    let mut bench = news();
    let earlier = bench.run;
    bench.keys("R");
    let mut other = Shelves::of_articles();
    other.add(vec![("x.txt", long_article("Another", 1))]);
    let shown = other.shown(&mut MarksStore::in_memory().unwrap()).unwrap();
    for event in [shown, LibraryEvent::Imported(Ok(ImportSummary::default()))] {
        bench.event(Event::Library { run: earlier, event });
    }
    assert!(bench.app.status.loading.running);
    assert_eq!(
        bench.titles(),
        TITLES,
        "what was shown stays until the first page arrives"
    );
}

#[test]
fn a_corpus_that_has_become_empty_is_empty() {
    let library = Shelves::temporary();
    library.write("a.txt", &page_with_notice("Ferry stops for the winter", "ferry"));
    let mut bench = Bench::of_library(library, Start::default());
    assert_eq!(bench.titles().len(), 1);
    bench.shelves.as_ref().unwrap().remove("a.txt");
    bench.keys("<Enter>qR");
    assert!(bench.titles().is_empty());
    bench.keys("jkl");
    assert_eq!(bench.open(), "");
}

#[test]
fn a_failure_outside_is_said_and_kept() {
    let mut bench = news();
    bench.event(Event::Failed("the worker has failed".to_owned()));
    assert!(bench.said().contains("worker"));
    assert_eq!(bench.app.status.problem_count(), 1);
    bench.event(Event::Resumed);
}

const NOTICE: &str =
    "The Arden Courier is read in every house of the valley and lives of what its readers give.";

const MENU: &str = "Ferries\nHarbours\nLighthouses\nTides\nPilots\nBerths\nMarkets\nShips\nWinter\nLost";

/// A page with a sentence in its middle that all pages of its outlet have.
fn page_with_notice(title: &str, what: &str) -> String {
    format!(
        "{MENU}\n\n{title}\n\nThe {what} over the Lenne was closed on Friday after the council had met for many hours.\n\n\
         Nobody in Arden had thought that the {what} would be spoken of for so long, the mayor said.\n\n{NOTICE}\n\n\
         People who live near the {what} told of water in their cellars and of trees on the road.\n"
    )
}

#[test]
fn a_sentence_that_all_pages_have_leaves_the_body_once_all_were_read() {
    let stories = [
        ("Ferry stops for the winter", "ferry"),
        ("Old bridge opens again", "bridge"),
    ];
    let pages = stories.map(|(title, what)| (title, page_with_notice(title, what)));
    let mut bench = Bench::begin(Start::default());
    bench.load_texts(&pages);
    bench.keys("<Enter>");
    let bodies = |bench: &Bench| -> Vec<Vec<String>> {
        let entries = bench.entries();
        entries.iter().map(|entry| entry.article.body()).collect()
    };
    assert!(
        bodies(&bench)
            .iter()
            .all(|body| body.contains(&NOTICE.to_owned()))
    );
    bench.read_library(|shelves, marks, _| shelves.clean_all(marks).into_iter().collect());
    bench.done();
    for body in bodies(&bench) {
        assert_eq!(body.len(), 3, "{body:#?}");
        assert!(!body.contains(&NOTICE.to_owned()));
    }
    let open = bench.app.reader.open().expect("it stays open");
    assert!(!open.entry.article.body().contains(&NOTICE.to_owned()));
}
