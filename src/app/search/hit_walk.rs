//! Walking through the hits of a text, or the rows of a list that have one, from a place and around the end. Not
//! finding them: see `highlight` and [`RowFinder`].

use crate::app::search::highlight::Highlighter;
use crate::library::error::StoreError;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::corpus::Corpus;
use crate::text::matcher::Matcher;
use std::sync::atomic::{AtomicBool, Ordering};

/// Up to this many rows, all of them are searched, so that the hits can be counted.
const ROWS_COUNTED: usize = 20_000;

/// The direction of a walk through hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WalkDirection {
    Forwards,
    Backwards,
}

/// A walk: where it starts, its direction, and how many hits it goes.
#[derive(Debug, Clone, Copy)]
pub struct HitWalk {
    /// The first place that is ahead when walking forwards.
    pub(crate) from: usize,
    pub(crate) direction: WalkDirection,
    /// How many hits further; at least 1.
    pub(crate) times: usize,
}

/// The row that a walk leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundRow {
    /// The article.
    pub id: u32,
    /// Which hit it is; `None` if there were too many rows to search all of them.
    pub(crate) step: Option<HitStep>,
}

/// A step to a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HitStep {
    /// The position of the hit among all hits, from 0.
    pub(crate) hit: usize,
    /// The number of hits.
    pub(crate) count: usize,
    /// Whether the walk went around the end.
    pub(crate) wraps: bool,
    pub(crate) direction: WalkDirection,
}

impl HitWalk {
    /// Returns the step to one of the hits at these places, which are in order; `None` if there are none.
    pub(crate) fn step(self, places: &[usize]) -> Option<HitStep> {
        let (count, ahead) = (places.len(), places.partition_point(|place| *place < self.from));
        let last = count.checked_sub(1)?;
        let (hit, wraps) = match self.direction {
            WalkDirection::Forwards => {
                let to = ahead + self.times - 1;
                (to % count, to > last)
            }
            WalkDirection::Backwards => {
                let back = (self.times - 1) % count + 1;
                ((ahead + count - back) % count, self.times > ahead)
            }
        };
        Some(HitStep {
            hit,
            count,
            wraps,
            direction: self.direction,
        })
    }

    /// Finds the row that the walk leads to among these articles, which are in the order of the list.
    pub(crate) fn find(
        self,
        stored: &Corpus,
        ids: &[u32],
        finder: &RowFinder,
        cancelled: &AtomicBool,
    ) -> Result<Option<FoundRow>, StoreError> {
        if ids.len() > ROWS_COUNTED {
            let id = self.find_first(stored, ids, finder, cancelled)?;
            return Ok(id.map(|id| FoundRow { id, step: None }));
        }
        let (mut places, mut place) = (Vec::new(), 0);
        stored.snapshot().rows(ids, |row| {
            // An article that is no longer in the library has no row.
            while ids.get(place).is_some_and(|id| *id != row.id) {
                place += 1;
            }
            if finder.finds(&row) {
                places.push(place);
            }
            !cancelled.load(Ordering::Relaxed)
        })?;
        let step = self.step(&places);
        Ok(step.map(|step| FoundRow {
            id: ids[places[step.hit]],
            step: Some(step),
        }))
    }

    /// Searches rows until enough hits are found; returns the last one.
    fn find_first(
        self,
        stored: &Corpus,
        ids: &[u32],
        finder: &RowFinder,
        cancelled: &AtomicBool,
    ) -> Result<Option<u32>, StoreError> {
        let (before, after) = ids.split_at(self.from.min(ids.len()));
        let walked: Vec<u32> = match self.direction {
            WalkDirection::Forwards => [after, before].concat(),
            WalkDirection::Backwards => before.iter().rev().chain(after.iter().rev()).copied().collect(),
        };
        let (mut last, mut left) = (None, self.times);
        stored.snapshot().rows(&walked, |row| {
            if finder.finds(&row) {
                (last, left) = (Some(row.id), left.saturating_sub(1));
            }
            left > 0 && !cancelled.load(Ordering::Relaxed)
        })?;
        Ok(last)
    }
}

/// Finds rows that have a hit: of the find or, without one, of anything that is highlighted.
#[derive(Debug)]
pub struct RowFinder {
    pub(crate) matcher: Option<Matcher>,
    pub(crate) highlighter: Highlighter,
}

impl RowFinder {
    pub(crate) fn has_hit(&self, text: &str) -> bool {
        if let Some(matcher) = &self.matcher {
            matcher.is_match(text)
        } else {
            let hits = self.highlighter.scan(text);
            hits.iter().any(|hit| self.highlighter.walks(hit.kind))
        }
    }

    /// Returns whether the row of an article has a hit.
    pub fn finds(&self, row: &ArticleRow) -> bool {
        self.has_hit(&Self::text(&row.title, row.outlet.as_deref()))
    }

    /// Returns the text of the row of an article.
    fn text(title: &str, outlet: Option<&str>) -> String {
        format!("{title} {}", outlet.unwrap_or_default())
    }
}
