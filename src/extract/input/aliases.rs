//! From the names that programs and people give to fields to the fields of a record. The table is in `assets/input/fields.toml`.

use crate::article::meta::Warning;
use crate::extract::input::html;
use crate::extract::input::html::lines::even;
use crate::extract::input::record::{Content, Record};
use crate::text::hash;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A field of a record under one of its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Target {
    Id,
    Url,
    FeedTitle,
    Title,
    Subtitle,
    Authors,
    Published,
    Time,
    Zone,
    Updated,
    Outlet,
    Via,
    Section,
    Language,
    Captions,
    Body,
    Html,
    Other,
}

const NAMES: [(&str, Target); 18] = [
    ("id", Target::Id),
    ("url", Target::Url),
    ("feed_title", Target::FeedTitle),
    ("title", Target::Title),
    ("subtitle", Target::Subtitle),
    ("authors", Target::Authors),
    ("published", Target::Published),
    ("time", Target::Time),
    ("zone", Target::Zone),
    ("updated", Target::Updated),
    ("outlet", Target::Outlet),
    ("via", Target::Via),
    ("section", Target::Section),
    ("language", Target::Language),
    ("captions", Target::Captions),
    ("body", Target::Body),
    ("html", Target::Html),
    ("other", Target::Other),
];

/// The fields of each name, with the rank of the name for the field: 0 is best.
static ALIASES: LazyLock<HashMap<String, Vec<(Target, usize)>>> = LazyLock::new(|| {
    let table: HashMap<String, Vec<String>> =
        toml::from_str(include_str!("../../../assets/input/fields.toml")).unwrap_or_default();
    let mut aliases: HashMap<String, Vec<(Target, usize)>> = HashMap::new();
    for (field, target) in NAMES {
        for (rank, name) in table.get(field).into_iter().flatten().enumerate() {
            // The name in the user's settings has the first rank.
            aliases.entry(key(name)).or_default().push((target, rank + 1));
        }
    }
    aliases
});

/// A name without case, blanks and marks; dots stay.
pub(crate) fn key(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric() || *c == '.');
    kept.flat_map(char::to_lowercase).collect()
}

/// Returns whether a name is that of a field, or known as none.
pub(crate) fn is_known(name: &str, columns: &[(String, String)]) -> bool {
    !targets(name, columns).is_empty()
}

/// The names of the fields that a user can give to a column.
pub fn field_names() -> impl Iterator<Item = &'static str> {
    NAMES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| *name != "other")
}

fn targets(name: &str, columns: &[(String, String)]) -> Vec<(Target, usize)> {
    let key = key(name);
    let by_user = columns.iter().find(|(own, _)| self::key(own) == key);
    if let Some((_, field)) = by_user {
        let known = NAMES.iter().find(|(name, _)| name == field);
        return known.map(|(_, target)| (*target, 0)).into_iter().collect();
    }
    ALIASES.get(&key).cloned().unwrap_or_default()
}

/// The values of a record while they are gathered: for each field, those of the name with the best rank.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    best: HashMap<Target, (usize, Vec<String>)>,
}

/// Words that programs write for a value that they do not know.
const UNKNOWN: [&str; 8] = ["", "none", "null", "nan", "n/a", "na", "undefined", "nil"];

impl Gathered {
    /// Takes the values of a name. Returns whether the name is known.
    pub(crate) fn add(&mut self, name: &str, values: &[String], columns: &[(String, String)]) -> bool {
        let targets = targets(name, columns);
        let is_value = |value: &&String| !UNKNOWN.contains(&value.trim().to_lowercase().as_str());
        let values: Vec<String> = values.iter().filter(is_value).cloned().collect();
        for &(target, rank) in &targets {
            if values.is_empty() || !fits(target, &values[0]) {
                continue;
            }
            let is_better = self.best.get(&target).is_none_or(|(own, _)| rank < *own);
            if is_better {
                self.best.insert(target, (rank, values.clone()));
            }
        }
        !targets.is_empty()
    }

    /// Returns whether the values are those of an article: a text, or a headline with something that only articles have.
    pub(crate) fn is_article(&self) -> bool {
        let has = |target| self.best.contains_key(&target);
        let is_long = self
            .best
            .get(&Target::Body)
            .is_some_and(|(_, values)| values.iter().any(|value| value.len() >= LONG));
        let has_title = has(Target::Title);
        has_title && (has(Target::Body) || has(Target::Url) || has(Target::Published))
            || has(Target::Html)
            || is_long
            || has(Target::Body)
                && (has(Target::Url) || has(Target::Id) || has(Target::Published) || has(Target::Outlet))
    }

    /// Returns whether there is a text, a headline or an address.
    pub(crate) fn has_something(&self) -> bool {
        [Target::Body, Target::Title, Target::Url, Target::Html]
            .iter()
            .any(|target| self.best.contains_key(target))
    }

    fn one(&mut self, target: Target) -> Option<String> {
        let (_, values) = self.best.remove(&target)?;
        values.into_iter().next()
    }

    fn many(&mut self, target: Target) -> Vec<String> {
        self.best
            .remove(&target)
            .map(|(_, values)| values)
            .unwrap_or_default()
    }

    /// The record of the values.
    pub(crate) fn record(mut self) -> Record {
        let mut warnings = Vec::new();
        let body = self.many(Target::Body);
        let page = self.one(Target::Html);
        let content = content(body, &mut warnings);
        let content = match (content, page) {
            (Content::None, Some(page)) => Content::HtmlPage(page),
            (content, _) => content,
        };
        let mut record = Record {
            id: self.one(Target::Id),
            url: self.one(Target::Url),
            feed_title: self.one(Target::FeedTitle),
            title: self.one(Target::Title),
            subtitle: self.one(Target::Subtitle),
            authors: self.many(Target::Authors),
            published: self.one(Target::Published),
            time: self.one(Target::Time),
            zone: self.one(Target::Zone),
            updated: self.one(Target::Updated),
            outlet: self.one(Target::Outlet),
            via: self.one(Target::Via),
            section: self.one(Target::Section),
            language: self.one(Target::Language),
            captions: self.many(Target::Captions),
            content,
            warnings,
            ..Record::default()
        };
        record.title_is_html = record.title.as_deref().is_some_and(has_entity);
        set_standfirst(&mut record);
        record
    }
}

/// The least bytes of a text that is an article even without a headline.
const LONG: usize = 200;

/// Returns whether a value can be one of a field: `source` is an address in some files and a name in others.
fn fits(target: Target, value: &str) -> bool {
    let is_address = value.starts_with("http://") || value.starts_with("https://");
    match target {
        Target::Url => {
            is_address || value.starts_with("www.") || value.starts_with('/') || value.contains("://")
        }
        Target::Outlet | Target::Section | Target::Language => !is_address && value.len() <= 200,
        Target::Html => value.contains('<'),
        _ => true,
    }
}

/// The text of values: one is a text or HTML, several are paragraphs.
fn content(mut values: Vec<String>, warnings: &mut Vec<Warning>) -> Content {
    if values.len() > 1 {
        let has_markup = values.iter().any(|value| is_html(value));
        return if has_markup {
            Content::Html(values.join("\n"))
        } else {
            Content::Paragraphs(values)
        };
    }
    let Some(mut text) = values.pop() else {
        return Content::None;
    };
    if let Some(end) = cut_mark(&text) {
        text.truncate(end);
        warnings.push(Warning::Truncated);
    }
    if is_html(&text) {
        Content::Html(text)
    } else {
        Content::Text(text)
    }
}

/// Where the mark of a text begins that a service has cut: `… [+1834 chars]`.
fn cut_mark(text: &str) -> Option<usize> {
    let end = text.trim_end();
    let start = end.strip_suffix("chars]")?.rfind("[+")?;
    Some(text[..start].trim_end_matches(['…', '.', ' ']).len())
}

fn is_html(text: &str) -> bool {
    let mut tags = text.match_indices('<').map(|(at, _)| &text.as_bytes()[at + 1..]);
    tags.any(|rest| {
        let known: [&[u8]; 10] = [
            b"p>", b"p ", b"/p>", b"br>", b"br/", b"br ", b"div", b"/a>", b"h2", b"ul>",
        ];
        known
            .iter()
            .any(|tag| rest.len() >= tag.len() && rest[..tag.len()].eq_ignore_ascii_case(tag))
    })
}

fn has_entity(title: &str) -> bool {
    ["&amp;", "&quot;", "&#", "&nbsp;", "&lt;", "&rsquo;"]
        .iter()
        .any(|entity| title.contains(entity))
}

/// A summary is the standfirst if the text does not begin with it, and the text if there is no other.
fn set_standfirst(record: &mut Record) {
    let Some(subtitle) = record.subtitle.take() else {
        return;
    };
    let plain = if is_html(&subtitle) {
        html::plain_text(&subtitle)
    } else {
        even(&subtitle)
    };
    if record.content == Content::None {
        record.content = Content::Text(plain);
        return;
    }
    let start: String = plain.chars().take(60).collect();
    let start = start.trim_end_matches(['.', '…', ' ', ',']);
    let repeats =
        |text: &str| even(text).starts_with(start) || hash::of_letters(text) == hash::of_letters(&plain);
    let is_own = match &record.content {
        Content::Text(text) => !repeats(text),
        Content::Paragraphs(texts) => !texts.first().is_some_and(|text| repeats(text)),
        Content::Html(html) => !html::plain_text(html).starts_with(start),
        _ => false,
    };
    record.subtitle = is_own.then_some(plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(values: &[(&str, &str)]) -> Record {
        let mut gathered = Gathered::default();
        for (name, value) in values {
            gathered.add(
                name,
                &[(*value).to_owned()],
                &[("Corpus".to_owned(), "section".to_owned())],
            );
        }
        gathered.record()
    }

    #[test]
    fn names_lead_to_fields_by_rank() {
        let record = record(&[
            ("Publish Date", "2024-05-06"),
            ("date", "2024-05-07"),
            ("date_download", "2024-08-01"),
            ("source", "https://h.example/a"),
            ("Corpus", "Harbour"),
            ("text", "It stops … [+120 chars]"),
        ]);
        assert_eq!(record.published.as_deref(), Some("2024-05-06"));
        assert_eq!(record.url.as_deref(), Some("https://h.example/a"));
        assert_eq!(record.outlet, None);
        assert_eq!(record.section.as_deref(), Some("Harbour"));
        assert_eq!(record.content, Content::Text("It stops".to_owned()));
        assert_eq!(record.warnings, [Warning::Truncated]);
    }

    #[test]
    fn a_summary_is_the_text_if_there_is_no_other() {
        assert_eq!(
            record(&[("description", "It stops.")]).content,
            Content::Text("It stops.".to_owned())
        );
        let both = record(&[
            ("description", "It stops at"),
            ("content", "<p>It stops at noon.</p>"),
        ]);
        assert_eq!(both.subtitle, None);
        assert_eq!(both.content, Content::Html("<p>It stops at noon.</p>".to_owned()));
    }

    #[test]
    fn unknown_values_are_none() {
        let record = record(&[
            ("date_publish", "None"),
            ("author", "nan"),
            ("title", "None of us"),
        ]);
        assert_eq!(record.published, None);
        assert!(record.authors.is_empty());
        assert!(record.title.is_some());
    }
}
