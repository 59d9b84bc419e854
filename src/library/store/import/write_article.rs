//! Writing articles of a library: into the catalogue with their counts, and into the index. Which articles a file has:
//! see
//! `write_page`.

use crate::library::entry::Entry;
use crate::library::identity::{ArticleFingerprint, ContentHash};
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::names::UNKNOWN;
use crate::library::store::error::StoreError;
use crate::library::store::import::pending_article::{PendingArticle, number, rest};
use crate::library::store::import::writer::Writer;
use crate::library::store::index::schema::{NameNumbers, complete, document};
use crate::library::store::index::stored_article;
use crate::library::store::search::snapshot::SnapshotKind;
use rusqlite::{OptionalExtension, params};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

impl Writer {
    /// Adds an article or, if the library has it already, another place for it. Returns false in the second case.
    pub(crate) fn add_article(
        &mut self,
        article: PendingArticle,
        file: i64,
        path: &Path,
    ) -> Result<bool, StoreError> {
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

    /// Returns the article with the same outlet, title and body.
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

    /// Stores the present state of an article as a version, if the new page still has its title or half of its
    /// paragraphs. Returns `None` if the page has another article.
    pub(crate) fn version_before(
        &mut self,
        id: u32,
        later: &PendingArticle,
    ) -> Result<Option<u32>, StoreError> {
        let searcher = self.index.searcher()?;
        let (Some(before), Some(later)) = (
            self.index.article(&searcher, id)?,
            later.article(&self.index.fields),
        ) else {
            return Ok(None);
        };
        if !ArticleFingerprint::of(&before).stayed_in(&ArticleFingerprint::of(&later)) {
            return Ok(None);
        }
        let text = "INSERT INTO versions (article, imported, kept, source, source_rest)
                    SELECT id, imported, ?, source, source_rest FROM articles WHERE id = ?";
        self.execute(text, params![stored_article::to_bytes(&before), id])?;
        Ok(Some(id))
    }

    pub(crate) fn replace_article(
        &mut self,
        id: u32,
        article: PendingArticle,
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

    /// Writes an article again that is in the catalogue but not in the index. Its time of import stays.
    pub(crate) fn rewrite_article(
        &mut self,
        id: u32,
        article: PendingArticle,
        places: &[PathBuf],
    ) -> Result<(), StoreError> {
        self.uncount(id)?;
        let imported = self
            .catalogue
            .number("SELECT imported FROM articles WHERE id = ?", params![id])?;
        self.write_article(id, article, places, imported)
    }

    fn write_article(
        &mut self,
        id: u32,
        mut article: PendingArticle,
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
        let day = time.map(|time| (SnapshotKind::Day, i64::from(SortOrder::of_moment(time).0.days())));
        let values = [
            (SnapshotKind::Outlet, names.outlet),
            (SnapshotKind::Via, names.via),
            (SnapshotKind::Section, names.section),
            (SnapshotKind::Language, names.language),
            (SnapshotKind::All, 0),
        ];
        for (kind, value) in values.into_iter().chain(day) {
            *self.counts.entry((kind as u8, value)).or_default() += more;
        }
    }

    /// Removes an article from the counts before it is written again.
    fn uncount(&mut self, id: u32) -> Result<(), StoreError> {
        if let Some((names, time)) = self.named(id)? {
            self.count(names, time, -1);
        }
        Ok(())
    }

    /// Returns the numbers of an article's names, and its time.
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

    /// Returns the number of a name.
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

    /// Indexes articles again whose places have changed. Their content comes from the index itself.
    pub(crate) fn index_moved(&mut self) -> Result<(), StoreError> {
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

    /// Removes an article from the catalogue. It may still be in the index.
    pub(crate) fn drop_article(&mut self, id: u32) -> Result<(), StoreError> {
        self.uncount(id)?;
        self.execute("DELETE FROM origins WHERE article = ?", params![id])?;
        self.execute("DELETE FROM versions WHERE article = ?", params![id])?;
        self.execute("DELETE FROM renewed WHERE article = ?", params![id])?;
        self.execute("DELETE FROM articles WHERE id = ?", params![id])
    }
}

/// Returns the time in seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap_or_default().as_secs().cast_signed()
}
