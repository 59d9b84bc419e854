//! Writes a file that was read into a library: decides whether it is new, changed, moved or a copy, and updates its articles. How an article is written: see `write_article`.

use crate::library::error::StoreError;
use crate::library::store::import::pending_article::{PendingArticle, PendingPage, record_key};
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
        let known = self.catalogue.file_at(&page.file)?;
        if let Some((file, true)) = known {
            let text = "UPDATE files SET modified = ?, gone = 0 WHERE id = ?";
            self.catalogue
                .execute(text, params![page.file.fingerprint.modified, file])?;
            return Ok(WriteOutcome::Touched);
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
        let before = self.catalogue.articles_of(file)?;
        self.detach_articles(file)?;
        self.catalogue.update_file(file, &page.file)?;
        let count = articles.len();
        let by_key = self.by_record_key(&before, &articles)?;
        for article in articles {
            let by_part = || {
                before
                    .iter()
                    .find(|(_, part)| *part == article.part)
                    .map(|(id, _)| *id)
            };
            let known = article.record_key.as_ref().map(|key| by_key.get(key).copied());
            let same = known.unwrap_or_else(by_part);
            // An article that is also in another file stays there unchanged.
            let version_of = match same {
                Some(id) if self.catalogue.origins(id)? == 0 => {
                    self.version_before(id, &article, known.is_some())?
                }
                _ => None,
            };
            match version_of {
                Some(id) => self.replace_article(id, article, file, &page.file.path)?,
                None => {
                    self.add_article(article, file, &page.file.path)?;
                }
            }
        }
        Ok(WriteOutcome::Changed(count))
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
