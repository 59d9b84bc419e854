//! The metadata of an article whose lines have their classes: puts together what the readers find, and writes it into
//! the article.

use crate::article::Article;
use crate::article::line::{Fields, LineClass};
use crate::article::meta::{Author, Evidence, Field};
use crate::extract::corpus::hints::Hints;
use crate::extract::dates::forms::DayReading;
use crate::extract::meta::byline::Authors;
use crate::extract::meta::context::{LinePosition, PageContext};
use crate::extract::meta::labelled_header::{self, HeaderField, LabelledHeader};
use crate::extract::meta::legal_notice::is_name;
use crate::extract::meta::outlet_votes::NamedValue;
use crate::extract::meta::publication::Publication;
use crate::extract::meta::{
    byline, language, outlet_ranker, outlet_votes, publication, publisher, section, source, title_text,
};

#[cfg(feature = "training")]
use crate::extract::meta::{outlet_candidates, outlet_signs::OutletCandidate};

/// The confidence in the language of a body.
const LANGUAGE_CONFIDENCE: f32 = 0.8;

/// Finds the metadata of an article whose lines have their classes, and marks the lines that gave it.
///
/// Lines of title, subtitle and captions keep their class. So do lines of the body, except those at its head or tail
/// that are plainly a byline, date or credit. Chrome lines that gave a value become byline, date, section or credit
/// lines. `may_name` holds for each line whether it may name an outlet, if that is known.
pub fn collect(article: &mut Article, hints: &Hints<'_>, may_name: Option<&[bool]>) {
    collect_with(article, hints, may_name, |_| GivenMetadata::default());
}

/// Values that are given, so that they are not looked for.
#[derive(Default)]
pub(crate) struct GivenMetadata {
    pub(crate) publication: Option<Publication>,
    pub(crate) authors: Option<Authors>,
    pub(crate) outlet: Option<NamedValue>,
    pub(crate) section: Option<NamedValue>,
}

impl GivenMetadata {
    /// The values, and those of `others` that are missing.
    fn or(self, others: impl FnOnce() -> Self) -> Self {
        let others = others();
        Self {
            publication: self.publication.or(others.publication),
            authors: self.authors.or(others.authors),
            outlet: self.outlet.or(others.outlet),
            section: self.section.or(others.section),
        }
    }

    /// The values in a labelled header.
    fn in_header(context: &PageContext<'_>, header: &LabelledHeader) -> Self {
        let named = |field: HeaderField| {
            // `Source:` may name the agency that a text was taken from.
            let is_agency = |name: &str| context.outlets.named(name).is_some_and(|outlet| outlet.agency);
            let mut values = header.values(context.article, field);
            let (at, name) = values.find(|(_, name)| is_name(name) && !is_agency(name))?;
            Some(NamedValue {
                name: name.to_owned(),
                at: Some(at),
                rule: labelled_header::RULE,
                confidence: labelled_header::CONFIDENCE,
            })
        };
        let mut dates = header.values(context.article, HeaderField::Date);
        let mut bylines = header.values(context.article, HeaderField::Byline);
        Self {
            publication: dates.find_map(|(at, value)| publication::stated(context, at, value)),
            authors: bylines.find_map(|(at, value)| byline::stated(context, at, value)),
            outlet: named(HeaderField::Outlet),
            section: named(HeaderField::Section),
        }
    }
}

/// Like [`collect`], with the values that `given` returns instead of those on the page.
pub(crate) fn collect_with(
    article: &mut Article,
    hints: &Hints<'_>,
    may_name: Option<&[bool]>,
    given: impl FnOnce(&PageContext<'_>) -> GivenMetadata,
) {
    let header = LabelledHeader::of(article);
    header.apply(article);
    title_text::trim(article, hints.outlets);
    let language = add_language(article);
    let context = PageContext::new(article, hints, language, may_name);
    let findings = context.map(|context| {
        let given = given(&context).or(|| GivenMetadata::in_header(&context, &header));
        FoundMetadata::of(&context, hints, given)
    });
    if let Some(findings) = findings {
        findings.write(article);
    }
    if let Some(outlet) = article.meta.outlet.clone() {
        title_text::trim_outlet(article, |site| {
            outlet_votes::is_same_outlet(hints.outlets, site, &outlet)
        });
    }
}

/// The names of an article that may be that of its outlet, with their signs: the rows that the ranker learns from.
#[cfg(feature = "training")]
pub(crate) fn outlet_rows(article: &Article, hints: &Hints<'_>) -> Vec<(String, Vec<f32>)> {
    let language = article.meta.language.as_deref();
    let Some(context) = PageContext::new(article, hints, language, None) else {
        return Vec::new();
    };
    let date_line = publication::find(&context).map(|found| found.at);
    let credits = byline::credits(&context, date_line);
    let votes = publisher::outlet_votes(&context, &credits);
    let candidates = outlet_candidates::collect(&context, &votes, &credits).all;
    let row = |candidate: OutletCandidate| (candidate.name.clone(), candidate.signs.to_vec());
    candidates.into_iter().map(row).collect()
}

/// Finds the language of the body and writes it into the article.
pub(crate) fn add_language(article: &mut Article) -> Option<&'static str> {
    let code = language::of_body(article)?;
    article.meta.language = Some(code.to_owned());
    let found = evidence(article, Field::Language, None, "body", LANGUAGE_CONFIDENCE);
    article.meta.evidence.push(found);
    Some(code)
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

/// The metadata of a page before they are written into the article.
#[derive(Default)]
struct FoundMetadata {
    publication: Option<Publication>,
    authors: Vec<Author>,
    values: Vec<(Field, NamedValue)>,
    marks: Vec<(usize, LineClass, Fields)>,
}

impl FoundMetadata {
    fn of(context: &PageContext<'_>, hints: &Hints<'_>, given: GivenMetadata) -> Self {
        let mut findings = Self::default();
        let publication = given.publication.or_else(|| publication::find(context));
        let date_line = publication
            .as_ref()
            .map(|found| found.at)
            .or_else(|| date_like(context));
        let credits = byline::credits(context, date_line);
        let authors = given.authors.unwrap_or_else(|| byline::find(context, &credits));
        let sources = source::find(context, &credits);
        if let Some(found) = &publication {
            findings.mark_dates(context, found);
        }
        findings.publication = publication;
        findings.add_authors(authors);
        let mut votes = publisher::outlet_votes(context, &credits);
        if let Some(value) = &sources.outlet {
            votes.add(value.clone());
        }
        let outlet = given
            .outlet
            .or_else(|| outlet_ranker::outlet(context, &votes, &credits))
            .or_else(|| publisher::by_siblings(context))
            .or_else(|| publisher::by_path(hints.path, hints.outlets));
        let is_outlet = |name: &str| {
            let same = |outlet: &NamedValue| outlet_votes::is_same_outlet(hints.outlets, &outlet.name, name);
            outlet.as_ref().is_some_and(same)
        };
        if let Some(via) = sources.via.iter().find(|via| !is_outlet(&via.name)) {
            findings.values.push((Field::Via, via.clone()));
        }
        let credit_lines = sources.lines.iter();
        findings
            .marks
            .extend(credit_lines.map(|&at| (at, LineClass::Credit, Fields::CREDIT)));
        let glued = credits
            .iter()
            .find_map(|credit| Some((credit.named.prefix?, credit.at)));
        let section = given.section.or_else(|| section::find(context, date_line, glued));
        if let Some(section) = section {
            let at = section.at.unwrap_or(0);
            findings.marks.push((at, LineClass::Section, Fields::SECTION));
            findings.values.push((Field::Section, section));
        }
        findings
            .values
            .extend(outlet.map(|outlet| (Field::Outlet, outlet)));
        findings
    }

    fn add_authors(&mut self, authors: Authors) {
        let lines = authors.lines.iter();
        self.marks
            .extend(lines.map(|&at| (at, LineClass::Byline, Fields::BYLINE)));
        if let Some(name) = authors.byline {
            let value = NamedValue {
                name,
                at: Some(authors.at),
                rule: authors.rule,
                confidence: authors.confidence,
            };
            self.values.push((Field::Byline, value));
        }
        self.authors = authors.persons;
    }

    /// Marks the line of the date, lines near the headline that have the same day, and exact copies.
    fn mark_dates(&mut self, context: &PageContext<'_>, found: &Publication) {
        let text = context.text(found.at);
        for near in &context.nearby {
            let change = found.updated.is_some_and(|(_, at, _)| at == near.at);
            let same = near.at == found.at || near.text == text || change;
            let head = matches!(
                near.position,
                LinePosition::Head(_)
                    | LinePosition::Lead(_)
                    | LinePosition::Above(1..=4)
                    | LinePosition::Tail(1..=2)
            );
            let mut days = near.facts.dates.iter().map(|(span, _)| span.day);
            let again = head
                && days.any(|day| matches!(day, DayReading::Known(date) if date == found.date))
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
            let evidence = evidence(article, field, value.at, value.rule, value.confidence);
            if field == Field::Byline {
                article.meta.evidence.push(Evidence {
                    field: Field::Authors,
                    ..evidence.clone()
                });
            }
            article.meta.evidence.push(evidence);
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

/// Writes the dates, times and zone of a page, each with its evidence.
fn write_dates(article: &mut Article, found: &Publication) {
    let confidence = found.confidence;
    let mut sources = vec![(Field::Date, found.at, found.rule, confidence)];
    sources.extend(
        found
            .time_from
            .map(|(at, rule)| (Field::Time, at, rule, confidence)),
    );
    sources.extend(
        found
            .zone
            .map(|(_, at)| (Field::Zone, at, "beside-time", confidence)),
    );
    let updated = found.updated.as_ref();
    sources.extend(updated.map(|&(_, at, confidence)| (Field::Updated, at, "called-updated", confidence)));
    let all = sources
        .into_iter()
        .map(|(field, at, rule, confidence)| evidence(article, field, Some(at), rule, confidence));
    let all: Vec<Evidence> = all.collect();
    let meta = &mut article.meta;
    meta.evidence.extend(all);
    meta.date = Some(found.date);
    meta.time = found.time;
    meta.zone = found.zone.map(|(zone, _)| zone);
    meta.updated = updated.map(|(moment, ..)| *moment);
}

/// Turns a line into a line of metadata. Text stays text, except for short lines of the body.
fn mark(article: &mut Article, at: usize, class: LineClass, fields: Fields) {
    let Some(line) = article.lines.get(at).copied() else {
        return;
    };
    let text = article.text_of(&line);
    let plainly = text.len() <= 90 && !text.ends_with(['.', '!', '?', '。']);
    let movable = match line.class {
        // The class that a profile gives a line stays; a line of metadata may give more than the profile does.
        _ if line.is_corrected() => line.class.is_meta(),
        LineClass::Chrome => true,
        // Only captions that are credits are nearby lines.
        LineClass::Caption => plainly && text.len() <= 60,
        class if class.is_meta() => true,
        class if class.is_body() => plainly,
        _ => false,
    };
    if !movable {
        return;
    }
    let line = &mut article.lines[at];
    // The class of a line with several kinds of metadata is its author's first, then its date's.
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

/// The line with an incomplete date: a day without a year, or a relative time.
fn date_like(context: &PageContext<'_>) -> Option<usize> {
    let head = context.nearby.iter().filter(|near| {
        matches!(
            near.position,
            LinePosition::Head(_) | LinePosition::Above(1..=3) | LinePosition::Lead(_)
        )
    });
    let mut lines = head.filter(|near| near.facts.is_relative() || !near.facts.dates.is_empty());
    lines.find(|near| near.facts.words() <= 10).map(|near| near.at)
}
