//! Writing into a library: articles into index and catalogue, in steps that are there whole or not at all. Not finding and
//! reading files: see `importer`.
//!
//! A step ends with the index and then the catalogue. What a kill in between leaves in the index alone is taken out by the
//! next writer.

use super::catalogue::Catalogue;
use super::error::StoreError;
use super::index::{ArticleIndex, NameNumbers, complete, document};
use super::kept;
use super::merging::{MergeSmall, make_one};
use super::names::UNKNOWN;
use super::prepared::{Page, Prepared, number, rest};
use super::snapshot::Kind;
use crate::library::{ContentHash, Entry, Order, Shape};
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;
use tantivy::index::SegmentMeta;
use tantivy::indexer::IndexWriterOptions;
use tantivy::query::RangeQuery;
use tantivy::{IndexWriter, TantivyDocument};

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
    pub(super) next: u32,
    names: HashMap<Arc<str>, i64>,
    pub(super) folders: HashMap<PathBuf, i64>,
    /// What has to be added to the counts of the catalogue.
    counts: HashMap<(u8, i64), i64>,
    /// Articles that stand in other places than the index says.
    pub(super) moved: BTreeSet<u32>,
    /// Whether the index holds more or less than was committed.
    has_documents: bool,
    /// How many articles were written into the index.
    written: usize,
    /// How many changes of the catalogue were committed.
    changes: u64,
}

/// What the index may take in before it writes a segment, in bytes of all its threads: about what a step of an import
/// brings, so that few segments are made and hardly any has to be merged.
const BUDGET: usize = 128 << 20;
/// The same for a library in memory, where segments take memory too.
const BUDGET_IN_MEMORY: usize = 24 << 20;

impl Writer {
    /// Opens a library for writing and takes out what was never finished.
    pub(super) fn open(catalogue: Catalogue, index: ArticleIndex) -> Result<Self, StoreError> {
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
            .counts(Kind::All as u8)?
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

    /// Makes what was written part of the library; false where nothing was.
    pub(super) fn commit(&mut self) -> Result<bool, StoreError> {
        self.commit_documents()?;
        self.index_moved()?;
        let has_changed = self.catalogue.sql.total_changes() > self.changes;
        if has_changed {
            self.commit_catalogue()?;
        }
        Ok(has_changed)
    }

    fn commit_documents(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.has_documents) {
            let committed = self.documents.commit();
            committed.map_err(|error| self.index.failed(&error))?;
        }
        Ok(())
    }

    fn add_document(&mut self, document: TantivyDocument) -> Result<(), StoreError> {
        self.has_documents = true;
        self.written += 1;
        let Err(error) = self.documents.add_document(document) else {
            return Ok(());
        };
        // A thread of the index has ended; whoever waits for its end is told why.
        let cause = self.documents.prepare_commit().err().unwrap_or(error);
        Err(self.index.failed(&cause))
    }

    /// Commits the catalogue alone.
    pub(super) fn commit_catalogue(&mut self) -> Result<(), StoreError> {
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

    /// Ends the writing. What was not committed is not in the library.
    pub(super) fn close(self) -> Result<(), StoreError> {
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
            // Its indexes grew in no order, so that a third of their pages is empty; while others read them, they stay so.
            drop(catalogue.run("VACUUM"));
        }
        catalogue.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Merges all segments of the index, and takes empty pages out of the catalogue.
    pub(super) fn compact(mut self) -> Result<(), StoreError> {
        let failed = |error: tantivy::TantivyError| self.index.failed(&error);
        let segments = self.index.index.searchable_segment_ids().map_err(failed)?;
        self.documents.merge(&segments).wait().map_err(failed)?;
        self.documents.garbage_collect_files().wait().map_err(failed)?;
        self.catalogue.run("COMMIT; VACUUM; BEGIN IMMEDIATE")?;
        self.close()
    }

    /// Takes a file into the library. `again` makes its articles where that was put off.
    pub(super) fn page(
        &mut self,
        mut page: Page,
        again: impl FnOnce(&Path) -> Option<Vec<Prepared>>,
    ) -> Result<Outcome, StoreError> {
        let known = self.file_at(&page)?;
        if let Some((file, true)) = known {
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
                let mut new = count;
                for article in articles {
                    new -= usize::from(!self.add_article(article, file, &page.path)?);
                }
                Ok(if new == 0 {
                    Outcome::Copied
                } else {
                    Outcome::New(new)
                })
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
            let same = before.iter().find(|(_, part)| *part == article.part);
            // One that stands elsewhere too stays there as it is.
            let version_of = match same.map(|(id, _)| *id) {
                Some(id) if self.origins(id)? == 0 => self.version_before(id, &article)?,
                _ => None,
            };
            match version_of {
                Some(id) => self.replace_article(id, article, file, &page.path)?,
                None => {
                    self.add_article(article, file, &page.path)?;
                }
            }
        }
        Ok(Outcome::Changed(count))
    }

    /// The articles of a file are not in it any more.
    fn leave(&mut self, file: i64) -> Result<(), StoreError> {
        self.execute("UPDATE origins SET past = 1 WHERE file = ?", params![file])
    }

    /// Adds an article, or the place of one that is there already; false for the latter.
    fn add_article(&mut self, article: Prepared, file: i64, path: &Path) -> Result<bool, StoreError> {
        let text = "INSERT OR REPLACE INTO origins (article, file, part) VALUES (?, ?, ?)";
        if let Some(same) = self.article_of_content(article.content.article)? {
            self.execute(text, params![same, file, article.part])?;
            self.moved.insert(same);
            return Ok(false);
        }
        let id = self.next;
        self.next = id.saturating_add(1);
        self.execute(text, params![id, file, article.part])?;
        self.write_article(id, article, &[path.to_path_buf()], None)?;
        Ok(true)
    }

    /// The article of the same outlet, title and body.
    fn article_of_content(&self, content: Option<ContentHash>) -> Result<Option<u32>, StoreError> {
        let Some(content) = content else {
            return Ok(None);
        };
        let text = "SELECT id FROM articles WHERE content = ?1 AND ifnull(rest, ?2) = ?2 ORDER BY id LIMIT 1";
        let found = self
            .catalogue
            .number(text, params![number(&content), rest(&content)])?;
        Ok(found.and_then(|id| u32::try_from(id).ok()))
    }

    /// Keeps an article as it is, before a page that has its title or half of its paragraphs takes its place; `None` where
    /// the page holds another article.
    fn version_before(&mut self, id: u32, later: &Prepared) -> Result<Option<u32>, StoreError> {
        let searcher = self.index.searcher()?;
        let (Some(before), Some(later)) = (
            self.index.article(&searcher, id)?,
            later.article(&self.index.fields),
        ) else {
            return Ok(None);
        };
        if !Shape::of(&before).stayed_in(&Shape::of(&later)) {
            return Ok(None);
        }
        let text = "INSERT INTO versions (article, imported, kept, source, source_rest)
                    SELECT id, imported, ?, source, source_rest FROM articles WHERE id = ?";
        self.execute(text, params![kept::to_bytes(&before), id])?;
        Ok(Some(id))
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
        let text = "INSERT OR REPLACE INTO renewed (article, next) VALUES (?, ?)";
        self.execute(text, params![id, self.next])?;
        self.uncount(id)?;
        self.delete_document(id);
        self.write_article(id, article, &[path.to_path_buf()], None)
    }

    fn write_article(
        &mut self,
        id: u32,
        mut article: Prepared,
        places: &[PathBuf],
        imported: Option<i64>,
    ) -> Result<(), StoreError> {
        let names = NameNumbers {
            outlet: self.name(article.outlet.as_deref())?,
            via: self.name(article.via.as_deref())?,
            section: self.name(article.section.as_deref())?,
            language: self.name(article.language.as_deref())?,
        };
        let imported = imported.unwrap_or_else(now);
        let text = "INSERT OR REPLACE INTO articles
                    (id, time, outlet, via, section, language, words, title, stands_in, byline, imported,
                     source, source_rest, content, rest)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
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
            imported,
            number(&article.content.source),
            rest(&article.content.source),
            article.content.article.as_ref().map(number),
            article.content.article.as_ref().map(rest),
        ];
        self.execute(text, values)?;
        self.count(names, article.time, 1);
        complete(&mut article.document, &self.index.fields, id, names, places);
        self.add_document(article.document)
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
            self.delete_document(id);
            self.add_document(document)?;
        }
        self.commit_documents()
    }

    /// Takes an article out of the catalogue; it may be in the index still.
    pub(super) fn drop_article(&mut self, id: u32) -> Result<(), StoreError> {
        self.uncount(id)?;
        self.execute("DELETE FROM origins WHERE article = ?", params![id])?;
        self.execute("DELETE FROM versions WHERE article = ?", params![id])?;
        self.execute("DELETE FROM renewed WHERE article = ?", params![id])?;
        self.execute("DELETE FROM articles WHERE id = ?", params![id])
    }

    /// Takes an article out of the index.
    pub(super) fn delete_document(&mut self, id: u32) {
        self.documents.delete_term(self.index.id_term(id));
        self.has_documents = true;
    }

    /// Writes an article anew that is in the catalogue, not in the index; it counts as imported when it was.
    pub(super) fn rewrite_article(
        &mut self,
        id: u32,
        article: Prepared,
        places: &[PathBuf],
    ) -> Result<(), StoreError> {
        self.uncount(id)?;
        let imported = self
            .catalogue
            .number("SELECT imported FROM articles WHERE id = ?", params![id])?;
        self.write_article(id, article, places, imported)
    }

    /// Marks files as gone, or as there.
    pub(super) fn set_gone(&mut self, file: u32, gone: bool) -> Result<(), StoreError> {
        self.execute("UPDATE files SET gone = ? WHERE id = ?", params![gone, file])
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

    pub(super) fn execute(&self, text: &str, values: impl rusqlite::Params) -> Result<(), StoreError> {
        let run = || self.catalogue.sql.prepare_cached(text)?.execute(values);
        run().map_err(|error| self.catalogue.failed(&error))?;
        Ok(())
    }
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap_or_default().as_secs().cast_signed()
}
