//! Where results and messages go: data to standard output, messages to standard error. Nothing here decides what is said.

use super::progress::{ProgressLine, Total};
use crate::library::Progress;
use crate::text;
use std::env;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Standard output. On a terminal everything is made harmless; into a pipe it goes as it is.
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
    terminal: bool,
}

impl Output {
    /// Standard output, locked for this program's one writer.
    pub fn new() -> Self {
        let out = io::stdout().lock();
        let terminal = out.is_terminal();
        Self {
            out: BufWriter::with_capacity(1 << 16, out),
            terminal,
        }
    }

    /// Whether a person is looking.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Writes text of one or more lines.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        if self.terminal {
            self.out.write_all(text::harmless(text).as_bytes())
        } else {
            self.out.write_all(text.as_bytes())
        }
    }

    /// Writes text that was made harmless before it was coloured.
    pub fn coloured(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes text as one line.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        if self.terminal {
            self.out.write_all(text::harmless_line(text).as_bytes())?;
        } else {
            self.out.write_all(text.as_bytes())?;
        }
        self.out.write_all(b"\n")
    }

    /// [`line`](Self::line) of text that was put together as bytes.
    pub fn line_of(&mut self, text: &[u8]) -> io::Result<()> {
        if self.terminal {
            return self.line(&String::from_utf8_lossy(text));
        }
        self.out.write_all(text)?;
        self.out.write_all(b"\n")
    }

    /// Hands everything on. A result that was not flushed may be lost without a word.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The messages of a run, whether one of them was about a failure, and how far it is.
#[derive(Debug, Default)]
pub struct Messages {
    failed: bool,
    line: Option<ProgressLine>,
}

impl Messages {
    /// From now on a line of the terminal says how far the run is.
    pub fn show_progress(&mut self, total: Total) {
        self.line = Some(ProgressLine::new(total));
    }

    /// The pages are gone through from the first one on; the text says for which time.
    pub fn begin_pass(&mut self, name: &'static str) {
        if let Some(line) = &mut self.line {
            line.begin_pass(name);
        }
    }

    /// So far the run is.
    pub fn progress(&mut self, progress: Progress) {
        if let Some(line) = &mut self.line {
            line.draw(progress);
        }
    }

    /// The run is over, or its results come to the same terminal now.
    pub fn end_progress(&mut self) {
        self.line = None;
    }

    /// Says what could not be read or done; the run ends with exit code 1.
    pub fn failure(&mut self, message: impl Display) {
        self.failed = true;
        self.note(message);
    }

    /// Says something that is no failure.
    pub fn note(&mut self, message: impl Display) {
        if self.line.is_some() {
            ProgressLine::clear();
        }
        say(message);
    }

    /// Whether anything failed.
    pub fn failed(&self) -> bool {
        self.failed
    }
}

/// Writes one message. A message that nobody can receive is no reason to stop.
pub fn say(message: impl Display) {
    let message = format!("newsprint: {message}");
    let _ = writeln!(io::stderr(), "{}", text::harmless_line(&message));
}

/// The width of the terminal that is written to; 80 where it does not say.
pub fn terminal_width() -> usize {
    let columns = || env::var("COLUMNS").ok()?.parse().ok();
    let told = || {
        crossterm::terminal::size()
            .ok()
            .map(|(width, _)| usize::from(width))
    };
    told().or_else(columns).filter(|width| *width > 0).unwrap_or(80)
}
