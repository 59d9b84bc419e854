//! The marks file on the disk: which file is open, how a new one is created, what is done with an empty one, and how one is
//! read that cannot be written. Not its contents: see `store`.

use crate::library::marks::error::MarksError;
use crate::library::private::immutable_uri;
#[cfg(unix)]
use crate::library::private::new_file_mode;
use crate::library::problem::shown_path;
use rusqlite::{Connection, OpenFlags};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The endings of the files that belong to a database.
const COMPANIONS: [&str; 3] = ["", "-wal", "-shm"];

/// Identifies a file on this computer: its device and its number there. A file that replaces it has another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileIdentity {
    #[cfg(unix)]
    device: u64,
    #[cfg(unix)]
    number: u64,
}

impl FileIdentity {
    /// Returns the identity of the file at a path; `None` if there is none.
    #[cfg(unix)]
    pub(crate) fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            device: metadata.dev(),
            number: metadata.ino(),
        })
    }

    /// Returns the same for every file: on this platform an open file cannot be deleted or replaced.
    #[cfg(not(unix))]
    pub(crate) fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).is_ok().then_some(Self {})
    }
}

/// The files that the database of an open connection uses besides the file itself.
pub(crate) type Companions = [Option<FileIdentity>; 2];

/// Returns which files are next to an open file now.
pub(crate) fn companions_of(file: &Path) -> Companions {
    ["-wal", "-shm"].map(|ending| FileIdentity::of(&with_ending(file, ending)))
}

/// Deletes the files that belong to a file which was deleted or replaced. The database would apply the changes in them to the
/// file that is there now. Files that another newsprint has created since then stay.
pub(crate) fn delete_stale(file: &Path, companions: Companions) {
    for (ending, used) in ["-wal", "-shm"].into_iter().zip(companions) {
        let companion = with_ending(file, ending);
        if used.is_some() && FileIdentity::of(&companion) == used {
            // If this fails, so does the next step, with a message.
            drop(fs::remove_file(companion));
        }
    }
}

/// Keeps a file of zero length under another name, as a crash of the computer may leave it, with what belongs to it. Returns
/// the new name, or `None` if the file is not empty.
pub(crate) fn set_empty_aside(file: &Path) -> io::Result<Option<PathBuf>> {
    // A file in use must not be opened here, because closing it would release the locks of the database.
    let is_empty = || fs::metadata(file).is_ok_and(|found| found.is_file() && found.len() == 0);
    if !is_empty() {
        return Ok(None);
    }
    // Another newsprint may be doing the same.
    let open = File::open(file)?;
    open.lock()?;
    if !is_empty() {
        return Ok(None);
    }
    let mut aside = with_ending(file, ".empty");
    for number in 2.. {
        if fs::symlink_metadata(&aside).is_err() {
            break;
        }
        aside = with_ending(file, &format!(".empty-{number}"));
    }
    for companion in COMPANIONS {
        let from = with_ending(file, companion);
        if fs::symlink_metadata(&from).is_ok() {
            fs::rename(from, with_ending(&aside, companion))?;
        }
    }
    Ok(Some(aside))
}

/// Creates a file that `prepare` makes a complete database: at no moment is there an empty one. A file that another
/// newsprint has created meanwhile stays.
pub(crate) fn create(
    file: &Path,
    prepare: impl FnOnce(Connection) -> Result<(), MarksError>,
) -> Result<(), MarksError> {
    let failed = |error: &io::Error| MarksError::from_io(file, error);
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".marks-");
    // The files that the database creates next to it get its mode.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(new_file_mode(
        folder,
    )));
    let new = builder.tempfile_in(folder).map_err(|error| failed(&error))?;
    let opened = Connection::open_with_flags(new.path(), OpenFlags::SQLITE_OPEN_READ_WRITE);
    prepare(opened.map_err(|error| MarksError::of(file, &error, std::time::Duration::ZERO))?)?;
    match new.persist_noclobber(file) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => Err(failed(&error.error)),
        _ => {
            // If this fails, the name may be lost with the power, and the file is then created again.
            #[cfg(unix)]
            drop(File::open(folder).and_then(|folder| folder.sync_all()));
            Ok(())
        }
    }
}

/// Opens a file for reading that cannot be written, or is in a folder that cannot be written. Nothing is created next to it.
pub(crate) fn open_unwritable(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(immutable_uri(file), flags)
}

/// Copies a file and what belongs to it to a private folder, which is deleted when it is dropped. Returns the copy.
pub(crate) fn private_copy(file: &Path) -> io::Result<(TempDir, PathBuf)> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("newsprint-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let folder = builder.tempdir()?;
    let copy = folder.path().join("marks.sqlite");
    for companion in ["", "-wal"] {
        let from = with_ending(file, companion);
        if from.exists() {
            // Not `fs::copy`, which copies the permissions too.
            let to = with_ending(&copy, companion);
            io::copy(&mut File::open(from)?, &mut File::create(to)?)?;
        }
    }
    Ok((folder, copy))
}

/// Returns whether changes of a file wait in another one.
pub(crate) fn has_wal(file: &Path) -> bool {
    fs::metadata(with_ending(file, "-wal")).is_ok_and(|found| found.len() > 0)
}

/// Returns the message about a file that was set aside.
pub(crate) fn empty_notice(aside: &Path) -> String {
    format!(
        "the marks file was empty, as after a power failure; it was kept as {}, and the new file has no marks; import a backup if you \
         have one",
        shown_path(aside)
    )
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}
