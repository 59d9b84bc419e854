//! The pickers: outlets, dates, commands, keys.

use crate::harness::Bench;
use crate::pages::{TITLES, news};
use newsprint::app::{DatePart, Overlay, Pane, PickerKind};
use newsprint::config::Action;

fn outlets(bench: &Bench) -> Vec<String> {
    let Some(Overlay::Picker(PickerKind::Outlets, picker)) = &bench.app.input.overlay else {
        panic!("the outlet picker is open");
    };
    picker.rows().map(|item| item.label.clone()).collect()
}

#[test]
fn outlets_narrow_and_one_is_picked() {
    let mut bench = news();
    bench.keys("o");
    assert_eq!(
        outlets(&bench),
        ["Harbour Herald", "Northern Ledger", "Zeta Post", "outlet unknown"]
    );
    bench.keys("led");
    assert_eq!(outlets(&bench), ["Northern Ledger"]);
    bench.keys("<Enter>");
    assert!(bench.app.input.overlay.is_none());
    assert_eq!(bench.titles(), [TITLES[1], TITLES[4]]);
    assert!(
        bench.app.query_text.contains("Northern Ledger"),
        "{}",
        bench.app.query_text
    );
}

#[test]
fn several_outlets_are_picked_and_shown_as_picked_again() {
    let mut bench = news();
    bench.keys("o<Tab><Down><Down><Tab><Enter>");
    assert_eq!(bench.titles(), [TITLES[0], TITLES[3], TITLES[5]]);
    bench.keys("o");
    let Some(Overlay::Picker(_, picker)) = &bench.app.input.overlay else {
        panic!("it is open");
    };
    assert_eq!(picker.checked().collect::<Vec<_>>(), [0, 2]);
    bench.keys("<Tab><Enter>");
    assert_eq!(bench.titles(), [TITLES[5]]);
}

#[test]
fn unknown_outlets_are_picked_too() {
    let mut bench = news();
    bench.keys("ounk<Enter>");
    assert_eq!(bench.titles(), [TITLES[2], TITLES[6]]);
    assert_eq!(bench.app.query_text, "outlet:none");
}

#[test]
fn a_picked_outlet_leaves_the_rest_of_the_filter() {
    let mut bench = news();
    bench.keys("fferry<Enter>oharb<Enter>");
    assert_eq!(bench.titles(), [TITLES[0], TITLES[3]]);
    bench.keys("o<Esc>");
    assert_eq!(bench.titles().len(), 2);
    assert!(bench.app.input.overlay.is_none());
}

#[test]
fn every_printable_key_narrows() {
    let mut bench = news();
    bench.keys("oqj?/:");
    let Some(Overlay::Picker(_, picker)) = &bench.app.input.overlay else {
        panic!("it is open");
    };
    assert_eq!(picker.field.text(), "qj?/:");
    assert!(picker.is_empty());
    bench.keys("<Enter>");
    assert!(bench.app.input.overlay.is_some(), "nothing to choose");
}

fn dates(bench: &Bench) -> &newsprint::app::DatePicker {
    match &bench.app.input.overlay {
        Some(Overlay::Dates(picker)) => picker,
        _ => panic!("the date picker is open"),
    }
}

#[test]
fn presets_count_from_today_and_from_the_newest_day() {
    let mut bench = news();
    bench.keys("d");
    let count = |label: &str| {
        let picker = dates(&bench);
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
    bench.keys("<Down><Down><Enter>");
    assert_eq!(bench.app.query_text, "date:2025-03-09");
    assert_eq!(bench.titles(), [TITLES[0], TITLES[1]]);
    bench.keys("d<Enter>");
    assert_eq!(bench.app.query_text, "", "any date takes the dates out");
    assert_eq!(bench.titles(), TITLES);
}

#[test]
fn a_range_is_chosen_over_the_days() {
    let mut bench = news();
    bench.keys("d<Tab>");
    assert_eq!(dates(&bench).part, DatePart::Days);
    bench.keys("<Left> <Left><Enter>");
    assert_eq!(bench.app.query_text, "date:2025-03-01..2025-03-08");
    assert_eq!(bench.titles(), [TITLES[2], TITLES[3], TITLES[4]]);
    bench.keys("d<Tab> <Left><Esc>");
    assert!(bench.app.input.overlay.is_some(), "the range goes first");
    bench.keys("<Esc>");
    assert!(bench.app.input.overlay.is_none());
}

#[test]
fn a_range_is_typed() {
    for (typed, count) in [
        ("2025-03", 5),
        ("2025-03-08..2025-03-09", 4),
        ("2025-03-08 .. 2025-03-09", 4),
        ("..2025-03-01", 2),
        ("7d", 4),
        ("yesterday", 2),
    ] {
        let mut bench = news();
        bench.keys("d").keys(typed).keys("<Enter>");
        assert!(bench.app.input.overlay.is_none(), "{typed}");
        assert_eq!(bench.titles().len(), count, "{typed}: {}", bench.app.query_text);
    }
}

#[test]
fn a_wrong_range_is_said_and_nothing_changes() {
    for typed in [
        "2025-99",
        "soon",
        "2025-03-08 tunnel",
        "7d OR ferry",
        "7d)",
        "\"",
        "2025-03-01 -fog",
    ] {
        let mut bench = news();
        bench.keys("d").keys(typed).keys("<Enter>");
        assert!(dates(&bench).error.is_some(), "{typed}: {}", bench.app.query_text);
        assert_eq!(bench.titles(), TITLES, "{typed}");
        assert_eq!(bench.app.query_text, "", "{typed}");
        bench.keys("<Backspace>");
        assert_eq!(dates(&bench).error, None);
    }
}

#[test]
fn dates_join_the_filter() {
    let mut bench = news();
    bench.keys("fferry<Enter>d2025-03-08<Enter>");
    assert_eq!(bench.titles(), [TITLES[2], TITLES[3]]);
    bench.keys("d2025-03-09<Enter>");
    assert_eq!(bench.titles(), [TITLES[0]], "one date clause, the new one");
}

#[test]
fn pasted_text_is_a_typed_range() {
    let mut bench = news();
    bench.keys("d");
    bench.event(newsprint::app::Event::Paste("2025-03-01".to_owned()));
    bench.keys("<Enter>");
    assert_eq!(bench.titles(), [TITLES[4]]);
}

#[test]
fn the_palette_runs_actions_found_by_words_or_by_name() {
    for typed in ["source-view", "show or hide what was removed"] {
        let mut bench = news();
        bench.keys(":").keys(typed).keys("<Enter>");
        assert!(
            bench
                .app
                .reader
                .open()
                .is_some_and(newsprint::app::OpenArticle::shows_source),
            "{typed}"
        );
    }
    let mut bench = news();
    bench.keys(":next-outlet<Enter>");
    assert_eq!(bench.outlet(), "Harbour Herald");
    bench.keys(":<Esc>");
    assert!(bench.app.input.overlay.is_none());
}

#[test]
fn the_help_lists_every_action_and_runs_those_that_can_be() {
    let mut bench = news();
    bench.keys("?");
    let Some(Overlay::Picker(PickerKind::Help, picker)) = &bench.app.input.overlay else {
        panic!("the help is open");
    };
    let helps: Vec<&str> = picker.rows().map(|item| item.detail.as_str()).collect();
    for action in Action::ALL {
        assert!(helps.contains(&action.help()), "{action}");
    }
    bench.keys("show the text alone<Enter>");
    assert!(bench.app.panes.zen);
    bench.keys("?<C-n><C-n><C-p><Esc>");
    assert_eq!(bench.focus(), Pane::Reader);
    bench.keys("<F1>");
    assert!(bench.app.input.overlay.is_some());
}
