//! What is attached to a date in its line: its time, its zone, its weekday. The date itself is read in
//! [`forms`](crate::extract::dates::forms).

use crate::article::date::{Time, Zone};
use crate::extract::dates::form_words::has;
use crate::extract::dates::forms::{DateReader, WrittenDate};
use crate::extract::dates::parse::DateTimeSpan;
use crate::extract::dates::time_of_day::{time_after, time_at, time_before, zone_at};

impl DateReader<'_> {
    /// The span of a date with its time and weekday, none of which begins before `limit`, and the token after it.
    pub(crate) fn with_attached(&self, date: &WrittenDate, limit: usize) -> (DateTimeSpan, usize) {
        let mut start = self.tokens[date.first].start;
        let mut end = self.tokens[date.end - 1].end;
        let mut next = date.end;
        let mut weekday = self.weekday_before(date.first, limit);
        if let Some(first) = weekday {
            start = self.tokens[first].start;
        }
        let (mut time, mut zone) = (None, None);
        if let Some(after) = time_after(self.line, self.tokens, date.end, self.calendar) {
            // Digits that are glued to a time belong to a counter.
            (time, zone) = (Some(after.time), after.zone);
            (next, end) = (after.next, after.end);
        } else if let Some((inside, its_zone)) = self.time_inside(date) {
            (time, zone) = (Some(inside), its_zone);
        } else {
            let first = weekday.unwrap_or(date.first);
            if let Some((before, its_zone, first)) =
                time_before(self.line, self.tokens, first, limit, self.calendar)
            {
                (time, zone) = (Some(before), its_zone);
                start = self.tokens[first].start;
            }
        }
        if let (None, Some(word)) = (weekday, self.word(date.end)) {
            // Finnish `to` is Thursday, English `to` leads to the end of a range.
            let is_range = has(&self.words.between_days, &word.to_lowercase());
            weekday = (self.calendar.is_weekday(word) && !is_range).then_some(date.end);
            if weekday.is_some() && next == date.end {
                end = self.tokens[date.end].end;
                next = date.end + 1;
            }
        }
        let span = DateTimeSpan {
            start,
            end,
            day: date.day,
            time,
            zone,
            weekday: weekday.is_some(),
            form: date.form,
        };
        (span, next)
    }

    /// The time of `Jun 12 10:20:30 UTC 2020`.
    fn time_inside(&self, date: &WrittenDate) -> Option<(Time, Option<Zone>)> {
        let tokens = &self.tokens[..date.end];
        let (time, next) = (date.first + 1..date.end.saturating_sub(2))
            .find_map(|at| time_at(self.line, tokens, at, false))?;
        Some((time, zone_at(self.line, tokens, next, self.calendar).0))
    }

    fn is_between_weekday_and_date(&self, word: &str) -> bool {
        let mut words = self.words.after_weekday.iter();
        words.any(|known| known.eq_ignore_ascii_case(word))
    }

    /// The weekday before the token `first`, which does not begin before the byte `limit`.
    pub(crate) fn weekday_before(&self, first: usize, limit: usize) -> Option<usize> {
        let mut at = first.checked_sub(1)?;
        while at > 0
            && (self.mark(at, &[',', '.', '،', '-', '–', '、'])
                || self
                    .word(at)
                    .is_some_and(|word| self.is_between_weekday_and_date(word)))
        {
            at -= 1;
        }
        let token = self.token(at)?;
        // After another date such a word leads to the end of a range.
        let is_range = |word: &str| limit > 0 && has(&self.words.between_days, &word.to_lowercase());
        let is_day = self
            .word(at)
            .is_some_and(|word| self.calendar.is_weekday(word) && !is_range(word));
        (is_day && token.start >= limit).then_some(at)
    }
}
