//! The error that ends a command. `main` turns it into a message and an exit code.

use crate::cli::output_dir::OutputDirError;
use crate::runtime::configuration::ConfigurationError;
use std::io;

/// What ends a run before its work is done.
#[derive(Debug)]
pub enum Failure {
    /// The arguments or the configuration cannot be used; the text says why and what to do.
    Usage(String),
    /// Something that everything else depends on could not be done; the text says what to do.
    Failed(String),
    /// Standard output takes nothing more.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<OutputDirError> for Failure {
    fn from(error: OutputDirError) -> Self {
        match error {
            OutputDirError::NoFolder(..) => Self::Failed(error.to_string()),
            OutputDirError::SameStem(..) | OutputDirError::WouldReplace(_) => Self::Usage(error.to_string()),
        }
    }
}

impl From<ConfigurationError> for Failure {
    fn from(error: ConfigurationError) -> Self {
        Self::Usage(error.to_string())
    }
}
