//! The developer tools of newsprint: `cargo xtask NAME`, or `cargo run --release -p xtask -- NAME` for those that
//! measure or compute for long (`train`, `score`, `library`). None of them is part of the program.

mod cycles;
mod dataset;
mod event_slices;
mod latency;
mod library;
mod loc;
mod month_names;
mod score;
mod screenshot;
mod source_graph;
mod train;
mod train_events;
mod train_outlet;

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
    /// Learn the weights of the body model or of the headline forest
    Train(train::Arguments),
    /// Learn which of a page's names is that of its outlet, or measure how well that is found
    TrainOutlet(train_outlet::Arguments),
    /// Learn which articles report the same event, or measure how well that is found
    TrainEvents(train_events::Arguments),
    /// Score extraction against labelled pages
    Score(score::Arguments),
    /// Measure start, keys, filter and memory of the reader on a pseudo-terminal
    Latency(latency::Arguments),
    /// Measure how quickly a library answers
    Library(library::Arguments),
    /// Draw one frame of the reader as SVG
    Screenshot(screenshot::Arguments),
    /// Write the names of months and weekdays for `assets/dates/names.toml`
    MonthNames,
}

fn main() -> ExitCode {
    let result = match CommandLine::parse().tool {
        Tool::Loc(arguments) => loc::run(&arguments),
        Tool::Cycles(arguments) => cycles::run(&arguments),
        Tool::Train(arguments) => train::run(&arguments),
        Tool::TrainOutlet(arguments) => train_outlet::run(&arguments),
        Tool::TrainEvents(arguments) => train_events::run(&arguments),
        Tool::Score(arguments) => score::run(&arguments),
        Tool::Latency(arguments) => latency::run(&arguments),
        Tool::Library(arguments) => library::run(&arguments),
        Tool::Screenshot(arguments) => screenshot::run(&arguments),
        Tool::MonthNames => {
            month_names::run();
            Ok(())
        }
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
