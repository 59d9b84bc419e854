//! Times of day beside a date: `12:58`, `4:55 PM`, `12h30`, `12.30 Uhr`, `下午3時02分`. Not durations, and no time alone.

use super::calendar::Calendar;
use super::token::{Kind, Token};
use crate::article::{Time, Zone};

/// A time that follows a date.
pub(super) struct After {
    pub(super) time: Time,
    pub(super) zone: Option<Zone>,
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
            let (zone, next) = zone_at(line, tokens, next, calendar);
            let end = end_of(line, tokens, next);
            return Some(After {
                time,
                zone,
                next,
                end,
            });
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

/// The zone that stands behind a time (`GMT`, `EST`, `+03:00`, `UTC+3`, `Uhr`), in brackets or not, as far as it is
/// known how far it is from UTC; and the token behind it.
pub(super) fn zone_at(
    line: &str,
    tokens: &[Token],
    next: usize,
    calendar: &Calendar,
) -> (Option<Zone>, usize) {
    let bracket = tokens.get(next).is_some_and(|token| token.is_mark(&['(']));
    let named = next + usize::from(bracket);
    let word = tokens.get(named).map_or("", |token| token.text(line));
    let is_name = word == "Z" || calendar.is_zone(word);
    let mut found = if is_name { named + 1 } else { next };
    let mut minutes = is_name.then(|| calendar.zone_minutes(word)).flatten();
    if let Some((offset, behind)) = offset_at(tokens, if is_name { found } else { named }, is_name) {
        // `UTC+3` and `MSK+3` count from the zone that is named.
        minutes = if is_name {
            minutes.map(|zone| zone + offset)
        } else {
            Some(offset)
        };
        found = behind;
    }
    if bracket && found > next && tokens.get(found).is_some_and(|token| token.is_mark(&[')'])) {
        found += 1;
    }
    (minutes.and_then(Zone::new), found.min(tokens.len()))
}

/// The minutes of `+03:00`, `-0430` or, behind the name of a zone, `+3`; and the token behind them.
fn offset_at(tokens: &[Token], at: usize, named: bool) -> Option<(i16, usize)> {
    let sign = tokens.get(at).filter(|token| token.is_mark(&['+', '-', '−']))?;
    let number = tokens.get(at + 1).filter(|token| !token.gap)?;
    let Kind::Number { value, digits } = number.kind else {
        return None;
    };
    let minutes = tokens.get(at + 3).filter(|token| !token.gap);
    let minutes = minutes.and_then(|token| token.number(2));
    let has_colon = tokens
        .get(at + 2)
        .is_some_and(|token| token.is_mark(&[':']) && !token.gap);
    let (all, behind) = match (digits, minutes.filter(|_| has_colon)) {
        (1 | 2, Some(minutes)) => (value * 60 + minutes, at + 4),
        (4, None) => (value / 100 * 60 + value % 100, at + 2),
        (1 | 2, None) if named => (value * 60, at + 2),
        _ => return None,
    };
    let glued = !sign.gap || sign.is_mark(&['+']) || named;
    let all = i16::try_from(all).ok().filter(|_| glued)?;
    Some((if sign.is_mark(&['+']) { all } else { -all }, behind))
}

/// Byte offset behind the token before `next`; of `18:069100`, where a counter is glued to a time, behind the time.
fn end_of(line: &str, tokens: &[Token], next: usize) -> usize {
    let Some(last) = next.checked_sub(1).and_then(|at| tokens.get(at)) else {
        return 0;
    };
    let after_colon = next >= 2 && tokens[next - 2].is_mark(&[':', '：', '.']);
    if let (Kind::Number { digits: 3.., .. }, true) = (last.kind, after_colon) {
        let minutes: usize = last.text(line).chars().take(2).map(char::len_utf8).sum();
        return last.start + minutes;
    }
    last.end
}

/// The time that stands before the date beginning at the token `first`, not before the byte `limit`, its zone, and its
/// token.
pub(super) fn time_before(
    line: &str,
    tokens: &[Token],
    first: usize,
    limit: usize,
    calendar: &Calendar,
) -> Option<(Time, Option<Zone>, usize)> {
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
        let (zone, _) = zone_at(line, &tokens[..first], next, calendar);
        return clear.then_some((time, zone, at));
    }
    None
}
