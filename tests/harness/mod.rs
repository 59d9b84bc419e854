//! A reader without a terminal, for tests: pages written down in a few lines, keys as strings, answers at once or held
//! back. Not a test itself; no threads, no files, no clock.

// Each test binary uses its own part of this.
#![allow(dead_code)]

pub mod invented;
pub mod library;

use library::Shelves;
use newsprint::app::{
    App, Corrected, Effect, Event, LibraryEvent, NotCorrected, Pane, Question, Remembered, Request, Setup,
    Size,
};
use newsprint::article::{Article, Date, Line, LineClass, Reason, Time};
use newsprint::config::{Key, KeywordSets, ProfileFile, ProfileFileError, RuleChange, Settings};
use newsprint::extract::{Hints, Knowledge, extract};
use newsprint::library::{
    Corpus, Entry, LoadEvent, MarksError, MarksStore, Problem, ProblemKind, Stroke, Summary,
};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A page: its path, and lines of the form `class: text`. Classes are those of [`class_of`]; `outlet`, `date`, `via`,
/// `section` and `language` only tell something about the page; `-reason` is a line that was removed for that reason.
pub type Page = (&'static str, &'static str);

/// The article of a page written down as [`Page`] says.
pub fn article(text: &str) -> Article {
    let mut article = Article {
        part: 1,
        ..Article::default()
    };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (class, text) = line.split_once(": ").unwrap_or(("text", line));
        tell(&mut article, class, text);
    }
    article
}

fn tell(article: &mut Article, class: &str, text: &str) {
    let meta = &mut article.meta;
    let own = Some(text.to_owned());
    match class {
        "outlet" => return meta.outlet = own,
        "via" => return meta.via = own,
        "language" => return meta.language = own,
        "date" => {
            let (day, time) = text.split_once(' ').unwrap_or((text, ""));
            meta.date = Some(day.parse::<Date>().expect("a date"));
            meta.time = time
                .split_once(':')
                .and_then(|(hour, minute)| Time::new(hour.parse().ok()?, minute.parse().ok()?));
            return;
        }
        "section" => meta.section = own,
        "byline" => meta.byline = own,
        "title" => meta.title = own,
        "sub" => meta.subtitle = own,
        _ => {}
    }
    let start = article.source.len() as u32;
    article.source.push_str(text);
    let end = article.source.len() as u32;
    article.source.push('\n');
    let (class, reason) = class_of(class);
    article.lines.push(Line {
        number: article.lines.len() as u32 + 1,
        start,
        end,
        class,
        reason,
        confidence: 90,
        ..Line::default()
    });
}

fn class_of(name: &str) -> (LineClass, Option<Reason>) {
    if let Some(reason) = name.strip_prefix('-') {
        return (
            LineClass::Chrome,
            Some(Reason::from_name(reason).expect("a reason")),
        );
    }
    let class = match name {
        "title" => LineClass::Title,
        "sub" => LineClass::Subtitle,
        "byline" => LineClass::Byline,
        "section" => LineClass::Section,
        "caption" => LineClass::Caption,
        "heading" => LineClass::Heading,
        "item" => LineClass::ListItem,
        "quote" => LineClass::Quote,
        _ => LineClass::Paragraph,
    };
    (class, None)
}

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
    pub held_marks: Vec<(Vec<Stroke>, Corpus)>,
    /// The library that is read, where one is.
    pub shelves: Option<Shelves>,
    /// Number of the newest load.
    pub run: u64,
    next_id: u32,
}

impl Bench {
    /// A reader that has read nothing yet.
    pub fn begin(start: Start) -> Self {
        Self::begin_with(start, None)
    }

    /// A reader of a library that has not been opened yet.
    pub fn begin_unread(start: Start) -> Self {
        let mut bench = Self::begin(start);
        bench.run = 1;
        bench
    }

    /// A reader of a library.
    pub fn of_library(shelves: Shelves, start: Start) -> Self {
        Self::begin_with(start, Some(shelves))
    }

    fn begin_with(start: Start, shelves: Option<Shelves>) -> Self {
        let app = App::new(Setup {
            settings: start.settings,
            keywords: start.keywords,
            today: today(),
            size: start.size,
            corpus_name: start.corpus_name,
            is_built_in: start.is_built_in,
            reads_library: shelves.is_some(),
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
            marks: MarksStore::in_memory().expect("memory"),
            refusal: None,
            held_marks: Vec::new(),
            shelves,
            run: 0,
            next_id: 0,
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

    /// Entries of these pages, their ids going on.
    pub fn entries(&mut self, pages: &[Page]) -> Vec<Arc<Entry>> {
        let articles = pages.iter().map(|(path, text)| (*path, article(text)));
        self.place(articles.collect())
    }

    /// Entries of these articles, their ids going on.
    pub fn place(&mut self, articles: Vec<(&str, Article)>) -> Vec<Arc<Entry>> {
        let mut outlets = HashSet::new();
        let make = |(path, article): (&str, Article)| {
            let entry = Entry::new(Arc::from(Path::new(path)), article).placed(self.next_id, &mut outlets);
            self.next_id += 1;
            Arc::new(entry)
        };
        articles.into_iter().map(make).collect()
    }

    /// A reader that has read and cleaned these pages: path and text.
    pub fn of_texts(pages: &[(&str, String)], start: Start) -> Self {
        let mut bench = Self::begin(start);
        bench.load_texts(pages);
        bench.done();
        bench
    }

    /// A batch of pages arrives, cleaned with nothing but what the program brings along.
    pub fn load_texts(&mut self, pages: &[(&str, String)]) {
        let knowledge = Knowledge::builtin();
        let hints = Hints::new(&knowledge);
        let articles = pages
            .iter()
            .map(|(path, text)| (*path, extract(text.as_bytes(), &hints).remove(0)));
        let entries = self.place(articles.collect());
        self.hear(LoadEvent::Batch(entries));
    }

    /// A batch of pages arrives.
    pub fn load(&mut self, pages: &[Page]) {
        let entries = self.entries(pages);
        self.hear(LoadEvent::Batch(entries));
    }

    /// A file could not be read.
    pub fn problem(&mut self, path: &str, message: &str) {
        let problem = Problem::new(Path::new(path), ProblemKind::Binary, message);
        self.hear(LoadEvent::Problem(problem));
    }

    /// The load ends.
    pub fn done(&mut self) {
        self.hear(LoadEvent::Done(Summary::default()));
    }

    /// News of the newest load.
    pub fn hear(&mut self, event: LoadEvent) {
        let run = self.run;
        if let LoadEvent::Batch(entries) = &event {
            let kept = self.marks.recall(entries);
            self.event(Event::Recalled { run, kept });
        }
        self.event(Event::Load { run, event });
    }

    /// Something happens.
    pub fn event(&mut self, event: Event) {
        let effects = self.app.update(event);
        self.take_effects(effects);
    }

    fn take_effects(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Load { run } => {
                    self.run = run;
                    self.next_id = 0;
                }
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
    }

    /// Takes the oldest filter request out of those held back.
    pub fn take_filter(&mut self) -> Request {
        let at = self
            .held
            .iter()
            .position(|request| matches!(request.question, Question::Filter { .. }));
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

    pub fn focus(&self) -> Pane {
        self.app.panes.focus
    }

    /// The titles that are listed, in order.
    pub fn titles(&self) -> Vec<String> {
        match self.app.view.corpus() {
            Corpus::Loaded(_) => (0..self.app.view.len())
                .filter_map(|place| self.app.view.listed_entry(place))
                .map(|entry| entry.display_title().0)
                .collect(),
            Corpus::Stored(stored) => {
                let rows = stored.rows(self.app.view.listed()).expect("a library");
                rows.into_iter().map(|row| row.title).collect()
            }
        }
    }

    /// The class of the line with this text in the article of this title.
    pub fn class_in(&self, title: &str, text: &str) -> LineClass {
        let entries = self.app.view.entries();
        let entry = entries
            .iter()
            .find(|entry| entry.article.source.contains(title))
            .expect("an article");
        let line = entry
            .article
            .lines
            .iter()
            .find(|line| entry.article.text_of(line) == text);
        line.expect("a line of that text").class
    }

    /// The title under the cursor of the list.
    pub fn chosen(&self) -> String {
        self.app
            .view
            .row(self.app.articles.cursor)
            .map_or_else(String::new, |row| row.title.clone())
    }

    /// The title of the open article.
    pub fn open(&self) -> String {
        self.app
            .reader
            .open()
            .map_or_else(String::new, |open| open.entry.display_title().0)
    }

    /// The message in the bottom line.
    pub fn said(&self) -> &str {
        self.app
            .status
            .current
            .as_ref()
            .map_or("", |message| &message.text)
    }

    /// The outlet that is listed.
    pub fn outlet(&self) -> String {
        match self.app.view.scope() {
            newsprint::app::Scope::All => "all".to_owned(),
            newsprint::app::Scope::Outlet(name) => name.to_string(),
            newsprint::app::Scope::Unknown => "unknown".to_owned(),
            newsprint::app::Scope::Saved(saved) => saved.name.clone(),
        }
    }

    /// The text in the open prompt.
    pub fn typed(&self) -> &str {
        self.app.prompt.as_ref().map_or("", |prompt| prompt.field.text())
    }

    /// The text that is selected.
    pub fn selected(&self) -> Option<String> {
        let open = self.app.reader.open()?;
        let selection = open.selection.as_ref()?;
        Some(selection.text(&open.document.text).to_owned())
    }

    /// The text of the hit that was jumped to.
    pub fn hit(&self) -> Option<String> {
        let open = self.app.reader.open()?;
        let hit = open.current_hit.as_ref()?;
        open.document.text.get(hit.range.clone()).map(str::to_owned)
    }

    /// Where the hit that was jumped to begins.
    pub fn hit_at(&self) -> Option<usize> {
        Some(self.app.reader.open()?.current_hit.as_ref()?.range.start)
    }

    /// The offset at the top of the article's window.
    pub fn top(&self) -> usize {
        self.app.reader.open().map_or(0, newsprint::app::OpenArticle::top)
    }

    /// The text in the article's window.
    pub fn window(&self) -> &str {
        self.app
            .reader
            .open()
            .and_then(|open| open.document.text.get(open.window()))
            .unwrap_or_default()
    }

    /// Whether the article of this title is marked as read.
    pub fn is_read(&self, title: &str) -> bool {
        self.app.marks.is_read(self.id(title))
    }

    /// Whether the article of this title is starred.
    pub fn is_starred(&self, title: &str) -> bool {
        self.app.marks.is_starred(self.id(title))
    }

    /// The id of the article of this title.
    pub fn id(&self, title: &str) -> u32 {
        let view = &self.app.view;
        let is_it = |id: &u32| view.row_of(*id).is_some_and(|row| row.title == title);
        let shown = view.listed().iter().copied().find(is_it);
        let loaded = || {
            let mut entries = view.entries().iter();
            entries
                .find(|entry| entry.display_title().0 == title)
                .map(|entry| entry.id)
        };
        shown.or_else(loaded).expect("an article of that title")
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

/// A paragraph of so many different words, after `lead`.
pub fn words(lead: &str, count: usize) -> String {
    let mut text = lead.to_owned();
    for number in 0..count {
        text.push_str(" word");
        text.push_str(&number.to_string());
    }
    text
}
