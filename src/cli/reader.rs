//! Opens the reader with its corpus, configuration and terminal. How it runs: see `crate::runtime`.

use crate::app::panes::geometry::Size;
use crate::app::{Remembered, Setup};
use crate::cli::args::{CommandLine, ReaderArgs};
use crate::cli::failure::Failure;
use crate::cli::library::{create_own_folder, marks_folder, store_of};
use crate::cli::{query, stdin_page};
use crate::config::diagnostic::nearest;
use crate::config::keywords::KeywordSets;
use crate::config::style::ColorDepth;
use crate::config::theme::Theme;
use crate::library::error::StoreError;
use crate::library::load::options::{LoadSource, builtin_corpus};
use crate::library::marks::error::MarksError;
use crate::library::marks::store::MarksStore;
use crate::library::problem::shown_path;
use crate::library::sample_corpus::{BUILTIN_KEYWORDS, BUILTIN_PROFILES};
use crate::library::store::handle::Store;
use crate::library::store::search::snapshot::Snapshot;
use crate::runtime::configuration::Configuration;
use crate::runtime::environment::Environment;
use crate::runtime::event_loop::{Launch, run as run_reader};
use crate::runtime::library_launch::{LibraryContent, LibraryLaunch};
use crate::runtime::marks::MarksLocation;
use crate::runtime::state::StateFile;
use clap::CommandFactory;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// The name of the keyword set of `--highlight`.
const HIGHLIGHT_SET: &str = "highlight";

/// Opens the reader on the PATHs or, without any, on the library or the sample corpus.
pub fn run(args: &ReaderArgs) -> Result<(), Failure> {
    let from_stdin = !args.sample && stdin_page::is_meant(&args.paths);
    if !from_stdin {
        check(&args.paths)?;
    }
    query::parsed(args.query.as_deref().unwrap_or_default())?;
    let environment = Environment::read();
    check_terminal(&environment, from_stdin)?;
    let configuration = Configuration::read(args.config.as_deref())?;
    let library = opened_library(args, from_stdin, &configuration)?;
    let is_built_in = matches!(library.content, LibraryContent::Pages(_)) && !from_stdin;
    let mut load = configuration.load_options();
    if is_built_in && let Ok((knowledge, _)) = load.knowledge.with_toml(BUILTIN_PROFILES) {
        load.knowledge = knowledge;
    }
    let mut diagnostics = configuration.diagnostics;
    let keywords = keyword_sets(args, is_built_in, configuration.keywords, &mut diagnostics);
    let depth = environment.color_depth(configuration.settings.colors);
    let theme = configuration
        .theme
        .unwrap_or_else(|| default_theme(&environment, depth));
    let is_kept = !is_built_in && !from_stdin && !args.no_library;
    let state = StateFile::read(library.store.folder()).filter(|_| is_kept);
    let (marks, mut remembered) = open_marks(args, is_built_in || from_stdin)
        .map_err(|error| Failure::Failed(format!("marks cannot be stored, not even in memory: {error}")))?;
    if let Some(state) = &state {
        (remembered.panes, remembered.new_from) = (state.state.panes, Some(state.new_from()));
    }
    let setup = Setup {
        settings: configuration.settings,
        keywords,
        today: query::today(),
        size: Size::default(),
        corpus_name: corpus_name(&args.paths, is_built_in, from_stdin),
        is_built_in,
        opens_page: from_stdin || matches!(&*args.paths, [only] if only.is_file()),
        knowledge: load.knowledge.clone(),
        query: args.query.clone().unwrap_or_default(),
        diagnostics,
        remembered,
    };
    let launch = Launch {
        setup,
        styles: theme.resolve(depth),
        load,
        library,
        marks,
        keywords_file: configuration.keywords_file,
        profiles_file: configuration.profiles_file,
        themes_folder: configuration.themes_folder,
        settings_file: configuration.settings_file,
        state,
        environment,
    };
    run_reader(launch)
        .map_err(|error| Failure::Failed(format!("the terminal failed: {error}; the reader was closed")))
}

/// Opens what is shown: the page of standard input, the sample corpus, or the library of the PATHs.
fn opened_library(
    args: &ReaderArgs,
    from_stdin: bool,
    configuration: &Configuration,
) -> Result<LibraryLaunch, Failure> {
    if from_stdin {
        let page = stdin_page::read(configuration.settings.loading.max_file_size)?;
        temporary(vec![page])
    } else if args.sample {
        temporary(builtin_corpus())
    } else {
        if !args.no_library {
            create_own_folder(args.library.as_deref());
        }
        library_of(args)
    }
}

/// Returns the person's keyword sets and, for this run only, those of the sample and of `--highlight`.
fn keyword_sets(
    args: &ReaderArgs,
    is_built_in: bool,
    mut keywords: KeywordSets,
    diagnostics: &mut Vec<String>,
) -> KeywordSets {
    if is_built_in {
        // The keyword sets of the sample are shown but not saved.
        let (sets, mistakes) = KeywordSets::parse(BUILTIN_KEYWORDS);
        diagnostics.extend(mistakes.iter().map(ToString::to_string));
        keywords.extend_for_this_run(&sets);
    }
    if let Some(words) = &args.highlight {
        keywords.add_for_this_run(HIGHLIGHT_SET, words);
    }
    keywords
}

/// Returns an error that names what the reader lacks: a terminal for its output, or one for keys.
fn check_terminal(environment: &Environment, from_stdin: bool) -> Result<(), Failure> {
    let missing = if environment.is_dumb() {
        "TERM=dumb names a terminal that cannot move the cursor"
    } else if !io::stdout().is_terminal() {
        "the reader needs a terminal for its output"
    } else if !from_stdin && !io::stdin().is_terminal() {
        "the reader needs a terminal for keys, but standard input is none"
    } else {
        return Ok(());
    };
    Err(Failure::Usage(format!(
        "{missing}; `newsprint list` lists articles and `newsprint extract` prints them"
    )))
}

/// Returns a library of pages that are in memory.
fn temporary(pages: Vec<LoadSource>) -> Result<LibraryLaunch, Failure> {
    Ok(LibraryLaunch {
        store: Store::temporary()?,
        opened: None,
        content: LibraryContent::Pages(pages),
        today: query::today(),
    })
}

/// Returns the library to open: with PATHs the one that they are imported into, otherwise the user's library if it
/// contains articles, otherwise the sample corpus. With `--no-library`, or if the library cannot be used, it is a
/// temporary one.
fn library_of(args: &ReaderArgs) -> Result<LibraryLaunch, Failure> {
    let permanent = store_of(args.library.as_deref())
        .ok()
        .filter(|_| !args.no_library);
    let (store, opened, content) = if args.paths.is_empty() {
        let opened = permanent.as_ref().map_or(Ok(None), |store| opened(store, args))?;
        match (permanent, opened) {
            (Some(store), Some(snapshot)) => (store, Some(snapshot), LibraryContent::All),
            _ => (Store::temporary()?, None, LibraryContent::Pages(builtin_corpus())),
        }
    } else {
        let paths: io::Result<Vec<PathBuf>> = args.paths.iter().map(std::path::absolute).collect();
        let paths = paths.map_err(|error| Failure::Failed(format!("the current folder: {error}")))?;
        let store = permanent.map_or_else(Store::temporary, Ok)?;
        (store, None, LibraryContent::Paths(paths))
    };
    Ok(LibraryLaunch {
        store,
        opened,
        content,
        today: query::today(),
    })
}

/// Returns the state of the user's library; `None` if nothing was imported yet. A library that the user names is opened
/// even if it is empty.
fn opened(store: &Store, args: &ReaderArgs) -> Result<Option<Snapshot>, StoreError> {
    match store.snapshot() {
        Ok(snapshot) => Ok(Some(snapshot).filter(|snapshot| !snapshot.is_empty() || args.library.is_some())),
        Err(StoreError::Missing(_)) if args.library.is_none() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Opens the marks. Those in the sample corpus and in a page on standard input are not stored. If the store cannot be opened, an in-memory store
/// replaces it, and a message reports that.
fn open_marks(args: &ReaderArgs, is_unstored: bool) -> Result<(MarksLocation, Remembered), MarksError> {
    let corpus = corpus_key(&args.paths);
    if is_unstored || args.no_library {
        let store = MarksStore::in_memory()?;
        return Ok((MarksLocation { store, corpus }, Remembered::default()));
    }
    let opened = marks_folder(args.library.as_deref())
        .map_err(|error| error.to_string())
        .and_then(|folder| remembered(&folder, &corpus).map_err(|error| error.to_string()));
    let (store, remembered) = match opened {
        Ok(opened) => opened,
        Err(problem) => {
            let remembered = Remembered {
                problem: Some(format!("marks are not kept: {problem}")),
                ..Remembered::default()
            };
            (MarksStore::in_memory()?, remembered)
        }
    };
    Ok((MarksLocation { store, corpus }, remembered))
}

fn remembered(folder: &Path, corpus: &str) -> Result<(MarksStore, Remembered), MarksError> {
    let mut store = MarksStore::open(folder)?;
    let remembered = Remembered {
        view: store.last_view(corpus)?,
        tags: store.known_tags()?,
        problem: store.take_notice(),
        ..Remembered::default()
    };
    Ok((store, remembered))
}

/// Returns the key under which the last view of these paths is stored.
fn corpus_key(paths: &[PathBuf]) -> String {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let paths: Vec<String> = paths
        .iter()
        .map(|path| absolute(path).to_string_lossy().into_owned())
        .collect();
    paths.join("\n")
}

/// Returns the theme if the user has chosen none: dark or, on a light background, light. Both set their own background,
/// so that sixteen colours are readable on any; without colours the terminal's own are used.
fn default_theme(environment: &Environment, depth: ColorDepth) -> Theme {
    let name = match depth {
        ColorDepth::None => "terminal",
        _ if environment.is_light() => "light",
        _ => "dark",
    };
    Theme::built_in(name).unwrap_or_else(Theme::dark)
}

/// Returns an error if none of the paths exists, which would otherwise open an empty screen.
fn check(paths: &[PathBuf]) -> Result<(), Failure> {
    let Some(first) = paths.first().filter(|_| !paths.iter().any(|path| path.exists())) else {
        return Ok(());
    };
    let shown = shown_path(first);
    let commands = CommandLine::command();
    let commands: Vec<&str> = commands.get_subcommands().map(clap::Command::get_name).collect();
    match nearest(&shown, commands) {
        Some(command) => Err(Failure::Usage(format!(
            "{shown}: no such file or folder; did you mean the command `newsprint {command}`?"
        ))),
        None => Err(Failure::Failed(format!(
            "{shown}: no such file or folder; check the path"
        ))),
    }
}

fn corpus_name(paths: &[PathBuf], is_built_in: bool, from_stdin: bool) -> String {
    match paths {
        _ if from_stdin => stdin_page::NAME.to_owned(),
        [] if !is_built_in => "News".to_owned(),
        [] => "sample corpus (newsprint FOLDER opens your own)".to_owned(),
        [one] => shown_path(one),
        [first, rest @ ..] => format!("{} and {} more", shown_path(first), rest.len()),
    }
}
