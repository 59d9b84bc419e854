//! Editing the keyword sets, and `*`, which highlights the selection or the last hit.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::overlay::Overlay;
use crate::app::input::prompt::PromptKind;
use crate::app::jobs::job::{Job, JobKind};
use crate::app::list::cursor::ListState;
use crate::app::panes::status::Level;
use crate::app::search::hit_walk::WalkDirection;
use crate::config::action::Action;
use crate::config::key::Key;
use crate::config::keywords::{KeywordSets, split_words};
use crate::text::pattern::Pattern;

/// The set to which `*` adds words.
const OWN_SET: &str = "My words";

/// The hits of keyword sets are counted in lists of at most this many articles, because each is read from disk.
const COUNTED: usize = 2_000;

impl App {
    pub(crate) fn open_keywords(&mut self) {
        self.input.overlay = Some(Overlay::Keywords(ListState::default()));
    }

    /// Puts the cursor on the keyword set with the number of a digit, if the sets are shown.
    pub(crate) fn chooses_set(&mut self, key: Key) -> bool {
        let len = self.search.sets().sets().len();
        let Some(Overlay::Keywords(list)) = &mut self.input.overlay else {
            return false;
        };
        let Some(row) = key.digit().and_then(|digit| digit.checked_sub(1)) else {
            return false;
        };
        list.move_to(row as usize, len);
        true
    }

    /// Closes the sets and walks the hits of one of them alone, until `Esc`.
    fn walk_set(&mut self, at: usize, is_on: bool) {
        if !is_on {
            self.change_sets(|sets| sets.set_on(at, true));
        }
        self.input.overlay = None;
        self.set_walked(Some(at));
        self.walk_hits(WalkDirection::Forwards, 1);
    }

    /// Sets the keyword set whose hits alone are walked.
    pub(crate) fn set_walked(&mut self, set: Option<usize>) {
        self.search.walk_set(set);
        if let Some(open) = self.reader.open_mut() {
            open.current_hit = None;
        }
        self.find_hits();
    }

    pub(crate) fn act_on_keywords(&mut self, action: Action, times: usize) {
        let len = self.search.sets().sets().len();
        let page = isize::try_from(self.screen.size.height / 2).unwrap_or(1).max(1);
        let Some(Overlay::Keywords(list)) = &mut self.input.overlay else {
            return;
        };
        if list.walk(action, times, page, len) {
            return;
        }
        let at = list.cursor;
        match action {
            Action::AddItem => self.open_prompt(PromptKind::SetName, ""),
            Action::Back | Action::Escape | Action::GoOut => self.input.overlay = None,
            _ => self.act_on_set(action, at),
        }
    }

    /// Performs an action on the set under the cursor.
    fn act_on_set(&mut self, action: Action, at: usize) {
        let Some(set) = self.search.sets().sets().get(at).cloned() else {
            return self.act_on_program(action);
        };
        match action {
            Action::ToggleItem => self.change_sets(|sets| sets.set_on(at, !set.on)),
            Action::GoIn => self.walk_set(at, set.on),
            Action::RecolorItem => self.change_sets(|sets| sets.set_color(at, set.color.next())),
            Action::RemoveItem => {
                self.change_sets(|sets| sets.remove_set(at));
                self.status
                    .inform(format!("Removed the keyword set {}", set.name));
            }
            Action::EditItem => self.open_prompt(PromptKind::SetWords, &join_words(&set.words)),
            action => self.act_on_program(action),
        }
    }

    /// Adds a set of this name and opens the prompt for its words.
    pub(crate) fn add_set(&mut self, name: &str) {
        let name = name.trim().to_owned();
        self.change_sets(|sets| {
            sets.add_set(&name, &[]);
        });
        let last = self.search.sets().sets().len().saturating_sub(1);
        self.input.overlay = Some(Overlay::Keywords(ListState { cursor: last, top: 0 }));
        self.open_prompt(PromptKind::SetWords, "");
    }

    /// Sets the words of the set under the cursor.
    pub(crate) fn set_words(&mut self, written: &str) {
        let Some(Overlay::Keywords(list)) = &self.input.overlay else {
            return;
        };
        let at = list.cursor;
        let words = split_words(written);
        self.change_sets(|sets| sets.set_words(at, &words));
    }

    /// Highlights the selection or, without one, the last hit; without either, opens a prompt.
    pub(crate) fn highlight(&mut self) {
        let hit = self.reader.open().and_then(|open| {
            let hit = open.current_hit.as_ref()?;
            open.document.text.get(hit.range.clone()).map(str::to_owned)
        });
        match self.selected_text().or(hit) {
            Some(text) if text.trim().contains('\n') => {
                self.status
                    .inform("A highlight cannot cross paragraphs; select within one");
            }
            Some(text) => {
                if let Some(open) = self.reader.open_mut() {
                    open.selection = None;
                }
                let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
                self.highlight_word(&line);
            }
            None => self.open_prompt(PromptKind::Highlight, ""),
        }
    }

    /// Adds a word to the user's own set, which is created if necessary.
    pub(crate) fn highlight_word(&mut self, word: &str) {
        if let Err(error) = Pattern::parse(word) {
            return self.status.report(Level::Error, error.to_string());
        }
        let sets = self.search.sets().sets();
        let own = sets.iter().position(|set| set.name == OWN_SET);
        let mut name = OWN_SET.to_owned();
        self.change_sets(|sets| {
            if let Some(at) = own {
                sets.set_on(at, true);
                sets.add_word(at, word);
            } else {
                let at = sets.add_set(OWN_SET, &[word.to_owned()]);
                name.clone_from(&sets.sets()[at].name);
            }
        });
        self.status
            .inform(format!("Highlighting {word} in the set {name}; H shows the sets"));
    }

    /// Changes the sets, updates the hits and saves the sets.
    fn change_sets(&mut self, change: impl FnOnce(&mut KeywordSets)) {
        self.search.change_sets(change);
        match self.search.sets().to_toml() {
            Ok(text) => self.emit(Effect::WriteKeywords(text)),
            Err(error) => self.status.report(Level::Error, error.to_string()),
        }
        self.find_hits();
        self.count_keywords();
    }

    /// Counts the hits of the sets in the list.
    pub(crate) fn count_keywords(&mut self) {
        self.requests.cancel(JobKind::Count);
        if !self.search.has_sets_on() {
            return;
        }
        self.search.counts = None;
        if self.listing.len() > COUNTED {
            return;
        }
        self.request(Job::Count {
            ids: self.listing.listed().to_vec(),
            highlighter: self.search.highlighter().clone(),
        });
    }
}

/// Returns words as a user types them: separated by commas, and quoted if they contain one.
fn join_words(words: &[String]) -> String {
    let written = |word: &String| {
        if word.contains(',') {
            format!("\"{word}\"")
        } else {
            word.clone()
        }
    };
    words.iter().map(written).collect::<Vec<_>>().join(", ")
}
