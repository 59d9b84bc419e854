//! Where results and messages go: data to standard output, messages to standard error. Nothing here decides what is said.

use crate::text;
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

    /// Writes text as one line.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        if self.terminal {
            self.out.write_all(text::harmless_line(text).as_bytes())?;
        } else {
            self.out.write_all(text.as_bytes())?;
        }
        self.out.write_all(b"\n")
    }

    /// Hands everything on. A result that was not flushed may be lost without a word.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The messages of a run, and whether one of them was about a failure.
#[derive(Debug, Default)]
pub struct Messages {
    failed: bool,
}

impl Messages {
    /// Says what could not be read or done; the run ends with exit code 1.
    pub fn failure(&mut self, message: impl Display) {
        self.failed = true;
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
