//! Messages to the person: the newest stands in the bottom line until the next key, all stand on the problems page.

use crate::library::load::event::Progress;
use crate::library::problem::Problem;

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It was done.
    Info,
    /// Something is not as expected.
    Warning,
    /// It could not be done.
    Error,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How much it matters.
    pub level: Level,
    /// What it says.
    pub text: String,
}

/// The messages, and what the loader could not read.
#[derive(Debug, Default)]
pub struct Status {
    /// The message in the bottom line.
    pub current: Option<Message>,
    /// Warnings and errors of this session, oldest first.
    pub log: Vec<Message>,
    /// Files that could not be read, in the order met.
    pub problems: Vec<Problem>,
    /// How far the load is.
    pub loading: LoadProgress,
}

/// How far the load is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadProgress {
    /// Whether it runs.
    pub running: bool,
    /// Files read so far.
    pub done: usize,
    /// Files found so far.
    pub found: usize,
    /// Whether all files have been found.
    pub all_found: bool,
    /// What was left out, in a line; empty where nothing was.
    pub left_out: String,
}

impl LoadProgress {
    /// Takes note of how far it is.
    pub(crate) fn note(&mut self, progress: Progress) {
        self.done = progress.done;
        self.found = progress.found;
        self.all_found = progress.all_found;
    }
}

/// Messages that are kept.
const LOG: usize = 1000;

impl Status {
    /// Shows a message.
    pub fn say(&mut self, level: Level, text: impl Into<String>) {
        let message = Message {
            level,
            text: text.into(),
        };
        if level > Level::Info {
            self.note(message.clone());
        }
        self.current = Some(message);
    }

    /// Keeps a message for the problems page without showing it.
    pub fn note(&mut self, message: Message) {
        if self.log.len() == LOG {
            self.log.remove(0);
        }
        self.log.push(message);
    }

    /// Takes the message out of the bottom line.
    pub fn hush(&mut self) {
        self.current = None;
    }

    /// The lines of the problems page: level and text.
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

    /// How many lines the problems page has.
    pub fn line_count(&self) -> usize {
        self.problems.len() + usize::from(!self.loading.left_out.is_empty()) + self.log.len()
    }

    /// How many files could not be read and how many messages matter.
    pub fn problem_count(&self) -> usize {
        self.problems.len() + self.log.len()
    }
}
