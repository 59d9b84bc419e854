//! The width that the program computes for a text is the number of cells that ratatui draws, so no row is wider than
//! the screen.

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
fn the_width_of_each_character_is_the_number_of_cells_drawn() {
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
    fn the_width_of_a_text_is_the_number_of_cells_drawn(
        text in "([a-z ]|[à-ž]|[а-я]|[北京ア、ｶﾞ]|[אבلاﻻ]|[कि्षๆำ]|[👩🚀🏽\u{200d}\u{fe0f}❤🇩🇪1\u{20e3}]|[\u{301}\u{1160}\u{ad}]){0,40}"
    ) {
        prop_assert_eq!(width(&text), cells_drawn(&text), "{:?}", text);
    }
}
