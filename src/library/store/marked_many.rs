//! Marks that are set on very many articles at once: what these are known by comes from the catalogue, and none of their
//! texts is read. Not where that is kept: see `marks`.
//!
//! Nothing is written down of where such articles were found. So what an article was before its page changed is looked up
//! here, and made an article like any other in the store of marks before anything else is done to it.

use super::kept;
use super::marked::LibraryMarksError;
use super::prepared::{hash_of, number};
use super::{Snapshot, StoreError};
use crate::article::Article;
use crate::library::identity::{Content, ContentHash};
use crate::library::marks::{Subject, Writing};
use crate::library::{Deed, Mark, MarksStore, Stroke};
use rusqlite::params;
use std::collections::HashSet;

/// From this many articles on.
const MANY: usize = 1_000;

/// So many articles of the catalogue are looked at before others may ask it again.
const AT_ONCE: u32 = 1 << 17;

/// Whether a stroke sets a mark on very many articles, or takes it away.
pub(super) fn is_of_many(stroke: &Stroke) -> bool {
    matches!(stroke.deed, Deed::Mark(..)) && stroke.ids.len() >= MANY
}

/// What stood where an article stands now, before its page changed.
pub(super) struct Former {
    /// The article that stands there now.
    id: u32,
    source: ContentHash,
    text: FormerText,
}

enum FormerText {
    /// An earlier version of it, by its row.
    Version(i64),
    /// Another article, that stands elsewhere still or is gone.
    Article(u32),
}

impl Snapshot {
    /// Sets a mark on these articles, or takes it away.
    pub(super) fn mark_many(
        &self,
        writing: &Writing<'_>,
        mark: Mark,
        on: bool,
        ids: &[u32],
    ) -> Result<(), LibraryMarksError> {
        let wanted: HashSet<u32> = ids.iter().copied().collect();
        let changed: HashSet<u32> = self.former()?.iter().map(|former| former.id).collect();
        let multitude = writing.multitude(mark, on)?;
        let mut by_itself = Vec::new();
        let mut from = ids.iter().copied().min();
        while let Some(first) = from {
            let mut contents = Vec::new();
            from = self.contents(first, |id, content| match content {
                _ if !wanted.contains(&id) => {}
                Some(content) if !changed.contains(&id) => contents.push(content),
                _ => by_itself.push(id),
            })?;
            // The store has them in this order.
            contents.sort_unstable_by_key(|content| content.source);
            contents
                .into_iter()
                .try_for_each(|content| multitude.take(content))?;
        }
        let deed = Deed::Mark(mark, on);
        by_itself
            .into_iter()
            .try_for_each(|id| self.write_one(writing, &deed, id))
    }

    /// Tells what the next articles from this number on are known by, `None` where the catalogue does not know; gives the
    /// number behind them, and `None` at the end.
    fn contents(
        &self,
        first: u32,
        mut each: impl FnMut(u32, Option<Content>),
    ) -> Result<Option<u32>, StoreError> {
        let catalogue = self.catalogue();
        let mut read = || -> rusqlite::Result<Option<u32>> {
            let text = "SELECT id, source, source_rest, content, rest FROM articles
                        WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3";
            let mut statement = catalogue.sql.prepare_cached(text)?;
            let mut rows = statement.query(params![first, self.end(), AT_ONCE])?;
            let mut next = None;
            while let Some(row) = rows.next()? {
                let id: u32 = row.get(0)?;
                let cleaned = match (row.get(3)?, row.get(4)?) {
                    (None, _) => Some(None),
                    (Some(number), Some(rest)) => Some(Some(hash_of(number, rest))),
                    (Some(_), None) => None,
                };
                let source = row.get::<_, Option<i64>>(2)?;
                let content = source.zip(cleaned).map(|(rest, article)| {
                    let number = row.get(1)?;
                    let source = hash_of(number, rest);
                    Ok::<_, rusqlite::Error>(Content { source, article })
                });
                each(id, content.transpose()?);
                next = id.checked_add(1);
            }
            Ok(next)
        };
        read().map_err(|error| catalogue.failed(&error))
    }

    /// What stood where articles stand now, sorted by their numbers. Costs what there are of articles, once.
    fn former(&self) -> Result<&[Former], StoreError> {
        if self.former.get().is_none() {
            drop(self.former.set(self.read_former()?));
        }
        Ok(self.former.get().map_or(&[], Vec::as_slice))
    }

    fn read_former(&self) -> Result<Vec<Former>, StoreError> {
        let versions =
            "SELECT article, source, source_rest, rowid FROM versions WHERE source_rest IS NOT NULL";
        let others = "SELECT now.article, a.source, a.source_rest, a.id
                      FROM origins was CROSS JOIN origins now
                           ON now.file = was.file AND now.part = was.part AND now.past = 0 AND now.article <> was.article
                           CROSS JOIN articles a ON a.id = was.article
                      WHERE was.past = 1 AND a.source_rest IS NOT NULL";
        let catalogue = self.catalogue();
        let read = |text: &str, is_version: bool| -> rusqlite::Result<Vec<Former>> {
            let mut statement = catalogue.sql.prepare_cached(text)?;
            let former = statement.query_map([], |row| {
                Ok(Former {
                    id: row.get(0)?,
                    source: hash_of(row.get(1)?, row.get(2)?),
                    text: if is_version {
                        FormerText::Version(row.get(3)?)
                    } else {
                        FormerText::Article(row.get(3)?)
                    },
                })
            })?;
            former.collect()
        };
        let both = || -> rusqlite::Result<Vec<Former>> {
            let mut former = read(versions, true)?;
            former.extend(read(others, false)?);
            Ok(former)
        };
        let mut former = both().map_err(|error| catalogue.failed(&error))?;
        former.sort_by_key(|former| former.id);
        Ok(former)
    }

    /// Makes what these articles were before articles like any other in the store of marks, where it was marked together
    /// with very many others.
    pub(super) fn single_out(
        &self,
        writing: &Writing<'_>,
        strokes: &[Stroke],
    ) -> Result<(), LibraryMarksError> {
        if !writing.has_crowd()? {
            return Ok(());
        }
        let ids = || strokes.iter().flat_map(|stroke| stroke.ids.iter().copied());
        let wanted: HashSet<u32> = ids().collect();
        for former in self.former()?.iter().filter(|former| wanted.contains(&former.id)) {
            if writing.in_crowd(former.source)? {
                self.settle_former(writing, former)?;
            }
        }
        Ok(())
    }

    /// The same for all articles. Whoever cannot write this down now does so with the next mark or reading.
    pub(super) fn single_out_changed(&self, store: &mut MarksStore) -> Result<(), LibraryMarksError> {
        let mut met = Vec::new();
        for former in self.former()? {
            if store.in_crowd(former.source)? {
                met.push(former);
            }
        }
        if !met.is_empty() {
            let settled = store.write_at_once(|writing| -> Result<(), LibraryMarksError> {
                met.iter()
                    .try_for_each(|former| self.settle_former(writing, former))
            });
            drop(settled);
        }
        Ok(())
    }

    /// Writes down that the former text stood where the article stands now, then what stands there now.
    fn settle_former(&self, writing: &Writing<'_>, former: &Former) -> Result<(), LibraryMarksError> {
        if let FormerText::Article(other) = former.text {
            self.settle(writing, &[other])?;
        }
        if let Some(mut article) = self.former_article(former)? {
            let content = Content::of(&article);
            // The catalogue may have been written anew since the rows were read.
            let is_it = content.source == former.source;
            let places = if is_it {
                self.places(former.id)?
            } else {
                Vec::new()
            };
            for (path, part) in places {
                article.part = part;
                let was = Subject {
                    path: &path,
                    article: &article,
                    content,
                };
                writing.settle(was)?;
            }
        }
        self.settle(writing, &[former.id])
    }

    fn former_article(&self, former: &Former) -> Result<Option<Article>, StoreError> {
        let row = match former.text {
            FormerText::Article(id) => return self.index.article(&self.searcher, id),
            FormerText::Version(row) => row,
        };
        let catalogue = self.catalogue();
        let read = || -> rusqlite::Result<Vec<u8>> {
            let text = "SELECT kept FROM versions WHERE rowid = ?";
            catalogue
                .sql
                .prepare_cached(text)?
                .query_row([row], |row| row.get(0))
        };
        Ok(kept::from_bytes(
            &read().map_err(|error| catalogue.failed(&error))?,
        ))
    }

    /// The articles whose hash in this column begins so.
    pub(super) fn with_number(&self, column: &str, hash: &ContentHash) -> Result<Vec<u32>, StoreError> {
        let text = match column {
            "source" => "SELECT id FROM articles WHERE source = ?1 AND id < ?2",
            _ => "SELECT id FROM articles WHERE content = ?1 AND id < ?2",
        };
        let catalogue = self.catalogue();
        let read = || -> rusqlite::Result<Vec<u32>> {
            let mut statement = catalogue.sql.prepare_cached(text)?;
            let ids = statement.query_map(params![number(hash), self.end()], |row| row.get(0))?;
            ids.collect()
        };
        read().map_err(|error| catalogue.failed(&error))
    }
}
