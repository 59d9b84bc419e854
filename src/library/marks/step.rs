//! What a person did to marks in one go, and that the other way round. Neither where it is kept nor the list of steps.

use super::tag::{Tag, TagChange};
use super::{Mark, Marks, MarksView};
use std::fmt;
use std::sync::Arc;

/// Something that is done to an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A mark is set or taken away.
    Mark(Mark, bool),
    /// A tag comes or goes.
    Tag(Tag, bool),
    /// The note becomes another one; empty is none.
    Note {
        /// The note before.
        old: Arc<str>,
        /// The note now.
        new: Arc<str>,
    },
}

impl Deed {
    /// What takes it back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        match self {
            Self::Mark(mark, on) => Self::Mark(*mark, !on),
            Self::Tag(tag, on) => Self::Tag(tag.clone(), !on),
            Self::Note { old, new } => Self::Note {
                old: Arc::clone(new),
                new: Arc::clone(old),
            },
        }
    }
}

/// One deed, done to the articles of these ids that it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stroke {
    /// The deed.
    pub deed: Deed,
    /// The articles.
    pub ids: Box<[u32]>,
}

/// What was done in one go. Its `Display` is for the status line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// Its strokes, in order.
    pub strokes: Vec<Stroke>,
}

/// What a person wants of marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// The mark the other way on the first of these articles, and as there on the others.
    Toggle(Mark, Vec<u32>),
    /// The mark set.
    Set(Mark, Vec<u32>),
    /// These tags to come and to go.
    Tags(Vec<TagChange>, Vec<u32>),
    /// This note, in the place of what is there; empty is none.
    Note(String, Vec<u32>),
}

impl Wish {
    /// The step that fulfils it, given the marks there are; none where there is nothing to do.
    pub fn step(self, marks: &Marks) -> Option<Step> {
        let mut strokes = Vec::new();
        let mut add = |deed: Deed, ids: Vec<u32>| {
            if !ids.is_empty() {
                let ids = ids.into_boxed_slice();
                strokes.push(Stroke { deed, ids });
            }
        };
        let differing = |mark: Mark, on: bool, ids: Vec<u32>| -> Vec<u32> {
            ids.into_iter().filter(|&id| marks.has(mark, id) != on).collect()
        };
        match self {
            Self::Toggle(mark, ids) => {
                let on = ids.first().is_some_and(|&first| !marks.has(mark, first));
                add(Deed::Mark(mark, on), differing(mark, on, ids));
            }
            Self::Set(mark, ids) => add(Deed::Mark(mark, true), differing(mark, true, ids)),
            Self::Tags(changes, ids) => {
                for TagChange { tag, on } in changes {
                    let tag = marks.known_tag(&tag).unwrap_or(tag);
                    let differs = |id: &u32| marks.has_tag(*id, tag.folded()) != on;
                    let ids = ids.iter().copied().filter(differs).collect();
                    add(Deed::Tag(tag, on), ids);
                }
            }
            Self::Note(text, ids) => {
                let new: Arc<str> = Arc::from(text.trim());
                for id in ids {
                    let old = marks.note(id).cloned().unwrap_or_default();
                    if old != new {
                        let new = Arc::clone(&new);
                        add(Deed::Note { old, new }, vec![id]);
                    }
                }
            }
        }
        (!strokes.is_empty()).then_some(Step { strokes })
    }
}

impl Step {
    /// Whether it adds tags or takes any away.
    pub fn is_of_tags(&self) -> bool {
        self.strokes
            .iter()
            .any(|stroke| matches!(stroke.deed, Deed::Tag(..)))
    }

    /// What takes it back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let reversed = |stroke: &Stroke| Stroke {
            deed: stroke.deed.reversed(),
            ids: stroke.ids.clone(),
        };
        Self {
            strokes: self.strokes.iter().rev().map(reversed).collect(),
        }
    }

    /// The same with the ids of another load; articles that are gone are left out, and so is a step of nothing else.
    pub fn moved(&self, new_id: impl Fn(u32) -> Option<u32>) -> Option<Self> {
        let moved = |stroke: &Stroke| Stroke {
            deed: stroke.deed.clone(),
            ids: stroke.ids.iter().filter_map(|&id| new_id(id)).collect(),
        };
        let strokes: Vec<Stroke> = self
            .strokes
            .iter()
            .map(moved)
            .filter(|stroke| !stroke.ids.is_empty())
            .collect();
        (!strokes.is_empty()).then_some(Self { strokes })
    }

    /// How many articles it changes.
    pub fn articles(&self) -> usize {
        let mut ids: Vec<u32> = self
            .strokes
            .iter()
            .flat_map(|stroke| stroke.ids.iter().copied())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let articles = self.articles();
        let many = if articles == 1 {
            String::new()
        } else {
            format!("{articles} ")
        };
        match self.strokes.first().map(|stroke| &stroke.deed) {
            Some(Deed::Mark(mark, on)) => write!(f, "marked {many}{}", mark.said(*on)),
            Some(Deed::Note { new, .. }) if new.is_empty() => write!(f, "took {many}notes away"),
            Some(Deed::Note { .. }) => write!(f, "noted"),
            Some(Deed::Tag(..)) => {
                write!(f, "tagged {many}")?;
                let gap = if many.is_empty() { "" } else { "articles " };
                write!(f, "{gap}")?;
                for (at, stroke) in self.strokes.iter().enumerate() {
                    if let Deed::Tag(tag, on) = &stroke.deed {
                        let sign = if *on { "" } else { "-" };
                        let blank = if at > 0 { " " } else { "" };
                        write!(f, "{blank}{sign}{}", tag.name())?;
                    }
                }
                Ok(())
            }
            None => Ok(()),
        }
    }
}
