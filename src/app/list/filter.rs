//! The filter, which is typed in its bar or set by the pickers; and what an accepted prompt does.

use crate::app::App;
use crate::app::input::date_picker::{DatePicked, DatePicker};
use crate::app::input::overlay::{Overlay, PickerKind};
use crate::app::input::picker::{Picker, PickerItem};
use crate::app::input::prompt::{Prompt, PromptKind, PromptNote, PromptOutcome, Suggestion};
use crate::app::input::text_field::TextField;
use crate::app::jobs::job::JobKind;
use crate::app::list::listing::TypedQuery;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::app::reader::open_article::OnListed;
use crate::config::action::Action;
use crate::config::key::Key;
use crate::config::keymap::{Context, KeyLookup};
use crate::config::keywords::split_words;
use crate::library::marks::tags::Tag;
use crate::library::query::complete::{KnownValues, complete};
use crate::library::query::edit::{outlets_in, with_dates, with_field, with_outlets};
use crate::library::query::facets::{Facets, NamedCount};
use crate::library::query::field::QueryField;
use crate::library::query::parsed::Query;
use crate::library::query::scope::Scope;
use crate::text::fold::fold;
use crate::text::pattern::Pattern;

/// The label of the unknown outlet in lists.
const UNKNOWN_OUTLET: &str = "outlet unknown";

impl App {
    pub(crate) fn act_on_filter(&mut self, action: Action) {
        match action {
            Action::FilterBar => {
                let text = self.query_text.clone();
                self.open_prompt(PromptKind::Filter, &text);
            }
            Action::ClearFilter => {
                self.set_query(String::new());
                self.list_scope(Scope::All);
                self.status.say(Level::Info, "filter cleared");
            }
            Action::OutletPicker => self.open_outlets(),
            Action::DatePicker => self.open_dates(),
            _ => {}
        }
    }

    pub(crate) fn open_prompt(&mut self, kind: PromptKind, text: &str) {
        let mut prompt = Prompt::new(kind, text);
        if kind == PromptKind::Filter {
            prompt.note = hint_of(&self.load.typed.query);
        }
        self.input.prompt = Some(prompt);
        self.load.chosen_before = self.chosen_id();
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
        let typed = prompt.press(action, key, self.input.history.of(prompt.kind));
        self.typed(typed);
    }

    pub(crate) fn paste_in_prompt(&mut self, text: &str) {
        if let Some(prompt) = &mut self.input.prompt {
            let typed = prompt.paste(text);
            self.typed(typed);
        }
    }

    fn typed(&mut self, typed: PromptOutcome) {
        match typed {
            PromptOutcome::Nothing => {}
            PromptOutcome::Changed => self.prompt_changed(),
            PromptOutcome::Complete { forwards } => {
                let offers = self.offers();
                if self
                    .input
                    .prompt
                    .as_mut()
                    .is_some_and(|prompt| prompt.complete(forwards, |_| offers))
                {
                    self.prompt_changed();
                }
            }
            PromptOutcome::Accepted => self.accept_prompt(),
            PromptOutcome::Cancelled => self.cancel_prompt(),
        }
    }

    /// Applies text while it is typed: the filter narrows the list, the find goes to its first hit.
    fn prompt_changed(&mut self) {
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
        if let Some(prompt) = &mut self.input.prompt {
            prompt.note = note;
        }
    }

    /// Filters by the text that is being typed. Returns its mistake or a hint, which is shown under the bar.
    fn filter_typed(&mut self, text: String) -> Option<PromptNote> {
        match TypedQuery::parse(text.as_str(), self.today()) {
            Ok(typed) => {
                let note = hint_of(&typed.query);
                let unfinished = self.unfinished(&typed.text);
                self.filter_by(typed, unfinished);
                note
            }
            Err(error) => {
                self.query_text = text;
                Some(PromptNote {
                    text: error.message,
                    range: Some(error.range),
                    is_error: true,
                })
            }
        }
    }

    fn offers(&self) -> Vec<Suggestion> {
        let Some(prompt) = &self.input.prompt else {
            return Vec::new();
        };
        match prompt.kind {
            PromptKind::Filter => self.filter_offers(&prompt.field),
            PromptKind::Tags => self.tag_offers(&prompt.field),
            _ => Vec::new(),
        }
    }

    fn filter_offers(&self, field: &TextField) -> Vec<Suggestion> {
        let facets = self.facets();
        let tags: Vec<&str> = self.marks.known_tags().map(Tag::name).collect();
        let known = KnownValues {
            outlets: &names(&facets.outlets),
            vias: &names(&facets.vias),
            sections: &names(&facets.sections),
            languages: &names(&facets.languages),
            tags: &tags,
        };
        complete(field.text(), field.cursor(), &known)
            .into_iter()
            .map(|offer| Suggestion {
                replace: offer.replace,
                text: offer.text,
                help: offer.help,
            })
            .collect()
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
            PromptKind::Note => self.note(&text),
            _ if text.trim().is_empty() => {}
            PromptKind::Highlight => self.highlight_word(text.trim()),
            PromptKind::Pipe => self.pipe_to(&text),
            PromptKind::Save => self.save_as(text.trim()),
            PromptKind::SetName => self.add_set(&text),
            PromptKind::SetWords => self.set_words(&text),
            PromptKind::Tags => self.tag(&text),
        }
    }

    /// Closes the prompt. The filter stays as typed if it is valid; otherwise the last valid one stays. A find is cancelled.
    fn cancel_prompt(&mut self) {
        let Some(prompt) = self.input.prompt.take() else {
            return;
        };
        match prompt.kind {
            PromptKind::Filter => {
                self.query_text = if self.requests.awaits(JobKind::Filter) {
                    self.load.asked.text.clone()
                } else {
                    self.view.query_text().to_owned()
                };
                self.finish_typing();
                self.when_listed(OnListed::FocusListIfGone);
            }
            PromptKind::Find => self.cancel_find(),
            _ => {}
        }
    }

    /// Filters by a query text. A text with a mistake does not change the list.
    pub(crate) fn set_query(&mut self, text: String) {
        match TypedQuery::parse(text.as_str(), self.today()) {
            Ok(typed) => self.filter_by(typed, None),
            Err(_) => self.query_text = text,
        }
    }

    /// Returns the query of a text while it is typed: its last word may be half a word, so everything that begins with it is
    /// listed. When the bar is closed, it is a whole word.
    fn unfinished(&self, text: &str) -> Option<Query> {
        let last = text.split_whitespace().next_back().unwrap_or_default();
        let is_open = text.ends_with(char::is_alphanumeric)
            && last != "OR"
            && text.matches('"').count().is_multiple_of(2);
        let starred = is_open.then(|| format!("{text}*"))?;
        Query::parse(&starred, self.today()).ok()
    }

    /// Takes the last word of the filter as a whole word, if it was taken for half a word.
    fn finish_typing(&mut self) {
        if self.load.is_unfinished && self.load.typed.text == self.query_text {
            let typed = self.load.typed.clone();
            self.filter_by(typed, None);
        }
    }

    /// Filters by a query. While it is typed, `unfinished` is searched in its place; header and bar show `typed`.
    pub(crate) fn filter_by(&mut self, typed: TypedQuery, unfinished: Option<Query>) {
        self.query_text.clone_from(&typed.text);
        self.load.is_unfinished = unfinished.is_some();
        self.load.typed = typed;
        let asked = TypedQuery {
            text: self.query_text.clone(),
            query: unfinished.unwrap_or_else(|| self.load.typed.query.clone()),
        };
        self.search.set_query(asked.query.words());
        self.view.forget_snippets();
        self.requests.give_up(JobKind::Snippets);
        self.look_for_hits();
        self.list_anew(Some(asked));
    }

    /// Lists all outlets if the listed one has no article left. Returns whether another list was requested.
    pub(crate) fn leave_outlet_without_articles(&mut self) -> bool {
        let mut sources = self.view.sources().iter();
        let is_there = sources.any(|row| row.scope == *self.view.scope());
        if is_there || self.load.awaits_outlet || *self.view.scope() == Scope::All {
            return false;
        }
        self.view.set_scope(Scope::All);
        self.list_anew(None);
        self.view.corpus().is_some()
    }

    /// Counts of what is read; none before the library is open.
    fn facets(&self) -> Facets {
        let corpus = self.view.corpus();
        corpus.map_or_else(Facets::default, |corpus| corpus.facets().clone())
    }

    fn open_outlets(&mut self) {
        let facets = self.facets();
        let chosen = outlets_in(&self.query_text);
        let is_chosen = |name: Option<&str>| {
            chosen
                .iter()
                .any(|chosen| chosen.as_deref().map(fold) == name.map(fold))
        };
        let item = |name: Option<&str>, count: usize| PickerItem {
            label: name.unwrap_or(UNKNOWN_OUTLET).to_owned(),
            detail: count.to_string(),
            checked: is_chosen(name),
            ..PickerItem::default()
        };
        let mut items: Vec<PickerItem> = facets
            .outlets
            .iter()
            .map(|outlet| item(Some(&outlet.name), outlet.count))
            .collect();
        if facets.unknown_outlet > 0 {
            items.push(item(None, facets.unknown_outlet));
        }
        self.open_picker(PickerKind::Outlets, Picker::new(items));
    }

    /// Returns the checked outlets; without any, the one under the cursor.
    pub(crate) fn checked_outlets(&self, chosen: usize) -> Vec<String> {
        let Some(Overlay::Picker(PickerKind::Outlets, picker)) = &self.input.overlay else {
            return Vec::new();
        };
        let label = |item: usize| picker.items().get(item).map(|item| item.label.clone());
        let checked: Vec<String> = picker.checked().filter_map(label).collect();
        if checked.is_empty() {
            label(chosen).into_iter().collect()
        } else {
            checked
        }
    }

    pub(crate) fn filter_outlets(&mut self, outlets: &[String]) {
        let known = |name: &'_ String| {
            Some(name.as_str())
                .filter(|name| *name != UNKNOWN_OUTLET)
                .map(str::to_owned)
        };
        let names: Vec<Option<String>> = outlets.iter().map(known).collect();
        let names: Vec<Option<&str>> = names.iter().map(Option::as_deref).collect();
        let text = with_outlets(&self.query_text, &names);
        self.list_scope(Scope::All);
        self.set_query(text);
        self.when_listed(OnListed::FocusListIfGone);
    }

    fn open_dates(&mut self) {
        let facets = self.facets();
        let picker = DatePicker::new(facets.days, self.today(), facets.undated);
        self.input.overlay = Some(Overlay::Dates(picker));
    }

    pub(crate) fn picked_dates(&mut self, picked: DatePicked) {
        let range = match picked {
            DatePicked::Nothing => return,
            DatePicked::Cancelled => {
                self.input.overlay = None;
                return;
            }
            DatePicked::Range(range) => range.unwrap_or((None, None)),
            DatePicked::Typed(text) => return self.filter_typed_dates(&text),
        };
        self.input.overlay = None;
        let text = with_dates(&self.query_text, range.0, range.1);
        self.set_query(text);
        self.when_listed(OnListed::FocusListIfGone);
    }

    fn filter_typed_dates(&mut self, typed: &str) {
        // The text is the value of `date:`.
        let value = typed.split("..").map(str::trim).collect::<Vec<_>>().join("..");
        let text = with_field(&self.query_text, QueryField::Date, &value);
        match TypedQuery::parse(text, self.today()) {
            Ok(typed) => {
                self.input.overlay = None;
                self.filter_by(typed, None);
                self.when_listed(OnListed::FocusListIfGone);
            }
            Err(error) => {
                if let Some(Overlay::Dates(picker)) = &mut self.input.overlay {
                    picker.reject(error.message);
                }
            }
        }
    }
}

/// Returns the first hint about a query.
fn hint_of(query: &Query) -> Option<PromptNote> {
    let hint = query.hints().first()?;
    Some(PromptNote {
        text: hint.message.clone(),
        range: Some(hint.range.clone()),
        is_error: false,
    })
}

/// Returns the mistake in words that are to be highlighted.
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

fn names(counted: &[NamedCount]) -> Vec<&str> {
    counted.iter().map(|counted| &*counted.name).collect()
}
