//! The second reading: articles that were just imported are cleaned again with the lines that they share with each other
//! and with earlier articles, so that each import benefits from the pages before it. It is the work that waits after an
//! import: the catalogue records which articles wait (see `catalogue::waiting`), and whatever interrupts an import, the next
//! one or the next start of the reader does it for all of them together.
//!
//! Everything becomes visible in one transaction. Until then the articles wait, and a repeat compares the same pages, so an
//! import that was interrupted ends equal to one that was not. Other work that follows an import belongs next to it:
//! `LaterWork` names its kinds.

use crate::library::error::StoreError;
use crate::library::load::options::LoadOptions;
use crate::library::store::catalogue::waiting::{LaterWork, WaitingCounts};
use crate::library::store::handle::Store;
use crate::library::store::import::importer::{ImportEvent, ImportSummary, Importer};
use crate::library::store::import::shared_template::MAX_COMPARED;
use crate::library::store::import::writer::Writer;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

const WORK: LaterWork = LaterWork::SecondReading;

impl Store {
    /// Counts the articles that wait for the second reading, and those that skipped it.
    pub fn waiting(&self) -> Result<WaitingCounts, StoreError> {
        self.catalogue()?.waiting_counts(WORK)
    }
}

impl Importer {
    /// Does the work that interrupted imports have left, as the next [`import`](Self::import) would do first. Writes nothing if
    /// there is none. Reports [`ImportEvent::Resumed`] first, and [`ImportEvent::Progress`] in articles. Setting `cancel` stops
    /// soon and leaves the work for later.
    pub fn finish_waiting(
        &mut self,
        cancel: &AtomicBool,
        mut sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        if self.store.waiting()?.waiting == 0 {
            return Ok(ImportSummary::default());
        }
        let _lock = self.store.lock()?;
        let mut writer = self.store.writer()?;
        let left = writer.waiting()?;
        let resumed = self.do_waiting(&mut writer, &left, cancel, &mut sink)?;
        writer.close()?;
        Ok(ImportSummary {
            resumed,
            stopped: cancel.load(Ordering::Relaxed),
            ..ImportSummary::default()
        })
    }

    /// Does all work that waits. `left` are the articles that earlier imports have left; returns how many of them are done.
    pub(crate) fn do_waiting(
        &self,
        writer: &mut Writer,
        left: &BTreeSet<u32>,
        cancel: &AtomicBool,
        sink: &mut impl FnMut(ImportEvent),
    ) -> Result<usize, StoreError> {
        let waiting = writer.waiting()?;
        if waiting.is_empty() {
            return Ok(0);
        }
        if waiting.len() > MAX_COMPARED {
            writer.skip_second_reading(sink)?;
            return Ok(0);
        }
        if !left.is_empty() {
            sink(ImportEvent::Resumed(left.len()));
        }
        let mut roots = writer.catalogue.roots(true)?;
        let is_new = |root: &&PathBuf| !roots.contains(root);
        let more: Vec<PathBuf> = self.roots.iter().filter(is_new).cloned().collect();
        roots.extend(more);
        let (options, _) = self.options_below(&roots);
        let is_done = writer.second_reading(waiting, left, &options, cancel, sink)?;
        Ok(if is_done { left.len() } else { 0 })
    }
}

impl Writer {
    /// Returns the articles that wait for the second reading.
    pub(crate) fn waiting(&self) -> Result<BTreeSet<u32>, StoreError> {
        Ok(self.catalogue.waiting(WORK)?.into_iter().collect())
    }

    /// Reads all of these articles again. Returns false, with nothing committed, if `cancel` was set before the end.
    fn second_reading(
        &mut self,
        waiting: BTreeSet<u32>,
        left: &BTreeSet<u32>,
        options: &LoadOptions,
        cancel: &AtomicBool,
        sink: &mut impl FnMut(ImportEvent),
    ) -> Result<bool, StoreError> {
        let ids: Vec<u32> = waiting.into_iter().collect();
        let options = self.with_template(&ids, left, options, cancel)?;
        let mut changed = 0;
        // Without a template there is nothing to clean with, unless the index has what an interrupted reading wrote.
        if options.siblings.is_some() || !left.is_empty() {
            let has_import = left.len() < ids.len();
            let counted = |event| match event {
                // This progress does not count the files of the import.
                ImportEvent::Progress(_) if has_import => {}
                event => sink(event),
            };
            changed = self.clean_again(&ids, &options, None, cancel, counted)?;
        }
        if cancel.load(Ordering::Relaxed) {
            return Ok(false);
        }
        self.catalogue.end_waiting(WORK, &ids)?;
        self.catalogue.set_roots_waiting(false)?;
        if self.commit()? && changed > 0 {
            sink(ImportEvent::Committed);
        }
        Ok(true)
    }

    /// Too many articles wait: they stay as they were first read.
    fn skip_second_reading(&mut self, sink: &mut impl FnMut(ImportEvent)) -> Result<(), StoreError> {
        self.catalogue.skip_waiting(WORK)?;
        self.catalogue.set_roots_waiting(false)?;
        self.end_step(sink)
    }
}
