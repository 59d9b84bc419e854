//! What lists show of articles, from the catalogue: of some of them one by one, of very many in one walk along all. Not which
//! articles those are, nor their order: see `search`.

use super::error::StoreError;
use super::names::put;
use super::packing::Packing;
use super::paths;
use super::snapshot::Snapshot;
use crate::article::{Date, Time};
use rusqlite::OptionalExtension;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a list shows of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in the library, which it keeps.
    pub id: u32,
    /// Where it was found, from the root; where it still is, if it was found in several places.
    pub path: PathBuf,
    /// 1-based place in its file.
    pub part: u32,
    /// The headline, or what stands in for it.
    pub title: String,
    /// Whether the title is the page's own.
    pub has_title: bool,
    /// The day of publication.
    pub date: Option<Date>,
    /// The time of publication.
    pub time: Option<Time>,
    /// Who published it.
    pub outlet: Option<Arc<str>>,
    /// Who it was taken over from.
    pub via: Option<Arc<str>>,
    /// The section of the outlet.
    pub section: Option<Arc<str>>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// The language, as a code.
    pub language: Option<Arc<str>>,
    /// Words of title, standfirst and body.
    pub words: u32,
    /// Whether no file of it is left where it was found.
    pub is_gone: bool,
}

/// A [`Row`] that is looked at and let go of.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // the same as those of `Row`
pub struct RowView<'a> {
    pub id: u32,
    /// The folder of its file.
    pub folder: &'a Path,
    /// The name of its file.
    pub name: &'a Path,
    pub part: u32,
    pub title: &'a str,
    pub has_title: bool,
    pub date: Option<Date>,
    pub time: Option<Time>,
    pub outlet: Option<&'a Arc<str>>,
    pub via: Option<&'a Arc<str>>,
    pub section: Option<&'a Arc<str>>,
    pub byline: Option<&'a str>,
    pub language: Option<&'a Arc<str>>,
    pub words: u32,
    pub is_gone: bool,
}

impl From<RowView<'_>> for Row {
    fn from(row: RowView<'_>) -> Self {
        Self {
            id: row.id,
            path: row.folder.join(row.name),
            part: row.part,
            title: row.title.to_owned(),
            has_title: row.has_title,
            date: row.date,
            time: row.time,
            outlet: row.outlet.cloned(),
            via: row.via.cloned(),
            section: row.section.cloned(),
            byline: row.byline.map(str::to_owned),
            language: row.language.cloned(),
            words: row.words,
            is_gone: row.is_gone,
        }
    }
}

/// From this many rows on, and from this share of all articles (one in so many), one walk along all costs less than looking
/// for each.
const MANY: usize = 4_096;
const SHARE: usize = 10;

impl Snapshot {
    /// What a list shows of an article; `None` where there is none of this number.
    pub fn row(&self, id: u32) -> Result<Option<Row>, StoreError> {
        let mut found = None;
        self.each_row(&[id], |row| {
            found = Some(Row::from(row));
            true
        })?;
        Ok(found)
    }

    /// Calls `each` with the rows of these articles, in order, until it says no; numbers without an article are passed
    /// over.
    pub fn rows(&self, ids: &[u32], mut each: impl FnMut(Row) -> bool) -> Result<(), StoreError> {
        self.each_row(ids, |row| each(Row::from(row)))
    }

    /// [`rows`](Self::rows) without a copy of each. A list of all articles holds about a hundred bytes of each meanwhile.
    pub fn each_row(&self, ids: &[u32], each: impl FnMut(RowView<'_>) -> bool) -> Result<(), StoreError> {
        if ids.len() >= MANY && ids.len() >= self.len() / SHARE {
            self.rows_of_many(ids, each)
        } else {
            self.rows_of_some(ids, each)
        }
    }

    fn rows_of_some(&self, ids: &[u32], mut each: impl FnMut(RowView<'_>) -> bool) -> Result<(), StoreError> {
        let (names, mut folders, mut packing) = (self.names()?, Folders::default(), Packing::default());
        let statement = format!("{ROWS} WHERE o.article = ?");
        for id in ids {
            packing.clear();
            let mut at = None;
            self.pack(&statement, &mut packing, [id], |_, start| at = Some(start))?;
            if let Some(at) = at
                && let Some(packed) = packing.row(at)
                && !each(packed.view(*id, names, folders.path(packed.folder, self)?))
            {
                break;
            }
        }
        Ok(())
    }

    /// In the order of their numbers they are read, in their own they are told of.
    fn rows_of_many(&self, ids: &[u32], mut each: impl FnMut(RowView<'_>) -> bool) -> Result<(), StoreError> {
        let mut wanted = vec![Packing::NOWHERE; self.end() as usize];
        for (place, id) in (0..).zip(ids) {
            if let Some(wanted) = wanted.get_mut(*id as usize) {
                *wanted = place;
            }
        }
        let mut starts = vec![usize::MAX; ids.len()];
        let mut packing = Packing::wanting(wanted, ids.len() * ROW_BYTES);
        let statement = format!("{ROWS} ORDER BY o.article");
        self.pack(&statement, &mut packing, [], |place, start| {
            if let Some(place) = starts.get_mut(place) {
                *place = start;
            }
        })?;
        let (names, mut folders) = (self.names()?, Folders::default());
        for (ids, starts) in ids.chunks(FETCHED).zip(starts.chunks(FETCHED)) {
            packing.fetch(starts);
            for (id, at) in ids.iter().zip(starts) {
                if let Some(packed) = packing.row(*at)
                    && !each(packed.view(*id, names, folders.path(packed.folder, self)?))
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Packs all rows that a statement gives and that are wanted; `found` is told the place among those that are wanted,
    /// and where in the packing it is.
    fn pack(
        &self,
        statement: &str,
        packing: &mut Packing,
        given: impl rusqlite::Params,
        mut found: impl FnMut(usize, usize),
    ) -> Result<(), StoreError> {
        let catalogue = self.catalogue();
        let read = || -> rusqlite::Result<()> {
            let mut statement = catalogue.sql.prepare_cached(statement)?;
            let mut rows = statement.query(given)?;
            while let Some(row) = rows.next()? {
                if let Some((place, start)) = packing.take(row)? {
                    found(place, start);
                }
            }
            Ok(())
        };
        read().map_err(|error| catalogue.failed(&error))
    }

    fn folder(&self, number: i64) -> Result<PathBuf, StoreError> {
        let catalogue = self.catalogue();
        let read = || -> rusqlite::Result<Option<Vec<u8>>> {
            let mut statement = catalogue
                .sql
                .prepare_cached("SELECT path FROM folders WHERE id = ?")?;
            statement.query_row([number], |row| row.get(0)).optional()
        };
        let path = read().map_err(|error| catalogue.failed(&error))?;
        Ok(paths::from_bytes(path.unwrap_or_default()))
    }
}

/// Articles with each place that they were found in. Along the places, since the next article and the next file mostly stand
/// behind the last ones, and are then had without a search.
const ROWS: &str = "
    SELECT a.id, a.time, a.outlet, a.via, a.section, a.language, a.words, a.title, a.stands_in, a.byline,
           o.part, f.gone OR o.past, f.folder, f.name
    FROM origins o CROSS JOIN articles a ON a.id = o.article CROSS JOIN files f ON f.id = o.file";

/// So many rows are fetched from memory together.
const FETCHED: usize = 32;

/// More than most rows take when they are packed.
const ROW_BYTES: usize = 160;

/// The folders that were met, by their numbers.
#[derive(Default)]
struct Folders(Vec<Option<PathBuf>>);

impl Folders {
    fn path(&mut self, number: i64, snapshot: &Snapshot) -> Result<&Path, StoreError> {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        if !self.0.get(at).is_some_and(Option::is_some) {
            put(&mut self.0, number, snapshot.folder(number)?);
        }
        Ok(self.0.get(at).and_then(Option::as_deref).unwrap_or(Path::new("")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{LoadOptions, Store};
    use std::fs;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn a_walk_along_all_rows_tells_the_same_as_looking_for_each() {
        let home = tempfile::tempdir().unwrap();
        let news = home.path().join("news");
        fs::create_dir_all(news.join("deep")).unwrap();
        let write = |name: &str, text: String| fs::write(news.join(name), text).unwrap();
        for number in 0..12 {
            let page =
                format!("The harbour of Zelm is closed\n{number} May 2024\nStorm {number} has closed it.\n");
            write(&format!("{number}.txt"), page.clone());
            if number % 3 == 0 {
                write(&format!("deep/{number}.txt"), page);
            }
        }
        let store = Store::at(&home.path().join("library"));
        let import = || {
            let never = AtomicBool::new(false);
            store
                .import(
                    std::slice::from_ref(&news),
                    &LoadOptions::default(),
                    &never,
                    |_| {},
                )
                .unwrap();
        };
        import();
        for gone in ["0.txt", "deep/3.txt", "4.txt", "6.txt", "deep/6.txt"] {
            fs::remove_file(news.join(gone)).unwrap();
        }
        import();
        let snapshot = store.snapshot().unwrap();
        let ids: Vec<u32> = (0..20).rev().filter(|id| *id != 7).collect();
        let told = |many: bool| {
            let mut rows = Vec::new();
            let each = |row: RowView<'_>| {
                rows.push(Row::from(row));
                rows.len() < 10
            };
            if many {
                snapshot.rows_of_many(&ids, each).unwrap();
            } else {
                snapshot.rows_of_some(&ids, each).unwrap();
            }
            rows
        };
        assert_eq!(told(true), told(false));
        assert_eq!(told(true).len(), 10);
        let row = |id| snapshot.row(id).unwrap().unwrap();
        let places: Vec<bool> = (0..12).map(|id| row(id).is_gone).collect();
        assert_eq!(
            places.iter().filter(|is_gone| **is_gone).count(),
            2,
            "the others stand elsewhere too"
        );
    }
}
