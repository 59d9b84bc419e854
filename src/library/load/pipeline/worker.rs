//! A thread of a load: reads and cleans the pages that it receives and reports the results. Not their order: see
//! `reorder`.

use crate::library::load::listed::ending_of;
use crate::library::load::options::LoadOptions;
use crate::library::load::pipeline::backpressure::Backpressure;
use crate::library::load::pipeline::task::{
    BYTES_AT_ONCE, CleanedPage, LoadReport, PageInput, PageOutcome, PageSource, PageTask, PassOn, ReadPage,
};
use crate::library::load::read::{FileBytes, OpenFile, check_readable};
use crate::library::load::walk::{FoundFile, SkippedFiles};
use crate::library::problem::{Problem, ProblemKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

/// The state of one thread.
pub(crate) struct Worker<'a, T, F> {
    pub(crate) waiting: Arc<Mutex<Receiver<Vec<PageTask>>>>,
    pub(crate) reports: Sender<LoadReport<T>>,
    pub(crate) pressure: &'a Backpressure<'a>,
    pub(crate) options: &'a LoadOptions,
    pub(crate) clean: &'a F,
}

impl<T, F: Fn(ReadPage<'_>, &mut PassOn<'_, T>) -> CleanedPage<T>> Worker<'_, T, F> {
    /// Cleans until there are no more pages, or no more are wanted.
    pub(crate) fn run(self) {
        while let Some(tasks) = self.next() {
            let (mut done, mut held) = (Vec::with_capacity(tasks.len()), 0);
            for (PageTask { place, page }, opened) in self.opened(tasks) {
                // A worker must not wait for room with results that others wait for.
                if held > BYTES_AT_ONCE || !self.pressure.has_room(place) {
                    held = 0;
                    if !self.report(&mut done) {
                        return;
                    }
                }
                if !self.pressure.enter(place) {
                    return;
                }
                let outcome = self.page(place, &page, opened, &mut done);
                let bytes = outcome.as_ref().map_or(0, |cleaned| cleaned.bytes);
                self.pressure.hold(bytes);
                held += bytes;
                done.push((place, outcome));
            }
            if !self.report(&mut done) {
                return;
            }
        }
    }

    /// Reports the results; returns false if they are no longer wanted.
    fn report(&self, done: &mut Vec<(u64, PageOutcome<T>)>) -> bool {
        let done = std::mem::take(done);
        done.is_empty() || self.reports.send(LoadReport::Pages(done)).is_ok()
    }

    /// Returns the next pages; `None` if there will be no more.
    fn next(&self) -> Option<Vec<PageTask>> {
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv()
            .ok()
    }

    /// Opens the files of several pages at once: the system fetches them while the first one is cleaned.
    fn opened(&self, tasks: Vec<PageTask>) -> Vec<(PageTask, Option<Result<OpenFile, Problem>>)> {
        let is_ahead = tasks.len() > 1;
        let opened = tasks.into_iter().map(|task| {
            let opened = match &task.page {
                PageSource::File(file) if is_ahead => Some(self.open(file)),
                _ => None,
            };
            if let Some(Ok(opened)) = &opened {
                opened.announce();
            }
            (task, opened)
        });
        opened.collect()
    }

    fn open(&self, file: &FoundFile) -> Result<OpenFile, Problem> {
        OpenFile::new(&file.path, self.options.size_limit, file.listed)
    }

    /// Reads and cleans a page. Before parts of it are passed on, the pages before it are.
    fn page(
        &self,
        place: u64,
        page: &PageSource,
        opened: Option<Result<OpenFile, Problem>>,
        before: &mut Vec<(u64, PageOutcome<T>)>,
    ) -> PageOutcome<T> {
        let mut pass_on = |part: CleanedPage<T>| {
            let bytes = part.bytes;
            self.report(before)
                && self.pressure.enter_part(place, bytes)
                && self.reports.send(LoadReport::Part(part)).is_ok()
        };
        match page {
            PageSource::File(file) => {
                let opened = opened.unwrap_or_else(|| self.open(file))?;
                let read = |input| ReadPage {
                    path: &file.path,
                    input,
                    listed: file.listed,
                };
                match opened.bytes(&file.path) {
                    Ok(FileBytes::Whole(bytes)) => self.clean(read(PageInput::Bytes(&bytes)), &mut pass_on),
                    Ok(FileBytes::Stream(open, length)) => {
                        self.clean(read(PageInput::Stream(&open, length)), &mut pass_on)
                    }
                    Err(problem) if problem.kind == ProblemKind::OtherKind => {
                        let mut skipped = SkippedFiles::default();
                        skipped.count_ending(ending_of(&file.path));
                        Ok(CleanedPage {
                            skipped,
                            ..CleanedPage::default()
                        })
                    }
                    Err(problem) => Err(problem),
                }
            }
            PageSource::Memory { name, bytes } => {
                check_readable(name, bytes)?;
                let page = ReadPage {
                    path: name,
                    input: PageInput::Bytes(bytes),
                    listed: false,
                };
                self.clean(page, &mut pass_on)
            }
        }
    }

    fn clean(&self, page: ReadPage<'_>, pass_on: &mut PassOn<'_, T>) -> PageOutcome<T> {
        let mut passed = 0;
        let mut counted = |part: CleanedPage<T>| {
            passed += part.bytes;
            pass_on(part)
        };
        let cleaned = guarded(page.path, || (self.clean)(page, &mut counted))?;
        Ok(CleanedPage {
            bytes: page.input.length().saturating_sub(passed),
            ..cleaned
        })
    }
}

/// Runs `work` and turns a panic into a problem of the page: one odd page must not end the load.
fn guarded<T>(path: &Path, work: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let message = panic.downcast_ref::<&str>().map(|message| (*message).to_owned());
        let message = message
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Problem::new(
            path,
            ProblemKind::Fault,
            format!("newsprint failed on it: {message}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_problem_of_the_page() {
        let number = 7;
        let problem = guarded(Path::new("a.txt"), || {
            assert!(number < 7, "line {number} is too strange");
        });
        let line = problem.unwrap_err().to_string();
        assert_eq!(
            line,
            "a.txt: newsprint failed on it: line 7 is too strange; please report this together with the file; \
             everything else was read"
        );
    }
}
