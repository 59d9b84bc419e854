//! The filter bar: live, with completion and mistakes; what the pickers make of it stands in `pickers`.

use crate::harness::{Bench, Start};
use crate::pages::{NEWS, TITLES, news};
use newsprint::app::{Event, Pane};

#[test]
fn the_list_narrows_while_one_types() {
    let mut bench = news();
    bench.keys("f");
    bench.keys("outlet:harbour");
    assert_eq!(bench.titles(), [TITLES[0], TITLES[3]]);
    bench.keys(" since:2025-03-09");
    assert_eq!(bench.titles(), [TITLES[0]]);
    bench.keys("<C-w>");
    assert_eq!(bench.titles().len(), 2);
    bench.keys("<Enter>");
    assert!(bench.app.input.prompt.is_none());
    assert_eq!(bench.app.query_text.trim(), "outlet:harbour");
    assert_eq!(bench.focus(), Pane::Articles);
}

#[test]
fn half_a_word_lists_what_begins_with_it_until_the_bar_is_left() {
    let mut bench = news();
    bench.keys("fferr");
    assert_eq!(bench.titles().len(), 3);
    bench.keys("<Enter>");
    assert!(bench.titles().is_empty(), "no article has the word as it stands");
    bench.keys("fy<Enter>");
    assert_eq!(bench.titles().len(), 3);
}

#[test]
fn a_mistake_stands_under_the_bar_and_what_was_shown_stays() {
    let mut bench = news();
    bench.keys("fferry");
    let before = bench.titles();
    assert_eq!(before.len(), 3);
    bench.event(Event::Paste(" date:2025-99".to_owned()));
    assert_eq!(bench.titles(), before);
    let note = bench.app.input.prompt.as_ref().unwrap().note.clone().unwrap();
    assert!(note.is_error);
    assert_eq!(note.range, Some(11..18), "{note:?}");
    bench.keys("<Enter>");
    assert!(bench.app.input.prompt.is_some(), "a mistake is not accepted");
    bench.keys("<Esc>");
    assert_eq!(
        bench.app.query_text.trim(),
        "ferry",
        "the header says what is shown"
    );
    assert_eq!(bench.titles(), before);
}

#[test]
fn escape_leaves_the_filter_as_it_is_shown() {
    let mut bench = news();
    bench.keys("fferry<Esc>");
    assert_eq!(
        (bench.app.query_text.as_str(), bench.titles().len()),
        ("ferry", 3)
    );
}

#[test]
fn escape_before_the_answer_still_says_what_will_be_shown() {
    let mut bench = news();
    bench.holds = true;
    bench.keys("fferry<Esc>");
    bench.answer_all();
    assert_eq!(bench.titles().len(), 3);
    assert_eq!(bench.app.query_text, "ferry");
    assert_eq!(bench.app.view.query_text(), "ferry");
}

#[test]
fn a_mistake_typed_before_the_answer_leaves_the_last_valid_filter() {
    let mut bench = news();
    bench.holds = true;
    bench.keys("fferry");
    bench.event(Event::Paste(" date:2025-99".to_owned()));
    bench.keys("<Esc>");
    bench.answer_all();
    assert_eq!(bench.app.query_text.trim(), bench.app.view.query_text().trim());
    assert_eq!(bench.titles().len(), 3);
}

#[test]
fn late_answers_are_dropped() {
    let mut bench = news();
    bench.holds = true;
    bench.keys("fzoo<C-u>ferry");
    let late = bench.take_filter();
    bench.answer(late);
    assert_eq!(bench.titles(), TITLES, "an answer to what was typed before");
    bench.answer_all();
    assert_eq!(bench.titles().len(), 3);
    bench.keys("<C-u>");
    bench.answer_all();
    assert_eq!(bench.titles(), TITLES);
}

#[test]
fn the_filter_is_cleared_with_one_key_and_with_it_the_outlet() {
    let mut bench = news();
    bench.keys("fferry<Enter>]F");
    assert_eq!(bench.titles(), TITLES);
    assert_eq!(
        (bench.app.query_text.as_str(), bench.outlet().as_str()),
        ("", "all")
    );
}

#[test]
fn an_unknown_field_is_searched_with_a_hint() {
    let mut bench = news();
    bench.keys("foutlt:harbour");
    let note = bench.app.input.prompt.as_ref().unwrap().note.clone().unwrap();
    assert!(!note.is_error);
    assert!(note.text.contains("outlet"), "{}", note.text);
    bench.keys("<Enter>");
    assert!(bench.app.input.prompt.is_none());
}

#[test]
fn fields_and_outlets_are_completed() {
    let mut bench = news();
    bench.keys("fout<Tab>");
    assert_eq!(bench.typed(), "outlet:");
    bench.keys("<Tab>");
    let first = bench.typed().to_owned();
    bench.keys("<C-u>outlet:n<Tab>");
    assert!(
        bench.typed().starts_with("outlet:\"Northern Ledger\""),
        "{first} {}",
        bench.typed()
    );
    assert_eq!(bench.titles(), [TITLES[1], TITLES[4]]);
    bench.keys("<S-Tab>");
    assert!(bench.typed().starts_with("outlet:"));
}

#[test]
fn the_cursor_stays_on_its_article_while_it_matches() {
    let mut bench = news();
    bench.keys("3jfferry<Enter>");
    assert_eq!(bench.chosen(), TITLES[3]);
    bench.keys("F");
    assert_eq!(bench.chosen(), TITLES[3]);
}

#[test]
fn a_filter_from_the_outlet_list_goes_to_the_articles() {
    let mut bench = news();
    bench.keys("hfferry<Enter>");
    assert_eq!(bench.focus(), Pane::Articles);
    bench.keys("hfferry<Esc>");
    assert_eq!(bench.focus(), Pane::Sources);
}

#[test]
fn a_filter_while_reading_leaves_the_article_open_until_it_is_accepted() {
    let mut bench = news();
    bench.keys("<Enter>fzoo");
    assert_eq!((bench.focus(), bench.open().as_str()), (Pane::Reader, TITLES[0]));
    assert!(bench.app.open_is_not_listed());
    assert_eq!(bench.titles(), [TITLES[5]]);
    bench.keys("<Enter>");
    assert_eq!(
        (bench.focus(), bench.chosen().as_str()),
        (Pane::Articles, TITLES[5])
    );
    bench.keys("J<Enter>");
    assert_eq!(bench.open(), TITLES[5], "the only one that is listed");
}

#[test]
fn the_bar_opens_with_the_filter_in_use_and_remembers_earlier_ones() {
    let mut bench = news();
    bench.keys("fferry<Enter>ftunnel<Enter>f");
    assert_eq!(bench.typed(), "ferrytunnel");
    bench.keys("<C-u><Up>");
    assert_eq!(bench.typed(), "ferrytunnel");
    bench.keys("<Up>");
    assert_eq!((bench.typed(), bench.titles().len()), ("ferry", 3));
    bench.keys("<Down><Down>");
    assert_eq!(bench.typed(), "");
}

#[test]
fn marks_are_filtered_by() {
    let mut bench = news();
    bench.keys("rjs");
    bench.keys("fis:read<Enter>");
    assert_eq!(bench.titles(), [TITLES[0]]);
    bench.keys("f<C-u>is:starred<Enter>");
    assert_eq!(bench.titles(), [TITLES[1]]);
    bench.keys("f<C-u>is:unread<Enter>");
    assert_eq!(bench.titles().len(), 6);
}

#[test]
fn the_query_of_the_command_line_is_in_use_from_the_start() {
    let bench = Bench::with(
        NEWS,
        Start {
            query: "outlet:ledger".to_owned(),
            ..Start::default()
        },
    );
    assert_eq!(bench.titles(), [TITLES[1], TITLES[4]]);
    assert_eq!(bench.app.query_text, "outlet:ledger");
}

#[test]
fn a_wrong_query_of_the_command_line_is_said_and_filters_nothing() {
    let bench = Bench::begin(Start {
        query: "date:soon".to_owned(),
        ..Start::default()
    });
    assert!(bench.said().contains("soon"), "{}", bench.said());
    assert_eq!(
        bench.app.query_text, "",
        "the header shows no filter that is not in use"
    );
}

#[test]
fn pages_that_arrive_are_filtered_too() {
    let mut bench = Bench::begin(Start::default());
    bench.load(&NEWS[..2]);
    bench.keys("ftunnel");
    assert_eq!(bench.titles(), [TITLES[0]]);
    bench.load(&NEWS[2..]);
    assert_eq!(bench.titles(), [TITLES[0], TITLES[3]]);
    bench.holds = true;
    bench.keys("<C-u>ferry");
    bench.load(&[("x.txt", "date: 2025-03-10\ntitle: Last ferry\ntext: It came.")]);
    bench.answer_all();
    assert_eq!(bench.titles()[0], "Last ferry", "it came while the worker looked");
    assert_eq!(bench.titles().len(), 4);
}

#[test]
fn an_outlet_that_the_filter_empties_gives_way_to_all() {
    let mut bench = news();
    bench.keys("]fzoo<Enter>");
    assert_eq!((bench.outlet().as_str(), bench.titles().len()), ("all", 1));
}

#[test]
fn plain_words_in_capitals_just_work() {
    let mut bench = news();
    bench.keys("fFERRY");
    assert_eq!(bench.titles().len(), 3);
    bench.keys("<C-u>OR");
    assert!(
        bench
            .app
            .input
            .prompt
            .as_ref()
            .unwrap()
            .note
            .as_ref()
            .is_none_or(|note| !note.is_error)
    );
}
