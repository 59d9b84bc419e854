//! The rows of a list, read from the catalogue. Which articles a list holds, and in which order: see `search`.

use crate::article::date::{Date, Time};
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::names::OutletNames;
use crate::library::store::catalogue::paths;
use crate::library::store::catalogue::tables::Catalogue;
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::path::PathBuf;
use std::sync::Arc;

/// What a list shows of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    /// The article's id in the library, which never changes.
    pub id: u32,
    /// The absolute path of its file. If it was found in several places, one where it still is.
    pub path: PathBuf,
    /// Its 1-based position in the file.
    pub part: u32,
    /// The headline, or the text shown in its place.
    pub title: String,
    /// Whether `title` is the page's own headline.
    pub has_title: bool,
    /// The day of publication.
    pub date: Option<Date>,
    /// The time of publication.
    pub time: Option<Time>,
    /// The publisher.
    pub outlet: Option<Arc<str>>,
    /// The source that the text was taken from.
    pub via: Option<Arc<str>>,
    /// The section of the outlet.
    pub section: Option<Arc<str>>,
    /// The authors, as one line.
    pub byline: Option<String>,
    /// The language, as a code.
    pub language: Option<Arc<str>>,
    /// The number of words in title, standfirst and body.
    pub words: u32,
    /// Whether the article is no longer in any of the files where it was found.
    pub is_gone: bool,
}

impl From<&Entry> for ArticleRow {
    fn from(entry: &Entry) -> Self {
        let (title, has_title) = entry.display_title();
        let meta = &entry.article.meta;
        let shared = |name: &Option<String>| name.as_deref().map(Arc::from);
        Self {
            id: entry.id,
            path: entry.path.to_path_buf(),
            part: entry.article.part,
            title,
            has_title,
            date: meta.date,
            time: meta.time,
            outlet: entry.outlet.clone(),
            via: shared(&meta.via),
            section: shared(&meta.section),
            byline: meta.byline.clone(),
            language: shared(&meta.language),
            words: entry.words,
            is_gone: false,
        }
    }
}

impl ArticleRow {
    /// Returns whether both rows show the same of an article, wherever it is.
    pub(crate) fn shows_same(&self, other: &Self) -> bool {
        let here = Self {
            id: self.id,
            path: self.path.clone(),
            part: self.part,
            is_gone: self.is_gone,
            ..other.clone()
        };
        *self == here
    }
}

impl Catalogue {
    /// Returns the rows of the articles that have one of these ids.
    pub(crate) fn rows(
        &self,
        ids: &[u32],
        names: &OutletNames,
    ) -> Result<HashMap<u32, ArticleRow>, StoreError> {
        // In the order of ids, SQLite finds most rows next to the previous one.
        let (mut ids, count) = (ids.to_vec(), ids.len());
        ids.sort_unstable();
        let ids = serde_json::json!(ids).to_string();
        let read = || -> rusqlite::Result<HashMap<u32, ArticleRow>> {
            let mut statement = self.sql.prepare_cached(ROWS)?;
            let mut found = statement.query([ids])?;
            let mut rows = HashMap::with_capacity(count);
            while let Some(found) = found.next()? {
                match rows.entry(found.get(0)?) {
                    Slot::Vacant(slot) => {
                        slot.insert(row(found, names)?);
                    }
                    // The article is in several places: one where it still is takes precedence.
                    Slot::Occupied(mut slot) if slot.get().is_gone && !found.get::<_, bool>(11)? => {
                        slot.insert(row(found, names)?);
                    }
                    Slot::Occupied(_) => {}
                }
            }
            Ok(rows)
        };
        read().map_err(|error| self.failed(&error))
    }
}

/// One line for each place where one of the articles was found. `CROSS JOIN` fixes the order of the loops.
const ROWS: &str = "
    SELECT a.id, a.time, a.outlet, a.via, a.section, a.language, a.words, a.title, a.stands_in, a.byline,
           o.part, f.gone OR o.past, d.path, f.name
    FROM json_each(?) ids CROSS JOIN origins o ON o.article = ids.value CROSS JOIN articles a ON a.id = o.article
         CROSS JOIN files f ON f.id = o.file CROSS JOIN folders d ON d.id = f.folder";

/// Returns the row that a line of [`ROWS`] describes.
fn row(found: &rusqlite::Row<'_>, names: &OutletNames) -> rusqlite::Result<ArticleRow> {
    let moment = found.get::<_, Option<i64>>(1)?.map(SortOrder::of_moment);
    let name = |column: usize| Ok::<_, rusqlite::Error>(names.get(found.get(column)?).cloned());
    Ok(ArticleRow {
        id: found.get(0)?,
        path: paths::borrowed(found.get_ref(12)?.as_bytes()?)
            .join(paths::borrowed(found.get_ref(13)?.as_bytes()?)),
        part: found.get(10)?,
        title: found.get(7)?,
        has_title: !found.get::<_, bool>(8)?,
        date: moment.map(|(date, _)| date),
        time: moment.and_then(|(_, time)| time),
        outlet: name(2)?,
        via: name(3)?,
        section: name(4)?,
        byline: found.get(9)?,
        language: name(5)?,
        words: found.get(6)?,
        is_gone: found.get(11)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::load::options::LoadOptions;
    use crate::library::store::handle::Store;
    use std::fs;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn rows_have_the_order_of_the_ids_and_prefer_a_file_that_is_still_there() {
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
        let mut rows = Vec::new();
        let each = |row: ArticleRow| {
            rows.push(row);
            rows.len() < 10
        };
        snapshot.rows(&ids, each).unwrap();
        assert_eq!(rows.len(), 10);
        let one_by_one = ids.iter().filter_map(|id| snapshot.row(*id).unwrap());
        assert!(one_by_one.take(10).eq(rows));
        let row = |id| snapshot.row(id).unwrap().unwrap();
        let places: Vec<bool> = (0..12).map(|id| row(id).is_gone).collect();
        assert_eq!(
            places.iter().filter(|is_gone| **is_gone).count(),
            2,
            "the others are in another file too"
        );
    }
}
