//! Tests whether articles match a query. Cheap conditions come first, and searching the text comes last.

use crate::library::entry::Entry;
use crate::library::marks::mark::{Mark, MarksView};
use crate::library::query::field::{QueryField, ReadState};
use crate::library::query::node::{Clause, ClauseKind, FieldTest, Node, PathPart};
use crate::library::query::parsed::Query;
use crate::text::fold::fold;

impl Query {
    /// Returns whether the query finds the article. Slower than the index of a library, and the specification of what it
    /// finds. An article by itself has no event.
    pub fn matches(&self, entry: &Entry, marks: &dyn MarksView) -> bool {
        matches(&self.root, entry, marks)
    }
}

fn matches(node: &Node, entry: &Entry, marks: &dyn MarksView) -> bool {
    match &node.kind {
        ClauseKind::And(nodes) => cheap_first(nodes).all(|node| matches(node, entry, marks)),
        ClauseKind::Or(nodes) => cheap_first(nodes).any(|node| matches(node, entry, marks)),
        ClauseKind::Not(node) => !matches(node, entry, marks),
        ClauseKind::Text(words) => {
            let language = entry.article.meta.language.as_deref();
            words.term.is_in_language(entry.search_text(), language)
        }
        ClauseKind::Field(clause) => clause_matches(clause, entry, marks),
    }
}

/// Returns the nodes, the cheap ones first.
fn cheap_first(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    let cheap = nodes.iter().filter(|node| node.is_cheap());
    cheap.chain(nodes.iter().filter(|node| !node.is_cheap()))
}

fn clause_matches(clause: &Clause, entry: &Entry, marks: &dyn MarksView) -> bool {
    match &clause.test {
        FieldTest::Unknown if clause.field == QueryField::Date => entry.date().is_none(),
        FieldTest::Unknown => value_of(clause.field, entry).is_none(),
        FieldTest::Has(term) if clause.field == QueryField::Title => term.is_in(entry.folded_title()),
        FieldTest::Has(term) => value_of(clause.field, entry).is_some_and(|value| term.is_in(&fold(value))),
        FieldTest::Equals(tag) if clause.field == QueryField::Tag => marks.has_tag(entry.id, tag),
        FieldTest::Equals(wanted) => {
            value_of(clause.field, entry).is_some_and(|value| fold(value) == *wanted)
        }
        FieldTest::Is(ReadState::Unread) => !marks.has(Mark::Read, entry.id),
        FieldTest::Is(ReadState::Read) => marks.has(Mark::Read, entry.id),
        FieldTest::Is(ReadState::Starred) => marks.has(Mark::Star, entry.id),
        FieldTest::Is(ReadState::Noted) => marks.is_noted(entry.id),
        FieldTest::Is(ReadState::New) => marks.is_new(entry.id),
        FieldTest::Days(period) => entry.date().is_some_and(|day| period.has(day)),
        FieldTest::Path(part) => leads_through(entry, part),
        // Which day is the newest depends on the other articles (see `Query::with_newest`), and only a library knows the
        // events of its articles.
        FieldTest::Newest(_)
        | FieldTest::Is(ReadState::Copy | ReadState::First)
        | FieldTest::Event(_)
        | FieldTest::Story(_) => false,
        FieldTest::Tellings(range) => range.has(1),
    }
}

fn value_of(field: QueryField, entry: &Entry) -> Option<&str> {
    let meta = &entry.article.meta;
    match field {
        QueryField::Outlet => entry.outlet.as_deref(),
        QueryField::Via => meta.via.as_deref(),
        QueryField::Lang => meta.language.as_deref(),
        QueryField::Section => meta.section.as_deref(),
        QueryField::Byline => meta.byline.as_deref(),
        QueryField::Title => meta.title.as_deref(),
        QueryField::Tag
        | QueryField::Is
        | QueryField::Date
        | QueryField::Since
        | QueryField::Until
        | QueryField::Path
        | QueryField::Event
        | QueryField::Story
        | QueryField::Tellings => None,
    }
}

fn leads_through(entry: &Entry, part: &PathPart) -> bool {
    let path = fold(&entry.path.to_string_lossy()).replace('\\', "/");
    let path = format!("/{}/", path.trim_start_matches("./").trim_matches('/'));
    if part.from_root {
        entry.path.has_root() && path.starts_with(&part.part)
    } else {
        path.contains(&part.part)
    }
}
