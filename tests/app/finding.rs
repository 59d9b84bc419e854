//! Find, and walking from hit to hit: in the article, in lists, into other articles.

use crate::harness::{Bench, Start, article, keyword_sets, words};
use crate::pages::{NEWS, TITLES, long_article, long_reading, news};
use newsprint::app::{Overlay, Pane};

fn with_sets(sets: &str) -> Bench {
    Bench::with(
        NEWS,
        Start {
            keywords: keyword_sets(sets),
            ..Start::default()
        },
    )
}

#[test]
fn find_walks_its_hits_with_a_counter_and_wraps_with_a_word() {
    let mut bench = news();
    bench.keys("<Enter>/tunnel<Enter>");
    // Title, caption and three in the paragraphs.
    assert_eq!(bench.app.hit_counter(), Some((1, 5)));
    assert_eq!(bench.said(), "1/5");
    bench.keys("n");
    assert_eq!(bench.said(), "2/5");
    bench.keys("3n");
    assert_eq!(bench.said(), "5/5");
    bench.keys("n");
    assert!(
        bench.said().starts_with("1/5") && bench.said().contains("top"),
        "{}",
        bench.said()
    );
    bench.keys("N");
    assert!(
        bench.said().starts_with("5/5") && bench.said().contains("end"),
        "{}",
        bench.said()
    );
    bench.keys("2N");
    assert_eq!(bench.said(), "3/5");
}

#[test]
fn find_has_smart_case() {
    let mut bench = news();
    bench.keys("<Enter>/Tunnel<Enter>");
    assert_eq!(bench.app.hit_counter(), Some((1, 2)));
    bench.keys("/zzz<Enter>");
    assert_eq!(bench.app.hit_counter(), None);
    assert!(bench.said().contains("no hit"), "{}", bench.said());
}

#[test]
fn a_find_without_hits_is_no_problem_to_be_kept() {
    let mut bench = news();
    bench.keys("/zzz<Enter>n<Enter>/zzz<Enter>n");
    assert_eq!(bench.app.status.problem_count(), 0);
}

#[test]
fn find_in_the_lists_walks_rows_with_a_counter() {
    let mut bench = news();
    bench.keys("/bridge<Enter>");
    assert_eq!(bench.chosen(), TITLES[1]);
    assert_eq!(bench.said(), "1/2");
    bench.keys("n");
    assert_eq!((bench.chosen().as_str(), bench.said()), (TITLES[4], "2/2"));
    bench.keys("n");
    assert_eq!(bench.chosen(), TITLES[1]);
    assert!(
        bench.said().starts_with("1/2") && bench.said().contains("top"),
        "{}",
        bench.said()
    );
    bench.keys("N");
    assert_eq!(bench.chosen(), TITLES[4]);
    assert!(bench.said().contains("end"), "{}", bench.said());
    bench.keys("h/zeta<Enter>");
    assert_eq!(
        (bench.focus(), bench.outlet().as_str()),
        (Pane::Sources, "Zeta Post")
    );
}

#[test]
fn a_find_goes_from_where_it_was_begun_not_from_its_own_hits() {
    let mut bench = news();
    bench.keys("<Enter>/t");
    bench.keys("unnel under<Enter>");
    assert_eq!(bench.hit().as_deref(), Some("tunnel under"));
    bench.keys("gg/lamps");
    bench.keys("<C-u>");
    bench.keys("tunnel");
    assert_eq!(bench.hit().as_deref(), Some("Tunnel"));
    assert_eq!(bench.hit_at(), Some(0));
}

#[test]
fn leaving_a_find_gives_back_the_place_and_the_find_before() {
    let mut bench = long_reading();
    bench.keys("7j");
    let place = bench.top();
    bench.keys("/paragraph 50");
    assert_ne!(bench.top(), place);
    bench.keys("<Esc>");
    assert_eq!(bench.top(), place);
    assert!(bench.app.search.find().is_none());
    bench.keys("/lantern<Enter>");
    let place = bench.top();
    bench.keys("/paragraph<Esc>");
    assert_eq!(
        bench.app.search.find().map(|find| find.text.as_str()),
        Some("lantern")
    );
    assert_eq!(bench.top(), place);
    bench.keys("q/short<Esc>");
    assert_eq!(bench.chosen(), "Long one");
}

#[test]
fn a_find_comes_before_query_words_and_keyword_sets() {
    let sets = "[[set]]\nname = \"Crossing\"\nwords = [\"ferry\"]\n";
    let mut bench = with_sets(sets);
    bench.keys("ftunnel<Enter><Enter>");
    // Query words and sets together: tunnel five times, ferry twice.
    assert_eq!(bench.app.hit_counter(), Some((1, 7)), "opening goes to the first");
    for count in 2..=7 {
        bench.keys("n");
        assert_eq!(bench.said(), format!("{count}/7"));
    }
    bench.keys("/lamp<Enter>");
    assert_eq!(bench.app.hit_counter(), Some((1, 2)));
    bench.keys("n");
    assert_eq!(bench.hit().as_deref(), Some("lamp"));
    bench.keys("<Esc>n");
    assert!(
        bench.said().ends_with("/7") || bench.said().contains("/7 "),
        "{}",
        bench.said()
    );
}

#[test]
fn a_place_that_is_hit_twice_counts_once() {
    let sets = "[[set]]\nname = \"Crossing\"\nwords = [\"tunnel\"]\n";
    let mut bench = with_sets(sets);
    bench.keys("ftunnel<Enter><Enter>");
    assert_eq!(bench.app.hit_counter(), Some((1, 5)));
    for count in 2..=5 {
        bench.keys("n");
        assert_eq!(bench.said(), format!("{count}/5"));
        assert_eq!(bench.app.hit_counter(), Some((count, 5)));
    }
}

#[test]
fn keyword_sets_walk_in_lists_too() {
    let mut bench = with_sets("[[set]]\nname = \"Crossing\"\nwords = [\"ferry\"]\n");
    bench.keys("n");
    assert_eq!(bench.chosen(), TITLES[3]);
}

#[test]
fn with_nothing_looked_for_the_keys_say_so() {
    let mut bench = news();
    bench.keys("n");
    assert!(bench.said().contains('/'), "{}", bench.said());
    bench.keys("<Enter><C-n>");
    assert!(bench.said().contains('/'), "{}", bench.said());
}

#[test]
fn a_counted_walk_shows_the_hit_that_it_ends_at() {
    let mut bench = long_reading();
    bench.keys("/lantern<Enter>");
    bench.keys("3n");
    assert_eq!(bench.said(), "4/6");
    let at = bench.hit_at().unwrap();
    assert!(bench.app.reader.open().unwrap().window().contains(&at));
    bench.keys("9000n");
    let at = bench.hit_at().unwrap();
    assert!(bench.app.reader.open().unwrap().window().contains(&at));
    // 9000 is a multiple of six, so it is where it was.
    assert_eq!(bench.app.hit_counter(), Some((4, 6)));
}

#[test]
fn across_articles_the_walk_goes_on_into_the_next_one_with_a_hit() {
    let mut bench = news();
    bench.keys("<Enter>/ferry<Enter>");
    assert_eq!(bench.open(), TITLES[0]);
    bench.keys("<C-n>");
    assert_eq!(bench.open(), TITLES[0], "its second hit first");
    bench.keys("<C-n>");
    assert_eq!(
        (bench.open().as_str(), bench.hit().as_deref()),
        (TITLES[2], Some("ferry"))
    );
    bench.keys("<C-n>");
    assert_eq!(
        (bench.open().as_str(), bench.hit().as_deref()),
        (TITLES[3], Some("Ferry"))
    );
    bench.keys("<C-n><C-n>");
    assert!(bench.said().contains("later"), "{}", bench.said());
    assert_eq!(bench.open(), TITLES[3]);
    bench.keys("<C-p><C-p>");
    assert_eq!(
        (bench.open().as_str(), bench.hit().as_deref()),
        (TITLES[2], Some("ferry"))
    );
    bench.keys("<C-p>");
    assert_eq!(bench.open(), TITLES[0]);
    assert_eq!(
        bench.app.hit_counter(),
        Some((2, 2)),
        "the last one of the article before"
    );
    bench.keys("<C-p><C-p>");
    assert!(bench.said().contains("earlier"), "{}", bench.said());
}

#[test]
fn across_articles_from_the_list_the_article_is_opened() {
    let mut bench = news();
    bench.keys("/owls<Enter>gg<C-n>");
    assert_eq!((bench.focus(), bench.open().as_str()), (Pane::Reader, TITLES[5]));
}

#[test]
fn across_articles_a_find_with_capitals_finds_capitals() {
    let mut bench = news();
    bench.keys("<Enter>/Lorries<Enter><C-n>");
    assert_eq!(bench.open(), TITLES[4]);
    assert_eq!(bench.hit().as_deref(), Some("Lorries"));
    bench.keys("gg/LORRIES<Enter><C-p>");
    assert!(bench.said().contains("earlier"), "{}", bench.said());
}

/// One article that is too long to be searched at once.
fn very_long() -> Bench {
    let mut page = "date: 2025-03-05\ntitle: Very long\n".to_owned();
    for number in 0..6000 {
        page.push_str(&words(&format!("text: row {number}"), 12));
        page.push('\n');
    }
    page.push_str("text: the needle lies here\n");
    let mut bench = Bench::begin(Start::default());
    bench.arrive(vec![
        ("v.txt", article(&page)),
        ("l.txt", long_article("Other", 3)),
    ]);
    bench.done();
    bench
}

#[test]
fn a_find_in_a_very_long_article_goes_to_its_hit_when_the_worker_has_found_it() {
    let mut bench = very_long();
    bench.keys("gg<Enter>");
    assert_eq!(bench.open(), "Very long");
    bench.holds = true;
    bench.keys("/needle");
    assert!(!bench.said().contains("no hit"), "{}", bench.said());
    bench.keys("<Enter>");
    bench.answer_all();
    assert_eq!(bench.hit().as_deref(), Some("needle"));
    assert_eq!(bench.app.hit_counter(), Some((1, 1)));
    let at = bench.hit_at().unwrap();
    assert!(bench.app.reader.open().unwrap().window().contains(&at));
}

#[test]
fn the_walk_across_articles_finds_the_hit_in_a_very_long_one() {
    let mut bench = very_long();
    bench.keys("G<Enter>/needle<Enter>");
    bench.keys("<C-p><C-n>");
    assert_eq!(
        (bench.open().as_str(), bench.hit().as_deref()),
        ("Very long", Some("needle"))
    );
}

#[test]
fn late_hits_of_another_search_are_dropped() {
    let mut bench = very_long();
    bench.keys("gg<Enter>");
    bench.holds = true;
    bench.keys("/row<Enter>/needle<Enter>");
    let late = bench.held.remove(0);
    bench.answer(late);
    assert!(bench.app.reader.open().unwrap().hits_pending);
    bench.answer_all();
    assert_eq!(bench.app.reader.open().unwrap().hits.len(), 1);
}

#[test]
fn highlight_takes_the_last_hits_word_else_asks() {
    let mut bench = news();
    bench.keys("<Enter>*");
    assert!(bench.app.input.prompt.is_some());
    bench.keys("owls<Enter>");
    let words = |bench: &Bench| bench.app.search.sets().sets()[0].words.clone();
    assert_eq!(words(&bench), ["owls"]);
    bench.keys("/lamp<Enter>*");
    assert_eq!(words(&bench), ["owls", "lamp"]);
    assert!(bench.app.input.prompt.is_none());
}

#[test]
fn overlays_that_list_words_stay_open_while_hits_are_counted() {
    let mut bench = with_sets("[[set]]\nname = \"Crossing\"\nwords = [\"ferry\", \"tunnel\"]\n");
    bench.keys("H");
    assert!(matches!(bench.app.input.overlay, Some(Overlay::Keywords(_))));
    assert_eq!(bench.app.search.counts, Some(vec![11]));
    bench.keys("<Esc>]");
    assert_eq!(bench.app.search.counts, Some(vec![10]));
}
