//! A list of names of files and folders, as `find` prints them, from a file or from standard input. Not what the names
//! stand for.

use super::{Failure, STDIN};
use crate::library::{Problem, ProblemKind, Source};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

/// Names of files and folders, one after the other.
pub struct NameList {
    from: PathBuf,
    /// A copy in a file without a name; there where the list is read more than once.
    kept: Option<File>,
    separator: u8,
}

/// No path is longer than this; beyond it the list is no list.
const LONGEST_NAME: u64 = 1 << 16;

impl NameList {
    /// The list in the file, or on standard input for `-`. `null`: a NUL ends each name, not a line feed.
    pub fn new(from: &Path, null: bool) -> Self {
        Self {
            from: from.to_owned(),
            kept: None,
            separator: if null { 0 } else { b'\n' },
        }
    }

    /// Whether it is read from standard input.
    pub fn is_stdin(&self) -> bool {
        self.from == Path::new(STDIN)
    }

    /// Makes sure that the list can be read again, even if it comes from a pipe. It is kept in a file, not in memory.
    pub fn keep(&mut self) -> Result<(), Failure> {
        let copy = || {
            let mut file = tempfile::tempfile()?;
            io::copy(&mut self.open()?, &mut file)?;
            Ok(file)
        };
        self.kept = Some(copy().map_err(|error: io::Error| self.failure(&error))?);
        Ok(())
    }

    /// The names, from the first one on.
    pub fn names(&self) -> Result<Names<'_>, Failure> {
        let reader = self.open().map_err(|error| self.failure(&error))?;
        Ok(Names {
            list: self,
            reader: BufReader::new(reader),
            over: false,
        })
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        if let Some(file) = &self.kept {
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
        let from = crate::library::shown_path(&self.from);
        Failure::Failed(format!(
            "--files-from {from}: {error}; name a file that can be read, or - for standard input"
        ))
    }

    fn problem(&self, message: String, advice: &str) -> Problem {
        let mut problem = Problem::new(&self.from, ProblemKind::Unreadable, message);
        advice.clone_into(&mut problem.advice);
        problem
    }
}

/// The names of a [`NameList`], read as they are asked for.
pub struct Names<'a> {
    list: &'a NameList,
    reader: BufReader<Box<dyn Read + Send>>,
    over: bool,
}

impl Iterator for Names<'_> {
    type Item = Result<Source, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            let mut name = Vec::new();
            let limited = (&mut self.reader)
                .take(LONGEST_NAME)
                .read_until(self.list.separator, &mut name);
            if let Err(error) = limited {
                self.over = true;
                let message = format!("the list of names cannot be read: {error}");
                return Some(Err(self.list.problem(message, "give the rest of it again")));
            }
            self.over = name.is_empty();
            let ended = name.last() == Some(&self.list.separator);
            name.truncate(name.len() - usize::from(ended));
            if name.len() as u64 >= LONGEST_NAME || name.contains(&0) {
                // What follows is as little a name as this.
                self.over = true;
                let message = "the list holds something that is no name of a file".to_owned();
                return Some(Err(self
                    .list
                    .problem(message, "add -0 if a NUL ends each name, as from find -print0")));
            }
            if !name.is_empty() {
                return Some(Ok(Source::Listed(path(name))));
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
