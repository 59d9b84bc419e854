//! What the next session continues with: the place in the open article, the filter, the outlet and the order. They are
//! saved when they change.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::list::listing::TypedQuery;
use crate::app::reader::mode::ReaderMode;
use crate::article::date::Date;
use crate::config::action::Action;
use crate::library::entry::Entry;
use crate::library::marks::store::LastView;
use crate::library::marks::tags::Tag;
use crate::library::query::scope::{SavedQuery, Scope};
use crate::library::query::sort::SortOrder;
use std::sync::Arc;

/// What was opened, and what was saved for the next session.
#[derive(Debug)]
pub struct Session {
    /// The name of what was opened, for the header.
    pub corpus_name: String,
    pub(crate) is_built_in: bool,
    /// From which id on articles were imported since the last session.
    pub(crate) new_from: Option<u32>,
    /// Whether one page was opened, and its article is the top of the panes.
    pub(crate) opens_page: bool,
    /// The date at the start.
    pub(crate) today: Date,
    pub(crate) last_saved: LastSaved,
}

impl Session {
    pub(crate) fn new(corpus_name: String, is_built_in: bool, today: Date) -> Self {
        Self {
            corpus_name,
            is_built_in,
            new_from: None,
            opens_page: false,
            today,
            last_saved: LastSaved::default(),
        }
    }
}

/// What was saved last, so that only changes are saved.
#[derive(Debug, Default)]
pub(crate) struct LastSaved {
    /// The open article and the offset at the top of its window.
    place: Option<(Arc<Entry>, usize)>,
    view: Option<LastView>,
}

impl App {
    /// Saves the place in the open article and the view, if they changed.
    pub(crate) fn save_place_and_view(&mut self) {
        if self.session.is_built_in {
            return;
        }
        if let Some(open) = self.reader.open().filter(|open| *open.mode() == ReaderMode::Text) {
            let (entry, offset) = (Arc::clone(&open.entry), open.top());
            let last = self
                .session
                .last_saved
                .place
                .replace((Arc::clone(&entry), offset));
            // The place at which it was opened is saved already.
            let has_moved = last.is_some_and(|(last, at)| Arc::ptr_eq(&last, &entry) && at != offset);
            if has_moved {
                let document = Arc::clone(&open.document);
                self.emit(Effect::SavePlace {
                    entry,
                    document,
                    offset,
                });
            }
        }
        let view = self.last_view();
        let last = self.session.last_saved.view.replace(view.clone());
        if last.is_some_and(|last| last != view) {
            self.emit(Effect::SaveView(view));
        }
    }

    /// Restores the filter, the outlet, the order and the keyword sets of the last session.
    pub(crate) fn restore_view(&mut self, last: LastView) {
        if let Some(order) = SortOrder::from_name(&last.order) {
            self.listing.set_order(order);
        }
        self.search.change_sets(|sets| sets.switch(&last.sets));
        self.load.awaits_outlet = last.outlet.is_some() || last.saved.is_some();
        let outlet = last.outlet.map(|name| match name.as_str() {
            "" => Scope::Unknown,
            name => Scope::Outlet(Arc::from(name)),
        });
        let saved = last.saved.and_then(|name| self.saved_of(&name));
        if let Some(scope) = outlet.or(saved.map(Scope::Saved)) {
            self.listing.set_scope(scope);
        }
        // A query that is no longer valid is not a mistake of the user, so it is not reported.
        if let Ok(typed) = TypedQuery::parse(last.query, self.today()) {
            self.filter_by(typed, None);
        }
        if !self.filter.text.trim().is_empty() || *self.listing.scope() != Scope::All {
            let key = self.key_of(Action::ClearFilter);
            let text = format!("Filtered as last time; {key} clears the filter");
            self.status.inform(text);
        }
    }

    /// Returns the saved query with this name, or the one of the tag with this name.
    fn saved_of(&self, name: &str) -> Option<Arc<SavedQuery>> {
        let tag = || {
            Some(SavedQuery::of_tag(
                &Tag::new(name.strip_prefix('#')?)?,
                self.today(),
            ))
        };
        let mut saved = self.listing.saved();
        let known = saved.find(|saved| saved.name == name).cloned();
        known.or_else(|| tag().map(Arc::new))
    }

    fn last_view(&self) -> LastView {
        LastView {
            query: self.filter.text.clone(),
            outlet: match self.listing.scope() {
                Scope::All | Scope::Saved(_) => None,
                Scope::Outlet(name) => Some(name.to_string()),
                Scope::Unknown => Some(String::new()),
            },
            saved: match self.listing.scope() {
                Scope::Saved(saved) => Some(saved.name.clone()),
                Scope::All | Scope::Outlet(_) | Scope::Unknown => None,
            },
            order: self.listing.order().name().to_owned(),
            sets: self.search.sets().switched(),
        }
    }
}
