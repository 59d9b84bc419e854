//! The event loop: waits, passes events to the app, carries out its effects, draws.
//!
//! Nothing wakes up while nothing happens: the loop blocks on one channel. A key is answered with a frame at once;
//! background events are merged and drawn at most every 16 ms.

use crate::app::edit::correct::{Corrected, NotCorrected};
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::panes::geometry::Size;
use crate::app::{App, Setup};
use crate::config::choices::Bidi;
use crate::config::profile::RuleChange;
use crate::config::theme::Styles;
use crate::library::load::pipeline::source::LoadOptions;
use crate::runtime::environment::Environment;
use crate::runtime::input::Input;
use crate::runtime::library::{LibraryLaunch, LibraryThread};
use crate::runtime::marks::{MarksCommand, MarksLocation, MarksThread, SharedMarks};
use crate::runtime::signals::Signal;
use crate::runtime::terminal::{Screen, ScreenOptions, restore};
use crate::runtime::workers::Workers;
use crate::runtime::{LoopEvent, external, failpoint, profiles, signals, terminal};
use crate::text::safe;
use crate::ui;
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::time::{Duration, Instant};

/// What the reader is started with.
pub struct Launch {
    /// The setup of the app; the loop fills in its size.
    pub setup: Setup,
    /// The colours and styles.
    pub styles: Styles,
    /// How pages are read.
    pub load: LoadOptions,
    /// The library that is read.
    pub library: LibraryLaunch,
    /// Where marks are stored.
    pub marks: MarksLocation,
    /// The file of the keyword sets; `None` if they last for this session only.
    pub keywords_file: Option<PathBuf>,
    /// The file of the corrections; `None` if there is no folder for it.
    pub profiles_file: Option<PathBuf>,
    /// Variables and folders.
    pub environment: Environment,
}

/// The shortest time between frames for background events.
const FRAME: Duration = Duration::from_millis(16);

/// The longest time that a frame waits for an answer of the library that it would lack.
const PATIENCE: Duration = Duration::from_millis(10);

/// The longest time that keys wait for the article or row that they are meant for.
const KEY_PATIENCE: Duration = Duration::from_millis(250);

/// The longest time that the first frame waits: the library must be opened for it.
const FIRST_PATIENCE: Duration = Duration::from_millis(40);

/// Opens the reader and returns when the user has left it.
pub fn run(launch: Launch) -> io::Result<()> {
    let main_thread = std::thread::current().id();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // A panic on a worker becomes an event; only a panic on this thread ends the program.
        if std::thread::current().id() == main_thread {
            restore();
            hook(panic);
        }
    }));
    let (wakes, incoming) = channel();
    signals::listen(wakes.clone())?;
    let settings = &launch.setup.settings;
    let mut screen = Screen::take(ScreenOptions {
        mouse: settings.mouse,
        synchronized: settings.synchronized_updates,
        explicit_bidi: settings.reader.bidi == Bidi::Reader,
    })?;
    let input = Input::start(wakes.clone())?;
    let workers = Workers::start(&wakes)?;
    let marks = SharedMarks::new(launch.marks);
    let keeper = MarksThread::start(marks.clone(), wakes.clone())?;
    let librarian = LibraryThread::start(launch.library, launch.load.clone(), marks, wakes.clone())?;
    let (width, height) = screen.size();
    let app = App::new(Setup {
        size: Size { width, height },
        ..launch.setup
    });
    let mut reader = EventLoop {
        app,
        screen,
        styles: launch.styles,
        workers,
        input,
        load: launch.load,
        librarian,
        keeper,
        keywords_file: launch.keywords_file,
        profiles_file: launch.profiles_file,
        environment: launch.environment,
        ended_by: None,
        continues: 0,
        type_ahead: TypeAhead::default(),
    };
    let mut waiting = PendingWork::default();
    let result = reader.run(&incoming, &mut waiting);
    let not_kept = reader.let_marks_arrive(waiting.news, &incoming);
    // The terminal first: dropping a large corpus takes time.
    restore();
    if let Some(text) = not_kept {
        safe::harmless(&text)
            .lines()
            .for_each(|line| eprintln!("newsprint: {line}"));
    }
    let ended_by = reader.ended_by;
    drop(reader);
    if let Some(signal) = ended_by {
        signals::end_by(signal);
    }
    result
}

/// Everything that the loop owns.
struct EventLoop {
    app: App,
    screen: Screen,
    styles: Styles,
    workers: Workers,
    input: Input,
    load: LoadOptions,
    librarian: LibraryThread,
    keeper: MarksThread,
    keywords_file: Option<PathBuf>,
    profiles_file: Option<PathBuf>,
    environment: Environment,
    ended_by: Option<i32>,
    /// How many of the signals to continue have been handled.
    continues: u32,
    type_ahead: TypeAhead,
}

/// The time of keys that wait in the app for what they apply to.
#[derive(Default)]
struct TypeAhead {
    /// Until when they wait; `None` while no key waits, or while one waits without a limit.
    until: Option<Instant>,
    /// Whether no more keys are read from the terminal until those that were read have taken effect: a command that one
    /// of them starts gets the others.
    stops_input: bool,
}

/// Whether the loop continues.
#[derive(PartialEq, Eq)]
enum NextWake {
    GoOn,
    Quit,
}

/// Events and frames that wait.
#[derive(Default)]
struct PendingWork {
    /// Background events that the app has not received yet: keys go first.
    news: VecDeque<Event>,
    /// When the frame on the screen was drawn, if the app has changed since.
    stale_since: Option<Instant>,
    /// Until when the next frame waits for answers that it lacks.
    held_until: Option<Instant>,
}

impl PendingWork {
    /// Returns the next wake; `None` if there is none now, but an event to be handled or a frame to be drawn; an error if
    /// there can be no more.
    fn next(
        &self,
        incoming: &Receiver<LoopEvent>,
        keys_until: Option<Instant>,
    ) -> Result<Option<LoopEvent>, RecvTimeoutError> {
        if !self.news.is_empty() {
            return match incoming.try_recv() {
                Ok(wake) => Ok(Some(wake)),
                Err(TryRecvError::Empty) => Ok(None),
                Err(TryRecvError::Disconnected) => Err(RecvTimeoutError::Disconnected),
            };
        }
        let frame = self.held_until.or(self.stale_since.map(|drawn| drawn + FRAME));
        let due = [frame, keys_until].into_iter().flatten().min();
        match due {
            Some(due) => match incoming.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Err(RecvTimeoutError::Timeout) => Ok(None),
                wake => wake.map(Some),
            },
            None => Ok(Some(incoming.recv()?)),
        }
    }

    /// Returns whether the frame that is due must wait, because it `lacks` an answer that is about to arrive.
    fn holds(&mut self, lacks: bool, patience: Duration) -> bool {
        if !lacks {
            return false;
        }
        let now = Instant::now();
        now < *self.held_until.get_or_insert(now + patience)
    }

    /// Records that a frame was drawn.
    fn drawn(&mut self) {
        (self.stale_since, self.held_until) = (None, None);
    }
}

impl EventLoop {
    fn run(&mut self, incoming: &Receiver<LoopEvent>, waiting: &mut PendingWork) -> io::Result<()> {
        let effects = self.app.start();
        if self.carry_out(effects)? == NextWake::Quit {
            return Ok(());
        }
        let mut drawn = Instant::now();
        if !waiting.holds(self.app.awaits_frame(), FIRST_PATIENCE) {
            self.draw()?;
        }
        while let Ok(wake) = waiting.next(incoming, self.type_ahead.until) {
            let (next, urgent) = match wake {
                // Everything that has arrived is collected before any of it is handled, so that a key among it goes first.
                Some(LoopEvent::Background(event)) => {
                    waiting.news.push_back(event);
                    continue;
                }
                Some(wake) => (self.hear(wake)?, true),
                None => match waiting.news.pop_front() {
                    Some(event) => (self.update(event)?, false),
                    None => (NextWake::GoOn, true),
                },
            };
            if next == NextWake::Quit || self.type_on()? == NextWake::Quit {
                return Ok(());
            }
            let is_due = urgent || waiting.held_until.is_some() || drawn.elapsed() >= FRAME;
            if is_due && waiting.holds(self.app.awaits_frame(), PATIENCE) {
                continue;
            }
            if is_due {
                self.draw()?;
                drawn = Instant::now();
                waiting.drawn();
            } else {
                waiting.stale_since = Some(drawn);
            }
        }
        Ok(())
    }

    fn hear(&mut self, wake: LoopEvent) -> io::Result<NextWake> {
        match wake {
            LoopEvent::Input(events) => {
                self.type_ahead.stops_input = true;
                for event in merge_resizes(events) {
                    if let Event::Resize(size) = event {
                        self.screen.resize(size.width, size.height);
                    }
                    if self.update(event)? == NextWake::Quit {
                        return Ok(NextWake::Quit);
                    }
                }
                Ok(NextWake::GoOn)
            }
            LoopEvent::Background(event) => self.update(event),
            LoopEvent::InputEnded(result) => result.map(|()| NextWake::Quit),
            LoopEvent::Signal(Signal::End(signal)) => {
                self.ended_by = Some(signal);
                Ok(NextWake::Quit)
            }
            LoopEvent::Signal(Signal::Suspend) => self.suspend(),
            LoopEvent::Signal(Signal::Continue(number)) if number <= self.continues => Ok(NextWake::GoOn),
            LoopEvent::Signal(Signal::Continue(_)) => {
                self.screen.retake()?;
                self.resumed()
            }
            LoopEvent::Signal(Signal::Resize) => {
                let (width, height) = terminal::size()?;
                if self.screen.size() == (width, height) {
                    return Ok(NextWake::GoOn);
                }
                self.screen.resize(width, height);
                self.update(Event::Resize(Size { width, height }))
            }
        }
    }

    /// Lets keys that wait in the app take effect, as far as what they wait for has arrived or they have waited long enough.
    fn type_on(&mut self) -> io::Result<NextWake> {
        loop {
            while let Some(effects) = self.app.resume() {
                self.type_ahead.until = None;
                if self.carry_out(effects)? == NextWake::Quit {
                    return Ok(NextWake::Quit);
                }
            }
            if self.app.awaits_text() {
                // A command may get the text, and the terminal with it: what is typed from here on is for that one.
                self.type_ahead.until = None;
                return Ok(NextWake::GoOn);
            }
            if !self.app.has_type_ahead() {
                self.type_ahead.until = None;
                if std::mem::take(&mut self.type_ahead.stops_input) {
                    self.input.go_on();
                }
                return Ok(NextWake::GoOn);
            }
            let now = Instant::now();
            if now < *self.type_ahead.until.get_or_insert(now + KEY_PATIENCE) {
                return Ok(NextWake::GoOn);
            }
            if self.update(Event::TypeAheadTimeout)? == NextWake::Quit {
                return Ok(NextWake::Quit);
            }
        }
    }

    fn update(&mut self, event: Event) -> io::Result<NextWake> {
        let effects = self.app.update(event);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> io::Result<NextWake> {
        for effect in effects {
            if self.do_one(effect)? == NextWake::Quit {
                return Ok(NextWake::Quit);
            }
        }
        Ok(NextWake::GoOn)
    }

    fn do_one(&mut self, effect: Effect) -> io::Result<NextWake> {
        let event = match effect {
            Effect::Work(request) => {
                self.workers.ask(request);
                return Ok(NextWake::GoOn);
            }
            Effect::Copy(text) => {
                terminal::send(crossterm::clipboard::CopyToClipboard::to_clipboard_from(text))?;
                return Ok(NextWake::GoOn);
            }
            Effect::SetMouse(on) => {
                self.screen.set_mouse(on)?;
                return Ok(NextWake::GoOn);
            }
            Effect::Redraw => {
                let (width, height) = terminal::size()?;
                self.screen.resize(width, height);
                Event::Resize(Size { width, height })
            }
            Effect::Save { path, text } => Event::Saved(external::save(&self.environment, &path, &text)),
            Effect::WriteKeywords(text) => match &self.keywords_file {
                Some(file) => Event::KeywordsWritten(external::write_whole(file, &text)),
                None => return Ok(NextWake::GoOn),
            },
            Effect::Correct(change) => Event::Corrected(self.correct(change)),
            Effect::OpenLibrary { run } => {
                self.librarian.open(run);
                return Ok(NextWake::GoOn);
            }
            Effect::Widen(wide) => {
                self.librarian.widen(wide);
                return Ok(NextWake::GoOn);
            }
            Effect::Reclean(pages) => {
                self.librarian.clean(pages, self.load.knowledge.clone());
                return Ok(NextWake::GoOn);
            }
            Effect::Mark { changes, corpus } => {
                self.keeper.order(MarksCommand::Write {
                    strokes: changes,
                    corpus,
                });
                return Ok(NextWake::GoOn);
            }
            Effect::FindPlaces(entries) => {
                self.keeper.order(MarksCommand::FindPlaces(entries));
                return Ok(NextWake::GoOn);
            }
            Effect::SavePlace {
                entry,
                document,
                offset,
            } => {
                self.keeper.order(MarksCommand::Place(entry, document, offset));
                return Ok(NextWake::GoOn);
            }
            Effect::SaveView(view) => {
                self.keeper.order(MarksCommand::View(view));
                return Ok(NextWake::GoOn);
            }
            Effect::EditText(text) => {
                let editor = self
                    .environment
                    .editor(self.app.settings.commands.editor.as_deref());
                Event::TextEdited(self.lend(|| external::edit_text(&editor, &text))?)
            }
            Effect::Pipe { command, text } => Event::Piped(self.lend(|| external::pipe(&command, &text))?),
            Effect::Edit { path, line } => {
                let editor = self
                    .environment
                    .editor(self.app.settings.commands.editor.as_deref());
                Event::Edited(self.lend(|| external::edit(&editor, &path, line))?)
            }
            Effect::Suspend => return self.suspend(),
            Effect::Quit => return Ok(NextWake::Quit),
        };
        self.update(event)
    }

    /// Writes a correction to the profile. Pages that are cleaned from here on obey it.
    fn correct(&mut self, change: RuleChange) -> Result<Corrected, NotCorrected> {
        let Some(file) = &self.profiles_file else {
            let text = "the folder for configuration is unknown; set HOME to keep corrections".to_owned();
            return Err(NotCorrected { text, is_gone: false });
        };
        let (change, text) = profiles::change(file, change)?;
        let knowledge = self.load.knowledge.with_own_rules_of(&text);
        // The text was parsed when it was changed, so it has no errors.
        self.load.knowledge = knowledge.unwrap_or_else(|_| self.load.knowledge.clone());
        Ok(Corrected {
            change,
            rules: Arc::clone(self.load.knowledge.own_rules()),
        })
    }

    /// Waits for the marks that are being written, so that marks made just before quitting are stored. Returns the error if
    /// they could not be. `news` are the events that were not handled before the end.
    fn let_marks_arrive(
        &mut self,
        mut news: VecDeque<Event>,
        incoming: &Receiver<LoopEvent>,
    ) -> Option<String> {
        let mut not_kept = None;
        while self.app.is_marking() {
            let event = match news.pop_front() {
                Some(event) => event,
                None => match incoming.recv() {
                    Ok(LoopEvent::Background(event)) => event,
                    Ok(_) => continue,
                    Err(_) => break,
                },
            };
            let Event::Marked(_) = event else { continue };
            if let Event::Marked(Err(error)) = &event {
                not_kept = Some(format!("not marked: {error}"));
            }
            for effect in self.app.update(event) {
                if let Effect::Mark { changes, corpus } = effect {
                    self.keeper.order(MarksCommand::Write {
                        strokes: changes,
                        corpus,
                    });
                }
            }
        }
        not_kept
    }

    fn lend<T>(&mut self, outside: impl FnOnce() -> T) -> io::Result<T> {
        let result = self.screen.lend(|| signals::while_lent(outside))?;
        let (width, height) = self.screen.size();
        self.update(Event::Resize(Size { width, height }))?;
        Ok(result)
    }

    fn suspend(&mut self) -> io::Result<NextWake> {
        self.screen.lend(signals::stop_group)?;
        // The signal that continued it need not be handled again.
        self.continues = signals::continues();
        self.resumed()
    }

    fn resumed(&mut self) -> io::Result<NextWake> {
        let (width, height) = self.screen.size();
        self.update(Event::Resize(Size { width, height }))?;
        self.update(Event::Resumed)
    }

    fn draw(&mut self) -> io::Result<()> {
        let (app, styles) = (&self.app, &self.styles);
        self.screen.draw(|frame| {
            failpoint::hit("draw");
            ui::draw(app, styles, frame);
        })
    }
}

/// Of consecutive resizes, keeps only the last.
fn merge_resizes(events: Vec<Event>) -> Vec<Event> {
    let mut merged: Vec<Event> = Vec::with_capacity(events.len());
    for event in events {
        if matches!(
            (merged.last(), &event),
            (Some(Event::Resize(_)), Event::Resize(_))
        ) {
            merged.pop();
        }
        merged.push(event);
    }
    merged
}
