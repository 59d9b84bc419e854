//! Computations that may take longer than a frame: described here as values, run by the runtime on workers. Not the
//! computing: see [`answering`](super::answering).
//!
//! Each kind has one place in the queue: a newer request takes the place of an older one, and the answer to a request
//! that is no longer the newest is dropped.

use super::confirmation::Weighed;
use super::finding::RowFinder;
use super::highlight::{DocumentHit, Highlighter};
use super::hit_walk::{FoundRow, HitWalk};
use super::snippet::Snippet;
use crate::article::Document;
use crate::extract::Knowledge;
use crate::extract::rules::LineRule;
use crate::library::{
    Entry, Listing, Marks, OutletCount, Query, Revision, Row, SavedQuery, Scope, Stored, Wanted,
};
use std::sync::Arc;

/// Something to be computed from values that do not change.
#[derive(Debug)]
pub struct Request {
    /// Number of the request; the answer carries it.
    pub id: u64,
    /// What is asked.
    pub question: Question,
}

/// What is asked.
#[derive(Debug)]
pub enum Question {
    /// What of a library is listed?
    List {
        /// The library.
        stored: Arc<Stored>,
        /// What is wanted of it.
        wanted: Box<Wanted>,
        /// A snapshot of the marks.
        marks: Marks,
        /// How much of the list.
        extent: Extent,
        /// Which of its rows come with it.
        screen: ScreenRows,
    },
    /// How many articles of a library are unread?
    Recount {
        /// The library.
        stored: Arc<Stored>,
        /// Which articles are counted.
        query: Box<Query>,
        /// A snapshot of the marks.
        marks: Marks,
    },
    /// How many articles do the saved queries find?
    CountSaved {
        /// What is read.
        corpus: Arc<Stored>,
        /// The query that narrows them.
        query: Box<Query>,
        /// The saved queries.
        saved: Vec<Arc<SavedQuery>>,
        /// A snapshot of the marks.
        marks: Marks,
    },
    /// What do lists show of these articles of a library?
    Rows {
        /// The library.
        stored: Arc<Stored>,
        /// The articles.
        ids: Vec<u32>,
    },
    /// Where do the words of the query stand in these articles?
    Snippets {
        /// What is read.
        corpus: Arc<Stored>,
        /// The articles.
        ids: Vec<u32>,
        /// What is looked for.
        highlighter: Highlighter,
    },
    /// Which of these articles has the row that a walk leads to?
    FindRow {
        /// The library.
        stored: Arc<Stored>,
        /// The articles, in the order of the list.
        ids: Vec<u32>,
        /// What is searched.
        finder: RowFinder,
        /// The walk.
        walk: HitWalk,
    },
    /// What are these articles of a library?
    Fetch {
        /// The corpus that is the library.
        corpus: Arc<Stored>,
        /// The articles.
        ids: Vec<u32>,
        /// What for.
        purpose: Purpose,
    },
    /// How has an article of a library changed?
    Revisions {
        /// The library.
        stored: Arc<Stored>,
        /// The article.
        id: u32,
    },
    /// Where are the hits in a long document?
    Scan {
        /// The document.
        document: Arc<Document>,
        /// What is looked for.
        highlighter: Highlighter,
    },
    /// How often does each keyword set occur in these articles?
    Count {
        /// What is read.
        corpus: Arc<Stored>,
        /// The articles of the view.
        ids: Vec<u32>,
        /// What is counted.
        highlighter: Highlighter,
    },
    /// How many articles have lines that each of these rules is about?
    Weigh {
        /// What is read.
        corpus: Arc<Stored>,
        /// The outlet that the rules are for.
        scope: Scope,
        /// The rules.
        rules: Vec<LineRule>,
        /// What is known of outlets.
        knowledge: Knowledge,
    },
    /// Which is the first of these articles, in their order, that has a hit?
    Seek {
        /// What is read.
        corpus: Arc<Stored>,
        /// The articles to look through.
        ids: Vec<u32>,
        /// What is looked for.
        highlighter: Highlighter,
        /// Whether the hits are walked backwards, so that the last one is wanted.
        backwards: bool,
    },
}

/// How much of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Its beginning, as soon as can be.
    Page,
    /// All of it.
    Whole,
}

/// The rows that the first screen of a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenRows {
    /// The article that has the cursor if it is listed; otherwise the first one has it.
    pub around: Option<u32>,
    /// How many rows the screen has.
    pub height: usize,
}

impl ScreenRows {
    /// The articles whose rows may be on the screen, wherever the cursor is in it.
    pub fn of(self, ids: &[u32]) -> &[u32] {
        let place = ids.iter().position(|&id| Some(id) == self.around).unwrap_or(0);
        &ids[place.saturating_sub(self.height)..ids.len().min(place + self.height)]
    }
}

/// What articles are read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be shown.
    Show,
    /// To be copied, saved or given to a command.
    Take,
}

impl Purpose {
    fn kind(self) -> Kind {
        match self {
            Self::Show => Kind::Fetch,
            Self::Take => Kind::Take,
        }
    }
}

/// The kinds of questions; each has its own place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Filter,
    ListWhole,
    Recount,
    CountSaved,
    Rows,
    Snippets,
    FindRow,
    Fetch,
    Take,
    Revisions,
    Scan,
    Count,
    Seek,
    Weigh,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Filter,
        Self::ListWhole,
        Self::Recount,
        Self::CountSaved,
        Self::Rows,
        Self::Snippets,
        Self::FindRow,
        Self::Fetch,
        Self::Take,
        Self::Revisions,
        Self::Scan,
        Self::Count,
        Self::Seek,
        Self::Weigh,
    ];
}

/// The answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// Number of the request.
    pub id: u64,
    /// What came out.
    pub found: Found,
}

/// What came out.
#[derive(Debug)]
pub enum Found {
    /// What is listed of a library, as much as was asked for, and the rows of the first screen.
    Listing(Extent, Listing, Vec<Row>),
    /// How many articles each saved query finds, and how many of them are unread.
    Saved(Vec<(usize, usize)>),
    /// The articles of a library, counted by outlet.
    Outlets(Vec<OutletCount>),
    /// Where the words of the query stand in articles.
    Snippets(Vec<(u32, Snippet)>),
    /// The article whose row was looked for, if there is one.
    Row(Option<FoundRow>),
    /// What lists show of these articles, as far as there is anything.
    Rows(Vec<u32>, Vec<Row>),
    /// Articles of a library.
    Fetched(Purpose, Vec<Arc<Entry>>),
    /// How an article has changed, the last change first.
    Revisions(u32, Vec<Revision>),
    /// Nothing: the library could not be read, or whoever looked has died. The text says why.
    Failed(Kind, String),
    /// The hits of the document, sorted by their place.
    Hits(Vec<DocumentHit>),
    /// Hits of each keyword set.
    Counts(Vec<u64>),
    /// The pages of each rule.
    Weighed(Vec<Weighed>),
    /// The article that has a hit.
    Sought {
        /// The article, if there is one.
        entry: Option<Arc<Entry>>,
        /// Whether the hits are walked backwards.
        backwards: bool,
    },
}

impl Question {
    /// Which place in the queue it takes.
    pub fn kind(&self) -> Kind {
        match self {
            Self::List {
                extent: Extent::Page, ..
            } => Kind::Filter,
            Self::List { .. } => Kind::ListWhole,
            Self::Recount { .. } => Kind::Recount,
            Self::CountSaved { .. } => Kind::CountSaved,
            Self::Rows { .. } => Kind::Rows,
            Self::Snippets { .. } => Kind::Snippets,
            Self::FindRow { .. } => Kind::FindRow,
            Self::Fetch { purpose, .. } => purpose.kind(),
            Self::Revisions { .. } => Kind::Revisions,
            Self::Scan { .. } => Kind::Scan,
            Self::Count { .. } => Kind::Count,
            Self::Seek { .. } => Kind::Seek,
            Self::Weigh { .. } => Kind::Weigh,
        }
    }
}

/// Numbers of the newest requests, so that late answers are known.
#[derive(Debug, Default)]
pub struct Requests {
    last: u64,
    newest: std::collections::HashMap<Kind, u64>,
}

impl Requests {
    /// Numbers a question; earlier ones of its kind are late from now on.
    pub fn number(&mut self, question: Question) -> Request {
        self.last += 1;
        self.newest.insert(question.kind(), self.last);
        Request {
            id: self.last,
            question,
        }
    }

    /// Whether an answer to a request of a kind is waited for.
    pub fn awaits(&self, kind: Kind) -> bool {
        self.newest.contains_key(&kind)
    }

    /// Makes every request of a kind late.
    pub fn give_up(&mut self, kind: Kind) {
        self.newest.remove(&kind);
    }

    /// Whether an answer is wanted: its request is the newest of its kind. It is wanted once.
    pub fn wants(&mut self, answer: &Answer) -> bool {
        let kind = match answer.found {
            Found::Listing(Extent::Page, ..) => Kind::Filter,
            Found::Listing(Extent::Whole, ..) => Kind::ListWhole,
            Found::Outlets(_) => Kind::Recount,
            Found::Saved(_) => Kind::CountSaved,
            Found::Snippets(_) => Kind::Snippets,
            Found::Row(_) => Kind::FindRow,
            Found::Rows(..) => Kind::Rows,
            Found::Fetched(purpose, _) => purpose.kind(),
            Found::Failed(kind, _) => kind,
            Found::Revisions(..) => Kind::Revisions,
            Found::Hits(_) => Kind::Scan,
            Found::Counts(_) => Kind::Count,
            Found::Sought { .. } => Kind::Seek,
            Found::Weighed(_) => Kind::Weigh,
        };
        let wanted = self.newest.get(&kind) == Some(&answer.id);
        if wanted {
            self.newest.remove(&kind);
        }
        wanted
    }
}
