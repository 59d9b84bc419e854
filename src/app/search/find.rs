//! Find in the pane in focus, and walking from hit to hit, also into other articles.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::prompt::{Prompt, PromptKind};
use crate::app::jobs::job::{Answer, Job, JobKind, JobResult};
use crate::app::list::cursor::ListState;
use crate::app::list::listing::SourceRow;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::app::reader::pane::OpenArticle;
use crate::app::search::highlight::{DocumentHit, Highlighter, HitKind};
use crate::app::search::hit_walk::{FoundRow, HitStep, HitWalk};
use crate::layout::scroll::ScrollPosition;
use crate::library::entry::Entry;
use crate::library::query::scope::Scope;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::text::matcher::Matcher;
use std::sync::Arc;

/// Which way hits are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WalkDirection {
    Forwards,
    Backwards,
}

/// What a find that is being typed began with: it looks on from there, and gives it back when it is left.
#[derive(Debug)]
pub(crate) struct FindOrigin {
    sources: ListState,
    articles: ListState,
    scope: Scope,
    /// The open article and the place in it.
    place: Option<(u32, ScrollPosition)>,
    /// The find that was in use.
    find: Option<String>,
}

impl App {
    pub(crate) fn open_find(&mut self) {
        let place = |open: &OpenArticle| (open.entry.id, open.place());
        self.search.find_origin = Some(FindOrigin {
            sources: self.sources,
            articles: self.articles,
            scope: self.view.scope().clone(),
            place: self.reader.open().map(place),
            find: self.search.find().map(|find| find.text.clone()),
        });
        self.input.prompt = Some(Prompt::new(PromptKind::Find, ""));
    }

    /// Looks for what has been typed, from where the find was begun.
    pub(crate) fn find_typed(&mut self, text: &str) {
        self.return_to_origin();
        self.set_find(Some(text));
        if !text.is_empty() {
            self.find_while_typing();
        }
    }

    /// Takes what has been typed; the counter is shown again.
    pub(crate) fn accept_find(&mut self, text: &str) {
        self.find_typed(text);
        self.search.find_origin = None;
    }

    /// Gives up what has been typed: place and find are those from before.
    pub(crate) fn cancel_find(&mut self) {
        self.return_to_origin();
        let find = self.search.find_origin.take().and_then(|origin| origin.find);
        self.set_find(find.as_deref());
    }

    fn return_to_origin(&mut self) {
        let Some(origin) = &self.search.find_origin else {
            return;
        };
        let (sources, articles, place) = (origin.sources, origin.articles, origin.place);
        if origin.scope != *self.view.scope() {
            let scope = origin.scope.clone();
            self.list_scope(scope);
        }
        (self.sources, self.articles) = (sources, articles);
        if let (Some((id, place)), Some(open)) = (place, self.reader.open_mut())
            && open.entry.id == id
        {
            open.return_to(place);
        }
    }

    /// Looks for a text in every pane, or for none.
    pub(crate) fn set_find(&mut self, text: Option<&str>) {
        self.search.set_find(text);
        if let Some(open) = self.reader.open_mut() {
            open.current_hit.take_if(|hit| hit.kind == HitKind::Find);
        }
        self.look_for_hits();
    }

    /// Finds the hits of the open article anew; a long one is left to a worker.
    pub(crate) fn look_for_hits(&mut self) {
        let highlighter = self.search.highlighter().clone();
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        if open.look_for_hits(&highlighter) {
            let document = std::sync::Arc::clone(&open.document);
            self.request(Job::Scan {
                document,
                highlighter,
            });
        } else {
            self.requests.give_up(JobKind::Scan);
        }
    }

    /// Goes to the first hit of the query in an article that is still at its beginning.
    pub(crate) fn go_to_result(&mut self) {
        let shown = match self.reader.height() {
            // It has not been drawn yet.
            0 => self.screen.size.height.saturating_sub(3),
            height => height,
        };
        if let Some(open) = self.reader.open_mut() {
            open.go_to_result(shown);
        }
    }

    /// Asks a worker.
    pub(crate) fn request(&mut self, question: Job) {
        let request = self.requests.number(question);
        self.ask(Effect::Work(request));
    }

    /// Goes to the first hit of what is being typed, from where the window is.
    fn find_while_typing(&mut self) {
        match self.panes.focus {
            Pane::Reader => {
                let from = self.reader.open().map_or(0, OpenArticle::top);
                self.go_to_hit_from(from, WalkDirection::Forwards, 1);
            }
            Pane::Sources | Pane::Articles => self.walk_rows(WalkDirection::Forwards, 1, true),
        }
    }

    /// Goes to the next hit, or to the one so many further.
    pub(crate) fn walk_hits(&mut self, direction: WalkDirection, times: usize) {
        if self.search.highlighter().is_empty() {
            return self.say_nothing_to_walk();
        }
        match self.panes.focus {
            Pane::Reader => self.walk_text(direction, times),
            Pane::Sources | Pane::Articles => self.walk_rows(direction, times, false),
        }
    }

    fn say_nothing_to_walk(&mut self) {
        let text = "nothing is looked for: / finds, H switches keyword sets on, f filters by words";
        self.status.say(Level::Info, text);
    }

    fn walk_text(&mut self, direction: WalkDirection, times: usize) {
        let Some(open) = self.reader.open() else { return };
        let from = match (&open.current_hit, direction) {
            (Some(hit), WalkDirection::Forwards) => hit.range.start + 1,
            (Some(hit), WalkDirection::Backwards) => hit.range.start,
            (None, _) => open.top(),
        };
        self.go_to_hit_from(from, direction, times);
    }

    /// Goes to the hit so many further (1: the first) that begins at an offset or later (or before it), around the end
    /// with a word about it. While a worker still looks through the article, as soon as it has.
    fn go_to_hit_from(&mut self, from: usize, direction: WalkDirection, times: usize) {
        let height = self.reader.height();
        let highlighter = self.search.highlighter().clone();
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        if open.hits_pending {
            self.search.jump = Some((from, direction, times));
            return self
                .status
                .say(Level::Info, "still looking through this long article");
        }
        let walked = walked(&open.hits, &highlighter);
        let starts: Vec<usize> = walked.iter().map(|hit| hit.range.start).collect();
        let walk = HitWalk {
            from,
            direction,
            times: times.max(1),
        };
        let Some(step) = walk.step(&starts) else {
            open.current_hit = None;
            return self
                .status
                .say(Level::Info, "no hit in this article; C-n goes on to the next one");
        };
        let hit = (*walked[step.hit]).clone();
        open.reveal(hit.range.start, height);
        open.current_hit = Some(hit);
        self.say_counter(step);
    }

    fn say_counter(&mut self, step: HitStep) {
        let side = if step.direction == WalkDirection::Forwards {
            "the top"
        } else {
            "the end"
        };
        let counter = format!("{}/{}", step.hit + 1, step.count);
        let text = if step.wraps {
            format!("{counter}  went on from {side}")
        } else {
            counter
        };
        self.status.say(Level::Info, text);
    }

    /// The next hit; where this article has no further one, the first of the next article that has any.
    pub(crate) fn walk_hits_across(&mut self, direction: WalkDirection) {
        if self.search.highlighter().is_empty() {
            return self.say_nothing_to_walk();
        }
        let is_pending = self.reader.open().is_some_and(|open| open.hits_pending);
        if self.panes.focus == Pane::Reader && (is_pending || self.has_further_hit(direction)) {
            return self.walk_text(direction, 1);
        }
        let (listed, cursor) = (self.view.listed(), self.articles.cursor);
        let ids: Vec<u32> = match direction {
            WalkDirection::Forwards => listed.iter().skip(cursor + 1).copied().collect(),
            WalkDirection::Backwards => listed.iter().take(cursor).rev().copied().collect(),
        };
        let Some(corpus) = self.view.corpus().cloned() else {
            return;
        };
        let highlighter = self.search.highlighter().clone();
        let backwards = direction == WalkDirection::Backwards;
        self.request(Job::Seek {
            corpus,
            ids,
            highlighter,
            backwards,
        });
    }

    fn has_further_hit(&self, direction: WalkDirection) -> bool {
        let Some(open) = self.reader.open() else {
            return false;
        };
        let highlighter = self.search.highlighter();
        let mut walked = open.hits.iter().filter(|hit| highlighter.walks(hit.kind));
        match (&open.current_hit, direction) {
            (None, WalkDirection::Forwards) => walked.any(|hit| hit.range.start >= open.top()),
            (None, WalkDirection::Backwards) => walked.any(|hit| hit.range.start < open.top()),
            (Some(current), WalkDirection::Forwards) => {
                walked.any(|hit| hit.range.start > current.range.start)
            }
            (Some(current), WalkDirection::Backwards) => {
                walked.any(|hit| hit.range.start < current.range.start)
            }
        }
    }

    /// Walks the rows of a list whose text has a hit.
    fn walk_rows(&mut self, direction: WalkDirection, times: usize, from_here: bool) {
        let is_sources = self.panes.focus == Pane::Sources;
        let list = if is_sources { self.sources } else { self.articles };
        let is_after = direction == WalkDirection::Forwards && !from_here;
        let walk = HitWalk {
            from: list.cursor + usize::from(is_after),
            direction,
            times: times.max(1),
        };
        let finder = self.row_finder();
        if !is_sources {
            return self.walk_articles(walk, finder);
        }
        let sources = self.view.sources().iter().enumerate();
        let rows = sources.filter(|(_, row)| finder.has_hit(&source_text(row)));
        let rows: Vec<usize> = rows.map(|(place, _)| place).collect();
        let Some(step) = walk.step(&rows) else {
            return self.status.say(Level::Info, "no row matches");
        };
        self.sources.cursor = rows[step.hit];
        self.list_chosen_source();
        self.say_counter(step);
    }

    /// Requests the article row that a walk leads to: there may be too many rows to search them here.
    fn walk_articles(&mut self, walk: HitWalk, finder: RowFinder) {
        if let Some(stored) = self.view.corpus().cloned() {
            self.request(Job::FindRow {
                stored,
                ids: self.view.listed().to_vec(),
                finder,
                walk,
            });
        }
    }

    /// Goes to the row that a worker has found.
    fn go_to_row(&mut self, found: Option<FoundRow>) {
        let Some(place) = found.and_then(|row| self.view.place_of(row.id)) else {
            return self.status.say(Level::Info, "no row matches");
        };
        self.articles.cursor = place;
        if let Some(step) = found.and_then(|row| row.step) {
            self.say_counter(step);
        }
    }

    fn row_finder(&self) -> RowFinder {
        let find = self.search.find();
        RowFinder {
            matcher: find.map(|find| Matcher::new([find.pattern.clone()])),
            highlighter: self.search.highlighter().clone(),
        }
    }

    /// Takes the answer of a worker; a late one is dropped.
    pub(crate) fn take_answer(&mut self, answer: Answer) {
        if !self.requests.wants(&answer) {
            return;
        }
        match answer.found {
            JobResult::Counts(counts) => self.search.counts = Some(counts),
            JobResult::Hits(hits) => {
                if let Some(open) = self.reader.open_mut() {
                    open.set_hits(hits);
                }
                if let Some((from, direction, times)) = self.search.jump.take() {
                    self.go_to_hit_from(from, direction, times);
                }
            }
            JobResult::Sought { entry, backwards } => self.go_to_sought(entry, backwards),
            JobResult::Listing(extent, listing, rows) => self.take_listing(extent, listing, rows),
            JobResult::Saved(counts) => self.view.set_saved_counts(&counts),
            JobResult::Outlets(outlets) => {
                self.view.set_outlets(&outlets);
                self.follow_scope();
            }
            JobResult::Snippets(snippets) => self.view.take_snippets(snippets),
            JobResult::Row(found) => self.go_to_row(found),
            JobResult::Rows(ids, rows) => self.view.take_rows_of(&ids, rows),
            JobResult::Revisions(id, revisions) => self.take_revisions(id, revisions),
            JobResult::Fetched(purpose, entries) => self.take_fetched(purpose, entries),
            JobResult::Failed(kind, why) => self.note_failed(kind, why),
            JobResult::Weighed(weighed) => self.take_weighed(weighed),
        }
    }

    fn go_to_sought(&mut self, sought: Option<Arc<Entry>>, backwards: bool) {
        let Some(place) = sought.as_ref().and_then(|entry| self.view.place_of(entry.id)) else {
            let side = if backwards { "earlier" } else { "later" };
            return self
                .status
                .say(Level::Info, format!("no hit in any {side} article of this view"));
        };
        self.view.take_fetched(sought);
        self.articles.cursor = place;
        self.focus(Pane::Reader);
        self.settle();
        let (direction, from) = if backwards {
            (WalkDirection::Backwards, usize::MAX)
        } else {
            (WalkDirection::Forwards, 0)
        };
        if let Some(open) = self.reader.open_mut() {
            open.current_hit = None;
        }
        self.go_to_hit_from(from, direction, 1);
    }

    /// The range that an article's hit counter speaks of: which of how many.
    pub fn hit_counter(&self) -> Option<(usize, usize)> {
        let open = self.reader.open()?;
        let current = open.current_hit.as_ref()?;
        let walked = walked(&open.hits, self.search.highlighter());
        let place = walked
            .binary_search_by_key(&current.range.start, |hit| hit.range.start)
            .ok()?;
        Some((place + 1, walked.len()))
    }

    /// How often a keyword set occurs in the open article; `None` while that is not known.
    pub fn hits_here(&self, set: usize) -> Option<usize> {
        let open = self.reader.open().filter(|open| !open.hits_pending)?;
        Some(
            open.hits
                .iter()
                .filter(|hit| hit.kind == HitKind::Set(set))
                .count(),
        )
    }
}

/// What tells whether a row of a list has a hit: the find, and while there is none all that is highlighted.
#[derive(Debug)]
pub struct RowFinder {
    matcher: Option<Matcher>,
    highlighter: Highlighter,
}

impl RowFinder {
    fn has_hit(&self, text: &str) -> bool {
        match &self.matcher {
            Some(matcher) => matcher.is_match(text),
            None => !self.highlighter.scan(text).is_empty(),
        }
    }

    /// Whether the row of an article has a hit.
    pub fn finds(&self, row: &ArticleRow) -> bool {
        self.has_hit(&Self::text(&row.title, row.outlet.as_deref()))
    }

    /// What the row of an article says.
    fn text(title: &str, outlet: Option<&str>) -> String {
        format!("{title} {}", outlet.unwrap_or_default())
    }
}

/// The hits that are walked; where several begin at one place, that is one of them.
fn walked<'a>(hits: &'a [DocumentHit], highlighter: &Highlighter) -> Vec<&'a DocumentHit> {
    let mut walked: Vec<_> = hits.iter().filter(|hit| highlighter.walks(hit.kind)).collect();
    walked.dedup_by_key(|hit| hit.range.start);
    walked
}

/// Returns the text of a row of the outlet list.
fn source_text(row: &SourceRow) -> String {
    match &row.scope {
        Scope::All => "All articles".to_owned(),
        Scope::Outlet(name) => name.to_string(),
        Scope::Unknown => "outlet unknown".to_owned(),
        Scope::Saved(saved) => saved.name.clone(),
    }
}
