//! The newsprint program: hands its arguments to the library and returns its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    newsprint::cli::main()
}
