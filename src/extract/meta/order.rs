//! Whether `03/04/2024` means March or April: decided by the page. Unknown stays unknown.

use super::calendar::Calendar;
use super::dated_lines::{LINES, numeric_vote};
use super::frame::Frame;
use super::stamp::{Day, Form, Stamp, may_have_stamp, stamps};
use super::token::{Kind, tokens};
use crate::article::Date;
use crate::extract::site_consensus;

/// The order of day and month in this page's numeric dates.
pub(super) struct Order {
    month_first: Option<bool>,
}

/// A day so many days after all others of the page is not yet.
const BEYOND: i32 = 45;
/// Ends of addresses in English-speaking countries that write the day first.
const DAY_FIRST_HOSTS: [&str; 9] = [
    ".co.uk", ".com.au", ".co.nz", ".co.za", ".co.in", ".com.ng", ".co.ke", ".com.pk", ".com.my",
];

/// What the other dates of a page say for an order: positive for the month first.
#[derive(Default)]
struct Votes {
    sum: i32,
    /// The days that the page writes out so that they have one reading.
    known: Vec<Date>,
}

impl Order {
    pub(super) fn new(frame: &Frame<'_>) -> Self {
        let is_open = |stamp: &&Stamp| matches!(stamp.day, Day::Either { .. });
        let stamps = frame.near.iter().flat_map(|near| &near.facts.stamps);
        let open: Vec<Stamp> = stamps
            .map(|(stamp, _)| *stamp)
            .filter(|stamp| is_open(&stamp))
            .collect();
        if open.is_empty() {
            return Self { month_first: None };
        }
        let mut votes = Votes::of(frame);
        votes.compare(&open);
        // Only in English do both orders occur; elsewhere the page must show that it differs.
        votes.sum -= if matches!(frame.language, Some("en") | None) {
            0
        } else {
            4
        };
        let siblings = frame.siblings;
        let siblings = siblings.and_then(|siblings| site_consensus::month_first(frame.article, siblings));
        votes.sum += siblings.map_or(0, |first| if first { 4 } else { -4 });
        Self {
            month_first: match votes.sum {
                1.. => Some(true),
                0 => None,
                _ => Some(false),
            },
        }
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

impl Votes {
    /// Dates that fit one order only weigh most, then zones and addresses of countries, then how spelled dates are
    /// written.
    fn of(frame: &Frame<'_>) -> Self {
        let calendar = Calendar::get();
        let mut votes = Self::default();
        for line in frame.article.lines.iter().take(LINES) {
            let text = frame.article.text_of(line);
            if text.len() > super::frame::MAX_BYTES || !may_have_stamp(text) {
                continue;
            }
            for stamp in stamps(text, frame.language) {
                votes.sum += match (stamp.form, stamp.day) {
                    (Form::Numeric, Day::Known(date)) => numeric_vote(&text[stamp.start..stamp.end], date),
                    (Form::NamedMonthFirst, _) => 1,
                    (Form::NamedDayFirst, _) => -1,
                    _ => 0,
                };
                if let Day::Known(date) = stamp.day {
                    votes.known.push(date);
                }
                if stamp.time.is_some() {
                    votes.sum += zone_vote(text, calendar);
                }
            }
        }
        let has = |hosts: &[&str]| hosts.iter().any(|host| frame.article.source.contains(host));
        votes.sum -= if has(&DAY_FIRST_HOSTS) { 3 } else { 0 };
        votes
    }

    /// A day that is written out elsewhere on the page tells the order where one of two readings is that day, and so
    /// does one far beyond all days of the page.
    fn compare(&mut self, open: &[Stamp]) {
        let newest = self.known.iter().max().copied();
        for stamp in open {
            let Day::Either {
                day_first,
                month_first,
            } = stamp.day
            else {
                continue;
            };
            self.sum += match (self.known.contains(&day_first), self.known.contains(&month_first)) {
                (true, false) => -6,
                (false, true) => 6,
                _ => 0,
            };
            let beyond = |date: Date| newest.is_some_and(|newest| date.days() > newest.days() + BEYOND);
            self.sum += match (beyond(day_first), beyond(month_first)) {
                (true, false) => 2,
                (false, true) => -2,
                _ => 0,
            };
        }
    }
}

/// A zone beside a time says where the page is read.
fn zone_vote(text: &str, calendar: &Calendar) -> i32 {
    let words = tokens(text).filter(|token| token.kind == Kind::Word);
    let mut names = words
        .map(|token| token.text(text))
        .filter(|word| calendar.is_zone(word));
    match names.find(|name| !name.eq_ignore_ascii_case("utc")) {
        Some(name) if calendar.is_month_first_zone(name) => 3,
        Some(_) => -2,
        None => 0,
    }
}
