//! What a page says about its article: date, byline, outlet, agency, section, language. Not what its lines are:
//! the classes of lines are decided before, and only lines that gave metadata change their class here.
//!
//! [`token`], [`stamp`] and [`clock`] read dates out of a line, [`facts`] takes a line apart, [`frame`] puts it in its
//! place in the page; [`publication`], [`byline`], [`publisher`], [`source`] and [`section`] choose. Words and names
//! are data: `assets/dates/`, `assets/bylines/`, `assets/outlets/`.
//!
//! How often the values of each rule are right, against the dates and authors that training pages are known to have, in three
//! conversions of each; news, then guides and blogs. A gold date of the right day and another year counts as right.
//!
//! | value | rule | news | guides |
//! |---|---|---|---|
//! | date | `date-under-headline` | 548 of 566 | 132 of 140 |
//! | date | `date-in-opening` | 98 of 99 | 19 of 22 |
//! | date | `date-above-headline` | 98 of 105 | 31 of 32 |
//! | date | `updated` (the day of a change is all there is) | 37 of 37 | 28 of 42 |
//! | date | `date-above-text`, `date-below-text`, `date-inside` | 3 of 4 | 16 of 17 |
//! | byline | `author-named` | 551 of 563 | with news |
//! | byline | `name-beside-date` | 50 of 52 | with news |
//! | byline | `name-alone` | 211 of 239 | with news |
//!
//! By confidence: dates of .9 and more are right in .96 of the cases, of .6 to .8 in .91, below in .85; bylines in .97, .92
//! (.7 and .8) and .81 (.6 and less).

mod byline;
mod calendar;
mod clock;
mod corrected;
pub(super) mod dated_lines;
mod facts;
mod frame;
mod knowledge;
mod language;
mod mention;
mod name_words;
mod naming;
mod notice;
mod order;
mod people;
mod profile;
mod publication;
mod publisher;
mod roles;
mod section;
mod source;
mod stamp;
mod token;
mod words;

pub use corrected::{Varying, pattern_like};

pub use knowledge::Knowledge;
pub use profile::{Outlet, Profile, ProfileError};

use super::Hints;
use crate::article::{Article, Author, Evidence, Field, Fields, LineClass};
use facts::Facts;
use frame::{Frame, MAX_BYTES, Place};
use publication::Publication;
use publisher::Value;
use words::Words;

/// Which metadata a line seems to give, seen by itself: by shape and words, not by place.
///
/// Cheap enough to be asked about every line of a page: long lines are not looked into.
pub fn detect(line: &str) -> Fields {
    let line = line.trim();
    if line.is_empty() || line.len() > MAX_BYTES {
        return Fields::NONE;
    }
    let mut fields = Fields::NONE;
    let words = Words::get();
    if stamp::may_have_stamp(line) {
        let found = stamp::stamps(line, None);
        let dated = found
            .iter()
            .any(|stamp| stamp.day != stamp::Day::Yearless || stamp.time.is_some());
        if dated && !line.ends_with(['.', '!', '?', '。']) && Facts::of(line, &found).words() <= 8 {
            fields = fields.with(Fields::DATE);
        }
    }
    if !words.may_introduce(line) {
        return fields;
    }
    let named = words
        .after_by(line)
        .is_some_and(|(rest, _)| rest.chars().next().is_some_and(|c| !c.is_lowercase()));
    if named && facts::count_words(line) <= 14 && !line.ends_with(['.', '!', '?']) {
        fields = fields.with(Fields::BYLINE);
    }
    let credit = line.len() <= 100 && words.after_credit(line).is_some_and(|rest| !rest.is_empty());
    if credit && facts::count_words(line) <= 9 {
        fields = fields.with(Fields::CREDIT);
    }
    fields
}

/// Finds the metadata of an article whose lines have their classes, and marks the lines that gave it.
///
/// Lines of title, subtitle and captions stay as they are, and lines of the body too, but for those at its head or
/// tail that are plainly a byline, date or credit; chrome lines that gave a value become byline, date, section or
/// credit lines. `may_name` tells of each line whether it may name an outlet, where that is known.
pub fn collect(article: &mut Article, hints: &Hints<'_>, may_name: Option<&[bool]>) {
    let language = language::of_body(article);
    if let Some(code) = language {
        article.meta.language = Some(code.to_owned());
        article
            .meta
            .evidence
            .push(evidence(article, Field::Language, None, "body", 0.8));
    }
    let findings = Frame::new(article, hints, language, may_name).map(|frame| Findings::of(&frame, hints));
    if let Some(findings) = findings {
        findings.write(article);
    }
}

fn evidence(
    article: &Article,
    field: Field,
    at: Option<usize>,
    rule: &'static str,
    confidence: f32,
) -> Evidence {
    let line = at.and_then(|at| article.lines.get(at)).map(|line| line.number);
    Evidence {
        field,
        line,
        rule,
        confidence,
    }
}

/// What a page says, before it is written into the article.
#[derive(Default)]
struct Findings {
    publication: Option<Publication>,
    authors: Vec<Author>,
    values: Vec<(Field, Value)>,
    marks: Vec<(usize, LineClass, Fields)>,
}

impl Findings {
    fn of(frame: &Frame<'_>, hints: &Hints<'_>) -> Self {
        let mut findings = Self::default();
        let publication = corrected::date(frame).or_else(|| publication::find(frame));
        let date_line = publication
            .as_ref()
            .map(|found| found.at)
            .or_else(|| date_like(frame));
        let credits = byline::credits(frame, date_line);
        let authors = corrected::authors(frame).unwrap_or_else(|| byline::find(frame, &credits));
        let sources = source::find(frame, &credits);
        if let Some(found) = &publication {
            findings.mark_dates(frame, found);
        }
        findings.publication = publication;
        findings.authors.clone_from(&authors.persons);
        if let Some(names) = &authors.byline {
            let value = Value {
                name: names.clone(),
                at: Some(authors.at),
                rule: authors.rule,
                confidence: authors.confidence,
            };
            findings.values.push((Field::Byline, value));
        }
        findings.marks.extend(
            authors
                .lines
                .iter()
                .map(|&at| (at, LineClass::Byline, Fields::BYLINE)),
        );
        let mut ballot = publisher::votes(frame, &credits);
        if let Some(value) = &sources.outlet {
            ballot.add(value.clone());
        }
        let outlet = ballot
            .winner(hints.knowledge)
            .or_else(|| publisher::by_siblings(frame))
            .or_else(|| publisher::by_path(hints.path, hints.knowledge));
        let is_outlet = |name: &str| {
            let same = |outlet: &Value| publisher::same_house(hints.knowledge, &outlet.name, name);
            outlet.as_ref().is_some_and(same)
        };
        if let Some(via) = sources.via.iter().find(|via| !is_outlet(&via.name)) {
            findings.values.push((Field::Via, via.clone()));
        }
        findings.marks.extend(
            sources
                .lines
                .iter()
                .map(|&at| (at, LineClass::Credit, Fields::CREDIT)),
        );
        let glued = credits
            .iter()
            .find_map(|credit| Some((credit.named.prefix?, credit.at)));
        if let Some(section) = section::find(frame, date_line, glued) {
            let at = section.at.unwrap_or(0);
            findings.marks.push((at, LineClass::Section, Fields::SECTION));
            findings.values.push((Field::Section, section));
        }
        findings
            .values
            .extend(outlet.map(|outlet| (Field::Outlet, outlet)));
        findings
    }

    /// Marks the date's line, lines near the headline that say the same day, and exact copies.
    fn mark_dates(&mut self, frame: &Frame<'_>, found: &publication::Publication) {
        let text = frame.text(found.at);
        for near in &frame.near {
            let change = found.updated.is_some_and(|(_, at, _)| at == near.at);
            let same = near.at == found.at || near.text == text || change;
            let head = matches!(
                near.place,
                Place::Head(_) | Place::Lead(_) | Place::Above(1..=4) | Place::Tail(1..=2)
            );
            let mut days = near.facts.stamps.iter().map(|(stamp, _)| stamp.day);
            let again = head
                && days.any(|day| matches!(day, stamp::Day::Known(date) if date == found.date))
                && near.facts.words() <= 4;
            if same || again {
                self.marks.push((near.at, LineClass::DateLine, Fields::DATE));
            }
        }
    }

    fn write(self, article: &mut Article) {
        if let Some(found) = self.publication {
            write_dates(article, &found);
        }
        article.meta.authors = self.authors;
        for (field, value) in self.values {
            let rests_on = evidence(article, field, value.at, value.rule, value.confidence);
            if field == Field::Byline {
                article.meta.evidence.push(Evidence {
                    field: Field::Authors,
                    ..rests_on.clone()
                });
            }
            article.meta.evidence.push(rests_on);
            let place = match field {
                Field::Byline => &mut article.meta.byline,
                Field::Outlet => &mut article.meta.outlet,
                Field::Via => &mut article.meta.via,
                _ => &mut article.meta.section,
            };
            *place = Some(value.name);
        }
        for (at, class, fields) in self.marks {
            mark(article, at, class, fields);
        }
    }
}

/// Writes the dates, times and zone of a page, each with what it rests on.
fn write_dates(article: &mut Article, found: &Publication) {
    let sure = found.confidence;
    let mut rests_on = vec![(Field::Date, found.at, found.rule, sure)];
    rests_on.extend(found.time_from.map(|(at, rule)| (Field::Time, at, rule, sure)));
    rests_on.extend(found.zone.map(|(_, at)| (Field::Zone, at, "beside-time", sure)));
    let updated = found.updated.as_ref();
    rests_on.extend(updated.map(|&(_, at, sure)| (Field::Updated, at, "called-updated", sure)));
    let all = rests_on
        .into_iter()
        .map(|(field, at, rule, sure)| evidence(article, field, Some(at), rule, sure));
    let all: Vec<Evidence> = all.collect();
    let meta = &mut article.meta;
    meta.evidence.extend(all);
    meta.date = Some(found.date);
    meta.time = found.time;
    meta.zone = found.zone.map(|(zone, _)| zone);
    meta.updated = updated.map(|(moment, ..)| *moment);
}

/// Turns a line into one of metadata. What the page shows as text stays text, but for short lines of the body.
fn mark(article: &mut Article, at: usize, class: LineClass, fields: Fields) {
    let Some(line) = article.lines.get(at).copied() else {
        return;
    };
    let text = article.text_of(&line);
    let plainly = text.len() <= 90 && !text.ends_with(['.', '!', '?', '。']);
    let movable = match line.class {
        // What a profile says of a line is not changed; a line of metadata may give more than that.
        _ if line.is_corrected() => line.class.is_meta(),
        LineClass::Chrome => true,
        // The frame lets through only captions that are credits.
        LineClass::Caption => plainly && text.len() <= 60,
        class if class.is_meta() => true,
        class if class.is_body() => plainly,
        _ => false,
    };
    if !movable {
        return;
    }
    let line = &mut article.lines[at];
    // A line with several kinds of metadata is called after the author first, then the date.
    let keep = matches!(
        (line.class, class),
        (LineClass::Byline, _) | (LineClass::DateLine, LineClass::Section | LineClass::Credit)
    );
    if !keep && !line.is_corrected() {
        line.class = class;
    }
    line.reason = None;
    line.continues = false;
    line.fields = line.fields.with(fields);
}

/// The line that tells the day without saying it: a day without a year, or time from now.
fn date_like(frame: &Frame<'_>) -> Option<usize> {
    let head = frame
        .near
        .iter()
        .filter(|near| matches!(near.place, Place::Head(_) | Place::Above(1..=3) | Place::Lead(_)));
    let mut lines = head.filter(|near| near.facts.is_relative() || !near.facts.stamps.is_empty());
    lines.find(|near| near.facts.words() <= 10).map(|near| near.at)
}

#[cfg(test)]
mod tests;
