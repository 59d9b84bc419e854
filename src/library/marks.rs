//! The reader's own marks for this session, with undo. Not where they are kept: a store fills them by
//! [`Marks::restore`] and writes down each [`Step`] that comes back.

use std::collections::VecDeque;
use std::fmt;

/// A mark that an article can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// It was read.
    Read,
    /// It is starred.
    Star,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 2] = [Self::Read, Self::Star];

    /// How a status line says that the mark was set or taken away.
    fn said(self, on: bool) -> &'static str {
        match (self, on) {
            (Self::Read, true) => "read",
            (Self::Read, false) => "unread",
            (Self::Star, true) => "starred",
            (Self::Star, false) => "not starred",
        }
    }
}

/// What queries and lists ask about marks. Ids are those of the entries.
pub trait MarksView: Sync {
    /// Whether the article carries the mark.
    fn has(&self, mark: Mark, id: u32) -> bool;

    /// Whether the reader wrote a note to the article.
    fn is_noted(&self, _id: u32) -> bool {
        false
    }

    /// Whether the article carries the tag, given folded.
    fn has_tag(&self, _id: u32, _folded_tag: &str) -> bool {
        false
    }
}

/// A wish to set or take away a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which mark.
    pub mark: Mark,
    /// Whether to set it.
    pub on: bool,
    /// Of which articles.
    pub ids: Vec<u32>,
}

/// What was done in one go: the articles that really changed. Its `Display` is for the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which mark.
    pub mark: Mark,
    /// Whether it was set.
    pub on: bool,
    /// The articles that had it otherwise before.
    pub ids: Box<[u32]>,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = self.mark.said(self.on);
        match self.ids.len() {
            1 => write!(f, "marked {said}"),
            count => write!(f, "marked {count} {said}"),
        }
    }
}

/// How many steps can be undone.
const STEPS_KEPT: usize = 100;

/// The marks of a session.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    sets: [IdSet; 2],
    done: VecDeque<Step>,
    undone: Vec<Step>,
}

impl Marks {
    /// Whether the article was read.
    pub fn is_read(&self, id: u32) -> bool {
        self.set(Mark::Read).has(id)
    }

    /// Whether the article is starred.
    pub fn is_starred(&self, id: u32) -> bool {
        self.set(Mark::Star).has(id)
    }

    /// How many articles carry the mark.
    pub fn count(&self, mark: Mark) -> usize {
        self.set(mark)
            .words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Sets marks that are known from before, without a step to undo.
    pub fn restore(&mut self, mark: Mark, ids: impl IntoIterator<Item = u32>) {
        for id in ids {
            self.set_mut(mark).put(id, true);
        }
    }

    /// Does it and returns the step, to be shown and written down; `None` where nothing changes.
    ///
    /// What was undone before cannot be done again after this.
    pub fn apply(&mut self, change: Change) -> Option<Step> {
        let Change { mark, on, ids } = change;
        let set = self.set_mut(mark);
        let ids: Box<[u32]> = ids.into_iter().filter(|&id| set.put(id, on)).collect();
        if ids.is_empty() {
            return None;
        }
        let step = Step { mark, on, ids };
        self.undone.clear();
        self.keep(step.clone());
        Some(step)
    }

    /// Whether there is anything to undo or to do again.
    pub fn has_steps(&self) -> bool {
        !self.done.is_empty() || !self.undone.is_empty()
    }

    /// Takes the last step back and returns what that did: the same articles the other way.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop_back()?;
        let back = Step {
            on: !step.on,
            ..step.clone()
        };
        self.put_all(&back);
        self.undone.push(step);
        Some(back)
    }

    /// Does again what was undone last and returns it.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.put_all(&step);
        self.keep(step.clone());
        Some(step)
    }

    /// Moves everything to the ids of another load; marks of articles that are gone are dropped.
    #[must_use]
    pub fn moved(&self, new_id: impl Fn(u32) -> Option<u32>) -> Self {
        let step = |step: &Step| Step {
            ids: step.ids.iter().filter_map(|&id| new_id(id)).collect(),
            ..*step
        };
        let mut moved = Self {
            sets: <[IdSet; 2]>::default(),
            done: self
                .done
                .iter()
                .map(step)
                .filter(|step| !step.ids.is_empty())
                .collect(),
            undone: self
                .undone
                .iter()
                .map(step)
                .filter(|step| !step.ids.is_empty())
                .collect(),
        };
        for mark in Mark::ALL {
            moved.restore(mark, self.set(mark).ids().filter_map(&new_id));
        }
        moved
    }

    fn put_all(&mut self, step: &Step) {
        let set = self.set_mut(step.mark);
        for &id in &step.ids {
            set.put(id, step.on);
        }
    }

    fn keep(&mut self, step: Step) {
        if self.done.len() == STEPS_KEPT {
            self.done.pop_front();
        }
        self.done.push_back(step);
    }

    fn set(&self, mark: Mark) -> &IdSet {
        &self.sets[mark as usize]
    }

    fn set_mut(&mut self, mark: Mark) -> &mut IdSet {
        &mut self.sets[mark as usize]
    }
}

impl MarksView for Marks {
    fn has(&self, mark: Mark, id: u32) -> bool {
        self.set(mark).has(id)
    }
}

/// A set of ids as bits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct IdSet {
    words: Vec<u64>,
}

impl IdSet {
    fn has(&self, id: u32) -> bool {
        let word = self.words.get(id as usize / 64);
        word.is_some_and(|word| word >> (id % 64) & 1 == 1)
    }

    /// Whether that changed anything.
    fn put(&mut self, id: u32, on: bool) -> bool {
        if self.has(id) == on {
            return false;
        }
        let at = id as usize / 64;
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        self.words[at] ^= 1 << (id % 64);
        true
    }

    fn ids(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.words).flat_map(|(at, &word)| {
            let is_set = move |bit: &u32| word >> bit & 1 == 1;
            (0..64).filter(is_set).map(move |bit| at * 64 + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(mark: Mark, on: bool, ids: &[u32]) -> Change {
        Change {
            mark,
            on,
            ids: ids.to_vec(),
        }
    }

    #[test]
    fn a_step_covers_what_changed_and_is_undone_in_one_go() {
        let mut marks = Marks::default();
        marks.restore(Mark::Read, [3]);
        let step = marks.apply(change(Mark::Read, true, &[1, 3, 70])).unwrap();
        assert_eq!(step.to_string(), "marked 2 read");
        assert_eq!(marks.apply(change(Mark::Read, true, &[1])), None);
        assert_eq!(marks.undo().unwrap().to_string(), "marked 2 unread");
        assert!(!marks.is_read(70) && marks.is_read(3));
        assert_eq!(marks.redo().unwrap().ids.as_ref(), [1, 70]);
        assert!(marks.is_read(70) && marks.redo().is_none());
    }

    #[test]
    fn a_new_step_ends_redo_and_the_oldest_is_forgotten() {
        let mut marks = Marks::default();
        for id in 0..=STEPS_KEPT as u32 {
            marks.apply(change(Mark::Star, true, &[id]));
        }
        assert_eq!(std::iter::from_fn(|| marks.undo()).count(), STEPS_KEPT);
        assert!(marks.is_starred(0));
        marks.apply(change(Mark::Star, true, &[9]));
        assert!(marks.redo().is_none());
    }

    #[test]
    fn marks_move_to_the_ids_of_another_load() {
        let mut marks = Marks::default();
        marks.apply(change(Mark::Read, true, &[1, 2]));
        let mut moved = marks.moved(|id| (id == 2).then_some(0));
        assert!(moved.is_read(0) && moved.count(Mark::Read) == 1);
        assert_eq!(moved.undo().unwrap().ids.as_ref(), [0]);
    }
}
