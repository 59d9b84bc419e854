//! The prompt above the status line: the filter bar, find, and the input of actions. Not what an accepted text does:
//! see [`prompt_actions`](crate::app::input::prompt_actions).

use crate::app::input::text_field::TextField;
use crate::config::action::Action;
use crate::config::key::Key;
use std::collections::HashMap;
use std::ops::Range;

/// The purpose of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PromptKind {
    /// The filter bar.
    Filter,
    /// Text to find in the pane in focus.
    Find,
    /// A word to highlight.
    Highlight,
    /// A command that the article is piped to.
    Pipe,
    /// A file that the article is saved to.
    Save,
    /// The name of a new keyword set.
    SetName,
    /// The words of a keyword set.
    SetWords,
    /// Tags to add and to remove.
    Tags,
    /// A note on the article.
    Note,
    /// A file for the lines of keyword in context.
    SaveLines,
    /// The name of a saved view.
    ViewName,
    /// The command line, which has an overlay of its own.
    Command,
}

impl PromptKind {
    /// Returns the label before the text.
    pub fn label(self) -> &'static str {
        match self {
            Self::Filter => "filter",
            Self::Find => "find",
            Self::Highlight => "highlight",
            Self::Pipe => "pipe to",
            Self::Save | Self::SaveLines => "save as",
            Self::SetName => "new set",
            Self::SetWords => "words",
            Self::Tags => "tags",
            Self::Note => "note",
            Self::ViewName => "save as view",
            Self::Command => ":",
        }
    }

    /// Returns the hint of an empty prompt.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Filter => "date:newest   is:unread   -word   \"a phrase\"   outlet:   lang:   tag:",
            Self::Find => "text; lowercase letters also find capitals",
            Self::Highlight => "word, \"a phrase\", prefix* or /regex/",
            Self::Pipe => "a command; the article is its input, and {path} its file",
            Self::Save => "the extension sets the format: .txt, .md or .json",
            Self::SetName => "a name for the new keyword set",
            Self::SetWords => "words separated by commas: NATO, \"peace talks\", cease*, /regex/",
            Self::Tags => "tags to add; -tag removes one",
            Self::Note => "your note; leave it empty to remove it",
            Self::SaveLines => "a file for comma-separated values",
            Self::ViewName => "a name for the list of outlets; an existing one is replaced",
            Self::Command => "",
        }
    }
}

/// The message under the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptNote {
    /// The message.
    pub text: String,
    /// The part of the text that it refers to.
    pub range: Option<Range<usize>>,
    /// Whether it prevents the text from being accepted.
    pub is_error: bool,
}

/// A completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The part of the text that it replaces.
    pub replace: Range<usize>,
    /// The new text.
    pub text: String,
    /// Its meaning.
    pub help: String,
}

/// An open prompt.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// Its purpose.
    pub kind: PromptKind,
    /// What has been typed.
    pub field: TextField,
    /// A message about it.
    pub note: Option<PromptNote>,
    /// The completions, once they are requested.
    pub suggestions: Vec<Suggestion>,
    /// The completion that is in the text now.
    pub chosen: Option<usize>,
    /// The text before the first completion.
    uncompleted: Option<TextField>,
    /// How far back in the history the text is; 0 if it was typed.
    steps_back: usize,
    typed: String,
}

/// The outcome of a key in a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptOutcome {
    /// The text changed.
    Changed,
    /// The text did not change.
    Nothing,
    /// The next or the previous completion is requested.
    Complete {
        /// Whether it is the next one.
        forwards: bool,
    },
    /// The text should be accepted.
    Accepted,
    /// The prompt should be closed without accepting the text.
    Cancelled,
}

impl Prompt {
    /// Creates a prompt that begins with `text`.
    pub fn new(kind: PromptKind, text: &str) -> Self {
        Self {
            kind,
            field: TextField::new(text),
            note: None,
            suggestions: Vec::new(),
            chosen: None,
            uncompleted: None,
            steps_back: 0,
            typed: String::new(),
        }
    }

    /// Returns the screen rows that it needs: the text, the completions or the message, and the forms.
    pub fn rows(&self) -> u16 {
        3
    }

    /// Performs an action, or types the key's character.
    pub fn press(&mut self, action: Option<Action>, key: Key, history: &[String]) -> PromptOutcome {
        let changed = match action {
            Some(Action::PromptAccept) => return PromptOutcome::Accepted,
            Some(Action::PromptCancel | Action::Escape) => return PromptOutcome::Cancelled,
            Some(Action::PromptComplete) => return PromptOutcome::Complete { forwards: true },
            Some(Action::PromptCompletePrevious) => return PromptOutcome::Complete { forwards: false },
            Some(Action::PromptHistoryPrevious) => self.recall(1, history),
            Some(Action::PromptHistoryNext) => self.recall(-1, history),
            Some(Action::PromptBackspace) if self.field.text().is_empty() => return PromptOutcome::Cancelled,
            Some(action) => edit(&mut self.field, action),
            None => key
                .text()
                .is_some_and(|c| self.field.insert(c.encode_utf8(&mut [0; 4]))),
        };
        if changed {
            self.forget_suggestions()
        } else {
            PromptOutcome::Nothing
        }
    }

    /// Types pasted text.
    pub fn paste(&mut self, text: &str) -> PromptOutcome {
        if self.field.insert(text) {
            self.forget_suggestions()
        } else {
            PromptOutcome::Nothing
        }
    }

    /// Puts the next or the previous completion into the text. `suggestions` computes them if there are none yet.
    pub fn complete(
        &mut self,
        forwards: bool,
        suggestions: impl FnOnce(&TextField) -> Vec<Suggestion>,
    ) -> bool {
        if self.suggestions.is_empty() {
            self.suggest(suggestions(&self.field));
        }
        if self.chosen.is_none() {
            self.uncompleted = Some(self.field.clone());
        }
        let count = self.suggestions.len();
        if count == 0 {
            return false;
        }
        let next = match (self.chosen, forwards) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.chosen = Some(next);
        if let Some(field) = &self.uncompleted {
            self.field = field.clone();
            let suggestion = &self.suggestions[next];
            self.field.replace(suggestion.replace.clone(), &suggestion.text);
        }
        if count == 1 {
            self.suggestions.clear();
        }
        true
    }

    /// Offers completions of the text.
    pub fn suggest(&mut self, suggestions: Vec<Suggestion>) {
        self.suggestions = suggestions;
        self.chosen = None;
    }

    fn forget_suggestions(&mut self) -> PromptOutcome {
        self.suggest(Vec::new());
        PromptOutcome::Changed
    }

    fn recall(&mut self, back: isize, history: &[String]) -> bool {
        let steps = self.steps_back.saturating_add_signed(back).min(history.len());
        if steps == self.steps_back {
            return false;
        }
        if self.steps_back == 0 {
            self.typed = self.field.text().to_owned();
        }
        self.steps_back = steps;
        let text = if steps == 0 {
            &self.typed
        } else {
            &history[history.len() - steps]
        };
        self.field = TextField::new(text.clone());
        true
    }
}

/// Performs an editing action; returns whether the text changed.
pub fn edit(field: &mut TextField, action: Action) -> bool {
    match action {
        Action::PromptBackspace => return field.backspace(),
        Action::PromptDelete => return field.delete(),
        Action::PromptDeleteWord => return field.delete_word(),
        Action::PromptClear => {
            field.clear();
            return true;
        }
        Action::PromptLeft => field.left(),
        Action::PromptRight => field.right(),
        Action::PromptHome => field.home(),
        Action::PromptEnd => field.end(),
        Action::PromptWordLeft => field.word_left(),
        Action::PromptWordRight => field.word_right(),
        _ => {}
    }
    false
}

/// The texts that were accepted in prompts of each kind, oldest first.
#[derive(Debug, Default)]
pub struct History {
    texts: HashMap<PromptKind, Vec<String>>,
}

/// The number of texts that are remembered for each kind of prompt.
const HISTORY: usize = 100;

impl History {
    /// Returns the texts accepted in prompts of a kind, oldest first.
    pub fn of(&self, kind: PromptKind) -> &[String] {
        self.texts.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Remembers an accepted text.
    pub fn remember(&mut self, kind: PromptKind, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let texts = self.texts.entry(kind).or_default();
        texts.retain(|earlier| earlier != text);
        texts.push(text.to_owned());
        if texts.len() > HISTORY {
            texts.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(c: char) -> Key {
        Key::char(c)
    }

    #[test]
    fn completion_goes_around_and_starts_from_what_was_typed() {
        let mut prompt = Prompt::new(PromptKind::Filter, "outlet:t");
        let suggestion = |text: &str| Suggestion {
            replace: 7..8,
            text: text.to_owned(),
            help: String::new(),
        };
        let suggestions = || vec![suggestion("TRT"), suggestion("Times")];
        prompt.complete(true, |_| suggestions());
        assert_eq!(prompt.field.text(), "outlet:TRT");
        prompt.complete(true, |_| suggestions());
        assert_eq!(prompt.field.text(), "outlet:Times");
        prompt.complete(true, |_| suggestions());
        assert_eq!(prompt.field.text(), "outlet:TRT");
        assert_eq!(prompt.press(None, key(' '), &[]), PromptOutcome::Changed);
        assert!(prompt.suggestions.is_empty());
    }

    #[test]
    fn history_comes_back_and_goes_away_again() {
        let mut history = History::default();
        history.remember(PromptKind::Find, "storm");
        history.remember(PromptKind::Find, "bridge");
        let mut prompt = Prompt::new(PromptKind::Find, "har");
        let texts = history.of(PromptKind::Find);
        prompt.press(Some(Action::PromptHistoryPrevious), key('x'), texts);
        prompt.press(Some(Action::PromptHistoryPrevious), key('x'), texts);
        assert_eq!(prompt.field.text(), "storm");
        prompt.press(Some(Action::PromptHistoryNext), key('x'), texts);
        prompt.press(Some(Action::PromptHistoryNext), key('x'), texts);
        assert_eq!(prompt.field.text(), "har");
    }

    #[test]
    fn backspace_in_an_empty_prompt_leaves_it() {
        let mut prompt = Prompt::new(PromptKind::Find, "a");
        assert_eq!(
            prompt.press(Some(Action::PromptBackspace), key('x'), &[]),
            PromptOutcome::Changed
        );
        assert_eq!(
            prompt.press(Some(Action::PromptBackspace), key('x'), &[]),
            PromptOutcome::Cancelled
        );
    }
}
