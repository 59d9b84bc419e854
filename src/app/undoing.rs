//! Undo and redo over everything that a person does to articles: marks and corrections, in the order in which they did
//! it.

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
    /// What is known of outlets and their lines.
    pub(super) knowledge: Knowledge,
}

impl Edits {
    pub(super) fn new(knowledge: Knowledge) -> Self {
        Self {
            steps: Steps::default(),
            marking: super::marking::Marking::default(),
            correcting: super::correcting::Doing::default(),
            knowledge,
        }
    }
}

/// How many steps can be undone.
const STEPS_KEPT: usize = 100;

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Marks were set or taken away.
    Marks(library::Step),
    /// A rule was changed.
    Correction(RuleChange),
}

/// What was done and undone, newest last.
#[derive(Debug, Default)]
pub(super) struct Steps {
    done: VecDeque<Step>,
    undone: Vec<Step>,
}

impl Steps {
    /// Takes note of something new. What was undone before cannot be done again after this.
    pub(super) fn push(&mut self, step: Step) {
        self.undone.clear();
        self.keep(step);
    }

    /// Takes note of what was done again, or could not be undone.
    pub(super) fn keep(&mut self, step: Step) {
        if self.done.len() == STEPS_KEPT {
            self.done.pop_front();
        }
        self.done.push_back(step);
    }

    /// Takes note of what was undone, or could not be done again.
    pub(super) fn keep_undone(&mut self, step: Step) {
        self.undone.push(step);
    }
}

impl App {
    /// Undoes the last step. Where nothing is to be done outside for it, that is said.
    pub(super) fn undo(&mut self) {
        match self.edits.steps.done.pop_back() {
            Some(Step::Correction(change)) => {
                self.ask(Effect::Correct(change.reversed()));
                self.edits.correcting = super::correcting::Doing::Undo(change);
            }
            Some(Step::Marks(step)) => self.rewrite_marks(step, true),
            None => self.status.say(Level::Info, "there is nothing to undo"),
        }
    }

    /// Does again what was undone last.
    pub(super) fn redo(&mut self) {
        match self.edits.steps.undone.pop() {
            Some(Step::Correction(change)) => {
                self.ask(Effect::Correct(change.clone()));
                self.edits.correcting = super::correcting::Doing::Redo(change);
            }
            Some(Step::Marks(step)) => self.rewrite_marks(step, false),
            None => self.status.say(Level::Info, "there is nothing to do again"),
        }
    }
}
