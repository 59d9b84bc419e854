//! The articles that wait for work that follows their import, as the catalogue records them. A row is added in the
//! transaction that adds the article, and removed in the one that makes the result of the work visible, so work that a kill
//! interrupts is repeated. Doing the work: see `import`.

use crate::library::error::StoreError;
use crate::library::store::catalogue::paths;
use crate::library::store::catalogue::tables::Catalogue;
use rusqlite::params;
use std::path::PathBuf;

/// A kind of work that follows an import. The catalogue stores its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LaterWork {
    /// Cleaning again with the lines that pages share.
    SecondReading = 0,
}

/// All kinds of work.
const ALL: [LaterWork; 1] = [LaterWork::SecondReading];

/// The number of articles that wait for a kind of work, and that skipped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WaitingCounts {
    /// The next import or the next start of the reader does it.
    pub waiting: u64,
    /// Too many articles were imported at once. It is done only on request.
    pub skipped: u64,
}

impl Catalogue {
    /// Records that an article waits.
    pub(crate) fn add_waiting(&self, work: LaterWork, article: u32) -> Result<(), StoreError> {
        self.end_waiting(work, &[article])?;
        let text = "INSERT INTO waiting (work, skipped, article) VALUES (?, 0, ?)";
        self.execute(text, params![work as u8, article])
    }

    /// Returns the articles that wait, in order.
    pub(crate) fn waiting(&self, work: LaterWork) -> Result<Vec<u32>, StoreError> {
        let text = "SELECT article FROM waiting WHERE work = ? AND skipped = 0 ORDER BY article";
        self.column(text, params![work as u8])
    }

    /// Records that these articles neither wait nor have skipped the work.
    pub(crate) fn end_waiting(&self, work: LaterWork, articles: &[u32]) -> Result<(), StoreError> {
        let text = "DELETE FROM waiting WHERE work = ? AND skipped IN (0, 1) AND article = ?";
        articles
            .iter()
            .try_for_each(|article| self.execute(text, params![work as u8, article]))
    }

    /// Records that all articles that wait skip the work.
    pub(crate) fn skip_waiting(&self, work: LaterWork) -> Result<(), StoreError> {
        let text = "UPDATE waiting SET skipped = 1 WHERE work = ? AND skipped = 0";
        self.execute(text, params![work as u8])
    }

    /// Removes an article from all work.
    pub(crate) fn forget_waiting(&self, article: u32) -> Result<(), StoreError> {
        ALL.into_iter()
            .try_for_each(|work| self.end_waiting(work, &[article]))
    }

    /// Counts the articles that wait, and those that skipped the work.
    pub(crate) fn waiting_counts(&self, work: LaterWork) -> Result<WaitingCounts, StoreError> {
        let count = |skipped: bool| -> Result<u64, StoreError> {
            let text = "SELECT count(*) FROM waiting WHERE work = ? AND skipped = ?";
            let found = self.number(text, params![work as u8, skipped])?;
            Ok(found.unwrap_or(0).unsigned_abs())
        };
        Ok(WaitingCounts {
            waiting: count(false)?,
            skipped: count(true)?,
        })
    }

    /// Returns the paths that imports read, the earliest first: all of them, or those with articles that wait.
    pub(crate) fn roots(&self, waiting_only: bool) -> Result<Vec<PathBuf>, StoreError> {
        let text = "SELECT path FROM roots WHERE waiting OR NOT ? ORDER BY rowid";
        let roots: Vec<Vec<u8>> = self.column(text, params![waiting_only])?;
        Ok(roots.into_iter().map(paths::from_bytes).collect())
    }

    /// Records the paths of an import whose articles wait.
    pub(crate) fn add_waiting_roots(&self, roots: &[PathBuf]) -> Result<(), StoreError> {
        let text = "INSERT INTO roots (path, waiting) VALUES (?, 1) ON CONFLICT DO UPDATE SET waiting = 1";
        roots
            .iter()
            .try_for_each(|root| self.execute(text, params![paths::to_bytes(root)]))
    }

    /// Records whether articles of any import wait.
    pub(crate) fn set_roots_waiting(&self, waiting: bool) -> Result<(), StoreError> {
        self.execute("UPDATE roots SET waiting = ?", params![waiting])
    }
}
