//! The modes of folders and files, and what can be read where nothing can be written. What is stored in a private folder is
//! private too, so that the mode of one folder decides about everything in it; a folder that the user named keeps its own
//! mode. Platforms without modes need nothing.

use std::fs;
use std::io;
use std::path::Path;

/// Creates a folder that only its owner may read, with the missing folders above it.
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Creates a folder with the missing folders above it; a private one in a private folder.
pub(crate) fn create_folder(folder: &Path) -> io::Result<()> {
    if !folder.exists() && folder.parent().is_some_and(is_private) {
        create_private_folder(folder)
    } else {
        fs::create_dir_all(folder)
    }
}

/// Returns the mode of a new file in a folder, before the user's own restrictions: private if the folder is.
#[cfg(unix)]
pub(crate) fn new_file_mode(folder: &Path) -> u32 {
    if is_private(folder) { 0o600 } else { 0o666 }
}

/// Makes the files in a private folder private, for example those that a database has created. If that fails, the folder
/// protects them.
pub(crate) fn protect_files(folder: &Path) {
    #[cfg(unix)]
    if is_private(folder) {
        drop(restrict(folder));
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Makes a folder and everything in it private. Links are not followed.
#[cfg(unix)]
fn restrict(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        let mode = match entry.file_type() {
            kind if kind.is_dir() => 0o700,
            kind if kind.is_file() => 0o600,
            _ => continue,
        };
        if entry.metadata()?.permissions().mode() & 0o777 != mode {
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode))?;
        }
    }
    Ok(())
}

/// Returns the name by which `SQLite` opens a file that nothing can write: it then creates no files next to it.
pub(crate) fn immutable_uri(file: &Path) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-_".contains(&byte);
    let escaped = |byte: &u8| match *byte {
        byte if is_plain(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02x}"),
    };
    let path: String = file.as_os_str().as_encoded_bytes().iter().map(escaped).collect();
    format!("file:{path}?immutable=1")
}

/// Returns whether only its owner may read a folder: the six bits of others are zero.
#[cfg(unix)]
fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(folder).is_ok_and(|found| found.permissions().mode().trailing_zeros() >= 6)
}

#[cfg(not(unix))]
fn is_private(_folder: &Path) -> bool {
    false
}

/// Makes a folder and everything in it private, if others may read it and this was not done before: a user who opens the folder
/// to others later keeps it open. Returns whether modes were changed.
#[cfg(unix)]
pub fn narrow_once(folder: &Path) -> io::Result<bool> {
    let mark = folder.join(NARROWED);
    if mark.exists() || !folder.is_dir() {
        return Ok(false);
    }
    let was_open = !is_private(folder);
    if was_open {
        restrict(folder)?;
    }
    fs::write(
        &mark,
        "newsprint made this folder private once; if you change that, it stays changed\n",
    )?;
    protect_files(folder);
    Ok(was_open)
}

#[cfg(not(unix))]
pub fn narrow_once(_folder: &Path) -> io::Result<bool> {
    Ok(false)
}

/// The file that shows that the folder was made private.
#[cfg(unix)]
const NARROWED: &str = "private";

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_created_in_a_private_folder_is_private() {
        let home = tempfile::tempdir().unwrap();
        let own = home.path().join("share/own");
        create_private_folder(&own).unwrap();
        create_folder(&own.join("library")).unwrap();
        let file = own.join("library/a");
        fs::write(&file, "a").unwrap();
        protect_files(&own);
        assert_eq!(
            (mode(&own), mode(&own.join("library")), mode(&file)),
            (0o700, 0o700, 0o600)
        );
        let named = home.path().join("named");
        fs::create_dir(&named).unwrap();
        fs::set_permissions(&named, fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(named.join("a"), "a").unwrap();
        fs::set_permissions(named.join("a"), fs::Permissions::from_mode(0o644)).unwrap();
        protect_files(&named);
        assert_eq!(mode(&named.join("a")), 0o644);
    }

    #[test]
    fn an_open_folder_is_narrowed_once() {
        let home = tempfile::tempdir().unwrap();
        let own = home.path().join("own");
        fs::create_dir_all(own.join("library")).unwrap();
        let file = own.join("library/a");
        fs::write(&file, "a").unwrap();
        for (path, open) in [(&file, 0o644), (&own.join("library"), 0o755), (&own, 0o755)] {
            fs::set_permissions(path, fs::Permissions::from_mode(open)).unwrap();
        }
        assert!(narrow_once(&own).unwrap());
        assert_eq!(
            (mode(&own), mode(&own.join("library")), mode(&file)),
            (0o700, 0o700, 0o600)
        );
        fs::set_permissions(&own, fs::Permissions::from_mode(0o750)).unwrap();
        assert!(!narrow_once(&own).unwrap());
        assert_eq!(mode(&own), 0o750);
    }
}
