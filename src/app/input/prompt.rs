//! The prompt in the bottom line: the filter bar, find, and the questions that actions ask. What an accepted text
//! leads to stands with the action.

use crate::app::input::text_field::TextField;
use crate::config::action::Action;
use crate::config::key::Key;
use std::collections::HashMap;
use std::ops::Range;

/// What a prompt asks for.
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
    /// Tags to add and to take away.
    Tags,
    /// A note to the article.
    Note,
}

impl PromptKind {
    /// What stands before the text.
    pub fn label(self) -> &'static str {
        match self {
            Self::Filter => "filter",
            Self::Find => "find",
            Self::Highlight => "highlight",
            Self::Pipe => "pipe to",
            Self::Save => "save as",
            Self::SetName => "new set",
            Self::SetWords => "words",
            Self::Tags => "tags",
            Self::Note => "note",
        }
    }

    /// What may be typed, for an empty prompt.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Filter => {
                "words  \"a phrase\"  -not  outlet:  since:7d  date:2025-02  is:unread  ·  Tab completes"
            }
            Self::Find => "text; small letters find capitals too",
            Self::Highlight => "word, \"a phrase\", prefix* or /regex/",
            Self::Pipe => "a command; the article is its input",
            Self::Save => "the ending says the format: .txt, .md or .json",
            Self::SetName => "a name for the new keyword set",
            Self::SetWords => "words set apart by commas: NATO, \"peace talks\", cease*, /regex/",
            Self::Tags => "tags to add; -tag takes one away  ·  Tab completes",
            Self::Note => "your note; empty takes it away",
        }
    }
}

/// What stands under the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptNote {
    /// The message.
    pub text: String,
    /// Which part of the text it is about.
    pub range: Option<Range<usize>>,
    /// Whether the text cannot be accepted as it is.
    pub is_error: bool,
}

/// A text that completion offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The part of the text that it takes the place of.
    pub replace: Range<usize>,
    /// The new text.
    pub text: String,
    /// What it means.
    pub help: String,
}

/// An open prompt.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What is asked for.
    pub kind: PromptKind,
    /// What has been typed.
    pub field: TextField,
    /// A message about it.
    pub note: Option<PromptNote>,
    /// What completion offers, once asked for.
    pub offers: Vec<Suggestion>,
    /// The offer that is in the text now.
    pub chosen: Option<usize>,
    /// The text as it was before the first offer was taken.
    uncompleted: Option<TextField>,
    /// How far back in the history the text is from; 0: it was typed.
    steps_back: usize,
    typed: String,
}

/// What a key did to a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptOutcome {
    /// The text is another one.
    Changed,
    /// Nothing but the cursor, or nothing at all.
    Nothing,
    /// Another suggestion is asked for; forwards or backwards.
    Complete {
        /// Whether the next one is wanted, not the one before.
        forwards: bool,
    },
    /// The text is to be taken.
    Accepted,
    /// The prompt is to be closed without taking it.
    Cancelled,
}

impl Prompt {
    /// A prompt that begins with `text`.
    pub fn new(kind: PromptKind, text: &str) -> Self {
        Self {
            kind,
            field: TextField::new(text),
            note: None,
            offers: Vec::new(),
            chosen: None,
            uncompleted: None,
            steps_back: 0,
            typed: String::new(),
        }
    }

    /// Screen rows that it needs: the text and what stands under it.
    pub fn rows(&self) -> u16 {
        2
    }

    /// Does what an action of the prompt's keys says, or types the key's character.
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
            None => key.text().is_some_and(|c| {
                self.field.insert(c.encode_utf8(&mut [0; 4]));
                true
            }),
        };
        if changed {
            self.forget_offers()
        } else {
            PromptOutcome::Nothing
        }
    }

    /// Types pasted text.
    pub fn paste(&mut self, text: &str) -> PromptOutcome {
        self.field.insert(text);
        self.forget_offers()
    }

    /// Takes the next offer into the text, or the one before; `offers` are used where none stand open.
    pub fn complete(&mut self, forwards: bool, offers: impl FnOnce(&TextField) -> Vec<Suggestion>) -> bool {
        if self.offers.is_empty() {
            self.offers = offers(&self.field);
            self.uncompleted = Some(self.field.clone());
            self.chosen = None;
        }
        let count = self.offers.len();
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
            let offer = &self.offers[next];
            self.field.replace(offer.replace.clone(), &offer.text);
        }
        if count == 1 {
            self.offers.clear();
        }
        true
    }

    fn forget_offers(&mut self) -> PromptOutcome {
        self.offers.clear();
        self.chosen = None;
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

/// Does an editing action; returns whether the text changed.
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

/// What was accepted in prompts before, oldest first, for each kind.
#[derive(Debug, Default)]
pub struct History {
    texts: HashMap<PromptKind, Vec<String>>,
}

/// Texts that are remembered for each kind of prompt.
const HISTORY: usize = 100;

impl History {
    /// The texts accepted in prompts of a kind, oldest first.
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
        let offer = |text: &str| Suggestion {
            replace: 7..8,
            text: text.to_owned(),
            help: String::new(),
        };
        let offers = || vec![offer("TRT"), offer("Times")];
        prompt.complete(true, |_| offers());
        assert_eq!(prompt.field.text(), "outlet:TRT");
        prompt.complete(true, |_| offers());
        assert_eq!(prompt.field.text(), "outlet:Times");
        prompt.complete(true, |_| offers());
        assert_eq!(prompt.field.text(), "outlet:TRT");
        assert_eq!(prompt.press(None, key(' '), &[]), PromptOutcome::Changed);
        assert!(prompt.offers.is_empty());
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
