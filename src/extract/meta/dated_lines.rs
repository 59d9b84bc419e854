//! What the dates of single lines show by themselves: whether a line contains a day, and whether a page writes the month
//! first. Not which line gives the day of publication.

use super::stamp::{Day, Form, may_have_stamp, stamps};
use super::token::tokens;
use crate::article::{Article, Date};

/// The longest line that can give a date or a name, in bytes.
pub(in crate::extract) const MAX_BYTES: usize = 240;
/// How many lines of a page are searched for dates that show its order of day and month.
pub(in crate::extract) const LINES: usize = 400;

/// Returns whether a line contains a day with its year.
pub(in crate::extract) fn tells_day(line: &str, language: Option<&str>) -> bool {
    line.len() <= MAX_BYTES
        && may_have_stamp(line)
        && stamps(line, language)
            .iter()
            .any(|stamp| stamp.day != Day::Yearless)
}

/// Whether a page writes the month first, as its unambiguous numeric dates show; `None` if they do not.
pub(in crate::extract) fn month_first(article: &Article) -> Option<bool> {
    let mut votes = 0;
    for line in article.lines.iter().take(LINES) {
        let text = article.text_of(line);
        if text.len() > MAX_BYTES || !text.contains('/') || !may_have_stamp(text) {
            continue;
        }
        for stamp in stamps(text, article.meta.language.as_deref()) {
            if let (Form::Numeric, Day::Known(date)) = (stamp.form, stamp.day) {
                votes += numeric_vote(&text[stamp.start..stamp.end], date);
            }
        }
    }
    (votes != 0).then_some(votes > 0)
}

/// The vote of an unambiguous numeric date on the order of its page: positive for the month first.
pub(in crate::extract) fn numeric_vote(written: &str, date: Date) -> i32 {
    if !written.contains('/') || date.day == date.month {
        return 0;
    }
    let before = tokens(written).take_while(|token| !token.is_mark(&['/']));
    let first = before.last().and_then(|token| token.number(2));
    match first {
        Some(first) if first == u32::from(date.month) => 5,
        Some(_) => -5,
        None => 0,
    }
}
