//! Recognises text that was wrapped at a width (mail, databases, `fold`, `lynx -dump`) from its lines alone: a line ends
//! where the first word of the next line would not have fitted. Not lines that were broken at links: see `join`.

use crate::extract::input::source_lines::{SourceLine, text};
use crate::text::sentence::{CLOSING, ends_sentence, is_dense, is_unmarked};
use crate::text::width::plain_width;

/// The widths that texts are wrapped at, in columns.
const NARROWEST: usize = 30;
const WIDEST: usize = 200;
/// The fewest lines that must be full to show the width, and the fewest if all lines are.
const FEWEST_FULL: u32 = 3;
const FEWEST_IF_ALL: u32 = 2;
/// Lines shorter than this share of the width, in percent, are not counted: they are menus and headlines.
const COUNTED: usize = 60;
/// The only line of a page that is continued has at least this many columns.
const LONG_LINE: usize = 40;
/// The share of the counted lines that must be full, and the shares of the full ones that must end within a sentence and
/// that must go on without a capital letter, in percent. Headlines of equal length begin with one.
const FULL: u32 = 50;
const OPEN: u32 = 40;
const LOW: u32 = 30;
/// The first letter of Japanese; those of the other scripts without blanks between words are before it.
const KANA: char = '\u{3040}';
/// This many columns, a longer word is not moved to the next line as a whole.
const LONGEST_WORD: usize = 40;

/// A line that is followed by another one without a blank line in between.
struct Pair {
    /// The index of the line.
    at: usize,
    /// The column after the line.
    end: usize,
    /// The column after the next line.
    next_end: usize,
    /// The columns of the first word of the next line.
    word: usize,
    /// Whether the next line begins with a capital letter.
    is_capital: bool,
    /// Whether the line ends a sentence, and whether the next one does.
    is_closed: bool,
    closes: bool,
}

impl Pair {
    fn of(source: &str, lines: &[SourceLine], at: usize) -> Self {
        let (line, next) = (&lines[at], &lines[at + 1]);
        let (before, after) = (text(source, line), text(source, next));
        let is_closed = |text: &str| text.trim_end_matches(CLOSING).ends_with(ends_sentence);
        Self {
            at,
            end: usize::from(line.indent) + columns(before),
            next_end: usize::from(next.indent) + columns(after),
            word: columns(first_word(after)).min(LONGEST_WORD),
            is_capital: after.starts_with(char::is_uppercase),
            is_closed: is_closed(before),
            closes: is_closed(after) || after.ends_with(is_unmarked),
        }
    }

    /// Returns whether the line is full at a width: the first word of the next line would not have fitted.
    fn is_full(&self, width: usize) -> bool {
        self.end <= width && self.next_end <= width && self.end + self.word >= width
    }
}

impl Pair {
    /// The width that this pair of lines shows, if it is the only one of a page that parts its paragraphs by blank lines:
    /// the first line is long and open, and the second one shorter.
    fn only_width(&self, lines: &[SourceLine]) -> Option<usize> {
        let parted = lines.iter().filter(|line| line.blank_before).count();
        let is_broken = !self.is_closed && self.end >= LONG_LINE && self.next_end <= self.end;
        (is_broken && self.closes && parted >= 2 && parted + 2 >= lines.len()).then_some(self.end)
    }
}

/// For each line, whether it continues the line before it because the text was wrapped there; empty if the text was not
/// wrapped.
pub(crate) fn continued_lines(source: &str, lines: &[SourceLine]) -> Vec<bool> {
    let Some(width) = width(source, lines) else {
        return Vec::new();
    };
    let mut continued = vec![false; lines.len()];
    for at in 1..lines.len() {
        let (line, next) = (&lines[at - 1], &lines[at]);
        // A first line may be indented more than the others, and an item less; any other change begins a paragraph.
        let is_first = at < 2 || !continued[at - 1];
        let same_block = !next.blank_before && (next.indent == line.indent || is_first);
        let after = text(source, next);
        let begins_item = is_item(after);
        let starts_paragraph = next.indent > line.indent && !is_item(text(source, line));
        continued[at] =
            same_block && !begins_item && !starts_paragraph && Pair::of(source, lines, at - 1).is_full(width);
    }
    continued
}

/// The width that the text was wrapped at, if it was.
fn width(source: &str, lines: &[SourceLine]) -> Option<usize> {
    let is_followed = |at: &usize| !lines[at + 1].blank_before;
    // Few pages have several such lines, so most are decided here.
    let may_be_full = |at: &usize| {
        let bytes = (lines[*at].end - lines[*at].start) as usize + usize::from(lines[*at].indent);
        (NARROWEST - LONGEST_WORD / 2..=WIDEST * 4).contains(&bytes)
    };
    let pairs: Vec<Pair> = (0..lines.len().saturating_sub(1))
        .filter(is_followed)
        .filter(may_be_full)
        .map(|at| Pair::of(source, lines, at))
        .collect();
    if let [pair] = &pairs[..] {
        return pair.only_width(lines);
    }
    if pairs.len() < FEWEST_IF_ALL as usize {
        return None;
    }
    let width = likeliest_width(&pairs)?;
    let (mut full, mut open, mut low, mut counted) = (0, 0, 0, 0);
    for pair in &pairs {
        if pair.is_full(width) {
            full += 1;
            open += u32::from(!pair.is_closed);
            low += u32::from(!pair.is_capital);
        }
        counted += u32::from(pair.end * 100 >= width * COUNTED);
    }
    // A sentence ends where the lines of a paragraph do.
    let ends = |(at, pair): (usize, &Pair)| {
        !pair.is_full(width)
            || pair.closes
            || pairs
                .get(at + 1)
                .is_some_and(|next| next.at == pair.at + 1 && next.is_full(width))
    };
    let is_text = open * 100 >= full * OPEN && low * 100 >= full * LOW;
    let is_all = full == counted && full >= FEWEST_IF_ALL && pairs.iter().enumerate().all(ends);
    let is_most = full >= FEWEST_FULL && full * 100 >= counted * FULL;
    (is_text && (is_all || is_most)).then_some(width)
}

/// The width at which most lines are full.
fn likeliest_width(pairs: &[Pair]) -> Option<usize> {
    // The differences between the counts of neighbouring widths.
    let mut steps = [0_i32; WIDEST + 2];
    for pair in pairs {
        let from = pair.end.max(pair.next_end).max(NARROWEST);
        let to = (pair.end + pair.word).min(WIDEST);
        if from <= to {
            steps[from] += 1;
            steps[to + 1] -= 1;
        }
    }
    let (mut count, mut best) = (0, (0, None));
    for (width, step) in steps.iter().enumerate().take(WIDEST + 1) {
        count += step;
        if count > best.0 {
            best = (count, Some(width));
        }
    }
    best.1
}

/// The number of columns of a text; marks that join a letter take none of their own only if the table is sure.
fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(|c| plain_width(c).unwrap_or(1)).sum()
}

/// The part of a text before the first place where it may be wrapped: a blank, or the next letter in Chinese and Japanese.
/// Thai and its neighbours have blanks between phrases.
fn first_word(text: &str) -> &str {
    let mut letters = text.char_indices();
    let begins_dense = letters.next().is_some_and(|(_, c)| c >= KANA && is_dense(c));
    let end = if begins_dense {
        letters.next().map(|(at, _)| at)
    } else {
        text.find(' ')
    };
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

fn is_item(line: &str) -> bool {
    let rest = line.trim_start_matches(['•', '*', '▪', '◦', '–', '—', '-', '·', '+']);
    rest.len() < line.len() && rest.starts_with(' ')
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

    /// Wraps each paragraph at a width, with an indent.
    fn wrapped(paragraphs: &[&str], width: usize, indent: &str) -> String {
        let mut out = String::new();
        for paragraph in paragraphs {
            let mut line = indent.to_owned();
            for word in paragraph.split(' ') {
                if line.trim().is_empty() {
                    line.push_str(word);
                } else if line.chars().count() + 1 + word.chars().count() > width {
                    out.push_str(&line);
                    out.push('\n');
                    line = format!("{indent}{word}");
                } else {
                    line = format!("{line} {word}");
                }
            }
            out.push_str(&line);
            out.push_str("\n\n");
        }
        out
    }

    const ENGLISH: [&str; 2] = [
        "The old ferry left the harbour of Zelm on Monday with forty people on board, the port said at night, and \
         nobody had expected that it would ever come back.",
        "“Nobody asked us,” said the mayor, who had come to the quay in the rain. The ferry had lain at its pier for \
         nine years.",
    ];
    const RUSSIAN: [&str; 2] = [
        "Старый паром вышел в понедельник из гавани с сорока пассажирами на борту, и никто не ждал, что он вернётся \
         обратно до конца недели.",
        "«Нас никто не спросил», — сказал мэр города, который пришёл на причал под дождём. Паром простоял у него \
         девять лет без дела.",
    ];

    #[test]
    fn wrapped_paragraphs_are_joined_at_any_width_and_indent() {
        for (paragraphs, indents) in [(ENGLISH, ["", "   ", "        "]), (RUSSIAN, ["", "  ", "    "])] {
            for width in [40, 56, 64, 72, 80, 90] {
                for indent in indents {
                    let text = wrapped(&paragraphs, width, indent);
                    assert_eq!(units(&text), paragraphs, "{width} {indent:?}");
                }
            }
        }
    }

    #[test]
    fn lines_that_only_look_alike_are_not_joined() {
        let headlines = "Two ferries wait at the pier since noon\nThe mayor has nothing to say about that\n\
            Harbour board meets again on Wednesday\nNobody wants to buy the old lighthouse\n\
            Tides: what the town expects this week\n";
        assert_eq!(units(headlines).len(), 5);
    }

    #[test]
    fn items_of_a_wrapped_list_stay_apart() {
        let text = format!(
            "{}* the first of the two ferries that lie at the pier, with all\n  the people on board\n* the second one\n",
            wrapped(&ENGLISH, 64, "")
        );
        assert_eq!(units(&text).len(), 4, "{:?}", units(&text));
    }
}
