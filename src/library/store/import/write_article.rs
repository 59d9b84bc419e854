//! Writes articles of a library: into the catalogue with their counts, and into the index. Which articles a file has: see
//! `write_page`.

use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::identity::{ArticleFingerprint, Content, ContentHash};
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::names::UNKNOWN;
use crate::library::store::catalogue::tables::FacetKind;
use crate::library::store::catalogue::waiting::LaterWork;
use crate::library::store::import::pending_article::PendingArticle;
use crate::library::store::import::writer::Writer;
use crate::library::store::index::schema::{NameNumbers, complete, document};
use crate::library::store::index::stored_article;
use rusqlite::params;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// What became of an article of a new page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddedArticle {
    New,
    /// The library has the same article from another page.
    Known,
    /// The library had the article without its place.
    Placed,
}

impl Writer {
    /// Adds an article or, if the library has it already, another location of it.
    pub(crate) fn add_article(
        &mut self,
        article: PendingArticle,
        file: i64,
        path: &Path,
    ) -> Result<AddedArticle, StoreError> {
        let text = "INSERT OR REPLACE INTO origins (article, file, part) VALUES (?, ?, ?)";
        let placeless = self.catalogue.take_placeless(article.content.source)?;
        let same = match placeless {
            Some(id) => Some(id),
            None => self.article_of_content(article.content.article)?,
        };
        if let Some(same) = same {
            self.catalogue.execute(text, params![same, file, article.part])?;
            self.moved.insert(same);
            return Ok(match placeless {
                Some(_) => AddedArticle::Placed,
                None => AddedArticle::Known,
            });
        }
        let id = self.next;
        self.next = id.saturating_add(1);
        self.catalogue.execute(text, params![id, file, article.part])?;
        self.write_article(id, article, &[path.to_path_buf()], None)?;
        Ok(AddedArticle::New)
    }

    /// Returns the article with the same outlet, title and body.
    fn article_of_content(&self, content: Option<ContentHash>) -> Result<Option<u32>, StoreError> {
        let Some(content) = content else {
            return Ok(None);
        };
        let text = "SELECT id FROM articles WHERE content = ?1 AND ifnull(rest, ?2) = ?2 ORDER BY id LIMIT 1";
        let found = self
            .catalogue
            .number(text, params![content.first_half(), content.second_half()])?;
        Ok(found.and_then(|id| u32::try_from(id).ok()))
    }

    /// Stores the present text of an article as a version, if the new page still has its title or half of its
    /// paragraphs, or if it is known to be the same. Returns `None` if the page has another article.
    pub(crate) fn version_before(
        &mut self,
        id: u32,
        later: &PendingArticle,
        is_same: bool,
    ) -> Result<Option<u32>, StoreError> {
        let searcher = self.index.searcher()?;
        let (Some(before), Some(article)) = (
            self.index.article(&searcher, id)?,
            later.article(&self.index.fields),
        ) else {
            return Ok(None);
        };
        if Content::of(&before).source == later.content.source {
            // Only other parts of the file have changed.
            return Ok(Some(id));
        }
        if !is_same && !ArticleFingerprint::of(&before).stayed_in(&ArticleFingerprint::of(&article)) {
            return Ok(None);
        }
        let text = "INSERT INTO versions (article, imported, kept, source, source_rest)
                    SELECT id, imported, ?, source, source_rest FROM articles WHERE id = ?";
        self.catalogue
            .execute(text, params![stored_article::to_bytes(&before), id])?;
        self.remember_replaced(id, &before);
        Ok(Some(id))
    }

    pub(crate) fn replace_article(
        &mut self,
        id: u32,
        article: PendingArticle,
        file: i64,
        path: &Path,
    ) -> Result<(), StoreError> {
        let text = "INSERT OR REPLACE INTO origins (article, file, part) VALUES (?, ?, ?)";
        self.catalogue.execute(text, params![id, file, article.part])?;
        let text = "INSERT OR REPLACE INTO renewed (article, next) VALUES (?, ?)";
        self.catalogue.execute(text, params![id, self.next])?;
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

    pub(crate) fn write_article(
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
            article.content.source.first_half(),
            article.content.source.second_half(),
            article.content.article.map(|hash| hash.first_half()),
            article.content.article.map(|hash| hash.second_half()),
        ];
        self.catalogue.execute(text, values)?;
        if article.awaits_second_reading {
            self.catalogue.add_waiting(LaterWork::SecondReading, id)?;
        }
        self.count(names, article.time, 1);
        complete(&mut article.document, &self.index.fields, id, names, places);
        self.add_document(article.document)
    }

    fn count(&mut self, names: NameNumbers, time: Option<i64>, more: i64) {
        let day = time.map(|time| (FacetKind::Day, i64::from(SortOrder::of_moment(time).0.days())));
        let values = [
            (FacetKind::Outlet, names.outlet),
            (FacetKind::Via, names.via),
            (FacetKind::Section, names.section),
            (FacetKind::Language, names.language),
            (FacetKind::All, 0),
        ];
        for (kind, value) in values.into_iter().chain(day) {
            *self.counts.entry((kind, value)).or_default() += more;
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
        let text = "SELECT outlet, via, section, language, time FROM articles WHERE id = ?";
        self.catalogue.select_one(text, params![id], |row| {
            let names = NameNumbers {
                outlet: row.get(0)?,
                via: row.get(1)?,
                section: row.get(2)?,
                language: row.get(3)?,
            };
            Ok((names, row.get(4)?))
        })
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
            self.catalogue
                .execute("INSERT INTO names (name) VALUES (?)", params![name])?;
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
            let places = self.catalogue.paths_of_article(id)?;
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
        self.catalogue.forget_waiting(id)?;
        for text in [
            "DELETE FROM origins WHERE article = ?",
            "DELETE FROM versions WHERE article = ?",
            "DELETE FROM renewed WHERE article = ?",
            "DELETE FROM articles WHERE id = ?",
        ] {
            self.catalogue.execute(text, params![id])?;
        }
        Ok(())
    }
}

/// Returns the time in seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap_or_default().as_secs().cast_signed()
}
