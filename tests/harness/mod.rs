//! A reader without a terminal, for tests: keys as strings, answers at once or held back. Its pages are written down in
//! `page`, what a test sees of it stands in `seen`. Not a test itself; no threads, no clock, and files only in `library`.

// Each test binary uses its own part of this.
#![allow(dead_code)]

pub mod invented;
pub mod library;
mod page;
mod seen;

use library::Shelves;
use newsprint::app::{
    App, Corrected, Effect, Event, Kind, LibraryEvent, NotCorrected, Remembered, Request, Setup, Size,
};
use newsprint::article::{Article, Date};
use newsprint::config::{Key, KeywordSets, ProfileFile, ProfileFileError, RuleChange, Settings};
use newsprint::extract::{Hints, Knowledge, extract};
use newsprint::library::{ImportEvent, MarksError, MarksStore, Problem, ProblemKind, Stored, Stroke};
#[allow(unused_imports)] // Each test binary uses its own part of these too.
pub use page::{Page, article, words};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What a reader is started with; everything has a default.
pub struct Start {
    pub size: Size,
    pub settings: Settings,
    pub keywords: KeywordSets,
    pub query: String,
    pub is_built_in: bool,
    pub complaints: Vec<String>,
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
            complaints: Vec::new(),
            corpus_name: "pages".to_owned(),
            remembered: Remembered::default(),
        }
    }
}

/// The settings without views: what most tests are about is not which rows stand above the outlets.
pub fn without_views() -> Settings {
    Settings {
        views: Vec::new(),
        ..Settings::default()
    }
}

/// The day by the clock of every test.
pub fn today() -> Date {
    Date::new(2025, 3, 10).expect("a day")
}

fn no_marks() -> MarksStore {
    MarksStore::in_memory().expect("memory")
}

/// A running reader.
pub struct Bench {
    pub app: App,
    /// What was asked for outside, but for computations and loads.
    pub effects: Vec<Effect>,
    /// Computations that have not been answered.
    pub held: Vec<Request>,
    /// Whether computations are held back.
    pub holds: bool,
    /// The text of the person's profile, which corrections are written into.
    pub profile: String,
    /// Whether the profile cannot be written.
    pub is_read_only: bool,
    /// The marks that are kept.
    pub marks: MarksStore,
    /// Why marks cannot be kept, where they cannot.
    pub refusal: Option<MarksError>,
    /// Marks that have not been written, while they are held back.
    pub held_marks: Vec<(Vec<Stroke>, Arc<Stored>)>,
    /// The library that is read.
    pub shelves: Option<Shelves>,
    /// Number of the newest load.
    pub run: u64,
}

impl Bench {
    /// A reader that has read nothing yet.
    pub fn begin(start: Start) -> Self {
        Self::begin_with(start, Shelves::of_articles(), no_marks())
    }

    /// A reader of a library.
    pub fn of_library(shelves: Shelves, start: Start) -> Self {
        Self::begin_with(start, shelves, no_marks())
    }

    /// The next reader of the same library, with the marks that this one has kept.
    #[must_use]
    pub fn next_session(self, start: Start) -> Self {
        let shelves = self.shelves.expect("a library").reopened();
        Self::begin_with(start, shelves, self.marks)
    }

    fn begin_with(start: Start, shelves: Shelves, marks: MarksStore) -> Self {
        let app = App::new(Setup {
            settings: start.settings,
            keywords: start.keywords,
            today: today(),
            size: start.size,
            corpus_name: start.corpus_name,
            is_built_in: start.is_built_in,
            knowledge: Knowledge::builtin(),
            query: start.query,
            complaints: start.complaints,
            remembered: start.remembered,
        });
        let mut bench = Self {
            app,
            effects: Vec::new(),
            held: Vec::new(),
            holds: false,
            profile: String::new(),
            is_read_only: false,
            marks,
            refusal: None,
            held_marks: Vec::new(),
            shelves: Some(shelves),
            run: 0,
        };
        let effects = bench.app.start();
        bench.take_effects(effects);
        bench
    }

    /// A reader at 80x24 that has read these pages.
    pub fn of(pages: &[Page]) -> Self {
        Self::with(pages, Start::default())
    }

    /// A reader that has read these pages.
    pub fn with(pages: &[Page], start: Start) -> Self {
        let mut bench = Self::begin(start);
        bench.load(pages);
        bench.done();
        bench
    }

    /// A reader that has read and cleaned these pages: path and text.
    pub fn of_texts(pages: &[(&str, String)], start: Start) -> Self {
        let mut bench = Self::begin(start);
        bench.load_texts(pages);
        bench.done();
        bench
    }

    /// A batch of pages arrives, cleaned with the built-in knowledge and the user's own rules.
    pub fn load_texts(&mut self, pages: &[(&str, String)]) {
        let knowledge = Knowledge::builtin().with_own_rules_of(&self.profile);
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
        self.read_library(|shelves, marks, _| {
            shelves.add(articles);
            shelves.shown(marks).into_iter().collect()
        });
    }

    /// A file could not be read.
    pub fn problem(&mut self, path: &str, message: &str) {
        let problem = Problem::new(Path::new(path), ProblemKind::Binary, message);
        self.importing(ImportEvent::Problem(problem));
    }

    /// The load ends.
    pub fn done(&mut self) {
        self.read_library(|shelves, _, _| vec![LibraryEvent::Imported(Ok(shelves.take_added()))]);
    }

    /// An event of the newest import.
    pub fn importing(&mut self, event: ImportEvent) {
        let (run, event) = (self.run, LibraryEvent::Import(event));
        self.event(Event::Library { run, event });
    }

    /// Something happens.
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
                    let recalled = self.marks.recall(&entries).expect("marks");
                    let places = recalled
                        .into_iter()
                        .filter_map(|(entry, kept)| Some((entry, kept.place?)));
                    let places = places.collect();
                    self.event(Event::PlacesFound(places));
                }
                Effect::OpenLibrary { run } => {
                    self.run = run;
                    self.read_library(|shelves, marks, _| shelves.open(marks));
                }
                Effect::Widen(wide) => {
                    self.read_library(|shelves, _, _| vec![shelves.widened(wide)]);
                }
                Effect::CleanStored(pages) => self.read_library(|shelves, marks, profile| {
                    shelves.clean(&pages, profile, marks).into_iter().collect()
                }),
                Effect::Work(request) => self.held.push(request),
                Effect::Correct(change) => self.correct(change),
                Effect::Mark { strokes, corpus } => self.held_marks.push((strokes, corpus)),
                other => self.effects.push(other),
            }
        }
        if !self.holds {
            self.answer_all();
            self.write_marks();
        }
    }

    /// What is done in the library is told to the reader.
    pub fn read_library(
        &mut self,
        work: impl FnOnce(&mut Shelves, &mut MarksStore, &str) -> Vec<LibraryEvent>,
    ) {
        let shelves = self.shelves.as_mut().expect("a library");
        let run = self.run;
        for event in work(shelves, &mut self.marks, &self.profile) {
            self.event(Event::Library { run, event });
        }
    }

    /// The library was brought up to date by somebody else.
    pub fn renew(&mut self) {
        self.read_library(|shelves, marks, _| {
            shelves.import();
            shelves.shown(marks).into_iter().collect()
        });
    }

    /// Writes marks that are held back, as whoever keeps them does.
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

    /// Writes a correction down, as whoever holds the file does.
    fn correct(&mut self, change: RuleChange) {
        let refused = |error: ProfileFileError| NotCorrected {
            is_gone: matches!(error, ProfileFileError::Gone),
            text: error.to_string(),
        };
        let written = || {
            let mut file = ProfileFile::parse(&self.profile).map_err(refused)?;
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
            let knowledge = Knowledge::builtin()
                .with_own_rules_of(&text)
                .expect("it was read before");
            self.profile = text;
            Corrected {
                change,
                rules: Arc::clone(knowledge.own_rules()),
            }
        });
        self.event(Event::Corrected(result));
    }

    /// Answers everything that is held back, oldest first, and what follows from it.
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
            .expect("nobody has cancelled it");
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

    /// Takes the oldest filter request out of those held back.
    pub fn take_filter(&mut self) -> Request {
        let at = self
            .held
            .iter()
            .position(|request| request.question.kind() == Kind::Filter);
        self.held.remove(at.expect("a filter was asked for"))
    }

    /// Presses keys: each character is a key, but `<Enter>`, `<C-d>` and the like are one, and so is `<lt>` for `<`.
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

/// Keys as a test writes them down.
pub fn parse_keys(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|inside| inside.split_once('>'));
        if let Some((name, behind)) = named {
            keys.push(match name {
                "lt" => Key::char('<'),
                name => name.parse::<Key>().expect("a key"),
            });
            rest = behind;
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
