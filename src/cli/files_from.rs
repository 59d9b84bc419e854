//! A list of file and folder names, as `find` prints them, from a file or standard input.

use crate::cli::args::STDIN;
use crate::cli::failure::Failure;
use crate::library::load::options::LoadSource;
use crate::library::problem;
use crate::library::problem::{Problem, ProblemKind};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

/// A list of file and folder names.
pub struct NameList {
    from: PathBuf,
    /// A copy in an unnamed file, if the list is read more than once.
    copy: Option<File>,
    separator: u8,
}

/// Some programs begin a text file with it.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The greatest length of a path. A longer entry shows that the file is not a list.
const LONGEST_NAME: u64 = 1 << 16;

impl NameList {
    /// Uses the list in this file, or on standard input for `-`. With `null`, a NUL ends each name instead of a line
    /// feed.
    pub fn new(from: &Path, null: bool) -> Self {
        Self {
            from: from.to_owned(),
            copy: None,
            separator: if null { 0 } else { b'\n' },
        }
    }

    /// Returns whether the list comes from standard input.
    pub fn is_stdin(&self) -> bool {
        self.from == Path::new(STDIN)
    }

    /// Makes it possible to read the list several times, even from a pipe, by copying it to a temporary file.
    pub fn make_rereadable(&mut self) -> Result<(), Failure> {
        let write_copy = || {
            let mut file = tempfile::tempfile()?;
            io::copy(&mut self.open()?, &mut file)?;
            Ok(file)
        };
        self.copy = Some(write_copy().map_err(|error: io::Error| self.failure(&error))?);
        Ok(())
    }

    /// Returns all names from the first.
    pub fn names(&self) -> Result<FileNames<'_>, Failure> {
        let reader = self.open().map_err(|error| self.failure(&error))?;
        Ok(FileNames {
            list: self,
            reader: BufReader::new(reader),
            is_first: true,
            over: false,
        })
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        if let Some(file) = &self.copy {
            let mut file = file.try_clone()?;
            file.rewind()?;
            return Ok(Box::new(file));
        }
        if self.is_stdin() {
            return Ok(Box::new(io::stdin()));
        }
        Ok(Box::new(File::open(&self.from)?))
    }

    fn failure(&self, error: &io::Error) -> Failure {
        let from = problem::shown_path(&self.from);
        Failure::Failed(format!(
            "--files-from {from}: {error}; choose another file, or - for standard input"
        ))
    }

    fn problem(&self, message: String, advice: &str) -> Problem {
        let mut problem = Problem::new(&self.from, ProblemKind::Unreadable, message);
        advice.clone_into(&mut problem.advice);
        problem
    }
}

/// The names of a [`NameList`], read on demand.
pub struct FileNames<'a> {
    list: &'a NameList,
    reader: BufReader<Box<dyn Read + Send>>,
    /// Whether no name was read yet.
    is_first: bool,
    over: bool,
}

impl Iterator for FileNames<'_> {
    type Item = Result<LoadSource, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            let mut name = Vec::new();
            let limited = (&mut self.reader)
                .take(LONGEST_NAME)
                .read_until(self.list.separator, &mut name);
            if let Err(error) = limited {
                self.over = true;
                let message = format!("the list of names cannot be read: {error}");
                return Some(Err(self.list.problem(message, "pass the remaining names again")));
            }
            self.over = name.is_empty();
            let ended = name.last() == Some(&self.list.separator);
            name.truncate(name.len() - usize::from(ended));
            if std::mem::take(&mut self.is_first) && name.starts_with(BYTE_ORDER_MARK) {
                name.drain(..BYTE_ORDER_MARK.len());
            }
            if self.list.separator == b'\n' && name.last() == Some(&b'\r') {
                name.pop();
            }
            if name.len() as u64 >= LONGEST_NAME || name.contains(&0) {
                // The rest of the file is not a list either.
                self.over = true;
                let message = "the list contains something that is not a file name".to_owned();
                return Some(Err(self
                    .list
                    .problem(message, "add -0 if a NUL ends each name, as from find -print0")));
            }
            if !name.is_empty() {
                return Some(Ok(LoadSource::Listed(path(name))));
            }
        }
        None
    }
}

#[cfg(unix)]
fn path(name: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(std::ffi::OsString::from_vec(name))
}

#[cfg(not(unix))]
fn path(name: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&name).into_owned())
}
