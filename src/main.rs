//! The newsprint program: calls the command line and returns its exit code.

/// Unlike the allocator of the system, this one frees the memory of a search of a million articles.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::process::ExitCode;

fn main() -> ExitCode {
    newsprint::cli::main()
}
