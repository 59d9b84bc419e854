//! The terminal, taken and given back. What is drawn on it is `ui`'s affair.
//!
//! Whatever happens — quit, error, panic, signal, suspend — the terminal goes back as it was found: [`give_back`] may be
//! called at any time and any number of times.

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{Command, cursor, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::cell::RefCell;
use std::fmt;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the terminal was told to leave the order of cells alone.
static EXPLICIT_BIDI: AtomicBool = AtomicBool::new(false);

/// What the terminal is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenOptions {
    /// Report the mouse instead of leaving it to the terminal's own selection.
    pub mouse: bool,
    /// Put each frame between the marks of a synchronized update.
    pub synchronized: bool,
    /// Tell the terminal that right-to-left text arrives in visual order already (ECMA-48 BDSM, explicit mode).
    pub explicit_bidi: bool,
}

/// The terminal while it is ours.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Gathered>>,
    gathered: Gathered,
    options: ScreenOptions,
    /// The size that the next frame is drawn in, when it is to be drawn whole.
    whole: Option<Rect>,
}

impl Screen {
    /// Takes the terminal: raw mode, alternate screen, hidden cursor.
    pub fn take(options: ScreenOptions) -> io::Result<Self> {
        let (width, height) = size()?;
        let gathered = Gathered::default();
        // A fixed viewport: the size changes when the event says so, and no frame asks the system for it.
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let backend = CrosstermBackend::new(gathered.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        // From here on whatever fails gives the terminal back, since the screen is dropped.
        let screen = Self {
            terminal,
            gathered,
            options,
            whole: None,
        };
        enter(options)?;
        Ok(screen)
    }

    /// The size that frames are drawn in.
    pub fn size(&mut self) -> (u16, u16) {
        let area = self.whole.unwrap_or_else(|| self.terminal.get_frame().area());
        (area.width, area.height)
    }

    /// Makes the next frame this large and draws it whole.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.whole = Some(Rect::new(0, 0, width, height));
    }

    /// Draws one frame, which leaves in one write; only the cells that changed are sent.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<()> {
        self.gathered.0.borrow_mut().clear();
        if self.options.synchronized {
            queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        }
        if let Some(area) = self.whole.take() {
            // The screen is cleared inside of the update, so that nobody sees it empty.
            self.terminal.resize(area)?;
        }
        self.terminal.draw(draw)?;
        if self.options.synchronized {
            queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        }
        write_out(&self.gathered.0.borrow())
    }

    /// Turns the report of the mouse on or off.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.options.mouse = on;
        if on {
            send(EnableMouseCapture)
        } else {
            send(DisableMouseCapture)
        }
    }

    /// Gives the terminal to `outside` for as long as it runs, then takes it again and draws everything anew.
    pub fn lend<T>(&mut self, outside: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let result = outside();
        self.enter_anew()?;
        Ok(result)
    }

    /// Takes the terminal again after a stop that was not asked for: the shell has set modes of its own meanwhile.
    pub fn retake(&mut self) -> io::Result<()> {
        // Raw mode is on as far as crossterm remembers; only turned off first is it really set again.
        disable_raw_mode()?;
        self.enter_anew()
    }

    fn enter_anew(&mut self) -> io::Result<()> {
        enter(self.options)?;
        let (width, height) = size()?;
        self.resize(width, height);
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// The size of the terminal in cells. One that does not know its size (a serial line) is taken for 80 by 24.
pub fn size() -> io::Result<(u16, u16)> {
    let (width, height) = crossterm::terminal::size()?;
    Ok((
        if width == 0 { 80 } else { width },
        if height == 0 { 24 } else { height },
    ))
}

/// Sends one terminal command outside of a frame (the clipboard).
pub fn send(command: impl Command) -> io::Result<()> {
    let mut bytes = Vec::new();
    queue!(bytes, command)?;
    write_out(&bytes)
}

fn enter(options: ScreenOptions) -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut bytes = Vec::new();
    queue!(bytes, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
    if options.mouse {
        queue!(bytes, EnableMouseCapture)?;
    }
    if options.explicit_bidi {
        EXPLICIT_BIDI.store(true, Ordering::SeqCst);
        queue!(bytes, BidiMode { explicit: true })?;
    }
    write_out(&bytes)
}

/// Gives the terminal back as it was found; does nothing where it is not ours.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // The terminal may be gone already (SIGHUP); there is nobody left to tell. What is typed as soon as the reader has left
    // the screen is for the shell, which would not see the end of a line that was typed in raw mode.
    let _ = asking_nothing().and_then(|bytes| write_out(&bytes));
    let _ = disable_raw_mode();
    let _ = leaving().and_then(|bytes| write_out(&bytes));
}

/// As [`give_back`], but what a terminal that takes no output would have to be told is left out. For a thread that
/// must end the program while another one waits in a write.
pub fn give_back_without_waiting() {
    if takes_output() {
        give_back();
    } else if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
    }
}

/// The terminal reports no mouse and marks no paste any more.
fn asking_nothing() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    queue!(
        bytes,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste
    )?;
    Ok(bytes)
}

fn leaving() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if EXPLICIT_BIDI.swap(false, Ordering::SeqCst) {
        queue!(bytes, BidiMode { explicit: false })?;
    }
    queue!(bytes, LeaveAlternateScreen, cursor::Show)?;
    Ok(bytes)
}

/// Gathers a frame, so that it leaves in one write, and so that one that is not finished (a panic) never leaves.
#[derive(Clone, Default)]
struct Gathered(Rc<RefCell<Vec<u8>>>);

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes everything to the terminal, past the line buffer of the standard output.
#[cfg(unix)]
fn write_out(mut bytes: &[u8]) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let out = rustix::stdio::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(out, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            // Another program that shares the terminal has left it in non-blocking mode.
            Err(Errno::AGAIN) => match poll(&mut [PollFd::new(&out, PollFlags::OUT)], None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            },
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn write_out(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Whether the terminal takes output at the moment.
#[cfg(unix)]
fn takes_output() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let out = rustix::stdio::stdout();
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    poll(&mut [PollFd::new(&out, PollFlags::OUT)], Some(&at_once)) == Ok(1)
}

#[cfg(not(unix))]
fn takes_output() -> bool {
    true
}

/// ECMA-48 bi-directional support mode: in explicit mode the terminal leaves the order of cells alone.
struct BidiMode {
    explicit: bool,
}

impl Command for BidiMode {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str(if self.explicit { "\x1b[8l" } else { "\x1b[8h" })
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        Ok(())
    }
}
