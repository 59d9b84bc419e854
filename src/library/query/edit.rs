//! Changes one clause in a query's text and leaves the rest as it was written. The pickers use it.

use crate::article::date::Date;
use crate::library::query::field::QueryField;
use crate::library::query::lexer::{QueryToken, ends_word, in_quotes, lex};
use crate::library::query::node::{ClauseKind, FieldTest, Node};
use crate::library::query::parser::parse;
use std::ops::Range;

/// Returns the query's text with exactly these outlets; `None` is the unknown outlet. Without outlets the clause is
/// removed.
pub fn with_outlets(text: &str, outlets: &[Option<&str>]) -> String {
    let clauses: Vec<String> = outlets
        .iter()
        .map(|outlet| {
            format!(
                "outlet:{}",
                outlet.map_or_else(|| "none".to_owned(), quoted_if_needed)
            )
        })
        .collect();
    let clause = match clauses.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        several => format!("({})", several.join(" OR ")),
    };
    replaced(text, &|field| field == QueryField::Outlet, &clause)
}

/// Returns the outlets in the top-level clauses of a query's text, as [`with_outlets`] writes them; `None` is the
/// unknown outlet.
pub fn outlets_in(text: &str) -> Vec<Option<String>> {
    let Ok((root, _)) = parse(text, ANY_DAY) else {
        return Vec::new();
    };
    let mut outlets = Vec::new();
    for node in tops(&root) {
        if is_only(node, &|field| field == QueryField::Outlet) {
            node.positive(&mut |kind| {
                if let ClauseKind::Field(clause) = kind {
                    let is_known = !matches!(clause.test, FieldTest::Unknown);
                    outlets.push(is_known.then(|| clause.written.clone()));
                }
            });
        }
    }
    outlets
}

/// Returns the query's text with a range of days, both ends included. `None` is an open end; without both ends the
/// clause is removed.
pub fn with_dates(text: &str, from: Option<Date>, to: Option<Date>) -> String {
    let value = match (from, to) {
        (None, None) => String::new(),
        (Some(from), Some(to)) if from == to => from.to_string(),
        (from, to) => {
            let end = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
            format!("{}..{}", end(from), end(to))
        }
    };
    with_field(text, QueryField::Date, &value)
}

/// Returns the query's text with this value of a field in place of the present ones. An empty value removes the clause.
///
/// `date:`, `since:` and `until:` count as one field.
pub fn with_field(text: &str, field: QueryField, value: &str) -> String {
    let is_meant = |other: QueryField| other == field || (field.is_period() && other.is_period());
    let clause = match value {
        "" => String::new(),
        _ if field.is_period() && !value.contains(ends_word) => format!("{}:{value}", field.name()),
        "none" if field.knows_none() => format!("{}:none", field.name()),
        _ => format!("{}:{}", field.name(), quoted_if_needed(value)),
    };
    replaced(text, &is_meant, &clause)
}

/// Returns a value as it is written after a field's colon.
pub(crate) fn quoted_if_needed(value: &str) -> String {
    let is_plain = !value.is_empty()
        && !value.contains(|c: char| ends_word(c) || matches!(c, '"' | ','))
        && !value.ends_with(['*', ';', '.', '!', '?', ':'])
        && !value.eq_ignore_ascii_case("none");
    if is_plain {
        value.to_owned()
    } else {
        in_quotes(value)
    }
}

/// The positions of clauses do not depend on the day.
const ANY_DAY: Date = Date {
    year: 2000,
    month: 1,
    day: 1,
};

/// Removes the top-level clauses of these fields, and writes the new clause in their place.
fn replaced(text: &str, is_meant: &dyn Fn(QueryField) -> bool, clause: &str) -> String {
    let Ok((root, _)) = parse(text, ANY_DAY) else {
        // Before the error: an open quote would include everything after it.
        return [clause, text].join(" ").trim().to_owned();
    };
    let text = finished(text);
    let text = text.as_str();
    let old: Vec<Range<usize>> = tops(&root)
        .iter()
        .filter(|node| is_only(node, is_meant))
        .map(|node| node.range.clone())
        .collect();
    let stands_at_top = |text: &str| {
        parse(text, ANY_DAY).is_ok_and(|(root, _)| tops(&root).iter().any(|node| is_only(node, is_meant)))
    };
    if old.is_empty() && !clause.is_empty() && is_open_choice(&root) {
        let put = format!("({}) {clause}", text.trim());
        // A parenthesis without its opening one, as in `a) OR b`, would close the new one.
        return if stands_at_top(&put) {
            put
        } else {
            format!("({root}) {clause}")
        };
    }
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, range) in old.iter().enumerate() {
        parts.push(text.get(from..range.start).unwrap_or_default().trim());
        parts.push(if at == 0 { clause } else { "" });
        from = range.end;
    }
    parts.push(text.get(from..).unwrap_or_default().trim());
    if old.is_empty() {
        parts.push(clause);
    }
    parts.retain(|part| !part.is_empty());
    let put = parts.join(" ");
    if clause.is_empty() || stands_at_top(&put) {
        return put;
    }
    // An open end, as in `a OR(`, would include the clause. The query's `Display` form has no open end.
    format!("{root} {clause}")
}

/// Returns the clauses that must all hold.
fn tops(root: &Node) -> &[Node] {
    match &root.kind {
        ClauseKind::And(nodes) => nodes,
        _ => std::slice::from_ref(root),
    }
}

fn is_only(node: &Node, is_meant: &dyn Fn(QueryField) -> bool) -> bool {
    match &node.kind {
        ClauseKind::Or(nodes) => nodes.iter().all(|node| is_only(node, is_meant)),
        ClauseKind::Field(clause) => is_meant(clause.field),
        ClauseKind::And(_) | ClauseKind::Not(_) | ClauseKind::Text(_) => false,
    }
}

/// Returns whether the whole query is an `OR` without parentheses.
fn is_open_choice(root: &Node) -> bool {
    matches!(&root.kind, ClauseKind::Or(nodes) if nodes.first().is_some_and(|first| first.range.start == root.range.start))
}

/// Closes open parentheses and removes an `OR` at the end, which would include whatever follows.
fn finished(text: &str) -> String {
    let mut lexemes = lex(text).unwrap_or_default();
    let mut end = text.len();
    while lexemes.len() > 1
        && let Some(last) = lexemes.pop_if(|last| last.token == QueryToken::Or)
    {
        end = last.range.start;
    }
    let open = lexemes.iter().fold(0_usize, |open, lexeme| match lexeme.token {
        QueryToken::Open => open + 1,
        QueryToken::Close => open.saturating_sub(1),
        _ => open,
    });
    let text = text.get(..end).unwrap_or(text).trim_end();
    format!("{text}{}", ")".repeat(open))
}
