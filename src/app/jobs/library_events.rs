//! Lists, rows and texts from the library. They are requested when they are needed, and nothing moves under the
//! cursor when the library changes.

use crate::app::App;
use crate::app::edit::export_actions::TextAction;
use crate::app::effect::Effect;
use crate::app::jobs::job::{FetchPurpose, Job, JobKind, ListJob, ListScope, ScreenRows};
use crate::app::list::cursor::ListState;
use crate::app::list::listing::TypedQuery;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::app::reader::pane::article_key;
use crate::config::action::Action;
use crate::library::entry::Entry;
use crate::library::marks::places::ReadingPlace;
use crate::library::marks::session::Marks;
use crate::library::query::scope::Scope;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::corpus::Corpus;
use crate::library::store::import::importer::{ImportEvent, ImportSummary};
use crate::library::store::search::listing::ListResult;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// Something that happened to the library.
#[derive(Debug)]
pub enum LibraryEvent {
    /// It was opened.
    Opened {
        /// The library.
        stored: Arc<Corpus>,
        /// The marks of its articles.
        marks: Marks,
    },
    /// Its articles or its marks changed; the ids of articles stay.
    Updated {
        /// The library.
        stored: Arc<Corpus>,
        /// The marks of its articles, if they changed.
        marks: Option<Marks>,
    },
    /// It cannot be used, for this reason; the articles are imported from their files into a temporary library.
    Replaced(String),
    /// From now on more of it is read, or less.
    Widened(Arc<Corpus>),
    /// An import reports its progress.
    Import(ImportEvent),
    /// An import ended.
    Imported(Result<ImportSummary, String>),
}

/// What was requested from the library, and how much of it is read.
#[derive(Debug, Default)]
pub(crate) struct LibraryState {
    /// Whether all of it is read, not only some folders.
    pub(crate) is_whole_library: bool,
    /// Whether no event of the library has arrived yet.
    pub(crate) is_opening: bool,
    /// The article that is being read from disk.
    pub(crate) fetching: Option<u32>,
    /// The action to perform when the article that is being read is open.
    pub(crate) on_opened: Option<Action>,
    /// The action to run on the text of an article that is being read for it.
    text_action: Option<TextAction>,
    /// The articles that could not be read.
    pub(crate) unreadable: HashSet<u32>,
    /// The article that gets the cursor back when the whole list has arrived; `None` if the user has moved it since.
    pub(crate) restores_cursor_to: Option<u32>,
    /// Whether a reading place is being looked up.
    awaits_places: bool,
}

impl LibraryState {
    /// Returns the state before the library has been opened.
    pub(crate) fn opening() -> Self {
        Self {
            is_opening: true,
            ..Self::default()
        }
    }
}

impl App {
    /// Returns the query that was requested last, or the one that is listed.
    fn last_query(&self) -> TypedQuery {
        if self.requests.awaits(JobKind::Filter) {
            self.filter.requested.clone()
        } else {
            self.listing.typed_query().clone()
        }
    }

    /// Requests the list of this query, or the current list again.
    pub(crate) fn refresh_list(&mut self, query: Option<TypedQuery>) {
        let query = query.unwrap_or_else(|| self.last_query());
        self.requests.cancel(JobKind::ListWhole);
        self.request_list(query, ListScope::Page);
    }

    pub(crate) fn request_list(&mut self, query: TypedQuery, scope: ListScope) {
        if self.listing.corpus().is_none() {
            return self.listing.set_query(query);
        }
        let request = self.listing.list_request(&query.query);
        self.filter.requested = query;
        let screen = ScreenRows {
            around: self.kept_id(),
            height: self.screen.size.height.into(),
        };
        self.request(Job::List(Box::new(ListJob {
            request,
            marks: self.marks.clone(),
            scope,
            screen,
        })));
    }

    /// Returns the article that keeps the cursor when another list arrives. An incomplete word may match nothing, so
    /// while a filter is typed this is the article from before.
    fn kept_id(&self) -> Option<u32> {
        let before = self.filter.before_typing.as_ref();
        let before = before.and_then(|before| before.chosen);
        self.library_state
            .restores_cursor_to
            .or(before)
            .or_else(|| self.chosen_id())
    }

    /// Counts the articles and the unread articles of the outlets and saved queries.
    pub(crate) fn recount(&mut self) {
        self.request(Job::Recount {
            query: Box::new(self.listing.query().clone()),
            marks: self.marks.clone(),
        });
        self.count_saved();
    }

    /// Lists every outlet; pressed twice, switches between all of the library and the folders that were given at the
    /// start.
    pub(crate) fn list_all(&mut self) {
        self.list_scope(Scope::All);
        let Some(stored) = self.listing.corpus() else {
            return;
        };
        if !std::mem::replace(&mut self.input.lists_all, true) {
            if stored.is_part() {
                self.status.inform("Press 0 again to read all of the library");
            }
            return;
        }
        if !self.library_state.is_whole_library && !stored.is_part() {
            return self.status.inform("The library has no other articles");
        }
        self.library_state.is_whole_library = !self.library_state.is_whole_library;
        self.emit(Effect::Widen(self.library_state.is_whole_library));
    }

    /// Returns the name of what is read, for the header.
    pub fn shown_corpus(&self) -> &str {
        if self.library_state.is_whole_library {
            "News"
        } else {
            &self.session.corpus_name
        }
    }

    /// Counts what the saved queries find.
    pub(crate) fn count_saved(&mut self) {
        if self.listing.saved().next().is_none() || self.listing.corpus_len() == 0 {
            return;
        }
        self.request(Job::CountSaved {
            query: Box::new(self.listing.query().clone()),
            saved: self.listing.saved().cloned().collect(),
            marks: self.marks.clone(),
        });
    }

    /// Shows a list; the article under the cursor stays in its row of the screen, if it is listed.
    pub(crate) fn on_listing(&mut self, scope: ListScope, list: ListResult, rows: Vec<ArticleRow>) {
        let is_partial = list.is_partial;
        let is_whole = !is_partial && list.ids.len() == list.total;
        let kept = self.kept_id();
        let above = self.articles.cursor.saturating_sub(self.articles.top);
        let above = self
            .filter
            .before_typing
            .as_ref()
            .map_or(above, |before| before.above);
        let is_first = self.status.loading.running && !self.load.is_touched;
        let follows_top = is_first && self.articles.cursor == 0;
        let query = self.filter.requested.clone();
        self.listing.set_listing(query.clone(), list);
        self.listing.add_rows(rows);
        let has_left = self.leave_outlet_without_articles();
        self.follow_scope();
        self.library_state.restores_cursor_to = kept.filter(|_| has_left);
        if has_left {
            return;
        }
        self.end_typing();
        let place = kept
            .filter(|_| !follows_top)
            .and_then(|id| self.listing.place_of(id));
        let cursor = place.unwrap_or(0);
        self.articles = ListState {
            cursor,
            top: cursor.saturating_sub(above),
        };
        if !is_partial {
            self.count_saved();
        }
        if scope == ListScope::Page && !is_whole {
            self.library_state.restores_cursor_to = kept.filter(|_| place.is_none());
            self.request_list(query, ListScope::Whole);
        }
        self.apply_on_listed(is_whole);
        self.count_keywords();
        self.maybe_open_first();
    }

    /// Requests the rows at these places that are not in memory.
    pub(crate) fn prepare_rows(&mut self, places: Range<usize>) {
        let ids = self.listing.prepare_rows(places);
        if !ids.is_empty() && !self.requests.awaits(JobKind::Rows) {
            self.request(Job::Rows(ids));
        }
    }

    /// Requests the rows of these articles that are not in memory.
    pub(crate) fn prepare_rows_of(&mut self, ids: &[u32]) {
        let ids = self.listing.without_row(ids);
        if !ids.is_empty() && !self.requests.awaits(JobKind::Rows) {
            self.request(Job::Rows(ids));
        }
    }

    /// Requests the snippets at these places that are not in memory.
    pub(crate) fn prepare_snippets(&mut self, places: Range<usize>) {
        // A pending answer may replace the list.
        let is_busy = [JobKind::Filter, JobKind::Snippets]
            .into_iter()
            .any(|kind| self.requests.awaits(kind));
        let ids = self.listing.without_snippet(places);
        if !ids.is_empty() && !is_busy {
            let highlighter = self.search.highlighter().clone();
            self.request(Job::Snippets { ids, highlighter });
        }
    }

    /// Requests the text of an article and of its neighbours in the list, which are likely to be opened next.
    pub(crate) fn fetch(&mut self, id: u32) {
        let is_requested = self.library_state.fetching == Some(id) && self.requests.awaits(JobKind::Fetch);
        if is_requested || self.library_state.unreadable.contains(&id) {
            return;
        }
        self.library_state.fetching = Some(id);
        let place = self.listing.place_of(id).unwrap_or(self.articles.cursor);
        let neighbours = [Some(place + 1), place.checked_sub(1)].into_iter().flatten();
        let neighbours = neighbours.filter_map(|place| self.listing.listed().get(place).copied());
        let mut ids = vec![id];
        ids.extend(neighbours.filter(|id| self.listing.entry(*id).is_none()));
        self.request(Job::Fetch(ids, FetchPurpose::Show));
    }

    /// Requests the text of articles, to run an action on it.
    pub(crate) fn fetch_for_action(&mut self, ids: Vec<u32>, text_action: TextAction) {
        if !ids.is_empty() {
            self.library_state.text_action = Some(text_action);
            self.request(Job::Fetch(ids, FetchPurpose::TextAction));
        }
    }

    /// Runs the action for which an article was read.
    fn on_text_for_action(&mut self, entries: &[Arc<Entry>]) {
        if let Some(text_action) = self
            .library_state
            .text_action
            .take()
            .filter(|_| !entries.is_empty())
        {
            self.apply_text_action(entries, text_action);
        }
    }

    /// Handles articles that were read from the library.
    pub(crate) fn on_fetched(&mut self, purpose: FetchPurpose, mut entries: Vec<Arc<Entry>>) {
        if purpose == FetchPurpose::TextAction {
            return self.on_text_for_action(&entries);
        }
        for entry in &mut entries {
            self.update_open_article(entry);
        }
        self.library_state.awaits_places = true;
        self.emit(Effect::FindPlaces(entries.clone()));
        self.listing.add_entries(entries);
        let Some(id) = self.library_state.fetching.take() else {
            return;
        };
        if self.listing.entry(id).is_none() {
            self.library_state.unreadable.insert(id);
            let is_temporary = self
                .listing
                .corpus()
                .is_some_and(|corpus| corpus.snapshot().is_temporary());
            if !is_temporary {
                let text =
                    "This article can no longer be read from the library; run `newsprint library check`";
                self.status.report(Level::Error, text);
            } else if self.reader.open_id() == Some(id) {
                // The articles of a temporary library disappear with their files.
                self.reader.close();
            }
        } else if self.events.unlisted == Some(id) {
            if let Some(entry) = self.listing.entry(id).cloned() {
                self.show_unlisted(&entry);
            }
        } else if self.panes.focus == Pane::Reader && self.chosen_id() == Some(id) {
            self.open_chosen();
            if let Some(action) = self.library_state.on_opened.take() {
                self.relayout();
                self.act_on_view(action, 1);
            }
        }
    }

    /// Handles the places where reading stopped: an article that was just opened moves there.
    pub(crate) fn on_places_found(&mut self, places: Vec<(Arc<Entry>, ReadingPlace)>) {
        self.library_state.awaits_places = false;
        for (entry, place) in places {
            self.reader.recall_place(&entry, place);
        }
    }

    /// Updates the open article if it was read again and has changed.
    fn update_open_article(&mut self, entry: &mut Arc<Entry>) {
        let Some(open) = self.reader.open().filter(|open| open.entry.id == entry.id) else {
            return;
        };
        if open.entry.article == entry.article && article_key(&open.entry) == article_key(entry) {
            *entry = Arc::clone(&open.entry);
        } else {
            self.reader.replace_entry(entry);
            self.find_hits();
        }
    }

    /// Returns whether the next frame would lack something that is about to arrive.
    pub fn awaits_frame(&self) -> bool {
        let awaited = [JobKind::Filter, JobKind::Rows, JobKind::Fetch, JobKind::Snippets];
        let is_awaited =
            || self.library_state.awaits_places || awaited.into_iter().any(|kind| self.requests.awaits(kind));
        self.library_state.is_opening || is_awaited()
    }

    /// Returns whether the article under the cursor is being read from the library and is not the open one yet.
    pub(crate) fn is_going_in(&self) -> bool {
        let fetching = self
            .library_state
            .fetching
            .filter(|_| self.requests.awaits(JobKind::Fetch));
        fetching.is_some() && fetching == self.chosen_id() && fetching != self.reader.open_id()
    }

    /// Returns whether the text of the open article, or the place in it, has not arrived yet.
    pub(crate) fn awaits_open_text(&self) -> bool {
        self.panes.focus == Pane::Reader && (self.is_going_in() || self.library_state.awaits_places)
    }

    /// Returns whether an article could not be read from the library.
    pub(crate) fn is_unreadable(&self, id: u32) -> bool {
        self.library_state.unreadable.contains(&id)
    }

    /// Returns whether an article is being read from the library to be copied, saved or piped.
    pub fn awaits_text(&self) -> bool {
        self.requests.awaits(JobKind::FetchForAction)
    }

    /// Returns the id of the article under the cursor of the list.
    pub(crate) fn chosen_id(&self) -> Option<u32> {
        self.listing.listed().get(self.articles.cursor).copied()
    }
}
