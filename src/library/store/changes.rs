//! Which files of some folders are new or have changed since they were imported, and which are gone. By size and time of
//! change alone: what is in them is looked at by those who read them.

use super::catalogue::Catalogue;
use super::error::StoreError;
use super::paths;
use crate::library::{LeftOut, Met, Problem, Walk};
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
    /// What the catalogue knows of the files at and below these paths.
    pub(super) fn below(catalogue: &Catalogue, roots: &[PathBuf]) -> Result<Self, StoreError> {
        let read = || -> rusqlite::Result<Vec<Known>> {
            let mut known = Vec::new();
            let mut folders = catalogue.sql.prepare("SELECT id, path FROM folders")?;
            let mut files = catalogue
                .sql
                .prepare("SELECT id, name, size, modified, gone FROM files WHERE folder = ?")?;
            let mut rows = folders.query([])?;
            while let Some(row) = rows.next()? {
                let folder = paths::from_bytes(row.get(1)?);
                let is_whole = roots.iter().any(|root| folder.starts_with(root));
                let holds_root = || roots.iter().any(|root| root.parent() == Some(&folder));
                if !is_whole && !holds_root() {
                    continue;
                }
                let mut files = files.query([row.get::<_, i64>(0)?])?;
                while let Some(file) = files.next()? {
                    let path = folder.join(paths::from_bytes(file.get(1)?));
                    if is_whole || roots.contains(&path) {
                        known.push(Known {
                            path: number(&path),
                            file: file.get(0)?,
                            gone: file.get(4)?,
                            seen: false,
                            stamp: Stamp {
                                size: file.get(2)?,
                                modified: file.get(3)?,
                            },
                        });
                    }
                }
            }
            Ok(known)
        };
        let mut known = read().map_err(|error| catalogue.failed(&error))?;
        known.sort_unstable_by_key(|known| known.path);
        Ok(Self(known))
    }

    /// Walks along the roots and hands over each file that is new or has changed, until nobody takes them any more;
    /// `found` counts them.
    pub(super) fn walk(
        mut self,
        roots: &[PathBuf],
        changed: &Sender<PathBuf>,
        found: &AtomicU64,
        cancel: &AtomicBool,
    ) -> Walked {
        let (mut walk, mut walked) = (Walk::new(), Walked::default());
        let mut is_whole = true;
        for root in roots {
            is_whole &= walk.given(root.clone(), |met| {
                match met {
                    Met::File(file) if self.is_unchanged(&file.path, &mut walked) => {}
                    Met::File(file) => {
                        found.fetch_add(1, Ordering::Relaxed);
                        if changed.send(file.path).is_err() {
                            return false;
                        }
                    }
                    Met::Problem(problem) => walked.problems.push(problem),
                }
                !cancel.load(Ordering::Relaxed)
            });
        }
        if is_whole {
            let unseen = self.0.iter().filter(|known| !known.seen && !known.gone);
            walked.unseen = unseen.map(|known| known.file).collect();
        }
        walked.left_out = walk.into_left_out();
        walked
    }

    fn is_unchanged(&mut self, path: &Path, walked: &mut Walked) -> bool {
        let Ok(at) = self.0.binary_search_by_key(&number(path), |known| known.path) else {
            return false;
        };
        let known = &mut self.0[at];
        known.seen = true;
        let unchanged = Stamp::of(path) == Some(known.stamp);
        if unchanged && known.gone {
            walked.back.push(known.file);
        }
        walked.unchanged += usize::from(unchanged);
        unchanged
    }
}

/// A number for a path: of a million files, no two have the same.
fn number(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.as_os_str().hash(&mut hasher);
    hasher.finish()
}
