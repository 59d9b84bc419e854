//! The pickers: outlets, dates, commands, keys.

use super::pages::{TITLES, news};
use crate::harness::AppDriver;
use crate::harness::cases;
use newsprint::app::{DatePart, Overlay, PickerKind};
use newsprint::config::{Action, Group, Situation};

fn outlets(driver: &AppDriver) -> Vec<String> {
    let Some(Overlay::Picker(PickerKind::Outlets, picker)) = &driver.app.input.overlay else {
        panic!("the outlet picker is open");
    };
    picker.rows().map(|item| item.label.clone()).collect()
}

#[test]
fn outlets_narrow_and_one_is_picked() {
    let mut driver = news();
    driver.keys("o");
    assert_eq!(
        outlets(&driver),
        ["Harbour Herald", "Northern Ledger", "Zeta Post", "outlet unknown"]
    );
    driver.keys("led");
    assert_eq!(outlets(&driver), ["Northern Ledger"]);
    driver.keys("<Enter>");
    assert!(driver.app.input.overlay.is_none());
    assert_eq!(driver.titles(), [TITLES[1], TITLES[4]]);
    assert!(
        driver.app.filter.text.contains("Northern Ledger"),
        "{}",
        driver.app.filter.text
    );
}

#[test]
fn several_outlets_are_picked_and_shown_as_picked_again() {
    let mut driver = news();
    driver.keys("o<Tab><Down><Down><Tab><Enter>");
    assert_eq!(driver.titles(), [TITLES[0], TITLES[3], TITLES[5]]);
    driver.keys("o");
    let Some(Overlay::Picker(_, picker)) = &driver.app.input.overlay else {
        panic!("it is open");
    };
    assert_eq!(picker.checked().collect::<Vec<_>>(), [0, 2]);
    driver.keys("<Tab><Enter>");
    assert_eq!(driver.titles(), [TITLES[5]]);
}

#[test]
fn unknown_outlets_are_picked_too() {
    let mut driver = news();
    driver.keys("ounk<Enter>");
    assert_eq!(driver.titles(), [TITLES[2], TITLES[6]]);
    assert_eq!(driver.app.filter.text, "outlet:none");
}

#[test]
fn a_picked_outlet_leaves_the_rest_of_the_filter() {
    let mut driver = news();
    driver.keys("fferry<Enter>oharb<Enter>");
    assert_eq!(driver.titles(), [TITLES[0], TITLES[3]]);
    driver.keys("o<Esc>");
    assert_eq!(driver.titles().len(), 2);
    assert!(driver.app.input.overlay.is_none());
}

#[test]
fn every_printable_key_narrows() {
    let mut driver = news();
    driver.keys("oqj?/:");
    let Some(Overlay::Picker(_, picker)) = &driver.app.input.overlay else {
        panic!("it is open");
    };
    assert_eq!(picker.field.text(), "qj?/:");
    assert!(picker.is_empty());
    driver.keys("<Enter>");
    assert!(driver.app.input.overlay.is_some(), "nothing to choose");
}

fn dates(driver: &AppDriver) -> &newsprint::app::DatePicker {
    match &driver.app.input.overlay {
        Some(Overlay::Dates(picker)) => picker,
        _ => panic!("the date picker is open"),
    }
}

#[test]
fn presets_count_from_today_and_from_the_newest_day() {
    let mut driver = news();
    driver.keys("d");
    let count = |label: &str| {
        let picker = dates(&driver);
        let mut presets = picker.presets.iter();
        presets
            .find(|preset| preset.label == label)
            .map(|preset| picker.count(preset.range))
    };
    assert_eq!(count("any date"), Some(7));
    assert_eq!(count("today"), Some(0));
    assert_eq!(count("yesterday"), Some(2));
    assert_eq!(count("last 7 days"), Some(4));
    assert_eq!(count("newest day"), Some(2));
    driver.keys("<Tab><Right><Right><Enter>");
    assert_eq!(driver.app.filter.text, "date:2025-03-09");
    assert_eq!(driver.titles(), [TITLES[0], TITLES[1]]);
    driver.keys("d<Tab><Enter>");
    assert_eq!(driver.app.filter.text, "", "any date takes the dates out");
    assert_eq!(driver.titles(), TITLES);
}

#[test]
fn a_range_is_chosen_over_the_days() {
    let mut driver = news();
    driver.keys("d");
    assert_eq!(dates(&driver).part, DatePart::Days);
    driver.keys("<Up> <Up><Enter>");
    assert_eq!(driver.app.filter.text, "date:2025-03-01..2025-03-08");
    assert_eq!(driver.titles(), [TITLES[2], TITLES[3], TITLES[4]]);
    driver.keys("d <Up><Esc>");
    assert!(driver.app.input.overlay.is_some(), "the range goes first");
    driver.keys("<Esc>");
    assert!(driver.app.input.overlay.is_none());
    driver.keys("d<End><Enter>");
    assert_eq!(driver.app.filter.text, "date:none", "after the last day");
}

#[test]
fn days_are_counted_of_what_the_filter_leaves() {
    let mut driver = news();
    driver.keys("fferry date:2025-03-09<Enter>d");
    let counts = &dates(&driver).counts;
    let days: Vec<String> = counts
        .days
        .iter()
        .map(|(day, count)| format!("{day} {count}"))
        .collect();
    assert_eq!(
        days,
        ["2025-03-08 2", "2025-03-09 1"],
        "without its own range of days"
    );
    assert_eq!(counts.undated, 0);
}

/// A range can be typed into the date picker.
fn typed_range(typed: &str, count: usize) {
    let mut driver = news();
    driver.keys("d").keys(typed).keys("<Enter>");
    assert!(driver.app.input.overlay.is_none());
    assert_eq!(driver.titles().len(), count, "{}", driver.app.filter.text);
}

cases! { typed_range
    month: ("2025-03", 5);
    days: ("2025-03-08..2025-03-09", 4);
    days_with_spaces: ("2025-03-08 .. 2025-03-09", 4);
    without_a_start: ("..2025-03-01", 2);
    last_days: ("7d", 4);
    yesterday: ("yesterday", 2);
}

/// An invalid range is reported and changes nothing.
fn invalid_range(typed: &str) {
    let mut driver = news();
    driver.keys("d").keys(typed).keys("<Enter>");
    assert!(dates(&driver).error.is_some(), "{}", driver.app.filter.text);
    assert_eq!(driver.titles(), TITLES);
    assert_eq!(driver.app.filter.text, "");
    driver.keys("<Backspace>");
    assert_eq!(dates(&driver).error, None);
}

cases! { invalid_range
    impossible_month: ("2025-99");
    word: ("soon");
    range_and_word: ("2025-03-08 tunnel");
    two_alternatives: ("7d OR ferry");
    parenthesis: ("7d)");
    quote: ("\"");
    excluded_word: ("2025-03-01 -fog");
}

#[test]
fn dates_join_the_filter() {
    let mut driver = news();
    driver.keys("fferry<Enter>d2025-03-08<Enter>");
    assert_eq!(driver.titles(), [TITLES[2], TITLES[3]]);
    driver.keys("d2025-03-09<Enter>");
    assert_eq!(driver.titles(), [TITLES[0]], "one date clause, the new one");
}

#[test]
fn pasted_text_is_a_typed_range() {
    let mut driver = news();
    driver.keys("d");
    driver.event(newsprint::app::Event::Paste("2025-03-01".to_owned()));
    driver.keys("<Enter>");
    assert_eq!(driver.titles(), [TITLES[4]]);
}

#[test]
fn the_palette_runs_actions_found_by_words_or_by_name() {
    for typed in ["source-view", "show or hide removed lines"] {
        let mut driver = news();
        driver.keys(":").keys(typed).keys("<Enter>");
        assert!(
            driver
                .app
                .reader
                .open()
                .is_some_and(newsprint::app::OpenArticle::shows_source),
            "{typed}"
        );
    }
    let mut driver = news();
    driver.keys(":next-outlet<Enter>");
    assert_eq!(driver.outlet(), "Harbour Herald");
    driver.keys(":<Esc>");
    assert!(driver.app.input.overlay.is_none());
}

fn help(driver: &AppDriver) -> &newsprint::app::HelpPage {
    match &driver.app.input.overlay {
        Some(Overlay::Help(help)) => help,
        _ => panic!("the help is open"),
    }
}

#[test]
fn the_help_lists_every_action_what_applies_now_first() {
    let mut driver = news();
    driver.keys("?");
    let names: Vec<&str> = help(&driver)
        .matching()
        .flat_map(|row| row.names.split(' '))
        .collect();
    for action in Action::ALL {
        assert!(names.contains(&action.name()), "{action}");
    }
    assert_eq!(help(&driver).situation, Situation::List);
    driver.keys("<Esc><Enter>x?");
    assert_eq!(help(&driver).situation, Situation::Source);
    assert_eq!(help(&driver).matching().next().unwrap().group, Group::Correct);
}

#[test]
fn the_help_is_searched_and_scrolled() {
    let mut driver = news();
    driver.keys("?j");
    assert_eq!(help(&driver).top, 1);
    driver.keys("G");
    assert!(help(&driver).top > 5, "the end");
    driver.keys("/zen");
    let found: Vec<&str> = help(&driver).matching().map(|row| row.text).collect();
    assert_eq!(found, [Action::Zen.help()]);
    assert_eq!(help(&driver).top, 0);
    driver.keys("<Enter>jq");
    assert!(driver.app.input.overlay.is_none(), "letters are keys again");
    driver.keys("?/zen<Esc>");
    assert!(help(&driver).matching().count() > 20, "Esc ends the search first");
    driver.keys("<Esc>");
    assert!(driver.app.input.overlay.is_none());
    driver.keys("<F1>");
    assert!(driver.app.input.overlay.is_some());
}
