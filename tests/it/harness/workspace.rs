//! A home folder for one test: pages, configuration, data, and the program run in it. What the reader does without the
//! program is tested with `AppDriver`.

use super::page_text::numbered;
use newsprint::library::{MarksStore, Store};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// The built program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_newsprint");

/// A home folder with a folder of pages in it; removed when dropped.
pub struct Workspace {
    folder: TempDir,
}

impl Workspace {
    pub fn new() -> Self {
        let workspace = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(workspace.news()).unwrap();
        workspace
    }

    /// A workspace with these pages: name and text.
    pub fn with<'a>(pages: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let workspace = Self::new();
        for (name, text) in pages {
            workspace.write(name, text);
        }
        workspace
    }

    /// A workspace with four short pages and a long one, of no outlet.
    pub fn with_reports() -> Self {
        Self::with([
            ("a.txt", numbered("Ferry returns to Zelm after the winter", 3, 3)),
            (
                "b.txt",
                numbered("Bakers count their loaves before the feast", 4, 3),
            ),
            ("c.txt", numbered("A long frost ends with a warm rain", 5, 60)),
            (
                "d.txt",
                numbered("Night trains run again between the lakes", 6, 3),
            ),
        ])
    }

    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of pages.
    pub fn news(&self) -> PathBuf {
        self.home().join("news")
    }

    /// The path of a page.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.news().join(name)
    }

    /// Writes a page.
    pub fn write(&self, name: impl AsRef<Path>, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Writes a page and sets its time of change to a minute ago: the next import reads a file again that has changed
    /// just now.
    pub fn write_settled(&self, name: impl AsRef<Path>, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.write(name, text);
        let file = fs::File::options().append(true).open(&path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(60))
            .unwrap();
        path
    }

    /// The program's folder for configuration.
    pub fn config(&self) -> PathBuf {
        let config = ["Library/Application Support", ".config"][usize::from(!cfg!(target_os = "macos"))];
        self.home().join(config).join("newsprint")
    }

    /// The program's folder for data.
    pub fn data(&self) -> PathBuf {
        let data = ["Library/Application Support", ".local/share"][usize::from(!cfg!(target_os = "macos"))];
        self.home().join(data).join("newsprint")
    }

    /// Writes the person's own profile.
    pub fn write_profile(&self, text: &str) {
        fs::create_dir_all(self.config()).unwrap();
        fs::write(self.config().join("outlets.toml"), text).unwrap();
    }

    /// The folder of the library.
    pub fn library(&self) -> PathBuf {
        self.data().join("library")
    }

    pub fn store(&self) -> Store {
        Store::at(&self.library())
    }

    pub fn marks(&self) -> MarksStore {
        MarksStore::open(&self.data()).unwrap()
    }

    /// The program with this home, without a terminal.
    pub fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .env_clear()
            .env("HOME", self.home())
            .env("TERM", "xterm")
            .current_dir(self.home())
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Finished {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs the program to its end with this on standard input.
    pub fn run_with_input(
        &self,
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
        input: impl AsRef<[u8]>,
    ) -> Finished {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_ref()).unwrap();
        child.wait_with_output().unwrap().into()
    }

    /// Runs the program, which must succeed, and returns what it printed.
    pub fn succeed(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> String {
        let finished = self.run(arguments);
        assert_eq!(finished.code, Some(0), "{}", finished.stderr);
        finished.stdout
    }
}

/// What a run of the program printed, and its exit code.
#[derive(Debug)]
pub struct Finished {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Finished {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// A path as an argument.
pub fn argument(path: &Path) -> &str {
    path.to_str().expect("paths of the tests are UTF-8")
}
