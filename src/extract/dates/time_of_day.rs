//! Times of day next to a date: `12:58`, `4:55 PM`, `12h30`, `12.30 Uhr`, `下午3時02分`. Not durations, and not a time
//! without a date.

use crate::article::date::{Time, Zone};
use crate::extract::dates::calendar::Calendar;
use crate::extract::dates::form_words::{FormWords, has};
use crate::extract::dates::token::{DateToken, TokenKind, digit};

/// A time that follows a date.
pub(crate) struct TimeAfterDate {
    pub(crate) time: Time,
    pub(crate) zone: Option<Zone>,
    /// The token after it.
    pub(crate) next: usize,
    /// Byte offset after it.
    pub(crate) end: usize,
}

/// The most tokens between a date and its time: commas, `at`, a weekday, `上午`.
const REACH: usize = 8;

const BETWEEN: &[char] = &[
    ',', '-', '–', '—', '|', '•', '·', ':', '(', ')', '.', '،', '/', '@', '【', '（', '）', '、', '’', '\'',
];

/// The time that begins at the token `at`, and the token after it. A dot between hours and minutes counts only if
/// `dotted` is set. Words for the half of the day before the time are left to the caller.
pub(crate) fn time_at(line: &str, tokens: &[DateToken], at: usize, dotted: bool) -> Option<(Time, usize)> {
    let hour = tokens.get(at)?.number(2)?;
    let separator = tokens.get(at + 1)?;
    let (minute, mut next) = match separator.kind {
        TokenKind::Mark(':' | '：' | '∶') => (minutes(line, tokens.get(at + 2)?)?, at + 3),
        TokenKind::Mark('.') if dotted && !separator.gap => {
            let token = tokens.get(at + 2).filter(|token| !token.gap)?;
            let TokenKind::Number { value, digits: 2 } = token.kind else {
                return None;
            };
            (value, at + 3)
        }
        TokenKind::Word => worded_minutes(line, tokens, at)?,
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
    let (half, after) = half_after(line, tokens, next);
    let hour = in_half(hour, half);
    Some((
        Time::new(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?)?,
        after,
    ))
}

/// The two digits of minutes; more digits that are glued to them belong to something else.
fn minutes(line: &str, token: &DateToken) -> Option<u32> {
    let TokenKind::Number { digits, .. } = token.kind else {
        return None;
    };
    let mut found = token.text(line).chars().filter_map(digit);
    (digits >= 2)
        .then(|| Some(found.next()? * 10 + found.next()?))
        .flatten()
}

/// Hours with a word after them: `12h30`, `5 p.m.`, `15時02分`, `10시 5분`.
fn worded_minutes(line: &str, tokens: &[DateToken], at: usize) -> Option<(u32, usize)> {
    let word = tokens.get(at + 1)?.text(line);
    let lower = word.to_lowercase();
    let minute = tokens.get(at + 2).and_then(|token| token.number(2));
    let words = FormWords::get();
    if has(&words.hour_units, &lower) {
        let unit = tokens.get(at + 3).map(|token| token.text(line));
        let has_unit = unit.is_some_and(|unit| has(&words.minute_units, unit));
        let after = if has_unit { at + 4 } else { at + 3 };
        Some(minute.map_or((0, at + 2), |minute| (minute, after)))
    } else if has(&words.whole_hour_units, &lower) {
        Some((0, at + 2))
    } else if has(&words.hour_halves, &lower) {
        Some((0, at + 1))
    } else if has(&words.hour_half_letters, &lower) {
        half_after(line, tokens, at + 1).0.map(|_| (0, at + 1))
    } else {
        None
    }
}

/// The half of the day after a time, and the token after it.
fn half_after(line: &str, tokens: &[DateToken], at: usize) -> (Option<bool>, usize) {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text(line));
    let first = text(at).to_lowercase();
    let second = text(at + 2).to_lowercase();
    let words = FormWords::get();
    let mut letters = words.half_letters.iter();
    let written = letters.find(|half| [&half.am, &half.pm].contains(&&first) && half.second == second);
    if let Some(half) = written.filter(|_| text(at + 1) == ".") {
        let has_stop = half.has_second_stop && text(at + 3) == ".";
        return (Some(first == half.pm), if has_stop { at + 4 } else { at + 3 });
    }
    if has(&words.am, &first) {
        (Some(false), at + 1)
    } else if has(&words.pm, &first) {
        (Some(true), at + 1)
    } else {
        (None, at)
    }
}

/// The hour of 24 for an hour of 12 and its half.
fn in_half(hour: u32, half: Option<bool>) -> u32 {
    match half {
        Some(false) if hour == 12 => 0,
        Some(true) if hour < 12 => hour + 12,
        _ => hour,
    }
}

/// The time after the date that ends before the token `at`.
pub(crate) fn time_after(
    line: &str,
    tokens: &[DateToken],
    at: usize,
    calendar: &Calendar,
) -> Option<TimeAfterDate> {
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
            return Some(TimeAfterDate {
                time,
                zone,
                next,
                end,
            });
        }
        half = half.or_else(|| half_before(line, tokens, here, calendar));
        let may_pass = token.is_mark(BETWEEN) || may_be_between(token.text(line), calendar) || half.is_some();
        if !may_pass {
            return None;
        }
    }
    None
}

/// The half of the day named before a time, by one token or by two ideographs.
fn half_before(line: &str, tokens: &[DateToken], at: usize, calendar: &Calendar) -> Option<bool> {
    let token = &tokens[at];
    let two = tokens
        .get(at + 1)
        .and_then(|next| calendar.half_of_day(&line[token.start..next.end]));
    two.or_else(|| calendar.half_of_day(token.text(line)))
}

/// Returns whether a word may be between a date and its time.
fn may_be_between(word: &str, calendar: &Calendar) -> bool {
    calendar.is_filler(word)
        || calendar.is_weekday(word)
        || has(&FormWords::get().between_date_and_time, word)
}

/// Returns whether `12.30` at this token is a time: a word of time is next to it, or the line ends.
fn dot_is_time(line: &str, tokens: &[DateToken], at: usize, calendar: &Calendar) -> bool {
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
            has(
                &FormWords::get().before_dotted_time,
                &token.text(line).to_lowercase(),
            )
        });
    let last = tokens.len() == at + 3;
    zone || at_word || last
}

/// The zone after a time (`GMT`, `EST`, `+03:00`, `UTC+3`, `Uhr`), in brackets or not, if its distance from UTC is
/// known, and the token after it.
pub(crate) fn zone_at(
    line: &str,
    tokens: &[DateToken],
    next: usize,
    calendar: &Calendar,
) -> (Option<Zone>, usize) {
    let bracket = tokens.get(next).is_some_and(|token| token.is_mark(&['(']));
    let named = next + usize::from(bracket);
    let word = tokens.get(named).map_or("", |token| token.text(line));
    let is_name = word == "Z" || calendar.is_zone(word);
    let mut found = if is_name { named + 1 } else { next };
    let mut minutes = is_name.then(|| calendar.zone_minutes(word)).flatten();
    if let Some((offset, after)) = offset_at(tokens, if is_name { found } else { named }, is_name) {
        // `UTC+3` and `MSK+3` count from the named zone.
        minutes = if is_name {
            minutes.map(|zone| zone + offset)
        } else {
            Some(offset)
        };
        found = after;
    }
    if bracket && found > next && tokens.get(found).is_some_and(|token| token.is_mark(&[')'])) {
        found += 1;
    }
    (minutes.and_then(Zone::new), found.min(tokens.len()))
}

/// The minutes of `+03:00`, `-0430` or, after the name of a zone, `+3`, and the token after them.
fn offset_at(tokens: &[DateToken], at: usize, named: bool) -> Option<(i16, usize)> {
    let sign = tokens.get(at).filter(|token| token.is_mark(&['+', '-', '−']))?;
    let number = tokens.get(at + 1).filter(|token| !token.gap)?;
    let TokenKind::Number { value, digits } = number.kind else {
        return None;
    };
    let minutes = tokens.get(at + 3).filter(|token| !token.gap);
    let minutes = minutes.and_then(|token| token.number(2));
    let has_colon = tokens
        .get(at + 2)
        .is_some_and(|token| token.is_mark(&[':']) && !token.gap);
    let (all, after) = match (digits, minutes.filter(|_| has_colon)) {
        (1 | 2, Some(minutes)) => (value * 60 + minutes, at + 4),
        (4, None) => (value / 100 * 60 + value % 100, at + 2),
        (1 | 2, None) if named => (value * 60, at + 2),
        _ => return None,
    };
    let glued = !sign.gap || sign.is_mark(&['+']) || named;
    let all = i16::try_from(all).ok().filter(|_| glued)?;
    Some((if sign.is_mark(&['+']) { all } else { -all }, after))
}

/// Byte offset after the token before `next`. If a counter is glued to a time, as in `18:069100`, the offset after
/// the time.
fn end_of(line: &str, tokens: &[DateToken], next: usize) -> usize {
    let Some(last) = next.checked_sub(1).and_then(|at| tokens.get(at)) else {
        return 0;
    };
    let after_colon = next >= 2 && tokens[next - 2].is_mark(&[':', '：', '.']);
    if let (TokenKind::Number { digits: 3.., .. }, true) = (last.kind, after_colon) {
        let minutes: usize = last.text(line).chars().take(2).map(char::len_utf8).sum();
        return last.start + minutes;
    }
    last.end
}

/// The time before the date that begins at the token `first`, with its zone and its first token. It does not begin
/// before the byte `limit`.
pub(crate) fn time_before(
    line: &str,
    tokens: &[DateToken],
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
            .all(|token| token.is_mark(BETWEEN) || may_be_between(token.text(line), calendar));
        let (zone, _) = zone_at(line, &tokens[..first], next, calendar);
        return clear.then_some((time, zone, at));
    }
    None
}
