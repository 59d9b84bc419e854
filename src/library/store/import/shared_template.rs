//! Compares the pages of a library to find the templates of their outlets: lines that several pages share. New
//! articles are cleaned again with them at the end of an import, so that each import benefits from the pages before it.
//! What counts as shared is decided in [`extract`](crate::extract).

use crate::extract::corpus::template::{CorpusTemplate, PageSketch};
use crate::library::error::StoreError;
use crate::library::load::options::LoadOptions;
use crate::library::store::import::importer::ImportEvent;
use crate::library::store::import::writer::Writer;
use rusqlite::params;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// At most this many articles are compared with each other. Larger imports skip this step, because it would double
/// their time; `import --again` does it on request.
pub(crate) const MAX_COMPARED: usize = 20_000;

/// The most lines that are compared at once, about those of 2,000 pages. This limits the memory.
const MAX_LINES: usize = 112_000;

/// The number of earlier articles that are compared too: the latest ones, which are most likely of the same outlets.
const EARLIER_ARTICLES: u32 = 2_000;

impl Writer {
    /// Cleans the articles that are new or have changed since this id was the next free one, with the lines that they share
    /// with other pages.
    pub(crate) fn compare(
        &mut self,
        since: u32,
        options: &LoadOptions,
        cancel: &AtomicBool,
        mut sink: impl FnMut(ImportEvent),
    ) -> Result<(), StoreError> {
        let ids = self.new_since(since)?;
        if ids.is_empty() || ids.len() > MAX_COMPARED {
            return Ok(());
        }
        let options = self.with_template(&ids, options, cancel)?;
        if options.siblings.is_some() {
            let committed = |event| match event {
                // This progress does not count files read.
                ImportEvent::Progress(_) => {}
                event => sink(event),
            };
            self.clean_again(&ids, &options, cancel, committed)?;
        }
        Ok(())
    }

    /// Returns the options together with the lines that these articles share with each other and with earlier
    /// articles.
    pub(crate) fn with_template(
        &self,
        ids: &[u32],
        options: &LoadOptions,
        cancel: &AtomicBool,
    ) -> Result<LoadOptions, StoreError> {
        let mut pages: BTreeSet<u32> = ids.iter().copied().collect();
        let first = pages.first().copied().unwrap_or(0);
        pages.extend(first.saturating_sub(EARLIER_ARTICLES)..first);
        let searcher = self.index.searcher()?;
        let mut siblings = CorpusTemplate::of_at_most(MAX_LINES);
        for id in pages.into_iter().take_while(|_| !cancel.load(Ordering::Relaxed)) {
            if let Some(article) = self.index.article(&searcher, id)? {
                siblings.add(&PageSketch::of(&article));
            }
        }
        let siblings = Some(siblings.complete()).filter(|siblings| !siblings.is_empty());
        Ok(LoadOptions {
            siblings: siblings.map(Arc::new),
            ..options.clone()
        })
    }

    /// Returns the articles that are new since this id was the next free one and those whose page has changed, in
    /// order.
    fn new_since(&self, since: u32) -> Result<Vec<u32>, StoreError> {
        let updated = "SELECT article FROM renewed WHERE next >= ? AND article < ? ORDER BY article";
        let read = || -> rusqlite::Result<Vec<u32>> {
            let mut statement = self.catalogue.sql.prepare_cached(updated)?;
            let ids = statement.query_map(params![since, since], |row| row.get(0))?;
            ids.collect()
        };
        let mut ids = read().map_err(|error| self.catalogue.failed(&error))?;
        ids.extend(since..self.next);
        Ok(ids)
    }
}
