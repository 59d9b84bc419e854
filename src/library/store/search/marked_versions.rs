//! Bulk marks of articles whose page has changed since. The marks file has only the content hashes of such an article, so its
//! earlier text is looked up in the library and described, as if the article had been opened before the change.

use crate::article::Article;
use crate::library::error::StoreError;
use crate::library::identity::{Content, ContentHash};
use crate::library::marks::identity::ArticleIdentity;
use crate::library::marks::store::MarksStore;
use crate::library::marks::write::MarksTransaction;
use crate::library::store::index::stored_article;
use crate::library::store::search::marked::LibraryMarksError;
use crate::library::store::search::snapshot::Snapshot;

/// An earlier text at the locations of an article.
struct PreviousText {
    /// The article that is there now.
    id: u32,
    source: ContentHash,
    text: PreviousArticle,
}

/// Where the earlier text is in the library.
enum PreviousArticle {
    /// It is an earlier version of the same article, in this row.
    Version(i64),
    /// It is another article, which is in another file or in none.
    Article(u32),
}

impl Snapshot {
    /// Describes the articles that were marked in bulk and whose page has changed since. If that cannot be stored now, the
    /// next call does it.
    pub(crate) fn describe_changed(&self, store: &mut MarksStore) -> Result<(), LibraryMarksError> {
        let mut changed = Vec::new();
        for previous in self.previous_texts()? {
            if store.is_undescribed(previous.source)? {
                changed.push(previous);
            }
        }
        if !changed.is_empty() {
            let described = store.write_at_once(|writing| -> Result<(), LibraryMarksError> {
                changed
                    .iter()
                    .try_for_each(|previous| self.describe_previous(writing, previous))
            });
            drop(described);
        }
        Ok(())
    }

    /// Records the earlier text at the locations of the article, then the present one. An article that was marked after the
    /// change has marks of its own.
    fn describe_previous(
        &self,
        writing: &MarksTransaction<'_>,
        previous: &PreviousText,
    ) -> Result<(), LibraryMarksError> {
        let now = self.index.article(&self.searcher, previous.id)?;
        if now.is_none_or(|now| writing.has(&Content::of(&now)).unwrap_or(true)) {
            return Ok(());
        }
        if let PreviousArticle::Article(other) = previous.text {
            self.record_sightings(writing, &[other])?;
        }
        if let Some(mut article) = self.previous_article(previous)? {
            let content = Content::of(&article);
            // An import may have replaced the row since it was read.
            let places = if content.source == previous.source {
                self.catalogue().locations(previous.id)?
            } else {
                Vec::new()
            };
            for (path, part) in places {
                article.part = part;
                writing.record_sighting(ArticleIdentity {
                    path: &path,
                    article: &article,
                    content,
                })?;
            }
        }
        self.record_sightings(writing, &[previous.id])
    }

    /// Returns the earlier texts at the locations of all articles. Reads every version and origin.
    fn previous_texts(&self) -> Result<Vec<PreviousText>, StoreError> {
        let versions =
            "SELECT article, source, source_rest, rowid FROM versions WHERE source_rest IS NOT NULL";
        let others = "SELECT now.article, a.source, a.source_rest, a.id
                      FROM origins was CROSS JOIN origins now
                           ON now.file = was.file AND now.part = was.part AND now.past = 0 AND now.article <> was.article
                           CROSS JOIN articles a ON a.id = was.article
                      WHERE was.past = 1 AND a.source_rest IS NOT NULL";
        let catalogue = self.catalogue();
        let read = |sql: &str, is_version: bool| -> rusqlite::Result<Vec<PreviousText>> {
            let mut statement = catalogue.sql.prepare_cached(sql)?;
            let previous = statement.query_map([], |row| {
                Ok(PreviousText {
                    id: row.get(0)?,
                    source: ContentHash::from_halves(row.get(1)?, row.get(2)?),
                    text: if is_version {
                        PreviousArticle::Version(row.get(3)?)
                    } else {
                        PreviousArticle::Article(row.get(3)?)
                    },
                })
            })?;
            previous.collect()
        };
        let both = || -> rusqlite::Result<Vec<PreviousText>> {
            let mut previous = read(versions, true)?;
            previous.extend(read(others, false)?);
            Ok(previous)
        };
        both().map_err(|error| catalogue.failed(&error))
    }

    fn previous_article(&self, previous: &PreviousText) -> Result<Option<Article>, StoreError> {
        let row = match previous.text {
            PreviousArticle::Article(id) => return self.index.article(&self.searcher, id),
            PreviousArticle::Version(row) => row,
        };
        let catalogue = self.catalogue();
        let text = "SELECT kept FROM versions WHERE rowid = ?";
        let bytes: Option<Vec<u8>> = catalogue.select_one(text, [row], |row| row.get(0))?;
        Ok(bytes.and_then(|bytes| stored_article::from_bytes(&bytes)))
    }
}
