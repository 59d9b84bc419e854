//! From pane to pane; what Esc undoes, and in which order; q; zen, widths, pending keys.

use crate::harness::Start;
use crate::harness::{Bench, keyword_sets};
use crate::pages::{NEWS, TITLES, long_reading, news};
use newsprint::app::{Effect, Overlay, Pane};
use newsprint::config::Action;

#[test]
fn in_and_out_go_from_pane_to_pane() {
    let mut bench = news();
    assert_eq!(bench.focus(), Pane::Articles);
    for (keys, pane) in [
        ("l", Pane::Reader),
        ("l", Pane::Reader),
        ("h", Pane::Articles),
        ("h", Pane::Sources),
        ("h", Pane::Sources),
        ("<Enter>", Pane::Articles),
        ("<Enter>", Pane::Reader),
        ("<Left>", Pane::Articles),
        ("<Right>", Pane::Reader),
        ("<Tab>", Pane::Sources),
        ("<Tab>", Pane::Articles),
        ("<S-Tab>", Pane::Sources),
        ("<S-Tab>", Pane::Reader),
    ] {
        bench.keys(keys);
        assert_eq!(bench.focus(), pane, "after {keys}");
    }
    assert_eq!(bench.open(), TITLES[0]);
}

#[test]
fn escape_undoes_one_thing_at_a_time_in_order() {
    let mut bench = news();
    bench.keys("ftunnel<Enter>");
    bench.keys("<Enter>z/ferry<Enter>v");
    bench.keys("?");
    assert!(bench.app.input.overlay.is_some());
    bench.keys("<Esc>");
    assert!(bench.app.input.overlay.is_none(), "first the overlay");
    assert!(bench.selected().is_some());
    bench.keys("3<Esc>");
    assert!(bench.selected().is_some(), "a count goes alone");
    bench.keys("g<Esc>");
    assert!(bench.selected().is_some(), "pending keys go alone");
    assert!(bench.app.input.pending.keys.is_empty());
    bench.keys("<Esc>");
    assert_eq!(bench.selected(), None, "then the selection");
    assert!(bench.app.search.find().is_some());
    bench.keys("<Esc>");
    assert!(bench.app.search.find().is_none(), "then the find");
    assert!(bench.app.panes.zen);
    bench.keys("<Esc>");
    assert!(!bench.app.panes.zen, "then zen");
    assert_eq!(bench.focus(), Pane::Reader);
    bench.keys("<Esc>");
    assert_eq!(bench.focus(), Pane::Articles);
    bench.keys("<Esc>");
    assert_eq!(bench.focus(), Pane::Sources);
    bench.keys("<Esc><Esc><Esc>");
    assert_eq!(bench.focus(), Pane::Sources, "at the top nothing");
    assert_eq!(bench.app.query_text, "tunnel", "never a filter");
    assert!(!bench.effects.iter().any(|effect| matches!(effect, Effect::Quit)));
}

#[test]
fn escape_closes_a_prompt_before_anything_else() {
    let mut bench = news();
    bench.keys("<Enter>/ferry<Enter>f");
    bench.keys("<Esc>");
    assert!(bench.app.input.prompt.is_none());
    assert!(bench.app.search.find().is_some());
    assert_eq!(bench.focus(), Pane::Reader);
}

#[test]
fn q_closes_goes_left_and_quits_at_the_top() {
    let mut bench = news();
    bench.keys("<Enter>z!");
    bench.keys("q");
    assert!(bench.app.input.overlay.is_none());
    bench.keys("q");
    assert!(!bench.app.panes.zen);
    assert_eq!(bench.focus(), Pane::Reader);
    bench.keys("q");
    assert_eq!(bench.focus(), Pane::Articles);
    bench.keys("q");
    assert_eq!(bench.focus(), Pane::Sources);
    assert!(bench.effects.is_empty());
    bench.keys("q");
    assert!(matches!(bench.effect(), Some(Effect::Quit)));
}

#[test]
fn control_c_quits_at_once() {
    let mut bench = news();
    bench.keys("<Enter><C-c>");
    assert!(matches!(bench.effect(), Some(Effect::Quit)));
}

#[test]
fn an_empty_list_is_not_gone_into() {
    let mut bench = Bench::of(&[]);
    bench.keys("l");
    assert_eq!(bench.focus(), Pane::Articles);
}

#[test]
fn zen_is_the_text_alone_and_comes_from_any_pane() {
    let mut bench = news();
    bench.keys("jz");
    assert!(bench.app.panes.zen);
    assert_eq!(bench.open(), TITLES[1]);
    let areas = bench.app.screen.areas;
    assert!(areas.sources.is_empty() && areas.articles.is_empty() && areas.header.is_empty());
    bench.keys("J");
    assert!(bench.app.panes.zen, "the next article is read in zen too");
    assert_eq!(bench.open(), TITLES[2]);
    bench.keys("z");
    assert!(!bench.app.panes.zen);
}

#[test]
fn the_list_in_focus_or_the_column_gets_wider_and_narrower() {
    let mut bench = news();
    bench.resize(160, 40);
    let start = bench.app.panes;
    bench.keys(">>");
    assert_eq!(bench.app.panes.articles_width, start.articles_width + 4);
    bench.keys("h<lt>");
    assert_eq!(bench.app.panes.sources_width, start.sources_width - 2);
    bench.keys("ll5<lt>");
    assert_eq!(bench.app.panes.column, start.column - 10);
    assert_eq!(bench.app.reader_frame().text.width, start.column - 10);
    bench.keys("500<lt>500>500>");
    assert!(bench.app.panes.column >= 20);
}

#[test]
fn a_narrower_column_keeps_the_place() {
    let mut bench = long_reading();
    bench.resize(120, 30);
    bench.keys("40j");
    let place = bench.top();
    bench.keys("9<lt>");
    let open = bench.app.reader.open().unwrap();
    assert_eq!(open.top(), open.layout().row_at(place).range.start);
    bench.keys("9>");
    assert_eq!(bench.top(), place);
}

#[test]
fn pending_keys_show_what_can_follow() {
    let mut bench = news();
    bench.keys("5g");
    assert_eq!(bench.app.input.pending.count, Some(5));
    let follows: Vec<(&str, Action)> = bench
        .app
        .input
        .pending
        .follows
        .iter()
        .map(|follow| (follow.keys.as_str(), follow.action))
        .collect();
    assert_eq!(follows, [("g", Action::MoveTop)]);
    bench.keys("x");
    assert!(bench.app.input.pending.keys.is_empty() && bench.app.input.pending.count.is_none());
    assert!(
        !bench
            .app
            .reader
            .open()
            .is_some_and(newsprint::app::OpenArticle::shows_source)
    );
}

#[test]
fn a_key_that_does_nothing_says_where_the_keys_stand() {
    let mut bench = news();
    bench.keys("Q");
    assert!(bench.said().contains('?'), "{}", bench.said());
    bench.keys("j");
    assert_eq!(bench.said(), "");
}

#[test]
fn program_keys_ask_for_effects() {
    let mut bench = news();
    bench.keys("<C-l>");
    assert!(matches!(bench.effect(), Some(Effect::Redraw)));
    bench.keys("<C-z>");
    assert!(matches!(bench.effect(), Some(Effect::Suspend)));
    bench.keys("m");
    assert!(matches!(bench.effect(), Some(Effect::SetMouse(true))));
    bench.keys("m");
    assert!(matches!(bench.effect(), Some(Effect::SetMouse(false))));
    // Redraw and suspend also while something is typed.
    bench.keys("f<C-l>");
    assert!(matches!(bench.effect(), Some(Effect::Redraw)));
    bench.keys("<C-z>");
    assert!(matches!(bench.effect(), Some(Effect::Suspend)));
    bench.keys("<Esc>:<C-l>");
    assert!(matches!(bench.effect(), Some(Effect::Redraw)));
}

#[test]
fn the_built_in_corpus_opens_with_its_first_article() {
    let start = || Start {
        is_built_in: true,
        ..Start::default()
    };
    let bench = Bench::with(NEWS, start());
    assert_eq!((bench.focus(), bench.open().as_str()), (Pane::Reader, TITLES[0]));
    let mut quiet = start();
    quiet.settings.welcome = false;
    assert_eq!(Bench::with(NEWS, quiet).focus(), Pane::Articles);
    // Somebody who has begun to look around is not carried off.
    let mut bench = Bench::begin(start());
    bench.load(NEWS);
    bench.keys("jj");
    bench.done();
    assert_eq!(
        (bench.focus(), bench.chosen().as_str()),
        (Pane::Articles, TITLES[2])
    );
}

#[test]
fn every_key_of_the_panes_works_in_every_pane() {
    let keymap = newsprint::config::Settings::default().keymap;
    let sets = "[[set]]\nname = \"Crossing\"\nwords = [\"ferry\", \"tunnel\"]\n";
    let mut library = Bench::of(NEWS).shelves;
    for (keys, action) in keymap.bindings(newsprint::config::Context::Main) {
        for before in ["", "h", "l", "lv", "lx", "lz", "f", "H", "!", "d", "o", ":"] {
            for count in ["", "3"] {
                let start = Start {
                    keywords: keyword_sets(sets),
                    ..Start::default()
                };
                // The library is made once, which takes longer than the keys.
                let made = library.take().expect("the library").reopened();
                let mut bench = Bench::of_library(made, start);
                bench.done();
                bench.keys(before).keys(count);
                for &key in keys {
                    bench.event(newsprint::app::Event::Key(key));
                }
                bench.keys("j<Esc>");
                assert!(
                    bench.app.screen.areas.status.height <= 1,
                    "{action} after {before}"
                );
                library = bench.shelves;
            }
        }
    }
}

#[test]
fn the_problems_page_walks_and_copies() {
    let mut bench = Bench::begin(Start {
        complaints: vec!["config.toml:3: unknown field `colour`".to_owned()],
        ..Start::default()
    });
    bench.load(NEWS);
    bench.problem("x/photo.txt", "holds no text");
    bench.done();
    assert!(bench.said().contains('!'), "{}", bench.said());
    bench.keys("!j");
    let Some(Overlay::Problems(list)) = &bench.app.input.overlay else {
        panic!("the problems are open");
    };
    assert_eq!(list.cursor, 1);
    bench.keys("y");
    let Some(Effect::Copy(text)) = bench.effect() else {
        panic!("the problems are copied");
    };
    assert!(text.contains("x/photo.txt") && text.contains("colour"), "{text}");
    bench.keys("<Esc>");
    assert!(bench.app.input.overlay.is_none());
}
