//! Runs jobs, on workers. Not the values that they work on: see [`job`](crate::app::jobs::job).

use crate::app::input::confirmation::RulePreview;
use crate::app::input::date_picker::DayCounts;
use crate::app::jobs::job::{
    Answer, FetchPurpose, Job, JobResult, ListJob, ListScope, Request, RulePreviewJob,
};
use crate::app::list::snippet::snippet;
use crate::app::search::highlight::Highlighter;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::outlets::rules::{CompiledRule, LineRule, RulePages};
use crate::library::concordance::{ContextRow, context_lines};
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::query::facets::DayGroup;
use crate::library::query::scope::ListRequest;
use crate::library::query::sort::SortOrder;
use crate::library::store::corpus::Corpus;
use crate::library::store::search::listing::ListResult;
use crate::text::pattern::PatternBudget;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The number of articles in a first answer: more than any screen shows.
const PAGE: usize = 256;

impl Request {
    /// Computes the answer; `None` if `cancelled` was set meanwhile.
    pub fn answer(self, cancelled: &AtomicBool) -> Option<Answer> {
        let (id, kind) = (self.id, self.job.kind());
        let result = self
            .job
            .run(&self.corpus, cancelled)
            .map_err(|error| error.to_string());
        let result = result.transpose()?;
        (!cancelled.load(Ordering::Relaxed)).then_some(Answer { id, kind, result })
    }
}

impl Job {
    /// Computes the result; `None` if `cancelled` was set meanwhile.
    fn run(self, corpus: &Corpus, cancelled: &AtomicBool) -> Result<Option<JobResult>, StoreError> {
        Ok(Some(match self {
            Self::List(job) => return job.run(corpus, cancelled),
            Self::PreviewRules(job) => job.run(corpus, cancelled)?,
            Self::Recount { query, marks } => {
                let outlets = corpus.count_outlets(&query, &marks, cancelled)?;
                return Ok(outlets.map(JobResult::Outlets));
            }
            Self::CountSaved { query, saved, marks } => {
                let counts = corpus.count_saved(&query, &saved, &marks, cancelled)?;
                return Ok(counts.map(JobResult::Saved));
            }
            Self::CountDays { request, marks } => {
                let listing = corpus.list(&request, &marks, usize::MAX, cancelled)?;
                return Ok(listing.map(|listing| JobResult::Days(day_counts(&listing.days))));
            }
            Self::FindForMarks { request, marks, edit } => {
                let listing = corpus.list(&request, &marks, usize::MAX, cancelled)?;
                return Ok(listing.map(|listing| JobResult::ForMarks(edit, listing.ids)));
            }
            Self::Rows(ids) => {
                let rows = corpus.rows(&ids)?;
                JobResult::Rows(ids, rows)
            }
            Self::Snippets { ids, highlighter } => {
                let snippet_of = |entry: Arc<Entry>| (entry.id, snippet(&entry, &highlighter));
                JobResult::Snippets(corpus.entries(&ids, cancelled).map(snippet_of).collect())
            }
            Self::FindRow { ids, finder, walk } => {
                JobResult::Row(walk.find(corpus, &ids, &finder, cancelled)?)
            }
            Self::Fetch(ids, purpose) => fetch(corpus, &ids, purpose)?,
            Self::Revisions(id) => JobResult::Revisions(id, corpus.snapshot().revisions(id)?),
            Self::Scan {
                document,
                highlighter,
            } => JobResult::Hits(highlighter.scan(&document.text)),
            Self::Context { ids, highlighter } => {
                JobResult::Context(contexts(corpus.entries(&ids, cancelled), &highlighter))
            }
            Self::Count { ids, highlighter } => {
                JobResult::Counts(count(corpus.entries(&ids, cancelled), &highlighter))
            }
            job @ (Self::ListEvents(_)
            | Self::EventSummary(_)
            | Self::EventDetails(..)
            | Self::KnownLines(..)
            | Self::Compare(..)) => return job.run_events(corpus, cancelled),
            Self::FindNext {
                ids,
                highlighter,
                backwards,
            } => {
                let entry = corpus
                    .entries(&ids, cancelled)
                    .find(|entry| highlighter.occurs_in(entry));
                JobResult::NextHit { entry, backwards }
            }
        }))
    }

    /// Computes what is asked about events.
    fn run_events(self, corpus: &Corpus, cancelled: &AtomicBool) -> Result<Option<JobResult>, StoreError> {
        let snapshot = corpus.snapshot();
        Ok(match self {
            Self::ListEvents(wanted) => {
                let (request, marks) = *wanted;
                let newest = ListRequest {
                    order: SortOrder::Newest,
                    ..request
                };
                match corpus.list(&newest, &marks, usize::MAX, cancelled)? {
                    Some(list) => Some(JobResult::Events(snapshot.listed_events(&list.ids)?)),
                    None => None,
                }
            }
            Self::EventSummary(id) => Some(JobResult::EventSummary(id, snapshot.event_summary(id)?)),
            Self::EventDetails(id, marks) => {
                let details = snapshot.event_details(id, |id| marks.is_read(id))?;
                Some(JobResult::EventDetails(id, details.map(Box::new)))
            }
            Self::KnownLines(id, marks) => {
                let known = snapshot.known_lines(id, |id| marks.is_read(id))?;
                Some(JobResult::KnownLines(id, known))
            }
            Self::Compare(a, b) => Some(JobResult::Compared(snapshot.compared(a, b)?.map(Box::new))),
            _ => None,
        })
    }
}

/// Returns the hits in their context, in the order of the articles.
fn contexts(entries: impl Iterator<Item = Arc<Entry>>, highlighter: &Highlighter) -> Vec<ContextRow> {
    entries
        .flat_map(|entry| context_rows(&entry, highlighter))
        .collect()
}

fn fetch(corpus: &Corpus, ids: &[u32], purpose: FetchPurpose) -> Result<JobResult, StoreError> {
    let entries: Result<Vec<_>, _> = ids.iter().map(|id| corpus.entry(*id)).collect();
    Ok(JobResult::Fetched(
        purpose,
        entries?.into_iter().flatten().collect(),
    ))
}

impl ListJob {
    fn run(self, corpus: &Corpus, cancelled: &AtomicBool) -> Result<Option<JobResult>, StoreError> {
        let Some(listing) = self.list(corpus, cancelled)? else {
            return Ok(None);
        };
        let rows = corpus.rows(self.screen.of(&listing.ids))?;
        Ok(Some(JobResult::Listing(self.scope, listing, rows)))
    }

    /// Lists as much as is needed; `None` if `cancelled` was set meanwhile.
    fn list(&self, corpus: &Corpus, cancelled: &AtomicBool) -> Result<Option<ListResult>, StoreError> {
        let (request, marks) = (&self.request, &self.marks);
        if self.scope == ListScope::Whole {
            return corpus.list(request, marks, usize::MAX, cancelled);
        }
        match corpus.partial_list(request, marks, PAGE, cancelled)? {
            Some(partial) => Ok(Some(partial)),
            None => corpus.list(request, marks, PAGE, cancelled),
        }
    }
}

impl RulePreviewJob {
    fn run(self, corpus: &Corpus, cancelled: &AtomicBool) -> Result<JobResult, StoreError> {
        let ids = corpus.ids_of(self.scope, cancelled)?;
        let previews = preview_rules(corpus.entries(&ids, cancelled), self.rules, &self.knowledge);
        Ok(JobResult::RulePreviews(previews))
    }
}

/// Returns the hits that `n` would walk in an article, with the words around them.
fn context_rows(entry: &Entry, highlighter: &Highlighter) -> Vec<ContextRow> {
    let hits = |text: &str| {
        let hits = highlighter
            .scan(text)
            .into_iter()
            .filter(|hit| highlighter.walks(hit.kind));
        hits.map(|hit| hit.range).collect()
    };
    let row = |line| ContextRow {
        id: entry.id,
        outlet: entry.outlet.clone(),
        date: entry.date(),
        line,
    };
    context_lines(entry, hits).into_iter().map(row).collect()
}

/// Returns the number of articles of each day, from groups of which the newest is first.
fn day_counts(groups: &[DayGroup]) -> DayCounts {
    let mut counts = DayCounts::default();
    for group in groups.iter().rev() {
        match group.day {
            Some(day) => counts.days.push((day, group.range.len())),
            None => counts.undated += group.range.len(),
        }
    }
    counts
}

fn count(entries: impl Iterator<Item = Arc<Entry>>, highlighter: &Highlighter) -> Vec<u64> {
    let mut counts = vec![0; highlighter.set_count()];
    for entry in entries {
        highlighter.count_into(&entry, &mut counts);
    }
    counts
}

fn preview_rules(
    entries: impl Iterator<Item = Arc<Entry>>,
    rules: Vec<LineRule>,
    knowledge: &OutletDirectory,
) -> Vec<RulePreview> {
    let mut budget = PatternBudget::default();
    let compiled = |rule| CompiledRule::new(rule, &mut budget).ok();
    let rules = rules.into_iter().filter_map(compiled);
    let new_preview = |compiled: CompiledRule| {
        let rule = compiled.rule().clone();
        let (pages, changes) = (0, 0);
        (compiled, RulePreview { rule, pages, changes })
    };
    let mut previews: Vec<_> = rules.map(new_preview).collect();
    for entry in entries {
        for (compiled, preview) in &mut previews {
            let lines = lines_of(compiled, &entry, knowledge);
            let class = preview.rule.class;
            preview.pages += usize::from(!lines.is_empty());
            let is_other = |&at: &usize| !class.is(entry.article.lines[at].class);
            preview.changes += usize::from(lines.iter().any(is_other));
        }
    }
    previews.into_iter().map(|(_, preview)| preview).collect()
}

/// Returns the lines of an entry that a rule applies to. The cheaper test comes first.
fn lines_of(rule: &CompiledRule, entry: &Entry, knowledge: &OutletDirectory) -> Vec<usize> {
    let (article, pages) = (&entry.article, &rule.rule().pages);
    if matches!(pages, RulePages::Outlet(_)) && !knowledge.is_on(pages, article) {
        return Vec::new();
    }
    let lines = rule.lines_of(article);
    let applies = lines.is_empty() || knowledge.is_on(pages, article);
    if applies { lines } else { Vec::new() }
}
