//! Writes results to standard output and messages to standard error.

use crate::cli::progress::{ProgressLine, ProgressTotal};
use crate::export::escaped::write_json;
use crate::library::load::event::Progress;
use crate::text::safe;
use serde::Serialize;
use std::env;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::Path;

/// Standard output, with one rule for all commands, in a pipe as on a terminal: texts and tables are harmless, and JSON is
/// exact and harmless because everything that could act on a terminal is escaped. Only the path that a command prints alone
/// is exact in a pipe, so that another program can use it.
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
    terminal: bool,
}

impl Output {
    /// Locks standard output.
    pub fn new() -> Self {
        let out = io::stdout().lock();
        let terminal = out.is_terminal();
        Self {
            out: BufWriter::with_capacity(1 << 16, out),
            terminal,
        }
    }

    /// Returns whether standard output is a terminal.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Writes text of one or more lines.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(safe::harmless(text).as_bytes())
    }

    /// Writes text that is harmless already: coloured text, or JSON.
    pub fn ready(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes text as one line.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.row(&[text])
    }

    /// Writes the cells of a table as one line, with a tab between them.
    pub fn row(&mut self, cells: &[impl AsRef<str>]) -> io::Result<()> {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.out.write_all(b"\t")?;
            }
            self.out
                .write_all(safe::harmless_line(cell.as_ref()).as_bytes())?;
        }
        self.out.write_all(b"\n")
    }

    /// Writes a value as one line of JSON.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        write_json(&mut self.out, value)?;
        self.out.write_all(b"\n")
    }

    /// Writes a path as one line, exactly if it goes to a pipe or a file.
    pub fn path(&mut self, path: &Path) -> io::Result<()> {
        if self.terminal {
            return self.line(&path.to_string_lossy());
        }
        self.out.write_all(path.as_os_str().as_encoded_bytes())?;
        self.out.write_all(b"\n")
    }

    /// Flushes the output. Without this call, an error while writing is lost.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The messages and the progress of a run.
#[derive(Debug, Default)]
pub struct Messages {
    failed: bool,
    line: Option<ProgressLine>,
}

impl Messages {
    /// Shows a progress line from now on.
    pub fn show_progress(&mut self, total: ProgressTotal) {
        self.line = Some(ProgressLine::new(total));
    }

    /// Starts the progress again from the first page, for a pass with this name.
    pub fn begin_pass(&mut self, name: &'static str) {
        if let Some(line) = &mut self.line {
            line.begin_pass(name);
        }
    }

    /// Updates the progress line.
    pub fn progress(&mut self, progress: Progress) {
        if let Some(line) = &mut self.line {
            line.draw(progress);
        }
    }

    /// Removes the progress line: the run is over, or its results follow.
    pub fn end_progress(&mut self) {
        self.line = None;
    }

    /// Reports what could not be read or done. The exit code becomes 1.
    pub fn failure(&mut self, message: impl Display) {
        self.failed = true;
        self.note(message);
    }

    /// Reports something that is not a failure.
    pub fn note(&mut self, message: impl Display) {
        if self.line.is_some() {
            ProgressLine::clear();
        }
        eprint_line(message);
    }

    /// Returns whether any failure was reported.
    pub fn failed(&self) -> bool {
        self.failed
    }
}

/// Writes a message to standard error. The run continues even if that fails.
pub fn eprint_line(message: impl Display) {
    let message = format!("newsprint: {message}");
    let _ = writeln!(io::stderr(), "{}", safe::harmless_line(&message));
}

/// Returns the number with its noun: `1 article`, `2 articles`.
pub fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Returns the width of the terminal, or 80 if it is unknown.
pub fn terminal_width() -> usize {
    let columns = || env::var("COLUMNS").ok()?.parse().ok();
    let reported = || {
        crossterm::terminal::size()
            .ok()
            .map(|(width, _)| usize::from(width))
    };
    reported()
        .or_else(columns)
        .filter(|width| *width > 0)
        .unwrap_or(80)
}
