//! Runs jobs, on workers. Not the values that they work on: see [`job`](crate::app::jobs::job).

use crate::app::input::confirmation::RulePreview;
use crate::app::jobs::job::{Answer, Job, JobResult, ListJob, ListScope, Request, RulePreviewJob};
use crate::app::list::snippet::snippet;
use crate::app::search::highlight::Highlighter;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::outlets::rules::{CompiledRule, LineRule, RulePages};
use crate::library::entry::Entry;
use crate::library::error::StoreError;
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
        let result = self.job.run(cancelled).map_err(|error| error.to_string());
        let result = result.transpose()?;
        (!cancelled.load(Ordering::Relaxed)).then_some(Answer { id, kind, result })
    }
}

impl Job {
    /// Computes the result; `None` if `cancelled` was set meanwhile.
    fn run(self, cancelled: &AtomicBool) -> Result<Option<JobResult>, StoreError> {
        Ok(Some(match self {
            Self::List(job) => return job.run(cancelled),
            Self::PreviewRules(job) => job.run(cancelled)?,
            Self::Recount { stored, query, marks } => {
                let outlets = stored.count_outlets(&query, &marks, cancelled)?;
                return Ok(outlets.map(JobResult::Outlets));
            }
            Self::CountSaved {
                stored,
                query,
                saved,
                marks,
            } => {
                let counts = stored.count_saved(&query, &saved, &marks, cancelled)?;
                return Ok(counts.map(JobResult::Saved));
            }
            Self::Rows { stored, ids } => {
                let rows = stored.rows(&ids)?;
                JobResult::Rows(ids, rows)
            }
            Self::Snippets {
                stored,
                ids,
                highlighter,
            } => {
                let snippet_of = |entry: Arc<Entry>| (entry.id, snippet(&entry, &highlighter));
                JobResult::Snippets(stored.entries(&ids, cancelled).map(snippet_of).collect())
            }
            Self::FindRow {
                stored,
                ids,
                finder,
                walk,
            } => JobResult::Row(walk.find(&stored, &ids, &finder, cancelled)?),
            Self::Fetch { stored, ids, purpose } => {
                let entries = ids.iter().map(|id| stored.entry(*id));
                let entries: Result<Vec<_>, _> = entries.collect();
                JobResult::Fetched(purpose, entries?.into_iter().flatten().collect())
            }
            Self::Revisions { stored, id } => JobResult::Revisions(id, stored.snapshot().revisions(id)?),
            Self::Scan {
                document,
                highlighter,
            } => JobResult::Hits(highlighter.scan(&document.text)),
            Self::Count {
                stored,
                ids,
                highlighter,
            } => JobResult::Counts(count(stored.entries(&ids, cancelled), &highlighter)),
            Self::FindNext {
                stored,
                ids,
                highlighter,
                backwards,
            } => {
                let mut entries = stored.entries(&ids, cancelled);
                let entry = entries.find(|entry| highlighter.occurs_in(entry));
                JobResult::NextHit { entry, backwards }
            }
        }))
    }
}

impl ListJob {
    fn run(self, cancelled: &AtomicBool) -> Result<Option<JobResult>, StoreError> {
        let Some(listing) = self.list(cancelled)? else {
            return Ok(None);
        };
        let rows = self.stored.rows(self.screen.of(&listing.ids))?;
        Ok(Some(JobResult::Listing(self.scope, listing, rows)))
    }

    /// Lists as much as is needed; `None` if `cancelled` was set meanwhile.
    fn list(&self, cancelled: &AtomicBool) -> Result<Option<ListResult>, StoreError> {
        let (stored, request, marks) = (&self.stored, &self.request, &self.marks);
        if self.scope == ListScope::Whole {
            return stored.list(request, marks, usize::MAX, cancelled);
        }
        match stored.partial_list(request, marks, PAGE, cancelled)? {
            Some(partial) => Ok(Some(partial)),
            None => stored.list(request, marks, PAGE, cancelled),
        }
    }
}

impl RulePreviewJob {
    fn run(self, cancelled: &AtomicBool) -> Result<JobResult, StoreError> {
        let ids = self.stored.ids_of(self.scope, cancelled)?;
        let previews = preview_rules(self.stored.entries(&ids, cancelled), self.rules, &self.knowledge);
        Ok(JobResult::RulePreviews(previews))
    }
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
    if lines.is_empty() || knowledge.is_on(pages, article) {
        lines
    } else {
        Vec::new()
    }
}
