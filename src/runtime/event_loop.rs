//! The event loop: waits for events, passes them to the app, runs its effects and draws.
//!
//! The loop blocks on one channel, so it uses no processor time while nothing happens. A key is drawn at once; the
//! frames of background events are at least 16 ms apart.

use crate::app::edit::correct::{Corrected, NotCorrected};
use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::panes::geometry::Size;
use crate::app::{App, Setup};
use crate::config::choices::Bidi;
use crate::config::profile::RuleChange;
use crate::config::theme::Styles;
use crate::library::load::options::LoadOptions;
use crate::library::marks::error::MarksError;
use crate::library::store::search::marked::LibraryMarksError;
use crate::runtime::environment::Environment;
use crate::runtime::input::InputThread;
use crate::runtime::library::LibraryThread;
use crate::runtime::library_launch::LibraryLaunch;
use crate::runtime::loop_event::LoopEvent;
use crate::runtime::marks::{MarksCommand, MarksLocation, MarksThread, SharedMarks};
use crate::runtime::pending_work::{FRAME, PendingWork, TypeAheadTimer};
use crate::runtime::signals::Signal;
use crate::runtime::state::StateFile;
use crate::runtime::terminal::{ScreenOptions, TerminalScreen, restore};
use crate::runtime::workers::Workers;
use crate::runtime::{configuration, external, failpoint, profiles, signals, terminal};
use crate::text::safe;
use crate::ui;
use crossterm::clipboard::CopyToClipboard;
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// The parts that the reader is started with.
pub struct Launch {
    /// The setup of the app; the loop sets its size.
    pub setup: Setup,
    /// The colours and styles.
    pub styles: Styles,
    /// How pages are read.
    pub load: LoadOptions,
    /// The library that is read.
    pub library: LibraryLaunch,
    /// The store of the marks.
    pub marks: MarksLocation,
    /// The file of the keyword sets; `None` if they are not saved.
    pub keywords_file: Option<PathBuf>,
    /// The file of the corrections; `None` if there is no folder for it.
    pub profiles_file: Option<PathBuf>,
    /// The folder of the user's themes; `None` if there is no folder for configuration.
    pub themes_folder: Option<PathBuf>,
    /// The configuration file in use; `None` if there is no folder for it.
    pub settings_file: Option<PathBuf>,
    /// What is remembered between sessions; `None` if this one is not remembered.
    pub state: Option<StateFile>,
    /// Environment variables and folders.
    pub environment: Environment,
}

/// The longest time that a frame waits for an answer of the library.
const FRAME_WAIT: Duration = Duration::from_millis(10);

/// The longest time that the first frame waits, because the library must be opened for it.
const FIRST_FRAME_WAIT: Duration = Duration::from_millis(40);

/// The longest time that keys wait for the article or row that they apply to.
const KEY_WAIT: Duration = Duration::from_millis(250);

/// Opens the reader and returns when the user has quit.
pub fn run(mut launch: Launch) -> io::Result<()> {
    let state = launch.state.take();
    restore_on_panic();
    let (events, incoming) = channel();
    signals::listen(events.clone())?;
    if let Some(signal) = signals::wait_for_terminal() {
        signals::end_by(signal);
        return Ok(());
    }
    let mut reader = EventLoop::start(launch, &events)?;
    drop(events);
    let mut pending = PendingWork::default();
    let result = reader.run(&incoming, &mut pending);
    let unsaved = reader.drain_pending_marks(pending.background, &incoming);
    // The terminal is restored first, because dropping a large library takes time.
    restore();
    if let Some(text) = unsaved {
        safe::harmless(&text)
            .lines()
            .for_each(|line| eprintln!("newsprint: {line}"));
    }
    if let Some(state) = state {
        let corpus = reader.app.listing.corpus();
        let seen = corpus.map(|corpus| corpus.snapshot().id_bound());
        state.write(reader.app.panes.kept(), seen);
    }
    let ended_by = reader.ended_by;
    drop(reader);
    if let Some(signal) = ended_by {
        signals::end_by(signal);
    }
    result
}

/// Makes a panic on this thread restore the terminal. A panic on a worker becomes an event.
fn restore_on_panic() {
    let main_thread = std::thread::current().id();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == main_thread {
            restore();
            hook(panic);
        }
    }));
}

/// Everything that the loop owns.
struct EventLoop {
    app: App,
    screen: TerminalScreen,
    styles: Styles,
    workers: Workers,
    input: InputThread,
    load: LoadOptions,
    library: LibraryThread,
    marks: MarksThread,
    keywords_file: Option<PathBuf>,
    profiles_file: Option<PathBuf>,
    themes_folder: Option<PathBuf>,
    settings_file: Option<PathBuf>,
    environment: Environment,
    ended_by: Option<i32>,
    /// How many of the signals to continue have been handled.
    continues: u32,
    type_ahead: TypeAheadTimer,
}

/// Whether the loop continues.
#[derive(PartialEq, Eq)]
enum Flow {
    Continue,
    Quit,
}

impl EventLoop {
    /// Takes the terminal and starts the threads.
    fn start(launch: Launch, events: &Sender<LoopEvent>) -> io::Result<Self> {
        let settings = &launch.setup.settings;
        let mut screen = TerminalScreen::take(ScreenOptions {
            mouse: settings.mouse,
            synchronized: settings.synchronized_updates,
            explicit_bidi: settings.reader.bidi == Bidi::Reader,
        })?;
        let (width, height) = screen.size();
        let marks = SharedMarks::new(launch.marks);
        Ok(Self {
            input: InputThread::start(events.clone())?,
            workers: Workers::start(events)?,
            marks: MarksThread::start(marks.clone(), events.clone())?,
            library: LibraryThread::start(launch.library, launch.load.clone(), marks, events.clone())?,
            app: App::new(Setup {
                size: Size { width, height },
                ..launch.setup
            }),
            screen,
            styles: launch.styles,
            load: launch.load,
            keywords_file: launch.keywords_file,
            profiles_file: launch.profiles_file,
            themes_folder: launch.themes_folder,
            settings_file: launch.settings_file,
            environment: launch.environment,
            ended_by: None,
            continues: 0,
            type_ahead: TypeAheadTimer::default(),
        })
    }

    fn run(&mut self, incoming: &Receiver<LoopEvent>, pending: &mut PendingWork) -> io::Result<()> {
        let effects = self.app.start();
        if self.run_effects(effects)? == Flow::Quit {
            return Ok(());
        }
        let mut drawn = Instant::now();
        if !pending.defers_frame(self.app.awaits_frame(), FIRST_FRAME_WAIT) {
            self.draw()?;
        }
        while let Ok(event) = pending.next(incoming, self.type_ahead.until) {
            let (next, urgent) = match event {
                // All events that have arrived are collected before any is handled, so that keys go first.
                Some(LoopEvent::Background(event)) => {
                    pending.background.push_back(event);
                    continue;
                }
                Some(event) => (self.on_loop_event(event)?, true),
                None => match pending.background.pop_front() {
                    Some(event) => (self.update(event)?, false),
                    None => (Flow::Continue, true),
                },
            };
            if next == Flow::Quit || self.replay_type_ahead()? == Flow::Quit {
                return Ok(());
            }
            let is_due = urgent || pending.deferred_until.is_some() || drawn.elapsed() >= FRAME;
            if is_due && pending.defers_frame(self.app.awaits_frame(), FRAME_WAIT) {
                continue;
            }
            if is_due {
                self.draw()?;
                drawn = Instant::now();
                pending.on_drawn();
            } else {
                pending.stale_since = Some(drawn);
            }
        }
        Ok(())
    }

    fn on_loop_event(&mut self, event: LoopEvent) -> io::Result<Flow> {
        match event {
            LoopEvent::Input(events) => {
                self.type_ahead.stops_input = true;
                let mut events = VecDeque::from(merge_resizes(events));
                while let Some(event) = self.app.next_of_burst(&mut events) {
                    if let Event::Resize(size) = event {
                        self.screen.resize(size.width, size.height);
                    }
                    if self.update(event)? == Flow::Quit {
                        return Ok(Flow::Quit);
                    }
                }
                Ok(Flow::Continue)
            }
            LoopEvent::Background(event) => self.update(event),
            LoopEvent::InputEnded(result) => result.map(|()| Flow::Quit),
            LoopEvent::Signal(Signal::End(signal)) => {
                self.ended_by = Some(signal);
                Ok(Flow::Quit)
            }
            LoopEvent::Signal(Signal::Suspend) => self.suspend(),
            LoopEvent::Signal(Signal::Continue(number)) if number <= self.continues => Ok(Flow::Continue),
            LoopEvent::Signal(Signal::Continue(_)) => {
                if let Some(signal) = signals::wait_for_terminal() {
                    self.ended_by = Some(signal);
                    return Ok(Flow::Quit);
                }
                self.screen.reenter()?;
                self.resumed()
            }
            LoopEvent::Signal(Signal::Resize) => {
                let (width, height) = terminal::size()?;
                if self.screen.size() == (width, height) {
                    return Ok(Flow::Continue);
                }
                self.screen.resize(width, height);
                self.update(Event::Resize(Size { width, height }))
            }
        }
    }

    /// Replays keys that wait in the app, if what they wait for has arrived or [`KEY_WAIT`] is over.
    fn replay_type_ahead(&mut self) -> io::Result<Flow> {
        loop {
            while let Some(effects) = self.app.resume() {
                self.type_ahead.until = None;
                if self.run_effects(effects)? == Flow::Quit {
                    return Ok(Flow::Quit);
                }
            }
            if self.app.awaits_text() {
                // A command may get the text and the terminal; what is typed from now on is its input.
                self.type_ahead.until = None;
                return Ok(Flow::Continue);
            }
            if !self.app.has_type_ahead() {
                self.type_ahead.until = None;
                if std::mem::take(&mut self.type_ahead.stops_input) {
                    self.input.resume();
                }
                return Ok(Flow::Continue);
            }
            let now = Instant::now();
            if now < *self.type_ahead.until.get_or_insert(now + KEY_WAIT) {
                return Ok(Flow::Continue);
            }
            if self.update(Event::TypeAheadTimeout)? == Flow::Quit {
                return Ok(Flow::Quit);
            }
        }
    }

    fn update(&mut self, event: Event) -> io::Result<Flow> {
        let effects = self.app.update(event);
        self.run_effects(effects)
    }

    fn run_effects(&mut self, effects: Vec<Effect>) -> io::Result<Flow> {
        for effect in effects {
            if self.run_effect(effect)? == Flow::Quit {
                return Ok(Flow::Quit);
            }
        }
        Ok(Flow::Continue)
    }

    fn run_effect(&mut self, effect: Effect) -> io::Result<Flow> {
        let event = match effect {
            Effect::Redraw => {
                let (width, height) = terminal::size()?;
                self.screen.resize(width, height);
                Event::Resize(Size { width, height })
            }
            Effect::Save { path, text } => Event::Saved(external::save(&self.environment, &path, &text)),
            Effect::WriteKeywords(text) => match &self.keywords_file {
                Some(file) => Event::KeywordsWritten(external::write_whole(file, &text)),
                None => return Ok(Flow::Continue),
            },
            Effect::Correct(change) => Event::Corrected(self.correct(change)),
            Effect::EditText(text) => {
                let editor = self.editor();
                Event::TextEdited(self.suspend_terminal_for(|| external::edit_text(&editor, &text))?)
            }
            Effect::Pipe { command, text, path } => {
                let pipe = || external::pipe(&command, &text, path.as_deref());
                Event::Piped(self.suspend_terminal_for(pipe)?)
            }
            Effect::Edit { path, line } => {
                let editor = self.editor();
                Event::Edited(self.suspend_terminal_for(|| external::edit(&editor, &path, line))?)
            }
            Effect::ChangeSettings(change) => {
                Event::SettingsChanged(configuration::change(self.settings_file.as_deref(), &change))
            }
            Effect::SetTheme(name) => Event::ThemeSet(self.set_theme(name)),
            Effect::Suspend => return self.suspend(),
            Effect::Quit => return Ok(Flow::Quit),
            effect @ (Effect::Work(_)
            | Effect::Copy(_)
            | Effect::SetMouse(_)
            | Effect::OpenLibrary { .. }
            | Effect::Widen(_)
            | Effect::Reclean(_)
            | Effect::CorrectEvents { .. }
            | Effect::Mark { .. }
            | Effect::FindPlaces(_)
            | Effect::SavePlace { .. }
            | Effect::SaveView(_)) => {
                self.forward(effect)?;
                return Ok(Flow::Continue);
            }
        };
        self.update(event)
    }

    /// Forwards an effect to the terminal or to a thread. Its answer, if any, arrives later as an event.
    fn forward(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Work(request) => self.workers.start_job(request),
            Effect::Copy(text) => terminal::send(CopyToClipboard::to_clipboard_from(text))?,
            Effect::SetMouse(on) => self.screen.set_mouse(on)?,
            Effect::OpenLibrary { run } => self.library.open(run),
            Effect::Widen(wide) => self.library.widen(wide),
            Effect::Reclean(pages) => self.library.clean(pages, self.load.knowledge.clone()),
            Effect::CorrectEvents { edit, corpus } => self.library.correct_events(edit, corpus),
            Effect::Mark { changes, corpus } => self.marks.send(MarksCommand::Write { changes, corpus }),
            Effect::FindPlaces(entries) => self.marks.send(MarksCommand::FindPlaces(entries)),
            Effect::SavePlace {
                entry,
                document,
                offset,
            } => self.marks.send(MarksCommand::Place(entry, document, offset)),
            Effect::SaveView(view) => self.marks.send(MarksCommand::View(view)),
            _ => {}
        }
        Ok(())
    }

    fn set_theme(&mut self, name: String) -> Result<String, String> {
        let theme = configuration::theme_named(&name, self.themes_folder.as_deref())?;
        self.styles = theme.resolve(self.styles.depth());
        Ok(name)
    }

    fn editor(&self) -> String {
        let setting = self.app.settings.commands.editor.as_deref();
        self.environment.editor(setting)
    }

    /// Writes a correction to the profile. It applies to all pages that are cleaned from now on.
    fn correct(&mut self, change: RuleChange) -> Result<Corrected, NotCorrected> {
        let Some(file) = &self.profiles_file else {
            let text = "the folder for configuration is unknown; set HOME to save corrections".to_owned();
            return Err(NotCorrected { text, is_gone: false });
        };
        let (change, text) = profiles::change(file, change)?;
        let knowledge = self.load.knowledge.with_own_rules_of(&text);
        // The text was parsed when it was changed, so it contains no errors.
        self.load.knowledge = knowledge.unwrap_or_else(|_| self.load.knowledge.clone());
        Ok(Corrected {
            change,
            rules: Arc::clone(self.load.knowledge.own_rules()),
        })
    }

    /// Waits until marks made just before quitting are stored. Returns a message if they cannot be. `background`
    /// contains the events that were not handled before the end.
    fn drain_pending_marks(
        &mut self,
        mut background: VecDeque<Event>,
        incoming: &Receiver<LoopEvent>,
    ) -> Option<String> {
        self.marks.hurry();
        let mut unsaved = None;
        while self.app.is_marking() {
            let event = match background.pop_front() {
                Some(event) => event,
                None => match incoming.recv() {
                    Ok(LoopEvent::Background(event)) => event,
                    Ok(_) => continue,
                    Err(_) => break,
                },
            };
            let Event::Marked(_) = event else { continue };
            if let Event::Marked(Err(error)) = &event {
                unsaved = Some(format!("not saved: {} ({error})", self.app.unsaved_marks()));
                // The marks that wait would fail for the same reason, each after some time.
                if !matches!(error, LibraryMarksError::Marks(MarksError::NoteChanged)) {
                    return unsaved;
                }
            }
            for effect in self.app.update(event) {
                if let Effect::Mark { changes, corpus } = effect {
                    self.marks.send(MarksCommand::Write { changes, corpus });
                }
            }
        }
        unsaved
    }

    fn suspend_terminal_for<T>(&mut self, program: impl FnOnce() -> T) -> io::Result<T> {
        let result = self.screen.suspend_for(|| signals::while_suspended(program))?;
        let (width, height) = self.screen.size();
        self.update(Event::Resize(Size { width, height }))?;
        Ok(result)
    }

    fn suspend(&mut self) -> io::Result<Flow> {
        restore();
        if let Some(signal) = signals::suspend() {
            self.ended_by = Some(signal);
            return Ok(Flow::Quit);
        }
        self.screen.reenter()?;
        // The signal that continued the program is not handled again.
        self.continues = signals::continues();
        self.resumed()
    }

    fn resumed(&mut self) -> io::Result<Flow> {
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

/// Drops resizes that another resize follows directly.
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
