//! Completion of a query: the field names and values that can be at the cursor.

use crate::library::query::edit::quoted_if_needed;
use crate::library::query::field::{QueryField, ReadState};
use crate::library::query::lexer::ends_word;
use crate::text::boundary;
use crate::text::fold::fold;
use std::ops::Range;

/// A completion at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the query's text that it replaces.
    pub replace: Range<usize>,
    /// The new text, with a space after it if the clause is complete.
    pub text: String,
    /// A description for the list.
    pub help: String,
}

/// The values that articles have.
#[derive(Debug, Clone, Copy, Default)]
pub struct KnownValues<'a> {
    /// Outlets.
    pub outlets: &'a [&'a str],
    /// Sources that texts were taken from.
    pub vias: &'a [&'a str],
    /// Sections.
    pub sections: &'a [&'a str],
    /// Language codes.
    pub languages: &'a [&'a str],
    /// The user's tags.
    pub tags: &'a [&'a str],
}

/// Returns what can be at the cursor (a byte offset in the text), the most likely first. Returns nothing for a plain
/// word that begins no field name.
pub fn complete(text: &str, cursor: usize, known: &KnownValues<'_>) -> Vec<Completion> {
    let cursor = boundary::floor_boundary(text, cursor);
    let start = token_start(text.get(..cursor).unwrap_or_default());
    let typed = text.get(start..cursor).unwrap_or_default();
    let Some((name, value)) = typed.split_once(':') else {
        return fields(typed, start..cursor);
    };
    let Some(field) = QueryField::from_name(name) else {
        return Vec::new();
    };
    let value = value.strip_prefix('"').unwrap_or(value);
    let replace = start..token_end(text, start, cursor);
    values(field, &fold(value), known)
        .into_iter()
        .map(|(value, help)| Completion {
            replace: replace.clone(),
            text: format!("{}:{value} ", field.name()),
            help: help.to_owned(),
        })
        .collect()
}

fn fields(typed: &str, replace: Range<usize>) -> Vec<Completion> {
    let typed = typed.to_ascii_lowercase();
    QueryField::all()
        .filter(|field| field.name().starts_with(&typed))
        .map(|field| Completion {
            replace: replace.clone(),
            text: format!("{}:", field.name()),
            help: field.help().to_owned(),
        })
        .collect()
}

const DAYS: &[(&str, &str)] = &[
    ("today", "the present day"),
    ("yesterday", "the previous day"),
    ("7d", "the last seven days, including today"),
    ("30d", "the last thirty days"),
    ("12w", "the last twelve weeks"),
];

/// Returns the values that contain what was typed, those that start with it first.
fn values<'a>(field: QueryField, typed: &str, known: &KnownValues<'a>) -> Vec<(String, &'a str)> {
    let listed: &[&str] = match field {
        QueryField::Outlet => known.outlets,
        QueryField::Via => known.vias,
        QueryField::Section => known.sections,
        QueryField::Lang => known.languages,
        QueryField::Tag => known.tags,
        _ => &[],
    };
    let mut values: Vec<(String, &str)> = listed.iter().map(|value| (quoted_if_needed(value), "")).collect();
    if field == QueryField::Is {
        values.extend(ReadState::ALL.iter().map(|(_, name)| ((*name).to_owned(), "")));
    }
    if field == QueryField::Date {
        values.push(("newest".to_owned(), "the newest day with articles"));
    }
    if field.is_period() {
        values.extend(DAYS.iter().map(|(name, help)| ((*name).to_owned(), *help)));
    }
    if field.knows_none() {
        values.push(("none".to_owned(), "not known"));
    }
    let place = |value: &str| fold(value).trim_start_matches('"').find(typed);
    values.retain(|(value, _)| place(value).is_some());
    values.sort_by_key(|(value, _)| place(value) != Some(0));
    values
}

/// Returns the start of the token that ends with this text: after the last space or parenthesis outside quotes, and
/// after its `-`.
fn token_start(before: &str) -> usize {
    let (mut start, mut in_quotes, mut last) = (0, false, ' ');
    for (at, c) in before.char_indices() {
        match c {
            '"' if in_quotes => in_quotes = last == '\\',
            // Within a word, a quote is an inch sign.
            '"' => in_quotes = at == start || last == ':',
            '-' if at == start => start = at + 1,
            c if ends_word(c) && !in_quotes => start = at + c.len_utf8(),
            _ => {}
        }
        last = c;
    }
    start
}

/// Returns the end of the token at the cursor, including the space after it.
fn token_end(text: &str, start: usize, cursor: usize) -> usize {
    let opens = text
        .get(start..cursor)
        .is_some_and(|typed| typed.matches('"').count() == 1);
    let rest = text.get(cursor..).unwrap_or_default();
    let end = match rest.find('"') {
        Some(quote) if opens => quote + 1,
        _ => rest.find(ends_word).unwrap_or(rest.len()),
    };
    cursor + end + usize::from(rest.get(end..).is_some_and(|rest| rest.starts_with(' ')))
}
