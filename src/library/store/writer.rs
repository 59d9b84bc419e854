//! Writing into a library: articles into index and catalogue, in steps that are there whole or not at all. Not finding and
//! reading files: see `importer`.
//!
//! A step ends with the index and then the catalogue. What a kill in between leaves in the index alone is taken out by the
//! next writer.

use super::catalogue::Catalogue;
use super::error::StoreError;
use super::index::{ArticleIndex, NameNumbers, complete, document};
use super::names::UNKNOWN;
use super::paths;
use super::prepared::{Page, Prepared, number};
use super::snapshot::Kind;
use crate::library::{Entry, Order};
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;
use tantivy::IndexWriter;
use tantivy::index::SegmentMeta;
use tantivy::indexer::IndexWriterOptions;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::query::RangeQuery;

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// So many of its articles are new.
    New(usize),
    /// So many of its articles have changed.
    Changed(usize),
    /// Only its time of change is another.
    Touched,
    /// It is a file that was elsewhere before.
    Moved,
    /// The same bytes stand elsewhere too.
    Copied,
}

/// See above.
pub(super) struct Writer {
    pub(super) catalogue: Catalogue,
    pub(super) index: ArticleIndex,
    documents: IndexWriter,
    next: u32,
    names: HashMap<Arc<str>, i64>,
    folders: HashMap<PathBuf, i64>,
    /// What has to be added to the counts of the catalogue.
    counts: HashMap<(u8, i64), i64>,
    /// Articles that stand in other places than the index says.
    moved: BTreeSet<u32>,
}

/// What the index may take in before it writes a segment, in bytes a thread.
const BUDGET: usize = 96 << 20;
/// Larger segments than this many articles are not merged any more: it would cost more than it saves.
const MERGED_AT_MOST: usize = 250_000;

impl Writer {
    /// Opens a library for writing and takes out what was never finished.
    pub(super) fn open(catalogue: Catalogue, index: ArticleIndex) -> Result<Self, StoreError> {
        let threads = thread::available_parallelism()
            .map_or(1, |threads| threads.get().div_ceil(2))
            .min(4);
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(BUDGET)
            .num_worker_threads(threads)
            .num_merge_threads(1)
            .build();
        let documents: IndexWriter = index
            .index
            .writer_with_options(options)
            .map_err(|error| index.failed(&error))?;
        let mut policy = LogMergePolicy::default();
        policy.set_max_docs_before_merge(MERGED_AT_MOST);
        documents.set_merge_policy(Box::new(policy));
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
        };
        writer.catalogue.run("BEGIN IMMEDIATE")?;
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
            .counts(Kind::All as u8)?
            .first()
            .map_or(0, |(_, count)| *count);
        if there > told as u64 {
            let first = self.index.id_term(self.next);
            let query = RangeQuery::new(Bound::Included(first), Bound::Unbounded);
            self.documents
                .delete_query(Box::new(query))
                .map_err(|error| self.index.failed(&error))?;
        }
        Ok(())
    }

    /// Makes what was written part of the library.
    pub(super) fn commit(&mut self) -> Result<(), StoreError> {
        self.documents
            .commit()
            .map_err(|error| self.index.failed(&error))?;
        self.index_moved()?;
        for ((kind, value), more) in std::mem::take(&mut self.counts) {
            let text = "INSERT INTO counts (kind, value, articles) VALUES (?1, ?2, ?3)
                        ON CONFLICT DO UPDATE SET articles = articles + ?3";
            self.execute(text, params![kind, value, more])?;
        }
        self.execute("UPDATE next_article SET id = ?", params![self.next])?;
        self.catalogue.run("COMMIT; BEGIN IMMEDIATE")
    }

    /// Ends the writing. What was not committed is not in the library.
    pub(super) fn close(self) -> Result<(), StoreError> {
        let Self {
            documents,
            index,
            catalogue,
            ..
        } = self;
        documents
            .wait_merging_threads()
            .map_err(|error| index.failed(&error))?;
        catalogue.run("ROLLBACK; PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Takes a file into the library. `again` makes its articles where that was put off.
    pub(super) fn page(
        &mut self,
        mut page: Page,
        again: impl FnOnce(&Path) -> Option<Vec<Prepared>>,
    ) -> Result<Outcome, StoreError> {
        let known = self.file_at(&page.path)?;
        if let Some((file, hash, size)) = known
            && (hash, size) == (page.hash, page.stamp.size)
        {
            let text = "UPDATE files SET modified = ?, gone = 0 WHERE id = ?";
            self.execute(text, params![page.stamp.modified, file])?;
            return Ok(Outcome::Touched);
        }
        if let Some(other) = self.file_of_bytes(&page)? {
            return self.same_bytes(&page, known.map(|(file, ..)| file), other);
        }
        let Some(articles) = page.articles.take().or_else(|| again(&page.path)) else {
            // It has changed or gone since it was read; the next import meets it as it is then.
            return Ok(Outcome::New(0));
        };
        match known {
            None => {
                let file = self.add_file(&page)?;
                let count = articles.len();
                for article in articles {
                    self.add_article(article, file, &page.path)?;
                }
                Ok(Outcome::New(count))
            }
            Some((file, ..)) => self.changed(&page, file, articles),
        }
    }

    /// Another file has the same bytes: it was moved here, or it is there twice.
    fn same_bytes(
        &mut self,
        page: &Page,
        known: Option<i64>,
        (other, path): (i64, PathBuf),
    ) -> Result<Outcome, StoreError> {
        if known.is_none() && path.symlink_metadata().is_err() {
            let (folder, name) = self.place(&page.path)?;
            let text = "UPDATE files SET folder = ?, name = ?, modified = ?, gone = 0 WHERE id = ?";
            self.execute(text, params![folder, name, page.stamp.modified, other])?;
            self.elsewhere(other)?;
            return Ok(Outcome::Moved);
        }
        let file = match known {
            None => self.add_file(page)?,
            Some(file) => {
                self.leave(file)?;
                self.update_file(file, page)?;
                file
            }
        };
        let text = "INSERT OR REPLACE INTO origins (article, file, part, past)
                    SELECT article, ?, part, 0 FROM origins WHERE file = ? AND past = 0";
        self.execute(text, params![file, other])?;
        self.elsewhere(file)?;
        Ok(Outcome::Copied)
    }

    /// The page at a known place is another one now.
    fn changed(&mut self, page: &Page, file: i64, articles: Vec<Prepared>) -> Result<Outcome, StoreError> {
        let before = self.articles_of(file)?;
        self.leave(file)?;
        self.update_file(file, page)?;
        let count = articles.len();
        for article in articles {
            let same = before
                .iter()
                .find(|(_, part)| *part == article.part)
                .map(|(id, _)| *id);
            match same {
                Some(id) if self.origins(id)? == 0 => self.replace_article(id, article, file, &page.path)?,
                _ => self.add_article(article, file, &page.path)?,
            }
        }
        Ok(Outcome::Changed(count))
    }

    /// The articles of a file are not in it any more.
    fn leave(&mut self, file: i64) -> Result<(), StoreError> {
        self.execute("UPDATE origins SET past = 1 WHERE file = ?", params![file])
    }

    /// In how many places an article stands now.
    fn origins(&self, article: u32) -> Result<i64, StoreError> {
        let text = "SELECT count(*) FROM origins WHERE article = ? AND past = 0";
        Ok(self.catalogue.number(text, params![article])?.unwrap_or(0))
    }

    /// The articles that stand in a file, with their parts.
    fn articles_of(&self, file: i64) -> Result<Vec<(u32, u32)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(u32, u32)>> {
            let text = "SELECT article, part FROM origins WHERE file = ? AND past = 0";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            statement
                .query_map(params![file], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }

    fn add_article(&mut self, article: Prepared, file: i64, path: &Path) -> Result<(), StoreError> {
        let id = self.next;
        self.next = id.saturating_add(1);
        let text = "INSERT INTO origins (article, file, part) VALUES (?, ?, ?)";
        self.execute(text, params![id, file, article.part])?;
        self.write_article(id, article, path)
    }

    fn replace_article(
        &mut self,
        id: u32,
        article: Prepared,
        file: i64,
        path: &Path,
    ) -> Result<(), StoreError> {
        let text = "UPDATE origins SET past = 0 WHERE article = ? AND file = ?";
        self.execute(text, params![id, file])?;
        self.uncount(id)?;
        self.documents.delete_term(self.index.id_term(id));
        self.write_article(id, article, path)
    }

    fn write_article(&mut self, id: u32, mut article: Prepared, path: &Path) -> Result<(), StoreError> {
        let names = NameNumbers {
            outlet: self.name(article.outlet.as_deref())?,
            via: self.name(article.via.as_deref())?,
            section: self.name(article.section.as_deref())?,
            language: self.name(article.language.as_deref())?,
        };
        let now = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        let text = "INSERT OR REPLACE INTO articles
                    (id, time, outlet, via, section, language, words, title, stands_in, byline, imported,
                     source, content)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let values = params![
            id,
            article.time,
            names.outlet,
            names.via,
            names.section,
            names.language,
            article.words,
            article.title,
            !article.has_title,
            article.byline,
            now.as_secs().cast_signed(),
            number(&article.content.source),
            article.content.article.as_ref().map(number),
        ];
        self.execute(text, values)?;
        self.count(names, article.time, 1);
        complete(
            &mut article.document,
            &self.index.fields,
            id,
            names,
            &[path.to_path_buf()],
        );
        self.documents
            .add_document(article.document)
            .map_err(|error| self.index.failed(&error))?;
        Ok(())
    }

    fn count(&mut self, names: NameNumbers, time: Option<i64>, more: i64) {
        let day = time.map(|time| (Kind::Day, i64::from(Order::of_moment(time).0.days())));
        let values = [
            (Kind::Outlet, names.outlet),
            (Kind::Via, names.via),
            (Kind::Section, names.section),
            (Kind::Language, names.language),
            (Kind::All, 0),
        ];
        for (kind, value) in values.into_iter().chain(day) {
            *self.counts.entry((kind as u8, value)).or_default() += more;
        }
    }

    /// Takes an article out of the counts, before it is written anew.
    fn uncount(&mut self, id: u32) -> Result<(), StoreError> {
        if let Some((names, time)) = self.named(id)? {
            self.count(names, time, -1);
        }
        Ok(())
    }

    /// The numbers of an article's names, and its time.
    fn named(&self, id: u32) -> Result<Option<(NameNumbers, Option<i64>)>, StoreError> {
        let read = || {
            let text = "SELECT outlet, via, section, language, time FROM articles WHERE id = ?";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            let values = statement.query_row(params![id], |row| {
                let names = NameNumbers {
                    outlet: row.get(0)?,
                    via: row.get(1)?,
                    section: row.get(2)?,
                    language: row.get(3)?,
                };
                Ok((names, row.get(4)?))
            });
            values.optional()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }

    /// The articles of a file stand in other places than before.
    fn elsewhere(&mut self, file: i64) -> Result<(), StoreError> {
        let articles = self.articles_of(file)?;
        self.moved.extend(articles.into_iter().map(|(id, _)| id));
        Ok(())
    }

    /// Indexes articles anew that stand in other places than before. They are taken from the index itself.
    fn index_moved(&mut self) -> Result<(), StoreError> {
        let moved = std::mem::take(&mut self.moved);
        if moved.is_empty() {
            return Ok(());
        }
        let searcher = self.index.searcher()?;
        for id in moved {
            let (Some(article), Some((names, _))) = (self.index.article(&searcher, id)?, self.named(id)?)
            else {
                continue;
            };
            let places = self.places(id)?;
            let Some(first) = places.first() else { continue };
            let entry = Entry::new(Arc::from(first.as_path()), article);
            let mut document = document(&entry, &self.index.fields);
            complete(&mut document, &self.index.fields, id, names, &places);
            self.documents.delete_term(self.index.id_term(id));
            self.documents
                .add_document(document)
                .map_err(|error| self.index.failed(&error))?;
        }
        self.documents
            .commit()
            .map_err(|error| self.index.failed(&error))?;
        Ok(())
    }

    /// Every file that an article stands in, or stood in last.
    fn places(&self, id: u32) -> Result<Vec<PathBuf>, StoreError> {
        let read = || -> rusqlite::Result<Vec<PathBuf>> {
            let text = "SELECT d.path, f.name FROM origins o JOIN files f ON f.id = o.file
                        JOIN folders d ON d.id = f.folder WHERE o.article = ?";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            statement.query_map(params![id], path_of_row)?.collect()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }

    /// Marks files as gone, or as there.
    pub(super) fn set_gone(&mut self, file: u32, gone: bool) -> Result<(), StoreError> {
        self.execute("UPDATE files SET gone = ? WHERE id = ?", params![gone, file])
    }

    /// Where a file is.
    pub(super) fn path_of(&self, file: i64) -> Result<Option<PathBuf>, StoreError> {
        let read = || {
            let text = "SELECT d.path, f.name FROM files f JOIN folders d ON d.id = f.folder WHERE f.id = ?";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            statement.query_row(params![file], path_of_row).optional()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }

    /// Number, hash and size of the file at a path.
    fn file_at(&mut self, path: &Path) -> Result<Option<(i64, i64, i64)>, StoreError> {
        let (folder, name) = self.place(path)?;
        let read = || {
            let text = "SELECT id, hash, size FROM files WHERE folder = ? AND name = ?";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            let found = statement.query_row(params![folder, name], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            });
            found.optional()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }

    /// Another file of the same bytes, one that is not there any more if there is such.
    fn file_of_bytes(&self, page: &Page) -> Result<Option<(i64, PathBuf)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(i64, PathBuf)>> {
            let text = "SELECT d.path, f.name, f.id FROM files f JOIN folders d ON d.id = f.folder
                        WHERE f.hash = ? AND f.size = ?";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            let found = |row: &rusqlite::Row<'_>| Ok((row.get(2)?, path_of_row(row)?));
            statement
                .query_map(params![page.hash, page.stamp.size], found)?
                .collect()
        };
        let mut found = read().map_err(|error| self.catalogue.failed(&error))?;
        found.retain(|(_, path)| *path != page.path);
        let gone = found
            .iter()
            .position(|(_, path)| path.symlink_metadata().is_err());
        Ok(found.into_iter().nth(gone.unwrap_or(0)))
    }

    fn add_file(&mut self, page: &Page) -> Result<i64, StoreError> {
        let (folder, name) = self.place(&page.path)?;
        let text = "INSERT INTO files (folder, name, size, modified, hash) VALUES (?, ?, ?, ?, ?)";
        self.execute(
            text,
            params![folder, name, page.stamp.size, page.stamp.modified, page.hash],
        )?;
        Ok(self.catalogue.sql.last_insert_rowid())
    }

    fn update_file(&mut self, file: i64, page: &Page) -> Result<(), StoreError> {
        let text = "UPDATE files SET size = ?, modified = ?, hash = ?, gone = 0 WHERE id = ?";
        self.execute(
            text,
            params![page.stamp.size, page.stamp.modified, page.hash, file],
        )
    }

    /// The number of a file's folder, and its name.
    fn place(&mut self, path: &Path) -> Result<(i64, Vec<u8>), StoreError> {
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let name = paths::to_bytes(Path::new(path.file_name().unwrap_or_default()));
        if let Some(number) = self.folders.get(folder) {
            return Ok((*number, name));
        }
        let bytes = paths::to_bytes(folder);
        let known = self
            .catalogue
            .number("SELECT id FROM folders WHERE path = ?", params![bytes])?;
        let number = if let Some(number) = known {
            number
        } else {
            self.execute("INSERT INTO folders (path) VALUES (?)", params![bytes])?;
            self.catalogue.sql.last_insert_rowid()
        };
        self.folders.insert(folder.to_path_buf(), number);
        Ok((number, name))
    }

    /// The number of a name.
    fn name(&mut self, name: Option<&str>) -> Result<i64, StoreError> {
        let Some(name) = name else {
            return Ok(UNKNOWN);
        };
        if let Some(number) = self.names.get(name) {
            return Ok(*number);
        }
        let known = self
            .catalogue
            .number("SELECT id FROM names WHERE name = ?", params![name])?;
        let number = if let Some(number) = known {
            number
        } else {
            self.execute("INSERT INTO names (name) VALUES (?)", params![name])?;
            self.catalogue.sql.last_insert_rowid()
        };
        self.names.insert(Arc::from(name), number);
        Ok(number)
    }

    fn execute(&self, text: &str, values: impl rusqlite::Params) -> Result<(), StoreError> {
        let run = || self.catalogue.sql.prepare_cached(text)?.execute(values);
        run().map_err(|error| self.catalogue.failed(&error))?;
        Ok(())
    }
}

fn path_of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<PathBuf> {
    Ok(paths::from_bytes(row.get(0)?).join(paths::from_bytes(row.get(1)?)))
}
