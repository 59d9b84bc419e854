//! The parts of one line: its dates, what the words next to them call them, and the rest. Nothing here depends on the
//! page.

use crate::extract::dates::calendar::{Calendar, DateLabel};
use crate::extract::dates::form_words::{FormWords, has};
use crate::extract::dates::parse::{DateTimeSpan, date_spans};
use crate::extract::dates::token;
use crate::extract::dates::token::{DateToken, TokenKind, begins_digit, tokens};
use crate::extract::lines::cost;
use std::cell::OnceCell;

/// The parts of a line.
#[derive(Debug, Clone)]
pub(crate) struct LineFacts<'a> {
    line: &'a str,
    /// The dates, and what the words next to each call it.
    pub(crate) dates: Vec<(DateTimeSpan, Option<DateLabel>)>,
    /// The rest of the line, computed on demand: most lines never need it.
    remainder: OnceCell<Remainder<'a>>,
}

/// What a line has other than its dates.
#[derive(Debug, Clone)]
struct Remainder<'a> {
    relative: bool,
    rest: Vec<&'a str>,
}

/// Separators between the pieces of a line of metadata that are not ASCII.
const PARTS: &[char] = &['•', '·', '—', '–', '／', '│', '»', '›', '●', '◆', '∙'];
/// Marks without meaning at the ends of a piece.
const ENDS: &[char] = &[
    ' ', ',', ';', ':', '-', '/', '\u{a0}', '，', '：', '、', '،', '*', '【', '】', '—', '–', '|',
];
/// The most words of a phrase that has no meaning but with a date.
const LAST_WORDS: usize = 3;
/// The most words of a label of a date.
const LABEL_WORDS: usize = 5;
/// The most words between a date and the word that names it.
const LABEL_REACH: usize = 6;

impl<'a> LineFacts<'a> {
    pub(crate) fn read(line: &'a str, language: Option<&str>) -> Self {
        Self::of(line, &date_spans(line, language))
    }

    /// The parts of a line whose dates are known.
    pub(crate) fn of(line: &'a str, found: &[DateTimeSpan]) -> Self {
        let calendar = Calendar::get();
        let mut labelled: Vec<(DateTimeSpan, Option<DateLabel>)> = Vec::with_capacity(found.len());
        let mut start = 0;
        for (at, span) in found.iter().enumerate() {
            let next = found.get(at + 1).map_or(line.len(), |next| next.start);
            let label = label_in(&line[start..span.start], calendar)
                .or_else(|| label_after(&line[span.end..next], calendar));
            labelled.push((*span, label));
            start = span.end;
        }
        label_ranges(line, &mut labelled);
        Self {
            line,
            dates: labelled,
            remainder: OnceCell::new(),
        }
    }

    /// Returns whether the line has a relative time: "2 hours ago".
    pub(crate) fn is_relative(&self) -> bool {
        if let Some(remainder) = self.remainder.get() {
            return remainder.relative;
        }
        let calendar = Calendar::get();
        let mut relative = false;
        let may_be = self.line.bytes().any(begins_digit) || calendar.may_tell_time(self.line);
        may_be
            && self.gaps().flat_map(pieces).any(|piece| {
                without_relative(piece, calendar, &mut relative);
                relative
            })
    }

    /// The pieces of the line other than its dates, without separators, labels and zones.
    pub(crate) fn rest(&self) -> &[&'a str] {
        &self.remainder().rest
    }

    /// The number of words in the pieces.
    pub(crate) fn words(&self) -> usize {
        self.rest().iter().map(|piece| count_words(piece)).sum()
    }

    fn remainder(&self) -> &Remainder<'a> {
        self.remainder.get_or_init(|| Remainder::of(self.gaps()))
    }

    /// The text before, between and after the dates.
    fn gaps(&self) -> impl Iterator<Item = &'a str> {
        let ends = self.dates.iter().map(|(span, _)| span.end);
        let starts = self.dates.iter().map(|(span, _)| span.start);
        let gaps = std::iter::once(0)
            .chain(ends)
            .zip(starts.chain([self.line.len()]));
        let line = self.line;
        gaps.map(move |(start, end)| &line[start..end])
    }
}

impl<'a> Remainder<'a> {
    fn of(gaps: impl Iterator<Item = &'a str>) -> Self {
        let calendar = Calendar::get();
        let (mut relative, mut rest) = (false, Vec::new());
        for piece in gaps.flat_map(pieces) {
            cost::count(piece.len());
            let piece = without_relative(piece, calendar, &mut relative);
            let piece = without_labels(piece, calendar);
            if piece.chars().any(char::is_alphanumeric) {
                rest.push(piece);
            }
        }
        Self { relative, rest }
    }
}

/// The pieces of a text between separators.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut left = Some(text);
    let pieces = std::iter::from_fn(move || {
        let text = left?;
        let Some((at, length)) = separator(text) else {
            return left.take();
        };
        left = text.get(at + length..);
        text.get(..at)
    });
    pieces.map(trimmed).filter(|piece| !piece.is_empty())
}

/// The offset and the length of the first separator of a text: one of the marks that part pieces, a hyphen between
/// blanks, or two blanks.
fn separator(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().find_map(|(at, &byte)| match byte {
        b'|' | b'>' | b'\t' => Some((at, 1)),
        b' ' => match bytes[at + 1..] {
            [b' ', ..] => Some((at, 2)),
            [b'-', b' ', ..] | [0xC2, 0xA0, ..] => Some((at, 3)),
            _ => None,
        },
        // The lead bytes of the marks that are not ASCII.
        0xC2 | 0xE2 | 0xEF => {
            let c = text.get(at..)?.chars().next()?;
            PARTS.contains(&c).then_some((at, c.len_utf8()))
        }
        _ => None,
    })
}

/// A piece without meaningless marks at its ends.
pub(crate) fn trimmed(piece: &str) -> &str {
    if let ([first, ..], [.., last]) = (piece.as_bytes(), piece.as_bytes())
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return piece;
    }
    let is_end = |c: char| !c.is_ascii_alphanumeric() && (ENDS.contains(&c) || c.is_whitespace());
    let piece = piece.trim_matches(is_end);
    // A bracket without its partner belongs to the text next to the piece.
    let piece = if piece.contains(')') {
        piece
    } else {
        piece.trim_end_matches('(').trim_end()
    };
    if piece.contains('(') {
        piece
    } else {
        piece.trim_start_matches(')').trim_start()
    }
}

/// The number of words, where each ideograph is half a word.
pub(crate) fn count_words(text: &str) -> usize {
    if text.is_ascii() {
        let (mut words, mut counted) = (0, false);
        for byte in text.bytes() {
            words += usize::from(byte.is_ascii_alphanumeric() && !counted);
            counted = (counted || byte.is_ascii_alphanumeric()) && !byte.is_ascii_whitespace();
        }
        return words;
    }
    let mut words = 0;
    let mut ideographs = 0;
    for word in text.split_whitespace() {
        let inside = word.chars().filter(|&c| token::is_ideograph(c)).count();
        ideographs += inside;
        words += usize::from(inside == 0 && word.chars().any(char::is_alphanumeric));
    }
    words + ideographs.div_ceil(2)
}

/// What the last words before a date call it; the word nearest to the date decides.
fn label_in(gap: &str, calendar: &Calendar) -> Option<DateLabel> {
    let tokens: Vec<DateToken> = words_of(gap).collect();
    let reach = tokens.len().saturating_sub(LABEL_REACH);
    for last in (reach..tokens.len()).rev() {
        for first in last.saturating_sub(LABEL_WORDS - 1)..=last {
            let phrase = &gap[tokens[first].start..tokens[last].end];
            let Some(label) = calendar.label(phrase) else {
                continue;
            };
            // A word that calls it another day must be next to it.
            let belongs_to_date = |token: &DateToken| {
                calendar.is_filler(token.text(gap)) || calendar.is_weekday(token.text(gap))
            };
            if label != DateLabel::Other || tokens[last + 1..].iter().all(belongs_to_date) {
                return Some(label);
            }
        }
    }
    None
}

/// Gives the dates of ranges the label of another day: `From 14 March 2025 to 16 March 2025`, `3 April 1944 – 11 March 2025`.
/// Labels and times show that they are the days of publication and of a change.
fn label_ranges(line: &str, labelled: &mut [(DateTimeSpan, Option<DateLabel>)]) {
    for at in 1..labelled.len() {
        let [
            (first, None | Some(DateLabel::Other)),
            (last, None | Some(DateLabel::Other)),
        ] = labelled[at - 1..=at]
        else {
            continue;
        };
        let is_range = is_range_mark(line[first.end..last.start].trim()) && first.day != last.day;
        if is_range && (first.time.is_none() || last.time.is_none()) {
            labelled[at - 1].1 = Some(DateLabel::Other);
            labelled[at].1 = Some(DateLabel::Other);
        }
    }
}

/// Returns whether a text between two days means all days between them.
fn is_range_mark(text: &str) -> bool {
    matches!(text, "–" | "—" | "-" | "~" | "～" | "〜")
        || has(&FormWords::get().between_days, &text.to_lowercase())
}

/// The words of a text; a run of ideographs is one word.
fn words_of(text: &str) -> impl Iterator<Item = DateToken> {
    let is_ideograph = |at: usize| text[at..].chars().next().is_some_and(token::is_ideograph);
    let mut tokens = tokens(text)
        .filter(|token| token.kind != TokenKind::Mark('\''))
        .peekable();
    std::iter::from_fn(move || {
        let mut word = tokens.find(|token| matches!(token.kind, TokenKind::Word | TokenKind::Mark('©')))?;
        if is_ideograph(word.start) {
            while let Some(next) = tokens.next_if(|next| next.start == word.end && is_ideograph(next.start)) {
                word.end = next.end;
            }
        }
        Some(word)
    })
}

/// What the words right after a date call it: `2024年7月9日 更新`.
fn label_after(text: &str, calendar: &Calendar) -> Option<DateLabel> {
    let first = words_of(text).next()?;
    let clear = text[..first.start].chars().all(|c| !c.is_alphanumeric());
    let word = first.text(text);
    let is_asian = word
        .chars()
        .next()
        .is_some_and(|c| token::is_ideograph(c) || ('\u{ac00}'..='\u{d7a3}').contains(&c));
    (clear && is_asian).then(|| calendar.label(word)).flatten()
}

/// A piece up to its relative time.
fn without_relative<'a>(piece: &'a str, calendar: &Calendar, relative: &mut bool) -> &'a str {
    // Text between blanks is at least one token, so long pieces and pieces without digits are left alone.
    let blanks = piece.bytes().filter(|byte| *byte == b' ').count();
    let may_count = piece.bytes().any(begins_digit);
    if !may_count && !calendar.may_tell_time(piece) {
        return piece;
    }
    if blanks > 15 || blanks > 2 && !may_count || !may_count && tokens(piece).nth(3).is_some() {
        return piece;
    }
    let is_relative =
        |token: &DateToken| token.kind == TokenKind::Word && calendar.is_relative(token.text(piece));
    if !may_count && !tokens(piece).any(|token| is_relative(&token)) {
        return piece;
    }
    let tokens: Vec<DateToken> = tokens(piece).collect();
    let has_number = tokens.iter().any(|token| token.number(4).is_some());
    if tokens.len() > 16 || (tokens.len() > 3 && !has_number) {
        return piece;
    }
    let Some(found) = tokens.iter().position(is_relative) else {
        return without_span(piece, &tokens, calendar, relative);
    };
    *relative = true;
    let number = tokens[..found].iter().position(|token| token.number(4).is_some());
    trimmed(&piece[..tokens[number.unwrap_or(found)].start])
}

/// A piece up to a span of time at its end, which is a relative time too: `Jana Vella 7 hours`.
fn without_span<'a>(
    piece: &'a str,
    tokens: &[DateToken],
    calendar: &Calendar,
    relative: &mut bool,
) -> &'a str {
    let [.., number, unit] = tokens else { return piece };
    let is_span = number.number(3).is_some() && number.gap && calendar.is_unit(unit.text(piece));
    if !is_span {
        return piece;
    }
    *relative = true;
    trimmed(&piece[..number.start])
}

/// The last three words of a text, or all that it has, the last one first.
fn last_words(text: &str) -> [Option<DateToken>; LAST_WORDS] {
    let last = |from: usize| {
        let mut last = [None; LAST_WORDS];
        for word in words_of(&text[from..]) {
            last.rotate_right(1);
            last[0] = Some(DateToken {
                start: word.start + from,
                end: word.end + from,
                ..word
            });
        }
        last
    };
    // Blanks part words, so only the last few need a look.
    let tail = text.rmatch_indices(' ').nth(LAST_WORDS).map(|(at, _)| last(at));
    let enough = tail.filter(|words| words.iter().all(Option::is_some));
    enough.unwrap_or_else(|| last(0))
}

/// A piece without the words at its ends that have no meaning but with a date.
fn without_labels<'a>(piece: &'a str, calendar: &Calendar) -> &'a str {
    let mut piece = trimmed(piece);
    for _ in 0..4 {
        if !calendar.may_go_with_date(piece) {
            return piece;
        }
        let words = last_words(piece);
        let (Some(first), Some(last)) = (words_of(piece).next(), words[0]) else {
            return piece;
        };
        // The longest phrase of up to three words at the end. A capital there is an initial or a name, not `at` or
        // `h`.
        let tail = words.iter().rev().flatten().find_map(|word| {
            let start = word.start;
            let text = &piece[start..last.end];
            let (names_day, goes) = calendar.goes_with_date(text);
            let is_tail = start == 0 || names_day || !text.starts_with(char::is_uppercase) || text.len() > 2;
            goes.then_some((start, is_tail))
        });
        if let Some((start, true)) = tail {
            piece = trimmed(&piece[..start]);
        } else if calendar.goes_with_date(first.text(piece)).0
            || calendar.is_zone(first.text(piece)) && first.start == 0
        {
            piece = trimmed(&piece[first.end..]);
        } else {
            return piece;
        }
    }
    piece
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::cases::cases;

    mod labels {
        use super::*;

        const PUBLISHED: Option<DateLabel> = Some(DateLabel::Published);
        const UPDATED: Option<DateLabel> = Some(DateLabel::Updated);
        const OTHER: Option<DateLabel> = Some(DateLabel::Other);

        fn check(line: &str, language: &str, expected: &[Option<DateLabel>]) {
            let facts = LineFacts::read(line, Some(language));
            let labels: Vec<_> = facts.dates.iter().map(|(_, label)| *label).collect();
            assert_eq!(labels, expected, "{line}");
        }

        cases! { check:
            published: "Published 9 July 2024", "en", &[PUBLISHED];
            second_updated: "9 July 2024 06:05 Updated 10 July 2024", "en", &[None, UPDATED];
            both: "Published: July 9, 2024; last updated: July 10, 2024", "en", &[PUBLISHED, UPDATED];
            turkish: "09.07.2024 - Güncelleme : 10.07.2024", "tr", &[None, UPDATED];
            french: "Mis à jour le 9 juillet 2024 à 12h30", "fr", &[UPDATED];
            russian: "Обновлено: 9 июля 2024", "ru", &[UPDATED];
            arabic: "تاريخ النشر: 9 يوليو 2024", "ar", &[PUBLISHED];
            japanese_after_the_date: "2024年7月9日 更新", "ja", &[UPDATED];
            japanese_before_the_date: "公開日:2024/07/19", "ja", &[PUBLISHED];
            korean: "입력 2024.07.09 06:05 수정 2024.07.09 07:05", "ko", &[PUBLISHED, UPDATED];
            copyright: "Copyright 9 July 2024", "en", &[OTHER];
            german: "Aktualisiert am 9. Juli 2024", "de", &[UPDATED];
            range: "From 9 July 2024 to 11 July 2024", "en", &[OTHER, OTHER];
            life: "3 April 1944 – 9 July 2024", "en", &[OTHER, OTHER];
            of_an_archive: "Archived from the original on 9 July 2024", "en", &[OTHER];
            of_a_database: "LOAD-DATE: July 9, 2024", "en", &[OTHER];
            of_the_next_change: "Next update: 9 July 2024", "en", &[OTHER];
        }
    }

    mod rest {
        use super::*;

        fn check(line: &str, rest: &[&str]) {
            assert_eq!(LineFacts::read(line, Some("en")).rest(), rest, "{line}");
        }

        cases! { check:
            glued_name: "Jana VellaTuesday, 9 July 2024, 06:05", &["Jana Vella"];
            section: "date 2024-07-09 WORLD", &["WORLD"];
            glued_label: "By Jana VellaPublished 9 July 2024", &["By Jana Vella"];
            relative_time: "Jana Vella (@jvella) 12 minutes ago Tue 9th July 2024 | 06:05 PM",
                &["Jana Vella (@jvella)"];
            zone: "July 9, 2024 6:05 AM EST", &[];
            spanish_label: "Publicado el 9 de julio de 2024 a las 06:05", &[];
            german_label: "Stand: 09.07.2024 06:05 Uhr", &[];
        }
    }
}
