//! Writes a file that was read into a library: decides whether it is new, changed, moved or a copy, and updates its articles. How an article is written: see `write_article`.

use crate::library::error::StoreError;
use crate::library::store::import::partial_file::{ArticlesBefore, PartialFile};
use crate::library::store::import::pending_article::{PageStage, PendingArticle, PendingPage, record_key};
use crate::library::store::import::write_article::AddedArticle;
use crate::library::store::import::writer::Writer;
use rusqlite::params;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// How a page differed from the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WriteOutcome {
    /// New; the number of its new articles.
    New(usize),
    /// Changed; the number of its articles.
    Changed(usize),
    /// Unchanged except for its modification time.
    Touched,
    /// A file that had another path before.
    Moved,
    /// A copy of a file that still exists.
    Copied,
}

impl Writer {
    /// Writes a file into the library. `reread` prepares its articles if that was skipped.
    pub(crate) fn page(
        &mut self,
        mut page: PendingPage,
        reread: impl FnOnce(&Path) -> Option<Vec<PendingArticle>>,
    ) -> Result<WriteOutcome, StoreError> {
        if page.stage != PageStage::Whole {
            return self.part(page);
        }
        let known = self.catalogue.file_at(&page.file)?;
        if let Some((file, true)) = known {
            return self.touched(file, &page);
        }
        if let Some(other) = self.catalogue.file_of_bytes(&page.file)? {
            return self.same_bytes(&page, known.map(|(file, ..)| file), other);
        }
        let Some(articles) = page.articles.take().or_else(|| reread(&page.file.path)) else {
            // The file has changed or gone since it was read. The next import reads it again.
            return Ok(WriteOutcome::New(0));
        };
        match known {
            None => {
                let file = self.catalogue.add_file(&page.file)?;
                let mut added = Vec::with_capacity(articles.len());
                for article in articles {
                    added.push(self.add_article(article, file, &page.file.path)?);
                }
                let new = added.iter().filter(|added| **added == AddedArticle::New).count();
                Ok(if new > 0 {
                    WriteOutcome::New(new)
                } else if added.contains(&AddedArticle::Placed) {
                    WriteOutcome::Moved
                } else {
                    WriteOutcome::Copied
                })
            }
            Some((file, ..)) => self.changed(&page, file, articles),
        }
    }

    /// Handles a file whose bytes another file has: it was moved, or it is a copy.
    fn same_bytes(
        &mut self,
        page: &PendingPage,
        known: Option<i64>,
        (other, path): (i64, PathBuf),
    ) -> Result<WriteOutcome, StoreError> {
        if known.is_none() && path.symlink_metadata().is_err() {
            let (folder, name) = self.catalogue.folder_and_name(&page.file.path)?;
            let text = "UPDATE files SET folder = ?, name = ?, modified = ?, gone = 0 WHERE id = ?";
            self.catalogue
                .execute(text, params![folder, name, page.file.fingerprint.modified, other])?;
            self.mark_relocated(other)?;
            return Ok(WriteOutcome::Moved);
        }
        let file = match known {
            None => self.catalogue.add_file(&page.file)?,
            Some(file) => {
                self.detach_articles(file)?;
                self.catalogue.update_file(file, &page.file)?;
                file
            }
        };
        let text = "INSERT OR REPLACE INTO origins (article, file, part, past)
                    SELECT article, ?, part, 0 FROM origins WHERE file = ? AND past = 0";
        self.catalogue.execute(text, params![file, other])?;
        self.mark_relocated(file)?;
        Ok(WriteOutcome::Copied)
    }

    /// Handles a file that has changed.
    fn changed(
        &mut self,
        page: &PendingPage,
        file: i64,
        articles: Vec<PendingArticle>,
    ) -> Result<WriteOutcome, StoreError> {
        let count = articles.len();
        let before = self.begin_changed(file, &articles)?;
        self.catalogue.update_file(file, &page.file)?;
        self.replace_articles(file, &page.file.path, articles, &before)?;
        Ok(WriteOutcome::Changed(count))
    }

    /// Detaches the articles of a changed file, and returns them.
    fn begin_changed(
        &mut self,
        file: i64,
        articles: &[PendingArticle],
    ) -> Result<ArticlesBefore, StoreError> {
        let before = self.catalogue.articles_of(file)?;
        self.detach_articles(file)?;
        let by_key = self.by_record_key(&before, articles)?;
        let by_part = before.into_iter().map(|(id, part)| (part, id)).collect();
        Ok(ArticlesBefore { by_part, by_key })
    }

    /// Writes articles of a changed file: the text of an article that was in it before becomes a version.
    fn replace_articles(
        &mut self,
        file: i64,
        path: &Path,
        articles: Vec<PendingArticle>,
        before: &ArticlesBefore,
    ) -> Result<(), StoreError> {
        for article in articles {
            let known = article
                .record_key
                .as_ref()
                .map(|key| before.by_key.get(key).copied());
            let same = known.unwrap_or_else(|| before.of_part(article.part));
            // An article that is also in another file stays there unchanged.
            let version_of = match same {
                Some(id) if self.catalogue.origins(id)? == 0 => {
                    self.version_before(id, &article, known.is_some())?
                }
                _ => None,
            };
            match version_of {
                Some(id) => self.replace_article(id, article, file, path)?,
                None => {
                    self.add_article(article, file, path)?;
                }
            }
        }
        Ok(())
    }

    /// Writes a part of a large file. Until its last part is written, the catalogue has no hash of the file, so that an import
    /// which is interrupted reads it again.
    fn part(&mut self, mut page: PendingPage) -> Result<WriteOutcome, StoreError> {
        let is_next = |open: &mut PartialFile| open.path == page.file.path;
        let open = match self.partial.take_if(is_next) {
            Some(open) => open,
            None => match self.begin_parts(&page)? {
                Ok(open) => open,
                Err(outcome) => {
                    self.partial =
                        (page.stage == PageStage::Part).then(|| PartialFile::ignored(&page.file.path));
                    return Ok(outcome);
                }
            },
        };
        let articles = page.articles.take().unwrap_or_default();
        let mut count = 0;
        if let Some(file) = open.file {
            count = articles.len();
            self.replace_articles(file, &page.file.path, articles, &open.before)?;
            if page.stage == PageStage::Last {
                self.catalogue.update_file(file, &page.file)?;
            }
        }
        let is_new = open.is_new;
        self.partial = (page.stage == PageStage::Part).then_some(open);
        Ok(if is_new {
            WriteOutcome::New(count)
        } else {
            WriteOutcome::Changed(count)
        })
    }

    /// Begins a file that is written in parts; returns the outcome instead if its bytes are known.
    fn begin_parts(&mut self, page: &PendingPage) -> Result<Result<PartialFile, WriteOutcome>, StoreError> {
        let known = self.catalogue.file_at(&page.file)?;
        if let Some((file, true)) = known {
            return self.touched(file, page).map(Err);
        }
        if let Some(other) = self.catalogue.file_of_bytes(&page.file)? {
            return self
                .same_bytes(page, known.map(|(file, ..)| file), other)
                .map(Err);
        }
        let unfinished = page.file.unfinished();
        let articles = page.articles.as_deref().unwrap_or_default();
        let (file, before) = match known {
            Some((file, _)) => {
                let before = self.begin_changed(file, articles)?;
                self.catalogue.update_file(file, &unfinished)?;
                (file, before)
            }
            None => (self.catalogue.add_file(&unfinished)?, ArticlesBefore::default()),
        };
        Ok(Ok(PartialFile {
            path: page.file.path.clone(),
            file: Some(file),
            is_new: known.is_none(),
            before,
        }))
    }

    fn touched(&mut self, file: i64, page: &PendingPage) -> Result<WriteOutcome, StoreError> {
        let text = "UPDATE files SET modified = ?, gone = 0 WHERE id = ?";
        self.catalogue
            .execute(text, params![page.file.fingerprint.modified, file])?;
        Ok(WriteOutcome::Touched)
    }

    /// Returns the articles that were in a file by the keys of their records, if the file has records with keys.
    fn by_record_key(
        &self,
        before: &[(u32, u32)],
        now: &[PendingArticle],
    ) -> Result<HashMap<String, u32>, StoreError> {
        let mut by_key = HashMap::new();
        if now.iter().all(|article| article.record_key.is_none()) {
            return Ok(by_key);
        }
        let searcher = self.index.searcher()?;
        for (id, _) in before {
            let article = self.index.article(&searcher, *id)?;
            by_key.extend(article.as_ref().and_then(record_key).map(|key| (key, *id)));
        }
        Ok(by_key)
    }

    /// Records that the articles of a file are no longer in it.
    fn detach_articles(&mut self, file: i64) -> Result<(), StoreError> {
        self.catalogue
            .execute("UPDATE origins SET past = 1 WHERE file = ?", params![file])
    }

    /// Records that the places of a file's articles have changed.
    fn mark_relocated(&mut self, file: i64) -> Result<(), StoreError> {
        let articles = self.catalogue.articles_of(file)?;
        self.moved.extend(articles.into_iter().map(|(id, _)| id));
        Ok(())
    }
}
