//! Compares the pages of a library to find the templates of their outlets: lines that several pages share. What counts as
//! shared is decided in [`extract`](crate::extract); who cleans with the result: see `second_reading` and `reclean`.

use crate::article::Article;
use crate::extract::corpus::template::{CorpusTemplate, PageSketch};
use crate::library::error::StoreError;
use crate::library::load::options::LoadOptions;
use crate::library::store::import::writer::Writer;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// At most this many articles are compared with each other. Larger imports skip this step, because it would double
/// their time; `import --again` does it on request.
pub(crate) const MAX_COMPARED: usize = 20_000;

/// The most lines that are compared at once, about those of 2,000 pages. This limits the memory.
const MAX_LINES: usize = 112_000;

/// The number of articles that are read at once.
const CHUNK: usize = 128;

/// The number of earlier articles that are compared too: the latest ones, which are most likely of the same outlets.
const EARLIER_ARTICLES: u32 = 2_000;

impl Writer {
    /// Returns the options together with the lines that these articles share with each other and with earlier
    /// articles.
    ///
    /// The pages must be compared as they were first read. Those `to_read` may have been cleaned again already, by work that
    /// was interrupted after the index had it and before the catalogue did; they are read once more from their source text.
    pub(crate) fn with_template(
        &self,
        ids: &[u32],
        to_read: &BTreeSet<u32>,
        options: &LoadOptions,
        cancel: &AtomicBool,
    ) -> Result<LoadOptions, StoreError> {
        let mut pages: BTreeSet<u32> = ids.iter().copied().collect();
        let first = pages.first().copied().unwrap_or(0);
        pages.extend(first.saturating_sub(EARLIER_ARTICLES)..first);
        let pages: Vec<u32> = pages.into_iter().collect();
        let first_reading = LoadOptions {
            siblings: None,
            ..options.clone()
        };
        let (index, searcher) = (&self.index, self.index.searcher()?);
        let threads = self.cleaning_threads()?;
        let mut siblings = CorpusTemplate::of_at_most(MAX_LINES);
        for chunk in pages.chunks(CHUNK) {
            if cancel.load(Ordering::Relaxed) {
                break;
            }
            let mut articles = Vec::with_capacity(chunk.len());
            for id in chunk {
                let places = if to_read.contains(id) {
                    self.catalogue.paths_of_article(*id)?
                } else {
                    Vec::new()
                };
                articles.push((*id, places));
            }
            let sketch = |(id, places): &(u32, Vec<PathBuf>)| -> Result<Option<PageSketch>, StoreError> {
                let stored = index.article(&searcher, *id)?;
                let read = |article: Article| match places.first() {
                    Some(path) => first_reading.article_again(path, &article),
                    None => article,
                };
                Ok(stored.map(|article| PageSketch::of(&read(article))))
            };
            let sketches: Result<Vec<_>, StoreError> =
                threads.install(|| articles.par_iter().map(sketch).collect());
            sketches?.iter().flatten().for_each(|sketch| siblings.add(sketch));
        }
        let siblings = Some(siblings.complete()).filter(|siblings| !siblings.is_empty());
        Ok(LoadOptions {
            siblings: siblings.map(Arc::new),
            ..options.clone()
        })
    }
}
