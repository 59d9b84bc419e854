//! The command line: commands with arguments, completion, history, mistakes.

use super::pages::{TITLES, news};
use crate::harness::AppDriver;
use newsprint::app::{Effect, Overlay, Picker, PickerKind};

fn line(driver: &AppDriver) -> &Picker {
    match &driver.app.input.overlay {
        Some(Overlay::Picker(PickerKind::Palette, picker)) => picker,
        _ => panic!("the command line is open"),
    }
}

#[test]
fn commands_take_arguments() {
    let mut driver = news();
    driver.keys(":sort title<Enter>");
    assert_eq!(driver.titles()[0], TITLES[1]);
    driver.keys(":filter outlet:zeta<Enter>");
    assert_eq!(
        (driver.app.filter.text.as_str(), driver.titles().len()),
        ("outlet:zeta", 1)
    );
    driver.keys(":theme light<Enter>");
    assert!(matches!(driver.effect(), Some(Effect::SetTheme(name)) if name == "light"));
    driver.keys(":w /tmp/a.md<Enter>");
    assert!(matches!(driver.effect(), Some(Effect::Save { .. })));
    driver.keys(":q<Enter>");
    assert!(matches!(driver.effect(), Some(Effect::Quit)));
}

#[test]
fn the_row_under_the_cursor_runs_and_is_completed() {
    let mut driver = news();
    driver.keys(":nextout<Enter>");
    assert_eq!(driver.outlet(), "Harbour Herald");
    driver.keys(":sort ol<Tab>");
    assert_eq!(line(&driver).field.text(), "sort oldest");
    driver.keys("<Enter>");
    assert_eq!(driver.app.listing.order().name(), "oldest");
    driver.keys(":remove-v<Tab>");
    assert_eq!(
        line(&driver).field.text(),
        "remove-view ",
        "the argument is to be typed"
    );
    driver.keys("<Esc>");
    assert!(driver.app.input.overlay.is_none());
}

#[test]
fn synonyms_find_actions() {
    for (typed, name) in [
        ("favourite", "toggle-star"),
        ("diff", "show-changes"),
        ("refresh", "reload"),
    ] {
        let mut driver = news();
        driver.keys(":").keys(typed);
        let picker = line(&driver);
        let chosen = &picker.items()[picker.chosen().expect("a row")];
        assert_eq!(chosen.label, name, "{typed}");
    }
}

#[test]
fn mistakes_are_shown_and_the_line_stays() {
    let mut driver = news();
    driver.keys(":sort size<Enter>");
    let error = line(&driver).error.clone().expect("an error");
    assert!(error.contains("no order `size`"), "{error}");
    driver.keys("<C-u>:zzz<Enter>");
    assert!(line(&driver).error.is_some());
    driver.keys("<Esc>");
    assert_eq!(driver.titles(), TITLES);
}

#[test]
fn commands_are_recalled() {
    let mut driver = news();
    driver.keys(":sort title<Enter>:sort newest<Enter>:<C-p><C-p>");
    assert_eq!(line(&driver).field.text(), "sort title");
    driver.keys("<C-n>");
    assert_eq!(line(&driver).field.text(), "sort newest");
    driver.keys("<C-n>");
    assert_eq!(line(&driver).field.text(), "");
}

#[test]
fn queries_star_and_tag_in_one_step() {
    let mut driver = news();
    driver.keys(":star ferry<Enter>");
    let starred = |driver: &AppDriver| TITLES.iter().filter(|title| driver.is_starred(title)).count();
    assert!(starred(&driver) >= 3);
    assert!(driver.message().ends_with("Z undoes it"), "{}", driver.message());
    driver.keys("Z");
    assert_eq!(starred(&driver), 0);
    driver.keys(":tag sea ferry<Enter>ftag:sea<Enter>");
    assert!(driver.titles().len() >= 3);
    driver.keys(":read date:never<Enter>");
    assert!(driver.message().contains("not a date"), "{}", driver.message());
}
