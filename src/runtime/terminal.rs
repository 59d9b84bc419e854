//! Takes the terminal and restores it. Not what is drawn on it: see `ui`.
//!
//! Whatever happens (quit, error, panic, signal, suspend), the terminal is left as it was found: [`restore`] may be
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

/// Whether this program has the terminal.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the terminal was told not to reorder cells.
static EXPLICIT_BIDI: AtomicBool = AtomicBool::new(false);

/// The modes that the terminal is put into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenOptions {
    /// Report the mouse instead of leaving it to the terminal's own selection.
    pub mouse: bool,
    /// Send each frame as a synchronized update.
    pub synchronized: bool,
    /// Tell the terminal that right-to-left text is in visual order already (ECMA-48 BDSM, explicit mode).
    pub explicit_bidi: bool,
}

/// The terminal while this program has it.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufferedOutput>>,
    gathered: BufferedOutput,
    options: ScreenOptions,
    /// The size of the next frame, if all of it must be drawn.
    whole: Option<Rect>,
}

impl Screen {
    /// Takes the terminal: raw mode, alternate screen, hidden cursor.
    pub fn take(options: ScreenOptions) -> io::Result<Self> {
        let (width, height) = size()?;
        let gathered = BufferedOutput::default();
        // With a fixed viewport the size changes only with the event, and no frame asks the system for it.
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let backend = CrosstermBackend::new(gathered.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        // From here on an error restores the terminal, because the screen is dropped.
        let screen = Self {
            terminal,
            gathered,
            options,
            whole: None,
        };
        enter(options)?;
        Ok(screen)
    }

    /// Returns the size that frames are drawn in.
    pub fn size(&mut self) -> (u16, u16) {
        let area = self.whole.unwrap_or_else(|| self.terminal.get_frame().area());
        (area.width, area.height)
    }

    /// Sets the size of the next frame, which is then drawn completely.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.whole = Some(Rect::new(0, 0, width, height));
    }

    /// Draws one frame, which is sent in one write; only the cells that changed are sent.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<()> {
        self.gathered.0.borrow_mut().clear();
        if self.options.synchronized {
            queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        }
        if let Some(area) = self.whole.take() {
            // The screen is cleared inside the update, so that it is never seen empty.
            self.terminal.resize(area)?;
        }
        self.terminal.draw(draw)?;
        if self.options.synchronized {
            queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        }
        write_out(&self.gathered.0.borrow())
    }

    /// Turns mouse reports on or off.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.options.mouse = on;
        if on {
            send(EnableMouseCapture)
        } else {
            send(DisableMouseCapture)
        }
    }

    /// Restores the terminal while `outside` runs, then takes it again and redraws everything.
    pub fn lend<T>(&mut self, outside: impl FnOnce() -> T) -> io::Result<T> {
        restore();
        let result = outside();
        self.enter_anew()?;
        Ok(result)
    }

    /// Takes the terminal again after a stop from outside: the shell has set its own modes meanwhile.
    pub fn retake(&mut self) -> io::Result<()> {
        // Crossterm believes that raw mode is on; it sets it again only after turning it off.
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
        restore();
    }
}

/// Returns the size of the terminal in cells; 80 by 24 if it does not know its size (a serial line).
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

/// Restores the terminal as it was found; does nothing if this program does not have it.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // The terminal may be gone already (SIGHUP), so errors are ignored. Raw mode ends before the screen is left: what is
    // typed after that is for the shell, which would not see the end of a line that was typed in raw mode.
    let _ = asking_nothing().and_then(|bytes| write_out(&bytes));
    let _ = disable_raw_mode();
    let _ = leaving().and_then(|bytes| write_out(&bytes));
}

/// [`restore`] that sends nothing to a terminal that accepts no output. For a thread that must end the program while
/// another thread is blocked in a write.
pub fn give_back_without_waiting() {
    if takes_output() {
        restore();
    } else if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
    }
}

/// Returns the commands that end mouse reports and bracketed paste.
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

/// Returns the commands that leave the screen.
fn leaving() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if EXPLICIT_BIDI.swap(false, Ordering::SeqCst) {
        queue!(bytes, BidiMode { explicit: false })?;
    }
    queue!(bytes, LeaveAlternateScreen, cursor::Show)?;
    Ok(bytes)
}

/// Collects a frame, so that it is sent in one write, and an unfinished frame (a panic) never is.
#[derive(Clone, Default)]
struct BufferedOutput(Rc<RefCell<Vec<u8>>>);

impl Write for BufferedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes everything to the terminal, bypassing the line buffer of the standard output.
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
            // Another program has left the terminal in non-blocking mode.
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

/// Returns whether the terminal accepts output now.
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

/// The bidirectional support mode of ECMA-48: in explicit mode the terminal does not reorder cells.
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
