//! One line taken apart: its dates with what they are called, and what else stands in it. Knows nothing of the page.

use super::calendar::{Calendar, Label};
use super::stamp::{Stamp, stamps};
use super::token::{Kind, Token, begins_digit, tokens};
use crate::extract::work;
use std::cell::OnceCell;

/// What a line holds.
#[derive(Debug, Clone)]
pub(super) struct Facts<'a> {
    line: &'a str,
    /// The dates, each with what the words beside it call it.
    pub(super) stamps: Vec<(Stamp, Option<Label>)>,
    /// What stands beside them: most lines are never asked for it.
    beside: OnceCell<Beside<'a>>,
}

/// What stands beside the dates of a line.
#[derive(Debug, Clone)]
struct Beside<'a> {
    relative: bool,
    rest: Vec<&'a str>,
}

/// Marks beyond ASCII that part the pieces of a line of metadata.
const PARTS: &[char] = &['•', '·', '—', '–', '／', '│', '»', '›', '●', '◆', '∙'];
/// Marks that mean nothing at the ends of a piece.
const ENDS: &[char] = &[
    ' ', ',', ';', ':', '-', '/', '\u{a0}', '，', '：', '、', '،', '*', '【', '】', '—', '–', '|',
];
/// Words of the longest phrase behind a date that only goes with it.
const LAST_WORDS: usize = 3;
/// How far before a date the word that names it may stand, in words.
const LABEL_REACH: usize = 6;

impl<'a> Facts<'a> {
    pub(super) fn read(line: &'a str, language: Option<&str>) -> Self {
        Self::of(line, &stamps(line, language))
    }

    /// The facts of a line whose dates are found already.
    pub(super) fn of(line: &'a str, found: &[Stamp]) -> Self {
        let calendar = Calendar::get();
        let mut labelled: Vec<(Stamp, Option<Label>)> = Vec::with_capacity(found.len());
        let mut start = 0;
        for (at, stamp) in found.iter().enumerate() {
            let next = found.get(at + 1).map_or(line.len(), |next| next.start);
            let label = label_in(&line[start..stamp.start], calendar)
                .or_else(|| label_behind(&line[stamp.end..next], calendar));
            labelled.push((*stamp, label));
            start = stamp.end;
        }
        Self {
            line,
            stamps: labelled,
            beside: OnceCell::new(),
        }
    }

    /// Whether the line tells time from now: "2 hours ago".
    pub(super) fn is_relative(&self) -> bool {
        if let Some(beside) = self.beside.get() {
            return beside.relative;
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

    /// What stands beside the dates, in pieces: separators, labels and zones left out.
    pub(super) fn rest(&self) -> &[&'a str] {
        &self.beside().rest
    }

    /// How many words the pieces have.
    pub(super) fn words(&self) -> usize {
        self.rest().iter().map(|piece| count_words(piece)).sum()
    }

    fn beside(&self) -> &Beside<'a> {
        self.beside.get_or_init(|| Beside::of(self.gaps()))
    }

    /// What stands before, between and behind the dates.
    fn gaps(&self) -> impl Iterator<Item = &'a str> {
        let ends = self.stamps.iter().map(|(stamp, _)| stamp.end);
        let starts = self.stamps.iter().map(|(stamp, _)| stamp.start);
        let gaps = std::iter::once(0)
            .chain(ends)
            .zip(starts.chain([self.line.len()]));
        let line = self.line;
        gaps.map(move |(start, end)| &line[start..end])
    }
}

impl<'a> Beside<'a> {
    fn of(gaps: impl Iterator<Item = &'a str>) -> Self {
        let calendar = Calendar::get();
        let (mut relative, mut rest) = (false, Vec::new());
        for piece in gaps.flat_map(pieces) {
            work::note(piece.len());
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
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
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

/// Where the first separator of a text stands, and its bytes: one of the marks that part pieces, a hyphen between blanks,
/// or two blanks, by which a page sets apart what it shows apart.
fn separator(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().find_map(|(at, &byte)| match byte {
        b'|' | b'>' | b'\t' => Some((at, 1)),
        b' ' => match bytes[at + 1..] {
            [b' ', ..] => Some((at, 2)),
            [b'-', b' ', ..] | [0xC2, 0xA0, ..] => Some((at, 3)),
            _ => None,
        },
        // The lead bytes of the marks beyond ASCII.
        0xC2 | 0xE2 | 0xEF => {
            let c = text.get(at..)?.chars().next()?;
            PARTS.contains(&c).then_some((at, c.len_utf8()))
        }
        _ => None,
    })
}

/// A piece without the marks at its ends that mean nothing.
pub(super) fn trimmed(piece: &str) -> &str {
    if let ([first, ..], [.., last]) = (piece.as_bytes(), piece.as_bytes())
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return piece;
    }
    let is_end = |c: char| !c.is_ascii_alphanumeric() && (ENDS.contains(&c) || c.is_whitespace());
    let piece = piece.trim_matches(is_end);
    // A bracket that is opened and not closed, or the other way, belongs to what stood beside the piece.
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

/// Words, where each ideograph is half a word.
pub(super) fn count_words(text: &str) -> usize {
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
        let inside = word.chars().filter(|&c| super::token::is_ideograph(c)).count();
        ideographs += inside;
        words += usize::from(inside == 0 && word.chars().any(char::is_alphanumeric));
    }
    words + ideographs.div_ceil(2)
}

/// What the last words before a date call it; the word nearest to the date decides.
fn label_in(gap: &str, calendar: &Calendar) -> Option<Label> {
    let tokens: Vec<Token> = words_of(gap).collect();
    let reach = tokens.len().saturating_sub(LABEL_REACH);
    for last in (reach..tokens.len()).rev() {
        for first in last.saturating_sub(2)..=last {
            let phrase = &gap[tokens[first].start..tokens[last].end];
            let Some(label) = calendar.label(phrase) else {
                continue;
            };
            // A word that calls it another day must stand beside it.
            let beside =
                |token: &Token| calendar.is_beside(token.text(gap)) || calendar.is_weekday(token.text(gap));
            if label != Label::Other || tokens[last + 1..].iter().all(beside) {
                return Some(label);
            }
        }
    }
    None
}

/// The words of a text, one by one; a run of ideographs is one.
fn words_of(text: &str) -> impl Iterator<Item = Token> {
    let is_ideograph = |at: usize| text[at..].chars().next().is_some_and(super::token::is_ideograph);
    let mut tokens = tokens(text)
        .filter(|token| token.kind != Kind::Mark('\''))
        .peekable();
    std::iter::from_fn(move || {
        let mut word = tokens.find(|token| matches!(token.kind, Kind::Word | Kind::Mark('©')))?;
        if is_ideograph(word.start) {
            while let Some(next) = tokens.next_if(|next| next.start == word.end && is_ideograph(next.start)) {
                word.end = next.end;
            }
        }
        Some(word)
    })
}

/// What the words right behind a date call it, where they do: `2024年7月9日 更新`.
fn label_behind(text: &str, calendar: &Calendar) -> Option<Label> {
    let first = words_of(text).next()?;
    let clear = text[..first.start].chars().all(|c| !c.is_alphanumeric());
    let word = first.text(text);
    let is_asian = word
        .chars()
        .next()
        .is_some_and(|c| super::token::is_ideograph(c) || ('\u{ac00}'..='\u{d7a3}').contains(&c));
    (clear && is_asian).then(|| calendar.label(word)).flatten()
}

/// A piece up to where it begins to tell time from now.
fn without_relative<'a>(piece: &'a str, calendar: &Calendar, relative: &mut bool) -> &'a str {
    // What stands between blanks is one token at least: longer pieces, and such without digits, need not be taken apart.
    let blanks = piece.bytes().filter(|byte| *byte == b' ').count();
    let may_count = piece.bytes().any(begins_digit);
    if !may_count && !calendar.may_tell_time(piece) {
        return piece;
    }
    if blanks > 15 || blanks > 2 && !may_count || !may_count && tokens(piece).nth(3).is_some() {
        return piece;
    }
    let is_relative = |token: &Token| token.kind == Kind::Word && calendar.is_relative(token.text(piece));
    if !may_count && !tokens(piece).any(|token| is_relative(&token)) {
        return piece;
    }
    let tokens: Vec<Token> = tokens(piece).collect();
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

/// A piece up to a span of time at its end, which is time from now too: `Jana Vella 7 hours`.
fn without_span<'a>(piece: &'a str, tokens: &[Token], calendar: &Calendar, relative: &mut bool) -> &'a str {
    let [.., number, unit] = tokens else { return piece };
    let is_span = number.number(3).is_some() && number.gap && calendar.is_unit(unit.text(piece));
    if !is_span {
        return piece;
    }
    *relative = true;
    trimmed(&piece[..number.start])
}

/// The last three words of a text, or all that it has, the last one first.
fn last_words(text: &str) -> [Option<Token>; LAST_WORDS] {
    let last = |from: usize| {
        let mut last = [None; LAST_WORDS];
        for word in words_of(&text[from..]) {
            last.rotate_right(1);
            last[0] = Some(Token {
                start: word.start + from,
                end: word.end + from,
                ..word
            });
        }
        last
    };
    // Blanks part words: those before the last few need not be looked at.
    let tail = text.rmatch_indices(' ').nth(LAST_WORDS).map(|(at, _)| last(at));
    let enough = tail.filter(|words| words.iter().all(Option::is_some));
    enough.unwrap_or_else(|| last(0))
}

/// A piece without words at its ends that only go with a date.
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
        // The longest phrase of up to three words at the end. A capital there is an initial or a name, not `at` or `h`.
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

    #[test]
    fn dates_are_called_by_the_words_beside_them() {
        let labels = |line: &str, language: &str| {
            let facts = Facts::read(line, Some(language));
            facts.stamps.iter().map(|(_, label)| *label).collect::<Vec<_>>()
        };
        let (published, updated, other) = (Some(Label::Published), Some(Label::Updated), Some(Label::Other));
        for (line, language, expected) in [
            ("Published 9 July 2024", "en", vec![published]),
            (
                "9 July 2024 06:05 Updated 10 July 2024",
                "en",
                vec![None, updated],
            ),
            (
                "Published: July 9, 2024; last updated: July 10, 2024",
                "en",
                vec![published, updated],
            ),
            ("09.07.2024 - Güncelleme : 10.07.2024", "tr", vec![None, updated]),
            ("Mis à jour le 9 juillet 2024 à 12h30", "fr", vec![updated]),
            ("Обновлено: 9 июля 2024", "ru", vec![updated]),
            ("تاريخ النشر: 9 يوليو 2024", "ar", vec![published]),
            ("2024年7月9日 更新", "ja", vec![updated]),
            ("公開日:2024/07/19", "ja", vec![published]),
            (
                "입력 2024.07.09 06:05 수정 2024.07.09 07:05",
                "ko",
                vec![published, updated],
            ),
            ("Copyright 9 July 2024", "en", vec![other]),
            ("Aktualisiert am 9. Juli 2024", "de", vec![updated]),
        ] {
            assert_eq!(labels(line, language), expected, "{line}");
        }
    }

    #[test]
    fn what_stands_beside_a_date_is_left() {
        for (line, rest) in [
            ("Jana VellaTuesday, 9 July 2024, 06:05", vec!["Jana Vella"]),
            ("date 2024-07-09 WORLD", vec!["WORLD"]),
            ("By Jana VellaPublished 9 July 2024", vec!["By Jana Vella"]),
            (
                "Jana Vella (@jvella) 12 minutes ago Tue 9th July 2024 | 06:05 PM",
                vec!["Jana Vella (@jvella)"],
            ),
            ("July 9, 2024 6:05 AM EST", vec![]),
            ("Publicado el 9 de julio de 2024 a las 06:05", vec![]),
            ("Stand: 09.07.2024 06:05 Uhr", vec![]),
        ] {
            assert_eq!(Facts::read(line, Some("en")).rest(), rest, "{line}");
        }
    }
}
