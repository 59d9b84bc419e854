//! Keyword sets: switching, adding, filling, colouring and removing them, and what is saved.

use super::pages::{NEWS, news};
use crate::harness::{AppDriver, Start, keyword_sets};
use newsprint::app::{Effect, HitKind, Overlay, PromptKind, Remembered};
use newsprint::config::KeywordSets;

const SETS: &str = "[[set]]\nname = \"Crossing\"\ncolor = \"blue\"\nwords = [\"ferry\", \"tunnel\"]\n\n\
                    [[set]]\nname = \"Birds\"\ncolor = \"red\"\non = false\nwords = [\"owls\"]\n";

fn with_sets() -> AppDriver {
    AppDriver::with(
        NEWS,
        Start {
            keywords: keyword_sets(SETS),
            ..Start::default()
        },
    )
}

/// The sets that were saved last.
fn written(driver: &mut AppDriver) -> KeywordSets {
    let written = driver.effects.drain(..).rev().find_map(|effect| match effect {
        Effect::WriteKeywords(text) => Some(text),
        _ => None,
    });
    keyword_sets(&written.expect("the sets are written"))
}

#[test]
fn the_active_sets_are_stored_per_corpus() {
    let mut driver = with_sets();
    driver.keys("H ");
    let kept = driver.effects.drain(..).rev().find_map(|effect| match effect {
        Effect::SaveView(view) => Some(view),
        _ => None,
    });
    let view = kept.expect("the view is kept");
    let next = Start {
        keywords: keyword_sets(SETS),
        remembered: Remembered {
            view: Some(view),
            ..Remembered::default()
        },
        ..Start::default()
    };
    let next = AppDriver::with(NEWS, next);
    let on = |driver: &AppDriver| -> Vec<bool> {
        driver.app.search.sets().sets().iter().map(|set| set.on).collect()
    };
    assert_eq!(on(&next), on(&driver));
    assert_ne!(on(&next), on(&with_sets()));
}

#[test]
fn sets_are_switched_and_saved() {
    let mut driver = with_sets();
    driver.keys("<Enter>H ");
    assert!(!driver.app.search.sets().sets()[0].on);
    assert!(driver.app.reader.open().unwrap().hits.is_empty());
    assert!(!written(&mut driver).sets()[0].on);
    driver.keys(" j<Tab>");
    let on: Vec<bool> = driver.app.search.sets().sets().iter().map(|set| set.on).collect();
    assert_eq!(on, [true, true]);
    assert!(written(&mut driver).sets()[1].on);
}

#[test]
fn a_set_is_added_and_filled() {
    let mut driver = with_sets();
    driver.keys("Ha");
    assert_eq!(
        driver.app.input.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::SetName)
    );
    driver.keys("Weather<Enter>");
    assert_eq!(
        driver.app.input.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::SetWords)
    );
    driver.keys("storm, \"third time\", wind*<Enter>");
    let sets = written(&mut driver);
    assert_eq!(sets.sets()[2].name, "Weather");
    assert_eq!(sets.sets()[2].words.len(), 3);
    assert!(matches!(driver.app.input.overlay, Some(Overlay::Keywords(list)) if list.cursor == 2));
}

#[test]
fn words_are_changed_and_invalid_ones_are_reported() {
    let mut driver = with_sets();
    driver.keys("He");
    assert_eq!(driver.typed(), "ferry, tunnel");
    driver.keys(", lamp<Enter>");
    assert_eq!(written(&mut driver).sets()[0].words, ["ferry", "tunnel", "lamp"]);
    driver.keys("e, /[/<Enter>");
    assert!(driver.app.input.prompt.is_some(), "it is not accepted");
    assert_eq!(
        driver.app.search.sets().sets()[0].words,
        ["ferry", "tunnel", "lamp"]
    );
    let note = driver.app.input.prompt.as_ref().unwrap().note.clone();
    assert!(note.is_some_and(|note| note.is_error));
}

#[test]
fn a_set_is_recoloured() {
    let mut driver = with_sets();
    let before = driver.app.search.sets().sets()[0].color;
    driver.keys("Hc");
    assert_ne!(driver.app.search.sets().sets()[0].color, before);
    assert_ne!(written(&mut driver).sets()[0].color, before);
}

#[test]
fn a_set_is_removed() {
    let mut driver = with_sets();
    driver.keys("Hjd");
    assert!(driver.message().contains("Birds"), "{}", driver.message());
    assert_eq!(written(&mut driver).sets().len(), 1);
    driver.keys("d");
    assert!(driver.app.search.sets().sets().is_empty());
    driver.keys("d ce<Esc>q");
    assert!(driver.app.search.sets().sets().is_empty());
}

#[test]
fn the_list_is_moved_through_and_closed() {
    let mut driver = with_sets();
    for (keys, row) in [
        ("j", 1),
        ("k", 0),
        ("G", 1),
        ("gg", 0),
        ("<Down>", 1),
        ("<Up>", 0),
    ] {
        driver.keys("H").keys(keys);
        assert!(
            matches!(driver.app.input.overlay, Some(Overlay::Keywords(list)) if list.cursor == row || row == 0)
        );
        driver.keys("q");
        assert!(driver.app.input.overlay.is_none());
    }
}

#[test]
fn words_of_the_command_line_are_highlighted_for_this_run_only() {
    let mut keywords = keyword_sets(SETS);
    keywords.add_for_this_run("highlight", "lamp*,\"last lamp\"");
    let mut driver = AppDriver::with(
        NEWS,
        Start {
            keywords,
            ..Start::default()
        },
    );
    driver.keys("<Enter>");
    let open = driver.app.reader.open().unwrap();
    let own = open.hits.iter().filter(|hit| hit.kind == HitKind::Set(2)).count();
    assert!(own >= 2, "{:?}", open.hits);
    assert_eq!(driver.app.hits_here(0), Some(7));
    driver.keys("H ");
    assert_eq!(written(&mut driver).sets().len(), 2, "it is not written down");
}

#[test]
fn hits_are_counted_in_the_article_and_in_the_list() {
    let mut driver = with_sets();
    driver.holds = true;
    driver.keys("]");
    let list = driver.take_filter();
    driver.answer(list);
    assert_eq!(driver.app.search.counts, None);
    driver.answer_all();
    let counts = driver.app.search.counts.clone().unwrap();
    assert_eq!(counts.len(), 2);
    assert!(counts[0] > 0 && counts[1] == 0, "{counts:?}");
}

#[test]
fn highlighting_adds_to_the_persons_own_set() {
    let mut driver = news();
    driver.keys("*nine owls<Enter>*/th?e/<Enter>*/[/<Enter>");
    let note = driver.app.input.prompt.as_ref().unwrap().note.clone();
    assert!(note.is_some_and(|note| note.is_error));
    driver.keys("<Esc>");
    let sets = driver.app.search.sets().sets();
    assert_eq!(sets.len(), 1);
    assert_eq!(sets[0].words, ["nine owls", "/th?e/"]);
    assert_eq!(written(&mut driver).sets()[0].words.len(), 2);
}

#[test]
fn a_failed_write_is_reported() {
    let mut driver = with_sets();
    driver.event(newsprint::app::Event::KeywordsWritten(Err(
        "no space left".to_owned()
    )));
    assert!(driver.message().contains("no space left"));
}

#[test]
fn one_set_is_walked_alone_until_escape() {
    let mut driver = with_sets();
    driver.keys("<Enter>/lamp<Enter>H1<Enter>");
    assert!(driver.app.input.overlay.is_none());
    let walked = driver
        .app
        .search
        .walked()
        .map(|(number, set)| (number, set.name.clone()));
    assert_eq!(walked, Some((0, "Crossing".to_owned())));
    let title = driver.app.place_in_article().join(" ");
    assert!(title.starts_with("Crossing 1/"), "{title}");
    driver.keys("n");
    let hit = driver.hit().unwrap_or_default().to_lowercase();
    assert!(hit == "ferry" || hit == "tunnel", "{hit}");
    driver.keys("<Esc>n");
    assert_eq!(driver.hit().as_deref(), Some("lamp"), "the find again");
}

#[test]
fn a_set_that_is_off_is_turned_on_to_walk_it() {
    let mut driver = with_sets();
    driver.keys("H2<Enter>");
    assert!(driver.app.search.sets().sets()[1].on);
    assert_eq!(driver.chosen(), "Zoo counts its owls");
    driver.keys("gggn");
    assert_eq!(driver.open(), "Zoo counts its owls");
    driver.keys("gN");
    assert!(driver.message().contains("No hit"), "{}", driver.message());
}
