//! Reads keys, pastes and the mouse from the terminal on its own thread; also resizes on platforms without a signal for
//! them.
//!
//! The thread reads one burst, passes it on and waits for permission to read the next. So nothing is read while another
//! program has the terminal, and nothing wakes up while nothing is typed.

use crate::app::event::{Event, MouseEvent, MouseKind};
use crate::app::panes::geometry::Size;
use crate::config::key::{Key, KeyCode};
use crate::runtime::{LoopEvent, failpoint, panic_text};
use crossterm::event::{self as terminal, KeyEventKind, KeyModifiers};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// The thread that reads from the terminal.
pub struct Input {
    go_on: Sender<()>,
}

impl Input {
    /// Starts the thread; bursts arrive as [`LoopEvent::Input`].
    pub fn start(wakes: Sender<LoopEvent>) -> io::Result<Self> {
        let (go_on, told) = channel();
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            // If this thread ended without a message, the user could not even quit.
            let result = catch_unwind(AssertUnwindSafe(|| read(&wakes, &told)))
                .unwrap_or_else(|panic| Err(io::Error::other(panic_text(panic.as_ref()))));
            let _ = wakes.send(LoopEvent::InputEnded(result));
        })?;
        Ok(Self { go_on })
    }

    /// Lets the thread read the next burst.
    pub fn go_on(&self) {
        // This fails only if the terminal is gone, which the loop is told separately.
        let _ = self.go_on.send(());
    }
}

/// The most events in one burst. A paste into a terminal without bracketed paste arrives as many keys.
const MOST_EVENTS: usize = 512;

/// A time shorter than a system call, but not zero: then crossterm would not look at all. It looks until the time is over,
/// so a key also waits this long for others to join its burst.
const GLANCE: Duration = Duration::from_micros(20);

fn read(wakes: &Sender<LoopEvent>, told: &Receiver<()>) -> io::Result<()> {
    // After a burst that was cut there are more events, which only crossterm knows of.
    let mut cut = false;
    while cut || wait()? {
        let mut burst = Vec::from_iter(convert(terminal::read()?));
        while burst.len() < MOST_EVENTS && has_more()? {
            burst.extend(convert(terminal::read()?));
        }
        cut = burst.len() >= MOST_EVENTS;
        if burst.is_empty() {
            continue;
        }
        failpoint::hit("input");
        if wakes.send(LoopEvent::Input(burst)).is_err() || told.recv().is_err() {
            break;
        }
    }
    Ok(())
}

/// Returns whether there is another event already. It asks twice: on a busy machine the first glance may be over before it
/// began.
fn has_more() -> io::Result<bool> {
    Ok(terminal::poll(GLANCE)? || terminal::poll(GLANCE)?)
}

/// Waits until there is something to read; returns `false` if the terminal is gone.
///
/// It does not leave this to crossterm, which loops forever once the terminal is gone.
#[cfg(unix)]
fn wait() -> io::Result<bool> {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let stdin = rustix::stdio::stdin();
    let mut descriptors = [PollFd::new(&stdin, PollFlags::IN)];
    while let Err(error) = poll(&mut descriptors, None) {
        if error != Errno::INTR {
            return Err(error.into());
        }
    }
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    Ok(!descriptors.iter().any(|one| one.revents().intersects(gone)))
}

/// Waits until there is something to read.
#[cfg(not(unix))]
fn wait() -> io::Result<bool> {
    // Without a time limit this returns only when there is something to read.
    while !terminal::poll(Duration::MAX)? {}
    Ok(true)
}

/// Converts a terminal event to one of the app; `None` for events that it does not use.
fn convert(event: terminal::Event) -> Option<Event> {
    match event {
        terminal::Event::Key(key) if key.kind != KeyEventKind::Release => convert_key(key).map(Event::Key),
        terminal::Event::Paste(text) => Some(Event::Paste(text)),
        // On Unix a signal reports it, and this thread waits for keys only.
        terminal::Event::Resize(width, height) if cfg!(not(unix)) => {
            Some(Event::Resize(Size { width, height }))
        }
        terminal::Event::Mouse(mouse) => convert_mouse(mouse).map(Event::Mouse),
        _ => None,
    }
}

fn convert_key(key: terminal::KeyEvent) -> Option<Key> {
    use terminal::KeyCode as Code;
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let (code, shift) = match key.code {
        Code::Char(c) => (KeyCode::Char(c), false),
        Code::BackTab => (KeyCode::Tab, true),
        Code::Enter => (KeyCode::Enter, shift),
        Code::Tab => (KeyCode::Tab, shift),
        Code::Esc => (KeyCode::Esc, shift),
        Code::Backspace => (KeyCode::Backspace, shift),
        Code::Delete => (KeyCode::Delete, shift),
        Code::Insert => (KeyCode::Insert, shift),
        Code::Left => (KeyCode::Left, shift),
        Code::Right => (KeyCode::Right, shift),
        Code::Up => (KeyCode::Up, shift),
        Code::Down => (KeyCode::Down, shift),
        Code::Home => (KeyCode::Home, shift),
        Code::End => (KeyCode::End, shift),
        Code::PageUp => (KeyCode::PageUp, shift),
        Code::PageDown => (KeyCode::PageDown, shift),
        Code::F(number) => (KeyCode::F(number), shift),
        _ => return None,
    };
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(Key::new(code, ctrl, alt, shift))
}

fn convert_mouse(mouse: terminal::MouseEvent) -> Option<MouseEvent> {
    let kind = match mouse.kind {
        terminal::MouseEventKind::Down(terminal::MouseButton::Left) => MouseKind::Click,
        terminal::MouseEventKind::ScrollDown => MouseKind::WheelDown,
        terminal::MouseEventKind::ScrollUp => MouseKind::WheelUp,
        _ => return None,
    };
    Some(MouseEvent {
        kind,
        x: mouse.column,
        y: mouse.row,
    })
}
