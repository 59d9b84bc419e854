//! Computes the answers to requests, on workers, from values that do not change. Not the requests: see
//! [`request`](crate::app::jobs::job).

use crate::app::input::confirmation::RulePreview;
use crate::app::jobs::job::{Answer, Job, JobResult, ListScope, Request};
use crate::app::list::snippet::snippet;
use crate::app::search::highlight::Highlighter;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::outlets::rules::{Compiled, LineRule, RulePages};
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::marks::session::Marks;
use crate::library::query::scope::ListRequest;
use crate::library::store::corpus::Corpus;
use crate::library::store::search::listing::ListResult;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The articles of a first answer: more than any screen shows.
const PAGE: usize = 256;

impl Request {
    /// Computes the answer; `None` if `cancelled` was set meanwhile.
    pub fn answer(self, cancelled: &AtomicBool) -> Option<Answer> {
        let kind = self.question.kind();
        let found = self.question.answer(cancelled);
        let found = found.unwrap_or_else(|error| Some(JobResult::Failed(kind, error.to_string())))?;
        (!cancelled.load(Ordering::Relaxed)).then_some(Answer { id: self.id, found })
    }
}

impl Job {
    /// Computes the result; `None` if `cancelled` was set meanwhile.
    fn answer(self, cancelled: &AtomicBool) -> Result<Option<JobResult>, StoreError> {
        Ok(Some(match self {
            Self::List {
                stored,
                wanted,
                marks,
                extent,
                screen,
            } => {
                let Some(listing) = list(&stored, &wanted, &marks, extent, cancelled)? else {
                    return Ok(None);
                };
                let rows = stored.rows(screen.of(&listing.ids))?;
                JobResult::Listing(extent, listing, rows)
            }
            Self::Recount { stored, query, marks } => {
                let outlets = stored.count_outlets(&query, &marks, cancelled)?;
                return Ok(outlets.map(JobResult::Outlets));
            }
            Self::CountSaved {
                corpus,
                query,
                saved,
                marks,
            } => {
                let counts = corpus.count_saved(&query, &saved, &marks, cancelled)?;
                return Ok(counts.map(JobResult::Saved));
            }
            Self::Rows { stored, ids } => {
                let rows = stored.rows(&ids)?;
                JobResult::Rows(ids, rows)
            }
            Self::Snippets {
                corpus,
                ids,
                highlighter,
            } => {
                let entries = corpus.entries(&ids, cancelled);
                let snippets = entries.map(|entry| (entry.id, snippet(&entry, &highlighter)));
                JobResult::Snippets(snippets.collect())
            }
            Self::FindRow {
                stored,
                ids,
                finder,
                walk,
            } => JobResult::Row(walk.find(&stored, &ids, &finder, cancelled)?),
            Self::Fetch { corpus, ids, purpose } => {
                let entries = ids.iter().map(|id| corpus.entry(*id));
                let entries: Result<Vec<_>, _> = entries.collect();
                JobResult::Fetched(purpose, entries?.into_iter().flatten().collect())
            }
            Self::Revisions { stored, id } => JobResult::Revisions(id, stored.snapshot().revisions(id)?),
            Self::Scan {
                document,
                highlighter,
            } => JobResult::Hits(highlighter.scan(&document.text)),
            Self::Count {
                corpus,
                ids,
                highlighter,
            } => JobResult::Counts(count(corpus.entries(&ids, cancelled), &highlighter)),
            Self::Weigh {
                corpus,
                scope,
                rules,
                knowledge,
            } => {
                let ids = corpus.ids_of(scope, cancelled)?;
                JobResult::Weighed(weigh(corpus.entries(&ids, cancelled), rules, &knowledge))
            }
            Self::Seek {
                corpus,
                ids,
                highlighter,
                backwards,
            } => {
                let mut entries = corpus.entries(&ids, cancelled);
                let entry = entries.find(|entry| highlighter.occurs_in(entry));
                JobResult::Sought { entry, backwards }
            }
        }))
    }
}

/// Lists as much of a library as is wanted; `None` if `cancelled` was set meanwhile.
fn list(
    stored: &Corpus,
    wanted: &ListRequest,
    marks: &Marks,
    extent: ListScope,
    cancelled: &AtomicBool,
) -> Result<Option<ListResult>, StoreError> {
    if extent == ListScope::Whole {
        return stored.list(wanted, marks, usize::MAX, cancelled);
    }
    match stored.partial_list(wanted, marks, PAGE, cancelled)? {
        Some(begun) => Ok(Some(begun)),
        None => stored.list(wanted, marks, PAGE, cancelled),
    }
}

fn count(entries: impl Iterator<Item = Arc<Entry>>, highlighter: &Highlighter) -> Vec<u64> {
    let mut counts = vec![0; highlighter.set_count()];
    for entry in entries {
        highlighter.count_into(&entry, &mut counts);
    }
    counts
}

fn weigh(
    entries: impl Iterator<Item = Arc<Entry>>,
    rules: Vec<LineRule>,
    knowledge: &OutletDirectory,
) -> Vec<RulePreview> {
    let rules = rules.into_iter().filter_map(|rule| Compiled::new(rule).ok());
    let mut weighed: Vec<(Compiled, usize, usize)> = rules.map(|rule| (rule, 0, 0)).collect();
    for entry in entries {
        for (rule, pages, changes) in &mut weighed {
            let lines = lines_of(rule, &entry, knowledge);
            let says = rule.rule().says;
            *pages += usize::from(!lines.is_empty());
            *changes += usize::from(lines.iter().any(|&at| !says.is(entry.article.lines[at].class)));
        }
    }
    let weighed = weighed.into_iter().map(|(rule, pages, changes)| RulePreview {
        rule: rule.rule().clone(),
        pages,
        changes,
    });
    weighed.collect()
}

/// Returns the lines of an entry that a rule applies to. The cheaper test comes first.
fn lines_of(rule: &Compiled, entry: &Entry, knowledge: &OutletDirectory) -> Vec<usize> {
    let (article, pages) = (&entry.article, &rule.rule().pages);
    if matches!(pages, RulePages::Outlet(_)) && !knowledge.is_on(pages, article) {
        return Vec::new();
    }
    let lines = rule.lines_of(article);
    if lines.is_empty() || knowledge.is_on(pages, article) {
        lines
    } else {
        Vec::new()
    }
}
