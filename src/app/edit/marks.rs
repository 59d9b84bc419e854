//! Marks from the key to the stored change: a mark is written first and shown afterwards. One change is written at a
//! time; later requests wait, so that each is computed from the marks that are really there.

use crate::app::App;
use crate::app::edit::undo::UndoStep;
use crate::app::effect::Effect;
use crate::app::input::prompt::{PromptKind, Suggestion};
use crate::app::input::text_field::TextField;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::app::reader::annotations::Annotations;
use crate::config::action::Action;
use crate::library::corpus::SavedQuery;
use crate::library::marks::edit::MarkRequest;
use crate::library::marks::tags::{Tag, read_tags, tag_at};
use crate::library::marks::{Mark, MarksView};
use crate::library::store::search::marked::LibraryMarksError;
use crate::text::fold::fold;
use crate::text::safe;
use std::collections::VecDeque;
use std::sync::Arc;

/// A change of more articles than this is announced while it is written, because it takes a while.
const ANNOUNCED_ABOVE: usize = 1_000;

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
    Wish { wish: MarkRequest, is_silent: bool },
    /// The last step is to be undone.
    Undo,
    /// Redo of the change that was undone last.
    Redo,
}

/// A change that is being written.
#[derive(Debug)]
struct MarkWrite {
    step: crate::library::marks::edit::MarkTransaction,
    doing: EditKind,
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
            Action::ToggleRead => self.wish_for_chosen(times, |ids| MarkRequest::Toggle(Mark::Read, ids)),
            Action::ToggleStar => self.wish_for_chosen(times, |ids| MarkRequest::Toggle(Mark::Star, ids)),
            Action::MarkAllRead => {
                let ids = self.view.listed().to_vec();
                self.wish(MarkRequest::Set(Mark::Read, ids), false);
            }
            Action::EditTags => self.ask_about_chosen(PromptKind::Tags, times),
            Action::EditNote => self.ask_about_chosen(PromptKind::Note, 1),
            Action::EditNoteInEditor => self.edit_note_outside(),
            Action::Undo => self.want(PendingMark::Undo),
            Action::Redo => self.want(PendingMark::Redo),
            _ => {}
        }
    }

    /// Returns whether marks are being written. The program ends only after that.
    pub fn is_marking(&self) -> bool {
        self.edits.marking.writing.is_some()
    }

    /// Returns the article under the cursor and, with a count, the ones below it; while reading, the open article.
    fn chosen_for_marks(&self, times: usize) -> Vec<u32> {
        let from = self.articles.cursor;
        match self.panes.focus {
            Pane::Reader => self.reader.open_id().into_iter().collect(),
            Pane::Sources | Pane::Articles => {
                let below = self.view.listed().iter().skip(from).take(times);
                below.copied().collect()
            }
        }
    }

    fn wish_for_chosen(&mut self, times: usize, wish: impl FnOnce(Vec<u32>) -> MarkRequest) {
        let ids = self.chosen_for_marks(times);
        if ids.is_empty() {
            return;
        }
        let wish = wish(ids);
        if let MarkRequest::Toggle(Mark::Read, ids) = &wish {
            for row in ids.iter().filter_map(|&id| self.view.row_of(id)) {
                self.reader.settle_read((Arc::from(row.path.as_path()), row.part));
            }
        }
        self.wish(wish, false);
    }

    /// Marks an article as read because it was read. Neither reported nor undoable.
    pub(crate) fn has_been_read(&mut self, id: u32) {
        self.wish(MarkRequest::Set(Mark::Read, vec![id]), true);
    }

    fn wish(&mut self, wish: MarkRequest, is_silent: bool) {
        self.want(PendingMark::Wish { wish, is_silent });
    }

    fn ask_about_chosen(&mut self, kind: PromptKind, times: usize) {
        let ids = self.chosen_for_marks(times);
        let note = ids.first().and_then(|&id| self.marks.note(id)).cloned();
        let Some(first) = ids.first().copied() else { return };
        match note {
            // The prompt is one line, so a note with line breaks opens in the editor.
            Some(note) if kind == PromptKind::Note && note.contains('\n') => self.edit_note_outside(),
            note => {
                let text = note.filter(|_| kind == PromptKind::Note).unwrap_or_default();
                self.open_prompt(kind, &text);
                self.edits.marking.targets = if kind == PromptKind::Note {
                    vec![first]
                } else {
                    ids
                };
            }
        }
    }

    fn edit_note_outside(&mut self) {
        if let Some(&id) = self.chosen_for_marks(1).first() {
            self.edits.marking.targets = vec![id];
            let text = self.marks.note(id).map_or_else(String::new, ToString::to_string);
            self.ask(Effect::EditText(text));
        }
    }

    /// Returns completions of the tag at the cursor: tags that are in use; after a dash, tags of the article.
    pub(crate) fn tag_offers(&self, field: &TextField) -> Vec<Suggestion> {
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
        self.wish(MarkRequest::Tags(read_tags(written), ids), false);
    }

    /// Applies a note that was typed or edited; an empty one removes the note.
    pub(crate) fn note(&mut self, text: &str) {
        let ids = std::mem::take(&mut self.edits.marking.targets);
        let text = safe::harmless(text).into_owned();
        self.wish(MarkRequest::Note(text, ids), false);
    }

    /// Applies a note from the editor.
    pub(crate) fn take_edited_text(&mut self, result: Result<String, String>) {
        match result {
            Ok(text) => self.note(&text),
            Err(text) => self.status.say(Level::Error, text),
        }
    }

    fn want(&mut self, wanted: PendingMark) {
        self.edits.marking.waiting.push_back(wanted);
        self.go_on_marking();
    }

    fn go_on_marking(&mut self) {
        while self.edits.marking.writing.is_none() {
            match self.edits.marking.waiting.pop_front() {
                Some(PendingMark::Wish { wish, is_silent }) => self.begin_wish(wish, is_silent),
                Some(PendingMark::Undo) => self.undo(),
                Some(PendingMark::Redo) => self.redo(),
                None => return,
            }
        }
    }

    fn begin_wish(&mut self, wish: MarkRequest, is_silent: bool) {
        if let Some(step) = wish.step(&self.marks) {
            let doing = if is_silent {
                EditKind::Silent
            } else {
                EditKind::New
            };
            self.write_marks(step, doing);
        } else if !is_silent {
            self.status.say(Level::Info, "nothing to change");
        }
    }

    /// Has the last step undone, or redone.
    pub(crate) fn rewrite_marks(
        &mut self,
        step: crate::library::marks::edit::MarkTransaction,
        is_undo: bool,
    ) {
        let doing = if is_undo { EditKind::Undo } else { EditKind::Redo };
        self.write_marks(step, doing);
    }

    fn write_marks(&mut self, step: crate::library::marks::edit::MarkTransaction, doing: EditKind) {
        let Some(corpus) = self.view.corpus().cloned() else {
            return;
        };
        let written = if doing == EditKind::Undo {
            step.reversed()
        } else {
            step.clone()
        };
        let articles = written.articles();
        if articles > ANNOUNCED_ABOVE {
            self.status
                .say(Level::Info, format!("marking {articles} articles …"));
        }
        self.edits.marking.writing = Some(MarkWrite { step, doing });
        self.ask(Effect::Mark {
            strokes: written.strokes,
            corpus,
        });
    }

    /// Handles the answer of the marks thread: shows a change that was written, or reports the error.
    pub(crate) fn hear_of_marks(&mut self, result: Result<(), LibraryMarksError>) {
        let Some(MarkWrite { step, doing }) = self.edits.marking.writing.take() else {
            return;
        };
        match result {
            Ok(()) => self.show_marks(step, doing),
            Err(error) => {
                let kept = UndoStep::Marks(step);
                match doing {
                    EditKind::Undo => self.edits.steps.keep(kept),
                    EditKind::Redo => self.edits.steps.keep_undone(kept),
                    EditKind::New | EditKind::Silent => {}
                }
                self.status.say(Level::Error, format!("not marked: {error}"));
            }
        }
        self.go_on_marking();
    }

    fn show_marks(&mut self, step: crate::library::marks::edit::MarkTransaction, doing: EditKind) {
        let done = if doing == EditKind::Undo {
            step.reversed()
        } else {
            step.clone()
        };
        let said = match doing {
            EditKind::New => done.to_string(),
            EditKind::Undo => format!("undone: {done}"),
            EditKind::Redo => format!("redone: {done}"),
            EditKind::Silent => String::new(),
        };
        self.marks.apply(&done);
        if done.is_of_tags() {
            self.offer_tags();
        }
        self.recount();
        self.renew_remarks();
        if doing != EditKind::Silent {
            self.status.say(Level::Info, said);
        }
        let step = UndoStep::Marks(step);
        match doing {
            EditKind::New => self.edits.steps.push(step),
            EditKind::Redo => self.edits.steps.keep(step),
            EditKind::Undo => self.edits.steps.keep_undone(step),
            EditKind::Silent => {}
        }
    }

    /// Offers what carries a tag among the saved queries, for each tag that any article carries.
    pub(crate) fn offer_tags(&mut self) {
        let today = self.today();
        let tags = self.marks.tags_carried();
        let tags: Vec<_> = tags
            .iter()
            .map(|tag| Arc::new(SavedQuery::of_tag(tag, today)))
            .collect();
        self.view.set_tags(tags);
        self.leave_outlet_without_articles();
        self.follow_scope();
    }

    /// Updates tags and note in the head of the open article.
    pub(crate) fn renew_remarks(&mut self) {
        let Some(id) = self.reader.open_id() else { return };
        let remarks = Annotations::of(&self.marks, id);
        if self.reader.remark(remarks) {
            self.look_for_hits();
        }
    }
}
