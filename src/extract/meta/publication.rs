//! Which of a page's dates is the day of publication: judged by place, by the words beside it, by its company.

use super::byline::is_of_picture;
use super::calendar::{Calendar, Label};
use super::frame::{Frame, Near, Place};
use super::order::Order;
use super::stamp::{Day, Stamp, stamps};
use super::words::Words;
use crate::article::{Date, LineClass, Moment, Time, Zone};

/// The day of publication and what it rests on.
#[derive(Debug, Clone)]
pub(super) struct Publication {
    pub(super) date: Date,
    pub(super) time: Option<Time>,
    /// The line that gave it.
    pub(super) at: usize,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
    /// The line and rule of the time, where there is one.
    pub(super) time_from: Option<(usize, &'static str)>,
    /// The zone of the times, with its line.
    pub(super) zone: Option<(Zone, usize)>,
    /// The last change, with its line and how sure that is.
    pub(super) updated: Option<(Moment, usize, f32)>,
}

struct Candidate {
    date: Date,
    stamp: Stamp,
    label: Option<Label>,
    at: usize,
    score: f32,
    rule: &'static str,
}

/// Below this a date is not taken for the article's.
const ENOUGH: f32 = 0.5;

/// The day of publication, where the page says it.
pub(super) fn find(frame: &Frame<'_>) -> Option<Publication> {
    let order = Order::new(frame);
    let mut candidates: Vec<Candidate> = Vec::new();
    let stamped = frame.near.iter().filter(|near| !near.facts.stamps.is_empty());
    for near in stamped {
        let label = label_above(frame, near);
        let change = glued_change(near, &order);
        for (at, (stamp, its)) in near.facts.stamps.iter().enumerate() {
            let Some(date) = order.day(stamp) else { continue };
            let label = its
                .or(label)
                .or(change.filter(|&change| change == at).map(|_| Label::Updated));
            let Some((score, rule)) = judge(near, frame.body.0, stamp, label) else {
                continue;
            };
            candidates.push(Candidate {
                date,
                stamp: *stamp,
                label,
                at: near.at,
                score,
                rule,
            });
        }
    }
    if let Some(candidate) = dateline(frame) {
        candidates.push(candidate);
    }
    weigh_company(&mut candidates, frame);
    // Of equals the first: what follows it is rather the day of a change.
    let strong = candidates
        .iter()
        .filter(|candidate| candidate.score >= ENOUGH)
        .reduce(|best, next| {
            if next.score > best.score + 0.001 {
                next
            } else {
                best
            }
        });
    let best = strong.or_else(|| candidates.get(weak(&candidates, frame)?))?;
    let published = candidates.iter().find(|other| {
        best.label == Some(Label::Updated)
            && other.label != Some(Label::Updated)
            && other.at.abs_diff(best.at) <= 3
    });
    let best = published.unwrap_or(best);
    let own = best.stamp.time.map(|time| (time, best.at, "beside-date"));
    let time = own.or_else(|| Some((time_beside(frame, best)?, best.at + 1, "line-below-date")));
    let updated = updated(&candidates, best);
    let zoned = [Some(best), updated];
    let zone = zoned
        .into_iter()
        .flatten()
        .find_map(|candidate| Some((candidate.stamp.zone?, candidate.at)));
    Some(Publication {
        date: best.date,
        time: time.map(|(time, ..)| time),
        at: best.at,
        rule: best.rule,
        confidence: best.score.clamp(0.3, 0.99),
        time_from: time.map(|(_, at, rule)| (at, rule)),
        zone,
        updated: updated.map(|change| {
            let moment = Moment {
                date: change.date,
                time: change.stamp.time,
            };
            (moment, change.at, change.score.clamp(0.3, 0.95))
        }),
    })
}

/// The day of the last change: a date that is called so, near that of publication or around the text, and no earlier.
fn updated<'a>(candidates: &'a [Candidate], best: &Candidate) -> Option<&'a Candidate> {
    let later = |candidate: &&Candidate| {
        candidate.label == Some(Label::Updated)
            && candidate.date >= best.date
            && (candidate.score >= ENOUGH || candidate.at.abs_diff(best.at) <= 3)
    };
    candidates
        .iter()
        .filter(later)
        .max_by_key(|candidate| (candidate.date, candidate.stamp.time))
}

/// The later of two dates that a page shows one for the eye and one for search engines: glued together, and only one of
/// them called something or none.
fn glued_change(near: &Near<'_>, order: &Order) -> Option<usize> {
    let [(first, None), (second, None)] = near.facts.stamps[..] else {
        return None;
    };
    let (one, other) = (order.day(&first)?, order.day(&second)?);
    let glued = second.start == first.end && one != other;
    glued.then_some(usize::from(other > one))
}

/// A date that nothing speaks against where none is likely: the page's only one before the text in a line of its own,
/// since the headline may have been missed; else the first that the page itself calls one of publication or change; else
/// the only one that stands alone among the lines between the paragraphs.
fn weak(candidates: &[Candidate], frame: &Frame<'_>) -> Option<usize> {
    let alone = |candidate: &Candidate, words: usize| {
        let near = frame.near_at(candidate.at);
        near.is_some_and(|near| near.facts.words() <= words && !near.class.is_body())
    };
    sole(candidates, |candidate| {
        let place = frame.place(candidate.at);
        let before = matches!(place, Place::Above(_) | Place::Head(_) | Place::Lead(_));
        before && candidate.score > 0.0
    })
    .filter(|&at| alone(&candidates[at], 8) && !is_weekday_alone(&candidates[at]))
    .or_else(|| {
        candidates
            .iter()
            .position(|candidate| candidate.label.is_some() && alone(candidate, 3))
    })
    .or_else(|| {
        let inside = |candidate: &Candidate| matches!(frame.place(candidate.at), Place::Inside(_));
        sole(candidates, inside).filter(|&at| alone(&candidates[at], 2) && inside(&candidates[at]))
    })
}

/// The first of some candidates, where all of them mean the same day.
fn sole(candidates: &[Candidate], wanted: impl Fn(&Candidate) -> bool) -> Option<usize> {
    let first = candidates.iter().position(&wanted)?;
    let date = candidates[first].date;
    let agreed = candidates
        .iter()
        .filter(|&candidate| wanted(candidate))
        .all(|other| other.date == date);
    agreed.then_some(first)
}

/// A weekday and a day without a time, as a site's calendar shows them.
fn is_weekday_alone(candidate: &Candidate) -> bool {
    candidate.stamp.weekday && candidate.stamp.time.is_none() && candidate.label.is_none()
}

/// How likely a date is the article's, by its place and its line; none where it cannot be. `first` is the body's
/// first line.
fn judge(near: &Near<'_>, first: usize, stamp: &Stamp, label: Option<Label>) -> Option<(f32, &'static str)> {
    if label == Some(Label::Other) {
        return None;
    }
    let far = |distance: usize, each: f32, most: f32| (distance as f32 * each).min(most);
    let body = near.class.is_body();
    let early = near.at <= first + super::frame::OPENING;
    let is_sure = stamp.time.is_some() || label.is_some();
    let (mut score, rule) = match near.place {
        Place::Head(distance) => (0.88 - far(distance - 1, 0.01, 0.25), "date-under-headline"),
        Place::Above(distance) => (0.86 - far(distance - 1, 0.04, 0.6), "date-above-headline"),
        Place::Lead(distance) => (0.8 - far(distance - 1, 0.03, 0.4), "date-above-text"),
        Place::Opening => (0.62, "date-in-opening"),
        // The body may have been taken to begin too early, with lines that stand above the date.
        Place::Inside(_) if early && near.facts.words() <= 5 && (!body || is_sure) => {
            (if label.is_some() { 0.56 } else { 0.5 }, "date-in-opening")
        }
        Place::Inside(_) => (0.2, "date-inside"),
        Place::Tail(distance) => (0.56 - far(distance - 1, 0.04, 0.45), "date-below-text"),
    };
    if (body && near.facts.words() > 6) || (near.facts.words() >= 7 && is_of_picture(near.text)) {
        return None;
    }
    score += match label {
        Some(Label::Published) => 0.25,
        Some(Label::Updated) => -0.12,
        _ => 0.0,
    };
    score += match near.facts.words() {
        0 => 0.08,
        1..=4 => 0.03,
        5..=8 => -0.06,
        9..=12 => -0.2,
        // A label or an author opens a line of metadata, however long it is.
        _ if label == Some(Label::Published) || by_author(near) => -0.2,
        _ => -0.45,
    };
    score += if stamp.time.is_some() { 0.04 } else { 0.0 };
    // A weekday and a day without a time, high above: the site's calendar, or the day of the printed issue.
    let clock =
        matches!(near.place, Place::Above(_)) && stamp.weekday && stamp.time.is_none() && label.is_none();
    score -= if clock { 0.45 } else { 0.0 };
    Some((
        score,
        if label == Some(Label::Updated) {
            "updated"
        } else {
            rule
        },
    ))
}

/// Whether a line begins with `By` and the like.
fn by_author(near: &Near<'_>) -> bool {
    let by = Words::get().after_by(near.text);
    by.is_some_and(|(rest, _)| rest.starts_with(char::is_uppercase))
}

/// What a line of its own right above a date calls it: `Published on`.
fn label_above(frame: &Frame<'_>, near: &Near<'_>) -> Option<Label> {
    let above = frame.text(near.at.checked_sub(1)?);
    if near.facts.words() > 0 || above.len() > 60 {
        return None;
    }
    Calendar::get().label(above.trim_end_matches([':', '：', ' ']))
}

/// A list of other articles has a date a line or two: each different neighbour makes a date less likely this one's.
fn weigh_company(candidates: &mut [Candidate], frame: &Frame<'_>) {
    let seen: Vec<(usize, Date, Option<Label>)> = candidates
        .iter()
        .map(|candidate| (candidate.at, candidate.date, candidate.label))
        .collect();
    for candidate in candidates.iter_mut() {
        let others = seen.iter().filter(|(at, date, label)| {
            *date != candidate.date
                && at.abs_diff(candidate.at) <= 5
                && *at != candidate.at
                && *label != Some(Label::Updated)
        });
        let listed = !matches!(frame.place(candidate.at), Place::Head(1..=3));
        candidate.score -= if listed {
            0.12 * others.count().min(4) as f32
        } else {
            0.0
        };
        let again = seen
            .iter()
            .any(|(at, date, _)| *date == candidate.date && *at != candidate.at);
        candidate.score += if again { 0.06 } else { 0.0 };
    }
}

/// The date of a dateline that opens the text: `HARBOUR TOWN, Feb. 3, 2024 (Agency) —`.
fn dateline(frame: &Frame<'_>) -> Option<Candidate> {
    let line = frame.article.lines.get(frame.body.0)?;
    let text = frame.article.text_of(line);
    let end = text.char_indices().nth(90).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let stamp = stamps(head, frame.language).into_iter().next()?;
    let Day::Known(date) = stamp.day else { return None };
    let before = &head[..stamp.start];
    let after = head[stamp.end..].trim_start();
    let closes = after.starts_with(['-', '–', '—', '/', '(', ')', '|', ':', '】', ']'])
        || after.starts_with(". -")
        || after.starts_with(") ");
    let place =
        before.split_whitespace().count() <= 6 && before.chars().next().is_some_and(|c| !c.is_lowercase());
    (closes && place && line.class != LineClass::Caption).then_some(Candidate {
        date,
        stamp: Stamp { time: None, ..stamp },
        label: None,
        at: frame.body.0,
        score: 0.55,
        rule: "dateline",
    })
}

/// A clock time on a line of its own right under the date.
fn time_beside(frame: &Frame<'_>, candidate: &Candidate) -> Option<Time> {
    let near = frame.near_at(candidate.at + 1)?;
    if near.class.is_body() || near.text.len() > 24 || near.text.split_whitespace().count() > 4 {
        return None;
    }
    let tokens: Vec<_> = super::token::tokens(near.text).collect();
    let first = tokens.iter().position(|token| token.number(2).is_some())?;
    let (time, next) = super::clock::time_at(near.text, &tokens, first, false)?;
    (first <= 1 && tokens.len() <= next + 2).then_some(time)
}
