//! The line of an article's event, below its head.

use crate::app::reader::meta_line::join_parts;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::search::event_details::EventSummary;
use std::collections::BTreeSet;

/// The names of absent outlets that are shown.
const NAMES: usize = 3;

/// Returns the line: how many outlets report the event and how many of their articles were read, who told it first, and who
/// published but not this.
pub fn event_line(summary: &EventSummary, is_read: impl Fn(u32) -> bool) -> String {
    let read = summary.rows.iter().filter(|row| is_read(row.id)).count();
    let outlets = outlet_count(&summary.rows);
    let parts = [
        Some(format!("Event: {}, {read} read", counted(outlets, "outlet"))),
        Some(first_in_words(summary)),
        absent_in_words(&summary.absent).map(|names| format!("not here: {names}")),
    ];
    join_parts(parts.into_iter().flatten())
}

/// Returns the number of outlets of some articles. Unknown ones count as one.
pub fn outlet_count(rows: &[ArticleRow]) -> usize {
    let outlets: BTreeSet<Option<&str>> = rows.iter().map(|row| row.outlet.as_deref()).collect();
    outlets.len()
}

/// Returns who told an event first, in words.
pub fn first_in_words(summary: &EventSummary) -> String {
    let row = summary
        .first
        .and_then(|first| summary.rows.iter().find(|row| row.id == first));
    let Some(row) = row else {
        return "first: not known".to_owned();
    };
    let outlet = row.outlet.as_deref().unwrap_or("unknown outlet");
    let day = row.date.map(|date| date.weekday().short());
    let time = row.time.map(|time| time.to_string());
    let moment: Vec<String> = day.map(str::to_owned).into_iter().chain(time).collect();
    format!("first: {outlet}, {}", moment.join(" "))
}

/// Returns the first names and how many there are besides; `None` if there are none.
pub fn absent_in_words(names: &[String]) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let shown = names[..names.len().min(NAMES)].join(", ");
    Some(match names.len().saturating_sub(NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    })
}

/// Returns a number with its noun.
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::entry::Entry;
    use std::path::Path;
    use std::sync::Arc;

    #[test]
    fn the_line_says_what_is_not_known() {
        let row = |id: u32, outlet: &str| {
            let mut article = Article::default();
            article.meta.outlet = Some(outlet.to_owned());
            let mut row = ArticleRow::from(&Entry::new(Arc::from(Path::new("a.txt")), article));
            row.id = id;
            row
        };
        let summary = EventSummary {
            event: 1,
            rows: vec![row(1, "Tern"), row(2, "Ledger")],
            first: None,
            copies: std::collections::HashMap::new(),
            absent: vec!["RT".to_owned()],
            story_events: 1,
            story: 1,
            neighbours: Vec::new(),
        };
        let line = event_line(&summary, |id| id == 2).replace('\u{a0}', " ");
        assert_eq!(line, "Event: 2 outlets, 1 read · first: not known · not here: RT");
    }
}
