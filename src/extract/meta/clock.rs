//! Times of day beside a date: `12:58`, `4:55 PM`, `12h30`, `12.30 Uhr`, `下午3時02分`. Not durations, and no time alone.

use super::calendar::Calendar;
use super::token::{Kind, Token};
use crate::article::Time;

/// A time that follows a date.
pub(super) struct After {
    pub(super) time: Time,
    /// The token behind it.
    pub(super) next: usize,
    /// Byte offset behind it.
    pub(super) end: usize,
}

/// How many tokens (commas, `at`, a weekday, `上午`) may stand between a date and its time.
const REACH: usize = 8;

const BETWEEN: &[char] = &[
    ',', '-', '–', '—', '|', '•', '·', ':', '(', ')', '.', '،', '/', '@', '【', '（', '）', '、', '’', '\'',
];

/// The time that begins at the token `at`, and the token behind it. A dot between hours and minutes counts only
/// where `dotted` allows it. Half-day words before it are the caller's affair.
pub(super) fn time_at(line: &str, tokens: &[Token], at: usize, dotted: bool) -> Option<(Time, usize)> {
    let hour = tokens.get(at)?.number(2)?;
    let separator = tokens.get(at + 1)?;
    let (minute, mut next) = match separator.kind {
        Kind::Mark(':' | '：' | '∶') => (minutes(line, tokens.get(at + 2)?)?, at + 3),
        Kind::Mark('.') if dotted && !separator.gap => {
            let token = tokens.get(at + 2).filter(|token| !token.gap)?;
            let Kind::Number { value, digits: 2 } = token.kind else {
                return None;
            };
            (value, at + 3)
        }
        Kind::Word => worded_minutes(line, tokens, at)?,
        _ => return None,
    };
    // Seconds.
    if tokens
        .get(next)
        .is_some_and(|token| !token.gap && token.is_mark(&[':']))
    {
        let seconds = tokens.get(next + 1).and_then(|token| token.number(2));
        next += if seconds.is_some() { 2 } else { 0 };
    }
    let (half, behind) = half_after(line, tokens, next);
    let hour = in_half(hour, half);
    Some((
        Time::new(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?)?,
        behind,
    ))
}

/// Two digits of minutes; what is glued behind them belongs to something else.
fn minutes(line: &str, token: &Token) -> Option<u32> {
    let Kind::Number { digits, .. } = token.kind else {
        return None;
    };
    let mut found = token.text(line).chars().filter_map(super::token::digit);
    (digits >= 2)
        .then(|| Some(found.next()? * 10 + found.next()?))
        .flatten()
}

/// Hours with a word behind: `12h30`, `5 p.m.`, `15時02分`, `10시 5분`.
fn worded_minutes(line: &str, tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let word = tokens.get(at + 1)?.text(line);
    let lower = word.to_lowercase();
    let minute = tokens.get(at + 2).and_then(|token| token.number(2));
    match &*lower {
        "h" | "時" | "时" | "點" | "点" | "시" | "uhr" => match minute {
            Some(minute) if lower != "uhr" => {
                let unit = tokens
                    .get(at + 3)
                    .is_some_and(|token| matches!(token.text(line), "分" | "분" | "min" | "m"));
                Some((minute, if unit { at + 4 } else { at + 3 }))
            }
            _ => Some((0, at + 2)),
        },
        "am" | "pm" => Some((0, at + 1)),
        "a" | "p" => half_after(line, tokens, at + 1).0.map(|_| (0, at + 1)),
        _ => None,
    }
}

/// The half of the day that stands behind a time, and the token behind it.
fn half_after(line: &str, tokens: &[Token], at: usize) -> (Option<bool>, usize) {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text(line));
    let first = text(at).to_lowercase();
    let second = text(at + 2).to_lowercase();
    if (first == "a" || first == "p") && text(at + 1) == "." && second == "m" {
        let next = if text(at + 3) == "." { at + 4 } else { at + 3 };
        return (Some(first == "p"), next);
    }
    if (first == "π" || first == "μ") && text(at + 1) == "." && second == "μ" {
        return (Some(first == "μ"), at + 3);
    }
    match first.as_str() {
        "am" | "ص" | "صباحا" => (Some(false), at + 1),
        "pm" | "م" | "مساء" => (Some(true), at + 1),
        _ => (None, at),
    }
}

/// An hour of 24 from an hour of 12 and its half.
fn in_half(hour: u32, half: Option<bool>) -> u32 {
    match half {
        Some(false) if hour == 12 => 0,
        Some(true) if hour < 12 => hour + 12,
        _ => hour,
    }
}

/// The time that follows the date ending before the token `at`.
pub(super) fn time_after(line: &str, tokens: &[Token], at: usize, calendar: &Calendar) -> Option<After> {
    let mut half = None;
    for here in at..tokens.len().min(at + REACH) {
        let token = &tokens[here];
        if let Some((time, next)) = time_at(line, tokens, here, dot_is_time(line, tokens, here, calendar)) {
            let time = match half {
                Some(_) => Time::new(
                    u8::try_from(in_half(u32::from(time.hour), half)).ok()?,
                    time.minute,
                )?,
                None => time,
            };
            let (next, end) = behind(line, tokens, next, calendar);
            return Some(After { time, next, end });
        }
        half = half.or_else(|| half_before(line, tokens, here, calendar));
        let may_pass = token.is_mark(BETWEEN) || passes(token.text(line), calendar) || half.is_some();
        if !may_pass {
            return None;
        }
    }
    None
}

/// The half of the day that is named before a time, in one token or in two ideographs.
fn half_before(line: &str, tokens: &[Token], at: usize, calendar: &Calendar) -> Option<bool> {
    let token = &tokens[at];
    let two = tokens
        .get(at + 1)
        .and_then(|next| calendar.half_of_day(&line[token.start..next.end]));
    two.or_else(|| calendar.half_of_day(token.text(line)))
}

fn passes(word: &str, calendar: &Calendar) -> bool {
    calendar.is_beside(word)
        || calendar.is_weekday(word)
        || matches!(
            word,
            "T" | "às"
                | "las"
                | "la"
                | "klo"
                | "kello"
                | "일"
                | "오"
                | "週"
                | "星"
                | "期"
                | "一"
                | "二"
                | "三"
                | "四"
                | "五"
                | "六"
                | "日"
                | "火"
                | "水"
                | "木"
                | "金"
                | "土"
                | "月"
        )
}

/// Whether `12.30` at this token is a time: it has the minutes' two digits, and a word of time beside it.
fn dot_is_time(line: &str, tokens: &[Token], at: usize, calendar: &Calendar) -> bool {
    let is_third = tokens
        .get(at + 3)
        .is_some_and(|token| !token.gap && token.is_mark(&['.']))
        && tokens
            .get(at + 4)
            .is_some_and(|token| !token.gap && token.number(4).is_some());
    if is_third {
        return false;
    }
    let zone = tokens.get(at + 3).is_some_and(|token| {
        let word = token.text(line);
        calendar.is_zone(word) || calendar.half_of_day(word).is_some()
    });
    let at_word = at
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|token| {
            matches!(
                &*token.text(line).to_lowercase(),
                "kl" | "klo" | "um" | "at" | "om" | "alle" | "ore" | "." | "pukul" | "à" | ","
            )
        });
    let last = tokens.len() == at + 3;
    zone || at_word || last
}

/// Skips a zone (`GMT`, `EST`, `+03:00`, `Uhr`), in brackets or not.
fn behind(line: &str, tokens: &[Token], next: usize, calendar: &Calendar) -> (usize, usize) {
    let mut last = next;
    if tokens.get(last).is_some_and(|token| token.is_mark(&['('])) {
        last += 1;
    }
    let is_zone = tokens.get(last).is_some_and(|token| {
        let word = token.text(line);
        word == "Z" || calendar.is_zone(word)
    });
    let mut found = next;
    if is_zone {
        found = last + 1;
        if tokens
            .get(found)
            .is_some_and(|token| last > next && token.is_mark(&[')']))
        {
            found += 1;
        }
    }
    let offset = tokens
        .get(found)
        .is_some_and(|token| token.is_mark(&['+', '-']) && !token.gap)
        && tokens
            .get(found + 1)
            .is_some_and(|token| !token.gap && token.number(4).is_some());
    if offset {
        let long = tokens
            .get(found + 2)
            .is_some_and(|token| token.is_mark(&[':']) && !token.gap);
        found += if long { 4 } else { 2 };
    }
    let found = found.min(tokens.len());
    let mut end = tokens[found - 1].end;
    // `18:069100`: two digits of minutes, then a counter.
    if let Kind::Number { digits: 3.., .. } = tokens[found - 1].kind {
        let text = tokens[found - 1].text(line);
        let minutes: usize = text.chars().take(2).map(char::len_utf8).sum();
        end = tokens[found - 1].start + minutes;
    }
    (found, end)
}

/// The time that stands before the date beginning at the token `first`, not before the byte `limit`; and its token.
pub(super) fn time_before(
    line: &str,
    tokens: &[Token],
    first: usize,
    limit: usize,
    calendar: &Calendar,
) -> Option<(Time, usize)> {
    for at in (first.saturating_sub(REACH + 2)..first).rev() {
        let token = &tokens[at];
        if token.start < limit {
            return None;
        }
        let is_minute = at > 0 && !token.gap && tokens[at - 1].is_mark(&[':', '：', '.']);
        if is_minute {
            continue;
        }
        let Some((time, next)) = time_at(line, &tokens[..first], at, false) else {
            continue;
        };
        let clear = tokens
            .get(next..first)?
            .iter()
            .all(|token| token.is_mark(BETWEEN) || passes(token.text(line), calendar));
        return clear.then_some((time, at));
    }
    None
}
