//! Puts the pages of a load into the order of the files and passes them on in batches.

use crate::library::load::event::{LoadEvent, LoadSummary, Progress};
use crate::library::load::pipeline::backpressure::Backpressure;
use crate::library::load::pipeline::task::{CleanedPage, LoadReport, PageOutcome};
use crate::library::load::walk::SkippedFiles;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// The first batch fills a screen or is passed on after this time, so that there is something to read immediately.
const FIRST_BATCH: (usize, Duration) = (24, Duration::from_millis(20));
/// Later batches are larger, since each one costs the receiver some work.
const LATER_BATCH: (usize, Duration) = (2_048, Duration::from_millis(100));

pub(crate) struct ReorderBuffer<'a, T> {
    pressure: &'a Backpressure<'a>,
    /// Pages that arrived before their turn.
    early: BTreeMap<u64, PageOutcome<T>>,
    next: u64,
    batch: Vec<T>,
    /// Since when something waits to be passed on.
    waiting_since: Option<Instant>,
    limits: (usize, Duration),
    progress: Progress,
    summary: LoadSummary,
    skipped: SkippedFiles,
}

impl<'a, T> ReorderBuffer<'a, T> {
    pub(crate) fn new(pressure: &'a Backpressure<'a>) -> Self {
        Self {
            pressure,
            early: BTreeMap::new(),
            next: 0,
            batch: Vec::new(),
            waiting_since: None,
            limits: FIRST_BATCH,
            progress: Progress::default(),
            summary: LoadSummary::default(),
            skipped: SkippedFiles::default(),
        }
    }

    /// Takes reports until there are no more or the load is cancelled.
    pub(crate) fn run(
        mut self,
        reports: &Receiver<LoadReport<T>>,
        sink: &mut impl FnMut(LoadEvent<T>),
    ) -> LoadSummary {
        loop {
            let report = match self.waiting_since {
                None => reports.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(since) => reports.recv_timeout(self.limits.1.saturating_sub(since.elapsed())),
            };
            if self.pressure.is_cancelled() {
                self.summary.cancelled = true;
                self.pressure.close();
                break;
            }
            match report {
                Ok(report) => self.on_report(report, sink),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if self
                .waiting_since
                .is_some_and(|since| since.elapsed() >= self.limits.1)
            {
                self.flush(sink);
            }
        }
        self.flush(sink);
        let skipped = std::mem::take(&mut self.skipped);
        if !skipped.is_empty() {
            sink(LoadEvent::Skipped(skipped));
        }
        sink(LoadEvent::Done(self.summary));
        self.summary
    }

    fn on_report(&mut self, report: LoadReport<T>, sink: &mut impl FnMut(LoadEvent<T>)) {
        match report {
            LoadReport::Found(files) => self.progress.found = files,
            LoadReport::Listed { files, skipped } => {
                self.progress.found = files;
                self.progress.all_found = true;
                sink(LoadEvent::Found { files });
                self.skipped.add(skipped);
            }
            LoadReport::Part(part) => {
                self.waiting_since.get_or_insert_with(Instant::now);
                let bytes = self.add_cleaned(part, sink);
                // A part is large: it is passed on before more of it is read.
                self.flush(sink);
                self.pressure.leave_part(bytes);
            }
            LoadReport::Pages(pages) => {
                self.early.extend(pages);
                while !self.pressure.is_cancelled()
                    && let Some(outcome) = self.early.remove(&self.next)
                {
                    self.next += 1;
                    let bytes = self.add(outcome, sink);
                    self.pressure.advance(self.next, bytes);
                    if self.batch.len() >= self.limits.0 {
                        self.flush(sink);
                    }
                }
            }
        }
    }

    /// Adds a page to the batch; returns its size in bytes.
    fn add(&mut self, outcome: PageOutcome<T>, sink: &mut impl FnMut(LoadEvent<T>)) -> u64 {
        self.waiting_since.get_or_insert_with(Instant::now);
        self.progress.done += 1;
        match outcome {
            Ok(cleaned) => self.add_cleaned(cleaned, sink),
            Err(problem) => {
                self.summary.problems += 1;
                sink(LoadEvent::Problem(problem));
                0
            }
        }
    }

    fn add_cleaned(&mut self, cleaned: CleanedPage<T>, sink: &mut impl FnMut(LoadEvent<T>)) -> u64 {
        self.progress.bytes += cleaned.bytes;
        self.summary.bytes += cleaned.bytes;
        self.summary.articles += cleaned.articles.len();
        self.batch.extend(cleaned.articles);
        self.skipped.add(cleaned.skipped);
        for problem in cleaned.problems {
            self.summary.problems += 1;
            sink(LoadEvent::Problem(problem));
        }
        cleaned.bytes
    }

    fn flush(&mut self, sink: &mut impl FnMut(LoadEvent<T>)) {
        if !self.batch.is_empty() {
            self.limits = LATER_BATCH;
            sink(LoadEvent::Batch(std::mem::take(&mut self.batch)));
        }
        if self.waiting_since.take().is_some() {
            sink(LoadEvent::Progress(self.progress));
        }
    }
}
