//! The cells that the program counts are the cells that ratatui draws, so that no row is wider than the screen.

use newsprint::text::{grapheme_width, width};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

fn cells_drawn(text: &str) -> usize {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 1));
    let (end, _) = buffer.set_stringn(0, 0, text, 200, Style::new());
    usize::from(end)
}

#[test]
fn every_character_takes_the_cells_that_it_is_counted_with() {
    for c in (0..0x2_0000)
        .filter_map(char::from_u32)
        .filter(|c| !c.is_control())
    {
        let text = c.to_string();
        assert_eq!(grapheme_width(&text), cells_drawn(&text), "{c:?}");
    }
}

proptest! {
    #[test]
    fn rows_are_drawn_as_wide_as_counted(
        text in "([a-z ]|[à-ž]|[а-я]|[北京ア、ｶﾞ]|[אבلاﻻ]|[कि्षๆำ]|[👩🚀🏽\u{200d}\u{fe0f}❤🇩🇪1\u{20e3}]|[\u{301}\u{1160}\u{ad}]){0,40}"
    ) {
        prop_assert_eq!(width(&text), cells_drawn(&text), "{:?}", text);
    }
}
