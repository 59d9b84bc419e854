//! Takes the terminal and restores it. What is drawn: see `ui`.
//!
//! The terminal is restored in every case: quit, error, panic, signal, suspend. [`restore`] may be called at any time
//! and any number of times.

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

/// Whether this program uses the terminal.
static ACTIVE: AtomicBool = AtomicBool::new(false);

/// Whether the terminal was set not to reorder cells.
static EXPLICIT_BIDI: AtomicBool = AtomicBool::new(false);

/// The modes that are set in the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScreenOptions {
    /// Reports the mouse, which disables the terminal's own selection.
    pub mouse: bool,
    /// Sends each frame as a synchronized update.
    pub synchronized: bool,
    /// Makes the terminal show right-to-left text in the order in which it is sent (ECMA-48 BDSM, explicit mode).
    pub explicit_bidi: bool,
}

/// The terminal while this program uses it. Dropping it restores the terminal.
pub struct TerminalScreen {
    terminal: Terminal<CrosstermBackend<BufferedOutput>>,
    output: BufferedOutput,
    options: ScreenOptions,
    /// The size of the next frame, if it must be drawn completely.
    whole: Option<Rect>,
}

impl TerminalScreen {
    /// Takes the terminal: raw mode, alternate screen, hidden cursor.
    pub fn take(options: ScreenOptions) -> io::Result<Self> {
        let (width, height) = size()?;
        let output = BufferedOutput::default();
        // With a fixed viewport only a resize event changes the size, and no frame queries the system.
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let backend = CrosstermBackend::new(output.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        // From now on an error drops the screen, which restores the terminal.
        let screen = Self {
            terminal,
            output,
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

    /// Draws one frame. The changed cells are sent in one write.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<()> {
        self.output.0.borrow_mut().clear();
        if self.options.synchronized {
            queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        }
        if let Some(area) = self.whole.take() {
            // The screen is cleared inside the update, so that it never appears empty.
            self.terminal.resize(area)?;
        }
        self.terminal.draw(draw)?;
        if self.options.synchronized {
            queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        }
        write_out(&self.output.0.borrow())
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

    /// Restores the terminal while `program` runs, then takes it again and redraws everything.
    pub fn suspend_for<T>(&mut self, program: impl FnOnce() -> T) -> io::Result<T> {
        restore();
        let result = program();
        self.enter_and_redraw()?;
        Ok(result)
    }

    /// Takes the terminal again after the process was stopped, because the shell has set its own modes.
    pub fn reenter(&mut self) -> io::Result<()> {
        // For crossterm raw mode is still on; it must be turned off first.
        disable_raw_mode()?;
        self.enter_and_redraw()
    }

    fn enter_and_redraw(&mut self) -> io::Result<()> {
        enter(self.options)?;
        let (width, height) = size()?;
        self.resize(width, height);
        Ok(())
    }
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        restore();
    }
}

/// Returns the size of the terminal in cells; 80 by 24 if its size is unknown (a serial line).
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
    ACTIVE.store(true, Ordering::SeqCst);
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

/// Restores the terminal; does nothing if this program does not use it.
pub fn restore() {
    if !ACTIVE.swap(false, Ordering::SeqCst) {
        return;
    }
    // The terminal may be gone already (SIGHUP), so errors are ignored. Raw mode ends before the screen is left: keys
    // typed after that are for the shell, which would not receive the end of a line that was typed in raw mode.
    let _ = end_reports().and_then(|bytes| write_out(&bytes));
    end_raw_mode();
    let _ = leave_screen().and_then(|bytes| write_out(&bytes));
}

/// Like [`restore`], but sends nothing to a terminal that accepts no output. For a thread that must end the program
/// while another one is blocked in a write.
pub fn restore_without_blocking() {
    if accepts_output() {
        restore();
    } else if ACTIVE.swap(false, Ordering::SeqCst) {
        end_raw_mode();
    }
}

/// Returns whether this process group may change the terminal. In the background, the system stops a program that tries to.
#[cfg(unix)]
pub fn is_foreground() -> bool {
    let group = rustix::termios::tcgetpgrp(rustix::stdio::stdin());
    // Without job control there is no background.
    group.map_or(true, |group| group == rustix::process::getpgrp())
}

/// Always true: this platform has no job control.
#[cfg(not(unix))]
pub fn is_foreground() -> bool {
    true
}

/// Ends raw mode, unless another program has the terminal and has set its own modes: a shell, after this program was
/// stopped from outside.
fn end_raw_mode() {
    if is_foreground() {
        let _ = disable_raw_mode();
    }
}

/// Returns the commands that end mouse reports and bracketed paste.
fn end_reports() -> io::Result<Vec<u8>> {
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
fn leave_screen() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if EXPLICIT_BIDI.swap(false, Ordering::SeqCst) {
        queue!(bytes, BidiMode { explicit: false })?;
    }
    queue!(bytes, LeaveAlternateScreen, cursor::Show)?;
    Ok(bytes)
}

/// Collects a frame, so that it is sent in one write, and an unfinished frame (after a panic) is not sent.
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
fn accepts_output() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let out = rustix::stdio::stdout();
    let at_once = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    poll(&mut [PollFd::new(&out, PollFlags::OUT)], Some(&at_once)) == Ok(1)
}

#[cfg(not(unix))]
fn accepts_output() -> bool {
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
