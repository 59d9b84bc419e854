//! The dates in a line, with their times of day. Says what a date is, not whether it is the article's: that is up to
//! [`publication`](crate::extract::meta::publication). The written forms are in
//! [`forms`](crate::extract::dates::forms).

use crate::article::date::{Time, Zone};
use crate::extract::dates::calendar::Calendar;
use crate::extract::dates::form_words::FormWords;
use crate::extract::dates::forms::{DateForm, DateReader, DayReading};
use crate::extract::dates::token::{NUMERAL_UNITS, begins_digit, digit, tokens};
use crate::extract::lines::cost;
use crate::text::digits::has_digit;

/// The longest line that can give a date or a name.
pub(crate) const MAX_LINE_BYTES: usize = 240;

/// A date in a line, with its time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateTimeSpan {
    /// Byte offset of its start, including a time or weekday before it.
    pub(crate) start: usize,
    /// Byte offset after it and its time.
    pub(crate) end: usize,
    pub(crate) day: DayReading,
    pub(crate) time: Option<Time>,
    pub(crate) zone: Option<Zone>,
    /// Whether a weekday belongs to it.
    pub(crate) weekday: bool,
    pub(crate) form: DateForm,
}

/// Returns whether a line can hold a date: cheap, to be called first.
pub(crate) fn may_hold_date(line: &str) -> bool {
    cost::count(line.len());
    let two = |is_one: fn(&u8) -> bool| {
        line.as_bytes()
            .iter()
            .filter(|byte| is_one(byte))
            .nth(1)
            .is_some()
    };
    let other = || {
        let digits = line.chars().filter(|&c| digit(c).is_some());
        !line.is_ascii() && two(|&byte| !byte.is_ascii() && begins_digit(byte)) && digits.take(2).count() == 2
    };
    has_digit(line) && two(u8::is_ascii_digit) || other() || may_hold_numerals(line)
}

/// Returns whether a line may hold a date in Chinese numerals: it has the units of a year and of a month.
fn may_hold_numerals(line: &str) -> bool {
    let [year, month, ..] = NUMERAL_UNITS;
    !line.is_ascii() && line.contains(year) && line.contains(month)
}

/// Returns whether a line has three numbers of ASCII digits in a row, with one mark between each two, as in a date
/// without the name of a month.
fn has_numbers_in_row(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let (mut at, mut parted, mut before) = (0, 0, None);
    while let Some(found) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + found;
        if let Some(end) = before {
            let mark = line[end..start].trim();
            let parts = matches!(mark, "." | "-" | "/") || !mark.is_ascii();
            parted = if parts { parted + 1 } else { 0 };
        }
        at = start;
        while is_digit(at) {
            at += 1;
        }
        before = Some(at);
        if parted == 2 {
            return true;
        }
    }
    false
}

/// The dates of a line, in order. `language` is the language of the page, if it is known.
pub(crate) fn date_spans(line: &str, language: Option<&str>) -> Vec<DateTimeSpan> {
    let calendar = Calendar::get();
    // A date without the name of a month is three numbers. Lines with other digits are always read.
    let names_month = || calendar.may_name_month(line) || may_hold_numerals(line);
    if !may_hold_date(line) || !has_numbers_in_row(line) && !names_month() {
        return Vec::new();
    }
    let mut tokens_of_line = Vec::with_capacity(line.len() / 4 + 1);
    tokens_of_line.extend(tokens(line));
    let tokens = tokens_of_line;
    let reader = DateReader {
        line,
        tokens: &tokens,
        calendar,
        words: FormWords::get(),
        language,
    };
    let mut found: Vec<DateTimeSpan> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(date) = reader.date(at) else {
            at += 1;
            continue;
        };
        let before = found.last().map_or(0, |span| span.end);
        if tokens[date.first].start < before {
            at += 1;
            continue;
        }
        let (span, next) = reader.with_attached(&date, before);
        found.push(span);
        at = next.max(at + 1);
    }
    found
}

/// Returns whether a day with its year can be read from a line.
pub fn names_day(line: &str, language: Option<&str>) -> bool {
    line.len() <= MAX_LINE_BYTES
        && may_hold_date(line)
        && date_spans(line, language)
            .iter()
            .any(|span| span.day != DayReading::Yearless)
}

#[cfg(test)]
mod tests;
