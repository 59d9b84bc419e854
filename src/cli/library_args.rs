//! The options of the commands that change or examine the library and the marks: `import`, `library`, `marks`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Options of `import`.
#[derive(Debug, Args)]
#[command(after_long_help = IMPORT_EXAMPLES)]
pub struct ImportArgs {
    /// Files and folders to import, with all their subfolders
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Then cleans all articles at and below the PATHs again, with your current profiles and with the lines that pages
    /// of a site share
    #[arg(long)]
    pub again: bool,
    /// Uses the library in this folder
    #[arg(long, value_name = "DIR")]
    pub library: Option<PathBuf>,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  newsprint import ~/news                        Imports new and changed pages
  newsprint import --library ./project ~/news    Uses a library for this project, with marks of its own
  newsprint import --again ~/news                Use this after you edit outlets.toml or update newsprint
  newsprint list --query 'storm since:7d'        Searches the library

The files are not changed. An import can be stopped at any time; the next one continues. Articles of deleted files stay in
the library, and moved or renamed files are recognised by their contents.";

/// Options of `library`.
#[derive(Debug, Args)]
#[command(after_long_help = LIBRARY_EXAMPLES)]
pub struct LibraryArgs {
    /// The action
    #[command(subcommand)]
    pub action: LibraryAction,
    /// Uses the library in this folder
    #[arg(long, value_name = "DIR", global = true)]
    pub library: Option<PathBuf>,
}

const LIBRARY_EXAMPLES: &str = "\
Examples:
  newsprint library info
  newsprint library check || newsprint library rebuild
  newsprint library forget ~/news/old                    Removes these articles and keeps their marks
  newsprint library forget --marks ~/news/old            Also removes their marks
  du -sh \"$(newsprint library path)\"";

/// The actions of `library`.
#[derive(Debug, Clone, Subcommand)]
pub enum LibraryAction {
    /// Prints the contents and the size of the library
    Info,
    /// Prints the folder of the library
    Path,
    /// Checks the whole library and prints its faults; the exit code is 1 if there are any
    Check,
    /// Rebuilds the index from the old one or from the files; marks are kept
    Rebuild,
    /// Frees the space of changed and removed articles
    Compact,
    /// Removes the articles at and below a path from the library; files and, without --marks, marks are kept
    Forget {
        /// The file or folder, which need not exist
        #[arg(value_name = "PATH")]
        path: PathBuf,
        /// Also removes the marks of these articles: read, star, tags, note, reading position
        #[arg(long)]
        marks: bool,
    },
}

/// Options of `marks`.
#[derive(Debug, Args)]
#[command(after_long_help = MARKS_EXAMPLES)]
pub struct MarksArgs {
    /// The action
    #[command(subcommand)]
    pub action: MarksAction,
    /// Uses the marks of the library in this folder
    #[arg(long, value_name = "DIR", global = true)]
    pub library: Option<PathBuf>,
}

const MARKS_EXAMPLES: &str = "\
Examples:
  newsprint marks export marks.jsonl       Saves a copy, also for another machine
  newsprint marks import marks.jsonl       Adds marks and removes none
  newsprint marks export | jq -r 'select(.starred) | .title'
  cp \"$(newsprint marks path)\" ~/backup/  Close newsprint first";

/// The actions of `marks`.
#[derive(Debug, Clone, Subcommand)]
pub enum MarksAction {
    /// Prints the path of the marks file
    Path,
    /// Writes all marks as JSON, one article on each line
    Export {
        /// The file to write; by default standard output
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Adds exported marks; existing marks are kept, and a different note is added below the existing one
    Import {
        /// The file to read; by default standard input
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}
