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
    #[arg(long, value_name = "Q", allow_hyphen_values = true)]
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

/// Options of `events`.
#[derive(Debug, Args)]
pub struct EventsArgs {
    /// The articles.
    #[command(flatten)]
    pub input: TellingArgs,
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = EventFormat::Table)]
    pub format: EventFormat,
    /// Shows what ties the article with this id or path to the others of its event
    #[arg(long, value_name = "ID")]
    pub explain: Option<String>,
}

/// The output format of `events`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EventFormat {
    /// One event on each line: number, articles, outlets, headline, who was first
    Table,
    /// One JSON object on each line
    Json,
}

/// Options of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Two articles or more; each is compared with the first
    #[arg(value_name = "PATH", required = true, num_args = 1..)]
    pub paths: Vec<PathBuf>,
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = CompareFormat::Text)]
    pub format: CompareFormat,
}

impl CompareArgs {
    /// The articles as the other commands take them.
    pub fn input(&self) -> TellingArgs {
        TellingArgs {
            paths: self.paths.clone(),
            query: None,
            library: None,
            no_library: true,
        }
    }
}

/// The output format of `compare`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// The paragraphs of the first article with what corresponds to them
    Text,
    /// One JSON object for each pair of articles
    Json,
    /// A table for each pair of articles
    Markdown,
}

/// Help below the options of `events`.
pub const EVENTS_EXAMPLES: &str = "\
Examples:
  newsprint events ~/news                             Lists events that several articles report
  newsprint events --query 'since:7d' --format json   Uses articles of the library
  newsprint events ~/news --explain ~/news/a.txt      Shows the words that tie an article to its event

An article that nobody else reports is left out, unless its event is part of a story. The first telling is named only if
all tellings have a day, and those of the earliest day a time and a zone.";

/// Help below the options of `compare`.
pub const COMPARE_EXAMPLES: &str = "\
Examples:
  newsprint compare a.txt b.txt                        Shows which paragraphs correspond and what only one has
  newsprint compare a.txt b.txt --format json | jq .unique";

/// Help below the options of `figures`.
pub const FIGURES_EXAMPLES: &str = "\
Examples:
  newsprint figures ~/news --format csv > figures.csv
  newsprint figures page.txt --format json | jq 'select(.unit == \"date\")'

A weekday is resolved by the article's own day; without one its value is `null`.";

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

/// Options of `kwic`.
#[derive(Debug, Args)]
pub struct KwicArgs {
    /// The words, and which articles are searched, in the query language of the filter bar
    #[arg(value_name = "QUERY")]
    pub words: String,
    /// Files and folders to read, with all their subfolders; by default the library or, while that is empty, the sample
    /// corpus
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = PassageFormat::Table)]
    pub format: PassageFormat,
    /// The order of the lines
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = KwicOrder::Date)]
    pub sort: KwicOrder,
    /// Uses the library in this folder
    #[arg(long, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// Does not use the library
    #[arg(long, conflicts_with = "library")]
    pub no_library: bool,
}

/// The order of the lines of `kwic`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KwicOrder {
    /// By the words before the hit
    Left,
    /// By the words after the hit
    Right,
    /// The newest article first
    Date,
}

pub(crate) const KWIC_EXAMPLES: &str = "\
Examples:
  newsprint kwic bridge                                 Shows the word in the articles of the library
  newsprint kwic '\"peace talks\" since:30d' --sort right Sorts by the words after it
  newsprint kwic 'clos*' ~/news --format csv > clos.csv";
