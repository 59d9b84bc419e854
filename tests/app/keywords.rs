//! Keyword sets: switched, added, filled, coloured, removed; what is written down.

use crate::harness::{Bench, Start, keyword_sets};
use crate::pages::{NEWS, news};
use newsprint::app::{Effect, HitKind, Overlay, PromptKind, Remembered};
use newsprint::config::KeywordSets;

const SETS: &str = "[[set]]\nname = \"Crossing\"\ncolor = \"blue\"\nwords = [\"ferry\", \"tunnel\"]\n\n\
                    [[set]]\nname = \"Birds\"\ncolor = \"red\"\non = false\nwords = [\"owls\"]\n";

fn with_sets() -> Bench {
    Bench::with(
        NEWS,
        Start {
            keywords: keyword_sets(SETS),
            ..Start::default()
        },
    )
}

/// The sets that were written down last, read back.
fn written(bench: &mut Bench) -> KeywordSets {
    let written = bench.effects.drain(..).rev().find_map(|effect| match effect {
        Effect::WriteKeywords(text) => Some(text),
        _ => None,
    });
    keyword_sets(&written.expect("the sets are written"))
}

#[test]
fn which_sets_are_on_is_kept_with_the_corpus_and_known_the_next_time() {
    let mut bench = with_sets();
    bench.keys("H ");
    let kept = bench.effects.drain(..).rev().find_map(|effect| match effect {
        Effect::KeepView(view) => Some(view),
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
    let next = Bench::with(NEWS, next);
    let on =
        |bench: &Bench| -> Vec<bool> { bench.app.search.sets().sets().iter().map(|set| set.on).collect() };
    assert_eq!(on(&next), on(&bench));
    assert_ne!(on(&next), on(&with_sets()));
}

#[test]
fn sets_are_switched_and_written() {
    let mut bench = with_sets();
    bench.keys("<Enter>H ");
    assert!(!bench.app.search.sets().sets()[0].on);
    assert!(bench.app.reader.open().unwrap().hits.is_empty());
    assert!(!written(&mut bench).sets()[0].on);
    bench.keys("<Enter>j<Tab>");
    let on: Vec<bool> = bench.app.search.sets().sets().iter().map(|set| set.on).collect();
    assert_eq!(on, [true, true]);
    assert!(written(&mut bench).sets()[1].on);
}

#[test]
fn a_set_is_added_and_filled() {
    let mut bench = with_sets();
    bench.keys("Ha");
    assert_eq!(
        bench.app.input.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::SetName)
    );
    bench.keys("Weather<Enter>");
    assert_eq!(
        bench.app.input.prompt.as_ref().map(|prompt| prompt.kind),
        Some(PromptKind::SetWords)
    );
    bench.keys("storm, \"third time\", wind*<Enter>");
    let sets = written(&mut bench);
    assert_eq!(sets.sets()[2].name, "Weather");
    assert_eq!(sets.sets()[2].words.len(), 3);
    assert!(matches!(bench.app.input.overlay, Some(Overlay::Keywords(list)) if list.cursor == 2));
}

#[test]
fn words_are_changed_and_a_wrong_one_is_said() {
    let mut bench = with_sets();
    bench.keys("He");
    assert_eq!(bench.typed(), "ferry, tunnel");
    bench.keys(", lamp<Enter>");
    assert_eq!(written(&mut bench).sets()[0].words, ["ferry", "tunnel", "lamp"]);
    bench.keys("e, /[/<Enter>");
    assert!(bench.app.input.prompt.is_some(), "it is not accepted");
    assert_eq!(
        bench.app.search.sets().sets()[0].words,
        ["ferry", "tunnel", "lamp"]
    );
    let note = bench.app.input.prompt.as_ref().unwrap().note.clone();
    assert!(note.is_some_and(|note| note.is_error));
}

#[test]
fn a_set_is_recoloured() {
    let mut bench = with_sets();
    let before = bench.app.search.sets().sets()[0].color;
    bench.keys("Hc");
    assert_ne!(bench.app.search.sets().sets()[0].color, before);
    assert_ne!(written(&mut bench).sets()[0].color, before);
}

#[test]
fn a_set_is_removed() {
    let mut bench = with_sets();
    bench.keys("Hjd");
    assert!(bench.said().contains("Birds"), "{}", bench.said());
    assert_eq!(written(&mut bench).sets().len(), 1);
    bench.keys("d");
    assert!(bench.app.search.sets().sets().is_empty());
    bench.keys("d ce<Esc>q");
    assert!(bench.app.search.sets().sets().is_empty());
}

#[test]
fn the_list_is_walked_and_closed() {
    let mut bench = with_sets();
    for (keys, row) in [
        ("j", 1),
        ("k", 0),
        ("G", 1),
        ("gg", 0),
        ("<Down>", 1),
        ("<Up>", 0),
    ] {
        bench.keys("H").keys(keys);
        assert!(
            matches!(bench.app.input.overlay, Some(Overlay::Keywords(list)) if list.cursor == row || row == 0)
        );
        bench.keys("q");
        assert!(bench.app.input.overlay.is_none());
    }
}

#[test]
fn words_of_the_command_line_are_highlighted_for_this_run_only() {
    let mut keywords = keyword_sets(SETS);
    keywords.add_for_this_run("highlight", "lamp*,\"last lamp\"");
    let mut bench = Bench::with(
        NEWS,
        Start {
            keywords,
            ..Start::default()
        },
    );
    bench.keys("<Enter>");
    let open = bench.app.reader.open().unwrap();
    let own = open.hits.iter().filter(|hit| hit.kind == HitKind::Set(2)).count();
    assert!(own >= 2, "{:?}", open.hits);
    assert_eq!(bench.app.hits_here(0), Some(7));
    bench.keys("H ");
    assert_eq!(written(&mut bench).sets().len(), 2, "it is not written down");
}

#[test]
fn a_set_counts_here_and_in_the_view() {
    let mut bench = with_sets();
    bench.holds = true;
    bench.keys("]");
    let list = bench.take_filter();
    bench.answer(list);
    assert_eq!(bench.app.search.counts, None);
    bench.answer_all();
    let counts = bench.app.search.counts.clone().unwrap();
    assert_eq!(counts.len(), 2);
    assert!(counts[0] > 0 && counts[1] == 0, "{counts:?}");
}

#[test]
fn highlighting_adds_to_the_persons_own_set() {
    let mut bench = news();
    bench.keys("*nine owls<Enter>*/th?e/<Enter>*/[/<Enter>");
    let note = bench.app.input.prompt.as_ref().unwrap().note.clone();
    assert!(note.is_some_and(|note| note.is_error));
    bench.keys("<Esc>");
    let sets = bench.app.search.sets().sets();
    assert_eq!(sets.len(), 1);
    assert_eq!(sets[0].words, ["nine owls", "/th?e/"]);
    assert_eq!(written(&mut bench).sets()[0].words.len(), 2);
}

#[test]
fn a_failed_write_is_said() {
    let mut bench = with_sets();
    bench.event(newsprint::app::Event::KeywordsWritten(Err(
        "no space left".to_owned()
    )));
    assert!(bench.said().contains("no space left"));
}
