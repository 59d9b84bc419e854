//! The help: every key by what it does, in one or two columns, with a search. Not its table: see `config::help`.

use crate::app::input::prompt::edit;
use crate::app::input::text_field::TextField;
use crate::config::action::Action;
use crate::config::help::{HelpRow, Situation};
use crate::config::key::Key;
use crate::text::fold::fold;

/// The help.
#[derive(Debug, Clone)]
pub struct HelpPage {
    /// What the keys apply to.
    pub situation: Situation,
    /// What is searched for.
    pub field: TextField,
    /// Whether keys are typed into the search.
    pub is_searching: bool,
    /// The first line that is shown of each column.
    pub top: usize,
    rows: Vec<HelpRow>,
    /// The rows that match, as lines of each column.
    columns: Vec<Vec<HelpLine>>,
}

/// A line of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelpLine {
    /// A blank line between two groups.
    Blank,
    /// The heading of a group.
    Heading(&'static str),
    /// The row with this index.
    Row(usize),
}

impl HelpPage {
    /// Creates the page of these rows.
    pub(crate) fn new(rows: Vec<HelpRow>, situation: Situation) -> Self {
        Self {
            situation,
            field: TextField::default(),
            is_searching: false,
            top: 0,
            rows,
            columns: Vec::new(),
        }
    }

    /// Returns the columns.
    pub fn columns(&self) -> &[Vec<HelpLine>] {
        &self.columns
    }

    /// Returns a row.
    pub fn row(&self, index: usize) -> Option<&HelpRow> {
        self.rows.get(index)
    }

    /// Returns the rows that match.
    pub fn matching(&self) -> impl Iterator<Item = &HelpRow> {
        self.found().into_iter().map(|index| &self.rows[index])
    }

    /// Returns the rows that contain every word of the search.
    fn found(&self) -> Vec<usize> {
        let wanted = fold(self.field.text());
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let matches = |row: &HelpRow| {
            let text = fold(&format!(
                "{} {} {} {}",
                row.keys,
                row.text,
                row.names,
                row.group.title()
            ));
            words.iter().all(|word| text.contains(word))
        };
        (0..self.rows.len())
            .filter(|index| matches(&self.rows[*index]))
            .collect()
    }

    /// Lays the rows out in this many columns, and keeps the window of `rows` lines inside them.
    pub(crate) fn fit(&mut self, columns: usize, rows: usize) {
        let groups = self.groups();
        let all: usize = groups.iter().map(|group| group.len() + 1).sum();
        let mut laid_out: Vec<Vec<HelpLine>> = vec![Vec::new(); columns.max(1)];
        let (mut column, mut used) = (0, 0);
        for group in groups {
            // A group stays together; it begins a column if less than half of it belongs to the one before.
            let share = all / columns.max(1);
            let is_next = column + 1 < columns && used + group.len() / 2 > share * (column + 1);
            if is_next && !laid_out[column].is_empty() {
                column += 1;
            }
            used += group.len() + 1;
            if !laid_out[column].is_empty() {
                laid_out[column].push(HelpLine::Blank);
            }
            laid_out[column].extend(group);
        }
        self.columns = laid_out;
        let longest = self.columns.iter().map(Vec::len).max().unwrap_or(0);
        self.top = self.top.min(longest.saturating_sub(rows));
    }

    fn groups(&self) -> Vec<Vec<HelpLine>> {
        let mut groups: Vec<Vec<HelpLine>> = Vec::new();
        let mut last = None;
        for index in self.found() {
            let group = self.rows[index].group;
            if last.replace(group) != Some(group) {
                groups.push(vec![HelpLine::Heading(group.title())]);
            }
            if let Some(lines) = groups.last_mut() {
                lines.push(HelpLine::Row(index));
            }
        }
        groups
    }

    /// Scrolls by lines.
    pub(crate) fn scroll(&mut self, lines: isize) {
        self.top = self.top.saturating_add_signed(lines);
    }

    /// Types text into the search, if it has the keys.
    pub(crate) fn paste(&mut self, text: &str) {
        if self.is_searching {
            self.field.insert(text);
            self.top = 0;
        }
    }

    /// Performs an action of the search field, or types the key's character.
    pub(crate) fn type_key(&mut self, action: Option<Action>, key: Key) {
        match action {
            Some(Action::PromptAccept) => self.is_searching = false,
            Some(Action::PromptCancel | Action::Escape) => {
                self.field = TextField::default();
                self.is_searching = false;
            }
            Some(action) => drop(edit(&mut self.field, action)),
            None => {
                if let Some(c) = key.text() {
                    self.paste(c.encode_utf8(&mut [0; 4]));
                }
            }
        }
        self.top = 0;
    }
}
