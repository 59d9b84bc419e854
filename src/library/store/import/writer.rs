//! The writer of a library: it holds the open catalogue and index, and commits what was written in steps, each of which is
//! complete or absent after a kill. The data: see `write_page` and `write_article`.
//!
//! A step commits the index first and then the catalogue. After a kill in between, the next writer removes the articles that
//! only the index has, and restores those that it had replaced: see `undo_log`.

use crate::library::error::StoreError;
use crate::library::store::catalogue::tables;
use crate::library::store::catalogue::tables::{Catalogue, FacetKind};
use crate::library::store::handle::Store;
use crate::library::store::import::partial_file::PartialFile;
use crate::library::store::import::undo_log::ReplacedArticle;
use crate::library::store::index::checksums::damaged_files;
use crate::library::store::index::merge_policy::{MergeSmall, make_one};
use crate::library::store::index::schema;
use crate::library::store::index::schema::ArticleIndex;
use rusqlite::params;
use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;
use std::thread;
use tantivy::index::{SegmentId, SegmentMeta};
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
    /// Changes of the counts that the catalogue does not have yet.
    pub(crate) counts: HashMap<(FacetKind, i64), i64>,
    /// Articles whose places differ from the index.
    pub(crate) moved: BTreeSet<u32>,
    /// Articles that are replaced in this step, until the index is committed.
    pub(crate) replaced: Vec<ReplacedArticle>,
    /// Whether there is a file of replaced articles.
    pub(crate) has_undo_log: bool,
    /// The file of which a part was written last, if more of it follows.
    pub(crate) partial: Option<PartialFile>,
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

impl Store {
    /// Returns a writer for the library, which is created if it is missing.
    pub(crate) fn writer_or_new(&self) -> Result<Writer, StoreError> {
        if self.is_temporary() {
            return Writer::open(self.catalogue()?, self.index()?);
        }
        self.check_parts()?;
        // A library exists once it has a catalogue, so the catalogue is created last. It alone decides whether this version
        // of newsprint can use the library.
        if !self.folder().join(tables::FILE).exists() {
            ArticleIndex::open_or_create(self.folder())?;
        }
        let catalogue = Catalogue::open_for_writing(self.folder())?;
        Writer::open(catalogue, self.index()?)
    }

    /// Returns a writer for an existing library.
    pub(crate) fn writer(&self) -> Result<Writer, StoreError> {
        self.catalogue()?;
        self.writer_or_new()
    }
}

impl Writer {
    /// Opens a library for writing, and removes what was never committed.
    pub(crate) fn open(catalogue: Catalogue, index: ArticleIndex) -> Result<Self, StoreError> {
        // The threads of the index writer panic if a segment cannot be opened.
        index.searcher()?;
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
        documents.set_merge_policy(Box::new(MergeSmall::new(&index.index)));
        let next = catalogue.next_article()?;
        let mut writer = Self {
            catalogue,
            index,
            documents,
            next,
            names: HashMap::new(),
            counts: HashMap::new(),
            moved: BTreeSet::new(),
            replaced: Vec::new(),
            has_undo_log: false,
            partial: None,
            has_documents: false,
            written: 0,
            changes: 0,
        };
        writer.catalogue.run("BEGIN IMMEDIATE")?;
        writer.changes = writer.catalogue.sql.total_changes();
        writer.remove_uncommitted()?;
        if !writer.index.is_temporary {
            writer.undo_uncommitted()?;
        }
        Ok(writer)
    }

    fn remove_uncommitted(&mut self) -> Result<(), StoreError> {
        let metas = self
            .index
            .index
            .searchable_segment_metas()
            .map_err(|error| self.index.failed(&error))?;
        let there: u64 = metas.iter().map(SegmentMeta::num_docs).map(u64::from).sum();
        let counted = self
            .catalogue
            .counts(FacetKind::All)?
            .first()
            .map_or(0, |(_, count)| *count);
        if there > counted as u64 {
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
            self.write_undo_log()?;
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
            self.catalogue.execute(text, params![kind as u8, value, more])?;
        }
        self.catalogue
            .execute("UPDATE next_article SET id = ?", params![self.next])?;
        self.catalogue.run("COMMIT; BEGIN IMMEDIATE")?;
        self.remove_undo_log();
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
        // If this fails, for example because the disk is full, there are several segments.
        let is_one = make_one(&index.index, written).unwrap_or(false);
        catalogue.run("ROLLBACK")?;
        if is_one {
            // Random insertions leave a third of the database's pages empty. If other processes are reading, the pages stay empty.
            drop(catalogue.run("VACUUM"));
        }
        catalogue.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Merges all segments of the index, and removes empty pages from the catalogue.
    pub(crate) fn compact(mut self) -> Result<(), StoreError> {
        let failed = |error: tantivy::TantivyError| self.index.failed(&error);
        let metas = self.index.index.searchable_segment_metas().map_err(failed)?;
        let damaged = |segment: &SegmentMeta| damaged_files(&self.index.index, segment);
        if let Some(file) = metas.iter().flat_map(damaged).next() {
            return Err(StoreError::Broken {
                path: self.index.folder.clone(),
                reason: format!("{}/{} is damaged", schema::FOLDER, file.display()),
            });
        }
        let segments: Vec<SegmentId> = metas.iter().map(SegmentMeta::id).collect();
        drop(metas);
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
        self.catalogue
            .execute("UPDATE files SET gone = ? WHERE id = ?", params![gone, file])
    }
}
