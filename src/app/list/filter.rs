//! The filter: the state of the query, and how the list follows it. Not the keys of the filter bar: see
//! [`prompt_actions`](crate::app::input::prompt_actions).

use crate::app::App;
use crate::app::input::prompt::{PromptKind, PromptNote, Suggestion};
use crate::app::input::text_field::TextField;
use crate::app::jobs::job::JobKind;
use crate::app::list::listing::TypedQuery;
use crate::config::action::Action;
use crate::library::marks::tags::Tag;
use crate::library::query::complete::{KnownValues, complete};
use crate::library::query::facets::{Facets, NamedCount};
use crate::library::query::parsed::Query;
use crate::library::query::scope::Scope;

/// The filter: its text and its query.
#[derive(Debug, Default)]
pub struct FilterState {
    /// The text as typed, valid or not.
    pub text: String,
    /// The query of the list that was requested last.
    pub(crate) requested: TypedQuery,
    /// The last valid query that was typed.
    pub(crate) typed: TypedQuery,
    /// Whether its last word may be incomplete, so that everything that begins with it is listed.
    pub(crate) is_unfinished: bool,
    /// What was listed when the filter bar was opened, until the list of the accepted filter has arrived.
    pub(crate) before_typing: Option<BeforeTyping>,
}

/// What was listed before a filter was typed. It is looked up again at each key, because an incomplete word may match
/// nothing here.
#[derive(Debug)]
pub(crate) struct BeforeTyping {
    /// The listed outlet.
    pub(crate) scope: Scope,
    /// The article under the cursor.
    pub(crate) chosen: Option<u32>,
    /// The articles above it in the window.
    pub(crate) above: usize,
    /// The filter, which `Esc` restores.
    pub(crate) text: String,
}

impl App {
    pub(crate) fn act_on_filter(&mut self, action: Action) {
        match action {
            Action::FilterBar => {
                let mut text = self.filter.text.trim_end().to_owned();
                if !text.is_empty() {
                    text.push(' ');
                }
                self.open_prompt(PromptKind::Filter, &text);
            }
            Action::ClearFilter => {
                self.set_query(String::new());
                self.list_scope(Scope::All);
                self.status.inform("Filter cleared");
            }
            Action::SaveView => self.ask_for_view(),
            Action::OutletPicker => self.open_outlets(),
            Action::DatePicker => self.open_dates(),
            _ => {}
        }
    }

    /// Filters by the text that is being typed. Returns its mistake or a hint, which is shown under the bar.
    pub(crate) fn filter_typed(&mut self, text: String) -> Option<PromptNote> {
        match TypedQuery::parse(text.as_str(), self.today()) {
            Ok(typed) => {
                let unfinished = self.unfinished(&typed.text);
                let note = hint_of(&typed.query)
                    .or_else(|| self.hint_at_value(unfinished.as_ref().unwrap_or(&typed.query)));
                self.filter_outlet_before_typing(typed, unfinished);
                note
            }
            Err(error) => {
                self.filter.text = text;
                Some(PromptNote {
                    text: error.message,
                    range: Some(error.range),
                    is_error: true,
                })
            }
        }
    }

    /// Returns a hint about a value of the query that no article has.
    fn hint_at_value(&self, query: &Query) -> Option<PromptNote> {
        let hint = self.with_known_values(|known| query.unused_value(known))?;
        Some(PromptNote {
            text: hint.message,
            range: Some(hint.range),
            is_error: false,
        })
    }

    /// Calls `work` with the values that articles have.
    fn with_known_values<T>(&self, work: impl FnOnce(&KnownValues<'_>) -> T) -> T {
        let facets = self.facets();
        let tags: Vec<&str> = self.marks.known_tags().map(Tag::name).collect();
        work(&KnownValues {
            outlets: &names(&facets.outlets),
            vias: &names(&facets.vias),
            sections: &names(&facets.sections),
            languages: &names(&facets.languages),
            tags: &tags,
        })
    }

    pub(crate) fn filter_suggestions(&self, field: &TextField) -> Vec<Suggestion> {
        self.with_known_values(|known| complete(field.text(), field.cursor(), known))
            .into_iter()
            .map(|completion| Suggestion {
                replace: completion.replace,
                text: completion.text,
                help: completion.help,
            })
            .collect()
    }

    /// Filters by a query text. A text with a mistake does not change the list.
    pub(crate) fn set_query(&mut self, text: String) {
        match TypedQuery::parse(text.as_str(), self.today()) {
            Ok(typed) => self.filter_by(typed, None),
            Err(_) => self.filter.text = text,
        }
    }

    /// Returns the query of a text while it is typed: its last word may be incomplete, so everything that begins with
    /// it is listed. When the bar is closed, it is complete.
    fn unfinished(&self, text: &str) -> Option<Query> {
        let last = text.split_whitespace().next_back().unwrap_or_default();
        let is_open = text.ends_with(char::is_alphanumeric)
            && last != "OR"
            && text.matches('"').count().is_multiple_of(2);
        let starred = is_open.then(|| format!("{text}*"))?;
        Query::parse(&starred, self.today()).ok()
    }

    /// Filters again with the last word as a complete word, if it was treated as incomplete.
    pub(crate) fn finish_typing(&mut self) {
        if self.filter.is_unfinished && self.filter.typed.text == self.filter.text {
            let typed = self.filter.typed.clone();
            self.filter_outlet_before_typing(typed, None);
        }
        self.end_typing();
    }

    /// Filters as before the filter bar was opened; the cursor returns to its place in the list.
    pub(crate) fn restore_filter(&mut self) {
        let before = self.filter.before_typing.as_ref();
        let text = before.map_or_else(String::new, |before| before.text.clone());
        if self.filter.is_unfinished || self.filter.typed.text != text {
            match TypedQuery::parse(text.as_str(), self.today()) {
                Ok(typed) => self.filter_outlet_before_typing(typed, None),
                Err(_) => self.filter.text = text,
            }
        } else {
            self.filter.text = text;
        }
        self.end_typing();
    }

    /// Filters the outlet that was listed before the filter was typed, even if the text so far matched nothing in it.
    fn filter_outlet_before_typing(&mut self, typed: TypedQuery, unfinished: Option<Query>) {
        if let Some(before) = &self.filter.before_typing {
            self.listing.set_scope(before.scope.clone());
        }
        self.filter_by(typed, unfinished);
    }

    /// Forgets what was listed before the filter was typed, once the list of the accepted filter has arrived.
    pub(crate) fn end_typing(&mut self) {
        if self.input.prompt.is_none() && !self.requests.awaits(JobKind::Filter) {
            self.filter.before_typing = None;
        }
    }

    /// Filters by a query. While it is typed, `unfinished` is searched instead; header and bar show `typed`.
    pub(crate) fn filter_by(&mut self, typed: TypedQuery, unfinished: Option<Query>) {
        self.filter.text.clone_from(&typed.text);
        self.filter.is_unfinished = unfinished.is_some();
        self.filter.typed = typed;
        let query = TypedQuery {
            text: self.filter.text.clone(),
            query: unfinished.unwrap_or_else(|| self.filter.typed.query.clone()),
        };
        self.search.set_query(query.query.words());
        self.listing.forget_snippets();
        self.requests.cancel(JobKind::Snippets);
        self.find_hits();
        self.refresh_list(Some(query));
    }

    /// Lists all outlets if the listed one has no articles any more. Returns whether another list was requested.
    pub(crate) fn leave_outlet_without_articles(&mut self) -> bool {
        let mut sources = self.listing.sources().iter();
        let is_there = sources.any(|row| row.scope == *self.listing.scope());
        if is_there || self.load.awaits_outlet || *self.listing.scope() == Scope::All {
            return false;
        }
        self.listing.set_scope(Scope::All);
        self.refresh_list(None);
        self.listing.corpus().is_some()
    }

    /// Returns the counts of the corpus; empty before the library is open.
    pub(crate) fn facets(&self) -> Facets {
        let corpus = self.listing.corpus();
        corpus.map_or_else(Facets::default, |corpus| corpus.facets().clone())
    }
}

/// Returns the first hint about a query.
pub(crate) fn hint_of(query: &Query) -> Option<PromptNote> {
    let hint = query.hints().first()?;
    Some(PromptNote {
        text: hint.message.clone(),
        range: Some(hint.range.clone()),
        is_error: false,
    })
}

fn names(counted: &[NamedCount]) -> Vec<&str> {
    counted.iter().map(|counted| &*counted.name).collect()
}
