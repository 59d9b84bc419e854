//! The filter bar: live results, completion and mistakes. Filters set by a picker are tested in `pickers`.

use super::pages::{NEWS, TITLES, news};
use crate::harness::{AppDriver, Start};
use newsprint::app::{Event, Pane};

#[test]
fn the_list_narrows_while_typing() {
    let mut driver = news();
    driver.keys("f");
    driver.keys("outlet:harbour");
    assert_eq!(driver.titles(), [TITLES[0], TITLES[3]]);
    driver.keys(" since:2025-03-09");
    assert_eq!(driver.titles(), [TITLES[0]]);
    driver.keys("<C-w>");
    assert_eq!(driver.titles().len(), 2);
    driver.keys("<Enter>");
    assert!(driver.app.input.prompt.is_none());
    assert_eq!(driver.app.filter.text.trim(), "outlet:harbour");
    assert_eq!(driver.focus(), Pane::Articles);
}

#[test]
fn half_a_word_lists_what_begins_with_it_until_the_bar_is_left() {
    let mut driver = news();
    driver.keys("fferr");
    assert_eq!(driver.titles().len(), 3);
    driver.keys("<Enter>");
    assert!(driver.titles().is_empty(), "no article has the word as it stands");
    driver.keys("f<Backspace>y<Enter>");
    assert_eq!(driver.titles().len(), 3);
}

#[test]
fn a_mistake_stands_under_the_bar_and_what_was_shown_stays() {
    let mut driver = news();
    driver.keys("fferry");
    let before = driver.titles();
    assert_eq!(before.len(), 3);
    driver.event(Event::Paste(" date:2025-99".to_owned()));
    assert_eq!(driver.titles(), before);
    let note = driver.app.input.prompt.as_ref().unwrap().note.clone().unwrap();
    assert!(note.is_error);
    assert_eq!(note.range, Some(11..18), "{note:?}");
    driver.keys("<Enter>");
    assert!(driver.app.input.prompt.is_some(), "a mistake is not accepted");
    driver.keys("<Esc>");
    assert_eq!((driver.app.filter.text.as_str(), driver.titles().len()), ("", 7));
}

#[test]
fn escape_restores_the_filter_and_the_place_in_the_list() {
    let mut driver = news();
    driver.keys("3jfzoo<Esc>");
    assert_eq!((driver.app.filter.text.as_str(), driver.titles().len()), ("", 7));
    assert_eq!(driver.chosen(), TITLES[3]);
    driver.keys("fferry<Enter>Gf -winter");
    assert_eq!(driver.titles().len(), 2);
    driver.keys("<Esc>");
    assert_eq!(
        (driver.app.filter.text.as_str(), driver.titles().len()),
        ("ferry", 3)
    );
    assert_eq!(driver.chosen(), TITLES[3]);
}

#[test]
fn the_filter_bar_opens_after_the_present_filter_and_a_space() {
    let mut driver = news();
    driver.keys("fferry<Enter>ftunnel");
    assert_eq!(driver.typed(), "ferry tunnel");
    driver.keys("<C-u>fog<Enter>");
    assert_eq!(driver.app.filter.text, "fog");
}

#[test]
fn escape_before_the_answer_restores_the_filter() {
    for typed in ["ferry", "ferry date:2025-99"] {
        let mut driver = news();
        driver.holds = true;
        driver.keys("f");
        driver.event(Event::Paste(typed.to_owned()));
        driver.keys("<Esc>");
        driver.answer_all();
        assert_eq!(driver.titles().len(), 7, "{typed}");
        assert_eq!(driver.app.filter.text, "");
        assert_eq!(driver.app.listing.typed_query().text, "");
    }
}

#[test]
fn late_answers_are_ignored() {
    let mut driver = news();
    driver.holds = true;
    driver.keys("fzoo<C-u>ferry");
    let late = driver.take_filter();
    driver.answer(late);
    assert_eq!(driver.titles(), TITLES, "an answer to what was typed before");
    driver.answer_all();
    assert_eq!(driver.titles().len(), 3);
    driver.keys("<C-u>");
    driver.answer_all();
    assert_eq!(driver.titles(), TITLES);
}

#[test]
fn one_key_clears_the_filter_and_the_outlet() {
    let mut driver = news();
    driver.keys("fferry<Enter>]F");
    assert_eq!(driver.titles(), TITLES);
    assert_eq!(
        (driver.app.filter.text.as_str(), driver.outlet().as_str()),
        ("", "all")
    );
}

#[test]
fn an_unknown_field_is_searched_with_a_hint() {
    let mut driver = news();
    driver.keys("foutlt:harbour");
    let note = driver.app.input.prompt.as_ref().unwrap().note.clone().unwrap();
    assert!(!note.is_error);
    assert!(note.text.contains("outlet"), "{}", note.text);
    driver.keys("<Enter>");
    assert!(driver.app.input.prompt.is_none());
}

#[test]
fn fields_and_outlets_are_completed() {
    let mut driver = news();
    driver.keys("fout<Tab>");
    assert_eq!(driver.typed(), "outlet:");
    driver.keys("<Tab>");
    let first = driver.typed().to_owned();
    driver.keys("<C-u>outlet:n<Tab>");
    assert!(
        driver.typed().starts_with("outlet:\"Northern Ledger\""),
        "{first} {}",
        driver.typed()
    );
    assert_eq!(driver.titles(), [TITLES[1], TITLES[4]]);
    driver.keys("<S-Tab>");
    assert!(driver.typed().starts_with("outlet:"));
}

#[test]
fn the_cursor_stays_on_its_article_while_it_matches() {
    let mut driver = news();
    driver.keys("3jfferry<Enter>");
    assert_eq!(driver.chosen(), TITLES[3]);
    driver.keys("F");
    assert_eq!(driver.chosen(), TITLES[3]);
}

#[test]
fn a_filter_from_the_outlet_list_goes_to_the_articles() {
    let mut driver = news();
    driver.keys("hfferry<Enter>");
    assert_eq!(driver.focus(), Pane::Articles);
    driver.keys("hfferry<Esc>");
    assert_eq!(driver.focus(), Pane::Sources);
}

#[test]
fn a_filter_while_reading_leaves_the_article_open_until_it_is_accepted() {
    let mut driver = news();
    driver.keys("<Enter>fzoo");
    assert_eq!(
        (driver.focus(), driver.open().as_str()),
        (Pane::Reader, TITLES[0])
    );
    assert!(driver.app.open_is_not_listed());
    assert_eq!(driver.titles(), [TITLES[5]]);
    driver.keys("<Enter>");
    assert_eq!(
        (driver.focus(), driver.chosen().as_str()),
        (Pane::Articles, TITLES[5])
    );
    driver.keys("J<Enter>");
    assert_eq!(driver.open(), TITLES[5], "the only one that is listed");
}

#[test]
fn the_bar_opens_with_the_filter_in_use_and_remembers_earlier_ones() {
    let mut driver = news();
    driver.keys("fferry<Enter>ftunnel<Enter>f");
    assert_eq!(driver.typed(), "ferry tunnel ");
    driver.keys("<C-u><Up>");
    assert_eq!(driver.typed(), "ferry tunnel");
    driver.keys("<Up>");
    assert_eq!((driver.typed(), driver.titles().len()), ("ferry", 3));
    driver.keys("<Down><Down>");
    assert_eq!(driver.typed(), "");
}

#[test]
fn marks_can_be_filtered() {
    let mut driver = news();
    driver.keys("rjs");
    driver.keys("fis:read<Enter>");
    assert_eq!(driver.titles(), [TITLES[0]]);
    driver.keys("f<C-u>is:starred<Enter>");
    assert_eq!(driver.titles(), [TITLES[1]]);
    driver.keys("f<C-u>is:unread<Enter>");
    assert_eq!(driver.titles().len(), 6);
}

#[test]
fn the_query_of_the_command_line_is_the_first_filter() {
    let driver = AppDriver::with(
        NEWS,
        Start {
            query: "outlet:ledger".to_owned(),
            ..Start::default()
        },
    );
    assert_eq!(driver.titles(), [TITLES[1], TITLES[4]]);
    assert_eq!(driver.app.filter.text, "outlet:ledger");
}

#[test]
fn a_wrong_query_of_the_command_line_is_reported_and_ignored() {
    let driver = AppDriver::begin(Start {
        query: "date:soon".to_owned(),
        ..Start::default()
    });
    assert!(driver.message().contains("soon"), "{}", driver.message());
    assert_eq!(
        driver.app.filter.text, "",
        "the header shows no filter that is not in use"
    );
}

#[test]
fn arriving_pages_are_filtered() {
    let mut driver = AppDriver::begin(Start::default());
    driver.load(&NEWS[..2]);
    driver.keys("ftunnel");
    assert_eq!(driver.titles(), [TITLES[0]]);
    driver.load(&NEWS[2..]);
    assert_eq!(driver.titles(), [TITLES[0], TITLES[3]]);
    driver.holds = true;
    driver.keys("<C-u>ferry");
    driver.load(&[("x.txt", "date: 2025-03-10\ntitle: Last ferry\ntext: It came.")]);
    driver.answer_all();
    assert_eq!(
        driver.titles()[0],
        "Last ferry",
        "it came while the worker looked"
    );
    assert_eq!(driver.titles().len(), 4);
}

#[test]
fn an_outlet_without_matches_is_replaced_by_all() {
    let mut driver = news();
    driver.keys("]fzoo<Enter>");
    assert_eq!((driver.outlet().as_str(), driver.titles().len()), ("all", 1));
}

#[test]
fn plain_words_in_capitals_just_work() {
    let mut driver = news();
    driver.keys("fFERRY");
    assert_eq!(driver.titles().len(), 3);
    driver.keys("<C-u>OR");
    assert!(
        driver
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
