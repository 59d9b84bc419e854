//! The command line: turns arguments into one call, writes results to standard output and messages to standard error,
//! and returns an exit code.

pub(crate) mod args;
pub(crate) mod arguments;
pub(crate) mod config;
pub(crate) mod corpus;
pub(crate) mod doctor;
pub(crate) mod event_args;
pub(crate) mod events;
pub(crate) mod extract;
pub(crate) mod failure;
pub(crate) mod files_from;
pub(crate) mod formats;
pub(crate) mod import;
pub(crate) mod kwic;
pub(crate) mod library;
pub(crate) mod library_args;
pub(crate) mod list;
pub(crate) mod marks;
pub(crate) mod output;
pub(crate) mod output_dir;
pub(crate) mod profile;
pub(crate) mod progress;
pub(crate) mod query;
pub(crate) mod reader;
pub(crate) mod stdin_page;

use crate::cli::args::{Command, CommandLine};
use crate::cli::failure::Failure;
use crate::cli::output::{Messages, Output, eprint_line};
use clap::{CommandFactory, Parser};
use std::io::{self, Write};
use std::process::ExitCode;

/// Something could not be read or done.
const EXIT_FAILED: u8 = 1;
/// Wrong usage or configuration.
const EXIT_USAGE: u8 = 2;

/// Runs the program with the arguments of the process and returns its exit code: 0 for success (also if the output pipe
/// was closed), 1 if something could not be read or done, 2 for wrong usage or configuration.
pub fn main() -> ExitCode {
    let command_line = match CommandLine::try_parse_from(arguments::in_order(std::env::args_os())) {
        Ok(command_line) => command_line,
        // Help and version are printed here too.
        Err(answer) => {
            let code = u8::try_from(answer.exit_code()).unwrap_or(EXIT_USAGE);
            let printed = answer.print().and_then(|()| io::stdout().flush());
            return printed.map_or_else(|error| on_output_error(&error), |()| ExitCode::from(code));
        }
    };
    let mut messages = Messages::default();
    let outcome = match &command_line.command {
        None => reader::run(&command_line.reader),
        Some(Command::Extract(args)) => extract::run(args, &mut messages),
        Some(Command::List(args)) => list::run(args, &mut messages),
        Some(Command::Events(args)) => events::group::run(args, &mut messages),
        Some(Command::Compare(args)) => events::compare::run(args, &mut messages),
        Some(Command::Figures(args)) => events::figures::run(args, &mut messages),
        Some(Command::Quotes(args)) => events::quotes::run(args, &mut messages),
        Some(Command::Reuse(args)) => events::reuse::run(args, &mut messages),
        Some(Command::Kwic(args)) => kwic::run(args, &mut messages),
        Some(Command::Import(args)) => import::run(args, &mut messages),
        Some(Command::Formats(args)) => formats::run(args),
        Some(Command::Doctor(args)) => doctor::run(args, &mut messages),
        Some(Command::Library(args)) => library::run(args, &mut messages),
        Some(Command::Config(args)) => config::run(args),
        Some(Command::Marks(args)) => marks::run(args),
        Some(Command::Profile(args)) => profile::run(args, &mut messages),
        Some(Command::Completions { shell }) => completions(*shell),
        Some(Command::Man) => manual(),
    };
    messages.end_progress();
    match outcome {
        Ok(()) if messages.failed() => ExitCode::from(EXIT_FAILED),
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            eprint_line(message);
            ExitCode::from(EXIT_USAGE)
        }
        Err(Failure::Failed(message)) => {
            eprint_line(message);
            ExitCode::from(EXIT_FAILED)
        }
        Err(Failure::Output(error)) => on_output_error(&error),
    }
}

/// Returns the exit code after an error of standard output. If the reader of the pipe, such as `head`, has ended, that is not
/// a failure.
fn on_output_error(error: &io::Error) -> ExitCode {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    eprint_line(format_args!(
        "standard output: {error}; check the free space of its target"
    ));
    ExitCode::from(EXIT_FAILED)
}

fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut CommandLine::command(), "newsprint", &mut script);
    print(&String::from_utf8_lossy(&script))
}

/// Prints one page for the whole program, with a section for each command.
fn manual() -> Result<(), Failure> {
    let mut command = CommandLine::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for command in command.get_subcommands() {
        let manual = clap_mangen::Man::new(command.clone());
        let mut section = Vec::new();
        manual.render_synopsis_section(&mut section)?;
        manual.render_description_section(&mut section)?;
        manual.render_options_section(&mut section)?;
        manual.render_extra_section(&mut section)?;
        let name = command.get_name().to_uppercase();
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        page.extend([".SH COMMAND ", &name, "\n", &section]);
    }
    print(&page)
}

fn print(text: &str) -> Result<(), Failure> {
    let mut output = Output::new();
    output.text(text)?;
    Ok(output.flush()?)
}
