//! Whether `03/04/2024` is in March or in April, decided by the page. If the page shows neither, it stays unknown.

use crate::article::date::Date;
use crate::extract::dates::calendar::Calendar;
use crate::extract::dates::forms::{DateForm, DayReading};
use crate::extract::dates::numeric_order::{DATE_LINES, order_vote};
use crate::extract::dates::parse::{DateTimeSpan, MAX_LINE_BYTES, date_spans, may_hold_date};
use crate::extract::dates::token::{TokenKind, tokens};
use crate::extract::meta::context::PageContext;
use crate::extract::meta::site_consensus;

/// The order of day and month in this page's numeric dates.
pub(crate) struct DayMonthOrder {
    month_first: Option<bool>,
}

/// What each observation counts: positive for the month first, negative for the day first.
mod vote {
    /// The page is in a language other than English. Both orders are common in English only, so the page must show
    /// that it differs.
    pub(crate) const NOT_ENGLISH: i32 = -4;
    /// Pages with the same template use this order.
    pub(crate) const SIBLINGS: i32 = 4;
    /// A spelled date puts its month first or last.
    pub(crate) const SPELLED: i32 = 1;
    /// The zone of a time is of a country that writes the month first.
    pub(crate) const MONTH_FIRST_ZONE: i32 = 3;
    /// The zone of a time is of another country.
    pub(crate) const OTHER_ZONE: i32 = -2;
    /// The page has an address of a country that writes the day first.
    pub(crate) const DAY_FIRST_HOST: i32 = -3;
    /// The page has the day of this reading, and not that of the other, in an unambiguous form too.
    pub(crate) const CONFIRMED: i32 = 6;
    /// The day of the other reading, and only that, is far in the future.
    pub(crate) const OTHER_IN_FUTURE: i32 = 2;
}

/// A day is in the future if it is this number of days later than every other day of the page.
const FUTURE_DAYS: i32 = 45;

/// What the other dates of a page show: positive for the month first.
#[derive(Default)]
struct OrderVotes {
    sum: i32,
    /// The days that the page has in an unambiguous form.
    known: Vec<Date>,
}

impl DayMonthOrder {
    pub(crate) fn new(context: &PageContext<'_>) -> Self {
        let spans = context.nearby.iter().flat_map(|near| &near.facts.dates);
        let open: Vec<DateTimeSpan> = spans
            .map(|(span, _)| *span)
            .filter(|span| matches!(span.day, DayReading::Either { .. }))
            .collect();
        if open.is_empty() {
            return Self { month_first: None };
        }
        let mut votes = OrderVotes::of(context);
        votes.compare(&open);
        if !matches!(context.language, Some("en") | None) {
            votes.sum += vote::NOT_ENGLISH;
        }
        let template = context.template;
        let template = template.and_then(|template| site_consensus::month_first(context.article, template));
        votes.sum += template.map_or(0, |first| if first { vote::SIBLINGS } else { -vote::SIBLINGS });
        Self {
            month_first: match votes.sum {
                1.. => Some(true),
                0 => None,
                _ => Some(false),
            },
        }
    }

    /// The day of a date on this page.
    pub(crate) fn day(&self, span: &DateTimeSpan) -> Option<Date> {
        match span.day {
            DayReading::Known(date) => Some(date),
            DayReading::Either {
                day_first,
                month_first,
            } => self
                .month_first
                .map(|first| if first { month_first } else { day_first }),
            DayReading::Yearless => None,
        }
    }
}

impl OrderVotes {
    /// Dates that fit one order only count most, then zones and addresses of countries, then the order of spelled
    /// dates.
    fn of(context: &PageContext<'_>) -> Self {
        let calendar = Calendar::get();
        let mut votes = Self::default();
        for line in context.article.lines.iter().take(DATE_LINES) {
            let text = context.article.text_of(line);
            if text.len() > MAX_LINE_BYTES || !may_hold_date(text) {
                continue;
            }
            for span in date_spans(text, context.language) {
                votes.sum += match (span.form, span.day) {
                    (DateForm::Numeric, DayReading::Known(date)) => {
                        order_vote(&text[span.start..span.end], date)
                    }
                    (DateForm::NamedMonthFirst, _) => vote::SPELLED,
                    (DateForm::NamedDayFirst, _) => -vote::SPELLED,
                    _ => 0,
                };
                if let DayReading::Known(date) = span.day {
                    votes.known.push(date);
                }
                if span.time.is_some() {
                    votes.sum += zone_vote(text, calendar);
                }
            }
        }
        let mut hosts = calendar.day_first_hosts.iter();
        if hosts.any(|host| context.article.source.contains(host.as_str())) {
            votes.sum += vote::DAY_FIRST_HOST;
        }
        votes
    }

    /// Compares both readings of each open date with the days that the page has in an unambiguous form: a reading
    /// counts if its day is one of them, and less if the day of the other reading is far beyond all of them.
    fn compare(&mut self, open: &[DateTimeSpan]) {
        let newest = self.known.iter().max().copied();
        for span in open {
            let DayReading::Either {
                day_first,
                month_first,
            } = span.day
            else {
                continue;
            };
            self.sum += match (self.known.contains(&day_first), self.known.contains(&month_first)) {
                (true, false) => -vote::CONFIRMED,
                (false, true) => vote::CONFIRMED,
                _ => 0,
            };
            let in_future =
                |date: Date| newest.is_some_and(|newest| date.days() > newest.days() + FUTURE_DAYS);
            self.sum += match (in_future(day_first), in_future(month_first)) {
                (true, false) => vote::OTHER_IN_FUTURE,
                (false, true) => -vote::OTHER_IN_FUTURE,
                _ => 0,
            };
        }
    }
}

/// The vote of the first zone of a line, which shows the country of the page.
fn zone_vote(text: &str, calendar: &Calendar) -> i32 {
    let words = tokens(text).filter(|token| token.kind == TokenKind::Word);
    let mut names = words
        .map(|token| token.text(text))
        .filter(|word| calendar.is_zone(word) && !calendar.is_neutral_zone(word));
    match names.next() {
        Some(name) if calendar.is_month_first_zone(name) => vote::MONTH_FIRST_ZONE,
        Some(_) => vote::OTHER_ZONE,
        None => 0,
    }
}
