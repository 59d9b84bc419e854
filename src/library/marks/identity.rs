//! Finds the stored article that an entry is: by its content, or else by its origin if enough of the article is still
//! there. Also records what identifies the entry the next time.

use crate::article::Article;
use crate::library::entry::Entry;
use crate::library::identity::{ArticleFingerprint, Content, ContentHash, Origin};
use rusqlite::{Connection, OptionalExtension, Rows, Statement, params};
use std::path::Path;

/// The row of an article.
pub(crate) type MarkedArticleRow = i64;

/// The stored article of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IdentityMatch {
    /// Its row.
    pub(crate) row: MarkedArticleRow,
    /// Whether the entry's texts and origin are already stored.
    pub(crate) is_settled: bool,
    /// Whether the entry is a version of the article that has not been seen yet.
    is_version: bool,
}

/// The article that was last found at an origin.
struct LastSeen {
    row: MarkedArticleRow,
    /// The hash of the source text that was there.
    source: Vec<u8>,
    /// The shape of the article, or `None` if the article is not described.
    shape: Option<Vec<u8>>,
}

/// What identifies an article: its content, and where it was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ArticleIdentity<'a> {
    pub(crate) path: &'a Path,
    pub(crate) article: &'a Article,
    pub(crate) content: Content,
}

impl<'a> From<&'a Entry> for ArticleIdentity<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self {
            path: &entry.path,
            article: &entry.article,
            content: entry.content,
        }
    }
}

/// An article to look up in the store.
pub(crate) struct IdentityLookup<'a> {
    subject: ArticleIdentity<'a>,
    /// `None` if the path is relative and there is no current folder.
    origin: Option<Origin>,
}

impl<'a> IdentityLookup<'a> {
    pub(crate) fn new(subject: impl Into<ArticleIdentity<'a>>) -> Self {
        let subject = subject.into();
        let origin = Origin::new(subject.path, subject.article.part).ok();
        Self { subject, origin }
    }

    /// Returns the stored article that it is.
    pub(crate) fn find(&self, db: &Connection) -> rusqlite::Result<Option<IdentityMatch>> {
        let content = &self.subject.content;
        let by_source = row_of(db, content.source)?;
        let by_article = match content.article {
            Some(hash) => row_of(db, hash)?,
            None => None,
        };
        let at_origin = self.at_origin(db)?;
        if let Some(row) = by_source.or(by_article) {
            let is_there = at_origin.as_ref().is_none_or(|at| {
                at.row == row && at.source == content.source.as_bytes() && at.shape.is_some()
            });
            let has_origin = at_origin.is_some() || self.origin.is_none();
            let has_texts = by_source.is_some() && (by_article.is_some() || content.article.is_none());
            return Ok(Some(IdentityMatch {
                row,
                is_settled: is_there && has_origin && has_texts,
                is_version: false,
            }));
        }
        let now = ArticleFingerprint::of(self.subject.article);
        let stayed = |at: &LastSeen| {
            let before = at.shape.as_deref().map(ArticleFingerprint::from_bytes);
            before.is_some_and(|before| before.stayed_in(&now))
        };
        Ok(at_origin.filter(stayed).map(|at| IdentityMatch {
            row: at.row,
            is_settled: false,
            is_version: true,
        }))
    }

    /// Stores what is new about the entry if its article is in the store.
    pub(crate) fn write_down(&self, db: &Connection) -> rusqlite::Result<()> {
        if let Some(known) = self.find(db)? {
            self.settle(db, known)?;
        }
        Ok(())
    }

    /// Returns the row of the article, added if the article is not in the store, and stores what is new about the entry.
    pub(crate) fn find_or_make(&self, db: &Connection) -> rusqlite::Result<MarkedArticleRow> {
        let known = match self.find(db)? {
            Some(known) => known,
            None => IdentityMatch {
                row: add_article(db)?,
                is_settled: false,
                is_version: false,
            },
        };
        self.settle(db, known)
    }

    /// Stores what is new about the entry: its texts, its origin, and the description of its article if that has none. If
    /// its page changed and a copy of the earlier text is elsewhere, the copy and this version become two articles with the
    /// same marks.
    fn settle(&self, db: &Connection, known: IdentityMatch) -> rusqlite::Result<MarkedArticleRow> {
        if known.is_settled {
            return Ok(known.row);
        }
        let mut row = known.row;
        if known.is_version && self.has_other_copies(db, row)? {
            row = copy(db, row)?;
        }
        self.describe(db, row, known.is_version)?;
        add_texts(db, row, &self.subject.content)?;
        self.write_origin(db, row)?;
        Ok(row)
    }

    /// Returns the article that was last found at the origin.
    fn at_origin(&self, db: &Connection) -> rusqlite::Result<Option<LastSeen>> {
        let Some(origin) = &self.origin else {
            return Ok(None);
        };
        let at = "SELECT article.id, origin.source, article.shape FROM origin JOIN article ON article.id = origin.article \
                  WHERE origin.path = ?1 AND origin.part = ?2";
        db.prepare_cached(at)?
            .query_row(params![path_bytes(origin), origin.part], |row| {
                Ok(LastSeen {
                    row: row.get(0)?,
                    source: row.get(1)?,
                    shape: row.get(2)?,
                })
            })
            .optional()
    }

    fn has_other_copies(&self, db: &Connection, row: MarkedArticleRow) -> rusqlite::Result<bool> {
        let Some(origin) = &self.origin else {
            return Ok(false);
        };
        let others = "SELECT EXISTS (SELECT 1 FROM origin WHERE article = ?1 AND source <> ?2 AND NOT (path = ?3 AND part = ?4))";
        let source = self.subject.content.source;
        db.prepare_cached(others)?.query_row(
            params![row, source.as_bytes(), path_bytes(origin), origin.part],
            |row| row.get(0),
        )
    }

    /// Describes the article for people and for [`ArticleFingerprint::stayed_in`]. An earlier description stays unless `is_version`.
    fn describe(&self, db: &Connection, row: MarkedArticleRow, is_version: bool) -> rusqlite::Result<()> {
        let article = self.subject.article;
        let described = "UPDATE article SET title = ?2, outlet = ?3, date = ?4, shape = ?5
                         WHERE id = ?1 AND (shape IS NULL OR ?6)";
        db.prepare_cached(described)?.execute(params![
            row,
            article.display_title().0,
            article.meta.outlet,
            article.meta.date.map(|date| date.to_string()),
            ArticleFingerprint::of(article).to_bytes(),
            is_version,
        ])?;
        Ok(())
    }

    fn write_origin(&self, db: &Connection, row: MarkedArticleRow) -> rusqlite::Result<()> {
        match &self.origin {
            Some(origin) => add_origin(db, row, origin, self.subject.content.source),
            None => Ok(()),
        }
    }
}

/// The contents of all articles, read in the order of their rows.
pub(crate) struct Contents<'s> {
    rows: Rows<'s>,
    next: Option<(MarkedArticleRow, ContentHash)>,
}

impl<'s> Contents<'s> {
    /// The query to run.
    pub(crate) const SQL: &'static str = "SELECT article, hash FROM content ORDER BY article, hash";

    /// Begins to read, given the prepared query.
    pub(crate) fn new(statement: &'s mut Statement<'_>) -> rusqlite::Result<Self> {
        let rows = statement.query([])?;
        let mut contents = Self { rows, next: None };
        contents.advance()?;
        Ok(contents)
    }

    /// Returns the contents of an article. Its row has to be greater than that of the call before.
    pub(crate) fn of(&mut self, article: MarkedArticleRow) -> rusqlite::Result<Vec<ContentHash>> {
        let mut hashes = Vec::new();
        while let Some((row, hash)) = self.next.filter(|(row, _)| *row <= article) {
            if row == article {
                hashes.push(hash);
            }
            self.advance()?;
        }
        Ok(hashes)
    }

    fn advance(&mut self) -> rusqlite::Result<()> {
        self.next = match self.rows.next()? {
            Some(row) => Some((row.get(0)?, ContentHash::from_bytes(row.get(1)?))),
            None => None,
        };
        Ok(())
    }
}

/// Adds an article of which nothing is known yet.
pub(crate) fn add_article(db: &Connection) -> rusqlite::Result<MarkedArticleRow> {
    db.prepare_cached("INSERT INTO article DEFAULT VALUES")?
        .execute([])?;
    Ok(db.last_insert_rowid())
}

/// Returns the article with this text.
pub(crate) fn row_of(db: &Connection, hash: ContentHash) -> rusqlite::Result<Option<MarkedArticleRow>> {
    db.prepare_cached("SELECT article FROM content WHERE hash = ?1")?
        .query_row([hash.as_bytes()], |row| row.get(0))
        .optional()
}

/// Stores that this text is the article's. A text of another article stays that article's.
pub(crate) fn add_text(db: &Connection, row: MarkedArticleRow, hash: ContentHash) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO content VALUES (?1, ?2)")?
        .execute(params![hash.as_bytes(), row])?;
    Ok(())
}

/// The same for a source text and its cleaned article.
pub(crate) fn add_texts(db: &Connection, row: MarkedArticleRow, content: &Content) -> rusqlite::Result<()> {
    add_text(db, row, content.source)?;
    content
        .article
        .map_or(Ok(()), |cleaned| add_text(db, row, cleaned))
}

/// Stores that the article was found there, with this source text.
pub(crate) fn add_origin(
    db: &Connection,
    row: MarkedArticleRow,
    origin: &Origin,
    source: ContentHash,
) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO origin VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![path_bytes(origin), origin.part, row, source.as_bytes()])?;
    Ok(())
}

fn path_bytes(origin: &Origin) -> &[u8] {
    origin.path.as_os_str().as_encoded_bytes()
}

/// Adds a copy of an article with all of its marks.
fn copy(db: &Connection, row: MarkedArticleRow) -> rusqlite::Result<MarkedArticleRow> {
    let article = "INSERT INTO article (read, starred, title, outlet, date, shape)
                   SELECT read, starred, title, outlet, date, shape FROM article WHERE id = ?1";
    db.prepare_cached(article)?.execute([row])?;
    let new = db.last_insert_rowid();
    for carried in [
        "INSERT INTO tagged SELECT ?2, tag, since FROM tagged WHERE article = ?1",
        "INSERT INTO note SELECT ?2, text, since FROM note WHERE article = ?1",
        "INSERT INTO reading_place SELECT ?2, paragraph, within, offset, since FROM reading_place WHERE article = ?1",
    ] {
        db.prepare_cached(carried)?.execute([row, new])?;
    }
    Ok(new)
}
