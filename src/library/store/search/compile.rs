//! Compiles a query of the query language into a query of the index that matches exactly what `Query::matches` matches.
//! The search: see `search`.

use crate::article::date::Date;
use crate::library::events::event_index::EventIndex;
use crate::library::marks::mark::{Mark, MarksView};
use crate::library::query::field::{QueryField, ReadState};
use crate::library::query::node::{Clause, ClauseKind, FieldTest, Node, PathPart};
use crate::library::query::parsed::Query;
use crate::library::query::period::Period;
use crate::library::query::relevance::TITLE_COUNTS;
use crate::library::query::sort::SortOrder;
use crate::library::query::term::{Match, Term as Words};
use crate::library::query::values::newest;
use crate::library::store::catalogue::paths;
use crate::library::store::index::schema::IndexFields;
use crate::library::store::search::not_query::NotQuery;
use crate::library::store::search::prefix_query::{PrefixQuery, Suffix};
use crate::library::store::search::stem_query::StemQuery;
use crate::text::pieces::pieces;
use std::ops::Bound;
use std::sync::Arc;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, PhraseQuery, Query as IndexQuery, RangeQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, SegmentReader, Term};

/// Compiles queries for one index.
pub(crate) struct QueryCompiler<'a> {
    pub(crate) fields: &'a IndexFields,
    pub(crate) marks: &'a dyn MarksView,
    /// A number above the id of every article.
    pub(crate) len: u32,
    /// The days of all articles, the oldest first.
    pub(crate) dated: &'a [(Date, usize)],
    /// The events, if the query is about them.
    pub(crate) events: &'a EventIndex,
}

type CompiledQuery = Box<dyn IndexQuery>;

impl QueryCompiler<'_> {
    /// Compiles a query.
    pub(crate) fn query(&self, query: &Query) -> CompiledQuery {
        self.node(query.root())
    }

    fn node(&self, node: &Node) -> CompiledQuery {
        match &node.kind {
            ClauseKind::And(nodes) if nodes.is_empty() => Box::new(AllQuery),
            ClauseKind::And(nodes) => joined(Occur::Must, nodes.iter().map(|node| self.node(node))),
            ClauseKind::Or(nodes) => joined(Occur::Should, nodes.iter().map(|node| self.node(node))),
            ClauseKind::Not(node) => Box::new(NotQuery(self.node(node))),
            ClauseKind::Text(text) => words_or_forms(self.fields, self.fields.text, &text.term),
            ClauseKind::Field(clause) => self.clause(clause),
        }
    }

    fn clause(&self, clause: &Clause) -> CompiledQuery {
        match &clause.test {
            FieldTest::Unknown => whole(self.fields.unknown, clause.field.name()),
            FieldTest::Has(term) => match self.words_field(clause.field) {
                Some(field) => words(field, term),
                None => Box::new(EmptyQuery),
            },
            FieldTest::Equals(tag) if clause.field == QueryField::Tag => {
                self.marked(|id| self.marks.has_tag(id, tag))
            }
            FieldTest::Equals(code) => whole(self.fields.language_code, code),
            FieldTest::Is(ReadState::Unread) => self.marked(|id| !self.marks.has(Mark::Read, id)),
            FieldTest::Is(ReadState::Read) => self.marked(|id| self.marks.has(Mark::Read, id)),
            FieldTest::Is(ReadState::Starred) => self.marked(|id| self.marks.has(Mark::Star, id)),
            FieldTest::Is(ReadState::New) => self.marked(|id| self.marks.is_new(id)),
            FieldTest::Is(ReadState::Noted) => self.marked(|id| self.marks.is_noted(id)),
            FieldTest::Is(ReadState::Copy) => self.marked(|id| self.events.copy_of(id).is_some()),
            FieldTest::Is(ReadState::First) => self.marked(|id| self.events.is_first(id)),
            FieldTest::Event(event) => {
                let event = self.events.resolve(*event);
                self.marked(|id| self.events.event_of(id) == Some(event))
            }
            FieldTest::Story(story) => self.marked(|id| {
                let event = self.events.event_of(id);
                event.is_some_and(|event| self.events.is_in_story(event, *story))
            }),
            FieldTest::Tellings(range) => self.marked(|id| range.has(self.events.tellings(id))),
            FieldTest::Days(period) => self.days(*period),
            FieldTest::Newest(today) => self.days(newest(self.dated, *today)),
            FieldTest::Path(part) => self.path(part),
        }
    }

    fn words_field(&self, field: QueryField) -> Option<Field> {
        Some(match field {
            QueryField::Title => self.fields.title,
            QueryField::Outlet => self.fields.outlet_words,
            QueryField::Via => self.fields.via_words,
            QueryField::Section => self.fields.section_words,
            QueryField::Byline => self.fields.byline_words,
            _ => return None,
        })
    }

    fn days(&self, period: Period) -> CompiledQuery {
        let term = |(day, is_end): (Date, bool)| {
            let (first, last) = SortOrder::moments_of(day);
            Term::from_field_i64(self.fields.time, if is_end { last } else { first })
        };
        let first = Term::from_field_i64(self.fields.time, i64::MIN);
        let from = period.from.map_or(first, |day| term((day, false)));
        let to = period
            .to
            .map_or(Bound::Unbounded, |day| Bound::Included(term((day, true))));
        Box::new(RangeQuery::new(Bound::Included(from), to))
    }

    fn path(&self, part: &PathPart) -> CompiledQuery {
        let field = self.fields.path;
        let inner = part.part.strip_prefix('/').unwrap_or(&part.part);
        let (inner, is_whole) = inner
            .strip_suffix('/')
            .map_or((inner, false), |inner| (inner, true));
        let folded = if part.from_root {
            format!("/{inner}")
        } else {
            inner.to_owned()
        };
        let terms = paths::names(&folded).map(|name| Term::from_field_text(field, &name));
        let terms = terms.enumerate().collect();
        in_sequence(terms, (!is_whole).then_some(Suffix::Freely))
    }

    /// Compiles a condition on the user's marks or on events.
    fn marked(&self, is_wanted: impl Fn(u32) -> bool) -> CompiledQuery {
        let mut ids = BitSet::with_max_value(self.len);
        for id in (0..self.len).filter(|id| is_wanted(*id)) {
            ids.insert(id);
        }
        let (ids, len) = (Arc::new(ids), u64::from(self.len));
        let predicate = FunctionPredicate::from(move |reader: &SegmentReader| {
            let (column, ids) = (reader.fast_fields().u64("id")?, Arc::clone(&ids));
            Ok(move |doc: DocId| {
                column
                    .first(doc)
                    .is_some_and(|id| id < len && ids.contains(id as u32))
            })
        });
        Box::new(DocPredicateQuery::from(predicate))
    }
}

/// Returns the index query that scores articles by the words of a query, with BM25; a word in the title counts for
/// more. It may match other articles than the query.
pub(crate) fn relevance(query: &Query, fields: &IndexFields) -> CompiledQuery {
    let weighed = query.wanted().into_iter().flat_map(|(term, is_title)| {
        let title: CompiledQuery = Box::new(BoostQuery::new(
            words_or_forms(fields, fields.title, term),
            TITLE_COUNTS,
        ));
        let text = (!is_title).then(|| words_or_forms(fields, fields.text, term));
        [Some(title), text].into_iter().flatten()
    });
    joined(Occur::Should, weighed)
}

fn joined(occur: Occur, queries: impl Iterator<Item = CompiledQuery>) -> CompiledQuery {
    Box::new(BooleanQuery::new(queries.map(|query| (occur, query)).collect()))
}

fn whole(field: Field, value: &str) -> CompiledQuery {
    Box::new(TermQuery::new(
        Term::from_field_text(field, value),
        IndexRecordOption::Basic,
    ))
}

/// Compiles words. If their forms are wanted, it takes the forms of each article's own language.
fn words_or_forms(fields: &IndexFields, field: Field, term: &Words) -> CompiledQuery {
    if term.forms().is_empty() {
        return words(field, term);
    }
    let of_language = |code: &str| Term::from_field_text(fields.language_code, code);
    let stemmed = term.forms().iter().map(|(code, forms)| -> CompiledQuery {
        let forms = StemQuery {
            field,
            forms: forms.clone(),
            language: of_language(code),
        };
        let parts = [whole(fields.language_code, code), Box::new(forms)];
        joined(Occur::Must, parts.into_iter())
    });
    let codes = term.forms().iter();
    let with_stemmer = joined(
        Occur::Should,
        codes.map(|(code, _)| whole(fields.language_code, code)),
    );
    let others: CompiledQuery = Box::new(NotQuery(with_stemmer));
    let others = joined(Occur::Must, [others, words(field, term)].into_iter());
    joined(Occur::Should, stemmed.chain(std::iter::once(others)))
}

fn words(field: Field, words: &Words) -> CompiledQuery {
    let literal = words.literal();
    let pieces = pieces(literal);
    let terms: Vec<_> = pieces
        .map(|piece| (piece.position, Term::from_field_text(field, piece.text)))
        .collect();
    let suffix = match words.kind() {
        Match::Whole => words.may_go_on().then_some(Suffix::Freely),
        Match::Prefix => Some(Suffix::Freely),
        Match::Forms => Some(Suffix::Letters(words.letters_after())),
    };
    in_sequence(terms, suffix)
}

/// Compiles a sequence of terms, the last of which may be open at its end.
fn in_sequence(mut terms: Vec<(usize, Term)>, suffix: Option<Suffix>) -> CompiledQuery {
    let Some(last) = terms.pop() else {
        return Box::new(EmptyQuery);
    };
    match suffix {
        Some(suffix) => Box::new(PrefixQuery {
            before: terms,
            last,
            suffix,
        }),
        None if terms.is_empty() => Box::new(TermQuery::new(last.1, IndexRecordOption::WithFreqs)),
        None => {
            terms.push(last);
            Box::new(PhraseQuery::new_with_offset(terms))
        }
    }
}
