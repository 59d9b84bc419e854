//! Where the person is in the open article and how the corpus is looked at: told outside when it changes, so that the
//! next session goes on there.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::list::listing::TypedQuery;
use crate::app::panes::status::Level;
use crate::app::reader::mode::ReaderMode;
use crate::article::date::Date;
use crate::config::action::Action;
use crate::config::keymap::Context;
use crate::library::entry::Entry;
use crate::library::marks::store::LastView;
use crate::library::marks::tags::Tag;
use crate::library::query::scope::{SavedQuery, Scope};
use crate::library::query::sort::SortOrder;
use std::sync::Arc;

/// What is opened, and what the next session is told of it.
#[derive(Debug)]
pub struct Session {
    /// What is opened, for the header.
    pub corpus_name: String,
    pub(crate) is_built_in: bool,
    /// The day by the clock at the start.
    pub(crate) today: Date,
    pub(crate) told: LastSaved,
}

impl Session {
    pub(crate) fn new(corpus_name: String, is_built_in: bool, today: Date) -> Self {
        Self {
            corpus_name,
            is_built_in,
            today,
            told: LastSaved::default(),
        }
    }
}

/// What was told last, so that each thing is told once.
#[derive(Debug, Default)]
pub(crate) struct LastSaved {
    /// The open article and the offset at the top of its window.
    place: Option<(Arc<Entry>, usize)>,
    view: Option<LastView>,
}

impl App {
    /// Tells where the person is in the open article and how the corpus is looked at, where that is new.
    pub(crate) fn tell_place_and_view(&mut self) {
        if self.session.is_built_in {
            return;
        }
        if let Some(open) = self.reader.open().filter(|open| *open.face() == ReaderMode::Text) {
            let (entry, offset) = (Arc::clone(&open.entry), open.top());
            let told = self.session.told.place.replace((Arc::clone(&entry), offset));
            // Where it was opened is known.
            let is_new = told.is_some_and(|(told, at)| Arc::ptr_eq(&told, &entry) && at != offset);
            if is_new {
                let document = Arc::clone(&open.document);
                self.ask(Effect::KeepPlace {
                    entry,
                    document,
                    offset,
                });
            }
        }
        let view = self.last_view();
        match &self.session.told.view {
            Some(told) if *told == view => {}
            told => {
                let is_first = told.is_none();
                self.session.told.view = Some(view.clone());
                if !is_first {
                    self.ask(Effect::KeepView(view));
                }
            }
        }
    }

    /// Looks at the corpus as it was looked at last.
    pub(crate) fn look_as_before(&mut self, last: LastView) {
        if let Some(order) = SortOrder::from_name(&last.order) {
            self.view.set_order(order);
        }
        self.search.change_sets(|sets| sets.switch(&last.sets));
        self.load.awaits_outlet = last.outlet.is_some() || last.saved.is_some();
        let outlet = last.outlet.map(|name| match name.as_str() {
            "" => Scope::Unknown,
            name => Scope::Outlet(Arc::from(name)),
        });
        let saved = last.saved.and_then(|name| self.saved_of(&name));
        if let Some(scope) = outlet.or(saved.map(Scope::Saved)) {
            self.view.set_scope(scope);
        }
        // A query that is no longer understood is not the person's mistake now.
        if let Ok(typed) = TypedQuery::parse(last.query, self.today()) {
            self.filter_by(typed, None);
        }
        if !self.query_text.trim().is_empty() || *self.view.scope() != Scope::All {
            let key = self.settings.keymap.key_of(Context::Main, Action::ClearFilter);
            let text = format!("filtered as last time; {} clears it", key.unwrap_or_default());
            self.status.say(Level::Info, text);
        }
    }

    /// The saved query of that name, or that of the tag.
    fn saved_of(&self, name: &str) -> Option<Arc<SavedQuery>> {
        let tag = || {
            Some(SavedQuery::of_tag(
                &Tag::new(name.strip_prefix('#')?)?,
                self.today(),
            ))
        };
        let mut saved = self.view.saved();
        let known = saved.find(|saved| saved.name == name).cloned();
        known.or_else(|| tag().map(Arc::new))
    }

    fn last_view(&self) -> LastView {
        LastView {
            query: self.query_text.clone(),
            outlet: match self.view.scope() {
                Scope::All | Scope::Saved(_) => None,
                Scope::Outlet(name) => Some(name.to_string()),
                Scope::Unknown => Some(String::new()),
            },
            saved: match self.view.scope() {
                Scope::Saved(saved) => Some(saved.name.clone()),
                Scope::All | Scope::Outlet(_) | Scope::Unknown => None,
            },
            order: self.view.order().name().to_owned(),
            sets: self.search.sets().switched(),
        }
    }
}
