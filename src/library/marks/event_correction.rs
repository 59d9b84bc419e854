//! What a person said about two articles: that they report the same event, or that they never do. The articles are named by
//! the hashes of their source texts, as marks are.

use crate::library::identity::ContentHash;
use crate::library::marks::error::MarksError;
use crate::library::marks::store::MarksStore;
use rusqlite::{Connection, params};

/// A correction of the grouping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventCorrection {
    /// One article; its hash is the smaller one.
    pub a: ContentHash,
    /// The other article.
    pub b: ContentHash,
    /// Whether they report the same event.
    pub together: bool,
}

impl EventCorrection {
    /// A correction of two articles in either order; `None` for an article and itself.
    pub fn new(a: ContentHash, b: ContentHash, together: bool) -> Option<Self> {
        (a != b).then(|| Self {
            a: a.min(b),
            b: a.max(b),
            together,
        })
    }
}

impl MarksStore {
    /// Returns all corrections of the grouping, in the order of their hashes.
    pub fn event_corrections(&self) -> Result<Vec<EventCorrection>, MarksError> {
        corrections_of(&self.db).map_err(|error| self.failed(&error))
    }

    /// Removes some corrections and adds others, all or none. A correction replaces an earlier one of the same articles.
    pub fn write_event_corrections(
        &mut self,
        removed: &[EventCorrection],
        added: &[EventCorrection],
    ) -> Result<(), MarksError> {
        self.in_transaction(|db| {
            for EventCorrection { a, b, .. } in removed {
                db.prepare_cached("DELETE FROM event_correction WHERE a = ? AND b = ?")?
                    .execute(params![a.as_bytes(), b.as_bytes()])?;
            }
            added.iter().try_for_each(|correction| add(db, correction))
        })
    }
}

/// Reads all corrections.
pub(crate) fn corrections_of(db: &Connection) -> rusqlite::Result<Vec<EventCorrection>> {
    let mut statement = db.prepare_cached("SELECT a, b, together FROM event_correction ORDER BY a, b")?;
    let corrections = statement.query_map([], |row| {
        Ok(EventCorrection {
            a: ContentHash::from_bytes(row.get(0)?),
            b: ContentHash::from_bytes(row.get(1)?),
            together: row.get(2)?,
        })
    })?;
    corrections.collect()
}

/// Adds a correction, or replaces the one of the same articles.
pub(crate) fn add(db: &Connection, correction: &EventCorrection) -> rusqlite::Result<()> {
    let EventCorrection { a, b, together } = correction;
    db.prepare_cached("INSERT OR REPLACE INTO event_correction VALUES (?, ?, ?, unixepoch())")?
        .execute(params![a.as_bytes(), b.as_bytes(), together])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(a: &str, b: &str, together: bool) -> EventCorrection {
        let hash = |text: &str| ContentHash::of(text.as_bytes());
        EventCorrection::new(hash(a), hash(b), together).unwrap()
    }

    #[test]
    fn a_later_correction_of_the_same_articles_replaces_the_earlier_one() {
        let mut store = MarksStore::in_memory().unwrap();
        let (apart, together) = (correction("a", "b", false), correction("b", "a", true));
        store.write_event_corrections(&[], &[apart]).unwrap();
        store.write_event_corrections(&[], &[together]).unwrap();
        assert_eq!(store.event_corrections().unwrap(), [together]);
        store.write_event_corrections(&[apart], &[]).unwrap();
        assert_eq!(store.event_corrections().unwrap(), []);
    }

    #[test]
    fn corrections_are_exported_with_the_marks_and_imported() {
        let mut store = MarksStore::in_memory().unwrap();
        let made = correction("a", "b", false);
        store.write_event_corrections(&[], &[made]).unwrap();
        let mut exported = Vec::new();
        store.export(&mut exported).unwrap();
        let mut other = MarksStore::in_memory().unwrap();
        other.import(exported.as_slice()).unwrap();
        assert_eq!(other.event_corrections().unwrap(), [made]);
    }
}
