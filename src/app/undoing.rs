//! Undo and redo of marks and corrections, in the order in which the user made them.

use super::{App, Effect, Level};
use crate::config::RuleChange;
use crate::extract::Knowledge;
use crate::library;
use std::collections::VecDeque;

/// What the user does to articles: marks, corrections, and how they are undone.
#[derive(Debug)]
pub(super) struct Edits {
    pub(super) steps: Steps,
    pub(super) marking: super::marking::Marking,
    pub(super) correcting: super::correcting::Doing,
    pub(super) recleaning: super::recleaning::Recleaning,
    /// What is known of outlets and their lines.
    pub(super) knowledge: Knowledge,
}

impl Edits {
    pub(super) fn new() -> Self {
        Self {
            steps: Steps::default(),
            marking: super::marking::Marking::default(),
            correcting: super::correcting::Doing::default(),
            recleaning: super::recleaning::Recleaning::default(),
            knowledge: Knowledge::builtin(),
        }
    }
}

/// How many steps can be undone.
const STEPS_KEPT: usize = 100;

/// A change that can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Marks were changed.
    Marks {
        /// The change.
        step: library::Step,
        /// The number of the load to which its ids belong.
        of: u64,
    },
    /// A rule was changed.
    Correction(RuleChange),
}

/// The changes that can be undone and redone, newest last.
#[derive(Debug, Default)]
pub(super) struct Steps {
    done: VecDeque<Step>,
    undone: Vec<Step>,
}

impl Steps {
    /// Adds a new change. Changes that were undone before can no longer be redone.
    pub(super) fn push(&mut self, step: Step) {
        self.undone.clear();
        self.keep(step);
    }

    /// Adds a change that was redone, or could not be undone.
    pub(super) fn keep(&mut self, step: Step) {
        if self.done.len() == STEPS_KEPT {
            self.done.pop_front();
        }
        self.done.push_back(step);
    }

    /// Adds a change that was undone, or could not be redone.
    pub(super) fn keep_undone(&mut self, step: Step) {
        self.undone.push(step);
    }

    /// Translates the changes of one load to the ids of the newer one that replaced it, and drops those of any other load.
    pub(super) fn move_marks(&mut self, from: u64, to: u64, new_id: impl Fn(u32) -> Option<u32>) {
        let moved = |kept: Step| match kept {
            Step::Marks { step, of } if of == from => {
                let step = step.moved(&new_id)?;
                Some(Step::Marks { step, of: to })
            }
            Step::Marks { of, .. } if of != to => None,
            kept => Some(kept),
        };
        self.done = std::mem::take(&mut self.done)
            .into_iter()
            .filter_map(moved)
            .collect();
        self.undone = std::mem::take(&mut self.undone)
            .into_iter()
            .filter_map(moved)
            .collect();
    }
}

impl App {
    /// Undoes the last change, or reports why nothing is undone.
    pub(super) fn undo(&mut self) {
        match self.edits.steps.done.pop_back() {
            Some(Step::Correction(change)) => {
                self.ask(Effect::Correct(change.reversed()));
                self.edits.correcting = super::correcting::Doing::Undo(change);
            }
            Some(Step::Marks { step, of }) if of == self.load.shown => self.rewrite_marks(step, true),
            Some(kept) => {
                self.edits.steps.keep(kept);
                self.status.say(Level::Info, WHILE_READING);
            }
            None => self.status.say(Level::Info, "there is nothing to undo"),
        }
    }

    /// Redoes the change that was undone last, or reports why nothing is redone.
    pub(super) fn redo(&mut self) {
        match self.edits.steps.undone.pop() {
            Some(Step::Correction(change)) => {
                self.ask(Effect::Correct(change.clone()));
                self.edits.correcting = super::correcting::Doing::Redo(change);
            }
            Some(Step::Marks { step, of }) if of == self.load.shown => self.rewrite_marks(step, false),
            Some(kept) => {
                self.edits.steps.keep_undone(kept);
                self.status.say(Level::Info, WHILE_READING);
            }
            None => self.status.say(Level::Info, "there is nothing to redo"),
        }
    }
}

const WHILE_READING: &str = "the files are being read again; undo and redo work once that is done";
