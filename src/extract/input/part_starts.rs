//! Where in a file an article may begin: where its first lines recur, after a separator, at a dated headline. Not
//! whether an article does begin there: see `parts`.

use crate::extract::input::source_lines;
use crate::extract::input::source_lines::SourceLine;
use crate::text::digits::has_digit;

/// Why an article may begin here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// The first lines of the file recur: its pages have one template.
    Template,
    /// A line of marks or a form feed is before it.
    Separator,
    /// A headline with a day and paragraphs below it.
    Dated,
}

/// Where an article may begin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start {
    /// Byte offset in the text.
    pub at: usize,
    /// Number of lines before it, counting blank lines.
    pub lines: u32,
    pub sign: Sign,
}

/// A paragraph has at least this many bytes; a teaser's sentence or a caption has fewer.
pub(crate) const LONG: usize = 80;

/// The numbers of the lines after a form feed, counted from 0.
pub(crate) fn form_feeds(bytes: &[u8]) -> Vec<u32> {
    let mut form_feeds = Vec::new();
    let (mut lines, mut counted) = (0_u32, 0);
    // A file of form form_feeds alone has no articles.
    for at in memchr::memchr_iter(FORM_FEED, bytes).take(MOST_PARTS) {
        let starts_line = at == 0 || matches!(bytes[at - 1], b'\n' | b'\r' | FORM_FEED);
        if starts_line {
            lines = lines.saturating_add(line_ends(&bytes[counted..at]));
            counted = at;
            form_feeds.push(lines);
        }
    }
    form_feeds.dedup();
    form_feeds
}

const FORM_FEED: u8 = 0x0c;

/// The largest number of articles in a file.
const MOST_PARTS: usize = 10_000;

/// Counts line ends as decoding does: LF, CRLF and CR.
fn line_ends(bytes: &[u8]) -> u32 {
    let line_feeds = memchr::memchr_iter(b'\n', bytes).count();
    let lone = bytes
        .windows(2)
        .filter(|pair| pair[0] == b'\r' && pair[1] != b'\n')
        .count();
    (line_feeds + lone + usize::from(bytes.last() == Some(&b'\r'))) as u32
}

/// The lines of a text that are not blank.
pub(crate) struct Lines<'a> {
    text: &'a str,
    pub lines: Vec<SourceLine>,
}

/// The number of lines at the start of a file that must recur. The first one or two lines of a page may differ.
const TEMPLATE: usize = 3;
const DIFFERING: usize = 4;
/// A page has at least this many lines.
const SHORTEST: usize = 6;

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn of(text: &'a str) -> Self {
        Self {
            text,
            lines: source_lines::lines_of(text),
        }
    }

    fn text(&self, at: usize) -> &str {
        self.lines
            .get(at)
            .map_or("", |line| source_lines::text(self.text, line))
    }

    /// The beginning of a line, including its leading white space.
    fn start(&self, at: usize, sign: Sign) -> Start {
        let line = self.lines[at];
        let before = &self.text.as_bytes()[..line.start as usize];
        Start {
            at: memchr::memrchr(b'\n', before).map_or(0, |end| end + 1),
            lines: line.number - 1,
            sign,
        }
    }

    /// The starts at these lines and at the first line of the file.
    fn starts(&self, found: impl Iterator<Item = usize>, sign: Sign) -> Vec<Start> {
        let mut starts: Vec<Start> = found.take(MOST_PARTS).map(|at| self.start(at, sign)).collect();
        if starts.is_empty() {
            return starts;
        }
        let first = self.start(0, sign);
        if starts[0].at > first.at {
            starts.insert(0, first);
        }
        starts.dedup_by_key(|start| start.at);
        starts
    }

    /// The starts after each line of marks and each form feed.
    pub fn separated(&self, form_feeds: &[u32]) -> Vec<Start> {
        // The form feed may be on a line of its own.
        let feeds_up_to = |at: usize| form_feeds.partition_point(|feed| *feed < self.lines[at].number);
        let after_feed = |at: usize| feeds_up_to(at) > feeds_up_to(at - 1);
        let is_rule = |at: usize| is_rule(self.text(at));
        let begins = |at: usize| {
            is_rule(at - 1) || !form_feeds.is_empty() && after_feed(at) || is_document_mark(self.text(at))
        };
        let found = (1..self.lines.len()).filter(|&at| begins(at) && !is_rule(at));
        self.starts(found, Sign::Separator)
    }

    /// The starts where the first lines of the file recur.
    pub fn templated(&self) -> Vec<Start> {
        for skipped in 0..DIFFERING {
            if self.lines.len() < skipped + TEMPLATE {
                break;
            }
            // Most lines differ in length.
            let length = |at: usize| self.lines.get(at).map_or(0, |line| line.end - line.start);
            let wanted = length(skipped);
            let is_here = |at: &usize| {
                length(*at) == wanted
                    && (0..TEMPLATE).all(|line| self.text(at + line) == self.text(skipped + line))
            };
            let found: Vec<usize> = (skipped + SHORTEST..self.lines.len())
                .filter(is_here)
                .map(|at| at - skipped)
                .collect();
            if !found.is_empty() {
                return self.starts(found.into_iter(), Sign::Template);
            }
        }
        Vec::new()
    }

    /// The headlines with a day and paragraphs below them.
    pub fn dated(&self) -> Vec<Start> {
        let mut found = Vec::new();
        let years: Vec<bool> = (0..self.lines.len()).map(|at| has_year(self.text(at))).collect();
        for date in (0..years.len()).filter(|&at| years[at] && has_day(self.text(at))) {
            let below = (date + 1..years.len()).take_while(|&at| !years[at]);
            let long = below.filter(|&at| self.text(at).len() >= LONG).take(3).count();
            // The byline may be between headline and date.
            let mut above = (date.saturating_sub(2)..date).rev();
            if long >= 3
                && let Some(headline) = above.find(|&at| !years[at] && is_headline(self.text(at)))
            {
                found.push(headline);
            }
        }
        if found.len() < 2 {
            return Vec::new();
        }
        self.starts(found.into_iter(), Sign::Dated)
    }
}

/// Returns whether a line counts the documents of a file: `1 of 3 DOCUMENTS`.
pub(crate) fn is_document_mark(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(5).collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    matches!(words[..], [number, "of", all, "DOCUMENTS" | "DOCUMENT"] if is_number(number) && is_number(all))
}

/// Returns whether a line is at least five equal marks.
fn is_rule(text: &str) -> bool {
    let marks = text.bytes().filter(|byte| *byte != b' ');
    let first = text.as_bytes().first().copied().unwrap_or(0);
    matches!(first, b'-' | b'=' | b'*' | b'_' | b'#' | b'~' | b'+')
        && text.len() >= 5
        && marks.clone().count() >= 5
        && marks.into_iter().all(|byte| byte == first)
}

/// Returns whether a short line contains a year; a date does, a clock time does not.
fn has_year(text: &str) -> bool {
    let is_year = |digits: &[u8]| matches!(digits, [b'1', b'9', _, _] | [b'2', b'0', _, _]);
    text.len() <= LONG && has_digit(text) && numbers(text).any(is_year)
}

/// Returns whether a line contains a number of one or two digits, as a date does.
fn has_day(text: &str) -> bool {
    numbers(text).any(|digits| (1..=2).contains(&digits.len()))
}

/// The runs of digits of a line.
fn numbers(text: &str) -> impl Iterator<Item = &[u8]> {
    let runs = text.as_bytes().split(|byte| !byte.is_ascii_digit());
    runs.filter(|digits| !digits.is_empty())
}

/// Returns whether a line may be a headline: several words, neither a paragraph nor a sentence.
fn is_headline(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let letters = text.chars().filter(|c| !c.is_ascii()).count();
    text.len() <= 200 && (words >= 4 || letters >= 8) && !text.ends_with(['.', ':', ','])
}
