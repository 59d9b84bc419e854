//! The writer of a library: it holds the open catalogue and index, and commits what was written in steps, each of which
//! is complete or absent after a kill. What is written: see `write_page` and `write_article`.
//!
//! A step commits the index first and then the catalogue. Articles that a kill in between leaves only in the index are
//! removed by the next writer.

use crate::library::store::catalogue::tables::Catalogue;
use crate::library::store::error::StoreError;
use crate::library::store::index::merge_policy::{MergeSmall, make_one};
use crate::library::store::index::schema::ArticleIndex;
use crate::library::store::search::snapshot::SnapshotKind;
use rusqlite::params;
use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use tantivy::index::SegmentMeta;
use tantivy::indexer::IndexWriterOptions;
use tantivy::query::RangeQuery;
use tantivy::{IndexWriter, TantivyDocument};

/// See the module documentation.
pub(crate) struct Writer {
    pub(crate) catalogue: Catalogue,
    pub(crate) index: ArticleIndex,
    documents: IndexWriter,
    pub(crate) next: u32,
    pub(crate) names: HashMap<Arc<str>, i64>,
    pub(crate) folders: HashMap<PathBuf, i64>,
    /// Changes of the counts that the catalogue does not have yet.
    pub(crate) counts: HashMap<(u8, i64), i64>,
    /// Articles whose places differ from the index.
    pub(crate) moved: BTreeSet<u32>,
    /// Whether the index has changes that are not committed.
    has_documents: bool,
    /// The number of articles written into the index.
    written: usize,
    /// The number of committed changes of the catalogue.
    changes: u64,
}

/// The memory that the index uses before it writes a segment, in bytes for all its threads. It holds about one step of
/// an import, so that few segments are written and merged.
const BUDGET: usize = 128 << 20;
/// The same for a library in memory, where segments take memory too.
const BUDGET_IN_MEMORY: usize = 24 << 20;

impl Writer {
    /// Opens a library for writing, and removes what was never committed.
    pub(crate) fn open(catalogue: Catalogue, index: ArticleIndex) -> Result<Self, StoreError> {
        let (threads, budget) = if index.is_temporary {
            (1, BUDGET_IN_MEMORY)
        } else {
            let available = thread::available_parallelism().map_or(1, std::num::NonZero::get);
            (available.div_ceil(2).min(4), BUDGET)
        };
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(budget / threads)
            .num_worker_threads(threads)
            .num_merge_threads(1)
            .build();
        let documents: IndexWriter = index
            .index
            .writer_with_options(options)
            .map_err(|error| index.failed(&error))?;
        documents.set_merge_policy(Box::new(MergeSmall::default()));
        let next = catalogue.next_article()?;
        let mut writer = Self {
            catalogue,
            index,
            documents,
            next,
            names: HashMap::new(),
            folders: HashMap::new(),
            counts: HashMap::new(),
            moved: BTreeSet::new(),
            has_documents: false,
            written: 0,
            changes: 0,
        };
        writer.catalogue.run("BEGIN IMMEDIATE")?;
        writer.changes = writer.catalogue.sql.total_changes();
        writer.take_out_unfinished()?;
        Ok(writer)
    }

    fn take_out_unfinished(&mut self) -> Result<(), StoreError> {
        let metas = self
            .index
            .index
            .searchable_segment_metas()
            .map_err(|error| self.index.failed(&error))?;
        let there: u64 = metas.iter().map(SegmentMeta::num_docs).map(u64::from).sum();
        let told = self
            .catalogue
            .counts(SnapshotKind::All as u8)?
            .first()
            .map_or(0, |(_, count)| *count);
        if there > told as u64 {
            let first = self.index.id_term(self.next);
            let query = RangeQuery::new(Bound::Included(first), Bound::Unbounded);
            self.documents
                .delete_query(Box::new(query))
                .map_err(|error| self.index.failed(&error))?;
            self.has_documents = true;
        }
        Ok(())
    }

    /// Commits what was written. Returns false if nothing was.
    pub(crate) fn commit(&mut self) -> Result<bool, StoreError> {
        self.commit_documents()?;
        self.index_moved()?;
        let has_changed = self.catalogue.sql.total_changes() > self.changes;
        if has_changed {
            self.commit_catalogue()?;
        }
        Ok(has_changed)
    }

    pub(crate) fn commit_documents(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.has_documents) {
            let committed = self.documents.commit();
            committed.map_err(|error| self.index.failed(&error))?;
        }
        Ok(())
    }

    pub(crate) fn add_document(&mut self, document: TantivyDocument) -> Result<(), StoreError> {
        self.has_documents = true;
        self.written += 1;
        let Err(error) = self.documents.add_document(document) else {
            return Ok(());
        };
        // A thread of the index has ended. `prepare_commit` returns its error.
        let cause = self.documents.prepare_commit().err().unwrap_or(error);
        Err(self.index.failed(&cause))
    }

    /// Commits only the catalogue.
    pub(crate) fn commit_catalogue(&mut self) -> Result<(), StoreError> {
        for ((kind, value), more) in std::mem::take(&mut self.counts) {
            let text = "INSERT INTO counts (kind, value, articles) VALUES (?1, ?2, ?3)
                        ON CONFLICT DO UPDATE SET articles = articles + ?3";
            self.execute(text, params![kind, value, more])?;
        }
        self.execute("UPDATE next_article SET id = ?", params![self.next])?;
        self.catalogue.run("COMMIT; BEGIN IMMEDIATE")?;
        self.changes = self.catalogue.sql.total_changes();
        Ok(())
    }

    /// Ends the writing. What was not committed is lost.
    pub(crate) fn close(self) -> Result<(), StoreError> {
        let Self {
            documents,
            index,
            catalogue,
            written,
            ..
        } = self;
        documents
            .wait_merging_threads()
            .map_err(|error| index.failed(&error))?;
        if index.is_temporary {
            return catalogue.run("ROLLBACK");
        }
        // Where it cannot be done, for want of room perhaps, they stay several.
        let is_one = make_one(&index.index, written).unwrap_or(false);
        catalogue.run("ROLLBACK")?;
        if is_one {
            // Random insertions leave a third of the database's pages empty. If others are reading, they stay so.
            drop(catalogue.run("VACUUM"));
        }
        catalogue.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Merges all segments of the index, and removes empty pages from the catalogue.
    pub(crate) fn compact(mut self) -> Result<(), StoreError> {
        let failed = |error: tantivy::TantivyError| self.index.failed(&error);
        let segments = self.index.index.searchable_segment_ids().map_err(failed)?;
        self.documents.merge(&segments).wait().map_err(failed)?;
        self.documents.garbage_collect_files().wait().map_err(failed)?;
        self.catalogue.run("COMMIT; VACUUM; BEGIN IMMEDIATE")?;
        self.close()
    }

    /// Removes an article from the index.
    pub(crate) fn delete_document(&mut self, id: u32) {
        self.documents.delete_term(self.index.id_term(id));
        self.has_documents = true;
    }

    /// Marks a file as gone or as existing.
    pub(crate) fn set_gone(&mut self, file: u32, gone: bool) -> Result<(), StoreError> {
        self.execute("UPDATE files SET gone = ? WHERE id = ?", params![gone, file])
    }

    pub(crate) fn execute(&self, text: &str, values: impl rusqlite::Params) -> Result<(), StoreError> {
        let run = || self.catalogue.sql.prepare_cached(text)?.execute(values);
        run().map_err(|error| self.catalogue.failed(&error))?;
        Ok(())
    }
}
