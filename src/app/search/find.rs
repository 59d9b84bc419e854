//! Find in the focused pane, and walking from hit to hit, also into other articles.

use crate::app::App;
use crate::app::input::prompt::{Prompt, PromptKind};
use crate::app::jobs::job::{Job, JobKind};
use crate::app::list::listing::scope_name;
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::pane::OpenArticle;
use crate::app::search::highlight::{DocumentHit, Highlighter, HitKind};
use crate::app::search::hit_walk::{FoundRow, HitStep, HitWalk, RowFinder, WalkDirection};
use crate::app::search::state::{FindOrigin, HitRow};
use crate::library::entry::Entry;
use crate::text::matcher::Matcher;
use std::sync::Arc;

impl App {
    pub(crate) fn open_find(&mut self) {
        self.note_jump_in_text();
        let place = |open: &OpenArticle| (open.entry.id, open.place());
        self.search.find_origin = Some(FindOrigin {
            sources: self.sources,
            articles: self.articles,
            scope: self.listing.scope().clone(),
            place: self.reader.open().map(place),
            find: self.search.find().map(|find| find.text.clone()),
        });
        self.input.prompt = Some(Prompt::new(PromptKind::Find, ""));
    }

    /// Searches for the typed text, from where the find was opened.
    pub(crate) fn find_typed(&mut self, text: &str) {
        self.return_to_origin();
        self.set_find(Some(text));
        if !text.is_empty() {
            self.find_while_typing();
        }
    }

    /// Accepts the typed text.
    pub(crate) fn accept_find(&mut self, text: &str) {
        self.find_typed(text);
        self.search.find_origin = None;
    }

    /// Cancels the find and restores the place and the earlier find.
    pub(crate) fn cancel_find(&mut self) {
        self.return_to_origin();
        let find = self.search.find_origin.take().and_then(|origin| origin.find);
        self.set_find(find.as_deref());
    }

    fn return_to_origin(&mut self) {
        self.requests.cancel(JobKind::FindRow);
        let Some(origin) = &self.search.find_origin else {
            return;
        };
        let (sources, articles, place) = (origin.sources, origin.articles, origin.place);
        if origin.scope != *self.listing.scope() {
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

    /// Sets or removes the find of all panes.
    pub(crate) fn set_find(&mut self, text: Option<&str>) {
        self.search.set_find(text);
        if let Some(open) = self.reader.open_mut() {
            open.current_hit.take_if(|hit| hit.kind == HitKind::Find);
        }
        self.find_hits();
    }

    /// Updates the hits in the open article; a worker searches a long one.
    pub(crate) fn find_hits(&mut self) {
        let highlighter = self.search.highlighter().clone();
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        if open.find_hits(&highlighter) {
            let document = std::sync::Arc::clone(&open.document);
            self.request(Job::Scan {
                document,
                highlighter,
            });
        } else {
            self.requests.cancel(JobKind::Scan);
        }
    }

    /// Goes to the first hit of the query in an article that is still at its beginning.
    pub(crate) fn go_to_result(&mut self) {
        let shown = match self.reader.height() {
            // The pane has not been laid out yet.
            0 => self.screen.size.height.saturating_sub(3),
            height => height,
        };
        if let Some(open) = self.reader.open_mut() {
            open.go_to_result(shown);
        }
    }

    /// Goes to the first hit of the text that is being typed, starting at the window.
    fn find_while_typing(&mut self) {
        match self.panes.focus {
            Pane::Reader => {
                let from = self.reader.open().map_or(0, OpenArticle::top);
                self.go_to_hit_from(from, WalkDirection::Forwards, 1);
            }
            Pane::Sources | Pane::Articles => self.walk_rows(WalkDirection::Forwards, 1, true),
        }
    }

    /// Goes to the `times`-th hit in a direction.
    pub(crate) fn walk_hits(&mut self, direction: WalkDirection, times: usize) {
        if self.search.highlighter().is_empty() {
            return self.report_no_search();
        }
        match self.panes.focus {
            Pane::Reader => {
                self.note_jump_in_text();
                self.walk_text(direction, times);
            }
            Pane::Sources | Pane::Articles => self.walk_rows(direction, times, false),
        }
    }

    pub(crate) fn report_no_search(&mut self) {
        let text = "No search yet: / finds, H turns keyword sets on, f filters";
        self.status.inform(text);
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

    /// Goes to the `times`-th hit that begins at an offset or later (backwards: before it), wrapping around with a
    /// message. While a worker still searches the article, this waits for its result.
    pub(crate) fn go_to_hit_from(&mut self, from: usize, direction: WalkDirection, times: usize) {
        let height = self.reader.height();
        let highlighter = self.search.highlighter().clone();
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        if open.hits_pending {
            self.search.jump = Some((from, direction, times));
            return self.status.inform("Still searching this long article");
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
                .inform("No hit in this article; C-n searches the next ones");
        };
        let hit = (*walked[step.hit]).clone();
        open.reveal(hit.range.start, height);
        open.current_hit = Some(hit);
        self.report_wrap(step);
    }

    /// Reports that a step went around the end. The counter is in the title of the pane.
    fn report_wrap(&mut self, step: HitStep) {
        let side = if step.direction == WalkDirection::Forwards {
            "the top"
        } else {
            "the end"
        };
        if step.wraps {
            self.status.inform(format!("Continued from {side}"));
        }
    }

    /// Notes which of the rows with a hit is under the cursor of the focused list.
    fn note_row(&mut self, step: HitStep) {
        let (pane, row) = (self.panes.focus, self.cursor_of_list());
        self.search.row = Some(HitRow {
            pane,
            row,
            hit: step.hit + 1,
            count: step.count,
        });
        self.report_wrap(step);
    }

    fn cursor_of_list(&self) -> usize {
        match self.panes.focus {
            Pane::Sources => self.sources.cursor,
            Pane::Articles | Pane::Reader => self.articles.cursor,
        }
    }

    /// Returns the number of the row under the cursor among the rows of a list with a hit, from 1, and their number, if
    /// the last step led there.
    pub fn row_counter(&self, pane: Pane) -> Option<(usize, usize)> {
        let row = self.search.row.filter(|row| row.pane == pane)?;
        (pane == self.panes.focus && row.row == self.cursor_of_list()).then_some((row.hit, row.count))
    }

    /// Goes to the next hit; if this article has no further one, to the first hit in the next article that has any.
    pub(crate) fn walk_hits_across(&mut self, direction: WalkDirection) {
        if self.search.highlighter().is_empty() {
            return self.report_no_search();
        }
        let is_pending = self.reader.open().is_some_and(|open| open.hits_pending);
        if self.panes.focus == Pane::Reader && (is_pending || self.has_further_hit(direction)) {
            self.note_jump_in_text();
            return self.walk_text(direction, 1);
        }
        self.find_next_article(direction);
    }

    /// Goes to the first hit in the next article that has any.
    pub(crate) fn find_next_article(&mut self, direction: WalkDirection) {
        if self.search.highlighter().is_empty() {
            return self.report_no_search();
        }
        let (listed, cursor) = (self.listing.listed(), self.articles.cursor);
        let ids: Vec<u32> = match direction {
            WalkDirection::Forwards => listed.iter().skip(cursor + 1).copied().collect(),
            WalkDirection::Backwards => listed.iter().take(cursor).rev().copied().collect(),
        };
        let highlighter = self.search.highlighter().clone();
        let backwards = direction == WalkDirection::Backwards;
        self.request(Job::FindNext {
            ids,
            highlighter,
            backwards,
        });
    }

    /// Returns whether the row or the article that a walk leads to is pending.
    pub(crate) fn awaits_walk(&self) -> bool {
        self.requests.awaits(JobKind::FindRow) || self.requests.awaits(JobKind::FindNext)
    }

    /// Cancels the walk whose row or article is pending.
    pub(crate) fn cancel_walk(&mut self) {
        self.requests.cancel(JobKind::FindRow);
        self.requests.cancel(JobKind::FindNext);
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
            // There may be too many rows to search here.
            let ids = self.listing.listed().to_vec();
            return self.request(Job::FindRow { ids, finder, walk });
        }
        let sources = self.listing.sources().iter().enumerate();
        let rows = sources.filter(|(_, row)| finder.has_hit(scope_name(&row.scope)));
        let rows: Vec<usize> = rows.map(|(place, _)| place).collect();
        let Some(step) = walk.step(&rows) else {
            return self.status.inform("No row matches");
        };
        self.sources.cursor = rows[step.hit];
        self.list_chosen_source();
        self.note_row(step);
    }

    /// Goes to the row that a worker has found.
    pub(crate) fn go_to_row(&mut self, found: Option<FoundRow>) {
        let Some(place) = found.and_then(|row| self.listing.place_of(row.id)) else {
            return self.status.inform("No row matches");
        };
        self.articles.cursor = place;
        if let Some(step) = found.and_then(|row| row.step) {
            self.note_row(step);
        }
    }

    fn row_finder(&self) -> RowFinder {
        let find = self.search.find();
        RowFinder {
            matcher: find
                .filter(|_| self.search.walked().is_none())
                .map(|find| Matcher::new([find.pattern.clone()])),
            highlighter: self.search.highlighter().clone(),
        }
    }

    pub(crate) fn on_next_hit(&mut self, entry: Option<Arc<Entry>>, backwards: bool) {
        let Some(place) = entry.as_ref().and_then(|entry| self.listing.place_of(entry.id)) else {
            let side = if backwards { "earlier" } else { "later" };
            return self
                .status
                .inform(format!("No hit in any {side} article of this list"));
        };
        self.listing.add_entries(entry);
        self.articles.cursor = place;
        self.focus(Pane::Reader);
        self.relayout();
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

    /// Returns the number of the current hit, from 1, and the number of hits.
    pub fn hit_counter(&self) -> Option<(usize, usize)> {
        let open = self.reader.open()?;
        let current = open.current_hit.as_ref()?;
        let walked = walked(&open.hits, self.search.highlighter());
        let place = walked
            .binary_search_by_key(&current.range.start, |hit| hit.range.start)
            .ok()?;
        Some((place + 1, walked.len()))
    }

    /// Returns the number of the current hit, and how far the window is in the open article if not all of it fits.
    pub fn place_in_article(&self) -> Vec<String> {
        let set = self
            .search
            .walked()
            .map_or_else(String::new, |(_, set)| format!("{} ", set.name));
        let counter = self.hit_counter().map(|(at, of)| format!("{set}{at}/{of}"));
        let open = self.reader.open().filter(|open| !open.fits());
        counter
            .into_iter()
            .chain(open.map(|open| format!("{}%", open.percent())))
            .collect()
    }

    /// Returns the number of hits of a keyword set in the open article; `None` while they are being searched for.
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

/// Returns the hits that are walked; of several hits at one place, only one.
fn walked<'a>(hits: &'a [DocumentHit], highlighter: &Highlighter) -> Vec<&'a DocumentHit> {
    let mut walked: Vec<_> = hits.iter().filter(|hit| highlighter.walks(hit.kind)).collect();
    walked.dedup_by_key(|hit| hit.range.start);
    walked
}
