//! Which files of some folders are new or have changed since they were imported, and which are gone. By size and time of
//! change alone: what is in them is looked at by those who read them.

use super::catalogue::Catalogue;
use super::error::StoreError;
use super::{parallel, paths};
use crate::library::{Format, FoundFile, LeftOut, Met, Problem, Source, Walk};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::time::SystemTime;

/// Size and time of change of a file, by which it is known to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: i64,
    /// Nanoseconds since 1970.
    pub(super) modified: i64,
}

impl Stamp {
    /// The stamp of a file; `None` where it cannot be asked.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        Some(Self {
            size: i64::try_from(metadata.len()).ok()?,
            modified: nanoseconds(metadata.modified().ok()?),
        })
    }

    /// The stamp to remember of a file that was just read. One that may still change without its stamp changing gets a time
    /// that no file has, so that it is read again.
    pub(super) fn to_remember(path: &Path, bytes_read: usize) -> Self {
        let size = i64::try_from(bytes_read).unwrap_or(i64::MAX);
        let fresh = nanoseconds(SystemTime::now()).saturating_sub(FRESH);
        let modified = Self::of(path)
            .filter(|stamp| stamp.size == size && stamp.modified < fresh)
            .map_or(NEVER, |stamp| stamp.modified);
        Self { size, modified }
    }
}

const NEVER: i64 = -1;
/// Two seconds: the coarsest clock of the file systems in use.
const FRESH: i64 = 2_000_000_000;

fn nanoseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

/// A file as the catalogue knows it. There may be a million of them, so its path is a number here.
struct Known {
    path: u64,
    file: u32,
    gone: bool,
    seen: bool,
    stamp: Stamp,
}

/// What the catalogue knows of the files of some folders.
pub(super) struct KnownFiles(Vec<Known>);

/// How far an import looks.
pub(super) enum Extent {
    /// Everything at and below these paths, which a person gave.
    Whole(Vec<PathBuf>),
    /// These pages in memory.
    Pages(Vec<Source>),
    /// These files and folders alone.
    Told {
        files: Vec<PathBuf>,
        /// The paths that a person gave; what a walk along them leaves out is left out here too.
        roots: Vec<PathBuf>,
    },
}

impl Extent {
    /// The paths that are looked at.
    pub(super) fn paths(&self) -> &[PathBuf] {
        match self {
            Self::Whole(paths) | Self::Told { files: paths, .. } => paths,
            Self::Pages(_) => &[],
        }
    }

    /// The paths that a person gave.
    pub(super) fn roots(&self) -> &[PathBuf] {
        match self {
            Self::Whole(roots) | Self::Told { roots, .. } => roots,
            Self::Pages(_) => &[],
        }
    }
}

/// What a walk found, its new and changed files aside.
#[derive(Default)]
pub(super) struct Walked {
    /// Files that did not change.
    pub(super) unchanged: usize,
    /// Numbers of files that were not met; where a folder could not be listed, they may still be there.
    pub(super) unseen: Vec<u32>,
    /// Numbers of files that are back as they were.
    pub(super) back: Vec<u32>,
    pub(super) left_out: LeftOut,
    /// What could not be listed.
    pub(super) problems: Vec<Problem>,
}

impl KnownFiles {
    /// What the catalogue knows of the files at and below these paths. Costs what there is of those.
    pub(super) fn below(catalogue: &Catalogue, paths: &[PathBuf]) -> Result<Self, StoreError> {
        let read = || -> rusqlite::Result<Vec<Known>> {
            let mut known = Vec::new();
            for path in paths {
                known_file(catalogue, path, &mut known)?;
                known_below(catalogue, path, &mut known)?;
            }
            Ok(known)
        };
        let mut known = read().map_err(|error| catalogue.failed(&error))?;
        known.sort_unstable_by_key(|known| known.path);
        // Of two paths, one may be below the other.
        known.dedup_by_key(|known| known.path);
        Ok(Self(known))
    }

    /// Their numbers.
    pub(super) fn numbers(&self) -> impl Iterator<Item = i64> {
        self.0.iter().map(|known| i64::from(known.file))
    }

    /// Walks along the roots and hands over each file that is new or has changed, until nobody takes them any more;
    /// `found` counts them.
    pub(super) fn walk(
        mut self,
        extent: &Extent,
        changed: &Sender<Source>,
        found: &AtomicU64,
        cancel: &AtomicBool,
    ) -> Walked {
        let (mut walk, mut walked) = (Walk::new(), Walked::default());
        let offer = |source| {
            found.fetch_add(1, Ordering::Relaxed);
            changed.send(source).is_ok()
        };
        if let Extent::Pages(pages) = extent {
            pages.iter().cloned().all(offer);
            return walked;
        }
        let mut is_whole = true;
        for path in extent.paths() {
            if !self.is_looked_at(path, extent) {
                continue;
            }
            // Where nothing is known there is nothing to compare with, so nobody has to wait.
            let at_once = if self.0.is_empty() { 1 } else { AT_ONCE };
            let mut met = Vec::new();
            let mut hand_over = |met: &mut Vec<FoundFile>, walked: &mut Walked| {
                let mut files = self.changed(std::mem::take(met), walked);
                files.all(|file| offer(Source::Found(file)))
            };
            let goes_on = walk.given(path.clone(), |now| {
                match now {
                    Met::File(file) => met.push(file),
                    Met::Problem(problem) => walked.problems.push(problem),
                }
                let is_over = met.len() >= at_once && !hand_over(&mut met, &mut walked);
                !is_over && !cancel.load(Ordering::Relaxed)
            });
            is_whole &= goes_on && hand_over(&mut met, &mut walked);
        }
        if is_whole {
            let unseen = self.0.iter().filter(|known| !known.seen && !known.gone);
            walked.unseen = unseen.map(|known| known.file).collect();
        }
        walked.left_out = walk.into_left_out();
        walked
    }

    /// Whether a path is one to look at. One that a watcher told of may be gone, which is no problem, or nothing that a
    /// walk of its folder would meet.
    fn is_looked_at(&self, path: &Path, extent: &Extent) -> bool {
        let Extent::Told { roots, .. } = extent else {
            return true;
        };
        let Ok(metadata) = std::fs::metadata(path) else {
            return false;
        };
        let is_met = || Walk::meets(path, roots) && (metadata.is_dir() || Format::of_listed(path).is_some());
        self.place_of(path).is_some() || is_met()
    }

    fn place_of(&self, path: &Path) -> Option<usize> {
        self.0
            .binary_search_by_key(&number(path), |known| known.path)
            .ok()
    }

    /// Those of the files that are new or have changed, in their order.
    fn changed(
        &mut self,
        files: Vec<FoundFile>,
        walked: &mut Walked,
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

    /// Where each file stands among those that are known, and whether it is as it was. Asking for a million files is
    /// most of what an import costs that finds nothing new, so several threads do it.
    fn compared(&self, files: &[FoundFile]) -> Vec<Option<(usize, bool)>> {
        let compare = |file: &FoundFile| {
            let at = self.place_of(&file.path)?;
            Some((at, Stamp::of(&file.path) == Some(self.0[at].stamp)))
        };
        if self.0.is_empty() || files.len() < AT_ONCE {
            return files.iter().map(compare).collect();
        }
        parallel::map(files, usize::MAX, compare)
    }
}

/// So many files that were met are compared together.
const AT_ONCE: usize = 2_048;

/// The file at this path, where the catalogue has it.
fn known_file(catalogue: &Catalogue, path: &Path, known: &mut Vec<Known>) -> rusqlite::Result<()> {
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

/// All files in this folder and in those below it.
fn known_below(catalogue: &Catalogue, path: &Path, known: &mut Vec<Known>) -> rusqlite::Result<()> {
    let folders = "SELECT id, path FROM folders WHERE path = ?1 OR (path >= ?2 AND path < ?3)";
    let mut folders = catalogue.sql.prepare_cached(folders)?;
    let files = "SELECT id, name, size, modified, gone FROM files WHERE folder = ?";
    let mut files = catalogue.sql.prepare_cached(files)?;
    let (first, behind) = paths::range_below(path);
    let mut rows = folders.query([paths::to_bytes(path), first, behind])?;
    while let Some(row) = rows.next()? {
        let folder = paths::from_bytes(row.get(1)?);
        let mut files = files.query([row.get::<_, i64>(0)?])?;
        while let Some(file) = files.next()? {
            known.push(known_of_row(file, &folder)?);
        }
    }
    Ok(())
}

fn known_of_row(row: &rusqlite::Row<'_>, folder: &Path) -> rusqlite::Result<Known> {
    Ok(Known {
        path: number(&folder.join(paths::from_bytes(row.get(1)?))),
        file: row.get(0)?,
        gone: row.get(4)?,
        seen: false,
        stamp: Stamp {
            size: row.get(2)?,
            modified: row.get(3)?,
        },
    })
}

/// A number for a path: of a million files, no two have the same.
fn number(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.as_os_str().hash(&mut hasher);
    hasher.finish()
}
