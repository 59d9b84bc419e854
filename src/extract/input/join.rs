//! Joins the lines that one paragraph was broken into, where that is certain. Not which of them belong to the article.

use crate::article::joint::continues_word;
use crate::extract::input::source_lines::{SourceLine, text};
use crate::extract::input::wrap;
use crate::text::sentence;
use crate::text::sentence::CLOSING;

/// The lines of one paragraph, or one line: a range of line indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Index of its first line.
    pub first: u32,
    /// Index after its last line.
    pub end: u32,
}

impl Unit {
    /// The indices of its lines.
    pub fn lines(self) -> std::ops::Range<usize> {
        self.first as usize..self.end as usize
    }
}

/// A shorter line, in bytes, is not the first part of a broken paragraph.
const LONG_START: usize = 40;
/// A shorter line that ends with a comma is not either.
const SHORT_START: usize = 16;
/// A longer line that ends with a short word is not a headline.
const OPEN_START: usize = 90;
/// A link text in the middle of a sentence is not longer, in bytes.
const SHORT_PIECE: usize = 80;
/// A page breaks its paragraphs if at least this many of a thousand lines show it.
const BROKEN_SHARE: usize = 4;
/// The largest number of lines of one paragraph.
const MAX_LINES: u32 = 400;
/// The largest number of lines of a headline.
const HEADLINE_LINES: usize = 7;
/// A shorter text may be a section, not a headline.
const HEADLINE_LETTERS: usize = 16;

/// Groups lines into units, and returns whether the page breaks its paragraphs as a habit.
pub(crate) fn units(source: &str, lines: &[SourceLine]) -> (Vec<Unit>, bool) {
    let breaks = (0..lines.len())
        .filter(|&at| shows_break(source, lines, at))
        .count();
    let broken = breaks >= 2 && breaks * 1000 >= lines.len() * BROKEN_SHARE;
    let wrapped = wrap::continued_lines(source, lines);
    let is_wrapped = |at: usize| wrapped.get(at).copied().unwrap_or(false);
    let title = lines.first().map_or("", |line| text(source, line));
    let title_start = first_letter(title);
    let mut units: Vec<Unit> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        // Most lines do not begin like the title.
        let may_be = at > 0 && is_same_letter(first_letter(text(source, &lines[at])), title_start);
        let named = may_be
            .then(|| named_by_title(source, &lines[at..], title))
            .flatten();
        let mut end = at + named.unwrap_or(1);
        let mut length = lines[at].end - lines[at].start;
        while named.is_none()
            && end < lines.len()
            && (end - at) < MAX_LINES as usize
            && (is_wrapped(end) || continues(source, lines, end, length as usize, broken))
        {
            length += lines[end].end - lines[end].start;
            end += 1;
        }
        units.push(Unit {
            first: at as u32,
            end: end as u32,
        });
        at = end;
    }
    (units, broken)
}

/// The number of lines that make up the beginning of the page's own title (the first line), up to its end or a
/// separator. These lines are the headline, however the page breaks it, and the lines after them are not.
fn named_by_title(source: &str, lines: &[SourceLine], title: &str) -> Option<usize> {
    let mut rest = title;
    let (mut letters, mut found) = (0, None);
    for (count, line) in lines.iter().take(HEADLINE_LINES).enumerate() {
        if count > 0 && line.blank_before {
            break;
        }
        let line = text(source, line);
        letters += line.len();
        let Some(after) = without_letters(rest, line) else {
            break;
        };
        rest = after;
        let ends = rest.is_empty() || rest.trim_start().starts_with(SEPARATORS);
        if ends && letters >= HEADLINE_LETTERS {
            found = Some(count + 1);
        }
    }
    found
}

/// Marks between a headline and the name of its outlet.
const SEPARATORS: [char; 12] = ['-', '–', '—', '|', '·', ':', '»', '•', '/', '｜', '_', '―'];

/// The first letter or digit of a text.
fn first_letter(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_alphanumeric())
}

/// Returns whether two letters are equal, ignoring case; a missing first letter equals any letter.
fn is_same_letter(one: Option<char>, other: Option<char>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other || one.to_lowercase().eq(other.to_lowercase()),
        (one, _) => one.is_none(),
    }
}

/// The rest of a text after the letters and digits of a part, ignoring the marks between them.
fn without_letters<'a>(text: &'a str, part: &str) -> Option<&'a str> {
    let mut chars = text.char_indices();
    let mut end = 0;
    for wanted in part.chars().filter(|c| c.is_alphanumeric()) {
        let (at, found) = chars.find(|(_, c)| c.is_alphanumeric())?;
        if !is_same_letter(Some(found), Some(wanted)) {
            return None;
        }
        end = at + found.len_utf8();
    }
    text.get(end..)
}

/// Returns whether the line at `next` continues the line before it; `length` is the length of the unit so far.
fn continues(source: &str, lines: &[SourceLine], next: usize, length: usize, broken: bool) -> bool {
    if lines[next].blank_before {
        return false;
    }
    let before = text(source, &lines[next - 1]);
    let line = text(source, &lines[next]);
    if starts_hanging(line) {
        return length >= 3;
    }
    let is_second = length == (lines[next - 1].end - lines[next - 1].start) as usize;
    if continues_word(before, line, is_second) {
        return true;
    }
    if !broken || is_item(line) || ends_sentence(before) {
        return false;
    }
    let long = length >= LONG_START;
    let after = lines.get(next + 1).filter(|line| !line.blank_before);
    let after = after.map_or("", |line| text(source, line));
    let goes_further = !ends_sentence(line) && (starts_hanging(after) || starts_lower(after));
    if starts_lower(line) {
        return long || line.len() >= LONG_START || goes_further || ends_in_opening_word(before);
    }
    let amid = line.len() <= SHORT_PIECE && goes_further;
    let comma = before.ends_with([',', '،', '、']) && length >= SHORT_START;
    // A name after a short word may be the author's, unless the sentence continues after the name.
    let open = ends_open(before) && length >= OPEN_START && (amid || !is_name(line));
    open || (amid && (long || comma || ends_in_opening_word(before)))
}

/// Returns whether a line is certainly the rest of a broken paragraph: it begins with a mark that cannot begin a
/// sentence, it continues a word, or it is a long line that begins in lower case and ends a sentence that the line before
/// left open.
fn shows_break(source: &str, lines: &[SourceLine], at: usize) -> bool {
    let line = text(source, &lines[at]);
    let is_rest = || {
        let before = at
            .checked_sub(1)
            .map_or("", |before| text(source, &lines[before]));
        !lines[at].blank_before
            && line.len() >= LONG_START
            && starts_lower(line)
            && ends_sentence(line)
            && !before.is_empty()
            && !is_item(before)
            && !ends_sentence(before)
    };
    let is_word = || {
        let above = at.checked_sub(1).filter(|_| !lines[at].blank_before);
        above.is_some_and(|above| {
            let begins = above == 0 || lines[above].blank_before;
            continues_word(text(source, &lines[above]), line, begins)
        })
    };
    starts_hanging(line) || is_word() || is_rest()
}

/// Returns whether a line begins with a mark that cannot begin a sentence.
fn starts_hanging(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or(' ');
    let second = chars.next().unwrap_or(' ');
    match first {
        ',' | ';' | '。' | '，' | '、' | '؛' | '،' | '’' => second != first,
        '.' | '!' | '?' | '؟' => second.is_whitespace() || matches!(second, '"' | '”' | '»' | ')'),
        ')' | ']' | '”' | '»' => {
            second.is_whitespace() && line.chars().nth(2).is_some_and(char::is_lowercase)
                || matches!(second, ',' | '.' | ';')
        }
        _ => false,
    }
}

fn starts_lower(line: &str) -> bool {
    line.chars().next().is_some_and(char::is_lowercase)
}

/// Returns whether a line is one short capitalised word, such as an article at the beginning of a sentence.
fn is_opening_word(line: &str) -> bool {
    line.chars().count() <= 4 && line.chars().all(char::is_alphabetic) && line.starts_with(char::is_uppercase)
}

/// Returns whether the last sentence of a line consists of such a word.
fn ends_in_opening_word(line: &str) -> bool {
    is_opening_word(line)
        || line
            .rsplit_once(' ')
            .is_some_and(|(before, word)| ends_sentence(before) && is_opening_word(word))
}

/// Returns whether a line is two to four capitalised words.
fn is_name(line: &str) -> bool {
    let words = line.split_whitespace();
    (2..=4).contains(&words.clone().count())
        && words.into_iter().all(|word| word.starts_with(char::is_uppercase))
}

fn is_item(line: &str) -> bool {
    line.starts_with(['•', '*', '▪', '◦', '–', '-', '·', '|', '#', '@'])
}

/// Returns whether a line ends with a sentence mark, ignoring closing quotes and brackets.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(CLOSING);
    bare.ends_with(|c| matches!(c, '…' | ':') || sentence::ends_sentence(c))
}

/// Returns whether a line ends where a sentence cannot end: with a comma, an opening mark, a dash or a short word in
/// lower case.
fn ends_open(line: &str) -> bool {
    if line.ends_with([',', '(', '[', '“', '„', '«', '–', '—', '-', '&', '،', '、']) {
        return true;
    }
    let Some((_, word)) = line.rsplit_once(' ') else {
        return false;
    };
    (1..=4).contains(&word.chars().count()) && word.chars().all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::extract::input::page::SourcePage;

    fn units(text: &str) -> Vec<String> {
        let page = SourcePage::new(text);
        (0..page.units.len())
            .map(|at| page.text_of(at).into_owned())
            .collect()
    }

    #[test]
    fn a_headline_that_begins_the_page_title_is_one_unit() {
        let page = "Lost ferry: How the Grey Gull came home | Zelm Gazette\nHome\nLost ferry\n:\nHow the\nGrey Gull\n\
            came home\nplay\nBy Ilka Fenn\n";
        assert_eq!(units(page)[2], "Lost ferry : How the Grey Gull came home");
        assert_eq!(units(page)[3], "play");
    }

    #[test]
    fn a_line_after_the_headline_is_not_part_of_it() {
        let head = "All nine of the old ferries and boats of Zelm, and why nobody in the harbour wants to buy any of them";
        let body = "It was cold, \nand nobody came\n, the mayor said\n, but the ferry ran.\n";
        let page = format!("{head} - Zelm Gazette\nHome\n{head}\nplay\n{body}");
        assert_eq!(units(&page)[2], head);
    }

    #[test]
    fn ends_of_sentences_show_that_a_page_breaks_paragraphs() {
        let page = "It was decided at nine. The\nHarbour Board\nof Zelm will let the old ferry go, it said on Monday.\n\
            Nobody in the harbour had seen the letter that\nIlka Fenn\nhad written to the mayor of the town in the winter before.\n\
            What it says about the ferry is known to the people of the harbour and to nobody else but a\nJoan Astley\n";
        let expected = [
            "It was decided at nine. The Harbour Board of Zelm will let the old ferry go, it said on Monday.",
            "Nobody in the harbour had seen the letter that Ilka Fenn had written to the mayor of the town in the winter before.",
            "What it says about the ferry is known to the people of the harbour and to nobody else but a",
            "Joan Astley",
        ];
        assert_eq!(units(page), expected);
    }

    #[test]
    fn short_pieces_of_a_sentence_are_joined_at_once() {
        let page = "While\nold ferries\nare slow, they carry more people than the new ones do in a day.\n\
            The mayor knew that\nthe old ferry needs more coal than the harbour of Zelm can buy.\n\
            • The letter of the mayor\nfrom the desk of Ilka Fenn, who wrote it in the winter before.\n";
        let joined = "While old ferries are slow, they carry more people than the new ones do in a day.";
        assert_eq!(units(page)[0], joined);
        // Cleaning the joined text again gives the same unit.
        assert_eq!(
            units(&page.replacen("While\nold ferries\nare", "While old ferries are", 1))[0],
            joined
        );
    }

    #[test]
    fn a_section_at_the_beginning_of_the_title_is_not_a_headline() {
        assert_eq!(
            units("News - Zelm Gazette\nNews\nGazette\n"),
            ["News - Zelm Gazette", "News", "Gazette"]
        );
    }
}
