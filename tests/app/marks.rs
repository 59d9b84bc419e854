//! Read, star, tags, notes, undo and redo; what counts as having been read; what is kept, and when it is shown.

use crate::harness::{Bench, Page, Start, article};
use crate::pages::{NEWS, TITLES, long_article, long_reading, news};
use newsprint::app::{Effect, Event, Remembered};
use newsprint::library::{Deed, LastView, Mark, MarksError, MarksStore, ReadingPlace};

#[test]
fn read_and_star_are_toggled_undone_and_redone() {
    let mut bench = news();
    bench.keys("r");
    assert!(bench.is_read(TITLES[0]));
    bench.keys("js");
    assert!(bench.is_starred(TITLES[1]));
    bench.keys("Z");
    assert!(!bench.is_starred(TITLES[1]));
    bench.keys("Z");
    assert!(!bench.is_read(TITLES[0]));
    bench.keys("Z");
    assert!(bench.said().contains("nothing to undo"), "{}", bench.said());
    bench.keys("<C-r>");
    assert!(bench.is_read(TITLES[0]));
    bench.keys("<C-r><C-r>");
    assert!(bench.is_starred(TITLES[1]));
    assert!(bench.said().contains("nothing"), "{}", bench.said());
}

#[test]
fn a_count_marks_so_many_rows_in_one_step() {
    let mut bench = news();
    bench.keys("j3r");
    let read: Vec<bool> = TITLES.iter().map(|title| bench.is_read(title)).collect();
    assert_eq!(read, [false, true, true, true, false, false, false]);
    bench.keys("Z");
    assert!(!bench.is_read(TITLES[2]));
}

#[test]
fn an_article_is_read_once_its_end_has_been_seen() {
    let mut bench = news();
    bench.keys("j");
    assert!(!bench.is_read(TITLES[1]), "looking at the list reads nothing");
    bench.keys("<Enter>");
    assert!(bench.is_read(TITLES[1]), "all of it is on the screen");
}

#[test]
fn a_preview_reads_nothing() {
    let mut bench = news();
    bench.resize(200, 60);
    bench.keys("jjj");
    assert_eq!(bench.open(), TITLES[3]);
    assert!(TITLES.iter().all(|title| !bench.is_read(title)));
}

#[test]
fn an_article_is_read_after_ten_rows_of_scrolling() {
    let mut bench = long_reading();
    assert!(!bench.is_read("Long one"));
    bench.keys("9j");
    assert!(!bench.is_read("Long one"));
    bench.keys("j");
    assert!(bench.is_read("Long one"));
}

#[test]
fn what_was_made_unread_by_hand_stays_unread() {
    let mut bench = news();
    bench.keys("<Enter>");
    assert!(bench.is_read(TITLES[0]));
    bench.keys("r");
    assert!(!bench.is_read(TITLES[0]));
    bench.keys("jkJK");
    assert!(!bench.is_read(TITLES[0]));
}

#[test]
fn several_made_unread_by_hand_all_stay_unread() {
    let mut bench = news();
    bench.keys("3r3r");
    bench.keys("j<Enter>");
    assert_eq!(bench.open(), TITLES[1]);
    assert!(!bench.is_read(TITLES[1]));
}

#[test]
fn the_source_view_does_not_read() {
    let mut bench = Bench::begin(crate::harness::Start::default());
    bench.arrive(vec![
        ("a.txt", long_article("Long one", 40)),
        ("b.txt", article("title: Second\ntext: Short.")),
    ]);
    bench.done();
    bench.keys("xG");
    assert!(!bench.is_read("Long one"));
}

#[test]
fn marks_are_of_the_open_article_while_reading() {
    let mut bench = news();
    bench.keys("<Enter>s");
    assert!(bench.is_starred(TITLES[0]));
    bench.keys("fzoo<Enter>s");
    assert!(
        bench.is_starred(TITLES[5]),
        "the filter moved the focus to the list"
    );
}

#[test]
fn a_sign_is_shown_once_it_is_kept() {
    let mut bench = news();
    bench.holds = true;
    bench.keys("s");
    assert!(!bench.is_starred(TITLES[0]), "nothing is kept yet");
    bench.write_marks();
    assert!(bench.is_starred(TITLES[0]));
}

#[test]
fn keys_pressed_while_a_mark_is_written_are_judged_by_what_is_kept_then() {
    let mut bench = news();
    bench.holds = true;
    bench.keys("ssjsZ");
    assert_eq!(bench.held_marks.len(), 1, "one at a time");
    bench.write_marks();
    assert!(!bench.is_starred(TITLES[0]), "starred and not starred");
    assert!(!bench.is_starred(TITLES[1]), "starred and undone");
    bench.keys("<C-r>");
    bench.write_marks();
    assert!(bench.is_starred(TITLES[1]));
}

#[test]
fn a_mark_that_cannot_be_kept_is_not_shown_and_says_why() {
    let mut bench = news();
    bench.keys("r");
    bench.refusal = Some(full());
    bench.keys("js");
    assert!(!bench.is_starred(TITLES[1]));
    assert!(bench.said().contains("not marked: the disk is full; make room"));
    bench.keys("Z");
    assert!(
        bench.is_read(TITLES[0]),
        "what could not be undone is there still"
    );
    bench.refusal = None;
    bench.keys("Z");
    assert!(!bench.is_read(TITLES[0]));
    bench.refusal = Some(full());
    bench.keys("<C-r>");
    bench.refusal = None;
    bench.keys("<C-r>");
    assert!(
        bench.is_read(TITLES[0]),
        "what could not be done again can be later"
    );
}

fn full() -> MarksError {
    let file = "marks.sqlite".to_owned();
    MarksError::Full { file }
}

#[test]
fn tags_are_typed_completed_shown_and_found() {
    let mut bench = news();
    bench.keys("tgrain Black-Sea<Enter>");
    assert_eq!(bench.said(), "tagged grain Black-Sea");
    bench.keys("<Enter>");
    assert!(
        bench.window().contains("· #Black-Sea #grain"),
        "{}",
        bench.window()
    );
    bench.keys("hj2tbla<Tab><Enter>");
    assert_eq!(bench.said(), "tagged 2 articles Black-Sea");
    bench.keys("ftag:bl<Tab><Enter>");
    assert_eq!(bench.typed(), "");
    assert_eq!(bench.titles().len(), 3);
    bench.keys("F5t-bl<Tab><Enter>");
    assert_eq!(bench.said(), "tagged 2 articles -Black-Sea");
    bench.keys("Z");
    bench.keys("ftag:black-sea<Enter>");
    assert_eq!(bench.titles().len(), 3);
}

#[test]
fn a_note_stands_in_the_head_and_can_be_undone() {
    let mut bench = news();
    bench.keys("<Enter>aAsk the ferryman<Enter>");
    assert_eq!(bench.said(), "noted");
    assert!(
        bench.window().contains("\nAsk the ferryman\n"),
        "{}",
        bench.window()
    );
    bench.keys("hfis:noted<Enter>");
    assert_eq!(bench.titles(), [TITLES[0]]);
    bench.keys("Fa twice<Enter><Enter>");
    assert!(bench.window().contains("Ask the ferryman twice"));
    bench.keys("Z");
    assert!(!bench.window().contains("twice"));
    bench.keys("a<C-u><Enter>");
    assert!(!bench.window().contains("ferryman"));
    assert!(bench.said().contains("away"), "{}", bench.said());
}

#[test]
fn a_note_of_several_lines_is_written_in_the_editor() {
    let mut bench = news();
    bench.keys("A");
    assert!(matches!(bench.effect(), Some(Effect::EditText(text)) if text.is_empty()));
    bench.event(Event::TextEdited(Ok("First\n\u{1b}[31mSecond\n".to_owned())));
    bench.keys("<Enter>");
    assert!(bench.window().contains("First\nSecond\n"), "{}", bench.window());
    bench.keys("a");
    assert!(matches!(bench.effect(), Some(Effect::EditText(text)) if text == "First\nSecond"));
    bench.event(Event::TextEdited(Err("the editor is gone".to_owned())));
    assert_eq!(bench.said(), "the editor is gone");
    assert!(bench.window().contains("First\nSecond\n"));
}

#[test]
fn all_that_is_listed_is_marked_in_one_step() {
    let mut bench = news();
    bench.keys("jrM");
    assert_eq!(bench.said(), format!("marked {} read", TITLES.len() - 1));
    assert!(TITLES.iter().all(|title| bench.is_read(title)));
    bench.keys("Z");
    let read = TITLES.iter().filter(|title| bench.is_read(title)).count();
    assert_eq!(read, 1);
    bench.keys("M");
    bench.keys("M");
    assert!(bench.said().contains("nothing"), "{}", bench.said());
}

#[test]
fn an_article_that_is_there_twice_is_listed_and_marked_once() {
    let page = "outlet: The Tern\ntitle: Fog\ntext: One.";
    let mut bench = Bench::of(&[("a/1.txt", page), ("b/1.txt", page)]);
    assert_eq!(bench.titles(), ["Fog"]);
    bench.keys("s");
    assert_eq!(bench.said(), "marked starred");
    bench.keys("anoted<Enter>Z");
    assert!(bench.is_starred("Fog"));
}

#[test]
fn marks_notes_and_undo_survive_reading_again() {
    let mut bench = Bench::of(&NEWS[..2]);
    let (first, second) = (bench.titles()[0].clone(), bench.titles()[1].clone());
    bench.keys("sjtgrain<Enter>");
    bench.keys("R");
    bench.load(&NEWS[5..6]);
    bench.load(&NEWS[..2]);
    bench.done();
    assert!(bench.is_starred(&first));
    let tagged = bench.id(&second);
    assert_eq!(bench.app.marks.tags(tagged).len(), 1);
    bench.keys("ZZ");
    assert!(!bench.is_starred(&first));
    assert!(bench.app.marks.tags(tagged).is_empty());
    bench.keys("<C-r>");
    assert!(bench.is_starred(&first));
}

#[test]
fn a_mark_written_while_the_files_are_read_again_shows_on_the_new_rows() {
    let mut bench = Bench::of(&NEWS[..2]);
    let first = bench.titles()[0].clone();
    bench.holds = true;
    bench.keys("sR");
    bench.load(&NEWS[5..6]);
    bench.load(&NEWS[..2]);
    assert!(!bench.is_starred(&first));
    bench.write_marks();
    assert!(bench.is_starred(&first));
    bench.done();
    bench.answer_all();
    bench.keys("Z");
    bench.write_marks();
    assert!(!bench.is_starred(&first));
}

#[test]
fn marks_of_another_newsprint_are_seen_when_the_files_are_read_again() {
    let mut bench = Bench::of(&NEWS[..2]);
    let first = bench.titles()[0].clone();
    let entry = bench.entries().remove(bench.id(&first) as usize);
    bench.keys("s");
    let deed = Deed::Mark(Mark::Star, false);
    bench.marks.write(&[(deed, vec![entry])]).unwrap();
    bench.keys("R");
    bench.load(&NEWS[..2]);
    bench.done();
    assert!(!bench.is_starred(&first));
}

#[test]
fn a_failure_that_repeats_is_reported_once() {
    let mut bench = Bench::begin(Start::default());
    for _ in 0..3 {
        bench.event(Event::Failed(format!("marks could not be read: {}", full())));
    }
    assert!(bench.said().contains("marks could not be read"));
    assert_eq!(bench.app.status.log.len(), 1);
}

#[test]
fn reading_goes_on_where_it_stopped_in_an_earlier_session() {
    let mut bench = long_reading();
    bench.keys("<C-d>");
    let (top, place) = (bench.top(), bench.effects.pop());
    let Some(Effect::KeepPlace {
        entry,
        document,
        offset,
    }) = place
    else {
        panic!("the place is to be kept");
    };
    let place = ReadingPlace::of(&document, offset).expect("it is not the beginning");
    bench.marks.keep_places(&[(entry, Some(place))]).unwrap();
    let marks = std::mem::replace(&mut bench.marks, MarksStore::in_memory().unwrap());
    let mut later = Bench::begin(Start::default());
    later.marks = marks;
    later.arrive(vec![("moved/1.txt", long_article("Long one", 60))]);
    later.done();
    later.keys("<Enter>");
    assert_eq!((later.top(), top > 0), (top, true));
}

#[test]
fn a_corpus_is_looked_at_as_it_was_last_unless_a_query_is_given() {
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
    let bench = Bench::with(NEWS, start(view("toll"), ""));
    assert_eq!(
        (bench.outlet().as_str(), bench.app.query_text.as_str()),
        ("Northern Ledger", "toll")
    );
    assert_eq!(bench.app.view.order().name(), "oldest");
    let bench = Bench::with(NEWS, start(view("toll"), "fog"));
    assert_eq!(
        (bench.outlet().as_str(), bench.app.query_text.as_str()),
        ("all", "fog")
    );
    let bench = Bench::with(NEWS, start(view("is:unred"), ""));
    assert_eq!(bench.app.query_text, "");
}

#[test]
fn how_a_corpus_is_looked_at_is_kept_when_it_changes() {
    let mut bench = news();
    bench.effects.clear();
    bench.keys("j");
    assert!(
        !bench
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::KeepView(_)))
    );
    bench.keys("fzoo<Enter>");
    let kept = bench.effects.iter().rev().find_map(|effect| match effect {
        Effect::KeepView(view) => Some(view.query.clone()),
        _ => None,
    });
    assert_eq!(kept.as_deref(), Some("zoo"));
}

#[test]
fn a_starred_article_still_counts_as_read_when_it_has_been_read() {
    let mut bench = news();
    bench.keys("s<Enter>");
    assert!(bench.is_read(TITLES[0]));
}

#[test]
fn that_many_articles_are_being_marked_is_told_until_it_is_done() {
    let page = |number: usize| -> Page { (format!("{number:04}.txt").leak(), "title: Fog") };
    let pages: Vec<Page> = (0..1_001).map(page).collect();
    let mut bench = Bench::of(&pages);
    bench.holds = true;
    bench.keys("M");
    assert_eq!(bench.said(), "marking 1001 articles …");
    bench.holds = false;
    bench.write_marks();
    assert_eq!(bench.said(), "marked 1001 read");
}
