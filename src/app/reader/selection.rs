//! A selection in the text of the reader: an anchor and a head, both text offsets on grapheme boundaries.

use std::ops::Range;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// A selection: from the anchor to the head, both graphemes included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// Where it starts.
    pub anchor: usize,
    /// Its end that is moved.
    pub head: usize,
    /// Whether the paragraphs of both ends are selected as a whole.
    pub by_paragraph: bool,
}

impl Selection {
    /// Selects the grapheme at an offset.
    pub fn at(text: &str, offset: usize) -> Self {
        let offset = boundary_before(text, offset);
        Self {
            anchor: offset,
            head: offset,
            by_paragraph: false,
        }
    }

    /// Selects a range.
    pub fn of(text: &str, range: &Range<usize>) -> Self {
        let head = boundary_before(text, range.end.saturating_sub(1));
        Self {
            anchor: boundary_before(text, range.start),
            head: head.max(range.start.min(text.len())),
            by_paragraph: false,
        }
    }

    /// Returns the byte range that is selected.
    pub fn range(&self, text: &str) -> Range<usize> {
        let (start, last) = (self.anchor.min(self.head), self.anchor.max(self.head));
        if !self.by_paragraph {
            return start..next_grapheme(text, last);
        }
        let before = text.get(..start).unwrap_or_default();
        let after = text.get(last..).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        start..after.find('\n').map_or(text.len(), |at| last + at)
    }

    /// Returns the selected text.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.range(text)).unwrap_or_default()
    }

    /// Moves the head to the next grapheme.
    pub fn right(&mut self, text: &str) {
        let next = next_grapheme(text, self.head);
        if next < text.len() {
            self.head = next;
        }
    }

    /// Moves the head to the previous grapheme.
    pub fn left(&mut self, text: &str) {
        let mut cursor = GraphemeCursor::new(self.head, text.len(), true);
        self.head = cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0);
    }

    /// Moves the head to the beginning of the next word.
    pub fn next_word(&mut self, text: &str) {
        let rest = text.get(self.head..).unwrap_or_default();
        let next = rest.unicode_word_indices().map(|(at, _)| at).find(|&at| at > 0);
        self.head = next.map_or_else(|| last_grapheme(text), |at| self.head + at);
    }

    /// Moves the head to the beginning of this word or, at its beginning, of the previous one.
    pub fn previous_word(&mut self, text: &str) {
        let before = text.get(..self.head).unwrap_or_default();
        // Words are found forwards, so the search starts some bytes before the head.
        let start = boundary_before(before, before.len().saturating_sub(WORD_REACH));
        let mut words = before.get(start..).unwrap_or_default().unicode_word_indices();
        self.head = words.next_back().map_or(start, |(at, _)| start + at);
    }

    /// Moves the head to the end of this word or, at its end, of the next one.
    pub fn word_end(&mut self, text: &str) {
        let from = next_grapheme(text, self.head);
        let rest = text.get(from..).unwrap_or_default();
        let mut words = rest.unicode_word_indices();
        if let Some((at, word)) = words.next() {
            self.head = boundary_before(text, from + at + word.len() - 1);
        }
    }

    /// Moves the head to the beginning of the next sentence.
    pub fn next_sentence(&mut self, text: &str) {
        let rest = text.get(self.head..).unwrap_or_default();
        let next = rest
            .split_sentence_bound_indices()
            .map(|(at, _)| at)
            .find(|&at| at > 0);
        self.head = next.map_or_else(|| last_grapheme(text), |at| self.head + at);
    }

    /// Moves the head to the beginning of this sentence or, at its beginning, of the previous one.
    pub fn previous_sentence(&mut self, text: &str) {
        let start = self.paragraph_before(text);
        let before = text.get(start..self.head).unwrap_or_default();
        let sentences = before.split_sentence_bound_indices();
        self.head = sentences.last().map_or(start, |(at, _)| start + at);
    }

    /// Moves the head to the beginning of the next paragraph.
    pub fn next_paragraph(&mut self, text: &str) {
        let rest = text.get(self.head..).unwrap_or_default();
        let next = rest.find('\n').map(|at| self.head + at + 1);
        self.head = next
            .filter(|at| *at < text.len())
            .unwrap_or_else(|| last_grapheme(text));
    }

    /// Moves the head to the beginning of this paragraph or, at its beginning, of the previous one.
    pub fn previous_paragraph(&mut self, text: &str) {
        self.head = self.paragraph_before(text);
    }

    /// Returns where the paragraph of what is before the head begins.
    fn paragraph_before(&self, text: &str) -> usize {
        let before = text.get(..self.head).unwrap_or_default();
        before.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1)
    }

    /// Makes the anchor the end that is moved.
    pub fn swap_ends(&mut self) {
        std::mem::swap(&mut self.anchor, &mut self.head);
    }

    /// Moves the head to an offset.
    pub fn move_to(&mut self, text: &str, offset: usize) {
        self.head = boundary_before(text, offset.min(text.len().saturating_sub(1)));
    }
}

/// Returns the beginning of the last grapheme.
fn last_grapheme(text: &str) -> usize {
    boundary_before(text, text.len().saturating_sub(1))
}

/// The bytes before the head in which the previous word is searched for.
const WORD_REACH: usize = 512;

/// Returns the grapheme boundary at an offset or the one before it.
fn boundary_before(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    if cursor.is_boundary(text, 0).unwrap_or(true) {
        return at;
    }
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

fn next_grapheme(text: &str, offset: usize) -> usize {
    let mut cursor = GraphemeCursor::new(offset.min(text.len()), text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Die Brücke\nist é offen.\n";

    #[test]
    fn moves_by_graphemes_and_words() {
        let mut selection = Selection::at(TEXT, 0);
        selection.next_word(TEXT);
        assert_eq!(&TEXT[selection.head..], "Brücke\nist é offen.\n");
        selection.left(TEXT);
        selection.previous_word(TEXT);
        assert_eq!(selection.head, 0);
        for _ in 0..100 {
            selection.right(TEXT);
        }
        assert_eq!(selection.text(TEXT), TEXT);
    }

    #[test]
    fn a_selection_holds_both_ends_in_either_direction() {
        let mut selection = Selection::of(TEXT, &(4..11));
        assert_eq!(selection.text(TEXT), "Brücke");
        selection.move_to(TEXT, 0);
        assert_eq!(selection.text(TEXT), "Die B");
        selection.move_to(TEXT, 10_000);
        assert_eq!(selection.text(TEXT), "Brücke\nist é offen.\n");
    }

    #[test]
    fn moves_by_sentences_and_paragraphs() {
        let text = "One ran. Two sat down.\nThree stood.\n";
        let mut selection = Selection::at(text, 0);
        let mut after = |step: fn(&mut Selection, &str)| {
            step(&mut selection, text);
            &text[selection.head..]
        };
        assert!(after(Selection::next_sentence).starts_with("Two"));
        assert!(after(Selection::word_end).starts_with("o sat"));
        assert!(after(Selection::word_end).starts_with("t down"));
        assert!(after(Selection::previous_sentence).starts_with("Two"));
        assert!(after(Selection::previous_sentence).starts_with("One"));
        assert!(after(Selection::next_paragraph).starts_with("Three"));
        assert!(after(Selection::previous_paragraph).starts_with("One"));
        assert_eq!(after(Selection::previous_sentence), text);
        after(Selection::next_paragraph);
        assert_eq!(after(Selection::next_paragraph), "\n");
        selection.swap_ends();
        assert_eq!((selection.anchor, selection.head), (text.len() - 1, 0));
    }

    #[test]
    fn paragraphs_are_selected_as_a_whole() {
        let text = "One ran.\nTwo sat.\nThree.\n";
        let mut selection = Selection {
            by_paragraph: true,
            ..Selection::at(text, 11)
        };
        assert_eq!(selection.text(text), "Two sat.");
        selection.next_paragraph(text);
        assert_eq!(selection.text(text), "Two sat.\nThree.");
    }

    #[test]
    fn an_empty_text_has_an_empty_selection() {
        let mut selection = Selection::at("", 5);
        selection.right("");
        selection.next_word("");
        selection.previous_word("");
        assert_eq!(selection.text(""), "");
    }
}
