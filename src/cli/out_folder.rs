//! The folder of `extract --out`: one file a page, each written whole or not at all. It decides names, not contents.

use crate::library::shown_path;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum OutError {
    /// Two pages would be written to one file.
    #[error(
        "{0}: another page is called {1:?} too, and both would be written to one file; rename one or run twice"
    )]
    SameStem(String, OsString),
    /// The result would take the place of a page.
    #[error("{0}: the result would take the place of the page itself; choose another folder for --out")]
    WouldReplace(String),
    /// The folder cannot be made.
    #[error("{0}: the folder could not be made: {1}; choose another one for --out")]
    NoFolder(String, io::Error),
}

/// A folder that results are written to.
pub struct OutFolder {
    folder: PathBuf,
    extension: &'static str,
    stems: HashSet<OsString>,
}

impl OutFolder {
    /// Checks that each of `pages` gets a file of its own, and makes the folder.
    pub fn new(folder: &Path, extension: &'static str, pages: &[PathBuf]) -> Result<Self, OutError> {
        let mut stems = HashSet::new();
        let real_folder = fs::canonicalize(folder).ok();
        for page in pages {
            let stem = stem(page);
            let shown = || shown_path(page);
            if is_at(page, real_folder.as_deref(), &file_name(stem, 1, extension)) {
                return Err(OutError::WouldReplace(shown()));
            }
            if !stems.insert(stem.to_owned()) {
                return Err(OutError::SameStem(shown(), stem.to_owned()));
            }
        }
        fs::create_dir_all(folder).map_err(|error| OutError::NoFolder(shown_path(folder), error))?;
        Ok(Self {
            folder: folder.to_owned(),
            extension,
            stems,
        })
    }

    /// Writes the result of one article: `page.json` for the first of its page, then `page-2.json` and so on.
    ///
    /// The file is complete whenever it is there: it is written under another name and renamed.
    pub fn write(&self, page: &Path, part: u32, text: &str) -> Result<(), String> {
        let stem = stem(page);
        let name = file_name(stem, part, self.extension);
        if part > 1
            && self
                .stems
                .contains(Path::new(&name).file_stem().unwrap_or_default())
        {
            let shown = shown_path(page);
            return Err(format!(
                "{shown}: its article {part} would be written over the result of another page, {}; rename that page",
                name.display()
            ));
        }
        self.write_file(&name, text).map_err(|error| {
            let path = self.folder.join(&name);
            format!(
                "could not write {}: {error}; is there room and permission?",
                path.display()
            )
        })
    }

    fn write_file(&self, name: &OsStr, text: &str) -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".newsprint-");
        // A temporary file is private by default; this one becomes a result like any other.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(&self.folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(self.folder.join(name))?;
        Ok(())
    }
}

/// What a page is called without its ending; standard input has a name of its own.
fn stem(page: &Path) -> &OsStr {
    if page == Path::new("-") {
        return OsStr::new("stdin");
    }
    page.file_stem().unwrap_or_default()
}

fn file_name(stem: &OsStr, part: u32, extension: &str) -> OsString {
    let mut name = stem.to_owned();
    if part > 1 {
        name.push(format!("-{part}"));
    }
    name.push(".");
    name.push(extension);
    name
}

/// Whether the page is the file of this name in this folder.
fn is_at(page: &Path, folder: Option<&Path>, name: &OsStr) -> bool {
    let (Some(folder), Some(parent)) = (folder, page.parent()) else {
        return false;
    };
    let parent = if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    };
    page.file_name() == Some(name) && fs::canonicalize(parent).is_ok_and(|parent| parent == folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(paths: &[&str]) -> Vec<PathBuf> {
        paths.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn two_pages_of_one_name_are_an_error_before_the_folder_is_made() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("out");
        let error = OutFolder::new(&folder, "json", &paths(&["a/x.txt", "b/x.txt"]))
            .err()
            .unwrap();
        assert!(
            error
                .to_string()
                .starts_with("b/x.txt: another page is called \"x\" too"),
            "{error}"
        );
        assert!(!folder.exists());
    }

    #[test]
    fn articles_of_one_page_are_numbered_and_never_take_the_place_of_another_page() {
        let home = tempfile::tempdir().unwrap();
        let folder = OutFolder::new(home.path(), "md", &paths(&["x.txt", "y.txt", "y-2.txt"])).unwrap();
        folder.write(Path::new("x.txt"), 1, "one").unwrap();
        folder.write(Path::new("x.txt"), 2, "two").unwrap();
        assert!(folder.write(Path::new("y.txt"), 2, "two").is_err());
        assert_eq!(fs::read_to_string(home.path().join("x.md")).unwrap(), "one");
        assert_eq!(fs::read_to_string(home.path().join("x-2.md")).unwrap(), "two");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_page_is_never_written_over() {
        let home = tempfile::tempdir().unwrap();
        let page = home.path().join("x.txt");
        fs::write(&page, "text").unwrap();
        assert!(OutFolder::new(home.path(), "txt", std::slice::from_ref(&page)).is_err());
        assert!(OutFolder::new(home.path(), "json", std::slice::from_ref(&page)).is_ok());
    }
}
