//! Puts the pages of a load into the order of the files and passes them on in batches.

use crate::library::load::event::{LoadEvent, Progress, Summary};
use crate::library::load::pipeline::backpressure::Backpressure;
use crate::library::load::pipeline::task::{LoadReport, PageOutcome};
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// The first batch fills a screen or is passed on after this time, so that there is something to read at once.
const FIRST_BATCH: (usize, Duration) = (24, Duration::from_millis(20));
/// Later batches are larger, since each one costs the receiver some work.
const LATER_BATCH: (usize, Duration) = (2_048, Duration::from_millis(100));

pub(crate) struct ReorderBuffer<'a, T> {
    gate: &'a Backpressure<'a>,
    /// Pages that arrived before their turn.
    early: BTreeMap<u64, PageOutcome<T>>,
    next: u64,
    batch: Vec<T>,
    /// Since when something waits to be passed on.
    waiting_since: Option<Instant>,
    limits: (usize, Duration),
    progress: Progress,
    summary: Summary,
}

impl<'a, T> ReorderBuffer<'a, T> {
    pub(crate) fn new(gate: &'a Backpressure<'a>) -> Self {
        Self {
            gate,
            early: BTreeMap::new(),
            next: 0,
            batch: Vec::new(),
            waiting_since: None,
            limits: FIRST_BATCH,
            progress: Progress::default(),
            summary: Summary::default(),
        }
    }

    /// Takes reports until there are no more or the load is cancelled.
    pub(crate) fn run(
        mut self,
        reports: &Receiver<LoadReport<T>>,
        sink: &mut impl FnMut(LoadEvent<T>),
    ) -> Summary {
        loop {
            let report = match self.waiting_since {
                None => reports.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(since) => reports.recv_timeout(self.limits.1.saturating_sub(since.elapsed())),
            };
            if self.gate.is_cancelled() {
                self.summary.cancelled = true;
                self.gate.close();
                break;
            }
            match report {
                Ok(report) => self.take(report, sink),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if self
                .waiting_since
                .is_some_and(|since| since.elapsed() >= self.limits.1)
            {
                self.tell(sink);
            }
        }
        self.tell(sink);
        sink(LoadEvent::Done(self.summary));
        self.summary
    }

    fn take(&mut self, report: LoadReport<T>, sink: &mut impl FnMut(LoadEvent<T>)) {
        match report {
            LoadReport::Found(files) => self.progress.found = files,
            LoadReport::Listed { files, left_out } => {
                self.progress.found = files;
                self.progress.all_found = true;
                sink(LoadEvent::Found { files });
                if !left_out.is_empty() {
                    sink(LoadEvent::LeftOut(left_out));
                }
            }
            LoadReport::Pages(pages) => {
                self.early.extend(pages);
                while !self.gate.is_cancelled()
                    && let Some(outcome) = self.early.remove(&self.next)
                {
                    self.next += 1;
                    let bytes = self.hand_over(outcome, sink);
                    self.gate.advance(self.next, bytes);
                    if self.batch.len() >= self.limits.0 {
                        self.tell(sink);
                    }
                }
            }
        }
    }

    /// Adds a page to the batch; returns its size in bytes.
    fn hand_over(&mut self, outcome: PageOutcome<T>, sink: &mut impl FnMut(LoadEvent<T>)) -> u64 {
        self.waiting_since.get_or_insert_with(Instant::now);
        self.progress.done += 1;
        match outcome {
            Ok(cleaned) => {
                self.progress.bytes += cleaned.bytes;
                self.summary.bytes += cleaned.bytes;
                self.summary.articles += cleaned.articles.len();
                self.batch.extend(cleaned.articles);
                cleaned.bytes
            }
            Err(problem) => {
                self.summary.problems += 1;
                sink(LoadEvent::Problem(problem));
                0
            }
        }
    }

    fn tell(&mut self, sink: &mut impl FnMut(LoadEvent<T>)) {
        if !self.batch.is_empty() {
            self.limits = LATER_BATCH;
            sink(LoadEvent::Batch(std::mem::take(&mut self.batch)));
        }
        if self.waiting_since.take().is_some() {
            sink(LoadEvent::Progress(self.progress));
        }
    }
}
