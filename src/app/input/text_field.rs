//! A one-line text field: its text, its cursor on a grapheme boundary, and its edits. Not the keys of the edits.

use unicode_segmentation::UnicodeSegmentation;

/// One line of text being typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextField {
    text: String,
    cursor: usize,
}

/// The longest text of a field, in bytes; a longer paste is cut.
const MOST_BYTES: usize = 4096;

impl TextField {
    /// Creates a field that contains `text`, with the cursor at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            cursor: text.len(),
            text,
        }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the byte offset of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Types text at the cursor. Line breaks become spaces; other control characters are ignored. Returns whether the text
    /// changed.
    pub fn insert(&mut self, text: &str) -> bool {
        let (before, mut room) = (self.cursor, MOST_BYTES.saturating_sub(self.text.len()));
        let spaced = text
            .chars()
            .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
        let fitting: String = spaced
            .filter(|c| !c.is_control())
            .take_while(|c| {
                let fits = c.len_utf8() <= room;
                room = room.saturating_sub(c.len_utf8());
                fits
            })
            .collect();
        self.text.insert_str(self.cursor, &fitting);
        self.cursor += fitting.len();
        self.cursor > before
    }

    /// Replaces a byte range by `with` and puts the cursor after it.
    pub fn replace(&mut self, range: std::ops::Range<usize>, with: &str) {
        if self.text.is_char_boundary(range.start) && self.text.get(range.clone()).is_some() {
            self.text.replace_range(range.clone(), with);
            self.cursor = range.start + with.len();
        }
    }

    /// Deletes the grapheme before the cursor; returns `false` if there is none.
    pub fn backspace(&mut self) -> bool {
        let start = self.before(self.cursor);
        self.cut(start, self.cursor)
    }

    /// Deletes the grapheme after the cursor.
    pub fn delete(&mut self) -> bool {
        let end = self.after(self.cursor);
        self.cut(self.cursor, end)
    }

    /// Deletes the word before the cursor.
    pub fn delete_word(&mut self) -> bool {
        let start = self.word_before();
        self.cut(start, self.cursor)
    }

    /// Deletes everything.
    pub fn clear(&mut self) {
        self.text.clear();
        self.cursor = 0;
    }

    /// Moves one grapheme left.
    pub fn left(&mut self) {
        self.cursor = self.before(self.cursor);
    }

    /// Moves one grapheme right.
    pub fn right(&mut self) {
        self.cursor = self.after(self.cursor);
    }

    /// Moves to the beginning of the previous word.
    pub fn word_left(&mut self) {
        self.cursor = self.word_before();
    }

    /// Moves to the end of the next word.
    pub fn word_right(&mut self) {
        let rest = &self.text[self.cursor..];
        let blank = rest.len() - rest.trim_start().len();
        let word = rest[blank..]
            .find(char::is_whitespace)
            .unwrap_or(rest.len() - blank);
        self.cursor += blank + word;
    }

    /// Moves to the beginning.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// Moves to the end.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }

    fn cut(&mut self, start: usize, end: usize) -> bool {
        self.text.replace_range(start..end, "");
        self.cursor = start;
        start < end
    }

    fn before(&self, at: usize) -> usize {
        self.text[..at]
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(start, _)| start)
    }

    fn after(&self, at: usize) -> usize {
        at + self.text[at..].graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let head = self.text[..self.cursor].trim_end();
        head.rfind(char::is_whitespace)
            .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_keep_to_grapheme_boundaries() {
        let mut field = TextField::new("né👩\u{200d}🚒");
        field.left();
        assert_eq!(field.cursor(), "né".len());
        field.insert("x");
        assert!(field.backspace());
        assert!(field.delete());
        assert_eq!(field.text(), "né");
        assert!(!field.delete());
    }

    #[test]
    fn words_are_deleted_one_at_a_time() {
        let mut field = TextField::new("outlet:rt peace talks ");
        assert!(field.delete_word());
        assert_eq!(field.text(), "outlet:rt peace ");
        field.word_left();
        assert_eq!(field.cursor(), "outlet:rt ".len());
        field.word_right();
        assert_eq!(field.cursor(), "outlet:rt peace".len());
    }

    #[test]
    fn a_paste_stays_one_line_without_controls() {
        let mut field = TextField::default();
        field.insert("a\nb\u{1b}[31mc\r");
        assert_eq!(field.text(), "a b[31mc ");
    }
}
