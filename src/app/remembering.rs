//! Where the person is in the open article and how the corpus is looked at: told outside when it changes, so that the
//! next session goes on there.

use super::{App, Effect, Level, Scope};
use crate::config::{Action, Context};
use crate::library::{Entry, LastView, Order, Query, ReadingPlace};
use std::sync::Arc;

/// What was told last, so that each thing is told once.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The open article and the offset at the top of its window.
    place: Option<(Arc<Entry>, usize)>,
    view: Option<LastView>,
}

impl App {
    /// Tells where the person is in the open article and how the corpus is looked at, where that is new.
    pub(super) fn tell_place_and_view(&mut self) {
        if self.is_built_in {
            return;
        }
        if let Some(open) = self.reader.open().filter(|open| !open.source_view) {
            let (entry, top) = (&open.entry, open.top());
            let told = self.told.place.as_ref();
            let is_new = match told.filter(|(told, _)| Arc::ptr_eq(told, entry)) {
                Some((_, told)) => *told != top,
                // Where it was opened is known.
                None => false,
            };
            let place = is_new.then(|| ReadingPlace::of(&open.document, top));
            let entry = Arc::clone(entry);
            self.told.place = Some((Arc::clone(&entry), top));
            if let Some(place) = place {
                self.ask(Effect::KeepPlace(entry, place));
            }
        }
        let view = self.last_view();
        match &self.told.view {
            Some(told) if *told == view => {}
            told => {
                let is_first = told.is_none();
                self.told.view = Some(view.clone());
                if !is_first {
                    self.ask(Effect::KeepView(view));
                }
            }
        }
    }

    /// Looks at the corpus as it was looked at last.
    pub(super) fn look_as_before(&mut self, last: LastView) {
        if let Some(order) = Order::from_name(&last.order) {
            self.view.set_order(order);
        }
        self.load.awaits_outlet = last.outlet.is_some();
        match last.outlet {
            None => {}
            Some(name) if name.is_empty() => self.view.set_scope(Scope::Unknown),
            Some(name) => self.view.set_scope(Scope::Outlet(Arc::from(name))),
        }
        // A query that is no longer understood is not the person's mistake now.
        if Query::parse(&last.query, self.today()).is_ok() {
            self.set_query(last.query);
        }
        if !self.query_text.trim().is_empty() || *self.view.scope() != Scope::All {
            let key = self.settings.keymap.key_of(Context::Main, Action::ClearFilter);
            let text = format!("filtered as last time; {} clears it", key.unwrap_or_default());
            self.status.say(Level::Info, text);
        }
    }

    fn last_view(&self) -> LastView {
        LastView {
            query: self.query_text.clone(),
            outlet: match self.view.scope() {
                Scope::All => None,
                Scope::Outlet(name) => Some(name.to_string()),
                Scope::Unknown => Some(String::new()),
            },
            order: self.view.order().name().to_owned(),
        }
    }
}
