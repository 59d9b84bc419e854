//! Jobs: computations that may take longer than a frame, as values that the runtime gives to workers. Not how they
//! run: see [`run`](crate::app::jobs::run).
//!
//! Each kind has one place in the queue: a newer request replaces an older one, and only the answer to the newest
//! request is used.

use crate::app::edit::bulk_edit::BulkEdit;
use crate::app::input::confirmation::RulePreview;
use crate::app::input::date_picker::DayCounts;
use crate::app::list::snippet::Snippet;
use crate::app::search::highlight::{DocumentHit, Highlighter};
use crate::app::search::hit_walk::{FoundRow, HitWalk, RowFinder};
use crate::article::document::Document;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::outlets::rules::LineRule;
use crate::library::concordance::ContextRow;
use crate::library::entry::Entry;
use crate::library::marks::session::Marks;
use crate::library::query::facets::OutletCount;
use crate::library::query::parsed::Query;
use crate::library::query::scope::{ListRequest, SavedQuery, Scope};
use crate::library::revision::Revision;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::corpus::Corpus;
use crate::library::store::search::event_details::{
    ComparedArticles, EventDetails, EventListing, EventSummary,
};
use crate::library::store::search::listing::ListResult;
use std::sync::Arc;

/// A job with its number.
#[derive(Debug)]
pub struct Request {
    /// The number, which the answer repeats.
    pub id: u64,
    /// The library that it reads.
    pub corpus: Arc<Corpus>,
    /// The job.
    pub job: Job,
}

/// A computation on a library and on values that do not change.
#[derive(Debug)]
pub enum Job {
    /// Lists articles.
    List(Box<ListJob>),
    /// Counts the articles and the unread articles of each outlet.
    Recount {
        /// Which articles are counted.
        query: Box<Query>,
        /// A snapshot of the marks.
        marks: Marks,
    },
    /// Counts the articles that each saved query finds.
    CountSaved {
        /// The query that applies to all of them.
        query: Box<Query>,
        /// The saved queries.
        saved: Vec<Arc<SavedQuery>>,
        /// A snapshot of the marks.
        marks: Marks,
    },
    /// Counts the articles of each day.
    CountDays {
        /// Which articles are counted.
        request: ListRequest,
        /// A snapshot of the marks.
        marks: Marks,
    },
    /// Finds the articles whose marks are changed.
    FindForMarks {
        /// Which articles.
        request: ListRequest,
        /// A snapshot of the marks.
        marks: Marks,
        /// The change.
        edit: BulkEdit,
    },
    /// Reads the rows of these articles.
    Rows(Vec<u32>),
    /// Finds the words of the query in these articles.
    Snippets {
        /// The articles.
        ids: Vec<u32>,
        /// What is searched for.
        highlighter: Highlighter,
    },
    /// Finds the row that a walk leads to.
    FindRow {
        /// The articles, in the order of the list.
        ids: Vec<u32>,
        /// What is searched for.
        finder: RowFinder,
        /// The walk.
        walk: HitWalk,
    },
    /// Reads the text of these articles.
    Fetch(Vec<u32>, FetchPurpose),
    /// Reads how an article has changed.
    Revisions(u32),
    /// Finds the hits in a long document.
    Scan {
        /// The document.
        document: Arc<Document>,
        /// What is searched for.
        highlighter: Highlighter,
    },
    /// Finds the hits in these articles with the words around them.
    Context {
        /// The articles.
        ids: Vec<u32>,
        /// What is searched for.
        highlighter: Highlighter,
    },
    /// Counts the hits of each keyword set in these articles.
    Count {
        /// The listed articles.
        ids: Vec<u32>,
        /// What is counted.
        highlighter: Highlighter,
    },
    /// Counts the articles that have lines to which each of these rules applies.
    PreviewRules(RulePreviewJob),
    /// Lists what is requested by events.
    ListEvents(Box<(ListRequest, Marks)>),
    /// Finds the event of an article.
    EventSummary(u32),
    /// Reads the event of an article in full.
    EventDetails(u32, Marks),
    /// Finds the paragraphs of an article that were read in other tellings of its event.
    KnownLines(u32, Marks),
    /// Compares two articles.
    Compare(u32, u32),
    /// Finds the first of these articles that has a hit.
    FindNext {
        /// The articles in search order.
        ids: Vec<u32>,
        /// What is searched for.
        highlighter: Highlighter,
        /// Whether the search goes backwards, so that the last hit is shown.
        backwards: bool,
    },
}

/// Lists articles.
#[derive(Debug)]
pub struct ListJob {
    /// What is listed, and in which order.
    pub request: ListRequest,
    /// A snapshot of the marks.
    pub marks: Marks,
    /// How much of the list is needed.
    pub scope: ListScope,
    /// Which rows come with it.
    pub screen: ScreenRows,
}

/// Counts the pages to which suggested rules apply.
#[derive(Debug)]
pub struct RulePreviewJob {
    /// The outlet that the rules are for.
    pub scope: Scope,
    /// The rules.
    pub rules: Vec<LineRule>,
    /// What is known about outlets.
    pub knowledge: OutletDirectory,
}

/// How much of a list is needed.
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
    TextAction,
}

macro_rules! job_kinds {
    ($($kind:ident,)+) => {
        /// The kinds of jobs. Each kind has one place in the queue.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum JobKind { $($kind,)+ }

        impl JobKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind),+];
        }
    };
}

job_kinds! {
    Filter, ListWhole, Recount, CountSaved, CountDays, FindForMarks, Context, Rows, Snippets, FindRow, Fetch, FetchForAction, Revisions, Scan, Count,
    FindNext, PreviewRules, ListEvents, EventSummary, EventDetails, KnownLines, Compare,
}

/// The answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// The number of the request.
    pub id: u64,
    /// The kind of its job.
    pub kind: JobKind,
    /// The result, or the error: the library could not be read, or the worker panicked.
    pub result: Result<JobResult, String>,
}

/// The result of a job.
#[derive(Debug)]
pub enum JobResult {
    /// As much of a list as was requested, with the rows of the first screen.
    Listing(ListScope, ListResult, Vec<ArticleRow>),
    /// How many articles each saved query finds, and how many of them are unread.
    Saved(Vec<(usize, usize)>),
    /// The articles of each day.
    Days(DayCounts),
    /// The articles whose marks are changed.
    ForMarks(BulkEdit, Vec<u32>),
    /// How many articles each outlet has.
    Outlets(Vec<OutletCount>),
    /// Snippets of articles with the words of the query.
    Snippets(Vec<(u32, Snippet)>),
    /// The row that a walk leads to, if there is one.
    Row(Option<FoundRow>),
    /// The requested articles, and the rows of those that still exist.
    Rows(Vec<u32>, Vec<ArticleRow>),
    /// The text of articles.
    Fetched(FetchPurpose, Vec<Arc<Entry>>),
    /// The changes of an article, the last one first.
    Revisions(u32, Vec<Revision>),
    /// The hits in the document, sorted by position.
    Hits(Vec<DocumentHit>),
    /// Hits with the words around them.
    Context(Vec<ContextRow>),
    /// The number of hits of each keyword set.
    Counts(Vec<u64>),
    /// The pages to which each rule applies.
    RulePreviews(Vec<RulePreview>),
    /// A list by events.
    Events(EventListing),
    /// The event of an article; `None` if it is alone.
    EventSummary(u32, Option<EventSummary>),
    /// The event of an article in full; `None` if it is alone.
    EventDetails(u32, Option<Box<EventDetails>>),
    /// The source lines of an article's paragraphs that were read in other tellings.
    KnownLines(u32, Vec<u32>),
    /// Two articles, compared; `None` if one of them is gone.
    Compared(Option<Box<ComparedArticles>>),
    /// The article with a hit.
    NextHit {
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
            Self::List(job) if job.scope == ListScope::Page => JobKind::Filter,
            Self::List(_) => JobKind::ListWhole,
            Self::Recount { .. } => JobKind::Recount,
            Self::CountSaved { .. } => JobKind::CountSaved,
            Self::CountDays { .. } => JobKind::CountDays,
            Self::FindForMarks { .. } => JobKind::FindForMarks,
            Self::Context { .. } => JobKind::Context,
            Self::Rows(_) => JobKind::Rows,
            Self::Snippets { .. } => JobKind::Snippets,
            Self::FindRow { .. } => JobKind::FindRow,
            Self::Fetch(_, FetchPurpose::Show) => JobKind::Fetch,
            Self::Fetch(_, FetchPurpose::TextAction) => JobKind::FetchForAction,
            Self::Revisions(_) => JobKind::Revisions,
            Self::Scan { .. } => JobKind::Scan,
            Self::Count { .. } => JobKind::Count,
            Self::FindNext { .. } => JobKind::FindNext,
            Self::PreviewRules(_) => JobKind::PreviewRules,
            Self::ListEvents(_) => JobKind::ListEvents,
            Self::EventSummary(_) => JobKind::EventSummary,
            Self::EventDetails(..) => JobKind::EventDetails,
            Self::KnownLines(..) => JobKind::KnownLines,
            Self::Compare(..) => JobKind::Compare,
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
    /// Gives a job its number. Answers to earlier jobs of its kind are dropped from now on.
    pub fn issue(&mut self, corpus: Arc<Corpus>, job: Job) -> Request {
        self.last += 1;
        let id = self.last;
        self.newest.insert(job.kind(), id);
        Request { id, corpus, job }
    }

    /// Returns whether an answer of this kind is pending.
    pub fn awaits(&self, kind: JobKind) -> bool {
        self.newest.contains_key(&kind)
    }

    /// Cancels the pending request of a kind, so that its answer is dropped.
    pub fn cancel(&mut self, kind: JobKind) {
        self.newest.remove(&kind);
    }

    /// Returns whether an answer belongs to the newest request of its kind. It is accepted once.
    pub fn accepts(&mut self, answer: &Answer) -> bool {
        let is_newest = self.newest.get(&answer.kind) == Some(&answer.id);
        if is_newest {
            self.newest.remove(&answer.kind);
        }
        is_newest
    }
}
