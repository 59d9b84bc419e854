//! A parsed query. What its clauses match: see `evaluate`; how its text is read: see `parser`.
//!
//! Words next to each other must all match. `OR` binds weaker, so `a b OR c` is `(a b) OR c`. A query is parsed for a
//! given day, so `7d` keeps its meaning until the text is parsed again.

use crate::article::date::Date;
use crate::library::query::edit::with_field;
use crate::library::query::field::{Hint, QueryError, QueryField};
use crate::library::query::node::{ClauseKind, FieldTest, Node};
use crate::library::query::parser;
use crate::library::query::term::{Match, Term};
use crate::text::pattern::Pattern;
use std::fmt;
use std::path::PathBuf;

/// A parsed query. Its `Display` form is an equivalent query text.
#[derive(Debug, Clone)]
pub struct Query {
    pub(super) root: Node,
    hints: Vec<Hint>,
}

impl Query {
    /// Parses a text for the given day.
    pub fn parse(text: &str, today: Date) -> Result<Self, QueryError> {
        let (root, hints) = parser::parse(text, today)?;
        Ok(Self { root, hints })
    }

    /// Returns the query that matches every article.
    pub fn everything() -> Self {
        Self {
            root: Node::all(0..0),
            hints: Vec::new(),
        }
    }

    /// Returns the query for articles at and below these absolute paths; without paths, for every article.
    pub fn below(paths: &[PathBuf], today: Date) -> Self {
        let paths: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
        Self::any_of(QueryField::Path, paths.iter().map(AsRef::as_ref), today)
    }

    /// Returns the query for the articles of an outlet.
    pub fn of_outlet(outlet: &str, today: Date) -> Self {
        Self::any_of(QueryField::Outlet, [outlet], today)
    }

    /// Returns the query for the articles with a tag.
    pub fn of_tag(tag: &str, today: Date) -> Self {
        Self::any_of(QueryField::Tag, [tag], today)
    }

    fn any_of<'a>(field: QueryField, values: impl IntoIterator<Item = &'a str>, today: Date) -> Self {
        let clauses = values.into_iter().map(|value| with_field("", field, value));
        let text = clauses.collect::<Vec<_>>().join(" OR ");
        // `with_field` writes valid queries only.
        Self::parse(&text, today).unwrap_or_default()
    }

    /// Returns the query that matches what both match.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let nodes = [&self.root, &other.root];
        let nodes: Vec<Node> = nodes
            .into_iter()
            .filter(|node| !node.is_empty())
            .cloned()
            .collect();
        let kind = ClauseKind::And(nodes);
        Self {
            root: Node { kind, range: 0..0 },
            hints: other.hints.clone(),
        }
    }

    /// Returns the syntax tree.
    pub(crate) fn root(&self) -> &Node {
        &self.root
    }

    /// Returns hints, for example about unknown fields and words that look like operators.
    pub fn hints(&self) -> &[Hint] {
        &self.hints
    }

    /// Returns whether the query matches every article.
    pub fn is_empty(&self) -> bool {
        self.root.is_empty()
    }

    /// Returns whether the matches depend on the user's marks.
    pub fn depends_on_marks(&self) -> bool {
        self.root
            .any_clause(&|clause| matches!(clause.field, QueryField::Is | QueryField::Tag))
    }

    /// Returns the words, prefixes and phrases to highlight in title and text.
    pub fn words(&self) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        self.root.positive(&mut |kind| match kind {
            ClauseKind::Text(words) => patterns.push(pattern(&words.term)),
            ClauseKind::Field(clause) if clause.field == QueryField::Title => {
                if let FieldTest::Has(term) = &clause.test {
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
