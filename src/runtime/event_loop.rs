//! The event loop: waits, lets the app update, does what it asks, draws.
//!
//! Nothing wakes up while nothing happens: the loop blocks on one channel. A key is answered with a frame at once;
//! news of the background is gathered and drawn at most every 16 ms.

use super::environment::Environment;
use super::input::Input;
use super::outside;
use super::signals::{self, Signal};
use super::terminal::{Screen, ScreenOptions, give_back};
use super::workers::Workers;
use super::{Wake, panic_text};
use crate::app::{App, Effect, Event, Setup, Size};
use crate::config::Styles;
use crate::library::{LoadOptions, Loading, Source};
use crate::ui;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// What the reader is started with.
pub struct Launch {
    /// The app's part; its size is filled in here.
    pub setup: Setup,
    /// How everything is drawn.
    pub styles: Styles,
    /// What is read.
    pub sources: Vec<Source>,
    /// How it is read.
    pub load: LoadOptions,
    /// Where keyword sets are written; `None` where they are kept for this run only.
    pub keywords_file: Option<PathBuf>,
    /// Variables and folders.
    pub environment: Environment,
}

/// Background news is drawn no more often than this.
const FRAME: Duration = Duration::from_millis(16);

/// Opens the reader and returns when the person has left it.
pub fn run(launch: Launch) -> io::Result<()> {
    let main_thread = std::thread::current().id();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        // A panic on a worker becomes an event; only one on this thread ends the program.
        if std::thread::current().id() == main_thread {
            give_back();
            hook(panic);
        }
    }));
    let (wakes, incoming) = channel();
    signals::listen(wakes.clone())?;
    let settings = &launch.setup.settings;
    let mut screen = Screen::take(ScreenOptions {
        mouse: settings.mouse,
        synchronized: settings.synchronized_updates,
        explicit_bidi: settings.reader.bidi == crate::config::Bidi::Reader,
    })?;
    let input = Input::start(wakes.clone())?;
    let workers = Workers::start(&wakes)?;
    let (width, height) = screen.size();
    let app = App::new(Setup {
        size: Size { width, height },
        ..launch.setup
    });
    let mut reader = Running {
        app,
        screen,
        styles: launch.styles,
        workers,
        input,
        wakes,
        sources: launch.sources,
        load: launch.load,
        loading: None,
        keywords_file: launch.keywords_file,
        environment: launch.environment,
        ended_by: None,
    };
    let result = reader.run(&incoming);
    let ended_by = reader.ended_by;
    drop(reader);
    if let Some(signal) = ended_by {
        signals::end_by(signal);
    }
    result
}

/// Everything that runs.
struct Running {
    app: App,
    screen: Screen,
    styles: Styles,
    workers: Workers,
    input: Input,
    wakes: Sender<Wake>,
    sources: Vec<Source>,
    load: LoadOptions,
    loading: Option<Loading>,
    keywords_file: Option<PathBuf>,
    environment: Environment,
    ended_by: Option<i32>,
}

/// Whether the loop goes on.
#[derive(PartialEq, Eq)]
enum Next {
    GoOn,
    Quit,
}

impl Running {
    fn run(&mut self, incoming: &Receiver<Wake>) -> io::Result<()> {
        let effects = self.app.start();
        if self.carry_out(effects)? == Next::Quit {
            return Ok(());
        }
        self.draw()?;
        let mut drawn = Instant::now();
        let mut stale = false;
        loop {
            let wake = if stale {
                match incoming.recv_timeout(FRAME.saturating_sub(drawn.elapsed())) {
                    Ok(wake) => Some(wake),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                }
            } else {
                match incoming.recv() {
                    Ok(wake) => Some(wake),
                    Err(_) => return Ok(()),
                }
            };
            let urgent = match wake {
                None => true,
                Some(wake) => {
                    let urgent = matches!(wake, Wake::Input(_) | Wake::Signal(_));
                    if self.hear(wake)? == Next::Quit {
                        return Ok(());
                    }
                    urgent
                }
            };
            stale = !urgent && drawn.elapsed() < FRAME;
            if !stale {
                self.draw()?;
                drawn = Instant::now();
            }
        }
    }

    fn hear(&mut self, wake: Wake) -> io::Result<Next> {
        match wake {
            Wake::Input(events) => {
                for event in merge_resizes(events) {
                    if let Event::Resize(size) = event {
                        self.screen.resize(size.width, size.height)?;
                    }
                    if self.update(event)? == Next::Quit {
                        return Ok(Next::Quit);
                    }
                }
                self.input.go_on();
                Ok(Next::GoOn)
            }
            Wake::Background(event) => self.update(event),
            Wake::InputEnded => Ok(Next::Quit),
            Wake::Signal(Signal::End(signal)) => {
                self.ended_by = Some(signal);
                Ok(Next::Quit)
            }
            Wake::Signal(Signal::Suspend) => self.suspend(),
            Wake::Signal(Signal::Continue) => {
                self.screen.lend(|| ())?;
                self.resumed()
            }
        }
    }

    fn update(&mut self, event: Event) -> io::Result<Next> {
        let effects = self.app.update(event);
        self.carry_out(effects)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> io::Result<Next> {
        for effect in effects {
            if self.do_one(effect)? == Next::Quit {
                return Ok(Next::Quit);
            }
        }
        Ok(Next::GoOn)
    }

    fn do_one(&mut self, effect: Effect) -> io::Result<Next> {
        let event = match effect {
            Effect::Load { run } => {
                self.start_load(run);
                return Ok(Next::GoOn);
            }
            Effect::Work(request) => {
                self.workers.ask(request);
                return Ok(Next::GoOn);
            }
            Effect::Copy(text) => {
                self.screen
                    .send(crossterm::clipboard::CopyToClipboard::to_clipboard_from(text))?;
                return Ok(Next::GoOn);
            }
            Effect::SetMouse(on) => {
                self.screen.set_mouse(on)?;
                return Ok(Next::GoOn);
            }
            Effect::Redraw => {
                let (width, height) = self.screen.size();
                self.screen.resize(width, height)?;
                return Ok(Next::GoOn);
            }
            Effect::Save { path, text } => Event::Saved(outside::save(&self.environment, &path, &text)),
            Effect::WriteKeywords(text) => match &self.keywords_file {
                Some(file) => Event::KeywordsWritten(outside::write_whole(file, &text)),
                None => return Ok(Next::GoOn),
            },
            Effect::Pipe { command, text } => {
                Event::Piped(self.screen.lend(|| outside::pipe(&command, &text))?)
            }
            Effect::Edit { path, line } => {
                let editor = self
                    .environment
                    .editor(self.app.settings.commands.editor.as_deref());
                Event::Edited(self.screen.lend(|| outside::edit(&editor, &path, line))?)
            }
            Effect::Suspend => return self.suspend(),
            Effect::Quit => return Ok(Next::Quit),
        };
        self.update(event)
    }

    fn start_load(&mut self, run: u64) {
        let wakes = self.wakes.clone();
        // The load before, if one runs, ends when it is dropped; what it still says carries its own number.
        self.loading = Some(Loading::start(
            self.sources.clone(),
            self.load.clone(),
            move |event| {
                // The loop has ended when this fails; the load is cancelled then.
                let _ = wakes.send(Wake::Background(Event::Load { run, event }));
            },
        ));
    }

    fn suspend(&mut self) -> io::Result<Next> {
        self.screen.lend(signals::stop_self)??;
        self.resumed()
    }

    fn resumed(&mut self) -> io::Result<Next> {
        let (width, height) = self.screen.size();
        self.update(Event::Resize(Size { width, height }))?;
        self.update(Event::Resumed)
    }

    fn draw(&mut self) -> io::Result<()> {
        let (app, styles) = (&self.app, &self.styles);
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            self.screen.draw(|frame| ui::draw(app, styles, frame))
        }));
        drawn.unwrap_or_else(|panic| Err(io::Error::other(panic_text(panic.as_ref()))))
    }
}

/// Leaves of resizes that follow one another only the last.
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
