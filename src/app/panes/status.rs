//! Messages to the user: the newest is in the hint row until the next key; warnings and errors are on the problems
//! page.

use crate::layout::wrap;
use crate::library::load::event::Progress;
use crate::library::problem::Problem;
use crate::text::safe;

/// The severity of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something was done.
    Info,
    /// Something is not as expected.
    Warning,
    /// Something could not be done.
    Error,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The severity.
    pub level: Level,
    /// The text.
    pub text: String,
}

/// The messages, and the files that could not be read.
#[derive(Debug, Default)]
pub struct Status {
    /// The message in the hint row. It holds the row until the next key, an error until `Esc`.
    pub current: Option<Message>,
    /// The message before the last key, which stays at the right end of the row until the next one.
    pub earlier: Option<Message>,
    /// Warnings and errors of this session, oldest first.
    pub log: Vec<Message>,
    /// The files that could not be read, in the order in which they were found.
    pub problems: Vec<Problem>,
    /// The progress of the import.
    pub loading: LoadProgress,
}

/// The progress of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadProgress {
    /// Whether an import is running.
    pub running: bool,
    /// Files read so far.
    pub done: usize,
    /// Files found so far.
    pub found: usize,
    /// Whether all files have been found.
    pub all_found: bool,
    /// The files that were skipped, in one line; empty if there are none.
    pub left_out: String,
}

impl LoadProgress {
    /// Updates the counts.
    pub(crate) fn update(&mut self, progress: Progress) {
        self.done = progress.done;
        self.found = progress.found;
        self.all_found = progress.all_found;
    }
}

/// The number of messages that are kept.
const LOG: usize = 1000;

impl Status {
    /// Shows a message.
    pub fn report(&mut self, level: Level, text: impl Into<String>) {
        let message = Message {
            level,
            text: text.into(),
        };
        if level > Level::Info {
            self.log_message(message.clone());
        }
        self.earlier = None;
        self.current = Some(message);
    }

    /// Shows a message about something that was done.
    pub fn inform(&mut self, text: impl Into<String>) {
        self.report(Level::Info, text);
    }

    /// Adds a message to the problems page without showing it in the status line.
    pub fn log_message(&mut self, message: Message) {
        if self.log.len() == LOG {
            self.log.remove(0);
        }
        self.log.push(message);
    }

    /// Makes room in the hint row at a key: the message moves to the right. An error stays until `is_escape`.
    pub fn age_message(&mut self, is_escape: bool) {
        let error = self
            .current
            .as_ref()
            .is_some_and(|message| message.level == Level::Error);
        if !error || is_escape {
            self.earlier = self.current.take().filter(|_| !error);
        }
    }

    /// Returns whether a message is in the hint row.
    pub fn has_message(&self) -> bool {
        self.current.is_some() || self.earlier.is_some()
    }

    /// Returns the lines of the problems page: level and text.
    pub fn lines(&self) -> Vec<(Level, String)> {
        let problem = |problem: &Problem| {
            let text = format!(
                "{}: {}; {}",
                problem.shown_path(),
                problem.message,
                problem.advice
            );
            (Level::Error, text)
        };
        let mut lines: Vec<_> = self.problems.iter().map(problem).collect();
        if !self.loading.left_out.is_empty() {
            lines.push((Level::Info, self.loading.left_out.clone()));
        }
        lines.extend(
            self.log
                .iter()
                .map(|message| (message.level, message.text.clone())),
        );
        lines
    }

    /// Returns the rows of the problems page at this width: level, text, and whether the row begins a line.
    pub fn rows(&self, width: u16) -> Vec<(Level, String, bool)> {
        let wrapped = |(level, text): (Level, String)| {
            let text = safe::harmless_line(&text).into_owned();
            let rows = wrap(&text, width).into_iter().enumerate();
            let rows = rows.map(|(number, range)| (level, text[range].trim_end().to_owned(), number == 0));
            rows.collect::<Vec<_>>()
        };
        self.lines().into_iter().flat_map(wrapped).collect()
    }

    /// Returns the number of files that could not be read and of warnings and errors.
    pub fn problem_count(&self) -> usize {
        self.problems.len() + self.log.len()
    }
}
