//! Keys, pastes, the mouse and resizes, read from the terminal on a thread of their own.
//!
//! The thread reads one burst, hands it over and waits until it is told to go on. So nothing is read while another
//! program has the terminal, and nothing wakes up while nothing is typed.

use super::Wake;
use crate::app::{Event, MouseEvent, MouseKind, Size};
use crate::config::{Key, KeyCode};
use crossterm::event::{self as terminal, KeyEventKind, KeyModifiers};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// Tells the reading thread to read the next burst.
pub struct Input {
    go_on: Sender<()>,
}

impl Input {
    /// Starts the thread; bursts arrive as [`Wake::Input`].
    pub fn start(wakes: Sender<Wake>) -> std::io::Result<Self> {
        let (go_on, told) = channel();
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || read(&wakes, &told))?;
        Ok(Self { go_on })
    }

    /// Lets the thread read on.
    pub fn go_on(&self) {
        // The thread has ended when the terminal is gone; the loop hears of that by itself.
        let _ = self.go_on.send(());
    }
}

/// The most events of one burst; a paste into a terminal without bracketed paste comes as many keys.
const MOST_EVENTS: usize = 512;

fn read(wakes: &Sender<Wake>, told: &Receiver<()>) {
    loop {
        let mut burst = Vec::new();
        if let Ok(event) = terminal::read() {
            burst.extend(convert(event));
        } else {
            let _ = wakes.send(Wake::InputEnded);
            return;
        }
        while burst.len() < MOST_EVENTS && terminal::poll(Duration::ZERO).unwrap_or(false) {
            match terminal::read() {
                Ok(event) => burst.extend(convert(event)),
                Err(_) => break,
            }
        }
        if wakes.send(Wake::Input(burst)).is_err() || told.recv().is_err() {
            return;
        }
    }
}

/// A terminal event as the app knows it; `None` for those it has no use for.
fn convert(event: terminal::Event) -> Option<Event> {
    match event {
        terminal::Event::Key(key) if key.kind != KeyEventKind::Release => convert_key(key).map(Event::Key),
        terminal::Event::Paste(text) => Some(Event::Paste(text)),
        terminal::Event::Resize(width, height) => Some(Event::Resize(Size { width, height })),
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
