//! The developer tools of newsprint: `cargo xtask NAME`. None of them is part of the program.

mod cycles;
mod loc;
mod source_graph;

use clap::{Parser, Subcommand};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The developer tools of newsprint")]
struct CommandLine {
    #[command(subcommand)]
    tool: Tool,
}

#[derive(Subcommand)]
enum Tool {
    /// Count the lines of code of `src`: no blank lines, comments or test modules
    Loc(loc::Arguments),
    /// List the import cycles of more than two files in `src`
    Cycles(cycles::Arguments),
}

fn main() -> ExitCode {
    let result = match CommandLine::parse().tool {
        Tool::Loc(arguments) => loc::run(&arguments),
        Tool::Cycles(arguments) => cycles::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What every tool returns.
type Outcome = Result<(), Box<dyn Error>>;

/// The folder of the repository.
fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}
