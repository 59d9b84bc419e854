//! Lists the pages of a load for its workers. Not reading them: see `worker`.

use crate::library::load::options::LoadSource;
use crate::library::load::pipeline::backpressure::Backpressure;
use crate::library::load::pipeline::task::{LoadReport, PAGES_AT_ONCE, PageSource, PageTask};
use crate::library::load::walk::{SkippedFiles, Walk, WalkItem};
use crate::library::problem::Problem;
use std::sync::mpsc::{Sender, SyncSender, TrySendError};

/// Lists pages for the workers, in the order of the sources.
pub(crate) fn list<T>(
    sources: impl Iterator<Item = Result<LoadSource, Problem>>,
    pressure: &Backpressure,
    tasks: &SyncSender<Vec<PageTask>>,
    reports: &Sender<LoadReport<T>>,
) {
    let mut list = FileList {
        pressure,
        tasks,
        reports,
        left: Vec::new(),
        files: 0,
    };
    let mut walk = Walk::new();
    for source in sources {
        let visit = |item| match item {
            WalkItem::File(file) => list.offer(Ok(PageSource::File(file))),
            WalkItem::Problem(problem) => list.offer(Err(problem)),
        };
        let continues = match source {
            Ok(LoadSource::Path(path)) => walk.given(path, visit),
            Ok(LoadSource::Listed(path)) => walk.listed(&path, visit),
            Ok(LoadSource::Found(file)) => list.offer(Ok(PageSource::File(file))),
            Ok(LoadSource::Memory { name, bytes }) => list.offer(Ok(PageSource::Memory { name, bytes })),
            Err(problem) => list.offer(Err(problem)),
        };
        if !continues {
            break;
        }
    }
    list.end(walk.into_skipped());
}

/// Lists pages for the workers and reports how many there are.
struct FileList<'a, T> {
    pressure: &'a Backpressure<'a>,
    tasks: &'a SyncSender<Vec<PageTask>>,
    reports: &'a Sender<LoadReport<T>>,
    /// Pages for which there was no room yet.
    left: Vec<PageTask>,
    files: usize,
}

impl<T> FileList<'_, T> {
    /// Passes a page on; returns false when no more are wanted.
    fn offer(&mut self, page: Result<PageSource, Problem>) -> bool {
        let place = self.files as u64;
        self.files += 1;
        let sent = match page {
            Ok(page) => {
                self.left.push(PageTask { place, page });
                self.send()
            }
            Err(problem) => self
                .reports
                .send(LoadReport::Pages(vec![(place, Err(problem))]))
                .is_ok(),
        };
        if self.files % 64 == 1 {
            // The receiver may be gone; sending pages shows it.
            drop(self.reports.send(LoadReport::Found(self.files)));
        }
        sent && !self.pressure.is_closed()
    }

    /// Passes on each page immediately while there is room, and then several at a time: waiting for room for each page would
    /// take longer than listing them.
    fn send(&mut self) -> bool {
        let tasks = std::mem::take(&mut self.left);
        if tasks.len() >= PAGES_AT_ONCE {
            return self.tasks.send(tasks).is_ok();
        }
        match self.tasks.try_send(tasks) {
            Ok(()) => true,
            Err(TrySendError::Full(tasks)) => {
                self.left = tasks;
                true
            }
            Err(TrySendError::Disconnected(_)) => false,
        }
    }

    fn end(self, skipped: SkippedFiles) {
        if !self.left.is_empty() {
            // If all workers have ended, the load is over.
            drop(self.tasks.send(self.left));
        }
        let files = self.files;
        drop(self.reports.send(LoadReport::Listed { files, skipped }));
    }
}
