//! The shape of a line, from one pass over its characters: counts, how it begins and ends, its words as hashes. Not
//! what the line means, and not the lines around it.

use crate::extract::lines::cost;
use crate::text::hash::{WORD_START, end_word, next_char, next_word};
use crate::text::sentence::{CLOSING, ends_sentence, is_dense, is_sentence_mark, is_unmarked};

/// How a line begins, from typical of chrome to typical of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[allow(missing_docs)]
pub enum LineStart {
    #[default]
    Symbol,
    Digit,
    Bullet,
    Lower,
    Mark,
    Upper,
    Uncased,
    Quote,
}

/// How a line ends, from typical of chrome to typical of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[allow(missing_docs)]
pub enum LineEnd {
    #[default]
    Symbol,
    Digit,
    Letter,
    Bracket,
    Comma,
    Colon,
    Ellipsis,
    Quote,
    QuotedSentence,
    Sentence,
}

/// The shape of a line or of a unit of several lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct LineShape {
    /// Characters.
    pub chars: u32,
    /// Letters, including those of scripts without blanks.
    pub letters: u32,
    /// Letters of scripts without blanks between words.
    pub dense: u32,
    /// Capital letters.
    pub upper: u32,
    /// Digits.
    pub digits: u32,
    /// Words: runs of letters or digits; each dense letter counts as one.
    pub words: u32,
    /// Words that begin with a capital letter.
    pub capital_words: u32,
    /// Commas and semicolons.
    pub commas: u32,
    /// Sentence marks at the end of a word.
    pub sentences: u32,
    /// Quotation marks.
    pub quotes: u32,
    /// Capital letters that follow a small letter within a word.
    pub glued: u32,
    /// Separators such as `|`, `›`, `»`, `•`, `·`, `/`.
    pub separators: u32,
    /// Runs of two or more blanks.
    pub gaps: u32,
    /// Clock times such as `14:39`.
    pub clocks: u32,
    /// Four-digit numbers that may be a year.
    pub years: u32,
    /// `@`, `#`.
    pub handles: u32,
    /// `©`, `®`, `™`.
    pub rights: u32,
    /// Marks that belong to the letter before them: with one, a word is another word.
    pub joiners: u32,
    /// Hash of its numbers in order, 0 if there are none. (Among the words, all numbers are equal.)
    pub numbers: u64,
    /// How it begins.
    pub begin: LineStart,
    /// How it ends.
    pub finish: LineEnd,
}

/// The fewest characters of a line that is a sentence in a script without full stops.
const LONG_UNMARKED: u32 = 80;

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const BLANK: u8 = 3;
const WIDE: u8 = 4;

/// Classes of the ASCII characters; all bytes of other characters are in one class.
const CLASS: [u8; 256] = {
    let mut table = [WIDE; 256];
    let mut at = 0;
    while at < 128 {
        table[at] = match at as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t' | b'\n' => BLANK,
            _ => 0,
        };
        at += 1;
    }
    table
};

/// The hash of a run of digits.
const NUMBER: u64 = end_word(next_char(WORD_START, '#' as u32));

struct ShapeScanner<'w> {
    shape: LineShape,
    words: &'w mut Vec<u64>,
    hash: u64,
    /// Letters or digits of the word so far.
    length: u32,
    in_number: bool,
    number: u32,
    previous: char,
    was_small: bool,
}

/// Reads a line and appends the hashes of its words to `words`.
pub fn scan(line: &str, words: &mut Vec<u64>) -> LineShape {
    cost::count(line.len());
    let mut scanner = ShapeScanner {
        shape: LineShape::default(),
        words,
        hash: WORD_START,
        length: 0,
        in_number: false,
        number: 0,
        previous: ' ',
        was_small: false,
    };
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at = match CLASS[usize::from(byte)] {
            LETTER => scanner.ascii_words(bytes, at),
            WIDE => scanner.wide(line, at),
            class => scanner.ascii(char::from(byte), class, at),
        };
    }
    scanner.end_word();
    if is_sentence_mark(scanner.previous) {
        scanner.shape.sentences += 1;
    }
    scanner.shape.begin = begin(line);
    scanner.shape.finish = finish(line);
    // A long line of a script without full stops is a sentence, though its end does not show it.
    if scanner.shape.finish == LineEnd::Letter
        && scanner.shape.chars >= LONG_UNMARKED
        && line.chars().next_back().is_some_and(is_unmarked)
    {
        scanner.shape.finish = LineEnd::Sentence;
    }
    scanner.shape
}

impl ShapeScanner<'_> {
    /// Reads words of ASCII letters with single blanks between them, the larger part of most pages. Returns the offset
    /// after the last letter.
    fn ascii_words(&mut self, bytes: &[u8], from: usize) -> usize {
        if self.in_number {
            self.end_word();
        }
        let (mut hash, mut small, mut begins) = (self.hash, self.was_small, self.length == 0);
        let (mut upper, mut glued, mut capital_words, mut words) = (0, 0, 0, 0);
        let (mut at, mut start) = (from, from);
        loop {
            if begins {
                capital_words += u32::from(bytes[at].is_ascii_uppercase());
            }
            while let Some(&byte) = bytes.get(at) {
                if byte.is_ascii_lowercase() {
                    small = true;
                } else if byte.is_ascii_uppercase() {
                    upper += 1;
                    glued += u32::from(small);
                    small = false;
                } else {
                    break;
                }
                hash = next_char(hash, u32::from(byte | 32));
                at += 1;
            }
            let continues =
                bytes.get(at) == Some(&b' ') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
            if !continues {
                break;
            }
            self.words.push(end_word(hash));
            words += 1;
            (hash, small, begins) = (WORD_START, false, true);
            at += 1;
            start = at;
        }
        let chars = (at - from) as u32;
        self.shape.chars += chars;
        self.shape.letters += chars - words;
        self.shape.words += words;
        self.shape.capital_words += capital_words;
        self.shape.upper += upper;
        self.shape.glued += glued;
        self.length = if words == 0 { self.length } else { 0 } + (at - start) as u32;
        (self.hash, self.was_small) = (hash, small);
        self.previous = 'a';
        at
    }

    /// Reads any other ASCII character. Returns the offset after it.
    fn ascii(&mut self, c: char, class: u8, at: usize) -> usize {
        match class {
            DIGIT => self.digit(c as u32 - 48),
            BLANK => {
                self.end_word();
                if is_sentence_mark(self.previous) {
                    self.shape.sentences += 1;
                }
                self.shape.gaps += u32::from(self.previous == ' ');
            }
            _ => {
                if c == ':' && self.in_number && self.number < 24 && self.length <= 2 {
                    self.shape.clocks += 1;
                }
                self.end_word();
                self.mark(c);
            }
        }
        self.shape.chars += 1;
        self.previous = c;
        at + 1
    }

    /// Reads a character beyond ASCII. Returns the offset after it.
    fn wide(&mut self, line: &str, at: usize) -> usize {
        let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) else {
            return at + 1;
        };
        self.shape.chars += 1;
        // Alphabets in blocks of their own need no table.
        match c {
            'а'..='џ' | 'à'..='ö' | 'ø'..='ÿ' => self.letter(c as u32, false, true),
            'А'..='Я' => self.letter(c as u32 + 32, true, false),
            'א'..='ת' | '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '가'..='힣' => {
                self.letter(c as u32, false, false);
            }
            // Dashes, quotation marks, bullets.
            '\u{2010}'..='\u{2027}' => {
                self.end_word();
                self.mark(c);
            }
            _ => self.other(c),
        }
        self.previous = c;
        at + c.len_utf8()
    }

    fn other(&mut self, c: char) {
        // Marks that are written for ideographs.
        self.shape.joiners += u32::from(matches!(c, '\u{3005}'..='\u{3007}'));
        if is_dense(c) {
            self.end_word();
            self.shape.letters += 1;
            self.shape.dense += 1;
            self.shape.words += 1;
            self.words.push(end_word(next_char(WORD_START, c as u32)));
        } else if is_vowel_mark(c) {
            // Most Arabic and Hebrew texts omit vowel points.
            self.shape.joiners += 1;
        } else if c.is_alphabetic() {
            let capital = c.is_uppercase();
            let small = if capital {
                c.to_lowercase().next().unwrap_or(c)
            } else {
                c
            };
            self.letter(small as u32, capital, !capital && c.is_lowercase());
        } else if c.is_numeric() {
            self.digit(c.to_digit(10).unwrap_or(0));
        } else if unicode_normalization::char::is_combining_mark(c) || c == '\u{200C}' || c == '\u{200D}' {
            self.shape.joiners += 1;
            self.hash = next_char(self.hash, c as u32);
        } else {
            self.end_word();
            if c.is_whitespace() && is_sentence_mark(self.previous) {
                self.shape.sentences += 1;
            }
            self.mark(c);
        }
    }

    fn letter(&mut self, small: u32, capital: bool, is_small: bool) {
        if self.in_number {
            self.end_word();
        }
        if self.length == 0 {
            self.shape.capital_words += u32::from(capital);
        }
        self.shape.glued += u32::from(capital && self.was_small);
        self.shape.letters += 1;
        self.shape.upper += u32::from(capital);
        self.hash = next_char(self.hash, small);
        self.length += 1;
        self.was_small = is_small;
    }

    fn digit(&mut self, value: u32) {
        if self.length > 0 && !self.in_number {
            self.end_word();
        }
        self.shape.digits += 1;
        self.shape.numbers = next_char(self.shape.numbers, value + 1);
        self.in_number = true;
        self.length += 1;
        self.number = self.number.saturating_mul(10).saturating_add(value);
    }

    fn end_word(&mut self) {
        if self.length > 0 {
            self.shape.words += 1;
            if self.in_number {
                self.shape.years += u32::from(self.length == 4 && (1900..2100).contains(&self.number));
                self.shape.numbers = end_word(self.shape.numbers);
                self.words.push(NUMBER);
            } else {
                self.words.push(end_word(self.hash));
            }
        }
        self.hash = WORD_START;
        self.length = 0;
        self.in_number = false;
        self.number = 0;
        self.was_small = false;
    }

    fn mark(&mut self, c: char) {
        match c {
            ',' | ';' | '،' | '؛' | '，' | '、' | '；' => self.shape.commas += 1,
            '。' | '！' | '？' | '．' | '｡' => self.shape.sentences += 1,
            '"' | '“' | '”' | '„' | '«' | '「' | '」' => self.shape.quotes += 1,
            '|' | '›' | '»' | '•' | '·' | '/' | '>' | '｜' | '‹' | '→' | '▪' | '●' | '★' => {
                self.shape.separators += 1;
            }
            '@' | '#' => self.shape.handles += 1,
            '©' | '®' | '™' => self.shape.rights += 1,
            _ => {}
        }
    }
}

fn is_vowel_mark(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{652}' | '\u{640}' | '\u{5B0}'..='\u{5C7}')
}

fn begin(line: &str) -> LineStart {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or('|');
    let second = chars.next().unwrap_or(' ');
    match first {
        '"' | '“' | '„' | '«' | '‘' | '\'' | '「' | '『' | '»' => LineStart::Quote,
        '•' | '*' | '▪' | '◦' | '●' | '·' | '-' | '–' | '—' => LineStart::Bullet,
        ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '’' | '…' => LineStart::Mark,
        '(' | '[' => {
            if second.is_uppercase() {
                LineStart::Upper
            } else {
                LineStart::Mark
            }
        }
        'o' if second == ' ' && line.get(2..3) == Some(" ") => LineStart::Bullet,
        c if c.is_lowercase() => LineStart::Lower,
        c if c.is_uppercase() => LineStart::Upper,
        c if c.is_alphabetic() => LineStart::Uncased,
        c if c.is_numeric() => LineStart::Digit,
        _ => LineStart::Symbol,
    }
}

fn finish(line: &str) -> LineEnd {
    // Most short lines end like this.
    if line.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return LineEnd::Letter;
    }
    let bare = line.trim_end_matches(CLOSING);
    let closed = bare.len() < line.len();
    let bracket = line.ends_with([')', ']', '）']);
    match bare.chars().next_back().unwrap_or('|') {
        '.' if bare.ends_with("..") => LineEnd::Ellipsis,
        '…' => LineEnd::Ellipsis,
        c if ends_sentence(c) => {
            if closed {
                LineEnd::QuotedSentence
            } else {
                LineEnd::Sentence
            }
        }
        _ if closed && bracket => LineEnd::Bracket,
        _ if closed => LineEnd::Quote,
        ':' | '：' => LineEnd::Colon,
        ',' | ';' | '،' | '，' | '、' | '-' | '–' | '—' => LineEnd::Comma,
        c if c.is_numeric() => LineEnd::Digit,
        c if c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c) => LineEnd::Letter,
        _ => LineEnd::Symbol,
    }
}

impl LineShape {
    /// Adds the shape of the line that continues this one.
    pub fn extend(&mut self, next: &Self) {
        for (into, from) in [
            (&mut self.chars, next.chars + 1),
            (&mut self.letters, next.letters),
            (&mut self.dense, next.dense),
            (&mut self.upper, next.upper),
            (&mut self.digits, next.digits),
            (&mut self.words, next.words),
            (&mut self.capital_words, next.capital_words),
            (&mut self.commas, next.commas),
            (&mut self.sentences, next.sentences),
            (&mut self.quotes, next.quotes),
            (&mut self.glued, next.glued),
            (&mut self.separators, next.separators),
            (&mut self.gaps, next.gaps),
            (&mut self.clocks, next.clocks),
            (&mut self.years, next.years),
            (&mut self.handles, next.handles),
            (&mut self.rights, next.rights),
            (&mut self.joiners, next.joiners),
        ] {
            *into = into.saturating_add(from);
        }
        if next.numbers != 0 {
            self.numbers = next_word(self.numbers, next.numbers);
        }
        self.finish = next.finish;
    }

    /// Number of words; a dense letter counts as half a word, which is about as much text as a word of other scripts.
    pub fn measured_words(&self) -> u32 {
        self.words - self.dense / 2
    }

    /// Returns whether it reads like sentences: it is long enough and ends like one.
    pub fn is_sentence_like(&self) -> bool {
        self.measured_words() >= 8 && self.finish >= LineEnd::QuotedSentence
    }
}
