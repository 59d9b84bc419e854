//! The article: source view, and keeping the place between it and the clean text.

use crate::harness::{Bench, Start, article, words};
use crate::pages::{long_reading, news};
use newsprint::app::{Event, MouseEvent, MouseKind, Pane};
use newsprint::article::BlockKind;

#[test]
fn the_source_view_shows_every_line_with_its_reason() {
    let mut bench = news();
    bench.keys("<Enter>x");
    let open = bench.app.reader.open().unwrap();
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
    bench.keys("x");
    assert!(!bench.app.reader.open().unwrap().shows_source());
}

#[test]
fn the_source_view_opens_from_the_list() {
    let mut bench = news();
    bench.keys("x");
    assert_eq!(bench.focus(), Pane::Reader);
    assert!(bench.app.reader.open().unwrap().shows_source());
}

#[test]
fn the_source_view_has_a_line_cursor() {
    let mut bench = news();
    bench.keys("<Enter>xgg");
    let line = |bench: &Bench| bench.app.reader.open().unwrap().line_cursor;
    for (keys, at) in [
        ("j", 1),
        ("2j", 3),
        ("k", 2),
        ("G", 7),
        ("gg", 0),
        ("99j", 7),
        ("99k", 0),
    ] {
        bench.keys(keys);
        assert_eq!(line(&bench), at, "after {keys}");
    }
}

#[test]
fn both_views_show_the_same_place() {
    let mut bench = long_reading();
    bench.keys("40j");
    let shown = bench.window()[..40].to_owned();
    let paragraph = shown.split("word0").next().unwrap().to_owned();
    let place = bench.top();
    bench.keys("x");
    let open = bench.app.reader.open().unwrap();
    let cursor = &open.document.blocks[open.line_cursor];
    assert!(open.window().contains(&cursor.range.start));
    bench.keys("x");
    let open = bench.app.reader.open().unwrap();
    let block = open.document.block_at(place);
    assert_eq!(open.document.block_at(open.top()), block, "{paragraph}");
}

#[test]
fn the_line_cursor_says_where_the_clean_text_goes_on() {
    let mut bench = long_reading();
    bench.keys("x30j");
    let line = {
        let open = bench.app.reader.open().unwrap();
        open.document.blocks[open.line_cursor].line
    };
    bench.keys("x");
    let open = bench.app.reader.open().unwrap();
    let shown: Vec<u32> = open
        .rows
        .iter()
        .filter_map(|row| Some(open.document.blocks.get(row.block)?.line))
        .collect();
    assert!(shown.contains(&line), "{line} in {shown:?}");
}

#[test]
fn a_line_higher_than_the_screen_can_be_read_in_the_source_view() {
    let page = format!("title: One line\n{}\ntext: The end.", words("text: start", 2000));
    let mut bench = Bench::begin(Start::default());
    bench.arrive(vec![("a.txt", article(&page))]);
    bench.done();
    bench.keys("xgg");
    let mut seen = 0;
    for _ in 0..2000 {
        let window = bench.app.reader.open().unwrap().window();
        assert!(
            window.start <= seen,
            "rows from {seen} to {} are skipped",
            window.start
        );
        seen = seen.max(window.end);
        bench.keys("j");
    }
    let open = bench.app.reader.open().unwrap();
    assert!(open.is_at_end());
    assert_eq!(open.line_cursor, 2);
    bench.keys("<C-b><C-b>");
    let middle = bench.app.reader.open().unwrap().window();
    bench.keys("<C-f>");
    let next = bench.app.reader.open().unwrap().window();
    assert!(
        next.start > middle.start && next.start <= middle.end,
        "{middle:?} {next:?}"
    );
    for _ in 0..2000 {
        bench.keys("k");
    }
    assert_eq!(
        (bench.top(), bench.app.reader.open().unwrap().line_cursor),
        (0, 0)
    );
}

#[test]
fn the_next_article_opens_in_its_clean_text() {
    let mut bench = news();
    bench.keys("<Enter>xJ");
    assert!(!bench.app.reader.open().unwrap().shows_source());
}

#[test]
fn a_page_without_lines_can_be_opened() {
    let mut bench = Bench::of(&[("empty.txt", "")]);
    bench.keys("<Enter>jkG gxxvlhw$0y*<Esc>/a<Enter>n<C-n>z<lt>>");
    assert_eq!(bench.app.reader.open().unwrap().percent(), 100);
}

#[test]
fn the_mouse_opens_scrolls_and_chooses() {
    let mut bench = long_reading();
    bench.resize(200, 40);
    let click = |kind, area: newsprint::app::Area, row: u16| {
        Event::Mouse(MouseEvent {
            kind,
            x: area.x + 2,
            y: area.y + row,
        })
    };
    bench.event(click(MouseKind::WheelDown, bench.app.screen.areas.reader, 5));
    assert!(bench.top() > 0);
    bench.event(click(MouseKind::WheelUp, bench.app.screen.areas.reader, 5));
    assert_eq!(bench.top(), 0);
    bench.event(click(MouseKind::Click, bench.app.screen.areas.sources, 2));
    assert_eq!(
        (bench.focus(), bench.outlet().as_str()),
        (Pane::Sources, "Long Reads")
    );
    bench.event(click(MouseKind::Click, bench.app.screen.areas.articles, 4));
    assert_eq!(
        (bench.focus(), bench.chosen().as_str()),
        (Pane::Articles, "Short one")
    );
    bench.keys("!");
    bench.event(click(MouseKind::Click, bench.app.screen.areas.reader, 4));
    assert_eq!(bench.focus(), Pane::Articles);
}
