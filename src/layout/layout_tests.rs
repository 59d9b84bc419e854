//! Tests of the layout: rows fit and cover the text, offsets map to rows and back, and the cost is bounded.

use crate::article::document::{
    BlockKind, BlockKind::Caption, BlockKind::Heading, BlockKind::ListItem, BlockKind::Meta,
    BlockKind::Paragraph, BlockKind::Quote, BlockKind::Subtitle, BlockKind::Title,
};
use crate::layout::rows::*;
use crate::layout::scroll::ScrollPosition;
use crate::layout::wrap::wrap;
use crate::text::width::{grapheme_width, width};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

fn document(blocks: &[(BlockKind, &str)]) -> Arc<Document> {
    let mut document = Document::default();
    for (line, (kind, text)) in (1..).zip(blocks) {
        let start = document.text.len();
        document.text.push_str(text);
        document.blocks.push(Block {
            range: start..document.text.len(),
            kind: *kind,
            line,
        });
        document.text.push('\n');
    }
    Arc::new(document)
}

fn reading(blocks: &[(BlockKind, &str)], width: u16) -> Layout {
    Layout::new(document(blocks), width, &BlockShapes::reading())
}

fn all_rows(layout: &Layout) -> Vec<LayoutRow> {
    layout.rows(0, usize::MAX)
}

/// The rows as they would be drawn.
fn drawn(layout: &Layout) -> Vec<String> {
    let text = &layout.document().text;
    let row_text = |row: &LayoutRow| {
        let mut line = String::new();
        let mut x = 0;
        for grapheme in layout.place(row) {
            line.extend(std::iter::repeat_n(' ', usize::from(grapheme.x) - x));
            line.push_str(grapheme.symbol(text));
            x = usize::from(grapheme.x + grapheme.width);
        }
        line
    };
    all_rows(layout).iter().map(row_text).collect()
}

#[test]
fn blocks_are_set_apart_and_items_hang() {
    let layout = reading(
        &[
            (Title, "Harbour reopens"),
            (Subtitle, "After a week"),
            (Meta, "The Herald"),
            (Paragraph, "Ships came in with the tide."),
            (Heading, "Numbers"),
            (ListItem, "• Twelve ships in the morning"),
            (ListItem, "10. Nine more after noon"),
            (Quote, "A good day for us all"),
            (Caption, "The pier"),
        ],
        16,
    );
    let wanted = [
        "Harbour reopens",
        "",
        "After a week",
        "",
        "The Herald",
        "",
        "Ships came in",
        "with the tide.",
        "",
        "Numbers",
        "",
        "• Twelve ships",
        "  in the morning",
        "10. Nine more",
        "    after noon",
        "",
        "  A good day for",
        "  us all",
        "",
        "The pier",
    ];
    assert_eq!(drawn(&layout), wanted);
    let source = Layout::new(Arc::clone(layout.document()), 80, &BlockShapes::source(false));
    assert_eq!(all_rows(&source).len(), 9);
    // With a row for a label above each run of lines of one kind; the first run has none.
    let labelled = Layout::new(Arc::clone(layout.document()), 80, &BlockShapes::source(true));
    let rows = all_rows(&labelled);
    let kinds: Vec<_> = layout.document().blocks.iter().map(|block| block.kind).collect();
    let runs = 1 + kinds.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert_eq!(
        rows.iter().filter(|row| row.kind == RowKind::Gap).count(),
        runs - 1
    );
}

#[test]
fn rows_break_where_the_scripts_allow_it() {
    let cases: [(&str, u16, &[&str]); 9] = [
        ("a well-known fact", 7, &["a well-", "known ", "fact"]),
        ("one  two   ", 3, &["one  ", "two   "]),
        (
            "see https://a.test/long/path",
            10,
            &["see ", "https://", "a.test/", "long/path"],
        ),
        ("abcdefgh ij", 3, &["abc", "def", "gh ", "ij"]),
        ("北京市今，天下", 8, &["北京市", "今，天下"]),
        ("他说「你好」。", 6, &["他说", "「你", "好」。"]),
        ("👩\u{200d}🚀👩\u{200d}🚀", 1, &["👩\u{200d}🚀", "👩\u{200d}🚀"]),
        ("ภาษาไทย", 4, &["ภาษา", "ไทย"]),
        ("", 4, &[""]),
    ];
    for (text, cells, rows) in cases {
        let found: Vec<_> = wrap(text, cells).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, rows, "{text}");
    }
}

#[test]
fn right_to_left_rows_end_at_the_right_edge() {
    let layout = reading(&[(Paragraph, "שלום לכולם (כאן) היום")], 12);
    assert_eq!(drawn(&layout), ["  םלוכל םולש", "  םויה (ןאכ)"]);
    let rows = all_rows(&layout);
    assert_eq!(layout.x_of(&rows[0], 0), 11);
    assert_eq!(layout.offset_at(&rows[0], 11), 0);
    assert_eq!(layout.offset_at(&rows[0], 0), layout.offset_at(&rows[0], 2));
    assert_eq!(layout.x_of(&rows[0], rows[0].range.end - 1), 1);
}

#[test]
fn an_empty_document_has_no_rows_and_no_surprises() {
    for blocks in [&[][..], &[(Paragraph, "")], &[(Paragraph, ""), (Title, "")]] {
        let layout = reading(blocks, 10);
        assert_eq!(layout.rows(0, 10), []);
        assert_eq!(layout.row_at(5).range, 0..0);
        assert_eq!(layout.next_row(&layout.row_at(0)), None);
        assert_eq!(layout.prev_row(&layout.row_at(0)), None);
        assert_eq!(layout.canonical_top(7, 5), 0);
        assert!(layout.is_top(0) && layout.is_end(0, 5));
    }
    let layout = reading(
        &[
            (Paragraph, ""),
            (Paragraph, "a"),
            (Paragraph, ""),
            (Paragraph, "b"),
            (Paragraph, ""),
        ],
        9,
    );
    assert_eq!(drawn(&layout), ["a", "", "b"]);
    for row in all_rows(&layout) {
        assert_eq!(layout.row_at(row.range.start), row);
    }
}

#[test]
fn a_document_that_contradicts_itself_does_no_harm() {
    let block = |range: Range<usize>| Block {
        range,
        kind: Paragraph,
        line: 1,
    };
    let document = Document {
        text: "é b".to_owned(),
        blocks: vec![block(0..1), block(0..2), block(3..99)],
    };
    let layout = Layout::new(Arc::new(document), 0, &BlockShapes::reading());
    for offset in 0..6 {
        let _ = (
            layout.row_at(offset),
            layout.scroll(offset, 9),
            layout.last_page(3),
        );
    }
}

#[test]
fn the_last_screenful_costs_as_little_as_the_first() {
    let sentence = "Ships came in with the tide, and the harbour was full again. ";
    let one_line = sentence.repeat(5_000_000 / sentence.len());
    let one_word = "x".repeat(5_000_000);
    let lines = vec![(Paragraph, sentence); 100_000];
    let (one_line, one_word) = ([(Paragraph, one_line.as_str())], [(Paragraph, one_word.as_str())]);
    for (blocks, width) in [
        (&one_line[..], 72),
        (&one_line, 20),
        (&one_word, 72),
        (&lines, 72),
        (&lines, 40),
    ] {
        let layout = reading(blocks, width);
        let top = layout.canonical_top(usize::MAX, 60);
        assert_eq!(layout.rows(top, 100).len(), 60);
        assert!(layout.rows_laid_out() < 1000, "{}", layout.rows_laid_out());
        let middle = layout.canonical_top(layout.document().text.len() / 2, 60);
        let below = layout.scroll(middle, 60);
        assert_eq!(layout.scroll(below, -60), middle);
        assert!(layout.rows_laid_out() < 2000, "{}", layout.rows_laid_out());
    }
}

/// Text of all the kinds that are hard to set.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,12}",
        4 => Just(" ".to_owned()),
        1 => "[a-z]{1,6}[-/—,.] ?",
        2 => "[北京市，。「」（）ア]{1,8}",
        1 => "(👩\u{200d}🚀|🇩🇪|❤\u{fe0f}|e\u{301}| \u{301}|\t|\u{3000})",
        1 => "[אבגא-ת(]{1,6}",
        1 => "[ก-ฮะาำ]{1,10}",
        1 => "[क-ह]्[क-ह]ि",
    ];
    prop::collection::vec(piece, 1..40).prop_map(|pieces| pieces.concat())
}

fn kind() -> impl Strategy<Value = BlockKind> {
    prop::sample::select(vec![
        Title, Subtitle, Meta, Paragraph, ListItem, Quote, Caption, Heading,
    ])
}

fn blocks() -> impl Strategy<Value = Vec<(BlockKind, String)>> {
    let block = (kind(), text(), 1usize..3)
        .prop_map(|(kind, text, times)| (kind, text.repeat(times * times * 4 - 3)));
    prop::collection::vec(block, 1..6)
}

fn laid_out(blocks: &[(BlockKind, String)], width: u16) -> Layout {
    let blocks: Vec<_> = blocks.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
    reading(&blocks, width)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_fit_and_join_to_the_text(blocks in blocks(), width_cells in 0u16..40) {
        let layout = laid_out(&blocks, width_cells);
        let mut joined = vec![String::new(); blocks.len()];
        for row in all_rows(&layout) {
            if row.kind == RowKind::Gap {
                prop_assert_eq!(&layout.document().text[row.range], "\n");
                continue;
            }
            let shown = layout.text_of(&row);
            let cells = usize::from(row.indent) + width(shown);
            let wide = shown.graphemes(true).filter(|grapheme| grapheme_width(grapheme) > 0).count();
            prop_assert!(cells <= usize::from(layout.width()) || wide == 1, "{:?} at {}", shown, width_cells);
            let placed = layout.place(&row);
            prop_assert_eq!(placed.iter().map(|g| usize::from(g.width)).sum::<usize>(), width(shown));
            joined[row.block].push_str(&layout.document().text[row.range]);
        }
        let texts: Vec<_> = blocks.into_iter().map(|(_, text)| text).collect();
        prop_assert_eq!(joined, texts);
    }

    #[test]
    fn rows_are_full(text in text(), cells in 1u16..30) {
        let clusters: Vec<_> = text.grapheme_indices(true).map(|(at, cluster)| at + cluster.len()).collect();
        let breaks: Vec<_> = unicode_linebreak::linebreaks(&text)
            .map(|(end, _)| end)
            .filter(|end| clusters.contains(end))
            .collect();
        for pair in wrap(&text, cells).windows(2) {
            // What might have stood on the row as well: all up to the next place to break, in a word that is too long
            // for any row the next cluster.
            let places = if breaks.contains(&pair[1].start) { &breaks } else { &clusters };
            let next = places.iter().find(|end| **end > pair[1].start);
            let more = text[pair[0].start..*next.unwrap()].trim_end();
            prop_assert!(width(more) > usize::from(cells), "{:?}", more);
        }
    }

    #[test]
    fn next_and_previous_are_inverse(blocks in blocks(), width in 0u16..40) {
        let layout = laid_out(&blocks, width);
        let rows = all_rows(&layout);
        for pair in rows.windows(2) {
            prop_assert_eq!(layout.next_row(&pair[0]), Some(pair[1].clone()));
            prop_assert_eq!(layout.prev_row(&pair[1]), Some(pair[0].clone()));
        }
        prop_assert_eq!(layout.prev_row(&rows[0]), None);
        prop_assert_eq!(&layout.first_row(), &rows[0]);
        prop_assert_eq!(&layout.last_row(), &rows[rows.len() - 1]);
        for row in &rows {
            for offset in row.range.clone() {
                prop_assert_eq!(&layout.row_at(offset), row);
            }
        }
    }

    #[test]
    fn cells_lead_back_to_offsets(blocks in blocks(), width in 1u16..40) {
        let layout = laid_out(&blocks, width);
        for row in layout.rows(0, 40) {
            for grapheme in layout.place(&row).iter().filter(|grapheme| grapheme.width > 0) {
                prop_assert_eq!(layout.x_of(&row, grapheme.range.start), grapheme.x);
                prop_assert_eq!(layout.offset_at(&row, grapheme.x), grapheme.range.start);
            }
        }
    }

    #[test]
    fn scrolling_there_and_back(blocks in blocks(), width in 1u16..40, from: prop::sample::Index, rows in 0isize..30) {
        let layout = laid_out(&blocks, width);
        let from = layout.row_at(from.index(layout.document().text.len())).range.start;
        let there = layout.scroll(from, rows);
        if layout.next_row(&layout.row_at(there)).is_some() {
            prop_assert_eq!(layout.scroll(there, -rows), from);
        }
    }

    #[test]
    fn a_resize_keeps_the_place(
        blocks in blocks(),
        widths in prop::collection::vec(0u16..80, 1..6),
        from: prop::sample::Index,
        height in 0usize..30,
    ) {
        let offset = from.index(laid_out(&blocks, 1).document().text.len());
        for width in widths {
            let layout = laid_out(&blocks, width);
            let top = layout.canonical_top(offset, height);
            prop_assert_eq!(layout.canonical_top(top, height), top);
            prop_assert_eq!(layout.row_at(top).range.start, top);
            let row = layout.row_at(top);
            prop_assert!(layout.is_end(top, height) || row.range.contains(&offset) || offset == row.range.end);
            prop_assert!(top == layout.last_page(height) || layout.rows(top, height + 1).len() > height);
        }
    }

    #[test]
    fn resizes_back_and_forth_leave_the_place(
        blocks in blocks(),
        sizes in prop::collection::vec((0u16..80, 0usize..30), 1..8),
        rows in 0isize..200,
    ) {
        let first = laid_out(&blocks, 30);
        let mut place = ScrollPosition::at(0);
        place.scroll(&first, rows, 10);
        let top = place.top();
        for (width, height) in sizes {
            place.fit(&laid_out(&blocks, width), height);
            prop_assert!(place.top() <= place.requested());
        }
        place.fit(&first, 10);
        prop_assert_eq!(place.top(), top);
    }
}
