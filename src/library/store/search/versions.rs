//! Earlier versions of articles. When a changed page becomes a version: see `write_page`. The differences between two
//! versions: see [`revision`](crate::library::revision).

use crate::article::Article;
use crate::article::date::Date;
use crate::library::error::StoreError;
use crate::library::revision::{Revision, word_changes};
use crate::library::store::index::stored_article;
use crate::library::store::search::snapshot::Snapshot;
use rusqlite::params;

/// A version of an article, and the time of its import in seconds since 1970.
pub(crate) type StoredVersion = (i64, Article);

impl Snapshot {
    /// Returns the earlier versions of an article, the oldest first.
    pub fn versions(&self, id: u32) -> Result<Vec<StoredVersion>, StoreError> {
        let catalogue = self.catalogue();
        let text = "SELECT imported, kept FROM versions WHERE article = ? ORDER BY rowid";
        let stored: Vec<(i64, Vec<u8>)> =
            catalogue.select(text, [id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(stored
            .into_iter()
            .filter_map(|(imported, bytes)| Some((imported, stored_article::from_bytes(&bytes)?)))
            .collect())
    }

    /// Returns the changes of an article's text, the last one first. A change of chrome only is not one.
    pub fn revisions(&self, id: u32) -> Result<Vec<Revision>, StoreError> {
        let (mut versions, imported) = (self.versions(id)?, self.imported(id)?);
        let (Some(now), Some(imported)) = (self.index.article(&self.searcher, id)?, imported) else {
            return Ok(Vec::new());
        };
        versions.push((imported, now));
        let revision = |pair: &[StoredVersion]| Revision {
            before: day_of(pair[0].0),
            after: day_of(pair[1].0),
            runs: word_changes(&pair[0].1, &pair[1].1),
        };
        let revisions = versions.windows(2).rev().map(revision);
        Ok(revisions.filter(Revision::has_changes).collect())
    }

    /// Returns the number of earlier versions of an article. All articles are counted at once: few have any, and
    /// reading many articles would otherwise take as many queries.
    pub(crate) fn version_count(&self, id: u32) -> Result<u32, StoreError> {
        if self.version_counts.get().is_none() {
            let text = "SELECT article, count(*) FROM versions GROUP BY article";
            let pair = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
            let counts = self.catalogue().select(text, [], pair)?;
            drop(self.version_counts.set(counts));
        }
        let counts = self.version_counts.get();
        Ok(counts.and_then(|counts| counts.get(&id).copied()).unwrap_or(0))
    }

    fn imported(&self, id: u32) -> Result<Option<i64>, StoreError> {
        let text = "SELECT imported FROM articles WHERE id = ?";
        self.catalogue().number(text, params![id])
    }
}

/// Returns the day of a time, in UTC.
fn day_of(seconds: i64) -> Date {
    let days = seconds.div_euclid(24 * 60 * 60);
    Date::from_days(i32::try_from(days).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::library::load::options::LoadOptions;
    use crate::library::store::handle::Store;
    use std::fs;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn an_article_has_the_revisions_of_its_page() {
        let home = tempfile::tempdir().unwrap();
        let news = home.path().join("news");
        fs::create_dir_all(&news).unwrap();
        let store = Store::at(&home.path().join("library"));
        let page = |name: &str, text: &str| {
            let page =
                format!("The harbour of {name} is closed\n3 May 2024\nA storm has closed it {text}.\n");
            fs::write(news.join(name), page).unwrap();
            let roots = std::slice::from_ref(&news);
            let never = AtomicBool::new(false);
            let imported = store.import(roots, &LoadOptions::default(), &never, |_| {});
            assert!(imported.is_ok());
        };
        let versions = || -> Vec<u32> {
            let snapshot = store.snapshot().unwrap();
            let entry = |id| snapshot.entry(id).unwrap().unwrap();
            (0..2).map(|id| entry(id).versions).collect()
        };
        page("Zelm.txt", "for a day");
        page("Arden.txt", "for a day");
        assert_eq!(versions(), [0, 0]);
        page("Zelm.txt", "for a whole week");
        page("Zelm.txt", "for the rest of this year");
        assert_eq!(versions(), [2, 0]);
    }
}
