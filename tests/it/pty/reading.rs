//! Start, read, move, filter, source view and help; and start without a suitable terminal.

use super::session::{Start, rows, shows};
use crate::harness::workspace::Workspace;
use newsprint::config::Action;

#[test]
fn the_sample_corpus_opens_without_a_library() {
    let mut session = Start::program(&[]).size(120, 40).open();
    session.wait_for_text("sample corpus");
    session.wait_for_text("43 articles");
    session.type_keys("q");
    session.type_keys("q");
    session.type_keys("q");
    assert!(session.wait_for_end().success());
    session.assert_restored();
}

#[test]
fn a_folder_is_read_and_filtered() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace).size(120, 40).open();
    session.wait_for_text("4 articles");
    for title in ["Ferry returns", "Bakers count", "A long frost", "Night trains"] {
        session.wait_for_text(title);
    }
    session.type_keys("]");
    session.wait_for_text("▸ unknown");
    session.type_keys("0");
    session.wait_until_gone("▸ unknown");

    session.type_keys("fbakers");
    session.wait_for_text("1 of 4");
    assert!(!shows(session.screen(), "Ferry returns"));
    session.type_keys("\rF");
    session.wait_for_text("4 articles");

    session.type_keys("ffrost\r");
    session.wait_for_text("1 of 4");
    session.type_keys("\r");
    session.wait_for_text("Paragraph 1 says");
    session.type_keys("x");
    session.wait_for_text("▸ Source");
    session.type_keys("G");
    session.wait_for_text("Share this article");
    let screen = rows(session.screen());
    let removed = screen.iter().find_map(|row| row.split_once("Share this article"));
    // The reason is to the left of the line, after the list.
    let reason = removed
        .unwrap()
        .0
        .rsplit('│')
        .next()
        .unwrap()
        .trim_matches(|c: char| !c.is_alphabetic());
    assert!(!reason.is_empty(), "{}", session.text());
    session.type_keys("x");
    session.wait_until_gone("Share this article");
    session.type_keys("gg");
    session.wait_for_text("Paragraph 1 says");
    session.type_keys("G");
    session.wait_for_text("Paragraph 60 says");
}

#[test]
fn help_lists_every_group_of_keys() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace)
        // High enough for the whole list.
        .size(120, 2 * u16::try_from(Action::ALL.len()).unwrap())
        .open();
    session.wait_for_text("4 articles");
    session.type_keys("?");
    // That every action is in a row: see `config::help`.
    for action in Action::ALL {
        session.wait_for_text(action.group().title());
    }
}

#[test]
fn without_a_terminal_the_reader_names_other_commands() {
    let finished = Workspace::new().run([""; 0]);
    assert_eq!(finished.code, Some(2));
    assert!(finished.stderr.contains("list"), "{}", finished.stderr);
    assert!(finished.stderr.contains("extract"), "{}", finished.stderr);
}

#[test]
fn on_a_dumb_terminal_the_reader_names_other_commands() {
    let mut session = Start::program(&[]).env("TERM", "dumb").open();
    assert_eq!(session.wait_for_end().exit_code(), 2);
    assert!(session.text().contains("newsprint list"));
    assert!(!session.bytes.contains(&0x1b));
}

#[test]
fn no_color_turns_all_colours_off() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace)
        .arguments(&["--highlight", "harbour"])
        .env("NO_COLOR", "1")
        .env("COLORTERM", "truecolor")
        .size(120, 40)
        .open();
    session.wait_for_text("Paragraph 1 says");
    let screen = session.screen();
    let (height, width) = screen.size();
    let cells = || (0..height.get()).flat_map(|y| (0..width.get()).filter_map(move |x| screen.cell(y, x)));
    assert!(
        cells()
            .all(|cell| cell.fgcolor() == vt100::Color::Default && cell.bgcolor() == vt100::Color::Default)
    );
    // Highlights are still visible.
    assert!(cells().any(|cell| cell.underline() || cell.bold() || cell.inverse()));
}
