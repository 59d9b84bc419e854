//! What the tokens around a number show about it: whether it is a day at all, and its year. The forms of dates are read in
//! [`forms`](crate::extract::dates::forms).

use crate::extract::dates::form_words::has;
use crate::extract::dates::forms::{DateReader, gregorian};
use crate::extract::dates::token::{DateToken, TokenKind, digit};

/// The longest letters at the end of a reference number.
const CODE_LETTERS: usize = 3;

impl DateReader<'_> {
    /// Returns whether a number is part of the word before it: `Covid-19 March`, or `Page 3, May`, where a comma separates it
    /// from the month.
    pub(crate) fn belongs_to_word(&self, at: usize) -> bool {
        let is_glued = |at: usize| self.token(at).is_some_and(|token| !token.gap);
        let word_before = |at: Option<usize>| {
            let word = at.and_then(|at| self.word(at))?;
            let is_name =
                self.calendar.is_weekday(word) || self.calendar.month(word, self.language).is_some();
            Some(word).filter(|_| !is_name)
        };
        let hyphened = at >= 2 && is_glued(at) && is_glued(at - 1) && self.mark(at - 1, &['-', '‑']);
        if hyphened && word_before(at.checked_sub(2)).is_some() {
            return true;
        }
        let parted = self.mark(at + 1, &[',']) && self.word(at + 2).is_some();
        let is_capital = |word: &str| word.starts_with(char::is_uppercase);
        parted && word_before(at.checked_sub(1)).is_some_and(is_capital)
    }

    /// Returns whether a day is the last one of a range: `14–16 March`, `14. bis 16. März`.
    pub(crate) fn ends_day_range(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(2) else {
            return false;
        };
        let glued = !self.tokens[at].gap && !self.tokens[at - 1].gap;
        let parted = self.mark(at - 1, &['–', '—', '~', '～', '〜'])
            || glued && self.mark(at - 1, &['-', '‑'])
            || self
                .word(at - 1)
                .is_some_and(|word| has(&self.words.between_days, &word.to_lowercase()));
        let first = if self.mark(before, &['.']) {
            before.checked_sub(1)
        } else {
            Some(before)
        };
        let number = |at: Option<usize>| self.token(at?)?.number(2);
        let is_minute = first
            .and_then(|first| first.checked_sub(1))
            .is_some_and(|at| self.mark(at, &[':', '.', '/', '-']));
        let (first, last) = (number(first), self.tokens[at].number(2));
        parted
            && !is_minute
            && first
                .zip(last)
                .is_some_and(|(first, last)| first < last && last <= 31)
    }

    /// The year of two digits at `year`, if the weekday before the date is that of the day: `Thu, 01 Aug 24`.
    pub(crate) fn year_by_weekday(&self, at: usize, day: u32, month: u8, year: usize) -> Option<u32> {
        let TokenKind::Number { value, digits: 2 } = self.token(year)?.kind else {
            return None;
        };
        let year = 2000 + value;
        let date = gregorian(year, u32::from(month), day)?;
        let first = self.weekday_before(at, 0).or_else(|| {
            let month = (0..at).rev().find(|&at| self.word(at).is_some())?;
            self.weekday_before(month, 0)
        })?;
        self.calendar
            .may_name(self.word(first)?, date.weekday())
            .then_some(year)
    }

    /// Returns whether a hyphen and a few capitals are glued to the numbers that end at `end`: `15/03/2025-A` is a reference.
    pub(crate) fn has_code_after(&self, end: usize) -> bool {
        let is_glued = |at: usize| self.token(at).is_some_and(|token| !token.gap);
        let is_code =
            |word: &str| word.len() <= CODE_LETTERS && word.bytes().all(|byte| byte.is_ascii_uppercase());
        self.mark(end, &['-', '/'])
            && is_glued(end)
            && is_glued(end + 1)
            && self.word(end + 1).is_some_and(is_code)
    }

    /// Returns whether a token follows a day and the name of a month: a word ends two or three tokens before it.
    pub(crate) fn is_name_before(&self, token: &DateToken) -> bool {
        let head = &self.line[..token.start];
        let head = head.trim_end_matches(|c: char| !c.is_alphanumeric());
        let head = head.trim_end_matches(|c: char| digit(c).is_some());
        head.trim_end_matches([' ', '.', ','])
            .ends_with(char::is_alphabetic)
    }
}
