//! Selecting rows of the list, and paragraphs of an article.

use super::pages::{TITLES, news};
use crate::harness::AppDriver;
use newsprint::app::Effect;

fn starred(driver: &AppDriver) -> Vec<&'static str> {
    TITLES
        .iter()
        .copied()
        .filter(|title| driver.is_starred(title))
        .collect()
}

#[test]
fn marks_apply_to_all_selected_rows_in_one_step() {
    let mut driver = news();
    driver.keys("jVjjs");
    assert_eq!(starred(&driver), TITLES[1..4]);
    assert_eq!(driver.app.selected_rows(), None, "the selection ends");
    driver.keys("Z");
    assert_eq!(starred(&driver), [""; 0]);
    driver.keys("Vkktsea<Enter>");
    driver.keys("ftag:sea<Enter>");
    assert_eq!(driver.titles(), TITLES[1..4]);
}

#[test]
fn a_mark_that_any_row_lacks_is_set_on_all() {
    let mut driver = news();
    driver.keys("s3s");
    assert_eq!(starred(&driver), TITLES[..3]);
    driver.keys("3s");
    assert_eq!(starred(&driver), [""; 0]);
}

#[test]
fn escape_and_leaving_the_list_end_the_selection() {
    let mut driver = news();
    driver.keys("Vj");
    assert_eq!(driver.app.selected_rows(), Some(0..2));
    driver.keys("<Esc>");
    assert_eq!(driver.app.selected_rows(), None);
    assert_eq!(driver.focus(), newsprint::app::Pane::Articles);
    driver.keys("Vlh");
    assert_eq!(driver.app.selected_rows(), None);
}

#[test]
fn texts_and_paths_of_selected_rows_are_copied() {
    let mut driver = news();
    driver.keys("VjY");
    let Some(Effect::Copy(paths)) = driver.effect() else {
        panic!("they are copied");
    };
    assert_eq!(paths.lines().count(), 2);
    driver.keys("Vky");
    let Some(Effect::Copy(text)) = driver.effect() else {
        panic!("they are copied");
    };
    assert!(text.contains(TITLES[0]) && text.contains(TITLES[1]), "{text}");
    driver.keys("Vje<C-u>/tmp/two.json<Enter>");
    let Some(Effect::Save { text, .. }) = driver.effect() else {
        panic!("they are saved");
    };
    assert_eq!(text.lines().count(), 2, "one line for each article");
}

#[test]
fn paragraphs_are_selected_in_an_article() {
    let mut driver = news();
    driver.keys("<Enter>Vgg");
    let text = driver.selected().expect("a selection");
    assert!(text.starts_with(TITLES[0]) && text.lines().count() > 1, "{text}");
}
