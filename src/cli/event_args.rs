//! The command line of `events`, `compare`, `quotes`, `figures` and `reuse`: options and their help.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The articles that are compared.
#[derive(Debug, Args)]
pub struct TellingArgs {
    /// Files and folders to read, with all their subfolders; by default the library or, while that is empty, the sample
    /// corpus
    ///
    /// A file in JSON Lines has one article on each line, as an object with `id`, `title`, `date`, `time`, `outlet`,
    /// `language` and `body`; it is read if it is named.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Uses only articles that match this query
    #[arg(long, value_name = "Q")]
    pub query: Option<String>,
    /// Uses the library in this folder
    #[arg(long, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// Does not use the library
    #[arg(long, conflicts_with = "library")]
    pub no_library: bool,
}

/// Options of `quotes`, `figures` and `reuse`.
#[derive(Debug, Args)]
pub struct PassageArgs {
    /// The articles.
    #[command(flatten)]
    pub input: TellingArgs,
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = PassageFormat::Table)]
    pub format: PassageFormat,
}

/// The output format of `quotes`, `figures` and `reuse`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PassageFormat {
    /// One line each, with tabs between the columns
    Table,
    /// Comma-separated values with a line of column names (RFC 4180)
    Csv,
    /// One JSON object on each line
    Json,
}

/// Help below the options of `quotes`.
pub const QUOTES_EXAMPLES: &str = "\
Examples:
  newsprint quotes ~/news                               Lists who said what
  newsprint quotes --query 'outlet:rt' --format csv     Uses articles of the library
  newsprint quotes page.txt --format json | jq 'select(.kind == \"quote\") | .speaker'

A quote without a known speaker has `null` in its place. Words in marks that nobody says are of the kind `scare`.";

/// Help below the options of `reuse`.
pub const REUSE_EXAMPLES: &str = "\
Examples:
  newsprint reuse ~/news                       Lists pairs of articles that share wording
  newsprint reuse a.txt b.txt --format json    Compares two articles
  newsprint reuse --query 'since:7d' --format json | jq 'select(.share_own_a > 0.5)'

Two articles share wording if at least eight words in a row are equal, case and punctuation aside. A share is the part of
the words of an article that are in such runs; the own share leaves out quotations and phrases that recur in the outlet.";
