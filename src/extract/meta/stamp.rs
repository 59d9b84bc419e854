//! The dates that stand in a line, with their times of day. Says what a date is, not whether it is the article's.

use super::calendar::{Calendar, solar_hijri};
use super::clock;
use super::token::{Kind, Token, begins_digit, tokens};
use crate::article::{Date, Time, Zone};
use crate::extract::work;
use crate::text::digits::has_digit;

/// A date in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Byte offset of its start, a time or weekday before it included.
    pub(super) start: usize,
    /// Byte offset behind it and its time.
    pub(super) end: usize,
    pub(super) day: Day,
    pub(super) time: Option<Time>,
    pub(super) zone: Option<Zone>,
    /// Whether the weekday stands with it.
    pub(super) weekday: bool,
    pub(super) form: Form,
}

/// Which day a stamp means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    Known(Date),
    /// Two numbers that can both be the day.
    Either {
        day_first: Date,
        month_first: Date,
    },
    /// Day and month without a year.
    Yearless,
}

/// How a stamp is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    YearFirst,
    NamedDayFirst,
    NamedMonthFirst,
    Numeric,
}

/// A date as tokens: `[first, end)` and what it says.
struct Found {
    first: usize,
    end: usize,
    day: Day,
    form: Form,
}

/// The years that a page of news can be of.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2049;

/// Whether a line can hold a date at all: cheap, to be asked first.
pub(super) fn may_have_stamp(line: &str) -> bool {
    work::note(line.len());
    let two = |is_one: fn(&u8) -> bool| {
        line.as_bytes()
            .iter()
            .filter(|byte| is_one(byte))
            .nth(1)
            .is_some()
    };
    let other = || {
        let digits = line.chars().filter(|&c| super::token::digit(c).is_some());
        !line.is_ascii() && two(|&byte| !byte.is_ascii() && begins_digit(byte)) && digits.take(2).count() == 2
    };
    has_digit(line) && two(u8::is_ascii_digit) || other()
}

/// Whether three numbers in digits of ASCII stand in a row with one mark between each two, as in a date without a name.
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

/// The dates of a line, in order. `language` is the page's, where it is known.
pub(super) fn stamps(line: &str, language: Option<&str>) -> Vec<Stamp> {
    let calendar = Calendar::get();
    // A date without the name of a month is three numbers; other scripts than ours are not told apart here.
    if !may_have_stamp(line) || !has_numbers_in_row(line) && !calendar.may_name_month(line) {
        return Vec::new();
    }
    let mut tokens_of_line = Vec::with_capacity(line.len() / 4 + 1);
    tokens_of_line.extend(tokens(line));
    let tokens = tokens_of_line;
    let reader = Reader {
        line,
        tokens: &tokens,
        calendar,
        language,
    };
    let mut found: Vec<Stamp> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(date) = reader.date(at) else {
            at += 1;
            continue;
        };
        let before = found.last().map_or(0, |stamp| stamp.end);
        if tokens[date.first].start < before {
            at += 1;
            continue;
        }
        let (stamp, next) = reader.stamp(&date, before);
        found.push(stamp);
        at = next.max(at + 1);
    }
    found
}

struct Reader<'a> {
    line: &'a str,
    tokens: &'a [Token],
    calendar: &'static Calendar,
    language: Option<&'a str>,
}

impl Reader<'_> {
    /// The date whose leading number is the token at `at` (its day, or its year where that comes first).
    fn date(&self, at: usize) -> Option<Found> {
        let Kind::Number { digits, .. } = self.tokens[at].kind else {
            return None;
        };
        match digits {
            1 | 2 => self.named_month_first(at).or_else(|| self.day_first(at)),
            3 | 4 => self.year_first(at),
            _ => None,
        }
    }

    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn word(&self, at: usize) -> Option<&str> {
        let token = self.token(at)?;
        (token.kind == Kind::Word).then(|| token.text(self.line))
    }

    fn mark(&self, at: usize, marks: &[char]) -> bool {
        self.token(at).is_some_and(|token| token.is_mark(marks))
    }

    fn skip(&self, at: usize, marks: &[char], words: &[&str]) -> usize {
        let mut at = at;
        while self.mark(at, marks)
            || self
                .word(at)
                .is_some_and(|word| words.contains(&&*word.to_lowercase()))
        {
            at += 1;
        }
        at
    }

    /// The month whose name begins at the token `at`, and the token behind it; the longest name wins.
    fn month(&self, at: usize) -> Option<(u8, usize)> {
        if !self.calendar.may_begin_month(self.word(at)?) {
            return None;
        }
        let start = self.tokens[at].start;
        for length in (1..=5).rev() {
            let Some(last) = self.token(at + length - 1) else {
                continue;
            };
            // A number belongs to a month's name only in Vietnamese: `tháng 2`.
            if matches!(last.kind, Kind::Mark(_)) || last.end - start > 40 {
                continue;
            }
            let name = &self.line[start..last.end];
            if let Some(month) = self.calendar.month(name, self.language) {
                return Some((month, self.other_name(at + length, month)));
            }
        }
        None
    }

    /// Skips the same month's other name: `شباط/فبراير`, `شباط (فبراير)`.
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
    fn year_first(&self, at: usize) -> Option<Found> {
        let year = self.tokens[at].number(4)?;
        let found = |date: Option<Date>, end: usize| {
            Some(Found {
                first: self.era_start(at),
                end,
                day: Day::Known(date?),
                form: Form::YearFirst,
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
        if self.unit(at + 1, &["年", "년"]) {
            let month = self.token(at + 2)?.number(2)?;
            let day = self.token(at + 4)?.number(2)?;
            if !self.unit(at + 3, &["月", "월"]) {
                return None;
            }
            let end = if self.unit(at + 5, &["日", "일", "號", "号"]) {
                at + 6
            } else {
                at + 5
            };
            return found(gregorian(year, month, day), end);
        }
        let after = self.skip(
            at + 1,
            &['.', ',', '-'],
            &["m", "gada", "оны", "eko", "ko", "г", "року"],
        );
        if let Some((month, next)) = self.month(after) {
            let next = self.skip(next, &['.', ',', '-'], &[]);
            let day = self.token(next)?.number(2)?;
            let end = self.skip(next + 1, &['.'], &["d", "a", "an"]);
            return found(gregorian(year, u32::from(month), day), end);
        }
        // Latvian: year, day, month.
        let day = self.token(after)?.number(2)?;
        let (month, end) = self.month(self.skip(after + 1, &['.'], &[]))?;
        found(gregorian(year, u32::from(month), day), end)
    }

    fn unit(&self, at: usize, units: &[&str]) -> bool {
        self.word(at)
            .is_some_and(|word| units.iter().any(|unit| word.starts_with(unit)))
    }

    /// The token at which a year's era begins: `令和`, `民國`.
    fn era_start(&self, at: usize) -> usize {
        if at >= 2 && self.era_offset(at).is_some() {
            at - 2
        } else {
            at
        }
    }

    fn era_offset(&self, at: usize) -> Option<u32> {
        let start = self.token(at.checked_sub(2)?)?.start;
        match &self.line[start..self.tokens[at].start] {
            "令和" => Some(2018),
            "平成" => Some(1988),
            "民國" | "民国" => Some(1911),
            _ => None,
        }
    }

    fn era_year(&self, at: usize) -> Option<u32> {
        Some(self.tokens[at].number(3)? + self.era_offset(at)?)
    }

    /// A date by its numbers: Gregorian, Thai Buddhist or Solar Hijri by its year and the page's language.
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
    fn day_first(&self, at: usize) -> Option<Found> {
        let day = self.tokens[at].number(2)?;
        if let Some(found) = self.japanese_era(at) {
            return Some(found);
        }
        if let Some(found) = self.numeric(at, day) {
            return Some(found);
        }
        if self.unit(at + 1, &["月", "월"]) {
            let day = self.token(at + 2)?.number(2)?;
            let end = if self.unit(at + 3, &["日", "일", "號", "号"]) {
                at + 4
            } else {
                return None;
            };
            return (day <= 31).then_some(Found {
                first: at,
                end,
                day: Day::Yearless,
                form: Form::YearFirst,
            });
        }
        let mut next = at + 1;
        if self.token(next).is_some_and(|token| !token.gap)
            && self
                .word(next)
                .is_some_and(|word| ORDINALS.contains(&&*word.to_lowercase()))
        {
            next += 1;
        }
        next = self.skip(next, &['.', '-', '/', ',', 'º', '°', '\'', '’'], BEFORE_MONTH);
        if let Some(found) = self.solar(at, day, next) {
            return Some(found);
        }
        let (month, end) = self.month(next)?;
        let after = self.skip(end, &['.', ',', '-', '/', '،', '\'', '’'], BEFORE_YEAR);
        if self.is_day_with_year(after) {
            // `Formula 1 Dec 19, 2023`: the first number belongs to what stands before.
            return None;
        }
        self.with_year(at, day, month, (end, after), Form::NamedDayFirst)
    }

    /// Whether a day stands here with a year behind it.
    fn is_day_with_year(&self, at: usize) -> bool {
        let is_day = self.token(at).is_some_and(|token| token.number(2).is_some());
        let year = self.skip(at + 1, &[','], &[]);
        let has_year = || {
            self.token(year)
                .is_some_and(|token| self.year_of(token).is_some())
        };
        is_day && year > at + 1 && has_year()
    }

    /// `令和7年2月13日`, whose year has one or two digits.
    fn japanese_era(&self, at: usize) -> Option<Found> {
        self.era_offset(at)?;
        self.unit(at + 1, &["年"]).then(|| self.year_first(at)).flatten()
    }

    /// The Solar Hijri date whose month's name stands at `next`.
    fn solar(&self, at: usize, day: u32, next: usize) -> Option<Found> {
        let month = self.calendar.solar_month(self.word(next)?)?;
        let year = self
            .token(self.skip(next + 1, &['،', ',', '.'], &["ماه"]))?
            .number(4)?;
        let date = solar_hijri(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?)?;
        let end = self.skip(next + 1, &['،', ',', '.'], &["ماه"]) + 1;
        Some(Found {
            first: at,
            end,
            day: Day::Known(date),
            form: Form::NamedDayFirst,
        })
    }

    /// `February 13, 2025`, `Nov. 20th 2019`, `Jun 12 10:20:30 UTC 2020`; the day is the token at `at`.
    fn named_month_first(&self, at: usize) -> Option<Found> {
        let day = self.tokens[at].number(2)?;
        let mut back = at.checked_sub(1)?;
        while back > 0 && self.mark(back, &['.', ',', '-']) {
            back -= 1;
        }
        let (month, end) = self.month(back)?;
        if self.skip(end, &['.', ',', '-'], &[]) != at {
            return None;
        }
        let mut next = at + 1;
        if self.token(next).is_some_and(|token| !token.gap)
            && self
                .word(next)
                .is_some_and(|word| ORDINALS.contains(&&*word.to_lowercase()))
        {
            next += 1;
        }
        let end = next;
        // A day that a day-first date goes on from is not this month's: `13 Feb 13 March 2020`.
        let mut after = self.skip(next, &[',', '.', '-', '\'', '’'], &["of"]);
        if let Some((_, behind)) = clock::time_at(self.line, self.tokens, after, false) {
            let behind = if self.word(behind).is_some_and(|word| self.calendar.is_zone(word)) {
                behind + 1
            } else {
                behind
            };
            if self
                .token(behind)
                .and_then(|token| token.number(4))
                .is_some_and(|year| YEARS.contains(&year))
            {
                after = behind;
            }
        }
        let mut found = self.with_year(at, day, month, (end, after), Form::NamedMonthFirst)?;
        found.first = back;
        Some(found)
    }

    /// A date whose year, if it has one, stands at `ends.1`; without one it ends at `ends.0`.
    fn with_year(&self, at: usize, day: u32, month: u8, ends: (usize, usize), form: Form) -> Option<Found> {
        if !(1..=31).contains(&day) {
            return None;
        }
        let year = self.token(ends.1).and_then(|token| self.year_of(token));
        let Some(year) = year else {
            return Some(Found {
                first: at,
                end: ends.0,
                day: Day::Yearless,
                form,
            });
        };
        let end = self.skip(ends.1 + 1, &[], AFTER_YEAR);
        Some(Found {
            first: at,
            end,
            day: Day::Known(gregorian(year, u32::from(month), day)?),
            form,
        })
    }

    /// The year that a token is; also with a clock time glued behind it (`202021:03`), of which four digits count.
    fn year_of(&self, token: &Token) -> Option<u32> {
        let Kind::Number { value, digits } = token.kind else {
            return None;
        };
        let year = match digits {
            4 => value,
            6 => value / 100,
            5 => value / 10,
            // Counters of comments and views too: `November 21, 202501747`.
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

    /// Whether a token stands behind a day with a month's name: two or three tokens before it a word or its short form ends.
    fn is_name_before(&self, token: &Token) -> bool {
        let head = &self.line[..token.start];
        let head = head.trim_end_matches(|c: char| !c.is_alphanumeric());
        let head = head.trim_end_matches(|c: char| super::token::digit(c).is_some());
        head.trim_end_matches([' ', '.', ','])
            .ends_with(char::is_alphabetic)
    }

    fn leading_year(&self, token: &Token) -> u32 {
        let digits = token.text(self.line).chars().filter_map(super::token::digit);
        digits.take(4).fold(0, |year, digit| year * 10 + digit)
    }

    /// `17/03/2020`, `28.04.2023`, `20-11-2019`, `1.2.25`.
    fn numeric(&self, at: usize, first: u32) -> Option<Found> {
        let separator = self.token(at + 1)?;
        if !separator.is_mark(&['.', '/', '-', '‑', '⁄']) || self.token(at + 3)?.kind != separator.kind {
            return None;
        }
        let second = self.token(at + 2)?.number(2)?;
        let third = self.token(at + 4)?;
        // Part of a longer chain is a version or a telephone number.
        let joined =
            |token: Option<&Token>| token.is_some_and(|token| !token.gap && token.kind == separator.kind);
        let chained = joined(at.checked_sub(1).and_then(|before| self.token(before)));
        if chained
            || (joined(self.token(at + 5))
                && self.token(at + 6).is_some_and(|token| token.number(4).is_some()))
        {
            return None;
        }
        let year = match third.kind {
            Kind::Number { value, digits: 2 }
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
            (Some(date), None) => Day::Known(date),
            (Some(date), _) if dotted || first == second => Day::Known(date),
            (None, Some(date)) if !dotted || matches!(third.kind, Kind::Number { digits: 4, .. }) => {
                Day::Known(date)
            }
            (Some(day_first), Some(month_first)) => Day::Either {
                day_first,
                month_first,
            },
            _ => return None,
        };
        Some(Found {
            first: at,
            end: at + 5,
            day,
            form: Form::Numeric,
        })
    }
}

/// What follows a day directly.
const ORDINALS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "re", "e", "ste", "de", "o", "a", "ª", "го", "ої", "ο", "η", "ος",
];
/// Words between day and month.
const BEFORE_MONTH: &[&str] = &[
    "of", "de", "d", "del", "di", "da", "ngày", "من", "mhí", "ta", "i", "ng", "ya",
];
/// Words between month and year.
const BEFORE_YEAR: &[&str] = &[
    "de", "del", "of", "do", "năm", "سنة", "عام", "พ", "ศ", "ค", "tahun", "d",
];
/// Words behind a year that belong to it.
const AFTER_YEAR: &[&str] = &["года", "року", "год", "рік", "r", "année"];

fn gregorian(year: u32, month: u32, day: u32) -> Option<Date> {
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

mod company;
#[cfg(test)]
mod tests;
