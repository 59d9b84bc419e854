//! Read, star, tags, notes, undo and redo: when an article counts as read, what is stored, and when it is shown.

use super::pages::{NEWS, TITLES, long_article, long_reading, news};
use crate::harness::library::mark;
use crate::harness::{AppDriver, Page, Start, article};
use newsprint::app::{Confirmation, Effect, Event, Remembered};
use newsprint::library::{LastView, Mark, MarkEdit, MarksError, MarksStore, ReadingPlace};

#[test]
fn read_and_star_are_toggled_undone_and_redone() {
    let mut driver = news();
    driver.keys("r");
    assert!(driver.is_read(TITLES[0]));
    driver.keys("js");
    assert!(driver.is_starred(TITLES[1]));
    driver.keys("Z");
    assert_eq!(driver.message(), "Undone: Starred");
    assert!(!driver.is_starred(TITLES[1]));
    driver.keys("Z");
    assert!(!driver.is_read(TITLES[0]));
    driver.keys("Z");
    assert!(
        driver.message().contains("Nothing to undo"),
        "{}",
        driver.message()
    );
    driver.keys("<C-r>");
    assert!(driver.is_read(TITLES[0]));
    driver.keys("<C-r>");
    assert_eq!(driver.message(), "Redone: Starred");
    driver.keys("<C-r>");
    assert!(driver.is_starred(TITLES[1]));
    assert!(driver.message().contains("Nothing"), "{}", driver.message());
}

#[test]
fn a_count_marks_several_rows_in_one_transaction() {
    let mut driver = news();
    driver.keys("j3r");
    let read: Vec<bool> = TITLES.iter().map(|title| driver.is_read(title)).collect();
    assert_eq!(read, [false, true, true, true, false, false, false]);
    driver.keys("Z");
    assert!(!driver.is_read(TITLES[2]));
}

#[test]
fn an_article_is_read_when_its_end_was_visible() {
    let mut driver = news();
    driver.keys("j");
    assert!(!driver.is_read(TITLES[1]), "looking at the list reads nothing");
    driver.keys("<Enter>");
    assert!(driver.is_read(TITLES[1]), "all of it is on the screen");
}

#[test]
fn an_article_of_which_only_the_end_was_visible_is_not_read() {
    let mut driver = long_reading();
    driver.keys("G");
    assert!(!driver.is_read("Long one"));
    for _ in 0..40 {
        driver.keys("<C-b>");
    }
    driver.keys("G");
    assert!(driver.is_read("Long one"), "all of it was visible");
}

#[test]
fn a_preview_does_not_mark_as_read() {
    let mut driver = news();
    driver.resize(200, 60);
    driver.keys("jjj");
    assert_eq!(driver.open(), TITLES[3]);
    assert!(TITLES.iter().all(|title| !driver.is_read(title)));
}

#[test]
fn an_article_is_read_after_ten_rows_of_scrolling() {
    let mut driver = long_reading();
    assert!(!driver.is_read("Long one"));
    driver.keys("9j");
    assert!(!driver.is_read("Long one"));
    driver.keys("j");
    assert!(driver.is_read("Long one"));
}

#[test]
fn an_article_marked_as_unread_stays_unread() {
    let mut driver = news();
    driver.keys("<Enter>");
    assert!(driver.is_read(TITLES[0]));
    driver.keys("r");
    assert!(!driver.is_read(TITLES[0]));
    driver.keys("jkJK");
    assert!(!driver.is_read(TITLES[0]));
}

#[test]
fn several_articles_marked_as_unread_stay_unread() {
    let mut driver = news();
    driver.keys("3r3r");
    driver.keys("j<Enter>");
    assert_eq!(driver.open(), TITLES[1]);
    assert!(!driver.is_read(TITLES[1]));
}

#[test]
fn the_source_view_does_not_mark_as_read() {
    let mut driver = AppDriver::begin(crate::harness::Start::default());
    driver.arrive(vec![
        ("a.txt", long_article("Long one", 40)),
        ("b.txt", article("title: Second\ntext: Short.")),
    ]);
    driver.done();
    driver.keys("xG");
    assert!(!driver.is_read("Long one"));
}

#[test]
fn marks_apply_to_the_open_article_while_reading() {
    let mut driver = news();
    driver.keys("<Enter>s");
    assert!(driver.is_starred(TITLES[0]));
    driver.keys("fzoo<Enter>s");
    assert!(
        driver.is_starred(TITLES[5]),
        "the filter moved the focus to the list"
    );
}

#[test]
fn a_mark_is_shown_when_it_is_stored() {
    let mut driver = news();
    driver.holds = true;
    driver.keys("s");
    assert!(!driver.is_starred(TITLES[0]), "nothing is stored yet");
    driver.write_marks();
    assert!(driver.is_starred(TITLES[0]));
}

#[test]
fn keys_pressed_during_a_write_see_its_result() {
    let mut driver = news();
    driver.holds = true;
    driver.keys("ssjsZ");
    assert_eq!(driver.held_marks.len(), 1, "one at a time");
    driver.write_marks();
    assert!(!driver.is_starred(TITLES[0]), "starred and not starred");
    assert!(!driver.is_starred(TITLES[1]), "starred and undone");
    driver.keys("<C-r>");
    driver.write_marks();
    assert!(driver.is_starred(TITLES[1]));
}

#[test]
fn a_mark_that_cannot_be_stored_is_reported_and_not_shown() {
    let mut driver = news();
    driver.keys("r");
    driver.refusal = Some(full());
    driver.keys("js");
    assert!(!driver.is_starred(TITLES[1]));
    assert!(
        driver
            .message()
            .contains("Not marked: the disk is full; make room")
    );
    driver.keys("Z");
    assert!(
        driver.is_read(TITLES[0]),
        "what could not be undone is there still"
    );
    driver.refusal = None;
    driver.keys("Z");
    assert!(!driver.is_read(TITLES[0]));
    driver.refusal = Some(full());
    driver.keys("<C-r>");
    driver.refusal = None;
    driver.keys("<C-r>");
    assert!(
        driver.is_read(TITLES[0]),
        "what could not be done again can be later"
    );
}

fn full() -> MarksError {
    let file = "marks.sqlite".to_owned();
    MarksError::Full { file }
}

#[test]
fn tags_are_completed_shown_and_found() {
    let mut driver = news();
    driver.keys("tgrain Black-Sea<Enter>");
    assert_eq!(driver.message(), "Tagged grain Black-Sea");
    driver.keys("<Enter>");
    assert!(
        driver.window().contains("· #Black-Sea #grain"),
        "{}",
        driver.window()
    );
    driver.keys("hj2tbla<Tab><Enter>");
    assert_eq!(driver.message(), "Tagged 2 articles: Black-Sea; Z undoes it");
    driver.keys("ftag:bl<Tab><Enter>");
    assert_eq!(driver.typed(), "");
    assert_eq!(driver.titles().len(), 3);
    driver.keys("F5t-bl<Tab><Enter>");
    assert_eq!(
        driver.message(),
        "Removed tag Black-Sea from 2 articles; Z undoes it"
    );
    driver.keys("Z");
    driver.keys("ftag:black-sea<Enter>");
    assert_eq!(driver.titles().len(), 3);
}

#[test]
fn a_note_is_shown_in_the_header_and_can_be_undone() {
    let mut driver = news();
    driver.keys("<Enter>aAsk the ferryman<Enter>");
    assert_eq!(driver.message(), "Note saved");
    assert!(
        driver.window().contains("\nAsk the ferryman\n"),
        "{}",
        driver.window()
    );
    driver.keys("hfis:noted<Enter>");
    assert_eq!(driver.titles(), [TITLES[0]]);
    driver.keys("Fa twice<Enter><Enter>");
    assert!(driver.window().contains("Ask the ferryman twice"));
    driver.keys("Z");
    assert!(!driver.window().contains("twice"));
    driver.keys("a<C-u><Enter>");
    assert!(!driver.window().contains("ferryman"));
    assert_eq!(driver.message(), "Note removed");
}

#[test]
fn a_note_of_several_lines_is_written_in_the_editor() {
    let mut driver = news();
    driver.keys("A");
    assert!(matches!(driver.effect(), Some(Effect::EditText(text)) if text.is_empty()));
    driver.event(Event::TextEdited(Ok("First\n\u{1b}[31mSecond\n".to_owned())));
    driver.keys("<Enter>");
    assert!(driver.window().contains("First\nSecond\n"), "{}", driver.window());
    driver.keys("a");
    assert!(matches!(driver.effect(), Some(Effect::EditText(text)) if text == "First\nSecond"));
    driver.event(Event::TextEdited(Err("the editor is gone".to_owned())));
    assert_eq!(driver.message(), "the editor is gone");
    assert!(driver.window().contains("First\nSecond\n"));
}

#[test]
fn all_listed_articles_are_marked_in_one_transaction() {
    let mut driver = news();
    driver.keys("jrM");
    assert_eq!(
        driver.message(),
        format!("Marked {} as read; Z undoes it", TITLES.len() - 1)
    );
    assert!(TITLES.iter().all(|title| driver.is_read(title)));
    driver.keys("Z");
    let read = TITLES.iter().filter(|title| driver.is_read(title)).count();
    assert_eq!(read, 1);
    driver.keys("M");
    driver.keys("M");
    assert!(driver.message().contains("Nothing"), "{}", driver.message());
}

#[test]
fn an_article_that_is_there_twice_is_listed_and_marked_once() {
    let page = "outlet: The Tern\ntitle: Fog\ntext: One.";
    let mut driver = AppDriver::of(&[("a/1.txt", page), ("b/1.txt", page)]);
    assert_eq!(driver.titles(), ["Fog"]);
    driver.keys("s");
    assert_eq!(driver.message(), "Starred");
    driver.keys("anoted<Enter>Z");
    assert!(driver.is_starred("Fog"));
}

#[test]
fn marks_notes_and_undo_survive_reading_again() {
    let mut driver = AppDriver::of(&NEWS[..2]);
    let (first, second) = (driver.titles()[0].clone(), driver.titles()[1].clone());
    driver.keys("sjtgrain<Enter>");
    driver.keys("R");
    driver.load(&NEWS[5..6]);
    driver.load(&NEWS[..2]);
    driver.done();
    assert!(driver.is_starred(&first));
    let tagged = driver.id(&second);
    assert_eq!(driver.app.marks.tags(tagged).len(), 1);
    driver.keys("ZZ");
    assert!(!driver.is_starred(&first));
    assert!(driver.app.marks.tags(tagged).is_empty());
    driver.keys("<C-r>");
    assert!(driver.is_starred(&first));
}

#[test]
fn a_mark_written_during_a_reload_is_shown_afterwards() {
    let mut driver = AppDriver::of(&NEWS[..2]);
    let first = driver.titles()[0].clone();
    driver.holds = true;
    driver.keys("sR");
    driver.load(&NEWS[5..6]);
    driver.load(&NEWS[..2]);
    assert!(!driver.is_starred(&first));
    driver.write_marks();
    assert!(driver.is_starred(&first));
    driver.done();
    driver.answer_all();
    driver.keys("Z");
    driver.write_marks();
    assert!(!driver.is_starred(&first));
}

#[test]
fn marks_of_another_process_are_shown_after_a_reload() {
    let mut driver = AppDriver::of(&NEWS[..2]);
    let first = driver.titles()[0].clone();
    let entry = driver.entries().remove(driver.id(&first) as usize);
    driver.keys("s");
    let edit = MarkEdit::Mark(Mark::Star, false);
    mark(&mut driver.marks, &[entry], edit);
    driver.keys("R");
    driver.load(&NEWS[..2]);
    driver.done();
    assert!(!driver.is_starred(&first));
}

#[test]
fn a_failure_that_repeats_is_reported_once() {
    let mut driver = AppDriver::begin(Start::default());
    for _ in 0..3 {
        driver.event(Event::Failed(format!("marks could not be read: {}", full())));
    }
    assert!(driver.message().contains("marks could not be read"));
    assert_eq!(driver.app.status.log.len(), 1);
}

#[test]
fn the_position_of_an_earlier_session_is_restored() {
    let mut driver = long_reading();
    driver.keys("<C-d>");
    let (top, place) = (driver.top(), driver.effects.pop());
    let Some(Effect::SavePlace {
        entry,
        document,
        offset,
    }) = place
    else {
        panic!("the place is to be stored");
    };
    let place = ReadingPlace::of(&document, offset).expect("it is not the beginning");
    driver.marks.store_places(&[(entry, Some(place))]).unwrap();
    let marks = std::mem::replace(&mut driver.marks, MarksStore::in_memory().unwrap());
    let mut later = AppDriver::begin(Start::default());
    later.marks = marks;
    later.arrive(vec![("moved/1.txt", long_article("Long one", 60))]);
    later.done();
    later.keys("<Enter>");
    assert_eq!((later.top(), top > 0), (top, true));
}

#[test]
fn the_last_listing_of_a_corpus_is_restored_unless_a_query_is_given() {
    let view = |query: &str| Remembered {
        view: Some(LastView {
            query: query.to_owned(),
            outlet: Some("Northern Ledger".to_owned()),
            order: "oldest".to_owned(),
            ..LastView::default()
        }),
        ..Remembered::default()
    };
    let start = |remembered, query: &str| Start {
        remembered,
        query: query.to_owned(),
        ..Start::default()
    };
    let driver = AppDriver::with(NEWS, start(view("toll"), ""));
    assert_eq!(
        (driver.outlet().as_str(), driver.app.filter.text.as_str()),
        ("Northern Ledger", "toll")
    );
    assert_eq!(driver.app.listing.order().name(), "oldest");
    let driver = AppDriver::with(NEWS, start(view("toll"), "fog"));
    assert_eq!(
        (driver.outlet().as_str(), driver.app.filter.text.as_str()),
        ("all", "fog")
    );
    let driver = AppDriver::with(NEWS, start(view("is:unred"), ""));
    assert_eq!(driver.app.filter.text, "");
}

#[test]
fn the_listing_of_a_corpus_is_stored_when_it_changes() {
    let mut driver = news();
    driver.effects.clear();
    driver.keys("j");
    assert!(
        !driver
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::SaveView(_)))
    );
    driver.keys("fzoo<Enter>");
    let stored = driver.effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveView(view) => Some(view.query.clone()),
        _ => None,
    });
    assert_eq!(stored.as_deref(), Some("zoo"));
}

#[test]
fn a_starred_article_still_counts_as_read_when_it_has_been_read() {
    let mut driver = news();
    driver.keys("s<Enter>");
    assert!(driver.is_read(TITLES[0]));
}

#[test]
fn marking_many_articles_asks_and_shows_a_message_until_it_is_done() {
    let page = |number: usize| -> Page { (format!("{number:04}.txt").leak(), "title: Fog") };
    let pages: Vec<Page> = (0..1_001).map(page).collect();
    let mut driver = AppDriver::of(&pages);
    driver.holds = true;
    driver.keys("M");
    let question = driver.app.input.confirmation.as_ref().map(Confirmation::question);
    assert_eq!(question.as_deref(), Some("Mark 1,001 articles as read?"));
    driver.keys("<Esc>M<Enter>");
    assert_eq!(driver.message(), "Marking 1,001 articles …");
    driver.holds = false;
    driver.write_marks();
    assert_eq!(driver.message(), "Marked 1,001 as read; Z undoes it");
}
