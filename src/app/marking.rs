//! Marks from the key to the moment they are kept: what a person wants is written first and shown then. One step is
//! written at a time; what is wanted meanwhile waits its turn, so that each is judged by what is really there.

use super::prompt::PromptKind;
use super::undoing::Step;
use super::{App, Effect, Level, Offer, Pane, TextField};
use crate::config::Action;
use crate::library::{self, LibraryMarksError, Mark, MarksView, SavedQuery, Tag, Wish, read_tags, tag_at};
use crate::text::fold;
use std::collections::VecDeque;
use std::sync::Arc;

/// Of steps about more articles than this it is told that they are on their way, since that takes a while.
const TOLD: usize = 1_000;

/// Marks that are on their way.
#[derive(Debug, Default)]
pub(super) struct Marking {
    waiting: VecDeque<Wanted>,
    writing: Option<Writing>,
    /// The articles that the open prompt is about.
    targets: Vec<u32>,
}

/// What is wanted of marks.
#[derive(Debug)]
enum Wanted {
    /// A change of marks.
    Wish { wish: Wish, is_silent: bool },
    /// The last step is to be undone.
    Undo,
    /// What was undone last is to be done again.
    Redo,
}

/// A step that is being written.
#[derive(Debug)]
struct Writing {
    step: library::Step,
    doing: Doing,
}

/// What a step that is being written is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    New,
    /// New, but nothing to be told or undone: an article has been read.
    Silent,
    Undo,
    Redo,
}

impl App {
    pub(super) fn act_on_marks(&mut self, action: Action, times: usize) {
        if !matches!(action, Action::Undo | Action::Redo) && self.refuses_marks() {
            return;
        }
        match action {
            Action::ToggleRead => self.wish_for_chosen(times, |ids| Wish::Toggle(Mark::Read, ids)),
            Action::ToggleStar => self.wish_for_chosen(times, |ids| Wish::Toggle(Mark::Star, ids)),
            Action::MarkAllRead => {
                let ids = self.view.listed().to_vec();
                self.wish(Wish::Set(Mark::Read, ids), false);
            }
            Action::EditTags => self.ask_about_chosen(PromptKind::Tags, times),
            Action::EditNote => self.ask_about_chosen(PromptKind::Note, 1),
            Action::EditNoteInEditor => self.edit_note_outside(),
            Action::Undo => self.want(Wanted::Undo),
            Action::Redo => self.want(Wanted::Redo),
            _ => {}
        }
    }

    /// Whether marks are still on their way; whoever ends the program lets them arrive.
    pub fn is_marking(&self) -> bool {
        self.edits.marking.writing.is_some()
    }

    /// The article under the cursor and, with a count, those below it; while reading, the open one.
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

    fn wish_for_chosen(&mut self, times: usize, wish: impl FnOnce(Vec<u32>) -> Wish) {
        let ids = self.chosen_for_marks(times);
        if ids.is_empty() {
            return;
        }
        let wish = wish(ids);
        if let Wish::Toggle(Mark::Read, ids) = &wish {
            for row in ids.iter().filter_map(|&id| self.view.row_of(id)) {
                self.reader.settle_read((Arc::from(row.path.as_path()), row.part));
            }
        }
        self.wish(wish, false);
    }

    /// Has an article marked as read because it was read; nothing to be told or undone.
    pub(super) fn has_been_read(&mut self, id: u32) {
        self.wish(Wish::Set(Mark::Read, vec![id]), true);
    }

    fn wish(&mut self, wish: Wish, is_silent: bool) {
        self.want(Wanted::Wish { wish, is_silent });
    }

    fn ask_about_chosen(&mut self, kind: PromptKind, times: usize) {
        let ids = self.chosen_for_marks(times);
        let note = ids.first().and_then(|&id| self.marks.note(id)).cloned();
        let Some(first) = ids.first().copied() else { return };
        match note {
            // A line of text holds no line breaks.
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

    /// What completes the tag at the cursor: tags that are in use; behind a dash, those that the article carries.
    pub(super) fn tag_offers(&self, field: &TextField) -> Vec<Offer> {
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
        tags.map(|tag| Offer {
            replace: replace.clone(),
            text: format!("{} ", tag.written()),
            help: String::new(),
        })
        .collect()
    }

    /// Takes what was typed into the prompt for tags.
    pub(super) fn tag(&mut self, written: &str) {
        let ids = std::mem::take(&mut self.edits.marking.targets);
        self.wish(Wish::Tags(read_tags(written), ids), false);
    }

    /// Takes a note as it was typed or edited; empty takes it away.
    pub(super) fn note(&mut self, text: &str) {
        let ids = std::mem::take(&mut self.edits.marking.targets);
        let text = crate::text::harmless(text).into_owned();
        self.wish(Wish::Note(text, ids), false);
    }

    /// Takes the note back from the editor.
    pub(super) fn take_edited_text(&mut self, result: Result<String, String>) {
        match result {
            Ok(text) => self.note(&text),
            Err(text) => self.status.say(Level::Error, text),
        }
    }

    fn want(&mut self, wanted: Wanted) {
        self.edits.marking.waiting.push_back(wanted);
        self.go_on_marking();
    }

    fn go_on_marking(&mut self) {
        while self.edits.marking.writing.is_none() {
            match self.edits.marking.waiting.pop_front() {
                Some(Wanted::Wish { wish, is_silent }) => self.begin_wish(wish, is_silent),
                Some(Wanted::Undo) => self.undo(),
                Some(Wanted::Redo) => self.redo(),
                None => return,
            }
        }
    }

    fn begin_wish(&mut self, wish: Wish, is_silent: bool) {
        if let Some(step) = wish.step(&self.marks) {
            let doing = if is_silent { Doing::Silent } else { Doing::New };
            self.write_marks(step, doing);
        } else if !is_silent {
            self.status.say(Level::Info, "nothing is changed by this");
        }
    }

    /// Has the last step undone, or done again.
    pub(super) fn rewrite_marks(&mut self, step: library::Step, is_undo: bool) {
        let doing = if is_undo { Doing::Undo } else { Doing::Redo };
        self.write_marks(step, doing);
    }

    fn write_marks(&mut self, step: library::Step, doing: Doing) {
        let Some(corpus) = self.view.corpus().cloned() else {
            return;
        };
        let written = if doing == Doing::Undo {
            step.reversed()
        } else {
            step.clone()
        };
        let articles = written.articles();
        if articles > TOLD {
            self.status
                .say(Level::Info, format!("marking {articles} articles …"));
        }
        self.edits.marking.writing = Some(Writing { step, doing });
        self.ask(Effect::Mark {
            strokes: written.strokes,
            corpus,
        });
    }

    /// Takes the answer of the one who keeps marks: what was written is shown now, what was not changes nothing.
    pub(super) fn hear_of_marks(&mut self, result: Result<(), LibraryMarksError>) {
        let Some(Writing { step, doing }) = self.edits.marking.writing.take() else {
            return;
        };
        match result {
            Ok(()) => self.show_marks(step, doing),
            Err(error) => {
                let kept = Step::Marks(step);
                match doing {
                    Doing::Undo => self.edits.steps.keep(kept),
                    Doing::Redo => self.edits.steps.keep_undone(kept),
                    Doing::New | Doing::Silent => {}
                }
                self.status.say(Level::Error, format!("not marked: {error}"));
            }
        }
        self.go_on_marking();
    }

    fn show_marks(&mut self, step: library::Step, doing: Doing) {
        let done = if doing == Doing::Undo {
            step.reversed()
        } else {
            step.clone()
        };
        let said = match doing {
            Doing::New => done.to_string(),
            Doing::Undo => format!("undone: {done}"),
            Doing::Redo => format!("done again: {done}"),
            Doing::Silent => String::new(),
        };
        self.marks.apply(&done);
        if done.is_of_tags() {
            self.offer_tags();
        }
        self.recount();
        self.renew_remarks();
        if doing != Doing::Silent {
            self.status.say(Level::Info, said);
        }
        let step = Step::Marks(step);
        match doing {
            Doing::New => self.edits.steps.push(step),
            Doing::Redo => self.edits.steps.keep(step),
            Doing::Undo => self.edits.steps.keep_undone(step),
            Doing::Silent => {}
        }
    }

    /// Offers what carries a tag among the saved queries, for each tag that any article carries.
    pub(super) fn offer_tags(&mut self) {
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

    /// Shows tags and note in the head of the open article as they are now.
    pub(super) fn renew_remarks(&mut self) {
        let Some(id) = self.reader.open_id() else { return };
        let remarks = super::Remarks::of(&self.marks, id);
        if self.reader.remark(remarks) {
            self.look_for_hits();
        }
    }
}
