//! The keyword sets: switched, coloured, filled and emptied; and `*`, which highlights what is selected or was hit.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::overlay::Overlay;
use crate::app::input::prompt::PromptKind;
use crate::app::jobs::job::{Job, JobKind};
use crate::app::list::cursor::ListState;
use crate::app::panes::status::Level;
use crate::config::action::Action;
use crate::config::keywords::{KeywordSets, split_words};
use crate::text::pattern::Pattern;

/// The set that `*` puts words into when no other one is in use.
const OWN_SET: &str = "My words";

/// The words of keyword sets are counted in no more articles of a library than this: each has to be read from disk.
const COUNTED: usize = 2_000;

impl App {
    pub(crate) fn open_keywords(&mut self) {
        self.input.overlay = Some(Overlay::Keywords(ListState::default()));
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
            _ if len == 0 => self.act_on_program(action),
            Action::ToggleItem | Action::GoIn => self.change_sets(|sets| {
                let on = sets.sets().get(at).is_some_and(|set| set.on);
                sets.set_on(at, !on);
            }),
            Action::RecolorItem => self.change_sets(|sets| {
                let color = sets.sets().get(at).map(|set| set.color).unwrap_or_default();
                sets.set_color(at, color.next());
            }),
            Action::RemoveItem => {
                let name = self
                    .search
                    .sets()
                    .sets()
                    .get(at)
                    .map(|set| set.name.clone())
                    .unwrap_or_default();
                self.change_sets(|sets| sets.remove_set(at));
                self.status
                    .say(Level::Info, format!("removed the keyword set {name}"));
            }
            Action::EditItem => {
                let words = self
                    .search
                    .sets()
                    .sets()
                    .get(at)
                    .map(|set| join_words(&set.words));
                self.open_prompt(PromptKind::SetWords, &words.unwrap_or_default());
            }
            action => self.act_on_program(action),
        }
    }

    /// Adds a set of this name, then asks for its words.
    pub(crate) fn add_set(&mut self, name: &str) {
        let name = name.trim().to_owned();
        self.change_sets(|sets| {
            sets.add_set(&name, &[]);
        });
        let last = self.search.sets().sets().len().saturating_sub(1);
        self.input.overlay = Some(Overlay::Keywords(ListState { cursor: last, top: 0 }));
        self.open_prompt(PromptKind::SetWords, "");
    }

    /// Gives the set under the cursor these words.
    pub(crate) fn set_words(&mut self, written: &str) {
        let Some(Overlay::Keywords(list)) = &self.input.overlay else {
            return;
        };
        let at = list.cursor;
        let words = split_words(written);
        self.change_sets(|sets| sets.set_words(at, &words));
    }

    /// Highlights the selection, else the word of the last hit, else asks.
    pub(crate) fn highlight(&mut self) {
        let hit = self.reader.open().and_then(|open| {
            let hit = open.current_hit.as_ref()?;
            open.document.text.get(hit.range.clone()).map(str::to_owned)
        });
        match self.selected_text().or(hit) {
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

    /// Adds a word to the set that is in use, or makes a set for it.
    pub(crate) fn highlight_word(&mut self, word: &str) {
        if let Err(error) = Pattern::parse(word) {
            return self.status.say(Level::Error, error.to_string());
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
        self.status.say(
            Level::Info,
            format!("highlighting {word} in the set {name}; H shows the sets"),
        );
    }

    /// Changes the sets, looks for them anew, and has them written.
    fn change_sets(&mut self, change: impl FnOnce(&mut KeywordSets)) {
        self.search.change_sets(change);
        match self.search.sets().to_toml() {
            Ok(text) => self.ask(Effect::WriteKeywords(text)),
            Err(error) => self.status.say(Level::Error, error.to_string()),
        }
        self.look_for_hits();
        self.count_keywords();
    }

    /// Has a worker count how often the sets occur in the view.
    pub(crate) fn count_keywords(&mut self) {
        if !self.search.has_sets_on() {
            return self.requests.give_up(JobKind::Count);
        }
        self.search.counts = None;
        let Some(corpus) = self.view.corpus().filter(|_| self.view.len() <= COUNTED).cloned() else {
            return self.requests.give_up(JobKind::Count);
        };
        self.request(Job::Count {
            corpus,
            ids: self.view.listed().to_vec(),
            highlighter: self.search.highlighter().clone(),
        });
    }
}

/// Words as a person types them: with commas between, in quotes where they hold one.
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
