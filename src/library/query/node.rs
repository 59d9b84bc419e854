//! The syntax tree of a query. Each node has its position in the text; its `Display` form is an equivalent query text.

use crate::article::date::Date;
use crate::library::query::field::{QueryField, ReadState};
use crate::library::query::lexer::{QueryToken, in_quotes, lex};
use crate::library::query::period::Period;
use crate::library::query::term::{Match, Term};
use std::fmt;
use std::ops::Range;

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) kind: ClauseKind,
    /// The position, including parentheses and `-`.
    pub(crate) range: Range<usize>,
}

#[derive(Debug, Clone)]
pub(crate) enum ClauseKind {
    /// All of them must match. An empty query has none.
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Text(WordSequence),
    Field(Clause),
}

/// Words to find in the text.
#[derive(Debug, Clone)]
pub(crate) struct WordSequence {
    /// As written, without quotes, star or tilde.
    pub(crate) written: String,
    pub(crate) quoted: bool,
    pub(crate) term: Term,
}

/// `field:value`.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    pub(crate) field: QueryField,
    /// As written, without quotes.
    pub(crate) written: String,
    pub(crate) quoted: bool,
    pub(crate) test: FieldTest,
}

/// The condition of a clause.
#[derive(Debug, Clone)]
pub(crate) enum FieldTest {
    /// The value is unknown.
    Unknown,
    /// The value contains these words.
    Has(Term),
    /// The folded value is equal to this.
    Equals(String),
    Is(ReadState),
    Days(Period),
    /// The newest day with articles up to this one.
    Newest(Date),
    /// The path contains this part.
    Path(PathPart),
    /// The article reports this event.
    Event(u32),
    /// The article reports an event of this story.
    Story(u32),
    /// This number of articles report the event.
    Tellings(NumberRange),
}

/// Numbers, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NumberRange {
    pub(crate) least: usize,
    pub(crate) most: usize,
}

impl NumberRange {
    /// Parses `>2`, `>=3`, `<5`, `<=4` or `3`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let signs = text.len() - text.trim_start_matches(['<', '>', '=']).len();
        let (sign, number) = text.split_at(signs);
        let number: usize = number.trim().parse().ok()?;
        let (least, most) = match sign {
            "" | "=" => (number, number),
            ">" => (number.checked_add(1)?, usize::MAX),
            ">=" => (number, usize::MAX),
            "<" => (0, number.checked_sub(1)?),
            "<=" => (0, number),
            _ => return None,
        };
        Some(Self { least, most })
    }

    pub(crate) fn has(self, number: usize) -> bool {
        (self.least..=self.most).contains(&number)
    }
}

impl FieldTest {
    /// Returns whether it is about the events of a library.
    pub(crate) fn is_about_events(&self) -> bool {
        matches!(
            self,
            Self::Event(_)
                | Self::Story(_)
                | Self::Tellings(_)
                | Self::Is(ReadState::Copy | ReadState::First)
        )
    }
}

/// A part of a path.
#[derive(Debug, Clone)]
pub(crate) struct PathPart {
    /// Folded, with a slash at each end. Without the last slash, the name may continue.
    pub(crate) part: String,
    /// Whether the path must begin with it.
    pub(crate) from_root: bool,
}

impl Node {
    pub(crate) fn all(range: Range<usize>) -> Self {
        Self {
            kind: ClauseKind::And(Vec::new()),
            range,
        }
    }

    /// Returns whether it has no conditions and matches everything.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(&self.kind, ClauseKind::And(nodes) if nodes.is_empty())
    }

    /// Returns whether it can be tested without searching texts.
    pub(crate) fn is_cheap(&self) -> bool {
        match &self.kind {
            ClauseKind::And(nodes) | ClauseKind::Or(nodes) => nodes.iter().all(Self::is_cheap),
            ClauseKind::Not(node) => node.is_cheap(),
            ClauseKind::Text(_) => false,
            ClauseKind::Field(_) => true,
        }
    }

    /// Calls `change` for each clause, negated or not.
    pub(crate) fn each_clause_mut(&mut self, change: &mut impl FnMut(&mut Clause)) {
        match &mut self.kind {
            ClauseKind::And(nodes) | ClauseKind::Or(nodes) => {
                for node in nodes {
                    node.each_clause_mut(change);
                }
            }
            ClauseKind::Not(node) => node.each_clause_mut(change),
            ClauseKind::Text(_) => {}
            ClauseKind::Field(clause) => change(clause),
        }
    }

    /// Calls `visit` for each node that is not inside a negation.
    pub(crate) fn positive<'a>(&'a self, visit: &mut impl FnMut(&'a ClauseKind)) {
        visit(&self.kind);
        if let ClauseKind::And(nodes) | ClauseKind::Or(nodes) = &self.kind {
            for node in nodes {
                node.positive(visit);
            }
        }
    }

    /// Returns whether `wanted` accepts any clause, negated or not.
    pub(crate) fn any_clause(&self, wanted: &impl Fn(&Clause) -> bool) -> bool {
        match &self.kind {
            ClauseKind::And(nodes) | ClauseKind::Or(nodes) => {
                nodes.iter().any(|node| node.any_clause(wanted))
            }
            ClauseKind::Not(node) => node.any_clause(wanted),
            ClauseKind::Text(_) => false,
            ClauseKind::Field(clause) => wanted(clause),
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined =
            |f: &mut fmt::Formatter<'_>, nodes: &[Self], sign: &str, apart: fn(&ClauseKind) -> bool| {
                for (at, node) in nodes.iter().enumerate() {
                    f.write_str(if at > 0 { sign } else { "" })?;
                    if apart(&node.kind) {
                        write!(f, "({node})")?;
                    } else {
                        write!(f, "{node}")?;
                    }
                }
                Ok(())
            };
        match &self.kind {
            ClauseKind::And(nodes) => joined(f, nodes, " ", |kind| matches!(kind, ClauseKind::Or(_))),
            ClauseKind::Or(nodes) => joined(f, nodes, " OR ", |_| false),
            ClauseKind::Not(node) if matches!(node.kind, ClauseKind::Text(_) | ClauseKind::Field(_)) => {
                write!(f, "-{node}")
            }
            ClauseKind::Not(node) => write!(f, "-({node})"),
            ClauseKind::Text(words) => words.fmt(f),
            ClauseKind::Field(clause) => clause.fmt(f),
        }
    }
}

impl fmt::Display for WordSequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.term.kind() {
            Match::Prefix => write!(f, "{}*", self.written),
            Match::Forms => write!(f, "~{}", self.written),
            Match::Whole if self.quoted || !reads_as_word(&self.written) => {
                f.write_str(&in_quotes(&self.written))
            }
            Match::Whole => f.write_str(&self.written),
        }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.field.name();
        if self.quoted {
            write!(f, "{name}:{}", in_quotes(&self.written))
        } else {
            write!(f, "{name}:{}", self.written)
        }
    }
}

/// Returns whether the text, unquoted, is parsed as this word.
fn reads_as_word(text: &str) -> bool {
    let lexemes = lex(text).unwrap_or_default();
    matches!(lexemes.as_slice(), [only] if only.token == QueryToken::Word(text.to_owned()))
}
