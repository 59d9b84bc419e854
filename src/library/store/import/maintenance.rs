//! Maintenance of a library: checking it, rebuilding its index, compacting it, and forgetting what was found below
//! a path. Importing: see `importer`.

use crate::article::Article;
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::identity::Content;
use crate::library::load::options::LoadOptions;
use crate::library::load::read::read;
use crate::library::marks::identity::ArticleIdentity;
use crate::library::marks::store::MarksStore;
use crate::library::store::catalogue::tables;
use crate::library::store::catalogue::tables::Catalogue;
use crate::library::store::handle::Store;
use crate::library::store::import::pending_article::PendingArticle;
use crate::library::store::import::writer::Writer;
use crate::library::store::index::schema;
use crate::library::store::index::schema::ArticleIndex;
use crate::library::store::search::marked::LibraryMarksError;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckReport {
    /// The number of articles in the catalogue.
    pub articles: usize,
    /// The faults, one line each. Empty if there are none.
    pub faults: Vec<String>,
}

/// The number of articles that a rebuild took from each source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RebuildReport {
    /// Copied unchanged from the old index.
    pub copied: usize,
    /// Read again from their files.
    pub read_again: usize,
    /// Neither in the old index nor in a file.
    pub lost: usize,
}

/// The folder where the new index is written, and the one where the old index stays until it is replaced.
const NEW: &str = "index.new";
const OLD: &str = "index.old";
/// A check stops after this many faults.
const MAX_FAULTS: usize = 20;

impl Store {
    /// Reads everything and reports faults. Changes nothing.
    pub fn check(&self) -> Result<CheckReport, StoreError> {
        let catalogue = Catalogue::open(self.folder())?;
        let mut checked = CheckReport::default();
        checked.faults.extend(catalogue.faults()?);
        let articles = catalogue.articles()?;
        checked.articles = articles.len();
        let index = ArticleIndex::open(self.folder())?;
        let damaged = index
            .index
            .validate_checksum()
            .map_err(|error| index.failed(&error))?;
        checked.faults.extend(
            damaged
                .iter()
                .map(|file| format!("index/{} is damaged", file.display())),
        );
        let searcher = index.searcher()?;
        for id in articles {
            let fault = match index.article(&searcher, id) {
                Ok(Some(_)) => continue,
                Ok(None) => format!("article {id} is not in the index"),
                Err(error) => error.to_string(),
            };
            checked.faults.push(fault);
            if checked.faults.len() >= MAX_FAULTS {
                checked.faults.push("there may be more".to_owned());
                break;
            }
        }
        Ok(checked)
    }

    /// Rebuilds the index under the same ids: each article from the old index or, if it cannot be read there, from
    /// its file. The old index is deleted when the new one is complete. Returns `None` if the catalogue cannot be read
    /// either: then all files were moved to another folder, and the folders have to be imported again.
    pub fn rebuild(&self, options: &LoadOptions) -> Result<Option<RebuildReport>, StoreError> {
        let _lock = self.lock()?;
        let failed = |error: &std::io::Error| StoreError::from_io(self.folder(), error);
        let place = |name: &str| self.folder().join(name);
        let (current, old) = (place(schema::FOLDER), place(OLD));
        // The previous rebuild was interrupted between its last two steps.
        if old.exists() && !current.exists() {
            fs::rename(&old, &current).map_err(|error| failed(&error))?;
        }
        let catalogue = match Catalogue::open_for_writing(self.folder()).and_then(Catalogue::sound) {
            Err(StoreError::Broken { .. }) => {
                self.move_aside().map_err(|error| failed(&error))?;
                return Ok(None);
            }
            opened => opened?,
        };
        for folder in [NEW, OLD] {
            if place(folder).exists() {
                fs::remove_dir_all(place(folder)).map_err(|error| failed(&error))?;
            }
        }
        let new = ArticleIndex::create(self.folder(), NEW)?;
        let before = ArticleIndex::open(self.folder()).ok();
        let rebuilt = Writer::open(catalogue, new)?.rebuild(before.as_ref(), options)?;
        drop(before);
        if current.exists() {
            fs::rename(&current, &old).map_err(|error| failed(&error))?;
        }
        fs::rename(place(NEW), &current).map_err(|error| failed(&error))?;
        if old.exists() {
            fs::remove_dir_all(&old).map_err(|error| failed(&error))?;
        }
        Ok(Some(rebuilt))
    }

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

    fn move_aside(&self) -> std::io::Result<()> {
        let mut number = 1;
        while self.folder().join(format!("broken-{number}")).exists() {
            number += 1;
        }
        let backup = self.folder().join(format!("broken-{number}"));
        fs::create_dir(&backup)?;
        let log = format!("{}-wal", tables::FILE);
        for name in [tables::FILE, &log, schema::FOLDER, NEW] {
            if self.folder().join(name).exists() {
                fs::rename(self.folder().join(name), backup.join(name))?;
            }
        }
        Ok(())
    }
}

impl Writer {
    /// Writes every article of the catalogue into the index, which is empty.
    fn rebuild(
        mut self,
        before: Option<&ArticleIndex>,
        options: &LoadOptions,
    ) -> Result<RebuildReport, StoreError> {
        let searcher = before.and_then(|index| index.searcher().ok());
        let mut rebuilt = RebuildReport::default();
        for id in self.catalogue.articles()? {
            let places = self.catalogue.paths_of_article(id)?;
            let path: Arc<Path> = Arc::from(places.first().cloned().unwrap_or_default());
            let stored = before.zip(searcher.as_ref());
            let stored = stored.and_then(|(index, searcher)| index.article(searcher, id).ok().flatten());
            let article = if let Some(article) = stored {
                rebuilt.copied += 1;
                Some(article)
            } else {
                let found = self.read_again(id, options)?;
                rebuilt.read_again += usize::from(found.is_some());
                found
            };
            if let Some(article) = article {
                let pending = PendingArticle::new(Entry::new(path, article), &self.index.fields);
                self.rewrite_article(id, pending, &places)?;
            } else {
                rebuilt.lost += 1;
                self.drop_article(id)?;
            }
        }
        self.commit()?;
        self.close()?;
        Ok(rebuilt)
    }

    /// Reads an article from the first of its files that still contains it.
    fn read_again(&self, id: u32, options: &LoadOptions) -> Result<Option<Article>, StoreError> {
        for (path, part) in self.catalogue.locations(id)? {
            let Ok(bytes) = read(&path, options.size_limit, true) else {
                continue;
            };
            let article = options
                .articles(&path, &bytes)
                .into_iter()
                .find(|article| article.part == part);
            if article.is_some() {
                return Ok(article);
            }
        }
        Ok(None)
    }

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
