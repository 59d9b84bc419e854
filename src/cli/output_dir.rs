//! The folder of `extract --out`: one file for each page, written completely or not at all.

use crate::cli::args::STDIN;
use crate::cli::corpus::CorpusArguments;
use crate::cli::failure::Failure;
use crate::cli::progress::block_signals;
use crate::library::problem::shown_path;
use crate::runtime::external::folder_of;
use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::hash::BuildHasher;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// An error before anything is written.
#[derive(Debug, Error)]
pub enum OutputDirError {
    /// Two pages would be written to the same file.
    #[error(
        "{0} and {1} would be written to the same file, because both are called {2:?}; rename one, or run the command twice"
    )]
    SameStem(String, String, OsString),
    /// The result would replace a page.
    #[error("{0}: the result would replace the page itself; choose another folder for --out")]
    WouldReplace(String),
    /// The folder cannot be created.
    #[error("{0}: the folder could not be created: {1}; choose another one for --out")]
    NoFolder(String, io::Error),
}

impl From<OutputDirError> for Failure {
    fn from(error: OutputDirError) -> Self {
        match error {
            OutputDirError::NoFolder(..) => Self::Failed(error.to_string()),
            OutputDirError::SameStem(..) | OutputDirError::WouldReplace(_) => Self::Usage(error.to_string()),
        }
    }
}

/// A folder for results.
pub struct OutputDir {
    folder: PathBuf,
    extension: &'static str,
    stems: Stems,
}

/// The names of the pages without extensions, as hashes: a million pages take a few megabytes.
#[derive(Default)]
struct Stems {
    hashes: HashSet<u64>,
    hasher: RandomState,
}

impl OutputDir {
    /// Checks that each page of the corpus gets a file of its own, and creates the folder.
    pub fn new(folder: &Path, extension: &'static str, corpus: &CorpusArguments) -> Result<Self, Failure> {
        let mut stems = Stems::default();
        let real_folder = fs::canonicalize(folder).ok();
        let (mut error, mut repeated) = (None, Vec::new());
        corpus.pages(|page| {
            let stem = stem(page);
            if is_at(page, real_folder.as_deref(), &file_name(stem, 1, extension)) {
                error = Some(OutputDirError::WouldReplace(shown_path(page)));
            } else if !stems.insert(stem) {
                repeated.push(page.to_owned());
            }
            // A hash collision is possible, but not several.
            error.is_none() && repeated.len() < MAX_REPEATED
        })?;
        if let Some(error) = error {
            return Err(error.into());
        }
        for page in repeated {
            same_stem(&page, corpus)?;
        }
        fs::create_dir_all(folder).map_err(|error| OutputDirError::NoFolder(shown_path(folder), error))?;
        Ok(Self {
            folder: folder.to_owned(),
            extension,
            stems,
        })
    }

    /// Returns the number of pages.
    pub fn pages(&self) -> u64 {
        self.stems.hashes.len() as u64
    }

    /// Writes the result of one article: `page.json` for the first of its page, then `page-2.json` and so on.
    ///
    /// A file under this name is always complete, because it is written under another name and renamed.
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
                "{shown}: its article {part} would overwrite the result of another page, {}; rename that page",
                name.display()
            ));
        }
        self.write_file(&name, text).map_err(|error| {
            let path = self.folder.join(&name);
            format!(
                "could not write {}: {error}; check free space and permissions",
                path.display()
            )
        })
    }

    fn write_file(&self, name: &OsStr, text: &str) -> io::Result<()> {
        let _guard = block_signals();
        let mut builder = tempfile::Builder::new();
        builder.prefix(".newsprint-");
        // Temporary files are private by default, but this one becomes a result.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(&self.folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(self.folder.join(name))?;
        Ok(())
    }
}

impl Stems {
    /// Adds a name. Returns whether it is new.
    fn insert(&mut self, stem: &OsStr) -> bool {
        self.hashes.insert(self.hasher.hash_one(stem))
    }

    fn contains(&self, stem: &OsStr) -> bool {
        self.hashes.contains(&self.hasher.hash_one(stem))
    }
}

/// At most this many pages are checked for hash collisions.
const MAX_REPEATED: usize = 8;

/// Returns an error if another page has the same name.
fn same_stem(page: &Path, corpus: &CorpusArguments) -> Result<(), Failure> {
    let (mut times, mut other) = (0, None);
    corpus.pages(|path| {
        if stem(path) == stem(page) {
            times += 1;
            other.get_or_insert_with(|| path.to_owned());
        }
        times < 2
    })?;
    match other {
        Some(other) if times > 1 => {
            let shown = (shown_path(&other), shown_path(page));
            Err(OutputDirError::SameStem(shown.0, shown.1, stem(page).to_owned()).into())
        }
        _ => Ok(()),
    }
}

/// Returns the name of a page without its extension. Standard input is called `stdin`.
fn stem(page: &Path) -> &OsStr {
    if page == Path::new(STDIN) {
        return OsStr::new("stdin");
    }
    let stem = page.file_stem().unwrap_or_default();
    // A page that is packed has two extensions.
    let is_packed = page
        .extension()
        .is_some_and(|ending| ending == "gz" || ending == "zst");
    let inner = Path::new(stem).file_stem().filter(|_| is_packed);
    inner.unwrap_or(stem)
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

/// Returns whether the page is the file with this name in this folder.
fn is_at(page: &Path, folder: Option<&Path>, name: &OsStr) -> bool {
    let is_folder = |folder| fs::canonicalize(folder_of(page)).is_ok_and(|parent| parent == folder);
    page.file_name() == Some(name) && folder.is_some_and(is_folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::output::Messages;

    fn corpus(paths: &[PathBuf]) -> CorpusArguments {
        CorpusArguments::of(paths, None, &mut Messages::default()).unwrap()
    }

    /// Creates pages with these names in a temporary folder.
    fn pages(names: &[&str]) -> (tempfile::TempDir, Vec<PathBuf>) {
        let home = tempfile::tempdir().unwrap();
        let paths: Vec<PathBuf> = names.iter().map(|name| home.path().join(name)).collect();
        for path in &paths {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        (home, paths)
    }

    #[test]
    fn two_pages_with_one_name_are_an_error_before_the_folder_is_created() {
        let (home, paths) = pages(&["a/x.txt", "a/y.txt", "b/x.txt"]);
        let folder = home.path().join("out");
        let Err(Failure::Usage(error)) = OutputDir::new(&folder, "json", &corpus(&paths)) else {
            panic!("no error");
        };
        assert!(
            error.contains("a/x.txt and ") && error.contains("b/x.txt would be written"),
            "{error}"
        );
        assert!(!folder.exists());
    }

    #[test]
    fn articles_of_one_page_are_numbered_and_never_replace_another_page() {
        let (home, paths) = pages(&["x.txt", "y.txt", "y-2.txt"]);
        let out = home.path().join("out");
        let folder = OutputDir::new(&out, "md", &corpus(&paths)).unwrap();
        assert_eq!(folder.pages(), 3);
        folder.write(Path::new("x.txt"), 1, "one").unwrap();
        folder.write(Path::new("x.txt"), 2, "two").unwrap();
        assert!(folder.write(Path::new("y.txt"), 2, "two").is_err());
        assert_eq!(fs::read_to_string(out.join("x.md")).unwrap(), "one");
        assert_eq!(fs::read_to_string(out.join("x-2.md")).unwrap(), "two");
        assert_eq!(fs::read_dir(out).unwrap().count(), 2);
    }

    #[test]
    fn a_page_is_never_overwritten() {
        let (home, paths) = pages(&["x.txt"]);
        assert!(OutputDir::new(home.path(), "txt", &corpus(&paths)).is_err());
        assert!(OutputDir::new(home.path(), "json", &corpus(&paths)).is_ok());
    }
}
