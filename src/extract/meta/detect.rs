//! The metadata that a line seems to give, judged by its own words only; used on the units of a page before the body
//! is known.

use crate::article::line::Fields;
use crate::extract::dates::forms::DayReading;
use crate::extract::dates::parse::{MAX_LINE_BYTES, date_spans, may_hold_date};
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::line_facts::{LineFacts, count_words};

/// Returns the metadata that a line seems to give, by its shape and words, not by its position.
///
/// Cheap enough for every line of a page: long lines are skipped.
pub fn detect(line: &str) -> Fields {
    let line = line.trim();
    if line.is_empty() || line.len() > MAX_LINE_BYTES {
        return Fields::NONE;
    }
    let mut fields = Fields::NONE;
    let lexicon = BylineLexicon::get();
    let mut is_sentence = line.ends_with(['.', '!', '?', '。']);
    if may_hold_date(line) {
        let found = date_spans(line, None);
        // The stop may be that of `9:12 a.m.`
        is_sentence &= found.last().is_none_or(|last| last.end < line.len());
        let dated = found
            .iter()
            .any(|span| span.day != DayReading::Yearless || span.time.is_some());
        if dated && !is_sentence && LineFacts::of(line, &found).words() <= 8 {
            fields = fields.with(Fields::DATE);
        }
    }
    if !lexicon.may_introduce(line) {
        return fields;
    }
    let named = lexicon
        .after_by(line)
        .is_some_and(|(rest, _)| rest.chars().next().is_some_and(|c| !c.is_lowercase()));
    if named && count_words(line) <= 14 && !is_sentence {
        fields = fields.with(Fields::BYLINE);
    }
    let credit = line.len() <= 100 && lexicon.after_credit(line).is_some_and(|rest| !rest.is_empty());
    if credit && count_words(line) <= 9 {
        fields = fields.with(Fields::CREDIT);
    }
    fields
}
