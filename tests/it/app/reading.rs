//! The article: the source view, and the position when switching between it and the clean text.

use super::pages::{long_reading, news};
use crate::harness::{AppDriver, Start, article, words};
use newsprint::app::{Event, MouseEvent, MouseKind, Overlay, Pane, PickerKind};
use newsprint::article::{BlockKind, Reason};

#[test]
fn the_source_view_shows_every_line_with_its_reason() {
    let mut driver = news();
    driver.keys("<Enter>x");
    let open = driver.app.reader.open().unwrap();
    assert!(open.shows_source());
    assert_eq!(open.document.blocks.len(), open.entry.article.lines.len());
    let reasons: Vec<&str> = open
        .document
        .blocks
        .iter()
        .filter_map(|block| match block.kind {
            BlockKind::Removed(reason) => Some(reason.name()),
            _ => None,
        })
        .collect();
    assert_eq!(reasons, ["navigation", "share"]);
    driver.keys("x");
    assert!(!driver.app.reader.open().unwrap().shows_source());
}

#[test]
fn the_source_view_opens_from_the_list() {
    let mut driver = news();
    driver.keys("x");
    assert_eq!(driver.focus(), Pane::Reader);
    assert!(driver.app.reader.open().unwrap().shows_source());
}

#[test]
fn the_source_view_steps_from_one_removed_run_to_the_next() {
    let mut driver = news();
    driver.keys("<Enter>x");
    let line = |driver: &AppDriver| driver.app.reader.open().unwrap().line();
    assert_eq!(line(&driver), 1, "it opens at the first line");
    let removed = |driver: &AppDriver| {
        let open = driver.app.reader.open().unwrap();
        open.entry.article.lines[open.line_cursor]
            .reason
            .map(Reason::name)
    };
    driver.keys("}");
    assert_eq!(removed(&driver), Some("share"));
    driver.keys("}");
    assert!(driver.message().contains("No further"), "{}", driver.message());
    driver.keys("{");
    assert_eq!((removed(&driver), line(&driver)), (Some("navigation"), 1));
}

#[test]
fn removed_lines_are_summed_up_by_reason() {
    let mut driver = news();
    driver.keys("<Enter>T");
    let Some(Overlay::Picker(PickerKind::Reasons, picker)) = &driver.app.input.overlay else {
        panic!("the summary is open");
    };
    let rows: Vec<(&str, &str)> = picker
        .rows()
        .map(|row| (row.label.as_str(), row.detail.as_str()))
        .collect();
    assert_eq!(rows, [("navigation", "1"), ("share", "1")]);
    driver.keys("share<Enter>");
    let open = driver.app.reader.open().unwrap();
    assert!(open.shows_source());
    let reason = open.entry.article.lines[open.line_cursor].reason;
    assert_eq!(reason.map(Reason::name), Some("share"));
}

#[test]
fn the_source_view_has_a_line_cursor() {
    let mut driver = news();
    driver.keys("<Enter>xgg");
    let line = |driver: &AppDriver| driver.app.reader.open().unwrap().line_cursor;
    for (keys, at) in [
        ("j", 1),
        ("2j", 3),
        ("k", 2),
        ("G", 7),
        ("gg", 0),
        ("99j", 7),
        ("99k", 0),
    ] {
        driver.keys(keys);
        assert_eq!(line(&driver), at, "after {keys}");
    }
}

#[test]
fn both_views_show_the_same_position() {
    let mut driver = long_reading();
    driver.keys("40j");
    let shown = driver.window()[..40].to_owned();
    let paragraph = shown.split("word0").next().unwrap().to_owned();
    let place = driver.top();
    driver.keys("x");
    let open = driver.app.reader.open().unwrap();
    let cursor = &open.document.blocks[open.line_cursor];
    assert!(open.window().contains(&cursor.range.start));
    driver.keys("x");
    let open = driver.app.reader.open().unwrap();
    let block = open.document.block_at(place);
    assert_eq!(open.document.block_at(open.top()), block, "{paragraph}");
}

#[test]
fn the_clean_text_continues_at_the_line_cursor() {
    let mut driver = long_reading();
    driver.keys("x30j");
    let line = {
        let open = driver.app.reader.open().unwrap();
        open.document.blocks[open.line_cursor].line
    };
    driver.keys("x");
    let open = driver.app.reader.open().unwrap();
    let shown: Vec<u32> = open
        .rows
        .iter()
        .filter_map(|row| Some(open.document.blocks.get(row.block)?.line))
        .collect();
    assert!(shown.contains(&line), "{line} in {shown:?}");
}

#[test]
fn a_line_taller_than_the_screen_can_be_read_in_the_source_view() {
    let page = format!("title: One line\n{}\ntext: The end.", words("text: start", 2000));
    let mut driver = AppDriver::begin(Start::default());
    driver.arrive(vec![("a.txt", article(&page))]);
    driver.done();
    driver.keys("xgg");
    let mut seen = 0;
    for _ in 0..2000 {
        let window = driver.app.reader.open().unwrap().window();
        assert!(
            window.start <= seen,
            "rows from {seen} to {} are skipped",
            window.start
        );
        seen = seen.max(window.end);
        driver.keys("j");
    }
    let open = driver.app.reader.open().unwrap();
    assert!(open.is_at_end());
    assert_eq!(open.line_cursor, 2);
    driver.keys("<C-b><C-b>");
    let middle = driver.app.reader.open().unwrap().window();
    driver.keys("<C-f>");
    let next = driver.app.reader.open().unwrap().window();
    assert!(
        next.start > middle.start && next.start <= middle.end,
        "{middle:?} {next:?}"
    );
    for _ in 0..2000 {
        driver.keys("k");
    }
    assert_eq!(
        (driver.top(), driver.app.reader.open().unwrap().line_cursor),
        (0, 0)
    );
}

#[test]
fn the_next_article_opens_in_its_clean_text() {
    let mut driver = news();
    driver.keys("<Enter>xJ");
    assert!(!driver.app.reader.open().unwrap().shows_source());
}

#[test]
fn a_page_without_lines_can_be_opened() {
    let mut driver = AppDriver::of(&[("empty.txt", "")]);
    driver.keys("<Enter>jkG gxxvlhw$0y*<Esc>/a<Enter>n<C-n>z<lt>>");
    assert_eq!(driver.app.reader.open().unwrap().percent(), 100);
}

#[test]
fn the_mouse_opens_scrolls_and_selects() {
    let mut driver = long_reading();
    driver.resize(200, 40);
    let click = |kind, area: newsprint::app::Area, row: u16| {
        Event::Mouse(MouseEvent {
            kind,
            x: area.x + 2,
            y: area.y + row,
        })
    };
    driver.event(click(MouseKind::WheelDown, driver.app.screen.areas.reader, 5));
    assert!(driver.top() > 0);
    driver.event(click(MouseKind::WheelUp, driver.app.screen.areas.reader, 5));
    assert_eq!(driver.top(), 0);
    driver.event(click(MouseKind::Click, driver.app.screen.areas.sources, 3));
    assert_eq!(
        (driver.focus(), driver.outlet().as_str()),
        (Pane::Sources, "Long Reads")
    );
    driver.event(click(MouseKind::Click, driver.app.screen.areas.articles, 2));
    assert_eq!(
        (driver.focus(), driver.chosen().as_str()),
        (Pane::Articles, "Short one")
    );
    driver.keys("!");
    driver.event(click(MouseKind::Click, driver.app.screen.areas.reader, 4));
    assert_eq!(driver.focus(), Pane::Articles);
}
