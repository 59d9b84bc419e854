//! The compact stored form of an article: its source text, the class of each line, and all metadata. What is searched:
//! see `index::document`.
//!
//! Classes, reasons and rules are stored by name, so that a library remains readable when their order changes. The
//! compression of the index makes up for the length of the names.

use crate::article::Article;
use crate::article::date::{Date, Moment, Time, Zone};
use crate::article::line::{Fields, Line, LineClass};
use crate::article::markup::Markup;
use crate::article::meta::{Author, Evidence, Metadata, Warning};
use crate::article::reason::Reason;
use crate::extract::kind;
use serde::de::value::{self, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Encodes an article.
pub(crate) fn to_bytes(article: &Article) -> Vec<u8> {
    // Writing to memory cannot fail, and every type here can be serialized.
    let mut bytes = postcard::to_stdvec(&StoredArticle::of(article)).unwrap_or_default();
    let origin = StoredOrigin::of(article);
    if origin != StoredOrigin::default() {
        bytes.extend(postcard::to_stdvec(&origin).unwrap_or_default());
    }
    bytes
}

/// Decodes an article. Returns `None` if the bytes do not have this format.
pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Article> {
    let (stored, rest) = postcard::take_from_bytes::<StoredArticle>(bytes).ok()?;
    // Articles of plain text have no origin, and those of older versions neither.
    let origin = match rest {
        [] => StoredOrigin::default(),
        rest => postcard::from_bytes(rest).ok()?,
    };
    let mut article = stored.article()?;
    article.id = origin.id;
    article.url = origin.url;
    article.feed_title = origin.feed_title;
    article.is_given = origin.is_given || article.meta.evidence.iter().any(|known| known.rule == GIVEN_ONCE);
    for (line, bits) in article.lines.iter_mut().zip(origin.markup) {
        line.markup = Markup::from_bits(bits);
    }
    Some(article)
}

/// The rule by which older versions marked articles whose text is given.
const GIVEN_ONCE: &str = "record";

/// Where an article came from, stored after it.
#[derive(Default, PartialEq, Serialize, Deserialize)]
struct StoredOrigin {
    id: Option<String>,
    url: Option<String>,
    feed_title: Option<String>,
    is_given: bool,
    /// What the markup says of each line; empty if it says nothing of any.
    markup: Vec<u32>,
}

impl StoredOrigin {
    fn of(article: &Article) -> Self {
        let has_markup = article.lines.iter().any(|line| line.markup != Markup::default());
        Self {
            id: article.id.clone(),
            url: article.url.clone(),
            feed_title: article.feed_title.clone(),
            is_given: article.is_given,
            markup: if has_markup {
                article.lines.iter().map(|line| line.markup.to_bits()).collect()
            } else {
                Vec::new()
            },
        }
    }
}

#[derive(Serialize, Deserialize)]
struct StoredArticle {
    source: String,
    part: u32,
    /// The names of the classes and reasons that occur; lines refer to their positions.
    classes: Vec<String>,
    reasons: Vec<String>,
    lines: StoredLines,
    meta: StoredMetadata,
    warnings: Vec<String>,
}

/// The lines, stored by column: columns of small numbers compress best.
#[derive(Default, Serialize, Deserialize)]
struct StoredLines {
    /// The difference to the number of the previous line.
    number: Vec<u32>,
    /// The bytes between the end of the previous line and the start of this one.
    gap: Vec<u32>,
    length: Vec<u32>,
    class: Vec<u8>,
    /// 0 for none, otherwise the position of the name plus 1.
    reason: Vec<u8>,
    /// The fields that the line gave (low bits), and whether it continues the line before (highest bit).
    fields: Vec<u8>,
    confidence: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct StoredMetadata {
    title: Option<String>,
    subtitle: Option<String>,
    byline: Option<String>,
    authors: Vec<(String, Option<String>)>,
    day: Option<i32>,
    minute: Option<u16>,
    zone: Option<i16>,
    updated: Option<(i32, Option<u16>)>,
    outlet: Option<String>,
    via: Option<String>,
    section: Option<String>,
    language: Option<String>,
    /// Field, line (0 for none), rule, confidence in thousandths.
    evidence: Vec<(String, u32, String, u16)>,
}

const CONTINUES: u8 = 0x80;

impl StoredArticle {
    fn of(article: &Article) -> Self {
        let (mut classes, mut reasons) = (Vec::new(), Vec::new());
        let mut lines = StoredLines::default();
        let (mut number, mut end) = (0, 0);
        for line in &article.lines {
            lines.number.push(line.number.wrapping_sub(number));
            lines.gap.push(line.start.wrapping_sub(end));
            lines.length.push(line.end.wrapping_sub(line.start));
            lines.class.push(place(&mut classes, line.class.name()));
            let reason = line.reason.map(|reason| place(&mut reasons, reason.name()) + 1);
            lines.reason.push(reason.unwrap_or(0));
            let continues = if line.continues { CONTINUES } else { 0 };
            lines.fields.push(bits(line.fields) | continues);
            lines.confidence.push(line.confidence);
            (number, end) = (line.number, line.end);
        }
        Self {
            source: article.source.clone(),
            part: article.part,
            classes: classes.into_iter().map(str::to_owned).collect(),
            reasons: reasons.into_iter().map(str::to_owned).collect(),
            lines,
            meta: StoredMetadata::of(&article.meta),
            warnings: article
                .warnings
                .iter()
                .map(|warning| warning.code().to_owned())
                .collect(),
        }
    }

    fn article(self) -> Option<Article> {
        let classes: Option<Vec<LineClass>> = self.classes.iter().map(|name| named(name)).collect();
        let reasons: Option<Vec<Reason>> = self.reasons.iter().map(|name| Reason::from_name(name)).collect();
        let lines = self.lines.lines(&classes?, &reasons?)?;
        // Showing a line that is not in the text would panic.
        let is_there = |line: &Line| self.source.get(line.start as usize..line.end as usize).is_some();
        if !lines.iter().all(is_there) {
            return None;
        }
        let warnings: Option<Vec<Warning>> = self.warnings.iter().map(|code| named(code)).collect();
        let mut article = Article {
            lines,
            meta: self.meta.metadata()?,
            warnings: warnings?,
            part: self.part,
            source: self.source,
            ..Article::default()
        };
        article.kind = kind(&article);
        Some(article)
    }
}

impl StoredLines {
    fn lines(&self, classes: &[LineClass], reasons: &[Reason]) -> Option<Vec<Line>> {
        let (mut number, mut end) = (0_u32, 0_u32);
        let line = |at: usize| {
            number = number.wrapping_add(*self.number.get(at)?);
            let start = end.wrapping_add(*self.gap.get(at)?);
            end = start.wrapping_add(*self.length.get(at)?);
            let reason = match *self.reason.get(at)? {
                0 => None,
                place => Some(*reasons.get(usize::from(place) - 1)?),
            };
            let fields = *self.fields.get(at)?;
            Some(Line {
                number,
                start,
                end,
                class: *classes.get(usize::from(*self.class.get(at)?))?,
                reason,
                fields: fields_of(fields),
                continues: fields & CONTINUES != 0,
                confidence: *self.confidence.get(at)?,
                ..Line::default()
            })
        };
        (0..self.number.len()).map(line).collect()
    }
}

impl StoredMetadata {
    fn of(meta: &Metadata) -> Self {
        let evidence = |evidence: &Evidence| {
            (
                evidence.field.name().to_owned(),
                evidence.line.unwrap_or(0),
                evidence.rule.to_owned(),
                (evidence.confidence * 1_000.0).round() as u16,
            )
        };
        Self {
            title: meta.title.clone(),
            subtitle: meta.subtitle.clone(),
            byline: meta.byline.clone(),
            authors: meta
                .authors
                .iter()
                .map(|author| (author.name.clone(), author.role.clone()))
                .collect(),
            day: meta.date.map(Date::days),
            minute: meta.time.map(minute),
            zone: meta.zone.map(Zone::minutes),
            updated: meta
                .updated
                .map(|moment| (moment.date.days(), moment.time.map(minute))),
            outlet: meta.outlet.clone(),
            via: meta.via.clone(),
            section: meta.section.clone(),
            language: meta.language.clone(),
            evidence: meta.evidence.iter().map(evidence).collect(),
        }
    }

    fn metadata(self) -> Option<Metadata> {
        let evidence = |(field, line, rule, confidence): (String, u32, String, u16)| {
            Some(Evidence {
                field: named(&field)?,
                line: Some(line).filter(|line| *line > 0),
                rule: rule_named(&rule)?,
                confidence: f32::from(confidence) / 1_000.0,
            })
        };
        let evidence: Option<Vec<Evidence>> = self.evidence.into_iter().map(evidence).collect();
        let authors = self.authors.into_iter().map(|(name, role)| Author { name, role });
        Some(Metadata {
            title: self.title,
            subtitle: self.subtitle,
            byline: self.byline,
            authors: authors.collect(),
            date: self.day.and_then(day),
            time: self.minute.and_then(time),
            zone: self.zone.and_then(Zone::new),
            updated: self.updated.and_then(|(days, minute)| {
                let (date, time) = (day(days)?, minute.and_then(time));
                Some(Moment { date, time })
            }),
            outlet: self.outlet,
            via: self.via,
            section: self.section,
            language: self.language,
            evidence: evidence?,
        })
    }
}

/// Returns the position of a name in a list, and adds it if it is missing. There are far fewer than 256 names.
fn place(names: &mut Vec<&'static str>, name: &'static str) -> u8 {
    let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    });
    at as u8
}

/// Returns the value with this name in serde's form.
fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    let name: StrDeserializer<'_, value::Error> = name.into_deserializer();
    T::deserialize(name).ok()
}

const GIVEN: [Fields; 4] = [Fields::BYLINE, Fields::DATE, Fields::SECTION, Fields::CREDIT];

fn bits(fields: Fields) -> u8 {
    (0..)
        .zip(GIVEN)
        .filter(|(_, field)| fields.has(*field))
        .map(|(bit, _)| 1 << bit)
        .sum()
}

fn fields_of(bits: u8) -> Fields {
    let given = (0..).zip(GIVEN).filter(|(bit, _)| bits & (1 << bit) != 0);
    given.fold(Fields::NONE, |fields, (_, field)| fields.with(field))
}

/// Far more days than the years of a [`Date`] have.
const DAYS: i32 = 12_000_000;

fn day(days: i32) -> Option<Date> {
    (-DAYS..DAYS).contains(&days).then(|| Date::from_days(days))
}

fn minute(time: Time) -> u16 {
    u16::from(time.hour) * 60 + u16::from(time.minute)
}

fn time(minute: u16) -> Option<Time> {
    Time::new(u8::try_from(minute / 60).ok()?, (minute % 60) as u8)
}

/// The greatest length of a rule's name in bytes, and the greatest number of rules: far more than exist.
const RULE_BYTES: usize = 80;
const RULES: usize = 4_096;

/// Returns a static copy of a rule's name. All versions together have some dozens of rules, so the copies are never
/// freed.
fn rule_named(name: &str) -> Option<&'static str> {
    static KNOWN: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_with(HashSet::new);
    if let Some(rule) = known.get(name) {
        return Some(rule);
    }
    if name.len() > RULE_BYTES || known.len() >= RULES {
        return None;
    }
    let rule: &'static str = Box::leak(name.to_owned().into_boxed_str());
    known.insert(rule);
    Some(rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::meta::Field;
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;
    use crate::library::load::options::LoadSource;
    use crate::library::load::options::builtin_corpus;
    use crate::library::sample_corpus::BUILTIN_PROFILES;
    use proptest::prelude::*;

    #[test]
    fn every_article_of_the_sample_corpus_is_decoded_unchanged() {
        let knowledge = OutletDirectory::builtin().with_toml(BUILTIN_PROFILES).unwrap().0;
        for source in builtin_corpus() {
            let LoadSource::Memory { bytes, .. } = source else {
                continue;
            };
            for article in extract(&bytes, &Hints::new(&knowledge)) {
                let mut back = from_bytes(&to_bytes(&article)).unwrap();
                for (stored, given) in back.meta.evidence.iter_mut().zip(&article.meta.evidence) {
                    assert!((stored.confidence - given.confidence).abs() < 0.001);
                    stored.confidence = given.confidence;
                }
                assert_eq!(back, article);
            }
        }
    }

    #[test]
    fn every_name_is_decoded() {
        const CLASSES: [LineClass; 12] = [
            LineClass::Title,
            LineClass::Subtitle,
            LineClass::Byline,
            LineClass::DateLine,
            LineClass::Section,
            LineClass::Caption,
            LineClass::Heading,
            LineClass::Paragraph,
            LineClass::ListItem,
            LineClass::Quote,
            LineClass::Credit,
            LineClass::Chrome,
        ];
        const FIELDS: [Field; 12] = [
            Field::Title,
            Field::Subtitle,
            Field::Byline,
            Field::Authors,
            Field::Date,
            Field::Time,
            Field::Zone,
            Field::Updated,
            Field::Outlet,
            Field::Via,
            Field::Section,
            Field::Language,
        ];
        const WARNINGS: [Warning; 6] = [
            Warning::NoArticle,
            Warning::EncodingGuessed,
            Warning::BytesReplaced,
            Warning::ControlsRemoved,
            Warning::NoText,
            Warning::Truncated,
        ];
        assert!(CLASSES.iter().all(|class| named(class.name()) == Some(*class)));
        assert!(FIELDS.iter().all(|field| named(field.name()) == Some(*field)));
        assert!(
            WARNINGS
                .iter()
                .all(|warning| named(warning.code()) == Some(*warning))
        );
        assert!(named::<LineClass>("no-class").is_none());
        let all = GIVEN.into_iter().fold(Fields::NONE, Fields::with);
        assert_eq!(fields_of(bits(all)), all);
    }

    proptest! {
        #[test]
        fn broken_bytes_never_panic_or_give_lines_outside_the_text(at in 0_usize..400, byte in any::<u8>(), cut in 0_usize..400) {
            let mut article = Article { source: "One line\nMore é".to_owned(), part: 1, ..Article::default() };
            article.lines.push(Line { number: 1, start: 0, end: 8, class: LineClass::Paragraph, ..Line::default() });
            article.meta.title = Some("A title".to_owned());
            let mut bytes = to_bytes(&article);
            let length = bytes.len();
            bytes[at % length] = byte;
            bytes.truncate(cut.max(1));
            if let Some(article) = from_bytes(&bytes) {
                prop_assert!(article.lines.iter().all(|line| article.source.get(line.start as usize..line.end as usize).is_some()));
            }
        }
    }
}
