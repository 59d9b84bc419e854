//! Find and moving between hits: in the article, in lists, across articles.

use super::pages::{NEWS, TITLES, long_article, long_reading, news};
use crate::harness::{AppDriver, Start, article, keyword_sets, words};
use newsprint::app::{Overlay, Pane};

fn with_sets(sets: &str) -> AppDriver {
    AppDriver::with(
        NEWS,
        Start {
            keywords: keyword_sets(sets),
            ..Start::default()
        },
    )
}

#[test]
fn find_steps_through_hits_with_a_counter_and_wraps() {
    let mut driver = news();
    driver.keys("<Enter>/tunnel<Enter>");
    // One hit in the title, one in the caption and three in the paragraphs.
    assert_eq!(driver.app.hit_counter(), Some((1, 5)));
    assert_eq!(driver.counter(), "1/5");
    driver.keys("n");
    assert_eq!(driver.counter(), "2/5");
    driver.keys("3n");
    assert_eq!(driver.counter(), "5/5");
    driver.keys("n");
    assert!(
        driver.counter() == "1/5" && driver.message().contains("top"),
        "{}",
        driver.message()
    );
    driver.keys("N");
    assert!(
        driver.counter() == "5/5" && driver.message().contains("end"),
        "{}",
        driver.message()
    );
    driver.keys("2N");
    assert_eq!(driver.counter(), "3/5");
}

#[test]
fn find_has_smart_case() {
    let mut driver = news();
    driver.keys("<Enter>/Tunnel<Enter>");
    assert_eq!(driver.app.hit_counter(), Some((1, 2)));
    driver.keys("/zzz<Enter>");
    assert_eq!(driver.app.hit_counter(), None);
    assert!(driver.message().starts_with("No hit"), "{}", driver.message());
}

#[test]
fn a_find_without_hits_is_not_a_problem() {
    let mut driver = news();
    driver.keys("/zzz<Enter>n<Enter>/zzz<Enter>n");
    assert_eq!(driver.app.status.problem_count(), 0);
}

#[test]
fn find_in_a_list_steps_through_rows() {
    let mut driver = news();
    driver.keys("/bridge<Enter>");
    assert_eq!(driver.chosen(), TITLES[1]);
    assert_eq!(driver.counter(), "1/2");
    driver.keys("n");
    assert_eq!(
        (driver.chosen().as_str(), driver.counter().as_str()),
        (TITLES[4], "2/2")
    );
    assert_eq!(driver.message(), "", "the counter is in the title of the pane");
    driver.keys("n");
    assert_eq!(driver.chosen(), TITLES[1]);
    assert!(
        driver.counter() == "1/2" && driver.message().contains("top"),
        "{}",
        driver.message()
    );
    driver.keys("N");
    assert_eq!(driver.chosen(), TITLES[4]);
    assert!(driver.message().contains("end"), "{}", driver.message());
    driver.keys("h/zeta<Enter>");
    assert_eq!(
        (driver.focus(), driver.outlet().as_str()),
        (Pane::Sources, "Zeta Post")
    );
}

#[test]
fn a_find_searches_from_where_it_was_started() {
    let mut driver = news();
    driver.keys("<Enter>/t");
    driver.keys("unnel under<Enter>");
    assert_eq!(driver.hit().as_deref(), Some("tunnel under"));
    driver.keys("gg/lamps");
    driver.keys("<C-u>");
    driver.keys("tunnel");
    assert_eq!(driver.hit().as_deref(), Some("Tunnel"));
    assert_eq!(driver.hit_at(), Some(0));
}

#[test]
fn cancelling_a_find_restores_the_position_and_the_last_find() {
    let mut driver = long_reading();
    driver.keys("7j");
    let place = driver.top();
    driver.keys("/paragraph 50");
    assert_ne!(driver.top(), place);
    driver.keys("<Esc>");
    assert_eq!(driver.top(), place);
    assert!(driver.app.search.find().is_none());
    driver.keys("/lantern<Enter>");
    let place = driver.top();
    driver.keys("/paragraph<Esc>");
    assert_eq!(
        driver.app.search.find().map(|find| find.text.as_str()),
        Some("lantern")
    );
    assert_eq!(driver.top(), place);
    driver.keys("q/short<Esc>");
    assert_eq!(driver.chosen(), "Long one");
}

#[test]
fn a_find_takes_precedence_over_query_words_and_keyword_sets() {
    let sets = "[[set]]\nname = \"Crossing\"\nwords = [\"ferry\"]\n";
    let mut driver = with_sets(sets);
    driver.keys("ftunnel<Enter><Enter>");
    // Query words and sets together: tunnel five times, ferry twice.
    assert_eq!(
        driver.app.hit_counter(),
        Some((1, 7)),
        "opening goes to the first"
    );
    for count in 2..=7 {
        driver.keys("n");
        assert_eq!(driver.counter(), format!("{count}/7"));
    }
    driver.keys("/lamp<Enter>");
    assert_eq!(driver.app.hit_counter(), Some((1, 2)));
    driver.keys("n");
    assert_eq!(driver.hit().as_deref(), Some("lamp"));
    driver.keys("<Esc>n");
    assert!(driver.counter().ends_with("/7"), "{}", driver.counter());
}

#[test]
fn overlapping_hits_count_once() {
    let sets = "[[set]]\nname = \"Crossing\"\nwords = [\"tunnel\"]\n";
    let mut driver = with_sets(sets);
    driver.keys("ftunnel<Enter><Enter>");
    assert_eq!(driver.app.hit_counter(), Some((1, 5)));
    for count in 2..=5 {
        driver.keys("n");
        assert_eq!(driver.counter(), format!("{count}/5"));
        assert_eq!(driver.app.hit_counter(), Some((count, 5)));
    }
}

#[test]
fn keyword_hits_are_stepped_through_in_lists() {
    let mut driver = with_sets("[[set]]\nname = \"Crossing\"\nwords = [\"ferry\"]\n");
    driver.keys("n");
    assert_eq!(driver.chosen(), TITLES[3]);
}

#[test]
fn without_a_search_the_keys_explain_how_to_start_one() {
    let mut driver = news();
    driver.keys("n");
    assert!(driver.message().contains('/'), "{}", driver.message());
    driver.keys("<Enter><C-n>");
    assert!(driver.message().contains('/'), "{}", driver.message());
}

#[test]
fn a_count_moves_to_a_later_hit() {
    let mut driver = long_reading();
    driver.keys("/lantern<Enter>");
    driver.keys("3n");
    assert_eq!(driver.counter(), "4/6");
    let at = driver.hit_at().unwrap();
    assert!(driver.app.reader.open().unwrap().window().contains(&at));
    driver.keys("9000n");
    let at = driver.hit_at().unwrap();
    assert!(driver.app.reader.open().unwrap().window().contains(&at));
    // 9000 is a multiple of six, so the hit is the same.
    assert_eq!(driver.app.hit_counter(), Some((4, 6)));
}

#[test]
fn the_next_hit_can_be_in_another_article() {
    let mut driver = news();
    driver.keys("<Enter>/ferry<Enter>");
    assert_eq!(driver.open(), TITLES[0]);
    driver.keys("<C-n>");
    assert_eq!(driver.open(), TITLES[0], "its second hit first");
    driver.keys("<C-n>");
    assert_eq!(
        (driver.open().as_str(), driver.hit().as_deref()),
        (TITLES[2], Some("ferry"))
    );
    driver.keys("<C-n>");
    assert_eq!(
        (driver.open().as_str(), driver.hit().as_deref()),
        (TITLES[3], Some("Ferry"))
    );
    driver.keys("<C-n><C-n>");
    assert!(driver.message().contains("later"), "{}", driver.message());
    assert_eq!(driver.open(), TITLES[3]);
    driver.keys("<C-p><C-p>");
    assert_eq!(
        (driver.open().as_str(), driver.hit().as_deref()),
        (TITLES[2], Some("ferry"))
    );
    driver.keys("<C-p>");
    assert_eq!(driver.open(), TITLES[0]);
    assert_eq!(
        driver.app.hit_counter(),
        Some((2, 2)),
        "the last one of the article before"
    );
    driver.keys("<C-p><C-p>");
    assert!(driver.message().contains("earlier"), "{}", driver.message());
}

#[test]
fn from_the_list_the_next_hit_opens_its_article() {
    let mut driver = news();
    driver.keys("/owls<Enter>gg<C-n>");
    assert_eq!(
        (driver.focus(), driver.open().as_str()),
        (Pane::Reader, TITLES[5])
    );
}

#[test]
fn smart_case_applies_across_articles() {
    let mut driver = news();
    driver.keys("<Enter>/Lorries<Enter><C-n>");
    assert_eq!(driver.open(), TITLES[4]);
    assert_eq!(driver.hit().as_deref(), Some("Lorries"));
    driver.keys("gg/LORRIES<Enter><C-p>");
    assert!(driver.message().contains("earlier"), "{}", driver.message());
}

/// An article that is too long to be searched in one step.
fn very_long() -> AppDriver {
    let mut page = "date: 2025-03-05\ntitle: Very long\n".to_owned();
    for number in 0..6000 {
        page.push_str(&words(&format!("text: row {number}"), 12));
        page.push('\n');
    }
    page.push_str("text: the needle lies here\n");
    let mut driver = AppDriver::begin(Start::default());
    driver.arrive(vec![
        ("v.txt", article(&page)),
        ("l.txt", long_article("Other", 3)),
    ]);
    driver.done();
    driver
}

#[test]
fn a_find_in_a_long_article_waits_for_the_worker() {
    let mut driver = very_long();
    driver.keys("gg<Enter>");
    assert_eq!(driver.open(), "Very long");
    driver.holds = true;
    driver.keys("/needle");
    assert!(!driver.message().contains("no hit"), "{}", driver.message());
    driver.keys("<Enter>");
    driver.answer_all();
    assert_eq!(driver.hit().as_deref(), Some("needle"));
    assert_eq!(driver.app.hit_counter(), Some((1, 1)));
    let at = driver.hit_at().unwrap();
    assert!(driver.app.reader.open().unwrap().window().contains(&at));
}

#[test]
fn the_next_hit_can_be_in_a_long_article() {
    let mut driver = very_long();
    driver.keys("G<Enter>/needle<Enter>");
    driver.keys("<C-p><C-n>");
    assert_eq!(
        (driver.open().as_str(), driver.hit().as_deref()),
        ("Very long", Some("needle"))
    );
}

#[test]
fn late_hits_of_another_search_are_ignored() {
    let mut driver = very_long();
    driver.keys("gg<Enter>");
    driver.holds = true;
    driver.keys("/row<Enter>/needle<Enter>");
    let late = driver.held.remove(0);
    driver.answer(late);
    assert!(driver.app.reader.open().unwrap().hits_pending);
    driver.answer_all();
    assert_eq!(driver.app.reader.open().unwrap().hits.len(), 1);
}

#[test]
fn highlight_uses_the_last_hit_or_asks_for_a_word() {
    let mut driver = news();
    driver.keys("<Enter>*");
    assert!(driver.app.input.prompt.is_some());
    driver.keys("owls<Enter>");
    let words = |driver: &AppDriver| driver.app.search.sets().sets()[0].words.clone();
    assert_eq!(words(&driver), ["owls"]);
    driver.keys("/lamp<Enter>*");
    assert_eq!(words(&driver), ["owls", "lamp"]);
    assert!(driver.app.input.prompt.is_none());
}

#[test]
fn keyword_overlays_stay_open_while_hits_are_counted() {
    let mut driver = with_sets("[[set]]\nname = \"Crossing\"\nwords = [\"ferry\", \"tunnel\"]\n");
    driver.keys("H");
    assert!(matches!(driver.app.input.overlay, Some(Overlay::Keywords(_))));
    assert_eq!(driver.app.search.counts, Some(vec![11]));
    driver.keys("<Esc>]");
    assert_eq!(driver.app.search.counts, Some(vec![10]));
}
