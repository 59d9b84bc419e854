//! Reading a library: lists and articles arrive when they are requested, and the library changes while it is read.

use crate::harness::library::LibraryFixture;
use crate::harness::{AppDriver, Start, words};
use newsprint::app::{Effect, Event, JobKind, Pane, ReaderMode, Remembered, Size};
use newsprint::library::Mark;

/// A page of an outlet about `thing`.
fn page(title: &str, thing: &str, day: u32, outlet: &str) -> String {
    format!(
        "{title}\n\nBy Ilka Fenn\n{day} March 2025\n\n\
         The {thing} was the talk of the town on Monday, after two years in which nobody had seen it at work.\n\n\
         Hundreds of people came to see the {thing} before noon, and most of them stayed until the evening.\n\n\
         © 2025 {outlet}. All rights reserved\n"
    )
}

const BRIDGE: &str = "Old bridge opens again after repairs";
const FERRY: &str = "Ferry returns to Zelm after the winter";
const BAKERS: &str = "Bakers count their loaves before the feast";

/// Three pages of two outlets; the bridge is newest and the bakers are oldest.
fn library(below: Option<&str>) -> LibraryFixture {
    let library = LibraryFixture::new(below);
    library.write("quay/1.txt", &page(BRIDGE, "bridge", 9, "The Quay Courier"));
    library.write("quay/2.txt", &page(FERRY, "ferry", 8, "The Quay Courier"));
    library.write("lake/3.txt", &page(BAKERS, "bakery", 7, "The Lake Gazette"));
    library
}

fn wide() -> Start {
    Start {
        size: Size {
            width: 160,
            height: 40,
        },
        ..Start::default()
    }
}

fn reader() -> AppDriver {
    AppDriver::of_library(library(Some("")), wide())
}

#[test]
fn a_folder_is_imported_and_shown() {
    let driver = reader();
    assert_eq!(driver.titles(), [BRIDGE, FERRY, BAKERS]);
    assert_eq!((driver.open(), driver.message()), (BRIDGE.to_owned(), ""));
    let counts: Vec<_> = driver.app.listing.sources().iter().map(|row| row.count).collect();
    assert_eq!(counts, [3, 1, 2]);
    assert!(!driver.app.awaits_frame(), "all that was asked has come");
}

#[test]
fn an_existing_library_is_shown_before_it_is_updated() {
    let mut library = library(Some(""));
    library.import();
    let driver = AppDriver::of_library(library, wide());
    assert_eq!(driver.titles().len(), 3);
    assert_eq!(driver.message(), "", "nothing is new");
}

#[test]
fn one_folder_of_a_library_can_be_read() {
    let mut library = library(Some("lake"));
    library.import();
    let driver = AppDriver::of_library(library, wide());
    assert_eq!(driver.titles(), [BAKERS]);
    assert_eq!(driver.app.listing.corpus_len(), 1);
}

#[test]
fn zero_twice_widens_to_the_library_and_back() {
    let mut library = library(Some("quay"));
    library.import();
    let mut driver = AppDriver::of_library(library, wide());
    driver.keys("j]0");
    assert_eq!(driver.titles(), [BRIDGE, FERRY]);
    driver.keys("0");
    assert_eq!(driver.titles(), [BRIDGE, FERRY, BAKERS]);
    assert_eq!(
        (driver.app.shown_corpus(), driver.chosen()),
        ("News", FERRY.to_owned())
    );
    driver.keys("j0");
    assert_eq!(
        (driver.app.shown_corpus(), driver.chosen()),
        ("News", BAKERS.to_owned())
    );
    driver.keys("0");
    assert_eq!(driver.titles(), [BRIDGE, FERRY]);
    assert_eq!(driver.app.shown_corpus(), "pages");
}

#[test]
fn the_library_answers_filters_and_articles_load_when_opened() {
    let mut driver = reader();
    driver.keys("fferry<Enter>");
    assert_eq!(driver.titles(), [FERRY]);
    driver.keys("<Enter>");
    assert_eq!((driver.focus(), driver.open()), (Pane::Reader, FERRY.to_owned()));
    driver.keys("hF");
    assert_eq!(driver.titles().len(), 3);
    assert_eq!(driver.chosen(), FERRY, "the article under the cursor stays");
    driver.keys("J");
    assert_eq!(driver.open(), BAKERS);
    driver.keys("]");
    assert_eq!(driver.outlet(), "The Lake Gazette");
    assert_eq!(driver.titles(), [BAKERS]);
    driver.keys("0s");
    assert!(driver.is_starred(BAKERS));
}

#[test]
fn matches_of_the_filter_are_shown_below_titles_and_jumped_to() {
    let mut library = library(Some(""));
    let long = page(FERRY, "ferry", 8, "The Quay Courier").replace(
        "Hundreds",
        &format!(
            "{} and a lighthouse keeper waved. Hundreds",
            words("Further words", 2_000)
        ),
    );
    library.write("quay/2.txt", &long);
    library.import();
    let mut driver = AppDriver::of_library(library, Start::default());
    driver.keys("flighthouse<Enter>");
    let id = driver.id(FERRY);
    let snippet = driver.app.listing.snippet(id).expect("a snippet").to_string();
    assert!(snippet.contains("and a lighthouse keeper"), "{snippet}");
    assert_eq!(driver.app.article_height(), 2, "title and snippet");
    driver.keys("<Enter>");
    assert!(
        driver.window().contains("lighthouse keeper"),
        "{}",
        driver.window()
    );
    assert_eq!(driver.hit().as_deref(), Some("lighthouse"));
    driver.keys("hF");
    assert!(
        !driver.app.shows_snippets(),
        "without words there are no snippets"
    );
}

#[test]
fn find_searches_the_rows_of_a_library() {
    let mut driver = reader();
    driver.keys("/gazette<Enter>");
    assert_eq!(driver.chosen(), BAKERS);
    driver.keys("/zelm<Enter>");
    assert_eq!(driver.chosen(), FERRY);
    driver.keys("/quay<Enter>n");
    assert_eq!(driver.chosen(), BRIDGE, "from the end to the beginning");
    driver.keys("N");
    assert_eq!(driver.chosen(), FERRY);
    driver.keys("/nowhere<Enter>");
    assert_eq!(
        (driver.chosen(), driver.message()),
        (FERRY.to_owned(), "No row matches")
    );
}

#[test]
fn a_narrow_screen_loads_the_article_that_an_action_needs() {
    let mut driver = AppDriver::of_library(library(Some("")), Start::default());
    assert!(driver.app.reader.open().is_none());
    driver.holds = true;
    driver.keys("y");
    assert_eq!(driver.message(), "", "it has to be read first");
    driver.holds = false;
    driver.answer_all();
    assert!(
        driver.message().starts_with("Copied the article"),
        "{}",
        driver.message()
    );
    driver.holds = true;
    driver.keys("yj");
    driver.answer_all();
    assert_eq!(driver.chosen(), FERRY);
    let copied = |effect| matches!(effect, Some(Effect::Copy(text)) if text.contains("bridge"));
    assert!(
        copied(driver.effect()) && copied(driver.effect()),
        "the key after it changes nothing"
    );
}

#[test]
fn marks_are_present_when_the_library_is_opened_again() {
    let mut driver = reader();
    driver.keys("sjr");
    assert_eq!(driver.app.listing.sources()[0].unread, 2);
    let mut again = driver.next_session(wide());
    assert!(again.is_starred(BRIDGE) && again.is_read(FERRY));
    assert_eq!(again.app.marks.count(Mark::Read), 1);
    assert_eq!(again.app.listing.sources()[0].unread, 2);
    again.keys("Z");
    assert_eq!(again.message(), "Nothing to undo");
}

#[test]
fn a_tag_is_listed_again_when_the_library_is_opened_again() {
    let mut driver = reader();
    driver.keys("tice<Enter>hG");
    assert_eq!(driver.titles(), [BRIDGE]);
    let view = driver.effects.drain(..).rev().find_map(|effect| match effect {
        Effect::SaveView(view) => Some(view),
        _ => None,
    });
    let remembered = Remembered {
        view,
        ..Remembered::default()
    };
    let start = Start { remembered, ..wide() };
    let again = driver.next_session(start);
    assert_eq!(
        (again.outlet(), again.titles()),
        ("#ice".to_owned(), vec![BRIDGE.to_owned()])
    );
}

#[test]
fn later_articles_have_their_stored_marks() {
    let mut first = reader();
    first.keys("G");
    assert_eq!(first.chosen(), BAKERS);
    first.keys("s");
    let library = LibraryFixture::new(Some(""));
    library.write("quay/1.txt", &page(BRIDGE, "bridge", 9, "The Quay Courier"));
    let mut driver = AppDriver::of_library(library, wide());
    driver.marks = first.marks;
    let library = driver.library.as_ref().expect("a library");
    library.write("else/where.txt", &page(BAKERS, "bakery", 7, "The Lake Gazette"));
    driver.renew();
    assert!(driver.is_starred(BAKERS));
    assert!(!driver.is_starred(BRIDGE));
}

#[test]
fn keys_wait_for_their_row() {
    let mut driver = reader();
    driver.holds = true;
    let library = driver.library.as_ref().expect("a library");
    library.write(
        "lake/4.txt",
        &page("Night trains run again", "train", 10, "The Lake Gazette"),
    );
    driver.renew();
    let row = driver.app.listing.row(driver.app.articles.cursor);
    assert!(row.is_some(), "the old row is shown until the new one arrives");
    driver.keys("|");
    while !driver.held.is_empty() {
        let is_known = driver.app.listing.row(driver.app.articles.cursor).is_some();
        assert!(
            is_known || driver.app.has_type_ahead(),
            "a key would find no article here"
        );
        let request = driver.held.remove(0);
        driver.answer(request);
    }
    assert!(!driver.app.has_type_ahead());
    assert!(driver.app.input.prompt.is_some());
    assert_eq!(driver.message(), "");
}

#[test]
fn new_articles_are_reported_and_move_nothing() {
    let mut driver = reader();
    driver.keys("j");
    let library = driver.library.as_mut().expect("a library");
    library.write(
        "lake/4.txt",
        &page("Night trains run again", "train", 10, "The Lake Gazette"),
    );
    driver.renew();
    assert_eq!((driver.titles().len(), driver.message()), (4, "1 new article"));
    assert_eq!(
        (driver.chosen(), driver.open()),
        (FERRY.to_owned(), FERRY.to_owned())
    );
}

#[test]
fn a_page_that_changes_while_it_is_read_is_updated() {
    let mut driver = reader();
    driver.keys("<Enter>");
    assert!(!driver.window().contains("closed again"));
    let changed =
        page(BRIDGE, "bridge", 9, "The Quay Courier").replace("Hundreds", "It was closed again. Hundreds");
    driver
        .library
        .as_ref()
        .expect("a library")
        .write("quay/1.txt", &changed);
    driver.renew();
    assert!(driver.window().contains("closed again"), "{}", driver.window());
}

/// A page that changed twice after its import: first its title, then a word of its text.
fn reader_of_changes() -> AppDriver {
    let mut driver = reader();
    let first = page(BRIDGE, "bridge", 9, "The Quay Courier");
    let second = first.replace("opens again", "stays closed");
    for text in [&second, &second.replace("Hundreds", "Thousands")] {
        driver
            .library
            .as_ref()
            .expect("a library")
            .write("quay/1.txt", text);
        driver.renew();
    }
    driver
}

#[test]
fn each_change_of_a_page_is_shown_word_by_word_the_last_one_first() {
    let mut driver = reader_of_changes();
    driver.keys("<Enter>");
    assert!(
        driver.window().contains("2\u{a0}earlier\u{a0}versions"),
        "{}",
        driver.window()
    );
    driver.keys("D");
    assert!(driver.window().contains("Hundreds Thousands of people"));
    assert!(
        driver
            .window()
            .starts_with("Old bridge stays closed after repairs")
    );
    driver.keys("D");
    assert!(driver.window().starts_with("Old bridge opens again stays closed"));
    driver.keys("D");
    let open = driver.app.reader.open().expect("an article");
    assert_eq!(*open.mode(), ReaderMode::Text);
}

#[test]
fn closing_the_changes_restores_the_position() {
    let mut driver = reader_of_changes();
    driver.event(Event::Resize(Size { width: 40, height: 8 }));
    driver.keys("<Enter>jjj");
    let top = |driver: &AppDriver| driver.app.reader.open().expect("an article").top();
    let left = top(&driver);
    assert!(left > 0);
    driver.keys("D<Esc>");
    assert_eq!(top(&driver), left);
    driver.keys("Dx");
    assert!(driver.app.reader.open().expect("an article").shows_source());
    driver.keys("x");
    assert_eq!(
        *driver.app.reader.open().expect("an article").mode(),
        ReaderMode::Text
    );
}

#[test]
fn an_article_that_never_changed_says_so() {
    let mut driver = reader();
    driver.keys("D");
    assert_eq!(
        driver.message(),
        "This article has not changed since it was imported"
    );
    let mut library = library(Some(""));
    library.import();
    let text = page(BRIDGE, "bridge", 9, "The Quay Courier");
    library.write("quay/1.txt", &format!("Menu\nLog in\n{text}"));
    let mut driver = AppDriver::of_library(library, wide());
    driver.keys("D");
    assert_eq!(
        driver.message(),
        "The page of this article has changed, but not its text"
    );
}

#[test]
fn reloading_reports_what_is_new() {
    let mut driver = reader();
    driver.keys("R");
    assert_eq!(driver.message(), "Nothing new");
    let library = driver.library.as_ref().expect("a library");
    library.write(
        "lake/4.txt",
        &page("Night trains run again", "train", 10, "The Lake Gazette"),
    );
    driver.keys("jR");
    assert_eq!(
        (driver.message(), driver.titles().len()),
        ("1 new, 3 unchanged", 4)
    );
    assert_eq!(driver.chosen(), FERRY);
}

#[test]
fn a_missing_page_stays_in_the_library() {
    let mut driver = reader();
    driver.library.as_ref().expect("a library").remove("quay/1.txt");
    driver.renew();
    assert_eq!(driver.titles(), [BRIDGE, FERRY, BAKERS]);
}

#[test]
fn a_correction_recleans_the_library_and_is_undone() {
    let mut driver = reader();
    driver.keys("<Enter>xgg2jcx");
    assert!(!driver.window().is_empty());
    let removed = |driver: &AppDriver| {
        let open = driver.app.reader.open().expect("an article");
        open.entry
            .article
            .lines
            .iter()
            .filter(|line| line.is_corrected())
            .count()
    };
    assert_eq!(removed(&driver), 1, "{}", driver.message());
    driver.keys("Z");
    assert_eq!(removed(&driver), 0, "{}", driver.message());
}

#[test]
fn without_a_readable_library_the_files_are_read() {
    let mut library = library(Some(""));
    library.import();
    library.damage();
    let driver = AppDriver::of_library(library, wide());
    assert!(
        driver.message().contains("library rebuild"),
        "{}",
        driver.message()
    );
    assert!(
        driver.message().contains("read from their files"),
        "{}",
        driver.message()
    );
    assert_eq!(driver.titles(), [BRIDGE, FERRY, BAKERS]);
    assert_eq!(driver.open(), BRIDGE);
}

#[test]
fn an_index_damaged_while_reading_is_reported() {
    let mut driver = reader();
    driver.holds = true;
    driver.keys("fferry");
    let id = driver.held.last().expect("a question").id;
    let answer = newsprint::app::Answer {
        id,
        kind: JobKind::Filter,
        result: Err("the disk is gone".to_owned()),
    };
    driver.event(newsprint::app::Event::Answered(answer));
    assert_eq!(driver.titles().len(), 3);
    driver.held.retain(|request| request.id != id);
    driver.answer_all();
    assert!(!driver.app.awaits_frame());
}
