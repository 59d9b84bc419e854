//! The forms in which dates are written: in numbers, with the name of a month, in other calendars. Reads one date at
//! one position of a line; the time and the weekday next to it are read in
//! [`attached`](crate::extract::dates::attached).

use crate::article::date::Date;
use crate::extract::dates::calendar::{Calendar, solar_hijri};
use crate::extract::dates::form_words::{FormWords, has};
use crate::extract::dates::time_of_day::time_at;
use crate::extract::dates::token::{DateToken, TokenKind, digit};

/// The day of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayReading {
    Known(Date),
    /// Two numbers that can both be the day.
    Either {
        day_first: Date,
        month_first: Date,
    },
    /// Day and month without a year.
    Yearless,
}

/// The form of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateForm {
    YearFirst,
    NamedDayFirst,
    NamedMonthFirst,
    Numeric,
}

/// The tokens of a date, `end` excluded, and its meaning.
pub(crate) struct WrittenDate {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) day: DayReading,
    pub(crate) form: DateForm,
}

/// The years of news pages.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2049;

/// Years before these, which a page names for what it reports about.
const PAST_YEARS: std::ops::Range<u32> = 1500..1990;

/// Reads dates from the tokens of a line.
pub(crate) struct DateReader<'a> {
    pub(crate) line: &'a str,
    pub(crate) tokens: &'a [DateToken],
    pub(crate) calendar: &'static Calendar,
    pub(crate) words: &'static FormWords,
    pub(crate) language: Option<&'a str>,
}

impl DateReader<'_> {
    /// The date whose first number is the token at `at`: its day, or its year if the year comes first.
    pub(crate) fn date(&self, at: usize) -> Option<WrittenDate> {
        let TokenKind::Number { digits, .. } = self.tokens[at].kind else {
            return None;
        };
        let found = match digits {
            1 | 2 => self.day_with_month(at),
            3 | 4 => self.year_first(at),
            _ => None,
        };
        // `14–16 March 2025` is a span of days, none of which is meant.
        found.map(|found| WrittenDate {
            day: if self.ends_day_range(at) {
                DayReading::Yearless
            } else {
                found.day
            },
            ..found
        })
    }

    /// The date with the day at `at`, in the order that gives a year: in `mar. 5 nov. 2024` the day is of November, and
    /// `mar.` is Tuesday.
    fn day_with_month(&self, at: usize) -> Option<WrittenDate> {
        if self.belongs_to_word(at) {
            return None;
        }
        match self.named_month_first(at) {
            Some(found) if found.day == DayReading::Yearless => {
                let other = self
                    .day_first(at)
                    .filter(|other| other.day != DayReading::Yearless);
                other.or(Some(found))
            }
            Some(found) => Some(found),
            None => self.day_first(at),
        }
    }

    pub(crate) fn token(&self, at: usize) -> Option<&DateToken> {
        self.tokens.get(at)
    }

    pub(crate) fn word(&self, at: usize) -> Option<&str> {
        let token = self.token(at)?;
        (token.kind == TokenKind::Word).then(|| token.text(self.line))
    }

    pub(crate) fn mark(&self, at: usize, marks: &[char]) -> bool {
        self.token(at).is_some_and(|token| token.is_mark(marks))
    }

    fn skip(&self, at: usize, marks: &[char], words: &[String]) -> usize {
        let mut at = at;
        while self.mark(at, marks) || self.word(at).is_some_and(|word| has(words, &word.to_lowercase())) {
            at += 1;
        }
        at
    }

    /// The month whose name begins at the token `at`, and the token after it. The longest name wins.
    fn month(&self, at: usize) -> Option<(u8, usize)> {
        if !self.calendar.may_begin_month(self.word(at)?) {
            return None;
        }
        let start = self.tokens[at].start;
        for length in (1..=5).rev() {
            let Some(last) = self.token(at + length - 1) else {
                continue;
            };
            // Only Vietnamese has numbers in the names of months: `tháng 2`.
            if matches!(last.kind, TokenKind::Mark(_)) || last.end - start > 40 {
                continue;
            }
            let name = &self.line[start..last.end];
            if let Some(month) = self.calendar.month(name, self.language) {
                return Some((month, self.other_name(at + length, month)));
            }
        }
        None
    }

    /// Skips another name of the same month: `شباط/فبراير`, `شباط (فبراير)`.
    fn other_name(&self, at: usize, month: u8) -> usize {
        if !self.mark(at, &['/', '(', '-']) {
            return at;
        }
        let again = self
            .word(at + 1)
            .and_then(|word| self.calendar.month(word, self.language));
        if again != Some(month) {
            return at;
        }
        if self.mark(at + 2, &[')']) { at + 3 } else { at + 2 }
    }

    /// `2025-02-13`, `2020年1月21日`, `2025. január 21.`, `2025 m. vasario 13 d.`, `۱۳۹۹/۰۳/۱۴`.
    fn year_first(&self, at: usize) -> Option<WrittenDate> {
        let year = self.tokens[at].number(4)?;
        let found = |date: Option<Date>, end: usize| {
            Some(WrittenDate {
                first: self.era_start(at),
                end,
                day: DayReading::Known(date?),
                form: DateForm::YearFirst,
            })
        };
        let year = self.era_year(at).unwrap_or(year);
        // 2025-02-13 and 1403/11/25.
        if self.mark(at + 1, &['-', '.', '/', '‑', '–']) {
            let same = self.tokens[at + 1].kind;
            let month = self.token(at + 2).and_then(|token| token.number(2));
            let day = self.token(at + 4).and_then(|token| token.number(2));
            if let (Some(month), Some(day), Some(true)) =
                (month, day, self.token(at + 3).map(|token| token.kind == same))
            {
                return found(self.in_any_calendar(year, month, day), at + 5);
            }
        }
        // 2020年1月21日, 2020년 1월 21일.
        if self.unit(at + 1, &self.words.year_units) {
            let month = self.token(at + 2)?.number(2)?;
            let day = self.token(at + 4)?.number(2)?;
            if !self.unit(at + 3, &self.words.month_units) {
                return None;
            }
            let end = if self.unit(at + 5, &self.words.day_units) {
                at + 6
            } else {
                at + 5
            };
            return found(gregorian(year, month, day), end);
        }
        let after = self.skip(at + 1, &['.', ',', '-'], &self.words.after_leading_year);
        if let Some((month, next)) = self.month(after) {
            let next = self.skip(next, &['.', ',', '-'], &[]);
            let day = self.token(next)?.number(2)?;
            let end = self.skip(next + 1, &['.'], &self.words.after_last_day);
            return found(gregorian(year, u32::from(month), day), end);
        }
        // Latvian: year, day, month.
        let day = self.token(after)?.number(2)?;
        let (month, end) = self.month(self.skip(after + 1, &['.'], &[]))?;
        found(gregorian(year, u32::from(month), day), end)
    }

    fn unit(&self, at: usize, units: &[String]) -> bool {
        self.word(at)
            .is_some_and(|word| units.iter().any(|unit| word.starts_with(unit.as_str())))
    }

    /// The token at which the era of a year begins: `令和`, `民國`.
    fn era_start(&self, at: usize) -> usize {
        if at >= 2 && self.era_offset(at).is_some() {
            at - 2
        } else {
            at
        }
    }

    fn era_offset(&self, at: usize) -> Option<u32> {
        let start = self.token(at.checked_sub(2)?)?.start;
        let era = &self.line[start..self.tokens[at].start];
        self.words.eras.get(era).copied()
    }

    fn era_year(&self, at: usize) -> Option<u32> {
        Some(self.tokens[at].number(3)? + self.era_offset(at)?)
    }

    /// A date in numbers: Gregorian, Thai Buddhist or Solar Hijri, depending on the year and on the language of the
    /// page.
    fn in_any_calendar(&self, year: u32, month: u32, day: u32) -> Option<Date> {
        let is_persian = self
            .language
            .is_none_or(|language| matches!(language, "fa" | "ps"));
        if (1300..=1499).contains(&year) && is_persian {
            return solar_hijri(
                i32::try_from(year).ok()?,
                u8::try_from(month).ok()?,
                u8::try_from(day).ok()?,
            );
        }
        gregorian(year, month, day)
    }

    /// `13 February 2025`, `3 de marzo de 2024`, `1 Декабря 2020`, `17/03/2020`, `28.04.2023`.
    fn day_first(&self, at: usize) -> Option<WrittenDate> {
        let day = self.tokens[at].number(2)?;
        if let Some(found) = self.japanese_era(at) {
            return Some(found);
        }
        if let Some(found) = self.numeric(at, day) {
            return Some(found);
        }
        if self.unit(at + 1, &self.words.month_units) {
            let day = self.token(at + 2)?.number(2)?;
            let end = if self.unit(at + 3, &self.words.day_units) {
                at + 4
            } else {
                return None;
            };
            return (day <= 31).then_some(WrittenDate {
                first: at,
                end,
                day: DayReading::Yearless,
                form: DateForm::YearFirst,
            });
        }
        let next = self.after_ordinal(at);
        let next = self.skip(
            next,
            &['.', '-', '/', ',', 'º', '°', '\'', '’'],
            &self.words.before_month,
        );
        if let Some(found) = self.solar(at, day, next) {
            return Some(found);
        }
        let (month, end) = self.month(next)?;
        let after = self.skip(
            end,
            &['.', ',', '-', '/', '،', '\'', '’'],
            &self.words.before_year,
        );
        if self.is_day_with_year(after) {
            // `Formula 1 Dec 19, 2023`: the first number belongs to the word before it.
            return None;
        }
        self.with_year(at, day, month, (end, after), DateForm::NamedDayFirst)
    }

    /// The token after the day at `at` and the ending that is glued to it: `1st`, `20th`, `1.º`.
    fn after_ordinal(&self, at: usize) -> usize {
        let is_ordinal = |at: usize| {
            let is_glued = self.token(at).is_some_and(|token| !token.gap);
            let word = self.word(at).filter(|_| is_glued);
            word.is_some_and(|word| has(&self.words.ordinals, &word.to_lowercase()))
        };
        // Portuguese and Spanish put a stop before the ending: `1.º`.
        if self.mark(at + 1, &['.']) && is_ordinal(at + 2) {
            return at + 3;
        }
        at + 1 + usize::from(is_ordinal(at + 1))
    }

    /// Returns whether a day is at `at`, followed by a year.
    fn is_day_with_year(&self, at: usize) -> bool {
        let is_day = self.token(at).is_some_and(|token| token.number(2).is_some());
        let year = self.skip(at + 1, &[','], &[]);
        let has_year = || {
            self.token(year)
                .is_some_and(|token| self.year_of(token).is_some())
        };
        is_day && year > at + 1 && has_year()
    }

    /// `令和7年2月13日`: the year has one or two digits.
    fn japanese_era(&self, at: usize) -> Option<WrittenDate> {
        self.era_offset(at)?;
        self.unit(at + 1, &self.words.year_units)
            .then(|| self.year_first(at))
            .flatten()
    }

    /// The Solar Hijri date whose month is named at `next`.
    fn solar(&self, at: usize, day: u32, next: usize) -> Option<WrittenDate> {
        let month = self.calendar.solar_month(self.word(next)?)?;
        let year = self
            .token(self.skip(next + 1, &['،', ',', '.'], &self.words.after_solar_month))?
            .number(4)?;
        let date = solar_hijri(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?)?;
        let end = self.skip(next + 1, &['،', ',', '.'], &self.words.after_solar_month) + 1;
        Some(WrittenDate {
            first: at,
            end,
            day: DayReading::Known(date),
            form: DateForm::NamedDayFirst,
        })
    }

    /// `February 13, 2025`, `Nov. 20th 2019`, `Jun 12 10:20:30 UTC 2020`; the day is the token at `at`.
    fn named_month_first(&self, at: usize) -> Option<WrittenDate> {
        let day = self.tokens[at].number(2)?;
        let mut back = at.checked_sub(1)?;
        while back > 0 && self.mark(back, &['.', ',', '-']) {
            back -= 1;
        }
        let (month, end) = self.month(back)?;
        if self.skip(end, &['.', ',', '-'], &[]) != at {
            return None;
        }
        let end = self.after_ordinal(at);
        // The day belongs to the next month if a date in the other order follows: `13 Feb 13 March 2020`.
        let mut after = self.skip(end, &[',', '.', '-', '\'', '’'], &self.words.after_day);
        if let Some((_, next)) = time_at(self.line, self.tokens, after, false) {
            let has_zone = self.word(next).is_some_and(|word| self.calendar.is_zone(word));
            let year = next + usize::from(has_zone);
            let value = self.token(year).and_then(|token| token.number(4));
            if value.is_some_and(|value| YEARS.contains(&value)) {
                after = year;
            }
        }
        let mut found = self.with_year(at, day, month, (end, after), DateForm::NamedMonthFirst)?;
        found.first = back;
        Some(found)
    }

    /// A date whose year, if it has one, is at `ends.1`. Without a year it ends at `ends.0`.
    fn with_year(
        &self,
        at: usize,
        day: u32,
        month: u8,
        ends: (usize, usize),
        form: DateForm,
    ) -> Option<WrittenDate> {
        if !(1..=31).contains(&day) {
            return None;
        }
        let year = self.token(ends.1);
        let short = || self.year_by_weekday(at, day, month, ends.1);
        let Some(year) = year.and_then(|token| self.year_of(token)).or_else(short) else {
            // The year of a birth or of a law is part of the date too.
            let is_past = year
                .and_then(|token| token.number(4))
                .is_some_and(|year| PAST_YEARS.contains(&year));
            return Some(WrittenDate {
                first: at,
                end: if is_past { ends.1 + 1 } else { ends.0 },
                day: DayReading::Yearless,
                form,
            });
        };
        let end = self.skip(ends.1 + 1, &[], &self.words.after_year);
        Some(WrittenDate {
            first: at,
            end,
            day: DayReading::Known(gregorian(year, u32::from(month), day)?),
            form,
        })
    }

    /// The year of a token. A time of day may be glued to it (`202021:03`); then four digits count.
    fn year_of(&self, token: &DateToken) -> Option<u32> {
        let TokenKind::Number { value, digits } = token.kind else {
            return None;
        };
        let year = match digits {
            4 => value,
            6 => value / 100,
            5 => value / 10,
            // Counters of comments and views may be glued to it too: `November 21, 202501747`.
            7.. if self.is_name_before(token) => self.leading_year(token),
            2 if self.line[..token.start].ends_with(['\'', '’', '-']) => 2000 + value,
            _ => return None,
        };
        let year = if (2533..=2592).contains(&year) {
            year - 543
        } else {
            year
        };
        YEARS.contains(&year).then_some(year)
    }

    fn leading_year(&self, token: &DateToken) -> u32 {
        let digits = token.text(self.line).chars().filter_map(digit);
        digits.take(4).fold(0, |year, digit| year * 10 + digit)
    }

    /// `17/03/2020`, `28.04.2023`, `20-11-2019`, `1.2.25`.
    fn numeric(&self, at: usize, first: u32) -> Option<WrittenDate> {
        let separator = self.token(at + 1)?;
        if !separator.is_mark(&['.', '/', '-', '‑', '⁄']) || self.token(at + 3)?.kind != separator.kind {
            return None;
        }
        let second = self.token(at + 2)?.number(2)?;
        let third = self.token(at + 4)?;
        // A longer chain is a version or a telephone number.
        let joined =
            |token: Option<&DateToken>| token.is_some_and(|token| !token.gap && token.kind == separator.kind);
        let chained = joined(at.checked_sub(1).and_then(|before| self.token(before)));
        if chained
            || (joined(self.token(at + 5))
                && self.token(at + 6).is_some_and(|token| token.number(4).is_some()))
            || self.has_code_after(at + 5)
        {
            return None;
        }
        let year = match third.kind {
            TokenKind::Number { value, digits: 2 }
                if separator.is_mark(&['.', '/']) && (10..50).contains(&value) =>
            {
                let tight = !third.gap && !separator.gap && !self.tokens[at + 2].gap;
                tight.then_some(2000 + value)?
            }
            _ => self.year_of(third)?,
        };
        let day_first = gregorian(year, second, first);
        let month_first = gregorian(year, first, second);
        let dotted = separator.is_mark(&['.']);
        let day = match (day_first, month_first) {
            (Some(date), None) => DayReading::Known(date),
            (Some(date), _) if dotted || first == second => DayReading::Known(date),
            (None, Some(date)) if !dotted || matches!(third.kind, TokenKind::Number { digits: 4, .. }) => {
                DayReading::Known(date)
            }
            (Some(day_first), Some(month_first)) => DayReading::Either {
                day_first,
                month_first,
            },
            _ => return None,
        };
        Some(WrittenDate {
            first: at,
            end: at + 5,
            day,
            form: DateForm::Numeric,
        })
    }
}

/// The day of a Gregorian or Buddhist year, if it exists and is one of news.
pub(crate) fn gregorian(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = if (2533..=2592).contains(&year) {
        year - 543
    } else {
        year
    };
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(
        i16::try_from(year).ok()?,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    )
}
