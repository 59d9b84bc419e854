//! The state and its transitions: events in, effects out. No I/O, clock, threads or terminal.
//!
//! [`App::update`] and [`App::resume`] are the only entry points. Each event ends with [`App::relayout`], which fits
//! lists and text to the screen, so that drawing only copies what is visible.

pub(crate) mod edit;
pub(crate) mod effect;
pub(crate) mod event;
pub(crate) mod events;
pub(crate) mod input;
pub(crate) mod jobs;
pub(crate) mod list;
pub(crate) mod panes;
pub(crate) mod reader;
pub(crate) mod relayout;
pub(crate) mod search;

pub use crate::library::query::scope::Scope;
pub use edit::correct::{Corrected, NotCorrected};
pub use effect::{Effect, RecleanTarget};
pub use event::{Event, MouseEvent, MouseKind};
pub use events::compare_rows::{CompareRow, RowKind};
pub use events::event_edit::EventEdit;
pub use events::event_list::{EventLine, EventList};
pub use events::event_page::EventPage;
pub use events::views::{CompareView, EventView, EventViews};
pub use input::confirmation::{Confirmation, RuleConfirmation, RulePreview};
pub use input::context_page::ContextPage;
pub use input::date_picker::{DatePart, DatePicker, DayCounts};
pub use input::help::{HelpLine, HelpPage};
pub use input::overlay::{Overlay, PickerKind};
pub use input::picker::{Picker, PickerItem};
pub use input::prompt::{History, Prompt, PromptKind, PromptNote, Suggestion};
pub use input::state::{Input, Pending};
pub use input::text_field::TextField;
pub use jobs::job::{Answer, Job, JobKind, JobResult, ListScope, Request, ScreenRows};
pub use jobs::last_session::Session;
pub use jobs::library_events::LibraryEvent;
pub use list::cursor::ListState;
pub use list::listing::{Listing, SourceRow};
pub use list::snippet::Snippet;
pub use panes::frames::{ArticleColumns, ListFrame, ReaderFrame};
pub use panes::geometry::{Area, Size};
pub use panes::pane_layout::{Areas, KeptPanes, Pane, PaneLayout, Screen};
pub use panes::status::{Level, LoadProgress, Message, Status};
pub use reader::annotations::Annotations;
pub use reader::changes::Changes;
pub use reader::meta_line::meta_line;
pub use reader::mode::ReaderMode;
pub use reader::pane::{OpenArticle, Reader};
pub use reader::selection::Selection;
pub use search::highlight::{DocumentHit, Highlighter, HitKind};
pub use search::hit_walk::{FoundRow, HitWalk, RowFinder};
pub use search::state::Search;

use crate::app::edit::state::Edits;
use crate::app::jobs::job::Requests;
use crate::app::jobs::library_events::LibraryState;
use crate::app::jobs::load_events::LoadState;
use crate::app::list::filter::FilterState;
use crate::app::list::jumps::Jumps;
use crate::app::list::listing::TypedQuery;
use crate::app::reader::open_article::OpenArticleState;
use crate::article::date::Date;
use crate::config::choices::Bidi;
use crate::config::editable_settings::SettingChange;
use crate::config::keywords::KeywordSets;
use crate::config::settings::{Settings, ViewSetting};
use crate::extract::outlets::directory::OutletDirectory;
use crate::library::marks::session::Marks;
use crate::library::marks::store::LastView;
use crate::library::marks::tags::Tag;
use crate::library::query::parsed::Query;
use crate::library::query::scope::SavedQuery;
use std::sync::Arc;

/// The initial values of the app.
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
    /// Whether it is the built-in sample corpus, whose first article opens at the start.
    pub is_built_in: bool,
    /// Whether one page was opened, so that its article is shown and `q` quits there.
    pub opens_page: bool,
    /// What is known about outlets, and the user's own rules.
    pub knowledge: OutletDirectory,
    /// The first query.
    pub query: String,
    /// The mistakes in configuration and keyword sets, for the problems page.
    pub diagnostics: Vec<String>,
    /// What earlier sessions saved.
    pub remembered: Remembered,
}

/// What earlier sessions saved. The marks of articles arrive with the articles.
#[derive(Debug, Clone, Default)]
pub struct Remembered {
    /// The last query, outlet and order; a first query takes precedence.
    pub view: Option<LastView>,
    /// The tags that are in use.
    pub tags: Vec<Tag>,
    /// The panes as they were at the end of the last session.
    pub panes: KeptPanes,
    /// From which id on articles were imported since the last session; `None` if that is not known.
    pub new_from: Option<u32>,
    /// Why marks cannot be saved, if they should be.
    pub problem: Option<String>,
}

/// The state of the reader.
#[derive(Debug)]
pub struct App {
    /// The configuration.
    pub settings: Settings,
    /// The terminal and the areas on it.
    pub screen: Screen,
    /// What decides how the screen is divided between the panes.
    pub panes: PaneLayout,
    /// The list of articles.
    pub listing: Listing,
    /// The cursor of the outlet list.
    pub sources: ListState,
    /// The cursor of the article list.
    pub articles: ListState,
    /// The article pane.
    pub reader: Reader,
    /// The user's marks.
    pub marks: Marks,
    /// The keyword sets, the find and their hits.
    pub search: Search,
    /// The state of keyboard input.
    pub input: Input,
    /// Messages and progress.
    pub status: Status,
    /// The filter: its text and its query.
    pub filter: FilterState,
    /// The views of events.
    pub events: EventViews,
    /// What was opened, and what was saved for the next session.
    pub session: Session,
    edits: Edits,
    requests: Requests,
    load: LoadState,
    library_state: LibraryState,
    open_state: OpenArticleState,
    jumps: Jumps,
    /// The article at which selecting rows began.
    row_anchor: Option<u32>,
    effects: Vec<Effect>,
}

/// Parses the configured views, whose queries were checked when they were read.
pub(crate) fn saved_queries(views: &[ViewSetting], today: Date) -> Vec<Arc<SavedQuery>> {
    let saved = |view: &ViewSetting| {
        let query = Query::parse(&view.query, today).ok()?;
        let (name, order) = (view.name.clone(), view.order);
        Some(Arc::new(SavedQuery { name, query, order }))
    };
    views.iter().filter_map(saved).collect()
}

impl App {
    /// Creates the state. [`App::start`] returns the first effects.
    pub fn new(setup: Setup) -> Self {
        let settings = setup.settings;
        let saved = saved_queries(&settings.views, setup.today);
        let panes = PaneLayout {
            focus: Pane::Articles,
            zen: false,
            sources_width: settings.panes.outlets,
            articles_width: settings.panes.articles,
            column: settings.reader.column_width,
        }
        .or_kept(setup.remembered.panes, Settings::default().reader.column_width);
        let mut app = Self {
            screen: Screen {
                size: setup.size,
                areas: Areas::default(),
            },
            panes,
            listing: Listing::new(settings.sort, saved),
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
            filter: FilterState::default(),
            session: Session {
                opens_page: setup.opens_page,
                ..Session::new(setup.corpus_name, setup.is_built_in, setup.today)
            },
            events: EventViews::default(),
            edits: Edits::new(setup.knowledge),
            requests: Requests::default(),
            load: LoadState::default(),
            library_state: LibraryState::opening(),
            open_state: OpenArticleState::default(),
            jumps: Jumps::default(),
            row_anchor: None,
            effects: Vec::new(),
            settings,
        };
        app.report_diagnostics(setup.diagnostics);
        let Remembered {
            view,
            tags,
            problem,
            new_from,
            ..
        } = setup.remembered;
        app.session.new_from = new_from;
        app.marks.set_new_from(new_from);
        app.marks.know_tags(tags);
        app.set_initial_view(&setup.query, view);
        if let Some(problem) = problem {
            app.status.report(Level::Error, problem);
        }
        app
    }

    /// Restores the view of the last session unless a query is given.
    fn set_initial_view(&mut self, query: &str, last: Option<LastView>) {
        if let Some(last) = last.filter(|_| query.is_empty()) {
            return self.restore_view(last);
        }
        match TypedQuery::parse(query, self.session.today) {
            Ok(typed) => self.filter_by(typed, None),
            Err(error) => {
                let text = format!("Query {query} ignored: {}", error.message);
                self.status.report(Level::Error, text);
            }
        }
    }

    /// Returns the first effects.
    pub fn start(&mut self) -> Vec<Effect> {
        self.begin_load();
        self.relayout();
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
            Event::Key(_) | Event::Typed(_) => {
                let cursor = self.articles.cursor;
                match event {
                    Event::Key(key) => self.press(key),
                    Event::Typed(text) => self.type_text(&text),
                    _ => {}
                }
                self.load.is_touched = true;
                if self.articles.cursor != cursor {
                    self.library_state.restores_cursor_to = None;
                    let is_typed = self.input.prompt.is_some();
                    self.filter.before_typing.take_if(|_| !is_typed);
                }
            }
            Event::Paste(text) => self.paste(&text),
            Event::Mouse(mouse) => self.use_mouse(mouse),
            Event::Resize(size) => self.screen.size = size,
            Event::Library { run, event } => self.on_library_event(run, event),
            Event::Marked(result) => self.on_marks_written(result),
            Event::MarksDelayed => self.report_delayed_marks(),
            Event::PlacesFound(places) => self.on_places_found(places),
            Event::Answered(answer) => self.on_answer(answer),
            Event::Saved(result) => self.report(result.map(|path| format!("Saved {}", path.display()))),
            Event::Corrected(result) => self.on_corrected(result),
            Event::Piped(result) | Event::SettingsChanged(result) => self.report(result),
            Event::ThemeSet(Ok(name)) => self.emit(Effect::ChangeSettings(SettingChange::Theme(name))),
            Event::ThemeSet(Err(text)) => self.status.report(Level::Error, text),
            Event::KeywordsWritten(result) | Event::Edited(result) => self.report_error(result),
            Event::TextEdited(result) => self.on_text_edited(result),
            Event::Resumed => {}
            Event::TypeAheadTimeout => self.end_waiting(),
            Event::Failed(what) => self.report_background_failure(what),
        }
        self.relayout();
        self.finish_context();
        self.note_jump();
        self.reset_type_ahead();
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

    fn report_diagnostics(&mut self, diagnostics: Vec<String>) {
        let count = diagnostics.len();
        for text in diagnostics {
            self.status.log_message(Message {
                level: Level::Warning,
                text,
            });
        }
        if count > 0 {
            let text = match count {
                1 => "1 problem in the configuration; ! shows it".to_owned(),
                _ => format!("{count} problems in the configuration; ! shows them"),
            };
            self.status.current = Some(Message {
                level: Level::Warning,
                text,
            });
        }
    }

    fn report(&mut self, result: Result<String, String>) {
        match result {
            Ok(text) => self.status.inform(text),
            Err(text) => self.status.report(Level::Error, text),
        }
    }

    /// Reports a failure in the background; one that repeats is reported once.
    fn report_background_failure(&mut self, what: String) {
        if self.status.log.last().is_none_or(|message| message.text != what) {
            self.status.report(Level::Error, what);
        }
    }

    fn report_error(&mut self, result: Result<(), String>) {
        if let Err(text) = result {
            self.status.report(Level::Error, text);
        }
    }

    fn emit(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}
