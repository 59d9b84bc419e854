//! Finds out which files of some folders are new, changed or gone since they were imported, by size and
//! modification time alone. The contents of the files are compared later: see `write_page`.

use crate::library::error::StoreError;
use crate::library::load::listed::may_hold_articles;
use crate::library::load::options::LoadSource;
use crate::library::load::walk::{FoundFile, SkippedFiles, Walk, WalkItem};
use crate::library::problem::Problem;
use crate::library::store::catalogue::locations::FileFingerprint;
use crate::library::store::catalogue::paths;
use crate::library::store::catalogue::tables::Catalogue;
use rayon::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;

/// A file in the catalogue. There may be a million, so the path is stored as a hash.
struct KnownFile {
    path: u64,
    file: u32,
    gone: bool,
    seen: bool,
    fingerprint: FileFingerprint,
}

/// The files of some folders in the catalogue.
pub(crate) struct KnownFiles(Vec<KnownFile>);

/// The files that an import considers.
pub(crate) enum ImportScope {
    /// Everything at and below these paths, which the user named.
    Whole(Vec<PathBuf>),
    /// These pages in memory.
    Pages(Vec<LoadSource>),
    /// These files and folders alone.
    Reported {
        files: Vec<PathBuf>,
        /// The paths that the user named. What a walk below them skips is skipped here too.
        roots: Vec<PathBuf>,
    },
}

impl ImportScope {
    /// Returns the paths to walk.
    pub(crate) fn paths(&self) -> &[PathBuf] {
        match self {
            Self::Whole(paths) | Self::Reported { files: paths, .. } => paths,
            Self::Pages(_) => &[],
        }
    }

    /// Returns the paths that the user named.
    pub(crate) fn roots(&self) -> &[PathBuf] {
        match self {
            Self::Whole(roots) | Self::Reported { roots, .. } => roots,
            Self::Pages(_) => &[],
        }
    }
}

/// The result of a walk, except for new and changed files.
#[derive(Default)]
pub(crate) struct WalkSummary {
    /// The number of unchanged files.
    pub(crate) unchanged: usize,
    /// The numbers of files that were not found. They may still exist in a folder that could not be listed.
    pub(crate) unseen: Vec<u32>,
    /// The numbers of files that were gone and are back unchanged.
    pub(crate) back: Vec<u32>,
    pub(crate) skipped: SkippedFiles,
    /// What could not be listed.
    pub(crate) problems: Vec<Problem>,
}

impl KnownFiles {
    /// Reads the files at and below these paths from the catalogue. The cost depends on their number, not on the
    /// size of the library.
    pub(crate) fn below(catalogue: &Catalogue, paths: &[PathBuf]) -> Result<Self, StoreError> {
        let read = || -> rusqlite::Result<Vec<KnownFile>> {
            let mut known = Vec::new();
            for path in paths {
                known_file(catalogue, path, &mut known)?;
                known_below(catalogue, path, &mut known)?;
            }
            Ok(known)
        };
        let mut known = read().map_err(|error| catalogue.failed(&error))?;
        known.sort_unstable_by_key(|known| known.path);
        // One path may be below another.
        known.dedup_by_key(|known| known.path);
        Ok(Self(known))
    }

    /// Returns the numbers of the files.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = i64> {
        self.0.iter().map(|known| i64::from(known.file))
    }

    /// Walks the roots and sends each new or changed file, until the receiver is gone. `found` counts them.
    pub(crate) fn walk(
        mut self,
        scope: &ImportScope,
        changed: &Sender<LoadSource>,
        found: &AtomicU64,
        cancel: &AtomicBool,
    ) -> WalkSummary {
        let (mut walk, mut walked) = (Walk::new(), WalkSummary::default());
        let offer = |source| {
            found.fetch_add(1, Ordering::Relaxed);
            changed.send(source).is_ok()
        };
        if let ImportScope::Pages(pages) = scope {
            pages.iter().cloned().all(offer);
            return walked;
        }
        let mut is_whole = true;
        for path in scope.paths() {
            if !self.is_in_scope(path, scope) {
                continue;
            }
            // If no file is known, there is nothing to compare: send each file at once.
            let at_once = if self.0.is_empty() { 1 } else { AT_ONCE };
            let mut batch = Vec::new();
            let mut send_changed = |batch: &mut Vec<FoundFile>, walked: &mut WalkSummary| {
                let mut files = self.changed(std::mem::take(batch), walked);
                files.all(|file| offer(LoadSource::Found(file)))
            };
            let continues = walk.given(path.clone(), |now| {
                match now {
                    WalkItem::File(file) => batch.push(file),
                    WalkItem::Problem(problem) => walked.problems.push(problem),
                }
                let is_over = batch.len() >= at_once && !send_changed(&mut batch, &mut walked);
                !is_over && !cancel.load(Ordering::Relaxed)
            });
            is_whole &= continues && send_changed(&mut batch, &mut walked);
        }
        if is_whole {
            let unseen = self.0.iter().filter(|known| !known.seen && !known.gone);
            walked.unseen = unseen.map(|known| known.file).collect();
        }
        walked.skipped = walk.into_skipped();
        walked
    }

    /// Returns whether a path is to be read. A path from a file watcher may be gone, which is not an error, or may
    /// be one that a walk of its folder would skip.
    fn is_in_scope(&self, path: &Path, scope: &ImportScope) -> bool {
        let ImportScope::Reported { roots, .. } = scope else {
            return true;
        };
        let Ok(metadata) = std::fs::metadata(path) else {
            return false;
        };
        let is_found = || Walk::reaches(path, roots) && (metadata.is_dir() || may_hold_articles(path));
        self.place_of(path).is_some() || is_found()
    }

    fn place_of(&self, path: &Path) -> Option<usize> {
        self.0
            .binary_search_by_key(&number(path), |known| known.path)
            .ok()
    }

    /// Returns the new and changed ones of these files, in their order.
    fn changed(
        &mut self,
        files: Vec<FoundFile>,
        walked: &mut WalkSummary,
    ) -> impl Iterator<Item = FoundFile> + use<> {
        let compared = self.compared(&files);
        for (at, is_unchanged) in compared.iter().flatten() {
            let known = &mut self.0[*at];
            known.seen = true;
            if *is_unchanged && known.gone {
                walked.back.push(known.file);
            }
            walked.unchanged += usize::from(*is_unchanged);
        }
        let is_changed = |compared: &Option<(usize, bool)>| !matches!(compared, Some((_, true)));
        let files = files.into_iter().zip(compared);
        files.filter_map(move |(file, compared)| is_changed(&compared).then_some(file))
    }

    /// Returns the position of each file among the known ones, and whether it is unchanged. Reading the metadata of
    /// a million files is most of the cost of an import that finds nothing new, so it runs in parallel.
    fn compared(&self, files: &[FoundFile]) -> Vec<Option<(usize, bool)>> {
        let compare = |file: &FoundFile| {
            let at = self.place_of(&file.path)?;
            Some((
                at,
                FileFingerprint::of(&file.path) == Some(self.0[at].fingerprint),
            ))
        };
        if self.0.is_empty() || files.len() < AT_ONCE {
            return files.iter().map(compare).collect();
        }
        files.par_iter().map(compare).collect()
    }
}

/// The number of files that are compared together.
const AT_ONCE: usize = 2_048;

/// Adds the file at this path if the catalogue has it.
fn known_file(catalogue: &Catalogue, path: &Path, known: &mut Vec<KnownFile>) -> rusqlite::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Ok(());
    };
    let text =
        "SELECT f.id, f.name, f.size, f.modified, f.gone FROM folders d JOIN files f ON f.folder = d.id
                WHERE d.path = ? AND f.name = ?";
    let mut statement = catalogue.sql.prepare_cached(text)?;
    let mut rows = statement.query([paths::to_bytes(folder), paths::to_bytes(Path::new(name))])?;
    while let Some(row) = rows.next()? {
        known.push(known_of_row(row, folder)?);
    }
    Ok(())
}

/// Adds all files in this folder and below.
fn known_below(catalogue: &Catalogue, path: &Path, known: &mut Vec<KnownFile>) -> rusqlite::Result<()> {
    let folders = "SELECT id, path FROM folders WHERE path = ?1 OR (path >= ?2 AND path < ?3)";
    let mut folders = catalogue.sql.prepare_cached(folders)?;
    let files = "SELECT id, name, size, modified, gone FROM files WHERE folder = ?";
    let mut files = catalogue.sql.prepare_cached(files)?;
    let (first, end) = paths::range_below(path);
    let mut rows = folders.query([paths::to_bytes(path), first, end])?;
    while let Some(row) = rows.next()? {
        let folder = paths::from_bytes(row.get(1)?);
        let mut files = files.query([row.get::<_, i64>(0)?])?;
        while let Some(file) = files.next()? {
            known.push(known_of_row(file, &folder)?);
        }
    }
    Ok(())
}

fn known_of_row(row: &rusqlite::Row<'_>, folder: &Path) -> rusqlite::Result<KnownFile> {
    Ok(KnownFile {
        path: number(&folder.join(paths::from_bytes(row.get(1)?))),
        file: row.get(0)?,
        gone: row.get(4)?,
        seen: false,
        fingerprint: FileFingerprint {
            size: row.get(2)?,
            modified: row.get(3)?,
        },
    })
}

/// Returns a hash of a path. Among a million files, a collision is practically impossible.
fn number(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.as_os_str().hash(&mut hasher);
    hasher.finish()
}
