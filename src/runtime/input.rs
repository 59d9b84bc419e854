//! Reads keys, pastes and the mouse from the terminal on a thread of its own; also resizes on platforms without a
//! signal for them.
//!
//! The thread reads one burst, sends it and waits until the loop resumes it. So it reads nothing while another program
//! uses the terminal, and uses no processor time while nothing is typed.

use crate::app::event::{Event, MouseEvent, MouseKind};
use crate::app::panes::geometry::Size;
use crate::config::key::{Key, KeyCode};
use crate::runtime::failpoint;
use crate::runtime::loop_event::LoopEvent;
use crate::runtime::panic_message::panic_message;
use crossterm::event::{self as terminal, KeyEventKind, KeyModifiers};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// The thread that reads from the terminal.
pub struct InputThread {
    resume: Sender<()>,
}

impl InputThread {
    /// Starts the thread; bursts arrive as [`LoopEvent::Input`].
    pub fn start(events: Sender<LoopEvent>) -> io::Result<Self> {
        let (resume, resumed) = channel();
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            // If this thread ended without an event, the user could not even quit.
            let result = catch_unwind(AssertUnwindSafe(|| read(&events, &resumed)))
                .unwrap_or_else(|panic| Err(io::Error::other(panic_message(panic.as_ref()))));
            let _ = events.send(LoopEvent::InputEnded(result));
        })?;
        Ok(Self { resume })
    }

    /// Lets the thread read the next burst.
    pub fn resume(&self) {
        // This fails only if the terminal is gone, which is a separate event.
        let _ = self.resume.send(());
    }
}

/// The greatest number of events in a burst. A paste into a terminal without bracketed paste arrives as many keys.
const MAX_BURST: usize = 512;

/// How long a key waits for others to join its burst: less than a system call, but not zero, because then crossterm
/// would not poll at all.
const POLL_TIME: Duration = Duration::from_micros(20);

fn read(events: &Sender<LoopEvent>, resumed: &Receiver<()>) -> io::Result<()> {
    // After a burst that was cut, crossterm has more events in its buffer.
    let mut cut = false;
    while cut || wait()? {
        let mut burst = Vec::from_iter(convert(terminal::read()?));
        while burst.len() < MAX_BURST && has_more()? {
            burst.extend(convert(terminal::read()?));
        }
        cut = burst.len() >= MAX_BURST;
        if burst.is_empty() {
            continue;
        }
        failpoint::hit("input");
        if events.send(LoopEvent::Input(burst)).is_err() || resumed.recv().is_err() {
            break;
        }
    }
    Ok(())
}

/// Returns whether another event has arrived. It polls twice, because on a busy machine the first time limit may be
/// over before the poll begins.
fn has_more() -> io::Result<bool> {
    Ok(terminal::poll(POLL_TIME)? || terminal::poll(POLL_TIME)?)
}

/// Waits until there is something to read; returns `false` if the terminal is gone.
///
/// This does not use crossterm, which loops forever if the terminal is gone.
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
    // With this limit it returns only when there is something to read.
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
