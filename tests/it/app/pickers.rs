//! The pickers: outlets, dates, commands, keys.

use super::pages::{TITLES, news};
use crate::harness::AppDriver;
use crate::harness::cases;
use newsprint::app::{DatePart, Overlay, Pane, PickerKind};
use newsprint::config::Action;

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
        let preset = picker
            .presets
            .iter()
            .find(|preset| preset.label.starts_with(label));
        preset.map(|preset| preset.count)
    };
    assert_eq!(count("any"), Some(7));
    assert_eq!(count("today"), Some(0));
    assert_eq!(count("yesterday"), Some(2));
    assert_eq!(count("last 7 days"), Some(4));
    assert_eq!(count("last 30 days"), Some(6));
    assert_eq!(count("newest day (2025-03-09)"), Some(2));
    driver.keys("<Down><Down><Enter>");
    assert_eq!(driver.app.filter.text, "date:2025-03-09");
    assert_eq!(driver.titles(), [TITLES[0], TITLES[1]]);
    driver.keys("d<Enter>");
    assert_eq!(driver.app.filter.text, "", "any date takes the dates out");
    assert_eq!(driver.titles(), TITLES);
}

#[test]
fn a_range_is_chosen_over_the_days() {
    let mut driver = news();
    driver.keys("d<Tab>");
    assert_eq!(dates(&driver).part, DatePart::Days);
    driver.keys("<Left> <Left><Enter>");
    assert_eq!(driver.app.filter.text, "date:2025-03-01..2025-03-08");
    assert_eq!(driver.titles(), [TITLES[2], TITLES[3], TITLES[4]]);
    driver.keys("d<Tab> <Left><Esc>");
    assert!(driver.app.input.overlay.is_some(), "the range goes first");
    driver.keys("<Esc>");
    assert!(driver.app.input.overlay.is_none());
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

#[test]
fn the_help_lists_every_action_and_runs_those_that_can_be() {
    let mut driver = news();
    driver.keys("?");
    let Some(Overlay::Picker(PickerKind::Help, picker)) = &driver.app.input.overlay else {
        panic!("the help is open");
    };
    let helps: Vec<&str> = picker.rows().map(|item| item.detail.as_str()).collect();
    for action in Action::ALL {
        assert!(helps.contains(&action.help()), "{action}");
    }
    driver.keys("show only the text<Enter>");
    assert!(driver.app.panes.zen);
    driver.keys("?<C-n><C-n><C-p><Esc>");
    assert_eq!(driver.focus(), Pane::Reader);
    driver.keys("<F1>");
    assert!(driver.app.input.overlay.is_some());
}
