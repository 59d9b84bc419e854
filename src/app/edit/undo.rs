//! Undo and redo of marks and corrections, in the order in which the user made them.

use crate::app::App;
use crate::app::edit::correct::CorrectionEdit;
use crate::app::effect::Effect;
use crate::app::events::event_edit::EventEdit;
use crate::config::profile::RuleChange;
use crate::library::marks::edit::MarkTransaction;
use std::collections::VecDeque;

/// How many steps can be undone.
const STEPS_KEPT: usize = 100;

/// A change that can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UndoStep {
    /// Marks were set or removed.
    Marks(MarkTransaction),
    /// A rule was changed.
    Correction(RuleChange),
    /// Events were corrected.
    Events(EventEdit),
}

/// The changes that can be undone and redone, newest last.
#[derive(Debug, Default)]
pub(crate) struct UndoStack {
    done: VecDeque<UndoStep>,
    undone: Vec<UndoStep>,
}

impl UndoStack {
    /// Adds a new change. Changes that were undone before can no longer be redone.
    pub(crate) fn push(&mut self, step: UndoStep) {
        self.undone.clear();
        self.push_done(step);
    }

    /// Adds a change that was redone, or could not be undone.
    pub(crate) fn push_done(&mut self, step: UndoStep) {
        if self.done.len() == STEPS_KEPT {
            self.done.pop_front();
        }
        self.done.push_back(step);
    }

    /// Adds a change that was undone, or could not be redone.
    pub(crate) fn push_undone(&mut self, step: UndoStep) {
        self.undone.push(step);
    }
}

impl App {
    /// Undoes the last change, or reports why nothing is undone.
    pub(crate) fn undo(&mut self) {
        match self.edits.undo_stack.done.pop_back() {
            Some(UndoStep::Correction(change)) => {
                self.emit(Effect::Correct(change.reversed()));
                self.edits.correcting = CorrectionEdit::Undo(change);
            }
            Some(UndoStep::Marks(step)) => self.undo_or_redo_marks(step, true),
            Some(UndoStep::Events(edit)) => {
                self.write_event_edit(edit.reversed());
                self.edits.undo_stack.push_undone(UndoStep::Events(edit));
                self.status.inform("Undone: the correction of the event");
            }
            None => self.status.inform("Nothing to undo"),
        }
    }

    /// Redoes the change that was undone last, or reports why nothing is redone.
    pub(crate) fn redo(&mut self) {
        match self.edits.undo_stack.undone.pop() {
            Some(UndoStep::Correction(change)) => {
                self.emit(Effect::Correct(change.clone()));
                self.edits.correcting = CorrectionEdit::Redo(change);
            }
            Some(UndoStep::Marks(step)) => self.undo_or_redo_marks(step, false),
            Some(UndoStep::Events(edit)) => {
                self.write_event_edit(edit.clone());
                self.edits.undo_stack.push_done(UndoStep::Events(edit));
                self.status.inform("Redone: the correction of the event");
            }
            None => self.status.inform("Nothing to redo"),
        }
    }
}
