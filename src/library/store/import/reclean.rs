//! Cleaning articles of a library again when more is known about their outlet. It uses the source text in the
//! library and keeps the ids. No file is read and no version is stored, because the page has not changed.

use crate::extract::outlets::directory::OutletDirectory;
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::load::event::Progress;
use crate::library::load::options::LoadOptions;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::catalogue::waiting::LaterWork;
use crate::library::store::import::changed_files::KnownFiles;
use crate::library::store::import::importer::{ImportEvent, ImportSteps, Importer};
use crate::library::store::import::pending_article::PendingArticle;
use crate::library::store::import::shared_template::MAX_COMPARED;
use crate::library::store::import::writer::Writer;
use crate::library::store::index::schema::ArticleIndex;
use crate::library::store::index::stored_article;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::Searcher;

/// The number of articles that are cleaned before they are written.
const CHUNK: usize = 128;

/// An article whose result has changed, with the paths of its files.
type RecleanedArticle = (u32, Vec<PathBuf>, PendingArticle);

impl Importer {
    /// Cleans these articles again, in their order, with this knowledge of outlets, and returns how many have
    /// changed. Ids without an article are skipped. Later imports use the knowledge too. `sink` is called on this
    /// thread, with [`ImportEvent::Progress`] in articles and [`ImportEvent::Committed`] as in an
    /// [`import`](Self::import).
    ///
    /// The `outlets.toml` files of the folders of the last import are added to the knowledge, as in an import. Setting
    /// `cancel` stops soon; articles cleaned until then stay.
    pub fn clean_again(
        &mut self,
        ids: &[u32],
        knowledge: OutletDirectory,
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<usize, StoreError> {
        self.options.knowledge = knowledge;
        let _lock = self.store.lock()?;
        self.clean(self.store.writer()?, ids, cancel, sink)
    }

    /// Calls [`clean_again`](Self::clean_again) for all articles at and below the paths of the last
    /// [`import`](Self::import), with the present knowledge.
    pub fn clean_imported_again(
        &self,
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<usize, StoreError> {
        let _lock = self.store.lock()?;
        let writer = self.store.writer()?;
        let ids = writer.articles_below(&self.roots)?;
        self.clean(writer, &ids, cancel, sink)
    }

    fn clean(
        &self,
        mut writer: Writer,
        ids: &[u32],
        cancel: &AtomicBool,
        mut sink: impl FnMut(ImportEvent),
    ) -> Result<usize, StoreError> {
        let options = self.options_with_profiles(&self.roots, &mut sink);
        let (mut done, mut changed) = (0, 0);
        for compared in ids.chunks(MAX_COMPARED) {
            let options = writer.with_template(compared, &BTreeSet::new(), &options, cancel)?;
            let of_all = |event| match event {
                ImportEvent::Progress(progress) => sink(ImportEvent::Progress(Progress {
                    found: ids.len(),
                    done: done + progress.done,
                    ..progress
                })),
                event => sink(event),
            };
            let steps = Some(ImportSteps::begin());
            changed += writer.clean_again(compared, &options, steps, cancel, of_all)?;
            if !cancel.load(Ordering::Relaxed) {
                writer.catalogue.end_waiting(LaterWork::SecondReading, compared)?;
            }
            writer.end_step(&mut sink)?;
            done += compared.len();
        }
        writer.close()?;
        Ok(changed)
    }
}

impl Writer {
    /// Cleans these articles again and returns how many have changed. Commits in `steps`; what was written since the last
    /// one is left for the caller to commit.
    pub(crate) fn clean_again(
        &mut self,
        ids: &[u32],
        options: &LoadOptions,
        mut steps: Option<ImportSteps>,
        cancel: &AtomicBool,
        mut sink: impl FnMut(ImportEvent),
    ) -> Result<usize, StoreError> {
        let searcher = self.index.searcher()?;
        let threads = self.cleaning_threads()?;
        let (mut changed, mut progress) = (0, Progress::default());
        for chunk in ids.chunks(CHUNK) {
            if cancel.load(Ordering::Relaxed) {
                break;
            }
            let mut rows = self.catalogue.rows(chunk, &self.catalogue.names()?)?;
            let mut stored = Vec::with_capacity(chunk.len());
            for id in chunk {
                if let Some(row) = rows.remove(id) {
                    let places = self.catalogue.paths_of_article(*id)?;
                    stored.push((row, places));
                }
            }
            for (id, places, article) in cleaned(&self.index, &searcher, &stored, options, &threads)? {
                self.delete_document(id);
                self.rewrite_article(id, article, &places)?;
                changed += 1;
            }
            progress.done += chunk.len();
            sink(ImportEvent::Progress(Progress {
                found: ids.len(),
                all_found: true,
                ..progress
            }));
            if let Some(steps) = steps.as_mut().filter(|steps| steps.is_over(0)) {
                self.end_step(&mut sink)?;
                steps.next(0);
            }
        }
        Ok(changed)
    }

    /// Returns threads for cleaning. They are not those of the global pool, because a search would have to wait until a chunk
    /// is cleaned.
    pub(crate) fn cleaning_threads(&self) -> Result<ThreadPool, StoreError> {
        let threads = ThreadPoolBuilder::new().build();
        threads.map_err(|error| StoreError::from_io(&self.index.folder, &io::Error::other(error)))
    }

    /// Returns the articles in files at and below these paths, in the order of their ids.
    fn articles_below(&self, paths: &[PathBuf]) -> Result<Vec<u32>, StoreError> {
        let mut ids = BTreeSet::new();
        for file in KnownFiles::below(&self.catalogue, paths)?.numbers() {
            ids.extend(self.catalogue.articles_of(file)?.into_iter().map(|(id, _)| id));
        }
        Ok(ids.into_iter().collect())
    }

    /// Commits, and reports it if anything was written.
    pub(crate) fn end_step(&mut self, sink: &mut impl FnMut(ImportEvent)) -> Result<(), StoreError> {
        if self.commit()? {
            sink(ImportEvent::Committed);
        }
        Ok(())
    }
}

/// Cleans articles in parallel, and returns the changed ones in their order.
fn cleaned(
    index: &ArticleIndex,
    searcher: &Searcher,
    stored: &[(ArticleRow, Vec<PathBuf>)],
    options: &LoadOptions,
    threads: &ThreadPool,
) -> Result<Vec<RecleanedArticle>, StoreError> {
    let clean = |(row, places): &(ArticleRow, Vec<PathBuf>)| -> Result<Option<RecleanedArticle>, StoreError> {
        let article = clean_one(index, searcher, row, places, options)?;
        Ok(article.map(|article| (row.id, places.clone(), article)))
    };
    let cleaned: Result<Vec<_>, StoreError> = threads.install(|| stored.par_iter().map(clean).collect());
    Ok(cleaned?.into_iter().flatten().collect())
}

/// Cleans one article. Returns `None` if it is missing, or unchanged in the index and in the catalogue: a kill may have left
/// the catalogue behind the index.
fn clean_one(
    index: &ArticleIndex,
    searcher: &Searcher,
    row: &ArticleRow,
    places: &[PathBuf],
    options: &LoadOptions,
) -> Result<Option<PendingArticle>, StoreError> {
    let (Some(path), Some(before)) = (places.first(), index.article(searcher, row.id)?) else {
        return Ok(None);
    };
    let now = options.article_again(path, &before);
    // Compared as bytes: the stored form rounds the confidence of evidence.
    let is_same = stored_article::to_bytes(&now) == stored_article::to_bytes(&before);
    let path: Arc<Path> = Arc::from(path.as_path());
    let entry = Entry::new(path, now);
    let is_unchanged = is_same && row.shows_same(&ArticleRow::from(&entry));
    Ok((!is_unchanged).then(|| PendingArticle::new(entry, &index.fields)))
}
