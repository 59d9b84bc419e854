//! The law of the open article: while its pane is on screen and nothing is pending, it is the article under the
//! cursor of the list, or the title of the pane says that it is not in this list. While the pane is hidden nothing
//! follows the cursor; going in opens the row under it.
//!
//! A change of the list only notes what is to become of the open article ([`OnListed`]). That is decided when the list
//! has arrived, and [`App::follow_cursor`] establishes the law at the end of every event. Not where the text of an
//! article comes from: see [`library_events`](crate::app::jobs::library_events).

use crate::app::App;
use crate::app::jobs::job::JobKind;
use crate::app::panes::pane_layout::Pane;
use crate::library::entry::Entry;
use std::sync::Arc;

/// What happens to the article that is being read when a list arrives. A later variant takes precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum OnListed {
    /// It stays open, and the cursor moves to it if it is in the list.
    #[default]
    KeepOpen,
    /// The article under the cursor is opened.
    OpenCursor,
    /// It stays open if it is in the list; otherwise the list gets the focus.
    FocusListIfGone,
}

/// How the open article relates to the list.
#[derive(Debug, Default)]
pub(crate) struct OpenArticleState {
    on_listed: OnListed,
    /// The open article, if it is known not to be in the list.
    not_listed: Option<u32>,
}

impl App {
    /// Returns whether the law of the open article holds.
    pub fn open_article_is_under_cursor(&self) -> bool {
        if self.screen.areas.reader.is_empty() || self.awaits_articles() {
            return true;
        }
        let (open, chosen) = (self.reader.open_id(), self.chosen_id());
        match open {
            Some(id) => open == chosen || self.open_is_not_listed() && self.listing.place_of(id).is_none(),
            None => chosen.is_none_or(|id| self.is_unreadable(id)),
        }
    }

    /// Returns whether the pane shows an article that is not in the list.
    pub fn open_is_not_listed(&self) -> bool {
        let open = self.reader.open_id();
        open.is_some() && self.open_state.not_listed == open
    }

    /// Returns whether an answer is pending that decides what is listed or open.
    pub fn awaits_articles(&self) -> bool {
        let kinds = [JobKind::Filter, JobKind::ListWhole, JobKind::Rows, JobKind::Fetch];
        kinds.into_iter().any(|kind| self.requests.awaits(kind))
    }

    /// Decides what happens to the open article: at once, or when the requested list arrives.
    pub(crate) fn when_listed(&mut self, on_listed: OnListed) {
        let state = &mut self.open_state;
        state.on_listed = state.on_listed.max(on_listed);
        if !self.requests.awaits(JobKind::Filter) {
            self.apply_on_listed(true);
        }
    }

    /// Applies the decision to the list that has arrived. `is_whole`: an article that is not found in it is not in
    /// the list; otherwise the rest of the list may contain it.
    pub(crate) fn apply_on_listed(&mut self, is_whole: bool) {
        let on_listed = self.open_state.on_listed;
        let is_read = self.panes.focus == Pane::Reader && !self.is_going_in();
        let open = self.reader.open_id().filter(|_| is_read);
        let place = open.and_then(|id| self.listing.place_of(id));
        let is_decided = is_whole || place.is_some() || on_listed == OnListed::OpenCursor;
        if !is_decided {
            return;
        }
        self.open_state = OpenArticleState::default();
        match (on_listed, open, place) {
            (OnListed::OpenCursor, ..) if self.panes.focus == Pane::Reader => self.open_chosen(),
            (OnListed::OpenCursor, ..) | (_, None, _) => {}
            (_, Some(_), Some(place)) => self.articles.cursor = place,
            (OnListed::FocusListIfGone, Some(_), None) => self.focus(Pane::Articles),
            (OnListed::KeepOpen, open, None) => self.open_state.not_listed = open,
        }
    }

    /// Forgets the decision, because the list did not arrive.
    pub(crate) fn forget_list(&mut self) {
        self.open_state.on_listed = OnListed::default();
    }

    /// Establishes the law at the end of an event.
    pub(crate) fn follow_cursor(&mut self) {
        if self.screen.areas.reader.is_empty() {
            return;
        }
        if self.panes.focus != Pane::Reader || self.reader.open().is_none() {
            if self.listing.is_empty() {
                self.reader.close();
            }
            return self.open_chosen();
        }
        let open = self.reader.open_id();
        if self.awaits_articles() || open == self.chosen_id() {
            return;
        }
        if self.open_is_not_listed() {
            let Some(place) = open.and_then(|id| self.listing.place_of(id)) else {
                return;
            };
            // It is in the list again.
            self.articles.cursor = place;
            self.relayout_lists();
            self.open_state.not_listed = None;
        } else if self.chosen_id().is_some() {
            self.open_chosen();
        } else {
            self.open_state.not_listed = open;
        }
    }

    /// Opens an article that is not in the list, as the title of the pane says.
    pub(crate) fn show_unlisted(&mut self, entry: &Arc<Entry>) {
        self.events.unlisted = None;
        let annotations = self.annotations_of(entry.id);
        self.reader.show(entry, annotations);
        self.find_hits();
        self.open_state = OpenArticleState {
            not_listed: Some(entry.id),
            ..OpenArticleState::default()
        };
        self.request_event_summary();
    }

    /// Opens the article under the cursor of the list.
    pub(crate) fn open_chosen(&mut self) {
        let Some(id) = self.chosen_id() else { return };
        match self.listing.entry(id).cloned() {
            Some(entry) if !self.reader.has_open(&entry) => {
                let annotations = self.annotations_of(entry.id);
                self.reader.show(&entry, annotations);
                self.find_hits();
                self.go_to_result();
                self.request_event_summary();
            }
            Some(_) => {}
            // A message reports why; another article must not be mistaken for it.
            None if self.is_unreadable(id) => self.reader.close(),
            None => self.fetch(id),
        }
        self.open_state.not_listed = None;
    }
}
