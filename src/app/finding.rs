//! Find in the pane in focus, and walking from hit to hit, also into other articles.

use super::request::{Found, Kind, Question};
use super::{Answer, App, Effect, HitKind, Level, Pane, Prompt, PromptKind, Scope};
use crate::text::Matcher;
use std::ops::Range;

/// Which way hits are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forwards,
    Backwards,
}

impl App {
    pub(super) fn open_find(&mut self) {
        self.prompt = Some(Prompt::new(PromptKind::Find, ""));
    }

    /// Looks for a text in every pane, or for none.
    pub(super) fn set_find(&mut self, text: Option<&str>) {
        self.search.set_find(text);
        self.look_for_hits();
    }

    /// Finds the hits of the open article anew; a long one is left to a worker.
    pub(super) fn look_for_hits(&mut self) {
        let highlighter = self.search.highlighter().clone();
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        if open.look_for_hits(&highlighter) {
            let document = std::sync::Arc::clone(&open.document);
            self.request(Question::Scan {
                document,
                highlighter,
            });
        } else {
            self.requests.give_up(Kind::Scan);
        }
    }

    /// Asks a worker.
    pub(super) fn request(&mut self, question: Question) {
        let request = self.requests.number(question);
        self.ask(Effect::Work(request));
    }

    /// Goes to the first hit of what is being typed, from where the window is.
    pub(super) fn find_while_typing(&mut self) {
        match self.panes.focus {
            Pane::Reader => {
                let from = self.reader.open().map_or(0, super::OpenArticle::top);
                self.go_to_hit_from(from, Direction::Forwards);
            }
            Pane::Sources | Pane::Articles => self.walk_rows(Direction::Forwards, true),
        }
    }

    /// Goes to the next hit, or to the one so many further.
    pub(super) fn walk_hits(&mut self, direction: Direction, times: usize) {
        if self.search.highlighter().is_empty() {
            return self.say_nothing_to_walk();
        }
        for _ in 0..times.min(1000) {
            match self.panes.focus {
                Pane::Reader => self.walk_text(direction),
                Pane::Sources | Pane::Articles => self.walk_rows(direction, false),
            }
        }
    }

    fn say_nothing_to_walk(&mut self) {
        let text = "nothing is looked for: / finds, H switches keyword sets on, f filters by words";
        self.status.say(Level::Info, text);
    }

    fn walk_text(&mut self, direction: Direction) {
        let Some(open) = self.reader.open() else { return };
        if open.hits_pending {
            return self
                .status
                .say(Level::Info, "still looking through this long article");
        }
        let from = match (&open.current_hit, direction) {
            (Some(hit), Direction::Forwards) => hit.range.start + 1,
            (Some(hit), Direction::Backwards) => hit.range.start,
            (None, _) => open.top(),
        };
        self.go_to_hit_from(from, direction);
    }

    /// Goes to the first hit that begins at an offset or later (or before it), around the end with a word about it.
    fn go_to_hit_from(&mut self, from: usize, direction: Direction) {
        let height = self.reader.height();
        let highlighter = self.search.highlighter().clone();
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        let walked: Vec<_> = open
            .hits
            .iter()
            .filter(|hit| highlighter.walks(hit.kind))
            .cloned()
            .collect();
        let Some(last) = walked.len().checked_sub(1) else {
            open.current_hit = None;
            return self.status.say(
                Level::Warning,
                "no hit in this article; C-n goes on to the next one",
            );
        };
        let later = walked.partition_point(|hit| hit.range.start < from);
        let (place, around) = match direction {
            Direction::Forwards if later > last => (0, true),
            Direction::Forwards => (later, false),
            Direction::Backwards if later == 0 => (last, true),
            Direction::Backwards => (later - 1, false),
        };
        let hit = walked[place].clone();
        open.reveal(hit.range.start, height);
        open.current_hit = Some(hit);
        let side = if direction == Direction::Forwards {
            "the top"
        } else {
            "the end"
        };
        let counter = format!("{}/{}", place + 1, last + 1);
        let text = if around {
            format!("{counter}  went on from {side}")
        } else {
            counter
        };
        self.status.say(Level::Info, text);
    }

    /// The next hit; where this article has no further one, the first of the next article that has any.
    pub(super) fn walk_hits_across(&mut self, direction: Direction) {
        if self.search.highlighter().is_empty() {
            return self.say_nothing_to_walk();
        }
        if self.panes.focus == Pane::Reader && self.has_further_hit(direction) {
            return self.walk_text(direction);
        }
        let (listed, cursor) = (self.view.listed(), self.articles.cursor);
        let entry = |&id: &u32| self.view.entry(id).cloned();
        let entries: Vec<_> = match direction {
            Direction::Forwards => listed.iter().skip(cursor + 1).filter_map(entry).collect(),
            Direction::Backwards => listed.iter().take(cursor).rev().filter_map(entry).collect(),
        };
        let highlighter = self.search.highlighter().clone();
        let backwards = direction == Direction::Backwards;
        self.request(Question::Seek {
            entries,
            highlighter,
            backwards,
        });
    }

    fn has_further_hit(&self, direction: Direction) -> bool {
        let Some(open) = self.reader.open() else {
            return false;
        };
        let highlighter = self.search.highlighter();
        let mut walked = open.hits.iter().filter(|hit| highlighter.walks(hit.kind));
        match (&open.current_hit, direction) {
            (None, Direction::Forwards) => walked.any(|hit| hit.range.start >= open.top()),
            (None, Direction::Backwards) => walked.any(|hit| hit.range.start < open.top()),
            (Some(current), Direction::Forwards) => walked.any(|hit| hit.range.start > current.range.start),
            (Some(current), Direction::Backwards) => walked.any(|hit| hit.range.start < current.range.start),
        }
    }

    /// Walks the rows of a list whose text has a hit.
    fn walk_rows(&mut self, direction: Direction, from_here: bool) {
        let matcher = self
            .search
            .find()
            .map(|find| Matcher::new([find.pattern.clone()]));
        let highlighter = self.search.highlighter();
        let has_hit = |text: &str| match &matcher {
            Some(matcher) => matcher.is_match(text),
            None => !highlighter.scan(text).is_empty(),
        };
        let (len, cursor) = match self.panes.focus {
            Pane::Sources => (self.view.sources().len(), self.sources.cursor),
            Pane::Articles | Pane::Reader => (self.view.listed().len(), self.articles.cursor),
        };
        let row_matches = |row: &usize| self.row_text(*row).is_some_and(|text| has_hit(&text));
        let after = if from_here { cursor } else { cursor + 1 };
        let found = match direction {
            Direction::Forwards => (after.min(len)..len).chain(0..after.min(len)).find(row_matches),
            Direction::Backwards => (0..cursor.min(len))
                .rev()
                .chain((cursor.min(len)..len).rev())
                .find(row_matches),
        };
        match found {
            Some(row) if self.panes.focus == Pane::Sources => {
                self.sources.cursor = row;
                self.list_chosen_source();
            }
            Some(row) => self.articles.cursor = row,
            None => self.status.say(Level::Warning, "no row matches"),
        }
    }

    /// What a row of the list in focus says.
    fn row_text(&self, row: usize) -> Option<String> {
        if self.panes.focus == Pane::Sources {
            let source = self.view.sources().get(row)?;
            return Some(match &source.scope {
                Scope::All => "all".to_owned(),
                Scope::Outlet(name) => name.to_string(),
                Scope::Unknown => "unknown".to_owned(),
            });
        }
        let entry = self.view.listed_entry(row)?;
        let outlet = entry.outlet.as_deref().unwrap_or_default();
        Some(format!("{} {outlet}", entry.display_title().0))
    }

    /// Takes the answer of a worker; a late one is dropped.
    pub(super) fn take_answer(&mut self, answer: Answer) {
        if !self.requests.wants(&answer) {
            return;
        }
        match answer.found {
            Found::Matching { ids, of } => self.take_matching(ids, of),
            Found::Counts(counts) => self.search.counts = Some(counts),
            Found::Hits(hits) => {
                if let Some(open) = self.reader.open_mut() {
                    open.set_hits(hits);
                }
            }
            Found::Entry { id, backwards } => self.go_to_sought(id, backwards),
        }
    }

    fn go_to_sought(&mut self, id: Option<u32>, backwards: bool) {
        let Some(place) = id.and_then(|id| self.view.place_of(id)) else {
            let side = if backwards { "earlier" } else { "later" };
            return self
                .status
                .say(Level::Info, format!("no hit in any {side} article of this view"));
        };
        self.articles.cursor = place;
        self.focus(Pane::Reader);
        self.settle();
        let (direction, from) = if backwards {
            (Direction::Backwards, usize::MAX)
        } else {
            (Direction::Forwards, 0)
        };
        if let Some(open) = self.reader.open_mut() {
            open.current_hit = None;
        }
        self.go_to_hit_from(from, direction);
    }

    /// The range that an article's hit counter speaks of: which of how many.
    pub fn hit_counter(&self) -> Option<(usize, usize)> {
        let open = self.reader.open()?;
        let current = open.current_hit.as_ref()?;
        let highlighter = self.search.highlighter();
        let starts: Vec<&Range<usize>> = open
            .hits
            .iter()
            .filter(|hit| highlighter.walks(hit.kind))
            .map(|hit| &hit.range)
            .collect();
        let place = starts
            .iter()
            .position(|range| range.start == current.range.start)?;
        Some((place + 1, starts.len()))
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
