//! The query language: words, fields and dates that pick articles. Not the order they are shown in.
//!
//! Words side by side are all wanted; `OR` binds weaker than that, so `a b OR c` is `(a b) OR c`. A query is parsed
//! against the day that is today, so `7d` means the same until it is parsed again.

mod complete;
mod edit;
mod evaluate;
mod field;
mod forms;
mod lexer;
mod node;
mod parser;
mod period;
mod relevance;
mod term;

#[cfg(test)]
mod model_tests;
#[cfg(test)]
mod tests;

pub use complete::{Completion, KnownValues, complete};
pub use edit::{outlets_in, with_dates, with_field, with_outlets};
pub use field::{Hint, QueryError, QueryField};

pub(in crate::library) use field::State;
pub(in crate::library) use forms::Forms;
pub(in crate::library) use node::{Clause, Kind, Node, PathPart, Test};
pub(in crate::library) use period::Period;
pub(in crate::library) use relevance::TITLE_COUNTS;
pub(in crate::library) use term::{Match, Term};

use crate::article::Date;
use crate::text::Pattern;
use std::fmt;
use std::path::PathBuf;

/// A query, ready to be asked of many articles. Its `Display` is the query written anew, with the same meaning.
#[derive(Debug, Clone)]
pub struct Query {
    root: Node,
    hints: Vec<Hint>,
}

impl Query {
    /// Parses a text against the day that is today.
    pub fn parse(text: &str, today: Date) -> Result<Self, QueryError> {
        let (root, hints) = parser::parse(text, today)?;
        Ok(Self { root, hints })
    }

    /// The query that finds everything.
    pub fn everything() -> Self {
        Self {
            root: Node::all(0..0),
            hints: Vec::new(),
        }
    }

    /// The query that finds what was found at and below these absolute paths; without any, everything.
    pub fn below(paths: &[PathBuf], today: Date) -> Self {
        let paths: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
        Self::any_of(QueryField::Path, paths.iter().map(AsRef::as_ref), today)
    }

    /// The query that finds the articles of an outlet.
    pub fn of_outlet(outlet: &str, today: Date) -> Self {
        Self::any_of(QueryField::Outlet, [outlet], today)
    }

    /// The query that finds what carries a tag.
    pub fn of_tag(tag: &str, today: Date) -> Self {
        Self::any_of(QueryField::Tag, [tag], today)
    }

    fn any_of<'a>(field: QueryField, values: impl IntoIterator<Item = &'a str>, today: Date) -> Self {
        let clauses = values.into_iter().map(|value| with_field("", field, value));
        let text = clauses.collect::<Vec<_>>().join(" OR ");
        // What is written by this module can be read by it.
        Self::parse(&text, today).unwrap_or_default()
    }

    /// The query that finds what both find.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let nodes = [&self.root, &other.root];
        let nodes: Vec<Node> = nodes
            .into_iter()
            .filter(|node| !node.is_empty())
            .cloned()
            .collect();
        let kind = Kind::And(nodes);
        Self {
            root: Node { kind, range: 0..0 },
            hints: other.hints.clone(),
        }
    }

    /// What it asks for, to be asked of something else than entries.
    pub(in crate::library) fn root(&self) -> &Node {
        &self.root
    }

    /// What is to be known about it: fields that do not exist, words that look like operators.
    pub fn hints(&self) -> &[Hint] {
        &self.hints
    }

    /// Whether it finds everything.
    pub fn is_empty(&self) -> bool {
        self.root.is_empty()
    }

    /// Whether its answer changes with the reader's marks.
    pub fn depends_on_marks(&self) -> bool {
        self.root
            .any_clause(&|clause| matches!(clause.field, QueryField::Is | QueryField::Tag))
    }

    /// Words, prefixes and phrases that are wanted in title and text, to be shown where they stand.
    pub fn words(&self) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        self.root.positive(&mut |kind| match kind {
            Kind::Text(words) => patterns.push(pattern(&words.term)),
            Kind::Field(clause) if clause.field == QueryField::Title => {
                if let Test::Has(term) = &clause.test {
                    patterns.push(pattern(term));
                }
            }
            _ => {}
        });
        patterns
    }
}

impl Default for Query {
    fn default() -> Self {
        Self::everything()
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

fn pattern(term: &Term) -> Pattern {
    match term.kind() {
        Match::Whole => Pattern::phrase(term.literal()),
        Match::Prefix | Match::Forms => Pattern::prefix(term.literal()),
    }
}
