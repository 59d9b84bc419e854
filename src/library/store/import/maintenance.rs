//! Maintenance of a library: compacting it, and forgetting what was found below a path. Importing: see `importer`; checking
//! and rebuilding: see `repair`.

use crate::library::error::StoreError;
use crate::library::identity::Content;
use crate::library::marks::identity::ArticleIdentity;
use crate::library::marks::store::MarksStore;
use crate::library::store::handle::Store;
use crate::library::store::import::writer::Writer;
use crate::library::store::search::marked::LibraryMarksError;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

impl Store {
    /// Frees the space of replaced and forgotten articles.
    pub fn compact(&self) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        self.writer()?.compact()
    }

    /// Removes what was found at and below a path, and returns the number of removed articles. An article that was
    /// also found in another place stays. With `marks`, the marks of the removed articles are deleted first.
    pub fn forget(&self, path: &Path, marks: Option<&mut MarksStore>) -> Result<usize, LibraryMarksError> {
        let absolute = std::path::absolute(path).map_err(|error| StoreError::from_io(path, &error))?;
        let _lock = self.lock()?;
        let mut writer = self.writer()?;
        let below = writer.files_below(&absolute)?;
        let forgotten = writer.remove_files(below)?;
        if let Some(marks) = marks {
            writer.forget_marks(&forgotten, marks)?;
        }
        writer.forget(forgotten.keys())?;
        writer.close()?;
        Ok(forgotten.len())
    }
}

impl Writer {
    /// Removes these files from the catalogue. Returns the articles that are in no file now, each with a path where it was.
    pub(crate) fn remove_files(
        &mut self,
        files: Vec<(i64, PathBuf)>,
    ) -> Result<BTreeMap<u32, PathBuf>, StoreError> {
        let mut found = BTreeMap::new();
        for (file, path) in files {
            for id in self.catalogue.remove_file(file)? {
                found.insert(id, path.clone());
            }
        }
        let mut orphaned = BTreeMap::new();
        for (id, path) in found {
            if self.catalogue.paths_of_article(id)?.is_empty() {
                orphaned.insert(id, path);
            } else {
                self.moved.insert(id);
            }
        }
        Ok(orphaned)
    }

    fn forget_marks(
        &self,
        articles: &BTreeMap<u32, PathBuf>,
        marks: &mut MarksStore,
    ) -> Result<(), LibraryMarksError> {
        let searcher = self.index.searcher()?;
        marks.write_at_once(|writing| {
            for (id, path) in articles {
                if let Some(article) = self.index.article(&searcher, *id)? {
                    writing.forget(ArticleIdentity {
                        path,
                        content: Content::of(&article),
                        article: &article,
                    })?;
                }
            }
            Ok(())
        })
    }

    /// Removes articles that are in no file.
    pub(crate) fn forget<'a>(
        &mut self,
        articles: impl Iterator<Item = &'a u32> + Clone,
    ) -> Result<(), StoreError> {
        for id in articles.clone() {
            self.drop_article(*id)?;
        }
        // The catalogue first: everything that it lists must be in the index at any moment.
        self.commit_catalogue()?;
        for id in articles {
            self.delete_document(*id);
        }
        self.commit()?;
        Ok(())
    }

    fn files_below(&self, root: &Path) -> Result<Vec<(i64, PathBuf)>, StoreError> {
        let mut files = self.catalogue.files()?;
        files.retain(|(_, path)| path.starts_with(root));
        Ok(files)
    }
}
