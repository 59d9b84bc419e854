//! Undo and redo over everything that a person does to articles: marks and corrections, in the order in which they did it.

use super::{App, Effect, Level};
use crate::config::RuleChange;
use std::collections::VecDeque;

/// How many steps can be undone.
const STEPS_KEPT: usize = 200;

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Marks were set or taken away; which, is known to the marks themselves.
    Marks,
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
    pub(super) fn undo(&mut self) {
        while let Some(step) = self.steps.done.pop_back() {
            match step {
                Step::Correction(change) => {
                    self.ask(Effect::Correct(change.reversed()));
                    self.correcting = super::correcting::Doing::Undo(change);
                    return;
                }
                // Reading the corpus anew may have dropped the step of articles that are gone: then the one before.
                Step::Marks => {
                    if let Some(undone) = self.marks.undo() {
                        self.steps.keep_undone(Step::Marks);
                        self.view.recount(&self.marks);
                        return self.status.say(Level::Info, format!("undone: {undone}"));
                    }
                }
            }
        }
        self.status.say(Level::Info, "there is nothing to undo");
    }

    pub(super) fn redo(&mut self) {
        while let Some(step) = self.steps.undone.pop() {
            match step {
                Step::Correction(change) => {
                    self.ask(Effect::Correct(change.clone()));
                    self.correcting = super::correcting::Doing::Redo(change);
                    return;
                }
                Step::Marks => {
                    if let Some(done) = self.marks.redo() {
                        self.steps.keep(Step::Marks);
                        self.view.recount(&self.marks);
                        return self.status.say(Level::Info, format!("done again: {done}"));
                    }
                }
            }
        }
        self.status.say(Level::Info, "there is nothing to do again");
    }
}
