//! The values of a record's fields, put in order, and how they are written into an article. What a source states in a field
//! counts before what its text looks like.

use crate::article::Article;
use crate::article::date::{Date, Moment, Time, Zone};
use crate::article::meta::{Author, Evidence, Field};
use crate::extract::dates::field_value::{self, When};
use crate::extract::dates::zones;
use crate::extract::input::record::Record;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::records::{authors, outlet};
use crate::text::safe;

/// The confidence in a value that a field states, and in one that was derived from another field.
const STATED: f32 = 1.0;
const DERIVED: f32 = 0.7;

/// The values of a record's fields.
#[derive(Debug, Default)]
pub(crate) struct FieldValues {
    pub(crate) id: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) feed_title: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) subtitle: Option<String>,
    pub(crate) authors: Vec<Author>,
    pub(crate) date: Option<Date>,
    pub(crate) time: Option<Time>,
    pub(crate) zone: Option<Zone>,
    pub(crate) updated: Option<Moment>,
    /// The outlet, and the confidence in it.
    pub(crate) outlet: Option<(String, f32)>,
    pub(crate) via: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) language: Option<String>,
}

impl FieldValues {
    /// Puts the fields of a record in order. Values that mean nothing are left out.
    pub(crate) fn of(record: &Record, outlets: &OutletDirectory) -> Self {
        let mut values = Self {
            id: line(record.id.as_deref()),
            url: line(record.url.as_deref()),
            feed_title: line(record.feed_title.as_deref()),
            title: line(record.title.as_deref()),
            subtitle: line(record.subtitle.as_deref()),
            authors: authors::authors(record.authors.iter().map(String::as_str)),
            via: line(record.via.as_deref()),
            section: line(record.section.as_deref()),
            language: record.language.as_deref().and_then(language),
            ..Self::default()
        };
        for author in &mut values.authors {
            author.name = safe::harmless_line(&author.name).into_owned();
        }
        values.set_dates(record);
        values.outlet = line(record.outlet.as_deref())
            .map(|name| (name, STATED))
            .or_else(|| Some((values.known_outlet(outlets)?, DERIVED)));
        let is_outlet = |via: &String| {
            values
                .outlet
                .as_ref()
                .is_some_and(|(name, _)| outlets.is_same_outlet(name, via))
        };
        values.via = values.via.take().filter(|via| !is_outlet(via));
        values
    }

    /// The outlet by the address, else by the feed.
    fn known_outlet(&self, outlets: &OutletDirectory) -> Option<String> {
        let by_url = self.url.as_deref().and_then(|url| outlet::of_url(url, outlets));
        let by_feed = || outlet::of_feed(self.feed_title.as_deref()?, outlets);
        by_url.map(str::to_owned).or_else(by_feed)
    }

    fn set_dates(&mut self, record: &Record) {
        let read = |value: &Option<String>| value.as_deref().and_then(field_value::read);
        let updated = read(&record.updated);
        let Some(when) = read(&record.published).or(updated) else {
            return;
        };
        self.date = Some(when.date);
        self.time = when.time;
        self.zone = when.zone;
        if let Some((time, zone)) = record.time.as_deref().and_then(field_value::time_of_day) {
            self.time = Some(time);
            self.zone = zones::read(zone, when.date).or(self.zone);
        }
        if let Some(zone) = &record.zone
            && self.time.is_some()
        {
            self.zone = zones::read(zone, when.date).or(self.zone);
        }
        self.updated = updated.filter(|updated| *updated != when).map(When::moment);
    }

    /// Writes the values into an article, in place of those that its text gave.
    pub(crate) fn write(self, article: &mut Article) {
        let mut known = vec![
            (Field::Title, self.title.is_some(), STATED),
            (Field::Subtitle, self.subtitle.is_some(), STATED),
            (Field::Byline, !self.authors.is_empty(), STATED),
            (Field::Authors, !self.authors.is_empty(), STATED),
            (Field::Date, self.date.is_some(), STATED),
            (Field::Time, self.time.is_some(), STATED),
            (Field::Zone, self.zone.is_some(), STATED),
            (Field::Updated, self.updated.is_some(), STATED),
            (Field::Via, self.via.is_some(), STATED),
            (Field::Section, self.section.is_some(), STATED),
            (Field::Language, self.language.is_some(), STATED),
        ];
        let confidence = self.outlet.as_ref().map_or(STATED, |(_, confidence)| *confidence);
        known.push((Field::Outlet, self.outlet.is_some(), confidence));
        known.retain(|(_, is_known, _)| *is_known);
        let meta = &mut article.meta;
        // A date takes the place of day, time, zone and change together: they belong to one moment.
        if self.date.is_some() {
            let keeps_time = self.time.is_none() && meta.date == self.date;
            let of_moment = [Field::Date, Field::Updated, Field::Time, Field::Zone];
            let replaced = if keeps_time {
                &of_moment[..2]
            } else {
                &of_moment[..]
            };
            meta.evidence
                .retain(|evidence| !replaced.contains(&evidence.field));
            (meta.date, meta.updated) = (self.date, self.updated);
            if !keeps_time {
                (meta.time, meta.zone) = (self.time, self.zone);
            }
        }
        let is_replaced = |field| known.iter().any(|(known, ..)| *known == field);
        meta.evidence.retain(|evidence| !is_replaced(evidence.field));
        meta.evidence
            .extend(known.iter().map(|&(field, _, confidence)| Evidence {
                field,
                line: None,
                rule: Evidence::FIELD,
                confidence,
            }));
        set(&mut meta.title, self.title);
        set(&mut meta.subtitle, self.subtitle);
        if !self.authors.is_empty() {
            let names: Vec<&str> = self.authors.iter().map(|author| author.name.as_str()).collect();
            meta.byline = Some(names.join(", "));
            meta.authors = self.authors;
        }
        set(&mut meta.outlet, self.outlet.map(|(name, _)| name));
        set(&mut meta.via, self.via);
        set(&mut meta.section, self.section);
        set(&mut meta.language, self.language);
        set(&mut article.id, self.id);
        set(&mut article.url, self.url);
        set(&mut article.feed_title, self.feed_title);
    }
}

fn set(place: &mut Option<String>, value: Option<String>) {
    if value.is_some() {
        *place = value;
    }
}

/// A value as one harmless line; `None` if nothing is left of it.
pub(crate) fn line(value: Option<&str>) -> Option<String> {
    let value = value?;
    let harmless = safe::harmless_line(value.trim());
    let is_even = !harmless.contains("  ") && !harmless.contains('\u{a0}');
    let line = if is_even {
        harmless.trim().to_owned()
    } else {
        harmless.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    (!line.is_empty()).then_some(line)
}

/// The ISO 639-1 code of a language: of `en-GB`, `eng`, `English`.
fn language(value: &str) -> Option<String> {
    let value = value.trim().to_lowercase();
    let first = value.split(['-', '_', ' ', ';', ',']).next()?;
    let by_name = LANGUAGES
        .iter()
        .find(|(_, names)| names.contains(&first))
        .map(|(code, _)| *code);
    let code = by_name.or_else(|| {
        (first.len() == 2 && first.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(first)
    })?;
    Some(code.to_owned())
}

/// Languages by their names in English and in themselves, and by their codes of three letters.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("ar", &["arabic", "ara"]),
    ("cs", &["czech", "ces", "cze", "čeština"]),
    ("da", &["danish", "dan", "dansk"]),
    ("de", &["german", "deu", "ger", "deutsch"]),
    ("el", &["greek", "ell", "gre"]),
    ("en", &["english", "eng", "anglais", "englisch"]),
    ("es", &["spanish", "spa", "español"]),
    ("fa", &["persian", "fas", "per", "farsi"]),
    ("fi", &["finnish", "fin", "suomi"]),
    ("fr", &["french", "fra", "fre", "français", "französisch"]),
    ("he", &["hebrew", "heb"]),
    ("hi", &["hindi", "hin"]),
    ("hu", &["hungarian", "hun", "magyar"]),
    ("id", &["indonesian", "ind"]),
    ("it", &["italian", "ita", "italiano"]),
    ("ja", &["japanese", "jpn"]),
    ("ko", &["korean", "kor"]),
    ("nl", &["dutch", "nld", "dut", "nederlands"]),
    ("no", &["norwegian", "nor", "norsk"]),
    ("pl", &["polish", "pol", "polski"]),
    ("pt", &["portuguese", "por", "português"]),
    ("ro", &["romanian", "ron", "rum"]),
    ("ru", &["russian", "rus"]),
    ("sv", &["swedish", "swe", "svenska"]),
    ("tr", &["turkish", "tur", "türkçe"]),
    ("uk", &["ukrainian", "ukr"]),
    ("vi", &["vietnamese", "vie"]),
    ("zh", &["chinese", "zho", "chi"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn values(record: &Record) -> FieldValues {
        FieldValues::of(record, &OutletDirectory::builtin())
    }

    #[test]
    fn the_change_is_the_date_if_there_is_no_other() {
        let text = |text: &str| Some(text.to_owned());
        let both = values(&Record {
            published: text("2024-05-06T10:00Z"),
            updated: text("2024-05-07"),
            ..Record::default()
        });
        assert_eq!(both.updated.unwrap().to_string(), "2024-05-07");
        let one = values(&Record {
            updated: text("2024-05-07"),
            published: text("0"),
            ..Record::default()
        });
        assert_eq!(one.date.unwrap().to_string(), "2024-05-07");
        assert_eq!(one.updated, None);
    }

    #[test]
    fn time_and_zone_may_have_fields_of_their_own() {
        let text = |text: &str| Some(text.to_owned());
        let values = values(&Record {
            published: text("2024-05-06"),
            time: text("07:05"),
            zone: text("+02:00"),
            language: text("en-GB"),
            ..Record::default()
        });
        assert_eq!(values.time, Time::new(7, 5));
        assert_eq!(values.zone, Zone::new(120));
        assert_eq!(values.language.as_deref(), Some("en"));
    }
}
