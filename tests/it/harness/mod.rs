//! What tests share: a reader without a terminal, driven by key strings, with answers at once or held back; pages; a
//! workspace for the built program. The reader has no threads and no clock, and uses files only in `library`.

mod cases;
pub mod expected;
pub mod invented;
pub mod library;
mod page;
pub mod page_text;
mod seen;
pub mod workspace;

pub(crate) use cases::cases;

use library::LibraryFixture;
use newsprint::app::{
    App, Corrected, Effect, Event, JobKind, LibraryEvent, NotCorrected, Remembered, Request, Setup, Size,
};
use newsprint::article::{Article, Date};
use newsprint::config::{EditableProfile, Key, KeywordSets, ProfileFileError, RuleChange, Settings};
use newsprint::extract::{Hints, OutletDirectory, extract};
use newsprint::library::{Corpus, ImportEvent, MarkChange, MarksError, MarksStore, Problem, ProblemKind};
#[allow(unused_imports)] // Each test binary uses its own part of these too.
pub use page::{Page, article, words};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The arguments of a reader; each has a default.
pub struct Start {
    pub size: Size,
    pub settings: Settings,
    pub keywords: KeywordSets,
    pub query: String,
    pub is_built_in: bool,
    pub opens_page: bool,
    pub diagnostics: Vec<String>,
    pub corpus_name: String,
    pub remembered: Remembered,
}

impl Default for Start {
    fn default() -> Self {
        Self {
            size: Size {
                width: 80,
                height: 24,
            },
            settings: without_views(),
            keywords: KeywordSets::default(),
            query: String::new(),
            is_built_in: false,
            opens_page: false,
            diagnostics: Vec::new(),
            corpus_name: "pages".to_owned(),
            remembered: Remembered::default(),
        }
    }
}

/// The settings without saved views, which would add rows above the outlets in most tests.
pub fn without_views() -> Settings {
    Settings {
        views: Vec::new(),
        ..Settings::default()
    }
}

/// The current day in every test.
pub fn today() -> Date {
    Date::new(2025, 3, 10).expect("a day")
}

fn no_marks() -> MarksStore {
    MarksStore::in_memory().expect("memory")
}

/// A running reader.
pub struct AppDriver {
    pub app: App,
    /// The effects other than computations and loads.
    pub effects: Vec<Effect>,
    /// Computations without an answer.
    pub held: Vec<Request>,
    /// Whether computations are held back.
    pub holds: bool,
    /// The text of the person's profile, to which corrections are written.
    pub profile: String,
    /// Whether the profile cannot be written.
    pub is_read_only: bool,
    /// The store of marks.
    pub marks: MarksStore,
    /// The error with which the store refuses marks, if it does.
    pub refusal: Option<MarksError>,
    /// Marks that have not been written, while they are held back.
    pub held_marks: Vec<(Vec<MarkChange>, Arc<Corpus>)>,
    /// The library that is read.
    pub library: Option<LibraryFixture>,
    /// Number of the newest load.
    pub run: u64,
}

impl AppDriver {
    /// A reader before any page has arrived.
    pub fn begin(start: Start) -> Self {
        Self::begin_with(start, LibraryFixture::of_articles(), no_marks())
    }

    /// A reader of a library.
    pub fn of_library(library: LibraryFixture, start: Start) -> Self {
        Self::begin_with(start, library, no_marks())
    }

    /// The next session with the same library and marks.
    #[must_use]
    pub fn next_session(self, start: Start) -> Self {
        let library = self.library.expect("a library").reopened();
        Self::begin_with(start, library, self.marks)
    }

    fn begin_with(start: Start, library: LibraryFixture, marks: MarksStore) -> Self {
        let app = App::new(Setup {
            settings: start.settings,
            keywords: start.keywords,
            today: today(),
            size: start.size,
            corpus_name: start.corpus_name,
            is_built_in: start.is_built_in,
            opens_page: start.opens_page,
            knowledge: OutletDirectory::builtin(),
            query: start.query,
            diagnostics: start.diagnostics,
            remembered: start.remembered,
        });
        let mut driver = Self {
            app,
            effects: Vec::new(),
            held: Vec::new(),
            holds: false,
            profile: String::new(),
            is_read_only: false,
            marks,
            refusal: None,
            held_marks: Vec::new(),
            library: Some(library),
            run: 0,
        };
        let effects = driver.app.start();
        driver.take_effects(effects);
        driver
    }

    /// A reader at 80x24 with these pages.
    pub fn of(pages: &[Page]) -> Self {
        Self::with(pages, Start::default())
    }

    /// A reader with these pages.
    pub fn with(pages: &[Page], start: Start) -> Self {
        let mut driver = Self::begin(start);
        driver.load(pages);
        driver.done();
        driver
    }

    /// A reader that has read and cleaned these pages: path and text.
    pub fn of_texts(pages: &[(&str, String)], start: Start) -> Self {
        let mut driver = Self::begin(start);
        driver.load_texts(pages);
        driver.done();
        driver
    }

    /// A batch of pages arrives, cleaned with the built-in knowledge and the user's own rules.
    pub fn load_texts(&mut self, pages: &[(&str, String)]) {
        let knowledge = OutletDirectory::builtin().with_own_rules_of(&self.profile);
        let knowledge = knowledge.expect("it was read before");
        let hints = Hints::new(&knowledge);
        let articles = pages
            .iter()
            .map(|(path, text)| (*path, extract(text.as_bytes(), &hints).remove(0)));
        self.arrive(articles.collect());
    }

    /// A batch of pages arrives.
    pub fn load(&mut self, pages: &[Page]) {
        let articles = pages.iter().map(|(path, text)| (*path, article(text)));
        self.arrive(articles.collect());
    }

    /// A batch of articles arrives.
    pub fn arrive(&mut self, articles: Vec<(&str, Article)>) {
        self.read_library(|library, marks, _| {
            library.add(articles);
            library.shown(marks).into_iter().collect()
        });
    }

    /// A file could not be read.
    pub fn problem(&mut self, path: &str, message: &str) {
        let problem = Problem::new(Path::new(path), ProblemKind::Binary, message);
        self.importing(ImportEvent::Problem(problem));
    }

    /// The load ends.
    pub fn done(&mut self) {
        self.read_library(|library, _, _| vec![LibraryEvent::Imported(Ok(library.take_added()))]);
    }

    /// An event of the newest import.
    pub fn importing(&mut self, event: ImportEvent) {
        let (run, event) = (self.run, LibraryEvent::Import(event));
        self.event(Event::Library { run, event });
    }

    /// Sends an event.
    pub fn event(&mut self, event: Event) {
        let effects = self.app.update(event);
        self.take_effects(effects);
        self.resume();
    }

    /// Lets keys that wait take effect, as far as they can.
    fn resume(&mut self) {
        while let Some(effects) = self.app.resume() {
            self.take_effects(effects);
        }
    }

    fn take_effects(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::FindPlaces(entries) => {
                    let recalled = self.marks.load_marks(&entries).expect("marks");
                    let places = recalled
                        .into_iter()
                        .filter_map(|(entry, kept)| Some((entry, kept.place?)));
                    let places = places.collect();
                    self.event(Event::PlacesFound(places));
                }
                Effect::OpenLibrary { run } => {
                    self.run = run;
                    self.read_library(|library, marks, _| library.open(marks));
                }
                Effect::Widen(wide) => {
                    self.read_library(|library, _, _| vec![library.widened(wide)]);
                }
                Effect::Reclean(pages) => self.read_library(|library, marks, profile| {
                    library.clean(&pages, profile, marks).into_iter().collect()
                }),
                Effect::Work(request) => self.held.push(request),
                Effect::Correct(change) => self.correct(change),
                Effect::Mark { changes, corpus } => self.held_marks.push((changes, corpus)),
                other => self.effects.push(other),
            }
        }
        if !self.holds {
            self.answer_all();
            self.write_marks();
        }
    }

    /// Sends the events of work in the library to the reader.
    pub fn read_library(
        &mut self,
        work: impl FnOnce(&mut LibraryFixture, &mut MarksStore, &str) -> Vec<LibraryEvent>,
    ) {
        let library = self.library.as_mut().expect("a library");
        let run = self.run;
        for event in work(library, &mut self.marks, &self.profile) {
            self.event(Event::Library { run, event });
        }
    }

    /// Another program has updated the library.
    pub fn renew(&mut self) {
        self.read_library(|library, marks, _| {
            library.import();
            library.shown(marks).into_iter().collect()
        });
    }

    /// Writes marks that are held back, as the thread for marks does.
    pub fn write_marks(&mut self) {
        while !self.held_marks.is_empty() {
            let (strokes, corpus) = self.held_marks.remove(0);
            let written = match &self.refusal {
                Some(error) => Err(error.clone().into()),
                None => corpus.write_marks(&mut self.marks, &strokes),
            };
            self.event(Event::Marked(written));
        }
    }

    /// Writes a correction to the profile, as the runtime does.
    fn correct(&mut self, change: RuleChange) {
        let refused = |error: ProfileFileError| NotCorrected {
            is_gone: matches!(error, ProfileFileError::Gone),
            text: error.to_string(),
        };
        let written = || {
            let mut file = EditableProfile::parse(&self.profile).map_err(refused)?;
            let change = file.change(change).map_err(refused)?;
            Ok((change, file.to_toml()))
        };
        let result = if self.is_read_only {
            Err(NotCorrected {
                text: "outlets.toml could not be written".to_owned(),
                is_gone: false,
            })
        } else {
            written()
        };
        let result = result.map(|(change, text)| {
            let knowledge = OutletDirectory::builtin()
                .with_own_rules_of(&text)
                .expect("the profile is valid");
            self.profile = text;
            Corrected {
                change,
                rules: Arc::clone(knowledge.own_rules()),
            }
        });
        self.event(Event::Corrected(result));
    }

    /// Answers all computations that are held back, oldest first, and those that follow from them.
    pub fn answer_all(&mut self) {
        while !self.held.is_empty() {
            let request = self.held.remove(0);
            self.answer(request);
        }
    }

    /// Answers one request.
    pub fn answer(&mut self, request: Request) {
        let answer = request
            .answer(&AtomicBool::new(false))
            .expect("it was not cancelled");
        let effects = self.app.update(Event::Answered(answer));
        let (asked, others): (Vec<_>, Vec<_>) = effects
            .into_iter()
            .partition(|effect| matches!(effect, Effect::Work(_)));
        for effect in asked {
            if let Effect::Work(request) = effect {
                self.held.push(request);
            }
        }
        if !others.is_empty() {
            self.take_effects(others);
        }
        self.resume();
    }

    /// Takes the oldest filter request that is held back.
    pub fn take_filter(&mut self) -> Request {
        let at = self
            .held
            .iter()
            .position(|request| request.job.kind() == JobKind::Filter);
        self.held.remove(at.expect("a filter was asked for"))
    }

    /// Presses keys: each character is one key, and so are `<Enter>`, `<C-d>` and the like; `<lt>` is `<`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse_keys(keys) {
            self.event(Event::Key(key));
        }
        self
    }

    /// The terminal gets another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.event(Event::Resize(Size { width, height }));
        self
    }

    /// Takes the last effect.
    pub fn effect(&mut self) -> Option<Effect> {
        self.effects.pop()
    }
}

/// Parses keys in the notation of the tests.
pub fn parse_keys(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|inside| inside.split_once('>'));
        if let Some((name, after)) = named {
            keys.push(match name {
                "lt" => Key::char('<'),
                name => name.parse::<Key>().expect("a key"),
            });
            rest = after;
        } else {
            keys.push(Key::char(first));
            rest = &rest[first.len_utf8()..];
        }
    }
    keys
}

/// Keyword sets from the text of their file.
pub fn keyword_sets(text: &str) -> KeywordSets {
    let (sets, complaints) = KeywordSets::parse(text);
    assert!(complaints.is_empty(), "{complaints:?}");
    sets
}
