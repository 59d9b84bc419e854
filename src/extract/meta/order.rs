//! Whether `03/04/2024` means March or April: decided by the page. Unknown stays unknown.

use super::calendar::Calendar;
use super::frame::Frame;
use super::stamp::{Day, Form, Stamp, may_have_stamp, stamps};
use super::token::{Kind, tokens};
use crate::article::Date;

/// The order of day and month in this page's numeric dates.
pub(super) struct Order {
    month_first: Option<bool>,
}

/// How many lines are asked for other dates.
const LINES: usize = 400;

impl Order {
    pub(super) fn new(frame: &Frame<'_>) -> Self {
        let is_open = |stamp: &Stamp| matches!(stamp.day, Day::Either { .. });
        let asked = frame
            .near
            .iter()
            .any(|near| near.facts.stamps.iter().any(|(stamp, _)| is_open(stamp)));
        let month_first = match frame.language {
            _ if !asked => None,
            // Only in English do both orders occur.
            Some("en") | None => by_page(frame),
            Some(_) => Some(false),
        };
        Self { month_first }
    }

    /// The day that a stamp means on this page.
    pub(super) fn day(&self, stamp: &Stamp) -> Option<Date> {
        match stamp.day {
            Day::Known(date) => Some(date),
            Day::Either {
                day_first,
                month_first,
            } => self
                .month_first
                .map(|first| if first { month_first } else { day_first }),
            Day::Yearless => None,
        }
    }
}

/// Other dates of the page that fit one order only weigh most, then zones, then how spelled dates are written.
fn by_page(frame: &Frame<'_>) -> Option<bool> {
    let calendar = Calendar::get();
    let mut votes = 0_i32;
    for line in frame.article.lines.iter().take(LINES) {
        let text = frame.article.text_of(line);
        if text.len() > super::frame::MAX_BYTES || !may_have_stamp(text) {
            continue;
        }
        for stamp in stamps(text, frame.language) {
            votes += match (stamp.form, stamp.day) {
                (Form::Numeric, Day::Known(date)) => numeric_vote(&text[stamp.start..stamp.end], date),
                (Form::NamedMonthFirst, _) => 1,
                (Form::NamedDayFirst, _) => -1,
                _ => 0,
            };
            if stamp.time.is_some() {
                let words = tokens(text);
                let zone = |token: &super::token::Token| {
                    token.kind == Kind::Word && calendar.is_month_first_zone(token.text(text))
                };
                votes += if words.iter().any(zone) { 3 } else { 0 };
            }
        }
    }
    let hosts = frame.article.source.contains(".co.uk") || frame.article.source.contains(".com.au");
    votes -= if hosts { 3 } else { 0 };
    match votes {
        1.. => Some(true),
        0 => None,
        _ => Some(false),
    }
}

/// A numeric date that has one reading says which order this page uses.
fn numeric_vote(written: &str, date: Date) -> i32 {
    if !written.contains('/') || date.day == date.month {
        return 0;
    }
    let tokens = tokens(written);
    let slash = tokens.iter().position(|token| token.is_mark(&['/']));
    let first = slash
        .and_then(|at| tokens.get(at.checked_sub(1)?))
        .and_then(|token| token.number(2));
    match first {
        Some(first) if first == u32::from(date.month) => 5,
        Some(_) => -5,
        None => 0,
    }
}
