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
use crossterm::{Command, cursor, execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::fmt;
use std::io::{self, BufWriter, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// A frame of a large screen in full colour fits, so that it leaves in one write.
const OUTPUT_BUFFER: usize = 256 * 1024;

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
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    options: ScreenOptions,
}

impl Screen {
    /// Takes the terminal: raw mode, alternate screen, hidden cursor.
    pub fn take(options: ScreenOptions) -> io::Result<Self> {
        let (width, height) = crossterm::terminal::size()?;
        enter(options)?;
        let output = BufWriter::with_capacity(OUTPUT_BUFFER, io::stdout());
        // A fixed viewport: the size changes when the event says so, and no frame asks the system for it.
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let terminal = Terminal::with_options(CrosstermBackend::new(output), TerminalOptions { viewport })?;
        Ok(Self { terminal, options })
    }

    /// The size that frames are drawn in.
    pub fn size(&mut self) -> (u16, u16) {
        let area = self.terminal.get_frame().area();
        (area.width, area.height)
    }

    /// Makes the next frame this large and draws it whole.
    pub fn resize(&mut self, width: u16, height: u16) -> io::Result<()> {
        self.terminal.resize(Rect::new(0, 0, width, height))
    }

    /// Draws one frame; only the cells that changed are sent.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<()> {
        if self.options.synchronized {
            queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        }
        self.terminal.draw(draw)?;
        if self.options.synchronized {
            queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        }
        io::Write::flush(self.terminal.backend_mut())
    }

    /// Turns the report of the mouse on or off.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.options.mouse = on;
        if on {
            execute!(io::stdout(), EnableMouseCapture)
        } else {
            execute!(io::stdout(), DisableMouseCapture)
        }
    }

    /// Gives the terminal to `outside` for as long as it runs, then takes it again and draws everything anew.
    pub fn lend<T>(&mut self, outside: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let result = outside();
        enter(self.options)?;
        let (width, height) = crossterm::terminal::size()?;
        self.resize(width, height)?;
        Ok(result)
    }

    /// Sends one terminal command outside of a frame (the clipboard).
    pub fn send(&mut self, command: impl Command) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), command)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter(options: ScreenOptions) -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
    if options.mouse {
        queue!(out, EnableMouseCapture)?;
    }
    if options.explicit_bidi {
        queue!(out, BidiMode { explicit: true })?;
    }
    out.flush()
}

/// Gives the terminal back as it was found; does nothing where it is not ours.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    // The terminal may be gone already (SIGHUP); there is nobody left to tell.
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        BidiMode { explicit: false },
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
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
