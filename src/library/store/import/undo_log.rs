//! The articles that a step replaces, in a file next to the index. A step commits the index first, so after a kill before the
//! catalogue is committed, the index no longer has the earlier text of a changed page, and the catalogue has no version of it
//! yet. The next writer restores it from this file; then the page is imported as if nothing had happened.
//!
//! The second reading needs no such file: its result is made again from the same source text.

use crate::article::Article;
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::identity::{Content, ContentHash};
use crate::library::store::import::pending_article::PendingArticle;
use crate::library::store::import::writer::Writer;
use crate::library::store::index::stored_article;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the file in the library's folder.
const FILE: &str = "replaced.pending";

/// An article that is replaced, as the index has it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ReplacedArticle {
    id: u32,
    article: Vec<u8>,
}

impl Writer {
    fn undo_file(&self) -> PathBuf {
        self.index.folder.join(FILE)
    }

    /// Remembers the text of an article that is about to be replaced.
    pub(crate) fn remember_replaced(&mut self, id: u32, before: &Article) {
        if !self.index.is_temporary {
            self.replaced.push(ReplacedArticle {
                id,
                article: stored_article::to_bytes(before),
            });
        }
    }

    /// Writes the file, before the index is committed.
    pub(crate) fn write_undo_log(&mut self) -> Result<(), StoreError> {
        if self.replaced.is_empty() {
            return Ok(());
        }
        let replaced = std::mem::take(&mut self.replaced);
        let write = || -> io::Result<()> {
            let bytes = postcard::to_stdvec(&replaced).map_err(io::Error::other)?;
            let mut file = tempfile::NamedTempFile::new_in(&self.index.folder)?;
            file.write_all(&bytes)?;
            file.as_file().sync_all()?;
            file.persist(self.undo_file())?;
            Ok(())
        };
        write().map_err(|error| StoreError::from_io(&self.index.folder, &error))?;
        self.has_undo_log = true;
        Ok(())
    }

    /// Removes the file, after the catalogue was committed. If it stays, it is about an earlier state and changes nothing.
    pub(crate) fn remove_undo_log(&mut self) {
        if std::mem::take(&mut self.has_undo_log) {
            drop(std::fs::remove_file(self.undo_file()));
        }
    }

    /// Restores the articles that the index lost in a step whose catalogue was not committed.
    pub(crate) fn undo_uncommitted(&mut self) -> Result<(), StoreError> {
        let bytes = match std::fs::read(self.undo_file()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(StoreError::from_io(&self.index.folder, &error)),
        };
        self.has_undo_log = true;
        let searcher = self.index.searcher()?;
        let replaced: Vec<ReplacedArticle> = postcard::from_bytes(&bytes).unwrap_or_default();
        for ReplacedArticle { id, article } in replaced {
            let Some(before) = stored_article::from_bytes(&article) else {
                continue;
            };
            let source = Content::of(&before).source;
            let now = self.index.article(&searcher, id)?;
            let is_replaced = now.is_none_or(|now| Content::of(&now).source != source);
            if is_replaced && self.is_in_catalogue(id, source)? {
                let places = self.catalogue.paths_of_article(id)?;
                let path: Arc<Path> = Arc::from(places.first().cloned().unwrap_or_default());
                let pending = PendingArticle::new(Entry::new(path, before), &self.index.fields);
                self.delete_document(id);
                self.rewrite_article(id, pending, &places)?;
            }
        }
        // The import compares pages with what is committed.
        self.commit()?;
        Ok(())
    }

    /// Returns whether the catalogue has an article with this source text under this id.
    fn is_in_catalogue(&self, id: u32, source: ContentHash) -> Result<bool, StoreError> {
        let text = "SELECT 1 FROM articles WHERE id = ?1 AND source = ?2 AND ifnull(source_rest, ?3) = ?3";
        let given = params![id, source.first_half(), source.second_half()];
        Ok(self.catalogue.number(text, given)?.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::load::options::LoadOptions;
    use crate::library::load::pipeline::task::{PageInput, ReadPage};
    use crate::library::store::handle::Store;
    use crate::library::store::import::pending_article::PendingPage;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn a_version_is_not_lost_by_a_kill_between_the_commits_of_index_and_catalogue() {
        let home = tempfile::tempdir().unwrap();
        let news = home.path().join("news");
        std::fs::create_dir(&news).unwrap();
        let (path, options) = (news.join("a.txt"), LoadOptions::default());
        let page = |ending: &str| {
            format!("The harbour of Zelm is closed\n3 May 2024\nA storm has closed the harbour {ending}.\n")
        };
        let store = Store::at(&home.path().join("library"));
        let import = || {
            let never = AtomicBool::new(false);
            store
                .import(std::slice::from_ref(&news), &options, &never, |_| {})
                .unwrap()
        };
        std::fs::write(&path, page("for a day")).unwrap();
        import();
        std::fs::write(&path, page("for a whole week")).unwrap();
        // What a kill after the first of the two commits leaves.
        let mut writer = store.writer().unwrap();
        let fields = writer.index.fields;
        let bytes = page("for a whole week").into_bytes();
        let page = ReadPage {
            path: &path,
            input: PageInput::Bytes(&bytes),
            listed: false,
        };
        let pending = PendingPage::read(page, |_| false, &options, &fields, &mut |_| true);
        let pending = pending.articles.into_iter().next().unwrap();
        writer.page(pending, |_| None).unwrap();
        writer.commit_documents().unwrap();
        drop(writer);
        assert_eq!(import().changed, 1);
        let snapshot = store.snapshot().unwrap();
        let versions = snapshot.versions(0).unwrap();
        assert_eq!(versions.len(), 1);
        assert!(versions[0].1.source.contains("for a day"));
        assert!(
            snapshot
                .entry(0)
                .unwrap()
                .unwrap()
                .article
                .source
                .contains("for a whole week")
        );
        assert!(!store.folder().join(FILE).exists());
        assert_eq!(store.check().unwrap().faults, [""; 0]);
    }
}
