//! Breaks text into rows: as much as fits, at the places where Unicode Standard Annex 14 lets a line break (white
//! space, hyphens, between ideographs but not before closing or after opening punctuation). A word longer than a row is
//! broken between grapheme clusters. Blanks at the end of a row hang over it and are not counted.

use crate::text::width::{grapheme_width, plain_width, width};
use std::ops::Range;
use unicode_linebreak::linebreaks;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// The rows of a text at a width in cells, as byte ranges that follow each other without a break. For titles and short
/// texts outside of a document; costs what the text is long.
pub fn wrap(text: &str, width: u16) -> Vec<Range<usize>> {
    let mut starts = row_starts(text, width, width);
    starts.push(text.len() as u32);
    starts
        .windows(2)
        .map(|pair| pair[0] as usize..pair[1] as usize)
        .collect()
}

/// Where the rows of a text start, the first one having a width of its own. At least one row.
pub(crate) fn row_starts(text: &str, first: u16, rest: u16) -> Vec<u32> {
    let mut rows = WrappedRows {
        starts: vec![0],
        used: 0,
        room: usize::from(first.max(1)),
        rest: usize::from(rest.max(1)),
    };
    let mut start = 0;
    for (end, _) in linebreaks(text) {
        // Some breaks lie within a grapheme cluster (a mark behind a blank); a cluster is never taken apart.
        if end < text.len() && !is_cluster_boundary(text, end) {
            continue;
        }
        rows.push(text, start..end);
        start = end;
    }
    rows.starts
}

fn is_cluster_boundary(text: &str, at: usize) -> bool {
    let is_plain = |c: Option<char>| c.is_some_and(|c| plain_width(c).is_some());
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at..).and_then(|text| text.chars().next());
    if is_plain(before) && is_plain(after) {
        return true;
    }
    GraphemeCursor::new(at, text.len(), true)
        .is_boundary(text, 0)
        .unwrap_or(true)
}

struct WrappedRows {
    starts: Vec<u32>,
    /// Cells used of the row so far, hanging blanks included.
    used: usize,
    room: usize,
    rest: usize,
}

impl WrappedRows {
    /// Adds a piece that may only be broken where it is too long for any row.
    fn push(&mut self, text: &str, piece: Range<usize>) {
        let whole = text.get(piece.clone()).unwrap_or_default();
        let word = whole.trim_end();
        let cells = width(word);
        let blanks = width(whole).saturating_sub(cells);
        // A piece of blanks alone hangs too.
        if self.used + cells > self.room && !word.is_empty() {
            let breaks_anywhere = word.chars().next().is_some_and(is_unspaced);
            if self.used > 0 && (cells <= self.rest || !breaks_anywhere) {
                self.start_row(piece.start);
            }
            if cells > self.room {
                self.push_clusters(word, piece.start);
                self.used += blanks;
                return;
            }
        }
        self.used += cells + blanks;
    }

    fn push_clusters(&mut self, word: &str, offset: usize) {
        for (at, cluster) in word.grapheme_indices(true) {
            let cells = grapheme_width(cluster);
            let hangs = cluster.trim_end().is_empty();
            if self.used > 0 && self.used + cells > self.room && !hangs {
                self.start_row(offset + at);
            }
            self.used += cells;
        }
    }

    fn start_row(&mut self, at: usize) {
        if self.starts.last() != Some(&(at as u32)) {
            self.starts.push(at as u32);
        }
        self.used = 0;
        self.room = self.rest;
    }
}

/// Scripts without blanks between words, for which no places to break are known short of a dictionary.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}
