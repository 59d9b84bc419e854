//! Finds the files at the paths that the user named; folders are walked recursively and in order. Not reading the files: see
//! `read`.

use crate::library::load::listed::{belongs_to_page, ending_of, may_hold_articles};
use crate::library::problem::Problem;
use crate::text::safe;
use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The name of the file that describes the outlets of a folder.
pub const PROFILES_FILE: &str = "outlets.toml";

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it was found in a folder, not named by the user.
    pub listed: bool,
}

/// The files of other kinds that were found in folders, counted by extension.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SkippedFiles {
    by_ending: BTreeMap<String, usize>,
}

/// An item that a walk finds.
#[derive(Debug)]
pub enum WalkItem {
    /// A file to be read.
    File(FoundFile),
    /// A path that could not be listed.
    Problem(Problem),
}

/// Returns the files that describe outlets: the one in each of these folders, and the one next to each of these files.
pub fn profile_files(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for path in paths {
        let folder = if path.is_dir() {
            Some(path.as_path())
        } else {
            path.parent()
        };
        let file = folder.map(|folder| folder.join(PROFILES_FILE));
        found.extend(file.filter(|file| file.is_file() && !found.contains(file)));
    }
    found
}

/// A walk along paths, recursive and sorted by name.
///
/// Skips hidden files and folders below a path, and files that it found before at the same path. Follows links, but below
/// each path it walks a folder only once: where it really is, or else at the first link to it. It stores the paths that the
/// user named and the identities of their folders, not the files that it found.
#[derive(Debug, Default)]
pub struct Walk {
    roots: HashSet<PathBuf>,
    skipped: SkippedFiles,
}

impl Walk {
    /// Starts a walk.
    pub fn new() -> Self {
        Self::default()
    }

    /// Walks along the next path and passes each file to `visit`, in order. `visit` returns whether to continue; so does
    /// this.
    pub fn given(&mut self, path: PathBuf, visit: impl FnMut(WalkItem) -> bool) -> bool {
        let continues = self.listed(&path, visit);
        self.roots.insert(path);
        continues
    }

    /// [`given`](Self::given) for a path from a list. The path is not stored, so a list may have any length; a file that is
    /// listed twice is found twice.
    pub fn listed(&mut self, path: &Path, mut visit: impl FnMut(WalkItem) -> bool) -> bool {
        match std::fs::metadata(path) {
            Err(error) => visit(WalkItem::Problem(Problem::from_io(path, &error, false))),
            Ok(metadata) if metadata.is_dir() => self.folder(path, &mut visit),
            Ok(_) => self.file(path.to_path_buf(), false, &mut visit),
        }
    }

    /// Returns whether a walk along the roots can reach this path: nothing on the way is hidden. If the path is below none
    /// of them, only its own name counts.
    pub fn reaches(path: &Path, roots: &[PathBuf]) -> bool {
        let below = roots.iter().filter_map(|root| path.strip_prefix(root).ok());
        let mut below = below.peekable();
        if below.peek().is_none() {
            return !path.file_name().is_some_and(is_hidden);
        }
        let is_open = |below: &Path| !below.components().map(Component::as_os_str).any(is_hidden);
        below.any(is_open)
    }

    /// Returns the files that were skipped.
    pub fn into_skipped(self) -> SkippedFiles {
        self.skipped
    }

    /// Returns whether a walk along an earlier path found this file.
    fn was_found(&self, file: &Path) -> bool {
        if self.roots.is_empty() {
            return false;
        }
        let is_below = |root: &Path| {
            let below = file.strip_prefix(root).into_iter().flat_map(Path::components);
            let mut names = below.map(Component::as_os_str);
            !names.any(is_hidden) && may_hold_articles(file)
        };
        self.roots.contains(file)
            || file
                .ancestors()
                .skip(1)
                .any(|root| self.roots.contains(root) && is_below(root))
    }

    fn folder(&mut self, root: &Path, visit: &mut impl FnMut(WalkItem) -> bool) -> bool {
        let mut folders = WalkedFolders::new(root);
        let entries = WalkDir::new(root)
            .follow_links(true)
            // Entries of one folder: their paths compare as their names do, and need not be split for it.
            .sort_by(|one, other| one.path().as_os_str().cmp(other.path().as_os_str()))
            .into_iter()
            .filter_entry(|entry| {
                (entry.depth() == 0 || !is_hidden(entry.file_name()))
                    && (!entry.file_type().is_dir() || folders.is_new(entry) && !is_part_of_page(entry))
            });
        for entry in entries {
            let continues = match entry {
                Ok(entry) if entry.file_type().is_dir() => true,
                Ok(entry) => self.in_folder(entry, visit),
                Err(error) => self.unlisted(root, &error, visit),
            };
            if !continues {
                return false;
            }
        }
        true
    }

    fn in_folder(&mut self, entry: DirEntry, visit: &mut impl FnMut(WalkItem) -> bool) -> bool {
        if may_hold_articles(entry.path()) {
            return self.file(entry.into_path(), true, visit);
        }
        if entry.file_name() != PROFILES_FILE {
            self.skipped.count(entry.path());
        }
        true
    }

    /// Handles an entry that could not be listed. A loop of links is not a problem: its target is found anyway.
    fn unlisted(
        &mut self,
        root: &Path,
        error: &walkdir::Error,
        visit: &mut impl FnMut(WalkItem) -> bool,
    ) -> bool {
        if error.loop_ancestor().is_some() {
            return true;
        }
        let path = error.path().unwrap_or(root);
        let Some(cause) = error.io_error() else {
            return true;
        };
        let is_missing = cause.kind() == std::io::ErrorKind::NotFound;
        // A name without an extension may be that of a folder.
        let is_other = !may_hold_articles(path) && path.extension().is_some();
        if is_missing && path != root && is_other {
            self.skipped.count(path);
            return true;
        }
        visit(WalkItem::Problem(Problem::from_io(path, cause, true)))
    }

    fn file(&mut self, path: PathBuf, listed: bool, visit: &mut impl FnMut(WalkItem) -> bool) -> bool {
        if self.was_found(&path) {
            return true;
        }
        visit(WalkItem::File(FoundFile { path, listed }))
    }
}

/// The folders that were walked below a path.
struct WalkedFolders {
    /// The path without links.
    root: Option<PathBuf>,
    walked: HashSet<FolderId>,
}

/// Identifies a folder on this computer: its device and its number there.
#[cfg(unix)]
type FolderId = (u64, u64);
#[cfg(not(unix))]
type FolderId = PathBuf;

impl WalkedFolders {
    fn new(root: &Path) -> Self {
        Self {
            root: root.canonicalize().ok(),
            walked: HashSet::new(),
        }
    }

    /// Returns whether the folder is to be walked here: it was not walked before, and will not be found below the root
    /// without links.
    fn is_new(&mut self, folder: &DirEntry) -> bool {
        if folder.depth() > 0 && folder.path_is_symlink() && self.is_below_root(folder.path()) {
            return false;
        }
        // A folder that has vanished is reported when it is listed.
        folder_id(folder).is_none_or(|id| self.walked.insert(id))
    }

    fn is_below_root(&self, link: &Path) -> bool {
        let target = link.canonicalize().ok();
        let below = target.as_deref().zip(self.root.as_deref());
        let below = below.and_then(|(target, root)| target.strip_prefix(root).ok());
        below.is_some_and(|below| !below.components().map(Component::as_os_str).any(is_hidden))
    }
}

#[cfg(unix)]
fn folder_id(folder: &DirEntry) -> Option<FolderId> {
    use std::os::unix::fs::MetadataExt;
    let metadata = folder.metadata().ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn folder_id(folder: &DirEntry) -> Option<FolderId> {
    folder.path().canonicalize().ok()
}

/// Returns whether a folder below the root belongs to a page next to it, whose text is in the page.
fn is_part_of_page(folder: &DirEntry) -> bool {
    folder.depth() > 0 && belongs_to_page(folder.path())
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

impl SkippedFiles {
    /// Returns the number of files.
    pub fn total(&self) -> usize {
        self.by_ending.values().sum()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_ending.is_empty()
    }

    /// Returns the extensions (lower case, without the dot; empty for none) with their counts, the most frequent first.
    pub fn endings(&self) -> Vec<(&str, usize)> {
        let mut endings: Vec<_> = self
            .by_ending
            .iter()
            .map(|(name, count)| (name.as_str(), *count))
            .collect();
        endings.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        endings
    }

    fn count(&mut self, path: &Path) {
        self.count_ending(ending_of(path));
    }

    /// Counts a file with this extension.
    pub(crate) fn count_ending(&mut self, ending: String) {
        *self.by_ending.entry(ending).or_default() += 1;
    }

    /// Adds the files of another count.
    pub(crate) fn add(&mut self, other: Self) {
        for (ending, count) in other.by_ending {
            *self.by_ending.entry(ending).or_default() += count;
        }
    }
}

/// The number of extensions that the message names; the others are added up.
const ENDINGS_NAMED: usize = 5;

impl fmt::Display for SkippedFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total();
        let kinds = if total == 1 {
            "file of another kind"
        } else {
            "files of other kinds"
        };
        write!(f, "{total} {kinds} left out (")?;
        let endings = self.endings();
        for (at, (ending, count)) in endings.iter().take(ENDINGS_NAMED).enumerate() {
            let comma = if at > 0 { ", " } else { "" };
            match *ending {
                "" => write!(f, "{comma}no ending {count}")?,
                _ => write!(f, "{comma}.{} {count}", safe::harmless_line(ending))?,
            }
        }
        let rest: usize = endings.iter().skip(ENDINGS_NAMED).map(|(_, count)| count).sum();
        if rest > 0 {
            write!(f, ", others {rest}")?;
        }
        write!(f, ")")
    }
}
