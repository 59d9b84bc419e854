//! Panes: moving between them, the order in which Esc undoes things, q, zen, widths, pending keys.

use super::pages::{NEWS, TITLES, long_reading, news};
use crate::harness::Start;
use crate::harness::{AppDriver, cases, keyword_sets};
use newsprint::app::{Effect, Overlay, Pane};
use newsprint::config::Action;

#[test]
fn keys_move_between_the_panes() {
    let mut driver = news();
    assert_eq!(driver.focus(), Pane::Articles);
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
        driver.keys(keys);
        assert_eq!(driver.focus(), pane, "after {keys}");
    }
    assert_eq!(driver.open(), TITLES[0]);
}

#[test]
fn escape_undoes_one_thing_at_a_time_in_order() {
    let mut driver = news();
    driver.keys("ftunnel<Enter>");
    driver.keys("<Enter>z/ferry<Enter>v");
    driver.keys("?");
    assert!(driver.app.input.overlay.is_some());
    driver.keys("<Esc>");
    assert!(driver.app.input.overlay.is_none(), "first the overlay");
    assert!(driver.selected().is_some());
    driver.keys("3<Esc>");
    assert!(driver.selected().is_some(), "a count goes alone");
    driver.keys("g<Esc>");
    assert!(driver.selected().is_some(), "pending keys go alone");
    assert!(driver.app.input.pending.keys.is_empty());
    driver.keys("<Esc>");
    assert_eq!(driver.selected(), None, "then the selection");
    assert!(driver.app.search.find().is_some());
    driver.keys("<Esc>");
    assert!(driver.app.search.find().is_none(), "then the find");
    assert!(driver.app.panes.zen);
    driver.keys("<Esc>");
    assert!(!driver.app.panes.zen, "then zen");
    assert_eq!(driver.focus(), Pane::Reader);
    driver.keys("<Esc>");
    assert_eq!(driver.focus(), Pane::Articles);
    driver.keys("<Esc>");
    assert_eq!(driver.focus(), Pane::Sources);
    driver.keys("<Esc><Esc><Esc>");
    assert_eq!(driver.focus(), Pane::Sources, "at the top nothing");
    assert_eq!(driver.app.filter.text, "tunnel", "never a filter");
    assert!(!driver.effects.iter().any(|effect| matches!(effect, Effect::Quit)));
}

#[test]
fn escape_closes_a_prompt_before_anything_else() {
    let mut driver = news();
    driver.keys("<Enter>/ferry<Enter>f");
    driver.keys("<Esc>");
    assert!(driver.app.input.prompt.is_none());
    assert!(driver.app.search.find().is_some());
    assert_eq!(driver.focus(), Pane::Reader);
}

#[test]
fn q_closes_goes_left_and_quits_at_the_top() {
    let mut driver = news();
    driver.keys("<Enter>z!");
    driver.keys("q");
    assert!(driver.app.input.overlay.is_none());
    driver.keys("q");
    assert!(!driver.app.panes.zen);
    assert_eq!(driver.focus(), Pane::Reader);
    driver.keys("q");
    assert_eq!(driver.focus(), Pane::Articles);
    driver.keys("q");
    assert_eq!(driver.focus(), Pane::Sources);
    assert!(driver.effects.is_empty());
    driver.keys("q");
    assert!(matches!(driver.effect(), Some(Effect::Quit)));
}

#[test]
fn control_c_quits_at_once() {
    let mut driver = news();
    driver.keys("<Enter><C-c>");
    assert!(matches!(driver.effect(), Some(Effect::Quit)));
}

#[test]
fn an_empty_list_cannot_be_entered() {
    let mut driver = AppDriver::of(&[]);
    driver.keys("l");
    assert_eq!(driver.focus(), Pane::Articles);
}

#[test]
fn zen_shows_only_the_text_from_any_pane() {
    let mut driver = news();
    driver.keys("jz");
    assert!(driver.app.panes.zen);
    assert_eq!(driver.open(), TITLES[1]);
    let areas = driver.app.screen.areas;
    assert!(areas.sources.is_empty() && areas.articles.is_empty() && areas.header.is_empty());
    driver.keys("J");
    assert!(driver.app.panes.zen, "the next article is read in zen too");
    assert_eq!(driver.open(), TITLES[2]);
    driver.keys("z");
    assert!(!driver.app.panes.zen);
}

#[test]
fn the_list_in_focus_or_the_column_gets_wider_and_narrower() {
    let mut driver = news();
    driver.resize(160, 40);
    let (start, areas) = (driver.app.panes, driver.app.screen.areas);
    driver.keys(">>");
    assert_eq!(driver.app.screen.areas.articles.width, areas.articles.width + 4);
    driver.keys("h<lt>");
    assert_eq!(driver.app.screen.areas.sources.width, areas.sources.width - 2);
    driver.keys("ll5<lt>");
    assert_eq!(driver.app.panes.column, start.column - 10);
    assert_eq!(driver.app.reader_frame().text.width, start.column - 10);
    driver.keys("500<lt>500>500>");
    assert!(driver.app.panes.column >= 20);
}

#[test]
fn a_narrower_column_keeps_the_position() {
    let mut driver = long_reading();
    driver.resize(120, 30);
    driver.keys("40j");
    let place = driver.top();
    driver.keys("9<lt>");
    let open = driver.app.reader.open().unwrap();
    assert_eq!(open.top(), open.layout().row_at(place).range.start);
    driver.keys("9>");
    assert_eq!(driver.top(), place);
}

#[test]
fn pending_keys_show_what_can_follow() {
    let mut driver = news();
    driver.keys("5g");
    assert_eq!(driver.app.input.pending.count, Some(5));
    let follows: Vec<(&str, Action)> = driver
        .app
        .input
        .pending
        .follows
        .iter()
        .map(|follow| (follow.keys.as_str(), follow.action))
        .collect();
    assert!(follows.contains(&("g", Action::MoveTop)), "{follows:?}");
    driver.keys("x");
    assert!(driver.app.input.pending.keys.is_empty() && driver.app.input.pending.count.is_none());
    assert!(
        !driver
            .app
            .reader
            .open()
            .is_some_and(newsprint::app::OpenArticle::shows_source)
    );
}

#[test]
fn an_unbound_key_names_the_help() {
    let mut driver = news();
    driver.keys("Q");
    assert!(driver.message().contains('?'), "{}", driver.message());
    driver.keys("j");
    assert_eq!(driver.message(), "");
}

#[test]
fn program_keys_return_effects() {
    let mut driver = news();
    driver.keys("<C-l>");
    assert!(matches!(driver.effect(), Some(Effect::Redraw)));
    driver.keys("<C-z>");
    assert!(matches!(driver.effect(), Some(Effect::Suspend)));
    driver.keys("m");
    assert!(matches!(driver.effect(), Some(Effect::SetMouse(true))));
    driver.keys("m");
    assert!(matches!(driver.effect(), Some(Effect::SetMouse(false))));
    // Redraw and suspend also work in a prompt.
    driver.keys("f<C-l>");
    assert!(matches!(driver.effect(), Some(Effect::Redraw)));
    driver.keys("<C-z>");
    assert!(matches!(driver.effect(), Some(Effect::Suspend)));
    driver.keys("<Esc>:<C-l>");
    assert!(matches!(driver.effect(), Some(Effect::Redraw)));
}

#[test]
fn the_built_in_corpus_opens_with_its_first_article() {
    let start = || Start {
        is_built_in: true,
        ..Start::default()
    };
    let driver = AppDriver::with(NEWS, start());
    assert_eq!(
        (driver.focus(), driver.open().as_str()),
        (Pane::Reader, TITLES[0])
    );
    let mut quiet = start();
    quiet.settings.welcome = false;
    assert_eq!(AppDriver::with(NEWS, quiet).focus(), Pane::Articles);
    // A person who has already moved is not moved away.
    let mut driver = AppDriver::begin(start());
    driver.load(NEWS);
    driver.keys("jj");
    driver.done();
    assert_eq!(
        (driver.focus(), driver.chosen().as_str()),
        (Pane::Articles, TITLES[2])
    );
}

/// Every key of the panes works after these keys, with and without a count.
fn every_key(before: &str) {
    let keymap = newsprint::config::Settings::default().keymap;
    let sets = "[[set]]\nname = \"Crossing\"\nwords = [\"ferry\", \"tunnel\"]\n";
    let mut library = AppDriver::of(NEWS).library;
    for (keys, action) in keymap.bindings(newsprint::config::Context::Main) {
        for count in ["", "3"] {
            let start = Start {
                keywords: keyword_sets(sets),
                ..Start::default()
            };
            // The library is made once, which takes longer than the keys.
            let made = library.take().expect("the library").reopened();
            let mut driver = AppDriver::of_library(made, start);
            driver.done();
            driver.keys(before).keys(count);
            for &key in keys {
                driver.event(newsprint::app::Event::Key(key));
            }
            driver.keys("j<Esc>");
            assert!(driver.app.screen.areas.status.height <= 1, "{action}");
            library = driver.library;
        }
    }
}

cases! { every_key
    in_the_list: ("");
    in_the_outlets: ("h");
    in_the_article: ("l");
    while_selecting: ("lv");
    in_the_source_view: ("lx");
    in_zen: ("lz");
    in_the_filter_bar: ("f");
    in_the_keyword_sets: ("H");
    in_the_problems: ("!");
    in_the_date_picker: ("d");
    in_the_outlet_picker: ("o");
    in_the_palette: (":");
    in_the_help: ("?");
    in_a_selection_of_rows: ("Vj");
}

#[test]
fn the_problems_can_be_scrolled_and_copied() {
    let mut driver = AppDriver::begin(Start {
        diagnostics: vec!["config.toml:3: unknown field `colour`".to_owned()],
        ..Start::default()
    });
    driver.load(NEWS);
    driver.problem("x/photo.txt", "holds no text");
    driver.done();
    assert!(driver.message().contains('!'), "{}", driver.message());
    driver.keys("!j");
    let Some(Overlay::Problems(list)) = &driver.app.input.overlay else {
        panic!("the problems are open");
    };
    assert_eq!(list.cursor, 1);
    driver.keys("y");
    let Some(Effect::Copy(text)) = driver.effect() else {
        panic!("the problems are copied");
    };
    assert!(text.contains("x/photo.txt") && text.contains("colour"), "{text}");
    driver.keys("<Esc>");
    assert!(driver.app.input.overlay.is_none());
}
