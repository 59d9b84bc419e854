//! The changes of an article since it was first imported: one at a time, newest first. Not how two versions are
//! compared: see [`Revision`].

use crate::app::App;
use crate::app::jobs::job::{Job, JobKind};
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::mode::ReaderMode;
use crate::article::document::{Block, BlockKind, Document};
use crate::config::action::Action;
use crate::layout::scroll::ScrollPosition;
use crate::library::revision::{Change, Revision};
use std::ops::Range;
use std::sync::Arc;

/// The changes of an article, and the one that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Newest first; never empty.
    revisions: Arc<[Revision]>,
    at: usize,
    /// The place in the clean text to return to.
    left: ScrollPosition,
    document: Document,
    /// The added and removed parts, by position.
    parts: Vec<(Range<usize>, Change)>,
}

impl Changes {
    /// Creates a view of the newest change; `None` if there are none.
    pub fn new(revisions: Arc<[Revision]>, left: ScrollPosition) -> Option<Self> {
        Self::at(revisions, 0, left)
    }

    /// Returns the change before this one, if there is one.
    #[must_use]
    pub fn earlier(&self) -> Option<Self> {
        Self::at(Arc::clone(&self.revisions), self.at + 1, self.left)
    }

    fn at(revisions: Arc<[Revision]>, at: usize, left: ScrollPosition) -> Option<Self> {
        let (document, parts) = marked_up(revisions.get(at)?);
        Some(Self {
            revisions,
            at,
            left,
            document,
            parts,
        })
    }

    /// Returns whether there is a change before this one.
    pub fn has_earlier(&self) -> bool {
        self.at + 1 < self.revisions.len()
    }

    /// Returns the number of the change that is shown, from 1, and the number of changes.
    pub fn count(&self) -> (usize, usize) {
        (self.at + 1, self.revisions.len())
    }

    /// Returns the place in the clean text to return to.
    pub fn left(&self) -> ScrollPosition {
        self.left
    }

    /// Returns how the text at an offset changed.
    pub fn change_at(&self, offset: usize) -> Change {
        let after = self.parts.partition_point(|(range, _)| range.start <= offset);
        let before = after.checked_sub(1).and_then(|at| self.parts.get(at));
        before
            .filter(|(range, _)| range.contains(&offset))
            .map_or(Change::Same, |(_, change)| *change)
    }

    /// Returns the offset of the first change.
    pub(crate) fn first(&self) -> Option<usize> {
        self.parts.first().map(|(range, _)| range.start)
    }

    pub(crate) fn document(&self) -> Document {
        self.document.clone()
    }
}

/// Returns the text of both versions in one document, and the added and removed parts.
fn marked_up(revision: &Revision) -> (Document, Vec<(Range<usize>, Change)>) {
    let mut writer = ChangeWriter::default();
    let mut last = Change::Same;
    for run in &revision.runs {
        if last == Change::Removed && run.change == Change::Added {
            // A replaced part and its replacement are separated.
            writer.part();
        }
        last = run.change;
        for line in run.text.split_inclusive('\n') {
            writer.write(line.trim_end_matches('\n'), run.change);
            if line.ends_with('\n') {
                writer.end_line();
                if writer.document.blocks.len() == 1 {
                    writer.write(&heading(revision), Change::Same);
                    writer.end_line();
                }
            }
        }
    }
    writer.end_line();
    (writer.document, writer.parts)
}

fn heading(revision: &Revision) -> String {
    if revision.before == revision.after {
        return format!("changed on {}", revision.after);
    }
    format!("changed between {} and {}", revision.before, revision.after)
}

#[derive(Default)]
struct ChangeWriter {
    document: Document,
    parts: Vec<(Range<usize>, Change)>,
    /// The start of the line.
    begin: usize,
}

impl ChangeWriter {
    fn write(&mut self, text: &str, change: Change) {
        let start = self.document.text.len();
        self.document.text.push_str(text);
        if change != Change::Same && !text.is_empty() {
            self.parts.push((start..self.document.text.len(), change));
        }
    }

    fn part(&mut self) {
        let line = &self.document.text[self.begin..];
        if !line.is_empty() && !line.ends_with(char::is_whitespace) {
            self.document.text.push(' ');
        }
    }

    fn end_line(&mut self) {
        let end = self.document.text.len();
        if end > self.begin {
            let kind = match self.document.blocks.len() {
                0 => BlockKind::Title,
                1 => BlockKind::Meta,
                _ => BlockKind::Paragraph,
            };
            self.document.blocks.push(Block {
                range: self.begin..end,
                kind,
                line: 0,
            });
            self.document.text.push('\n');
        }
        self.begin = self.document.text.len();
    }
}

impl App {
    /// Shows the newest change of the open article; if a change is shown already, the one before it, and after the
    /// oldest the text.
    pub(crate) fn show_changes(&mut self) {
        if !self.goes_into_reader(Action::ShowChanges) {
            return;
        }
        let (width, height) = (self.screen.areas.reader.width, self.reader.height());
        let Some(open) = self.reader.open_mut() else {
            return;
        };
        if let ReaderMode::Changes(changes) = open.mode() {
            match changes.earlier() {
                Some(earlier) => open.show_changes(earlier, width, height),
                None => open.leave_changes(changes.left(), width),
            }
            return self.find_hits();
        }
        let id = open.entry.id;
        self.request(Job::Revisions(id));
    }

    /// Handles the changes of an article that were requested.
    pub(crate) fn on_revisions(&mut self, id: u32, revisions: Vec<Revision>) {
        let (width, height) = (self.screen.areas.reader.width, self.reader.height());
        let Some(open) = self.reader.open_mut().filter(|open| open.entry.id == id) else {
            return;
        };
        let left = match open.mode() {
            ReaderMode::Text => open.place(),
            ReaderMode::Source | ReaderMode::Changes(_) => ScrollPosition::at(0),
        };
        let text = match Changes::new(revisions.into(), left) {
            Some(changes) => {
                open.show_changes(changes, width, height);
                return self.find_hits();
            }
            None if open.entry.versions == 0 => "This article has not changed since it was imported",
            None => "The page of this article has changed, but not its text",
        };
        self.status.inform(text);
    }

    /// Shows the text again instead of the changes; returns `false` if no changes are shown.
    pub(crate) fn leave_changes(&mut self) -> bool {
        let width = self.screen.areas.reader.width;
        self.requests.cancel(JobKind::Revisions);
        let Some(open) = self
            .reader
            .open_mut()
            .filter(|_| self.panes.focus == Pane::Reader)
        else {
            return false;
        };
        let Some(left) = open.mode().changes().map(Changes::left) else {
            return false;
        };
        open.leave_changes(left, width);
        self.find_hits();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::date::Date;
    use crate::library::revision::ChangeRun;

    #[test]
    fn both_versions_stand_in_one_text_and_every_change_is_found_by_its_place() {
        let run = |change, text: &str| ChangeRun {
            change,
            text: text.to_owned(),
        };
        let day = |day| Date::new(2025, 3, day).unwrap();
        let revision = Revision {
            before: day(1),
            after: day(2),
            runs: vec![
                run(Change::Same, "Harbour "),
                run(Change::Removed, "closed"),
                run(Change::Added, "open"),
                run(Change::Same, "\nOne.\n"),
                run(Change::Removed, "Two.\n"),
                run(Change::Added, "New.\nMore.\n"),
            ],
        };
        let changes = Changes::new(vec![revision].into(), ScrollPosition::at(7)).unwrap();
        let text =
            "Harbour closed open\nchanged between 2025-03-01 and 2025-03-02\nOne.\nTwo.\nNew.\nMore.\n";
        assert_eq!(changes.document.text, text);
        assert_eq!(changes.document.blocks.len(), 6);
        let at = |word: &str| changes.change_at(text.find(word).unwrap());
        assert_eq!(at("Harbour"), Change::Same);
        assert_eq!(at("closed"), Change::Removed);
        assert_eq!(at("open"), Change::Added);
        assert_eq!(changes.change_at(text.find(" open").unwrap()), Change::Same);
        assert_eq!(at("Two"), Change::Removed);
        assert_eq!(at("More"), Change::Added);
        assert_eq!(changes.first(), Some(8));
        assert_eq!((changes.count(), changes.left()), ((1, 1), ScrollPosition::at(7)));
        assert!(changes.earlier().is_none());
    }
}
