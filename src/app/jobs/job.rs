//! Computations that may take longer than a frame, as values that the runtime gives to workers. Not the computing: see
//! [`answering`](crate::app::jobs::run).
//!
//! Each kind has one place in the queue: a newer request replaces an older one, and only the answer to the newest
//! request is used.

use crate::app::input::confirmation::RulePreview;
use crate::app::list::snippet::Snippet;
use crate::app::search::find::RowFinder;
use crate::app::search::highlight::{DocumentHit, Highlighter};
use crate::app::search::hit_walk::{FoundRow, HitWalk};
use crate::article::document::Document;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::outlets::rules::LineRule;
use crate::library::entry::Entry;
use crate::library::marks::session::Marks;
use crate::library::query::facets::OutletCount;
use crate::library::query::parsed::Query;
use crate::library::query::scope::{ListRequest, SavedQuery, Scope};
use crate::library::revision::Revision;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::corpus::Corpus;
use crate::library::store::search::listing::ListResult;
use std::sync::Arc;

/// A computation on values that do not change.
#[derive(Debug)]
pub struct Request {
    /// The number of the request, which the answer repeats.
    pub id: u64,
    /// The question of a request.
    pub question: Job,
}

/// The question of a request.
#[derive(Debug)]
pub enum Job {
    /// Which articles of a library are listed?
    List {
        /// The library.
        stored: Arc<Corpus>,
        /// What is listed, and in which order.
        wanted: Box<ListRequest>,
        /// A snapshot of the marks.
        marks: Marks,
        /// How much of the list is wanted.
        extent: ListScope,
        /// Which rows come with it.
        screen: ScreenRows,
    },
    /// How many articles of a library are unread?
    Recount {
        /// The library.
        stored: Arc<Corpus>,
        /// Which articles are counted.
        query: Box<Query>,
        /// A snapshot of the marks.
        marks: Marks,
    },
    /// How many articles do the saved queries find?
    CountSaved {
        /// What is read.
        corpus: Arc<Corpus>,
        /// The query that applies to all of them.
        query: Box<Query>,
        /// The saved queries.
        saved: Vec<Arc<SavedQuery>>,
        /// A snapshot of the marks.
        marks: Marks,
    },
    /// What are the rows of these articles of a library?
    Rows {
        /// The library.
        stored: Arc<Corpus>,
        /// The articles.
        ids: Vec<u32>,
    },
    /// Where are the words of the query in these articles?
    Snippets {
        /// What is read.
        corpus: Arc<Corpus>,
        /// The articles.
        ids: Vec<u32>,
        /// What is searched for.
        highlighter: Highlighter,
    },
    /// Which of these articles has the row that a walk leads to?
    FindRow {
        /// The library.
        stored: Arc<Corpus>,
        /// The articles, in the order of the list.
        ids: Vec<u32>,
        /// What is searched.
        finder: RowFinder,
        /// The walk.
        walk: HitWalk,
    },
    /// What is the text of these articles of a library?
    Fetch {
        /// The library.
        corpus: Arc<Corpus>,
        /// The articles.
        ids: Vec<u32>,
        /// What they are read for.
        purpose: FetchPurpose,
    },
    /// How has an article of a library changed?
    Revisions {
        /// The library.
        stored: Arc<Corpus>,
        /// The article.
        id: u32,
    },
    /// Where are the hits in a long document?
    Scan {
        /// The document.
        document: Arc<Document>,
        /// What is searched for.
        highlighter: Highlighter,
    },
    /// How often does each keyword set occur in these articles?
    Count {
        /// What is read.
        corpus: Arc<Corpus>,
        /// The listed articles.
        ids: Vec<u32>,
        /// What is counted.
        highlighter: Highlighter,
    },
    /// How many articles have lines that each of these rules applies to?
    Weigh {
        /// What is read.
        corpus: Arc<Corpus>,
        /// The outlet that the rules are for.
        scope: Scope,
        /// The rules.
        rules: Vec<LineRule>,
        /// The knowledge of outlets.
        knowledge: OutletDirectory,
    },
    /// Which of these articles, in this order, is the first with a hit?
    Seek {
        /// What is read.
        corpus: Arc<Corpus>,
        /// The articles in search order.
        ids: Vec<u32>,
        /// What is searched for.
        highlighter: Highlighter,
        /// Whether the search goes backwards, so that the last hit is wanted.
        backwards: bool,
    },
}

/// How much of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListScope {
    /// Its beginning, as soon as possible.
    Page,
    /// All of it.
    Whole,
}

/// The rows that the first screen of a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenRows {
    /// The article that keeps the cursor if it is listed; otherwise the first article gets it.
    pub around: Option<u32>,
    /// The rows of the screen.
    pub height: usize,
}

impl ScreenRows {
    /// Returns the articles whose rows may be on the screen, wherever the cursor is in it.
    pub fn of(self, ids: &[u32]) -> &[u32] {
        let place = ids.iter().position(|&id| Some(id) == self.around).unwrap_or(0);
        &ids[place.saturating_sub(self.height)..ids.len().min(place + self.height)]
    }
}

/// What the text of an article is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchPurpose {
    /// The article pane.
    Show,
    /// Copying, saving or piping it.
    Take,
}

impl FetchPurpose {
    fn kind(self) -> JobKind {
        match self {
            Self::Show => JobKind::Fetch,
            Self::Take => JobKind::Take,
        }
    }
}

/// The kinds of questions. Each kind has one place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum JobKind {
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

impl JobKind {
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
    /// The number of the request.
    pub id: u64,
    /// The result.
    pub found: JobResult,
}

/// The result.
#[derive(Debug)]
pub enum JobResult {
    /// As much of the list of a library as was requested, with the rows of the first screen.
    Listing(ListScope, ListResult, Vec<ArticleRow>),
    /// How many articles each saved query finds, and how many of them are unread.
    Saved(Vec<(usize, usize)>),
    /// How many articles of a library each outlet has.
    Outlets(Vec<OutletCount>),
    /// Snippets of articles with the words of the query.
    Snippets(Vec<(u32, Snippet)>),
    /// The row that a walk leads to, if there is one.
    Row(Option<FoundRow>),
    /// The rows of these articles, as far as they have any.
    Rows(Vec<u32>, Vec<ArticleRow>),
    /// The text of articles of a library.
    Fetched(FetchPurpose, Vec<Arc<Entry>>),
    /// The changes of an article, the last one first.
    Revisions(u32, Vec<Revision>),
    /// An error: the library could not be read, or the worker panicked. The text says why.
    Failed(JobKind, String),
    /// The hits in the document, sorted by position.
    Hits(Vec<DocumentHit>),
    /// The number of hits of each keyword set.
    Counts(Vec<u64>),
    /// The pages that each rule applies to.
    Weighed(Vec<RulePreview>),
    /// The article with a hit.
    Sought {
        /// The article, if there is one.
        entry: Option<Arc<Entry>>,
        /// Whether the search goes backwards.
        backwards: bool,
    },
}

impl Job {
    /// Returns its place in the queue.
    pub fn kind(&self) -> JobKind {
        match self {
            Self::List {
                extent: ListScope::Page,
                ..
            } => JobKind::Filter,
            Self::List { .. } => JobKind::ListWhole,
            Self::Recount { .. } => JobKind::Recount,
            Self::CountSaved { .. } => JobKind::CountSaved,
            Self::Rows { .. } => JobKind::Rows,
            Self::Snippets { .. } => JobKind::Snippets,
            Self::FindRow { .. } => JobKind::FindRow,
            Self::Fetch { purpose, .. } => purpose.kind(),
            Self::Revisions { .. } => JobKind::Revisions,
            Self::Scan { .. } => JobKind::Scan,
            Self::Count { .. } => JobKind::Count,
            Self::Seek { .. } => JobKind::Seek,
            Self::Weigh { .. } => JobKind::Weigh,
        }
    }
}

/// The numbers of the newest requests, which identify late answers.
#[derive(Debug, Default)]
pub struct Requests {
    last: u64,
    newest: std::collections::HashMap<JobKind, u64>,
}

impl Requests {
    /// Numbers a question. Answers to earlier ones of its kind are late from now on.
    pub fn number(&mut self, question: Job) -> Request {
        self.last += 1;
        self.newest.insert(question.kind(), self.last);
        Request {
            id: self.last,
            question,
        }
    }

    /// Returns whether an answer of this kind is pending.
    pub fn awaits(&self, kind: JobKind) -> bool {
        self.newest.contains_key(&kind)
    }

    /// Cancels the pending request of a kind.
    pub fn give_up(&mut self, kind: JobKind) {
        self.newest.remove(&kind);
    }

    /// Returns whether an answer belongs to the newest request of its kind. It is accepted once.
    pub fn wants(&mut self, answer: &Answer) -> bool {
        let kind = match answer.found {
            JobResult::Listing(ListScope::Page, ..) => JobKind::Filter,
            JobResult::Listing(ListScope::Whole, ..) => JobKind::ListWhole,
            JobResult::Outlets(_) => JobKind::Recount,
            JobResult::Saved(_) => JobKind::CountSaved,
            JobResult::Snippets(_) => JobKind::Snippets,
            JobResult::Row(_) => JobKind::FindRow,
            JobResult::Rows(..) => JobKind::Rows,
            JobResult::Fetched(purpose, _) => purpose.kind(),
            JobResult::Failed(kind, _) => kind,
            JobResult::Revisions(..) => JobKind::Revisions,
            JobResult::Hits(_) => JobKind::Scan,
            JobResult::Counts(_) => JobKind::Count,
            JobResult::Sought { .. } => JobKind::Seek,
            JobResult::Weighed(_) => JobKind::Weigh,
        };
        let wanted = self.newest.get(&kind) == Some(&answer.id);
        if wanted {
            self.newest.remove(&kind);
        }
        wanted
    }
}
