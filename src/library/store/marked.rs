//! The reader's marks by the numbers of a library's articles: what is kept of them, and deeds done to many of them. Not
//! where marks are kept: see `marks`.

use super::marked_many::is_of_many;
use super::prepared::number;
use super::{Snapshot, StoreError, paths};
use crate::library::identity::{Content, ContentHash};
use crate::library::marks::{Marked, Subject, Writing};
use crate::library::{Deed, Kept, Mark, Marks, MarksError, MarksStore, Shape, Stroke};
use rusqlite::{OptionalExtension, params};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Why marks of a library's articles could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LibraryMarksError {
    /// It is the marks.
    #[error(transparent)]
    Marks(#[from] MarksError),
    /// It is the library.
    #[error(transparent)]
    Library(#[from] StoreError),
}

impl Snapshot {
    /// The marks of its articles, by what stands in them and by where they were found, as [`MarksStore::recall`] finds
    /// them. Costs what is kept, not what the library holds.
    ///
    /// Articles that were moved, copied or changed are written down as they are now, where the file takes that, so that
    /// they are known again after the next change too.
    pub fn marks(&self, store: &mut MarksStore) -> Result<Marks, LibraryMarksError> {
        let _reading = Reading::begin(self);
        let has_crowd = store.has_crowd()?;
        if has_crowd {
            self.single_out_changed(store)?;
        }
        let mut found = Finding::new(self);
        store.each_marked(|marked| Ok::<_, LibraryMarksError>(found.add(&marked)?))?;
        if has_crowd {
            store.each_of_crowd(|content, kept| found.add_one_of_many(&content, kept))?;
        }
        let Finding { marks, unsettled, .. } = found;
        if !unsettled.is_empty() {
            let settled = store.write_at_once(|writing| self.settle(writing, &unsettled));
            // Whoever cannot write this down now, a full disk for one, can do so with the next mark or reading.
            drop(settled);
        }
        Ok(marks)
    }

    /// Does the deeds to articles of these numbers, all of them or, after an error, none; one article at a time is held,
    /// however many there are. A step is taken back by the strokes of its reverse. A mark that is set on very many articles
    /// is written under what they are known by, which costs a few microseconds for each; see [`super::marked_many`].
    pub fn write_marks(&self, store: &mut MarksStore, strokes: &[Stroke]) -> Result<(), LibraryMarksError> {
        let _reading = Reading::begin(self);
        let write = |store: &mut MarksStore| {
            store.write_at_once(|writing| {
                self.single_out(writing, strokes)?;
                strokes
                    .iter()
                    .try_for_each(|stroke| self.write_stroke(writing, stroke))
            })
        };
        if strokes.iter().any(is_of_many) {
            store.with_room(write)
        } else {
            write(store)
        }
    }

    fn write_stroke(&self, writing: &Writing<'_>, stroke: &Stroke) -> Result<(), LibraryMarksError> {
        match &stroke.deed {
            Deed::Mark(mark, on) if is_of_many(stroke) => self.mark_many(writing, *mark, *on, &stroke.ids),
            deed => stroke
                .ids
                .iter()
                .try_for_each(|id| self.write_one(writing, deed, *id)),
        }
    }

    pub(super) fn write_one(
        &self,
        writing: &Writing<'_>,
        deed: &Deed,
        id: u32,
    ) -> Result<(), LibraryMarksError> {
        self.with_subject(id, |subject| writing.write(deed, subject))
    }

    /// Hands over what marks have to know of an article; nothing where there is none of this number.
    fn with_subject(
        &self,
        id: u32,
        work: impl FnOnce(Subject<'_>) -> Result<(), MarksError>,
    ) -> Result<(), LibraryMarksError> {
        let (Some(row), Some(article)) = (self.row(id)?, self.index.article(&self.searcher, id)?) else {
            return Ok(());
        };
        Ok(work(Subject {
            path: &row.path,
            article: &article,
            content: Content::of(&article),
        })?)
    }

    pub(super) fn settle(&self, writing: &Writing<'_>, unsettled: &[u32]) -> Result<(), LibraryMarksError> {
        for id in unsettled {
            let Some(article) = self.index.article(&self.searcher, *id)? else {
                continue;
            };
            for (path, part) in self.places(*id)? {
                let mut article = article.clone();
                article.part = part;
                writing.settle(Subject {
                    path: &path,
                    content: Content::of(&article),
                    article: &article,
                })?;
            }
        }
        Ok(())
    }

    /// Where an article stands now: path and part.
    pub(super) fn places(&self, id: u32) -> Result<Vec<(PathBuf, u32)>, StoreError> {
        let catalogue = self.catalogue();
        let read = || -> rusqlite::Result<Vec<(PathBuf, u32)>> {
            let text = "SELECT d.path, f.name, o.part
                        FROM origins o CROSS JOIN files f ON f.id = o.file CROSS JOIN folders d ON d.id = f.folder
                        WHERE o.article = ? AND o.past = 0";
            let mut statement = catalogue.sql.prepare_cached(text)?;
            let place = |row: &rusqlite::Row<'_>| {
                let folder = paths::from_bytes(row.get(0)?);
                Ok((folder.join(paths::from_bytes(row.get(1)?)), row.get(2)?))
            };
            statement.query_map([id], place)?.collect()
        };
        read().map_err(|error| catalogue.failed(&error))
    }

    /// The articles in which this text stands, and whether it is their source text.
    fn with_text(&self, text: &ContentHash) -> Result<Vec<(u32, bool)>, StoreError> {
        let catalogue = self.catalogue();
        let read = || -> rusqlite::Result<Vec<(u32, bool)>> {
            let found =
                "SELECT id, source = ?2 FROM articles WHERE id < ?1 AND (source = ?2 OR content = ?2)";
            let mut statement = catalogue.sql.prepare_cached(found)?;
            statement
                .query_map(params![self.end(), number(text)], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?
                .collect()
        };
        read().map_err(|error| catalogue.failed(&error))
    }

    /// The article that stands in this part of this file now.
    fn at_place(&self, path: &Path, part: u32) -> Result<Option<u32>, StoreError> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Ok(None);
        };
        let catalogue = self.catalogue();
        let read = || {
            let text = "SELECT o.article
                        FROM folders d CROSS JOIN files f ON f.folder = d.id AND f.name = ?2
                             CROSS JOIN origins o ON o.file = f.id AND o.part = ?3 AND o.past = 0
                        WHERE d.path = ?1 AND o.article < ?4";
            let (folder, name) = (paths::to_bytes(folder), paths::to_bytes(Path::new(name)));
            let mut statement = catalogue.sql.prepare_cached(text)?;
            let found = statement.query_row(params![folder, name, part, self.end()], |row| row.get(0));
            found.optional()
        };
        read().map_err(|error| catalogue.failed(&error))
    }
}

/// One transaction around many questions to the catalogue: each by itself would take and give back its locks.
struct Reading<'a>(Option<&'a Snapshot>);

impl<'a> Reading<'a> {
    /// Where somebody else has begun one already, this is part of that.
    fn begin(snapshot: &'a Snapshot) -> Self {
        let begun = snapshot.catalogue().sql.execute_batch("BEGIN").is_ok();
        Self(begun.then_some(snapshot))
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        if let Some(snapshot) = self.0 {
            // Nothing was written; what cannot be ended ends with the snapshot.
            drop(snapshot.catalogue().sql.execute_batch("COMMIT"));
        }
    }
}

/// What an article was known again by; the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum KnownBy {
    Origin,
    Article,
    Source,
}

/// The marks that were found so far.
struct Finding<'a> {
    snapshot: &'a Snapshot,
    marks: Marks,
    /// Which articles have their marks by a text that stands in them, and which by their source text.
    by: [HashSet<u32>; 2],
    /// Articles of which something is still to be written down.
    unsettled: Vec<u32>,
}

impl<'a> Finding<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            marks: Marks::default(),
            by: <[HashSet<u32>; 2]>::default(),
            unsettled: Vec::new(),
        }
    }

    /// Gives what is kept to the articles that it is kept of.
    fn add(&mut self, marked: &Marked) -> Result<(), StoreError> {
        let (mut ids, mut places) = (Vec::new(), Vec::new());
        for text in &marked.texts {
            for (id, is_source) in self.snapshot.with_text(text)? {
                let by = if is_source {
                    KnownBy::Source
                } else {
                    KnownBy::Article
                };
                self.give(id, by, &marked.kept);
                if ids.contains(&id) {
                    continue;
                }
                ids.push(id);
                let there = self.snapshot.places(id)?;
                let is_known = |(path, part): &(PathBuf, u32)| {
                    let known = (paths::to_bytes(path), *part);
                    marked.origins.contains(&known)
                };
                if !there.iter().all(is_known) {
                    self.unsettled.push(id);
                }
                places.extend(there);
            }
        }
        for (path, part) in &marked.origins {
            let place = (paths::from_bytes(path.clone()), *part);
            if !places.contains(&place) {
                self.changed(&place, &marked.shape, &marked.kept)?;
            }
        }
        Ok(())
    }

    /// Gives the marks of an article that was marked together with very many others to those in which its text stands, else
    /// to those that are the same but for their chrome.
    fn add_one_of_many(&mut self, content: &Content, kept: &Kept) -> Result<(), LibraryMarksError> {
        let mut ids = self.snapshot.with_number("source", &content.source)?;
        if let (true, Some(cleaned)) = (ids.is_empty(), &content.article) {
            ids = self.snapshot.with_number("content", cleaned)?;
            self.unsettled.extend_from_slice(&ids);
        }
        for (mark, on) in [(Mark::Read, kept.read), (Mark::Star, kept.starred)] {
            if on {
                self.marks.restore(mark, ids.iter().copied());
            }
        }
        Ok(())
    }

    /// Another text stands where the article was found: it may be a version of it.
    fn changed(
        &mut self,
        (path, part): &(PathBuf, u32),
        before: &Shape,
        kept: &Kept,
    ) -> Result<(), StoreError> {
        let Some(id) = self.snapshot.at_place(path, *part)? else {
            return Ok(());
        };
        let now = self.snapshot.index.article(&self.snapshot.searcher, id)?;
        if now.is_some_and(|now| before.stayed_in(&Shape::of(&now))) {
            self.give(id, KnownBy::Origin, kept);
            self.unsettled.push(id);
        }
        Ok(())
    }

    /// Of several marked articles that one may be, that counts which it is most surely.
    fn give(&mut self, id: u32, by: KnownBy, kept: &Kept) {
        let [article, source] = &mut self.by;
        let surer = match by {
            KnownBy::Origin => article.contains(&id) || source.contains(&id),
            KnownBy::Article => source.contains(&id),
            KnownBy::Source => false,
        };
        if surer {
            return;
        }
        match by {
            KnownBy::Origin => {}
            KnownBy::Article => drop(article.insert(id)),
            KnownBy::Source => drop(source.insert(id)),
        }
        self.marks.recall(id, kept);
    }
}
