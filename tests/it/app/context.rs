//! Keyword in context: the page of hits, and quotations with their source.

use super::pages::{TITLES, news};
use crate::harness::AppDriver;
use newsprint::app::{ContextPage, Effect, Overlay};

fn page(driver: &AppDriver) -> &ContextPage {
    match &driver.app.input.overlay {
        Some(Overlay::Context(page)) => page,
        _ => panic!("the page is open"),
    }
}

#[test]
fn every_hit_has_a_line_and_enter_goes_there() {
    let mut driver = news();
    driver.keys("/ferry<Enter>gK");
    assert!(page(&driver).rows.len() > 3 && page(&driver).articles() > 2);
    assert!(
        page(&driver)
            .rows
            .iter()
            .all(|row| row.line.hit.eq_ignore_ascii_case("ferry"))
    );
    driver.keys("jj");
    let row = page(&driver).rows[2].clone();
    driver.keys("<Enter>");
    assert!(driver.app.input.overlay.is_none());
    assert_eq!(driver.app.reader.open_id(), Some(row.id));
    assert_eq!(
        driver.hit().map(|hit| hit.to_lowercase()).as_deref(),
        Some("ferry")
    );
}

#[test]
fn lines_are_sorted_by_the_words_around_the_hit() {
    let mut driver = news();
    driver.keys("/ferry<Enter>gK,");
    let right: Vec<String> = page(&driver)
        .rows
        .iter()
        .map(|row| row.line.right.trim_start().to_lowercase())
        .collect();
    assert!(right.is_sorted(), "{right:?}");
    driver.keys("e<Enter>");
    let Some(Effect::Save { text, .. }) = driver.effect() else {
        panic!("they are saved");
    };
    assert!(text.starts_with("date,outlet,left,hit,right\n"), "{text}");
    driver.keys("q");
    assert!(driver.app.input.overlay.is_none());
}

#[test]
fn without_a_search_the_page_says_how_to_start_one() {
    let mut driver = news();
    driver.keys("gK");
    assert!(driver.message().contains('/'), "{}", driver.message());
}

#[test]
fn a_quotation_is_copied_with_its_source() {
    let mut driver = news();
    driver.keys("gy");
    assert!(
        driver.message().contains("Nothing to quote"),
        "{}",
        driver.message()
    );
    driver.keys("<Enter>/lorries<Enter>gy");
    let Some(Effect::Copy(text)) = driver.effect() else {
        panic!("it is copied");
    };
    assert!(text.starts_with('“') && text.contains("lorries"), "{text}");
    let source = text.lines().last().unwrap();
    for part in ["Harbour Herald", "9 Mar 2025", TITLES[0], ".txt"] {
        assert!(source.contains(part), "{part}: {source}");
    }
}
