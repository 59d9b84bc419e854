//! What keys do in a prompt and in a confirmation, and what an accepted prompt does.

use crate::app::App;
use crate::app::edit::correct::CorrectionEdit;
use crate::app::input::confirmation::Confirmation;
use crate::app::input::prompt::{Prompt, PromptKind, PromptNote, PromptOutcome, Suggestion};
use crate::app::jobs::job::JobKind;
use crate::app::list::filter;
use crate::app::list::filter::BeforeTyping;
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::open_article::OnListed;
use crate::config::action::Action;
use crate::config::key::Key;
use crate::config::keymap::{Context, KeyLookup};
use crate::config::keywords::split_words;
use crate::text::pattern::Pattern;

impl App {
    pub(crate) fn open_prompt(&mut self, kind: PromptKind, text: &str) {
        let mut prompt = Prompt::new(kind, text);
        if kind == PromptKind::Filter {
            prompt.note = filter::hint_of(&self.filter.typed.query);
            self.filter.before_typing = Some(BeforeTyping {
                scope: self.listing.scope().clone(),
                chosen: self.chosen_id(),
                above: self.articles.cursor.saturating_sub(self.articles.top),
                text: self.filter.text.clone(),
            });
        }
        self.input.prompt = Some(prompt);
    }

    pub(crate) fn press_in_prompt(&mut self, key: Key) {
        let action = match self.settings.keymap.lookup(Context::Prompt, &[key]) {
            KeyLookup::Action(action) => Some(action),
            KeyLookup::Pending(_) | KeyLookup::None => None,
        };
        if let Some(Action::Redraw | Action::Suspend) = action {
            return self.act_on_program(action.unwrap_or(Action::Redraw));
        }
        let Some(prompt) = &mut self.input.prompt else {
            return;
        };
        if action == Some(Action::SaveView) {
            if prompt.kind == PromptKind::Filter {
                self.accept_prompt();
                self.ask_for_view();
            }
            return;
        }
        let outcome = prompt.press(action, key, self.input.history.of(prompt.kind));
        self.on_prompt_outcome(outcome);
    }

    pub(crate) fn paste_in_prompt(&mut self, text: &str) {
        if let Some(prompt) = &mut self.input.prompt {
            let outcome = prompt.paste(text);
            self.on_prompt_outcome(outcome);
        }
    }

    fn on_prompt_outcome(&mut self, outcome: PromptOutcome) {
        match outcome {
            PromptOutcome::Nothing => {}
            PromptOutcome::Changed => self.apply_typed_text(),
            PromptOutcome::Complete { forwards } => {
                let suggestions = self.suggestions();
                let prompt = self.input.prompt.as_mut();
                if prompt.is_some_and(|prompt| prompt.complete(forwards, |_| suggestions)) {
                    self.apply_typed_text();
                }
            }
            PromptOutcome::Accepted => self.accept_prompt(),
            PromptOutcome::Cancelled => self.cancel_prompt(),
        }
    }

    /// Applies the text while it is typed: the filter narrows the list, the find goes to its first hit.
    fn apply_typed_text(&mut self) {
        let Some(prompt) = &self.input.prompt else { return };
        let text = prompt.field.text().to_owned();
        let note = match prompt.kind {
            PromptKind::Filter => self.filter_typed(text),
            PromptKind::Find => {
                self.find_typed(&text);
                None
            }
            _ => None,
        };
        let suggestions = self.suggestions();
        if let Some(prompt) = &mut self.input.prompt {
            prompt.note = note;
            if prompt.chosen.is_none() {
                prompt.suggest(suggestions);
            }
        }
    }

    fn suggestions(&self) -> Vec<Suggestion> {
        let Some(prompt) = &self.input.prompt else {
            return Vec::new();
        };
        match prompt.kind {
            PromptKind::Filter => self.filter_suggestions(&prompt.field),
            PromptKind::Tags => self.tag_suggestions(&prompt.field),
            _ => Vec::new(),
        }
    }

    fn accept_prompt(&mut self) {
        let Some(mut prompt) = self.input.prompt.take() else {
            return;
        };
        let text = prompt.field.text().to_owned();
        if let Some(note) = mistake_in_words(prompt.kind, &text) {
            prompt.note = Some(note);
        }
        if prompt.note.as_ref().is_some_and(|note| note.is_error) {
            // The mistake stays under the bar until it is corrected or the bar is closed.
            self.input.prompt = Some(prompt);
            return;
        }
        if prompt.kind != PromptKind::Note {
            self.input.history.remember(prompt.kind, &text);
        }
        match prompt.kind {
            PromptKind::Filter => {
                self.finish_typing();
                if self.panes.focus == Pane::Sources {
                    self.focus(Pane::Articles);
                }
                self.when_listed(OnListed::FocusListIfGone);
            }
            PromptKind::Find => self.accept_find(&text),
            PromptKind::Note => self.set_note(&text),
            _ if text.trim().is_empty() => {}
            PromptKind::Highlight => self.highlight_word(text.trim()),
            PromptKind::Pipe => self.pipe_to(&text),
            PromptKind::Save => self.save_as(text.trim()),
            PromptKind::SetName => self.add_set(&text),
            PromptKind::SetWords => self.set_words(&text),
            PromptKind::Tags => self.tag(&text),
            PromptKind::SaveLines => self.save_lines(text.trim()),
            PromptKind::ViewName => self.save_view(text.trim()),
            PromptKind::Command => {}
        }
    }

    /// Closes the prompt. Filter and list, or find and position, are as before it was opened.
    fn cancel_prompt(&mut self) {
        let Some(prompt) = self.input.prompt.take() else {
            return;
        };
        match prompt.kind {
            PromptKind::Filter => self.restore_filter(),
            PromptKind::Find => self.cancel_find(),
            _ => {}
        }
    }

    fn confirm(&mut self, confirmation: Confirmation) {
        match confirmation {
            Confirmation::Marks { request, .. } => self.request_mark(request, false),
            Confirmation::Rule(rule) => match rule.change() {
                Some(change) => {
                    let count = rule.preview.map_or(0, |preview| preview.pages);
                    self.change_rule(change, CorrectionEdit::Counted(count));
                }
                // It can be confirmed only when the number of pages is shown.
                None => self.input.confirmation = Some(Confirmation::Rule(rule)),
            },
        }
    }

    pub(crate) fn press_in_confirmation(&mut self, key: Key) {
        match self.settings.keymap.lookup(Context::Prompt, &[key]) {
            KeyLookup::Action(Action::PromptAccept) => {
                if let Some(confirmation) = self.input.confirmation.take() {
                    self.confirm(confirmation);
                }
            }
            KeyLookup::Action(Action::PromptCancel | Action::Escape) => {
                self.input.confirmation = None;
                self.requests.cancel(JobKind::PreviewRules);
            }
            KeyLookup::Action(action @ (Action::Redraw | Action::Suspend)) => self.act_on_program(action),
            _ => {}
        }
    }
}

/// Returns the mistake in the words to highlight.
fn mistake_in_words(kind: PromptKind, text: &str) -> Option<PromptNote> {
    let words = match kind {
        PromptKind::SetWords => split_words(text),
        PromptKind::Highlight if !text.trim().is_empty() => vec![text.to_owned()],
        _ => Vec::new(),
    };
    let error = words.iter().find_map(|word| Pattern::parse(word).err())?;
    Some(PromptNote {
        text: error.to_string(),
        range: None,
        is_error: true,
    })
}
