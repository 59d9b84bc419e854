//! The state and its transitions: events in, effects out. No I/O, clock, threads or terminal.
//!
//! [`App::update`] and [`App::resume`] are the only ways in. Each event ends with [`App::settle`], which fits lists and
//! text to the screen, so that drawing only copies what is visible.

pub(crate) mod edit;
pub(crate) mod effect;
pub(crate) mod event;
pub(crate) mod input;
pub(crate) mod jobs;
pub(crate) mod list;
pub(crate) mod panes;
pub(crate) mod reader;
pub(crate) mod relayout;
pub(crate) mod search;

pub use crate::library::query::scope::Scope;
pub use edit::correct::{Corrected, NotCorrected};
pub use effect::Effect;
pub use event::{Event, MouseEvent, MouseKind};
pub use input::confirmation::{Confirmation, RulePreview};
pub use input::date_picker::{DatePart, DatePicker};
pub use input::overlay::{Overlay, PickerKind};
pub use input::picker::{Picker, PickerItem};
pub use input::prompt::{History, Prompt, PromptKind, PromptNote, Suggestion};
pub use input::state::{Input, Pending};
pub use input::text_field::TextField;
pub use jobs::job::{Answer, Job, JobKind, JobResult, ListScope, Request, ScreenRows};
pub use jobs::last_session::Session;
pub use jobs::library_events::{CleanStored, LibraryEvent};
pub use list::cursor::ListState;
pub use list::listing::{Listing, SourceRow};
pub use list::snippet::Snippet;
pub use panes::frames::{ArticleColumns, ListFrame, ReaderFrame};
pub use panes::geometry::{Area, Size};
pub use panes::pane_layout::{Areas, Pane, PaneLayout, Screen};
pub use panes::status::{Level, LoadProgress, Message, Status};
pub use reader::annotations::Annotations;
pub use reader::changes::Changes;
pub use reader::meta_line::meta_line;
pub use reader::mode::ReaderMode;
pub use reader::pane::{OpenArticle, Reader};
pub use reader::selection::Selection;
pub use search::find::RowFinder;
pub use search::highlight::{DocumentHit, Highlighter, HitKind};
pub use search::hit_walk::{FoundRow, HitWalk};
pub use search::state::Search;

use crate::app::edit::undo::Edits;
use crate::app::jobs::job::Requests;
use crate::app::jobs::library_events::LibraryState;
use crate::app::jobs::load_events::LoadState;
use crate::app::list::listing::TypedQuery;
use crate::app::reader::open_article::OpenArticleState;
use crate::article::date::Date;
use crate::config::choices::Bidi;
use crate::config::keywords::KeywordSets;
use crate::config::settings::{Settings, ViewSetting};
use crate::extract::outlets::directory::OutletDirectory;
use crate::library::marks::session::Marks;
use crate::library::marks::store::LastView;
use crate::library::marks::tags::Tag;
use crate::library::query::parsed::Query;
use crate::library::query::scope::SavedQuery;
use std::sync::Arc;

/// What the app starts with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The configuration.
    pub settings: Settings,
    /// The keyword sets.
    pub keywords: KeywordSets,
    /// Today's date.
    pub today: Date,
    /// The size of the terminal.
    pub size: Size,
    /// The name of the corpus, for the header.
    pub corpus_name: String,
    /// Whether it is the built-in sample corpus, which opens with its first article.
    pub is_built_in: bool,
    /// What is known of outlets, and the user's own rules.
    pub knowledge: OutletDirectory,
    /// The first query.
    pub query: String,
    /// Mistakes in configuration and keyword sets, for the problems page.
    pub complaints: Vec<String>,
    /// What earlier sessions have saved.
    pub remembered: Remembered,
}

/// What earlier sessions have saved. The marks of articles arrive with the articles.
#[derive(Debug, Clone, Default)]
pub struct Remembered {
    /// The last query, outlet and order; a first query takes precedence.
    pub view: Option<LastView>,
    /// The tags that are in use.
    pub tags: Vec<Tag>,
    /// Why marks are not saved, if they should be.
    pub problem: Option<String>,
}

/// The state of the reader.
#[derive(Debug)]
pub struct App {
    /// The configuration.
    pub settings: Settings,
    /// The terminal and where everything is on it.
    pub screen: Screen,
    /// How the screen is divided between the panes.
    pub panes: PaneLayout,
    /// What is listed.
    pub view: Listing,
    /// The cursor of the outlet list.
    pub sources: ListState,
    /// The cursor of the article list.
    pub articles: ListState,
    /// The article pane.
    pub reader: Reader,
    /// The user's marks.
    pub marks: Marks,
    /// Keyword sets, find, and what they are compiled to.
    pub search: Search,
    /// What takes the keys.
    pub input: Input,
    /// Messages and progress.
    pub status: Status,
    /// The query as typed, valid or not.
    pub query_text: String,
    /// What is opened, and what the next session is told of it.
    pub session: Session,
    edits: Edits,
    requests: Requests,
    load: LoadState,
    asking: LibraryState,
    open_state: OpenArticleState,
    effects: Vec<Effect>,
}

/// Parses the configured views; returns them with the mistakes in the others.
fn saved_queries(views: &[ViewSetting], today: Date) -> (Vec<Arc<SavedQuery>>, Vec<String>) {
    let (mut saved, mut wrong) = (Vec::new(), Vec::new());
    for view in views {
        match Query::parse(&view.query, today) {
            Ok(query) => saved.push(Arc::new(SavedQuery {
                name: view.name.clone(),
                query,
            })),
            Err(error) => wrong.push(format!("the view {} is left out: {}", view.name, error.message)),
        }
    }
    (saved, wrong)
}

impl App {
    /// Creates the state. [`App::start`] returns the first effects.
    pub fn new(setup: Setup) -> Self {
        let settings = setup.settings;
        let (saved, not_saved) = saved_queries(&settings.views, setup.today);
        let panes = PaneLayout {
            focus: Pane::Articles,
            zen: false,
            sources_width: settings.panes.outlets,
            articles_width: settings.panes.articles,
            column: settings.reader.column_width,
        };
        let mut app = Self {
            screen: Screen {
                size: setup.size,
                areas: Areas::default(),
                roomy: true,
            },
            panes,
            view: Listing::new(settings.sort, saved),
            sources: ListState::default(),
            articles: ListState::default(),
            reader: Reader::new(settings.reader.bidi == Bidi::Reader),
            marks: Marks::default(),
            search: Search::new(setup.keywords, settings.reader.highlight),
            input: Input {
                mouse: settings.mouse,
                ..Input::default()
            },
            status: Status::default(),
            query_text: String::new(),
            session: Session::new(setup.corpus_name, setup.is_built_in, setup.today),
            edits: Edits::new(setup.knowledge),
            requests: Requests::default(),
            load: LoadState::default(),
            asking: LibraryState::opening(),
            open_state: OpenArticleState::default(),
            effects: Vec::new(),
            settings,
        };
        app.complain(setup.complaints.into_iter().chain(not_saved).collect());
        let Remembered { view, tags, problem } = setup.remembered;
        app.marks.know_tags(tags);
        app.begin_view(setup.query, view);
        if let Some(problem) = problem {
            app.status.say(Level::Error, problem);
        }
        app
    }

    /// Restores the view of the last session unless a query is given.
    fn begin_view(&mut self, query: String, last: Option<LastView>) {
        if let Some(last) = last.filter(|_| query.is_empty()) {
            return self.look_as_before(last);
        }
        match TypedQuery::parse(query.as_str(), self.session.today) {
            Ok(typed) => self.filter_by(typed, None),
            Err(error) => {
                let text = format!("the query {query} is left out: {}", error.message);
                self.status.say(Level::Error, text);
            }
        }
    }

    /// Returns the first effects.
    pub fn start(&mut self) -> Vec<Effect> {
        self.begin_load();
        self.settle();
        std::mem::take(&mut self.effects)
    }

    /// Handles an event; returns the effects to run. Keys that have to wait are handled in
    /// [`resume`](Self::resume).
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match self.defer(event) {
            Some(event) => self.apply(event),
            None => Vec::new(),
        }
    }

    fn apply(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => {
                let cursor = self.articles.cursor;
                self.press(key);
                self.load.is_touched = true;
                if self.articles.cursor != cursor {
                    self.asking.stay();
                }
            }
            Event::Paste(text) => self.paste(&text),
            Event::Mouse(mouse) => self.use_mouse(mouse),
            Event::Resize(size) => self.screen.size = size,
            Event::Library { run, event } => self.hear_of_library(run, event),
            Event::Marked(result) => self.hear_of_marks(result),
            Event::PlacesFound(places) => self.take_places(places),
            Event::Answered(answer) => self.take_answer(answer),
            Event::Saved(result) => self.tell(result.map(|path| format!("saved {}", path.display()))),
            Event::Corrected(result) => self.hear_of_correction(result),
            Event::Piped(result) => self.tell(result),
            Event::KeywordsWritten(result) | Event::Edited(result) => self.tell_failure(result),
            Event::TextEdited(result) => self.take_edited_text(result),
            Event::Resumed => {}
            Event::TypeAheadTimeout => self.end_waiting(),
            Event::Failed(what) => self.report_failure(what),
        }
        self.settle();
        self.settle_type_ahead();
        debug_assert!(
            self.open_article_is_under_cursor(),
            "the open article is not the one under the cursor"
        );
        std::mem::take(&mut self.effects)
    }

    /// Returns the date at the start.
    pub fn today(&self) -> Date {
        self.session.today
    }

    fn complain(&mut self, complaints: Vec<String>) {
        let count = complaints.len();
        for text in complaints {
            self.status.note(Message {
                level: Level::Warning,
                text,
            });
        }
        if count > 0 {
            let text = format!("{count} complaints about the configuration; ! shows them");
            self.status.current = Some(Message {
                level: Level::Warning,
                text,
            });
        }
    }

    fn tell(&mut self, result: Result<String, String>) {
        match result {
            Ok(text) => self.status.say(Level::Info, text),
            Err(text) => self.status.say(Level::Error, text),
        }
    }

    /// Reports a failure in the background; one that repeats is reported once.
    fn report_failure(&mut self, what: String) {
        if self.status.log.last().is_none_or(|message| message.text != what) {
            self.status.say(Level::Error, what);
        }
    }

    fn tell_failure(&mut self, result: Result<(), String>) {
        if let Err(text) = result {
            self.status.say(Level::Error, text);
        }
    }

    fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}
