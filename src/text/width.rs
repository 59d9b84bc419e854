//! The number of cells that text takes on a terminal, counted grapheme by grapheme as ratatui draws it. Not wrapping.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The cells of one grapheme cluster: 0 for a lone mark or a control character, 2 for a wide character, an emoji
/// sequence or a flag. A tab counts as the one blank it is drawn as.
pub fn grapheme_width(grapheme: &str) -> usize {
    match grapheme.as_bytes() {
        [b' '..=b'~' | b'\t'] => 1,
        [_] => 0,
        _ if grapheme.contains(char::is_control) => 0,
        // Half-width voicing marks are drawn in a cell of their own, although Unicode defines them as combining.
        _ => grapheme.width() + grapheme.matches(['\u{ff9e}', '\u{ff9f}']).count(),
    }
}

/// The cells of a text on one row.
pub fn width(text: &str) -> usize {
    let mut cells = 0;
    for c in text.chars() {
        match plain_width(c) {
            Some(width) => cells += width,
            None => return text.graphemes(true).map(grapheme_width).sum(),
        }
    }
    cells
}

/// The cells of a character that never joins another such character in a cluster: letters and punctuation of the most
/// common scripts. `None` if the cluster has to be examined. Avoids the segmentation of most text.
pub fn plain_width(c: char) -> Option<usize> {
    match c {
        ' '..='~'
        | '\t'
        | '\u{a1}'..='\u{ac}'
        | '\u{af}'..='\u{2ff}'
        | '\u{370}'..='\u{377}'
        | '\u{391}'..='\u{3a1}'
        | '\u{3a3}'..='\u{482}'
        | '\u{48a}'..='\u{52f}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2010}'..='\u{2011}'
        | '\u{2013}'..='\u{2016}'
        | '\u{2018}'..='\u{2022}'
        | '\u{2026}' => Some(1),
        '\u{3001}'..='\u{3020}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30ff}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ff01}'..='\u{ff5e}' => Some(2),
        _ => None,
    }
}

/// The text cut to a number of cells; if it is cut, the last cell is `…`.
pub fn clip(text: &str, cells: usize) -> Cow<'_, str> {
    // A text with more than four bytes a cell may still fit, so only the certain case is decided by length.
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

/// The text cut to a number of cells, after a word unless that would lose more than a quarter of them.
#[cfg(feature = "reader")]
pub fn clip_at_word(text: &str, cells: usize) -> Cow<'_, str> {
    let clipped = clip(text, cells);
    let Cow::Owned(cut) = &clipped else { return clipped };
    let kept = cut.trim_end_matches('…');
    let is_word_end = text
        .get(kept.len()..)
        .is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let end = if is_word_end {
        Some(kept.len())
    } else {
        kept.rfind(char::is_whitespace)
    };
    let words = kept[..end.unwrap_or(0)].trim_end();
    if width(words) * 4 >= cells * 3 {
        return Cow::Owned(format!("{words}…"));
    }
    clipped
}

/// The text cut from the left: its end stays, and the first cell is `…` if it is cut.
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

    #[cfg(feature = "reader")]
    #[test]
    fn a_title_is_cut_after_a_word_unless_that_loses_a_quarter() {
        assert_eq!(clip_at_word("The ferry goes on", 17), "The ferry goes on");
        assert_eq!(clip_at_word("The ferry goes on", 16), "The ferry goes…");
        assert_eq!(clip_at_word("The ferry goes on", 12), "The ferry…");
        assert_eq!(clip_at_word("The Verkehrsverbund", 12), "The Verkehr…");
        assert_eq!(clip_at_word("", 3), "");
        assert_eq!(clip_at_word("word", 0), "");
    }

    #[test]
    fn clusters_have_the_width_they_are_drawn_with() {
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

    #[test]
    fn plain_characters_are_clusters_of_the_same_width() {
        let plain: Vec<char> = (0..=0x10_ffff)
            .filter_map(char::from_u32)
            .filter(|c| plain_width(*c).is_some())
            .collect();
        for c in &plain {
            assert_eq!(
                plain_width(*c),
                Some(grapheme_width(c.encode_utf8(&mut [0; 4]))),
                "{c:?}"
            );
        }
        let text: String = plain.iter().collect();
        assert_eq!(text.graphemes(true).count(), plain.len());
    }

    proptest! {
        #[test]
        fn clipped_text_fits(text in "[a-c北京👩🚀\u{200d}\u{301}🇩🇪ا ]{0,20}", cells in 0usize..12) {
            prop_assert!(width(&clip(&text, cells)) <= cells);
            prop_assert!(width(&clip_start(&text, cells)) <= cells);
            // Zero cells show nothing, not even a lone accent.
            if cells > 0 && width(&text) <= cells {
                prop_assert_eq!(clip(&text, cells), text.as_str());
                prop_assert_eq!(clip_start(&text, cells), text.as_str());
            }
        }
    }
}
