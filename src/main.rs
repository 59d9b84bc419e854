//! The newsprint program: hands its arguments to the library and returns its exit code.

/// The system's own keeps what a search of a million articles has used; this one gives it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::process::ExitCode;

fn main() -> ExitCode {
    newsprint::cli::main()
}
