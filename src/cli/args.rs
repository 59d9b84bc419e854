//! The command line: commands, options and their help.

use crate::cli::event_args::{
    COMPARE_EXAMPLES, CompareArgs, EVENTS_EXAMPLES, EventsArgs, FIGURES_EXAMPLES, KWIC_EXAMPLES, KwicArgs,
    PassageArgs, QUOTES_EXAMPLES, REUSE_EXAMPLES,
};
use crate::cli::library_args::{ImportArgs, LibraryArgs, MarksArgs};
use crate::library::query::sort::SortOrder;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// The PATH for standard input.
pub(crate) const STDIN: &str = "-";

/// A terminal reader for news that was collected, not subscribed to
#[derive(Debug, Parser)]
#[command(
    name = "newsprint",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    long_about = LONG_ABOUT,
    after_long_help = EXAMPLES
)]
pub struct CommandLine {
    /// The command; without one, the reader opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The options of the reader.
    #[command(flatten)]
    pub reader: ReaderArgs,
}

const LONG_ABOUT: &str = "\
A terminal reader for news that was collected, not subscribed to.

newsprint opens folders of scraped articles, removes the chrome of the sites, finds title, date, byline and outlet, and \
lets you read, compare and search the articles from the keyboard. Nothing that it removes is lost: `x` shows the whole \
page with the reason for each removed line.

Without PATH it opens your library or, while that is empty, the built-in sample corpus, which begins with a short tour of \
the keys.";

const EXAMPLES: &str = "\
Examples:
  newsprint                                      Opens the library or the sample corpus; ? shows the keys
  newsprint ~/news                               Opens a folder
  newsprint page.txt                             Opens an article; q quits
  curl -s URL | newsprint                        Reads a page from a pipe
  newsprint ~/news --query 'outlet:rt since:7d'  Starts with a filter
  newsprint ~/news --highlight 'Peskov,NATO'     Highlights these words
  newsprint extract page.txt                     Prints a page without its chrome
  newsprint list ~/news --format json | jq .title

To open a folder that has the name of a command, write it as a path: newsprint ./list

Exit codes:
  0  success (also if the output pipe was closed)
  1  something could not be read or done; see the messages on standard error
  2  wrong usage or configuration";

/// Options of the reader.
#[derive(Debug, Args)]
pub struct ReaderArgs {
    /// Files and folders to read, with all their subfolders, or - for a page on standard input; by default the library or,
    /// while that is empty, the sample corpus
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Opens the built-in sample corpus, which begins with a short tour of the keys
    #[arg(long, conflicts_with = "paths")]
    pub sample: bool,
    /// Starts with this filter
    ///
    /// The query language of the filter bar: words that must all occur, "a phrase", -not, OR, word*, and fields such as
    /// outlet:trt title:border date:2025-02 since:7d.
    #[arg(long, value_name = "Q", allow_hyphen_values = true)]
    pub query: Option<String>,
    /// Highlights these words in the text, for this session
    ///
    /// Words, "phrases of several words", prefix* and /regex/, separated by commas. Case and accents are ignored.
    #[arg(long, value_name = "WORD,WORD")]
    pub highlight: Option<String>,
    /// Reads this configuration file instead of the default one
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Stores nothing: articles are read from their files, existing marks are not shown, and new marks are lost when
    /// the reader is closed
    #[arg(long)]
    pub no_library: bool,
    /// Uses the library in this folder
    #[arg(long, value_name = "DIR", conflicts_with = "no_library")]
    pub library: Option<PathBuf>,
}

/// A command. Without one, the reader opens.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Cleans pages and prints them; stores nothing
    Extract(ExtractArgs),
    /// Lists articles, newest first
    List(ListArgs),
    /// Lists which articles report the same event
    #[command(after_long_help = EVENTS_EXAMPLES)]
    Events(EventsArgs),
    /// Shows which paragraphs of articles correspond, and what only one has
    #[command(after_long_help = COMPARE_EXAMPLES)]
    Compare(CompareArgs),
    /// Lists numbers and dates with what they count
    #[command(after_long_help = FIGURES_EXAMPLES)]
    Figures(PassageArgs),
    /// Lists direct quotations with their speakers
    #[command(after_long_help = QUOTES_EXAMPLES)]
    Quotes(PassageArgs),
    /// Lists pairs of articles that share wording
    #[command(after_long_help = REUSE_EXAMPLES)]
    Reuse(PassageArgs),
    /// Shows the words of a query in context, one line for each hit
    #[command(after_long_help = KWIC_EXAMPLES)]
    Kwic(KwicArgs),
    /// Imports new and changed pages into the library
    Import(ImportArgs),
    /// Lists the formats that can be read
    #[command(after_long_help = "Example:\n  newsprint formats")]
    Formats(FormatsArgs),
    /// Lists what deserves a look: pages without article, title, date or outlet, unsure values, duplicates
    Doctor(DoctorArgs),
    /// Shows, checks and repairs the library, or removes a folder from it
    Library(LibraryArgs),
    /// Shows where the configuration is, prints the default one, or checks it
    Config(ConfigArgs),
    /// Exports or imports your marks, or shows where they are
    Marks(MarksArgs),
    /// Shows what is known of an outlet, tests its rules, or proposes new ones
    Profile(ProfileArgs),
    /// Prints completions for a shell
    #[command(after_long_help = COMPLETIONS)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Prints the manual page, in roff
    #[command(after_long_help = "Example:\n  newsprint man | man -l -")]
    Man,
}

const COMPLETIONS: &str = "\
Examples:
  newsprint completions bash > ~/.local/share/bash-completion/completions/newsprint
  newsprint completions zsh  > ~/.zfunc/_newsprint
  newsprint completions fish > ~/.config/fish/completions/newsprint.fish";

/// Options of `extract`.
#[derive(Debug, Args)]
#[command(after_long_help = EXTRACT_EXAMPLES)]
pub struct ExtractArgs {
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
    /// Writes only the paragraphs of the body (text and markdown)
    #[arg(long)]
    pub body: bool,
    /// Reads all pages twice, to find the lines that the pages of a site share
    ///
    /// Lines that several pages share are chrome of the site. This helps if there are at least two pages of a site. It
    /// takes twice the time, and output begins after the first pass. A page on standard input is kept in memory, a list
    /// of names in a temporary file.
    #[arg(long)]
    pub corpus: bool,
    /// Prints the class of each line with its reason and probability, then the metadata and where they were found
    ///
    /// On a terminal, lines are clipped to its width and coloured (unless `NO_COLOR` is set). A + after the class means
    /// that the line continues the paragraph of the line before it.
    #[arg(long, conflicts_with_all = ["format", "body", "out"])]
    pub explain: bool,
    /// Writes one file for each page into this folder instead of to standard output
    ///
    /// The folder is created if it does not exist. page.txt becomes page.json, page.txt or page.md; further articles of
    /// the same file become page-2.json and so on. If two pages have the same name, nothing is written.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// The input of `extract`.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Files, folders with all their subfolders, or - for one page on standard input
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub paths: Vec<PathBuf>,
    /// Reads names of files and folders from FILE, one on each line; - is standard input
    ///
    /// They are read after the PATHs, in their order, and a list may have any length. Spaces are part of a name; with
    /// -0 line feeds are too. A name that occurs twice is read twice.
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Expects a NUL after each name of --files-from, as find -print0 writes it
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  newsprint extract page.txt                              Prints the title and one paragraph on each line
  newsprint extract --body page.txt | wc -w               Counts the words of the article
  newsprint extract --format json news/ > news.jsonl      Writes one JSON object for each article
  newsprint extract --format json page.txt | jq .removed  Shows the removed lines with their reasons
  newsprint extract --format markdown --out clean news/   Writes one file for each page
  newsprint extract --corpus --format json news/          Also removes the lines that the pages of a site share
  newsprint extract --explain page.txt                    Shows the class of each line with its reason
  curl -s URL | html2text | newsprint extract -           Reads a page from a pipe
  find news -mtime -1 -print0 | newsprint extract -0 --files-from -
                                                          Reads the pages that find lists";

/// The output format of `extract`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// One JSON object on one line for each article, with every removed line and its reason
    Json,
    /// The title, a blank line, then one paragraph on each line
    Text,
    /// Markdown with headings, lists, quotes and captions
    Markdown,
}

/// Options of `list`.
#[derive(Debug, Args)]
#[command(after_long_help = LIST_EXAMPLES)]
pub struct ListArgs {
    /// Files and folders to read, with all their subfolders; by default the library or, while that is empty, the sample
    /// corpus
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// Lists only articles that match this query
    #[arg(long, value_name = "Q", allow_hyphen_values = true)]
    pub query: Option<String>,
    /// The order: newest, oldest, outlet, title, longest, shortest, path, relevance (to the query) or imported (last
    /// import first)
    #[arg(long, value_name = "ORDER", value_parser = parse_order, default_value = "newest")]
    pub sort: SortOrder,
    /// Lists at most this number of articles
    #[arg(long, value_name = "NUMBER")]
    pub limit: Option<usize>,
    /// Prints only the number of articles
    #[arg(long, conflicts_with_all = ["format", "sort", "limit"])]
    pub count: bool,
    /// Uses the library in this folder
    #[arg(long, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// Does not use the library
    #[arg(long, conflicts_with = "library")]
    pub no_library: bool,
}

fn parse_order(name: &str) -> Result<SortOrder, String> {
    SortOrder::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = SortOrder::ALL.into_iter().map(SortOrder::name).collect();
        format!("use one of {}", names.join(", "))
    })
}

const LIST_EXAMPLES: &str = "\
Examples:
  newsprint list --query 'outlet:rt date:2025-02'        Lists articles of the library
  newsprint list --count --query storm                   Counts articles
  newsprint list --sort longest --limit 10               Lists the ten longest articles
  newsprint list ~/news --query 'date:none'              Lists articles of a folder that have no date
  newsprint list | cut -f2 | sort | uniq -c              Counts the articles of each outlet
  newsprint list --format json | jq -r .path

On a terminal the table is clipped to its width. In a pipe it is complete, with tabs between date, outlet, title and path.";

/// Options of `doctor`.
#[derive(Debug, Args)]
#[command(after_long_help = DOCTOR_EXAMPLES)]
pub struct DoctorArgs {
    /// Files and folders to read, with all their subfolders; by default the library or, while that is empty, the sample
    /// corpus
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TableFormat::Table)]
    pub format: TableFormat,
    /// Uses the library in this folder
    #[arg(long, value_name = "DIR")]
    pub library: Option<PathBuf>,
}

const DOCTOR_EXAMPLES: &str = "\
Examples:
  newsprint doctor                                       Examines the library
  newsprint doctor ~/news                                Examines a folder
  newsprint doctor ~/news --format json | jq -r 'select(.reason == \"no-date\").path'

One line for each finding has the reason, the outlet, a detail, the title and the path; the lines after the blank one count \
the findings of each outlet. The detail is the unsure field with its confidence, or the earlier one of two equal articles.";

/// The output format of `list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Date, outlet, title and path
    Table,
    /// Comma-separated values with a line of column names (RFC 4180)
    Csv,
    /// One JSON object on each line
    Json,
    /// References for reference managers, in RIS
    Ris,
    /// References for reference managers, as a list in CSL JSON
    CslJson,
}

/// Options of `formats`.
#[derive(Debug, Args)]
pub struct FormatsArgs {
    /// The output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TableFormat::Table)]
    pub format: TableFormat,
}

/// The output format of `formats` and `doctor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Lines with tabs between the columns
    Table,
    /// One JSON object on each line
    Json,
}

/// Options of `config`.
#[derive(Debug, Args)]
#[command(after_long_help = CONFIG_EXAMPLES)]
pub struct ConfigArgs {
    /// The action
    #[command(subcommand)]
    pub action: ConfigAction,
}

const CONFIG_EXAMPLES: &str = "\
Example:
  mkdir -p \"$(dirname \"$(newsprint config path)\")\"
  newsprint config print-default > \"$(newsprint config path)\"   Creates a configuration to edit";

/// The actions of `config`.
#[derive(Debug, Clone, Subcommand)]
pub enum ConfigAction {
    /// Prints the path of the configuration file
    Path,
    /// Prints the default configuration, which documents every setting
    PrintDefault,
    /// Checks the configuration and prints its mistakes; the exit code is 2 if there are any
    Check {
        /// The file to check; by default the configuration file
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

/// Options of `profile`.
#[derive(Debug, Args)]
#[command(after_long_help = PROFILE_EXAMPLES)]
pub struct ProfileArgs {
    /// The action
    #[command(subcommand)]
    pub action: ProfileAction,
}

const PROFILE_EXAMPLES: &str = "\
Examples:
  newsprint profile show 'TRT World'                Shows names, domains and rules, and their files
  newsprint profile learn 'TRT World' ~/news        Proposes rules for recurring lines; review them
  newsprint profile learn 'TRT World' ~/news >> \"$(dirname \"$(newsprint config path)\")/outlets.toml\"
  newsprint profile test 'TRT World' ~/news         Shows the lines that the rules change

In the reader, `x` shows the lines of a page, and `c` followed by a letter corrects a line.";

/// The actions of `profile`.
#[derive(Debug, Subcommand)]
pub enum ProfileAction {
    /// Prints what is known of an outlet: names, domains, signatures and rules, with their files
    Show(OutletArgs),
    /// Prints for each rule of an outlet the number of matching pages and the lines that it changes
    Test(OutletArgs),
    /// Proposes rules for lines that recur on the outlet's pages, in the format of a profile
    Learn(OutletArgs),
}

/// An outlet and a corpus.
#[derive(Debug, Args)]
pub struct OutletArgs {
    /// Any name of the outlet
    #[arg(value_name = "OUTLET")]
    pub outlet: String,
    /// Files and folders to read, with all their subfolders; by default the sample corpus
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }
}
