//! The command line as it is written: commands, options and their help. Not what they do.

use crate::library::query::sort::SortOrder;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

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
    /// What to do; nothing opens the reader.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What the reader opens and how.
    #[command(flatten)]
    pub reader: Reader,
}

const LONG_ABOUT: &str = "\
A terminal reader for news that was collected, not subscribed to.

newsprint opens folders of scraped articles, takes the site's furniture out of them, finds title, date, byline \
and outlet, and lets you read, compare and search them from the keyboard. Nothing that it takes out is lost: `x` \
shows the whole page with the reason for each removed line.

Without PATH it opens the built-in sample corpus, which begins with a short tour of the keys.";

const EXAMPLES: &str = "\
Examples:
  newsprint                                      Open the built-in corpus; press ? for the keys
  newsprint ~/news                               Read a folder
  newsprint ~/news --query 'outlet:rt since:7d'  Start with a filter
  newsprint ~/news --highlight 'Peskov,NATO'     Colour these words
  newsprint extract page.txt                     Print a page without its furniture
  newsprint list ~/news --format json | jq .title

A folder that has the name of a command is opened with its path: newsprint ./list

Exit codes:
  0  done (also when a pipe was closed)
  1  something could not be read or done; messages are on standard error
  2  wrong usage or configuration";

/// Options of the reader.
#[derive(Debug, Args)]
pub struct Reader {
    /// Files and folders to read; folders are walked deep. None: all of the library, and while that is empty the
    /// built-in corpus
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Start with this filter
    ///
    /// The query language of the filter bar: words that all must occur, "a phrase", -not, OR, word*, fields such as
    /// outlet:trt title:border date:2025-02 since:7d.
    #[arg(long, value_name = "Q")]
    pub query: Option<String>,
    /// Highlight these words in the text, for this run
    ///
    /// Separated by commas: words, "phrases of several words", prefix* and /regex/. Case and accents do not matter.
    #[arg(long, value_name = "WORD,WORD")]
    pub highlight: Option<String>,
    /// Read this configuration instead of the one in the platform's folder
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Keep nothing: articles are read from their files each time, what is marked is forgotten at the end, and earlier
    /// marks are not shown
    #[arg(long)]
    pub no_library: bool,
    /// Use the library of this folder
    #[arg(long, value_name = "DIR", conflicts_with = "no_library")]
    pub library: Option<PathBuf>,
}

/// A command other than reading.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Clean pages, print them, keep nothing
    Extract(Extract),
    /// Show what is there, newest first
    List(List),
    /// Take pages into the library; again: only what is new or has changed
    Import(Import),
    /// Look after the library: what is in it, whether it is sound, taking a folder out of it
    Library(Library),
    /// Show where the configuration is, print the default one, or check it
    Config(Config),
    /// Write your marks out, read them in, or show where they are
    Marks(Marks),
    /// What is known of an outlet, and what its rules do to a corpus
    Profile(Profile),
    /// Print completions for a shell
    #[command(after_long_help = COMPLETIONS)]
    Completions {
        /// The shell that will read them
        shell: Shell,
    },
    /// Print the manual page, in roff
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
pub struct Extract {
    /// What is cleaned.
    #[command(flatten)]
    pub input: Input,
    /// How to write an article
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = OutputFormat::Text)]
    pub format: OutputFormat,
    /// Write the paragraphs of the body only (text and markdown)
    #[arg(long)]
    pub body: bool,
    /// Read all pages first for what they have in common, then clean each with it
    ///
    /// Lines that several pages share are their site's, not the article's. Worth it where a site has two pages or more;
    /// takes twice the time, and nothing is written before all was read once. A page on standard input is kept in memory
    /// until then, a list of names in a temporary file.
    #[arg(long)]
    pub corpus: bool,
    /// Say of each line what it was taken for, why, and how sure that is; then what was found out and where
    ///
    /// On a terminal lines are cut to its width and coloured (`NO_COLOR` is respected). A + behind the class: the line goes
    /// on with the one before.
    #[arg(long, conflicts_with_all = ["format", "body", "out"])]
    pub explain: bool,
    /// Write one file a page into this folder instead of to standard output
    ///
    /// The folder is made where it is missing. page.txt becomes page.json, page.txt or page.md there; further
    /// articles of the same file become page-2.json and so on. Two pages of the same name are an error before
    /// anything is written.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// What `extract` cleans.
#[derive(Debug, Args)]
pub struct Input {
    /// Files, folders (walked deep), or - for one page on standard input
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub paths: Vec<PathBuf>,
    /// Read names of files and folders from FILE, one a line; - is standard input
    ///
    /// They come after the PATHs, are read as they come, and may be as many as you like. Blanks belong to a name; with
    /// -0 line feeds do too. A name that stands there twice is read twice.
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// A NUL ends each name of --files-from, as from find -print0
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  newsprint extract page.txt                             Title, a blank line, one paragraph a line
  newsprint extract --body page.txt | wc -w              How long is the article itself?
  newsprint extract --format json news/ > news.jsonl     One object a line, one line an article
  newsprint extract --format json page.txt | jq .removed What was taken out, and why
  newsprint extract --format markdown --out clean news/  One file a page
  newsprint extract --corpus --format json news/         With what the pages of a site have in common
  newsprint extract --explain page.txt                   What each line was taken for, and why
  curl -s URL | html2text | newsprint extract -          A page from a pipe
  find news -mtime -1 -print0 | newsprint extract -0 --files-from -
                                                         The pages that find names";

/// How `extract` writes an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// One object a line, one line an article, with every removed line and its reason
    Json,
    /// Title, a blank line, one paragraph a line
    Text,
    /// Headings, lists, quotes and captions set off
    Markdown,
}

/// Options of `list`.
#[derive(Debug, Args)]
#[command(after_long_help = LIST_EXAMPLES)]
pub struct List {
    /// Files and folders to read; folders are walked deep. None: the library, and while that is empty the built-in corpus
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to write the list
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Table)]
    pub format: ListFormat,
    /// Only articles that this query finds
    #[arg(long, value_name = "Q")]
    pub query: Option<String>,
    /// The order: newest, oldest, outlet, title, longest, shortest, path, relevance (to the query) or imported (last first)
    #[arg(long, value_name = "ORDER", value_parser = order, default_value = "newest")]
    pub sort: SortOrder,
    /// No more than this many
    #[arg(long, value_name = "NUMBER")]
    pub limit: Option<usize>,
    /// Write how many there are, nothing else
    #[arg(long, conflicts_with_all = ["format", "sort", "limit"])]
    pub count: bool,
    /// The library's folder, where it is not the platform's
    #[arg(long, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// Do not ask the library
    #[arg(long, conflicts_with = "library")]
    pub no_library: bool,
}

fn order(name: &str) -> Result<SortOrder, String> {
    SortOrder::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = SortOrder::ALL.into_iter().map(SortOrder::name).collect();
        format!("write one of {}", names.join(", "))
    })
}

const LIST_EXAMPLES: &str = "\
Examples:
  newsprint list --query 'outlet:rt date:2025-02'        What the library has
  newsprint list --count --query storm                   How many articles?
  newsprint list --sort longest --limit 10               The ten longest
  newsprint list ~/news --query 'date:none'              What has no date? From the files
  newsprint list | cut -f2 | sort | uniq -c              Articles an outlet
  newsprint list --format json | jq -r .path

A table on a terminal is cut to its width; in a pipe it is whole, with tabs between date, outlet, title and path.";

/// Options of `import`.
#[derive(Debug, Args)]
#[command(after_long_help = IMPORT_EXAMPLES)]
pub struct Import {
    /// Files and folders to import; folders are walked deep
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Then clean all that is there again: with your profiles as they are now, and with what the pages have in common
    #[arg(long)]
    pub again: bool,
    /// The library's folder, where it is not the platform's
    #[arg(long, value_name = "DIR")]
    pub library: Option<PathBuf>,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  newsprint import ~/news                        Once, and again when there are new pages
  newsprint import --library ./project ~/news    One library a project, with marks of its own
  newsprint import --again ~/news                After you have written in outlets.toml, or with a newer newsprint
  newsprint list --query 'storm since:7d'        Then ask it

Folders stay as they are. An import can be stopped at any moment and goes on the next time. Files that are gone stay in
the library, and those that were moved or renamed are known again by what is in them.";

/// Options of `library`.
#[derive(Debug, Args)]
#[command(after_long_help = LIBRARY_EXAMPLES)]
pub struct Library {
    /// What to do
    #[command(subcommand)]
    pub action: LibraryAction,
    /// The library's folder, where it is not the platform's
    #[arg(long, value_name = "DIR", global = true)]
    pub library: Option<PathBuf>,
}

const LIBRARY_EXAMPLES: &str = "\
Examples:
  newsprint library info
  newsprint library check || newsprint library rebuild
  newsprint library forget ~/news/old                    Takes these articles out; marks are kept
  newsprint library forget --marks ~/news/old            Takes what you marked there away too
  du -sh \"$(newsprint library path)\"";

/// What `library` does.
#[derive(Debug, Clone, Subcommand)]
pub enum LibraryAction {
    /// Print what is in the library and how large it is
    Info,
    /// Print where the library is
    Path,
    /// Read everything in the library and say what is wrong; exit code 1 if anything is
    Check,
    /// Make the index anew, from the old one or from the files; marks are kept
    Rebuild,
    /// Give back the room that changed and forgotten articles took
    Compact,
    /// Take what was found at and below a path out of the library; files stay, and marks unless --marks
    Forget {
        /// The file or folder, there or not
        #[arg(value_name = "PATH")]
        path: PathBuf,
        /// Take the marks of these articles away too: read, starred, tags, notes, places
        #[arg(long)]
        marks: bool,
    },
}

/// How `list` writes what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Date, outlet, title and path
    Table,
    /// One object a line
    Json,
}

/// Options of `config`.
#[derive(Debug, Args)]
#[command(after_long_help = CONFIG_EXAMPLES)]
pub struct Config {
    /// What to do with the configuration
    #[command(subcommand)]
    pub action: ConfigAction,
}

const CONFIG_EXAMPLES: &str = "\
Example, to begin a configuration of your own:
  mkdir -p \"$(dirname \"$(newsprint config path)\")\"
  newsprint config print-default > \"$(newsprint config path)\"";

/// What `config` does.
#[derive(Debug, Clone, Subcommand)]
pub enum ConfigAction {
    /// Print where the configuration is looked for
    Path,
    /// Print the default configuration, which is also its documentation
    PrintDefault,
    /// Say what is wrong in the configuration; exit code 2 if anything is
    Check {
        /// The file to check; none: the one in the platform's folder
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

/// Options of `marks`.
#[derive(Debug, Args)]
#[command(after_long_help = MARKS_EXAMPLES)]
pub struct Marks {
    /// What to do with the marks
    #[command(subcommand)]
    pub action: MarksAction,
    /// The library's folder, where it is not the platform's: it keeps marks of its own
    #[arg(long, value_name = "DIR", global = true)]
    pub library: Option<PathBuf>,
}

const MARKS_EXAMPLES: &str = "\
Examples:
  newsprint marks export marks.jsonl       A copy to keep, or for another machine
  newsprint marks import marks.jsonl       Add what is not there; nothing is taken away
  newsprint marks export | jq -r 'select(.starred) | .title'
  cp \"$(newsprint marks path)\" ~/backup/  While no newsprint is open";

/// What `marks` does.
#[derive(Debug, Clone, Subcommand)]
pub enum MarksAction {
    /// Print where the marks are kept
    Path,
    /// Write all marks as JSON, one article a line
    Export {
        /// The file to write; none: standard output
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Add the marks of an export: what is here stays, a different note is put below the one here
    Import {
        /// The file to read; none: standard input
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

/// Options of `profile`.
#[derive(Debug, Args)]
#[command(after_long_help = PROFILE_EXAMPLES)]
pub struct Profile {
    /// What to do with the profile
    #[command(subcommand)]
    pub action: ProfileAction,
}

const PROFILE_EXAMPLES: &str = "\
Examples:
  newsprint profile show 'TRT World'                Names, domains, rules, and which file says so
  newsprint profile learn 'TRT World' ~/news        Rules for lines that recur, to look through
  newsprint profile learn 'TRT World' ~/news >> \"$(dirname \"$(newsprint config path)\")/outlets.toml\"
  newsprint profile test 'TRT World' ~/news         What the rules change, line by line

In the reader, `x` shows the lines of a page, and `c` and a letter correct one.";

/// What `profile` does.
#[derive(Debug, Subcommand)]
pub enum ProfileAction {
    /// Print what is known of an outlet: names, domains, signatures, rules, and from which file
    Show(ProfileOf),
    /// Print for each rule of an outlet on how many pages it matches and which lines it changes
    Test(ProfileOf),
    /// Propose rules for lines that recur on the outlet's pages, as text of a profile
    Learn(ProfileOf),
}

/// An outlet, and a corpus.
#[derive(Debug, Args)]
pub struct ProfileOf {
    /// The outlet, by any of its names
    #[arg(value_name = "OUTLET")]
    pub outlet: String,
    /// Files and folders to read; folders are walked deep. None: all of the library, and while that is empty the
    /// built-in corpus
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        CommandLine::command().debug_assert();
    }
}
