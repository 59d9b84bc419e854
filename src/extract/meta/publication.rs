//! Which date of a page is the day of publication, judged by its position, by the words next to it and by the dates
//! around it.

use crate::article::date::{Date, Moment, Time, Zone};
use crate::article::line::LineClass;
use crate::extract::dates::calendar::{Calendar, DateLabel};
use crate::extract::dates::forms::DayReading;
use crate::extract::dates::parse::{DateTimeSpan, date_spans};
use crate::extract::dates::time_of_day::time_at;
use crate::extract::dates::token::tokens;
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::context;
use crate::extract::meta::context::{LinePosition, NearbyLine, PageContext};
use crate::extract::meta::day_month_order::DayMonthOrder;
use crate::extract::meta::labelled_header;

/// The day of publication and the evidence for it.
#[derive(Debug, Clone)]
pub(crate) struct Publication {
    pub(crate) date: Date,
    pub(crate) time: Option<Time>,
    /// The line of the date.
    pub(crate) at: usize,
    pub(crate) rule: &'static str,
    pub(crate) confidence: f32,
    /// The line and the rule of the time, if there is one.
    pub(crate) time_from: Option<(usize, &'static str)>,
    /// The zone of the times, with its line.
    pub(crate) zone: Option<(Zone, usize)>,
    /// The last change, with its line and its confidence.
    pub(crate) updated: Option<(Moment, usize, f32)>,
}

struct DateCandidate {
    date: Date,
    span: DateTimeSpan,
    label: Option<DateLabel>,
    at: usize,
    score: f32,
    rule: &'static str,
}

/// A date with a lower score is not the article's, unless it is the only one: see [`weak`].
const MIN_DATE_SCORE: f32 = 0.5;
/// Scores that differ by less are equal.
const SAME_SCORE: f32 = 0.001;
/// The bounds of the confidence that a score becomes.
const LEAST_CONFIDENCE: f32 = 0.3;
const MOST_CONFIDENCE: f32 = 0.99;
const MOST_UPDATED_CONFIDENCE: f32 = 0.95;
/// The longest dateline before a text, in characters.
const DATELINE_CHARS: usize = 90;

/// The scores of a date: by the position of its line, and what is added to them.
mod score {
    use crate::extract::meta::distance_score::DistanceScore;

    /// Counted from the line right below the headline.
    pub(crate) const HEAD: DistanceScore = DistanceScore::new(0.88, 0.01, 0.25);
    pub(crate) const ABOVE: DistanceScore = DistanceScore::new(0.86, 0.04, 0.6);
    /// Above the body of a page without a headline.
    pub(crate) const LEAD: DistanceScore = DistanceScore::new(0.8, 0.03, 0.4);
    pub(crate) const OPENING: f32 = 0.62;
    /// A short line a little inside the body.
    pub(crate) const EARLY: f32 = 0.5;
    pub(crate) const EARLY_LABELLED: f32 = 0.56;
    pub(crate) const INSIDE: f32 = 0.2;
    pub(crate) const TAIL: DistanceScore = DistanceScore::new(0.56, 0.04, 0.45);
    pub(crate) const DATELINE: f32 = 0.55;
    /// The words next to the date call it the day of publication, or of a change.
    pub(crate) const PUBLISHED: f32 = 0.25;
    pub(crate) const UPDATED: f32 = -0.12;
    /// By the number of other words on the line.
    pub(crate) const NO_WORDS: f32 = 0.08;
    pub(crate) const FEW_WORDS: f32 = 0.03;
    pub(crate) const SOME_WORDS: f32 = -0.06;
    pub(crate) const MANY_WORDS: f32 = -0.2;
    pub(crate) const SENTENCE: f32 = -0.45;
    pub(crate) const TIME: f32 = 0.04;
    /// Subtracted for a calendar of the site.
    pub(crate) const SITE_CALENDAR: f32 = 0.45;
    /// Subtracted for each other date nearby, and how many of them count.
    pub(crate) const NEIGHBOUR: f32 = 0.12;
    pub(crate) const NEIGHBOURS: usize = 4;
    /// Added if another line has the same day.
    pub(crate) const REPEATED: f32 = 0.06;
}

/// The day of publication, if the page has it.
pub(crate) fn find(context: &PageContext<'_>) -> Option<Publication> {
    let mut candidates = candidates(context);
    weigh_nearby_dates(&mut candidates, context);
    // Of equal dates the first one counts: the next is more likely the day of a change.
    let strong = candidates
        .iter()
        .filter(|candidate| candidate.score >= MIN_DATE_SCORE)
        .reduce(|best, next| {
            if next.score > best.score + SAME_SCORE {
                next
            } else {
                best
            }
        });
    let best = strong.or_else(|| candidates.get(weak(&candidates, context)?))?;
    let published = candidates.iter().find(|other| {
        best.label == Some(DateLabel::Updated)
            && other.label != Some(DateLabel::Updated)
            && other.at.abs_diff(best.at) <= 3
    });
    let best = published.unwrap_or(best);
    let own = best.span.time.map(|time| (time, best.at, "beside-date"));
    let time = own.or_else(|| Some((time_below(context, best)?, best.at + 1, "line-below-date")));
    let updated = updated(&candidates, best);
    let zoned = [Some(best), updated];
    let zone = zoned
        .into_iter()
        .flatten()
        .find_map(|candidate| Some((candidate.span.zone?, candidate.at)));
    Some(Publication {
        date: best.date,
        time: time.map(|(time, ..)| time),
        at: best.at,
        rule: best.rule,
        confidence: best.score.clamp(LEAST_CONFIDENCE, MOST_CONFIDENCE),
        time_from: time.map(|(_, at, rule)| (at, rule)),
        zone,
        updated: updated.map(|change| {
            let moment = Moment {
                date: change.date,
                time: change.span.time,
            };
            (
                moment,
                change.at,
                change.score.clamp(LEAST_CONFIDENCE, MOST_UPDATED_CONFIDENCE),
            )
        }),
    })
}

/// The day that a labelled field gives.
pub(crate) fn stated(context: &PageContext<'_>, at: usize, value: &str) -> Option<Publication> {
    let order = DayMonthOrder::new(context);
    let spans = date_spans(value, context.language);
    let (date, span) = spans.iter().find_map(|span| Some((order.day(span)?, span)))?;
    Some(Publication {
        date,
        time: span.time,
        at,
        rule: labelled_header::RULE,
        confidence: labelled_header::CONFIDENCE,
        time_from: span.time.map(|_| (at, labelled_header::RULE)),
        zone: span.zone.map(|zone| (zone, at)),
        updated: None,
    })
}

/// The dates nearby that may be the article's, with their scores.
fn candidates(context: &PageContext<'_>) -> Vec<DateCandidate> {
    let order = DayMonthOrder::new(context);
    let mut candidates: Vec<DateCandidate> = Vec::new();
    let is_dated = |near: &&NearbyLine<'_>| !near.facts.dates.is_empty() && !near.is_post();
    let dated = context.nearby.iter().filter(is_dated);
    for near in dated {
        let label = label_above(context, near);
        let change = glued_change(near, &order);
        for (at, (span, its)) in near.facts.dates.iter().enumerate() {
            let Some(date) = order.day(span) else { continue };
            let label = its
                .or(label)
                .or(change.filter(|&change| change == at).map(|_| DateLabel::Updated));
            let Some((score, rule)) = judge(near, context.body.0, span, label) else {
                continue;
            };
            candidates.push(DateCandidate {
                date,
                span: *span,
                label,
                at: near.at,
                score,
                rule,
            });
        }
    }
    candidates.extend(dateline(context));
    candidates
}

/// The day of the last change: a date with such a label, near the day of publication or around the text, and not
/// earlier.
fn updated<'a>(candidates: &'a [DateCandidate], best: &DateCandidate) -> Option<&'a DateCandidate> {
    let later = |candidate: &&DateCandidate| {
        candidate.label == Some(DateLabel::Updated)
            && candidate.date >= best.date
            && (candidate.score >= MIN_DATE_SCORE || candidate.at.abs_diff(best.at) <= 3)
    };
    candidates
        .iter()
        .filter(later)
        .max_by_key(|candidate| (candidate.date, candidate.span.time))
}

/// The later of two dates that are glued together without labels: the page shows one to readers and one to search
/// engines.
fn glued_change(near: &NearbyLine<'_>, order: &DayMonthOrder) -> Option<usize> {
    let [(first, None), (second, None)] = near.facts.dates[..] else {
        return None;
    };
    let (one, other) = (order.day(&first)?, order.day(&second)?);
    let glued = second.start == first.end && one != other;
    glued.then_some(usize::from(other > one))
}

/// A date with a low score that nothing speaks against: the only one before the text, on a line of its own, because
/// the headline may have been missed; otherwise the first with a label; otherwise the only one on a line of its own
/// between the paragraphs.
fn weak(candidates: &[DateCandidate], context: &PageContext<'_>) -> Option<usize> {
    let alone = |candidate: &DateCandidate, words: usize| {
        let near = context.nearby_at(candidate.at);
        near.is_some_and(|near| near.facts.words() <= words && !near.class.is_body())
    };
    sole(candidates, |candidate| {
        let place = context.position(candidate.at);
        let before = matches!(
            place,
            LinePosition::Above(_) | LinePosition::Head(_) | LinePosition::Lead(_)
        );
        before && candidate.score > 0.0
    })
    .filter(|&at| alone(&candidates[at], 8) && !is_weekday_alone(&candidates[at].span, candidates[at].label))
    .or_else(|| {
        candidates
            .iter()
            .position(|candidate| candidate.label.is_some() && alone(candidate, 3))
    })
    .or_else(|| {
        let inside =
            |candidate: &DateCandidate| matches!(context.position(candidate.at), LinePosition::Inside(_));
        sole(candidates, inside).filter(|&at| alone(&candidates[at], 2) && inside(&candidates[at]))
    })
}

/// The first of the wanted candidates, if all of them mean the same day.
fn sole(candidates: &[DateCandidate], wanted: impl Fn(&DateCandidate) -> bool) -> Option<usize> {
    let first = candidates.iter().position(&wanted)?;
    let date = candidates[first].date;
    let agreed = candidates
        .iter()
        .filter(|&candidate| wanted(candidate))
        .all(|other| other.date == date);
    agreed.then_some(first)
}

/// Returns whether a date is a weekday and a day without a time, as in the calendar of a site.
fn is_weekday_alone(span: &DateTimeSpan, label: Option<DateLabel>) -> bool {
    span.weekday && span.time.is_none() && label.is_none()
}

/// The score and the rule of a date by its position and its line, or `None` if it cannot be the article's.
/// `body_start` is the first line of the body.
fn judge(
    near: &NearbyLine<'_>,
    body_start: usize,
    span: &DateTimeSpan,
    label: Option<DateLabel>,
) -> Option<(f32, &'static str)> {
    if label == Some(DateLabel::Other) {
        return None;
    }
    let (in_body, words) = (near.class.is_body(), near.facts.words());
    let is_early = near.at <= body_start + context::OPENING;
    let is_sure = span.time.is_some() || label.is_some();
    let (by_position, rule) = match near.position {
        LinePosition::Head(distance) => (score::HEAD.at(distance - 1), "date-under-headline"),
        LinePosition::Above(distance) => (score::ABOVE.at(distance - 1), "date-above-headline"),
        LinePosition::Lead(distance) => (score::LEAD.at(distance - 1), "date-above-text"),
        LinePosition::Opening => (score::OPENING, "date-in-opening"),
        // The body may begin too early, with lines that are above the date.
        LinePosition::Inside(_) if is_early && words <= 5 && (!in_body || is_sure) => {
            let is_labelled = label.is_some();
            let early = if is_labelled {
                score::EARLY_LABELLED
            } else {
                score::EARLY
            };
            (early, "date-in-opening")
        }
        LinePosition::Inside(_) => (score::INSIDE, "date-inside"),
        LinePosition::Tail(distance) => (score::TAIL.at(distance - 1), "date-below-text"),
    };
    if (in_body && words > 6) || (words >= 7 && BylineLexicon::get().is_of_picture(near.text)) {
        return None;
    }
    let by_label = match label {
        Some(DateLabel::Published) => score::PUBLISHED,
        Some(DateLabel::Updated) => score::UPDATED,
        _ => 0.0,
    };
    let by_words = match words {
        0 => score::NO_WORDS,
        1..=4 => score::FEW_WORDS,
        5..=8 => score::SOME_WORDS,
        9..=12 => score::MANY_WORDS,
        // A label or an author opens a line of metadata, however long it is.
        _ if label == Some(DateLabel::Published) || by_author(near) => score::MANY_WORDS,
        _ => score::SENTENCE,
    };
    let by_time = if span.time.is_some() { score::TIME } else { 0.0 };
    // A weekday and a day without a time, high above: the site's calendar, or the day of the printed issue.
    let is_site_calendar = matches!(near.position, LinePosition::Above(_)) && is_weekday_alone(span, label);
    let by_calendar = if is_site_calendar {
        score::SITE_CALENDAR
    } else {
        0.0
    };
    let is_update = label == Some(DateLabel::Updated);
    Some((
        by_position + by_label + by_words + by_time - by_calendar,
        if is_update { "updated" } else { rule },
    ))
}

/// Returns whether a line begins with `By` and the like.
fn by_author(near: &NearbyLine<'_>) -> bool {
    let by = BylineLexicon::get().after_by(near.text);
    by.is_some_and(|(rest, _)| rest.starts_with(char::is_uppercase))
}

/// What a line of its own right above a date calls it: `Published on`.
fn label_above(context: &PageContext<'_>, near: &NearbyLine<'_>) -> Option<DateLabel> {
    let above = context.text(near.at.checked_sub(1)?);
    if near.facts.words() > 0 || above.len() > 60 {
        return None;
    }
    Calendar::get().label(above.trim_end_matches([':', '：', ' ']))
}

/// Lists of other articles have a date on every line or two, so each different date nearby lowers the score.
fn weigh_nearby_dates(candidates: &mut [DateCandidate], context: &PageContext<'_>) {
    let seen: Vec<(usize, Date, Option<DateLabel>)> = candidates
        .iter()
        .map(|candidate| (candidate.at, candidate.date, candidate.label))
        .collect();
    for candidate in candidates.iter_mut() {
        let others = seen.iter().filter(|(at, date, label)| {
            *date != candidate.date
                && at.abs_diff(candidate.at) <= 5
                && *at != candidate.at
                && *label != Some(DateLabel::Updated)
        });
        let listed = !matches!(context.position(candidate.at), LinePosition::Head(1..=3));
        candidate.score -= if listed {
            score::NEIGHBOUR * others.count().min(score::NEIGHBOURS) as f32
        } else {
            0.0
        };
        let again = seen
            .iter()
            .any(|(at, date, _)| *date == candidate.date && *at != candidate.at);
        candidate.score += if again { score::REPEATED } else { 0.0 };
    }
}

/// The date of a dateline at the beginning of the text: `HARBOUR TOWN, Feb. 3, 2024 (Agency) —`.
fn dateline(context: &PageContext<'_>) -> Option<DateCandidate> {
    let line = context.article.lines.get(context.body.0)?;
    let text = context.article.text_of(line);
    let end = text
        .char_indices()
        .nth(DATELINE_CHARS)
        .map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let span = date_spans(head, context.language).into_iter().next()?;
    let DayReading::Known(date) = span.day else {
        return None;
    };
    let before = &head[..span.start];
    let after = head[span.end..].trim_start();
    let closes = after.starts_with(['-', '–', '—', '/', '(', ')', '|', ':', '】', ']'])
        || after.starts_with(". -")
        || after.starts_with(") ");
    let place =
        before.split_whitespace().count() <= 6 && before.chars().next().is_some_and(|c| !c.is_lowercase());
    (closes && place && line.class != LineClass::Caption).then_some(DateCandidate {
        date,
        span: DateTimeSpan { time: None, ..span },
        label: None,
        at: context.body.0,
        score: score::DATELINE,
        rule: "dateline",
    })
}

/// A time of day on a line of its own right below the date.
fn time_below(context: &PageContext<'_>, candidate: &DateCandidate) -> Option<Time> {
    let near = context.nearby_at(candidate.at + 1)?;
    if near.class.is_body() || near.text.len() > 24 || near.text.split_whitespace().count() > 4 {
        return None;
    }
    let tokens: Vec<_> = tokens(near.text).collect();
    let first = tokens.iter().position(|token| token.number(2).is_some())?;
    let (time, next) = time_at(near.text, &tokens, first, false)?;
    (first <= 1 && tokens.len() <= next + 2).then_some(time)
}
