//! Quotation marks of all languages: the passages between them, within a paragraph and across paragraphs. Not who
//! speaks, and not whether anybody does: see `quotes`.

use std::ops::Range;

/// A passage in quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedSpan {
    /// The bytes between the marks.
    pub range: Range<usize>,
    /// The bytes with the marks.
    pub outer: Range<usize>,
    /// Whether it begins with a mark. If not, it is the text before a closing mark.
    pub is_opened: bool,
    /// Whether it ends with a mark. If not, it goes on in the next paragraph, or its mark is missing.
    pub is_closed: bool,
    /// Whether it continues a passage of the paragraph before.
    pub is_continued: bool,
}

/// A kind of mark: the marks that end it.
type Closers = &'static [char];

const CURLY: Closers = &['”', '"'];
const LOW: Closers = &['“', '”', '"', '‟'];
const STRAIGHT: Closers = &['"', '”'];
const GUILLEMETS: Closers = &['»'];
const REVERSED: Closers = &['«'];
const SINGLE: Closers = &['’', '\''];
const LOW_SINGLE: Closers = &['‘', '’'];
const SINGLE_GUILLEMETS: Closers = &['›'];
const CORNER: Closers = &['」'];
const DOUBLE_CORNER: Closers = &['』'];
const PRIME: Closers = &['〞', '〟'];

/// The passages in quotation marks of a paragraph, outermost ones only, in order.
///
/// `open` carries from one paragraph to the next whether a passage is still open: such a passage continues if the next
/// paragraph begins with a mark again.
pub fn spans(text: &str, open: &mut Option<char>) -> Vec<MarkedSpan> {
    let was_open = open.take();
    let mut scan = Scan::new(text, true);
    scan.run();
    if scan.open.is_some() && scan.has_nested {
        // A closing mark is missing; the marks within are not nested but follow each other.
        scan = Scan::new(text, false);
        scan.run();
    }
    if let Some(opened) = scan.open.take() {
        *open = Some(opened.mark);
        scan.push(opened.outer, opened.inner, text.len(), text.len(), false);
    }
    let mut found = scan.found;
    if let (Some(mark), Some(first)) = (was_open, found.first_mut()) {
        let is_first = text[..first.outer.start].trim().is_empty();
        first.is_continued = is_first && text[first.outer.start..].starts_with(mark);
    }
    found.retain(|span| !text[span.range.clone()].trim().is_empty());
    found
}

struct Opened {
    mark: char,
    closers: Closers,
    outer: usize,
    inner: usize,
    depth: usize,
}

struct Scan<'a> {
    text: &'a str,
    may_nest: bool,
    open: Option<Opened>,
    has_nested: bool,
    found: Vec<MarkedSpan>,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, may_nest: bool) -> Self {
        Self {
            text,
            may_nest,
            open: None,
            has_nested: false,
            found: Vec::new(),
        }
    }

    fn run(&mut self) {
        let mut before = None;
        let mut chars = self.text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            self.step(at, c, before, next);
            before = Some(c);
        }
    }

    fn step(&mut self, at: usize, c: char, before: Option<char>, next: Option<char>) {
        let end = at + c.len_utf8();
        if let Some(open) = &mut self.open {
            if opens_again(open, c, before, next) {
                if self.may_nest && c != '"' {
                    open.depth += 1;
                    self.has_nested = true;
                    return;
                }
                let (outer, inner) = (open.outer, open.inner);
                self.push(outer, inner, at, at, false);
                self.open = opening(self.text, at, c, before, next);
                return;
            }
            if !open.closers.contains(&c) || is_apostrophe(c, before, next) {
                return;
            }
            if open.depth > 0 {
                open.depth -= 1;
                return;
            }
            let (outer, inner) = (open.outer, open.inner);
            self.push(outer, inner, at, end, true);
            self.open = None;
        } else if let Some(opened) = opening(self.text, at, c, before, next) {
            self.open = Some(opened);
        } else if is_stray_closing(c, before, next) && self.found.is_empty() {
            self.found.push(MarkedSpan {
                range: 0..at,
                outer: 0..end,
                is_opened: false,
                is_closed: true,
                is_continued: false,
            });
        }
    }

    fn push(&mut self, outer: usize, inner: usize, end: usize, outer_end: usize, is_closed: bool) {
        let text = &self.text[inner..end];
        let start = inner + (text.len() - text.trim_start().len());
        self.found.push(MarkedSpan {
            range: start..start + text.trim().len(),
            outer: outer..outer_end,
            is_opened: true,
            is_closed,
            is_continued: false,
        });
    }
}

/// Returns whether a mark opens a passage within an open one of the same kind.
fn opens_again(open: &Opened, c: char, before: Option<char>, next: Option<char>) -> bool {
    if c == '“' && open.mark == '"' {
        return true;
    }
    if c != open.mark || SINGLE.contains(&c) || c == '‘' {
        return false;
    }
    match c {
        '"' => before.is_some_and(|before| before.is_whitespace() || before == '(') && starts_word(next),
        '”' => false,
        _ => true,
    }
}

/// The passage that a mark opens.
fn opening(text: &str, at: usize, c: char, before: Option<char>, next: Option<char>) -> Option<Opened> {
    let at_edge = before.is_none_or(|before| before.is_whitespace() || is_before_opening(before));
    let closers = match c {
        '“' | '‟' => CURLY,
        '„' => LOW,
        '”' if at_edge && starts_word(next) => &['”'],
        '"' if at_edge && next.is_some() => STRAIGHT,
        '«' => GUILLEMETS,
        '»' if at_edge && starts_word(next) && text[at..].contains('«') => REVERSED,
        '‘' if at_edge && closes_later(text, at + c.len_utf8()) => SINGLE,
        // Two single marks in a row are not a mark of any language.
        '\'' | '’'
            if at_edge && before != Some(c) && starts_word(next) && closes_later(text, at + c.len_utf8()) =>
        {
            SINGLE
        }
        '‚' => LOW_SINGLE,
        '‹' => SINGLE_GUILLEMETS,
        '「' => CORNER,
        '『' => DOUBLE_CORNER,
        '〝' => PRIME,
        _ => return None,
    };
    Some(Opened {
        mark: c,
        closers,
        outer: at,
        inner: at + c.len_utf8(),
        depth: 0,
    })
}

fn starts_word(next: Option<char>) -> bool {
    next.is_some_and(|next| {
        next.is_alphanumeric()
            || matches!(
                next,
                '¿' | '¡' | '[' | '(' | '…' | '.' | '‘' | '$' | '€' | '£' | '#' | '@'
            )
    })
}

fn is_before_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '—'
            | '–'
            | '-'
            | '―'
            | '/'
            | '¿'
            | '¡'
            | ':'
            | ','
            | '，'
            | '：'
            | '“'
            | '"'
            | '‘'
            | '…'
    )
}

/// Returns whether a single mark is an apostrophe: it has letters on both sides.
fn is_apostrophe(c: char, before: Option<char>, next: Option<char>) -> bool {
    SINGLE.contains(&c) && (next.is_some_and(char::is_alphanumeric) || before.is_none_or(char::is_whitespace))
}

/// Returns whether a single mark that ends a passage follows: at least two words, up to a mark before which there is
/// punctuation or which is the only one.
fn closes_later(text: &str, from: usize) -> bool {
    let rest = &text[from..];
    let mut before = None;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if SINGLE.contains(&c) && !is_apostrophe(c, before, next) {
            return rest[..at].split_whitespace().count() >= 2;
        }
        before = Some(c);
    }
    false
}

/// Returns whether a mark ends a passage whose opening mark is missing.
fn is_stray_closing(c: char, before: Option<char>, next: Option<char>) -> bool {
    let after_text = before.is_some_and(|before| matches!(before, ',' | '.' | '!' | '?' | '…' | '，' | '。'));
    let at_end = next.is_none_or(|next| next.is_whitespace() || matches!(next, ',' | '.'));
    matches!(c, '”' | '"' | '»') && after_text && at_end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        let found = spans(text, &mut None);
        found.iter().map(|span| &text[span.range.clone()]).collect()
    }

    #[test]
    fn marks_of_many_languages_are_known() {
        for text in [
            "He said “it is late” twice.",
            "He said \"it is late\" twice.",
            "Er sagte „it is late“ zweimal.",
            "Il a dit « it is late » deux fois.",
            "Er sagte »it is late« zweimal.",
            "Han sade ”it is late” igen.",
            "He said 'it is late' twice.",
            "He said ‘it is late’ twice.",
            "彼は「it is late」と言った。",
            "他说：“it is late”。",
        ] {
            assert_eq!(inner(text), ["it is late"], "{text}");
        }
    }

    #[test]
    fn apostrophes_and_nested_marks_do_not_end_a_passage() {
        assert_eq!(inner("“I don't ‘get’ it,” she said."), ["I don't ‘get’ it,"]);
        assert_eq!(
            inner("“He asked: “Why?” and left,” she said."),
            ["He asked: “Why?” and left,"]
        );
        assert_eq!(
            inner("The workers' union and the drivers' club"),
            Vec::<&str>::new()
        );
        assert_eq!(inner("It is 5'10\" tall"), Vec::<&str>::new());
        assert_eq!(inner("She said ''it is late'' twice."), Vec::<&str>::new());
    }

    #[test]
    fn a_missing_mark_does_not_join_two_passages() {
        assert_eq!(
            inner("“One of us. She left. “Two of us,” he said."),
            ["One of us. She left.", "Two of us,"]
        );
        assert_eq!(inner("We will wait,” he told reporters."), ["We will wait,"]);
    }

    #[test]
    fn a_passage_continues_in_the_next_paragraph() {
        let mut open = None;
        let first = spans("“We will wait.", &mut open);
        assert!(!first[0].is_closed && open == Some('“'));
        let second = spans("“And then go,” he said. “Soon.”", &mut open);
        assert!(second[0].is_continued && !second[1].is_continued && open.is_none());
        let other = spans("“New one.”", &mut open);
        assert!(!other[0].is_continued);
    }
}
