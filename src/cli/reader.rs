//! Opening the reader: what it reads, with which configuration, on which terminal. How it runs is `runtime`'s affair.

use super::args::{CommandLine, Reader};
use super::{Failure, query};
use crate::app::{Setup, Size};
use crate::config::{ColorDepth, KeywordSets, Theme, nearest};
use crate::library::{BUILTIN_KEYWORDS, BUILTIN_PROFILES, Source, builtin_corpus, shown_path};
use crate::runtime::{Configuration, Environment, Launch, run as run_reader};
use clap::CommandFactory;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// The name of the keyword set that `--highlight` makes.
const HIGHLIGHT_SET: &str = "highlight";

/// Opens the reader on the PATHs, or on the built-in corpus where there are none.
pub fn run(args: &Reader) -> Result<(), Failure> {
    check(&args.paths)?;
    query::parsed(args.query.as_deref().unwrap_or_default())?;
    let environment = Environment::read();
    if environment.is_dumb() || !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        let text = "the reader needs a terminal for its input and output; here `newsprint list` shows what is there and \
                    `newsprint extract` prints articles";
        return Err(Failure::Usage(text.to_owned()));
    }
    let configuration = Configuration::read(args.config.as_deref())?;
    let is_built_in = args.paths.is_empty();
    let mut load = configuration.load_options();
    if is_built_in && let Ok(knowledge) = load.knowledge.with_toml(BUILTIN_PROFILES) {
        load.knowledge = knowledge;
    }
    let mut complaints = configuration.complaints;
    let mut keywords = configuration.keywords;
    if is_built_in {
        // The sample's own sets are shown, but are not the person's to keep.
        let (sets, wrong) = KeywordSets::parse(BUILTIN_KEYWORDS);
        complaints.extend(wrong.iter().map(ToString::to_string));
        keywords.extend_for_this_run(&sets);
    }
    if let Some(words) = &args.highlight {
        keywords.add_for_this_run(HIGHLIGHT_SET, words);
    }
    let depth = environment.color_depth(configuration.settings.colors);
    let theme = configuration
        .theme
        .unwrap_or_else(|| default_theme(&environment, depth));
    let setup = Setup {
        settings: configuration.settings,
        keywords,
        today: query::today(),
        size: Size::default(),
        corpus_name: corpus_name(&args.paths),
        is_built_in,
        query: args.query.clone().unwrap_or_default(),
        complaints,
    };
    let sources = if is_built_in {
        builtin_corpus()
    } else {
        args.paths.iter().cloned().map(Source::Path).collect()
    };
    let launch = Launch {
        setup,
        styles: theme.resolve(depth),
        sources,
        load,
        keywords_file: configuration.keywords_file,
        profiles_file: configuration.profiles_file,
        environment,
    };
    run_reader(launch)
        .map_err(|error| Failure::Failed(format!("the terminal: {error}; the reader has ended")))
}

/// Where the person has chosen no theme: the terminal's own colours while there are few, else dark or light.
fn default_theme(environment: &Environment, depth: ColorDepth) -> Theme {
    let name = match depth {
        ColorDepth::None | ColorDepth::Ansi16 => "terminal",
        ColorDepth::Ansi256 | ColorDepth::True if environment.is_light() => "light",
        ColorDepth::Ansi256 | ColorDepth::True => "dark",
    };
    Theme::built_in(name).unwrap_or_else(Theme::dark)
}

/// Says at once what would only be an empty screen later: that nothing stands at any of the paths.
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

fn corpus_name(paths: &[PathBuf]) -> String {
    match paths {
        [] => "sample corpus (newsprint FOLDER opens your own)".to_owned(),
        [one] => shown_path(one),
        [first, rest @ ..] => format!("{} and {} more", shown_path(first), rest.len()),
    }
}
