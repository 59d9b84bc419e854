//! Marks from the key to the stored change: a mark is written first and shown afterwards. One change is written at a
//! time; later requests wait, so that each is computed from the marks that are really there.

use crate::app::App;
use crate::app::edit::bulk_edit::BulkEdit;
use crate::app::edit::undo::UndoStep;
use crate::app::effect::Effect;
use crate::app::input::confirmation::Confirmation;
use crate::app::input::prompt::{PromptKind, Suggestion};
use crate::app::input::text_field::TextField;
use crate::app::jobs::job::Job;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::config::action::Action;
use crate::library::marks::edit::MarkTransaction;
use crate::library::marks::mark::{Mark, MarksView};
use crate::library::marks::request::MarkRequest;
use crate::library::marks::tags::{Tag, read_tags, tag_at};
use crate::library::query::parsed::Query;
use crate::library::query::scope::{ListRequest, SavedQuery};
use crate::library::store::search::marked::LibraryMarksError;
use crate::text::digits::grouped;
use crate::text::fold::fold;
use crate::text::safe;
use std::collections::VecDeque;
use std::sync::Arc;

/// A change of more articles than this is announced when it begins, because writing it takes a while.
const ANNOUNCED_ABOVE: usize = 1_000;

/// How many changes the message names that could not be stored before the end.
const UNSAVED_NAMED: usize = 5;

/// A change of more articles than this needs a confirmation.
const ASKED_ABOVE: usize = 1_000;

/// Marks that are requested or being written.
#[derive(Debug, Default)]
pub(crate) struct Marking {
    waiting: VecDeque<PendingMark>,
    writing: Option<MarkWrite>,
    /// The articles to which the open prompt applies.
    targets: Vec<u32>,
}

/// A request that waits.
#[derive(Debug)]
enum PendingMark {
    /// A change of marks.
    Request { request: MarkRequest, is_silent: bool },
    /// Undo of the last change.
    Undo,
    /// Redo of the change that was undone last.
    Redo,
}

/// A change that is being written.
#[derive(Debug)]
struct MarkWrite {
    transaction: MarkTransaction,
    kind: EditKind,
}

/// The kind of a change that is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EditKind {
    New,
    /// New, but neither reported nor undoable: an article has been read.
    Silent,
    Undo,
    Redo,
}

impl App {
    pub(crate) fn act_on_marks(&mut self, action: Action, times: usize) {
        if !matches!(action, Action::Undo | Action::Redo) && self.refuses_marks() {
            return;
        }
        match action {
            Action::ToggleRead => self.request_for_chosen(times, |ids| MarkRequest::Toggle(Mark::Read, ids)),
            Action::ToggleStar => self.request_for_chosen(times, |ids| MarkRequest::Toggle(Mark::Star, ids)),
            Action::MarkAllRead => self.mark_listed_as_read(),
            Action::EditTags => self.open_mark_prompt(PromptKind::Tags, times),
            Action::EditNote => self.open_mark_prompt(PromptKind::Note, 1),
            Action::EditNoteInEditor => self.edit_note_outside(),
            Action::Undo => self.enqueue_mark(PendingMark::Undo),
            Action::Redo => self.enqueue_mark(PendingMark::Redo),
            _ => {}
        }
        if !matches!(action, Action::Undo | Action::Redo) {
            self.end_row_selection();
        }
    }

    /// Returns whether marks are being written. The program ends only after that.
    pub fn is_marking(&self) -> bool {
        self.edits.marking.writing.is_some()
    }

    /// Returns whether tags may be about to change, which are rows of the outlet list.
    pub(crate) fn awaits_tags(&self) -> bool {
        let marking = &self.edits.marking;
        let may_tag = |pending: &PendingMark| match pending {
            PendingMark::Request { request, .. } => matches!(request, MarkRequest::Tags(..)),
            PendingMark::Undo | PendingMark::Redo => true,
        };
        let write = marking.writing.as_ref();
        write.is_some_and(|write| write.transaction.changes_tags()) || marking.waiting.iter().any(may_tag)
    }

    /// Returns the articles of the selected rows; without a selection the one under the cursor and, with a count, those
    /// below it; while reading, the open article.
    fn chosen_for_marks(&self, times: usize) -> Vec<u32> {
        let from = self.articles.cursor;
        if let Some(ids) = self.selected_ids() {
            return ids;
        }
        match self.panes.focus {
            Pane::Reader => self.reader.open_id().into_iter().collect(),
            Pane::Sources | Pane::Articles => {
                let below = self.listing.listed().iter().skip(from).take(times);
                below.copied().collect()
            }
        }
    }

    fn request_for_chosen(&mut self, times: usize, request: impl FnOnce(Vec<u32>) -> MarkRequest) {
        let ids = self.chosen_for_marks(times);
        if ids.is_empty() {
            return;
        }
        let request = request(ids);
        if let MarkRequest::Toggle(Mark::Read, ids) = &request {
            for row in ids.iter().filter_map(|&id| self.listing.row_of(id)) {
                self.reader
                    .decide_read_mark((Arc::from(row.path.as_path()), row.part));
            }
        }
        self.request_mark(request, false);
    }

    /// Marks an article as read because it was read. Neither reported nor undoable.
    pub(crate) fn mark_as_read(&mut self, id: u32) {
        self.request_mark(MarkRequest::Set(Mark::Read, vec![id]), true);
    }

    /// Marks everything that is listed as read. Of a long list, only the beginning may have arrived.
    fn mark_listed_as_read(&mut self) {
        if self.listing.listed().len() == self.listing.len() {
            let ids = self.listing.listed().to_vec();
            return self.mark_many(&BulkEdit::Read, ids);
        }
        let request = self.listing.list_request(self.listing.query());
        self.find_for_marks(request, BulkEdit::Read);
    }

    /// Marks the articles that a query finds, wherever they are listed.
    pub(crate) fn mark_by_query(&mut self, query: &str, edit: BulkEdit) {
        match Query::parse(query, self.today()) {
            Ok(query) => {
                let request = ListRequest {
                    query,
                    ..ListRequest::default()
                };
                self.find_for_marks(request, edit);
            }
            Err(error) => self.status.report(Level::Error, error.to_string()),
        }
    }

    fn find_for_marks(&mut self, request: ListRequest, edit: BulkEdit) {
        let marks = self.marks.clone();
        self.request(Job::FindForMarks { request, marks, edit });
    }

    /// Makes a change of many articles, after a question if they are very many.
    pub(crate) fn mark_many(&mut self, edit: &BulkEdit, ids: Vec<u32>) {
        let (count, request) = (ids.len(), edit.request(ids));
        if count <= ASKED_ABOVE {
            return self.request_mark(request, false);
        }
        let question = format!("{} {} articles{}?", edit.verb(), grouped(count), edit.result());
        self.input.confirmation = Some(Confirmation::Marks { question, request });
    }

    pub(crate) fn request_mark(&mut self, request: MarkRequest, is_silent: bool) {
        self.enqueue_mark(PendingMark::Request { request, is_silent });
    }

    fn open_mark_prompt(&mut self, kind: PromptKind, times: usize) {
        let ids = self.chosen_for_marks(times);
        let note = ids.first().and_then(|&id| self.marks.note(id)).cloned();
        if ids.is_empty() {
            return;
        }
        match note {
            // The prompt is one line, so a note with line breaks opens in the editor.
            Some(note) if kind == PromptKind::Note && note.contains('\n') => self.edit_note_outside(),
            note => {
                let text = note.filter(|_| kind == PromptKind::Note).unwrap_or_default();
                self.open_prompt(kind, &text);
                self.edits.marking.targets = ids;
            }
        }
    }

    fn edit_note_outside(&mut self) {
        if let Some(&id) = self.chosen_for_marks(1).first() {
            self.edits.marking.targets = vec![id];
            let text = self.marks.note(id).map_or_else(String::new, ToString::to_string);
            self.emit(Effect::EditText(text));
        }
    }

    /// Returns completions of the tag at the cursor: tags that are in use; after a dash, tags of the article.
    pub(crate) fn tag_suggestions(&self, field: &TextField) -> Vec<Suggestion> {
        let replace = tag_at(field.text(), field.cursor());
        let typed = field
            .text()
            .get(replace.start..field.cursor())
            .unwrap_or_default();
        let typed = fold(typed.trim_start_matches('"'));
        let goes = field.text()[..replace.start].ends_with('-');
        let carried = |tag: &&Tag| {
            let mut ids = self.edits.marking.targets.iter();
            ids.any(|&id| self.marks.has_tag(id, tag.folded()))
        };
        let fits = |tag: &&Tag| tag.folded().starts_with(&typed) && (!goes || carried(tag));
        let tags = self.marks.known_tags().filter(fits);
        tags.map(|tag| Suggestion {
            replace: replace.clone(),
            text: format!("{} ", tag.written()),
            help: String::new(),
        })
        .collect()
    }

    /// Applies the accepted tag prompt.
    pub(crate) fn tag(&mut self, written: &str) {
        let ids = std::mem::take(&mut self.edits.marking.targets);
        self.request_mark(MarkRequest::Tags(read_tags(written), ids), false);
    }

    /// Applies a note that was typed or edited; an empty one removes the note.
    pub(crate) fn set_note(&mut self, text: &str) {
        let ids = std::mem::take(&mut self.edits.marking.targets);
        let text = safe::harmless(text).into_owned();
        self.request_mark(MarkRequest::Note(text, ids), false);
    }

    /// Applies a note from the editor.
    pub(crate) fn on_text_edited(&mut self, result: Result<String, String>) {
        match result {
            Ok(text) => self.set_note(&text),
            Err(text) => self.status.report(Level::Error, text),
        }
    }

    fn enqueue_mark(&mut self, pending: PendingMark) {
        self.edits.marking.waiting.push_back(pending);
        self.resume_marking();
    }

    fn resume_marking(&mut self) {
        while self.edits.marking.writing.is_none() {
            match self.edits.marking.waiting.pop_front() {
                Some(PendingMark::Request { request, is_silent }) => self.begin_request(request, is_silent),
                Some(PendingMark::Undo) => self.undo(),
                Some(PendingMark::Redo) => self.redo(),
                None => return,
            }
        }
    }

    fn begin_request(&mut self, request: MarkRequest, is_silent: bool) {
        if let Some(transaction) = request.transaction(&self.marks) {
            let kind = if is_silent {
                EditKind::Silent
            } else {
                EditKind::New
            };
            self.write_marks(transaction, kind);
        } else if !is_silent {
            self.status.report(Level::Info, "Nothing to change");
        }
    }

    /// Writes the undo or the redo of a change.
    pub(crate) fn undo_or_redo_marks(&mut self, transaction: MarkTransaction, is_undo: bool) {
        let kind = if is_undo { EditKind::Undo } else { EditKind::Redo };
        self.write_marks(transaction, kind);
    }

    fn write_marks(&mut self, transaction: MarkTransaction, kind: EditKind) {
        let Some(corpus) = self.listing.corpus().cloned() else {
            return;
        };
        let written = if kind == EditKind::Undo {
            transaction.reversed()
        } else {
            transaction.clone()
        };
        let articles = written.articles();
        if articles > ANNOUNCED_ABOVE {
            self.status
                .report(Level::Info, format!("Marking {} articles …", grouped(articles)));
        }
        self.edits.marking.writing = Some(MarkWrite { transaction, kind });
        self.emit(Effect::Mark {
            changes: written.changes,
            corpus,
        });
    }

    /// Reports that marks wait for another program.
    pub(crate) fn report_delayed_marks(&mut self) {
        if self.is_marking() {
            let text = "Another program is writing marks; yours is shown when it is stored";
            self.status.report(Level::Info, text);
        }
    }

    /// Returns which changes of marks are not stored yet, for a message at the end of the program; empty if there are none.
    pub fn unsaved_marks(&self) -> String {
        let marking = &self.edits.marking;
        let writing = marking.writing.iter().map(|write| write.transaction.to_string());
        let text_of = |pending: &PendingMark| match pending {
            PendingMark::Request { request, .. } => {
                Some(request.clone().transaction(&self.marks)?.to_string())
            }
            PendingMark::Undo => Some("Undo".to_owned()),
            PendingMark::Redo => Some("Redo".to_owned()),
        };
        let all: Vec<String> = writing
            .chain(marking.waiting.iter().filter_map(text_of))
            .collect();
        let named = all
            .iter()
            .take(UNSAVED_NAMED)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        match all.len().saturating_sub(UNSAVED_NAMED) {
            0 => named,
            more => format!("{named} and {} more", grouped(more)),
        }
    }

    /// Handles the answer of the marks thread: shows a change that was written, or reports the error.
    pub(crate) fn on_marks_written(&mut self, result: Result<(), LibraryMarksError>) {
        let Some(MarkWrite { transaction, kind }) = self.edits.marking.writing.take() else {
            return;
        };
        match result {
            Ok(()) => self.show_marks(transaction, kind),
            Err(error) => {
                let step = UndoStep::Marks(transaction);
                match kind {
                    EditKind::Undo => self.edits.undo_stack.push_done(step),
                    EditKind::Redo => self.edits.undo_stack.push_undone(step),
                    EditKind::New | EditKind::Silent => {}
                }
                self.status.report(Level::Error, format!("Not marked: {error}"));
            }
        }
        self.resume_marking();
    }

    fn show_marks(&mut self, transaction: MarkTransaction, kind: EditKind) {
        let done = if kind == EditKind::Undo {
            transaction.reversed()
        } else {
            transaction.clone()
        };
        let text = match kind {
            // Who has changed many at once may look for the way back.
            EditKind::New if done.articles() > 1 => {
                format!("{done}; {} undoes it", self.key_of(Action::Undo))
            }
            EditKind::New => done.to_string(),
            EditKind::Undo => format!("Undone: {transaction}"),
            EditKind::Redo => format!("Redone: {transaction}"),
            EditKind::Silent => String::new(),
        };
        self.marks.apply(&done);
        if done.changes_tags() {
            self.offer_tags();
        }
        self.recount();
        self.update_annotations();
        if kind != EditKind::Silent {
            self.status.report(Level::Info, text);
        }
        let step = UndoStep::Marks(transaction);
        match kind {
            EditKind::New => self.edits.undo_stack.push(step),
            EditKind::Redo => self.edits.undo_stack.push_done(step),
            EditKind::Undo => self.edits.undo_stack.push_undone(step),
            EditKind::Silent => {}
        }
    }

    /// Adds a saved query for each tag that any article has.
    pub(crate) fn offer_tags(&mut self) {
        let today = self.today();
        let tags = self.marks.tags_of_session();
        let tags: Vec<_> = tags
            .iter()
            .map(|tag| Arc::new(SavedQuery::of_tag(tag, today)))
            .collect();
        self.listing.set_tags(tags);
        self.leave_outlet_without_articles();
        self.follow_scope();
    }

    /// Updates tags and note in the head of the open article.
    pub(crate) fn update_annotations(&mut self) {
        let Some(id) = self.reader.open_id() else { return };
        let annotations = self.annotations_of(id);
        if self.reader.set_annotations(annotations) {
            self.find_hits();
        }
    }
}
