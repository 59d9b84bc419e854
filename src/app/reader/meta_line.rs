//! The metadata line under a headline: outlet, agency, date, author and reading time.

use crate::article::meta::{Field, Metadata, Warning};
use crate::library::entry::Entry;

/// The words that people read in a minute (Brysbaert 2019, silent reading of English non-fiction: 238).
const WORDS_A_MINUTE: u32 = 238;
/// Values with a lower confidence than this get a question mark.
const SURE: f32 = 0.6;

/// Returns the line under the headline of an article; its parts are separated by dots.
pub fn meta_line(entry: &Entry) -> String {
    let meta = &entry.article.meta;
    let weak = |field| {
        meta.evidence_of(field)
            .is_some_and(|evidence| evidence.confidence < SURE)
    };
    let marked = |text: String, field| if weak(field) { format!("{text}?") } else { text };
    let outlet = meta.outlet.clone().map(|outlet| marked(outlet, Field::Outlet));
    let date = meta.date.map(|date| {
        let time = meta.time.map(|time| format!(", {time}")).unwrap_or_default();
        marked(format!("{}{time}", date.in_words()), Field::Date)
    });
    let parts = [
        Some(outlet.unwrap_or_else(|| "unknown outlet".to_owned())),
        meta.via
            .as_ref()
            .map(|via| marked(format!("via {via}"), Field::Via)),
        Some(date.unwrap_or_else(|| "no date".to_owned())),
        updated(meta),
        meta.byline.clone().map(|byline| marked(byline, Field::Byline)),
        meta.section
            .clone()
            .map(|section| marked(section, Field::Section)),
        Some(reading_time_of(entry)),
        versions(entry),
    ];
    join_parts(parts.into_iter().flatten())
}

/// What separates the parts of the line. The line breaks only after it.
pub const SEPARATOR: &str = "\u{a0}· ";

/// Joins the parts of the line, within which it does not break.
pub(crate) fn join_parts(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.map(|part| part.replace(' ', "\u{a0}")).collect();
    parts.join(SEPARATOR)
}

/// Returns when the article was updated: the date, or only the time if the date is the same.
fn updated(meta: &Metadata) -> Option<String> {
    let updated = meta.updated?;
    let time = updated.time.filter(|_| updated.time != meta.time);
    if meta.date == Some(updated.date) {
        return time.map(|time| format!("updated {time}"));
    }
    let time = time.map(|time| format!(", {time}")).unwrap_or_default();
    Some(format!("updated {}{time}", updated.date.in_words()))
}

/// Returns the reading time, or that no article was found.
fn reading_time_of(entry: &Entry) -> String {
    if entry.article.warnings.contains(&Warning::NoArticle) {
        return "no article found; x shows the page".to_owned();
    }
    reading_time(entry.words)
}

/// Returns the number of earlier versions of the page.
fn versions(entry: &Entry) -> Option<String> {
    match entry.versions {
        0 => None,
        1 => Some("1 earlier version".to_owned()),
        many => Some(format!("{many} earlier versions")),
    }
}

/// Returns the time that it takes to read some words.
pub fn reading_time(words: u32) -> String {
    format!("{} min", words.div_ceil(WORDS_A_MINUTE).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::article::meta::Evidence;
    use std::path::Path;
    use std::sync::Arc;

    #[test]
    fn weak_values_carry_a_question_mark() {
        let mut article = Article::default();
        article.meta.outlet = Some("The Tern".to_owned());
        article.meta.byline = Some("Ada Venn".to_owned());
        for (field, confidence) in [(Field::Outlet, 0.3), (Field::Byline, 0.8)] {
            article.meta.evidence.push(Evidence {
                field,
                line: None,
                rule: "path",
                confidence,
            });
        }
        let entry = Entry::new(Arc::from(Path::new("a.txt")), article);
        let line = meta_line(&entry).replace('\u{a0}', " ");
        assert_eq!(line, "The Tern? · no date · Ada Venn · 1 min");
    }
}
