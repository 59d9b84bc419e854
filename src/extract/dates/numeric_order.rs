//! Whether numeric dates put the day or the month first, as far as dates with only one reading show: `25/03/2024`. What
//! else a page shows about the order is in [`order`](crate::extract::meta::day_month_order).

use crate::article::Article;
use crate::article::date::Date;
use crate::extract::dates::forms::{DateForm, DayReading};
use crate::extract::dates::parse::{MAX_LINE_BYTES, date_spans, may_hold_date};
use crate::extract::dates::token::tokens;

/// The number of lines whose dates are read.
pub(crate) const DATE_LINES: usize = 400;
/// What a numeric date with one reading counts for its order.
const ONE_READING: i32 = 5;

/// Returns whether the numeric dates of a page that have one reading put the month first.
pub(crate) fn month_first(article: &Article) -> Option<bool> {
    let mut votes = 0;
    for line in article.lines.iter().take(DATE_LINES) {
        let text = article.text_of(line);
        if text.len() > MAX_LINE_BYTES || !text.contains('/') || !may_hold_date(text) {
            continue;
        }
        for span in date_spans(text, article.meta.language.as_deref()) {
            if let (DateForm::Numeric, DayReading::Known(date)) = (span.form, span.day) {
                votes += order_vote(&text[span.start..span.end], date);
            }
        }
    }
    (votes != 0).then_some(votes > 0)
}

/// What a numeric date shows about the order: positive for the month first.
pub(crate) fn order_vote(written: &str, date: Date) -> i32 {
    if !written.contains('/') || date.day == date.month {
        return 0;
    }
    let before = tokens(written).take_while(|token| !token.is_mark(&['/']));
    let first = before.last().and_then(|token| token.number(2));
    match first {
        Some(first) if first == u32::from(date.month) => ONE_READING,
        Some(_) => -ONE_READING,
        None => 0,
    }
}
