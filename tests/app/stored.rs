//! Reading a library: lists that are asked of it, articles that come when they are opened, and what happens when it changes
//! while somebody reads.

use super::harness::library::Shelves;
use super::harness::{Bench, Start, words};
use newsprint::app::{Effect, Event, Face, Kind, Pane, Remembered, Size};
use newsprint::library::Mark;

/// A page of an outlet, about a thing.
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

/// Three pages of two outlets, the bridge the newest and the bakers the oldest.
fn shelves(below: Option<&str>) -> Shelves {
    let shelves = Shelves::new(below);
    shelves.write("quay/1.txt", &page(BRIDGE, "bridge", 9, "The Quay Courier"));
    shelves.write("quay/2.txt", &page(FERRY, "ferry", 8, "The Quay Courier"));
    shelves.write("lake/3.txt", &page(BAKERS, "bakery", 7, "The Lake Gazette"));
    shelves
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

fn reader() -> Bench {
    Bench::of_library(shelves(Some("")), wide())
}

#[test]
fn a_folder_is_taken_in_and_shown() {
    let bench = reader();
    assert_eq!(bench.titles(), [BRIDGE, FERRY, BAKERS]);
    assert_eq!((bench.open(), bench.said()), (BRIDGE.to_owned(), ""));
    let counts: Vec<_> = bench.app.view.sources().iter().map(|row| row.count).collect();
    assert_eq!(counts, [3, 1, 2]);
    assert!(!bench.app.awaits_frame(), "all that was asked has come");
}

#[test]
fn a_library_that_is_there_is_shown_before_it_is_brought_up_to_date() {
    let mut shelves = shelves(Some(""));
    shelves.import();
    let bench = Bench::of_library(shelves, wide());
    assert_eq!(bench.titles().len(), 3);
    assert_eq!(bench.said(), "", "nothing is new");
}

#[test]
fn one_folder_of_a_library_is_read_by_itself() {
    let mut shelves = shelves(Some("lake"));
    shelves.import();
    let bench = Bench::of_library(shelves, wide());
    assert_eq!(bench.titles(), [BAKERS]);
    assert_eq!(bench.app.view.corpus_len(), 1);
}

#[test]
fn zero_twice_widens_to_the_library_and_back() {
    let mut shelves = shelves(Some("quay"));
    shelves.import();
    let mut bench = Bench::of_library(shelves, wide());
    bench.keys("j]0");
    assert_eq!(bench.titles(), [BRIDGE, FERRY]);
    bench.keys("0");
    assert_eq!(bench.titles(), [BRIDGE, FERRY, BAKERS]);
    assert_eq!(
        (bench.app.shown_corpus(), bench.chosen()),
        ("library", FERRY.to_owned())
    );
    bench.keys("j0");
    assert_eq!(
        (bench.app.shown_corpus(), bench.chosen()),
        ("library", BAKERS.to_owned())
    );
    bench.keys("0");
    assert_eq!(bench.titles(), [BRIDGE, FERRY]);
    assert_eq!(bench.app.shown_corpus(), "pages");
}

#[test]
fn the_filter_asks_the_library_and_articles_come_as_they_are_opened() {
    let mut bench = reader();
    bench.keys("fferry<Enter>");
    assert_eq!(bench.titles(), [FERRY]);
    bench.keys("<Enter>");
    assert_eq!((bench.focus(), bench.open()), (Pane::Reader, FERRY.to_owned()));
    bench.keys("hF");
    assert_eq!(bench.titles().len(), 3);
    assert_eq!(bench.chosen(), FERRY, "the article under the cursor stays");
    bench.keys("J");
    assert_eq!(bench.open(), BAKERS);
    bench.keys("]");
    assert_eq!(bench.outlet(), "The Lake Gazette");
    assert_eq!(bench.titles(), [BAKERS]);
    bench.keys("0s");
    assert!(bench.is_starred(BAKERS));
}

#[test]
fn what_was_looked_for_is_shown_below_the_titles_and_gone_to() {
    let mut shelves = shelves(Some(""));
    let long = page(FERRY, "ferry", 8, "The Quay Courier").replace(
        "Hundreds",
        &format!(
            "{} and a lighthouse keeper waved. Hundreds",
            words("Further words", 2_000)
        ),
    );
    shelves.write("quay/2.txt", &long);
    shelves.import();
    let mut bench = Bench::of_library(shelves, Start::default());
    bench.keys("flighthouse<Enter>");
    let id = bench.id(FERRY);
    let snippet = bench.app.view.snippet(id).expect("a snippet").to_string();
    assert!(snippet.contains("and a lighthouse keeper"), "{snippet}");
    assert_eq!(bench.app.title_rows(0), 2, "title and snippet");
    bench.keys("<Enter>");
    assert!(bench.window().contains("lighthouse keeper"), "{}", bench.window());
    assert_eq!(bench.hit().as_deref(), Some("lighthouse"));
    bench.keys("hF");
    assert!(!bench.app.shows_snippets(), "without words there are no snippets");
}

#[test]
fn rows_of_a_library_are_found() {
    let mut bench = reader();
    bench.keys("/gazette<Enter>");
    assert_eq!(bench.chosen(), BAKERS);
    bench.keys("/zelm<Enter>");
    assert_eq!(bench.chosen(), FERRY);
    bench.keys("/quay<Enter>n");
    assert_eq!(bench.chosen(), BRIDGE, "from the end to the beginning");
    bench.keys("N");
    assert_eq!(bench.chosen(), FERRY);
    bench.keys("/nowhere<Enter>");
    assert_eq!(
        (bench.chosen(), bench.said()),
        (FERRY.to_owned(), "no row matches")
    );
}

#[test]
fn a_narrow_screen_reads_the_article_that_an_action_needs() {
    let mut bench = Bench::of_library(shelves(Some("")), Start::default());
    assert!(bench.app.reader.open().is_none());
    bench.holds = true;
    bench.keys("y");
    assert_eq!(bench.said(), "", "it has to be read first");
    bench.holds = false;
    bench.answer_all();
    assert!(bench.said().starts_with("copied the article"), "{}", bench.said());
    bench.holds = true;
    bench.keys("yj");
    bench.answer_all();
    assert_eq!(bench.chosen(), FERRY);
    let copied = |effect| matches!(effect, Some(Effect::Copy(text)) if text.contains("bridge"));
    assert!(
        copied(bench.effect()) && copied(bench.effect()),
        "the key after it changes nothing"
    );
}

#[test]
fn marks_are_kept_and_known_when_it_is_opened_again() {
    let mut bench = reader();
    bench.keys("sjr");
    assert_eq!(bench.app.view.sources()[0].unread, 2);
    let mut again = bench.next_session(wide());
    assert!(again.is_starred(BRIDGE) && again.is_read(FERRY));
    assert_eq!(again.app.marks.count(Mark::Read), 1);
    assert_eq!(again.app.view.sources()[0].unread, 2);
    again.keys("Z");
    assert_eq!(again.said(), "there is nothing to undo");
}

#[test]
fn a_tag_is_listed_again_when_the_library_is_opened_again() {
    let mut bench = reader();
    bench.keys("tice<Enter>hG");
    assert_eq!(bench.titles(), [BRIDGE]);
    let view = bench.effects.drain(..).rev().find_map(|effect| match effect {
        Effect::KeepView(view) => Some(view),
        _ => None,
    });
    let remembered = Remembered {
        view,
        ..Remembered::default()
    };
    let start = Start { remembered, ..wide() };
    let again = bench.next_session(start);
    assert_eq!(
        (again.outlet(), again.titles()),
        ("#ice".to_owned(), vec![BRIDGE.to_owned()])
    );
}

#[test]
fn articles_that_come_later_bring_the_marks_that_were_kept_of_them() {
    let mut first = reader();
    first.keys("G");
    assert_eq!(first.chosen(), BAKERS);
    first.keys("s");
    let shelves = Shelves::new(Some(""));
    shelves.write("quay/1.txt", &page(BRIDGE, "bridge", 9, "The Quay Courier"));
    let mut bench = Bench::of_library(shelves, wide());
    bench.marks = first.marks;
    let shelves = bench.shelves.as_ref().expect("a library");
    shelves.write("else/where.txt", &page(BAKERS, "bakery", 7, "The Lake Gazette"));
    bench.renew();
    assert!(bench.is_starred(BAKERS));
    assert!(!bench.is_starred(BRIDGE));
}

#[test]
fn keys_wait_for_the_row_that_they_are_meant_for() {
    let mut bench = reader();
    bench.holds = true;
    let shelves = bench.shelves.as_ref().expect("a library");
    shelves.write(
        "lake/4.txt",
        &page("Night trains run again", "train", 10, "The Lake Gazette"),
    );
    bench.renew();
    assert!(bench.app.view.row(bench.app.articles.cursor).is_none());
    bench.keys("|");
    while !bench.held.is_empty() {
        let is_known = bench.app.view.row(bench.app.articles.cursor).is_some();
        assert!(
            is_known || bench.app.has_type_ahead(),
            "a key would find no article here"
        );
        let request = bench.held.remove(0);
        bench.answer(request);
    }
    assert!(!bench.app.has_type_ahead());
    assert!(bench.app.input.prompt.is_some());
    assert_eq!(bench.said(), "");
}

#[test]
fn what_arrives_is_told_and_moves_nothing() {
    let mut bench = reader();
    bench.keys("j");
    let shelves = bench.shelves.as_mut().expect("a library");
    shelves.write(
        "lake/4.txt",
        &page("Night trains run again", "train", 10, "The Lake Gazette"),
    );
    bench.renew();
    assert_eq!((bench.titles().len(), bench.said()), (4, "1 new article"));
    assert_eq!(
        (bench.chosen(), bench.open()),
        (FERRY.to_owned(), FERRY.to_owned())
    );
}

#[test]
fn a_page_that_changes_while_it_is_read_is_shown_as_it_is_by_now() {
    let mut bench = reader();
    bench.keys("<Enter>");
    assert!(!bench.window().contains("closed again"));
    let changed =
        page(BRIDGE, "bridge", 9, "The Quay Courier").replace("Hundreds", "It was closed again. Hundreds");
    bench
        .shelves
        .as_ref()
        .expect("a library")
        .write("quay/1.txt", &changed);
    bench.renew();
    assert!(bench.window().contains("closed again"), "{}", bench.window());
}

/// A page that changed twice since it was imported: its title, then a word of its text.
fn reader_of_changes() -> Bench {
    let mut bench = reader();
    let first = page(BRIDGE, "bridge", 9, "The Quay Courier");
    let second = first.replace("opens again", "stays closed");
    for text in [&second, &second.replace("Hundreds", "Thousands")] {
        bench
            .shelves
            .as_ref()
            .expect("a library")
            .write("quay/1.txt", text);
        bench.renew();
    }
    bench
}

#[test]
fn each_change_of_a_page_is_shown_word_by_word_the_last_one_first() {
    let mut bench = reader_of_changes();
    bench.keys("<Enter>");
    assert!(
        bench.window().contains("2\u{a0}earlier\u{a0}versions"),
        "{}",
        bench.window()
    );
    bench.keys("D");
    assert!(bench.window().contains("Hundreds Thousands of people"));
    assert!(
        bench
            .window()
            .starts_with("Old bridge stays closed after repairs")
    );
    bench.keys("D");
    assert!(bench.window().starts_with("Old bridge opens again stays closed"));
    bench.keys("D");
    let open = bench.app.reader.open().expect("an article");
    assert_eq!(*open.face(), Face::Text);
}

#[test]
fn who_has_looked_at_changes_is_back_where_the_text_was_left() {
    let mut bench = reader_of_changes();
    bench.event(Event::Resize(Size { width: 40, height: 8 }));
    bench.keys("<Enter>jjj");
    let top = |bench: &Bench| bench.app.reader.open().expect("an article").top();
    let left = top(&bench);
    assert!(left > 0);
    bench.keys("D<Esc>");
    assert_eq!(top(&bench), left);
    bench.keys("Dx");
    assert!(bench.app.reader.open().expect("an article").shows_source());
    bench.keys("x");
    assert_eq!(*bench.app.reader.open().expect("an article").face(), Face::Text);
}

#[test]
fn an_article_that_never_changed_says_so() {
    let mut bench = reader();
    bench.keys("D");
    assert_eq!(bench.said(), "this article has not changed since it came");
    let mut shelves = shelves(Some(""));
    shelves.import();
    let text = page(BRIDGE, "bridge", 9, "The Quay Courier");
    shelves.write("quay/1.txt", &format!("Menu\nLog in\n{text}"));
    let mut bench = Bench::of_library(shelves, wide());
    bench.keys("D");
    assert_eq!(
        bench.said(),
        "the page of this article has changed, but not its text"
    );
}

#[test]
fn reading_again_says_what_is_new() {
    let mut bench = reader();
    bench.keys("R");
    assert_eq!(bench.said(), "nothing is new");
    let shelves = bench.shelves.as_ref().expect("a library");
    shelves.write(
        "lake/4.txt",
        &page("Night trains run again", "train", 10, "The Lake Gazette"),
    );
    bench.keys("jR");
    assert_eq!((bench.said(), bench.titles().len()), ("1 new, 3 unchanged", 4));
    assert_eq!(bench.chosen(), FERRY);
}

#[test]
fn a_page_that_is_gone_stays_in_the_library() {
    let mut bench = reader();
    bench.shelves.as_ref().expect("a library").remove("quay/1.txt");
    bench.renew();
    assert_eq!(bench.titles(), [BRIDGE, FERRY, BAKERS]);
}

#[test]
fn a_correction_cleans_the_articles_of_the_library_and_is_undone() {
    let mut bench = reader();
    bench.keys("<Enter>xgg2jcx");
    assert!(!bench.window().is_empty());
    let removed = |bench: &Bench| {
        let open = bench.app.reader.open().expect("an article");
        open.entry
            .article
            .lines
            .iter()
            .filter(|line| line.is_corrected())
            .count()
    };
    assert_eq!(removed(&bench), 1, "{}", bench.said());
    bench.keys("Z");
    assert_eq!(removed(&bench), 0, "{}", bench.said());
}

#[test]
fn a_library_that_cannot_be_read_leaves_the_files() {
    let mut shelves = shelves(Some(""));
    shelves.import();
    shelves.damage();
    let bench = Bench::of_library(shelves, wide());
    assert!(bench.said().contains("library rebuild"), "{}", bench.said());
    assert!(bench.said().contains("read from their files"), "{}", bench.said());
    assert_eq!(bench.titles(), [BRIDGE, FERRY, BAKERS]);
    assert_eq!(bench.open(), BRIDGE);
}

#[test]
fn an_index_that_breaks_while_it_is_read_is_a_message() {
    let mut bench = reader();
    bench.holds = true;
    bench.keys("fferry");
    let id = bench.held.last().expect("a question").id;
    let answer = newsprint::app::Answer {
        id,
        found: newsprint::app::Found::Failed(Kind::Filter, "the disk is gone".to_owned()),
    };
    bench.event(newsprint::app::Event::Answered(answer));
    assert_eq!(bench.titles().len(), 3);
    bench.held.retain(|request| request.id != id);
    bench.answer_all();
    assert!(!bench.app.awaits_frame());
}
