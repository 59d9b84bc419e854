//! How many cells text takes on a terminal, counted as ratatui draws it: grapheme by grapheme. Not wrapping.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Cells that one grapheme cluster takes: 0 for a mark alone or a control character, 2 for a wide character, an emoji
/// sequence or a flag. A tab counts as the one blank it is drawn as.
pub fn grapheme_width(grapheme: &str) -> usize {
    match grapheme.as_bytes() {
        [b' '..=b'~' | b'\t'] => 1,
        [_] => 0,
        _ if grapheme.contains(char::is_control) => 0,
        // Half-width voicing marks are drawn in a cell of their own, though Unicode says they combine.
        _ => grapheme.width() + grapheme.matches(['\u{ff9e}', '\u{ff9f}']).count(),
    }
}

/// Cells that a text takes on one row.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.len();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// The text cut to a number of cells; where something is cut, the last cell is `…`.
pub fn clip(text: &str, cells: usize) -> Cow<'_, str> {
    // A text of more than four bytes a cell may still fit, so only the sure case is settled by its length.
    if text.len() <= cells && text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let Some(budget) = cells.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let (mut used, mut fits) = (0, 0);
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme_width(grapheme);
        if used <= budget {
            fits = at + grapheme.len();
        }
        if used > cells {
            return Cow::Owned(format!("{}…", &text[..fits]));
        }
    }
    Cow::Borrowed(text)
}

/// The same from the left: the end of the text stays, and the first cell is `…` where something is cut.
pub fn clip_start(text: &str, cells: usize) -> Cow<'_, str> {
    let Some(budget) = cells.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let (mut used, mut fits) = (0, text.len());
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme_width(grapheme);
        if used <= budget {
            fits = at;
        }
        if used > cells {
            return Cow::Owned(format!("…{}", &text[fits..]));
        }
    }
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn clusters_take_the_cells_they_are_drawn_in() {
        let cases = [
            ("abc", 3),
            ("北京", 4),
            ("e\u{301}", 1),
            ("\u{301}", 0),
            ("👩\u{200d}🚀", 2),
            ("🇩🇪🇫🇷", 4),
            ("❤\u{fe0f}", 2),
            ("a\tb", 3),
            ("\x07", 0),
            ("한국", 4),
        ];
        for (text, cells) in cases {
            assert_eq!(width(text), cells, "{text}");
        }
    }

    #[test]
    fn clipping_cuts_between_clusters() {
        assert_eq!(clip("headline", 8), "headline");
        assert_eq!(clip("headline", 5), "head…");
        assert_eq!(clip("北京市", 4), "北…");
        assert_eq!(clip("e\u{301}e\u{301}", 2), "e\u{301}e\u{301}");
        assert_eq!(clip("text", 0), "");
        assert_eq!(clip_start("/a/long/path", 5), "…path");
        assert_eq!(clip_start("path", 4), "path");
    }

    proptest! {
        #[test]
        fn what_is_clipped_fits(text in "[a-c北京👩🚀\u{200d}\u{301}🇩🇪ا ]{0,20}", cells in 0usize..12) {
            prop_assert!(width(&clip(&text, cells)) <= cells);
            prop_assert!(width(&clip_start(&text, cells)) <= cells);
            // In no cells there is nothing to see, not even a lone accent.
            if cells > 0 && width(&text) <= cells {
                prop_assert_eq!(clip(&text, cells), text.as_str());
                prop_assert_eq!(clip_start(&text, cells), text.as_str());
            }
        }
    }
}
