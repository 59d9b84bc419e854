//! The reader's marks by the numbers of a library's articles. Not where marks are kept.

use super::prepared::number;
use super::{Snapshot, StoreError};
use crate::library::identity::ContentHash;
use crate::library::{Kept, Marks};
use rusqlite::params;

impl Snapshot {
    /// The marks of its articles, out of all that are kept: by what stands in an article. Costs what is kept, not what the
    /// library holds.
    pub fn marks(&self, all: &[(ContentHash, Kept)]) -> Result<Marks, StoreError> {
        let catalogue = self.catalogue();
        let read = || -> rusqlite::Result<Marks> {
            let text = "SELECT id FROM articles WHERE id < ?1 AND (source = ?2 OR content = ?2)";
            let mut statement = catalogue.sql.prepare_cached(text)?;
            let mut marks = Marks::default();
            for (hash, kept) in all {
                let ids = statement.query_map(params![self.end(), number(hash)], |row| row.get(0))?;
                for id in ids {
                    marks.recall(id?, kept);
                }
            }
            Ok(marks)
        };
        read().map_err(|error| catalogue.failed(&error))
    }
}
