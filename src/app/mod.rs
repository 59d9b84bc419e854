//! The state and its transitions: events in, effects out. No I/O, clock, threads or terminal.
//!
//! [`App::update`] and [`App::resume`] are the only ways in. Each event ends with [`App::settle`], which fits lists and
//! text to the screen, so that drawing only copies what is visible.

mod answering;
mod articles;
mod changes;
mod confirmation;
mod correcting;
mod date_picker;
mod dispatch;
mod effect;
mod event;
mod face;
mod filtering;
mod finding;
mod frames;
mod geometry;
mod highlight;
mod hit_walk;
mod input;
mod keywords;
mod list;
mod loading;
mod marking;
mod meta_line;
mod moving;
mod open_article;
mod overlay;
mod panes;
mod picker;
mod prompt;
mod reader;
mod remarks;
mod remembering;
mod request;
mod search;
mod selecting;
mod selection;
mod settle;
mod snippet;
mod sources;
mod status;
mod stored;
mod taking;
mod text_field;
mod type_ahead;
mod undoing;
mod view;

pub use crate::library::Scope;
pub use changes::Changes;
pub use confirmation::{Confirmation, Weighed};
pub use correcting::{Corrected, NotCorrected};
pub use date_picker::{DatePicker, Part as DatePart};
pub use effect::Effect;
pub use event::{Event, MouseEvent, MouseKind};
pub use face::Face;
pub use finding::RowFinder;
pub use frames::{ArticleColumns, ListFrame, ReaderFrame};
pub use geometry::{Area, Size};
pub use highlight::{DocumentHit, Highlighter, HitKind};
pub use hit_walk::{FoundRow, HitWalk};
pub use input::{Input, Pending};
pub use list::ListState;
pub use meta_line::meta_line;
pub use overlay::{Overlay, PickerKind};
pub use panes::{Areas, Pane, PaneLayout, Screen};
pub use picker::{Item, Picker};
pub use prompt::{History, Note, Offer, Prompt, PromptKind};
pub use reader::{OpenArticle, Reader};
pub use remarks::Remarks;
pub use remembering::Session;
pub use request::{Answer, Extent, Found, Kind, Question, Request, ScreenRows};
pub use search::Search;
pub use selection::Selection;
pub use snippet::Snippet;
pub use status::{Level, Loading, Message, Status};
pub use stored::{CleanStored, LibraryEvent};
pub use text_field::TextField;
pub use view::{SourceRow, View};

use crate::article::Date;
use crate::config::{Bidi, KeywordSets, Settings, ViewSetting};
use crate::extract::Knowledge;
use crate::library::{LastView, Marks, Query, SavedQuery, Tag};
use request::Requests;
use std::sync::Arc;
use view::Asked;

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
    pub knowledge: Knowledge,
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
    pub view: View,
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
    edits: undoing::Edits,
    requests: Requests,
    load: loading::LoadState,
    asking: stored::Asking,
    open_state: open_article::OpenArticleState,
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
            view: View::new(settings.sort, saved),
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
            edits: undoing::Edits::new(setup.knowledge),
            requests: Requests::default(),
            load: loading::LoadState::default(),
            asking: stored::Asking::opening(),
            open_state: open_article::OpenArticleState::default(),
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
        match Asked::parse(query.as_str(), self.session.today) {
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
