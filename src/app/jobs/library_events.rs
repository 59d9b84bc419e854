//! Reading a library: what is listed is asked of it, and rows and articles come when they are needed. Nothing moves
//! under the cursor when it is brought up to date.

use crate::app::App;
use crate::app::edit::export_actions::TextAction;
use crate::app::effect::Effect;
use crate::app::jobs::job::{FetchPurpose, Job, JobKind, ListScope, ScreenRows};
use crate::app::list::cursor::ListState;
use crate::app::list::listing::TypedQuery;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::app::reader::pane::article_key;
use crate::config::action::Action;
use crate::config::profile::RuleChange;
use crate::extract::outlets::rules::{PageId, RulePages};
use crate::library::corpus::{ListResult, Scope, Stored};
use crate::library::entry::Entry;
use crate::library::marks::places::ReadingPlace;
use crate::library::marks::session::Marks;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::import::importer::{ImportEvent, ImportSummary};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// News of the library.
#[derive(Debug)]
pub enum LibraryEvent {
    /// It is open.
    Opened {
        /// The library.
        stored: Arc<Stored>,
        /// The marks of its articles.
        marks: Marks,
    },
    /// It is another one by now, or its marks are others; the numbers of articles stay.
    Renewed {
        /// The library.
        stored: Arc<Stored>,
        /// The marks of its articles; none where they are known.
        marks: Option<Marks>,
    },
    /// It cannot be used, for this reason: the articles are imported from their files into a temporary one.
    Replaced(String),
    /// More of it is read from now on, or less.
    Widened(Arc<Stored>),
    /// News of an import into it.
    Import(ImportEvent),
    /// An import has ended, and how.
    Imported(Result<ImportSummary, String>),
}

/// Articles of a library that are to be cleaned again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CleanStored {
    /// Those of an outlet.
    Outlet(String),
    /// One.
    Article(u32),
}

/// What is asked of a library and not there yet.
#[derive(Debug, Default)]
pub(crate) struct LibraryState {
    width: LibraryScope,
    /// Whether nothing has been heard of the library yet.
    is_opening: bool,
    /// The article that is read from disk.
    fetching: Option<u32>,
    /// The action that follows once the article that was gone into is open.
    on_opened: Option<Action>,
    /// What is to be done with the text of an article that is read for it.
    taking: Option<TextAction>,
    /// Articles that could not be read.
    unreadable: HashSet<u32>,
    /// The pages that were corrected each by itself.
    corrected: HashMap<PageId, u32>,
    /// The article that has the cursor again once all of the list is there.
    returns_to: Option<u32>,
    /// Whether it is looked up where reading stopped in an article.
    places: bool,
}

/// How much of the library is read.
#[derive(Debug, Default)]
struct LibraryScope {
    /// Whether all of it is, in the place of some folders.
    is_wide: bool,
    /// Whether the key before has listed every outlet.
    lists_all: bool,
}

impl LibraryState {
    /// The state before the library has been opened.
    pub(crate) fn opening() -> Self {
        Self {
            is_opening: true,
            ..Self::default()
        }
    }

    /// The library, or what is read in its place, has told something.
    pub(crate) fn has_begun(&mut self) {
        self.is_opening = false;
    }

    /// Something else is done than listing every outlet.
    pub(crate) fn do_other(&mut self) {
        self.width.lists_all = false;
    }

    /// Forgets what was requested of an earlier state of the library.
    pub(crate) fn begin_again(&mut self) {
        self.unreadable.clear();
        self.fetching = None;
    }

    /// Returns whether all of the library is read, in place of some folders.
    pub(crate) fn is_wide(&self) -> bool {
        self.width.is_wide
    }

    /// Sets the action that follows once the article that was gone into is open.
    pub(crate) fn do_on_opened(&mut self, action: Action) {
        self.on_opened = Some(action);
    }

    /// The user does something else.
    pub(crate) fn forget_on_opened(&mut self) {
        self.on_opened = None;
    }

    /// The person has moved the cursor, which is not to be put back then.
    pub(crate) fn stay(&mut self) {
        self.returns_to = None;
    }
}

impl App {
    /// What is listed, or is about to be.
    fn asked_last(&self) -> TypedQuery {
        if self.requests.awaits(JobKind::Filter) {
            self.load.asked.clone()
        } else {
            self.view.asked()
        }
    }

    /// Has a library list what is wanted of it by now, for this query or the one before.
    pub(crate) fn list_anew(&mut self, asked: Option<TypedQuery>) {
        let asked = asked.unwrap_or_else(|| self.asked_last());
        self.requests.give_up(JobKind::ListWhole);
        self.ask_for_list(asked, ListScope::Page);
    }

    pub(crate) fn ask_for_list(&mut self, asked: TypedQuery, extent: ListScope) {
        let Some(stored) = self.view.corpus().cloned() else {
            return self.view.set_query(asked);
        };
        let wanted = Box::new(self.view.wanted(&asked.query));
        self.load.asked = asked;
        self.request(Job::List {
            stored,
            wanted,
            marks: self.marks.clone(),
            extent,
            screen: ScreenRows {
                around: self.kept_id(),
                height: self.screen.size.height.into(),
            },
        });
    }

    /// The article that keeps the cursor when another list arrives. Half a word may match nothing; the article from before
    /// it was typed comes back with the whole one.
    fn kept_id(&self) -> Option<u32> {
        let before = self.load.chosen_before.filter(|_| self.input.prompt.is_some());
        self.asking.returns_to.or(before).or_else(|| self.chosen_id())
    }

    /// Has a library count what is unread.
    pub(crate) fn recount(&mut self) {
        if let Some(stored) = self.view.corpus().cloned() {
            let query = Box::new(self.view.query().clone());
            let marks = self.marks.clone();
            self.request(Job::Recount { stored, query, marks });
        }
        self.count_saved();
    }

    /// Lists every outlet; pressed twice, reads all of the library in the place of some folders of it, or these folders
    /// again.
    pub(crate) fn list_all(&mut self) {
        self.list_scope(Scope::All);
        let Some(stored) = self.view.corpus() else { return };
        if !std::mem::replace(&mut self.asking.width.lists_all, true) {
            if stored.is_part() {
                self.status.say(Level::Info, "0 once more: all of the library");
            }
            return;
        }
        if !self.asking.width.is_wide && !stored.is_part() {
            return self.status.say(Level::Info, "the library has no other articles");
        }
        self.asking.width.is_wide = !self.asking.width.is_wide;
        self.ask(Effect::Widen(self.asking.width.is_wide));
    }

    /// What is read, for the header.
    pub fn shown_corpus(&self) -> &str {
        if self.asking.width.is_wide {
            "library"
        } else {
            &self.session.corpus_name
        }
    }

    /// Has a worker count what the saved queries find.
    pub(crate) fn count_saved(&mut self) {
        let Some(corpus) = self.view.corpus().cloned() else {
            return;
        };
        if self.view.saved().next().is_none() || corpus.is_empty() {
            return;
        }
        self.request(Job::CountSaved {
            corpus,
            query: Box::new(self.view.query().clone()),
            saved: self.view.saved().cloned().collect(),
            marks: self.marks.clone(),
        });
    }

    /// Shows what a library has listed; the article under the cursor stays where it is, if it is still there.
    pub(crate) fn take_listing(&mut self, extent: ListScope, listing: ListResult, rows: Vec<ArticleRow>) {
        let is_beginning = listing.is_beginning;
        let is_whole = !is_beginning && listing.ids.len() == listing.total;
        let kept = self.kept_id();
        let above = self.articles.cursor.saturating_sub(self.articles.top);
        let is_first = self.status.loading.running && !self.load.is_touched;
        let follows_top = is_first && self.articles.cursor == 0;
        let asked = self.load.asked.clone();
        self.view.set_listing(asked.clone(), listing);
        self.view.take_rows(rows);
        let has_left = self.leave_outlet_without_articles();
        self.follow_scope();
        self.asking.returns_to = kept.filter(|_| has_left);
        if has_left {
            return;
        }
        let place = kept
            .filter(|_| !follows_top)
            .and_then(|id| self.view.place_of(id));
        let cursor = place.unwrap_or(0);
        self.articles = ListState {
            cursor,
            top: cursor.saturating_sub(above),
        };
        if !is_beginning {
            self.count_saved();
        }
        if extent == ListScope::Page && !is_whole {
            self.asking.returns_to = kept.filter(|_| place.is_none());
            self.ask_for_list(asked, ListScope::Whole);
        }
        self.take_list(is_whole);
        self.count_keywords();
        self.maybe_open_first();
    }

    /// Has the rows of these places at hand, or asks for them.
    pub(crate) fn prepare_rows(&mut self, places: Range<usize>) {
        let ids = self.view.prepare_rows(places);
        let Some(stored) = self.view.corpus().filter(|_| !ids.is_empty()).cloned() else {
            return;
        };
        if !self.requests.awaits(JobKind::Rows) {
            self.request(Job::Rows { stored, ids });
        }
    }

    /// Has the snippets of these places at hand, or asks for them.
    pub(crate) fn prepare_snippets(&mut self, places: Range<usize>) {
        // What is listed now may go with the next answer.
        let is_busy = [JobKind::Filter, JobKind::Snippets]
            .into_iter()
            .any(|kind| self.requests.awaits(kind));
        let ids = self.view.without_snippet(places);
        let corpus = self.view.corpus().filter(|_| !ids.is_empty() && !is_busy);
        if let Some(corpus) = corpus.cloned() {
            self.request(Job::Snippets {
                corpus,
                ids,
                highlighter: self.search.highlighter().clone(),
            });
        }
    }

    /// Has an article read from the library, and those beside it in the list, which are likely to be next.
    pub(crate) fn fetch(&mut self, id: u32) {
        let is_asked = self.asking.fetching == Some(id) && self.requests.awaits(JobKind::Fetch);
        if is_asked || self.asking.unreadable.contains(&id) {
            return;
        }
        self.asking.fetching = Some(id);
        let place = self.view.place_of(id).unwrap_or(self.articles.cursor);
        let beside = [Some(place + 1), place.checked_sub(1)].into_iter().flatten();
        let beside = beside.filter_map(|place| self.view.listed().get(place).copied());
        let mut ids = vec![id];
        ids.extend(beside.filter(|id| self.view.entry(*id).is_none()));
        let Some(corpus) = self.view.corpus().cloned() else {
            return;
        };
        self.request(Job::Fetch {
            corpus,
            ids,
            purpose: FetchPurpose::Show,
        });
    }

    /// Has the article under the cursor read, to do this with its text.
    pub(crate) fn fetch_to_take(&mut self, taking: TextAction) {
        let (Some(id), Some(corpus)) = (self.chosen_id(), self.view.corpus().cloned()) else {
            return;
        };
        self.asking.taking = Some(taking);
        self.request(Job::Fetch {
            corpus,
            ids: vec![id],
            purpose: FetchPurpose::Take,
        });
    }

    /// Does what is to be done with the text of an article that was read for it.
    fn take_text(&mut self, entries: &[Arc<Entry>]) {
        if let (Some(taking), Some(entry)) = (self.asking.taking.take(), entries.first()) {
            self.take_from(entry, taking);
        }
    }

    /// Takes articles in that were read from the library.
    pub(crate) fn take_fetched(&mut self, purpose: FetchPurpose, mut entries: Vec<Arc<Entry>>) {
        if purpose == FetchPurpose::Take {
            return self.take_text(&entries);
        }
        for entry in &mut entries {
            self.meet_open(entry);
        }
        self.asking.places = true;
        self.ask(Effect::FindPlaces(entries.clone()));
        self.view.take_fetched(entries);
        let Some(id) = self.asking.fetching.take() else {
            return;
        };
        if self.view.entry(id).is_none() {
            self.asking.unreadable.insert(id);
            let is_temporary = self
                .view
                .corpus()
                .is_some_and(|corpus| corpus.snapshot().is_temporary());
            // The articles of a temporary library go with their files.
            if !is_temporary {
                let text =
                    "this article cannot be read from the library any more; run `newsprint library check`";
                self.status.say(Level::Error, text);
            }
        } else if self.panes.focus == Pane::Reader && self.chosen_id() == Some(id) {
            self.open_chosen();
            if let Some(action) = self.asking.on_opened.take() {
                self.settle();
                self.act_on_view(action, 1);
            }
        }
    }

    /// Goes to where reading stopped in an article that was opened just now.
    pub(crate) fn take_places(&mut self, places: Vec<(Arc<Entry>, ReadingPlace)>) {
        self.asking.places = false;
        for (entry, place) in places {
            self.reader.recall_place(&entry, place);
        }
    }

    /// The open article was read again: as long as it is the same, it stays; else it is shown as it is by now.
    fn meet_open(&mut self, entry: &mut Arc<Entry>) {
        let Some(open) = self.reader.open().filter(|open| open.entry.id == entry.id) else {
            return;
        };
        if open.entry.article == entry.article && article_key(&open.entry) == article_key(entry) {
            *entry = Arc::clone(&open.entry);
        } else {
            self.reader.exchange(entry);
            self.look_for_hits();
        }
    }

    /// Takes note of the page that a correction of one page is about.
    pub(crate) fn note_corrected(&mut self, entry: &Entry) {
        let page = PageId::of(&entry.article.source);
        self.asking.corrected.insert(page, entry.id);
    }

    /// Has the articles of a library cleaned again that a changed rule is about.
    pub(crate) fn clean_stored(&mut self, change: &RuleChange) {
        for rule in change.rules() {
            let pages = match &rule.pages {
                RulePages::Outlet(outlet) => CleanStored::Outlet(outlet.clone()),
                RulePages::One(page) => match self.asking.corrected.get(page) {
                    Some(&id) => CleanStored::Article(id),
                    None => continue,
                },
            };
            self.ask(Effect::CleanStored(pages));
        }
    }

    /// What was asked has no answer: what is shown stays.
    pub(crate) fn note_failed(&mut self, kind: JobKind, why: String) {
        if kind == JobKind::Fetch
            && let Some(id) = self.asking.fetching.take()
        {
            self.asking.unreadable.insert(id);
        }
        if matches!(kind, JobKind::Filter | JobKind::ListWhole) {
            self.forget_list();
        }
        self.status.say(Level::Error, why);
    }

    /// Whether the next frame would lack what is about to come.
    pub fn awaits_frame(&self) -> bool {
        let awaited = [JobKind::Filter, JobKind::Rows, JobKind::Fetch, JobKind::Snippets];
        let is_awaited = || self.asking.places || awaited.into_iter().any(|kind| self.requests.awaits(kind));
        self.asking.is_opening || is_awaited()
    }

    /// Returns whether the article under the cursor is being read from the library and is not the open one yet.
    pub(crate) fn is_going_in(&self) -> bool {
        let fetching = self
            .asking
            .fetching
            .filter(|_| self.requests.awaits(JobKind::Fetch));
        fetching.is_some() && fetching == self.chosen_id() && fetching != self.reader.open_id()
    }

    /// Returns whether the text that is read, or the place in it, is still to come.
    pub(crate) fn awaits_open_text(&self) -> bool {
        self.panes.focus == Pane::Reader && (self.is_going_in() || self.asking.places)
    }

    /// Returns whether an article could not be read from the library.
    pub(crate) fn is_unreadable(&self, id: u32) -> bool {
        self.asking.unreadable.contains(&id)
    }

    /// Whether an article is read from the library to be copied, saved or given to a command.
    pub fn awaits_text(&self) -> bool {
        self.requests.awaits(JobKind::Take)
    }

    /// The id of the article under the cursor of the list.
    pub(crate) fn chosen_id(&self) -> Option<u32> {
        self.view.listed().get(self.articles.cursor).copied()
    }
}
